package org

// Partner is another organisation or a mutual-aid group that residents and
// volunteers can be passed to.
type Partner struct {
	ID   string `yaml:"id" eg:"youth"`
	Name string `yaml:"name" eg:"Aire Young Helpers"`
	// Contact is the person who is rung there.
	Contact string `yaml:"contact" eg:"Dee"`
	Phone   string `yaml:"phone" eg:"\"07700 900811\""` // E.164 after Load
	// Outward is the area; empty is everywhere.
	Outward []string `yaml:"outward" org:"optional" eg:"[LS10, LS11]"`
	// Kinds are the kinds of task it takes on.
	Kinds []string `yaml:"kinds" org:"optional" eg:"[shopping]"`
	// NoMore are the kinds that it cannot take more of now.
	NoMore []string `yaml:"no_more" org:"optional" eg:"[dogs]"`
	// Does says what it does, to a resident, in a few words.
	Does string `yaml:"does" eg:"brings shopping in LS10 and LS11"`
	// Youth marks the partner to whom people under 18 are sent.
	Youth bool `yaml:"youth" org:"optional" eg:"true"`
}

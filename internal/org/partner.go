package org

// Partner is another organisation or a mutual-aid group that residents and
// volunteers can be passed to.
type Partner struct {
	ID   string `yaml:"id"`
	Name string `yaml:"name"`
	// Contact is the person who is rung there.
	Contact string `yaml:"contact"`
	Phone   string `yaml:"phone"` // E.164 after Load
	// Outward is the area; empty is everywhere.
	Outward []string `yaml:"outward" org:"optional"`
	// Kinds are the kinds of task it takes on.
	Kinds []string `yaml:"kinds" org:"optional"`
	// NoMore are the kinds that it cannot take more of now.
	NoMore []string `yaml:"no_more" org:"optional"`
	// Does says what it does, to a resident, in a few words.
	Does string `yaml:"does"`
	// Youth marks the partner to whom people under 18 are sent.
	Youth bool `yaml:"youth" org:"optional"`
}

package org

import "time"

// TimeOfDay is minutes after midnight, in the organisation's time zone.
type TimeOfDay int

// QuietHours are the hours in which nobody is texted unasked, but for danger
// and for the answer to a text just received. From may be later than To: they
// then run over midnight.
type QuietHours struct {
	From TimeOfDay `yaml:"from" eg:"\"21:30\""`
	To   TimeOfDay `yaml:"to" eg:"\"07:30\""`
}

// OfferPolicy is how tasks are offered. An offer is reminded of once, at half
// its time.
type OfferPolicy struct {
	// Wave is how many volunteers are asked at once for each open place.
	Wave   int           `yaml:"wave" eg:"5"`
	Expiry time.Duration `yaml:"expiry" eg:"45m"`
	// UrgentWithin is how near a task's end an offer is urgent, and so
	// expires after UrgentExpiry instead.
	UrgentWithin time.Duration `yaml:"urgent_within" eg:"6h"`
	UrgentExpiry time.Duration `yaml:"urgent_expiry" eg:"15m"`
	// LivePerPerson is how many unanswered offers one volunteer may have.
	LivePerPerson int `yaml:"live_per_person" eg:"2"`
	// ActivePerPerson is how many tasks one volunteer may have taken and not
	// finished.
	ActivePerPerson int `yaml:"active_per_person" eg:"3"`
	// WithinKm is how far from a volunteer a task may be.
	WithinKm float64 `yaml:"within_km" eg:"8"`
}

// ExpiryFor is how long an offer stands when a task must be done within left.
func (p OfferPolicy) ExpiryFor(left time.Duration) time.Duration {
	if left <= p.UrgentWithin {
		return p.UrgentExpiry
	}
	return p.Expiry
}

// Clocks say how long each sort of case may wait before somebody else hears of
// it. All run from the moment the case was opened.
type Clocks struct {
	Triage   Clock       `yaml:"triage"`   // a request nobody has decided on
	Unfilled Clock       `yaml:"unfilled"` // a task nobody takes
	Person   Clock       `yaml:"person"`   // somebody who wants a person, or was not understood
	Check    Clock       `yaml:"check"`    // a check to verify
	Danger   DangerClock `yaml:"danger"`
}

// Clock is one case's ladder. A zero step is never taken.
type Clock struct {
	Hub    time.Duration `yaml:"hub" eg:"10m"`                    // remind the hub's channel
	OnCall time.Duration `yaml:"on_call" org:"optional" eg:"20m"` // tell the on-call channel
	People time.Duration `yaml:"people" org:"optional" eg:"30m"`  // text the people on call, by name
}

// DangerClock is the ladder of a case of danger, which alerts channel and
// phones at once.
type DangerClock struct {
	// Again is how often the next people on call are alerted until somebody
	// acknowledges.
	Again time.Duration `yaml:"again" eg:"2m"`
	// TellSender is when a sender is told that nobody has read it yet.
	TellSender time.Duration `yaml:"tell_sender" eg:"5m"`
}

// Conduct is the code of conduct that a volunteer agrees to, by version.
type Conduct struct {
	Version string `yaml:"version" eg:"\"2026-11-02\""`
	URL     string `yaml:"url" eg:"goodturn.example/code"`
	Text    string `yaml:"text" eg:"Be kind, be on time, keep secrets."` // the code in one text
	Bars    string `yaml:"bars" eg:"a court order"`                      // what bars a person from volunteering
}

// Induction is what the organisation still accepts of inductions taken before.
type Induction struct {
	// Minimum is the oldest handbook version that counts: 2026-11-02.
	Minimum string `yaml:"minimum_version" eg:"2026-11-02"`
}

// Counts reports whether an induction taken in a version of the handbook is
// still good.
func (i Induction) Counts(version string) bool { return version >= i.Minimum }

// Package match decides who is asked, and in what order. Every choice has a
// named reason, so that "why did nobody ask me?" always has an answer. It is
// pure: it sees volunteers' summaries, never their documents.
package match

import "time"

// Volunteer is what a choice may know of a person: no name, no number.
type Volunteer struct {
	ID string `json:"-"`
	// Area is the outward code.
	Area string `json:"area"`
	// Kinds are the kinds of task they would do.
	Kinds []string `json:"kinds,omitempty"`
	// Lessons are the handbook's lessons that they have passed.
	Lessons []string `json:"lessons,omitempty"`
	// Checks are what a coordinator has verified and until when (zero: no date).
	Checks    map[string]time.Time `json:"checks,omitempty"`
	Transport []string             `json:"transport,omitempty"`
	When      []string             `json:"when,omitempty"`
	OnDuty    bool                 `json:"on"`
	// Offered is when they were last offered something; zero is never.
	Offered time.Time `json:"offered,omitzero"`
	Live    int       `json:"live,omitempty"`   // unanswered offers
	Active  int       `json:"active,omitempty"` // tasks taken and not finished
}

// Reason says why somebody was, or was not, offered a task.
type Reason string

// The reasons. They are stored with each choice.
const (
	Chosen         Reason = "offered"
	AskedAlready   Reason = "asked already for this task"
	OffDuty        Reason = "off duty"
	OtherKinds     Reason = "would not do this kind of task"
	NeedsInduction Reason = "induction not far enough for this kind"
	NeedsCheck     Reason = "a check that this kind asks for is missing"
	CheckEnded     Reason = "a check that this kind asks for has ended"
	TooFar         Reason = "too far away"
	NotThen        Reason = "not free at that time"
	EnoughOffers   Reason = "has enough unanswered offers"
	EnoughTasks    Reason = "has enough tasks"
	QuietHours     Reason = "quiet hours"
	OwnRequest     Reason = "asked for this help themselves"
	OptedOut       Reason = "opted out"
	NotNeeded      Reason = "enough others were asked first"
	Declined       Reason = "said no"
	NoAnswer       Reason = "did not answer in time"
)

package post

import (
	"context"
	"fmt"
	"time"
)

// Outgoing is an entry on its way out, with what its sender may need to know.
type Outgoing struct {
	Entry
	// Document is the document as it now stands, for a card; beside a text it
	// may be without its data.
	Document *Document
	// Claimed are the provider's references that other entries account for.
	Claimed []string
}

// A Pace is a provider's limit: entries with the same key together leave at
// most Rate a second, Burst at once. What is urgent may go as many as Ahead
// turns before its own, so that several people in danger do not queue for one
// another; what is not urgent then waits the longer.
type Pace struct {
	Key   string
	Rate  float64
	Burst int
	Ahead int
}

// gap is the time between two turns.
func (p Pace) gap() time.Duration { return time.Duration(float64(time.Second) / p.Rate) }

// Sender delivers entries to the outside. Every sender passes
// posttest.Sender.
type Sender interface {
	// Send posts the entry once and returns the provider's reference.
	// A *Refused or *Wait error says that the provider has not taken it; any
	// other error leaves the outcome unknown.
	Send(ctx context.Context, o Outgoing) (ref string, err error)
	// Find asks the provider whether the entry went out, and returns its
	// reference, or "" when it did not.
	Find(ctx context.Context, o Outgoing) (ref string, err error)
	// Pace returns the limit that the entry falls under.
	Pace(o Outgoing) Pace
}

// Refused says that the provider will never take the entry. The document
// hears of it in a letter of kind [LetterRefused].
type Refused struct {
	Code   string
	Reason string // plain, without personal data
}

func (r *Refused) Error() string { return fmt.Sprintf("refused (%s): %s", r.Code, r.Reason) }

// Wait says that the provider did not take the entry now, and when to try again.
type Wait struct {
	After  time.Duration
	Of     Reach
	Reason string
}

// Reach says whose entries a [Wait] is for.
type Reach int

const (
	// TheEntry waits alone: what is in the way is its own, as a phone that is off.
	TheEntry Reach = iota
	// ThePace: the provider has enough for now of all entries with the same [Pace].
	ThePace
	// TheProvider takes nothing: it cannot be reached, or does not let us in.
	TheProvider
)

func (w *Wait) Error() string { return fmt.Sprintf("wait %s: %s", w.After, w.Reason) }

// LetterRefused is the kind of letter by which a document learns that one of
// its entries was refused for good. Its data is a [Refusal].
const LetterRefused = "refused"

// Refusal is what a LetterRefused carries.
type Refusal struct {
	Entry Entry  `json:"entry"`
	Code  string `json:"code"`
}

// LetterReturned is the kind of letter by which a document gets back a text that
// would have left while whoever gets it sleeps. Its data is the [Entry], which is
// taken out of the outbox by the same step.
const LetterReturned = "returned"

// LetterFound is the kind of letter that answers a find. Its data is a [Findings].
const LetterFound = "found"

// Findings is what a LetterFound carries.
type Findings struct {
	As    string  `json:"as"`
	Found []Found `json:"found"`
}

// Clock tells the time. It is injected everywhere, so that a week runs in a
// test in milliseconds.
type Clock interface {
	Now() time.Time
}

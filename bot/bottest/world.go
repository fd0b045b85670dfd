package bottest

import (
	"context"
	"time"
)

// A World is what a drama is played in: phones, coordinators' channels and a
// clock. Each method that does something returns when everything that comes of
// it has come. Coordinators and channels are called by name.
type World interface {
	// Now is the time, in the organisation's zone.
	Now() time.Time
	// Step moves the clock to the next moment at which something is due, or to
	// the given time if that is sooner, and reports whether it is there.
	Step(ctx context.Context, to time.Time) (there bool, err error)
	// Text sends a text from a phone.
	Text(ctx context.Context, number, words string, pictures int) error
	// Again delivers the last text of a phone a second time.
	Again(ctx context.Context, number string) error
	// Press presses a button of a card: one that it has, or one that it had
	// before it changed. The card is the newest in the channel that shows the
	// words; any channel will do where the name is "".
	Press(ctx context.Context, who, button string, old bool, card, channel string) error
	// Fill fills in the form before a coordinator and sends it.
	Fill(ctx context.Context, who string, fields []Field) error
	// Dismiss closes the form before a coordinator.
	Dismiss(ctx context.Context, who string) error
	// Reply writes in a card's thread.
	Reply(ctx context.Context, who, card, channel, words string) error
	// Command types a slash command.
	Command(ctx context.Context, who, words, channel string) error
	// Look is everything that there is to see.
	Look(ctx context.Context) (Sight, error)
	// Answer is the right answer to the check question in a text, if it has one.
	Answer(text string) (string, bool)
	// IDSeen is the button that says that a coordinator has seen somebody's ID,
	// and a coordinator who may press it.
	IDSeen() (who, button string)
}

// A Sight is everything that there is to see at one moment.
type Sight struct {
	// Phones holds what each number got, in order.
	Phones map[string][]Shown
	// Channels are in the organisation's order.
	Channels []Channel
	// Asides are what one coordinator alone sees, forms too.
	Asides []Aside
}

// A Channel is a Slack channel and what stands in it, in order.
type Channel struct {
	Name  string
	Cards []Card
}

// A Card is a message in a channel and its thread.
type Card struct {
	Shown
	Thread []Shown
}

// Shown is a text or a message: something to tell it by, and its lines.
type Shown struct {
	ID    string
	Lines []string
	// Decided is, of a text, the version of the document that decided to send it.
	Decided int64
}

// An Aside is what one coordinator alone sees.
type Aside struct {
	Who string
	// Form says that it is a form: its first line is the title.
	Form bool
	Shown
}

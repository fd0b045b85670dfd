package desk

import "context"

// A Card is what a document shows its coordinators in a channel. It is plain
// data: the Slack adapter draws it.
type Card struct {
	// First says who needs what by when, and what happens if nobody acts.
	First string
	// Notice is what a phone's lock screen shows: no words of a concern.
	Notice  string
	Lines   []string // paragraphs below the first
	Quotes  []string // somebody's own words, as sent
	Small   []string // small print: who did what
	Buttons []Button
	Done    bool // nothing more is asked of anybody
}

// A Button is one tap. Its Action becomes the letter's kind.
type Button struct {
	Action string
	Label  string
	Style  string // "primary", "danger" or ""
	Value  string
	// Confirm is asked before the tap counts; empty asks nothing.
	Confirm string
}

// A Modal is a form that a coordinator fills in.
type Modal struct {
	// Action is the letter's kind when the form is sent, and Document the
	// document that it is for ("" for a new one).
	Action   string
	Document string
	Title    string // at most 24 characters
	Send     string
	Cancel   string
	Intro    string
	Inputs   []Input
}

// An Input is one field of a form.
type Input struct {
	ID       string
	Label    string
	Hint     string
	Kind     InputKind
	Options  []Option // for a choice
	Initial  string   // text, or an option's value; "2006-01-02" and "15:04" for dates and times
	Optional bool
	AtMost   int // characters of a text; 0 is Slack's limit
}

// InputKind says what a field takes.
type InputKind string

// The kinds of field.
const (
	InputLine   InputKind = "line"
	InputText   InputKind = "text"
	InputChoice InputKind = "choice"
	InputDate   InputKind = "date"
	InputTime   InputKind = "time"
	InputNumber InputKind = "number"
)

// An Option is one choice of a field.
type Option struct{ Value, Label string }

// A Coordinator is who pressed, wrote or asked: a Slack user.
type Coordinator struct {
	ID   string `json:"id"`
	Name string `json:"name"` // first name
}

// A Press is a button that was pressed. ID is the letter's.
type Press struct {
	ID       string
	Document string
	Action   string
	Value    string
	By       Coordinator
	Channel  string
}

// A Form is a modal that was sent.
type Form struct {
	ID       string
	Document string
	Action   string
	Values   map[string]string // by Input.ID
	By       Coordinator
}

// A Remark is a reply in the thread of a card.
type Remark struct {
	ID      string
	Channel string
	Thread  string // the message that the thread hangs from
	Text    string
	By      Coordinator
	// Colleague says that it speaks to somebody in Slack: to everybody in the channel,
	// or to one who is named first.
	Colleague bool
}

// A Command is "/goodturn …".
type Command struct {
	ID      string
	Text    string
	Channel string
	By      Coordinator
}

// An Answer is what the person at the counter sees at once. It is not stored.
type Answer struct {
	Say string // an ephemeral message, for their eyes only
	// Key and Args are what a document answers with: the app turns them into Say.
	Key    string
	Args   map[string]any
	Lines  []string
	Modal  *Modal
	Errors map[string]string // by Input.ID: the form stays open
}

// Counter is where coordinators' doings arrive from Slack. Each returns within
// three seconds; an error is shown as one plain sentence.
type Counter interface {
	Press(ctx context.Context, p Press) (Answer, error)
	Send(ctx context.Context, f Form) (Answer, error)
	Remark(ctx context.Context, r Remark) error
	Command(ctx context.Context, c Command) (Answer, error)
}

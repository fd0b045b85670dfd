package desk

import "time"

// Letters that a case takes.
const (
	LetterOpen        = "open"        // Open
	LetterClaim       = "claim"       // Tap: "I've got this"
	LetterClose       = "close"       // Tap
	LetterFalseAlarm  = "false_alarm" // Tap
	LetterIDSeen      = "id_seen"     // Tap: the volunteer's identity was seen
	LetterNotYet      = "not_yet"     // Tap: identity not seen; keep waiting
	LetterWider       = "wider"       // Tap: ask more people for a task nobody takes
	LetterCallOff     = "call_off"    // Tap: cancel the task nobody takes
	LetterRemark      = "remark"      // Say: a reply in the card's thread
	LetterHeard       = "heard"       // Heard: the person's words for the thread
	LetterAcknowledge = "acknowledge" // Ack: a person on call has it
	LetterPassOn      = "pass_on"     // Ack: a person on call can't
	LetterSubject     = "subject"     // Subject: whom a concern is about
	LetterComing      = "coming"      // Coming: who may be on the way to the person now
	LetterUnderstood  = "understood"  // Heard: what was not understood is, since
	LetterSettled     = "settled"     // the cause is gone: the task was taken after all
	LetterClock       = "clock"       // timer: nobody has acted
	LetterForget      = "forget"      // timer: words and numbers are kept no longer
)

// LetterWho is a private case's question to the task or the request that it is
// about, whose data is a Who: whom is it about? A Subject comes back.
const LetterWho = "who"

// Letters that a case writes to a person.
const (
	LetterRelay = "relay" // Relay: a coordinator's words, for the person
	// LetterUnanswered has Unanswered, for the person.
	LetterUnanswered = "unanswered"
	LetterAlarm      = "alarm"   // Alarm: to a person on call
	LetterStood      = "stood"   // Stood: to a person on call: somebody has it
	LetterUnread     = "unread"  // Unread: to the sender: nobody has read it yet, and whom to ring
	LetterRead       = "read"    // Read: to the sender: a named person has it
	LetterEnded      = "ended"   // Ended: to the sender of words of danger: a coordinator has closed the case
	LetterChecked    = "checked" // Checked: a check of theirs was verified
)

// Kind is why a case was opened.
type Kind string

// The kinds of case.
const (
	Danger        Kind = "danger"         // somebody may be in danger now
	Concern       Kind = "concern"        // a worry short of danger
	WantsPerson   Kind = "person"         // somebody asked for a person
	NotUnderstood Kind = "misunderstood"  // two texts running were not understood
	Robot         Kind = "robot"          // a phone that answers as a robot does, and is not answered further
	Flood         Kind = "flood"          // more texts than are answered came from one phone
	OtherLanguage Kind = "tongue"         // somebody writes in a language that we do not speak
	WrongNumber   Kind = "wrong_number"   // the phone is not, or no longer, that person's
	Unfilled      Kind = "unfilled"       // a task that nobody takes
	Unsure        Kind = "unsure"         // a volunteer who does not say whether they can at another time
	CheckID       Kind = "check"          // a volunteer's identity is to be seen
	Stopped       Kind = "stopped"        // an opt-out in the middle of something live
	Undelivered   Kind = "undelivered"    // a text that will never arrive
	Child         Kind = "child"          // somebody under 18
	Unhappy       Kind = "unhappy"        // help that did not go well
	Homes         Kind = "homes"          // help asked for several homes in one text
	HowItWent     Kind = "how_it_went"    // how help went, in words that may not all be glad
	WrongMedicine Kind = "wrong_medicine" // a medicine came that is not theirs, and may be taken
	Doubtful      Kind = "doubtful"       // a request of somebody in danger, who could not be asked whether it still stands
	Broken        Kind = "broken"         // a letter that could not be handled
	Triage        Kind = "request"        // in an alarm: a request that nobody has decided on
)

// Private reports whether only the safeguarding channel may see the case.
func (k Kind) Private() bool { return k == Danger || k == Concern || k == Child }

// Open makes a case.
type Open struct {
	Kind   Kind   `json:"kind"`
	Danger string `json:"danger,omitempty"` // its kind, by package hear
	Hub    string `json:"hub,omitempty"`
	Person string `json:"person,omitempty"` // document id
	First  string `json:"first,omitempty"`
	Name   string `json:"name,omitempty"`
	Phone  string `json:"phone,omitempty"` // for the coordinator who must ring
	Area   string `json:"area,omitempty"`
	// TextOnly says that they cannot take calls.
	TextOnly bool `json:"text_only,omitempty"`
	// Words are the person's last texts, the newest last, as sent; six at most.
	Words []string `json:"words,omitempty"`
	// About is the document that it is about: a task, a request.
	About     string    `json:"about,omitempty"`
	AboutKind string    `json:"about_kind,omitempty"` // the kind of task
	By        time.Time `json:"by,omitzero"`
	Checks    []string  `json:"checks,omitempty"` // what a volunteer says they hold
	// DoNotText says that a text may harm the person, or that they opted out.
	DoNotText bool `json:"do_not_text,omitempty"`
	// Language is that of somebody who needs a speaker of it, by its name in English.
	Language string `json:"language,omitempty"`
	Detail   string `json:"detail,omitempty"` // a code or a letter's kind; no words of anybody
	// InHand are the tasks that they have: what they write may be about one.
	InHand []Errand `json:"in_hand,omitempty"`
	// Said is whom and where the words name. Lives is the address that the person gave
	// before, where it is they who may be in danger.
	Said  Said   `json:"said,omitzero"`
	Lives string `json:"lives,omitempty"`
	Coming
}

// Said is a name and a place as words name them. Somebody may have to be sent there.
type Said struct {
	Name    string `json:"name,omitempty"`
	Address string `json:"address,omitempty"`
}

// Errand is a task that a volunteer has in hand.
type Errand struct {
	Kind string    `json:"kind"` // of task
	Area string    `json:"area,omitempty"`
	By   time.Time `json:"by,omitzero"`
}

// Coming are the volunteers who may be on the way to somebody in danger.
type Coming struct {
	Visits []Visit `json:"visits,omitempty"`
}

// Visit is a volunteer's task at the door, or by the phone, of somebody in danger.
type Visit struct {
	Volunteer string    `json:"volunteer"` // first name
	Kind      string    `json:"kind"`      // of task
	By        time.Time `json:"by,omitzero"`
	Hub       string    `json:"hub,omitempty"` // its name: whose coordinators can stop it
	// To is the first name of whom it was asked for, where that is not the person.
	To string `json:"to,omitempty"`
}

// DetailUnasked is the detail of an unfilled case where there was nobody to ask.
const DetailUnasked = "unasked"

// DetailEnded is the detail of an unfilled case whose task is over: nobody came.
const DetailEnded = "ended"

// Details of a doubtful case: what may have changed.
const (
	DetailOff   = "off"   // it may not be needed any more
	DetailPlace = "place" // they may be somewhere else
	DetailTime  = "time"  // they may need it at another time
)

// Tap is a button that a coordinator pressed.
type Tap struct {
	By    Coordinator `json:"by"`
	Value string      `json:"value,omitempty"`
}

// Say is a coordinator's words for a person.
type Say struct {
	By   Coordinator `json:"by"`
	Text string      `json:"text"`
	// Colleague says that it speaks to somebody in Slack, and not to the person.
	Colleague bool `json:"colleague,omitempty"`
}

// Unanswered tells a person who was promised an answer that their case was closed
// as it stood: nobody had taken it, and nobody had texted them.
type Unanswered struct {
	Case string `json:"case"`
	Hub  string `json:"hub"`
}

// Heard is a person's words for a coordinator.
type Heard struct {
	First string `json:"first,omitempty"`
	Text  string `json:"text"`
	// More is how many texts came with these whose words are not here.
	More int `json:"more,omitempty"`
	// Said is whom and where the words name, in a private case.
	Said Said `json:"said,omitzero"`
	// Danger is set when the words spoke of it again.
	Danger string `json:"danger,omitempty"`
	// DoNotText becomes true when the person opted out or said that it is not safe.
	DoNotText bool `json:"do_not_text,omitempty"`
	// Back says that they want texts again, after an opt-out.
	Back bool `json:"back,omitempty"`
	// Unsent says that a coordinator's words came back: they may not be texted.
	Unsent bool `json:"unsent,omitempty"`
	// Held, in place of words, is until when a coordinator's words for them wait: it
	// is their quiet hours.
	Held time.Time `json:"held,omitzero"`
	// Asks says that the words ask how it stands, and tell nothing of what is needed.
	Asks bool `json:"asks,omitempty"`
	// Courtesy says that the words are thanks, and ask for nothing.
	Courtesy bool `json:"courtesy,omitempty"`
	// Safe says that they answered that texts are safe: until then a case of
	// violence sends them nothing by itself.
	Safe bool `json:"safe,omitempty"`
}

// Who asks a task or a request whom it is about.
type Who struct {
	Case string `json:"case"`
}

// Subject is whom a concern is about, who is mostly not whoever said it. Only
// the safeguarding channel shows it.
type Subject struct {
	First   string `json:"first,omitempty"`
	Name    string `json:"name,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Address string `json:"address,omitempty"`
}

// Ack is an answer of a person on call.
type Ack struct {
	Person string `json:"person"`
	Name   string `json:"name"`
}

// Relay carries a coordinator's words to a person. Reply is the document that
// takes the answer.
type Relay struct {
	Reply string `json:"reply"`
	Who   string `json:"who"`
	Text  string `json:"text"`
	// Urgent words are sent whatever the hour, ahead of others.
	Urgent bool `json:"urgent,omitempty"`
}

// Alarm wakes a person on call.
type Alarm struct {
	Case  string `json:"case"`
	Ref   string `json:"ref"` // the case's short name: "K4F7"
	Name  string `json:"name"`
	Phone string `json:"phone"` // of the person on call
	Kind  Kind   `json:"kind"`
	Again bool   `json:"again,omitempty"`
}

// Stood tells a person on call that somebody has it.
type Stood struct {
	Case string `json:"case"`
	Ref  string `json:"ref"`
	Who  string `json:"who"`
}

// Unread tells the sender the truth.
type Unread struct {
	Case   string `json:"case"`
	Danger string `json:"danger,omitempty"`
}

// Read tells the sender who has it.
type Read struct {
	Case string `json:"case"`
	Who  string `json:"who"`
}

// Ended tells the sender's document that their case of danger was closed.
type Ended struct {
	Case string `json:"case"`
}

// Checked tells a volunteer's document what was verified.
type Checked struct {
	Check string    `json:"check"`
	By    string    `json:"by"` // the coordinator's first name
	At    time.Time `json:"at"`
	Until time.Time `json:"until,omitzero"`
}

// WaitingKey is the key under which whatever waits for a hub's coordinators
// stands, the oldest first.
func WaitingKey(hub string) string { return "waiting:" + hub }

// WaitingPrivate is the key of what waits for the safeguarding lead.
const WaitingPrivate = "waiting:safeguarding"

// Waiting is the summary of what waits.
type Waiting struct {
	Kind  string    `json:"kind"` // a case's kind, "request" or "task"
	First string    `json:"first,omitempty"`
	Area  string    `json:"area,omitempty"`
	What  string    `json:"what,omitempty"`
	By    time.Time `json:"by,omitzero"`
	Since time.Time `json:"since"`
	Who   string    `json:"who,omitempty"`  // who has claimed it
	Card  string    `json:"card,omitempty"` // channel and message, with a slash between
	Ref   string    `json:"ref,omitempty"`  // its short name
}

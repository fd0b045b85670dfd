package request

import (
	"time"

	"github.com/goodturn/goodturn/internal/desk"
)

// Letters that a request takes, beside those of package task.
const (
	LetterAsk      = "ask"      // Ask: a resident asks
	LetterApprove  = "approve"  // desk.Tap
	LetterEdit     = "edit"     // Edit
	LetterMove     = "move"     // Move
	LetterQuestion = "question" // desk.Say: "Ask them something"
	LetterSignpost = "signpost" // Signpost
	LetterDecline  = "decline"  // Decline
	LetterRemark   = "remark"   // desk.Say: a reply in the card's thread
	LetterHeard    = "heard"    // desk.Heard: the resident's words for the thread
	LetterWithdraw = "withdraw" // Withdraw: the resident does not need it any more
	LetterDetail   = "detail"   // Detail: what they said after it was sent
	LetterConsent  = "consent"  // Consent: may their details go to one volunteer?
	LetterFeedback = "feedback" // Feedback: "did it go well?"
	LetterClock    = "clock"    // timer: nobody has decided
	LetterForget   = "forget"   // timer: words and details are kept no longer
)

// LetterProgress is what a request tells its resident.
const LetterProgress = "progress"

// Ask is what a resident asked for, in their words and as it was understood.
type Ask struct {
	Person string   `json:"person"`
	First  string   `json:"first"`
	Name   string   `json:"name"`
	Phone  string   `json:"phone"`
	Words  []string `json:"words"`
	// For says that somebody else asks for them, whose phone it is; Asker is what to
	// call whoever that is.
	For   bool   `json:"for,omitempty"`
	Asker string `json:"asker,omitempty"`
	// Money says that they speak of paying with money or a card of their own.
	Money bool `json:"money,omitempty"`
	// What is what they asked for in a few words, if it was asked apart:
	// "tablets from Boots". The volunteer who takes the task reads it.
	What     string    `json:"what,omitempty"`
	Kinds    []string  `json:"kinds,omitempty"`
	Area     string    `json:"area"`
	Postcode string    `json:"postcode,omitempty"`
	Address  string    `json:"address,omitempty"`
	By       time.Time `json:"by,omitzero"`
	// From is before when it may not be.
	From time.Time `json:"from,omitzero"`
	// Windows are when it suits them as a rule, as hear.Slots.When has them.
	Windows []string `json:"windows,omitempty"`
	// Soon says that it is wanted as soon as somebody can, and by no time.
	Soon bool `json:"soon,omitempty"`
	// When is how soon, in their words, where no time was understood.
	When string `json:"when,omitempty"`
	// Times are of kinds of help that are needed each at its own time, by kind; the times
	// above are of the others.
	Times map[string]Time `json:"times,omitempty"`
	// Several says that more than one time was named, and that it could not be told of
	// each of what it is: By is the earliest.
	Several bool   `json:"several,omitempty"`
	Reach   Reach  `json:"reach"`
	Access  string `json:"access,omitempty"`
	// Stays is what of Access is so at any door: of the person, or of what is fetched.
	Stays   string `json:"stays,omitempty"`
	Consent bool   `json:"consent"`
}

// Reach is how a resident wants to be reached; empty while they have not said.
type Reach string

// The ways to reach somebody.
const (
	ReachText Reach = "text"
	ReachCall Reach = "call"
)

// Edit is a coordinator's correction before approval.
type Edit struct {
	By      desk.Coordinator `json:"by"`
	Kind    string           `json:"kind"`
	What    string           `json:"what"`
	Area    string           `json:"area"`
	Address string           `json:"address"`
	Before  time.Time        `json:"before,omitzero"`
}

// Move is a coordinator's correction of where it is, after approval.
type Move struct {
	By      desk.Coordinator `json:"by"`
	Area    string           `json:"area"`
	Address string           `json:"address"`
}

// Signpost passes a resident to a partner.
type Signpost struct {
	By      desk.Coordinator `json:"by"`
	Partner string           `json:"partner"`
}

// Decline is a coordinator's no, with a reason that the resident is told.
type Decline struct {
	By     desk.Coordinator `json:"by"`
	Reason string           `json:"reason"`
}

// Detail is what a resident added after their request had reached the hub.
type Detail struct {
	First string    `json:"first,omitempty"`
	Name  string    `json:"name,omitempty"`
	For   bool      `json:"for,omitempty"`
	Asker string    `json:"asker,omitempty"`
	By    time.Time `json:"by,omitzero"`
	When  string    `json:"when,omitempty"`
	// Windows are when it suits them as a rule, where When says that.
	Windows []string `json:"windows,omitempty"`
	Soon    bool     `json:"soon,omitempty"` // as in Ask
	// Times and Several are as in Ask. Of are the kinds of help of which alone the words
	// name another time.
	Times   map[string]Time `json:"times,omitempty"`
	Several bool            `json:"several,omitempty"`
	Of      []string        `json:"of,omitempty"`
	Words   string          `json:"words,omitempty"`
	// Timed says that the words name another time than before: By, not before From.
	Timed bool      `json:"timed,omitempty"`
	From  time.Time `json:"from,omitzero"`
	// Kinds correct what they need, and What says it in a few words.
	Kinds []string `json:"kinds,omitempty"`
	What  string   `json:"what,omitempty"`
	// Money says that they speak of paying with money or a card of their own.
	Money bool `json:"money,omitempty"`
	// Access is what whoever comes must know, if they said so, and Tell what whoever comes
	// already is told now. To are the kinds of help for which alone that is; all, if none.
	Access string   `json:"access,omitempty"`
	Tell   string   `json:"tell,omitempty"`
	To     []string `json:"to,omitempty"`
	Stays  string   `json:"stays,omitempty"` // as in Ask
	// Late says that they wait for whoever has it, who has not come.
	Late bool `json:"late,omitempty"`
	// More says that the words ask for more of what is needed, beside it.
	More bool `json:"more,omitempty"`
	// Reach is how they want to be reached, if they said so.
	Reach Reach `json:"reach,omitempty"`
	// Area, Postcode and Address correct where it is, if they gave another place.
	Area     string `json:"area,omitempty"`
	Postcode string `json:"postcode,omitempty"`
	Address  string `json:"address,omitempty"`
	// NotThere says that they are not where it was thought, and it is not known where.
	NotThere bool `json:"not_there,omitempty"`
	// Elsewhere is where they may be now: until they say so, or a coordinator does,
	// nobody is sent there. An empty place takes that back.
	Elsewhere *Place `json:"elsewhere,omitempty"`
	// Doubt is what may have changed of somebody in danger, who is not asked now, as a
	// doubtful case has it in its detail: a coordinator decides.
	Doubt string `json:"doubt,omitempty"`
}

// Place is a house.
type Place struct {
	Area     string `json:"area,omitempty"`
	Postcode string `json:"postcode,omitempty"`
	Address  string `json:"address,omitempty"`
}

// Consent is a resident's answer about their name and address, and how they
// want to be reached. Approval does not wait for it; a refusal is obeyed: the
// volunteer then gets no address, and a coordinator rings.
type Consent struct {
	Given bool  `json:"given"`
	Reach Reach `json:"reach,omitempty"`
}

// Withdraw says that the resident needs it no more, or only some of it.
type Withdraw struct {
	// Kinds are what is needed no more, where the rest still is.
	Kinds []string `json:"kinds,omitempty"`
	Words string   `json:"words,omitempty"`
}

// Feedback is a resident's answer to "did it go well?".
type Feedback struct {
	Well  bool   `json:"well"`
	Words string `json:"words,omitempty"`
	// Mixed says that it may not all have been well, which a person must read.
	Mixed bool `json:"mixed,omitempty"`
	// Elsewhere says that another case has what did not go well.
	Elsewhere bool `json:"elsewhere,omitempty"`
}

// Progress is what the resident is told of their request. The person's
// document has the words for each step.
type Progress struct {
	Request   string    `json:"request"`
	Step      Step      `json:"step"`
	Kind      string    `json:"kind,omitempty"`
	What      string    `json:"what,omitempty"`
	Area      string    `json:"area,omitempty"`
	Volunteer string    `json:"volunteer,omitempty"` // first name
	By        time.Time `json:"by,omitzero"`
	Partner   string    `json:"partner,omitempty"` // a partner's id
	Reason    string    `json:"reason,omitempty"`
	Who       string    `json:"who,omitempty"` // the coordinator's first name
	// More says that there is more to tell: other tasks of the request live, or are done.
	More bool `json:"more,omitempty"`
}

// Step is how far a request has come.
type Step string

// The steps of a request that its resident hears of.
const (
	Approved   Step = "approved"   // people are being asked
	Taken      Step = "taken"      // a volunteer comes
	Delayed    Step = "delayed"    // whoever comes is late; By is when they say
	Near       Step = "near"       // whoever comes is nearly there; By is when they say
	Released   Step = "released"   // that volunteer can't; others are being asked
	Stuck      Step = "stuck"      // nobody yet; a coordinator is on it
	Finished   Step = "finished"   // done; did it go well?
	Signposted Step = "signposted" // a partner helps with this
	Refused    Step = "refused"    // we can't, and why
	Slow       Step = "slow"       // nobody has looked yet; an honest word
	CalledOff  Step = "called_off" // Who called it off, as it is not needed any more
	Missed     Step = "missed"     // nobody could come in time, and it is over; Who called it off, if somebody did
)

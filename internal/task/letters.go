package task

import (
	"time"

	"github.com/goodturn/goodturn/internal/match"
)

// Letters that a task takes.
const (
	LetterMake    = "make"     // Spec: be a task
	LetterSeek    = "seek"     // Seek: a volunteer asks to be offered this
	LetterPassed  = "passed"   // Passed: a volunteer's document refused the offer, with the reason
	LetterDecline = "declined" // Reply
	LetterExpire  = "expired"  // Reply: the offer ran out unanswered
	LetterClaim   = "claim"    // Reply: a volunteer said yes
	LetterRelease = "release"  // Reply: a volunteer who had said yes can't after all
	LetterFinish  = "finish"   // Finish: a volunteer has done it
	LetterRecall  = "recall"   // Reply: a volunteer who has it asks for what they need once more
	LetterCancel  = "cancel"   // Cancel: nobody needs to do it any more
	LetterAmend   = "amend"    // Amend: what may be told of the resident has changed, or when it is to be done
	LetterUntold  = "untold"   // Reply: a volunteer who has it cannot be texted what the resident told
	LetterWider   = "wider"    // a coordinator's tap: ask everybody again, further out
	LetterWave    = "wave"     // timer: the wave's time is up
	LetterEnd     = "end"      // timer: the window has ended
	LetterForget  = "forget"   // timer: nobody has said DONE, and details are kept no longer
)

// Letters that a task writes to a person. Won and cancelled are addressed to
// the offer's conversation, and lost to the conversation that claimed; offer
// and withdrawn go to the person's document, for the task does not know the
// conversation of an offer that was not answered. Lost goes there too when it
// answers a seek of a task that the person chose from a list. Retimed goes to
// the conversation of whoever has it, and to the document of whoever was asked;
// elsewhere and told go to the former alone.
const (
	LetterOffer     = "offer"     // Offer
	LetterWon       = "won"       // Won
	LetterLost      = "lost"      // Lost
	LetterWithdrawn = "withdrawn" // Lost: somebody else has it; nothing need be said
	LetterCancelled = "cancelled" // Lost: to a volunteer who had it
	LetterRetimed   = "retimed"   // Retimed: it is to be done at another time
	LetterElsewhere = "elsewhere" // Won: it is to be done at another place
	LetterTold      = "told"      // Told: what the resident tells whoever comes
)

// Letters that a task writes to the request that it came from.
const (
	LetterTaken    = "taken"    // Taken
	LetterDelayed  = "delayed"  // Delay: whoever has it is late, or nearly there; to the task, and from it to the request
	LetterReleased = "released" // Taken
	LetterUnfilled = "unfilled" // no data
	LetterFinished = "finished" // Finished
	LetterUnread   = "unread"   // Taken: the volunteer cannot be texted what the resident told
	LetterEnded    = "ended"    // Unmet: nobody will do it any more
)

// Spec is everything that a task is.
type Spec struct {
	Kind    string `json:"kind"`
	Hub     string `json:"hub"`
	Request string `json:"request,omitempty"` // the request's id, if a resident asked
	// Title is a coordinator's own name for a task that no resident asked for.
	Title    string    `json:"title,omitempty"`
	What     string    `json:"what,omitempty"` // "tablets from Boots"
	Area     string    `json:"area"`           // outward code
	Resident *Resident `json:"resident,omitempty"`
	// Place is the address of a task that no resident asked for: the hub's, mostly.
	Place string    `json:"place,omitempty"`
	From  time.Time `json:"from,omitzero"`
	By    time.Time `json:"by,omitzero"` // zero: any time
	// Windows are when it suits the resident as a rule, as hear.Slots.When has them.
	Windows []string `json:"windows,omitempty"`
	// Soon says that it is wanted as soon as somebody can, and by no time.
	Soon bool `json:"soon,omitempty"`
	// Retimed says that it was asked for at another time: What may still say that one.
	Retimed bool   `json:"retimed,omitempty"`
	Places  int    `json:"places"`
	Minutes int    `json:"minutes"`
	MadeBy  string `json:"made_by,omitempty"` // a coordinator's first name
}

// Resident is what only the volunteer who takes the task may see.
type Resident struct {
	Person  string `json:"person"` // document id
	First   string `json:"first"`
	Name    string `json:"name"`
	Address string `json:"address"`
	Phone   string `json:"phone,omitempty"` // empty: they are not to be rung
	Access  string `json:"access,omitempty"`
	// Left says that what was told of an old door no longer holds.
	Left bool `json:"left,omitempty"`
}

// Amend changes what whoever takes the task from now on is told.
type Amend struct {
	Resident *Resident `json:"resident,omitempty"`
	What     string    `json:"what,omitempty"`
	// Area is the outward code of where it is to be done; empty leaves that as it is.
	Area string `json:"area,omitempty"`
	// Time is when it is to be done; nil leaves that as it is.
	Time *Time `json:"time,omitempty"`
	// Tell is what whoever has it is told now, in the resident's words.
	Tell string `json:"tell,omitempty"`
	// Late says that the resident waits for whoever has it, who has not come.
	Late bool `json:"late,omitempty"`
}

// Told is what a resident tells whoever comes, in their words.
type Told struct {
	Task     string `json:"task"`
	Resident string `json:"resident,omitempty"` // first name
	Words    string `json:"words"`
	// Late says, in place of words, that they wait for whoever has it.
	Late bool `json:"late,omitempty"`
}

// Time is when a task is to be done: not before From, not after By.
type Time struct {
	From    time.Time `json:"from,omitzero"`
	By      time.Time `json:"by,omitzero"`
	Windows []string  `json:"windows,omitempty"` // as in Spec
	Soon    bool      `json:"soon,omitempty"`    // as in Spec
}

// Retimed tells whoever has a task, or was asked, when it is to be done now.
// Until Expires their answer is waited for.
type Retimed struct {
	Task string `json:"task"`
	Time
	Expires time.Time `json:"expires"`
}

// Seek is a volunteer's wish to be offered a task.
type Seek struct {
	Person    string          `json:"person"`
	Volunteer match.Volunteer `json:"volunteer"`
	// Chosen says that the person picked this very task from a list.
	Chosen bool `json:"chosen,omitempty"`
	// Again says that they had refused it and may want it after all: it is put to
	// them once more, whatever was asked before.
	Again bool `json:"again,omitempty"`
}

// Offer is a task put to one volunteer: nothing in it says who asked for it.
type Offer struct {
	Task    string    `json:"task"`
	Kind    string    `json:"kind"`
	Title   string    `json:"title,omitempty"`
	Area    string    `json:"area"`
	Hub     string    `json:"hub"`
	From    time.Time `json:"from,omitzero"`
	By      time.Time `json:"by,omitzero"`
	Windows []string  `json:"windows,omitempty"` // as in Spec
	Soon    bool      `json:"soon,omitempty"`    // as in Spec
	Minutes int       `json:"minutes"`
	Expires time.Time `json:"expires"`
	// Asked says that the volunteer asked for it, so that quiet hours do not count.
	Asked bool `json:"asked,omitempty"`
	// Picked says that they picked it from a list, which is a yes already.
	Picked bool `json:"picked,omitempty"`
}

// Reply is a volunteer's answer to an offer.
type Reply struct {
	Person       string `json:"person"`
	Conversation string `json:"conversation"` // where to write back: "offer-3"
	First        string `json:"first,omitempty"`
	// By is by when they said that they would do it.
	By time.Time `json:"by,omitzero"`
}

// Passed is a volunteer's document that did not put the offer to its person.
type Passed struct {
	Person string       `json:"person"`
	Reason match.Reason `json:"reason"`
}

// Won gives the volunteer who has the task what they need for it.
type Won struct {
	Task     string    `json:"task"`
	Kind     string    `json:"kind"`
	What     string    `json:"what,omitempty"`
	Title    string    `json:"title,omitempty"`
	Area     string    `json:"area"`
	Place    string    `json:"place,omitempty"`
	Resident *Resident `json:"resident,omitempty"`
	From     time.Time `json:"from,omitzero"`
	By       time.Time `json:"by,omitzero"`
	Windows  []string  `json:"windows,omitempty"` // as in Spec
	Soon     bool      `json:"soon,omitempty"`    // as in Spec
	Retimed  bool      `json:"retimed,omitempty"` // as in Spec
}

// Lost says why a volunteer does not have the task.
type Lost struct {
	Task string     `json:"task"`
	Why  LostReason `json:"why"`
	// Reason is why a task that somebody chose cannot be put to them.
	Reason match.Reason `json:"reason,omitempty"`
}

// LostReason is why a claim did not win.
type LostReason string

// The reasons for which a claim does not win.
const (
	Covered   LostReason = "covered"    // somebody else was quicker
	Cancelled LostReason = "cancelled"  // it is not needed any more
	Ended     LostReason = "ended"      // its time is over
	NotYours  LostReason = "not_yours"  // it was never offered to them
	NotSuited LostReason = "not_suited" // they chose it, and something stands against it: see Reason
)

// Taken tells the request who comes. It is told again once they have said yes to
// another time.
type Taken struct {
	Task   string `json:"task"`
	Person string `json:"person"`
	First  string `json:"first"`
	// By is by when they said that they would do it; zero: any time.
	By time.Time `json:"by,omitzero"`
}

// Delay tells that whoever has a task comes later than they had said, or is nearly there.
type Delay struct {
	Task   string `json:"task"`
	Person string `json:"person"`
	First  string `json:"first,omitempty"`
	// By is when they say that they will be there; zero: not said.
	By time.Time `json:"by,omitzero"`
	// Near is true when they are nearly there, and not late.
	Near bool `json:"near,omitempty"`
	// Words are theirs, for the hub.
	Words string `json:"words,omitempty"`
}

// Finish is a volunteer's word that it is done.
type Finish struct {
	Person       string `json:"person"`
	Conversation string `json:"conversation"`
	First        string `json:"first,omitempty"`
	Minutes      int    `json:"minutes,omitempty"`
	Outcome      string `json:"outcome,omitempty"`
	// Words are theirs, where they tell with whom or where they left it.
	Words string `json:"words,omitempty"`
}

// Finished tells the request that one of its tasks is done.
type Finished struct {
	Task    string `json:"task"`
	First   string `json:"first"`
	Minutes int    `json:"minutes,omitempty"`
	Outcome string `json:"outcome,omitempty"`
	Words   string `json:"words,omitempty"` // as Finish
}

// Unmet tells the request that one of its tasks will not be done.
type Unmet struct {
	Task string `json:"task"`
	// By is the coordinator who called it off, by first name; empty: its time ran out.
	By string `json:"by,omitempty"`
	// Unsaid says that somebody had it and never said whether it was done.
	Unsaid bool `json:"unsaid,omitempty"`
}

// Cancel ends a task before it is done.
type Cancel struct {
	By string `json:"by,omitempty"` // a coordinator's first name; empty: the resident
}

// OpenKey is the key under which open tasks of a cell stand; AnywhereKey is
// for tasks that are done by phone.
func OpenKey(cell string) string { return "task:open:" + cell }

// AnywhereKey is the key of open tasks that have no place.
const AnywhereKey = "task:open:anywhere"

// Summary is what a query for open tasks answers with: what a volunteer may
// see before they take one.
type Summary struct {
	Kind    string    `json:"kind"`
	Hub     string    `json:"hub"`
	Title   string    `json:"title,omitempty"`
	Area    string    `json:"area"`
	From    time.Time `json:"from,omitzero"`
	By      time.Time `json:"by,omitzero"`
	Windows []string  `json:"windows,omitempty"` // as in Spec
	Soon    bool      `json:"soon,omitempty"`    // as in Spec
	Minutes int       `json:"minutes"`
	Free    int       `json:"free"`
	Label   string    `json:"label,omitempty"`
}

// NearKey is the key under which volunteers on duty in a cell stand, least
// recently offered first.
func NearKey(cell string) string { return "volunteer:near:" + cell }

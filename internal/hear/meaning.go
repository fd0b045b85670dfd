// Package hear understands texts as people really write them: one text in, and
// out a meaning, what else it says, the facts in it, and the rules that spoke.
//
// It is deterministic, works offline and never guesses: what could mean two
// things is [Unclear], and is asked. Its lists of words are data by language
// (hearing.LANG.yaml), each with examples that [Ear.CheckExamples] tests.
package hear

import (
	"slices"
	"time"
)

// Meaning is what a text is for.
type Meaning string

// The meanings. Unclear is a meaning too: the text is asked about.
const (
	Accept      Meaning = "accept"       // yes to what was asked, or an answer to it
	Decline     Meaning = "decline"      // no to what was asked
	Counter     Meaning = "counter"      // not so, but at another time: see Slots.From, By, When
	Release     Meaning = "release"      // no after an earlier yes: can't after all
	Question    Meaning = "question"     // asks something that is not one of the commands
	OptOut      Meaning = "opt_out"      // no more texts, however phrased
	OptIn       Meaning = "opt_in"       // texts again, please
	Danger      Meaning = "danger"       // somebody may be in danger: see Heard.Danger
	WrongNumber Meaning = "wrong_number" // the phone is not, or no longer, that person's
	Join        Meaning = "join"         // wants to volunteer
	Need        Meaning = "need"         // asks for help, for themselves or another
	Person      Meaning = "person"       // wants a human being
	Status      Meaning = "status"       // where do I stand
	Tasks       Meaning = "tasks"        // what is there to do
	Done        Meaning = "done"         // a task is over: see Slots.Minutes and Outcome
	On          Meaning = "on"           // on duty
	Off         Meaning = "off"          // off duty: see Slots.Until
	Change      Meaning = "change"       // correct something held: see Slots.Topic
	Back        Meaning = "back"         // the question before, again
	Skip        Meaning = "skip"         // not this question
	Handbook    Meaning = "handbook"     // what the handbook says: see Slots.Topic
	Passport    Meaning = "passport"     // my checks and inductions
	Idea        Meaning = "idea"         // a role, or a better way to do one: see Slots.Rest
	MyData      Meaning = "mydata"       // what is held about me
	Forget      Meaning = "forget"       // erase me
	Language    Meaning = "language"     // another language: see Slots.Languages
	Thanks      Meaning = "thanks"       // thanks, or "got it", where nothing was asked
	Greeting    Meaning = "greeting"     // hello and no more
	Next        Meaning = "next"         // go on with the lesson
	Agree       Meaning = "agree"        // AGREE, to the code of conduct
	Help        Meaning = "help"         // HELP or INFO: what is this number
	Safe        Meaning = "safe"         // it is safe to text me
	NotSafe     Meaning = "not_safe"     // it is not safe to text me
	Unclear     Meaning = "unclear"      // asked about, never guessed
)

// Context is what the text is an answer to.
type Context struct {
	// Asked is what was asked last: "any" or "" for nothing, "offer", "offers",
	// "name", "postcode", "kinds", "when", "need", "adult", "agree", "checks",
	// "lesson", "address", "reach", "consent", "minutes", "outcome", "yesno",
	// "urgency", "safe", "until".
	Asked string
	// Offers holds the numbers of the live offers, if there are several.
	Offers []int
	// Area is the first half of their postcode, where only that is known: "LS6".
	Area string
	// Address is their street and house, From and By when they need what they asked for,
	// as far as they are known: a text may put a number in them right, or say "same time".
	Address  string
	From, By time.Time
	// Nameless says that they ask for somebody else, whose name is not known.
	Nameless bool
	// Day is the day that was talked of just before: a time that names no day is of that
	// one. The zero time is none.
	Day time.Time
	// Held holds the numbers of the tasks in hand: taken, and not done.
	Held []int
	// OfferKinds are the kinds of task that the live offers and the tasks in hand are
	// for, by number.
	OfferKinds map[int]string
	// Now is the time of the text, in the organisation's zone.
	Now time.Time
	// Kinds are the kinds of task, in the order in which they are shown: when
	// Asked is "kinds", a number chooses from them.
	Kinds []Kind
	// Places maps a place's name in lower case to its outward code.
	Places map[string]string
	// OptedOut is true after an opt-out: YES then opts in, and takes nothing.
	OptedOut bool
	// Holding is true when they have taken a task that is not done: a no may give
	// it back.
	Holding bool
	// Late is true when an offer of theirs has gone to others or expired lately: a
	// yes may be for that.
	Late bool
	// Language is the person's language, "en" or "cy"; empty if not known.
	Language string
	// Explain has Heard.Why say by which words the samples spoke.
	Explain bool
}

// Kind is a kind of task, and the words people use for it.
type Kind struct {
	ID    string
	Words []string
}

// Heard is what was understood.
type Heard struct {
	Meaning Meaning
	// Also holds the other things the text says: danger and an opt-out, a task
	// done and a question.
	Also []Meaning
	// Danger is its kind: "self_harm", "medical", "violence", "at_risk",
	// "fire", "gas", "flood", "no_food_heat", "call_behind_door"; empty if none.
	Danger string
	// Loud says that a phrase of the lists names the danger: it is plain, and not
	// only likely.
	Loud bool
	// Likely says that the meaning is only likely, by what was learned from samples:
	// no list and no rule speaks for it.
	Likely bool
	// Worry is the kind of a worry short of danger; empty if none. It is set
	// beside any meaning.
	Worry   string
	Slots   Slots
	Answers []Answer
	// Which is the answer of a text that is Unclear only because several offers are
	// live and it does not say which of them it is for: Accept or Decline; Release, where
	// a task is in hand too.
	Which Meaning
	// Language is what the text is written in, as BCP 47 has it: "en", "cy", "pl";
	// empty if that cannot be told. Clear says that the text leaves no doubt of it.
	Language string
	Clear    bool
	// Dated says that the text names a day, or a length of time from now.
	Dated bool
	// Plain is the yes or no of a text that says nothing else, whatever was asked: Accept
	// or Decline.
	Plain Meaning
	// Unsure says that the text has words of doubt: "maybe", "depends".
	Unsure bool
	// Ruled names the lists whose phrases spoke, and [AnswerList] where words of the
	// text itself say yes, no or something between.
	Ruled []string
	// Why names the rules that spoke, in order.
	Why []string
}

// AnswerList stands in Heard.Ruled for all the lists that say yes or no.
const AnswerList = "answer"

// DoorList is the list of what whoever comes to the door must know.
const DoorList = "at_the_door"

// PersonList is the list of what whoever comes must know of the person, at whichever door.
const PersonList = "of_person"

// WrongMedicine is the worry about a medicine that came and is not theirs.
const WrongMedicine = "wrong_medicine"

// PlaceList is the list of what is so of one house only.
const PlaceList = "of_place"

// RuledBy reports whether a phrase of a list spoke, and not only a likeness.
func (h Heard) RuledBy(list string) bool { return slices.Contains(h.Ruled, list) }

// Answer is what was said to one of several offers, or of a task in hand.
type Answer struct {
	Number  int
	Meaning Meaning // Accept, Decline or Counter; of a task in hand Done or Release
	// From and By are the times that were said of this one, if any were, as in Slots.
	From, By time.Time
}

// Slots are the facts that a text gives. What is not said is zero.
type Slots struct {
	Name          string   // as written, capitals mended: "Mary Jane O'Neil"
	First         string   // what to call them: "Mary"
	Own           string   // Name, or another, where they plainly say it of themselves: "im Jo"
	For           bool     // they ask for somebody else: Name is that person's
	Postcode      string   // "LS6 3HN"
	Outward       string   // "LS6"
	PostcodeDoubt string   // looks like a postcode but cannot be one: ask; Outward is set if that half can be
	Place         string   // a place that the organisation knows by name: "headingley"
	Address       string   // without name and postcode: "12 Ash Rd"
	Homes         []string // further addresses, of neither the sender nor where to fetch something
	Kinds         []string
	NotKinds      []string // kinds that the text refuses: "I don't do dogs any more"
	OnlyKinds     bool     // of Kinds: the text wants no others
	Number        int      // a bare number
	Choice        string   // "A", "B" or "C"; 1, 2, 3 and "the first one" too when Asked is "lesson"
	// When holds windows: "mornings", "afternoons", "evenings", "nights",
	// "weekends", "weekdays", "anytime", or days, "monday" … "sunday".
	When []string
	// From, By and Until are moments in Context.Now's zone. From: not before.
	// By: not after. Until: the moment at which something ends ("off until
	// Monday" is Monday, 00:00).
	By, Until, From time.Time
	Start           time.Time // of Off, from when, if not at once; in Context.Now's zone
	// Apart are the times that were said each of one of Kinds, where they differ. Several
	// says that of some it is not clear which: From and By are the earliest in any case.
	Apart        []KindTime
	Several      bool
	At           bool // From is the very moment, and not the first of many: "friday at 2"
	UrgencyToday bool
	Minutes      int
	Quantity     int // how many of something: "6 eggs", "three bags"
	// Outcome is "well", "badly", "not_home", "not_needed".
	Outcome     string
	Transport   []string // "car", "bike", "van", "walk", "bus"
	Languages   []string // English names in lower case: "polish"
	Age         int      // years
	TextOnly    bool     // text me, do not ring
	Call        bool     // ring me
	OtherNumber string   // a phone number in the text, "+44…" where it can be
	Checks      []string // "dbs_basic", "dbs_standard", "dbs_enhanced", "dbs" (level not said), "licence", "none"
	Topic       string   // of HANDBOOK, CHANGE, LANGUAGE
	Whose       Whose    // of WrongNumber, and when Asked is "whose"
	Rest        string   // what is left, in their words
}

// Whose says whose a phone is that we know somebody else by.
type Whose string

// The answers.
const (
	MineAlone Whose = "mine"   // only whoever writes has it now
	Shared    Whose = "shared" // they read it both
	Theirs    Whose = "theirs" // it is that person's after all
	TheyDied  Whose = "died"   // that person has died
)

var meanings = []Meaning{
	Accept, Decline, Counter, Release, Question, OptOut, OptIn, Danger, WrongNumber, Join, Need, Person,
	Status, Tasks, Done, On, Off, Change, Back, Skip, Handbook, Passport, Idea, MyData, Forget, Language,
	Thanks, Greeting, Next, Agree, Help, Safe, NotSafe, Unclear,
}

// has reports whether a text means m, among other things.
func (h Heard) has(m Meaning) bool { return h.Meaning == m || slices.Contains(h.Also, m) }

// known reports whether m is a meaning, or none.
func (m Meaning) known() bool { return m == "" || slices.Contains(meanings, m) }

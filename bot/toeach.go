package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goodturn/goodturn/internal/hear"
)

// toEach gives an answer that could be for several its meaning: the router knows
// what each could be for. One that names another time, and no time, is asked about.
func (r *run) toEach() {
	h := &r.heard
	live := len(r.answerable())
	switch {
	case r.ofStranger(), r.ofHelped(live):
	case h.RuledBy("doubts_us") && (h.Meaning == hear.Question || h.Meaning == hear.Unclear) && r.open() == nil:
		h.Meaning = hear.Help
	case r.answersAndKeepsHours():
		h.Meaning, h.Also = h.Plain, nil
		h.Slots.From, h.Slots.By = time.Time{}, time.Time{} // of the texts, and not of the task
	case h.RuledBy("hours") && h.Meaning == hear.Counter:
		h.Meaning = hear.Unclear // the time is of the texts
	case h.RuledBy("stand_in") && len(r.inHand()) > 0 && h.Meaning != hear.Done && h.Meaning != hear.Danger:
		h.Meaning = hear.Unclear
	case h.Meaning == hear.Done && h.Slots.Outcome == "not_home" && !h.RuledBy("done") && !h.RuledBy("done_beside"):
		h.Meaning = hear.Question // nobody is in, and what now
	case h.RuledBy(hear.DoorList) && slices.Contains(beside, h.Meaning) && live == 0 && r.open() == nil && len(r.requested()) > 0:
		h.Meaning = hear.Unclear // "thanks, the bell doesnt work": whoever comes must know
	case h.Meaning == hear.Status && h.Likely && r.p.Volunteer != nil && len(r.p.With("asking")) == 0 && !r.ofSelf():
		h.Meaning = hear.Question // "did anyone check on that lady"
	case h.Meaning == hear.Unclear && strings.Contains(r.body, "?") && h.RuledBy("question") && r.p.Volunteer != nil && !h.RuledBy(hear.AnswerList) && live == 0 && r.open() == nil:
		h.Meaning = hear.Question // somebody must read it
	case h.Meaning == hear.Done && h.Likely && h.Worry == hear.WrongMedicine:
		h.Meaning = hear.Unclear // that comes before how long it took
	case h.Meaning == hear.Done && h.Likely && h.RuledBy("no_show"):
		h.Meaning = hear.Unclear // "it didnt happen in the end"
	case h.Meaning == hear.WrongNumber && h.Slots.Whose == "" && len(r.inHand()) > 0 && !h.RuledBy("wrong_number"):
		h.Meaning = hear.Question // the house is wrong, and not the phone
	case h.Meaning == hear.WrongNumber && h.Slots.Whose == "" && h.RuledBy("question") && !h.RuledBy("wrong_number") && len(r.p.Conversations) > 0 && !r.namesThem():
		h.Meaning = hear.Question // "who is Ruth", of somebody whom we named
	case h.Meaning == hear.Help && h.RuledBy("what_now") && (live > 0 || len(r.inHand()) > 0 || len(r.p.With("asking")) > 0):
		h.Meaning = hear.Question // of what they are about
	case h.Meaning == hear.Off && r.p.Volunteer == nil && h.RuledBy("opt_out"):
		h.Meaning, h.Ruled = hear.Unclear, append(h.Ruled, nearlyStop) // "stop texting me til friday", of a resident
	case h.Meaning == hear.Change && r.p.Volunteer == nil && h.RuledBy(nearlyStop):
		h.Meaning = hear.Unclear // "stop texting me about dogs", of somebody who is asked to do nothing
	case (h.Meaning == hear.Off || h.Meaning == hear.On) && r.p.Volunteer == nil && len(r.p.With("asking")) > 0:
		h.Meaning = hear.Question // "i wont be in til 4": the hub must read it
	case h.Meaning == hear.Release && live == 0 && len(r.inHand()) == 0 && r.p.Volunteer != nil && !r.p.Volunteer.Off.IsZero():
		h.Meaning = hear.On // "actually not going now": of the time that they will be away
	case h.Meaning == hear.Idea && h.Likely && timed(h.Slots) && len(r.p.With("asking")) > 0:
		h.Meaning = hear.Unclear // "2pm would be better": of what they asked for
	case h.Meaning == hear.Thanks && (h.RuledBy("question") || strings.Contains(r.body, "?")):
		h.Meaning = hear.Question // "thank you. what time will she come"
	case h.Meaning == hear.Off && len(h.Slots.NotKinds) == 0 && slices.ContainsFunc(r.p.With("offer"), func(c *Conversation) bool { return slices.Contains(h.Slots.Kinds, c.Slots["kind"]) }):
		h.Meaning = hear.Question // "the tablets are off til tomorrow": of a task
	case h.Meaning == hear.Off && h.Slots.Until.IsZero() && h.RuledBy(hear.AnswerList) && r.open() != nil && r.state(r.open()).Asks == "lesson":
		h.Meaning = hear.Decline // "im busy now": the lesson is put off
	case h.Meaning == hear.Person && h.Likely && h.Slots.Call && r.p.TextOnly && len(r.p.With("asking")) > 0:
		h.Meaning = hear.Unclear // "you can ring me" takes back that they cannot take calls
	case (r.vague() || h.Meaning == hear.Join) && live == 0 && r.open() == nil && r.asksIfStill():
		h.Meaning = hear.Accept // "is this still going? i can do it"
	case (h.Meaning == hear.Thanks || h.Meaning == hear.Unclear) && len(r.inHand()) > 0 && live == 0 && r.open() == nil:
		r.besideTheirs()
	case h.Meaning == hear.Decline && h.Likely && h.Slots.Number == 0 && live > 0 && len(r.inHand()) > 0:
		h.Meaning = hear.Unclear // "boots have no stock": of what they are about
	case h.Which != "":
		h.Meaning = h.Which
	case h.Meaning == hear.Unclear && slices.Contains(h.Also, hear.Counter) && live > 1:
		h.Meaning = hear.Counter
	case h.Meaning == hear.Counter && live > 0 && r.doubtful():
		h.Meaning = hear.Unclear
	}
}

// ofStranger gives the words of somebody of whom we know nothing what they can mean at all,
// and reports whether it did.
func (r *run) ofStranger() bool {
	h := &r.heard
	ofKnown := h.Likely && slices.Contains(ofTheKnown, h.Meaning)
	placed := len(h.Slots.Kinds) > 0 && h.Slots.Address != "" && h.Slots.Postcode != ""
	switch {
	case !r.nobodyYet():
		return false
	case placed && (h.Meaning == hear.Unclear || ofKnown):
		h.Meaning = hear.Need // "tablets by 4. Win Roe, 8 Mill Rd LS6 2AB"
	case ofKnown:
		h.Meaning = hear.Unclear // long words of a stranger
	case h.Meaning == hear.Unclear && h.RuledBy("need") && len(h.Slots.Kinds) > 0:
		h.Meaning = hear.Need // among much else
	default:
		return false
	}
	return true
}

// answersAndKeepsHours reports whether somebody says yes or no to what they are offered,
// and wants no texts at some hours: "yes but dont text me after 8".
func (r *run) answersAndKeepsHours() bool {
	h, live := r.heard, len(r.answerable())
	if !h.RuledBy("hours") || live == 0 || live > 1 && h.Plain == hear.Accept {
		return false
	}
	return h.Plain != "" && slices.Contains([]hear.Meaning{hear.Unclear, hear.Counter, h.Plain}, h.Meaning)
}

// beside are meanings that may stand beside something that is told.
var beside = []hear.Meaning{hear.Thanks, hear.Greeting, hear.Accept, hear.Help, hear.Idea}

// ofHelped gives the words of somebody who asked for help, or had some lately, what they
// can mean of that, and reports whether it did.
func (r *run) ofHelped(live int) bool {
	h, had := &r.heard, r.p.Had
	wrong := h.Meaning == hear.WrongNumber && h.Slots.Whose == "" && !h.RuledBy("wrong_number") && (h.Worry != "" || len(h.Slots.Kinds) > 0 || h.Likely)
	again := (h.RuledBy("as_before") || h.RuledBy("same_person")) && slices.Contains(oncemore, h.Meaning)
	switch {
	case wrong && len(r.p.With("asking")) > 0:
		h.Meaning = hear.Unclear // they asked from this phone: something else is wrong
	case again && had != nil && r.Now.Sub(had.At) < HadFor && len(r.p.With("asking"))+live+len(r.inHand()) == 0 && r.open() == nil:
		h.Meaning = hear.Need // "can we have amina again tomorrow"
	default:
		return false
	}
	return true
}

// oncemore are meanings that words may be taken for which ask for what somebody had before.
var oncemore = []hear.Meaning{hear.Unclear, hear.Question, hear.Thanks, hear.Counter, hear.Change, hear.Accept, hear.Tasks}

// ofSelf reports whether a text speaks of its sender, or is too short to.
func (r *run) ofSelf() bool {
	words := strings.FieldsFunc(strings.ToLower(r.body), notInWord)
	return len(words) < enoughToTell-1 || slices.ContainsFunc(words, func(w string) bool { return r.bot.Ears.Listed(hear.Self, w) })
}

// namesThem reports whether a text has the first name by which we know its sender.
func (r *run) namesThem() bool {
	return r.p.First != "" && slices.Contains(strings.FieldsFunc(strings.ToLower(r.body), notInWord), strings.ToLower(r.p.First))
}

// ofTheKnown is what only somebody can mean of whom we know something.
var ofTheKnown = []hear.Meaning{hear.Change, hear.Status, hear.On, hear.Off, hear.Tasks, hear.Done, hear.Release, hear.Back, hear.Next}

// nobodyYet holds for somebody of whom we know nothing and who was asked nothing.
func (r *run) nobodyYet() bool {
	return r.p.Volunteer == nil && r.p.Name == "" && len(r.p.Conversations) == 0
}

// besideTheirs hears a yes of somebody who has a task as one to an offer that has gone
// meanwhile, and a yes or a no with a number as one to what has that number. A bare
// no could give back what they have: it is asked about.
func (r *run) besideTheirs() {
	as := r.context()
	as.Held, as.Holding, as.Late = nil, false, true
	h := r.bot.Ears.Hear(r.body, as)
	if h.Meaning == hear.Accept || h.Meaning == hear.Decline && h.Slots.Number > 0 {
		r.heard.Meaning, r.heard.Slots.Number, r.heard.Answers = h.Meaning, h.Slots.Number, h.Answers
	}
}

// doubtful reports whether it is open which time a text names, or whether it means
// it: none, one that is past, a number that could be a task's, "maybe".
func (r *run) doubtful() bool {
	s := r.heard.Slots
	if !timed(s) || r.heard.Unsure || !s.From.IsZero() && s.From.Before(r.Now) {
		return true
	}
	for word := range strings.FieldsFuncSeq(strings.ToLower(r.body), notInWord) {
		n, err := strconv.Atoi(word)
		if err == nil && s.Number == 0 && len(r.heard.Answers) == 0 && (r.ended(n) || slices.ContainsFunc(r.p.Conversations, func(c *Conversation) bool { return c.Number == n })) {
			return true
		}
	}
	return false
}

func timed(s hear.Slots) bool {
	return !s.From.IsZero() || !s.By.IsZero() || !s.Until.IsZero() || len(s.When) > 0
}

package bot

import (
	"slices"
	"strings"
	"time"

	"github.com/goodturn/goodturn/internal/hear"
)

// answerable are the conversations that a yes or a no could be for.
func (r *run) answerable() []*Conversation {
	var found []*Conversation
	for _, c := range r.p.Conversations {
		hears := r.state(c).Hears
		if hears[hear.Accept] != "" && !c.Waits {
			found = append(found, c)
		}
	}
	return found
}

// offers are the conversations with a number that a yes or a no could be for.
func (r *run) offers() []*Conversation {
	return slices.DeleteFunc(r.answerable(), func(c *Conversation) bool { return !r.flow(c).Numbered })
}

// inHand are the conversations about a task that the person has taken, and that is not
// done.
func (r *run) inHand() []*Conversation {
	var found []*Conversation
	for _, c := range r.p.Conversations {
		if r.flow(c).Numbered && r.state(c).Hears[hear.Done] != "" {
			found = append(found, c)
		}
	}
	return found
}

// notOffered reports whether a text answers by a number that nothing open has, or
// had.
func (r *run) notOffered() bool {
	h := r.heard
	n := h.Slots.Number
	if n == 0 || len(h.Answers) > 0 || timed(h.Slots) || !r.bareNumber() && !yesOrNo(h.Meaning) {
		return false
	}
	if h.Meaning == hear.Decline {
		return !slices.ContainsFunc(r.p.Conversations, func(c *Conversation) bool { return c.Number == n }) && !r.ended(n)
	}
	return !slices.ContainsFunc(r.offers(), func(c *Conversation) bool { return c.Number == n }) && !r.ended(n)
}

func (r *run) ended(number int) bool {
	return slices.ContainsFunc(r.p.Ended, func(o Outcome) bool { return o.Number == number })
}

// bareNumber reports whether the text is a number and no more: a choice from a
// list that was just shown, where there is one.
func (r *run) bareNumber() bool {
	return strings.Trim(r.body, " .,!0123456789") == ""
}

// numbered takes "2 yes 1 no", "yes 2" and the like.
func (r *run) numbered() bool {
	answers := r.heard.Answers
	if len(answers) == 0 && r.heard.Slots.Number > 0 && (yesOrNo(r.heard.Meaning) || r.heard.Meaning == hear.Counter) {
		answers = []hear.Answer{{Number: r.heard.Slots.Number, Meaning: r.heard.Meaning}}
	}
	took := false
	slots := &r.heard.Slots
	each := slices.ContainsFunc(answers, func(a hear.Answer) bool { return !a.From.IsZero() || !a.By.IsZero() })
	for _, a := range answers {
		if r.heard.Meaning = a.Meaning; each {
			slots.From, slots.By, slots.Until, slots.At = a.From, a.By, time.Time{}, false
		}
		i := slices.IndexFunc(r.p.Conversations, func(c *Conversation) bool { return c.Number == a.Number })
		if i >= 0 && a.Meaning == hear.Accept && slices.Contains(r.inHand(), r.p.Conversations[i]) && r.state(r.p.Conversations[i]).Hears[hear.Accept] == "" {
			r.say(r.talk(r.p.Conversations[i]), "small.under_way", nil, false)
			took = true
			continue
		}
		if i >= 0 {
			if hears := r.state(r.p.Conversations[i]).Hears; a.Meaning == hear.Decline && hears[hear.Decline] == "" && hears[hear.Release] != "" {
				r.heard.Meaning = hear.Release // "no to 2", which is theirs
			}
			took = r.give(r.p.Conversations[i]) || took
			continue
		}
		for _, o := range slices.Backward(r.p.Ended) {
			if o.Number == a.Number {
				r.overAlready(o)
				took = true
				break
			}
		}
	}
	if took {
		r.p.Which = nil
	}
	return took
}

// hands gives DONE or CAN'T to the task that the person has taken.
func (r *run) hands(m hear.Meaning) bool {
	var found []*Conversation
	for _, c := range r.p.Conversations {
		if r.state(c).Hears[m] != "" && (r.heard.Slots.Number == 0 || r.heard.Slots.Number == c.Number) {
			found = append(found, c)
		}
	}
	switch {
	case len(found) == 0:
		return false
	case r.ofOver(found):
		r.begin("talk", "", map[string]string{"asked": string(hear.Person)})
	case len(found) == 1:
		r.fire(found[0], r.state(found[0]).Hears[m])
	case r.asksHow(r.p.conversation(r.p.Floor)):
		r.fire(r.p.conversation(r.p.Floor), r.state(r.p.conversation(r.p.Floor)).Hears[m])
	default:
		r.askWhich(found)
	}
	return true
}

// ofOver reports whether a text names a task of theirs that is over, and none of those
// that it could be for: a coordinator must find out what is so.
func (r *run) ofOver(found []*Conversation) bool {
	named := slices.Concat(r.heard.Slots.Kinds, r.heard.Slots.NotKinds)
	if slices.ContainsFunc(found, func(c *Conversation) bool { return slices.Contains(named, c.Slots["kind"]) }) {
		return false
	}
	return slices.ContainsFunc(r.p.Ended, func(o Outcome) bool {
		return o.State == "done" && slices.Contains(named, o.Kind) && r.Now.Sub(o.At) < lateFor
	})
}

// swaps hears, where it was asked how one task went, that it was another of theirs: that
// one is done, and the first is not.
func (r *run) swaps(floor *Conversation) bool {
	if floor == nil || r.state(floor).Swaps == "" {
		return false
	}
	s, own := r.heard.Slots, floor.Slots["kind"]
	var others []*Conversation
	for _, c := range r.inHand() {
		if c != floor && slices.Contains(s.Kinds, c.Slots["kind"]) {
			others = append(others, c)
		}
	}
	short := len(strings.Fields(r.body)) < enoughToTell
	tellsHow := s.Minutes > 0 || s.Outcome != ""
	if len(others) != 1 || slices.Contains(s.Kinds, own) || tellsHow && !short && !slices.Contains(s.NotKinds, own) {
		return false
	}
	r.fire(floor, r.state(floor).Swaps)
	r.fire(others[0], r.state(others[0]).Hears[hear.Done])
	return true
}

// enoughToTell is how many words may tell more of a task than which it was.
const enoughToTell = 7

// asksHow reports whether a conversation is about a task in hand, and has asked of it.
func (r *run) asksHow(c *Conversation) bool {
	return c != nil && slices.Contains(r.inHand(), c) && r.state(c).Asks != ""
}

// tellsHow gives words about how it went to the only conversation that asks that, or is
// about to, where another has the floor: a yes or a no could be for either.
func (r *run) tellsHow(floor *Conversation) bool {
	var asks []*Conversation
	for _, c := range r.p.Conversations {
		if r.state(c).Asks == asksOutcome {
			asks = append(asks, c)
		}
	}
	if len(asks) != 1 || floor == nil || floor == asks[0] || r.heard.Plain != "" {
		return false
	}
	as, heard := r.context(), r.heard
	as.Asked = asksOutcome
	r.heard = r.bot.Ears.Hear(r.body, as)
	over := r.talk(floor).Says(hear.Over) || !yesOrNo(heard.Meaning)
	if r.heard.Slots.Outcome != "" && over && r.give(asks[0]) {
		return true
	}
	r.heard = heard
	return false
}

// asksOutcome is what a state asks that asks how it went.
const asksOutcome = "outcome"

// others gives the text to the only other conversation that hears its meaning,
// or that takes such a text without having asked.
func (r *run) others(floor *Conversation) bool {
	if r.vague() && floor != nil {
		return false // the question on the floor is asked again first
	}
	var found []*Conversation
	for _, c := range r.p.Conversations {
		s := r.state(c)
		if c != floor && !c.Waits && (s.Hears[r.heard.Meaning] != "" || s.Asks == "" && r.takes(c)) {
			found = append(found, c)
		}
	}
	found = r.toReader(r.apart(found))
	switch len(found) {
	case 0:
		return false
	case 1:
		return r.give(found[0])
	}
	r.askWhich(found)
	return true
}

// toReader leaves of several conversations that could take a vague text the one that
// takes just such a text, or else the one that a person reads: nobody is asked which of
// them they meant.
func (r *run) toReader(found []*Conversation) []*Conversation {
	read := func(c *Conversation) bool { return r.flow(c).Relays }
	i := slices.IndexFunc(found, read)
	if i < 0 || len(found) == 1 || !r.vague() {
		return found
	}
	if taken := slices.DeleteFunc(slices.Clone(found), func(c *Conversation) bool { return read(c) || !r.takes(c) }); len(taken) == 1 {
		return taken
	}
	return found[i : i+1]
}

// apart keeps the latest of conversations that nobody could tell apart by name.
func (r *run) apart(found []*Conversation) []*Conversation {
	var kept []*Conversation
	for i, c := range found {
		again := slices.ContainsFunc(found[i+1:], func(o *Conversation) bool { return o.Flow == c.Flow })
		if !again || r.flow(c).Numbered {
			kept = append(kept, c)
		}
	}
	return kept
}

// askWhich asks which of several conversations an answer was for: in other words
// the second time. Then a coordinator reads it.
func (r *run) askWhich(which []*Conversation) {
	w := &Which{Meaning: r.heard.Meaning, Text: clip(r.body), At: r.Now, Times: 1}
	var list []string
	for _, c := range which {
		r.number(c)
		w.IDs, w.Numbers = append(w.IDs, c.ID), append(w.Numbers, c.Number)
		t := r.talk(c)
		list = append(list, r.words(t, "which.one", map[string]any{"What": r.words(t, c.Flow+".label", nil)}))
	}
	if old := r.which(); old != nil && slices.Equal(old.IDs, w.IDs) {
		w.Times = old.Times + 1
	}
	if w.Times > 2 {
		w.Times = 2 // a number or a name still answers it
		r.p.Which, r.p.Missed = w, 1
		r.notUnderstood()
		return
	}
	r.p.Which, r.p.Missed = w, 0
	t := r.talk(nil)
	t.Conv = which[0]
	key := "which.any"
	switch w.Meaning {
	case hear.Accept, hear.Counter:
		key = "which.yes"
	case hear.Done:
		key = "which.done"
	case hear.Release:
		key = "which.release"
	case hear.Decline:
		key = "which.no"
	}
	if w.Times > 1 {
		key += otherWords
	}
	r.say(t, key, map[string]any{"List": strings.Join(list, " ")}, false)
}

// which is the question which of several something was for, while it is open.
func (r *run) which() *Which {
	if w := r.p.Which; w != nil && r.Now.Sub(w.At) < meantFor {
		return w
	}
	return nil
}

// saysWhich takes a number or a name alone as the answer to "which one was that
// for?": it means what was asked about, never a yes of its own.
func (r *run) saysWhich() bool {
	w := r.which()
	if w == nil {
		return false
	}
	if floor := r.open(); floor != nil && floor.Asked.After(w.At) && !slices.Contains(w.IDs, floor.ID) && r.takes(floor) {
		return false // it was asked something else since
	}
	alone := r.context()
	alone.Asked, alone.Offers, alone.Held = "which", w.Numbers, nil
	own := r.bot.Ears.Hear(r.body, alone)
	likely := own.Meaning == hear.Accept && own.Likely // "the second one"
	if !r.bareNumber() && (len(own.Answers) > 0 || own.RuledBy(hear.AnswerList) || !likely && own.Meaning != hear.Unclear && own.Meaning != hear.Need && own.Meaning != hear.Question) {
		return false // it has a yes or a no of its own
	}
	named := r.named(w)
	if len(named) == 0 {
		notThat := w.Meaning != hear.Accept && r.heard.Meaning == hear.Decline && len(r.heard.Answers) > 0 // a no: for "not the dog"?
		if r.bareNumber() && r.heard.Slots.Number > 0 || notThat {
			var live []*Conversation
			for _, c := range r.p.Conversations {
				if slices.Contains(w.IDs, c.ID) && r.state(c).Hears[w.Meaning] != "" {
					live = append(live, c)
				}
			}
			if len(live) > 0 {
				r.heard.Meaning, r.body = w.Meaning, w.Text
				r.askWhich(live)
				return true
			}
		}
		return false
	}
	worry := r.heard.Worry
	r.p.Which, r.body = nil, w.Text
	r.heard = r.bot.Ears.Hear(w.Text, r.context())
	r.heard.Worry, r.heard.Meaning, r.heard.Also, r.heard.Answers = worry, w.Meaning, nil, nil
	r.heard.Slots.Number = 0
	for _, n := range named {
		r.heard.Answers = append(r.heard.Answers, hear.Answer{Number: n, Meaning: w.Meaning})
	}
	return r.numbered()
}

// named are the numbers of the conversations asked about that a text names, by
// number or by words that only one of them has.
func (r *run) named(w *Which) []int {
	var numbers []int
	offered := r.context()
	offered.Asked, offered.Offers, offered.Held = "offer", w.Numbers, nil
	for _, a := range r.bot.Ears.Hear(r.body, offered).Answers {
		if a.Meaning != hear.Accept || !slices.Contains(w.Numbers, a.Number) {
			return nil
		}
		numbers = append(numbers, a.Number)
	}
	if n := r.heard.Slots.Number; n > 0 && len(numbers) == 0 && r.bareNumber() && slices.Contains(w.Numbers, n) {
		return []int{n}
	}
	if len(numbers) > 0 {
		return numbers
	}
	names := map[string]int{} // word → the conversation that has it, or 0 for several
	for _, c := range r.p.Conversations {
		if !slices.Contains(w.IDs, c.ID) {
			continue
		}
		text := r.words(r.talk(c), c.Flow+".label", nil) + " " + strings.Join(r.org().WordsFor(c.Slots["kind"]), " ")
		for word := range strings.FieldsFuncSeq(strings.ToLower(text), notInWord) {
			if n, ok := names[word]; ok && n != c.Number {
				names[word] = 0
			} else {
				names[word] = c.Number
			}
		}
	}
	for word := range strings.FieldsFuncSeq(strings.ToLower(r.body), notInWord) {
		n, ok := names[word]
		switch {
		case r.bot.Ears.Listed(hear.Small, word):
		case !ok || n > 0 && len(numbers) > 0 && numbers[0] != n:
			return nil
		case n > 0:
			numbers = []int{n}
		}
	}
	return numbers
}

package hear

import (
	"slices"
	"strings"
	"time"
)

// decide names the meaning. Danger stands before everything, an opt-out and
// opt-in before commands, commands before answers, answers before requests.
func (r *reading) decide() {
	meaning := r.ordinary()
	h := &r.heard
	h.Unsure = r.has(lUnsure)
	r.spoken(lNeedless)
	r.spoken(lNoShow)
	r.spoken(lShares)
	r.spoken(lTurnsOut)
	r.spoken(lTheirMoney)
	r.spoken(lAtTheDoor)
	r.spoken(lSamePlace)
	r.spoken(lRung)
	r.spoken(lLate)
	r.spoken(lNear)
	r.keepsHours()
	r.spoken(lStandIn)
	r.spoken(lLeftWith)
	r.spoken(lSharedPhone)
	r.spoken(lOfPerson)
	r.spoken(lOfPlace)
	r.spoken(lWentElsewhere)
	r.spoken(lAsBefore)
	r.spoken(lReservation)
	r.spoken(lAsksOfUs)
	r.spoken(lSameTime)
	r.spoken(lSamePerson)
	switch {
	case r.saysOnly(lYes):
		h.Plain = Accept
	case r.saysOnly(lNo):
		h.Plain = Decline
	}
	if h.Danger != "" {
		h.Also = slices.DeleteFunc(append([]Meaning{meaning}, h.Also...), func(m Meaning) bool {
			return m == Unclear || m == Thanks || m == Greeting || m == Question
		})
		meaning = Danger
	}
	h.Meaning = meaning
	if meaning != Unclear {
		h.Which = ""
	}
	h.Also = slices.DeleteFunc(h.Also, func(m Meaning) bool { return m == meaning })
	if len(h.Also) == 0 {
		h.Also = nil
	}
	r.tidy()
}

// tidy takes out of the slots what only another meaning would give them.
func (r *reading) tidy() {
	h := &r.heard
	of := func(m Meaning) bool { return h.Meaning == m || slices.Contains(h.Also, m) }
	if !of(Done) && !(of(Change) && r.recounts()) && r.c.Asked != "minutes" && r.c.Asked != "outcome" {
		h.Slots.Minutes, h.Slots.Outcome = 0, ""
	}
	if r.spanOnly && !of(Off) && r.c.Asked != "until" {
		h.Slots.Until = time.Time{}
	}
	if of(Need) && !of(Join) {
		h.Slots.Transport = nil // "my dog needs walking"
	}
	if of(Done) {
		h.Slots.Until = time.Time{}
	}
	if (of(Join) || r.c.Asked == "when") && slices.ContainsFunc(h.Slots.When, func(w string) bool { return slices.Contains(everyDay, w) }) {
		h.Slots.From, h.Slots.By = time.Time{}, time.Time{} // as a rule, not once
	}
	if of(Off) && h.Slots.Until.IsZero() {
		h.Slots.Until = r.until // "off today"
	}
	if h.Meaning == Off && h.Slots.Until.IsZero() && !h.Slots.From.IsZero() && r.waitsTill() {
		h.Slots.Until, h.Slots.From = midnight(h.Slots.From, 0), time.Time{} // "busy till thurs"
	} else if of(Off) && (h.Slots.Until.IsZero() || r.start.Before(h.Slots.Until)) {
		h.Slots.Start = r.start
	}
	if !of(Change) && !of(Handbook) && !of(Language) {
		h.Slots.Topic = ""
	}
	if !of(WrongNumber) && r.c.Asked != "whose" {
		h.Slots.Whose = ""
	}
}

// also notes a second meaning.
func (r *reading) also(m Meaning) {
	if m != "" && m != Unclear && !slices.Contains(r.heard.Also, m) {
		r.heard.Also = append(r.heard.Also, m)
	}
}

// ordinary is the meaning but for danger.
func (r *reading) ordinary() Meaning {
	if r.said == 0 && len(r.tokens) == 0 {
		r.why("no words")
		return Unclear
	}
	out := r.spoken(lOptOut)
	if r.spoken(lWrongNumber) {
		if out {
			r.also(OptOut)
		}
		return WrongNumber
	}
	if out && r.onlyForAWhile() {
		r.why("no texts for a while")
		return Off
	}
	if out {
		if work := r.work(); slices.Contains(besideOptOut, work) {
			r.also(work)
		}
		return OptOut
	}
	if r.spoken(lOptIn) {
		return OptIn
	}
	if nearly := r.spoken(lNearlyStop) && r.givesUp == ""; nearly || r.spoken(lNearlyCancel) {
		r.why("nearly STOP")
		return Unclear
	}
	work := r.work()
	if r.looseStop() && work != Done && r.givesUp == "" && !(work == Off && r.whileAt >= 0) {
		r.why("has the word stop")
		return Unclear
	}
	if r.c.OptedOut && (work == Accept || work == On) {
		r.why("yes after an opt-out")
		return OptIn
	}
	return work
}

// onlyForAWhile reports whether an opt-out goes straight on to say how long: "stop
// texting me for 2 weeks".
func (r *reading) onlyForAWhile() bool {
	const between = 2 // words: "me", "please"
	h, ok := r.first(lOptOut)
	if !ok || r.whileAt < h.from || r.whileAt > h.to+between {
		return false
	}
	for i := h.from + 1; i < r.whileAt; i++ {
		if r.tokens[i].before == sentence {
			return false
		}
	}
	return true
}

// besideOptOut are the meanings that are acted on beside an opt-out.
var besideOptOut = []Meaning{Done, Need, Release, Decline, Person, Forget, MyData, Off}

// spoken reports whether a list has a phrase in the text, and notes which.
func (r *reading) spoken(l listID) bool {
	h, ok := r.first(l)
	if ok {
		r.ruledBy(r.ear.lists[l].name, h.text)
	}
	return ok
}

// meant is a meaning that a list proposes.
type meant struct {
	meaning Meaning
	command bool // the whole text, its start or a whole sentence says so
}

// proposals are the meanings of the lists that have a phrase in the text, but for
// those that have rules of their own.
func (r *reading) proposals() (all []meant) {
	for i := range r.hits {
		h := &r.hits[i]
		if h.from < 0 {
			continue
		}
		l := r.ear.lists[h.list]
		if l.means == Person && r.tokens[h.to-1].used {
			continue // "please call me Bex"
		}
		switch l.means {
		case "", Danger, OptOut, OptIn, WrongNumber, Unclear, Accept, Decline, Release:
			continue
		}
		command := h.place != anywhere
		if !command && r.tokens[h.from].before == space && (r.endsAt(lDenial, h.from) || r.endsAt(lNegation, h.from)) {
			continue // "I no longer want to volunteer"
		}
		k := slices.IndexFunc(all, func(m meant) bool { return m.meaning == l.means })
		if k < 0 {
			all = append(all, meant{l.means, command})
			r.ruledBy(l.name, h.text)
		} else {
			all[k].command = all[k].command || command
		}
	}
	return all
}

// byRank are the meanings that stand before an answer, the strongest first.
var byRank = []Meaning{
	Forget, MyData, NotSafe, Safe, Person, Done, Language, Change, Handbook, Passport, Idea, Off, On, Status, Tasks,
	Agree, Skip, Back, Next, Help,
}

// work is the meaning of a text that is no opt-out.
func (r *reading) work() Meaning {
	proposed := r.proposals()
	is := func(m Meaning) bool {
		return slices.ContainsFunc(proposed, func(p meant) bool { return p.meaning == m })
	}
	command := func(m Meaning) bool {
		return slices.ContainsFunc(proposed, func(p meant) bool { return p.meaning == m && p.command })
	}
	if r.changesKinds() {
		r.ruledBy(r.ear.lists[lGivesUp].name, r.givesUp)
		return r.fill(Change)
	}
	if r.recounts() {
		r.why("another length of time than they said")
		return Change
	}
	if r.righted != "" && r.c.Asked != "address" {
		r.why("another number for their " + r.righted)
		r.heard.Slots.Topic = r.righted
		return Change
	}
	marks := r.marks()
	answer := Meaning("")
	switch {
	case r.c.Asked == "adult":
		answer = r.adult(marks)
	case len(r.c.Offers) > 0 || len(r.c.Held) > 0 || r.offered():
		answer = r.offers(marks)
		if r.inHand {
			return r.overs(answer)
		}
		if h, ok := r.first(lUnderWay); ok && len(r.c.Held) > 0 && r.said <= underWayAtMost && (answer == "" || answer == Accept || answer == Thanks) && !is(Done) && !r.has(lBut) && r.heard.Worry == "" && !r.names(lOutcome, "not_home") {
			r.inHand = true
			r.ruledBy(r.ear.lists[lUnderWay].name, h.text)
			return Thanks
		}
	default:
		answer = r.answer(marks)
	}
	if command(Next) {
		switch r.c.Asked {
		case "lesson":
			return Next // "ready" is on duty otherwise
		case "name", "postcode", "address", "kinds", "when", "checks", "urgency", "reach", "minutes", "outcome":
			return Skip // "next question"
		}
	}
	for _, m := range byRank {
		if command(m) && !r.outweighed(m, answer) {
			r.second(proposed, m, answer)
			return r.fill(m)
		}
	}
	for _, m := range byRank {
		if is(m) && !r.outweighed(m, answer) && !(m == Off && (is(Join) || is(Need))) { // "I'm off till January so I've time to help"
			r.second(proposed, m, answer)
			return r.fill(m)
		}
	}
	if answer == Release && !is(Need) {
		return Release
	}
	if r.c.Asked == "need" && is(Need) {
		r.alsoJoin(is(Join))
		return Need // "can you help with forms"
	}
	if m := r.asked(answer, is(Question), command(Question)); m != "" {
		r.second(proposed, m, "")
		return m
	}
	if r.c.Asked == "safe" && answer == Counter {
		return Unclear // "yes but only till 5"
	}
	if r.c.Asked == "safe" && answer == Accept {
		return Safe
	}
	if r.c.Asked == "safe" && answer == Decline {
		return NotSafe
	}
	if r.asksYesNo() && answer != "" {
		r.second(proposed, answer, "")
		return answer
	}
	switch {
	case is(Need):
		r.alsoJoin(is(Join))
		return Need
	case is(Join):
		return Join
	case answer == Unclear && command(Question) && !r.offered():
		return Question // "what do I do when I'm done"
	case answer != "" && answer != Thanks:
		r.second(proposed, answer, "")
		return answer
	case r.kindsPlease() && !is(Question) && !r.has(lNeedless): // "cancel it please, the lift is sorted"
		r.why("a kind of help, please")
		return Need
	case command(Greeting):
		return Greeting
	case is(Question) || r.asks():
		return Question
	case len(r.heard.Slots.Kinds) > 0 && !(r.heard.Slots.By.IsZero() && r.heard.Slots.From.IsZero()):
		r.why("a kind of help and a time")
		return Unclear
	case answer == Thanks || is(Thanks):
		return Thanks
	case is(Greeting) || r.greetsByName():
		return Greeting
	}
	r.why("no rule spoke")
	return Unclear
}

// changesKinds reports whether a text gives up a kind of help for good, or takes
// another in its place.
func (r *reading) changesKinds() bool {
	return r.givesUp != "" && r.c.Asked != "kinds"
}

// underWayAtMost is how many words say no more than that they are about a task.
const underWayAtMost = 8

// overs is the meaning of a text with answers of tasks in hand.
func (r *reading) overs(answer Meaning) Meaning {
	for _, a := range r.heard.Answers {
		if a.Meaning != answer {
			r.also(a.Meaning)
		}
	}
	return r.fill(answer)
}

// outweighed reports whether an answer stands before a meaning of higher rank.
func (r *reading) outweighed(m, answer Meaning) bool {
	switch m {
	case Done:
		return answer == Release
	case Next: // "go on then"
		return (answer == Accept || r.offered()) && r.c.Asked != "lesson"
	case Status: // "no, nobody came"
		return r.c.Asked == "outcome"
	case Off: // "thanks but I'm away"
		return r.offered() && (answer == Decline || answer == Counter || answer == Unclear) || r.c.Holding && answer == Release
	case Agree: // "I accept"
		return r.offered() && answer == Accept
	}
	return false
}

func (r *reading) alsoJoin(joins bool) {
	if joins {
		r.also(Join)
	}
}

// second notes what else a text says that must not be lost beside its meaning.
func (r *reading) second(proposed []meant, m, answer Meaning) {
	for _, p := range proposed {
		switch p.meaning {
		case Need, Done, Person, Forget, MyData, Question, Join, Off:
			if p.meaning != m && !(p.meaning == Off && m == Counter) && !(p.meaning == Question && m != Accept && m != Done) && !(p.meaning == Join && m != Accept && m != Person) {
				r.also(p.meaning)
			}
		}
	}
	if answer == Release && m != Release && m != Off || answer == Decline && m == Person {
		r.also(answer)
	}
}

// fill puts what follows a command into the slots.
func (r *reading) fill(m Meaning) Meaning {
	s := &r.heard.Slots
	switch m {
	case Done:
		if s.Minutes == 0 && s.Number >= 10 && s.Number <= 300 && s.Number%5 == 0 {
			s.Minutes = s.Number // "Done. 25"
		}
	case Handbook, Idea, Change, Language:
		if h, ok := r.commandHit(m); ok && h.place != whole {
			rest := strings.Trim(r.unused(h.to), " ?!.,:;-")
			if m == Handbook {
				s.Topic = rest
			}
			s.Rest = rest
		}
		if m == Change {
			s.Topic = r.told.Topic
		}
		if m == Language && len(s.Languages) > 0 {
			s.Topic = s.Languages[0]
		}
	}
	return m
}

func (r *reading) commandHit(m Meaning) (best hit, ok bool) {
	for _, h := range r.hits {
		if h.from >= 0 && r.ear.lists[h.list].means == m && (!ok || h.to > best.to) {
			best, ok = h, true
			if h.place == atStart {
				return h, true
			}
		}
	}
	return best, ok
}

// offers weighs an answer to one offer or to several.
func (r *reading) offers(marks []mark) Meaning {
	if r.noOrNumber() {
		r.why("no, or a number")
		r.heard.Slots.Number = 0
		if len(r.c.Offers) > 1 {
			r.heard.Which = Decline
		}
		return Unclear
	}
	if answers, m, ok := r.offerAnswers(marks); ok {
		r.why("answers by number")
		r.heard.Answers = answers
		if m == Done {
			r.fill(m) // what else is a number in it are minutes
		}
		if len(answers) == 1 {
			r.heard.Slots.Number = answers[0].Number
		}
		return m
	}
	m := r.answer(marks)
	if n := r.offerByKind(marks); n > 0 && (m == Accept || m == Decline && !r.ofTheirs(0, len(r.tokens))) {
		r.why("the offer of that kind")
		r.heard.Answers, r.heard.Slots.Number = []Answer{{Number: n, Meaning: m}}, n
		return m
	}
	if m == Accept && r.otherTask(marks) {
		r.why("the one offer is of another kind")
		return Unclear
	}
	if m == Decline && len(r.c.Held) > 0 && len(r.c.Offers) > 0 && r.saysOnly(lCant) {
		r.why("cannot: the offer, or the task in hand")
		r.heard.Which = Release
		return Unclear
	}
	if len(r.c.Offers) > 1 && r.offered() && (m == Accept || m == Decline || m == Counter) {
		r.why("which of several offers")
		if m == Counter {
			r.also(m)
		} else {
			r.heard.Which = m
		}
		return Unclear
	}
	return m
}

// offerByKind is the number of the one live offer whose kind of task a text with
// one answer names: "yes to the dog one".
func (r *reading) offerByKind(marks []mark) (number int) {
	if len(r.c.Offers) < 2 || !r.offered() || len(r.heard.Slots.Kinds) != 1 || len(marks) != 1 {
		return 0
	}
	for _, n := range r.c.Offers {
		if r.c.OfferKinds[n] == r.heard.Slots.Kinds[0] {
			if number > 0 {
				return 0 // both are of that kind
			}
			number = n
		}
	}
	return number
}

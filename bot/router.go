package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/task"
)

// text finds out what a text means and whose it is, in the house's order:
// danger, opt-out and opt-in, commands, an explicit number, the conversation
// that has the floor, the only other that hears it, and otherwise a question.
func (r *run) text() {
	in := read[Text](r.Turn)
	stranger := r.State() == stateNew
	r.meetText(in)
	switch {
	case r.danger():
	case r.leave(in):
	case r.State() == stateStopped || r.p.Silent:
		// A text after an opt-out, or from a phone that somebody else may read, is
		// not answered. Somebody in danger is still heard.
		if in := r.p.With("danger"); len(in) > 0 {
			r.give(in[0])
		}
	case in.OptOut == "HELP":
		// The carrier has answered it.
	case strings.TrimSpace(in.Body) == "":
		key := "sorry.empty"
		if in.Media > 0 {
			key = "sorry.picture"
		}
		r.say(r.talk(&Conversation{}), key, nil, false)
	case r.abroad():
	case stranger && r.bot.Org.AskLanguage && r.p.Language == "" && r.heard.Meaning != hear.Language:
		r.begin("speaking", "", map[string]string{"first": in.Body})
	default:
		r.answer(stranger)
	}
	r.replay()
	if n := len(r.p.Recent); r.private && n > 0 {
		r.p.Recent = r.p.Recent[:n-1]
	}
}

// replay hears what they wrote before they were asked for their language, and then
// what they wrote to that, where it goes on from there: a second wish to join is no
// yes to the question that the first one brought.
func (r *run) replay() {
	first := hear.Meaning("")
	for i, body := range r.earlier {
		r.body = body
		alone := r.bot.Ears.Hear(body, r.bot.Context(r.Now.In(r.bot.Org.Location), r.p.Language)).Meaning
		r.heard = r.bot.Ears.Hear(body, r.context())
		switch {
		case i == 0:
			first = alone
			r.answer(true)
		case yesOrNo(r.heard.Meaning) && alone == first:
		default:
			r.route()
			r.worry()
		}
	}
}

// answer gives a text to whom it belongs, or says that it was not understood.
func (r *run) answer(stranger bool) {
	if !r.route() && !r.stranger(stranger) {
		r.notUnderstood()
	}
	r.worry()
}

func (r *run) meetText(in Text) {
	p := r.p
	p.Phone = in.From
	if r.State() == stateNew {
		r.Fire("meet")
	}
	r.body, r.answers = in.Body, true
	if p.Recent = append(p.Recent, clip(in.Body)); len(p.Recent) > recentKept {
		p.Recent = slices.Clone(p.Recent[len(p.Recent)-recentKept:])
	}
	p.Heard = r.Now
	if len(p.With("danger")) == 0 {
		p.Silent = false // the danger is long over, and it is they who write
	}
	if len(p.Held) > 0 && r.State() != stateStopped && !p.Doubted {
		r.morning()
		r.Cancel(letterMorning)
	}
	r.heard = r.bot.Ears.Hear(in.Body, r.context())
	r.mourn()
	r.toEach()
	r.follow()
}

// mourn hears that somebody has died where a text only seemed to ask for no more
// texts, or to say that the number is wrong.
func (r *run) mourn() {
	h := &r.heard
	if h.Meaning != hear.OptOut && h.Meaning != hear.WrongNumber {
		return
	}
	as := r.context()
	as.Asked = "whose"
	if h.Slots.Whose == hear.TheyDied || r.bot.Ears.Hear(r.body, as).Slots.Whose == hear.TheyDied {
		h.Meaning, h.Slots.Whose = hear.WrongNumber, hear.TheyDied
	}
}

// toEach gives an answer that could be for several its meaning: the router knows
// what each could be for. One that names another time, and no time, is asked about.
func (r *run) toEach() {
	h := &r.heard
	live := len(r.answerable())
	switch {
	case h.Which != "":
		h.Meaning = h.Which
	case h.Meaning == hear.Unclear && slices.Contains(h.Also, hear.Counter) && live > 1:
		h.Meaning = hear.Counter
	case h.Meaning == hear.Counter && live > 0 && r.doubtful():
		h.Meaning = hear.Unclear
	}
}

// doubtful reports whether it is open which time a text names, or whether it means
// it: none, one that is past, a number that could be a task's, "maybe".
func (r *run) doubtful() bool {
	s := r.heard.Slots
	if !timed(s) || !s.From.IsZero() && s.From.Before(r.Now) {
		return true
	}
	for word := range strings.FieldsFuncSeq(strings.ToLower(r.body), notInWord) {
		if r.listed("offer.doubt", word) {
			return true
		}
		n, err := strconv.Atoi(word)
		if err == nil && s.Number == 0 && (r.ended(n) || slices.ContainsFunc(r.p.Conversations, func(c *Conversation) bool { return c.Number == n })) {
			return true
		}
	}
	return false
}

func timed(s hear.Slots) bool {
	return !s.From.IsZero() || !s.By.IsZero() || !s.Until.IsZero() || len(s.When) > 0
}

// follow speaks the language in which somebody plainly writes, where we do and
// they have named no other.
func (r *run) follow() {
	if r.p.Chose {
		return
	}
	if h := r.heard; h.Clear && h.Language != r.p.Language && r.bot.speaks(h.Language) {
		r.p.Language = h.Language
	}
}

// clip keeps a text short enough to carry along.
func clip(s string) string {
	const most = 1600
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most])
	}
	return s
}

func (r *run) context() hear.Context {
	c := r.bot.Context(r.Now.In(r.bot.Org.Location), r.p.Language)
	c.OfferKinds = map[int]string{}
	c.OptedOut = r.State() == stateStopped
	c.Late = len(r.p.Ended) > 0 && r.Now.Sub(r.p.Ended[len(r.p.Ended)-1].At) < lateFor
	c.Holding = slices.ContainsFunc(r.p.Conversations, func(x *Conversation) bool { return r.state(x).Hears[hear.Done] != "" })
	for _, x := range r.answerable() {
		if x.Number > 0 {
			c.Offers = append(c.Offers, x.Number)
			c.OfferKinds[x.Number] = x.Slots["kind"]
		}
	}
	if floor := r.open(); floor != nil {
		c.Asked = r.state(floor).Asks
	} else if len(c.Offers) > 0 {
		c.Asked = "offer"
	}
	return c
}

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

// danger comes before everything else, in every state.
func (r *run) danger() bool {
	h := r.heard
	if h.Meaning != hear.Danger && h.Danger == "" || r.quotes() {
		return false
	}
	r.private = true
	others := r.aboutOthers()
	if others && h.Danger == violence {
		h.Danger, r.heard.Danger = atRisk, atRisk
	}
	slots := map[string]string{"kind": h.Danger}
	if others {
		slots["others"] = "yes"
	}
	optOut := slices.Contains(h.Also, hear.OptOut)
	if optOut || r.State() == stateStopped {
		slots["untexted"] = "true"
	}
	if old := r.p.With("danger"); len(old) > 0 {
		c := old[0]
		if event := r.state(c).Hears[hear.Danger]; event != "" {
			if slots["untexted"] != "" {
				r.talk(c).Keep("untexted", "true")
			}
			if !others {
				r.talk(c).Keep("others", "")
			}
			r.fire(c, event)
		}
	} else {
		r.begin("danger", "", slots)
	}
	r.besideDanger(h, others)
	if optOut && r.State() != stateStopped {
		r.optOut("danger")
	}
	return true
}

// besideDanger does what else a text of danger says, in silence: only which of several
// offers a yes is for is asked, where the danger is to others.
func (r *run) besideDanger(h hear.Heard, others bool) {
	spoken, floor := len(r.said), r.p.Floor
	for _, m := range h.Also {
		switch {
		case r.p.Doubted:
		case m == hear.Done || m == hear.Release:
			r.heard.Meaning = m
			r.hands(m)
		case m == hear.Decline || m == hear.Accept && others:
			r.heard.Meaning = m
			r.beside()
		}
	}
	r.said = r.said[:spoken]
	for _, c := range r.p.Conversations {
		if c.Asked.Equal(r.Now) && !r.flow(c).Urgent {
			c.Asked = time.Time{} // its question was not said
		}
	}
	if r.p.conversation(floor) != nil {
		r.p.Floor = floor
	}
	if live := r.offers(); others && len(live) > 1 && len(h.Answers) == 0 {
		_, rest := r.sentences()
		r.heard = r.bot.Ears.Hear(rest, r.context())
		if r.toEach(); yesOrNo(r.heard.Meaning) && len(r.heard.Answers) == 0 {
			r.body = rest
			r.askWhich(live)
			for i := range r.said[spoken:] {
				r.said[spoken+i].apart, r.said[spoken+i].urgent = true, true // after the line that comes first
			}
		}
	}
}

// beside gives the yes or no that stands beside danger to the offers it names, or to
// the only one.
func (r *run) beside() {
	if len(r.heard.Answers) > 0 {
		r.numbered()
		return
	}
	live := r.offers()
	if len(live) == 1 && (r.heard.Slots.Number == 0 || r.heard.Slots.Number == live[0].Number) {
		r.fire(live[0], r.state(live[0]).Hears[r.heard.Meaning])
	}
}

// The kinds of danger that somebody who helps tells of others.
const (
	violence = "violence"
	atRisk   = "at_risk"
	behind   = "call_behind_door"
)

// aboutOthers reports whether a volunteer tells of danger to somebody else. Where
// the words of violence speak of the sender at all, it is theirs.
func (r *run) aboutOthers() bool {
	if r.p.Volunteer == nil {
		return false
	}
	switch r.heard.Danger {
	case atRisk, behind:
		return true
	case violence:
	default:
		return false
	}
	tells, _ := r.sentences()
	for _, part := range tells {
		for word := range strings.FieldsFuncSeq(strings.ToLower(part), notInWord) {
			if r.listed("danger.self", word) {
				return false
			}
		}
	}
	return len(tells) > 0
}

// sentences are those of a text that tell of danger, and the others in one.
func (r *run) sentences() (tells []string, rest string) {
	for part := range strings.FieldsFuncSeq(r.body, func(c rune) bool { return strings.ContainsRune(".!?;\n", c) }) {
		if r.bot.Ears.Hear(part, r.context()).Danger != "" {
			tells = append(tells, part)
		} else {
			rest += part + ". "
		}
	}
	return tells, rest
}

func notInWord(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }

// listed reports whether a word stands in a list of the wording, in any language.
func (r *run) listed(key, word string) bool {
	return slices.ContainsFunc(r.bot.Wording.Languages(), func(lang string) bool {
		return r.bot.Wording.Has(lang, key) && slices.Contains(strings.Fields(r.bot.Wording.Say(lang, key, nil)), word)
	})
}

// quotes reports whether the text is an answer in our own words.
func (r *run) quotes() bool {
	floor := r.floor()
	if floor == nil {
		return false
	}
	quotes := r.state(floor).Quotes
	return quotes != nil && quotes(r.talk(floor))
}

// leave obeys an opt-out, and an opt-in after one.
func (r *run) leave(in Text) bool {
	h := r.heard
	stopped := r.State() == stateStopped
	switch {
	case !stopped && (h.Meaning == hear.OptOut || in.OptOut == "STOP"):
		r.optOut("asked")
	case stopped && (h.Meaning == hear.OptIn || h.Meaning == hear.Accept && len(strings.Fields(r.body)) <= 2 || in.OptOut == "START"):
		r.Fire("start")
		r.p.Silent = false
		for _, c := range r.p.With("danger") {
			if event := r.state(c).Hears[hear.OptIn]; event != "" {
				r.hear(c, event)
			}
		}
		r.begin("leaving", "", map[string]string{"how": "back"})
	default:
		return false
	}
	return true
}

// optOut obeys an opt-out as the open question would have it, or else as ever.
func (r *run) optOut(how string) {
	for _, c := range []*Conversation{r.guard(), r.floor()} {
		if c == nil {
			continue
		}
		if event := r.state(c).Hears[hear.OptOut]; event != "" {
			r.hear(c, event)
			return
		}
	}
	r.begin("leaving", "", map[string]string{"how": how})
}

// abroad has somebody found who speaks the language of a text that we do not, and
// keeps the text as it came.
func (r *run) abroad() bool {
	language := r.heard.Language
	if r.heard.Meaning != hear.Language || language == "" || r.bot.speaks(language) || r.bot.Ears.Ear(language) != nil {
		return false
	}
	if floor := r.floor(); len(r.p.With("danger")) > 0 || floor != nil && (r.flow(floor).Sole || r.flow(floor).Private) {
		return false // those read it whatever the language
	}
	for _, c := range r.p.With("talk") {
		if event := r.state(c).Hears[hear.Unclear]; event != "" {
			r.fire(c, event) // a person reads their words already
			return true
		}
	}
	r.begin("talk", "", map[string]string{"asked": "tongue", "tongue": language})
	return true
}

// route gives the text to a conversation, and reports whether one took it.
func (r *run) route() bool {
	if r.guard() != nil && r.heard.Meaning != hear.Language {
		took := r.give(r.floor()) || r.toCoordinator()
		if took {
			r.understood()
		}
		return took
	}
	if r.saysWhich() {
		r.understood()
		return true
	}
	floor := r.yield()
	h := r.heard
	if r.commands(floor) {
		r.understood()
		return true
	}
	if live := r.offers(); len(live) > 0 && r.notOffered() && (floor == nil || !r.takes(floor)) {
		if r.bareNumber() {
			r.heard.Meaning = hear.Accept // as a number alone is, where it is of an offer
		}
		r.askWhich(live)
		return true
	}
	if !(r.bareNumber() && floor != nil && r.takes(floor)) && r.numbered() {
		r.understood()
		return true
	}
	if h.Meaning == hear.Done || h.Meaning == hear.Release {
		if r.hands(h.Meaning) {
			r.understood()
			return true
		}
	}
	if several := len(r.answerable()) > 1; several && h.Slots.Number == 0 && (h.Meaning == hear.Counter || yesOrNo(h.Meaning) && (floor == nil || !r.takes(floor))) {
		r.askWhich(r.answerable())
		return true
	}
	if floor != nil && r.give(floor) {
		r.understood()
		return true
	}
	if r.others(floor) || r.tooLate() {
		r.understood()
		return true
	}
	for _, c := range r.p.Conversations {
		if c != floor && r.vague() && r.givesWay(c) && r.give(c) {
			r.understood()
			return true // more of what they told us
		}
	}
	return r.smallTalk(floor)
}

// commands begins the conversation that a text's meaning opens, or goes on with it,
// unless the one on the floor takes such a text itself.
func (r *run) commands(floor *Conversation) bool {
	m := r.heard.Meaning
	flow, ok := r.bot.opens[m]
	if !ok || floor != nil && r.wants(floor) && (!r.keyword() || inPlace(m) || floor.Flow == flow) {
		return false
	}
	for _, c := range r.p.With(flow) {
		if event := r.state(c).Hears[m]; event != "" {
			r.fire(c, event) // one of these is under way and takes it
			return true
		}
	}
	r.begin(flow, "", map[string]string{"asked": string(m)})
	return true
}

// toCoordinator gives the text to a coordinator who has asked for it.
func (r *run) toCoordinator() bool {
	return slices.ContainsFunc(r.p.With("talk"), func(c *Conversation) bool { return r.state(c).Asks != "" && r.give(c) })
}

// guard is the live conversation that alone hears what is texted, if there is one.
func (r *run) guard() *Conversation {
	for _, c := range r.p.Conversations {
		if r.flow(c).Guards && r.state(c).Asks != "" {
			return c
		}
	}
	return nil
}

// floor is the conversation to whose question a text is the answer: that which was
// asked last, or the one that guards.
func (r *run) floor() *Conversation {
	floor, guard := r.p.conversation(r.p.Floor), r.guard()
	if guard != nil && (floor == nil || !r.flow(floor).Aside) {
		return guard
	}
	return floor
}

// open is the conversation that has the floor. One that gives way has not, for a
// text that plainly answers the question before.
func (r *run) open() *Conversation {
	floor := r.floor()
	if floor == nil || !r.givesWay(floor) {
		return floor
	}
	if before := r.lastAsked(floor); before != nil && !before.Waits && (r.heard.Meaning == "" || r.plainlyFor(before)) {
		return before
	}
	return floor
}

// yield is the conversation on the floor, once it has given way to the one before
// it, where that one takes the text and it does not itself.
func (r *run) yield() *Conversation {
	floor := r.open()
	if floor == nil || r.state(floor).Yields == "" || r.wants(floor) {
		return floor
	}
	before := r.lastAsked(floor)
	if before == nil {
		return floor
	}
	as, heard := r.context(), r.heard
	as.Asked = r.state(before).Asks
	if r.heard = r.bot.Ears.Hear(r.body, as); !r.takes(before) && r.state(before).Hears[r.heard.Meaning] == "" {
		r.heard = heard
		return floor
	}
	r.fire(floor, r.state(floor).Yields)
	r.p.Floor = before.ID
	return before
}

func (r *run) givesWay(c *Conversation) bool {
	givesWay := r.flow(c).GivesWay
	return givesWay != nil && givesWay(r.talk(c))
}

// fewWords are those of an answer that says nothing else.
const fewWords = 3

// plainlyFor reports whether a text is an answer to a conversation's question and
// no more, or names it.
func (r *run) plainlyFor(c *Conversation) bool {
	h := r.heard
	few := len(strings.Fields(r.body)) <= fewWords
	switch h.Meaning {
	case hear.Accept, hear.Decline, hear.Counter, hear.Done, hear.Release, hear.Next, hear.Skip:
		return few || len(h.Answers) > 0 || slices.Contains(h.Slots.Kinds, c.Slots["kind"])
	}
	return few && (h.Slots.Choice != "" || h.Slots.Minutes > 0 || h.Slots.Number > 0)
}

// offers are the conversations with a number that a yes or a no could be for.
func (r *run) offers() []*Conversation {
	return slices.DeleteFunc(r.answerable(), func(c *Conversation) bool { return !r.flow(c).Numbered })
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

// inPlace are the commands that the question on the floor answers itself,
// when it can.
func inPlace(m hear.Meaning) bool {
	return m == hear.Change || m == hear.Back || m == hear.Skip || m == hear.Next
}

func yesOrNo(m hear.Meaning) bool { return m == hear.Accept || m == hear.Decline }

func (r *run) understood() { r.p.Missed = 0 }

// keyword reports whether the text is a command and little else.
func (r *run) keyword() bool { return len(strings.Fields(r.body)) <= 3 && r.heard.Meaning != hear.Need }

// wants reports whether the conversation's state would take this text itself.
func (r *run) wants(c *Conversation) bool {
	return r.flow(c).Sole || r.state(c).Hears[r.heard.Meaning] != "" || r.takes(c)
}

func (r *run) takes(c *Conversation) bool {
	t := r.talk(c)
	return slices.ContainsFunc(r.state(c).Takes, func(s Step) bool { return s.If == nil || s.If(t) })
}

// give offers the text to a conversation.
func (r *run) give(c *Conversation) bool {
	s := r.state(c)
	t := r.talk(c)
	for _, step := range s.Takes {
		if step.If == nil || step.If(t) {
			r.hear(c, step.Event)
			return true
		}
	}
	if event := s.Hears[r.heard.Meaning]; event != "" {
		r.hear(c, event)
		return true
	}
	return false
}

// hear moves a conversation on by a text.
func (r *run) hear(c *Conversation, event string) {
	r.private = r.private || r.flow(c).Private
	r.fire(c, event)
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
	for _, a := range answers {
		r.heard.Meaning = a.Meaning
		i := slices.IndexFunc(r.p.Conversations, func(c *Conversation) bool { return c.Number == a.Number })
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
	case len(found) == 1 || found[0].ID == r.p.Floor:
		r.fire(found[0], r.state(found[0]).Hears[m])
	default:
		r.askWhich(found)
	}
	return true
}

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
	found = r.apart(found)
	switch len(found) {
	case 0:
		return false
	case 1:
		return r.give(found[0])
	}
	r.askWhich(found)
	return true
}

func (r *run) vague() bool {
	return r.heard.Meaning == hear.Unclear || r.heard.Meaning == hear.Question
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
		r.p.Which, r.p.Missed = nil, 1
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
	alone.Asked, alone.Offers = "which", w.Numbers
	own := r.bot.Ears.Hear(r.body, alone)
	said := func(why string) bool { return strings.HasPrefix(why, "answer:") }
	likely := own.Meaning == hear.Accept && own.Likely // "the second one"
	if !r.bareNumber() && (len(own.Answers) > 0 || slices.ContainsFunc(own.Why, said) || !likely && own.Meaning != hear.Unclear && own.Meaning != hear.Need && own.Meaning != hear.Question) {
		return false // it has a yes or a no of its own
	}
	named := r.named(w)
	if len(named) == 0 {
		if r.bareNumber() && r.heard.Slots.Number > 0 {
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
	offered.Asked, offered.Offers = "offer", w.Numbers
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
		case r.listed("which.small", word):
		case !ok || n > 0 && len(numbers) > 0 && numbers[0] != n:
			return nil
		case n > 0:
			numbers = []int{n}
		}
	}
	return numbers
}

// meantFor is how long after a no a yes is heard as "sorry, I meant yes".
const meantFor = time.Hour

// lateFor is how long after an offer has ended a yes may still be for it.
const lateFor = 48 * time.Hour

// tooLate answers a yes to an offer that is over, with thanks; and a no to one
// that had gone before it was answered.
func (r *run) tooLate() bool {
	i := len(r.p.Ended) - 1
	for i >= 0 && !r.bot.numbered(r.p.Ended[i].Flow) {
		i-- // it had a number only to be asked about
	}
	if i < 0 {
		return false
	}
	last := r.p.Ended[i]
	gone := last.State == "expired" || last.State == "covered" || last.State == "cancelled"
	switch {
	case r.Now.Sub(last.At) > lateFor:
		return false
	case r.heard.Meaning == hear.Accept, r.heard.Meaning == hear.Decline && gone, r.heard.Meaning == hear.Counter && r.refused(last):
		r.overAlready(last)
		return true
	}
	return false
}

// refused reports whether they said no to an offer, or gave it back, a little ago.
func (r *run) refused(o Outcome) bool {
	switch o.State {
	case "declined", "countered", "released", "withdrawn":
		return o.Flow == "offer" && r.p.Volunteer != nil && r.Now.Sub(o.At) < meantFor
	}
	return false
}

// takesBack reports whether a text is a bare yes, or says outright that the answer
// before was meant as a yes: a no before such words counts for nothing.
func (r *run) takesBack() bool {
	if r.heard.Meaning != hear.Accept {
		return false
	}
	return len(strings.Fields(r.body)) <= 2 || r.bot.Ears.Hear("no "+r.body, r.context()).Meaning == hear.Accept
}

func (r *run) overAlready(o Outcome) {
	key := "ended." + o.State
	switch {
	case r.heard.Meaning == hear.Decline:
		key = "ended.no"
	case r.refused(o):
		key = "ended.declined_asked"
		chosen := r.takesBack()
		r.Write(o.About, task.LetterSeek, task.Seek{Person: r.ID(), Volunteer: r.p.Match(""), Chosen: chosen, Again: !chosen})
	case o.State == "expired" || o.State == "covered":
		r.Note("willing", map[string]string{"task": o.About})
	case !r.bot.Wording.Has("en", key):
		key = "ended.over"
	}
	r.say(r.talk(&Conversation{ID: o.ID, Flow: o.Flow, Number: o.Number}), key, nil, false)
}

// smallTalk answers thanks and greetings from somebody we know.
func (r *run) smallTalk(floor *Conversation) bool {
	t := r.talk(&Conversation{})
	switch {
	case r.heard.Meaning == hear.Thanks && len(r.p.Recent) > 1:
		r.say(t, "small.thanks", nil, false)
	case (r.heard.Meaning == hear.Done || r.heard.Meaning == hear.Release) && floor == nil && r.p.Volunteer != nil:
		r.say(t, "small.nothing_in_hand", nil, false)
	case r.heard.Meaning == hear.Greeting && floor == nil && (r.p.Volunteer != nil || r.p.First != ""):
		r.say(t, "small.hello", nil, false)
	default:
		return false
	}
	return true
}

// stranger offers the two ways in to somebody who has no conversation yet.
func (r *run) stranger(first bool) bool {
	if !first && (len(r.p.Conversations) > 0 || r.p.Volunteer != nil || r.p.Missed > 0) {
		return false
	}
	r.p.Missed++
	r.begin("welcome", "", nil)
	return true
}

// notUnderstood asks again once, with an example; then a coordinator reads it.
func (r *run) notUnderstood() {
	r.p.Missed++
	for _, c := range r.p.With("talk") {
		if event := r.state(c).Hears[hear.Unclear]; event != "" {
			r.p.Missed = 0
			r.fire(c, event) // a person reads their words already
			return
		}
	}
	if r.p.Missed >= 2 {
		r.p.Missed = 0
		r.begin("talk", "", map[string]string{"asked": "misunderstood"})
		return
	}
	if r.heard.Meaning == hear.Question && r.context().Holding {
		r.p.Missed = 0
		r.begin("talk", "", map[string]string{"asked": string(hear.Person)}) // they may stand before a door
		return
	}
	floor := r.floor()
	if floor == nil {
		r.say(r.talk(&Conversation{}), "sorry.any", nil, false)
		return
	}
	key := r.state(floor).Sorry
	if key == "" {
		key = "sorry.any"
	}
	r.p.FloorAt = r.Now
	r.say(r.talk(floor), key, nil, false)
}

// worry opens a case for something that was said in passing.
func (r *run) worry() {
	if r.heard.Worry != "" {
		r.begin("concern", "", map[string]string{"kind": r.heard.Worry})
	}
}

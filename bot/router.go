package bot

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/post"
)

// text finds out what a text means and whose it is, in the house's order:
// danger, opt-out and opt-in, commands, an explicit number, the conversation
// that has the floor, the only other that hears it, and otherwise a question.
func (r *run) text() {
	in := post.Read[Text](r.Turn)
	stranger := r.State() == stateNew
	r.meetText(in)
	switch {
	case r.floodOfDanger():
	case r.danger():
	case r.leave(in):
	case r.State() == stateStopped || r.p.Silent:
		// A text after an opt-out, or from a phone that somebody else may read, is
		// not answered. Somebody in danger is still heard, and who asks for a person or
		// for help after an opt-out is a case: somebody may ring.
		if in := r.p.With("danger"); len(in) > 0 {
			r.give(in[0])
		} else if m := r.heard.Meaning; !r.p.Silent && !r.heard.Likely && (m == hear.Person || m == hear.Need) {
			r.begin("talk", "", map[string]string{"asked": string(hear.Person)})
		}
	case in.OptOut == "HELP":
		// The carrier has answered it.
	case r.flooded() || r.held():
	default:
		r.wake()
		r.suspect(r.reply(in, stranger))
		r.alsoToDanger()
	}
	r.replay()
	if n := len(r.p.Recent); r.private && n > 0 {
		r.p.Recent, r.p.RecentAt = r.p.Recent[:n-1], r.p.RecentAt[:len(r.p.RecentAt)-1]
	}
}

// reply answers a text, and reports whether it was understood.
func (r *run) reply(in Text, stranger bool) bool {
	switch {
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
		return r.answer(stranger)
	}
	return false
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

// answer gives a text to whom it belongs, or says that it was not understood. It
// reports whether it was.
func (r *run) answer(stranger bool) bool {
	understood := r.route()
	if !understood && !r.stranger(stranger) {
		r.notUnderstood()
	}
	r.worry()
	return understood
}

func (r *run) meetText(in Text) {
	p := r.p
	p.Phone = in.From
	if r.State() == stateNew {
		r.Fire("meet")
	}
	r.body, r.answers = in.Body, true
	p.keepRecent(clip(in.Body), r.Now)
	r.wrote, r.gap = !p.Heard.IsZero(), r.Now.Sub(p.Heard)
	if r.gap > awakeFor {
		p.Missed = 0 // those were not running
	}
	p.Heard = r.Now
	r.count()
	if len(p.With("danger")) == 0 {
		p.Silent = false // the danger is long over, and it is they who write
	}
	r.heard = r.bot.Ears.Hear(in.Body, r.context())
	if r.heard.RuledBy("shared_phone") {
		p.Shared = true
	}
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
	placed := len(h.Slots.Kinds) > 0 && h.Slots.Address != "" && h.Slots.Postcode != ""
	switch {
	case r.nobodyYet() && placed && (h.Meaning == hear.Unclear || h.Likely && slices.Contains(ofTheKnown, h.Meaning)):
		h.Meaning = hear.Need // "tablets by 4. Win Roe, 8 Mill Rd LS6 2AB"
	case r.nobodyYet() && h.Likely && slices.Contains(ofTheKnown, h.Meaning):
		h.Meaning = hear.Unclear // long words of a stranger
	case r.nobodyYet() && h.Meaning == hear.Unclear && h.RuledBy("need") && len(h.Slots.Kinds) > 0:
		h.Meaning = hear.Need // among much else
	case h.RuledBy("doubts_us") && (h.Meaning == hear.Question || h.Meaning == hear.Unclear) && r.open() == nil:
		h.Meaning = hear.Help
	case h.RuledBy("hours") && slices.Contains([]hear.Meaning{hear.OptOut, hear.Off, hear.Change, hear.Decline}, h.Meaning):
		h.Meaning = hear.Unclear
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

// beside are meanings that may stand beside something that is told.
var beside = []hear.Meaning{hear.Thanks, hear.Greeting, hear.Accept, hear.Help, hear.Idea}

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

// SameDay is how long after a day that somebody named a time alone is of that day.
const SameDay = 15 * time.Minute

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
	for _, x := range r.inHand() {
		c.Held = append(c.Held, x.Number)
		c.OfferKinds[x.Number] = x.Slots["kind"]
	}
	c.Area, c.Address = r.p.Area, r.p.Address
	if x := r.asking(); x != nil {
		t := r.talk(x)
		c.Nameless = x.Slots["for"] != "" && x.Slots["name"] == ""
		c.Address, c.From, c.By = cmp.Or(x.Slots["address"], c.Address), t.Time("from"), t.Time("by")
		if len(c.Offers) == 0 && r.Now.Sub(t.Time("day_at")) < SameDay && !t.NamesBeside("day_of") {
			c.Day = t.Time("day").In(r.bot.Org.Location)
		}
	}
	if floor := r.open(); floor != nil {
		c.Asked, c.Area = r.state(floor).Asks, cmp.Or(floor.Slots["area"], c.Area)
	} else if len(c.Offers) > 0 {
		c.Asked = "offer"
	}
	return c
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
		r.p.Burst = Burst{Minute: r.p.Burst.Minute, Texts: 1} // what they sent before the opt-out is behind them
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
	if r.nearlyStop() {
		r.say(r.talk(&Conversation{}), sayStop, nil, false)
		return true
	}
	if r.saysWhich() {
		r.understood()
		return true
	}
	if r.ofRequests() {
		r.understood()
		return true
	}
	r.declineGivenUp()
	floor := r.yield()
	h := r.heard
	if r.swaps(floor) {
		r.understood()
		return true
	}
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
	if r.tellsHow(floor) {
		r.understood()
		return true
	}
	if several := len(r.answerable()) > 1; several && h.Slots.Number == 0 && (h.Meaning == hear.Counter || yesOrNo(h.Meaning) && (floor == nil || !r.takes(floor))) {
		r.askWhich(r.answerable())
		return true
	}
	if floor != nil && r.give(floor) {
		r.understood()
		return true
	}
	if r.others(floor) || r.tooLate() || r.toDanger(floor) {
		r.understood()
		return true
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
	for _, c := range slices.Backward(r.p.With(flow)) {
		if step, ok := r.first(r.state(c).Joins, c); ok {
			r.fire(c, step.Event)
			return true
		}
	}
	r.begin(flow, "", map[string]string{"asked": string(m)})
	return true
}

// inPlace are the commands that the question on the floor answers itself,
// when it can.
func inPlace(m hear.Meaning) bool {
	return m == hear.Change || m == hear.Back || m == hear.Skip || m == hear.Next
}

func yesOrNo(m hear.Meaning) bool { return m == hear.Accept || m == hear.Decline }

// understood notes that a text was, and tells a case of those that were not.
func (r *run) understood() {
	r.p.Missed = 0
	if r.toPerson || r.private || r.vague() || r.heard.Meaning == hear.Thanks || r.heard.Meaning == hear.Greeting || r.heard.Meaning == hear.Person {
		return
	}
	for _, c := range r.p.With("talk") {
		if c.Slots["asked"] == misunderstood && c.Slots["who"]+c.Slots[understood] == "" {
			c.Slots[understood] = "yes"
			r.Write(c.About, desk.LetterUnderstood, desk.Heard{First: r.p.First, Text: r.p.Recent[len(r.p.Recent)-1]})
		}
	}
}

// What a conversation with a coordinator is begun for, and whether its case was told
// that they were understood since.
const misunderstood, understood = "misunderstood", "understood"

// keyword reports whether the text is a command and little else.
func (r *run) keyword() bool { return len(strings.Fields(r.body)) <= 3 && r.heard.Meaning != hear.Need }

// worry opens a case for something that was said in passing.
func (r *run) worry() {
	if r.heard.Worry == "" {
		return
	}
	slots := map[string]string{"kind": r.heard.Worry}
	if r.vague() && slices.ContainsFunc(r.p.Conversations, func(c *Conversation) bool { return r.flow(c).Relays }) {
		slots["said"] = "yes" // that a person reads these words
	}
	r.begin("concern", "", slots)
}

// declineGivenUp says no to live offers of a kind that a text gives up for good.
func (r *run) declineGivenUp() {
	if r.heard.Meaning != hear.Change {
		return
	}
	heard := r.heard
	for _, c := range r.offers() {
		if slices.Contains(heard.Slots.NotKinds, c.Slots["kind"]) {
			r.heard.Meaning = hear.Decline
			r.give(c)
			r.heard = heard
		}
	}
}

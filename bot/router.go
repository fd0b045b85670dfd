package bot

import (
	"cmp"
	"slices"
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
	wishes := r.answersAndKeepsHours()
	understood := r.delayed() || r.answersAndWishes() || r.route()
	if wishes && understood && len(r.answerable()) == 0 {
		r.tellHours()
	}
	if !understood && r.heard.Worry != hear.WrongMedicine && !r.stranger(stranger) {
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
	if h.Meaning != hear.OptOut && h.Meaning != hear.WrongNumber && !h.RuledBy(nearlyStop) {
		return
	}
	as := r.context()
	as.Asked = "whose"
	if h.Slots.Whose == hear.TheyDied || r.bot.Ears.Hear(r.body, as).Slots.Whose == hear.TheyDied {
		h.Meaning, h.Slots.Whose = hear.WrongNumber, hear.TheyDied
	}
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
	if m == hear.Person && len(strings.Fields(r.body)) > 1 && len(r.inDanger()) > 0 {
		return false // "is anyone there": who has that case is whom they ask for
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
	again := func(c *Conversation) bool {
		return r.heard.Worry == hear.WrongMedicine && c.Slots["kind"] == hear.WrongMedicine
	}
	if r.heard.Worry == "" || r.waitsFor() || slices.ContainsFunc(r.p.With("concern"), again) {
		return
	}
	slots := map[string]string{"kind": r.heard.Worry}
	if (r.vague() || r.toPerson) && slices.ContainsFunc(r.p.Conversations, func(c *Conversation) bool { return r.flow(c).Relays }) {
		slots["said"] = "yes" // that a person reads these words
	}
	r.begin("concern", "", slots)
}

// waitsFor holds for "no sign of her" of somebody to whom a volunteer is to come.
func (r *run) waitsFor() bool {
	return r.heard.Worry == "no_answer" && r.heard.RuledBy("no_show") && len(r.requested()) > 0 && len(r.inHand()) == 0
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

package flows

import (
	"slices"
	"strings"
	"time"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/request"
)

func bare(s string) string { return strings.ToUpper(strings.ReplaceAll(s, " ", "")) }

// namesPlace holds for a text that says where the help of a request that is
// sent is needed, and not only where somebody is from.
func namesPlace(t *bot.Talk, asking string) bool {
	s := t.Heard.Slots
	if wentElsewhere(t) && asking != "where" {
		return false
	}
	if s.Postcode != "" && s.Postcode == t.Slot("postcode") && s.Address == "" {
		return false
	}
	return samePlace(t) || s.Postcode != "" || isAddress(t) && s.Address != t.Slot("address") || s.Outward != "" && (asking == "where" || hears(hear.Change)(t)) || otherArea(t)
}

// otherArea holds for a text that puts another area in place of the one that we have:
// "no its LS6 not LS7".
func otherArea(t *bot.Talk) bool {
	s, was := t.Heard.Slots, t.Slot("area")
	return s.Outward != "" && s.Postcode == "" && s.Address == "" && was != "" && s.Outward != was && slices.Contains(strings.Fields(strings.ToUpper(plain(t.Body))), was)
}

// otherKinds holds for a text that corrects what they need: it says so, answers
// that question, or names what they asked for only to say that it is not that.
func otherKinds(t *bot.Talk) bool {
	s := t.Heard.Slots
	if len(s.Kinds) == 0 || t.Conv.About != "" && (len(timedKinds(t)) > 0 || timesEach(t)) {
		return false
	}
	held := t.List("kinds")
	if len(held) == 0 || hears(hear.Change)(t) || t.Slot("asking") == "what" {
		return true
	}
	said := strings.ToLower(t.Body)
	return slices.ContainsFunc(held, func(id string) bool {
		k, ok := t.Org.Kind(id)
		return ok && !slices.Contains(s.Kinds, id) && slices.ContainsFunc(k.Words, func(w string) bool { return strings.Contains(said, strings.ToLower(w)) })
	})
}

// wantedKinds are the kinds of help that a text asks for, and before the request is
// sent those asked for already, unless it corrects them.
func wantedKinds(t *bot.Talk) []string {
	s, held := t.Heard.Slots, t.List("kinds")
	s.Kinds = slices.DeleteFunc(slices.Clone(s.Kinds), func(id string) bool { // "a food parcel" is no wish to pack them
		k, ok := t.Org.Kind(id)
		return ok && k.Where == org.AtHub
	})
	if len(s.Kinds) == 0 || t.Conv.About != "" && !moreKinds(t) || len(s.NotKinds) > 0 || otherKinds(t) {
		return s.Kinds
	}
	return slices.Concat(held, slices.DeleteFunc(slices.Clone(s.Kinds), func(id string) bool { return slices.Contains(held, id) }))
}

// otherThanTime holds for a text that tells another name, place, need or reach.
func otherThanTime(t *bot.Talk) bool {
	return t.Heard.Slots.Name != "" || namesPlace(t, t.Slot("asking")) || otherKinds(t) || saysReach(t)
}

// moreKinds holds for a text that asks for something beside what the request is about.
func moreKinds(t *bot.Talk) bool {
	held := t.List("kinds")
	return len(held) > 0 && hears(hear.Need)(t) && !otherKinds(t) && slices.ContainsFunc(t.Heard.Slots.Kinds, func(id string) bool { return !slices.Contains(held, id) })
}

// addsNeed holds for a need that belongs to this request: the hub has not decided on
// it, or nobody has yet what is of the same kind; and no other time, house or person
// is named.
func addsNeed(t *bot.Talk) bool {
	s, held := t.Heard.Slots, t.List("kinds")
	switch {
	case s.Name != "" && s.Name != t.Slot("name"), namesPlace(t, ""), s.For, t.Slot("for") != "" && t.Says(hear.Self):
		return false
	case namesTime(t) && !namedTime(t).Equal(t.Time("by")), s.UrgencyToday && t.Slot("when") != t.Words("asking.today", nil) && t.Slot("soon") == "":
		return false
	case t.Slot("decided") == "":
		return true
	}
	return len(s.Kinds) > 0 && !slices.ContainsFunc(s.Kinds, func(id string) bool {
		return !slices.Contains(held, id) || t.Slot("has_"+id) != "" || t.Slot("missed_"+id) != ""
	})
}

// corrects holds for a text that tells another name, place, need or time.
func corrects(t *bot.Talk) bool {
	s := t.Heard.Slots
	return s.Name != "" || namesPlace(t, t.Slot("asking")) || otherKinds(t) || timed(t) || saysReach(t)
}

// otherReach holds for a text that says it otherwise than we know it.
func otherReach(t *bot.Talk) bool {
	said := request.ReachCall
	if t.Heard.Slots.TextOnly {
		said = request.ReachText
	}
	return saysReach(t) && hears(hear.Unclear, hear.Accept, hear.Decline)(t) && said != reach(t)
}

// reachAgain holds when they say so a second time instead of answering.
func reachAgain(t *bot.Talk) bool { return saysReach(t) && t.Slot("reached") != "" }

// helpers are the first names of those who have a task of the request.
func helpers(t *bot.Talk, kinds []string) []string {
	var names []string
	for _, kind := range kinds {
		if name := t.Slot("has_" + kind); name != "" {
			names = append(names, name)
		}
	}
	if name := t.Slot("volunteer"); len(names) == 0 && len(kinds) == len(t.List("kinds")) && name != "" {
		names = append(names, name)
	}
	return sorted(names)
}

// sayTold says what the hub was told, and that whoever has what is needed at another time
// than before is asked about it. Of are the kinds of help that it is of alone, if not of all.
func sayTold(t *bot.Talk, heard string, of []string, before map[string]request.Time) {
	kinds := of
	if len(of) == 0 {
		kinds = t.List("kinds")
	}
	changed := func(id string) bool {
		was, now := before[id], timeOfKind(t, id)
		return !was.From.Equal(now.From) || !was.By.Equal(now.By)
	}
	asked := strings.Join(helpers(t, slices.DeleteFunc(slices.Clone(kinds), func(id string) bool { return !changed(id) })), ", ")
	if slices.ContainsFunc(kinds, func(id string) bool { return !timeOfKind(t, id).By.After(t.Now) }) || len(kinds) == 0 && !t.Time("by").After(t.Now) {
		asked = ""
	}
	t.Keep("asks_them", asked)
	if len(of) == 0 {
		heard = ofWhich(t, heard)
	}
	t.Say("asking.told", map[string]any{"Heard": heard, "Asked": asked})
}

// ofWhich says what was changed with the request that it is of, where several live.
func ofWhich(t *bot.Talk, heard string) string {
	if len(underWay(t)) < 2 || t.Slot("subject") == "" {
		return heard
	}
	return t.Words("asking.of", map[string]any{"Heard": heard})
}

// cannotThen holds for a cannot that may be of the day only: "can't do tomorrow".
func cannotThen(t *bot.Talk) bool {
	return hears(hear.Release)(t) && t.Heard.RuledBy("cant") && !namesTime(t) && !t.Heard.RuledBy("needless")
}

// saysReach holds for a text that says whether they may be rung, and neither yes nor
// no, nor what they need.
func saysReach(t *bot.Talk) bool {
	s := t.Heard.Slots
	return (s.TextOnly || s.Call) && len(s.Kinds) == 0 && !hears(hear.Need)(t) && !(hears(hear.Accept)(t) && plainAnswer(t))
}

// notConsent holds for a text that tells something instead of answering whether
// their address may be given; what moves the house is never an answer to that.
func notConsent(t *bot.Talk) bool {
	return !anothersNeed(t) && (namesPlace(t, "") || turnsOut(t) || namesTime(t) && !hears(hear.Accept)(t) || saysReach(t) || !plainAnswer(t) && (corrects(t) || len(t.Heard.Slots.Kinds) > 0))
}

// asksAboutHelp holds for a question that we can answer at once, and nothing that answers ours.
func asksAboutHelp(t *bot.Talk) bool {
	s := t.Heard.Slots
	return t.Heard.RuledBy("asks_of_us") && s.Name+s.Outward+s.Address == "" && len(s.Kinds) == 0 && !timed(t) && !plainAnswer(t)
}

// reserves holds for a consent that may not be whole: "only my first name".
func reserves(t *bot.Talk) bool {
	return hears(hear.Accept)(t) && t.Heard.RuledBy("reservation") && t.Heard.Plain == "" && atTheDoor(t) == "" && !t.Heard.Slots.TextOnly && !t.Heard.Slots.Call && !t.Heard.RuledBy("shares")
}

// onlyShares holds for a text that gives consent in so many words, and nothing else.
func onlyShares(t *bot.Talk) bool {
	return t.Heard.RuledBy("shares") && !hears(hear.Decline)(t) && !namesPlace(t, "") && !namesTime(t) && len(t.Heard.Slots.Kinds) == 0
}

// meantYes holds for the question's own YES within an hour of a no to it.
func meantYes(t *bot.Talk) bool {
	at, words := t.Time("refused"), plain(t.Body)
	return !at.IsZero() && t.Now.Sub(at) < time.Hour && hears(hear.Accept, hear.Unclear)(t) &&
		slices.Contains(strings.Fields(words), t.Words("asking.yes", nil))
}

// lateYes holds for a yes to whether their address may be given, some time after it was
// asked, or they were told that they had agreed.
func lateYes(t *bot.Talk) bool {
	return (t.Slot("unanswered") != "" || toldAgain(t)) && t.Slot("volunteer") == "" && hears(hear.Accept, hear.Unclear)(t) && t.HeardAs("consent").Meaning == hear.Accept &&
		(plainAnswer(t) || t.Heard.RuledBy("shares")) && !namesTime(t) && !namesPlace(t, "") && len(t.Heard.Slots.Kinds) == 0
}

// needless holds for what may mean that they need it no more, beside a no.
func needless(t *bot.Talk) bool { return t.Heard.RuledBy("needless") && t.Heard.Plain == "" }

// changesRequest holds for words about a request under way that correct it.
func changesRequest(t *bot.Talk) bool {
	callsOff := t.Heard.RuledBy("needless") && len(t.Heard.Slots.NotKinds) == 0 // "cancel it, I moved the appointment"
	return hears(hear.Change, hear.Back)(t) || dayUnsaid(t) || ofThatDay(t) || hears(hear.Unclear)(t) && otherKinds(t) && !callsOff || anotherTime(t) || onlyRefuses(t) || otherReach(t)
}

// needTopic is what of their request they want to correct.
func needTopic(t *bot.Talk) string {
	if hears(hear.Need)(t) {
		return "what"
	}
	return map[string]string{"name": "name", "area": "where", "kinds": "what", "when": "when"}[topicOf(t)]
}

// before is the question before each, once the request is sent.
var before = map[string]string{"where": "what", "name": "where", "when": "name", "": "when"}

// noteChange finds out what they want to correct.
func noteChange(t *bot.Talk) {
	topic := needTopic(t)
	switch {
	case hears(hear.Back)(t):
		topic = ""
		if t.Slot("pending") != "" {
			topic = before[t.Slot("asking")]
		}
	case dayUnsaid(t):
		topic = "when"
		t.KeepTime("part_from", t.Heard.Slots.From)
		t.KeepTime("part_by", t.Heard.Slots.By)
		if t.Heard.Slots.At {
			t.Keep("part_at", "yes")
		}
		t.Keep("unsaid", "yes")
		t.Keep("part_kinds", strings.Join(timedKinds(t), ","))
		t.Write(t.Conv.About, request.LetterDetail, request.Detail{First: helped(t).First, Name: helped(t).Name, Words: t.Body})
	case onlyRefuses(t), t.Slot("decided") != "" && namesTime(t) && !oneTime(t) && !otherThanTime(t):
		topic = "when"
	case corrects(t), ofThatDay(t):
		topic = "told"
	}
	t.Keep("topic", topic)
	if topic == "told" {
		t.Keep("asking", "")
		return
	}
	t.Keep("asking", topic)
	t.Keep("no_"+topic, "")
	if topic == "when" && len(stillWanted(t)) < 2 { // else it may be of some of it alone
		for _, name := range []string{"when", "by", "from", "windows", "soon"} {
			t.Keep(name, "")
		}
	}
}

// noteSkip notes that a question of the request is not to be asked again.
func noteSkip(t *bot.Talk) {
	if asking := t.Slot("asking"); asking != "" {
		t.Keep("no_"+asking, "yes")
	}
	if t.Slot("pending") == "" {
		t.Say("changing.left", nil)
	}
}

// missesDetail holds for what is not known and was not skipped.
func missesDetail(name string) func(*bot.Talk) bool {
	return func(t *bot.Talk) bool { return t.Slot(name) == "" && t.Slot("no_"+name) == "" }
}

// movedSomewhere holds while they have moved and we do not know the new door.
func movedSomewhere(t *bot.Talk) bool { return t.Slot("moved") != "" && missesPlace(t) }

// missesPlace holds while we do not know where to come and they have not let that be.
func missesPlace(t *bot.Talk) bool { return noPlace(t) && t.Slot("no_where") == "" }

// lateAnswer holds for what answers a question of the request some time after it was
// asked.
func lateAnswer(t *bot.Talk) bool {
	placed := missesPlace(t) && namesPlace(t, "where")
	named := missesDetail("name")(t) && t.Heard.Slots.Name != "" && !hears(hear.Need, hear.Join)(t)
	return placed || named || lateWhen(t)
}

// nobodyCame holds for somebody who waits for help that is somebody's, or past its time:
// then whoever asks how it stands waits too.
func nobodyCame(t *bot.Talk) bool {
	said := t.Heard.RuledBy("no_show")
	return (said || hears(hear.Status)(t)) && slices.ContainsFunc(t.Person.With("asking"), func(c *bot.Conversation) bool {
		by, err := time.Parse(time.RFC3339, c.Slots["by"])
		return said && c.Slots["volunteer"] != "" || err == nil && by.Before(t.Now) && c.Slots["finished"] == ""
	})
}

// windowWords say when somebody can, as a rule.
func windowWords(t *bot.Talk, windows []string) string {
	names := make([]string, len(windows))
	for i, w := range windows {
		names[i] = t.Words("window."+w, nil)
	}
	return strings.Join(names, ", ")
}

// noPlace holds while we do not know where to come: an outward code, and an
// address unless the help is by phone.
func noPlace(t *bot.Talk) bool {
	if t.Slot("area") == "" {
		return true
	}
	for _, id := range t.List("kinds") {
		if k, ok := t.Org.Kind(id); ok && (k.Where == org.ByPhone || k.Where == org.AtHub) {
			return false
		}
	}
	return t.Slot("address") == ""
}

// isAddress holds for what can be a house's address: it has a number or came
// with its postcode, and is not a time.
func isAddress(t *bot.Talk) bool {
	s := t.Heard.Slots
	return s.Address != "" && (s.Outward != "" || !timed(t) && strings.ContainsAny(s.Address, "0123456789"))
}

// tellDetail tells the request what was said after it was sent.
func tellDetail(t *bot.Talk) {
	name, kinds, first := t.Slot("name"), t.Slot("kinds"), t.Slot("when") == "" && t.Slot("topic") == ""
	placed, other, more := namesPlace(t, t.Slot("asking")), otherKinds(t), moreKinds(t)
	adds := hears(hear.Need)(t) && !other && addsNeed(t) || ofErrand(t)
	askOn(t)
	again, ofDay, when := t.Slot("topic"), ofThatDay(t), t.Slot("when")
	own, agreed := t.Slot("for") == "", hasAgreed(t)
	of, apart, before := timedKinds(t), t.Slot("apart") != "", timesOfKinds(t)
	t.Keep("topic", "")
	t.Keep("brief", "")
	gatherNeed(t)
	p, h, was := t.Person, helped(t), helped(t)
	turned := own && t.Slot("for") != ""
	own = own && !turned
	if own {
		was = household{p.First, p.Name, p.Area, p.Postcode, p.Address}
		p.Replace("name", p.Name, h.Name, t.Now)
		p.Name, p.First = h.Name, h.First
	}
	d := request.Detail{
		First: h.First, Name: h.Name, Asker: p.First, For: !own, By: t.Time("by"), When: t.Slot("when"), Windows: t.List("windows"), Soon: t.Slot("soon") != "",
		Times: ownTimes(t), Several: t.Slot("several") != "", Of: of,
		Words: t.Body, What: t.Slot("brief"), More: adds, Money: speaksOfPaying(t),
	}
	d.Access, d.To = errandWords(t, adds)
	d.Stays = d.Access
	d.Timed = namesTime(t)
	d.From = fromOf(t, d.Timed && !first && len(of) == 0)
	d.Reach = tellReach(t)
	var heard, told []string
	moved := false
	if (name != "" || turned) && name != h.Name && h.Name != "" {
		heard = append(heard, h.Name)
	}
	d.NotThere = turned && !placed && t.Slot("address") == ""
	if turned && !placed && !d.NotThere {
		heard = append(heard, h.whole())
	}
	if placed {
		leaveDoor(t, was.Address)
		h.Area, h.Postcode, h.Address = t.Slot("area"), t.Slot("postcode"), t.Slot("address")
		d.Area, d.Postcode, d.Address = h.Area, h.Postcode, h.Address
		heard = append(heard, ofWhich(t, h.whole()))
		if own {
			p.Area, p.Postcode, p.Address = h.Area, h.Postcode, h.Address
			p.Replace("address", was.whole(), h.whole(), t.Now)
		}
	}
	if agreed && !turned {
		noteAgreed(t, true)
	}
	if other && kinds == "" && again == "" && !hears(hear.Change)(t) {
		t.Keep("unnamed", "yes") // what they asked for before is of no kind that we know
	}
	dropParts(t)
	if (other || more) && kinds != t.Slot("kinds") {
		d.Kinds = keepKinds(t)
		told = append(told, kindNames(t.Org, d.Kinds))
	}
	if namesTime(t) && (again != "" || when != "" && when != t.Slot("when") || ofDay || plainAnswer(t) || len(of) > 0 || timesEach(t)) {
		told = append(told, timeWords(t, of, apart))
		moved = true
	}
	if len(heard) > 0 {
		t.Say("changing.done", map[string]any{"Heard": strings.Join(heard, ", ")})
	}
	switch {
	case moved:
		sayTold(t, strings.Join(told, ", "), of, before)
	case len(told) > 0: // a coordinator may have decided: it is theirs to change
		t.Say("asking.told", map[string]any{"Heard": strings.Join(told, ", "), "Asked": ""})
	case len(heard) == 0 && d.Reach == "" && (len(t.Heard.Slots.Kinds) > 0 || t.Slot("pending") == ""):
		sayAdded(t)
	}
	if len(told)+len(heard) > 0 || d.Reach != "" {
		sayAlso(t)
	}
	t.Write(t.Conv.About, request.LetterDetail, d)
	passOn(t, atTheDoor(t))
	passConsent(t)
}

// fromOf is before when it may not be; of another time than before, what they name.
func fromOf(t *bot.Talk, another bool) time.Time {
	if from := t.Time("from"); !from.IsZero() || !another {
		return from
	}
	return notBefore(t)
}

// askOn has what was to be asked after a late answer be asked now.
func askOn(t *bot.Talk) {
	if lateAnswer(t) && t.Slot("decided") == "" && t.Slot("moved") == "" {
		t.Keep("pending", "yes")
	}
}

// dropParts forgets what was noted of a time while its day was asked.
func dropParts(t *bot.Talk) {
	for _, name := range []string{"unsaid", "part_from", "part_by", "part_at", "part_kinds"} {
		t.Keep(name, "")
	}
}

// keepKinds notes what follows from the kinds of help that they need now.
func keepKinds(t *bot.Talk) []string {
	t.Keep("subject", subject(t))
	t.Keep("by_phone", byPhone(t))
	return t.List("kinds")
}

// tellReach says that it is noted how they want to be reached, and is that; "" if the text
// does not tell.
func tellReach(t *bot.Talk) request.Reach {
	if !saysReach(t) {
		return ""
	}
	how, open := reach(t), t.Slot("pending")
	if missesDetail("name")(t) || missesDetail("when")(t) {
		open = "" // something else is asked next
	}
	t.Keep("reached", open)
	t.Say("asking.reach", nil)
	return how
}

// takeBackNeed takes back what they said before the request is sent.
func takeBackNeed(t *bot.Talk) {
	if t.Heard.Slots.Outward == "" && needTopic(t) == "name" {
		t.Keep("name", "")
		t.Keep("first", "")
	} else if t.Heard.Slots.Outward == "" {
		for _, name := range []string{"what", "brief", "kinds"} {
			t.Keep(name, "")
		}
	}
	t.Keep("asking", "")
}

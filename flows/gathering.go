package flows

import (
	"slices"
	"strings"
	"time"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/request"
)

// keepWords keeps the text that asked, as it was sent.
// What asks for help and names none is asked about.
func keepWords(t *bot.Talk) {
	const namesSomething = 5 // words: "can somebody help me please" does not
	if s := t.Heard.Slots; len(s.Kinds) > 0 || len(strings.Fields(s.Rest)) > namesSomething && !t.Heard.RuledBy("asks_help") {
		t.Keep("what", t.Body)
	}
}

// gatherNeed notes what the text tells, and what an earlier conversation told.
func gatherNeed(t *bot.Talk) {
	gatherAgain(t)
	follows := joinDay(t)
	if !follows {
		noteDay(t)
	}
	s, p := t.Heard.Slots, t.Person
	asking := t.Slot("asking")
	keep := func(name, value string) {
		if value != "" {
			t.Keep(name, value)
		}
	}
	gatherName(t)
	gatherPlace(t, asking)
	if t.Conv.About == "" || otherKinds(t) || moreKinds(t) {
		keep("kinds", strings.Join(wantedKinds(t), ","))
		if t.Slot("what") == "" && len(s.Kinds) > 0 {
			keep("what", t.Body)
		}
	}
	gatherWhen(t, follows)
	gatherReach(t)
	if speaksOfPaying(t) {
		t.Keep("money", "yes")
	}
	if words := atTheDoor(t); words != "" && t.Conv.About == "" {
		stays := staysTrue(t, words)
		t.Keep("access", words)
		t.Keep("stays", stays)
		noteWay(t.Conv, words, stays)
	}
	switch asking {
	case "what":
		if len(s.Kinds) > 0 || strings.TrimSpace(s.Rest) != "" {
			keep("what", t.Body)
			keep("brief", t.Body)
		}
	case "when":
		if t.Slot("when") == "" && s.Name+s.Outward+s.Address == "" && len(s.Kinds) == 0 && !s.TextOnly && !s.Call && !t.Heard.RuledBy("turns_out") && !t.Heard.RuledBy("asks_of_us") {
			keep("when", clip(t.Body, 60))
		}
	}
	if t.Slot("for") == "" {
		if t.Slot("area") == "" && p.Area != "" {
			if t.Slot("address") == "" {
				t.Keep("known", "yes") // and not said of this request
			}
			t.Keep("address", or(t.Slot("address"), p.Address))
		}
		keepKnown(t)
	}
	for _, name := range []string{"what", "where", "name", "when"} {
		missing := t.Slot(name) == ""
		if name == "where" {
			missing = noPlace(t)
			t.Keep("half", t.Slot("postcode"))
		}
		if missing {
			t.Keep("asking", name)
			return
		}
	}
	t.Keep("asking", "")
}

// daysLeft is when a text says that it suits them; of the days that they named before,
// those that are left where it refuses one.
func daysLeft(t *bot.Talk) []string {
	const butOne = 6 // days
	when, held := t.Heard.Slots.When, t.List("windows")
	left := slices.DeleteFunc(slices.Clone(held), func(day string) bool { return !slices.Contains(when, day) })
	if len(when) == butOne && len(left) > 0 {
		return left
	}
	return when
}

// gatherWhen notes when they need it, in their words and as times: a time that follows a
// day alone is of that day.
func gatherWhen(t *bot.Talk, follows bool) {
	notTheMonth(t)
	if gatherApart(t) {
		return
	}
	s := t.Heard.Slots
	said, all := t.Slot("when"), true
	switch {
	case !s.By.IsZero():
		t.KeepTime("by", s.By)
		t.Keep("when", t.Words("asking.by", map[string]any{"By": t.When(s.By)}))
		if follows && !s.From.IsZero() && s.By.Hour() == hear.LastHour {
			t.Keep("when", t.Words("asking.from", map[string]any{"From": t.When(s.From)}))
		}
	case s.At && (follows || meansTime(t)):
		t.KeepTime("by", s.From)
		t.Keep("when", t.When(s.From))
	case !s.From.IsZero() && (t.Slot("decided") != "" || meansTime(t)): // as far as that day goes
		t.KeepTime("by", dayEnds(s.From))
		t.Keep("when", t.Words("asking.from", map[string]any{"From": t.When(s.From)}))
	case s.UrgencyToday:
		by := todayEnds(t)
		t.KeepTime("by", by)
		t.Keep("when", t.Words("asking.today", nil))
		if by.IsZero() {
			t.Keep("when", t.Words("asking.soon", nil))
		}
	case len(s.When) > 0 && (t.Slot("asking") == "when" || !saysReach(t)): // "ring me any time" is of ringing
		t.KeepTime("by", time.Time{})
		t.Keep("when", windowWords(t, daysLeft(t)))
	default:
		all = false
	}
	if all {
		gatherEach(t)
	}
	if t.Slot("when") != said {
		t.KeepTime("from", time.Time{})
		if !t.Time("by").IsZero() && s.From.After(t.Now) {
			t.KeepTime("from", s.From)
		}
		keepSoon(t, s.UrgencyToday && t.Time("by").IsZero())
		left := strings.Join(daysLeft(t), ",")
		t.Keep("windows", "")
		if s.By.IsZero() && s.From.IsZero() && !s.UrgencyToday {
			t.Keep("windows", left)
		}
	}
}

// severalHomes holds for a text that asks for help at more than one home: a request is of
// one, and whoever goes to it learns of no other.
func severalHomes(t *bot.Talk) bool { return len(t.Heard.Slots.Homes) > 0 && hears(hear.Need)(t) }

// handHomes has a coordinator read of them all. The first name among them is not that of
// whoever texts.
func handHomes(t *bot.Talk) {
	t.Keep("name", "")
	t.Keep("first", "")
	t.Begin("talk", map[string]string{"asked": "homes", "area": t.Slot("area")})
}

func speaksOfPaying(t *bot.Talk) bool { return t.Heard.RuledBy("their_money") }

// todayEnds is by when something is wanted today, and no time while too little is left
// of the day to hold anybody to it.
func todayEnds(t *bot.Talk) time.Time {
	const enough = 3 * time.Hour
	if end := dayEnds(t.Now.In(t.Org.Location)); end.Sub(t.Now) >= enough {
		return end
	}
	return time.Time{}
}

// gatherReach notes how to reach them, and that their details may be passed on.
func gatherReach(t *bot.Talk) {
	s, p := t.Heard.Slots, t.Person
	if t.Heard.RuledBy("shares") {
		t.Keep("shares", "yes")
	}
	if s.TextOnly {
		p.TextOnly = true
		t.Keep("reach", string(request.ReachText))
	} else if s.Call {
		p.TextOnly = p.TextOnly && !saysReach(t) // "you can ring me", but not "somebody to ring me"
		t.Keep("reach", string(request.ReachCall))
	}
}

// meansTime holds for a time from which, or at which, they need what they ask for, and
// not one of something else.
func meansTime(t *bot.Talk) bool {
	s := t.Heard.Slots
	if !s.From.After(t.Now) {
		return false
	}
	return len(s.When) > 0 || anotherTime(t) || s.From.Sub(t.Now) > 12*time.Hour || s.At && (t.Conv.About == "" || t.Slot("asking") == "when")
}

// gatherName notes who is to be helped, and who asks where that is somebody else. What
// we know of the one is not so of the other.
func gatherName(t *bot.Talk) {
	s, p := t.Heard.Slots, t.Person
	theirs := s.Name != "" && s.Name != s.Own
	if s.For && t.Slot("for") == "" && (t.Conv.About == "" || t.Slot("name") == "" || turnsOut(t)) {
		t.Keep("for", "yes")
		t.Keep("name", "")
		t.Keep("first", "")
		switch {
		case t.Conv.About != "":
			turnToOther(t)
		case t.Slot("area") == p.Area && t.Slot("address") == p.Address: // theirs, and not where help is wanted
			forgetPlace(t)
		}
	}
	switch {
	case t.Slot("for") == "" && s.Name != "" && !s.For:
		t.Keep("name", s.Name)
		t.Keep("first", or(s.First, first(s.Name)))
		return
	case t.Slot("for") == "":
		return
	case theirs:
		t.Keep("name", s.Name)
		t.Keep("their_first", or(s.First, first(s.Name)))
	}
	if s.Own != "" && p.Name == "" {
		p.Name, p.First = s.Own, first(s.Own)
		if s.Own == s.Name {
			p.First = or(s.First, p.First) // "Mrs Kaur"
		}
	}
}

// turnsOut holds for a text that says of a request that is sent that it is for somebody
// else than whoever asked.
func turnsOut(t *bot.Talk) bool {
	return t.Heard.Slots.For && t.Heard.RuledBy("turns_out") && t.Conv.About != "" && t.Slot("for")+t.Slot("finished") == "" && len(t.Heard.Slots.Kinds) == 0
}

// turnToOther has a request that is sent be for somebody else. Where whoever asks lives,
// if that was known before, is not where help is wanted, and where help is wanted is not
// where they live. What they agreed to was of themself.
func turnToOther(t *bot.Talk) {
	p := t.Person
	if t.Slot("known") != "" {
		forgetPlace(t)
		t.Keep("moved", "yes")
	} else {
		p.Area, p.Postcode, p.Address = t.Slot("own_area"), t.Slot("own_postcode"), t.Slot("own_address")
	}
	for _, name := range []string{"shares", "shared", "refused"} {
		t.Keep(name, "")
	}
	t.Keep("pending", "yes")
}

func forgetPlace(t *bot.Talk) {
	for _, name := range []string{"area", "postcode", "address", "known"} {
		t.Keep(name, "")
	}
}

// A household is who is to be helped, and where.
type household struct{ First, Name, Area, Postcode, Address string }

// helped is the household that a request is for: their own, but for what somebody asks
// for another.
func helped(t *bot.Talk) household {
	p := t.Person
	if t.Slot("for") != "" {
		return household{t.Slot("their_first"), t.Slot("name"), t.Slot("area"), t.Slot("postcode"), t.Slot("address")}
	}
	return household{
		or(t.Slot("first"), p.First), or(t.Slot("name"), p.Name), or(t.Slot("area"), p.Area), or(t.Slot("postcode"), p.Postcode), or(t.Slot("address"), p.Address),
	}
}

// agreed names a household and how it is reached, as somebody agreed that one volunteer
// may know it: their number, where they are rung. It is empty while a name is missing.
func (h household) agreed(byPhone string) string {
	if h.Name == "" {
		return ""
	}
	where := h.whole()
	if byPhone != "" {
		where = byPhone
	}
	return bare(h.Name) + "/" + bare(where)
}

func (h household) whole() string {
	return strings.TrimSpace(strings.TrimSuffix(h.Address, ",") + " " + or(h.Postcode, h.Area))
}

// noteDay notes when they named a day alone: a time may follow.
func noteDay(t *bot.Talk) {
	switch {
	case wholeDay(t):
		t.KeepTime("day", t.Heard.Slots.By)
		t.KeepTime("day_at", t.Now)
		t.Keep("day_of", strings.Join(timedKinds(t), ","))
	case namesTime(t):
		t.Keep("day_at", "")
	}
}

// gatherPlace notes where they are. Once the request is sent only what plainly
// names a place counts: a full postcode, a street, or an explicit change. The
// old postcode and house are not in another area.
func gatherPlace(t *bot.Talk, asking string) {
	s, sent := t.Heard.Slots, t.Conv.About != ""
	if sent && !namesPlace(t, asking) {
		return
	}
	if samePlace(t) {
		p := t.Person
		s.Outward, s.Postcode, s.Address = p.Area, p.Postcode, p.Address
	}
	was := t.Slot("postcode")
	street := ""
	if isAddress(t) || samePlace(t) {
		street = s.Address
	}
	if placeless := t.Heard.RuledBy("same_place") && !strings.ContainsAny(s.Rest, "0123456789"); street == "" && !placeless && asking == "where" && s.Outward != "" && t.Slot("address") == "" {
		street = strings.TrimSpace(s.Rest)
	}
	switch {
	case otherArea(t): // the rest of the postcode, and the house, are as they were
		t.Keep("postcode", strings.Replace(was, t.Slot("area"), s.Outward, 1))
	case s.Outward != "" && t.Slot("area") != "" && s.Outward != t.Slot("area"):
		t.Keep("postcode", "")
		if sent || t.Slot("asking") != "where" {
			t.Keep("address", "")
		}
	case sent && s.Postcode != "" && was != "" && s.Postcode != was && !strings.Contains(bare(t.Body), bare(was)):
		t.Keep("address", "") // unless they name the old postcode too, it is another house
	}
	if sent && s.Outward == "" && street != "" {
		street = inHouse(street, t.Slot("address"))
	}
	for name, value := range map[string]string{"area": s.Outward, "postcode": s.Postcode, "address": street} {
		if value != "" {
			t.Keep(name, value)
			t.Keep("known", "")
		}
	}
	if sent && was != "" {
		t.Keep("moved", "yes")
	}
}

// samePlace holds for a text that says that it is where it was before, of somebody whose
// house we know, while we do not know where to come.
func samePlace(t *bot.Talk) bool {
	return t.Heard.RuledBy("same_place") && t.Heard.Slots.Address == "" && t.Slot("for") == "" && t.Person.Address != "" && noPlace(t)
}

// keepKnown notes what an earlier conversation told of who and where they are, unless
// this one has told it.
func keepKnown(t *bot.Talk) {
	p := t.Person
	if t.Slot("name") == "" && p.Name != "" {
		t.Keep("name", p.Name)
		t.Keep("first", p.First)
	}
	if t.Slot("area") == "" && p.Area != "" {
		t.Keep("area", p.Area)
		t.Keep("postcode", p.Postcode)
	}
}

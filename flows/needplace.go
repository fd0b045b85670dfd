package flows

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/request"
)

// perhapsElsewhere holds for words out of turn that name another house than the
// request's, and do not say what is there: "I'll be at 15 Ash Rd".
func perhapsElsewhere(t *bot.Talk) bool {
	s := t.Heard.Slots
	return hears(hear.Unclear, hear.Question)(t) && namesDoor(t) && s.Name == "" && len(s.Kinds)+len(s.NotKinds) == 0 && t.Slot("by_phone") == "" && !needless(t)
}

// perhapsDoor holds for a text that names another house, and neither a time nor that
// nothing is needed.
func perhapsDoor(t *bot.Talk) bool { return namesDoor(t) && !notNeeded(t) && !needless(t) && !timed(t) }

// namesDoor holds for a text that names a house, and another than the request's.
func namesDoor(t *bot.Talk) bool {
	s := t.Heard.Slots
	return isAddress(t) && (bare(s.Address) != bare(t.Slot("address")) || s.Postcode != "" && bare(s.Postcode) != bare(t.Slot("postcode")))
}

// door is the house that a text names: what it leaves unsaid is as it was, but for the
// postcode of another street.
func door(t *bot.Talk) request.Place {
	s := t.Heard.Slots
	to := request.Place{Area: or(s.Outward, t.Slot("area")), Postcode: s.Postcode, Address: s.Address}
	if s.Outward == "" {
		to.Address = inHouse(s.Address, t.Slot("address"))
	}
	if to.Postcode == "" && to.Area == t.Slot("area") && street(to.Address) == street(t.Slot("address")) {
		to.Postcode = t.Slot("postcode")
	}
	return to
}

// inHouse is a flat that is named alone, in the house that we have: "flat 2" of "flat 3,
// 5 Brook Rd".
func inHouse(address, house string) string {
	was := flatFirst.ReplaceAllString(house, "")
	if flatFirst.ReplaceAllString(address, "") != "" || was == "" {
		return address
	}
	return address + ", " + was
}

// flatFirst is the word and the number of a flat before a house.
var flatFirst = regexp.MustCompile(`^\s*\pL+\s*\d+\pL?\s*(?:,\s*|\s+|$)`)

// street is an address without its number, and without a flat before that.
func street(address string) string {
	address = flatFirst.ReplaceAllString(address, "")
	return strings.ToLower(strings.Join(strings.FieldsFunc(address, func(r rune) bool { return !unicode.IsLetter(r) }), " "))
}

// noteOther notes for the hub a house that a text names beside something else.
func noteOther(t *bot.Talk) {
	s := t.Heard.Slots
	other := strings.ContainsAny(s.Address, "0123456789") && bare(s.Address) != bare(t.Slot("address"))
	if other && s.Name == "" && len(s.Kinds)+len(s.NotKinds) == 0 && t.Slot("by_phone") == "" {
		to := door(t)
		t.Write(t.Conv.About, request.LetterDetail, request.Detail{Elsewhere: &to})
	}
}

// noteDoor passes their words on, and notes the house that they name.
func noteDoor(t *bot.Talk) {
	addWords(t)
	to := noteNewDoor(t)
	t.Write(t.Conv.About, request.LetterDetail, request.Detail{Elsewhere: &to})
}

func noteNewDoor(t *bot.Talk) request.Place {
	to := door(t)
	t.Keep("new_area", to.Area)
	t.Keep("new_postcode", to.Postcode)
	t.Keep("new_address", to.Address)
	t.Keep("door", household{Area: to.Area, Postcode: to.Postcode, Address: to.Address}.whole())
	t.Keep("whose", strings.Join(helpers(t, t.List("kinds")), ", "))
	return to
}

// moveRequest tells the request of the house that they have said yes to.
func moveRequest(t *bot.Talk) {
	was := helped(t)
	agreed := hasAgreed(t)
	leaveWay(t.Conv)
	t.Keep("known", "")
	t.Keep("area", t.Slot("new_area"))
	t.Keep("postcode", t.Slot("new_postcode"))
	t.Keep("address", t.Slot("new_address"))
	h := helped(t)
	if t.Slot("for") == "" {
		h.Postcode = t.Slot("postcode") // not the one of where they were
		t.Person.Area, t.Person.Postcode, t.Person.Address = h.Area, h.Postcode, h.Address
		t.Person.Replace("address", was.whole(), h.whole(), t.Now)
	}
	if agreed {
		noteAgreed(t, true)
	}
	t.Say("changing.done", map[string]any{"Heard": ofWhich(t, h.whole())})
	t.Write(t.Conv.About, request.LetterDetail, request.Detail{First: h.First, Name: h.Name, Area: h.Area, Postcode: h.Postcode, Address: h.Address})
}

// noteWay notes that a way in was told which is so at that door alone.
func noteWay(c *bot.Conversation, words, stays string) {
	if words != stays {
		c.Slots["way"] = "yes"
	}
}

// lostWay holds once they have moved from a door whose way in they had told.
func lostWay(t *bot.Talk) bool {
	return t.Slot("way_lost") != "" && t.Slot("by_phone") == "" && !noPlace(t)
}

// leaveWay notes that they have moved from that door: what was told of it goes to nobody.
func leaveWay(c *bot.Conversation) {
	if c.Slots["way"] != "" {
		c.Slots["way"], c.Slots["way_lost"] = "", "yes"
	}
}

// leaveDoor notes that they are at another door than the one that was known.
func leaveDoor(t *bot.Talk, was string) {
	if was != "" && bare(was) != bare(t.Slot("address")) {
		leaveWay(t.Conv)
	}
}

// tellsWay holds for words that may tell how to get in: no plain yes or no, and nothing
// that is asked.
func tellsWay(t *bot.Talk) bool {
	return atTheDoor(t) != "" || hears(hear.Unclear, hear.Change, hear.Need, hear.Accept)(t) && !plainAnswer(t) && !namesDoor(t) && !timed(t)
}

// tellWay has whoever comes know of it.
func tellWay(t *bot.Talk) {
	t.Write(t.Conv.About, request.LetterHeard, desk.Heard{First: t.Person.First, Text: t.Body})
	passTo(t, t.Body, nil)
}

// stay takes back the house that they had named.
func stay(t *bot.Talk) {
	t.Write(t.Conv.About, request.LetterDetail, request.Detail{Elsewhere: &request.Place{}})
}

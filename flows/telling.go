package flows

import (
	"slices"
	"strings"
	"time"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/request"
)

// What a resident tells whoever comes is known to all who take a task at that door, and
// whoever has one already reads it at once.

// atTheDoor is what a text says that whoever comes must know; "" if nothing.
func atTheDoor(t *bot.Talk) string {
	if !t.Heard.RuledBy(hear.DoorList) || t.Heard.RuledBy("went_elsewhere") {
		return ""
	}
	return clip(t.Part(hear.DoorList), passAtMost)
}

// passAtMost is how many letters of their words go into a text with all else about the
// task.
const passAtMost = 150

// staysTrue is what of words for whoever comes is so at any door: of the person, or of what
// is fetched.
func staysTrue(t *bot.Talk, words string) string {
	return t.Clauses(words, func(clause string, h hear.Heard) bool {
		ofDoor := h.RuledBy(hear.PlaceList) || strings.ContainsAny(clause, "0123456789") || h.Slots.Address != ""
		return h.RuledBy(hear.PersonList) && !ofDoor || len(h.Slots.Kinds) > 0 && !h.RuledBy(hear.PlaceList) && !h.RuledBy(hear.DoorList)
	})
}

// onlyDoor holds for a text that tells of the door, and nothing that is asked.
func onlyDoor(t *bot.Talk) bool {
	s := t.Heard.Slots
	return t.Heard.RuledBy(hear.DoorList) && s.Name+s.Outward == "" && !timed(t) && len(s.Kinds) == 0 && !saysReach(t) && !isAddress(t) && !hears(hear.Accept, hear.Decline)(t)
}

// asksTheHub holds for a text that wants an answer, and not for one that only sounds so
// and tells of the door or of the money.
func asksTheHub(t *bot.Talk) bool {
	if hears(hear.Status)(t) || t.Heard.RuledBy("status") || t.Heard.RuledBy("question") {
		return true
	}
	return hears(hear.Question)(t) && !(t.Heard.Likely && !strings.Contains(t.Body, "?") && (atTheDoor(t) != "" || speaksOfPaying(t)))
}

// addWords has the hub read a text, and whoever comes what is for them.
func addWords(t *bot.Talk) {
	t.Write(t.Conv.About, request.LetterHeard, desk.Heard{First: t.Person.First, Text: t.Body, Asks: asksTheHub(t)})
	if t.Person.WorriedLately(t.Now) && atTheDoor(t) == "" {
		t.Write(t.Person.Worried, desk.LetterHeard, desk.Heard{First: t.Person.First, Text: t.Body})
	}
	if speaksOfPaying(t) {
		t.Write(t.Conv.About, request.LetterDetail, request.Detail{Money: true})
	}
	passOn(t, atTheDoor(t))
}

// askLate has the hub read that nobody has come, and whoever has it asked whether they are
// coming: not again for a while.
func askLate(t *bot.Talk) {
	const again = 30 * time.Minute
	addWords(t)
	t.Keep("asks_late", "")
	if names := whoHas(t, comingFor(t)); len(names) > 0 && t.Now.Sub(t.Time("late_at")) >= again {
		t.KeepTime("late_at", t.Now)
		t.Keep("asks_late", strings.Join(names, ", "))
		t.Write(t.Conv.About, request.LetterDetail, request.Detail{Late: true})
	}
}

// passOn has whoever has a task at their door, or takes one later, know of something.
func passOn(t *bot.Talk, words string) {
	if words == "" {
		return
	}
	for _, c := range atTheirDoor(t) {
		noteWay(c, words, staysTrue(t, words))
		t.Write(c.About, request.LetterDetail, toKnow(t, words, nil))
	}
}

// toKnow are words for whoever comes for some kinds of help, or for all if it names none.
func toKnow(t *bot.Talk, words string, of []string) request.Detail {
	d := request.Detail{Access: words, To: of, Stays: staysTrue(t, words)}
	if mayTell(t) {
		d.Tell = words
	}
	return d
}

// passTo has whoever has some of a request, or takes it later, know of something, or
// whoever comes if it names none of it, and says so.
func passTo(t *bot.Talk, words string, of []string) {
	words = clip(words, passAtMost)
	names := whoComes(t)
	if len(of) > 0 {
		names = whoHas(t, of)
		noteWay(t.Conv, words, staysTrue(t, words))
		t.Write(t.Conv.About, request.LetterDetail, toKnow(t, words, of))
	} else {
		passOn(t, words)
	}
	if !sayPassedTo(t, names) {
		t.Say("asking.added", nil)
	}
}

// mayTell holds unless they are in danger: then the people on call say who hears what.
func mayTell(t *bot.Talk) bool { return len(t.Person.With("danger")) == 0 }

// atTheirDoor are the requests for the household that this one is for.
func atTheirDoor(t *bot.Talk) []*bot.Conversation {
	return slices.DeleteFunc(underWay(t), func(c *bot.Conversation) bool {
		same := c.Slots["for"] == t.Slot("for") && bare(c.Slots["address"]) == bare(t.Slot("address"))
		return c != t.Conv && (!same || t.Slot("address") == "")
	})
}

// whoComes are the first names of those who have a task at their door, and know where
// that is.
func whoComes(t *bot.Talk) []string {
	var names []string
	for _, c := range atTheirDoor(t) {
		of := *t
		of.Conv = c
		names = append(names, whoHas(&of, comingFor(&of))...)
	}
	return sorted(names)
}

// whoHas are the first names of those who have some of a request and may be told of it.
func whoHas(t *bot.Talk, kinds []string) []string {
	if t.Slot("refused") != "" || !mayTell(t) {
		return nil
	}
	return helpers(t, kinds)
}

// comingFor are the kinds of help of a request for which somebody comes, or may.
func comingFor(t *bot.Talk) []string {
	return slices.DeleteFunc(stillWanted(t), func(id string) bool {
		k, ok := t.Org.Kind(id)
		return t.Slot("over_"+id) != "" || ok && k.Where == org.ByPhone
	})
}

// sayAdded says who has their words: the hub, and whoever comes if they are for them.
func sayAdded(t *bot.Talk) {
	if atTheDoor(t) == "" || !sayPassed(t) {
		t.Say("asking.added", nil)
	}
}

// sayAlso says beside something else that whoever comes gets what is for them.
func sayAlso(t *bot.Talk) {
	if atTheDoor(t) != "" {
		sayPassed(t)
	}
}

// sayPassed says that whoever comes gets their words, if somebody does.
func sayPassed(t *bot.Talk) bool { return sayPassedTo(t, whoComes(t)) }

func sayPassedTo(t *bot.Talk, names []string) bool {
	if len(names) == 0 {
		return false
	}
	args := map[string]any{"Whose": strings.Join(names, ", "), "Later": ""}
	if t.Person.Shared {
		args["Whose"] = ""
	}
	if t.Org.Quiet(t.Now) {
		args["Later"] = "yes"
	}
	t.Say("asking.passed", args)
	return true
}

// perhapsForThem holds for words that whoever comes may have to know: they tell something
// to come, and nothing that is only the hub's to see to.
func perhapsForThem(t *bot.Talk) bool {
	const enough = 4 // words, where there is no number
	h := t.Heard
	tells := hears(hear.Unclear)(t) && !h.Unsure && (len(strings.Fields(t.Body)) >= enough || strings.ContainsAny(t.Body, "0123456789"))
	asks := strings.Contains(t.Body, "?") || h.RuledBy("question")
	theirs := h.Worry+h.Danger+h.Slots.Outcome != "" || h.RuledBy("no_show") || needless(t) || speaksOfPaying(t)
	return tells && !asks && !theirs && !t.Says(hear.Over) && atTheDoor(t) == "" && len(forWhom(t)) > 0
}

// ofTask are the kinds of help for which somebody comes that a text names; none if it
// names them all.
func ofTask(t *bot.Talk) []string {
	all := comingFor(t)
	named := slices.DeleteFunc(slices.Clone(all), func(id string) bool { return !slices.Contains(t.Heard.Slots.Kinds, id) })
	if len(named) == len(all) {
		return nil
	}
	return named
}

// forWhom are the first names of those whom a text may be for.
func forWhom(t *bot.Talk) []string {
	if of := ofTask(t); len(of) > 0 {
		return whoHas(t, of)
	}
	return whoComes(t)
}

// ofErrand holds for words about what they asked for, which nobody has yet, that tell
// something of it and nothing else: "halal only".
func ofErrand(t *bot.Talk) bool {
	h, of := t.Heard, t.Heard.Slots.Kinds
	if t.Conv.About == "" || len(of) == 0 || !hears(hear.Unclear, hear.Change)(t) || h.Unsure || strings.Contains(t.Body, "?") || h.RuledBy("question") {
		return false
	}
	known := !slices.ContainsFunc(of, func(id string) bool { return !slices.Contains(comingFor(t), id) || t.Slot("has_"+id) != "" })
	theirs := h.Worry+h.Danger+h.Slots.Outcome != "" || h.RuledBy("no_show") || needless(t) || speaksOfPaying(t)
	return known && !theirs && (!h.Slots.OnlyKinds || len(stillWanted(t)) == 1) && !otherKinds(t) && len(h.Slots.NotKinds) == 0 && h.Slots.Name == "" && !timed(t) && !namesPlace(t, "") && !wentElsewhere(t)
}

// errandWords are words about what they asked for that whoever takes it must have, and of
// which kinds of help; none where they name it by the words of the settings, since then
// they are told with what was asked for.
func errandWords(t *bot.Talk, adds bool) (words string, of []string) {
	if !adds {
		return "", nil
	}
	of = slices.DeleteFunc(slices.Clone(t.List("kinds")), func(id string) bool { return !slices.Contains(t.Heard.Slots.Kinds, id) })
	said := strings.ToLower(t.Body)
	if slices.ContainsFunc(t.List("kinds"), func(id string) bool { k, ok := t.Org.Kind(id); return ok && k.NamedIn(said) }) || atTheDoor(t) != "" {
		return "", nil
	}
	return clip(t.Body, passAtMost), of
}

// noteErrand has whoever takes what they asked for know such words.
func noteErrand(t *bot.Talk) {
	if ofErrand(t) {
		words, of := errandWords(t, true)
		t.Write(t.Conv.About, request.LetterDetail, request.Detail{Words: t.Body, More: true, Access: words, To: of, Stays: words})
	}
}

// notePass notes the words that they are asked about, and whom they may be for: all who
// come, where several texts are not all of one thing.
func notePass(t *bot.Talk) {
	words, of, whose := t.Body, strings.Join(ofTask(t), ","), forWhom(t)
	if before := t.Slot("to_pass"); before != "" {
		words = before + ". " + words
		if t.Slot("pass_of") != of {
			of, whose = "", whoComes(t)
		}
	}
	t.Keep("to_pass", clip(words, passAtMost))
	t.Keep("pass_of", of)
	t.Keep("whose", strings.Join(whose, ", "))
}

// relayWords passes on what they were asked about, to whoever has what it is of.
func relayWords(t *bot.Talk) { passTo(t, t.Slot("to_pass"), t.List("pass_of")) }

// perhapsSame holds for a need of what they asked for already, of the same house and
// person, that does not say that it is another.
func perhapsSame(t *bot.Talk) bool {
	s, held := t.Heard.Slots, comingFor(t)
	if s.Name != "" && s.Name != t.Slot("name") || s.For && t.Slot("for") == "" || t.Slot("for") != "" && t.Says(hear.Self) || namesPlace(t, "") || t.Says(hear.More) || t.Slot("parted") == t.Body {
		return false
	}
	return len(s.Kinds) > 0 && !slices.ContainsFunc(s.Kinds, func(id string) bool { return !slices.Contains(held, id) })
}

// noteSame notes the words that may be of it, and the time that they name.
func noteSame(t *bot.Talk) {
	addWords(t)
	t.Keep("said", t.Body)
	t.Keep("same_of", strings.Join(t.Heard.Slots.Kinds, ","))
	t.Keep("same", subjectOf(t, t.Heard.Slots.Kinds))
	t.Keep("whose", "")
	if of := t.Heard.Slots.Kinds; !slices.ContainsFunc(of, func(id string) bool { return t.Slot("has_"+id) == "" }) {
		t.Keep("whose", strings.Join(helpers(t, of), ", "))
	}
	if t.KeepTime("new_by", time.Time{}); oneTime(t) {
		noteNewTime(t)
	}
}

// joinNeed has the request be at the time that they named, or whoever has it read what
// they said.
func joinNeed(t *bot.Talk) {
	if !t.Time("new_by").IsZero() {
		retimeRequest(t)
		return
	}
	passTo(t, t.Slot("said"), t.List("same_of"))
}

// partNeed has what they said heard as a request of its own.
func partNeed(t *bot.Talk) {
	t.Keep("parted", t.Slot("said"))
	t.HearAgain(t.Slot("said"))
}

package flows

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/org"
)

// Danger comes before everything else. The case is opened, the people on call
// are texted, and the sender gets the one line that they can use: no
// diagnosis, no promise, no question about how.
func Danger() bot.Flow {
	heardOn := map[hear.Meaning]string{hear.Danger: "add", hear.OptIn: "come_back"}
	return bot.Flow{
		Name: "danger", About: "somebody may be in danger", Start: "heard", Urgent: true, Private: true, Aside: true, Sole: true, Once: true,
		GivesWay: given("others"),
		Letters:  []string{desk.LetterUnread, desk.LetterRead, desk.LetterEnded},
		Table: fsm.Events{
			{Name: "keep_quiet", Src: []string{"heard"}, Dst: "hushed"},
			{Name: "ask_safe", Src: []string{"heard", "passing"}, Dst: "asked_safe"},
			{Name: "answer", Src: []string{"heard"}, Dst: "raised"},
			{Name: "add", Src: []string{"raised", "safe"}, Dst: "passing"},
			{Name: "go_on", Src: []string{"passing"}, Dst: "raised"},
			{Name: "feel_safe", Src: []string{"asked_safe", "hushed"}, Dst: "safe"},
			{Name: "feel_unsafe", Src: []string{"asked_safe"}, Dst: "hushed"},
			{Name: "whisper", Src: []string{"asked_safe", "hushed"}, Dst: "whispered"},
			{Name: "hush", Src: []string{"whispered", "asked_safe"}, Dst: "hushed"},
			{Name: "hear_unread", Src: []string{"raised", "safe"}, Dst: "unread"},
			{Name: "hear_read", Src: []string{"raised", "safe", "unread"}, Dst: "read"},
			{Name: "add", Src: []string{"unread", "read"}, Dst: "passing"},
			{Name: "come_back", Src: []string{"hushed", "raised", "safe", "unread", "read"}, Dst: "returned"},
			{Name: "answer", Src: []string{"returned"}, Dst: "raised"},
			{Name: "end", Src: []string{"raised", "safe", "unread", "read", "hushed"}, Dst: "over"},
		},
		States: bot.States{
			"heard": {
				Means: "words of danger came; the case is opened; goes on at once", Does: openDanger,
				Next: []bot.Step{{Event: "keep_quiet", If: given("untexted")}, {Event: "ask_safe", If: isAbuse}, {Event: "answer"}},
			},
			"raised": {
				Means: "answered by the kind of danger; whatever is texted now goes to the case", Does: answerDanger, Asks: "any",
				Hears: heardOn, Takes: anyWords("add"), Sorry: "danger.passed_on",
				On:     map[string]string{desk.LetterUnread: "hear_unread", desk.LetterRead: "hear_read", desk.LetterEnded: "end"},
				Within: lasts(calmAfter), Late: "end",
			},
			"asked_safe": {
				Means: "somebody else may read this phone: asked only whether it is safe to text, and nothing else leaves meanwhile; silence means no more texts", Says: "danger.safe_to_text", Asks: "safe", Alone: true,
				Hears:  map[hear.Meaning]string{hear.NotSafe: "feel_unsafe", hear.Decline: "feel_unsafe", hear.Danger: "whisper"},
				Takes:  []bot.Step{{Event: "feel_safe", If: saysSafe}, {Event: "whisper", If: not(hears(hear.NotSafe, hear.Decline))}},
				Within: lasts(10 * time.Minute), Late: "hush",
			},
			"safe": {
				Means: "it is safe to text them", Does: speakAgain, Says: "danger.safe", Asks: "any",
				Hears: heardOn, Takes: anyWords("add"), Sorry: "danger.passed_on",
				On:     map[string]string{desk.LetterUnread: "hear_unread", desk.LetterRead: "hear_read", desk.LetterEnded: "end"},
				Within: lasts(calmAfter), Late: "end",
			},
			"whispered": {Means: "more words on a phone that may be read: passed to the case, not answered", Does: both(tellCase, tellRequest), Next: []bot.Step{{Event: "hush"}}},
			"hushed": {
				Means: "no text goes out: DO NOT TEXT stands on the case", Does: hush, Asks: "any",
				Hears: map[hear.Meaning]string{hear.Danger: "whisper", hear.OptIn: "come_back"}, Sorry: "danger.passed_on",
				Takes:  []bot.Step{{Event: "feel_safe", If: all(hears(hear.Safe), saysSafe)}, {Event: "whisper", If: not(hears(hear.OptIn))}},
				Within: lasts(30 * 24 * time.Hour), Late: "end",
			},
			"passing": {Means: "more words: passed to the case", Does: both(both(tellCase, tellRequest), passedOn), Next: []bot.Step{{Event: "ask_safe", If: given("unsafe")}, {Event: "go_on"}}},
			"unread": {
				Means: "nobody has read it yet, and they were told so", Says: "danger.unread", Asks: "any",
				Hears: heardOn, Takes: anyWords("add"), Sorry: "danger.passed_on",
				On:     map[string]string{desk.LetterRead: "hear_read", desk.LetterEnded: "end"},
				Within: lasts(calmAfter), Late: "end",
			},
			"read": {
				Means: "a named person has it", Does: sayRead, Asks: "any",
				Hears: heardOn, Takes: anyWords("add"), Sorry: "danger.passed_on",
				On:     map[string]string{desk.LetterEnded: "end"},
				Within: lasts(calmAfter), Late: "end",
			},
			"returned": {
				Means: "opted in again, and the case knows it; on a phone that somebody else may read what they text is answered as ever",
				Does:  tellBackInDanger, Next: []bot.Step{{Event: "answer", If: not(isAbuse)}},
			},
			"over": {Means: "a coordinator has closed the case, or it was quiet for hours: ordinary conversation is back"},
		},
		Ignores: map[string]string{
			desk.LetterUnread: "they may not be texted, or know already",
			desk.LetterRead:   "they may not be texted, or know already",
			desk.LetterEnded:  "whether it is safe to text them is still not known",
		},
		After: map[string]bot.After{
			desk.LetterUnread: {Ignore: "the conversation is over"},
			desk.LetterRead:   {Ignore: "the conversation is over"},
			desk.LetterEnded:  {Ignore: "the conversation is over"},
		},
	}
}

// calmAfter is how long after the last word ordinary conversation is back.
const calmAfter = 3 * time.Hour

// anyWords takes every text, but for a word that asks for something ordinary.
func anyWords(event string) []bot.Step {
	return []bot.Step{{Event: event, If: not(hears(hear.Safe, hear.NotSafe))}}
}

// saysSafe holds when a text says outright that it is safe, by the lists of words or
// the very words of a sample; one that is only likely to does not.
func saysSafe(t *bot.Talk) bool {
	return hears(hear.Safe, hear.Accept)(t) && !t.Heard.Likely
}

// isAbuse holds where somebody who may read the phone is the danger.
func isAbuse(t *bot.Talk) bool { return t.Slot("kind") == "violence" }

func openDanger(t *bot.Talk) {
	p := t.Person
	who := whoTells(t)
	hub, _ := t.Org.HubFor(who.Area)
	t.Conv.About = t.New("case")
	about := ""
	if t.Slot("kind") != "self_harm" {
		about = visited(t, 2*time.Hour) // somebody there may be meant, or the place
	}
	coming := visitsTo(t)
	t.Keep("coming", told(coming))
	t.Write(t.Conv.About, desk.LetterOpen, desk.Open{
		Kind: desk.Danger, Danger: t.Slot("kind"), Hub: hub.ID, Person: t.Address(), First: who.First, Name: who.Name, Phone: p.Phone, TextOnly: p.TextOnly,
		Area: who.Area, Words: p.Recent, DoNotText: t.Slot("untexted") != "", About: about, Said: namedIn(t), Lives: livesAt(t), Coming: desk.Coming{Visits: coming},
	})
	t.Note("danger", map[string]string{"kind": t.Slot("kind")})
}

// namedIn is whom and where a text names.
func namedIn(t *bot.Talk) desk.Said {
	s := t.Heard.Slots
	said := desk.Said{Name: s.Name}
	if isAddress(t) || s.Postcode != "" {
		said.Address = strings.TrimSpace(s.Address + " " + or(s.Postcode, s.Outward))
	}
	return said
}

// livesAt is the address that somebody gave before who may be in danger themself.
func livesAt(t *bot.Talk) string {
	p := t.Person
	if t.Slot("others") != "" || p.Address == "" {
		return ""
	}
	return household{Area: p.Area, Postcode: p.Postcode, Address: p.Address}.whole()
}

// visitsTo are the volunteers who have something to do at the door of somebody in danger,
// or are to ring them. Whoever tells of danger to others has none to tell of.
func visitsTo(t *bot.Talk) []desk.Visit {
	if t.Conv.Slots["others"] != "" {
		return nil
	}
	var all []desk.Visit
	for _, c := range t.Person.With("asking") {
		for _, name := range slices.Sorted(maps.Keys(c.Slots)) {
			kind, has := strings.CutPrefix(name, "has_")
			if k, ok := t.Org.Kind(kind); !has || c.Slots["over_"+kind] != "" || ok && k.Where == org.AtHub {
				continue
			}
			v := desk.Visit{Volunteer: c.Slots[name], Kind: kind, Hub: c.Slots["hub"]}
			v.By, _ = time.Parse(time.RFC3339, c.Slots["by"])
			if c.Slots["for"] != "" {
				v.To = c.Slots["first"]
			}
			all = append(all, v)
		}
	}
	return all
}

// told is a list of visits in one line, to know it again; none is "".
func told(visits []desk.Visit) string {
	if len(visits) == 0 {
		return ""
	}
	line, err := json.Marshal(desk.Coming{Visits: visits})
	if err != nil {
		panic(err)
	}
	return string(line)
}

// tellComing has the case of somebody in danger know who may be on the way, if that is
// not what it knows.
func tellComing(t *bot.Talk) {
	for _, c := range t.Person.With("danger") {
		if c.Slots["others"] != "" {
			continue
		}
		coming := visitsTo(t)
		if line := told(coming); line != c.Slots["coming"] {
			c.Slots["coming"] = line
			t.Write(c.About, desk.LetterComing, desk.Coming{Visits: coming})
		}
	}
}

// answerDanger says the one line for this kind of danger, once.
func answerDanger(t *bot.Talk) {
	if t.Slot("answered") != "" {
		return
	}
	t.Keep("answered", "yes")
	sayOfDanger(t, or(t.Slot("kind"), "medical"))
}

// sayOfDanger says the line for a kind of danger. Whoever has rung 999 hears what to do
// then; it must be true of somebody who has not got through, too.
func sayOfDanger(t *bot.Talk, kind string) {
	switch kind {
	case "medical", "call_behind_door", "at_risk", "fire", "self_harm":
		if t.Heard != nil && t.Heard.RuledBy("rung") {
			t.Keep("rung", "yes")
			t.Say("danger.rung", nil)
			return
		}
	}
	t.Say("danger.reply_"+kind, nil)
}

// tellBackInDanger has the case know that they want texts again, and tells them that they
// are heard on.
func tellBackInDanger(t *bot.Talk) {
	t.Write(t.Conv.About, desk.LetterHeard, desk.Heard{First: t.Person.First, Text: t.Body, Back: !isAbuse(t)})
	if !isAbuse(t) && t.Slot("answered") != "" {
		t.Say("danger.back", nil)
	}
}

// tellCase passes what was texted on to the case, and an opt-out that came
// with it.
func tellCase(t *bot.Talk) {
	optedOut := t.State() == "stopped" || slices.Contains(t.Heard.Also, hear.OptOut)
	h := desk.Heard{First: t.Person.First, Text: t.Body, Said: namedIn(t), DoNotText: t.Person.Silent || optedOut}
	if t.Heard.Loud { // whoever has the case reads these words: only plain danger wakes the others again
		h.Danger = t.Heard.Danger
	}
	t.Write(t.Conv.About, desk.LetterHeard, h)
}

// passedOn answers more words. What only sounds as if somebody hurt them does not turn
// another danger into one that is kept quiet about: the answer gives nothing away.
func passedOn(t *bot.Talk) {
	kind := t.Heard.Danger
	switch {
	case kind == "violence" && kind != t.Slot("kind") && t.Heard.Loud:
		t.Keep("kind", kind)
		t.Keep("unsafe", "yes") // what they told of before was not at their own door
	case kind != "" && kind != "violence" && kind != t.Slot("kind"):
		t.Keep("kind", kind)
		sayOfDanger(t, kind)
	case t.Heard.RuledBy("rung") && t.Slot("rung") == "":
		t.Keep("rung", "yes")
		t.Say("danger.rung", nil)
	case asksOfUs(t):
		sayWhoHasIt(t)
	default:
		t.Say("danger.passed_on", nil)
	}
}

// asksOfUs holds when somebody plainly asks something.
func asksOfUs(t *bot.Talk) bool {
	plainly := hears(hear.Question, hear.Status, hear.Person, hear.Greeting)(t) && !t.Heard.Likely
	return plainly || t.Heard.RuledBy("question") || strings.Contains(t.Body, "?")
}

// sayWhoHasIt answers somebody in danger who asks: with what is true of who reads it.
func sayWhoHasIt(t *bot.Talk) {
	if who := t.Slot("who"); who != "" {
		t.Say("danger.has_it", map[string]any{"Who": who})
		return
	}
	t.Say("danger.waiting", nil)
}

// speakAgain lets texts go out again, and has the case know it.
func speakAgain(t *bot.Talk) {
	t.Silence(false)
	t.Resume()
	t.Keep("unsafe", "")
	t.Keep("answered", "yes")
	t.Write(t.Conv.About, desk.LetterHeard, desk.Heard{First: t.Person.First, Text: t.Body, Safe: true, DoNotText: t.State() == "stopped"})
}

// hush lets no text go out, and has the case say so.
func hush(t *bot.Talk) {
	if t.Person.Silent {
		return
	}
	t.Silence(true)
	t.Unsend()
	h := desk.Heard{First: t.Person.First, DoNotText: true}
	if hears(hear.NotSafe, hear.Decline)(t) {
		h.Text = t.Body // other words have reached the case by themselves
	}
	t.Write(t.Conv.About, desk.LetterHeard, h)
}

func sayRead(t *bot.Talk) {
	who := bot.Read[desk.Read](t).Who
	t.Keep("who", who)
	t.Say("danger.read", map[string]any{"Who": who})
}

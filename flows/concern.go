package flows

import (
	"slices"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/hear"
)

// Concern passes on a worry that was said in passing, in the sender's words.
func Concern() bot.Flow {
	return bot.Flow{
		Name: "concern", About: "a worry short of danger, passed to the safeguarding lead", Start: "heard", Relays: true,
		Table: fsm.Events{
			{Name: "pass_on", Src: []string{"heard"}, Dst: "passed"},
			{Name: "listen", Src: []string{"heard", "added"}, Dst: "listening"},
			{Name: "add", Src: []string{"listening"}, Dst: "added"},
			{Name: "end", Src: []string{"listening"}, Dst: "passed"},
		},
		States: bot.States{
			"heard": {Means: "a worry was heard; goes on at once", Does: openConcern, Next: []bot.Step{{Event: "listen", If: slotIs("kind", hear.WrongMedicine)}, {Event: "pass_on"}}},
			"listening": {
				Means: "has a medicine that is not theirs, and was told what to do; what else they say of it goes to that case for an hour", Does: sayOnce,
				Takes: []bot.Step{{Event: "add", If: hears(hear.Unclear, hear.Question)}}, Within: lasts(time.Hour), Late: "end",
			},
			"added":  {Means: "more words: into the thread of the case; goes on at once", Does: tellCase, Says: "concern.medicine_more", Next: []bot.Step{{Event: "listen"}}},
			"passed": {Means: "with a person who reads it", Does: sayOnce},
		},
	}
}

// visited is the task at which they are, or were within so long: whom a worry may
// be about.
func visited(t *bot.Talk, within time.Duration) string {
	for _, c := range slices.Backward(t.Person.With("offer")) {
		if slices.Contains(theirs, c.State) || c.State == "finishing" || c.State == "asked_how" || c.State == "changed_since" {
			return c.About
		}
	}
	for _, o := range slices.Backward(t.Person.Ended) {
		if o.State == "done" && t.Now.Sub(o.At) < within {
			return o.About
		}
	}
	return ""
}

// sayOnce says so when it was heard, and not again.
func sayOnce(t *bot.Talk) {
	if t.Slot("told") == "" {
		t.Keep("told", "yes")
		sayPassedOn(t)
	}
}

// sayPassedOn says so, where they have not just been told that a person reads it. Who
// is very low themself hears who listens.
func sayPassedOn(t *bot.Talk) {
	switch {
	case t.Slot("kind") == hear.WrongMedicine:
		t.Say("concern.wrong_medicine", map[string]any{"Visited": visited(t, 48*time.Hour) != "", "Text_only": t.Person.TextOnly})
	case t.Slot("kind") == "low" && t.Says(hear.Self) && visited(t, 48*time.Hour) == "":
		t.Say("concern.low", nil)
	case t.Slot("said") == "":
		t.Say("concern.passed_on", nil)
	}
}

func openConcern(t *bot.Talk) {
	p := t.Person
	who := whoTells(t)
	hub, _ := t.Org.HubFor(who.Area)
	kind := desk.Concern
	if t.Slot("kind") == hear.WrongMedicine {
		kind = desk.WrongMedicine // any coordinator may ring
	}
	t.Conv.About = t.New("case")
	p.Worried, p.WorriedAt = t.Conv.About, t.Now
	t.Write(t.Conv.About, desk.LetterOpen, desk.Open{
		Kind: kind, Danger: t.Slot("kind"), Hub: hub.ID, Person: t.ID(), First: who.First, Name: who.Name, Phone: p.Phone, TextOnly: p.TextOnly,
		Area: who.Area, Words: []string{t.Body}, About: visited(t, 48*time.Hour), Said: namedIn(t),
	})
}

package flows

import (
	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/looplab/fsm"
)

// Concern passes on a worry that was said in passing, in the sender's words.
func Concern() bot.Flow {
	return bot.Flow{
		Name: "concern", About: "a worry short of danger, passed to the safeguarding lead", Start: "heard",
		Table: fsm.Events{{Name: "pass_on", Src: []string{"heard"}, Dst: "passed"}},
		States: bot.States{
			"heard":  {Means: "a worry was heard; goes on at once", Does: openConcern, Next: []bot.Step{{Event: "pass_on"}}},
			"passed": {Means: "with the safeguarding lead", Says: "concern.passed_on"},
		},
	}
}

func openConcern(t *bot.Talk) {
	p := t.Person
	who := whoTells(t)
	hub, _ := t.Org.HubFor(who.Area)
	about := ""
	for _, c := range p.With("offer") {
		about = c.About
	}
	for _, o := range p.Ended {
		if about == "" && o.State == "done" {
			about = o.About
		}
	}
	t.Write(t.New("case"), desk.LetterOpen, desk.Open{
		Kind: desk.Concern, Danger: t.Slot("kind"), Hub: hub.ID, Person: t.ID(), First: who.First, Name: who.Name, Phone: p.Phone,
		Area: who.Area, Words: []string{t.Body}, About: about,
	})
}

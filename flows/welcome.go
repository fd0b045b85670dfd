package flows

import (
	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/hear"
)

// asksSomething holds for a question, and for words that begin as one.
func asksSomething(t *bot.Talk) bool { return hears(hear.Question)(t) || t.Heard.RuledBy("question") }

// Welcome answers a stranger who texts anything, with the two ways in.
func Welcome() bot.Flow {
	return bot.Flow{
		Name: "welcome", About: "a stranger texts anything", Start: "met", Once: true,
		Table: fsm.Events{
			{Name: "answer", Src: []string{"met"}, Dst: "told"},
			{Name: "greet", Src: []string{"met"}, Dst: "greeted"},
		},
		States: bot.States{
			"met":     {Means: "goes on at once", Next: []bot.Step{{Event: "answer", If: asksSomething}, {Event: "greet"}}},
			"told":    {Means: "asked something: told how to reach a person, and the two ways in", Says: "welcome.question"},
			"greeted": {Means: "offered the two ways in", Says: "welcome.two_ways"},
		},
	}
}

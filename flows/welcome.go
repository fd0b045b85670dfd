package flows

import (
	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/bot"
)

// Welcome answers a stranger who texts anything, with the two ways in.
func Welcome() bot.Flow {
	return bot.Flow{
		Name: "welcome", About: "a stranger texts anything", Start: "met", Once: true,
		Table: fsm.Events{{Name: "greet", Src: []string{"met"}, Dst: "greeted"}},
		States: bot.States{
			"met":     {Means: "goes on at once", Next: []bot.Step{{Event: "greet"}}},
			"greeted": {Means: "offered the two ways in", Says: "welcome.two_ways"},
		},
	}
}

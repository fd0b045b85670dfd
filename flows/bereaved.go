package flows

import (
	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/hear"
)

// somebodyDied holds for a text that tells of a death.
func somebodyDied(t *bot.Talk) bool {
	return hears(hear.Unclear, hear.Release, hear.Accept, hear.Decline, hear.Thanks)(t) && t.HeardAs("whose").Slots.Whose == hear.TheyDied
}

func diedNeedless(t *bot.Talk) bool {
	return somebodyDied(t) && (t.Heard.RuledBy("needless") || notNeeded(t))
}

// mournWith has a coordinator read it, and asks nothing.
func mournWith(t *bot.Talk) {
	over := ""
	if diedNeedless(t) {
		over = "yes"
	}
	t.Begin("talk", map[string]string{"asked": "bereaved", "over": over})
}

package flows

import (
	"slices"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/org"
)

// Verified notes a check that a coordinator has seen, and looks for tasks that
// it opens.
func Verified() bot.Flow {
	return bot.Flow{
		Name: "verified", About: "a coordinator has seen a check of a volunteer's", Start: "noted",
		Begins: map[string]func(*bot.Talk) bool{desk.LetterChecked: noteCheck},
		Table:  fsm.Events{{Name: "tell", Src: []string{"noted"}, Dst: "told"}},
		States: bot.States{
			"noted": {Means: "the check is noted; goes on at once", Next: []bot.Step{{Event: "tell"}}},
			"told":  {Means: "told what is open to them now; tasks are looked for", Does: tellVerified},
		},
	}
}

// noteCheck notes who may be trusted with what; it is not for somebody who has
// left volunteering meanwhile.
func noteCheck(t *bot.Talk) bool {
	c := bot.Read[desk.Checked](t)
	v := t.Person.Volunteer
	if v == nil {
		return false
	}
	if v.Checks == nil {
		v.Checks = map[string]time.Time{}
	}
	v.Checks[c.Check] = c.Until
	t.Keep("check", c.Check)
	t.Keep("who", c.By)
	t.Note("checked", map[string]string{"check": c.Check})
	return true
}

func tellVerified(t *bot.Talk) {
	key := "verified.check"
	if t.Slot("check") == string(org.Identity) {
		key = "verified.id"
	}
	t.Say(key, map[string]any{"What": t.Words("card.check."+t.Slot("check"), nil), "Open": kindNames(t.Org, mayTake(t))})
	t.Begin("looking", nil)
}

// mayTake are the kinds that a volunteer may be offered: lessons passed, and
// every check seen.
func mayTake(t *bot.Talk) []string {
	v := t.Person.Volunteer
	return slices.DeleteFunc(openKinds(t.Org, v), func(id string) bool {
		k, _ := t.Org.Kind(id)
		return slices.ContainsFunc(k.AsksFor, func(c org.Check) bool { return !v.Holds(string(c), t.Now) })
	})
}

package flows

import (
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/hear"
)

// WrongNumber hears that a phone is not, or no longer, that of the person whom we
// know by it. It asks whose it is and says nothing of that person, whose record
// stays as it is until the phone's owner has answered; until then nothing else is
// texted there, and a coordinator knows.
func WrongNumber() bot.Flow {
	answers := []bot.Step{
		{Event: "mourn", If: whose(hear.TheyDied)}, {Event: "part", If: whose(hear.MineAlone)},
		{Event: "share", If: whose(hear.Shared)}, {Event: "carry_on", If: whose(hear.Theirs)},
	}
	return bot.Flow{
		Name: "wrongnumber", About: "the phone is not, or no longer, that person's", Start: "heard", Once: true, Prompt: true, Resumes: true,
		Guards: true, Opens: []hear.Meaning{hear.WrongNumber},
		Table: fsm.Events{
			{Name: "let_be", Src: []string{"heard"}, Dst: "strange"},
			{Name: "ask", Src: []string{"heard"}, Dst: "asked"},
			{Name: "wait", Src: []string{"asked"}, Dst: "waiting"},
			{Name: "mourn", Src: []string{"heard", "asked", "waiting"}, Dst: "mourned"},
			{Name: "part", Src: []string{"asked", "waiting"}, Dst: "parted"},
			{Name: "share", Src: []string{"heard", "asked", "waiting"}, Dst: "shared"},
			{Name: "carry_on", Src: []string{"asked", "waiting"}, Dst: "kept"},
			{Name: "lapse", Src: []string{"waiting"}, Dst: "parted"},
		},
		States: bot.States{
			"heard": {
				Means: "somebody says that we have the wrong number; goes on at once",
				Next:  []bot.Step{{Event: "mourn", If: whose(hear.TheyDied)}, {Event: "let_be", If: isNobody}, {Event: "share", If: whose(hear.Shared)}, {Event: "ask"}},
			},
			"asked": {
				Means: "asked whose phone it is; a coordinator knows, and nothing else is texted meanwhile", Does: doubt,
				Says: "wrongnumber.whose", Asks: "whose", Sorry: "wrongnumber.whose_again", Takes: answers,
				Hears: map[hear.Meaning]string{hear.OptOut: "part"}, Within: lasts(24 * time.Hour), Late: "wait",
			},
			"waiting": {
				Means: "no answer for a day: still nothing is texted; after a month the phone counts as somebody else's", Asks: "whose",
				Sorry: "wrongnumber.whose_again", Takes: answers,
				Hears: map[hear.Meaning]string{hear.OptOut: "part"}, Within: lasts(30 * 24 * time.Hour), Late: "lapse",
			},
			"parted":  {Means: "the phone is somebody else's: nothing more is texted, and whose it was is kept apart", Does: part},
			"shared":  {Means: "shared with somebody: texts go on, without names", Does: share, Says: "wrongnumber.shared"},
			"kept":    {Means: "a slip: all stays as it was", Does: trust, Says: "wrongnumber.kept"},
			"mourned": {Means: "the person whom we knew has died: a coordinator knows, and nothing more is texted for them", Does: mourn},
			"strange": {Means: "nothing is held for this number, and they were told so", Says: "wrongnumber.strange"},
		},
	}
}

// whose holds when the text says that of the phone.
func whose(answer hear.Whose) func(*bot.Talk) bool {
	return func(t *bot.Talk) bool { return t.Heard.Slots.Whose == answer }
}

// isNobody holds when nothing is held that could be somebody else's.
func isNobody(t *bot.Talk) bool {
	p := t.Person
	return p.Volunteer == nil && p.Name == "" && len(p.With("asking"))+len(p.With("joining"))+len(p.With("talk")) == 0
}

// doubt has nothing else texted to the phone, and tells a coordinator.
func doubt(t *bot.Talk) {
	t.Doubt(true)
	tellOfPhone(t)
}

func tellOfPhone(t *bot.Talk) {
	if t.Conv.About != "" {
		return
	}
	p := t.Person
	hub, _ := t.Org.HubFor(p.Area)
	t.Conv.About = t.New("case")
	t.Write(t.Conv.About, desk.LetterOpen, desk.Open{
		Kind: desk.WrongNumber, Hub: hub.ID, Person: t.ID(), First: p.First, Name: p.Name, Phone: p.Phone, Area: p.Area, Words: p.Recent, DoNotText: true,
	})
	t.Note("wrong_number", nil)
}

// part tells the case, and parts the phone from whoever had it.
func part(t *bot.Talk) {
	tellCase(t)
	partPhone(t)
}

// partPhone ends everything that was under way with whoever had the phone before:
// their tasks are given back, and nothing more is texted.
func partPhone(t *bot.Talk) {
	t.Begin("leaving", map[string]string{"how": "wrong_number"})
	t.Person.Part(t.Now)
}

func share(t *bot.Talk) {
	t.Person.Shared = true
	if t.Conv.About != "" {
		tellCase(t)
	}
	t.Doubt(false)
}

func trust(t *bot.Talk) {
	t.Doubt(false)
	t.Write(t.Conv.About, desk.LetterSettled, nil)
}

func mourn(t *bot.Talk) {
	if t.Conv.About != "" {
		tellCase(t)
	}
	tellOfPhone(t)
	words := t.Words("wrongnumber.mourned", nil)
	partPhone(t)
	t.SayLast(words)
}

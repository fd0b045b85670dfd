package flows

import (
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/hear"
)

// Alarm wakes a person on call: YES takes it, NO passes it on. The text holds
// no words of anybody's.
func Alarm() bot.Flow {
	return bot.Flow{
		Name: "alarm", About: "a person on call is needed", Start: "rung", Urgent: true, Numbered: true,
		Begins:  map[string]func(*bot.Talk) bool{desk.LetterAlarm: ring},
		Letters: []string{desk.LetterAlarm, desk.LetterStood},
		Table: fsm.Events{
			{Name: "ring_again", Src: []string{"rung", "passed_on"}, Dst: "rung"},
			{Name: "take", Src: []string{"rung"}, Dst: "taken"},
			{Name: "pass_on", Src: []string{"rung"}, Dst: "passed_on"},
			{Name: "take_after_all", Src: []string{"passed_on"}, Dst: "taken"},
			{Name: "stand_down", Src: []string{"rung", "passed_on"}, Dst: "stood_down"},
			{Name: "lapse", Src: []string{"rung", "passed_on"}, Dst: "lapsed"},
		},
		States: bot.States{
			"rung": {
				Means: "texted; the case rings again, and others, until a named person has it", Says: "alarm.ring", Asks: "yesno", Sorry: "alarm.ring_again",
				Hears:  map[hear.Meaning]string{hear.Accept: "take", hear.Decline: "pass_on", hear.Release: "pass_on"},
				On:     map[string]string{desk.LetterAlarm: "ring_again", desk.LetterStood: "stand_down"},
				Within: lasts(24 * time.Hour), Late: "lapse",
			},
			"passed_on": {
				Means: "can't; the next is rung", Does: answerAlarm(desk.LetterPassOn), Says: "alarm.passed_on",
				Hears:  map[hear.Meaning]string{hear.Accept: "take_after_all"},
				On:     map[string]string{desk.LetterAlarm: "ring_again", desk.LetterStood: "stand_down"},
				Within: lasts(24 * time.Hour), Late: "lapse",
			},
			"taken":      {Means: "has it, by name", Does: answerAlarm(desk.LetterAcknowledge), Says: "alarm.taken"},
			"stood_down": {Means: "somebody else has it", Does: standDown},
			"lapsed":     {Means: "a day has gone; the case lives on in Slack"},
		},
		After: map[string]bot.After{
			desk.LetterAlarm: {Ignore: "an alarm always begins anew when none lives"},
			desk.LetterStood: {Ignore: "they have it themselves"},
		},
	}
}

// ring takes an alarm in. An opt-out silences a phone even on call, so the
// case hears at once that it cannot be reached.
func ring(t *bot.Talk) bool {
	a := bot.Read[desk.Alarm](t)
	if t.State() == "stopped" || t.Person.Silent || t.Alone() {
		t.Write(a.Case, desk.LetterPassOn, desk.Ack{Person: t.ID(), Name: a.Name})
		return false
	}
	t.Conv.About = a.Case
	t.Keep("ref", a.Ref)
	t.Keep("name", a.Name)
	t.Keep("why", t.Words("alarm.why_"+string(a.Kind), nil))
	return true
}

func answerAlarm(letter string) func(*bot.Talk) {
	return func(t *bot.Talk) {
		t.Write(t.Conv.About, letter, desk.Ack{Person: t.ID(), Name: t.Slot("name")})
	}
}

func standDown(t *bot.Talk) {
	t.Say("alarm.stood_down", map[string]any{"Who": bot.Read[desk.Stood](t).Who})
}

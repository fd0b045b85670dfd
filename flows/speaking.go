package flows

import (
	"time"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/looplab/fsm"
)

// Speaking changes the language of our texts, and finds somebody who speaks one
// that we do not.
func Speaking() bot.Flow {
	named := []bot.Step{{Event: "switch", If: namesOurs}, {Event: "send", If: namesAny}}
	return bot.Flow{
		Name: "speaking", About: "LANGUAGE: the language of our texts", Start: "begun", Once: true, Prompt: true,
		Opens: []hear.Meaning{hear.Language},
		Table: fsm.Events{
			{Name: "switch", Src: []string{"begun", "asked"}, Dst: "switched"},
			{Name: "send", Src: []string{"begun", "asked"}, Dst: "sent"},
			{Name: "ask", Src: []string{"begun"}, Dst: "asked"},
			{Name: "leave", Src: []string{"asked"}, Dst: "left"},
		},
		States: bot.States{
			"begun": {Means: "goes on at once", Does: noteLanguages, Next: append(named, bot.Step{Event: "ask"})},
			"asked": {
				Means: "asked which language", Says: "speaking.which", Asks: "language", Sorry: "speaking.which_again",
				Takes: named, Hears: map[hear.Meaning]string{hear.Decline: "leave", hear.Skip: "leave"}, Within: lasts(24 * time.Hour), Late: "leave",
			},
			"switched": {Means: "texts are in that language from now on; the question that was open is asked again in it", Does: speak, Says: "speaking.switched"},
			"sent":     {Means: "nobody here texts in it: a coordinator finds somebody who does", Does: findSpeaker},
			"left":     {Means: "the language stays"},
		},
	}
}

func noteLanguages(t *bot.Talk) { t.Keep("languages", t.Languages()) }

// wanted is the first language that a text names, by its code.
func wanted(t *bot.Talk) string {
	for _, name := range t.Heard.Slots.Languages {
		if code := t.LanguageNamed(name); code != "" {
			return code
		}
	}
	return ""
}

func namesOurs(t *bot.Talk) bool { return t.Speaks(wanted(t)) }
func namesAny(t *bot.Talk) bool  { return len(t.Heard.Slots.Languages) > 0 }

func speak(t *bot.Talk) {
	t.Person.Language = wanted(t)
	t.AskAgain()
}

func findSpeaker(t *bot.Talk) {
	t.Begin("talk", map[string]string{"asked": "tongue", "tongue": wanted(t), "named": t.Heard.Slots.Languages[0]})
}

package flows

import (
	"strings"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/hear"
)

// Speaking changes the language of our texts, and finds somebody who speaks one
// that we do not.
func Speaking() bot.Flow {
	named := []bot.Step{{Event: "switch", If: namesOurs}, {Event: "send", If: namesAny}}
	return bot.Flow{
		Name: "speaking", About: "LANGUAGE: the language of our texts", Start: "begun", Once: true, Prompt: true, Aside: true,
		Opens: []hear.Meaning{hear.Language},
		Table: fsm.Events{
			{Name: "switch", Src: []string{"begun", "asked"}, Dst: "switched"},
			{Name: "send", Src: []string{"begun", "asked"}, Dst: "sent"},
			{Name: "ask", Src: []string{"begun"}, Dst: "asked"},
			{Name: "ask_first", Src: []string{"begun"}, Dst: "asked_first"},
			{Name: "switch", Src: []string{"asked_first"}, Dst: "chosen"},
			{Name: "send", Src: []string{"asked_first"}, Dst: "sent"},
			{Name: "go_on", Src: []string{"asked_first"}, Dst: "chosen"},
			{Name: "leave", Src: []string{"asked", "asked_first"}, Dst: "left"},
		},
		States: bot.States{
			"begun": {Means: "goes on at once", Does: noteLanguages, Next: append([]bot.Step{{Event: "ask_first", If: given("first")}}, append(named, bot.Step{Event: "ask"})...)},
			"asked": {
				Means: "asked which language", Says: "speaking.which", Asks: "language", Sorry: "speaking.which_again",
				Takes: named, Hears: map[hear.Meaning]string{hear.Decline: "leave", hear.Skip: "leave"}, Yields: "leave", Within: lasts(24 * time.Hour), Late: "leave",
			},
			"asked_first": {
				Means: "a stranger was asked for their language before anything else", Says: "speaking.first", Asks: "language",
				Takes:  append(named, bot.Step{Event: "go_on"}),
				Within: lasts(24 * time.Hour), Late: "leave",
			},
			"chosen":   {Means: "texts are in their language, and what they wrote first is answered now", Does: choose},
			"switched": {Means: "texts are in that language from now on; the question that was open is asked again in it", Does: speak, Says: "speaking.switched"},
			"sent":     {Means: "nobody here texts in it: a coordinator finds somebody who does", Does: findSpeaker},
			"left":     {Means: "the language stays"},
		},
	}
}

func noteLanguages(t *bot.Talk) { t.Keep("languages", t.Languages()) }

// wanted is the first language that a text names, by its code.
func wanted(t *bot.Talk) string {
	letter := strings.EqualFold(strings.Trim(t.Body, " .)!"), t.Heard.Slots.Choice) // "A" answers a lesson
	if code := t.LanguageNumbered(t.Heard.Slots.Number); code != "" && !letter && t.Conv.State != "begun" {
		return code
	}
	for _, name := range t.Heard.Slots.Languages {
		if code := t.LanguageNamed(name); code != "" {
			return code
		}
	}
	return ""
}

// choose takes the language that they named, or the one that they answered in, and
// goes on with what they had written before they were asked; and with the answer,
// where it says more than a yes.
func choose(t *bot.Talk) {
	language := wanted(t)
	named := language != ""
	if !named {
		language = t.Heard.Language
	}
	if t.Speaks(language) {
		t.Person.Language, t.Person.Chose = language, named
	}
	t.HearAgain(t.Slot("first"))
	if !named && !hears(hear.Accept, hear.Greeting, hear.Thanks)(t) {
		t.HearAgain(t.Body)
	}
}

func namesOurs(t *bot.Talk) bool { return t.Speaks(wanted(t)) }
func namesAny(t *bot.Talk) bool  { return len(t.Heard.Slots.Languages) > 0 }

func speak(t *bot.Talk) {
	t.Person.Language, t.Person.Chose = wanted(t), true
	t.AskAgain()
}

func findSpeaker(t *bot.Talk) {
	t.Begin("talk", map[string]string{"asked": "tongue", "tongue": wanted(t), "named": t.Heard.Slots.Languages[0]})
}

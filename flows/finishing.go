package flows

import (
	"strconv"
	"strings"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/task"
)

// fewestMinutes is the least bare number that is taken for minutes: "2" may
// well be hours, and is asked about.
const fewestMinutes = 5

// telling is from how many words on an answer to how it went tells more than that.
const telling = 7

// noteHow notes what came with DONE, if anything did.
func noteHow(t *bot.Talk) {
	if m := t.Heard.Slots.Minutes; m > 0 {
		t.Keep("minutes", strconv.Itoa(m))
	}
	t.Keep("outcome", t.Heard.Slots.Outcome)
	noteWords(t)
}

// noteWords notes what else they tell of what they did, for the hub: not what worries
// them, which is for the safeguarding lead alone.
func noteWords(t *bot.Talk) {
	h := t.Heard
	more := len(strings.Fields(t.Body)) >= telling && len(t.Person.With("offer")) == 1 // of nothing else
	if (h.RuledBy("left_with") || more) && h.Worry == "" && h.Danger == "" {
		t.Keep("left", clip(t.Body, 200))
	}
}

func tellsHow(t *bot.Talk) bool {
	s := t.Heard.Slots
	return s.Minutes > 0 || s.Outcome != "" || s.Number >= fewestMinutes || hears(hear.Thanks, hear.Accept, hear.Done)(t)
}

// notYet holds for another day to come, where it was asked how it went: "can do hers
// tomorrow at 10". The hour is no length of time.
func notYet(t *bot.Talk) bool {
	s := t.Heard.Slots
	at := namedTime(t)
	later := at.After(t.Now) && !sameDay(at, t.Now.In(at.Location()))
	const hours = 12 // of the clock: a greater number is no hour
	told := s.Outcome != "" || s.Minutes > hours
	return later && !told && !hears(hear.Done)(t)
}

// passTime has a coordinator read of a time that is later than the task's.
func passTime(t *bot.Talk) {
	t.Keep("outcome", "")
	if by := t.Time("by"); !by.IsZero() && namedTime(t).After(by) {
		t.Begin("talk", map[string]string{"asked": string(hear.Person)})
	}
}

// finishTask counts the help and thanks for it.
func finishTask(t *bot.Talk) {
	s := t.Heard.Slots
	switch {
	case s.Minutes > 0:
		t.Keep("minutes", strconv.Itoa(s.Minutes))
	case t.Slot("minutes") == "" && s.Number >= fewestMinutes:
		t.Keep("minutes", strconv.Itoa(s.Number))
	}
	if s.Outcome != "" {
		t.Keep("outcome", s.Outcome)
	}
	if t.Letter.Kind == bot.LetterText && t.Slot("left") == "" {
		noteWords(t)
	}
	countHelp(t, t.Conv)
	args := map[string]any{"Minutes": t.Slot("minutes"), "Helped": t.Person.Volunteer.Helped}
	if t.Letter.Kind != bot.LetterText || t.Slot("outcome") != "badly" || t.Heard.Worry != "" || t.Heard.Danger != "" {
		t.Say("offer.done", args)
		return
	}
	t.Say("offer.done_hard", args)
	t.Begin("talk", map[string]string{"asked": string(hear.Person)})
}

// askHow asks how it went. Whoever has told of danger is thanked, and not asked.
func askHow(t *bot.Talk) {
	if len(t.Person.With("danger")) > 0 {
		t.Say("offer.done_in_danger", nil)
		return
	}
	t.Say("offer.how", nil)
}

// countHelp counts what was done in an offer's conversation, and tells the task.
func countHelp(t *bot.Talk, c *bot.Conversation) {
	minutes, _ := strconv.Atoi(c.Slots["minutes"])
	v := t.Person.Volunteer
	v.Helped++
	v.Minutes += minutes
	v.Lately = bot.Turn{Task: c.About, Minutes: minutes, At: t.Now}
	t.Write(c.About, task.LetterFinish, task.Finish{Person: t.ID(), Conversation: c.ID, First: t.Person.First, Minutes: minutes, Outcome: c.Slots["outcome"], Words: c.Slots["left"]})
}

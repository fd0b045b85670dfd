package flows

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/handbook"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/org"
)

// Induction reads the handbook with a volunteer: a lesson in one or two texts,
// a check question, and no more than the kinds of task that they chose ask for.
func Induction() bot.Flow {
	answered := []bot.Step{{Event: "pass", If: right}, {Event: "miss", If: chose}, {Event: "widen", If: offersInLesson}, {Event: "repeat", If: comesBack}, {Event: "ask_again", If: goesOn}, {Event: "put_off", If: putsOff}}
	repeats := map[hear.Meaning]string{hear.Back: "repeat"}
	open := []string{"asked", "asked_again", "corrected", "reminded", "left"}
	return bot.Flow{
		Name: "induction", About: "the handbook, in short texts with a check question each", Start: "reading", Once: true,
		Opens: []hear.Meaning{hear.Next},
		Table: fsm.Events{
			{Name: "ask", Src: []string{"reading"}, Dst: "asked"},
			{Name: "rest", Src: []string{"reading"}, Dst: "rested"},
			{Name: "finish", Src: []string{"reading"}, Dst: "finished"},
			{Name: "refuse", Src: []string{"reading"}, Dst: "strange"},
			{Name: "pass", Src: open, Dst: "reading"},
			{Name: "miss", Src: open, Dst: "corrected"},
			{Name: "widen", Src: open, Dst: "widened"},
			{Name: "read_on", Src: []string{"widened"}, Dst: "reading"},
			{Name: "repeat", Src: open, Dst: "asked"},
			{Name: "ask_again", Src: open, Dst: "asked_again"},
			{Name: "put_off", Src: open, Dst: "left"},
			{Name: "remind", Src: []string{"asked", "asked_again", "corrected"}, Dst: "reminded"},
			{Name: "pause", Src: []string{"reminded", "left"}, Dst: "paused"},
			{Name: "go_on", Src: []string{"rested", "paused"}, Dst: "reading"},
		},
		States: bot.States{
			"reading": {
				Means: "finds the next lesson; goes on at once",
				Does:  turnPage,
				Next: []bot.Step{
					{Event: "refuse", If: not(isVolunteer)},
					{Event: "finish", If: lacks("lesson")},
					{Event: "rest", If: given("enough")},
					{Event: "ask"},
				},
			},
			"asked": {
				Means: "a lesson was read; its check question waits for an answer", Does: readLesson,
				Asks: "lesson", Takes: answered, Hears: repeats, Quotes: saysAnswer, Sorry: "induction.answer_again", Again: askLesson, Within: lasts(24 * time.Hour), Late: "remind",
			},
			"corrected": {
				Means: "the answer was wrong; it was explained and is asked again", Does: explain,
				Asks: "lesson", Takes: answered, Hears: repeats, Quotes: saysAnswer, Sorry: "induction.answer_again", Again: askLesson, Within: lasts(24 * time.Hour), Late: "remind",
			},
			"reminded": {
				Means: "reminded once of the question", Says: "induction.reminder", Until: goodFor(24 * time.Hour),
				Asks: "lesson", Takes: answered, Hears: repeats, Quotes: saysAnswer, Sorry: "induction.answer_again", Again: askLesson, Within: lasts(72 * time.Hour), Late: "pause",
			},
			"asked_again": {
				Means: "asked the check question once more", Does: askLesson,
				Asks: "lesson", Takes: answered, Hears: repeats, Quotes: saysAnswer, Sorry: "induction.answer_again", Again: askLesson, Within: lasts(24 * time.Hour), Late: "remind",
			},
			"left": {
				Means: "will do it later; an answer counts, and NEXT asks again", Says: "induction.later",
				Asks: "lesson", Takes: answered, Hears: repeats, Quotes: saysAnswer, Sorry: "induction.answer_again", Again: askLesson, Within: lasts(72 * time.Hour), Late: "pause",
			},
			"widened": {Means: "would do something else besides, which may ask for more lessons; goes on at once", Does: widen, Next: []bot.Step{{Event: "read_on"}}},
			"paused": {
				Means: "waits for weeks, in silence; NEXT goes on where it was", Hears: map[hear.Meaning]string{hear.Next: "go_on"},
			},
			"rested": {
				Means: "enough for some kinds of task; NEXT goes on to the others", Does: enough,
				Hears: map[hear.Meaning]string{hear.Next: "go_on"},
			},
			"finished": {Means: "every lesson that their kinds ask for is taken", Does: finishInduction},
			"strange":  {Means: "not a volunteer; shown the way in", Says: "welcome.two_ways"},
		},
	}
}

// lessonsFor are the lessons that the kinds ask for, those of the kind that
// asks for least first, each once.
func lessonsFor(o *org.Organisation, kinds []string) []string {
	var chosen []org.Kind
	for _, id := range kinds {
		if k, ok := o.Kind(id); ok {
			chosen = append(chosen, k)
		}
	}
	slices.SortStableFunc(chosen, func(a, b org.Kind) int { return len(a.Lessons) - len(b.Lessons) })
	var ids []string
	for _, k := range chosen {
		for _, l := range o.Handbook.Lessons {
			if slices.Contains(k.Lessons, l.ID) && !slices.Contains(ids, l.ID) {
				ids = append(ids, l.ID)
			}
		}
	}
	return ids
}

// openKinds are the kinds whose lessons a volunteer has all passed.
func openKinds(o *org.Organisation, v *bot.Volunteer) []string {
	var open []string
	for _, id := range v.Kinds {
		if k, ok := o.Kind(id); ok && v.Passed(k.Lessons) {
			open = append(open, id)
		}
	}
	return open
}

// turnPage marks the lesson that was just passed, and finds the next.
func turnPage(t *bot.Talk) {
	v := t.Person.Volunteer
	t.Keep("enough", "")
	if v == nil {
		return
	}
	before := openKinds(t.Org, v)
	if t.Slot("lesson") != "" && right(t) {
		if v.Lessons == nil {
			v.Lessons = map[string]string{}
		}
		l := lesson(t)
		v.Lessons[l.ID] = l.Version
		t.Note("lesson", map[string]string{"lesson": l.ID, "version": l.Version})
	}
	all := lessonsFor(t.Org, v.Kinds)
	t.Keep("lesson", "")
	for i, id := range all {
		if v.Lessons[id] == "" {
			t.Keep("lesson", id)
			t.Keep("place", t.Words("induction.place", map[string]any{"This": i + 1, "All": len(all)}))
			break
		}
	}
	if open := openKinds(t.Org, v); len(open) > len(before) {
		t.Keep("enough", kindNames(t.Org, open))
	}
}

func lesson(t *bot.Talk) handbook.Lesson {
	l, _ := t.Org.Handbook.Lesson(t.Slot("lesson"))
	return l
}

func choices(l handbook.Lesson) map[string]any {
	return map[string]any{"Title": l.Title, "Question": l.Question, "A": l.Answers[0], "B": l.Answers[1], "C": l.Answers[2], "Why": l.Why, "Matters": l.Matters}
}

func readLesson(t *bot.Talk) {
	l := lesson(t)
	for i, text := range l.Texts {
		args := choices(l)
		args["Text"] = text
		if i == 0 {
			t.SayApart("induction.lesson", args)
			continue
		}
		t.SayApart("induction.lesson_more", args)
	}
	askLesson(t)
}

func askLesson(t *bot.Talk) { t.SayApart("induction.question", choices(lesson(t))) }

func explain(t *bot.Talk) { t.Say("induction.wrong", choices(lesson(t))) }

// chosen is which answer the text gives: 0, 1, 2, or -1 for none. Letters,
// digits and the answer's own words all count.
func chosen(t *bot.Talk) int {
	if hears(hear.Back, hear.Change, hear.Skip, hear.Next)(t) {
		return -1
	}
	if c := t.Heard.Slots.Choice; len(c) == 1 {
		return int(c[0] - 'A')
	}
	words := plain(t.Body)
	if len(words) < 3 {
		return -1
	}
	found := -1
	for i, a := range lesson(t).Answers {
		if a = plain(a); strings.Contains(a, words) || strings.Contains(words, a) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

// goesOn holds for NEXT, and for what says no more than yes where no offer waits for one.
func goesOn(t *bot.Talk) bool {
	return hears(hear.Next)(t) || hears(hear.Accept)(t) && (t.Heard.RuledBy("next") || !hasOffer(t))
}

// comesBack holds where they go on some time after the lesson: it is read again.
func comesBack(t *bot.Talk) bool { return goesOn(t) && t.Now.Sub(t.Conv.Asked) >= time.Hour }

// putsOff holds for "not now", where no offer waits for a no.
func putsOff(t *bot.Talk) bool {
	return hears(hear.Skip)(t) || hears(hear.Decline, hear.Counter, hear.NotSafe)(t) && !hasOffer(t)
}

// hasOffer holds while an offer of theirs waits for an answer.
func hasOffer(t *bot.Talk) bool {
	return slices.ContainsFunc(t.Person.With("offer"), func(c *bot.Conversation) bool { return c.State == "offered" || c.State == "reminded" })
}

// saysAnswer holds when the text is one of the answers, word for word: "Ring
// 999" is one.
func saysAnswer(t *bot.Talk) bool {
	answers := lesson(t).Answers
	return slices.ContainsFunc(answers[:], func(a string) bool { return plain(a) == plain(t.Body) })
}

// plain is words without marks or capitals.
func plain(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return r != '\'' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

func chose(t *bot.Talk) bool { return chosen(t) >= 0 }

func right(t *bot.Talk) bool { return chosen(t) == lesson(t).Right }

// offersInLesson holds for "I can do lifts too" instead of an answer.
func offersInLesson(t *bot.Talk) bool {
	return isVolunteer(t) && t.Heard.RuledBy("join") && slices.ContainsFunc(t.Heard.Slots.Kinds, func(k string) bool { return !slices.Contains(t.Person.Volunteer.Kinds, k) })
}

func widen(t *bot.Talk) {
	t.Keep("kinds", strings.Join(t.Heard.Slots.Kinds, ","))
	widenKinds(t)
	t.Keep("kinds", "")
	askForID(t)
}

// enough says which kinds are open now, and has tasks looked for.
func enough(t *bot.Talk) {
	left := 0
	v := t.Person.Volunteer
	for _, id := range lessonsFor(t.Org, v.Kinds) {
		if v.Lessons[id] == "" {
			left++
		}
	}
	t.Say("induction.enough", map[string]any{"Open": t.Slot("enough"), "Left": left, "Waits": awaitsID(t, openKinds(t.Org, v))})
	t.Begin("looking", nil)
}

func finishInduction(t *bot.Talk) {
	v := t.Person.Volunteer
	t.Note("inducted", map[string]string{"version": t.Org.Handbook.Version})
	t.Say("induction.finished", map[string]any{"Open": kindNames(t.Org, openKinds(t.Org, v)), "Waits": awaitsID(t, openKinds(t.Org, v))})
	t.Begin("looking", nil)
}

// awaitsID reports whether some of the kinds wait for a coordinator to see
// the volunteer's ID.
func awaitsID(t *bot.Talk, kinds []string) bool {
	v := t.Person.Volunteer
	return !v.Holds(string(org.Identity), t.Now) && slices.ContainsFunc(kinds, func(id string) bool {
		k, ok := t.Org.Kind(id)
		return ok && k.Asks(org.Identity)
	})
}

package flows

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/place"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/task"
)

// Looking asks, without a word, whether a task waits for somebody who has just
// become able to take it.
func Looking() bot.Flow {
	return bot.Flow{
		Name: "looking", About: "finding a waiting task for somebody who is newly free for it", Start: "looked", Once: true,
		Letters: []string{post.LetterFound},
		Table:   fsm.Events{{Name: "seek", Src: []string{"looked"}, Dst: "sought"}},
		States: bot.States{
			"looked": {Means: "the store was asked for open tasks near", Does: findTasks, On: map[string]string{post.LetterFound: "seek"}},
			"sought": {Means: "the best of them were asked to make an offer", Does: seekBest},
		},
		After: map[string]bot.After{post.LetterFound: {Ignore: "they became busy with something else"}},
	}
}

// Tasks lists what is open near somebody, who can pick by number.
func Tasks() bot.Flow {
	return bot.Flow{
		Name: "tasks", About: "TASKS: what is open near me", Start: "asked", Once: true,
		Opens:   []hear.Meaning{hear.Tasks},
		Begins:  map[string]func(*bot.Talk) bool{task.LetterLost: sayGone},
		Letters: []string{post.LetterFound},
		Table: fsm.Events{
			{Name: "refuse", Src: []string{"asked"}, Dst: "strange"},
			{Name: "wait", Src: []string{"asked"}, Dst: "looked"},
			{Name: "list", Src: []string{"looked"}, Dst: "listing"},
			{Name: "show", Src: []string{"listing"}, Dst: "listed"},
			{Name: "find_none", Src: []string{"listing"}, Dst: "empty"},
			{Name: "pick", Src: []string{"listed"}, Dst: "picked"},
			{Name: "pass", Src: []string{"listed"}, Dst: "passed"},
			{Name: "lapse", Src: []string{"listed"}, Dst: "passed"},
		},
		States: bot.States{
			"asked":  {Means: "goes on at once", Next: []bot.Step{{Event: "refuse", If: not(isVolunteer)}, {Event: "wait"}}},
			"looked": {Means: "the store was asked", Does: findTasks, On: map[string]string{post.LetterFound: "list"}},
			"listing": {
				Means: "sorts out what they may take", Does: listTasks,
				Next: []bot.Step{{Event: "show", If: given("1")}, {Event: "find_none"}},
			},
			"listed": {
				Means: "shown; a number picks one", Says: "tasks.list", Asks: "offers", Sorry: "tasks.pick_again",
				Takes: []bot.Step{{Event: "pick", If: picks}}, Hears: map[hear.Meaning]string{hear.Decline: "pass"},
				Within: lasts(time.Hour), Late: "lapse",
			},
			"empty":   {Means: "nothing for them now, and why", Says: "tasks.none"},
			"picked":  {Means: "the task was asked to offer itself", Does: seekPicked},
			"passed":  {Means: "nothing was picked"},
			"strange": {Means: "not a volunteer; shown the way in", Says: "welcome.two_ways"},
		},
		Ignores: map[string]string{post.LetterFound: "the list was made already"},
		After:   map[string]bot.After{post.LetterFound: {Ignore: "they asked something else meanwhile"}},
	}
}

// findTasks asks the store for open tasks near the volunteer.
func findTasks(t *bot.Talk) {
	keys := []string{task.AnywhereKey}
	centre, ok := t.Org.Centre(t.Person.Area)
	if !ok {
		if hub, _ := t.Org.HubFor(t.Person.Area); len(hub.Outward) > 0 {
			centre, _ = t.Org.Centre(hub.Outward[0])
		}
	}
	for _, cell := range place.Near(centre.Lat, centre.Lng, t.Org.Offers.WithinKm) {
		keys = append(keys, task.OpenKey(cell))
	}
	t.Find(t.Conv.ID, "tasks", post.Query{Keys: keys, Limit: 20})
}

// An openTask is one that a query found, and why it is not for them ("" when it is).
type openTask struct {
	id  string
	sum task.Summary
}

// suitable are the tasks that the volunteer may take, the soonest needed first.
func suitable(t *bot.Talk) []openTask {
	v := t.Person.Volunteer
	if v == nil {
		return nil
	}
	var tasks []openTask
	for _, f := range bot.Read[post.Findings](t).Found {
		var s task.Summary
		if err := json.Unmarshal(f.Summary, &s); err != nil || s.Free < 1 {
			continue
		}
		k, ok := t.Org.Kind(s.Kind)
		if !ok || !v.Passed(k.Lessons) || slices.ContainsFunc(k.AsksFor, func(c org.Check) bool { return !v.Holds(string(c), t.Now) }) {
			continue
		}
		if slices.ContainsFunc(t.Person.With("offer"), func(c *bot.Conversation) bool { return c.About == f.ID }) {
			continue
		}
		tasks = append(tasks, openTask{f.ID, s})
	}
	slices.SortStableFunc(tasks, func(a, b openTask) int {
		switch {
		case a.sum.By.IsZero() != b.sum.By.IsZero():
			if a.sum.By.IsZero() {
				return 1
			}
			return -1
		case !a.sum.By.Equal(b.sum.By):
			return a.sum.By.Compare(b.sum.By)
		}
		return strings.Compare(a.id, b.id)
	})
	return tasks
}

// seekBest asks the soonest of the tasks that they would do for an offer.
func seekBest(t *bot.Talk) {
	v := t.Person.Volunteer
	room := t.Org.Offers.LivePerPerson - t.Person.Match("").Live
	for _, open := range suitable(t) {
		if room < 1 {
			return
		}
		if slices.Contains(v.Kinds, open.sum.Kind) {
			t.Write(open.id, task.LetterSeek, task.Seek{Person: t.ID(), Volunteer: t.Person.Match("")})
			room--
		}
	}
}

// listedAtMost keeps the list to three segments.
const listedAtMost = 3

func listTasks(t *bot.Talk) {
	var lines []string
	for i, open := range suitable(t) {
		if i == listedAtMost {
			break
		}
		n := strconv.Itoa(i + 1)
		t.Keep(n, open.id)
		k, _ := t.Org.Kind(open.sum.Kind)
		lines = append(lines, n+": "+offerWords(t, k, offered{open.sum.Title, open.sum.Area, open.sum.Hub, open.sum.From, open.sum.By, open.sum.Windows, open.sum.Soon})+".")
	}
	t.Keep("list", strings.Join(lines, " "))
	t.Keep("why", emptyReason(t))
}

// emptyReason is the honest reason for which somebody is shown no task.
func emptyReason(t *bot.Talk) string {
	v := t.Person.Volunteer
	open := openKinds(t.Org, v)
	switch {
	case len(open) == 0:
		return t.Words("tasks.why_induction", nil)
	case t.Person.Match("").Live > 0:
		return t.Words("tasks.why_offered", nil)
	case awaitsID(t, open):
		return t.Words("tasks.why_id", nil)
	}
	return t.Words("tasks.why_none_near", nil)
}

func picks(t *bot.Talk) bool { return t.Slot(strconv.Itoa(pickedNumber(t))) != "" }

func pickedNumber(t *bot.Talk) int {
	if n := t.Heard.Slots.Number; n > 0 {
		return n
	}
	if hears(hear.Accept)(t) && t.Slot("2") == "" {
		return 1
	}
	return 0
}

func seekPicked(t *bot.Talk) {
	t.Write(t.Slot(strconv.Itoa(pickedNumber(t))), task.LetterSeek, task.Seek{Person: t.ID(), Volunteer: t.Person.Match(""), Chosen: true})
	t.Say("tasks.picked", nil)
}

// sayGone tells somebody that the task they picked from the list has gone.
func sayGone(t *bot.Talk) bool {
	t.Say("tasks.gone", nil)
	return false
}

package flows

import (
	"strings"
	"time"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/task"
)

// canThen holds when the time that they name is one in the task's.
func canThen(t *bot.Talk) bool {
	s, from, by := t.Heard.Slots, t.Time("from"), t.Time("by")
	if !hears(hear.Counter)(t) || s.From.IsZero() && s.By.IsZero() || by.IsZero() {
		return false
	}
	return s.From.Before(by) && (s.By.IsZero() || s.By.After(from) && s.By.After(t.Now))
}

// noteTime notes when the task is to be done now.
func noteTime(t *bot.Talk) {
	r := bot.Read[task.Retimed](t)
	t.Keep("windows", strings.Join(r.Windows, ","))
	keepSoon(t, r.Soon)
	setTime(t, r.From, r.By, r.Expires)
}

func setTime(t *bot.Talk, from, by, expires time.Time) {
	t.KeepTime("from", from)
	t.KeepTime("by", by)
	t.KeepTime("expires", expires)
	t.Keep("retimed", "yes")
	if kind, known := t.Org.Kind(t.Slot("kind")); known {
		t.Keep("what", offerWords(t, kind, offered{t.Slot("title"), t.Slot("place"), t.Slot("hub"), from, by, t.List("windows"), t.Slot("soon") != ""}))
	}
}

// waitLonger gives somebody who has the task longer to answer than somebody who
// was only asked: an eighth of the time that is left, up to a working day.
func waitLonger(t *bot.Talk) {
	const most = 8 * time.Hour
	if longer := t.Now.Add(min(most, t.Time("by").Sub(t.Now)/8)); longer.After(t.Time("expires")) {
		t.KeepTime("expires", longer)
	}
}

// awake counts a time from the morning where they are asleep, and gives them half
// an hour at least.
func awake(left func(*bot.Talk) time.Duration) func(*bot.Talk) time.Duration {
	return func(t *bot.Talk) time.Duration {
		wait := max(30*time.Minute, left(t))
		if !t.Awake() {
			wait += t.Org.QuietEnds(t.Now).Sub(t.Now)
		}
		return wait
	}
}

// keepTask tells the task that they still can.
func keepTask(t *bot.Talk) {
	settleUnsure(t)
	t.Keep("retimed", "")
	reply(task.LetterClaim)(t)
}

// openUnsure has a coordinator ring somebody who does not say whether they still can.
func openUnsure(t *bot.Talk) {
	p := t.Person
	if t.Slot("case") == "" {
		t.Keep("case", t.New("case"))
	}
	hub, _ := t.Org.HubFor(t.Slot("place"))
	t.Write(t.Slot("case"), desk.LetterOpen, desk.Open{
		Kind: desk.Unsure, Hub: hub.ID, Person: t.ID(), First: p.First, Name: p.Name, Phone: p.Phone, TextOnly: p.TextOnly, Area: t.Slot("place"),
		About: t.Conv.About, AboutKind: t.Slot("kind"), By: t.Time("by"),
	})
}

// settleUnsure tells that case that they have said it.
func settleUnsure(t *bot.Talk) {
	if about := t.Slot("case"); about != "" {
		t.Write(about, desk.LetterSettled, nil)
		t.Keep("case", "")
	}
}

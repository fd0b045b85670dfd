package flows

import (
	"slices"
	"strings"
	"time"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/request"
	"github.com/goodturn/goodturn/internal/task"
)

func timed(t *bot.Talk) bool {
	s := t.Heard.Slots
	return !s.By.IsZero() || len(s.When) > 0 || s.UrgencyToday
}

// namesTime holds for a text that names a day or a time and does not say that nothing
// is needed: whatever no is beside it, they need it then.
func namesTime(t *bot.Talk) bool {
	return (timed(t) || !t.Heard.Slots.From.IsZero()) && !t.Heard.RuledBy("needless")
}

// anotherTime holds for a no, or a cannot, with a day or a time beside it.
func anotherTime(t *bot.Talk) bool {
	return namesTime(t) && hears(hear.Decline, hear.Release, hear.Counter)(t)
}

// onlyRefuses holds for a text that names the day that it cannot be, and none that it
// can: all the others, or several, are no answer to when they need it.
func onlyRefuses(t *bot.Talk) bool {
	s := t.Heard.Slots
	return namesTime(t) && plainAnswer(t) && s.By.IsZero() && s.From.IsZero() && !s.UrgencyToday && len(s.When) > 1
}

// perhapsAnotherTime holds for words out of turn that name one time to come, and do
// not say what is to be then.
func perhapsAnotherTime(t *bot.Talk) bool {
	s := t.Heard.Slots
	return hears(hear.Unclear, hear.Question, hear.Counter)(t) && s.Name+s.Address+s.Outward == "" && oneTime(t) &&
		!(s.By.Equal(heldBy(t)) || s.By.IsZero() && s.From.Equal(heldBy(t)))
}

// oneTime holds for a text that says by when, or from when on one day.
func oneTime(t *bot.Talk) bool {
	s := t.Heard.Slots
	return s.By.After(t.Now) && s.From.Before(s.By) || s.By.IsZero() && s.From.After(t.Now)
}

// namedTime is by when a text says, or else from when.
func namedTime(t *bot.Talk) time.Time {
	if s := t.Heard.Slots; s.By.IsZero() {
		return s.From
	}
	return t.Heard.Slots.By
}

// timeAlone holds for a text that names a time and no day.
func timeAlone(t *bot.Talk) bool {
	s, named := t.Heard.Slots, namedTime(t)
	if named.IsZero() || t.Says(hear.Today) {
		return false
	}
	return !t.Heard.Dated || sameDay(named, t.Now.In(named.Location())) || len(s.When) > 0 && !slices.ContainsFunc(s.When, func(w string) bool { return !partOfDay(w) })
}

func partOfDay(window string) bool {
	return slices.Contains([]string{"mornings", "afternoons", "evenings", "nights"}, window)
}

// dayUnsaid holds for a text that names a time and no day, where the request is for
// another day than the one that it would be heard as: which is meant is asked.
func dayUnsaid(t *bot.Talk) bool {
	held := heldBy(t)
	return t.Conv.About != "" && !held.IsZero() && timeAlone(t) && !sameDay(namedTime(t), held) && t.Slot("unsaid") == "" && !ofThatDay(t)
}

// ofThatDay holds for a time that follows a day soon after it: it is of that day.
func ofThatDay(t *bot.Talk) bool {
	return timeAlone(t) && daySaid(t) && !t.NamesBeside("day_of") && !hears(hear.Question, hear.Thanks, hear.Person)(t) && !saysReach(t)
}

// daySaid holds soon after they named a day alone.
func daySaid(t *bot.Talk) bool { return t.Now.Sub(t.Time("day_at")) < bot.SameDay }

// wholeDay holds for a text that names a day and no time.
func wholeDay(t *bot.Talk) bool {
	s := t.Heard.Slots
	return !s.By.IsZero() && sameDay(s.From, s.By) && s.From.Hour() == hear.FirstHour && s.By.Hour() == hear.LastHour
}

// joinDay has a day that was asked for hold for the time that was named before it, and
// one that was named just before for the time that follows it. It reports whether the
// text is of a day named before it.
func joinDay(t *bot.Talk) (follows bool) {
	s := &t.Heard.Slots
	from, by, day := t.Time("part_from"), t.Time("part_by"), t.Now.In(t.Org.Location)
	switch {
	case ofThatDay(t):
		follows = true
		from, by, day = s.From, s.By, t.Time("day").In(t.Org.Location)
		if day.IsZero() {
			day = t.Time("by").In(t.Org.Location) // what an older version noted
		}
		if by.IsZero() && !s.At {
			by = day // until that day is over
		}
	case from.IsZero() && by.IsZero(), !wholeDay(t) && !t.Says(hear.Today):
		return false
	case wholeDay(t):
		day, s.At = s.From, t.Slot("part_at") != ""
	default:
		s.At = t.Slot("part_at") != ""
	}
	on := func(clock time.Time) time.Time {
		if clock.IsZero() {
			return clock
		}
		return time.Date(day.Year(), day.Month(), day.Day(), clock.Hour(), clock.Minute(), 0, 0, day.Location())
	}
	s.From, s.By, s.UrgencyToday = on(from), on(by), false
	return follows
}

func sameDay(a, b time.Time) bool { return a.Format(time.DateOnly) == b.Format(time.DateOnly) }

// dayEnds is when the day of a moment is over, for whoever helps.
func dayEnds(at time.Time) time.Time {
	end := time.Date(at.Year(), at.Month(), at.Day(), hear.LastHour, 0, 0, 0, at.Location())
	if !end.After(at) {
		return at.Add(time.Hour)
	}
	return end
}

// notTheMonth has a month that is named alone be no time of what they need, unless that was
// asked: "my wife passed in March".
func notTheMonth(t *bot.Talk) {
	const month = 27 * 24 * time.Hour
	if s := &t.Heard.Slots; t.Conv.About == "" && !s.From.IsZero() && s.By.Sub(s.From) > month && t.Slot("asking") != "when" {
		s.From, s.By = time.Time{}, time.Time{}
	}
}

// notBefore is before when a time that they name says it may not be: no other day
// than the one that they mean.
func notBefore(t *bot.Talk) time.Time {
	if from := t.Heard.Slots.From; from.After(t.Now) {
		return from
	}
	return time.Time{}
}

// noteTold passes their words on, and notes the time that they name.
func noteTold(t *bot.Talk) {
	addWords(t)
	noteNewTime(t)
}

func noteNewTime(t *bot.Talk) {
	s := t.Heard.Slots
	by := s.By
	when := t.Words("asking.by", map[string]any{"By": t.When(by)})
	switch {
	case s.At:
		by, when = s.From, t.When(s.From)
	case by.IsZero():
		by = dayEnds(s.From)
		when = t.Words("asking.from", map[string]any{"From": t.When(s.From)})
	}
	of := timedKinds(t)
	t.Keep("new_kinds", strings.Join(of, ","))
	t.Keep("time_of", "")
	if t.Keep("time", when); len(of) > 0 {
		t.Keep("time_of", subjectOf(t, of))
		t.Keep("time", ownTime(t, heardTime(t)).When)
	} else if t.Slot("apart") != "" {
		t.Keep("time", t.Words("asking.all", map[string]any{"When": when}))
	}
	noteDay(t)
	t.KeepTime("new_by", by)
	t.KeepTime("new_from", notBefore(t))
}

// retimeRequest tells the request of the time that they have said yes to.
func retimeRequest(t *bot.Talk) {
	of, heard, before := t.List("new_kinds"), t.Slot("time"), timesOfKinds(t)
	for _, id := range of {
		keepOwn(t, id, request.Time{Time: task.Time{From: t.Time("new_from"), By: t.Time("new_by")}, When: t.Slot("time")})
	}
	if len(of) == 0 {
		dropOwn(t, t.List("apart"))
		t.Keep("several", "")
		t.KeepTime("by", t.Time("new_by"))
		t.KeepTime("from", t.Time("new_from"))
		t.Keep("windows", "")
		t.Keep("soon", "")
		t.Keep("when", t.Slot("time"))
	} else {
		heard = eachWhen(t, of)
	}
	sayTold(t, heard, of, before)
	h := helped(t)
	t.Write(t.Conv.About, request.LetterDetail, request.Detail{
		First: h.First, Name: h.Name, By: t.Time("by"), From: t.Time("from"), When: t.Slot("when"), Timed: true,
		Times: ownTimes(t), Of: of,
	})
}

// lateWhen holds for a time that answers how soon they need it, some time after that
// was asked.
func lateWhen(t *bot.Talk) bool {
	return t.Slot("when") == "" && t.Slot("no_when") == "" && oneTime(t) && hears(hear.Unclear, hear.Counter, hear.Accept)(t) && !otherThanTime(t) && len(strings.Fields(t.Body)) < wholeSentence
}

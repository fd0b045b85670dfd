package hear

import (
	"slices"
	"time"
)

// moment is one mention of a time: "by 4", "tomorrow morning", "fri after 6".
type moment struct {
	cue     string // by, from, until, at, on, for, in, within, between, or none
	day     time.Time
	hasDay  bool
	clock   clockTime
	has     bool // has a clock time
	end     clockTime
	hasEnd  bool
	part    string // morning, afternoon, evening, night
	span    span
	isSpan  bool
	dayLast bool      // the day stands after the clock time
	last    time.Time // the last day that is meant, if the day is the first of several: "next week"
	before  bool      // it is over when that begins: "before friday"
	after   bool      // it is over when that ends: "till after xmas"
	not     bool      // "not thurs"
	from    int
	to      int
}

// times fills the slots that say when.
func (r *reading) times() {
	moments := r.mentions()
	if len(moments) > 0 {
		r.mentioned = slices.Clone(moments)
	}
	shareDays(moments)
	r.freeAfter(moments)
	r.moments = moments
	several := r.severalDays(moments)
	r.whileAt = -1
	for _, m := range moments {
		if !m.not && (m.cue == "until" || m.isSpan && (m.cue == "for" || m.cue == "")) {
			r.whileAt = m.from
			break
		}
	}
	asRule := slices.ContainsFunc(moments, r.asRuleOn)
	for i, m := range moments {
		if !m.not && !m.isSpan && !((several || asRule) && m.dayOnly()) && !refined(moments, i) {
			r.place(m)
		}
		r.heard.Dated = r.heard.Dated || m.hasDay || m.isSpan
		r.dated = r.dated || m.hasDay && !(asRule && r.namesWeekday(m)) || m.isSpan || m.part != ""
	}
	r.spans(moments)
	s := &r.heard.Slots
	s.At = s.At && s.By.IsZero()
	r.thisWeek()
	r.windows()
	r.sayToday(moments)
	r.guessUntil(moments)
	if start, back := r.away(moments); !back.IsZero() {
		r.start, r.until = start, back
	} else {
		r.start = start
	}
}

// freeAfter has the day until which somebody says that they are not free be the one after
// which they are: "exams till the 11th, free after".
func (r *reading) freeAfter(moments []moment) {
	if r.c.Asked != "when" && !r.offered() {
		return
	}
	for i := range moments {
		m := &moments[i]
		if m.cue != "until" || !m.hasDay || m.has || m.not {
			continue
		}
		for k := m.to; k < min(len(r.tokens), m.to+fewToFree) && r.tokens[k].before != sentence; k++ {
			if r.valueOf(lWindow, k) == idle && !r.negated(k) {
				m.cue, m.day = "from", midnight(m.day, 1)
				break
			}
		}
	}
}

// fewToFree is how many words from a day it may stand that somebody is free then.
const fewToFree = 4

// asRuleOn reports whether a moment says from or until when somebody can on a day of the
// week, as a rule: "mon weds fri after 6".
func (r *reading) asRuleOn(m moment) bool {
	if r.c.Asked != "when" || !m.has || m.hasEnd || m.cue != "from" && m.cue != "by" {
		return false
	}
	return r.namesWeekday(m)
}

func (r *reading) namesWeekday(m moment) bool {
	for i := m.from; i < m.to; i++ {
		if r.is(lDay, i) {
			return true
		}
	}
	return false
}

// shareDays has a day that is said once hold for the other times said: "tomorrow, by 4".
func shareDays(moments []moment) {
	for i := range moments {
		if m := &moments[i]; m.isSpan || m.hasDay || !m.has && m.part == "" {
			continue
		}
		for k := range moments {
			if d := &moments[k]; !d.isSpan && !d.not && d.hasDay && d.cue != "until" {
				moments[i].day, moments[i].hasDay = d.day, true
			}
		}
	}
}

// refined reports whether another moment says more exactly what one says: "at 4" of
// "friday", or "about half 8" of "tonight".
func refined(moments []moment, i int) bool {
	m := moments[i]
	if m.has || m.cue == "until" || m.cue == "by" || !m.last.IsZero() {
		return false
	}
	for _, other := range moments {
		if other.has && !other.not && other.cue != "until" && (m.hasDay && other.hasDay && m.day.Equal(other.day) && (m.part == "" || other.within(m.part))) {
			return true
		}
	}
	return false
}

// within reports whether a clock time can be in a part of the day.
func (m moment) within(part string) bool {
	hours, ok := parts[part]
	hour := m.clock.hour
	if !m.clock.sure && hour < hours[0] {
		hour += 12
	}
	return ok && hour >= hours[0] && hour <= hours[1]+2
}

// sayToday sets or takes back that it is for today.
func (r *reading) sayToday(moments []moment) {
	s := &r.heard.Slots
	if r.has(lUrgent) || !s.By.IsZero() && midnight(s.By, 0).Equal(midnight(r.c.Now, 0)) {
		s.UrgencyToday = true
	}
	for _, m := range moments {
		if m.hasDay && !m.not && m.day.Equal(midnight(r.c.Now, 0)) && m.cue != "until" && s.From.IsZero() {
			s.UrgencyToday = true
		}
	}
	if r.has(lNoRush) {
		s.UrgencyToday = false
		if len(s.When) == 0 && s.By.IsZero() && s.From.IsZero() {
			s.When = []string{"anytime"}
		}
	}
}

// guessUntil notes when OFF ends if no more is said than the days for which it is:
// "no jobs this week".
func (r *reading) guessUntil(moments []moment) {
	for _, m := range moments {
		if m.hasDay && !m.isSpan && !m.not && m.last.IsZero() && m.cue != "from" {
			r.until = midnight(m.day, 1)
		}
	}
	if by := r.heard.Slots.By; r.until.IsZero() && !by.IsZero() {
		r.until = midnight(by, 1)
	}
}

// dayOnly reports whether a moment names a day and no more.
func (m moment) dayOnly() bool {
	return m.hasDay && !m.has && m.part == "" && (m.cue == "" || m.cue == "on" || m.cue == "at")
}

// severalDays reports whether days are listed, as in "tues, thurs and sat": no one
// of them is meant.
func (r *reading) severalDays(moments []moment) bool {
	n := 0
	for _, m := range moments {
		if m.dayOnly() && !m.not && r.is(lDay, m.to-1) {
			n++
		}
	}
	return n > 1
}

// thisWeek fills the slots for "this week" and "this weekend", where no day or time
// says it more exactly.
func (r *reading) thisWeek() {
	s := &r.heard.Slots
	if r.c.Asked == "when" || !s.From.IsZero() || !s.By.IsZero() {
		return
	}
	for i := range r.tokens {
		h, ok := r.hitAt(lDayWord, i)
		if !ok || r.negated(i) {
			continue
		}
		if r.offered() {
			if h.value == "end_of_week" {
				_, s.By = r.ofWeek(h.value)
				s.From = hourOf(s.By, FirstHour)
			}
			continue
		}
		if from, by := r.ofWeek(h.value); !by.IsZero() {
			switch s.By = by; {
			case from.IsZero():
			case from.Before(r.c.Now):
				s.From = r.c.Now
			default:
				s.From = from
			}
		}
	}
}

// ofWeek is from when and by when a value of the list of days says that are no single
// day; zero for another.
func (r *reading) ofWeek(value string) (from, by time.Time) {
	sunday := midnight(r.c.Now, (7-int(r.c.Now.Weekday()))%7)
	switch value {
	case "this_week":
		by = hourOf(sunday, LastHour)
	case "end_of_week":
		if by = hourOf(sunday.AddDate(0, 0, -2), LastHour); !by.After(r.c.Now) {
			by = hourOf(sunday, LastHour)
		}
	case "this_weekend":
		from, by = hourOf(sunday.AddDate(0, 0, -1), FirstHour), hourOf(sunday, LastHour)
	}
	return from, by
}

// timeSaid is what moments say without the rest of the text: from when, by when and not
// until when, and whether from is an hour that it is to be at.
func (r *reading) timeSaid(moments []moment) (from, by, until time.Time, at bool) {
	all := r.heard.Slots
	s := &r.heard.Slots
	s.From, s.By, s.Until, s.At = time.Time{}, time.Time{}, time.Time{}, false
	for i, m := range moments {
		if !m.isSpan && !refined(moments, i) {
			r.place(m)
		}
	}
	r.spans(moments)
	from, by, until, at = s.From, s.By, s.Until, s.At
	*s = all
	return from, by, until, at
}

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
		if !m.not && !m.isSpan && !(several && m.dayOnly()) && !refined(moments, i) {
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
	if r.c.Asked == "when" || r.offered() || !s.From.IsZero() || !s.By.IsZero() {
		return
	}
	sunday := midnight(r.c.Now, (7-int(r.c.Now.Weekday()))%7)
	for i := range r.tokens {
		h, ok := r.hitAt(lDayWord, i)
		if !ok || r.negated(i) {
			continue
		}
		switch h.value {
		case "this_week":
			s.By = hourOf(sunday, LastHour)
		case "before_weekend":
			s.By = hourOf(sunday.AddDate(0, 0, -2), LastHour)
		case "this_weekend":
			s.From, s.By = hourOf(sunday.AddDate(0, 0, -1), FirstHour), hourOf(sunday, LastHour)
			if s.From.Before(r.c.Now) {
				s.From = r.c.Now
			}
		}
	}
}

// mentions reads every mention of a time, in order.
func (r *reading) mentions() (all []moment) {
	for i := 0; i < len(r.tokens); {
		if r.tokens[i].used || r.bare(i) || i == 0 && r.greets() {
			i++
			continue
		}
		m := moment{from: i, not: r.negated(i) && !r.spokenFor(Off, i-1)}
		j := r.cue(&m, i)
		for m.cue == perhaps && j < len(r.tokens) && r.leadsOn(j) {
			j = r.cue(&m, j) // "if its before 3"
		}
		_, day, isDay := r.date(j) // "a week today", "a week on thursday"
		if s, next, ok := r.duration(j); ok && (!isDay || day <= next) {
			if m.cue == past {
				m.cue, m.not = "", false // "that was 20 mins"
			}
			m.span, m.isSpan, m.to = s, true, next
			switch after := r.valueOf(lTimeCue, next); {
			case after == "by" && m.cue == "in":
				m.cue = "by" // "in 3 hours max"
			case after == ago:
				m.not = true // "an hour ago"
			}
			r.timed(i, next)
			all = append(all, m)
			i = next
			continue
		}
		if next := r.moment(&m, j); next > j {
			m.to = next
			if h, ok := r.hitAt(lTimeCue, next); ok && m.cue == "" && m.has && h.value == "by" && (h.to == len(r.tokens) || r.tokens[h.to].number < 0) {
				m.cue, next = h.value, h.to // "5pm latest"
			}
			m.not = m.not || r.refusedAfter(next)
			r.timed(i, next)
			all = append(all, m)
			i = next
			continue
		}
		i++
	}
	return all
}

// leadsOn reports whether a word at a token says more exactly how a time is meant than
// the ones before it, which only make it likely.
func (r *reading) leadsOn(i int) bool {
	h, ok := r.hitAt(lTimeCue, i)
	if !ok {
		return false
	}
	switch h.value {
	case before, "by", "from", perhaps:
		return h.to < len(r.tokens) && r.tokens[i].before == space && leads(h.value, r.tokens[h.to].before) && r.tokens[h.to-1].number < 0
	}
	return false
}

// refusedAfter reports whether what follows a time says that it is not that: "today
// isn't ok", but not "fri not thurs".
func (r *reading) refusedAfter(i int) bool {
	if r.saysNo(i) {
		return true
	}
	h, ok := r.hitAt(lNegation, i)
	if !ok || r.tokens[i].before != space {
		return false
	}
	_, _, isDay := r.date(h.to)
	_, isPart := r.partAt(h.to)
	_, _, isNumber := r.number(h.to)
	_, _, isClock := r.clock(h.to, true) // "quarter past 6 instead of half 5"
	return !isDay && !isPart && !isNumber && !isClock && !r.is(lTimeCue, h.to)
}

// perhaps is the value of words that may stand before a time of day, in talk of a
// task: "could do 5", "make it 6".
const perhaps = "perhaps"

// past is the value of words before a time at which something was: "fell on sat".
const past = "past"

// ago is the value of words after a length of time that is behind us, or too much.
const ago = "ago"

// unlikely is the value of words that refuse the time after them: "cant get there for".
const unlikely = "not"

// before is the value of the word, which means "from" after a no.
const before = "before"

// free is the value of words before the end of somebody's free time.
const free = "free"

// cue reads how a time is meant that may begin at a token, and returns the token
// after the words that say it.
func (r *reading) cue(m *moment, i int) int {
	h, ok := r.hitAt(lTimeCue, i)
	if !ok || h.to < len(r.tokens) && !leads(h.value, r.tokens[h.to].before) || r.tokens[h.to-1].number >= 0 {
		return i // "be there 4.20" is not "be there for 20"
	}
	m.cue = h.value
	refused := m.cue == "by" && !m.not && r.refusedBefore(i)
	switch {
	case m.cue == unlikely || m.cue == past || refused:
		m.not = true // "can't get there by 4"
	case m.cue == before && r.refusedBefore(i):
		m.cue = "from" // "can't get there before half 5"
	case m.cue == before:
		m.cue, m.before = "by", true
	case m.cue == "until" && r.valueOf(lTimeCue, h.to) == "from" && !r.aboutTask():
		if more, _ := r.hitAt(lTimeCue, h.to); r.tokens[h.to].before == space && r.dayFollows(more.to) {
			m.after = true
			return more.to
		}
	case m.cue == free && r.aboutTask():
		m.cue = "by"
	case m.cue == free:
		m.cue = "until"
	}
	return h.to
}

// leads reports whether a word before a time can still be meant for it after a mark:
// "just got back, 50 mins" is not until then.
func leads(cue string, before uint8) bool {
	switch cue {
	case "until", past, unlikely, perhaps:
		return before == space
	case ago:
		return false
	}
	return before != sentence
}

// refusedBefore reports whether a clause says no or can't some words before a token.
func (r *reading) refusedBefore(i int) bool {
	for k := i; k > max(0, i-7) && r.tokens[k].before == space && !r.is(lBut, k); k-- {
		if r.endsAt(lCant, k) || r.endsAt(lNegation, k) {
			return !r.endsAt(lNoRush, k)
		}
	}
	return false
}

// aboutTask reports whether the text is about a task that was offered or taken, and
// so a time in it is when the person can do it.
func (r *reading) aboutTask() bool { return r.offered() || r.c.Holding || r.c.Late }

// greets reports whether the text opens with a part of the day as a greeting:
// "Evening. Could somebody …".
func (r *reading) greets() bool {
	return len(r.tokens) > 2 && r.is(lPart, 0) && r.tokens[1].before != space && r.c.Asked != "when" && r.c.Asked != "urgency" && !r.offered()
}

func (r *reading) timed(from, to int) {
	for i := from; i < to; i++ {
		r.tokens[i].timed = true
	}
}

// moment reads days, clock times and parts of the day that stand together.
func (r *reading) moment(m *moment, i int) (next int) {
	next = i
	for j := i; j < len(r.tokens); {
		if j > i && r.tokens[j].before == sentence || r.tokens[j].used {
			break
		}
		if j > i && !m.has {
			if h, ok := r.hitAt(lTimeCue, j); ok && h.value != "in" && h.value != "for" && h.value != past && h.value != unlikely {
				to, was := j, *m
				switch {
				case m.cue == "" || m.cue == "on" || m.cue == perhaps:
					to = r.cue(m, j)
				case m.hasDay && h.value == "at" && h.to < len(r.tokens) && r.tokens[h.to].before == space:
					to = h.to // "by tomorrow at 9"
				}
				if to == j {
					break
				}
				if m.hasDay && r.dayFollows(to) {
					*m = was // "on friday, back on the 8th" is two
					break
				}
				j = to
				continue
			}
		}
		found := false
		if !m.hasDay {
			if day, to, ok := r.date(j); ok {
				m.day, m.hasDay, m.dayLast, found = day, true, m.has, true
				if h, ok := r.partAt(j); ok {
					m.part = h.value // "tonight" is a day and a part of it
				}
				m.last = r.lastDay(j, day)
				j, next = to, to
			}
		}
		if h, ok := r.hitAt(lTimeFiller, j); ok && !found && j < i+6 {
			j = h.to
			continue
		}
		if !found && !m.has && r.c.Asked != "minutes" { // "20ish"
			if c, to, ok := r.clock(j, r.bareClock(m, j)); ok {
				m.clock, m.has, found = c, true, true
				j, next = to, to
				if e, to, ok := r.rangeEnd(j, m.cue); ok {
					m.end, m.hasEnd = e, true
					j, next = to, to
				}
			}
		}
		if !found && m.part == "" {
			if h, ok := r.partAt(j); ok && !r.asRule(j) {
				m.part, found = h.value, true
				j, next = h.to, h.to
			}
		}
		if !found {
			break
		}
	}
	return next
}

// partAt is the part of the day at a token. "Am" and "pm" are one only beside a day:
// "fri am", but not "am off my feet".
func (r *reading) partAt(i int) (hit, bool) {
	h, ok := r.hitAt(lPart, i)
	if ok && h.to == i+1 && len(r.tokens[i].word) <= 2 && r.c.Asked != "when" && r.said > 1 {
		ok = r.endsAt(lDay, i) || r.endsAt(lDayWord, i)
	}
	return h, ok
}

// dayFollows reports whether a day stands at a token, or after a "the".
func (r *reading) dayFollows(i int) bool {
	if h, ok := r.hitAt(lTimeFiller, i); ok {
		i = h.to
	}
	_, _, ok := r.date(i)
	return ok
}

// asRule reports whether a part of the day is meant as a rule: "mornings".
func (r *reading) asRule(i int) bool {
	h, ok := r.hitAt(lWindow, i)
	return ok && h.to == i+1
}

// bareClock reports whether a number alone is a time of day where it stands: after
// "by" or "at", or before a second one ("tomorrow 10-12").
func (r *reading) bareClock(m *moment, i int) bool {
	if r.c.Asked == "kinds" {
		return false // "all apart from 6"
	}
	switch m.cue {
	case perhaps:
		return r.bareTime(i)
	case "by", "from", "until", "at", "between", unlikely:
		return !r.endsAt(lTimeCue, i) || r.valueEnding(lTimeCue, i) != "in" // "back in 10"
	}
	n, next, ok := r.number(i)
	if !ok {
		return false
	}
	if (r.c.Asked == "urgency" || m.cue == "for") && r.is(lDayWord, next) {
		return true // "9 tomorrow"
	}
	if m.hasDay && r.is(lDay, i-1) && n >= 1 && n <= 12 && int(n) != m.day.Day() && r.c.Asked != "kinds" && (next >= len(r.tokens) || r.tokens[next].before != space) {
		return true // "Friday 11."
	}
	if m.hasDay && n >= 1 && n <= 12 && n == float64(int(n)) {
		ends := next >= len(r.tokens) || r.tokens[next].before != space
		if _, part := r.partAt(next); part && !r.asRule(next) && !ends || ends && m.part != "" && r.endsAt(lPart, i) {
			return true // "friday 9 morning", "friday morning 9."
		}
	}
	end, after, ok := r.rangeEnd(next, m.cue)
	return ok && (m.hasDay || end.sure || r.endsAt(lOclock, after) || r.c.Asked == "when" || r.c.Asked == "urgency")
}

// bareTime reports whether a number alone can be an hour where somebody says when
// they can do a task: "could do 5", but not "could do 2 of them" nor a live offer's number.
func (r *reading) bareTime(i int) bool {
	n, next, ok := r.number(i)
	if !ok || n > 12 || n < 1 || !r.aboutTask() || slices.Contains(r.c.Offers, int(n)) {
		return false
	}
	return next >= len(r.tokens) || r.tokens[next].before != space || r.polite[next] || r.valueOf(lTimeCue, next) == unlikely ||
		r.is(lDay, next) || r.is(lDayWord, next) || r.is(lNegation, next) || r.is(lAfterNo, next) || r.is(lOclock, next) || r.is(lRange, next) || r.answerAt(next)
}

// rangeEnd reads the end of "2-4pm", "from 10 to 12", "between 2 and 4".
func (r *reading) rangeEnd(i int, cue string) (c clockTime, next int, ok bool) {
	if i >= len(r.tokens) {
		return c, i, false
	}
	if h, is := r.hitAt(lRange, i); is && (h.value != "and" || cue == "between") {
		return r.clock(h.to, true)
	}
	if r.dashBefore(i) {
		return r.clock(i, true)
	}
	return c, i, false
}

package hear

import (
	"cmp"
	"strconv"
	"strings"
	"time"
)

// span is a length of time that was named.
type span struct {
	minutes, days, months int
}

func (s span) after(t time.Time) time.Time {
	return t.AddDate(0, s.months, s.days).Add(time.Duration(s.minutes) * time.Minute)
}

// duration reads a length of time: "20 mins", "half an hour", "1hr 20", "a fortnight".
func (r *reading) duration(i int) (s span, next int, ok bool) {
	if s, ok := r.hoursInOne(i); ok {
		return s, i + 1, true
	}
	n, next, ok := r.howMany(i)
	if !ok || n > 10_000 {
		return span{}, i, false
	}
	n, next = r.andPart(n, next)
	if h, about := r.hitAt(lOclock, next); about && r.is(lUnit, h.to) {
		next = h.to // "20 odd mins"
	}
	u, ok := r.hitAt(lUnit, next)
	if !ok || u.value == goods || u.value == counted {
		return span{}, i, false
	}
	n, next = r.andPart(n, u.to)
	switch u.value {
	case "minute":
		s.minutes = int(n + 0.5)
	case "hour":
		s.minutes = int(n*60 + 0.5)
		var more int
		more, next = r.minutesMore(next)
		s.minutes += more
	case "day":
		s.days = int(n + 0.5)
	case "week":
		s.days = int(n*7 + 0.5)
	case "fortnight":
		s.days = int(n*14 + 0.5)
	case "month":
		s.months = int(n + 0.5)
	}
	return s, next, true
}

// hoursInOne reads hours and minutes that were written in one: "1hr20".
func (r *reading) hoursInOne(i int) (s span, ok bool) {
	if i >= len(r.tokens) || r.tokens[i].number >= 0 || !isDigit(r.tokens[i].word[0]) {
		return s, false
	}
	for _, unit := range [...]string{"hrs", "hr", "h"} {
		hours, minutes, found := strings.Cut(r.tokens[i].word, unit)
		h, err := strconv.Atoi(hours)
		m, err2 := strconv.Atoi(strings.TrimRight(minutes, "m"))
		if found && err == nil && err2 == nil && h < 24 && m < 60 {
			return span{minutes: h*60 + m}, true
		}
	}
	return s, false
}

// howMany reads what stands before a unit of time: "20", "a couple of", "3/4", and of
// "10-15" the longer; an hour may stand alone.
func (r *reading) howMany(i int) (n float64, next int, ok bool) {
	n, next, ok = r.number(i)
	if h, more := r.hitAt(lAmount, i); more && (!ok || h.to > next) {
		n, _ = strconv.ParseFloat(h.value, 64)
		return n, h.to, true
	}
	if !ok {
		return 1, i, r.unitAlone(i)
	}
	if m, to, ok := r.number(next); ok && m > n && r.text[r.tokens[next].start-1] == '/' {
		return n / m, to, true
	}
	j := next
	if r.is(lRange, j) {
		j++
	}
	if m, to, ok := r.number(j); ok && m > n && (j > next || r.dashBefore(j)) && r.is(lUnit, to) {
		return m, to, true
	}
	return n, next, true
}

// counted is the value of units that are no time and no goods: "people", "miles".
const counted = "counted"

// unitAlone reports whether a unit of time counts without a number: "within the
// hour", "hour and 10", "fortnight off".
func (r *reading) unitAlone(i int) bool {
	switch r.valueOf(lUnit, i) {
	case "", goods, counted:
		return false
	case "fortnight":
		return true
	}
	tells := r.c.Asked == "minutes" || r.c.Holding || r.has(lDone)
	return r.c.Asked == "minutes" && r.said == 1 || r.valueEnding(lTimeCue, i) == "within" || r.is(lRange, i+1) ||
		tells && r.valueOf(lUnit, i) == "hour" && r.tokens[i].before != space
}

// andPart adds "and a half" or "and a quarter".
func (r *reading) andPart(n float64, i int) (float64, int) {
	h, ok := r.hitAt(lAndHalf, i)
	if !ok {
		return n, i
	}
	part, _ := strconv.ParseFloat(h.value, 64)
	return n + part, h.to
}

// minutesMore reads the minutes after hours: "1 hour 20", "an hour and 10 mins".
func (r *reading) minutesMore(i int) (minutes, next int) {
	j := i
	if h, and := r.hitAt(lRange, i); and && h.value == "and" {
		j = h.to
	}
	m, to, ok := r.number(j)
	if !ok || m >= 60 || r.tokens[j].before == sentence {
		return 0, i
	}
	h, unit := r.hitAt(lUnit, to)
	switch {
	case unit && h.value == "minute":
		return int(m), h.to
	case !unit && m >= 5 && int(m)%5 == 0:
		return int(m), to
	}
	return 0, i
}

// spans puts lengths of time into the slots: "in 2 hours", "for a fortnight".
func (r *reading) spans(moments []moment) {
	s := &r.heard.Slots
	for _, m := range moments {
		if !m.isSpan || m.not {
			continue
		}
		r.told.Minutes = cmp.Or(r.told.Minutes, m.span.minutes)
		if took := m.cue != "in" && m.cue != "from" && m.cue != "within" && m.cue != "by" && m.cue != "until"; took || r.has(lDone) || r.c.Asked == "minutes" {
			if m.span.minutes > 0 && s.Minutes == 0 {
				s.Minutes = m.span.minutes
			}
		}
		switch m.cue {
		case "in", "from":
			if s.From.IsZero() {
				s.From = m.span.after(r.c.Now)
			}
		case "within", "by":
			if s.By.IsZero() {
				s.By = m.span.after(r.c.Now)
			}
		default:
			if s.Until.IsZero() {
				s.Until, r.spanOnly = m.span.after(m.beginning(moments, r.c.Now)), m.cue != "until"
			}
		}
	}
}

// beginning is the day from which a length of time is counted: "a week from thurs",
// "sat for a fortnight".
func (m moment) beginning(moments []moment, now time.Time) time.Time {
	for _, day := range moments {
		if day.hasDay && !day.isSpan && !day.not && (day.cue == "from" || day.dayOnly() && day.to == m.from) {
			return day.day
		}
	}
	return now
}

// howLong fills in the minutes that a task took, where lengths of time have not said.
func (r *reading) howLong() {
	s := &r.heard.Slots
	switch {
	case r.c.Asked == "minutes":
		n := cmp.Or(r.corrected(), r.startToEnd(), r.numberAt(r.firstSaid()))
		if n == 0 && s.Minutes == 0 {
			n = r.firstNumber()
		}
		if n >= fewestMinutes && n <= mostMinutes {
			s.Minutes = n
		}
	case r.c.Late && s.Minutes == 0:
		s.Minutes, _ = r.recounted()
	case r.c.Holding && s.Minutes == 0:
		if last := len(r.tokens) - 1; last > 0 && r.tokens[last].before != space {
			if n := r.numberAt(last); n >= fewestMinutes && n <= mostMinutes {
				s.Minutes = n // "all done, 25"
			}
		}
		if n := r.startToEnd(); s.Minutes == 0 && r.has(lDone) && n >= fewestMinutes && n <= mostMinutes/2 {
			s.Minutes = n // "done, left at 2.10 got back 2.50"
		}
	}
}

// recounted is the length of time that is put in place of another that was said of a
// task: "30 not 45", "sorry, 30 mins not 45".
func (r *reading) recounted() (minutes int, ok bool) {
	if !r.c.Late || len(r.c.Offers) > 0 || r.c.Asked != "" && r.c.Asked != "any" || r.said > fewWhereRecounted {
		return 0, false
	}
	for i := range r.tokens {
		n, next := r.minutesAt(i)
		h, refused := r.hitAt(lNegation, next)
		if n == 0 || !refused || r.tokens[i].used {
			continue
		}
		if was, _ := r.minutesAt(h.to); was > 0 {
			return n, true
		}
	}
	return 0, false
}

func (r *reading) recounts() bool {
	_, ok := r.recounted()
	return ok
}

// fewWhereRecounted is how many words a text has at the most that only puts a length of
// time right.
const fewWhereRecounted = 9

// minutesAt is the length of time at a token, with or without its unit; 0 if there is
// none.
func (r *reading) minutesAt(i int) (minutes, next int) {
	if s, next, ok := r.duration(i); ok && s.minutes > 0 {
		return s.minutes, next
	}
	if n, next, ok := r.number(i); ok && n >= fewestMinutes && n <= mostMinutes {
		return int(n), next
	}
	return 0, i
}

// A bare number can be minutes between these: fewer could be hours.
const fewestMinutes, mostMinutes = 5, 600

// corrected is the last number that is said to be the right one: "would have been 20
// but the queue, so 40", "nearer 50 than 30".
func (r *reading) corrected() (minutes int) {
	for i := range r.tokens {
		if r.valueEnding(lTimeCue, i) != perhaps {
			continue
		}
		if s, _, ok := r.duration(i); ok && s.minutes > 0 {
			minutes = s.minutes
		} else if n, next, ok := r.number(i); ok && r.numberEnds(next) {
			minutes = int(n)
		}
	}
	return minutes
}

// numberEnds reports whether a number of minutes may end before a token.
func (r *reading) numberEnds(i int) bool {
	return r.closes(i) || r.is(lBut, i) || r.is(lConnector, i) || r.is(lNegation, i) || r.valueOf(lTimeCue, i) == unlikely || r.is(lOclock, i)
}

// firstNumber is the number with which a sentence begins, or what it says about how
// long.
func (r *reading) firstNumber() int {
	for i := range r.tokens {
		opens := r.tokens[i].before == sentence || r.valueEnding(lTimeCue, i) == "at" && (i < 2 || r.tokens[i-1].before != space)
		if n := r.numberAt(i); n > 0 && opens {
			return n
		}
	}
	return 0
}

// numberAt is the bare number at a token; 0 if there is none. Of "20-25" it is the
// last.
func (r *reading) numberAt(i int) int {
	n, next, ok := r.number(i)
	if to, is := r.hitAt(lRange, next); ok && is && to.value == "to" && r.isNumber(to.to) {
		n, next, ok = r.number(to.to)
	} else if ok && r.dashBefore(next) && r.isNumber(next) {
		n, next, ok = r.number(next)
	}
	if ok && r.numberEnds(next) {
		return int(n)
	}
	return 0
}

// startToEnd is the time between two times of day: "started 9.50 finished 11.05".
func (r *reading) startToEnd() int {
	var times []clockTime
	exact := false // "2 to 3" may be a guess
	for i := 0; i < len(r.tokens); {
		cued := r.endsAt(lTimeCue, i) || r.endsAt(lRange, i) || r.endsAt(lPlaceCue, i) || r.valueOf(lRange, i+1) == "to"
		c, next, ok := r.clock(i, cued)
		if !ok || next == i+1 && !cued && !r.is(lClockWord, i) {
			i++
			continue
		}
		times, exact = append(times, c), exact || c.minute > 0 || r.is(lClockWord, i)
		i = next
	}
	if len(times) != 2 || !exact {
		return 0
	}
	between := times[1].hour*60 + times[1].minute - times[0].hour*60 - times[0].minute
	return (between + 12*60) % (12 * 60)
}

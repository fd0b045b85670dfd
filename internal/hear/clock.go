package hear

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// number reads a number in digits or words at a token, but for a sum of money.
func (r *reading) number(i int) (n float64, next int, ok bool) {
	if i >= len(r.tokens) {
		return 0, i, false
	}
	if strings.HasSuffix(r.text[:r.tokens[i].start], "£") {
		return 0, i, false
	}
	if t := &r.tokens[i]; t.number >= 0 {
		n, next = float64(t.number), i+1
		if next < len(r.tokens) && r.tokens[next].number >= 0 && r.text[t.end:r.tokens[next].start] == "." {
			if f, err := strconv.ParseFloat(r.raw(i, next+1), 64); err == nil {
				return f, next + 1, true
			}
		}
		return n, next, true
	}
	if h, ok := r.hitAt(lNumber, i); ok {
		f, err := strconv.ParseFloat(h.value, 64)
		if more, is := r.hitAt(lNumber, h.to); is && f >= 20 && int(f)%10 == 0 && len(more.value) == 1 && more.value != "0" && r.tokens[h.to].before != sentence {
			f += float64(more.value[0] - '0') // "fifty-six"
			return f, more.to, err == nil
		}
		return f, h.to, err == nil
	}
	return 0, i, false
}

func (r *reading) dashBefore(i int) bool {
	if i == 0 || i >= len(r.tokens) {
		return false
	}
	between := r.text[r.tokens[i-1].end:r.tokens[i].start]
	return between == "-" || between == " - " || between == "–"
}

// ifCued ends the value of a time of day that counts only after "by" and the like.
const ifCued = "~"

// clockTime is a time of day as it was written.
type clockTime struct {
	hour, minute int
	sure         bool // said am or pm, or in the form 16:00
}

// clock reads a time of day. A bare number counts only if bare is true.
func (r *reading) clock(i int, bare bool) (c clockTime, next int, ok bool) {
	if h, ok := r.hitAt(lClockWord, i); ok {
		value, cued := strings.CutSuffix(h.value, ifCued)
		if cued && !bare {
			return c, i, false // "get me tea"
		}
		t, err := time.Parse("15:04", value)
		return clockTime{t.Hour(), t.Minute(), true}, h.to, err == nil
	}
	if h, ok := r.hitAt(lClockPast, i); ok { // "half past four", "half 4"
		offset, _ := strconv.Atoi(h.value)
		if r.is(lClockPast, h.to) {
			return c, i, false
		}
		if c, next, ok := r.clock(h.to, true); ok && c.minute == 0 && r.tokens[h.to].before == space {
			return c.plus(offset), next, true
		}
		return c, i, false
	}
	if i >= len(r.tokens) {
		return c, i, false
	}
	n, next, ok := r.number(i)
	if !ok || n < 0 || n > 2359 {
		return c, i, false
	}
	if h, ok := r.hitAt(lPastTo, next); ok && n <= 30 && int(n)%5 == 0 && (bare || h.value == "1" || n > 12) && !(h.value == "-1" && r.startsRange(i)) { // "ten to 5"
		sign, _ := strconv.Atoi(h.value)
		if _, after, ok := r.number(h.to); ok && r.is(lPastTo, after) {
			return c, i, false
		}
		if c, to, ok := r.clock(h.to, true); ok && c.minute == 0 && (c.hour <= 12 || c.sure) {
			return c.plus(sign * int(n)), to, true
		}
	}
	t := r.tokens[i]
	switch {
	case t.number >= 0 && i+1 < len(r.tokens) && r.tokens[i+1].number >= 0 && r.tokens[i+1].number < 60 &&
		r.tokens[i+1].end-r.tokens[i+1].start == 2 && colon(r.text[t.end:r.tokens[i+1].start]) && t.number < 24:
		c = clockTime{hour: t.number, minute: r.tokens[i+1].number, sure: t.number > 12 || t.number == 0 || t.end-t.start == 2 && r.text[t.start] == '0'}
		next, bare = i+2, true
	case n != float64(int(n)):
		return c, i, false
	case n > 24:
		if !bare || t.end-t.start != 4 || int(n)%100 > 59 {
			return c, i, false
		}
		c = clockTime{hour: int(n) / 100, minute: int(n) % 100, sure: true}
	default:
		c = clockTime{hour: int(n) % 24, sure: n > 12}
	}
	if h, ok := r.hitAt(lOclock, next); ok {
		next, bare = h.to, true
	}
	if h, ok := r.hitAt(lAmPm, next); ok && c.hour <= 12 {
		if c.sure = true; h.value == "pm" && c.hour < 12 {
			c.hour += 12
		} else if h.value == "am" && c.hour == 12 {
			c.hour = 0
		}
		return c, h.to, true
	}
	if c.hour > 12 && r.is(lPlease, next) && !r.polite[next] {
		return c, i, false // "my neighbour at 14 needs hers"
	}
	if !bare || r.is(lUnit, next) || r.is(lStreet, next) || r.is(lOrdinal, next) {
		return c, i, false
	}
	return c, next, true
}

// startsRange reports whether "from" or "between" stands before a time, so that
// "from 10 to 5" is no ten to five.
func (r *reading) startsRange(i int) bool {
	cue := r.valueEnding(lTimeCue, i)
	return cue == "from" || cue == "between"
}

func colon(between string) bool { return between == ":" || between == "." }

func (c clockTime) plus(minutes int) clockTime {
	total := (c.hour*60 + c.minute + minutes + 24*60) % (24 * 60)
	return clockTime{total / 60, total % 60, c.sure}
}

// weekdays by the canonical names that the file's list of days uses.
var weekdays = map[string]time.Weekday{
	"sunday": time.Sunday, "monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday,
	"thursday": time.Thursday, "friday": time.Friday, "saturday": time.Saturday,
}

// midnight is the start of a day, some days after a moment.
func midnight(t time.Time, days int) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+days, 0, 0, 0, 0, t.Location())
}

// date reads a day: "tomorrow", "fri", "the 14th", "14 May", "14/5". The British
// order. A day of the week that today is could be today or in a week: it is no date.
func (r *reading) date(i int) (day time.Time, next int, ok bool) {
	now := r.c.Now
	if h, ok := r.hitAt(lDayWord, i); ok {
		if day, ok := r.weekAhead(i, h.value); ok {
			return day, h.to, true
		}
		if day, ok := r.monthAhead(i, h.value); ok {
			return day, h.to, true
		}
		if d, month, dated := strings.Cut(h.value, "/"); dated {
			return r.holiday(i, d, month, h.to)
		}
		n, err := strconv.Atoi(h.value)
		return midnight(now, n), h.to, err == nil
	}
	if h, ok := r.dayAt(i); ok {
		return r.weekday(i, h)
	}
	if day, next, ok := r.weekOnDay(i); ok {
		return day, next, true
	}
	if part, ok := r.hitAt(lMonthPart, i); ok {
		if h, ok := r.hitAt(lMonth, part.to); ok { // "end of november", "mid dec"
			return r.partOfMonth(i, part.value, h)
		}
	}
	if h, ok := r.hitAt(lMonth, i); ok { // "May 14"
		m, _ := strconv.Atoi(h.value)
		if n, next, ok := r.number(h.to); ok && n >= 1 && n <= 31 && !r.is(lUnit, next) && (r.tokens[i].capital || r.is(lOrdinal, next)) {
			if o, ok := r.hitAt(lOrdinal, next); ok {
				next = o.to
			}
			return r.dayOf(i, m, int(n), 0, next)
		}
		if r.valueEnding(lTimeCue, i) == "until" && time.Month(m) != now.Month() {
			return r.dayOf(i, m, 1, 0, h.to) // "away till sept"
		}
		if r.wholeMonth(i) {
			return r.dayOf(i, m, 1, 0, h.to)
		}
		return day, i, false
	}
	if i >= len(r.tokens) || r.tokens[i].number < 1 || r.tokens[i].number > 31 {
		return day, i, false
	}
	d := r.tokens[i].number
	next = i + 1
	if day, next, ok := r.dotted(i); ok {
		return day, next, true
	}
	if next < len(r.tokens) && r.tokens[next].number >= 1 && r.tokens[next].number <= 12 && r.text[r.tokens[i].end:r.tokens[next].start] == "/" && r.c.Asked != "kinds" && !r.tokens[next].used && !r.is(lUnit, next+1) {
		m, year := r.tokens[next].number, 0
		if next+1 < len(r.tokens) && r.tokens[next+1].number >= 0 && r.text[r.tokens[next].end:r.tokens[next+1].start] == "/" {
			if year = r.tokens[next+1].number; year < 100 {
				year += 2000
			}
			next++
		}
		return r.dayOf(i, m, d, year, next+1)
	}
	o, ordinal := r.hitAt(lOrdinal, next)
	ordinal = ordinal && !(r.tokens[next].before == space && r.tokens[next].capital) // "9 St. Michael's"
	if _, first := r.partAt(i); first {
		return day, i, false // "1st thing"
	}
	if ordinal && r.tokens[next].before == space {
		next = o.to
	}
	j := next
	if r.is(lTimeFiller, j) {
		j++ // "14th of May"
	}
	if h, ok := r.hitAt(lMonth, j); ok && (r.tokens[j].before == space) {
		m, _ := strconv.Atoi(h.value)
		return r.dayOf(i, m, d, 0, h.to)
	}
	if !ordinal {
		return day, i, false
	}
	day = time.Date(now.Year(), now.Month(), d, 0, 0, 0, 0, now.Location())
	if day.Before(midnight(now, 0)) {
		day = time.Date(now.Year(), now.Month()+1, d, 0, 0, 0, 0, now.Location())
	}
	return day, next, day.Day() == d
}

// weekAhead is the day that a value of the list of days counts from a week's end: the
// first, where it is of several.
func (r *reading) weekAhead(i int, value string) (day time.Time, ok bool) {
	monday := midnight(r.c.Now, 7-(int(r.c.Now.Weekday())+6)%7)
	switch value {
	case "next_week", "start_of_next_week", "after_weekend":
		return monday, true
	case "end_of_next_week":
		return monday.AddDate(0, 0, 4), true
	case "week_after_next":
		return monday.AddDate(0, 0, 7), true
	case "weekend" + ifCued: // "wait till the weekend"
		cue := r.valueEnding(lTimeCue, i)
		return monday.AddDate(0, 0, -2), cue == "until" || cue == "from"
	}
	return day, false
}

// lastDay is the last of the days that are meant where the first of them is named at a
// token: of "next week" or "december"; zero if it is but one.
func (r *reading) lastDay(i int, first time.Time) time.Time {
	switch value := r.valueOf(lDayWord, i); {
	case value == "next_week", value == "week_after_next":
		return first.AddDate(0, 0, 6)
	case value == "next_month":
		return first.AddDate(0, 1, -1)
	case value == "start_of_next_week", value == "weekend"+ifCued:
		return first.AddDate(0, 0, 1)
	case r.wholeMonth(i):
		return first.AddDate(0, 1, -1)
	case r.valueOf(lMonthPart, i) == "start":
		return first.AddDate(0, 0, 9)
	case r.valueOf(lMonthPart, i) == "middle":
		return first.AddDate(0, 0, 4)
	}
	return time.Time{}
}

// holiday reads a day of the year that has a name: "boxing day", "till christmas".
func (r *reading) holiday(i int, d, month string, after int) (day time.Time, next int, ok bool) {
	month, cued := strings.CutSuffix(month, ifCued)
	if cued && !r.endsAt(lTimeCue, i) {
		return day, i, false
	}
	n, err := strconv.Atoi(d)
	m, err2 := strconv.Atoi(month)
	if err != nil || err2 != nil {
		return day, i, false
	}
	return r.dayOf(i, m, n, 0, after)
}

// dayAt is a day of the week at a token: "fri", and "fri" in "Friday's fine".
func (r *reading) dayAt(i int) (hit, bool) {
	if h, ok := r.hitAt(lDay, i); ok {
		return h, true
	}
	h, ok := r.hitAt(lWindow, i)
	return h, ok && h.to == i+1 && slices.Contains(everyDay, h.value) && r.apostrophe(i)
}

// apostrophe reports whether a word was written with one: "Friday's" is no rule.
func (r *reading) apostrophe(i int) bool {
	return strings.ContainsAny(r.text[r.tokens[i].start:r.tokens[i].end], "'’")
}

// weekday reads a day of the week: "fri", "fri 14th", "friday week". What was said
// of a day in general is no date, as "on a wednesday", nor is "next fri", which is
// this week's to some and next week's to others. The day that it is today is meant
// in a week: who means today says so.
func (r *reading) weekday(i int, h hit) (day time.Time, next int, ok bool) {
	ahead := (int(weekdays[h.value]) - int(r.c.Now.Weekday()) + 7) % 7
	if ahead == 0 {
		ahead = 7
	}
	if h.to < len(r.tokens) && r.tokens[h.to].number >= 0 {
		if day, next, ok := r.date(h.to); ok {
			return day, next, true
		}
	}
	after, named := r.hitAt(lUnit, h.to)
	switch {
	case r.endsAt(lAmount, i), i > 0 && r.tokens[i-1].word == "next" && ahead < 7:
		return day, i, false
	case named && after.value == "week" && r.tokens[h.to].before == space && (r.ends(after.to) || r.clockFollows(after.to)):
		return midnight(r.c.Now, ahead+7), after.to, true
	}
	return midnight(r.c.Now, ahead), h.to, true
}

// clockFollows reports whether a time of day stands at a token, or after an "at".
func (r *reading) clockFollows(i int) bool {
	h, at := r.hitAt(lTimeCue, i)
	if at = at && h.value == "at"; at {
		i = h.to
	}
	_, _, ok := r.clock(i, at)
	return ok
}

// weekOnDay reads "a week on thursday".
func (r *reading) weekOnDay(i int) (day time.Time, next int, ok bool) {
	j := i
	if one, ok := r.hitAt(lAmount, i); ok && one.value == "1" {
		j = one.to
	}
	weeks := 0
	switch r.valueOf(lUnit, j) {
	case "week":
		weeks = 1
	case "fortnight":
		weeks = 2
	default:
		return day, i, false
	}
	bare := j == i
	j++
	switch {
	case r.valueOf(lTimeCue, j) == "on":
		j++
	case bare && r.valueOf(lRange, j) == "to":
		j++ // "wythnos i ddydd Gwener"
	case bare:
		return day, i, false
	}
	if filler, ok := r.hitAt(lTimeFiller, j); ok && bare {
		j = filler.to // "ddydd"
	}
	h, ok := r.hitAt(lDay, j)
	if !ok || r.tokens[j].before != space {
		return day, i, false
	}
	day, next, ok = r.weekday(j, h)
	return day.AddDate(0, 0, 7*weeks), next, ok
}

// dayOf is the next such day of the year, or the one in the year given; no day at
// all if there is none, as the 30th of February.
func (r *reading) dayOf(i, month, d, year, after int) (day time.Time, next int, ok bool) {
	now := r.c.Now
	given := year > 0
	if !given {
		year = now.Year()
	}
	day = time.Date(year, time.Month(month), d, 0, 0, 0, 0, now.Location())
	if !given && day.Before(midnight(now, 0)) {
		day = time.Date(year+1, time.Month(month), d, 0, 0, 0, 0, now.Location())
	}
	if day.Day() != d {
		return time.Time{}, i, false
	}
	return day, after, true
}

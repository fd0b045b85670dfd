package hear

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// date reads a day: "tomorrow", "fri", "the 14th", "14 May", "14/5". The British
// order. A day of the week that today is could be today or in a week: it is no date.
func (r *reading) date(i int) (day time.Time, next int, ok bool) {
	if h, ok := r.hitAt(lDayWord, i); ok {
		return r.dayByName(i, h)
	}
	if h, ok := r.dayAt(i); ok {
		return r.weekday(i, h)
	}
	if day, next, ok := r.weekOnDay(i); ok {
		return day, next, true
	}
	if day, next, ok := r.monthAt(i); ok {
		return day, next, true
	}
	if i >= len(r.tokens) || r.tokens[i].number < 1 || r.tokens[i].number > 31 {
		return day, i, false
	}
	if day, next, ok := r.dotted(i); ok {
		return day, next, true
	}
	if r.slashed(i) {
		return r.dayAndMonth(i)
	}
	return r.dayByNumber(i)
}

// dayByName reads a day that a word of the list of days begins: "tomorrow", "boxing day".
func (r *reading) dayByName(i int, h hit) (day time.Time, next int, ok bool) {
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
	return midnight(r.c.Now, n), h.to, err == nil
}

// slashed reports whether a day and a month begin at a token: "14/5".
func (r *reading) slashed(i int) bool {
	month := i + 1
	return month < len(r.tokens) && r.tokens[month].number >= 1 && r.tokens[month].number <= 12 && r.text[r.tokens[i].end:r.tokens[month].start] == "/" &&
		r.c.Asked != "kinds" && !r.tokens[month].used && !r.is(lUnit, month+1)
}

// dayAndMonth reads "14/5" and "14/5/27".
func (r *reading) dayAndMonth(i int) (day time.Time, next int, ok bool) {
	month, year := i+1, 0
	next = month + 1
	if next < len(r.tokens) && r.tokens[next].number >= 0 && r.text[r.tokens[month].end:r.tokens[next].start] == "/" {
		if year = r.tokens[next].number; year < 100 {
			year += 2000
		}
		next++
	}
	return r.dayOf(i, r.tokens[month].number, r.tokens[i].number, year, next)
}

// dayByNumber reads "the 14th", "14 May", "14th of May".
func (r *reading) dayByNumber(i int) (day time.Time, next int, ok bool) {
	now, d := r.c.Now, r.tokens[i].number
	next = i + 1
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

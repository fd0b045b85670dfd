package hear

import (
	"strconv"
	"time"
)

// monthAt reads a day that the name of a month begins, or a part of one: "May 14", "mid
// dec"; "away till sept" and "in december" mean the first of it.
func (r *reading) monthAt(i int) (day time.Time, next int, ok bool) {
	if part, ok := r.hitAt(lMonthPart, i); ok {
		if h, ok := r.hitAt(lMonth, part.to); ok {
			return r.partOfMonth(i, part.value, h)
		}
	}
	h, ok := r.hitAt(lMonth, i)
	if !ok {
		return day, i, false
	}
	m, _ := strconv.Atoi(h.value)
	if n, next, ok := r.number(h.to); ok && n >= 1 && n <= 31 && !r.is(lUnit, next) && (r.tokens[i].capital || r.is(lOrdinal, next)) {
		if o, ok := r.hitAt(lOrdinal, next); ok {
			next = o.to
		}
		return r.dayOf(i, m, int(n), 0, next)
	}
	if r.valueEnding(lTimeCue, i) == "until" && time.Month(m) != r.c.Now.Month() || r.wholeMonth(i) {
		return r.dayOf(i, m, 1, 0, h.to)
	}
	return day, i, false
}

// monthAhead is the day that a value of the list of days counts from a month's end.
func (r *reading) monthAhead(i int, value string) (day time.Time, ok bool) {
	now := r.c.Now
	first := time.Date(now.Year(), now.Month()+1, 1, 0, 0, 0, 0, now.Location())
	switch value {
	case "next_month":
		return first, true
	case "end_of_month":
		return r.lastOrAfter(i, first), true
	}
	return day, false
}

// partOfMonth reads the end, the middle or the beginning of a month that is named.
func (r *reading) partOfMonth(i int, part string, month hit) (day time.Time, next int, ok bool) {
	m, _ := strconv.Atoi(month.value)
	now := r.c.Now
	year := now.Year()
	if time.Month(m) < now.Month() {
		year++
	}
	first := time.Date(year, time.Month(m), 1, 0, 0, 0, 0, now.Location())
	switch part {
	case "end":
		day = r.lastOrAfter(i, first.AddDate(0, 1, 0))
	case "middle":
		day = first.AddDate(0, 0, 14)
	default:
		day = first
	}
	return day, month.to, day.After(midnight(now, 0))
}

// lastOrAfter is the last day of a month, or the day after for whoever is away until it
// is over. The next month's first day is given.
func (r *reading) lastOrAfter(i int, first time.Time) time.Time {
	if r.c.Asked == "until" || r.valueEnding(lTimeCue, i) == "until" {
		return first
	}
	return first.AddDate(0, 0, -1)
}

// dotted reads a day with its year and dots or dashes between: "10.12.26".
func (r *reading) dotted(i int) (day time.Time, next int, ok bool) {
	if i+2 >= len(r.tokens) || r.tokens[i+1].number < 1 || r.tokens[i+1].number > 12 || r.tokens[i+2].number < 0 {
		return day, i, false
	}
	mark := r.text[r.tokens[i].end:r.tokens[i+1].start]
	year := r.tokens[i+2].number
	if year < 100 {
		year += 2000
	}
	if mark != "." && mark != "-" || r.text[r.tokens[i+1].end:r.tokens[i+2].start] != mark || year < r.c.Now.Year() || year > r.c.Now.Year()+1 {
		return day, i, false
	}
	return r.dayOf(i, r.tokens[i+1].number, r.tokens[i].number, year, i+3)
}

// wholeMonth reports whether a month is named without a day of it, and is not this one:
// "away in december".
func (r *reading) wholeMonth(i int) bool {
	h, ok := r.hitAt(lMonth, i)
	if !ok || r.valueEnding(lTimeCue, i) != "in" || h.to < len(r.tokens) && r.tokens[h.to].number >= 0 {
		return false
	}
	m, _ := strconv.Atoi(h.value)
	return time.Month(m) != r.c.Now.Month()
}

package hear

import (
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

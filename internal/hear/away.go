package hear

import (
	"slices"
	"time"
)

// away is from when OFF holds, and when it is over, as far as the days in a text say
// so: "off sat for a fortnight", "not this week, free from monday". The zero time is at
// once, or not said.
func (r *reading) away(moments []moment) (start, back time.Time) {
	today, atOnce := midnight(r.c.Now, 0), false
	for _, m := range moments {
		switch {
		case m.isSpan || m.not || m.cue == "until" || !m.hasDay && !(m.has && m.cue == "from"):
		case r.freeThen(m):
			if back.IsZero() && m.hasDay {
				back = m.day
			}
		case m.hasDay && !m.day.After(today) && !m.has:
			atOnce = true
		default:
			day := m.day
			if m.has {
				day, _ = r.resolve(m, m.clock)
			}
			if start.IsZero() || day.Before(start) {
				start = day
			}
		}
	}
	if start.IsZero() && r.namesDays("this_weekend") {
		start = midnight(r.c.Now, (6-int(r.c.Now.Weekday()))%7)
	}
	if start.IsZero() && back.IsZero() && r.namesDays("weekend"+ifCued) {
		start = midnight(r.c.Now, (6-int(r.c.Now.Weekday()))%7)
		back = midnight(start, 2)
	}
	if start.IsZero() && back.IsZero() && r.namesDays("this_week") {
		back = midnight(r.c.Now, 7-(int(r.c.Now.Weekday())+6)%7)
	}
	if atOnce || !start.After(r.c.Now) {
		start = time.Time{}
	}
	return start, back
}

// freeThen reports whether a text says of a time that somebody can then: "free from
// monday", "next week is fine".
func (r *reading) freeThen(m moment) bool {
	before := m.from > 0 && r.valueEnding(lWindow, m.from) == idle && r.tokens[m.from].before == space && !r.spokenFor(Off, m.from-1) && !r.isOff(m.from-1) && !r.negated(m.from-1)
	return before || r.idleAfter(m.to) && !r.spanFollows(m.to)
}

func (r *reading) spanFollows(i int) bool {
	if h, ok := r.hitAt(lTimeCue, i); ok {
		i = h.to
	}
	_, _, ok := r.duration(i)
	return ok
}

// isOff reports whether a word alone can mean OFF: "im off from monday".
func (r *reading) isOff(i int) bool {
	return slices.ContainsFunc(r.ear.trie.find(nil, r.tokens[i:i+1], 0), func(h hit) bool { return r.ear.lists[h.list].means == Off })
}

// namesDays reports whether a text names days by a value of the list of days: this week.
func (r *reading) namesDays(value string) bool { return r.names(lDayWord, value) }

// names reports whether a text has a phrase that stands for a value of a list.
func (r *reading) names(l listID, value string) bool {
	for i := range r.tokens {
		if r.valueOf(l, i) == value {
			return true
		}
	}
	return false
}

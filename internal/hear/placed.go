package hear

import (
	"strings"
	"time"
)

// place puts a moment into the slots.
func (r *reading) place(m moment) {
	s := &r.heard.Slots
	set := func(at *time.Time, t time.Time, ok bool) {
		if ok && at.IsZero() {
			*at = t
		}
	}
	switch {
	case m.has && m.hasEnd:
		start, end := m.clock, m.end
		if !start.sure && end.sure && end.hour > 12 && start.hour+12 <= end.hour {
			start = clockTime{start.hour + 12, start.minute, true}
		}
		to, ok := r.resolve(m, end)
		set(&s.By, to, ok)
		if from, also := r.resolve(m, start); !ok || from.Before(to) {
			set(&s.From, from, also)
		}
	case m.has:
		t, ok := r.resolve(m, m.clock)
		if !ok {
			r.why("a time that is past")
			return
		}
		r.placeClock(m.cue, t)
	case m.part != "":
		r.placePart(m)
	case m.hasDay:
		today := m.day.Equal(midnight(r.c.Now, 0))
		switch {
		case m.cue == "until":
			end := m.day
			if m.after {
				end = midnight(m.day, 1)
			}
			set(&s.Until, end, !today)
		case m.cue == "by" && m.before:
			set(&s.By, hourOf(midnight(m.day, -1), LastHour), !today)
		case m.cue == "by":
			set(&s.By, hourOf(m.day, LastHour), !today)
		case m.cue == "from":
			set(&s.From, hourOf(m.day, FirstHour), !today)
		case !today:
			last := m.day
			if !m.last.IsZero() {
				last = m.last
			}
			set(&s.From, hourOf(m.day, FirstHour), true)
			set(&s.By, hourOf(last, LastHour), true)
		}
	}
}

// placeClock puts a time of day into the slots. In talk of a task "till 4" is when
// somebody becomes free, and of several times the last one is meant: "dentist at 2, so
// could go at 3".
func (r *reading) placeClock(cue string, t time.Time) {
	s := &r.heard.Slots
	switch {
	case cue == "by" && s.By.IsZero():
		s.By = t
	case cue == "by":
	case cue == "until" && !r.aboutTask():
		if s.Until.IsZero() {
			s.Until = t
		}
	case cue == "until" && !s.From.IsZero():
	case s.From.IsZero() || r.aboutTask() && midnight(s.From, 0).Equal(midnight(t, 0)):
		s.From, s.At = t, cue != "from" && cue != "until"
	}
}

// hourOf is an hour of a day by the clock, on the days too that are longer or shorter
// than others.
func hourOf(day time.Time, hour int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, day.Location())
}

const (
	// FirstHour is the hour by the clock at which a day begins that is named without a time of day.
	FirstHour = 8
	// LastHour is the hour at which such a day is over.
	LastHour = 20
	// lastWaking is the last hour that is meant where neither morning nor evening is said.
	lastWaking = 21
)

var parts = map[string][2]int{
	"morning": {8, 12}, "afternoon": {12, 17}, "evening": {17, 21}, "night": {20, 23},
	"early_morning": {8, 10}, "late_morning": {10, 12}, "early_afternoon": {12, 15}, "late_afternoon": {15, 18}, "early_evening": {17, 19}, "late_evening": {19, 21},
}

// wholePart is the part of the day that a value of the list of parts is of: the afternoon
// of "late_afternoon".
func wholePart(value string) string { return value[strings.LastIndexByte(value, '_')+1:] }

func (r *reading) placePart(m moment) {
	s := &r.heard.Slots
	hours, ok := parts[m.part]
	if !ok || r.c.Asked == "when" && !m.hasDay {
		return
	}
	day := m.day
	if h, ok := r.hitAt(lDayWord, m.from); ok && h.value == "0" && r.c.Now.Hour() >= hours[1] {
		r.why("a time that is past")
		return
	}
	switch {
	case m.hasDay:
	case !r.c.Day.IsZero():
		day = midnight(r.c.Day, 0)
	default:
		if day = midnight(r.c.Now, 0); r.c.Now.Hour() >= hours[1] {
			day = midnight(r.c.Now, 1)
		}
	}
	start, end := hourOf(day, hours[0]), hourOf(day, hours[1])
	switch {
	case m.cue == "until" && s.Until.IsZero():
		s.Until = start
	case m.cue == "by" && s.By.IsZero():
		s.By = end
	case m.cue == "from" && s.From.IsZero():
		s.From = start
	case s.From.IsZero() && s.By.IsZero():
		s.From, s.By = start, end
		if start.Before(r.c.Now) {
			s.From = r.c.Now
		}
	}
}

// resolve makes a moment of a clock time. Without am or pm it is the next such
// time in waking hours; ok is false if it is past, or could be two. Of a time that is
// over today the day is meant by which they need what they asked for.
func (r *reading) resolve(m moment, c clockTime) (t time.Time, ok bool) {
	if !m.hasDay && !r.c.Day.IsZero() && r.c.Asked != "when" {
		m.day, m.hasDay = midnight(r.c.Day, 0), true
	}
	t, ok = r.onDay(m, c)
	if !ok && !m.hasDay && r.c.By.After(midnight(r.c.Now, 1)) && !r.aboutTask() {
		m.day, m.hasDay = midnight(r.c.By, 0), true
		return r.onDay(m, c)
	}
	return t, ok
}

// onDay is a clock time on the day of a moment, or on the next that it can be of.
func (r *reading) onDay(m moment, c clockTime) (t time.Time, ok bool) {
	day := m.day
	switch {
	case !m.hasDay && r.c.Asked == "when":
		if day = midnight(r.c.Now, 1); m.cue == "from" && !c.sure && (c.hour == 7 || c.hour == 8) {
			return t, false // as a rule: in the morning, or in the evening
		}
	case !m.hasDay:
		day = midnight(r.c.Now, 0)
	}
	at := func(hour int) time.Time {
		return time.Date(day.Year(), day.Month(), day.Day(), hour, c.minute, 0, 0, day.Location())
	}
	today := day.Equal(midnight(r.c.Now, 0))
	part := wholePart(m.part)
	if c.sure || part == "morning" {
		t = at(c.hour)
		if !t.After(r.c.Now) && !m.hasDay && c.hour < 12 {
			t = time.Date(day.Year(), day.Month(), day.Day()+1, c.hour, c.minute, 0, 0, day.Location())
		}
		return t, t.After(r.c.Now)
	}
	hour := c.hour
	late := part == "afternoon" || part == "evening" || part == "night"
	if hour < 7 || late && hour < 12 {
		hour += 12
	}
	t = at(hour)
	if today && !t.After(r.c.Now) && hour < 12 {
		if t = at(hour + 12); !m.hasDay && t.Hour() > lastWaking {
			t = time.Date(day.Year(), day.Month(), day.Day()+1, hour, c.minute, 0, 0, day.Location()) // "not before 11", said at one
		}
	}
	return t, t.After(r.c.Now)
}

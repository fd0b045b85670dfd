package hear

import "time"

// moment is one mention of a time: "by 4", "tomorrow morning", "fri after 6".
type moment struct {
	cue    string // by, from, until, at, on, for, in, within, between, or none
	day    time.Time
	hasDay bool
	clock  clockTime
	has    bool // has a clock time
	end    clockTime
	hasEnd bool
	part   string // morning, afternoon, evening, night
	span   span
	isSpan bool
	week   bool // the day is the first of a week that is meant: "next week"
	not    bool // "not thurs"
	from   int
	to     int
}

// times fills the slots that say when.
func (r *reading) times() {
	moments := r.moments()
	r.spans(moments)
	// a day said once holds for the other times said: "tomorrow, by 4"
	for i := range moments {
		for k := range moments {
			if m := &moments[k]; !moments[i].isSpan && !m.isSpan && !m.not && m.hasDay && !moments[i].hasDay && (moments[i].has || moments[i].part != "") {
				moments[i].day, moments[i].hasDay = m.day, true
			}
		}
	}
	several := r.severalDays(moments)
	for _, m := range moments {
		if !m.not && !m.isSpan && !(several && m.dayOnly()) {
			r.place(m)
		}
		r.dated = r.dated || m.hasDay || m.isSpan || m.part != ""
	}
	r.thisWeek()
	r.windows()
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
			s.By = sunday.Add(lastHour * time.Hour)
		case "this_weekend":
			s.From, s.By = sunday.AddDate(0, 0, -1).Add(firstHour*time.Hour), sunday.Add(lastHour*time.Hour)
			if s.From.Before(r.c.Now) {
				s.From = r.c.Now
			}
		}
	}
}

// moments reads every mention of a time, in order.
func (r *reading) moments() (all []moment) {
	for i := 0; i < len(r.tokens); {
		if r.tokens[i].used || i == 0 && r.greets() {
			i++
			continue
		}
		m := moment{from: i, not: r.negated(i)}
		j := i
		if h, ok := r.hitAt(lTimeCue, i); ok {
			m.cue, j = h.value, h.to
		}
		weekToday, _ := r.hitAt(lDayWord, j) // "a week today" is a day
		if s, next, ok := r.duration(j); ok && weekToday.to <= next {
			if m.cue == "until" && r.tokens[j].before != space {
				m.cue = "" // "just got back, 50 mins"
			}
			m.span, m.isSpan, m.to = s, true, next
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
			r.timed(i, next)
			all = append(all, m)
			i = next
			continue
		}
		i++
	}
	return all
}

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
			if h, ok := r.hitAt(lTimeCue, j); ok && h.value != "in" && h.value != "for" {
				if m.cue == "" || m.cue == "on" {
					m.cue = h.value
					j = h.to
					continue
				}
				break
			}
		}
		if h, ok := r.hitAt(lTimeFiller, j); ok && j < i+6 {
			j = h.to
			continue
		}
		found := false
		if !m.hasDay {
			if day, to, ok := r.date(j); ok {
				m.day, m.hasDay, found = day, true, true
				if h, ok := r.hitAt(lPart, j); ok {
					m.part = h.value // "tonight" is a day and a part of it
				}
				if h, ok := r.hitAt(lDayWord, j); ok {
					m.week = h.value == "next_week"
				}
				j, next = to, to
			}
		}
		if !found && !m.has {
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
			if h, ok := r.hitAt(lPart, j); ok && !r.asRule(j) {
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

// asRule reports whether a part of the day is meant as a rule: "mornings".
func (r *reading) asRule(i int) bool {
	h, ok := r.hitAt(lWindow, i)
	return ok && h.to == i+1
}

// bareClock reports whether a number alone is a time of day where it stands: after
// "by" or "at", or before a second one ("tomorrow 10-12").
func (r *reading) bareClock(m *moment, i int) bool {
	switch m.cue {
	case "by", "from", "until", "at", "between":
		return !r.endsAt(lTimeCue, i) || r.valueEnding(lTimeCue, i) != "in" // "back in 10"
	}
	_, next, ok := r.number(i)
	if !ok {
		return false
	}
	if r.c.Asked == "urgency" && r.is(lDayWord, next) {
		return true // "9 tomorrow"
	}
	end, _, ok := r.rangeEnd(next, m.cue)
	return ok && (m.hasDay || end.sure || r.c.Asked == "when" || r.c.Asked == "urgency")
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
		switch m.cue {
		case "by":
			set(&s.By, t, true)
		case "until":
			set(&s.Until, t, true)
		default:
			set(&s.From, t, true)
		}
	case m.part != "":
		r.placePart(m)
	case m.hasDay:
		today := m.day.Equal(midnight(r.c.Now, 0))
		switch {
		case m.cue == "until":
			set(&s.Until, m.day, !today)
		case m.cue == "by":
			set(&s.By, m.day.Add(lastHour*time.Hour), !today)
		case m.cue == "from":
			set(&s.From, m.day.Add(firstHour*time.Hour), !today)
		case !today:
			last := m.day
			if m.week {
				last = m.day.AddDate(0, 0, 6)
			}
			set(&s.From, m.day.Add(firstHour*time.Hour), true)
			set(&s.By, last.Add(lastHour*time.Hour), true)
		}
	}
}

// A day without a time of day runs between these hours.
const firstHour, lastHour = 8, 20

var parts = map[string][2]int{"morning": {8, 12}, "afternoon": {12, 17}, "evening": {17, 21}, "night": {20, 23}}

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
	if !m.hasDay {
		if day = midnight(r.c.Now, 0); r.c.Now.Hour() >= hours[1] {
			day = midnight(r.c.Now, 1)
		}
	}
	start, end := day.Add(time.Duration(hours[0])*time.Hour), day.Add(time.Duration(hours[1])*time.Hour)
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
// time in waking hours; ok is false if it is past, or could be two.
func (r *reading) resolve(m moment, c clockTime) (t time.Time, ok bool) {
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
	if c.sure || m.part == "morning" {
		t = at(c.hour)
		if !t.After(r.c.Now) && !m.hasDay && c.hour < 12 {
			t = time.Date(day.Year(), day.Month(), day.Day()+1, c.hour, c.minute, 0, 0, day.Location())
		}
		return t, t.After(r.c.Now)
	}
	hour := c.hour
	late := m.part == "afternoon" || m.part == "evening" || m.part == "night"
	if hour < 7 || late && hour < 12 {
		hour += 12
	}
	t = at(hour)
	if today && !t.After(r.c.Now) && hour < 12 {
		t = at(hour + 12)
	}
	return t, t.After(r.c.Now)
}

// spans puts lengths of time into the slots: "in 2 hours", "for a fortnight".
func (r *reading) spans(moments []moment) {
	s := &r.heard.Slots
	for _, m := range moments {
		if !m.isSpan || m.not {
			continue
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
			if m.span.minutes > 0 && s.Minutes == 0 && m.cue != "until" {
				s.Minutes = m.span.minutes
			}
			if s.Until.IsZero() {
				s.Until, r.spanOnly = m.span.after(r.c.Now), m.cue != "until"
			}
		}
	}
}

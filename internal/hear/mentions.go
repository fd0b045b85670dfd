package hear

import "slices"

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
			case after == hence && m.cue == "":
				m.cue = "in" // "a couple of days time"
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
	if !ok || r.ofDay(h) {
		return false
	}
	switch h.value {
	case before, "by", "from", perhaps:
		return h.to < len(r.tokens) && r.tokens[i].before == space && leads(h.value, r.tokens[h.to].before) && r.tokens[h.to-1].number < 0
	}
	return false
}

// ofDay reports whether words before a time are part of the words for a day: "after the
// weekend".
func (r *reading) ofDay(cue hit) bool {
	day, ok := r.hitAt(lDayWord, cue.from)
	return ok && day.to > cue.to
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

// hence is the value of words after a length of time that begins now.
const hence = "hence"

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
	if !ok || r.ofDay(h) || h.to < len(r.tokens) && !leads(h.value, r.tokens[h.to].before) || r.tokens[h.to-1].number >= 0 {
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
	case ago, hence:
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
		if j > i && !m.has && !r.is(lPart, j) { // "late afternoon" is no time ago
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
	if r.c.Asked == "urgency" && r.said > 1 && n >= 1 && n <= 12 && r.endsBy(next) {
		return true // "5 at the latest"
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

// endsBy reports whether a text ends with words after a time that say it is the latest.
func (r *reading) endsBy(i int) bool {
	h, ok := r.hitAt(lTimeCue, i)
	return ok && h.value == "by" && h.to == len(r.tokens)
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

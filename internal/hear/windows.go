package hear

import "slices"

var everyDay = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// anyIfAsked is the value of words such as "any" and "always", which say when
// somebody can only in answer to that question.
const anyIfAsked = "any_if_asked"

// Values of the list of windows that are none: words that say what somebody cannot
// do beside them, or can after all, words that turn to another thing, and words for all
// the days but those.
const (
	busy   = "busy"
	idle   = "idle"
	turn   = "turn"
	others = "others"
)

// windows collects when somebody can, as a rule: "weekends but not sundays".
func (r *reading) windows() {
	var can, not, taken []string
	rest := false
	last, refusedLast := -1, false
	for i := 0; i < len(r.tokens); {
		values, next := r.windowAt(i)
		if len(values) == 0 {
			i = next
			continue
		}
		joined := last >= 0 && i == last+1 && r.tokens[last].before == space && r.tokens[i].before == space && r.valueOf(lWindow, last) != turn
		refusedLast = r.negated(i) || r.saysNo(next) || refusedLast && joined // "not sat or sun"
		last = next
		for _, v := range values {
			switch {
			case v == others:
				rest = true
			case r.busyAt(i, next):
				taken = append(taken, v)
			case refusedLast:
				not = append(not, v)
			case !slices.Contains(can, v):
				can = append(can, v)
			}
		}
		i = next
	}
	if rest && len(taken) > 0 {
		not = append(not, taken...) // "I work mon and fri, so the other days"
	}
	if r.c.Asked == "when" && len(not) == 0 && !slices.ContainsFunc(can, partOfDay) {
		for _, v := range r.hours() {
			if !slices.Contains(can, v) {
				can = append(can, v)
			}
		}
	}
	r.heard.Slots.When = except(can, not)
}

// windowAt reads the windows at a token, and returns the token after them: "mon to
// thurs" is four days, "mon-fri" is weekdays and no more.
func (r *reading) windowAt(i int) (values []string, next int) {
	if r.tokens[i].used || r.bare(i) {
		return nil, i + 1
	}
	if days, next := r.dayRange(i); next > i {
		return days, next
	}
	if h, ok := r.hitAt(lWindow, i); ok {
		switch {
		case h.value == busy, h.value == idle, h.value == turn:
		case h.value == anyIfAsked && r.c.Asked != "when":
			return nil, h.to
		case h.value == anyIfAsked:
			return []string{"anytime"}, h.to
		default:
			return []string{h.value}, h.to
		}
	}
	if h, ok := r.hitAt(lDay, i); ok && r.valueEnding(lTimeCue, i) != past {
		return []string{h.value}, h.to
	}
	if h, ok := r.hitAt(lPart, i); ok && r.c.Asked == "when" && (i == 0 || r.tokens[i-1].number < 0) {
		return []string{wholePart(h.value) + "s"}, h.to
	}
	return nil, i + 1
}

// dayRange reads "mon to thurs".
func (r *reading) dayRange(i int) (days []string, next int) {
	first, ok := r.hitAt(lDay, i)
	if !ok || r.is(lWindow, i) {
		return nil, i
	}
	j := first.to
	if h, is := r.hitAt(lRange, j); is && h.value == "to" {
		j = h.to
	} else if !r.dashBefore(j) {
		return nil, i
	}
	last, ok := r.hitAt(lDay, j)
	if !ok {
		return nil, i
	}
	for k := slices.Index(everyDay, first.value); ; k = (k + 1) % 7 {
		days = append(days, everyDay[k])
		if everyDay[k] == last.value {
			return days, last.to
		}
	}
}

// busyAt reports whether a window is named as one that is taken: "weekdays I work",
// "I work nights". When somebody can may be the rest, or not.
func (r *reading) busyAt(from, to int) bool {
	if r.c.Asked != "when" {
		return false
	}
	if h, ok := r.hitAt(lWindow, to); ok && h.value == busy && r.tokens[to].before == space && !r.idleAfter(h.to) {
		return true
	}
	for from > 0 && r.tokens[from].before == space && (r.is(lDay, from-1) || r.is(lRange, from-1) && from > 1 && r.is(lDay, from-2)) {
		from-- // "i work mon wed and fri"
	}
	for k := from; k > 0 && k > from-8 && r.tokens[k].before == space; k-- {
		switch v := r.valueEnding(lWindow, k); {
		case v == busy:
			return !r.idleAfter(to)
		case v != "" || r.is(lDay, k-1):
			return false
		}
	}
	return false
}

// saysNo reports whether a no follows a window, and is for it: "weekends no".
func (r *reading) saysNo(i int) bool {
	h, ok := r.hitAt(lNo, i)
	if !ok || r.tokens[i].before != space {
		return false
	}
	return h.to == len(r.tokens) || r.tokens[h.to].before != space || r.is(lWindow, h.to) || r.is(lDay, h.to) || r.polite[h.to]
}

// idleAfter reports whether a clause goes on to say that there is time: "I have
// Tuesdays spare".
func (r *reading) idleAfter(i int) bool {
	for k := i; k < len(r.tokens) && k < i+4 && r.tokens[k].before == space; k++ {
		switch r.valueOf(lWindow, k) {
		case idle:
			return true
		case turn:
			if values, _ := r.windowAt(min(k+1, len(r.tokens)-1)); len(values) > 0 {
				return false // "tuesdays i work but thursdays im free"
			}
		}
	}
	return false
}

// hours are the parts of the day that a clock time without a date speaks of, when
// somebody was asked when they can: "after 3" is afternoons and evenings.
func (r *reading) hours() (out []string) {
	if r.dated {
		return nil
	}
	s := &r.heard.Slots
	from, by := 0, 24
	end := s.By
	if end.IsZero() {
		end = s.Until
	}
	if s.From.IsZero() && end.IsZero() {
		return nil
	}
	if !s.From.IsZero() {
		from = s.From.Hour()
	}
	if !end.IsZero() {
		by = end.Hour()
	}
	for _, p := range [...]struct {
		name       string
		start, end int
	}{{"mornings", 0, 12}, {"afternoons", 12, 17}, {"evenings", 17, 24}} {
		if from < p.end && (by > p.start+1 || from >= p.start && by > p.start) { // "before lunch" is mornings, up to one
			out = append(out, p.name)
		}
	}
	return out
}

// except takes the refused windows out, spelling the others out where need be.
func except(can, not []string) []string {
	if len(not) == 0 {
		return can
	}
	if len(can) == 0 {
		can = []string{"anytime"}
	}
	day, one, part := false, false, false
	for _, n := range not {
		one = one || slices.Contains(everyDay, n)
		if partOfDay(n) {
			part = true
		} else {
			day = true
		}
	}
	if one && !slices.ContainsFunc(can, func(c string) bool { return !partOfDay(c) }) {
		can = append(slices.Clone(everyDay), can...) // "any evening but wed"
	}
	var out []string
	for _, c := range can {
		switch {
		case c == "anytime" && part && !day:
			out = append(out, "mornings", "afternoons", "evenings")
		case c == "anytime" && day:
			out = append(out, everyDay...)
		case c == "weekends" && slices.ContainsFunc(not, func(n string) bool { return slices.Contains(everyDay[5:], n) }):
			out = append(out, "saturday", "sunday")
		case c == "weekdays" && slices.ContainsFunc(not, func(n string) bool { return slices.Contains(everyDay[:5], n) }):
			out = append(out, everyDay[:5]...)
		default:
			out = append(out, c)
		}
	}
	return slices.DeleteFunc(out, func(w string) bool {
		return slices.Contains(not, w) ||
			slices.Contains(not, "weekends") && (w == "saturday" || w == "sunday") ||
			slices.Contains(not, "weekdays") && slices.Contains(everyDay[:5], w)
	})
}

func partOfDay(window string) bool {
	switch window {
	case "mornings", "afternoons", "evenings", "nights":
		return true
	}
	return false
}

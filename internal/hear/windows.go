package hear

import "slices"

var everyDay = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// anyIfAsked is the value of words such as "any" and "always", which say when
// somebody can only in answer to that question.
const anyIfAsked = "any_if_asked"

// windows collects when somebody can, as a rule: "weekends but not sundays".
func (r *reading) windows() {
	var can, not []string
	add := func(list listID, i int) {
		h, ok := r.hitAt(list, i)
		if !ok || r.tokens[i].used {
			return
		}
		if r.negated(i) || r.notBefore(i) || r.is(lNo, h.to) && r.tokens[h.to].before == space {
			not = append(not, h.value)
			return
		}
		value := h.value
		if value == anyIfAsked {
			if r.c.Asked != "when" {
				return
			}
			value = "anytime"
		}
		if !slices.Contains(can, value) {
			can = append(can, value)
		}
	}
	for i, covered := 0, 0; i < len(r.tokens); i++ {
		if h, ok := r.hitAt(lWindow, i); ok && i >= covered {
			add(lWindow, i)
			covered = h.to // "mon-fri" is weekdays and no more
		}
		if i >= covered {
			add(lDay, i)
		}
		if r.c.Asked == "when" {
			if h, ok := r.hitAt(lPart, i); ok && (i == 0 || r.tokens[i-1].number < 0) && !slices.Contains(can, h.value+"s") {
				if r.negated(i) {
					not = append(not, h.value+"s")
				} else {
					can = append(can, h.value+"s")
				}
			}
		}
	}
	if r.c.Asked == "when" && len(not) == 0 {
		can = append(can, r.hours()...)
	}
	r.heard.Slots.When = except(can, not)
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
		if from < p.end && by > p.start {
			out = append(out, p.name)
		}
	}
	return out
}

// notBefore reports whether the window before this one, joined to it by "or" or
// "and", was refused: "not sat or sun".
func (r *reading) notBefore(i int) bool {
	return i >= 3 && r.daysAt(i) && r.daysAt(i-2) && r.negated(i-2) && r.tokens[i].before == space
}

// daysAt reports whether "saturday" or "saturdays" stands at a token.
func (r *reading) daysAt(i int) bool {
	h, ok := r.hitAt(lWindow, i)
	return r.is(lDay, i) || ok && slices.Contains(everyDay, h.value)
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
		case c == "weekends" && day:
			out = append(out, "saturday", "sunday")
		case c == "weekdays" && day:
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

package hear

import "slices"

// keepsHours notes that they want no texts at some hours. It does not where an opt-out
// stands beside that: "take me off your list, no texts after 8 or ever".
func (r *reading) keepsHours() {
	limited := ""
	for i := range r.hits {
		h := &r.hits[i]
		stops := h.list == lOptOut || h.list == lStopWord
		if !stops || h.from < 0 || r.inside(lHours, h.from) || r.inside(lHours, h.to-1) {
			continue
		}
		if limited = r.limited(h.to); limited == "" {
			return
		}
	}
	switch {
	case r.spoken(lHours):
	case limited != "":
		r.ruledBy(r.ear.lists[lHours].name, limited)
	default:
		return
	}
	switch {
	case !r.offered():
	case r.opensWith(lNo, lDecline, lCant):
		r.heard.Plain = Decline
	case r.opensWith(lYes, lAccept):
		r.heard.Plain = Accept
	}
}

// opensWith reports whether a text begins with a phrase of some lists that is not of the
// hours that they name: "no, and dont text me after 8".
func (r *reading) opensWith(lists ...listID) bool {
	first := r.firstSaid()
	if first == len(r.tokens) || r.inside(lHours, first) {
		return false
	}
	return slices.ContainsFunc(lists, func(l listID) bool {
		h, ok := r.hitAt(l, first)
		return ok && (r.closes(h.to) || r.is(lConnector, h.to) || r.is(lBut, h.to))
	})
}

// soonAfter is how many words may stand between an opt-out and the hours that it is for:
// "stop sending me texts at midnight".
const soonAfter = 3

// limited is the phrase by which an opt-out that ends before a token is for some hours
// alone; "" where it is for all.
func (r *reading) limited(from int) string {
	for i := from; i < min(len(r.tokens), from+soonAfter+1) && r.tokens[i].before == space; i++ {
		if h, ok := r.hitAt(lHoursOf, i); ok && (h.to == len(r.tokens) || !r.is(lConnector, h.to)) {
			return h.text
		}
	}
	return ""
}

// leaveHours leaves open what a wish about the hours of texts was taken for: it is no
// opt-out, and no day off.
func (r *reading) leaveHours() {
	h := &r.heard
	if !slices.Contains([]Meaning{OptOut, Off, Change, Decline}, h.Meaning) || !h.RuledBy(r.ear.lists[lHours].name) {
		return
	}
	r.why("no texts at some hours")
	if h.Meaning = Unclear; slices.Contains(h.Also, Release) {
		h.Meaning = Release // "cant do it, and dont text me so late"
	}
	h.Also = slices.DeleteFunc(h.Also, func(m Meaning) bool { return m == OptOut || m == h.Meaning })
}

// waitsTill reports whether the time from which somebody is free is said as one until
// which they are not: "busy till thurs".
func (r *reading) waitsTill() bool {
	for i := range r.tokens {
		if h, ok := r.hitAt(lTimeCue, i); ok && h.value == "from" && h.to-h.from > 1 && r.valueOf(lTimeCue, h.to-1) == "until" && !r.is(lNegation, i) {
			return true
		}
	}
	return false
}

// onlyTimes reports whether a text names a time, and nothing else but courtesies.
func (r *reading) onlyTimes() bool {
	times := 0
	for i := range r.tokens {
		switch {
		case r.tokens[i].timed:
			times++
		case !r.polite[i]:
			return false
		}
	}
	return times > 0
}

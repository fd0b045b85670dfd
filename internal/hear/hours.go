package hear

import "slices"

// keepsHours notes that they want no texts at some hours. It does not where an opt-out
// stands beside that: "take me off your list, no texts after 8 or ever".
func (r *reading) keepsHours() {
	if !r.has(lHours) {
		return
	}
	for i := range r.hits {
		h := &r.hits[i]
		stops := h.list == lOptOut || h.list == lStopWord
		if stops && h.from >= 0 && !r.inside(lHours, h.from) && !r.inside(lHours, h.to-1) {
			return
		}
	}
	r.spoken(lHours)
	if r.offered() && r.refusesFirst() {
		r.heard.Plain = Decline
	}
}

// refusesFirst reports whether a text begins with a no that is not of the hours that
// they name: "no, and dont text me after 8".
func (r *reading) refusesFirst() bool {
	first := r.firstSaid()
	if first == len(r.tokens) || r.inside(lHours, first) {
		return false
	}
	return slices.ContainsFunc([]listID{lNo, lDecline, lCant}, func(l listID) bool {
		h, ok := r.hitAt(l, first)
		return ok && (r.closes(h.to) || r.is(lConnector, h.to))
	})
}

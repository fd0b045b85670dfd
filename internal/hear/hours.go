package hear

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
}

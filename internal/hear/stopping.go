package hear

// looseStop reports whether the word stands where neither an opt-out nor an idiom
// explains it.
func (r *reading) looseStop() bool {
	if !r.has(lStopWord) {
		return false
	}
	for _, s := range r.hits {
		if s.from < 0 || s.list != lStopWord {
			continue
		}
		explained := false
		for k := r.at[max(0, s.from-longest)]; k < r.at[s.to] && !explained; k++ {
			h := r.hits[k]
			explained = h.from >= 0 && h.list == lNotOptOut && h.to > s.from
		}
		if !explained {
			return true
		}
	}
	return false
}

// endsWithStop reports whether the last clause of a text is an opt-out and nothing else.
func (r *reading) endsWithStop() bool {
	for i := range r.hits {
		h := &r.hits[i]
		if h.from <= 0 || h.list != lOptOut || r.tokens[h.from].before == space {
			continue
		}
		to := h.to
		for to < len(r.tokens) && r.tokens[to].before == space && (r.polite[to] || r.ear.listed[Self][r.tokens[to].word]) {
			to++
		}
		if to == len(r.tokens) {
			return true
		}
	}
	return false
}

package hear

// rideNear is how many words may stand between "on the" and the bus.
const rideNear = 3

// aboard reports whether somebody says in what they travel, by its name or its time:
// "im on the 2.40".
func (r *reading) aboard() bool {
	for i := range r.tokens {
		cue, ok := r.hitAt(lAboard, i)
		if !ok || cue.value != "cue" || cue.to == len(r.tokens) {
			continue
		}
		if next := r.tokens[cue.to]; next.timed && isDigit(next.word[0]) && cue.to-i > 1 {
			return true
		}
		for k := cue.to; k < min(cue.to+rideNear, len(r.tokens)) && r.tokens[k].before == space; k++ {
			if r.valueOf(lAboard, k) == "ride" {
				return true
			}
		}
	}
	return false
}

// missesTime reports whether the words that sound of a no are part of what says that
// somebody is late: "im not going to make it on time".
func (r *reading) missesTime() bool {
	for _, l := range [...]listID{lCant, lRelease, lDecline} {
		for i := range r.hits {
			if h := &r.hits[i]; h.from >= 0 && h.list == l && r.inside(lLate, h.from) {
				return true
			}
		}
	}
	return false
}

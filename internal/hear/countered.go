package hear

import (
	"slices"
	"time"
)

// countered are the answers to the offers that were answered with another time: each
// with what was said of it.
func (r *reading) countered(clauses []clause, said *saidOfOffers) (answers []Answer) {
	for k := range clauses {
		for _, p := range clauses[k].pieces {
			for _, n := range p.offers {
				live := slices.Contains(r.c.Offers, n) && slices.Contains(said.other, n) && !said.has(n)
				if !live || slices.ContainsFunc(answers, func(a Answer) bool { return a.Number == n }) {
					continue
				}
				a := Answer{Number: n, Meaning: Counter}
				a.From, a.By = r.timesOf(clauses, k, p)
				answers = append(answers, a)
			}
		}
	}
	return answers
}

// timesOf are the times that were said of the offers that a piece of a clause names:
// those beside it where the clause has several, else all of the clause, or of the next.
func (r *reading) timesOf(clauses []clause, k int, p piece) (from, by time.Time) {
	cl := clauses[k]
	inClause := func(m moment) bool { return m.from >= cl.from && m.from < cl.to }
	first := slices.IndexFunc(r.moments, inClause)
	if first < 0 && k+1 < len(clauses) {
		return r.timesIn(cl.to, clauses[k+1].to)
	}
	start, end := cl.from, cl.to
	leads := first >= 0 && r.moments[first].from < p.at && !slices.ContainsFunc(cl.pieces, func(q piece) bool { return len(q.offers) > 0 && q.at < r.moments[first].from })
	for _, q := range cl.pieces {
		switch {
		case len(q.offers) == 0 || q.at == p.at:
		case leads && q.at < p.at:
			start = max(start, q.at)
		case !leads && q.at > p.at:
			end = min(end, q.at)
		}
	}
	if leads {
		end = p.at
	} else {
		start = p.at
	}
	if from, by = r.timesIn(start, end); from.IsZero() && by.IsZero() {
		return r.timesIn(cl.from, cl.to)
	}
	return from, by
}

// timesIn are from when and by when the tokens from one up to another say.
func (r *reading) timesIn(from, to int) (start, by time.Time) {
	var here []moment
	for _, m := range r.moments {
		if m.from >= from && m.from < to && !m.not {
			here = append(here, m)
		}
	}
	start, by, until, _ := r.timeSaid(here)
	if until.After(start) {
		start = until // "not until 5"
	}
	return start, by
}

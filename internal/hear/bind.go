package hear

import (
	"slices"
)

// placed is an answer, and the token at which its offer is named.
type placed struct {
	Answer
	at int
}

func (s *saidOfOffers) has(number int) bool {
	return slices.ContainsFunc(s.answers, func(a placed) bool { return a.Number == number })
}

// saidOfOffers is what was made of the pieces.
type saidOfOffers struct {
	answers []placed
	chosen  []placed // named alone: "2"
	told    bool     // some yes or no was said
	counter bool     // some offer was answered with another time
	other   []int    // those offers
	unsure  bool     // some offer was named without an answer
	refused bool     // a no or a reason why not stands where no offer is named
	only    bool     // the others are declined
	allBut  bool     // the others are taken
}

// bind gives every offer that is named the yes or no that is said of it. ok is false
// if that is two things at once.
func (r *reading) bind(clauses []clause) (said saidOfOffers, ok bool) {
	var carried Meaning // by what was said first: "yes to 1, 3"
	for k := range clauses {
		cl := &clauses[k]
		var next clause
		if k+1 < len(clauses) {
			next = clauses[k+1]
		}
		switch names, tells := cl.names(), cl.tells(); {
		case cl.asks, names && cl.doubt:
			if said.unsure = said.unsure || names; cl.timed && !cl.asks {
				for _, p := range cl.pieces {
					said.counters(p.offers) // "2 only if it can wait till half 4"
				}
			}
			carried = ""
			continue
		case cl.bare() && k > 0 && len(said.answers)+len(said.chosen) > 0 && r.takenBack(clauses[k-1], cl):
			r.heard.Which = Accept
			return said, false // "2. actually 1"
		case !names && tells && next.bare() && (k == 0 || next.before == comma):
			if len(said.answers)+len(said.chosen) > 0 && cl.refuses() {
				r.heard.Which = Accept
				return said, false // "yes to 2 - sorry no, 1"
			}
			carried, said.told = cl.pieces[0].meaning, true // "yes, 2"
			continue
		case !names:
			said.refused = said.refused || tells && cl.refuses()
			if cl.but && cl.timed && k > 0 {
				for _, p := range clauses[k-1].pieces {
					said.counters(p.offers) // "2 but not before 5"
				}
			}
			carried = ""
			continue
		case !tells && next.before == comma && next.verdictOnly():
			cl.pieces = append(cl.pieces, next.pieces[0]) // "2, yes"
			clauses[k+1].pieces = nil
		case !tells && carried != "" && cl.before == comma && cl.bare():
			if cl.but && carried == Decline {
				carried = Accept // "not 1 but 2"
			}
			cl.pieces = slices.Insert(cl.pieces, 0, piece{meaning: carried})
		}
		said.told, said.allBut = said.told || cl.tells(), said.allBut || cl.allBut
		if !r.bindClause(&said, cl) || cl.tells() && cl.pieces[0].meaning == "" && next.before == comma && next.bare() {
			return said, false // "1 yes, 2"
		}
		if carried = ""; cl.pieces[0].meaning != "" {
			carried = cl.pieces[0].meaning
		}
	}
	return said, r.chooseOffers(&said)
}

// takenBack reports whether the words between an offer and the next, which is named
// alone, may take back what was said of the first: "2 sorry, 1" may be 1 in its place.
func (r *reading) takenBack(before clause, c *clause) bool {
	from := before.from
	for _, p := range before.pieces {
		if p.meaning == "" {
			from = p.at + 1
		}
	}
	for i := from; i < c.pieces[0].at; i++ {
		if r.is(lTakesBack, i) {
			return true
		}
	}
	return false
}

// chooseOffers takes the offers that were named alone as chosen: "2". It is false if
// the text has an answer beside them that may be for those.
func (r *reading) chooseOffers(said *saidOfOffers) bool {
	if len(said.chosen) > 0 && said.refused {
		return false
	}
	for _, a := range said.chosen {
		if !said.add(a, r.c.Offers) {
			return false
		}
	}
	slices.SortStableFunc(said.answers, func(a, b placed) int { return a.at - b.at })
	if (said.only || said.allBut) && len(said.answers) > 0 {
		others := Decline
		if said.allBut {
			others = Accept
		}
		for _, n := range r.c.Offers {
			if !said.has(n) {
				said.answers = append(said.answers, placed{Answer{Number: n, Meaning: others}, len(r.tokens)})
			}
		}
	}
	return true
}

// add notes an answer. It is false if the offer is not live, or had another answer.
func (s *saidOfOffers) add(a placed, live []int) bool {
	if len(live) > 0 && !slices.Contains(live, a.Number) {
		return false
	}
	for _, had := range s.answers {
		if had.Number == a.Number {
			return had.Meaning == a.Meaning
		}
	}
	s.answers = append(s.answers, a)
	return true
}

// names reports whether a clause names offers, and tells whether it has a yes or no.
func (c clause) names() bool {
	return slices.ContainsFunc(c.pieces, func(p piece) bool { return p.meaning == "" })
}

func (c clause) tells() bool {
	return slices.ContainsFunc(c.pieces, func(p piece) bool { return p.meaning != "" })
}

func (c clause) refuses() bool {
	return slices.ContainsFunc(c.pieces, func(p piece) bool { return p.meaning == Decline || p.meaning == Release })
}

// bare reports whether a clause names offers and says nothing else.
func (c clause) bare() bool {
	return len(c.pieces) > 0 && c.strange == 0 && !c.doubt && !c.asks && !c.timed && !slices.ContainsFunc(c.pieces, func(p piece) bool { return p.meaning != "" })
}

// answered reports whether the first pieces of a clause name offers and answer them.
func (c clause) answered(pieces int) bool {
	c.pieces = c.pieces[:pieces]
	return c.names() && c.tells()
}

// verdictOnly reports whether a clause says yes or no and names nothing.
func (c clause) verdictOnly() bool {
	return len(c.pieces) == 1 && c.pieces[0].meaning != "" && !c.pieces[0].forward && !c.pieces[0].reason && c.strange <= 2
}

// bindClause binds the yes and no of one clause. One that stands before the offers
// holds for those that follow, and one after them for those before it. It is false if
// some offer is left over: "1 yes 2".
func (r *reading) bindClause(said *saidOfOffers, cl *clause) bool {
	verdictFirst := cl.pieces[0].meaning != ""
	var last Meaning
	var pending []piece
	for k, p := range cl.pieces {
		switch {
		case p.meaning == "" && last != "":
			if !r.tell(said, cl, p, last) {
				return false
			}
		case p.meaning == "":
			pending = append(pending, p)
		case p.reason && len(pending) == 0 && !(k+1 < len(cl.pieces) && cl.pieces[k+1].lead == 0):
			said.refused = true // "I'm out and about so I'll do both"
		case p.forward || len(pending) == 0 && (verdictFirst || k+1 < len(cl.pieces)):
			last = p.meaning
		case p.reason && cl.strange > 2:
			said.unsure, pending = true, nil // "1 was poorly with her chest last week"
		default:
			for _, q := range pending {
				m := p.meaning
				if q.only && m == Decline && len(pending) > 1 {
					m = Accept // "3 only the rest no"
				}
				if !r.tell(said, cl, q, m) {
					return false
				}
			}
			pending = nil
		}
	}
	switch {
	case len(pending) == 0:
	case cl.timed:
		for _, p := range pending {
			said.counters(p.offers)
		}
	case cl.tells() && !cl.pieces[len(cl.pieces)-1].forward && !slices.ContainsFunc(cl.pieces, func(p piece) bool { return p.forward }):
		return false
	case !slices.ContainsFunc(pending, func(p piece) bool { return p.rest || p.lead > 0 || p.tail > 0 }):
		for _, p := range pending {
			said.only = said.only || p.only
			for _, n := range p.offers {
				said.chosen = append(said.chosen, placed{Answer{Number: n, Meaning: Accept}, p.at})
			}
		}
	default:
		said.unsure = true
	}
	return true
}

// tell notes what a clause says of the offers that a piece names: yes or no or, with
// another day, neither.
func (r *reading) tell(said *saidOfOffers, cl *clause, p piece, m Meaning) bool {
	if cl.timed && (cl.instead || !r.forToday()) {
		said.counters(p.offers)
		return !cl.answeredApart(p)
	}
	said.only = said.only || p.only && m == Accept
	for _, n := range r.namedBy(p, said) {
		if !said.add(placed{Answer{Number: n, Meaning: m}, p.at}, r.all()) {
			return false
		}
	}
	return true
}

// answeredApart reports whether a clause answers the offers that a piece names before it
// names others: the time in it is of either, in "1 yes 2 tomorrow".
func (c *clause) answeredApart(p piece) bool {
	seen, answered := false, false
	for _, q := range c.pieces {
		switch {
		case !seen:
			seen = q.meaning == "" && q.at == p.at
		case q.meaning != "":
			answered = true
		case answered:
			return true
		}
	}
	return false
}

// counters notes that offers were answered with another time, whatever was said of
// all of them.
func (s *saidOfOffers) counters(offers []int) {
	s.counter = s.counter || len(offers) > 0
	s.other = append(s.other, offers...)
	countered := func(a placed) bool { return slices.Contains(offers, a.Number) }
	s.chosen, s.answers = slices.DeleteFunc(s.chosen, countered), slices.DeleteFunc(s.answers, countered)
}

// forToday reports whether no other day than today is named.
func (r *reading) forToday() bool {
	s := &r.heard.Slots
	return s.From.IsZero() || midnight(s.From, 0).Equal(midnight(r.c.Now, 0))
}

// namedBy are the offers that a piece names.
func (r *reading) namedBy(p piece, said *saidOfOffers) []int {
	if !p.rest {
		return p.offers
	}
	var rest []int
	for _, n := range r.c.Offers {
		if !said.has(n) && !slices.ContainsFunc(said.chosen, func(a placed) bool { return a.Number == n }) {
			rest = append(rest, n)
		}
	}
	return rest
}

package hear

import (
	"slices"
	"strings"
)

// all are the numbers of everything that an answer can be for: live offers, and
// tasks in hand, in order.
func (r *reading) all() []int {
	if len(r.c.Held) == 0 {
		return r.c.Offers
	}
	all := slices.Concat(r.c.Offers, r.c.Held)
	slices.Sort(all)
	return all
}

// numbers reports whether a live offer or a task in hand has a number.
func (r *reading) numbers(n int) bool {
	return slices.Contains(r.c.Offers, n) || slices.Contains(r.c.Held, n)
}

// each are those that "both" and "neither" speak of: the offers, where there are
// several, and else the tasks in hand too.
func (r *reading) each() []int {
	if len(r.c.Offers) > 1 {
		return r.c.Offers
	}
	return r.all()
}

// over reads that a task is done or given back, beside its number or name: "1 done",
// "give 2 back".
func (r *reading) over(i int, after bool) (said []piece, next int) {
	if len(r.c.Held) == 0 {
		return nil, i
	}
	for _, l := range [...]listID{lDoneBeside, lDone, lReleaseBeside} {
		h, ok := r.hitAt(l, i)
		if !ok {
			continue
		}
		for k := i; k < h.to; k++ {
			if p, _, ok := r.ref(k); ok && r.tokens[k].number >= 0 && r.numbers(p.offers[0]) {
				said = append(said, p)
			}
		}
		if len(said) == 0 && !after && !r.refSoon(h.to, 0) {
			continue
		}
		meaning := Done
		if l == lReleaseBeside {
			meaning = Release
		}
		return append(said, piece{meaning: meaning, forward: len(said) == 0 && !after}), h.to
	}
	return nil, i
}

// cantMake reports whether a number that could be a time is that of a task in hand
// which they cannot do: "cant make 1 now".
func (r *reading) cantMake(i int) bool {
	return slices.Contains(r.c.Held, r.tokens[i].number) && r.endsAt(lReleaseBeside, i) && !r.is(lAmPm, i+1) && !r.is(lOclock, i+1)
}

// ofHeld reports whether a text says something of a task in hand by its number or name.
func (r *reading) ofHeld(clauses []clause) bool {
	held := func(p piece) bool {
		return p.meaning == "" && slices.ContainsFunc(p.offers, func(n int) bool { return slices.Contains(r.c.Held, n) })
	}
	return slices.ContainsFunc(clauses, func(cl clause) bool { return cl.tells() && slices.ContainsFunc(cl.pieces, held) })
}

// byKind is the number of the one offer or task in hand that a kind of help names at
// a token: "the dog one". It is 0 where several are of that kind.
func (r *reading) byKind(i int) (number, to int) {
	if len(r.c.Offers)+len(r.c.Held) < 2 {
		return 0, i
	}
	for _, n := range r.all() {
		end := r.kindAt(r.c.OfferKinds[n], i)
		switch {
		case end <= to || end == i:
		case end > to:
			number, to = n, end
		}
	}
	for _, n := range r.all() {
		if number > 0 && n != number && r.kindAt(r.c.OfferKinds[n], i) == to {
			return 0, i
		}
	}
	if number > 0 && to < len(r.tokens) && strings.HasPrefix(r.tokens[to].word, "one") {
		to++
	}
	return number, to
}

// ofTheirs reports whether there is a word of their own among some: "walking my dog".
func (r *reading) ofTheirs(from, to int) bool {
	return slices.ContainsFunc(r.tokens[from:to], func(t token) bool { return r.ear.listed[Self][t.word] })
}

// kindAt is where the longest words for a kind of help end that begin at a token; the
// token itself if none do.
func (r *reading) kindAt(kind string, i int) (to int) {
	to = i
	for k := r.at[i]; k < r.at[i+1]; k++ {
		if h := &r.hits[k]; h.from >= 0 && h.list == lKindWord && h.value == kind && !r.ofTheirs(i, h.to) {
			to = max(to, h.to)
		}
	}
	for _, k := range r.c.Kinds {
		for _, words := range k.Words {
			n := i
			for w := range strings.FieldsSeq(words) {
				if n >= len(r.tokens) || r.tokens[n].word != w {
					n = i
					break
				}
				n++
			}
			if k.ID == kind {
				to = max(to, n)
			}
		}
	}
	return to
}

// otherTask reports whether a text takes, and says nothing else, a kind of task that the
// one live offer is not: "yes the dog".
func (r *reading) otherTask(marks []mark) bool {
	if len(r.c.Offers) != 1 || r.c.OfferKinds[r.c.Offers[0]] == "" {
		return false
	}
	offered, other := r.c.OfferKinds[r.c.Offers[0]], false
	for i := 0; i < len(r.tokens); {
		end := i
		for _, kind := range r.c.Kinds {
			if kind.ID != offered {
				end = max(end, r.kindAt(kind.ID, i))
			}
		}
		k := slices.IndexFunc(marks, func(m mark) bool { return m.from == i })
		switch {
		case k >= 0:
			i = marks[k].to
		case end > i && r.kindAt(offered, i) == i:
			other, i = true, end
		case r.polite[i], r.is(lConnector, i):
			i++
		default:
			return false
		}
	}
	return other
}

// ofEach gives each answer the meaning that it has for what it answers: a no to a
// task in hand gives it back, and an offer cannot be done. A yes to what is theirs
// already says nothing new. It is nil if nothing is left, or an answer cannot be.
func (r *reading) ofEach(said []placed) (answers []Answer, meaning Meaning) {
	for _, a := range said {
		held := slices.Contains(r.c.Held, a.Number)
		switch {
		case held && a.Meaning == Accept && !slices.Contains(r.c.Offers, a.Number): // or it is asked whether they still can
			continue
		case held && a.Meaning == Decline:
			a.Meaning = Release
		case !held && a.Meaning == Release:
			a.Meaning = Decline
		case !held && a.Meaning == Done:
			return nil, ""
		}
		r.inHand = r.inHand || held
		answers = append(answers, a.Answer)
	}
	for _, m := range [...]Meaning{Accept, Done, Release, Decline} {
		if slices.ContainsFunc(answers, func(a Answer) bool { return a.Meaning == m }) {
			return answers, m
		}
	}
	return nil, ""
}

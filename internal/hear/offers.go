package hear

import (
	"slices"
	"strings"
)

// piece is a part of an answer to several offers: the offers that it names, or the
// yes or no that it says.
type piece struct {
	offers  []int
	rest    bool    // names the offers that are not named otherwise: "the other"
	meaning Meaning // Accept, Decline, Done or Release; empty if it names offers
	byKind  bool    // names its offer by what it is for: "the dog"
	forward bool    // a no for what follows: "not 1"
	reason  bool    // no more than a reason why not: "too far"
	only    bool    // "only" follows: the others are declined
	lead    int     // words before it that say nothing of offers
	tail    int     // such words after it
	at      int     // the token at which it begins
}

// clause is what stands between two marks of a text with several answers.
type clause struct {
	pieces  []piece
	before  uint8 // the mark before it
	strange int   // words that say nothing of offers
	doubt   bool  // "if", "maybe": what it says is no answer yet
	asks    bool
	but     bool // begins with "but"
	timed   bool // has a time
	allBut  bool // takes all but those that it names
	instead bool // offers another time in so many words
	from    int  // its first token
	to      int  // the token after it
}

// offerAnswers reads "2 yes 1 no", "yes to both", "2". ok is false if the text
// does not speak of offers by number.
func (r *reading) offerAnswers(marks []mark) (answers []Answer, meaning Meaning, ok bool) {
	clauses, named := r.clauses(marks)
	if clauses == nil {
		return nil, "", false
	}
	if !named {
		return r.answersInOrder()
	}
	said, ok := r.bind(clauses)
	r.inHand = len(r.c.Offers) > 0 && r.ofHeld(clauses) // the judges know nothing of tasks in hand
	switch {
	case !ok && !r.offered():
		return nil, "", false
	case !ok:
		return nil, Unclear, true
	case len(said.answers) == 0 && said.counter && r.offered():
		return r.countered(clauses, &said), Counter, true
	case len(said.answers) == 0 && said.unsure && r.offered():
		return nil, Unclear, true
	case len(said.answers) == 0:
		return nil, "", false
	case !r.offered() && !said.told:
		return nil, "", false
	case r.c.Asked == "offer" && len(r.c.Offers) == 0 && !said.told:
		return nil, "", false // "4 ok?" is a time, perhaps
	}
	if answers, meaning = r.ofEach(said.answers); answers == nil {
		return nil, Unclear, true
	}
	if meaning == Decline && said.counter {
		meaning = Counter
	}
	return append(answers, r.countered(clauses, &said)...), meaning, true
}

// noOrNumber reports whether a text may ask for an offer, or refuse it: "no 1 please".
func (r *reading) noOrNumber() bool {
	i := r.firstSaid()
	return r.offered() && r.said == 2 && r.is(lNo, i) && i+2 < len(r.tokens) && r.tokens[i+1].before == space &&
		slices.Contains(r.c.Offers, r.tokens[i+1].number) && r.is(lPlease, i+2)
}

// clauses cuts a text into clauses of pieces. It is nil if something in the text
// speaks of no offers at all; named tells whether any piece names offers.
func (r *reading) clauses(marks []mark) (all []clause, named bool) {
	cl := clause{before: sentence}
	after := false // an offer was named just before
	end := func(before uint8, at int) {
		if cl.strange > 0 {
			cl.pieces = slices.DeleteFunc(cl.pieces, func(p piece) bool { return p.byKind }) // "cant, im walking the dog"
		}
		named = named || cl.names()
		if cl.to = at; len(cl.pieces) > 0 || cl.strange > 0 || cl.doubt || cl.timed {
			all = append(all, cl)
		}
		cl, after = clause{before: before, from: at}, false
	}
	for i := 0; i < len(r.tokens); {
		if b := r.tokens[i].before; i > 0 && b != space && !r.withinRef(i) {
			cl.asks = b == sentence && strings.Contains(r.text[r.tokens[i-1].end:r.tokens[i].start], "?")
			end(b, i)
		}
		if r.house(i) {
			cl.strange++
			i, after = i+2, false
			continue
		}
		if h, ok := r.hitAt(lAllBut, i); ok && r.refEnds(h.to) {
			cl.add(piece{meaning: Decline, forward: true})
			cl.allBut, i = true, h.to
			continue
		}
		if p, to, ok := r.ref(i); ok && !r.startsMark(marks, i, to) {
			p.only, p.at = r.isOnly(to), i
			if m := r.gluedTo(i); m != "" {
				cl.add(piece{meaning: m, forward: true})
			} else if r.is(lNeither, i) && !cl.refuses() {
				cl.add(piece{meaning: Decline, forward: true})
			}
			cl.add(p)
			i, after = to, true
			continue
		}
		k := slices.IndexFunc(marks, func(m mark) bool { return m.from == i })
		if said, to := r.over(i, after); to > i && (k < 0 || to > marks[k].to) {
			cl.doubt = cl.doubt || r.negated(i) // "not done 1 yet"
			for _, p := range said {
				p.at = i
				cl.add(p)
			}
			i, after = to, false
			continue
		}
		if k >= 0 {
			m := marks[k]
			switch m.list {
			case lBut:
				if r.refSoon(m.to, 0) || r.answerSoon(m.to) {
					end(comma, i) // "but not 1"
					cl.but = true
				} else {
					cl.doubt = true
				}
			case lCorrection:
				all, named, cl = nil, false, clause{before: sentence, from: m.to}
			case lUnsure, lSoft:
				switch last := len(cl.pieces) - 1; {
				case cl.answered(last+1) && r.refSoon(m.to, 1):
					end(comma, i) // "yes to 2 not sure about 1"
				case last > 0 && cl.pieces[last].meaning == "" && cl.answered(last):
					doubted := cl.pieces[last]
					cl.pieces = cl.pieces[:last]
					end(comma, doubted.at) // "1 yes 2 no 3 maybe"
					cl.add(doubted)
				}
				cl.doubt = true
			case lRelease:
				if len(r.c.Held) == 0 {
					return nil, false
				}
				cl.add(piece{meaning: Release, forward: r.refSoon(m.to, 1)})
			case lCounter:
				if cl.instead = true; r.offersAt(m.to) {
					cl.add(piece{meaning: Accept}) // "can do 2"
				}
			default:
				cl.add(r.verdict(m))
				if r.endsAt(lBut, m.to) && (r.refSoon(m.to, 0) || r.answerSoon(m.to)) {
					end(comma, m.to) // "sorry but 2 is fine"
					cl.but = true
				}
			}
			i, after = m.to, false
			continue
		}
		if p, to, ok := r.answerBeside(i, after); ok {
			cl.doubt = cl.doubt || r.c.Asked == "which" && r.is(lNegation, i) && !r.is(lNo, i) // "not the dog": is that a no to it?
			cl.add(p)
			i, after = to, false
			continue
		}
		switch {
		case r.tokens[i].timed:
			cl.timed = true
		case r.polite[i], r.is(lConnector, i), r.isOnly(i):
		case len(r.c.Held) > 0 && r.tokens[i].number >= 0: // of minutes
		default:
			cl.strange++
			if n := len(cl.pieces); n > 0 {
				cl.pieces[n-1].tail++
			}
			after = false
		}
		i++
	}
	cl.asks = strings.HasSuffix(strings.TrimSpace(r.text), "?")
	end(sentence, len(r.tokens))
	if all == nil {
		all = []clause{}
	}
	return all, named
}

// add appends a piece.
func (c *clause) add(p piece) {
	p.lead = c.strange
	if n := len(c.pieces); n > 0 {
		p.lead = c.pieces[n-1].tail
	}
	c.pieces = append(c.pieces, p)
}

// offersAt reports whether a live offer is named right at a token.
func (r *reading) offersAt(i int) bool {
	if i >= len(r.tokens) {
		return false
	}
	p, _, ok := r.ref(i)
	return ok && len(p.offers) == 1 && slices.Contains(r.c.Offers, p.offers[0])
}

// house reports whether "no 9" at a token is a house: it follows a word before places, and
// nothing that is offered has that number.
func (r *reading) house(i int) bool {
	return i > 0 && i+1 < len(r.tokens) && r.tokens[i].before == space && r.is(lNo, i) && r.tokens[i+1].number >= 0 && r.endsAt(lPlaceCue, i) && !r.numbers(r.tokens[i+1].number)
}

// startsMark reports whether a yes or no that begins at a token is longer than the
// name of an offer there.
func (r *reading) startsMark(marks []mark, i, to int) bool {
	return slices.ContainsFunc(marks, func(m mark) bool { return m.from == i && m.to > to })
}

// verdict is what a yes or no says of offers.
func (r *reading) verdict(m mark) piece {
	switch m.list {
	case lNo:
		return piece{meaning: Decline}
	case lDecline:
		return piece{meaning: Decline, reason: true}
	case lCant:
		return piece{meaning: Decline, forward: r.refSoon(m.to, 1), reason: !r.refSoon(m.to, 1)}
	}
	return piece{meaning: Accept}
}

// answerBeside reads a yes or no that is one only beside an offer: "not 1", "no both",
// "1 fine", "2 no car".
func (r *reading) answerBeside(i int, after bool) (p piece, next int, ok bool) {
	for _, l := range [...]listID{lWeakYes, lAccept, lYes} {
		if h, ok := r.hitAt(l, i); ok && (after || h.to > i+1 && r.refSoon(h.to, 0)) {
			return piece{meaning: Accept}, h.to, true
		}
	}
	no, isNo := r.hitAt(lNo, i)
	isNo = isNo && !r.longerThan(no, lSoft, lWeakYes, lAccept, lOutcome)
	if isNo && after {
		return piece{meaning: Decline}, no.to, true
	}
	if h, ok := r.hitAt(lNegation, i); ok && r.refSoon(h.to, 1) && !r.longerThan(h, lSoft, lWeakYes, lAccept) {
		return piece{meaning: Decline, forward: true}, h.to, true
	}
	if isNo && r.refSoon(no.to, 0) {
		return piece{meaning: Decline}, no.to, true
	}
	return p, i, false
}

// longerThan reports whether a phrase of some other lists begins where a hit does and
// goes on further: the "no" in "no problem".
func (r *reading) longerThan(h hit, others ...listID) bool {
	return slices.ContainsFunc(others, func(l listID) bool {
		other, ok := r.hitAt(l, h.from)
		return ok && other.to > h.to
	})
}

// refSoon reports whether an offer is named at a token, after small words, or after
// some others.
func (r *reading) refSoon(i, others int) bool {
	for k := i; k < len(r.tokens) && k <= i+3 && r.tokens[k].before != sentence; k++ {
		if _, _, ok := r.ref(k); ok {
			return true
		}
		if !r.is(lConnector, k) {
			if others--; others < 0 {
				return false
			}
		}
	}
	return false
}

// refEnds reports whether an offer is named at a token, and its clause ends with that.
func (r *reading) refEnds(i int) bool {
	if i >= len(r.tokens) {
		return false
	}
	_, to, ok := r.ref(i)
	return ok && (to == len(r.tokens) || r.tokens[to].before != space || r.polite[to])
}

// answerSoon reports whether a yes or no begins at a token, or after small words.
func (r *reading) answerSoon(i int) bool {
	for k := i; k < len(r.tokens) && k <= i+2 && r.tokens[k].before != sentence; k++ {
		if r.is(lYes, k) || r.is(lNo, k) || r.is(lCant, k) || r.is(lNegation, k) {
			return true
		}
		if !r.is(lConnector, k) {
			return false
		}
	}
	return false
}

// Values of the list of choices that are no letters.
const (
	lastOne   = "last"
	otherOnes = "other"
	onlyThat  = "only"
)

func (r *reading) isOnly(i int) bool { return r.valueOf(lChoice, i) == onlyThat }

// withinRef reports whether a mark before a token stands inside "No.1".
func (r *reading) withinRef(i int) bool {
	return r.tokens[i].number >= 0 && r.text[r.tokens[i-1].end:r.tokens[i].start] == "." && r.is(lNo, i-1)
}

// offersAtMost is the highest number that may name an offer, where none has that number.
const offersAtMost = 99

// ref reads which offers are named at a token: "2", "no.2", "the first one", "both".
func (r *reading) ref(i int) (p piece, next int, ok bool) {
	if h, ok := r.hitAt(lNeither, i); ok {
		return piece{offers: r.each()}, h.to, len(r.each()) > 1
	}
	if h, ok := r.hitAt(lBoth, i); ok {
		return piece{offers: r.each()}, h.to, len(r.each()) > 1
	}
	if n, to := r.byKind(i); n > 0 {
		return piece{offers: []int{n}, byKind: true}, to, true
	}
	if i+1 < len(r.tokens) && (r.withinRef(i+1) || r.is(lNo, i) && r.tokens[i+1].number >= 0 && i > 0 && (r.endsAt(lAccept, i) || r.runsOn(i))) {
		return r.ref(i + 1) // "No.1", "can do no 2"
	}
	if r.tokens[i].used {
		return p, i, false
	}
	if r.gluedTo(i) != "" {
		return piece{offers: []int{int(r.tokens[i].word[1] - '0')}}, i + 1, true
	}
	n, to, isNumber := r.number(i)
	h, isChoice := r.hitAt(lChoice, i)
	switch {
	case isChoice && h.value == otherOnes:
		return piece{rest: true}, h.to, true
	case isChoice && h.value == onlyThat, isChoice && h.to-h.from == 1 && len(r.tokens[i].word) == 1:
	case isChoice && (!isNumber || h.to > to) && h.to-h.from > 1, isChoice && !isNumber:
		return r.chosen(h)
	}
	if !isNumber || r.tokens[i].timed && !r.cantMake(i) || n != float64(int(n)) || r.is(lUnit, to) {
		return p, i, false
	}
	if r.tokens[i].number < 0 && !r.wordNumber(i, to) {
		return p, i, false
	}
	if n > offersAtMost && !r.numbers(int(n)) {
		return p, i, false // "I was at school with her in 1974, yes"
	}
	if len(r.c.Held) > 0 && !r.numbers(int(n)) && (r.has(lDone) || r.has(lDoneBeside)) {
		return p, i, false // "done 1, 25"
	}
	return piece{offers: []int{int(n)}}, to, true
}

// runsOn reports whether a clause that has neither answered nor named an offer goes on
// at a token: "is no 2 far".
func (r *reading) runsOn(i int) bool {
	if r.tokens[i].before != space || r.tokens[i+1].before != space {
		return false
	}
	for k := i - 1; k >= 0; k-- {
		switch {
		case r.tokens[k].number >= 0, r.answerAt(k), r.is(lNo, k), r.is(lChoice, k), r.is(lKindWord, k), r.polite[k]:
			return false
		case r.tokens[k].before != space:
			return true
		}
	}
	return true
}

// gluedTo is the answer in "y1" and "n2".
func (r *reading) gluedTo(i int) Meaning {
	w := r.tokens[i].word
	if len(w) != 2 || !isDigit(w[1]) || len(r.c.Offers) < 2 {
		return ""
	}
	switch w[0] {
	case 'y':
		return Accept
	case 'n':
		return Decline
	}
	return ""
}

// chosen is the offer that "the second one" or "number two" names. Where "the 2nd"
// can be the second and number 2, it is neither.
func (r *reading) chosen(h hit) (p piece, next int, ok bool) {
	if n, to, isNumber := r.number(h.to - 1); isNumber && to == h.to && h.to-h.from == 2 && r.is(lConnector, h.from) {
		return piece{offers: []int{int(n)}}, h.to, true
	}
	all := r.all()
	if len(all) == 0 {
		return p, h.from, false
	}
	k := len(all) - 1
	if h.value != lastOne {
		k = int(h.value[0] - 'A')
	}
	if k >= len(all) || all[k] != k+1 && slices.Contains(all, k+1) && isDigit(r.tokens[h.from].word[0]) {
		return p, h.from, false
	}
	return piece{offers: all[k : k+1]}, h.to, true
}

// wordNumber reports whether a number in words can name an offer where it stands:
// "two please", but not "no one else" nor "the one".
func (r *reading) wordNumber(i, to int) bool {
	switch {
	case r.anyOne(i):
		return false
	case r.said <= 3:
		return true
	case len(r.c.Offers) < 2 || i > 0 && r.tokens[i-1].before == space && r.endsAt(lNumber, i):
		return false
	}
	n, _, _ := r.number(i)
	ends := to == len(r.tokens) || r.tokens[to].before != space || r.polite[to] || r.answerAt(to) || r.is(lRange, to) || r.is(lNegation, to)
	return slices.Contains(r.c.Offers, int(n)) && ends && !r.is(lTimeFiller, i-1) && !r.negatedOne(i)
}

// anyOne reports whether "one" tells how many, or may, and not which: "yes to one", where
// no other is named.
func (r *reading) anyOne(i int) bool {
	n, _, _ := r.number(i)
	if n != 1 || len(r.c.Offers) < 2 || i == 0 || !r.isOnly(i-1) && !r.is(lConnector, i-1) {
		return false
	}
	return !slices.ContainsFunc(r.tokens, func(t token) bool { return t.number > 1 || t.word == "two" })
}

// negatedOne reports whether "one" is a word for something: "only manage one".
func (r *reading) negatedOne(i int) bool {
	n, _, _ := r.number(i)
	return n == 1 && i > 0 && r.tokens[i-1].before == space && r.tokens[i].before == space && !r.is(lConnector, i-1) && !r.answerAt(i-1) && !r.is(lNegation, i-1) && !r.endsAt(lCant, i) && !r.endsAt(lNegation, i)
}

// answersInOrder reads as many answers as there are offers, one for each: "y n". Yes
// twice is a yes with stress, and does not say to which.
func (r *reading) answersInOrder() (answers []Answer, meaning Meaning, ok bool) {
	meaning = Decline
	each := false // "yes and yes"
	for i := range r.tokens {
		yes, no := r.alone(lYes, i), r.alone(lNo, i)
		each = each || r.valueOf(lRange, i) == "and"
		switch {
		case yes != no && len(answers) < len(r.c.Offers):
			m := Decline
			if yes {
				m, meaning = Accept, Accept
			}
			answers = append(answers, Answer{Number: r.c.Offers[len(answers)], Meaning: m})
		case yes || no, !r.polite[i] && !r.is(lConnector, i):
			return nil, "", false
		}
	}
	declines := slices.ContainsFunc(answers, func(a Answer) bool { return a.Meaning == Decline })
	if len(answers) < 2 || len(answers) != len(r.c.Offers) || !declines && !each || !r.offered() {
		return nil, "", false
	}
	return answers, meaning, true
}

// alone reports whether a word by itself is a phrase of a list.
func (r *reading) alone(l listID, i int) bool {
	for k := r.at[i]; k < r.at[i+1]; k++ {
		if h := r.hits[k]; h.from >= 0 && h.list == l && h.to == i+1 {
			return true
		}
	}
	return false
}

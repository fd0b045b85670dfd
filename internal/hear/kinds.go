package hear

import (
	"bytes"
	"slices"
	"strings"
)

// choice are the kinds of task that a text names: those it wants and those it refuses.
type choice struct{ wanted, refused []string }

// kinds finds the kinds of task that the text names and does not refuse.
func (r *reading) kinds() {
	for i := range r.tokens {
		if r.is(lKindWord, i) {
			r.givenUp(i)
		}
	}
	if len(r.c.Kinds) == 0 {
		return
	}
	var c choice
	line := r.line()
	for _, k := range r.c.Kinds {
		for _, w := range k.Words {
			if i := line.find(w); i >= 0 {
				r.named(&c, k.ID, i, i+1)
			}
		}
	}
	for i := range r.tokens {
		for k := r.at[i]; k < r.at[i+1]; k++ {
			if h := &r.hits[k]; h.from >= 0 && h.list == lKindWord && r.c.has(h.value) {
				r.named(&c, h.value, i, h.to)
			}
		}
	}
	if r.c.Asked == "kinds" {
		r.choose(&c)
	} else {
		c.refused = slices.DeleteFunc(c.refused, func(id string) bool { return slices.Contains(c.wanted, id) })
	}
	r.swapped(c)
	r.heard.Slots.NotKinds = slices.Clone(c.refused)
	r.heard.Slots.Kinds = slices.DeleteFunc(c.wanted, func(id string) bool { return slices.Contains(c.refused, id) })
}

// swapped notes that a text takes a kind in place of another: "swap the chemist for the
// dog". Where one of them is offered or in hand, it may be that task and no kind.
func (r *reading) swapped(c choice) {
	h, ok := r.first(lSwaps)
	if !ok || len(c.wanted) == 0 || len(c.refused) == 0 || r.has(lNeed) || r.c.Asked == "need" {
		return
	}
	for _, n := range r.all() {
		if k := r.c.OfferKinds[n]; slices.Contains(c.wanted, k) || slices.Contains(c.refused, k) {
			return
		}
	}
	r.givesUp = h.text
}

// has reports whether there is a kind of task with an id.
func (c Context) has(id string) bool {
	return slices.ContainsFunc(c.Kinds, func(k Kind) bool { return k.ID == id })
}

// named notes a kind that is named between two tokens.
func (r *reading) named(c *choice, id string, from, to int) {
	switch {
	case r.c.Asked == "kinds" && r.coveredBy(lNotKind, id, from):
		c.refused = append(c.refused, id) // "I don't drive"
	case r.tokens[from].used, r.within(from), r.notKind(from), r.otherKind(id, from): // "call me Jo"
	case r.givenUp(from), r.kindRefused(from, to):
		if !slices.Contains(c.refused, id) {
			c.refused = append(c.refused, id)
		}
	default:
		r.kindsAt = append(r.kindsAt, mention{id, from})
		if slices.Contains(c.wanted, id) {
			return
		}
		c.wanted = append(c.wanted, id)
		r.heard.Slots.OnlyKinds = r.heard.Slots.OnlyKinds || r.endsAt(lOnlyKind, from) || r.endsAt(lTimeFiller, from) && r.endsAt(lOnlyKind, from-1)
	}
}

// givenUp reports whether a kind is named as one that is given up for good: "stop
// sending me dog ones". Such words ask for no end of all texts.
func (r *reading) givenUp(from int) bool {
	if !r.has(lGivesUp) || r.tokens[from].before != space || r.has(lNeed) || r.c.Asked == "need" {
		return false
	}
	for k := r.at[max(0, from-longest)]; k < r.at[from]; k++ {
		h := r.hits[k]
		if h.from < 0 || h.list != lGivesUp || h.to < from {
			continue
		}
		r.givesUp = h.text
		for o := range r.hits {
			if o := &r.hits[o]; o.list == lOptOut && o.from < from && o.to > h.from && o.place != whole {
				o.from = -1
			}
		}
		return true
	}
	return false
}

// notKind reports whether a token is part of a phrase that names no kind, and of no
// kind's phrase that is as long where a need was asked for.
func (r *reading) notKind(i int) bool {
	if !r.inside(lNotKind, i) {
		return false
	}
	most, _ := r.covering(lNotKind, i)
	kind, _ := r.covering(lKindWord, i)
	return kind < most || r.c.Asked != "need"
}

// kindRefused reports whether a kind is named as one that is not wanted: "not the
// dogs", "dogs or lifts" after a no. Who says "no milk" asks for it.
func (r *reading) kindRefused(from, to int) bool {
	switch {
	case r.inside(lNeed, from), r.c.Asked == "need" && r.endsAt(lNo, from):
		return false
	case r.negated(from), r.endsAt(lTimeFiller, from) && r.negated(from-1):
		return true
	case from >= 2 && r.inside(lKindWord, from-2) && r.tokens[from].before == space && r.is(lRange, from-1) && r.kindRefused(from-2, from-1):
		return true
	}
	h, ok := r.hitAt(lNegation, to)
	return ok && r.tokens[to].before == space && r.closes(h.to) && r.ends(h.to) // "dogs isn't"
}

// choose adds the kinds that are chosen by number, and all of them where the answer
// is anything, or anything but what is refused.
func (r *reading) choose(c *choice) {
	byNumber, refused, ok := r.kindsByNumber()
	if !ok {
		c.wanted = nil
		return
	}
	for _, id := range byNumber {
		if !slices.Contains(c.wanted, id) {
			c.wanted = append(c.wanted, id)
		}
	}
	c.refused = append(c.refused, refused...)
	open := r.has(lAnything) && len(byNumber) == 0
	if open && (len(c.wanted) == 0 || len(c.refused) > 0) || len(c.wanted) == 0 && len(c.refused) > 0 {
		c.wanted = nil
		for _, k := range r.c.Kinds {
			c.wanted = append(c.wanted, k.ID)
		}
	}
}

// inPhrase reports whether a token is inside a phrase of several words.
func (r *reading) inPhrase(i int) bool {
	for k := r.at[max(0, i-longest)]; k < r.at[i+1]; k++ {
		if h := &r.hits[k]; h.from >= 0 && h.to > i && h.to-h.from > 1 && h.list != lChoice {
			return true
		}
	}
	return false
}

// inside reports whether a token is part of a phrase of a list.
func (r *reading) inside(l listID, i int) bool {
	if !r.has(l) {
		return false
	}
	for k := r.at[max(0, i-longest)]; k < r.at[i+1]; k++ {
		if h := &r.hits[k]; h.from >= 0 && h.list == l && h.to > i {
			return true
		}
	}
	return false
}

// coveredBy reports whether a phrase of a list with a value holds a token.
func (r *reading) coveredBy(l listID, value string, i int) bool {
	_, longestOnes := r.covering(l, i)
	return slices.ContainsFunc(longestOnes, func(h hit) bool { return h.value == value })
}

// otherKind reports whether the longest common phrase at a token names another kind:
// the dog in "dog food", the food in "food parcels".
func (r *reading) otherKind(id string, i int) bool {
	most, same := r.covering(lKindWord, i)
	return most > 1 && !slices.ContainsFunc(same, func(h hit) bool { return h.value == id })
}

// covering is the length in tokens of the longest phrases of a list that hold a
// token, and those phrases.
func (r *reading) covering(l listID, i int) (most int, longestOnes []hit) {
	if !r.has(l) {
		return 0, nil
	}
	for k := r.at[max(0, i-longest)]; k < r.at[i+1]; k++ {
		h := &r.hits[k]
		if h.list != l || h.to <= i || h.from < 0 {
			continue
		}
		if n := h.to - h.from; n > most {
			most, longestOnes = n, append(longestOnes[:0], *h)
		} else if n == most {
			longestOnes = append(longestOnes, *h)
		}
	}
	return most, longestOnes
}

// beyond reports whether a phrase of a list that holds a token goes on after another
// one: "ring me of an evening" after "can someone ring me".
func (r *reading) beyond(l listID, i, end int) bool {
	for k := r.at[max(0, i-longest)]; k < r.at[i+1]; k++ {
		if h := &r.hits[k]; h.from >= 0 && h.list == l && h.to > end {
			return true
		}
	}
	return false
}

// within reports whether a token is part of a phrase that is about texts, calls or
// people, and so names no kind of help.
func (r *reading) within(i int) bool {
	for k := r.at[max(0, i-longest)]; k < r.at[i+1]; k++ {
		h := &r.hits[k]
		if h.to <= i || h.to-h.from < 2 || h.from < 0 {
			continue
		}
		if most, _ := r.covering(lKindWord, i); h.list == lCall && (most > h.to-h.from || r.c.Asked == "need" || r.c.Asked == "kinds") {
			continue // "a phone call once a week"
		}
		switch h.list {
		case lCall, lTextOnly, lOptOut, lNotOptOut, lNameCue, lWrongNumber:
			return true
		}
		if m := r.ear.lists[h.list].means; m == Person && !r.beyond(lKindWord, i, h.to) {
			return true
		}
	}
	return false
}

// kindsByNumber finds the kinds that are chosen by their numbers in the list, and
// those that are refused: "1, 2 and 5", "1-3", "all but 6". A number that is not in
// the list leaves it all open: ok is false.
func (r *reading) kindsByNumber() (chosen, refused []string, ok bool) {
	last, no := 0, false
	for i := range r.tokens {
		n := r.listed(i)
		if n == 0 {
			continue
		}
		if n < 0 || n > len(r.c.Kinds) || last == 0 && i > 0 && i+1 < len(r.tokens) && r.tokens[i+1].before == sentence && r.alone(lNo, i-1) {
			return nil, nil, false // "No 4." may be number 4
		}
		first := n
		if last > 0 && last < n && (r.dashBefore(i) || i > 0 && r.is(lRange, i-1) && r.valueOf(lRange, i-1) == "to") {
			first = last + 1
		}
		no = r.negated(i) || r.endsAt(lConnector, i) && r.negated(i-1) || no && last > 0 && r.tokens[i].before == space
		for ; first <= n; first++ {
			switch id := r.c.Kinds[first-1].ID; {
			case no:
				refused = append(refused, id)
			case !slices.Contains(chosen, id):
				chosen = append(chosen, id)
			}
		}
		last = n
	}
	return chosen, refused, true
}

// listed is the number at a token, if it stands as a number in a list does: 0 if
// there is none, -1 if it cannot be one of a list.
func (r *reading) listed(i int) int {
	t := r.tokens[i]
	f, next, ok := r.number(i)
	if t.number >= 0 {
		f, next = float64(t.number), i+1 // "1.3.5" is three numbers here
	}
	if !ok || t.used || t.timed || !r.listOpens(i) || !r.listCloses(i, next) {
		return 0
	}
	if f != float64(int(f)) || f < 1 {
		return -1
	}
	return int(f)
}

// isNumber reports whether a number stands at a token.
func (r *reading) isNumber(i int) bool {
	if i < 0 {
		return false
	}
	_, _, ok := r.number(i)
	return ok
}

// listOpens reports whether a number in a list may stand after what is before a token.
func (r *reading) listOpens(i int) bool {
	if i == 0 || r.isNumber(i-1) || r.isNumber(i-2) || r.tokens[i].before != space || r.polite[i-1] || r.tokens[i-1].number >= 0 {
		return true
	}
	if r.tokens[i].number < 0 {
		return r.is(lConnector, i-1) && i > 1 && r.is(lConnector, i-2) || r.answerAt(i-1) // "like number four"
	}
	return r.negated(i) || r.is(lConnector, i-1) || r.is(lRange, i-1) || r.is(lUnsure, i-1)
}

// listCloses reports whether a number at a token may stand in a list before what
// follows it.
func (r *reading) listCloses(i, next int) bool {
	if next >= len(r.tokens) || r.isNumber(next) || r.isNumber(next+1) {
		return true
	}
	t := r.tokens[next]
	return t.before != space || t.number >= 0 || t.timed || r.polite[next] || i == 0 && t.id == 0 ||
		r.is(lTimeFiller, next) || r.is(lConnector, next) || r.is(lRange, next) || r.is(lWindow, next) || r.is(lUnsure, next)
}

// wordLine is the words of a text in one line, to look for the organisation's own.
type wordLine struct {
	text   []byte
	starts []int
	opens  [4]uint64 // a bit for each three letters with which a word of it may begin
}

// line puts the words of the text in one line.
func (r *reading) line() *wordLine {
	l := &r.words
	l.text, l.starts, l.opens = l.text[:0], l.starts[:0], [4]uint64{}
	for i := range r.tokens {
		if i > 0 && r.tokens[i].before == sentence {
			l.text = append(l.text, " ."...)
		}
		l.text = append(l.text, ' ')
		l.starts = append(l.starts, len(l.text))
		l.text = append(l.text, r.tokens[i].word...)
		if k, ok := opening(r.tokens[i].word); ok {
			l.opens[k>>6] |= 1 << (k & 63)
		}
	}
	l.text = append(l.text, ' ')
	return l
}

// opening is a number below 256 for the three letters with which a word begins; ok is
// false if it does not begin with three small letters.
func opening(w string) (k uint, ok bool) {
	if len(w) < 3 || w[0]-'a' > 25 || w[1]-'a' > 25 || w[2]-'a' > 25 {
		return 0, false
	}
	return (uint(w[0])*31*31 + uint(w[1])*31 + uint(w[2])) & 255, true
}

// find returns the token at which a word or phrase begins, in the singular or
// plural, or -1.
func (l *wordLine) find(phrase string) int {
	if k, ok := opening(phrase); ok && l.opens[k>>6]&(1<<(k&63)) == 0 {
		return -1
	}
	if !plainWords(phrase) {
		phrase = strings.ToLower(strings.TrimSpace(strings.ReplaceAll(phrase, "'", "")))
	}
	if phrase == "" || len(phrase) >= len(l.text) {
		return -1
	}
	for from := 0; ; {
		k := bytes.Index(l.text[from:], []byte(phrase))
		if k < 0 {
			return -1
		}
		k += from
		end := k + len(phrase)
		if l.text[k-1] == ' ' && (l.text[end] == ' ' || l.text[end] == 's' && l.text[end+1] == ' ') {
			if i, ok := slices.BinarySearch(l.starts, k); ok {
				return i
			}
		}
		from = k + 1
	}
}

// plainWords reports whether a phrase is written as texts are read, as most are.
func plainWords(phrase string) bool {
	for i := range len(phrase) {
		if c := phrase[i]; c < 'a' && c != ' ' || c > 'z' {
			return false
		}
	}
	return phrase != "" && phrase[0] != ' ' && phrase[len(phrase)-1] != ' '
}

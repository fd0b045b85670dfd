package hear

import (
	"slices"
	"strings"
	"unicode"
)

// findName looks for what somebody calls themselves, or whom they ask for.
func (r *reading) findName() {
	shout := strings.IndexFunc(r.text, unicode.IsLower) < 0
	if r.has(lAnother) && r.forAnother() {
		r.bothNames(shout)
		return
	}
	if r.nameOfAnother(shout) {
		if r.heard.Slots.For {
			r.bothNames(shout)
		}
		return
	}
	if r.nameAfter(shout, "") || r.nameBefore(shout) || r.c.Asked == "name" && r.nameAsked(shout) {
		r.addSurname(shout)
		return
	}
	if !r.nameAfter(shout, surname) {
		r.nameAlone(shout)
	}
}

// nameAsked takes the answer to the question for a name.
func (r *reading) nameAsked(shout bool) bool {
	first := r.firstSaid()
	if len(r.tokens) > 0 && r.initialed(0) {
		first = 0 // "k. venkatesan", and no ok
	}
	if first >= len(r.tokens) {
		return false
	}
	to := r.nameFrom(first, shout)
	if to == first || !r.answerEnds(first, to) || r.addedTo(first) {
		return false
	}
	r.name(first, to, shout)
	r.turnAround(first, to, shout)
	r.inFull(to, shout)
	return true
}

// addedTo reports whether a word that is no known name goes on from what was said
// before: "and eggs".
func (r *reading) addedTo(first int) bool {
	return first > 0 && r.is(lConnector, first-1) && r.polite[first-1] && !r.is(lFirstName, first) && !r.titled(first)
}

// ifAsked is the value of words that lead to a name only in answer to that question:
// "put Jay", "just Bex".
const ifAsked = "asked"

// surname is the value of words before a surname alone.
const surname = "surname"

// addSurname puts a surname that is told apart to the name: "Mary and my surname is Tuohy".
func (r *reading) addSurname(shout bool) {
	s := &r.heard.Slots
	first, name := s.First, s.Name
	if strings.Contains(name, " ") || !r.nameAfter(shout, surname) || strings.Contains(s.Name, " ") || strings.EqualFold(s.Name, name) {
		s.First, s.Name = first, name
		return
	}
	s.First, s.Name = first, name+" "+s.Name
}

// kin is the value of words after a name that make it somebody else's: "Mrs Evans
// daughter".
const kin = "kin"

// home is the value of words after a name that make it somebody's house: "Mrs Evans flat".
const home = "home"

// wordName is the value of first names that are words too: "Hope", "Will".
const wordName = "word"

// nameAfter looks for a name with its cue before it: "my name is Pam", "its jo"; or for
// a surname alone.
func (r *reading) nameAfter(shout bool, only string) bool {
	another := 0
	for i := range r.tokens {
		h, ok := r.hitAt(lNameCue, i)
		if !ok || h.to == another || (h.value == surname) != (only == surname) {
			continue
		}
		if h.value == ifAsked && r.c.Asked != "name" && !r.heard.Slots.For && !r.c.Nameless {
			another = h.to // "her name is" is no "name is"
			continue
		}
		first := h.to
		for first < len(r.tokens) && first < h.to+2 && r.polite[first] && r.tokens[first].before == space {
			first++ // "its me again, Pam"
		}
		if first >= len(r.tokens) || r.tokens[first].before == sentence || !r.leadsToName(h, first, shout) {
			continue
		}
		to := r.nameFrom(first, shout)
		if to > first && !r.possessive(to) && !r.unfinished(h, first, to, shout) {
			r.name(first, to, shout)
			r.turnAround(first, to, shout)
			r.inFull(to, shout)
			if s := r.heard.Slots; r.ear.listed[Self][r.tokens[h.from].word] || s.For && h.value != ifAsked && !(h.value == "sure" && h.to == h.from+1) && !r.titled(first) { // "its her next door mrs kaur", "Name: Pam Hirst"
				r.heard.Slots.Own = r.heard.Slots.Name
			}
			return true
		}
	}
	return false
}

// answerEnds reports whether a name that answers the question may end before a token.
func (r *reading) answerEnds(first, to int) bool {
	if r.possessive(to) {
		return false
	}
	known := r.is(lFirstName, first) || r.titled(first)
	if known && r.nameMayEnd(to) || r.titled(first) && r.is(lPlaceCue, to) || r.is(lBut, to) || r.is(lRange, to) || r.is(lNameCue, to) || to >= len(r.tokens) || r.tokens[to].used || r.tokens[to].before != space || r.polite[to] {
		return true
	}
	return to == first+1 && r.nothingElse(first)
}

// inFull takes the name in full where it is said again: "I'm Pam. Pam Hirst".
func (r *reading) inFull(from int, shout bool) {
	s := &r.heard.Slots
	if s.Name != s.First {
		return
	}
	for i := from; i < len(r.tokens); i++ {
		if to := r.nameFrom(i, shout); r.tokens[i].before == sentence && to > i+1 && r.is(lFirstName, i) && strings.EqualFold(r.raw(to-1, to), s.Name) {
			r.name(i, to, shout) // "The name's Iqbal. Javed Iqbal"
			return
		}
		if r.tokens[i].before == space || !strings.EqualFold(r.raw(i, i+1), s.First) {
			continue
		}
		if to := r.nameFrom(i, shout); to > i+1 && (to == len(r.tokens) || r.tokens[to].before != space) {
			r.name(i, to, shout)
		}
	}
}

// leadsToName reports whether a cue is enough for what follows it to be a name.
func (r *reading) leadsToName(h hit, first int, shout bool) bool {
	t := r.tokens[first]
	if r.is(lFirstName, first) || r.titled(first) || h.value != ifAsked && (h.value == "sure" || r.c.Asked == "name") {
		return true
	}
	return t.capital && !shout && !t.shouted(r.text) && !r.tokens[h.from].shouted(r.text)
}

// unfinished reports whether a word after "im" or "its" that no list has as a name
// goes on as no name would: "im stood outside".
func (r *reading) unfinished(h hit, first, to int, shout bool) bool {
	if h.value == "sure" || r.is(lFirstName, first) || r.titled(first) || r.tokens[first].capital && !shout {
		return false
	}
	ends := to >= len(r.tokens) || r.tokens[to].used || r.tokens[to].before != space || r.polite[to]
	return !ends && !r.is(lPlaceCue, to) && !r.is(lNameCue, to) && !r.is(lRange, to)
}

// turnAround mends a name that was given with the surname first: "o'neill, paddy".
func (r *reading) turnAround(from, to int, shout bool) {
	if r.c.Asked != "name" || to >= len(r.tokens) || r.is(lFirstName, from) || r.titled(from) || r.tokens[to].before != comma || !r.is(lFirstName, to) || r.text[r.tokens[to-1].end] != ',' {
		return
	}
	end := r.nameFrom(to, shout)
	if end > to+1 && strings.EqualFold(r.raw(end-1, end), r.raw(from, to)) {
		r.name(to, end, shout) // "Bond, James Bond"
		return
	}
	if end == to+1 && r.nameMayEnd(end) {
		surname := r.heard.Slots.Name
		if particle(r.tokens[from].word) && !r.tokens[from].capital {
			surname = strings.ToLower(surname[:1]) + surname[1:]
		}
		r.name(to, end, shout)
		r.heard.Slots.Name += " " + surname
	}
}

// nothingElse reports whether a word is a first name and nothing else: "Ann", but not
// "Will" or "May".
func (r *reading) nothingElse(i int) bool {
	for k := r.at[i]; k < r.at[i+1]; k++ {
		if h := r.hits[k]; h.from >= 0 && h.list != lFirstName && h.list != lCourtesy {
			return false
		}
	}
	return r.is(lFirstName, i)
}

// possessive reports whether a name goes on to somebody else: "I am Mrs Kaur's
// daughter".
func (r *reading) possessive(to int) bool {
	if to >= len(r.tokens) || r.tokens[to].before != space {
		return false
	}
	w := r.text[:r.tokens[to-1].end]
	if v := r.valueOf(lNameAfter, to); (v == kin || v == home) && !r.tokens[to].used {
		return true
	}
	return strings.HasSuffix(w, "'s") || strings.HasSuffix(w, "’s")
}

// nameBefore looks for a name with its cue after it: "Pam Hirst here".
func (r *reading) nameBefore(shout bool) bool {
	if !r.has(lNameAfter) {
		return false
	}
	for i := 1; i < len(r.tokens); i++ {
		h, ok := r.hitAt(lNameAfter, i)
		if !ok || h.value == kin || h.value == home || h.value == wordName || r.tokens[i].before != space || !r.nameMayEnd(h.to) && !r.is(lPlaceCue, h.to) {
			continue
		}
		for from := i - 1; from >= max(0, i-4); from-- {
			if from > 0 && !r.polite[from-1] && (r.tokens[from].before == space || r.text[r.tokens[from-1].end:r.tokens[from].start] == "-") {
				continue
			}
			known := r.is(lFirstName, from) || r.titled(from) || r.tokens[from].capital && !shout && (i-from > 1 || r.tokens[from].id == 0) || r.strangers(from, i)
			if known && r.nameFrom(from, shout) == i {
				r.name(from, i, shout)
				r.heard.Slots.Name = strings.TrimSuffix(strings.TrimSuffix(r.heard.Slots.Name, "'s"), "’s") // "Balbir's my name"
				r.heard.Slots.First = strings.TrimSuffix(strings.TrimSuffix(r.heard.Slots.First, "'s"), "’s")
				r.use(i, h.to)
				return true
			}
			break
		}
	}
	return false
}

// strangers reports whether a span is two words or more that no list knows.
func (r *reading) strangers(from, to int) bool {
	for i := from; i < to; i++ {
		if r.tokens[i].id != 0 {
			return false
		}
	}
	return to-from > 1
}

// allCapital reports whether every word of a span begins with a capital.
func (r *reading) allCapital(from, to int) bool {
	return !slices.ContainsFunc(r.tokens[from:to], func(t token) bool { return !t.capital })
}

// titled reports whether a title and a name stand at a token: "Mrs Hirst".
func (r *reading) titled(i int) bool {
	h, ok := r.hitAt(lTitle, i)
	if !ok || h.to >= len(r.tokens) {
		return false
	}
	t := r.tokens[h.to]
	return r.is(lFirstName, h.to) || r.is(lTitle, h.to) || r.initialed(h.to) || (t.capital || t.id == 0) && t.number < 0 && !t.used && (!r.is(lNotName, h.to) || r.respelt(h.to))
}

// initialed reports whether a letter and a surname stand at a token: "t. adeyemi".
func (r *reading) initialed(i int) bool {
	t := r.tokens[i]
	return t.end-t.start == 1 && t.number < 0 && t.word != "i" && i+1 < len(r.tokens) && r.tokens[i+1].id == 0 && r.sameName(i+1)
}

// firstSaid is the first token that is no courtesy.
func (r *reading) firstSaid() int {
	for i := range r.tokens {
		if !r.polite[i] && !r.tokens[i].used {
			return i
		}
	}
	return len(r.tokens)
}

// nameMayEnd reports whether a name given as an answer may end before a token.
func (r *reading) nameMayEnd(i int) bool {
	return i >= len(r.tokens) || r.tokens[i].used || r.tokens[i].before != space || r.polite[i] || r.is(lConnector, i)
}

// nameAlone looks for a name that stands by itself: "…, Amina Khan LS6 3HN", and at
// the end "… thanks, Pam Hirst". "Thanks Joe" is somebody else's. It returns the token
// after it, or 0.
func (r *reading) nameAlone(shout bool) int {
	for i := range r.tokens {
		signed := r.signed(i)
		opens := i == 0 || r.tokens[i].before != space || r.tokens[i-1].used || i < 4 && r.afterCommand(i) || r.afterTelling(i) || i > 0 && i < 4 && r.polite[i-1] && r.introduces(i)
		if !opens && !signed {
			continue
		}
		to := r.nameFrom(i, shout)
		if to <= i || r.possessive(to) || r.aside(i, to) {
			continue
		}
		if r.standsAlone(i, to, signed, opens, shout) {
			r.name(i, to, shout)
			return to
		}
	}
	return 0
}

// standsAlone reports whether a name between two tokens is the sender's own.
func (r *reading) standsAlone(i, to int, signed, opens, shout bool) bool {
	known := r.is(lFirstName, i) || r.titled(i) || r.initial(i)
	fact := to < len(r.tokens) && r.tokens[to].used
	ends := to == len(r.tokens) || r.tokens[to].before != space
	last := r.onlyFactsFrom(to)
	switch {
	case signed && last && r.said > 2 && (to-i > 1 || r.tokens[i].before != space || !r.polite[i-1] || r.tokens[i-1].end-r.tokens[i-1].start == 1):
		return known || r.written(i, to, shout)
	case signed && i == 1 && ends && to-i > 1: // "From Pam Hirst: …"
		return known || r.written(i, to, shout)
	case !opens || r.spokenTo(i) && !r.comesFrom(to):
		return false
	case known && (fact || ends && to-i > 1):
		return true
	case i > 0 && r.has(lNeed) && r.tokens[i].before == sentence && to == len(r.tokens) && to-i < 4 && !shout && r.strangers(i, to) && r.allCapital(i, to) && !r.isPlace(i, to):
		return true // "… and a pint of milk. Frederick Walsh"
	case fact && to-i > 1 && !r.isPlace(i, to) && r.written(i, to, shout):
		return true // "Meena Patel, 14 Kelso Rd", "Dev Bell LS6 3HN"
	case ends && to-i == 2 && r.is(lWhom, to) && r.allCapital(i, to) && !shout && !r.isPlace(i, to):
		return true // "Bea Hall, nan is Edie Hall"
	case fact && r.tokens[i].before == sentence && r.written(i, to, shout) && !r.isPlace(i, to) && r.tokens[to].before == comma && r.houseNumber(to):
		return true // "Bibi, 118 Compton Rd"
	case known && r.is(lPlaceCue, to) && to+1 < len(r.tokens) && r.tokens[to+1].used && r.houseNumber(to+1):
		return true // "Mrs Nguyen at 33 Elder Road"
	case known && to-i > 1 && r.ageBetween(to):
		return true // "Ken Ogden 67 LS28 6JT"
	case known && (i == 0 || r.tokens[i].before == sentence) && ends && r.ageStands(to):
		return true // "Ken, 81. I'd like …"
	case known && last && r.afterCommand(i):
		return true
	case known && r.comesFrom(to) && i > 0 && r.clauseEnds(to+1):
		return true // "Hi, Chloe from Uni of Leeds, …"
	case known && i > 0 && (last && r.said > 3 || last && r.tokens[i].before == sentence && r.tokens[i].capital || r.placeOrAgeFrom(i, to)):
		return !strings.HasSuffix(strings.TrimSpace(r.text), "?")
	}
	return false
}

// ageStands reports whether an age and no more stands in a clause.
func (r *reading) ageStands(i int) bool {
	return i < len(r.tokens) && r.tokens[i].before == comma && r.tokens[i].number >= fewestWithWords && r.tokens[i].number <= 110 &&
		(i+1 == len(r.tokens) || r.tokens[i+1].before != space)
}

// ageBetween reports whether an age stands between a name and a fact.
func (r *reading) ageBetween(i int) bool {
	return i+1 < len(r.tokens) && r.tokens[i].before == space && r.tokens[i].number >= fewestWithWords && r.tokens[i].number <= 110 && (r.tokens[i+1].used || r.is(lPlaceCue, i+1)) && r.tokens[i+1].before == space
}

// comesFrom reports whether "from" stands at a token.
func (r *reading) comesFrom(i int) bool {
	return r.valueOf(lPlaceCue, i) == "from" && r.is(lSignOff, i)
}

// clauseEnds reports whether a clause ends within a few words after a token.
func (r *reading) clauseEnds(i int) bool {
	for k := i + 1; k < i+5; k++ {
		if k >= len(r.tokens) || r.tokens[k].before != space {
			return true
		}
	}
	return false
}

// signed reports whether a phrase that comes before a signature ends before a token.
// "From" alone is one only where it opens a clause.
func (r *reading) signed(i int) bool {
	if !r.has(lSignOff) {
		return false
	}
	for from := max(0, i-4); from < i; from++ {
		for k := r.at[from]; k < r.at[from+1]; k++ {
			if h := &r.hits[k]; h.from >= 0 && h.list == lSignOff && h.to == i && (h.to-h.from > 1 || r.polite[from] || from == 0 || r.tokens[from].before != space || r.polite[from-1]) {
				return true
			}
		}
	}
	return false
}

// afterCommand reports whether the words before a token are no more than a command:
// "JOIN Beth Lloyd".
func (r *reading) afterCommand(i int) bool {
	if r.endsAt(lJoin, i) {
		return true
	}
	h, ok := r.hitAt(lNeed, i-1)
	return ok && i == 1 && h.to == i
}

// afterTelling reports whether a word with a capital follows a day or a kind of help
// that ends what somebody asks for: "shopping today Tom Ash 3 Elm Rd".
func (r *reading) afterTelling(i int) bool {
	return i > 1 && r.tokens[i].capital && !r.tokens[i-1].capital && (r.endsAt(lDayWord, i) || r.endsAt(lDay, i) || r.endsAt(lPart, i) || r.endsAt(lKindWord, i) || r.endsAt(lPlease, i))
}

// isPlace reports whether a span has the name of a place that the organisation knows,
// or of a street.
func (r *reading) isPlace(from, to int) bool {
	for i := from; i < to; i++ {
		if r.is(lStreet, i) || r.c.Places[strings.ToLower(r.raw(i, i+1))] != "" || r.c.Places[strings.ToLower(r.raw(from, i+1))] != "" {
			return true
		}
	}
	return false
}

// aside reports whether a name stands between commas as that of somebody else who
// was just spoken of: "my late mother, Eunice Grant, was on your books".
func (r *reading) aside(i, to int) bool {
	if r.valueEnding(lNameAfter, i) == kin && i > 1 && r.tokens[i].before != sentence {
		return true // "my neighbour Mr Iqbal"
	}
	if i == 0 || to >= len(r.tokens) || r.tokens[i].before != comma || r.tokens[to].before != comma {
		return false
	}
	next := r.tokens[to]
	return !next.used && !next.capital && next.number < 0 && !r.polite[i-1] && !r.polite[to] && r.said > 6 && r.text[r.tokens[i-1].end] == ','
}

// initial reports whether a letter for a first name and a surname stand at a token:
// "T. Wanjiru".
func (r *reading) initial(i int) bool {
	t := r.tokens[i]
	if t.end-t.start != 1 || !t.capital || i+1 >= len(r.tokens) {
		return false
	}
	next := r.tokens[i+1]
	between := r.text[t.end:next.start]
	return (between == ". " || between == " " || between == ".") && next.capital && (next.end-next.start > 2 || r.initial(i+1))
}

// placeOrAgeFrom reports whether a name that opens a sentence is followed, at the end
// of the text, by where somebody is or how old: "Winifred, Cheltenham", "Ken, 81".
func (r *reading) placeOrAgeFrom(i, to int) bool {
	if r.tokens[i].before != sentence || to >= len(r.tokens) || r.tokens[to].before != comma || len(r.tokens)-to > 2 {
		return false
	}
	for j := to; j < len(r.tokens); j++ {
		if !r.tokens[j].capital && r.tokens[j].number < 0 || r.tokens[j].before == sentence {
			return false
		}
	}
	return true
}

// written reports whether a span is written as names are: in capitals, and with a
// word that no list knows.
func (r *reading) written(from, to int, shout bool) bool {
	strange := false
	for i := from; i < to; i++ {
		t := r.tokens[i]
		if shout || !t.capital && !particle(t.word) {
			return r.strangers(from, to) && r.endsAt(lSignOff, from)
		}
		strange = strange || t.id == 0
	}
	return strange && !r.is(lStreet, to-1)
}

// spokenTo reports whether a name follows a courtesy, as in "hi Joe".
func (r *reading) spokenTo(i int) bool {
	return i > 0 && r.polite[i-1] && r.tokens[i].before != sentence && !(r.tokens[i].before == comma && (i > 1 && !r.polite[0] || r.nameFrom(i, false)-i > 1)) && !r.introduces(i)
}

// onlyFactsFrom reports whether nothing but facts and courtesies follows.
func (r *reading) onlyFactsFrom(i int) bool {
	for ; i < len(r.tokens); i++ {
		if !r.tokens[i].used && !r.polite[i] && !r.is(lTitle, i) && !r.is(lPlaceCue, i) {
			return false
		}
	}
	return true
}

// introduces reports whether a fact follows the name at a token, so that "hi,
// Amina Khan LS6 3HN" is hers and "hi Joe" is not.
func (r *reading) introduces(i int) bool {
	to := r.nameFrom(i, false)
	return to-i > 1 && (to < len(r.tokens) && r.tokens[to].used || r.ageBetween(to))
}

// shouted reports whether a word is in capitals.
func (t token) shouted(text string) bool {
	w := text[t.start:t.end]
	return len(w) > 2 && w == strings.ToUpper(w)
}

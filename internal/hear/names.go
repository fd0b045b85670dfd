package hear

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// findAddress looks for "12 Ash Rd" and "flat 3, 12 Elm Court".
func (r *reading) findAddress() {
	for i := range r.tokens {
		flat, isFlat := r.hitAt(lFlat, i)
		if !isFlat && !r.houseNumber(i) || r.tokens[i].used || r.clockOrCount(i) {
			continue
		}
		from := i + 1
		if isFlat {
			from = flat.to + 1 // and its number
		}
		end := r.streetEnd(from, isFlat)
		if end < 0 && isFlat && from <= len(r.tokens) && flat.to < len(r.tokens) && r.houseNumber(flat.to) {
			end = from
		}
		if end < 0 {
			continue
		}
		end = r.locality(end)
		r.heard.Slots.Address = strings.TrimRight(r.raw(i, end), " ,.")
		r.use(i, end)
		return
	}
	if r.c.Asked == "address" {
		r.addressAsAsked()
	}
}

// houseNumber reports whether a token is "12", "12b" or "12-14".
func (r *reading) houseNumber(i int) bool {
	t := r.tokens[i]
	w := r.text[t.start:t.end]
	n := 0
	for n < len(w) && isDigit(w[n]) {
		n++
	}
	return n > 0 && n <= 4 && len(w)-n <= 1
}

// clockOrCount reports whether a number is a time or counts something: "2pm", "3rd",
// "10 mins".
func (r *reading) clockOrCount(i int) bool {
	if i+1 >= len(r.tokens) {
		return false
	}
	joined := r.tokens[i].end == r.tokens[i+1].start
	return joined && (r.is(lAmPm, i+1) || r.is(lOrdinal, i+1)) || r.is(lUnit, i+1)
}

// streetEnd is the token after "Ash Rd", if a street's name begins at a token.
func (r *reading) streetEnd(i int, flat bool) int {
	for j := i; j < len(r.tokens) && j <= i+5; j++ {
		t := r.tokens[j]
		if t.used || t.before == sentence || r.houseNumber(j) && !r.dashBefore(j) && !(flat && j == i) {
			return -1
		}
		if h, ok := r.hitAt(lStreet, j); ok && j > i {
			// "Grove Road": the road ends it
			if k, more := r.hitAt(lStreet, h.to); more && r.tokens[h.to].before == space {
				return k.to
			}
			return h.to
		}
		if r.is(lUnit, j) && !t.capital || r.is(lTimeCue, j) && !t.capital {
			return -1
		}
	}
	return -1
}

// locality takes in "Headingley, Leeds" between a street and its postcode.
func (r *reading) locality(end int) int {
	for j := end; j < len(r.tokens) && j <= end+4; j++ {
		if r.tokens[j].used {
			return j
		}
		if !r.tokens[j].capital || r.tokens[j].before == sentence {
			return end
		}
	}
	return end
}

// addressAsAsked takes the whole answer for the address when that was asked, if
// it has a number or more than one word, and is no yes, no or question.
func (r *reading) addressAsAsked() {
	if r.has(lQuestion) || r.has(lYes) || r.has(lNo) || r.has(lDecline) || r.has(lCant) || r.has(lNotWanted) || strings.Contains(r.text, "?") {
		return
	}
	from, to := 0, 0
	digits, words := false, 0
	for i, t := range r.tokens {
		if t.used || r.polite[i] {
			if words > 0 {
				break
			}
			continue
		}
		if words == 0 {
			from = i
		}
		digits = digits || t.number >= 0 || r.houseNumber(i)
		words++
		to = i + 1
	}
	if words > 1 && (digits || r.tokens[from].capital || r.has(lStreet)) && words < 14 {
		r.heard.Slots.Address = strings.TrimRight(r.raw(from, to), " ,.")
		r.use(from, to)
	}
}

// findName looks for what somebody calls themselves.
func (r *reading) findName() {
	shout := r.text == strings.ToUpper(r.text)
	for i := range r.tokens {
		h, ok := r.hitAt(lNameCue, i)
		if !ok || h.to >= len(r.tokens) || r.tokens[h.to].before == sentence {
			continue
		}
		first := h.to
		sure := h.value == "sure" || r.c.Asked == "name" || r.is(lFirstName, first) || r.titled(first) || r.tokens[first].capital && !shout && !r.tokens[i].shouted(r.text)
		if to := r.nameFrom(first, shout); to > first && sure && !r.possessive(to) {
			r.name(first, to, shout)
			return
		}
	}
	if r.nameBefore(shout) {
		return
	}
	if r.c.Asked == "name" {
		if first := r.firstSaid(); first < len(r.tokens) {
			if to := r.nameFrom(first, shout); to > first && r.nameMayEnd(to) {
				r.name(first, to, shout)
				return
			}
		}
	}
	r.nameAlone(shout)
}

// possessive reports whether a name goes on to somebody else: "I am Mrs Kaur's
// daughter".
func (r *reading) possessive(to int) bool {
	if to >= len(r.tokens) || r.tokens[to].before != space {
		return false
	}
	w := r.text[:r.tokens[to-1].end]
	return strings.HasSuffix(w, "'s") || strings.HasSuffix(w, "’s")
}

// nameBefore looks for a name with its cue after it: "Pam Hirst here".
func (r *reading) nameBefore(shout bool) bool {
	if !r.has(lNameAfter) {
		return false
	}
	for i := 1; i < len(r.tokens); i++ {
		h, ok := r.hitAt(lNameAfter, i)
		if !ok || r.tokens[i].before != space || !r.nameMayEnd(h.to) && !r.is(lPlaceCue, h.to) {
			continue
		}
		for from := i - 1; from >= max(0, i-4); from-- {
			if from > 0 && r.tokens[from].before == space && !r.polite[from-1] {
				continue
			}
			known := r.is(lFirstName, from) || r.titled(from) || r.tokens[from].capital && !shout && i-from > 1 || r.strangers(from, i)
			if known && r.nameFrom(from, shout) == i {
				r.name(from, i, shout)
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

// titled reports whether a title and a name stand at a token: "Mrs Hirst".
func (r *reading) titled(i int) bool {
	h, ok := r.hitAt(lTitle, i)
	if !ok || h.to >= len(r.tokens) {
		return false
	}
	t := r.tokens[h.to]
	return r.is(lFirstName, h.to) || r.is(lTitle, h.to) || (t.capital || t.id == 0) && t.number < 0 && !t.used && !r.is(lNotName, h.to)
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
// the end "… thanks, Pam Hirst". "Thanks Joe" is somebody else's.
func (r *reading) nameAlone(shout bool) {
	for i := range r.tokens {
		signed := r.endsAt(lSignOff, i)
		opens := i == 0 || r.tokens[i].before != space || r.tokens[i-1].used || i < 4 && (r.endsAt(lJoin, i) || r.endsAt(lNeed, i))
		if !opens && !signed {
			continue
		}
		to := r.nameFrom(i, shout)
		if to <= i {
			continue
		}
		known := r.is(lFirstName, i) || r.titled(i)
		fact := to < len(r.tokens) && r.tokens[to].used
		ends := to == len(r.tokens) || r.tokens[to].before != space
		last := r.onlyFactsFrom(to)
		switch {
		case signed && last && r.said > 2 && (to-i > 1 || r.tokens[i].before != space || !r.polite[i-1] || r.tokens[i-1].end-r.tokens[i-1].start == 1) && (known || r.written(i, to, shout)):
		case known && opens && !r.spokenTo(i) && (fact || ends && to-i > 1 || last && r.said > 3 && i > 0 && !strings.HasSuffix(strings.TrimSpace(r.text), "?")):
		case signed && i == 1 && ends && to-i > 1 && (known || r.written(i, to, shout)): // "From Pam Hirst: …"
		case opens && !r.spokenTo(i) && to-i > 1 && (fact || last) && i > 0 && r.written(i, to, shout) && !r.isPlace(i, to):
		default:
			continue
		}
		r.name(i, to, shout)
		return
	}
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

func (r *reading) isPlace(from, to int) bool {
	_, ok := r.c.Places[strings.ToLower(r.raw(from, to))]
	return ok
}

// introduces reports whether a fact follows the name at a token, so that "hi,
// Amina Khan LS6 3HN" is hers and "hi Joe" is not.
func (r *reading) introduces(i int) bool {
	to := r.nameFrom(i, false)
	return to-i > 1 && to < len(r.tokens) && r.tokens[to].used
}

// shouted reports whether a word is in capitals.
func (t token) shouted(text string) bool {
	w := text[t.start:t.end]
	return len(w) > 2 && w == strings.ToUpper(w)
}

// nameFrom is the token after the name that begins at a token; the same token if
// there is none.
func (r *reading) nameFrom(i int, shout bool) int {
	j := i
	capitals := !shout && i < len(r.tokens) && r.tokens[i].capital
	for j < len(r.tokens) && j < i+5 {
		t := r.tokens[j]
		known := r.is(lFirstName, j) || r.titled(j)
		if t.used || t.number >= 0 || !lettersOnly(r.text[t.start:t.end]) || !known && (r.is(lNotName, j) || r.polite[j]) && !r.wholeAnswer(i, j) {
			break
		}
		if j > i && !r.sameName(j) {
			break
		}
		if r.is(lDay, j) || r.is(lDayWord, j) || !known && (r.is(lPlaceCue, j) || r.is(lStreet, j) && !(j > i && capitals)) {
			break
		}
		if j > i && !known {
			mayFollow := particle(t.word) || t.end-t.start == 1 || r.surname(i, j) || r.wholeAnswer(i, j)
			if !mayFollow && (capitals && !t.capital || !capitals && t.id != 0) {
				break
			}
		}
		j++
	}
	for j > i+1 && particle(r.tokens[j-1].word) {
		j--
	}
	// a title or an initial alone is no name
	if j == i+1 && (r.is(lTitle, i) || r.tokens[i].end-r.tokens[i].start < 2) {
		return i
	}
	return j
}

// wholeAnswer reports whether a first name and one more word are all that was said
// when the name was asked: "Will Young", but not "will do".
func (r *reading) wholeAnswer(i, j int) bool {
	return r.c.Asked == "name" && i == 0 && j == 1 && len(r.tokens) == 2 && r.is(lFirstName, i) && !r.polite[j] && !r.inPhrase(i)
}

// sameName reports whether a token may belong to one name with the token before it:
// "Smith-Jones", "Jo (Joanne) Smith", "J. Smith", "Mr & Mrs Lee".
func (r *reading) sameName(j int) bool {
	last, t := r.tokens[j-1], r.tokens[j]
	between := r.text[last.end:t.start]
	switch {
	case t.before == space, between == "-", r.bracketed(j):
		return true
	case between == ". ":
		return last.end-last.start == 1 || r.is(lTitle, j-1)
	case between == " & ":
		return r.is(lTitle, j-1) && r.is(lTitle, j)
	}
	return between == ") " && r.bracketed(j-1)
}

// bracketed reports whether a token stands in brackets by itself.
func (r *reading) bracketed(j int) bool {
	t := r.tokens[j]
	return t.start > 0 && r.text[t.start-1] == '(' && t.end < len(r.text) && r.text[t.end] == ')'
}

// surname reports whether a common word is the last one of a name without capitals:
// after a first name, and with no more of the sentence after it ("jean bell, ls6").
func (r *reading) surname(i, j int) bool {
	if j != i+1 || !r.is(lFirstName, i) && !r.is(lTitle, i) || r.is(lKindWord, j) || r.answerAt(j) || r.has(lKindWord) && r.inPhrase(j) {
		return false
	}
	return j+1 == len(r.tokens) || r.tokens[j+1].before != space || r.tokens[j+1].used
}

func particle(w string) bool {
	switch w {
	case "de", "da", "van", "von", "der", "bin", "al", "el", "ap", "ab", "la", "le":
		return true
	}
	return false
}

func lettersOnly(w string) bool {
	for _, c := range w {
		if !unicode.IsLetter(c) && !unicode.IsMark(c) && c != '\'' && c != '’' && c != '‘' && c != '-' {
			return false
		}
	}
	return w != ""
}

func (r *reading) name(from, to int, shout bool) {
	s := &r.heard.Slots
	s.Name = properly(unbracketed(r.raw(from, to)), shout)
	switch {
	case r.is(lTitle, from) && to > from+1 && r.is(lTitle, from+1):
		s.First = s.Name // "Mr & Mrs Lee"
	case r.is(lTitle, from) && to > from+1:
		s.First = properly(r.raw(from, from+1), shout) + " " + properly(r.raw(to-1, to), shout)
	default:
		s.First = properly(r.raw(from, from+1), shout)
	}
	r.use(from, to)
	for k := max(0, from-4); k < from; k++ { // "my name is"
		if h, ok := r.hitAt(lNameCue, k); ok && h.to == from {
			r.use(k, from)
			break
		}
	}
}

// unbracketed is a name in one line, without what is in brackets.
func unbracketed(name string) string {
	before, after, found := strings.Cut(name, "(")
	if found {
		_, after, _ = strings.Cut(after, ")")
		name = before + " " + after
	}
	return strings.Join(strings.Fields(name), " ")
}

// properly gives a name its capitals, if it was written without or all in capitals.
func properly(name string, shout bool) string {
	if name != strings.ToLower(name) && !shout {
		return name
	}
	var b strings.Builder
	for k, word := range strings.Fields(strings.ToLower(name)) {
		if k > 0 {
			b.WriteByte(' ')
		}
		start := k == 0 || !particle(word) // "Maria de Souza"
		for _, c := range word {
			if c == '’' || c == '‘' {
				c = '\''
			}
			if start {
				c = unicode.ToUpper(c)
			}
			b.WriteRune(c)
			start = c == '-' || c == '\''
		}
	}
	name = b.String()
	if k := strings.LastIndexByte(name, '\''); k > 0 && k == len(name)-2 {
		if c, _ := utf8.DecodeLastRuneInString(name); c == 'S' {
			name = name[:len(name)-1] + "s"
		}
	}
	return name
}

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
		if !isFlat && !r.houseNumber(i) || r.tokens[i].used {
			continue
		}
		from := i + 1
		if isFlat {
			from = flat.to + 1 // and its number
		}
		end := r.streetEnd(from)
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

// streetEnd is the token after "Ash Rd", if a street's name begins at a token.
func (r *reading) streetEnd(i int) int {
	for j := i; j < len(r.tokens) && j <= i+5; j++ {
		t := r.tokens[j]
		if t.used || t.before == sentence {
			return -1
		}
		if h, ok := r.hitAt(lStreet, j); ok && j > i {
			// "Grove Road": the road ends it
			if k, more := r.hitAt(lStreet, h.to); more && r.tokens[h.to].before == space {
				return k.to
			}
			return h.to
		}
		if j > i && t.number >= 0 && !r.houseNumber(j) || r.is(lUnit, j) && !t.capital || r.is(lTimeCue, j) && !t.capital {
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
		sure := h.value == "sure" || r.c.Asked == "name" || r.is(lFirstName, first) || r.tokens[first].capital && !shout && !r.tokens[i].shouted(r.text)
		if to := r.nameFrom(first, shout); to > first && sure {
			r.name(first, to, shout)
			return
		}
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

// nameAlone looks for a name that stands by itself: "…, Amina Khan LS6 3HN". It
// begins with a name that the list knows, and has two parts, or a postcode,
// address or number after it; "thanks Joe" is somebody else's.
func (r *reading) nameAlone(shout bool) {
	for i := range r.tokens {
		if !r.is(lFirstName, i) || i > 0 && r.tokens[i].before == space && !r.tokens[i-1].used && !r.endsAt(lJoin, i) && !r.endsAt(lNeed, i) {
			continue
		}
		if i > 0 && r.polite[i-1] && r.tokens[i].before != sentence && !(r.tokens[i].before == comma && i > 1 && !r.polite[0]) {
			if !r.introduces(i) {
				continue
			}
		}
		to := r.nameFrom(i, shout)
		if to <= i {
			continue
		}
		fact := to < len(r.tokens) && r.tokens[to].used
		ends := to == len(r.tokens) || r.tokens[to].before != space
		if fact || ends && to-i > 1 {
			r.name(i, to, shout)
			return
		}
	}
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
	for j < len(r.tokens) && j < i+4 {
		t := r.tokens[j]
		if t.used || t.number >= 0 || !lettersOnly(r.text[t.start:t.end]) || r.is(lNotName, j) || r.polite[j] && !r.is(lFirstName, j) {
			break
		}
		if j > i && t.before != space && r.text[r.tokens[j-1].end:t.start] != "-" {
			break
		}
		if r.is(lDay, j) || r.is(lDayWord, j) || r.is(lPlaceCue, j) || r.is(lStreet, j) && !r.is(lFirstName, j) && !r.is(lTitle, j) {
			break
		}
		known := r.is(lFirstName, j) || r.is(lTitle, j)
		if j > i && !known {
			if capitals && !t.capital && !particle(t.word) || !capitals && t.id != 0 {
				break
			}
		}
		j++
	}
	// a title or an initial alone is no name
	if j == i+1 && (r.is(lTitle, i) || r.tokens[i].end-r.tokens[i].start < 2) {
		return i
	}
	return j
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
	s.Name = properly(strings.Join(strings.Fields(r.raw(from, to)), " "), shout)
	first := from
	if r.is(lTitle, from) && to > from+1 {
		s.First = properly(r.raw(from, from+1), shout) + " " + properly(r.raw(to-1, to), shout)
	} else {
		s.First = properly(r.raw(first, first+1), shout)
	}
	r.use(from, to)
	for k := max(0, from-4); k < from; k++ { // "my name is"
		if h, ok := r.hitAt(lNameCue, k); ok && h.to == from {
			r.use(k, from)
			break
		}
	}
}

// properly gives a name its capitals, if it was written without or all in capitals.
func properly(name string, shout bool) string {
	if name != strings.ToLower(name) && !shout {
		return name
	}
	var b strings.Builder
	start := true
	for _, c := range strings.ToLower(name) {
		if c == '’' || c == '‘' {
			c = '\''
		}
		if start {
			b.WriteRune(unicode.ToUpper(c))
		} else {
			b.WriteRune(c)
		}
		start = c == ' ' || c == '-' || c == '\''
	}
	name = b.String()
	if k := strings.LastIndexByte(name, '\''); k > 0 && k == len(name)-2 {
		if c, _ := utf8.DecodeLastRuneInString(name); c == 'S' {
			name = name[:len(name)-1] + "s"
		}
	}
	return name
}

package hear

import (
	"strings"
	"unicode"
)

// nameFrom is the token after the name that begins at a token; the same token if
// there is none.
func (r *reading) nameFrom(i int, shout bool) int {
	j := i
	capitals := !shout && i < len(r.tokens) && r.tokens[i].capital
	for j < len(r.tokens) && j < i+5 {
		t := r.tokens[j]
		known := r.is(lFirstName, j) || r.titled(j)
		if t.used || t.number >= 0 || !lettersOnly(r.text[t.start:t.end]) || !known && (r.is(lNotName, j) && !r.respelt(j) && !r.initial(j) && !r.capitalSurname(i, j) || r.polite[j]) && !r.wholeAnswer(i, j) && !(r.c.Asked == "name" && r.initialed(j)) {
			break
		}
		if j > i && !r.sameName(j) || j == i && known && !t.capital && r.inPhrase(i) && !r.wholeAnswer(i, i+1) {
			break
		}
		if r.is(lDay, j) || r.is(lDayWord, j) || !known && r.is(lWindow, j) && r.valueOf(lWindow, j) != idle || !known && (r.is(lPlaceCue, j) || r.is(lStreet, j) && !(j > i && capitals)) {
			break
		}
		if j > i && !known {
			alone := t.end-t.start == 1 && (t.capital || shout || r.c.Asked == "name" && !r.is(lRange, j))
			mayFollow := particle(t.word) || alone || r.surname(i, j) || r.wholeAnswer(i, j) || r.c.Asked == "name" && t.id == 0 && r.said <= 4
			if !mayFollow && (capitals && !t.capital || !capitals && t.id != 0) {
				break
			}
		}
		if j > i && known && !t.capital && r.inPhrase(j) {
			break // "Bev will do"
		}
		j++
	}
	for j > i+1 && particle(r.tokens[j-1].word) {
		j--
	}
	// a title or an initial alone is no name, unless that is what they are called
	if j == i+1 && (r.is(lTitle, i) || r.tokens[i].end-r.tokens[i].start < 2 && !(r.c.Asked == "name" && capitals && r.valueEnding(lNameCue, i) == "sure")) || r.onlyLetters(i, j) || r.is(lConnector, i) && !r.is(lFirstName, i) && !r.titled(i) {
		return i
	}
	return j
}

// capitalSurname reports whether a common word with a capital ends the name that was
// asked for, that is plainly one, or that stands before a fact: "Noah Flood", "my nan is
// Edie Low", "Rob Low, 3 Oak Rd".
func (r *reading) capitalSurname(i, j int) bool {
	t := r.tokens[j]
	known, stranger := r.is(lFirstName, i), r.tokens[i].id == 0
	if j != i+1 || !known && !stranger || !r.tokens[i].capital || !t.capital || t.shouted(r.text) || t.before != space {
		return false
	}
	fact := j+1 < len(r.tokens) && r.tokens[j+1].used
	ends := j+1 == len(r.tokens) || r.tokens[j+1].before != space || r.is(lConnector, j+1)
	cue := r.valueEnding(lNameCue, i)
	led := r.endsAt(lWhom, i) || cue != "" && cue != surname || r.is(lWhom, j+1)
	return fact && known || ends && (r.c.Asked == "name" || led)
}

// onlyLetters reports whether a span is single letters: "L S".
func (r *reading) onlyLetters(from, to int) bool {
	for k := from; k < to; k++ {
		if r.tokens[k].end-r.tokens[k].start > 1 {
			return false
		}
	}
	return to-from > 1
}

// respelt reports whether a word with a capital was read as another one, as a surname
// may be: "Norma Dunn".
func (r *reading) respelt(j int) bool {
	t := r.tokens[j]
	return t.capital && j > 0 && (r.is(lFirstName, j-1) || r.is(lTitle, j-1)) && !strings.EqualFold(r.text[t.start:t.end], t.word) && !r.apostrophe(j)
}

// wholeAnswer reports whether a first name and one more word are all that was said
// when the name was asked: "Will Young", but not "will do".
func (r *reading) wholeAnswer(i, j int) bool {
	return r.c.Asked == "name" && i == 0 && j == 1 && len(r.tokens) == 2 && (r.is(lFirstName, i) || r.tokens[i].capital && r.tokens[i].id == 0) && !r.polite[j] && !r.is(lNameAfter, j) && !r.inPhrase(i)
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
	if cue := r.valueEnding(lNameCue, i); cue == "sure" && r.is(lNameCue, j+1) {
		return true // "my name is elsie brown i am 84"
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
		last := to - 1
		for last > from+1 && r.text[r.tokens[last-1].end:r.tokens[last].start] == "-" {
			last-- // "Dr Sarah Jones-Smythe"
		}
		s.First = properly(r.raw(from, from+1), shout) + " " + properly(r.raw(last, to), shout)
	default:
		end := from + 1
		for end < to && r.text[r.tokens[end-1].end:r.tokens[end].start] == "-" {
			end++ // "Mary-Jane"
		}
		s.First = properly(r.raw(from, end), shout)
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

// properly gives a name its capitals, where it was written without or all in capitals.
func properly(name string, shout bool) string {
	var b strings.Builder
	for k, word := range strings.Fields(name) {
		if k > 0 {
			b.WriteByte(' ')
		}
		if low := strings.ToLower(word); word == low || shout {
			word = capitalised(low, k == 0 || !particle(low)) // "Maria de Souza"
		}
		b.WriteString(word)
	}
	return b.String()
}

// capitalised is a word in small letters with capitals at its start, if it is to have
// one, and after a hyphen or apostrophe: "o'neil-smith".
func capitalised(word string, start bool) string {
	var b strings.Builder
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
	word = b.String()
	if rest, found := strings.CutSuffix(word, "'S"); found && rest != "" {
		word = rest + "'s"
	}
	return word
}

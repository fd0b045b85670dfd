package hear

import (
	"slices"
	"strconv"
	"strings"
)

// spoken are the words by which letters are said on the phone (ITU and NATO).
var spoken = map[string]byte{
	"alpha": 'A', "alfa": 'A', "bravo": 'B', "charlie": 'C', "delta": 'D', "echo": 'E', "foxtrot": 'F', "golf": 'G', "hotel": 'H', "india": 'I',
	"juliet": 'J', "juliett": 'J', "kilo": 'K', "lima": 'L', "mike": 'M', "november": 'N', "oscar": 'O', "papa": 'P', "quebec": 'Q', "romeo": 'R',
	"sierra": 'S', "tango": 'T', "uniform": 'U', "victor": 'V', "whiskey": 'W', "xray": 'X', "yankee": 'Y', "zulu": 'Z', "jay": 'J', "kay": 'K',
}

// dictated finds a postcode that was written letter by letter or as it is said:
// "ls 9 8 ed", "L S seven four D P", "LS8 5 then D for dog, B for bravo".
func (r *reading) dictated() bool {
	for from := range r.tokens {
		var b []byte
		passed := false // a word that says no letter
		for to := from; to < len(r.tokens) && to < from+14; {
			piece, next := r.spelledAt(to)
			if next == to {
				if to == from || passed && !r.polite[to-1] && !r.polite[to] {
					break
				}
				passed = true
				to++ // "then", "space"
				continue
			}
			passed = false
			b = append(b, piece...)
			to = next
			if len(b) > 7 {
				break
			}
			if len(b) >= 5 && !r.goesOn(b, to) && r.takeDictated(string(b), from, to) {
				return true
			}
		}
	}
	return false
}

// goesOn reports whether one letter more makes a postcode too.
func (r *reading) goesOn(b []byte, to int) bool {
	piece, next := r.spelledAt(to)
	if next == to || len(piece) != 1 || len(b)+1 > 7 {
		return false
	}
	longer := string(append(slices.Clip(b), piece...))
	out, in, ok := mendPostcode(longer[:len(longer)-3], longer[len(longer)-3:])
	return ok && possible(out, in) && closeTo(longer, out+in)
}

func (r *reading) takeDictated(written string, from, to int) bool {
	out, in, ok := mendPostcode(written[:len(written)-3], written[len(written)-3:])
	if !ok || !possible(out, in) || !closeTo(written, out+in) {
		return false
	}
	r.heard.Slots.Outward, r.heard.Slots.Postcode = out, out+" "+in
	r.use(from, to)
	r.why("postcode as it is said")
	return true
}

// spelledAt reads the letters or digits that a token says, and the token after them; the
// same token if it says none.
func (r *reading) spelledAt(i int) (piece string, next int) {
	if i >= len(r.tokens) || r.tokens[i].used || r.is(lOrdinal, i+1) || r.ordinalAt(i) || r.ordinalAt(i-1) {
		return "", i
	}
	t := r.tokens[i]
	w := strings.ToUpper(r.text[t.start:t.end])
	if t.number >= 0 && len(w) <= 4 {
		return w, i + 1
	}
	if r.is(lNumber, i) {
		n, to, _ := r.number(i)
		return strconv.Itoa(int(n)), to
	}
	if c, ok := spoken[t.word]; ok {
		return string(c), i + 1
	}
	switch {
	case t.word == "double" && i+1 < len(r.tokens):
		if one, next := r.spelledAt(i + 1); len(one) == 1 {
			return one + one, next
		}
	case len(w) == 1 && i+2 < len(r.tokens) && r.tokens[i+1].word == "for" && r.tokens[i+2].word[0]|0x20 == w[0]|0x20:
		return w, i + 3 // "D for dog"
	case len(w) == 1 && isASCIILetter(w[0]), len(w) == 2 && asciiLetters(w) && (areas[w] || i > 0 && (r.tokens[i-1].number >= 0 || r.is(lNumber, i-1))), mixed(w):
		return w, i + 1
	}
	return "", i
}

// ordinalAt reports whether a digit and what makes it one of an order stand at a token:
// "4th".
func (r *reading) ordinalAt(i int) bool {
	if i < 0 {
		return false
	}
	t := r.tokens[i]
	return t.end-t.start == 1 && t.number >= 0 && i+1 < len(r.tokens) && r.tokens[i+1].start == t.end && r.tokens[i+1].word == ordinalOf(r.text[t.start])
}

func isASCIILetter(c byte) bool { return c >= 'A' && c <= 'Z' }

func asciiLetters(w string) bool {
	for i := range len(w) {
		if !isASCIILetter(w[i]) {
			return false
		}
	}
	return true
}

// mixed reports whether a word is letters and digits, as parts of postcodes are.
func mixed(w string) bool {
	digits := 0
	for i := range len(w) {
		switch {
		case isDigit(w[i]):
			digits++
		case !isASCIILetter(w[i]):
			return false
		}
	}
	return digits > 0 && digits < len(w) && len(w) <= 5
}

package hear

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What stands before a token.
const (
	space    = iota // nothing but blanks
	comma           // a comma, dash, colon or bracket
	sentence        // a full stop, question or exclamation mark, or a new line
)

// token is a word, number or emoji of a text.
type token struct {
	word       string // lower case, no accents or apostrophes, spelling mended
	id, alt    int32  // in the vocabulary; 0 is a word that no list knows. alt: 2 may be "to"
	start, end int    // bytes in the text
	before     uint8
	capital    bool // begins with a capital letter
	number     int  // its value in digits, or -1
	used       bool // part of a postcode, name, address or phone number
	timed      bool // part of a time or a length of time
}

// typing is how words are written by hurried thumbs: by language, from the lists.
type typing struct {
	known  map[string]spelling // every word that a phrase uses, and "u" → "you"
	mended [][]spelling        // by length: words recognised with one slip
	kept   map[string]bool     // words that are not slips of those
	to     int32               // what a 2 may be
	fors   int32               // what a 4 may be
}

// spelling is a word as it is spelled, and its number in the phrases.
type spelling struct {
	word string
	id   int32
}

// seal fits the words to the numbers of those that phrases use.
func (y *typing) seal(ids map[string]int32) {
	for w, s := range y.known {
		y.known[w] = spelling{s.word, ids[s.word]}
	}
	y.to, y.fors = ids["to"], ids["for"]
}

// maxTokens bounds the work for one text. A text message has 1,600 characters
// at most; what is longer is read this far.
const maxTokens = 20_000

// read appends the tokens of a text.
func (y *typing) read(tokens []token, text string) []token {
	low := lower(text)
	before := uint8(sentence)
	for i := 0; i < len(low.text) && len(tokens) < maxTokens; {
		c := low.text[i]
		if c < utf8.RuneSelf && !alnum[c] {
			before = max(before, separator(c, low.text, i))
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(low.text[i:])
		if c >= utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			if unicode.Is(unicode.So, r) || unicode.Is(unicode.Sm, r) {
				tokens = y.add(tokens, low, i, i+size, before)
				before = space
			} else if r == '…' || r == '–' || r == '—' {
				before = max(before, comma)
			}
			i += size
			continue
		}
		j := i
		for j < len(low.text) {
			c := low.text[j]
			if c < utf8.RuneSelf {
				if alnum[c] || c == '\'' && j+1 < len(low.text) && isLetterAt(low.text, j+1) && j > i {
					j++
					continue
				}
				break
			}
			r, size := utf8.DecodeRuneInString(low.text[j:])
			if !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) {
				break
			}
			j += size
		}
		tokens = y.add(tokens, low, i, j, before)
		before = space
		i = j
	}
	return tokens
}

// separator says how far a punctuation mark parts two words.
func separator(c byte, s string, i int) uint8 {
	switch c {
	case '.':
		// 4.30 is one time
		if i > 0 && i+1 < len(s) && isDigit(s[i-1]) && isDigit(s[i+1]) {
			return space
		}
		if isInitial(s, i-1) && i+1 < len(s) && isInitial(s, i+1) {
			return space // "a.s.a.p.", "4 p.m."
		}
		return sentence
	case '!', '?', '\n', ';':
		return sentence
	case ',', '-', ':', '(', ')', '/', '"', '*', '+', '&':
		return comma
	}
	return space
}

// isInitial reports whether a letter stands alone.
func isInitial(s string, i int) bool {
	return i >= 0 && isLetterAt(s, i) && (i == 0 || !isLetterAt(s, i-1)) && (i+1 == len(s) || !isLetterAt(s, i+1))
}

var alnum = func() (t [utf8.RuneSelf]bool) {
	for c := range t {
		t[c] = c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
	}
	return t
}()

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetterAt(s string, i int) bool {
	if s[i] < utf8.RuneSelf {
		return s[i] >= 'a' && s[i] <= 'z'
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLetter(r)
}

// lowered is a text in lower case without accents, and where each of its bytes
// came from.
type lowered struct {
	text string
	raw  string
	at   []int32 // nil when every byte came from its own place
}

func (l lowered) from(i int) int {
	if l.at == nil {
		return i
	}
	return int(l.at[i])
}

// lower folds case, curly quotes and the accents of European letters.
func lower(text string) lowered {
	plain, ascii := true, true
	for i := range len(text) {
		c := text[i]
		if c >= utf8.RuneSelf {
			ascii = false
			break
		}
		if c >= 'A' && c <= 'Z' {
			plain = false
		}
	}
	if ascii {
		if plain {
			return lowered{text: text, raw: text}
		}
		return lowered{text: strings.ToLower(text), raw: text}
	}
	var b strings.Builder
	b.Grow(len(text))
	at := make([]int32, 0, len(text)+1)
	for i, r := range text {
		switch {
		case r == '’' || r == '‘' || r == '´' || r == '`' || r == 'ʼ':
			r = '\''
		case r == '“' || r == '”':
			r = '"'
		case r == 0x200d || r >= 0xfe00 && r <= 0xfe0f || r >= 0x1f3fb && r <= 0x1f3ff || r == 0x00ad || r == 0x200b:
			continue // joiners and skin tones
		case r == 0x00a0 || r == 0x202f:
			r = ' '
		case r >= 0xff01 && r <= 0xff5e:
			r -= 0xfee0 // full-width forms
		}
		r = unaccented(unicode.ToLower(r))
		n := b.Len()
		b.WriteRune(r)
		for range b.Len() - n {
			at = append(at, int32(i))
		}
	}
	at = append(at, int32(len(text)))
	return lowered{text: b.String(), raw: text, at: at}
}

var unaccent = func() map[rune]rune {
	m := map[rune]rune{}
	for plain, accented := range map[rune]string{
		'a': "àáâãäåāăą", 'c': "çćčċ", 'd': "ďđ", 'e': "èéêëēėęě", 'g': "ğġģ",
		'i': "ìíîïīıį", 'l': "łľļ", 'n': "ñńňņ", 'o': "òóôõöøōő", 'r': "ŕř",
		's': "śšşș", 't': "ťţț", 'u': "ùúûüūůűų", 'w': "ŵ", 'y': "ýÿŷ", 'z': "źżž",
	} {
		for _, r := range accented {
			m[r] = plain
		}
	}
	return m
}()

func unaccented(r rune) rune {
	if r < 0xe0 || r > 0x21b {
		return r
	}
	if f, ok := unaccent[r]; ok {
		return f
	}
	return r
}

// add appends the word between two bytes, in two parts if digits and a known
// word were written together ("yes24", "20mins").
func (y *typing) add(tokens []token, low lowered, i, j int, before uint8) []token {
	w := low.text[i:j]
	if cut := seam(w); cut > 0 && y.known[w].word == "" {
		letters := w[cut:]
		if isDigit(letters[0]) {
			letters = w[:cut]
		}
		s := y.known[letters]
		if (len(s.word) > 1 || isDigit(w[0]) && (s.word == "m" || s.word == "h")) && s.id != 0 {
			tokens = append(tokens, y.token(low, i, i+cut, before))
			return append(tokens, y.token(low, i+cut, j, space))
		}
	}
	return append(tokens, y.token(low, i, j, before))
}

// seam is where a word changes between letters and digits, if it does so once.
func seam(w string) int {
	cut := 0
	for i := 1; i < len(w); i++ {
		if isDigit(w[i]) != isDigit(w[i-1]) {
			if cut > 0 {
				return 0
			}
			cut = i
		}
	}
	return cut
}

func (y *typing) token(low lowered, i, j int, before uint8) token {
	t := token{start: low.from(i), end: low.from(j), before: before, number: -1}
	if r, _ := utf8.DecodeRuneInString(low.raw[t.start:]); unicode.IsUpper(r) {
		t.capital = true
	}
	w := low.text[i:j]
	if strings.IndexByte(w, '\'') >= 0 {
		w = strings.ReplaceAll(w, "'", "")
	}
	s := y.spell(w)
	t.word, t.id = s.word, s.id
	if isDigit(w[0]) && len(w) <= 6 {
		n := 0
		for k := 0; k < len(w) && n >= 0; k++ {
			if isDigit(w[k]) {
				n = n*10 + int(w[k]-'0')
			} else {
				n = -1
			}
		}
		t.number = n
		switch w {
		case "2":
			t.alt = y.to
		case "4":
			t.alt = y.fors
		}
	}
	return t
}

// spell mends textese, stretched letters, and one slip in the words that are
// worth it.
func (y *typing) spell(w string) spelling {
	if s, ok := y.known[w]; ok {
		return s
	}
	as := spelling{word: w}
	if isDigit(w[0]) {
		return as
	}
	if short, ok := unstretched(w); ok {
		for _, s := range [...]string{short, single(short)} {
			if m, ok := y.known[s]; ok {
				return m
			}
		}
	}
	if len(w) < 4 || len(w) > 14 || y.kept[w] {
		return as
	}
	for n := len(w) - 1; n <= len(w)+1 && n < len(y.mended); n++ {
		for _, s := range y.mended[n] {
			if oneSlip(w, s.word) {
				return s
			}
		}
	}
	return as
}

// unstretched shortens runs of three or more of a letter to two: "noooo" → "noo".
func unstretched(w string) (string, bool) {
	run, long := 1, false
	for i := 1; i < len(w); i++ {
		if w[i] == w[i-1] {
			run++
			long = long || run > 2
		} else {
			run = 1
		}
	}
	if !long {
		return w, false
	}
	return squeeze(w, 2), true
}

// single shortens runs of a letter to one.
func single(w string) string { return squeeze(w, 1) }

func squeeze(w string, keep int) string {
	b := make([]byte, 0, len(w))
	run := 0
	for i := range len(w) {
		if i > 0 && w[i] == w[i-1] {
			run++
		} else {
			run = 1
		}
		if run <= keep {
			b = append(b, w[i])
		}
	}
	return string(b)
}

// oneSlip reports whether two words differ by one letter left out, put in,
// changed, or two swapped.
func oneSlip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i == len(a) {
		return true
	}
	return a[i+1:] == b[i+1:] ||
		i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

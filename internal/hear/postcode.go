package hear

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// areas are the letters with which UK postcodes begin, and the offshore ones.
var areas = func() map[string]bool {
	m := map[string]bool{}
	for a := range strings.FieldsSeq(`AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW
		DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GX GY HA HD HG HP HR HS HU HX IG IM IP IV JE
		KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR QC RG RH RM
		S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE`) {
		m[a] = true
	}
	return m
}()

// run is a stretch of letters and digits in a text.
type run struct{ start, end int }

// postcode is a postcode found in a text.
type postcode struct {
	outward, inward string
	doubt           bool // has the shape, but no place can have it
	start, end      int
}

// postcodes finds the whole postcodes in a text, well written or nearly so:
// "LS6 3HN", "ls63hn", "LS6-3HN", "LS 6 3HN", "LSI 3HN", "ls6 OAB".
func (r *reading) postcodes() (found []postcode) {
	text := r.text
	var runs [4]run
	n := 0
	for i := 0; i < len(text); {
		if !wordByte(text[i]) {
			i++
			continue
		}
		j := i
		for j < len(text) && wordByte(text[j]) {
			j++
		}
		if n > 0 && !joins(text[runs[n-1].end:i]) {
			n = 0
		}
		if n == len(runs) {
			copy(runs[:], runs[1:])
			n--
		}
		runs[n] = run{i, j}
		n++
		if p, ok := r.endingWith(runs[:n]); ok {
			found = append(found, p)
			n = 0
		}
		i = j
	}
	return found
}

func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
}

// joins reports whether two runs may be parts of one postcode.
func joins(between string) bool {
	return between == " " || between == "  " || between == "-" || between == " - "
}

// endingWith tries the last one, two and three runs as a postcode.
func (r *reading) endingWith(runs []run) (postcode, bool) {
	for take := min(3, len(runs)); take >= 1; take-- {
		of := runs[len(runs)-take:]
		if take == 3 && of[0].end-of[0].start > 2 {
			continue
		}
		size := 0
		for _, p := range of {
			size += p.end - p.start
		}
		last := of[take-1].end - of[take-1].start
		if size < 5 || size > 7 || take == 2 && last != 3 || take == 3 && last != 3 && last+of[1].end-of[1].start != 3 {
			continue
		}
		var b [7]byte
		k := 0
		for _, p := range of {
			k += copy(b[k:], r.text[p.start:p.end])
		}
		if !slices.ContainsFunc(b[:size], isDigit) {
			continue
		}
		raw := string(b[:size])
		// "b4 4th" is before the fourth
		if take > 1 && timeLike(r.text[of[0].start:of[0].end], r.text[of[take-1].start:of[take-1].end]) {
			continue
		}
		upper := strings.ToUpper(raw)
		// the parts of "so 5 1st" and "at 14 Oak" are words, unless written as a postcode is
		if take == 3 && raw != upper && (!r.asksPlace() || !isDigit(raw[size-3])) {
			continue
		}
		outward, inward, ok := mendPostcode(upper[:size-3], upper[size-3:])
		if !ok || !closeTo(upper, outward+inward) && !(take >= 2 && r.asksPlace() && isDigit(raw[size-3])) {
			continue
		}
		p := postcode{outward: outward, inward: inward, start: of[0].start, end: of[take-1].end}
		p.doubt = !possible(outward, inward)
		if p.doubt && !r.asksPlace() && (raw != upper || !isDigit(raw[size-3])) {
			continue
		}
		return p, true
	}
	return postcode{}, false
}

// closeTo reports whether a postcode was mended no more often than it has digits
// that were written as such: "polish" is none.
func closeTo(written, mended string) bool {
	digits := 0
	for i := range len(written) {
		switch {
		case written[i] != mended[i]:
			digits--
		case isDigit(written[i]):
			digits++
		}
	}
	return digits > 0 || digits == 0 && strings.ContainsAny(written, "0123456789")
}

func (r *reading) asksPlace() bool { return r.c.Asked == "postcode" || r.c.Asked == "address" }

func timeLike(first, last string) bool {
	if strings.EqualFold(first, "b4") {
		return true
	}
	switch suffix := strings.ToLower(last)[1:]; suffix {
	case "am", "pm":
		return true
	case "st", "nd", "rd", "th":
		return last == strings.ToLower(last) && first == strings.ToLower(first) && suffix == ordinalOf(last[0])
	}
	return false
}

// ordinalOf is what makes a digit the day of a month: "st" after 1.
func ordinalOf(digit byte) string {
	switch digit {
	case '1':
		return "st"
	case '2':
		return "nd"
	case '3':
		return "rd"
	}
	return "th"
}

// mendPostcode puts right O for 0 and I or L for 1, and the other way about, where
// only the other can stand. ok is false if the parts do not have the shape.
func mendPostcode(out, in string) (outward, inward string, ok bool) {
	o, i := []byte(out), []byte(in)
	if i[0] = digit(i[0]); !isDigit(i[0]) {
		return "", "", false
	}
	i[1], i[2] = letter(i[1]), letter(i[2])
	if isDigit(i[1]) || isDigit(i[2]) {
		return "", "", false
	}
	if o, ok = mendOutward(o); !ok {
		return "", "", false
	}
	return string(o), string(i), true
}

func mendOutward(o []byte) ([]byte, bool) {
	if len(o) < 2 || len(o) > 4 {
		return nil, false
	}
	for _, c := range o {
		if c >= 0x80 {
			return nil, false
		}
	}
	area := 1
	if len(o) > 2 && !isDigit(o[1]) || len(o) == 3 && !isDigit(o[2]) && !isDigit(o[1]) {
		area = 2
	}
	if isDigit(o[0]) && len(o) > 2 {
		area = 2 // 0X1: a zero written for a letter
	}
	// one letter and a digit written as a letter: "MI 2AB", "WIA 1AA"
	if area == 2 && len(o) > 2 && !isDigit(digit(o[2])) {
		area = 1
	}
	if isDigit(o[0]) && (area == 1 || isDigit(o[1])) {
		return nil, false
	}
	for k := range area {
		if o[k] = letter(o[k]); isDigit(o[k]) {
			return nil, false
		}
	}
	if o[area] = digit(o[area]); !isDigit(o[area]) {
		return nil, false
	}
	rest := o[area+1:]
	if len(rest) > 1 || area == 1 && o[1] == '0' {
		return nil, false // there is no N0, and "no 2DZ" is none
	}
	if len(rest) == 1 && (rest[0] == 'O' || rest[0] == 'I' || rest[0] == 'L') {
		rest[0] = digit(rest[0])
	}
	return o, true
}

func digit(c byte) byte {
	switch c {
	case 'O':
		return '0'
	case 'I', 'L':
		return '1'
	}
	return c
}

func letter(c byte) byte {
	switch c {
	case '0':
		return 'O'
	case '1':
		return 'I'
	}
	return c
}

// possible reports whether a well-shaped postcode can exist.
func possible(outward, inward string) bool {
	return areas[area(outward)] && !strings.ContainsAny(inward[1:], "CIKMOV")
}

func area(outward string) string {
	for i := range outward {
		if isDigit(outward[i]) {
			return outward[:i]
		}
	}
	return outward
}

// outwardAlone reads a token as the first half of a postcode: "LS6", "sw1a".
func outwardAlone(word string) (string, bool) {
	if len(word) < 2 || len(word) > 4 || isDigit(word[0]) {
		return "", false
	}
	digits := 0
	for i := range len(word) {
		if isDigit(word[i]) {
			digits++
		}
	}
	if digits == 0 || digits > 2 {
		return "", false
	}
	o, ok := mendOutward([]byte(strings.ToUpper(word)))
	if !ok || !areas[area(string(o))] {
		return "", false
	}
	return string(o), true
}

// findPostcode fills the slots for a postcode, and marks its tokens.
func (r *reading) findPostcode() {
	var chosen, doubt *postcode
	all := r.postcodes()
	for i := range all {
		p := &all[i]
		switch {
		case p.doubt:
			if doubt == nil {
				doubt = p
			}
		case chosen == nil:
			chosen = p
		}
		r.useBytes(p.start, p.end)
	}
	s := &r.heard.Slots
	if chosen != nil {
		// "from LS6 3HN to LS9 7XX": where they moved to
		for i := 1; i < len(all); i++ {
			p := &all[i]
			at := r.tokenAt(p.start)
			if r.negated(at) {
				continue // "LS6 4AE not LS6 4AD"
			}
			if !p.doubt && (r.negated(r.tokenAt(all[i-1].start)) || r.valueEnding(lPlaceCue, at) == "to" || r.correctedBetween(r.tokenAt(all[i-1].end), at)) {
				chosen = p
			}
			if !p.doubt && r.eitherBetween(r.tokenAt(all[i-1].end), at) {
				r.why("one postcode or another")
				s.PostcodeDoubt = strings.ToUpper(r.text[p.start:p.end])
				if p.outward == chosen.outward {
					s.Outward = p.outward
				}
				return
			}
		}
		s.Outward, s.Postcode = chosen.outward, chosen.outward+" "+chosen.inward
		if inward, at := r.inwardAlone(); at > 0 && r.correctedBetween(r.tokenAt(chosen.end), at) {
			s.Postcode = s.Outward + " " + inward // "LS6 2AB, no sorry 3AB"
		}
		return
	}
	if doubt == nil && (r.asksPlace() || r.topicNamed() == "postcode") && r.dictated() {
		return
	}
	if doubt != nil {
		if areas[area(doubt.outward)] {
			s.Outward = doubt.outward // the half that can be
		}
		s.PostcodeDoubt = strings.ToUpper(r.text[doubt.start:doubt.end])
		r.why("postcode that cannot be")
		return
	}
	r.findOutward()
	if s.Outward == "" && r.c.Area == "" || !r.asksPlace() && r.said > fewWithHalf {
		return
	}
	if inward, _ := r.inwardAlone(); inward != "" {
		s.Outward = cmp.Or(s.Outward, r.c.Area)
		s.Postcode = s.Outward + " " + inward // "ls6, the end is 3hn"
	}
}

// fewWithHalf is how many words a text has at the most that is half a postcode, where
// that was not asked for: "its 3hn sorry".
const fewWithHalf = 4

// inwardAlone is the second half of a postcode that stands by itself, and its token:
// "3hn", but not "3rd" or "1hr".
func (r *reading) inwardAlone() (inward string, at int) {
	for i := range r.tokens {
		t := &r.tokens[i]
		w := r.text[t.start:t.end]
		if i+1 < len(r.tokens) && r.tokens[i+1].start == t.end {
			w = r.text[t.start:r.tokens[i+1].end]
		}
		if t.used || len(w) != 3 || !isDigit(w[0]) || strings.EqualFold(w[1:], ordinalOf(w[0])) || i+1 < len(r.tokens) && (r.is(lUnit, i+1) || r.is(lAmPm, i+1) || r.is(lAgeUnit, i+1)) {
			continue
		}
		w = strings.ToUpper(w)
		if asciiLetters(w[1:]) && !strings.ContainsAny(w[1:], "CIKMOV") {
			r.useBytes(t.start, t.start+len(w))
			return w, i
		}
	}
	return "", 0
}

// correctedBetween reports whether what stands between two tokens takes back what is
// before it: "l5 4bn, sorry LS5 4BN".
func (r *reading) correctedBetween(from, to int) bool {
	for i := from; i < to && i < len(r.tokens); i++ {
		if r.is(lNo, i) || r.is(lCorrection, i) || r.is(lNegation, i) || r.valueOf(lNameCue, i) == "maybe" && r.beyond(lNameCue, i, i+1) {
			return true
		}
		if r.polite[i] && i == from && !r.tokens[i].used && r.tokens[i].word == "sorry" {
			return true
		}
	}
	return false
}

// eitherBetween reports whether what stands between two tokens leaves open which of both
// is meant: "LS6 3HN or LS6 3NH".
func (r *reading) eitherBetween(from, to int) bool {
	for i := from; i < to && i < len(r.tokens); i++ {
		if r.is(lEither, i) {
			return true
		}
	}
	return false
}

// outwardApart reports whether the first half of a postcode that was asked for is written
// in two: "ls 6".
func (r *reading) outwardApart(i int) bool {
	if !r.asksPlace() || i+1 == len(r.tokens) {
		return false
	}
	t, next := &r.tokens[i], &r.tokens[i+1]
	return r.text[t.end:next.start] == " " && next.number >= 0 && (t.id == 0 || r.said <= 2) && areas[strings.ToUpper(r.text[t.start:t.end])]
}

func (r *reading) findOutward() {
	s := &r.heard.Slots
	for i := range r.tokens {
		t := &r.tokens[i]
		word, cut := r.text[t.start:t.end], false
		if i+1 < len(r.tokens) && r.tokens[i+1].start == t.end {
			word, cut = r.text[t.start:r.tokens[i+1].end], true // "ls6"
		}
		if r.outwardApart(i) {
			word = r.text[t.start:r.tokens[i+1].end]
		}
		outward, ok := outwardAlone(strings.ReplaceAll(word, " ", ""))
		if !ok || t.used || r.is(lNotPostcode, i) {
			continue
		}
		sure := r.asksPlace() || r.endsAt(lPlaceCue, i) || len(outward) > 2 && i > 0 && r.tokens[i-1].capital && r.tokens[i-1].id == 0 && t.before == space && t.capital // "Handsworth B20"
		if len(area(outward)) == 2 {
			sure = sure || word == strings.ToUpper(word) || t.id == 0 || cut
		}
		if sure {
			s.Outward = outward
			r.useBytes(t.start, t.start+len(word))
			return
		}
	}
}

// fetchedAt reports whether a place is where a shop is that something is to be fetched
// from, and not where somebody lives: "from Lloyds in Headingley".
func (r *reading) fetchedAt(i int) bool {
	for k := i - 2; k > max(0, i-5) && r.tokens[k].before == space && r.tokens[k].number < 0; k-- {
		if r.valueEnding(lPlaceCue, k) == "from" {
			return true
		}
	}
	return false
}

func (r *reading) useBytes(start, end int) {
	for i := r.tokenAt(start); i < len(r.tokens) && r.tokens[i].start < end; i++ {
		r.tokens[i].used = true
	}
}

// tokenAt is the token that a byte of the text is in, or the next one.
func (r *reading) tokenAt(b int) int {
	return sort.Search(len(r.tokens), func(i int) bool { return r.tokens[i].end > b })
}

// valueOf is the value of the phrase of a list that begins at a token.
func (r *reading) valueOf(l listID, i int) string {
	if h, ok := r.hitAt(l, i); ok {
		return h.value
	}
	return ""
}

// valueEnding is the value of the phrase of a list that ends before a token.
func (r *reading) valueEnding(l listID, i int) string {
	if !r.has(l) {
		return ""
	}
	for from := max(0, i-4); from < i; from++ {
		for k := r.at[from]; k < r.at[from+1]; k++ {
			if h := &r.hits[k]; h.list == l && h.to == i && h.from >= 0 {
				return h.value
			}
		}
	}
	return ""
}

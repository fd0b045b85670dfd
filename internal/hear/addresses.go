package hear

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// findAddress looks for "12 Ash Rd" and "flat 3, 12 Elm Court". A number with a word
// after it may be anything: what is between it and the street must be a name.
func (r *reading) findAddress() {
	if r.c.Asked == "adult" {
		return
	}
	for i := range r.tokens {
		if r.tokens[i].used {
			continue
		}
		if from, end := r.addressAt(i); end > from {
			r.address(from, end)
			r.flatAfterPostcode(end)
			r.furtherHomes(end)
			return
		}
	}
	if r.c.Asked == "address" && !r.has(lSamePlace) {
		r.addressAsAsked()
	}
}

// furtherHomes looks for the addresses after the first: "mum is at 3 Low Lane and nan at 5
// High St".
func (r *reading) furtherHomes(i int) {
	for ; i < len(r.tokens); i++ {
		if r.tokens[i].used {
			continue
		}
		from, end := r.addressAt(i)
		if end <= from {
			continue
		}
		if home := r.raw(from, end); r.ownOrShop(from) {
			r.heard.Slots.Address = cmp.Or(r.heard.Slots.Address, home)
		} else {
			r.heard.Slots.Homes = append(r.heard.Slots.Homes, home)
		}
		r.use(from, end)
		i = end - 1
	}
}

// ownOrShop reports whether an address is where the sender is, or something is to be
// fetched: "I'm at 33 Ash Rd", "boots, 4 Otley Rd".
func (r *reading) ownOrShop(i int) bool {
	return r.endsAt(lOwnOrShop, i) || i > 0 && r.endsAt(lOwnOrShop, i-1)
}

// address puts what is between two tokens into the slots.
func (r *reading) address(from, end int) {
	text := r.raw(from, end)
	if from+2 < end && r.negated(from+2) && r.houseNumber(from) && r.houseNumber(from+2) {
		text = r.raw(from, from+1) + " " + r.raw(from+3, end) // "41 not 14 Glebe Terrace"
	}
	r.heard.Slots.Address = strings.TrimRight(mendDigits(text), " ,.")
	r.use(from, end)
}

// flatAfterPostcode takes in a flat that stands behind all else, from a token on that the
// address ends before: "12 Ash Rd LS6 2AB flat 3".
func (r *reading) flatAfterPostcode(i int) {
	from := i
	for i < len(r.tokens) && r.tokens[i].used {
		i++
	}
	if flat, ok := r.hitAt(lFlat, i); ok && i > from && r.flatNumber(flat.to) {
		r.heard.Slots.Address += ", " + r.raw(i, flat.to+1)
		r.use(i, flat.to+1)
	}
}

// addressAt reads an address that begins at a token; end is the same if there is none.
func (r *reading) addressAt(i int) (from, end int) {
	if flat, ok := r.hitAt(lFlat, i); ok && r.flatNumber(flat.to) {
		return i, r.afterFlat(flat.to + 1)
	}
	if !r.houseNumber(i) || r.clockOrCount(i) || r.offerNumber(i) {
		return i, i
	}
	from = i
	if i > 0 && r.houseNumber(i-1) && r.text[r.tokens[i-1].end:r.tokens[i].start] == "/" {
		from = i - 1 // "6/8 Lovell Park Rd"
	}
	if r.negated(i) && !(r.c.Asked == "address" && r.is(lNo, i-1)) { // "no 41 Ash Rd" is its number
		if i < 2 || !r.houseNumber(i-2) {
			return i, i
		}
		from = i - 2 // "41 not 14 Glebe Terrace"
	}
	end = r.streetEnd(i + 1)
	if end < 0 {
		end = r.namedEnd(i + 1)
	}
	if end < 0 || r.hourAndName(i, end) {
		return i, i
	}
	if flat, ok := r.hitAt(lFlat, end); ok && r.flatNumber(flat.to) {
		return from, flat.to + 1 // "148 Hyde Park Road, flat 2"
	}
	return r.building(from), r.locality(end)
}

// afterFlat is the end of an address that begins with a flat and its number, which
// end before a token: "flat 3, 12 Elm Court", "Room 14, Hope House", "flat 2".
func (r *reading) afterFlat(i int) int {
	if i+1 < len(r.tokens) && r.houseNumber(i) && r.text[r.tokens[i-1].end:r.tokens[i].start] == "/" {
		i++ // "flat 2/1"
	}
	j := i
	if j < len(r.tokens) && r.houseNumber(j) && r.tokens[j].before != sentence {
		j++
	}
	if end := r.streetEnd(j); end > 0 {
		return r.locality(end)
	}
	for j = i; j < len(r.tokens) && j < i+4 && r.tokens[j].capital && !r.tokens[j].used && r.tokens[j].before != sentence; j++ {
		if r.is(lNameCue, j) || r.is(lTextOnly, j) || r.is(lFirstName, j) || r.titled(j) {
			break
		}
	}
	return j
}

// building takes in the name of a house before its number: "Highfield House, 3 Park Row".
func (r *reading) building(i int) int {
	if i < 2 || r.tokens[i].before != comma || !r.is(lStreet, i-1) {
		return i
	}
	from := i - 1
	for from > 0 && r.tokens[from].before == space && r.tokens[from-1].capital && !r.tokens[from-1].used && from > i-4 {
		from--
	}
	if r.tokens[from].capital && from < i-1 && r.tokens[from].before == sentence && !r.namesakeOfStreet(from, i) {
		return from
	}
	return i
}

// namesakeOfStreet reports whether a span is somebody with a surname that streets have
// too: "Joan Hill", but not "Victoria House".
func (r *reading) namesakeOfStreet(from, to int) bool {
	for i := from; i < to-1; i++ {
		if r.is(lFirstName, i) || r.titled(i) {
			return r.valueOf(lStreet, to-1) != ofHouses
		}
	}
	return false
}

// hourAndName reports whether a number and what seems its street are an hour and whoever
// writes: "by 7, Stan Wood 3 Elm St".
func (r *reading) hourAndName(i, end int) bool {
	return r.namesakeOfStreet(i+1, end) && (r.houseNumber(end) && r.streetEnd(end+1) > 0 || r.tokens[i+1].before != space && r.endsAt(lTimeCue, i))
}

// ofHouses is the value of words that houses are called, and hardly anybody: "House".
const ofHouses = "house"

// houseNumber reports whether a token is "12", "12b", "12-14", or "1O1" with a letter
// for a digit.
func (r *reading) houseNumber(i int) bool {
	if i < 0 || i >= len(r.tokens) {
		return false
	}
	t := r.tokens[i]
	w := r.text[t.start:t.end]
	n := 0
	for n < len(w) && (isDigit(w[n]) || n > 0 && n+1 < len(w) && isDigit(w[n+1]) && digit(w[n]&^0x20) != w[n]&^0x20) {
		n++
	}
	return n > 0 && n <= 4 && len(w)-n <= 1 && (len(w) == n || w[n]|0x20 != 's')
}

// flatNumber reports whether a token numbers a flat: "3", "2b", "C".
func (r *reading) flatNumber(i int) bool {
	if r.houseNumber(i) {
		return r.tokens[i].before == space && !r.clockOrCount(i)
	}
	return i < len(r.tokens) && r.tokens[i].before == space && r.tokens[i].capital && r.tokens[i].end-r.tokens[i].start == 1 && !r.tokens[i-1].shouted(r.text) && r.tokens[i].word != "i"
}

// mendDigits puts right "1O1" and "4l6".
func mendDigits(text string) string {
	b := []byte(text)
	for i := 1; i+1 < len(b); i++ {
		if isDigit(b[i-1]) && isDigit(b[i+1]) {
			switch b[i] {
			case 'O', 'o':
				b[i] = '0'
			case 'I', 'l':
				b[i] = '1'
			}
		}
	}
	return string(b)
}

// offerNumber reports whether a number is that of a live offer.
func (r *reading) offerNumber(i int) bool {
	if r.c.Asked == "kinds" {
		return !r.followedByName(i + 1)
	}
	return slices.Contains(r.c.Offers, r.tokens[i].number)
}

func (r *reading) followedByName(i int) bool { return i < len(r.tokens) && r.tokens[i].capital }

// clockOrCount reports whether a number is a time or counts something: "2pm", "3rd",
// "10 mins".
func (r *reading) clockOrCount(i int) bool {
	if i+1 >= len(r.tokens) {
		return false
	}
	joined := r.tokens[i].end == r.tokens[i+1].start
	return joined || r.is(lUnit, i+1)
}

// streetEnd is the token after "Ash Rd", if a street's name begins at a token; else -1.
func (r *reading) streetEnd(i int) int {
	if i < len(r.tokens) && r.tokens[i].before == comma && !r.tokens[i].capital {
		return -1 // "she's 84, perfectly well"
	}
	for j := i; j < len(r.tokens) && j <= i+4; j++ {
		saint := j > i && r.tokens[j-1].word == "st" && r.text[r.tokens[j-1].end:r.tokens[j].start] == ". "
		if r.tokens[j].used || r.tokens[j].before == sentence && !saint || j > i && r.tokens[j].before == comma {
			return -1
		}
		if saint || r.tokens[j].word == "st" && j == i && j+1 < len(r.tokens) && r.tokens[j+1].capital {
			continue // "9 St. Michael's Villas"
		}
		if h, ok := r.hitAt(lStreet, j); ok && j > i {
			for more := true; more && h.to < len(r.tokens) && r.tokens[h.to].before == space; {
				var next hit
				if next, more = r.hitAt(lStreet, h.to); more {
					h = next // "Grove Road": the road ends it
				}
			}
			if r.isThe(j-1) && !r.streetStands(h.to) {
				return -1 // "2 the way things are"
			}
			return h.to
		}
		if !r.inStreetName(j) && !(r.isThe(j) && r.is(lStreet, j+1)) {
			return -1
		}
	}
	return -1
}

func (r *reading) isThe(i int) bool { return r.tokens[i].word == "the" }

// streetStands reports whether nothing after a street says that it was none.
func (r *reading) streetStands(i int) bool {
	return i >= len(r.tokens) || r.tokens[i].used || r.tokens[i].before != space || r.tokens[i].capital || r.c.Asked == "address"
}

// inStreetName reports whether a word can be in the name of a street. Small common
// words cannot, unless they are written with a capital.
func (r *reading) inStreetName(j int) bool {
	t := r.tokens[j]
	if t.capital && !t.shouted(r.text) {
		return !r.is(lTimeCue, j) || t.id != 0
	}
	w := r.text[t.start:t.end]
	return utf8.RuneCountInString(w) > 1 && !r.houseNumber(j) && t.number < 0 &&
		!r.is(lConnector, j) && !r.is(lAfterNo, j) && !r.is(lRange, j) && !r.is(lNegation, j) && !r.is(lUnit, j) && !r.is(lTimeCue, j) &&
		!r.is(lDay, j) && !r.is(lDayWord, j) && !r.is(lKindWord, j) && !r.is(lWeakYes, j) && !r.is(lUnsure, j)
}

// namedEnd is the end of a name without a word for street, if a postcode follows it
// ("12 Heol Fawr, Llandeilo, SA19 6NP") or nothing does ("22 Moorside."); else -1.
func (r *reading) namedEnd(i int) int {
	j, strange := i, false
	for j < len(r.tokens) && j < i+5 && r.tokens[j].capital && !r.tokens[j].used && r.tokens[j].before != sentence && !r.tokens[j].shouted(r.text) {
		strange = strange || r.tokens[j].id == 0
		j++
	}
	if j == i {
		return -1
	}
	postcode := j < len(r.tokens) && r.tokens[j].used && r.tokens[j].before != sentence
	if j-i > 1 && postcode {
		return j // "5 Bank Top, LS27 8AB"
	}
	if !strange {
		return -1
	}
	alone := r.tokens[i-1].before == sentence && j-i <= 2 && (j == len(r.tokens) || r.tokens[j].before == sentence)
	if postcode || alone && !r.offered() {
		return j
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

// addressAsAsked takes the answer for the address when that was asked, if it has a
// number or the name of a street or house, and is no yes, no or question.
func (r *reading) addressAsAsked() {
	from := r.firstSaid()
	for from < len(r.tokens) && (r.opensAddress(from) || r.tokens[from].used || r.polite[from]) {
		from++
	}
	if from >= len(r.tokens) || r.addressRefused(from) {
		return
	}
	to, numbered, named := from, false, 0
	for i := from; i < len(r.tokens) && !r.tokens[i].used && !r.polite[i] && (r.tokens[i].before != sentence || i < from+2); i++ {
		t := r.tokens[i]
		numbered = numbered || r.houseNumber(i) && !r.clockOrCount(i)
		switch {
		case r.is(lStreet, i) && i > from && r.inStreetName(i-1):
			named += 2
		case t.capital && i > from && !r.is(lAfterNo, i), r.is(lFlat, i):
			named++
		}
		to = i + 1
	}
	for to > from && (r.is(lNo, to-1) || r.is(lConnector, to-1)) {
		to--
	}
	if to-from > 1 && to-from < 14 && (numbered || named > 1) {
		r.address(from, to)
	}
}

// opensAddress reports whether a token is of the words before an address: "its", "at".
func (r *reading) opensAddress(i int) bool {
	return r.is(lPlaceCue, i) && !r.tokens[i].capital || r.is(lNameCue, i) && !r.is(lPlaceCue, i+2) && r.heldBy(lNameCue, i)
}

// heldBy reports whether the phrase of a list at a token is one word long.
func (r *reading) heldBy(l listID, i int) bool {
	h, ok := r.hitAt(l, i)
	return ok && h.to == i+1
}

// addressRefused reports whether an answer is a yes, a no, a question or a remark.
func (r *reading) addressRefused(i int) bool {
	first, _ := utf8.DecodeRuneInString(r.text[r.tokens[i].start:])
	return strings.HasSuffix(strings.TrimSpace(r.text), "?") || r.answerAt(i) || r.is(lQuestion, i) || r.is(lNegation, i) || r.is(lNotWanted, i) ||
		r.is(lAfterNo, i) && !r.is(lStreet, i+1) && !unicode.IsDigit(first)
}

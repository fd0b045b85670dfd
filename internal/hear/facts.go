package hear

import (
	"slices"
	"strings"
)

// facts fills the slots: what the text tells, whatever it is for.
func (r *reading) facts() {
	r.findPhone()
	r.findPostcode()
	r.findAge()
	r.findAddress()
	r.findName()
	r.times()
	r.kinds()
	s := &r.heard.Slots
	s.Transport = r.values(lTransport)
	s.Languages = r.values(lLanguageName)
	s.Checks = r.values(lCheck)
	if slices.ContainsFunc(s.Checks, func(c string) bool { return c == "dbs_basic" || c == "dbs_standard" || c == "dbs_enhanced" }) {
		s.Checks = slices.DeleteFunc(s.Checks, func(c string) bool { return c == "dbs" })
	}
	s.TextOnly = r.has(lTextOnly)
	s.Call = r.unusedHit(lCall) && !s.TextOnly
	for _, h := range r.hits {
		if h.from >= 0 && h.list == lOutcome {
			value := h.value
			if value == "well" && r.negated(h.from) {
				value = "badly" // "not very well"
			}
			// what went wrong outweighs what went well
			if s.Outcome == "" || s.Outcome == "well" {
				s.Outcome = value
			}
		}
	}
	if h, ok := r.first(lTopic); ok {
		s.Topic = h.value
	}
	r.bareNumber()
	for _, h := range r.hits {
		if h.from >= 0 && h.list == lWhose && (s.Whose == "" || h.value == string(TheyDied)) {
			s.Whose = Whose(h.value) // a death outweighs whose the phone is
		}
	}
	s.Rest = r.unused(0)
}

// unusedHit reports whether a list has a phrase that is no part of another fact:
// "call me", but not in "call me Bex" or "a phone call once a week".
func (r *reading) unusedHit(l listID) bool {
	for i := range r.tokens {
		h, ok := r.hitAt(l, i)
		if !ok || r.tokens[i].used || r.tokens[h.to-1].used {
			continue
		}
		if most, _ := r.covering(lKindWord, i); most <= h.to-h.from {
			return true
		}
	}
	return false
}

// values are the values of a list that the text names and does not refuse.
func (r *reading) values(l listID) (out []string) {
	if !r.has(l) {
		return nil
	}
	covered := 0
	for i := range r.tokens {
		h, ok := r.hitAt(l, i)
		if !ok || i < covered || r.tokens[i].used || r.negated(i) {
			continue
		}
		covered = h.to // "van driver" is a van
		if !slices.Contains(out, h.value) {
			out = append(out, h.value)
		}
	}
	return out
}

// findPhone looks for a phone number: ten or eleven digits from 0, or from +.
func (r *reading) findPhone() {
	for i := 0; i < len(r.text); i++ {
		c := r.text[i]
		if c != '0' && c != '+' || i > 0 && isDigit(r.text[i-1]) {
			continue
		}
		digits := make([]byte, 0, 16)
		end := i
		for j := i; j < len(r.text) && len(digits) < 16; j++ {
			if isDigit(r.text[j]) {
				digits = append(digits, r.text[j])
				end = j + 1
			} else if strings.IndexByte(" -()+", r.text[j]) < 0 || r.text[j] == '+' && j > i {
				break
			}
		}
		number := string(digits)
		switch {
		case c == '+' && len(number) >= 10 && len(number) <= 15:
			number = "+" + strings.Replace(number, "440", "44", 1)
		case c == '0' && strings.HasPrefix(number, "0044") && len(number) >= 13:
			number = "+" + number[2:]
		case c == '0' && (len(number) == 10 || len(number) == 11) && number[1] != '0':
			number = "+44" + number[1:]
		default:
			continue
		}
		if r.heard.Slots.OtherNumber == "" {
			r.heard.Slots.OtherNumber = number
		}
		r.useBytes(i, end)
		i = end
	}
}

// findAge looks for how old somebody says they are.
func (r *reading) findAge() {
	s := &r.heard.Slots
	for i := range r.tokens {
		t := r.tokens[i]
		if t.used {
			continue
		}
		n, next, ok := r.number(i)
		if !ok || n != float64(int(n)) {
			continue
		}
		age := int(n)
		unit, said := r.hitAt(lAgeUnit, next)
		cue := r.endsAt(lAgeCue, i) && r.ends(next)
		if said {
			next = unit.to
			said = r.endsAt(lAgeCue, i) || i == 0 || r.tokens[i].before != space || r.polite[i-1]
		}
		if r.c.Asked == "adult" && age >= 1900 && age <= r.c.Now.Year() {
			// a year alone leaves it open whether the birthday has been
			age = r.c.Now.Year() - age - 1
			if age == 17 {
				continue
			}
			cue = true
		}
		bare := r.c.Asked == "adult" && r.said <= 4 && r.ends(next) && r.beginsAnswer(i) // not "mum of 3"
		if age < 3 || age > 115 || !(cue || said || bare) {
			continue
		}
		if s.Age == 0 || age < s.Age {
			s.Age = age
		}
		r.timed(i, next)
	}
}

// beginsAnswer reports whether a token is the first of the text or of a clause, or
// follows a courtesy, a yes or a no.
func (r *reading) beginsAnswer(i int) bool {
	return i == 0 || r.tokens[i].before != space || r.polite[i-1] || slices.ContainsFunc(marked, func(l listID) bool { return r.endsAt(l, i) })
}

// ends reports whether nothing before a token needs what follows: "im 24, LS6" and
// "im 24 from Leeds", but not "im 5 doors down" and "im 10 mins away".
func (r *reading) ends(i int) bool {
	if i >= len(r.tokens) {
		return true
	}
	if r.text[r.tokens[i].start-1] == '/' || r.is(lUnit, i) || r.is(lAmPm, i) {
		return false
	}
	return r.tokens[i].before != space || r.polite[i] || r.is(lAgeUnit, i) || r.is(lConnector, i) || r.is(lPlaceCue, i) || r.is(lAfterNo, i) || r.tokens[i].used
}

// kinds finds the kinds of task that the text names and does not refuse.
func (r *reading) kinds() {
	if len(r.c.Kinds) == 0 {
		return
	}
	s := &r.heard.Slots
	line := r.line()
	var refused []string
	named := func(id string, i int) {
		if r.tokens[i].used || r.within(i) || r.inside(lNotKind, i) || r.otherKind(id, i) {
			return // "call me Jo"
		}
		if r.negated(i) && !r.inside(lNeed, i) { // "no milk" asks for it
			refused = append(refused, id)
		} else if !slices.Contains(s.Kinds, id) {
			s.Kinds = append(s.Kinds, id)
		}
	}
	for _, k := range r.c.Kinds {
		for _, w := range k.Words {
			if i := line.find(w); i >= 0 {
				named(k.ID, i)
			}
		}
	}
	for i := range r.tokens {
		for k := r.at[i]; k < r.at[i+1]; k++ {
			if h := r.hits[k]; h.from >= 0 && h.list == lKindWord {
				for _, kind := range r.c.Kinds {
					if kind.ID == h.value {
						named(kind.ID, i)
					}
				}
			}
		}
	}
	if r.c.Asked == "kinds" {
		refused = append(refused, r.kindsByNumber()...)
		if r.has(lAnything) && (len(s.Kinds) == 0 || len(refused) > 0) || len(s.Kinds) == 0 && len(refused) > 0 {
			s.Kinds = nil
			for _, k := range r.c.Kinds {
				s.Kinds = append(s.Kinds, k.ID)
			}
		}
	}
	s.Kinds = slices.DeleteFunc(s.Kinds, func(id string) bool { return slices.Contains(refused, id) })
}

// inPhrase reports whether a token is inside a phrase of several words.
func (r *reading) inPhrase(i int) bool {
	for k := r.at[max(0, i-longest)]; k < r.at[i+1]; k++ {
		if h := r.hits[k]; h.from >= 0 && h.to > i && h.to-h.from > 1 && h.list != lChoice {
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
		if h := r.hits[k]; h.from >= 0 && h.list == l && h.to > i {
			return true
		}
	}
	return false
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
		h := r.hits[k]
		if h.from < 0 || h.list != l || h.to <= i {
			continue
		}
		if n := h.to - h.from; n > most {
			most, longestOnes = n, append(longestOnes[:0], h)
		} else if n == most {
			longestOnes = append(longestOnes, h)
		}
	}
	return most, longestOnes
}

// within reports whether a token is part of a phrase that is about texts, calls or
// people, and so names no kind of help.
func (r *reading) within(i int) bool {
	for k := r.at[max(0, i-longest)]; k < r.at[i+1]; k++ {
		h := r.hits[k]
		if h.from < 0 || h.to <= i || h.to-h.from < 2 {
			continue
		}
		if most, _ := r.covering(lKindWord, i); h.list == lCall && most > h.to-h.from {
			continue // "a phone call once a week"
		}
		switch h.list {
		case lCall, lTextOnly, lOptOut, lNotOptOut, lNameCue, lWrongNumber:
			return true
		}
		if m := r.ear.lists[h.list].means; m == Person {
			return true
		}
	}
	return false
}

// kindsByNumber finds the kinds that are chosen by their numbers in the list, and
// returns those that are refused: "1, 2 and 5", "1-3", "all but 6". A number that
// is not in the list leaves it all open.
func (r *reading) kindsByNumber() (refused []string) {
	s := &r.heard.Slots
	last, no := 0, false
	for i := range r.tokens {
		n := r.listed(i)
		if n == 0 {
			continue
		}
		if n < 0 || n > len(r.c.Kinds) {
			s.Kinds = nil
			return nil
		}
		first := n
		if last > 0 && last < n && (r.dashBefore(i) || i > 0 && r.is(lRange, i-1) && r.valueOf(lRange, i-1) == "to") {
			first = last + 1
		}
		no = r.negated(i) || no && last > 0 && r.tokens[i].before == space
		for ; first <= n; first++ {
			switch id := r.c.Kinds[first-1].ID; {
			case no:
				refused = append(refused, id)
			case !slices.Contains(s.Kinds, id):
				s.Kinds = append(s.Kinds, id)
			}
		}
		last = n
	}
	return refused
}

// listed is the number at a token, if it stands as a number in a list does: 0 if
// there is none, -1 if it cannot be one of a list.
func (r *reading) listed(i int) int {
	t := r.tokens[i]
	f, next, ok := r.number(i)
	if t.number >= 0 {
		f, next = float64(t.number), i+1 // "1.3.5" is three numbers here
	}
	if !ok || t.used || t.timed {
		return 0
	}
	joined := func(k int) bool { return k >= 0 && k < len(r.tokens) && r.tokens[k].number >= 0 } // "1 or 2"
	opens := i == 0 || joined(i-2) || t.before != space || r.polite[i-1] || r.tokens[i-1].number >= 0 || t.number >= 0 && (r.negated(i) || r.is(lConnector, i-1) || r.is(lRange, i-1) || r.is(lUnsure, i-1))
	closes := next == len(r.tokens) || joined(next+1) || r.is(lTimeFiller, next) || r.tokens[next].before != space || r.polite[next] || r.is(lConnector, next) || r.is(lRange, next) || r.tokens[next].number >= 0 || r.tokens[next].timed || r.is(lWindow, next) || r.is(lUnsure, next)
	switch {
	case !opens || !closes:
		return 0
	case f != float64(int(f)) || f < 1:
		return -1
	}
	return int(f)
}

// wordLine is the words of a text in one line, to look for the organisation's own.
type wordLine struct {
	text   string
	starts []int
}

func (r *reading) line() wordLine {
	var b strings.Builder
	b.Grow(len(r.text) + 2)
	l := wordLine{starts: make([]int, len(r.tokens))}
	for i := range r.tokens {
		if i > 0 && r.tokens[i].before == sentence {
			b.WriteString(" .")
		}
		b.WriteByte(' ')
		l.starts[i] = b.Len()
		b.WriteString(r.tokens[i].word)
	}
	b.WriteByte(' ')
	l.text = b.String()
	return l
}

// find returns the token at which a word or phrase begins, in the singular or
// plural, or -1.
func (l wordLine) find(phrase string) int {
	phrase = strings.ToLower(strings.TrimSpace(strings.ReplaceAll(phrase, "'", "")))
	if phrase == "" {
		return -1
	}
	for from := 0; ; {
		k := strings.Index(l.text[from:], phrase)
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

// bareNumber takes the one number that is no part of a time, address or age, and
// what was chosen by letter or by place.
func (r *reading) bareNumber() {
	s := &r.heard.Slots
	count := 0
	for i, t := range r.tokens {
		n, next, ok := r.number(i)
		if !ok || t.used || t.timed || n != float64(int(n)) || r.is(lUnit, next) {
			continue
		}
		if t.alt != 0 && r.inPhrase(i) {
			continue // "id like 2 help"
		}
		if t.number < 0 && r.said > 2 {
			continue // "someone", "one of those"
		}
		count++
		s.Number = int(n)
	}
	if count > 1 {
		s.Number = 0
	}
	h, ok := r.first(lChoice)
	ok = ok && !r.tokens[h.from].timed && !r.tokens[h.to-1].timed // "the 3rd" is a day
	if ok && r.said > 1 && r.tokens[h.from].end-r.tokens[h.from].start == 1 && h.to == h.from+1 {
		ok = h.to == len(r.tokens) || r.tokens[h.to].before != space || r.polite[h.to]
	}
	switch {
	case ok && (r.said <= 3 || r.said <= 8 && (r.c.Asked == "lesson" || r.offered())):
		s.Choice = h.value
		if s.Number == 0 && r.c.Asked != "adult" {
			s.Number = int(h.value[0]-'A') + 1
		}
	case r.c.Asked == "lesson" && count == 1 && s.Number >= 1 && s.Number <= 4 && r.said <= 4:
		s.Choice = string(rune('A' + s.Number - 1))
	}
}

package hear

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// findAge looks for how old somebody says they are. Of several ages the youngest is
// meant: "17 but 18 in feb".
func (r *reading) findAge() {
	s := &r.heard.Slots
	for i := 0; i < len(r.tokens); {
		age, next, ok := r.ageAt(i)
		if !ok || age < 3 || age > 115 || r.tokens[i].used {
			i++
			continue
		}
		if s.Age == 0 || age < s.Age {
			s.Age = age
		}
		r.timed(i, next)
		i = next
	}
}

// ageAt reads an age at a token. One that is to come is a year too high.
func (r *reading) ageAt(i int) (age, next int, ok bool) {
	n, next, ok := r.number(i)
	if !ok || n != float64(int(n)) {
		return 0, i, false
	}
	age = int(n)
	if r.c.Asked == "adult" && age >= 1900 && age <= r.c.Now.Year() {
		age, ok = r.bornIn(i, age)
		return age, next, ok
	}
	unit, said := r.hitAt(lAgeUnit, next)
	adult := r.c.Asked == "adult" && !r.is(lUnit, next) && !r.is(lAmPm, next) && r.valueOf(lTimeCue, next+1) != ago && (age >= fewestWithWords || r.ends(next))
	turned := r.valueEnding(lTimeCue, i) == past
	cue := r.endsAt(lAgeCue, i) && (r.ends(next) && (!turned || adult || r.endsAt(lAgeCue, i-1)) || adult)
	if said {
		next = unit.to
		said = r.endsAt(lAgeCue, i) || i == 0 || r.tokens[i].before != space || r.polite[i-1]
	}
	if !cue && !said && (!adult || !r.beginsAnswer(i)) {
		return age, next, false // "mum of 3"
	}
	if r.toCome(i, next) {
		age--
	}
	return age, next, true
}

// fewestWithWords is the least number that is taken for an age when other words
// follow: "yes 3 kids" counts something else.
const fewestWithWords = 10

// toCome reports whether an age is said of a day that is to come: "18 in march".
func (r *reading) toCome(i, next int) bool {
	if next >= len(r.tokens) || r.valueEnding(lTimeCue, i) == past || r.endsAt(lAgeCue, i) && r.is(lAgeUnit, next) {
		return false
	}
	j := next
	for j < len(r.tokens) && (r.valueOf(lTimeCue, j) == "on" || r.valueOf(lTimeCue, j) == "in" || r.is(lTimeFiller, j)) {
		j++
	}
	if j < len(r.tokens) && (r.tokens[j].word == "next" || r.is(lMonth, j)) {
		return true
	}
	if day, _, ok := r.date(j); ok {
		return day.After(r.c.Now)
	}
	_, _, ok := r.duration(j)
	return ok && j > next
}

// bornIn is the age of somebody born in a year. Without the day it may be that or a
// year more: it is no answer where that decides whether they are of age.
func (r *reading) bornIn(i, year int) (age int, ok bool) {
	now := r.c.Now
	age = now.Year() - year
	birthday := time.Time{}
	if h, named := r.hitAt(lMonth, i-1); i > 0 && named {
		m, _ := strconv.Atoi(h.value)
		birthday = time.Date(now.Year(), time.Month(m), 28, 0, 0, 0, 0, now.Location())
	} else if i > 1 && r.tokens[i-1].number >= 1 && r.tokens[i-1].number <= 12 && r.tokens[i-2].number >= 1 {
		birthday = time.Date(now.Year(), time.Month(r.tokens[i-1].number), r.tokens[i-2].number, 0, 0, 0, 0, now.Location())
	}
	switch {
	case birthday.IsZero():
		age--
		return age, age != 17
	case birthday.After(now):
		age--
	}
	return age, true
}

// ageAfterName looks for an age that follows a name: "Ken, 81", "Ngozi, 52, LS8".
func (r *reading) ageAfterName() {
	s := &r.heard.Slots
	if s.Age > 0 || s.Name == "" {
		return
	}
	for i := 1; i < len(r.tokens); i++ {
		t := r.tokens[i]
		if t.used || t.number < fewestWithWords || t.number > 115 || !r.tokens[i-1].used || t.before == sentence || !strings.HasSuffix(s.Name, r.raw(i-1, i)) {
			continue
		}
		if i+1 == len(r.tokens) || r.tokens[i+1].used || r.tokens[i+1].before != space || r.is(lPlaceCue, i+1) || r.is(lRange, i+1) {
			s.Age = t.number
			r.timed(i, i+1)
		}
		return
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
	return r.tokens[i].before != space || r.polite[i] || r.is(lAgeUnit, i) || r.is(lRange, i) || r.is(lConnector, i) || r.is(lPlaceCue, i) || r.is(lAfterNo, i) || r.tokens[i].used || r.asksOrOffers(i)
}

// asksOrOffers reports whether words that ask or offer something begin at a token:
// "im 15 can i help".
func (r *reading) asksOrOffers(i int) bool {
	for k := r.at[i]; k < r.at[i+1]; k++ {
		if h := &r.hits[k]; h.from >= 0 && slices.Contains([]Meaning{Need, Join, Question}, r.ear.lists[h.list].means) {
			return true
		}
	}
	return false
}

// theirAge reports whether a number is said to be the age of somebody else.
func (r *reading) theirAge(i, next int) bool {
	n := r.tokens[i].number
	return n >= fewestWithWords && n <= 115 && r.endsAt(lTheirAge, i) && r.ends(next)
}

// tellsOfOld reports whether somebody else's age is said, and it is one at which the cold
// is a danger.
func (r *reading) tellsOfOld() bool {
	if !r.has(lTheirAge) {
		return false
	}
	for i := range r.tokens {
		if r.tokens[i].number >= old && r.theirAge(i, i+1) {
			return true
		}
	}
	return false
}

// old is the age from which a home without heating is a danger, whoever tells of it.
const old = 75

package hear

import (
	"strconv"
	"strings"
	"time"
)

// What a number is put right of, as topics are named.
const (
	topicAddress = "address"
	topicTime    = "time"
)

// putRight hears what a number is put in place of, where a text says no more than that:
// "its 41 not 14" of their house or of the hour by which they need something.
func (r *reading) putRight() {
	s := &r.heard.Slots
	if s.Outward != "" || s.Address != "" && !r.onlyNumber() {
		return
	}
	is, of, ok := r.instead()
	switch {
	case !ok:
		return
	case of == 0: // the one number that they name, asked for the house
		of = houseOf(r.c.Address)
		if r.c.Asked != "address" || of == 0 {
			return
		}
	}
	address, house := anotherHouse(r.c.Address, of, is)
	by, hour := r.anotherHour(of, is)
	switch {
	case house && !hour:
		s.Address, r.righted = address, topicAddress
	case hour && !house:
		if s.By, r.righted = by, topicTime; r.c.From.Equal(r.c.By) {
			s.From, s.By, s.At = by, time.Time{}, true
		}
	}
}

// sameTime hears "tuesday, same time" as the hour that they had named.
func (r *reading) sameTime() {
	s, had := &r.heard.Slots, r.c.By
	whole := s.From.Hour() == FirstHour && s.By.Hour() == LastHour && midnight(s.From, 0).Equal(midnight(s.By, 0))
	if had.IsZero() || !whole || !r.has(lSameTime) {
		return
	}
	at := time.Date(s.By.Year(), s.By.Month(), s.By.Day(), had.Hour(), had.Minute(), 0, 0, s.By.Location())
	if s.From, s.By = (time.Time{}), at; r.c.From.Equal(had) {
		s.From, s.By, s.At = at, time.Time{}, true
	}
}

// onlyNumber reports whether the address of a text is a number with a word before it at
// the most, and neither a street nor a flat: "number 41".
func (r *reading) onlyNumber() bool {
	used, house := 0, false
	for i := range r.tokens {
		if !r.tokens[i].used {
			continue
		}
		if used++; used > 2 || r.is(lFlat, i) || r.is(lStreet, i) {
			return false
		}
		house = r.houseNumber(i)
	}
	return house
}

// instead are the number that a text puts in place of another, and that other; 0 where
// the text names no other.
func (r *reading) instead() (is, of int, ok bool) {
	numbers := 0
	for i := range r.tokens {
		t := &r.tokens[i]
		if t.number < 0 || t.timed {
			continue
		}
		numbers++
		if r.negated(i) && !r.is(lNo, i-1) {
			of = t.number
			continue
		}
		is, ok = t.number, true
	}
	return is, of, ok && is != of && (numbers == 1 && of == 0 || numbers == 2 && of > 0)
}

// houseOf is the number with which an address begins, or 0.
func houseOf(address string) int {
	house, _, _ := strings.Cut(address, " ")
	n, err := strconv.Atoi(strings.TrimRight(house, ","))
	if err != nil {
		return 0
	}
	return n
}

// anotherHouse is an address with another number in place of the one that it has.
func anotherHouse(address string, of, is int) (string, bool) {
	words := strings.Fields(address)
	for i, w := range words {
		if bare := strings.TrimRight(w, ","); bare == strconv.Itoa(of) {
			words[i] = strconv.Itoa(is) + w[len(bare):]
			return strings.Join(words, " "), true
		}
	}
	return "", false
}

// anotherHour is when they need something, with another hour in place of the one that
// it has: the nearer one, of those before and after noon.
func (r *reading) anotherHour(of, is int) (time.Time, bool) {
	const half = 12
	by, s := r.c.By, &r.heard.Slots
	if by.IsZero() || !s.By.IsZero() || !s.From.IsZero() || is < 1 || is > half || by.Hour()%half != of%half || of > half {
		return time.Time{}, false
	}
	hour := is % half
	if early, late := by.Hour()-hour, hour+half-by.Hour(); max(late, -late) < max(early, -early) {
		hour += half
	}
	at := time.Date(by.Year(), by.Month(), by.Day(), hour, by.Minute(), 0, 0, by.Location())
	return at, at.After(r.c.Now)
}

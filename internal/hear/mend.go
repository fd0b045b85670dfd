package hear

import (
	"maps"
	"slices"
)

// mender finds the common word that a slip of the thumb was for. It is asked only
// about words that stand in no list and seldom in the samples, and only for the
// judges: the rules look for names in such words.
type mender struct {
	words map[string]int32    // common words, and how common
	short map[string][]string // a word with one letter left out → those that it may be from
}

const (
	// commonFrom is how often a word stands in the samples to be what was meant.
	commonFrom = 25
	// mendedFrom is how long a word must be: shorter ones are too like each other,
	// but for two letters swapped.
	mendedFrom  = 4
	swappedFrom = 3
)

func newMender(counts map[string]int) *mender {
	m := &mender{words: map[string]int32{}, short: map[string][]string{}}
	for w, n := range counts {
		if n < commonFrom || len(w) < swappedFrom || isDigit(w[0]) {
			continue
		}
		m.words[w] = int32(n)
	}
	for _, w := range slices.Sorted(maps.Keys(m.words)) {
		for i := range len(w) {
			short := w[:i] + w[i+1:]
			m.short[short] = append(m.short[short], w)
		}
	}
	return m
}

// mend returns the common word that differs from w by a letter left out, put in,
// changed, or two swapped; or w itself.
func (m *mender) mend(w string) string {
	if len(w) < swappedFrom || len(w) > 14 || isDigit(w[0]) || !isWord(w) {
		return w
	}
	best := ""
	consider := func(candidates ...string) {
		for _, c := range candidates {
			if !oneSlip(w, c) || len(w) < mendedFrom && !swapped(w, c) {
				continue
			}
			if surer := swapped(w, c); best == "" || surer && !swapped(w, best) || surer == swapped(w, best) && m.words[c] > m.words[best] {
				best = c
			}
		}
	}
	consider(m.short[w]...) // a letter left out
	var b [16]byte
	for i := range len(w) {
		short := append(append(b[:0], w[:i]...), w[i+1:]...)
		if _, ok := m.words[string(short)]; ok {
			consider(string(short)) // a letter put in
		}
		consider(m.short[string(short)]...) // one changed, or two swapped
	}
	if best == "" {
		return w
	}
	return best
}

// swapped reports whether two words are the same but for the order of letters.
func swapped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	sum := [2]int{}
	for i := range len(a) {
		sum[0] += int(a[i]) - int(b[i])
		sum[1] += int(a[i])*int(a[i]) - int(b[i])*int(b[i])
	}
	return sum == [2]int{}
}

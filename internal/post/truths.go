package post

import (
	"hash/fnv"
	"strings"
)

// Truths collects what a machine holds to be true of a document at rest, and
// of what others must say of it. Its words are for an operator, and name no
// person, number or text.
type Truths struct {
	wrong  []string
	says   []uint64
	needs  []need
	counts map[uint64]int
}

// A need is that another document says one of several things.
type need struct {
	of    string // the other document
	what  string // what is wrong if it says none
	anyOf []uint64
}

// Holds says what is wrong unless something holds within the document.
func (t *Truths) Holds(holds bool, otherwise string) {
	if !holds {
		t.wrong = append(t.wrong, otherwise)
	}
}

// Say makes a statement that another document may need.
func (t *Truths) Say(statement ...string) { t.says = append(t.says, said(statement...)) }

// Need says what is wrong unless a document stands and makes one of the
// statements (that of [Stands] when none is given).
func (t *Truths) Need(of, otherwise string, anyOf ...[]string) {
	n := need{of: of, what: otherwise}
	for _, statement := range anyOf {
		n.anyOf = append(n.anyOf, said(statement...))
	}
	if len(anyOf) == 0 {
		n.anyOf = []uint64{said(stands, of)}
	}
	t.needs = append(t.needs, n)
}

// Count adds to a sum. Over the whole store, documents and facts, each sum is
// zero.
func (t *Truths) Count(n int, of ...string) {
	if t.counts == nil {
		t.counts = map[uint64]int{}
	}
	t.counts[said(of...)] += n
}

// stands is what is said of every document.
const stands = "stands"

func said(statement ...string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(strings.Join(statement, "\x00")))
	return h.Sum64()
}

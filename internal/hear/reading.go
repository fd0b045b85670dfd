package hear

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// reading is one text while it is being understood.
type reading struct {
	ear    *Ear
	c      Context
	text   string
	tokens []token
	hits   []hit    // in order of their first token
	at     []int32  // by token: the first of its hits
	seen   []uint64 // a bit for each list that has a hit
	polite []bool   // by token: a courtesy, that says nothing more
	said   int      // tokens that are no courtesy
	heard  Heard

	spanOnly  bool      // Slots.Until is from a length of time: "2 weeks"
	inHand    bool      // the text answers by number of a task in hand
	givesUp   string    // the phrase by which the text gives up a kind of help for good: "no more dogs for me"
	righted   string    // the topic of which the text puts a number right: "its 41 not 14"
	moments   []moment  // the times that the text names, in order
	mentioned []moment  // they, before a day is shared among them
	kindsAt   []mention // the kinds of help that the text names, in order
	whileAt   int       // the token at which the text says how long, or until when
	dated     bool      // a time in the text is on some day, or after some time from now

	told  Slots     // as they were before anything was tidied out of them
	until time.Time // when OFF ends, if no more is said than the days for which it is
	start time.Time // when OFF begins, if not at once

	room
}

// room is what a reading works in. It is used again for the next.
type room struct {
	sound    []uint64  // the tokens as features see them
	thought  []thought // what the text speaks of
	features []feature
	rows     []int32
	chances  []float32
	once     once
	words    wordLine
}

var readings = sync.Pool{New: func() any { return new(reading) }}

// newReading begins to read a text. It must be freed when what was heard is taken
// from it.
func newReading(e *Ear, text string, c Context) *reading {
	r := readings.Get().(*reading)
	r.ear, r.c, r.text = e, c, text
	r.tokens = e.typing.read(r.tokens, text)
	return r
}

// free ends a reading.
func (r *reading) free() {
	if cap(r.tokens) > roomAtMost {
		return // not every text needs as much room as the longest
	}
	clear(r.hits)
	clear(r.tokens)
	*r = reading{tokens: r.tokens[:0], hits: r.hits[:0], at: r.at[:0], seen: r.seen[:0], polite: r.polite[:0], room: r.room}
	r.sound, r.thought = r.sound[:0], r.thought[:0]
	readings.Put(r)
}

// roomAtMost is how many tokens there is room for in a reading that is kept.
const roomAtMost = 2000

// Hear understands one text.
func (e *Ear) Hear(text string, c Context) Heard {
	r := e.ruled(text, c)
	defer r.free()
	r.weigh()
	r.byMistake()
	r.askIfAfraid()
	r.askIfConditional()
	r.leaveHours()
	r.heard.Meaning = answering(r.heard.Meaning, c)
	return r.heard
}

// alarmed looks for the phrases of danger in a text, and for nothing else.
func (e *Ear) alarmed(text string, c Context) Heard {
	r := newReading(e, text, c)
	defer r.free()
	r.match()
	r.danger()
	return r.heard
}

// ruled reads a text by the lists and the rules alone. What it returns must be freed.
func (e *Ear) ruled(text string, c Context) *reading {
	r := newReading(e, text, c)
	r.match()
	r.danger()
	r.facts()
	r.decide()
	return r
}

// ruledBy notes that a phrase of a list spoke.
func (r *reading) ruledBy(list, phrase string) {
	r.heard.Ruled = append(r.heard.Ruled, list)
	r.why(list + ": " + phrase)
}

func (r *reading) why(rule string) { r.heard.Why = append(r.heard.Why, rule) }

// match finds the phrases of all lists, and drops those that do not stand as
// their list asks or that an idiom cancels.
func (r *reading) match() {
	for i := range r.tokens {
		r.at = append(r.at, int32(len(r.hits)))
		r.hits = r.ear.trie.find(r.hits, r.tokens, i)
	}
	r.at = append(r.at, int32(len(r.hits)))
	r.seen = slices.Grow(r.seen, (len(r.ear.lists)+63)/64)[:(len(r.ear.lists)+63)/64]
	clear(r.seen)
	r.cancel()
	r.courtesies()
	for i := range r.hits {
		h := &r.hits[i]
		if h.from < 0 {
			continue
		}
		if !r.stands(*h) {
			h.from = -1
			continue
		}
		r.seen[h.list/64] |= 1 << (h.list % 64)
	}
}

// longest is the length in tokens of the longest phrase that is looked for when
// an idiom cancels what it overlaps.
const longest = 24

// cancel drops the hits that an "unless" phrase of their list overlaps.
func (r *reading) cancel() {
	for i := range r.hits {
		u := r.hits[i]
		if u.from < 0 || u.ending == nil || u.place != unless {
			continue
		}
		for k := r.at[max(0, u.from-longest)]; k < r.at[u.to]; k++ {
			if h := &r.hits[k]; h.list == u.list && h.place != unless && h.to > u.from {
				h.from = -1
			}
		}
	}
	for i := range r.hits {
		if r.hits[i].place == unless {
			r.hits[i].from = -1
		}
	}
}

func (r *reading) courtesies() {
	r.polite = slices.Grow(r.polite, len(r.tokens))[:len(r.tokens)]
	clear(r.polite)
	for _, h := range r.hits {
		if h.list == lCourtesy && h.from >= 0 {
			for k := h.from; k < h.to; k++ {
				r.polite[k] = true
			}
		}
	}
	for i := range r.tokens {
		if t := r.tokens[i]; t.id == 0 && !isWord(t.word) {
			r.polite[i] = true // an emoji that no list knows
		}
		if !r.polite[i] {
			r.said++
		}
	}
}

func isWord(w string) bool {
	c := w[0]
	return c < 0x80 || c >= 0xc3 && c < 0xe2 || c >= 0xe3 && c < 0xf0
}

// stands reports whether a hit stands where its list asks.
func (r *reading) stands(h hit) bool {
	switch h.place {
	case alone:
		return h.from == 0 && h.to == len(r.tokens)
	case whole:
		return r.rude(h.from, h.to) == r.said
	case ofSentence:
		from, to := h.from, h.to
		for from > 0 && r.tokens[from].before != sentence && r.polite[from-1] {
			from--
		}
		for to < len(r.tokens) && r.tokens[to].before != sentence && r.polite[to] {
			to++
		}
		return r.tokens[from].before == sentence && (to == len(r.tokens) || r.tokens[to].before == sentence)
	case atStart:
		return r.rude(0, h.from) == 0
	}
	return true
}

// rude counts the tokens in a span that are no courtesy.
func (r *reading) rude(from, to int) int {
	if to-from > longest {
		return -1
	}
	n := 0
	for i := from; i < to; i++ {
		if !r.polite[i] {
			n++
		}
	}
	return n
}

// has reports whether the text has a phrase of a list.
func (r *reading) has(l listID) bool { return r.seen[uint16(l)/64]&(1<<(uint16(l)%64)) != 0 }

// hitAt returns the longest phrase of a list that begins at a token.
func (r *reading) hitAt(l listID, i int) (best hit, ok bool) {
	if i < 0 || i >= len(r.tokens) || !r.has(l) {
		return hit{}, false
	}
	for k := r.at[i]; k < r.at[i+1]; k++ {
		if h := &r.hits[k]; h.list == l && h.from >= 0 && (!ok || h.to > best.to) {
			best, ok = *h, true
		}
	}
	return best, ok
}

// bare reports whether a token is in no phrase's beginning and no number.
func (r *reading) bare(i int) bool {
	return r.at[i] == r.at[i+1] && r.tokens[i].number < 0 && !isDigit(r.tokens[i].word[0])
}

// is reports whether a phrase of a list begins at a token.
func (r *reading) is(l listID, i int) bool {
	_, ok := r.hitAt(l, i)
	return ok
}

// endsAt reports whether a phrase of a list ends just before a token, within
// its last few words.
func (r *reading) endsAt(l listID, i int) bool {
	if !r.has(l) {
		return false
	}
	for from := max(0, i-4); from < i; from++ {
		for k := r.at[from]; k < r.at[from+1]; k++ {
			if h := &r.hits[k]; h.list == l && h.to == i && h.from >= 0 {
				return true
			}
		}
	}
	return false
}

// negated reports whether a "not" or the like stands right before a token.
func (r *reading) negated(i int) bool {
	return i < len(r.tokens) && r.tokens[i].before == space && (r.endsAt(lNegation, i) || r.endsAt(lNotWanted, i))
}

// first returns the first phrase of a list.
func (r *reading) first(l listID) (hit, bool) {
	if r.has(l) {
		for _, h := range r.hits {
			if h.from >= 0 && h.list == l {
				return h, true
			}
		}
	}
	return hit{}, false
}

// raw is what was written from one token up to another.
func (r *reading) raw(from, to int) string {
	if from >= to {
		return ""
	}
	return r.text[r.tokens[from].start:r.tokens[to-1].end]
}

// use marks tokens as part of a fact.
func (r *reading) use(from, to int) {
	for i := from; i < to; i++ {
		r.tokens[i].used = true
	}
}

// unused is the text without the tokens that were used, from a token on.
func (r *reading) unused(from int) string {
	var b strings.Builder
	for i := from; i < len(r.tokens); {
		if r.tokens[i].used {
			i++
			continue
		}
		j := i
		for j < len(r.tokens) && !r.tokens[j].used {
			j++
		}
		end := len(r.text)
		if j < len(r.tokens) {
			end = r.tokens[j].start
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strings.Trim(r.text[r.tokens[i].start:end], " \t\n,;:-"))
		i = j
	}
	return b.String()
}

package hear

import (
	"slices"
	"strconv"
	"strings"
)

// A feature is something that a text has and that can speak for a meaning or
// against it: a word, two words together, a piece of a word, a list with a phrase
// in it, what the rules took it for, what was asked. It is a hash of all that, never 0.
type feature uint32

// What a feature is about. It is hashed along with the words, so that "first
// word: no" and "no" are two.
const (
	ofBias uint64 = iota + 1
	ofWord
	ofPair
	ofSkip
	ofPiece
	ofFirst
	ofLast
	ofList
	ofRule
	ofRuleAlso
	ofAsked
	ofAskedWord
	ofAskedPair
	ofAskedList
	ofAskedRule
	ofShape
	ofSlot
	ofAskedSlot
	ofConcept
	ofConcepts
	ofNegated
	ofAskedConcept
	ofStems
	ofWordBefore
	ofWordAfter
)

// mix hashes a few numbers into one.
func mix(parts ...uint64) feature {
	h := uint64(0x9e3779b97f4a7c15)
	for _, p := range parts {
		h = (h ^ p) * 0xbf58476d1ce4e5b9
		h ^= h >> 32
	}
	return max(feature(h), 1)
}

// hashed is a string as a number (FNV-1a).
func hashed(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// Words that stand for what was recognised, so that one name or time speaks as
// another does.
var (
	hashUsed   = hashed("<fact>")
	hashTimed  = hashed("<time>")
	hashNumber = hashed("<number>")
	hashEdge   = hashed("<edge>")
)

// smallNumber is the highest number that is a word of its own: offers and
// answers have small ones.
const smallNumber = 9

// sounds are the tokens as features see them.
func (r *reading) sounds() []uint64 {
	if len(r.sound) == len(r.tokens) {
		return r.sound
	}
	r.sound = r.sound[:0]
	for i := range r.tokens {
		t := &r.tokens[i]
		s := hashNumber
		switch {
		case t.used:
			s = hashUsed
		case t.timed:
			s = hashTimed
		case t.number <= smallNumber:
			s = hashed(r.ear.meant(t))
		}
		r.sound = append(r.sound, s)
	}
	return r.sound
}

// stemmed is of how many letters the words are that endings are cut off, and stemAt is
// how many letters stay: "take", "takes" and "taken" speak as one where they stand
// beside the same word.
const (
	stemmed = 5
	stemAt  = 4
)

// stem is what a token sounds like without its ending, and whether it has one.
func (r *reading) stem(sounds []uint64, i int) (uint64, bool) {
	s, w := sounds[i], r.tokens[i].word
	if len(w) < stemmed || s == hashUsed || s == hashTimed || s == hashNumber {
		return s, false
	}
	return hashed(w[:stemAt]), true
}

// wholeFeatures appends those of the words of a text, and of what they speak of.
func (r *reading) wholeFeatures(all []feature) []feature {
	sounds := r.sounds()
	to := min(len(sounds), weighedAtMost)
	return r.conceptFeatures(r.wordFeatures(all, sounds, 0, to), r.thoughts(), 0, to)
}

// weighedAtMost is how many words of a text are weighed together. What a longer
// one says of danger is found in each of its sentences.
const weighedAtMost = 90

// negationScope is up to which word after a no or a cannot, in its clause, a word counts
// as one that is refused; fewWords is how many a text has at most whose words count as
// an answer to just what was asked.
const (
	negationScope = 5
	fewWords      = 20
)

// pieces of words of this many letters help with slips, endings and mutations; words
// that stand so often in the samples speak for themselves.
const (
	pieceOf     = 4
	shortestCut = 4 // of the words that are cut
	longestCut  = 24
	familiar    = 300
)

// wordFeatures appends the features of the words from one token up to another.
func (r *reading) wordFeatures(all []feature, sounds []uint64, from, to int) []feature {
	all = append(all, mix(ofBias))
	before, beforeThat, scope := hashEdge, hashEdge, 0
	stemBefore, cutBefore := hashEdge, false
	for i := from; i < to; i++ {
		s := sounds[i]
		all = append(all, mix(ofWord, s), mix(ofPair, before, s))
		if i > from+1 {
			all = append(all, mix(ofSkip, beforeThat, s))
		}
		stem, cut := r.stem(sounds, i)
		if i > from && (cut || cutBefore) {
			all = append(all, mix(ofStems, stemBefore, stem))
		}
		stemBefore, cutBefore = stem, cut
		if w := r.tokens[i].word; len(w) >= shortestCut && len(w) <= longestCut && s != hashUsed && s != hashTimed && s != hashNumber && r.ear.words[w] < familiar {
			all = pieces(all, w)
		}
		if scope--; i > from && r.tokens[i].before != space {
			scope = 0
		}
		if scope > 0 {
			all = append(all, mix(ofNegated, s))
		}
		if r.is(lNegation, i) || r.is(lCant, i) {
			scope = negationScope
		}
		beforeThat, before = before, s
	}
	if to > from {
		all = append(all, mix(ofPair, before, hashEdge), mix(ofFirst, sounds[from]), mix(ofLast, before))
	}
	return all
}

func pieces(all []feature, word string) []feature {
	w := "^" + word + "$"
	for i := 0; i+pieceOf <= len(w); i++ {
		all = append(all, mix(ofPiece, hashed(w[i:i+pieceOf])))
	}
	return all
}

// askedFeatures appends what was asked, and how the text looks.
func (r *reading) askedFeatures(all []feature) []feature {
	sounds := r.sounds()
	asked := hashed(r.c.name())
	all = append(all, mix(ofAsked, asked))
	if len(sounds) <= fewWords {
		before := hashEdge
		for _, s := range sounds {
			all = append(all, mix(ofAskedWord, asked, s), mix(ofAskedPair, asked, before, s))
			before = s
		}
		all = append(all, mix(ofAskedPair, asked, before, hashEdge))
	}
	for _, t := range r.thoughts() {
		all = append(all, mix(ofAskedConcept, asked, t.sound))
	}
	shape := "long"
	switch {
	case r.said <= 1:
		shape = "one"
	case r.said <= 3:
		shape = "few"
	case r.said <= 8:
		shape = "some"
	}
	all = append(all, mix(ofShape, hashed(shape)), mix(ofShape, hashed(shape), asked))
	if strings.Contains(r.text, "?") {
		all = append(all, mix(ofShape, hashed("?")), mix(ofShape, hashed("?"), asked))
	}
	return all
}

// tellNothing are lists by which no meaning is likelier.
var tellNothing = []listID{lCourtesy, lWhom, lAnother, lAtTheDoor, lOfPerson, lOfPlace, lWentElsewhere, lAsBefore, lReservation, lOwnOrShop, lAsksOfUs, lSamePerson, lByMistake, lLate, lNear, lTheirAge, lAllBut, lHoursOf, lMonthPart, lAboard}

// ruleFeatures appends what the lists and the rules made of the text.
func (r *reading) ruleFeatures(all []feature) []feature {
	asked := hashed(r.c.name())
	for i := range r.hits {
		h := &r.hits[i]
		if h.from < 0 || slices.Contains(tellNothing, h.list) || r.ear.lists[h.list].kind == WrongMedicine {
			continue
		}
		l := r.ear.lists[h.list].sound
		all = append(all, mix(ofList, l, uint64(h.place)), mix(ofAskedList, asked, l))
	}
	worry := r.heard.Worry
	if worry == WrongMedicine {
		worry = ""
	}
	rule := hashed(string(r.heard.Meaning))
	all = append(all, mix(ofRule, rule), mix(ofAskedRule, asked, rule), mix(ofRule, rule, hashed(r.heard.Danger)), mix(ofRuleAlso, hashed(worry)))
	for _, m := range r.heard.Also {
		all = append(all, mix(ofRuleAlso, hashed(string(m))))
	}
	s := &r.heard.Slots
	for _, slot := range [...]struct {
		name string
		has  bool
	}{
		{"name", s.Name != ""}, {"postcode", s.Outward != "" || s.PostcodeDoubt != ""}, {"address", s.Address != ""}, {"kinds", len(s.Kinds) > 0},
		{"number", s.Number > 0}, {"choice", s.Choice != ""}, {"when", len(s.When) > 0}, {"from", !s.From.IsZero()}, {"by", !s.By.IsZero()},
		{"until", !s.Until.IsZero()}, {"minutes", s.Minutes > 0}, {"outcome " + s.Outcome, s.Outcome != ""}, {"languages", len(s.Languages) > 0},
		{"age", s.Age > 0}, {"checks", len(s.Checks) > 0}, {"phone", s.OtherNumber != ""}, {"answers " + strconv.Itoa(len(r.heard.Answers)), len(r.heard.Answers) > 0},
	} {
		if slot.has {
			all = append(all, mix(ofSlot, hashed(slot.name)), mix(ofAskedSlot, asked, hashed(slot.name)))
		}
	}
	return all
}

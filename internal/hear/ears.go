package hear

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Ears understand texts in several languages, in whichever each is written. They
// are safe for use by many goroutines.
type Ears struct {
	ears      map[string]*Ear
	languages []string // sorted
	tongues   *judge   // tells the languages of the ears apart
	words     *vocabulary
	foreign   Foreign
	abroad    map[string]*Tongue
}

// Foreign tells which language a text is written in, of those that it knows, as
// BCP 47 has it; "" if that is not sure.
type Foreign func(text string) string

// tongueSamples is about how many samples of a language tell it from the others.
const tongueSamples = 5000

// newEars puts ears together. Foreign may be nil: then only the scripts of other
// languages are recognised.
func newEars(ears []*Ear, tongues []Tongue, foreign Foreign) (*Ears, error) {
	es := &Ears{ears: map[string]*Ear{}, foreign: foreign, abroad: map[string]*Tongue{}}
	for _, e := range ears {
		if es.ears[e.language] != nil {
			return nil, fmt.Errorf("there are two files for hearing %q", e.language)
		}
		es.ears[e.language] = e
	}
	if len(ears) == 0 {
		return nil, errors.New("there is no file for hearing")
	}
	for i := range tongues {
		t := tongues[i]
		t.prepare()
		es.abroad[t.Language] = &t
	}
	es.languages = slices.Sorted(maps.Keys(es.ears))
	return es, nil
}

// learn teaches the ears their samples, and to tell their languages from each other.
func (es *Ears) learn(ears []*Ear, samples [][]Sample) {
	own := make([]lessons, len(ears))
	for i, e := range ears {
		own[i] = e.study(samples[i])
	}
	var learning sync.WaitGroup
	for i, l := range borrowed(own) {
		learning.Go(func() { ears[i].learn(l) })
	}
	learning.Go(func() { es.tellApart(ears, samples) })
	learning.Wait()
}

// learned is what the ears have learned.
func (es *Ears) learned() learned {
	l := learned{Ears: map[string]learnedEar{}}
	for language, e := range es.ears {
		if e.judges != nil {
			l.Ears[language] = keeps(e.judges.vocabulary, e.judges.meaning, e.judges.alarm)
		}
	}
	if es.tongues != nil {
		l.Tongues = keeps(es.words, es.tongues)
	}
	return l
}

// recall has the ears know what others learned of the same samples.
func (es *Ears) recall(l learned) {
	for language, kept := range l.Ears {
		v, j := kept.gives()
		es.ears[language].judges = &judges{vocabulary: v, meaning: j[0], alarm: j[1]}
	}
	if len(l.Tongues.Judges) > 0 {
		v, j := l.Tongues.gives()
		es.words, es.tongues = v, j[0]
	}
}

// tellApart learns to tell the languages of ears from each other by samples of each.
func (es *Ears) tellApart(ears []*Ear, samples [][]Sample) {
	if len(ears) < 2 {
		return
	}
	var spoken []traits
	var classes []class
	for i, e := range ears {
		some := tongueTraits(samples[i])
		spoken = append(spoken, some...)
		classes = append(classes, slices.Repeat([]class{{kind: e.language}}, len(some))...)
	}
	v, rows, _ := numbered(spoken)
	es.words, es.tongues = v, learn(spoken, v.size(), rows, classes, 0)
}

// tongueTraits are what some of the samples of a language have that tells it. Which
// they are hangs on each alone, so that one more changes none of the others.
func tongueTraits(samples []Sample) []traits {
	every := uint64(1 + len(samples)/tongueSamples)
	some := slices.DeleteFunc(slices.Clone(samples), func(s Sample) bool { return (hashed(s.Text)>>16)%every != 0 })
	all := make([]traits, len(some))
	inParallel(len(all), func(i int) {
		text := some[i].Text
		r := newReading(anyEar, clipped(text, tongueRead), Context{})
		defer r.free()
		features := slices.Clone(r.tongueFeatures())
		all[i] = traits{features, len(features), hashed(text)}
	})
	return all
}

// Languages are those that the ears understand, sorted.
func (es *Ears) Languages() []string { return es.languages }

// Tongues are the languages that are recognised and not spoken, sorted.
func (es *Ears) Tongues() []string { return slices.Sorted(maps.Keys(es.abroad)) }

// Tongue returns what is known of a language that Goodturn does not speak.
func (es *Ears) Tongue(language string) (Tongue, bool) {
	t := es.abroad[language]
	if t == nil {
		return Tongue{}, false
	}
	return *t, true
}

// Ear returns the ear for a language, or nil.
func (es *Ears) Ear(language string) *Ear { return es.ears[language] }

// CheckExamples hears every example of every language.
func (es *Ears) CheckExamples() error {
	var wrong []error
	for _, l := range es.languages {
		for _, err := range es.ears[l].CheckExamples() {
			wrong = append(wrong, fmt.Errorf("hearing.%s.yaml: %w", l, err))
		}
	}
	return errors.Join(wrong...)
}

// anyEar reads texts before their language is known.
var anyEar = &Ear{}

// tongueRead is how many bytes of a text tell its language.
const tongueRead = 400

// tongueFeatures are what tells a text's language.
func (r *reading) tongueFeatures() []feature {
	all := r.features[:0]
	for i := range r.tokens {
		t := &r.tokens[i]
		if strings.ContainsAny(t.word, "0123456789") || !isWord(t.word) || isNamed(r.tokens, i) {
			continue
		}
		all = append(all, mix(ofWord, hashed(t.word)))
		w := "^" + t.word + "$"
		for n := 2; n <= 4; n++ {
			for k := 0; k+n <= len(w); k++ {
				all = append(all, mix(ofPiece, hashed(w[k:k+n])))
			}
		}
	}
	r.features = all
	return all
}

// isNamed reports whether a token may be a name, which is of no language: it has a
// capital, and is not the first of its sentence but for another like it.
func isNamed(tokens []token, i int) bool {
	if !tokens[i].capital {
		return false
	}
	if tokens[i].before == sentence {
		return i+1 < len(tokens) && tokens[i+1].capital && tokens[i+1].before != sentence
	}
	return true
}

func clipped(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "")
}

const (
	sureTongue  = 0.9  // of a language, from here on no other is tried
	pureTongue  = 0.97 // of a language, from here on no words of another are in it
	clearTongue = 0.9  // of a language, and of enough words, from here on there is no doubt
	clearWords  = 3
	someTongue  = 0.15 // below this a language is not tried at all
	ownLong     = 0.25 // how much likelier the person's own language is than a text says
	ownShort    = 0.7  // and than a short one says: "stop" is all that some know of a language
	shortText   = 2    // words that tell no language for sure: "y" is Welsh too
)

// Hear understands one text, in the language that it is written in. Where that is
// not sure, the person's own comes first; danger is heard in any.
func (es *Ears) Hear(text string, c Context) Heard {
	if es.tongues == nil {
		h := es.ears[es.languages[0]].Hear(text, c)
		h.Language = es.languages[0]
		return es.abroadOr(h, text, c)
	}
	p := make([]float32, len(es.tongues.classes))
	r := newReading(anyEar, clipped(text, tongueRead), c)
	r.rows = es.words.known(r.rows[:0], r.tongueFeatures(), &r.once)
	es.tongues.weigh(r.rows, p)
	telling := len(r.rows)
	r.free()
	order := slices.Clone(es.languages)
	chance := func(l string) float32 {
		k := slices.IndexFunc(es.tongues.classes, func(c class) bool { return c.kind == l })
		if telling == 0 || k < 0 {
			return 1 / float32(len(order))
		}
		return p[k]
	}
	own := c.Language
	if es.ears[own] == nil {
		own = "en"
	}
	short := len(strings.Fields(text)) <= shortText
	theirs := short && es.ears[own].knowsAll(text)
	slices.SortStableFunc(order, func(a, b string) int {
		of := func(l string) float32 {
			switch {
			case l == own && theirs:
				return 2 // "ok" is of both
			case l != own || chance(l) >= sureTongue:
				return chance(l)
			case short:
				return chance(l) + ownShort
			}
			return chance(l) + ownLong
		}
		switch x, y := of(a), of(b); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	h := es.ears[order[0]].Hear(text, c)
	h.Language, h.Clear = order[0], chance(order[0]) >= clearTongue && lettered(text) >= clearWords
	tried := 1
	if !theirs && (chance(order[0]) < sureTongue || short && h.Meaning == Unclear) {
		for _, l := range order[1:] {
			if chance(l) < someTongue && !(short && l == own) {
				break
			}
			tried++
			other := es.ears[l].Hear(text, c)
			understood := h.Meaning == Unclear && other.Meaning != Unclear && (l == own || telling > 0 && es.ears[l].knowsAll(text) && !es.ears[order[0]].leavesOpen(text, c))
			if other.Danger != "" && h.Danger == "" || understood {
				h = other
				h.Language, h.Clear = l, false
			}
		}
	}
	if h.Danger == "" && chance(order[0]) < pureTongue {
		h = es.alarmElsewhere(h, order[0], order[tried:], text, c)
	}
	return es.abroadOr(h, text, c)
}

// lettered counts the words of a text that begin with a letter and have no digit: a date,
// a number or a postcode is of no language.
func lettered(text string) int {
	n := 0
	for word := range strings.FieldsSeq(text) {
		if first, _ := utf8.DecodeRuneInString(word); unicode.IsLetter(first) && !strings.ContainsAny(word, "0123456789") {
			n++
		}
	}
	return n
}

// alarmElsewhere looks for phrases of danger of other languages: people mix them. A
// text of which the ear of its own language knows every word was weighed by that.
func (es *Ears) alarmElsewhere(h Heard, own string, languages []string, text string, c Context) Heard {
	for _, l := range languages {
		if other := es.ears[l].alarmed(text, c); other.Danger != "" && !es.ears[own].knowsAll(text) {
			h.Also = slices.DeleteFunc(append([]Meaning{h.Meaning}, h.Also...), func(m Meaning) bool { return m == Unclear })
			h.Meaning, h.Danger, h.Loud, h.Which = Danger, other.Danger, true, ""
			h.Why = append(h.Why, other.Why...)
			return h
		}
	}
	return h
}

// abroadOr hears a text that none of the ears understood as one in another
// language, if it is in one. Where hardly a word is known, what it is only likely to
// mean counts for nothing.
func (es *Ears) abroadOr(h Heard, text string, c Context) Heard {
	understood := h.Danger == "" && h.Meaning != Unclear && !foreignScript(text)
	if understood && !h.Likely {
		return h
	}
	words, strange := es.strangers(text)
	if understood && (strange < strangeEnough || (words-strange)*strangeAtLeast >= words) {
		return h
	}
	alone := words == 1 && strange == 1 && (c.Asked == "" || c.Asked == "any") && wordlike(text)
	if !foreignScript(text) && !(strange > 1 && strange*strangeAtLeast >= words) && !alone {
		return h
	}
	language := es.written(text)
	spoken, kind, phrase := es.alarmAbroad(text, language)
	switch {
	case kind != "":
	case c.Asked == "name" && foreignScript(text) && len(strings.Fields(text)) <= nameWords:
		h.Meaning, h.Slots.Name = Accept, strings.TrimSpace(text)
		h.Slots.First = h.Slots.Name
		h.Why = append(h.Why, "a name in another alphabet")
		return h
	case language == "" || h.Danger != "" || c.Asked == "name" && !foreignScript(text):
		return h
	}
	out := Heard{Meaning: Language, Language: cmp.Or(spoken, language), Slots: h.Slots}
	if t := es.abroad[out.Language]; t != nil {
		out.Slots.Languages = []string{strings.ToLower(t.Names["en"])}
	}
	out.Why = append(out.Why, "written in "+out.Language)
	if kind != "" {
		out.Meaning, out.Danger, out.Loud = Danger, kind, true
		out.Why = append(out.Why, "danger "+kind+": "+phrase)
	}
	return out
}

// alarmAbroad looks for danger in the words of a language, and of every other that
// is not spoken here when nothing is found in it: few words may tell it wrongly.
func (es *Ears) alarmAbroad(text, language string) (spoken, kind, phrase string) {
	line := tongueLine(text)
	for _, l := range append([]string{language}, es.Tongues()...) {
		if t := es.abroad[l]; t != nil {
			if kind, phrase := t.danger(line); kind != "" {
				return l, kind, phrase
			}
		}
	}
	return "", "", ""
}

// nameWords is how many words a name in another alphabet has at the most.
const nameWords = 4

const (
	// strangeAtLeast is how many words there may be for each that is strange.
	strangeAtLeast = 3
	// strangeEnough is how many strange words are more than slips.
	strangeEnough = 3
)

// strangers counts the words of a text, and those of them that stand in no list and no
// sample: it may be in another language. One word alone may be, where nothing was asked:
// a name and a slip are no words either.
func (es *Ears) strangers(text string) (words, strange int) {
	r := newReading(anyEar, clipped(text, tongueRead), Context{})
	defer r.free()
	for i, t := range r.tokens {
		if t.number >= 0 || strings.ContainsAny(t.word, "0123456789") || !isWord(t.word) || len(t.word) < 2 || isNamed(r.tokens, i) {
			continue
		}
		words++
		if !es.knows(t.word) {
			strange++
		}
	}
	return words, strange
}

// wordlike reports whether a lone word can be one, and no slip of the thumb.
func wordlike(text string) bool {
	vowels, letters := 0, 0
	for _, r := range lower(text).text {
		if unicode.IsLetter(r) {
			letters++
		}
		if strings.ContainsRune("aeiouy", r) {
			vowels++
		}
	}
	return letters > 5 && vowels*4 > letters
}

// written is the language of a text that is in none of the ears' languages; "" if
// that is not sure.
func (es *Ears) written(text string) string {
	if es.foreign == nil {
		return scriptOf(text)
	}
	language := es.foreign(clipped(text, 200))
	if language == "" {
		language = scriptOf(text)
	}
	if es.ears[language] != nil {
		return ""
	}
	return language
}

// Listed reports whether a word stands in a list of words, as [Small], in any language.
func (es *Ears) Listed(list, word string) bool {
	word = plain(word)
	return slices.ContainsFunc(es.languages, func(l string) bool { return es.ears[l].listed[list][word] })
}

// knows reports whether a word stands in some list or sample of some ear.
func (es *Ears) knows(word string) bool {
	for _, l := range es.languages {
		if es.ears[l].knows(word) {
			return true
		}
	}
	return false
}

// foreignScript reports whether most of a text's letters are of another alphabet
// than the ears' languages.
func foreignScript(text string) bool {
	letters, other := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if !unicode.Is(unicode.Latin, r) {
				other++
			}
		}
	}
	return other*2 > letters
}

// scripts are those that one language has nearly to itself in the UK.
var scripts = []struct {
	table    *unicode.RangeTable
	language string
}{
	{unicode.Gurmukhi, "pa"}, {unicode.Bengali, "bn"}, {unicode.Gujarati, "gu"}, {unicode.Tamil, "ta"}, {unicode.Hangul, "ko"}, {unicode.Hiragana, "ja"},
	{unicode.Katakana, "ja"}, {unicode.Han, "zh"}, {unicode.Ethiopic, "ti"}, {unicode.Hebrew, "he"}, {unicode.Greek, "el"}, {unicode.Thai, "th"},
	{unicode.Devanagari, "hi"}, {unicode.Arabic, "ar"}, {unicode.Cyrillic, "uk"}, {unicode.Armenian, "hy"}, {unicode.Georgian, "ka"},
}

func scriptOf(text string) string {
	for _, r := range text {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
			for _, s := range scripts {
				if unicode.Is(s.table, r) {
					return s.language
				}
			}
		}
	}
	return ""
}

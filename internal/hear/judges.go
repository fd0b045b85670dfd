package hear

import (
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// judges weigh what a text has. Their weights are learned from the samples.
type judges struct {
	*vocabulary
	meaning *judge // what the text means, after what was asked
	alarm   *judge // whether it speaks of danger, whatever was asked
}

// ruleless is how many samples there are for each that teaches without what the
// lists and the rules made of it, so that the words themselves are learned too. Which
// those are hangs on their words, so that one more sample does not change it for others.
const ruleless = 3

// unseen is how much in a hundred of what a sample has is kept from the judge of meanings
// in each round. The judge of danger sees all: the one word that tells of it must count.
const unseen = 40

// lessons are what samples have, and what each means.
type lessons struct {
	has   []traits
	means []class
}

// lent is how many lessons a language has for each that another is lent: nearly as much
// is learned of an eighth as of all.
const lent = 8

// study makes lessons of samples.
func (e *Ear) study(samples []Sample) lessons {
	l := lessons{has: make([]traits, len(samples)), means: make([]class, len(samples))}
	inParallel(len(samples), func(i int) { l.has[i], l.means[i] = e.traitsOf(samples[i]), samples[i].class() })
	return l
}

// borrowed gives each language that has lessons those too of the language that has the
// most: concepts and lists are the same in all, and people mix their words.
func borrowed(own []lessons) []lessons {
	most := 0
	for i, l := range own {
		if len(l.has) > len(own[most].has) {
			most = i
		}
	}
	all := slices.Clone(own)
	for i, l := range own {
		if i != most && len(l.has) > 0 {
			all[i] = l.with(own[most])
		}
	}
	return all
}

// with appends copies of what others lend.
func (l lessons) with(others lessons) lessons {
	for i, t := range others.has {
		if t.key/ruleless%lent == 0 {
			t.features = slices.Clone(t.features)
			l.has, l.means = append(l.has, t), append(l.means, others.means[i])
		}
	}
	return l
}

// learn teaches the ear lessons, which are used up.
func (e *Ear) learn(l lessons) {
	if len(l.has) == 0 {
		return
	}
	dangers := make([]class, len(l.means))
	for i, c := range l.means {
		dangers[i] = class{meaning: Unclear}
		if c.meaning == Danger {
			dangers[i].meaning = Danger
		}
	}
	v, both, alone := numbered(l.has)
	e.judges = &judges{vocabulary: v}
	var learning sync.WaitGroup
	learning.Go(func() { e.judges.meaning = learn(l.has, v.size(), both, l.means, unseen) })
	learning.Go(func() { e.judges.alarm = learn(l.has, v.size(), alone, dangers, 0) })
	learning.Wait()
}

// listen learns the words of samples, and what each means to the letter.
func (e *Ear) listen(samples []Sample) {
	e.exact = newExact(len(samples))
	var tokens []token
	for _, s := range samples {
		tokens = e.typing.read(tokens[:0], s.Text)
		for i := range tokens {
			w := tokens[i].word
			n, known := e.words[w]
			if !known {
				w = strings.Clone(w) // and not the line that it stands in
			}
			e.words[w] = n + 1
		}
		if c, err := (Context{}).Answering(s.Asked); err == nil {
			e.exact.add(exactly(c, s.Text, tokens), s)
		}
	}
	e.mender = newMender(e.words)
}

// traitsOf are the traits of a sample, for most with what the rules made of it.
func (e *Ear) traitsOf(s Sample) traits {
	key := hashed(s.Text)
	c, err := Context{Now: SampleNow(time.UTC), Kinds: e.ownKinds, Language: e.language}.Answering(s.Asked)
	if err != nil {
		panic(err) // ReadSamples has refused it
	}
	r := e.ruled(s.Text, c)
	defer r.free()
	r.features = r.wholeFeatures(r.features[:0])
	if key%ruleless != 0 {
		r.features = r.ruleFeatures(r.features)
	}
	said := len(r.features)
	r.features = r.askedFeatures(r.features)
	return traits{slices.Clone(r.features), said, key}
}

// inParallel does n independent pieces of work on every processor.
func inParallel(n int, do func(i int)) {
	var all sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		all.Go(func() {
			for i := w; i < n; i += workers {
				do(i)
			}
		})
	}
	all.Wait()
}

// exact knows what the very words of samples mean, after what was asked.
type exact struct {
	places  table[uint64] // by what exactly returns: a place in classes
	classes []class       // the first is none: readers took the text for two things
}

func newExact(samples int) exact {
	return exact{newTable[uint64](samples), []class{{}}}
}

// add notes what a sample means. An organisation's own counts before others.
func (x *exact) add(key uint64, s Sample) {
	c := s.class()
	k := slices.Index(x.classes, c)
	if k < 0 {
		k = len(x.classes)
		x.classes = append(x.classes, c)
	}
	had := x.places.at(key)
	switch {
	case had.key == 0:
		x.places.put(key, int32(k))
	case had.value != int32(k) && !s.own:
		had.value = 0
	default:
		had.value = int32(k)
	}
}

// of is what a text means to the letter, if samples say so.
func (x *exact) of(key uint64) class {
	if k, ok := x.places.get(key); ok {
		return x.classes[k]
	}
	return class{}
}

// exactly is a text, word for word, after what was asked, in a number that is not 0.
func exactly(c Context, text string, tokens []token) uint64 {
	h := hashed(c.name())
	if strings.Contains(text, "?") {
		h = ^h
	}
	for i := range tokens {
		h = (h ^ hashed(tokens[i].word)) * 0x9e3779b97f4a7c15
		h ^= h >> 29
	}
	return max(h, 1)
}

// class is what the judge is to take a sample for. Whoever is asked how long it took
// or how it went and tells, answers, whether they say again that it is done or not.
func (s Sample) class() class {
	c := class{meaning: s.Means}
	if s.Means == Done && tellsOfDone(s.Asked) {
		c.meaning = Accept
	}
	if s.Means == Danger {
		c.kind = s.Facts["kind"]
	}
	return c
}

// tellsOfDone reports whether what was asked is about a task that is done.
func tellsOfDone(asked string) bool { return asked == "minutes" || asked == "outcome" }

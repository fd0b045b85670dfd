package hear

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// A class is what a text can be taken for: a meaning, and for danger its kind.
type class struct {
	meaning Meaning
	kind    string
}

// vocabulary numbers the features that samples have.
type vocabulary struct {
	rows table[uint32]
}

// seenAtLeast is how often samples must have a feature for it to teach anything.
const seenAtLeast = 2

// distinct is about how many features samples have for each that is not among them
// already.
const distinct = 8

// traits are the features of a sample: of what it says, and after them those of what
// was asked.
type traits struct {
	features []feature
	said     int    // how many are of what it says
	key      uint64 // its text as a number
}

// numbered makes the vocabulary of some samples, and returns what each has of it, once
// each, and the part of that which is of what it says. The features are used up.
func numbered(samples []traits) (v *vocabulary, all, said [][]int32) {
	features := 0
	for _, s := range samples {
		features += len(s.features)
	}
	seen, size := newTable[uint32](features/distinct), 0
	met := make([]census, 0, features/distinct)
	for _, s := range samples {
		for i, f := range s.features {
			k, ok := seen.get(uint32(f))
			if !ok {
				k = int32(len(met))
				seen.put(uint32(f), k)
				met = append(met, census{feature: f, last: -1})
			}
			if met[k].times++; met[k].times == seenAtLeast {
				size++
			}
			s.features[i] = feature(k)
		}
	}
	v = &vocabulary{rows: newTable[uint32](size)}
	v.number(met)
	all, said = make([][]int32, len(samples)), make([][]int32, len(samples))
	var one []int32
	for i, s := range samples {
		one = one[:0]
		ofText := 0
		for n, k := range s.features {
			if n == s.said {
				ofText = len(one)
			}
			c := &met[k]
			if c.times < seenAtLeast || c.last == int32(i) {
				continue
			}
			c.last = int32(i)
			one = append(one, c.row)
		}
		if s.said == len(s.features) {
			ofText = len(one)
		}
		all[i] = slices.Clone(one)
		said[i] = all[i][:ofText]
	}
	return v, all, said
}

// number gives rows to the features that teach something. Those that samples have about
// as often stand together, the most frequent first: what is used most lies close by.
func (v *vocabulary) number(met []census) {
	for often := bits.Len32(math.MaxInt32); often > 0; often-- {
		for i := range met {
			if c := &met[i]; c.times >= seenAtLeast && bits.Len32(uint32(c.times)) == often {
				c.row = int32(v.rows.n)
				v.rows.put(uint32(c.feature), c.row)
			}
		}
	}
}

// census is what is known of a feature while a vocabulary is made.
type census struct {
	feature feature
	times   int32 // that samples have it
	last    int32 // of the samples, that had it
	row     int32
}

// size is how many features the vocabulary has.
func (v *vocabulary) size() int { return v.rows.n }

// known appends the rows of the features that the vocabulary has, each once.
func (v *vocabulary) known(rows []int32, features []feature, once *once) []int32 {
	once.begin(len(features))
	for _, f := range features {
		if once.first(f) {
			if row, ok := v.rows.get(uint32(f)); ok {
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// once tells the first of equal features from the others.
type once struct{ slots []feature }

// begin forgets all, and makes room for so many.
func (o *once) begin(features int) {
	size := 64
	for size < 2*features {
		size *= 2
	}
	if cap(o.slots) < size {
		o.slots = make([]feature, size)
		return
	}
	o.slots = o.slots[:size]
	clear(o.slots)
}

func (o *once) first(f feature) bool {
	mask := feature(len(o.slots) - 1)
	for i := f & mask; ; i = (i + 1) & mask {
		switch o.slots[i] {
		case f:
			return false
		case 0:
			o.slots[i] = f
			return true
		}
	}
}

// judge weighs the features of a text for each class. Its weights are learned
// from samples when an ear is loaded: the same samples give the same weights.
// (Multinomial logistic regression, with the steps of AdaGrad, one size for all the
// weights of a feature.)
type judge struct {
	classes []class
	weights []int16 // a row of len(classes) for each feature
	unit    float32 // what a weight of 1 is
}

const (
	learners  = 2     // that learn the samples, each in turns of its own
	rounds    = 4     // times that each learner sees each sample
	stride    = 0.22  // how far a step goes, for each class that shares in it
	shortest  = 1e-2  // what is added to how far a feature has gone, so that the first steps are short
	decay     = 2e-5  // how fast what is not confirmed is forgotten
	wellKnown = 0.99  // a sample this sure rests for a round
	certain   = 0.999 // and one this sure for good
	tooLittle = 5e-3  // a smaller correction is not worth the work
)

// learn makes a judge of samples: rows are what each has, of a vocabulary of so many,
// and classes what each is. In each round it is kept from so many in a hundred of them.
func learn(samples []traits, size int, rows [][]int32, classes []class, kept uint64) *judge {
	j := &judge{}
	is := make([]int, len(rows))
	for i, c := range classes {
		k := slices.Index(j.classes, c)
		if k < 0 {
			k = len(j.classes)
			j.classes = append(j.classes, c)
		}
		is[i] = k
	}
	l := learner{
		weights: make([]float32, size*len(j.classes)), gone: make([]float32, size),
		p: make([]float32, len(j.classes)), steps: make([]step, 0, len(j.classes)),
	}
	for turns := range uint64(learners) {
		l.learn(samples, rows, is, kept, turns)
		for i, w := range j.weights {
			l.weights[i] += float32(w) * j.unit
		}
		j.weights, j.unit = coarse(l.weights)
		clear(l.weights)
		clear(l.gone)
	}
	j.unit /= learners // the mean hangs less on who was seen first
	return j
}

// inTurn puts samples// inTurn puts samples in an order that has nothing to do with what they say: another in
// each round, and always the same, so that the weights are. One sample more leaves the
// turns of the others as they were.
func inTurn(order []int32, samples []traits, round uint64) {
	type turn struct {
		at uint64
		i  int32
	}
	turns := make([]turn, len(order))
	for k, i := range order {
		turns[k] = turn{uint64(mix(samples[i].key, round))<<32 | uint64(i), i}
	}
	slices.SortFunc(turns, func(a, b turn) int { return cmp.Compare(a.at, b.at) })
	for k, t := range turns {
		order[k] = t.i
	}
}

// coarse are weights in 16 bits, in which their sums are quick and exact, and what a
// weight of 1 is.
func coarse(weights []float32) ([]int16, float32) {
	most := float32(1e-9)
	for _, w := range weights {
		most = max(most, w, -w)
	}
	unit, scale := most/math.MaxInt16, math.MaxInt16/most
	all := make([]int16, len(weights))
	for i, w := range weights {
		all[i] = int16(int32(w*scale+math.MaxInt16+0.5) - math.MaxInt16)
	}
	return all, unit
}

// learner is a judge that learns.
type learner struct {
	weights []float32
	gone    []float32 // by feature: the squares of all steps so far
	p       []float32 // how likely each class is for the sample that was weighed
	steps   []step
	seen    []int32 // what the sample that is weighed has, but for what is kept from it
}

// learn learns what samples are, whose rows these are: round for round, in the turns that
// are its own.
func (l *learner) learn(samples []traits, rows [][]int32, is []int, kept, turns uint64) {
	order, rests := make([]int32, len(rows)), make([]int8, len(rows))
	for i := range order {
		order[i] = int32(i)
	}
	for round := range uint64(rounds) {
		round += turns * rounds
		inTurn(order, samples, round)
		for _, i := range order {
			if rests[i] > 0 {
				rests[i]--
				continue
			}
			l.seen = keptFrom(l.seen[:0], rows[i], uint64(mix(samples[i].key, round)), kept)
			l.weigh(l.seen)
			switch p := l.p[is[i]]; {
			case p > certain:
				rests[i] = rounds
			case p > wellKnown:
				rests[i] = 1
			}
			l.correct(l.seen, is[i])
		}
	}
}

// keptFrom appends the rows of a sample but for some, others in each round: whoever sees
// but part of what it says must learn from all of that, and not from what is plainest.
//
//go:norace
func keptFrom(seen, rows []int32, turn, kept uint64) []int32 {
	if kept == 0 {
		return append(seen, rows...)
	}
	n, upTo := len(seen), kept<<24/100
	seen = slices.Grow(seen, len(rows))[:n+len(rows)]
	for _, row := range rows {
		at := (turn<<32 | uint64(row)) * 0x9e3779b97f4a7c15
		at = (at ^ at>>32) * 0xbf58476d1ce4e5b9
		seen[n] = row
		n += int((upTo - 1 - at>>40) >> 63) // 1 but for what is kept: no branch, for none could be foretold
	}
	return seen[:n]
}

// step is how far the weights for a class were wrong.
type step struct {
	class int
	off   float32
}

// weigh takes a sample for what it is so far.
//
//go:norace
func (l *learner) weigh(rows []int32) {
	n, p := len(l.p), l.p
	clear(p)
	at := func(k int) []float32 { return l.weights[int(rows[k])*n:][:len(p)] }
	k := 0
	for ; k+4 <= len(rows); k += 4 { // four at a time: memory is what takes the time
		a, b, c, d := at(k), at(k+1), at(k+2), at(k+3)
		for i := range p {
			p[i] += (a[i] + b[i]) + (c[i] + d[i])
		}
	}
	for ; k < len(rows); k++ {
		for i, w := range at(k) {
			p[i] += w
		}
	}
	likely(p, scaleOf(len(rows)))
}

// correct moves the weights of what the sample has that was weighed towards the class
// that it is.
//
//go:norace
func (l *learner) correct(rows []int32, is int) {
	n, scale, all := len(l.p), scaleOf(len(rows)), float32(0)
	l.steps = l.steps[:0]
	for c, off := range l.p {
		if c == is {
			off--
		}
		if off < -tooLittle || off > tooLittle {
			off *= scale
			all += off * off
			l.steps = append(l.steps, step{c, off})
		}
	}
	far := stride * float32(math.Sqrt(float64(n)))
	for _, row := range rows {
		l.gone[row] += all
		rate := far / (shortest + float32(math.Sqrt(float64(l.gone[row]))))
		w := l.weights[int(row)*n:][:n]
		for _, s := range l.steps {
			w[s.class] -= rate * (s.off + decay*w[s.class])
		}
	}
}

// likely makes what speaks for each class how likely it is (softmax).
func likely(p []float32, scale float32) {
	most := slices.Max(p)
	sum := float32(0)
	for c := range p {
		p[c] = float32(math.Exp(float64((p[c] - most) * scale)))
		sum += p[c]
	}
	for c := range p {
		p[c] /= sum
	}
}

// evenness is how much less each feature of a text counts where there are more of
// them: with 0 long texts are louder than short ones, with 1 they are as loud.
const evenness = 0.4

// scaleOf is how much each feature of a text counts that has so many.
func scaleOf(rows int) float32 {
	if rows < len(scales) {
		return scales[rows]
	}
	return float32(math.Pow(float64(rows+1), -evenness))
}

var scales = func() (all [512]float32) {
	for rows := range all {
		all[rows] = float32(math.Pow(float64(rows+1), -evenness))
	}
	return all
}()

// weigh fills p with how likely each class is; one that was taught nothing has
// none.
func (j *judge) weigh(rows []int32, p []float32) {
	if len(p) == 0 {
		return
	}
	var room [64]int32
	n, says := len(p), append(room[:0], make([]int32, len(p))...)
	at := func(k int) []int16 { return j.weights[int(rows[k])*n:][:len(says)] }
	k := 0
	for ; k+4 <= len(rows); k += 4 {
		a, b, c, d := at(k), at(k+1), at(k+2), at(k+3)
		for i := range says {
			says[i] += (int32(a[i]) + int32(b[i])) + (int32(c[i]) + int32(d[i]))
		}
	}
	for ; k < len(rows); k++ {
		for i, w := range at(k) {
			says[i] += int32(w)
		}
	}
	for i, s := range says {
		p[i] = float32(s)
	}
	likely(p, j.unit*scaleOf(len(rows)))
}

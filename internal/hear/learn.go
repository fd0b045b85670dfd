package hear

import (
	"math"
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

// traits are the features of a sample: of what it says, and after them those of what
// was asked.
type traits struct {
	features []feature
	said     int // how many are of what it says
}

// numbered makes the vocabulary of some samples, and returns what each has of it, once
// each, and the part of that which is of what it says. The features are used up.
func numbered(samples []traits) (v *vocabulary, all, said [][]int32) {
	seen, size := newTable[uint32](1<<16), 0
	var met []census
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
			if c.last < 0 {
				c.row = int32(v.rows.n)
				v.rows.put(uint32(c.feature), c.row)
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
	weights []float32 // a row of len(classes) for each feature
}

const (
	rounds    = 3    // times that each sample is seen
	stride    = 0.16 // how far a step goes, for each class that shares in it
	shortest  = 1e-2 // what is added to how far a feature has gone, so that the first steps are short
	decay     = 2e-5 // how fast what is not confirmed is forgotten
	wellKnown = 0.97 // a sample this sure rests for a round
	tooLittle = 5e-3 // a smaller correction is not worth the work
)

// learn makes a judge: rows are what each sample has, of a vocabulary of so many,
// and classes what each is.
func learn(size int, rows [][]int32, classes []class) *judge {
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
	j.weights = make([]float32, size*len(j.classes))
	t := teacher{j, make([]float32, size), make([]step, 0, len(j.classes))}
	p := make([]float32, len(j.classes))
	order, rests := make([]int32, len(rows)), make([]bool, len(rows))
	for i := range order {
		order[i] = int32(i)
	}
	chance := uint64(1) // always the same, so that the weights are
	for range rounds {
		for i := len(order) - 1; i > 0; i-- {
			chance = chance*6364136223846793005 + 1442695040888963407
			k := int(chance>>33) % (i + 1)
			order[i], order[k] = order[k], order[i]
		}
		for _, i := range order {
			if rests[i] {
				rests[i] = false
				continue
			}
			j.weigh(rows[i], p)
			rests[i] = p[is[i]] > wellKnown
			t.correct(rows[i], is[i], p)
		}
	}
	return j
}

// teacher corrects a judge.
type teacher struct {
	*judge
	gone  []float32 // by feature: the squares of all steps so far
	steps []step
}

// step is how far the weights for a class were wrong.
type step struct {
	class int
	off   float32
}

// correct moves the weights of what a sample has towards the class that it is.
//
//go:norace
func (t *teacher) correct(rows []int32, is int, p []float32) {
	n, scale, all := len(t.classes), scaleOf(len(rows)), float32(0)
	t.steps = t.steps[:0]
	for c, off := range p {
		if c == is {
			off--
		}
		if off < -tooLittle || off > tooLittle {
			off *= scale
			all += off * off
			t.steps = append(t.steps, step{c, off})
		}
	}
	far := stride * float32(math.Sqrt(float64(n)))
	for _, row := range rows {
		t.gone[row] += all
		rate := far / (shortest + float32(math.Sqrt(float64(t.gone[row]))))
		w := t.weights[int(row)*n:][:n]
		for _, s := range t.steps {
			w[s.class] -= rate * (s.off + decay*w[s.class])
		}
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

// weigh fills p with how likely each class is.
//
//go:norace
func (j *judge) weigh(rows []int32, p []float32) {
	n := len(j.classes)
	clear(p)
	for _, row := range rows {
		w := j.weights[int(row)*n : int(row)*n+n]
		p := p[:len(w)]
		for c, x := range w {
			p[c] += x
		}
	}
	scale := scaleOf(len(rows))
	most := float32(math.Inf(-1))
	for c := range p {
		p[c] *= scale
		most = max(most, p[c])
	}
	sum := float32(0)
	for c := range p {
		p[c] = float32(math.Exp(float64(p[c] - most)))
		sum += p[c]
	}
	for c := range p {
		p[c] /= sum
	}
}

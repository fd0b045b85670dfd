package hear

import (
	"math"
	"slices"
	"sync"
)

// A class is what a text can be taken for: a meaning, and for danger its kind.
type class struct {
	meaning Meaning
	kind    string
}

// vocabulary numbers the features that samples have.
type vocabulary struct {
	rows    map[feature]int32
	scratch sync.Pool // of *marks
}

// marks tell which rows a text has already.
type marks struct {
	at    []uint32 // by row: the round in which it was seen
	round uint32
}

// seenAtLeast is how many samples must have a feature for it to teach anything.
const seenAtLeast = 2

func newVocabulary(samples ...[][]feature) *vocabulary {
	count := map[feature]int{}
	for _, all := range samples {
		for _, fs := range all {
			for _, f := range fs {
				count[f]++
			}
		}
	}
	v := &vocabulary{rows: make(map[feature]int32, len(count)/2)}
	for _, all := range samples {
		for _, fs := range all {
			for _, f := range fs {
				if _, ok := v.rows[f]; !ok && count[f] >= seenAtLeast {
					v.rows[f] = int32(len(v.rows))
				}
			}
		}
	}
	v.scratch.New = func() any { return &marks{at: make([]uint32, len(v.rows))} }
	return v
}

// known appends the rows of the features that the vocabulary has, each once.
func (v *vocabulary) known(rows []int32, features []feature) []int32 {
	m := v.scratch.Get().(*marks)
	defer v.scratch.Put(m)
	if m.round++; m.round == 0 {
		clear(m.at)
		m.round = 1
	}
	for _, f := range features {
		if row, ok := v.rows[f]; ok && m.at[row] != m.round {
			m.at[row] = m.round
			rows = append(rows, row)
		}
	}
	return rows
}

// judge weighs the features of a text for each class. Its weights are learned
// from samples when an ear is loaded: the same samples give the same weights.
// (Multinomial logistic regression, with the steps of AdaGrad.)
type judge struct {
	classes []class
	weights []float32 // a row of len(classes) for each feature
}

// lesson is a sample as the judge learns it.
type lesson struct {
	rows  []int32
	class int
	known int // rounds in which it need not be seen again
}

const (
	rounds    = 4    // times that each sample is seen
	stride    = 0.25 // how far a step goes
	decay     = 2e-5 // how fast what is not confirmed is forgotten
	averaged  = 2    // the weights after so many last rounds are averaged
	wellKnown = 0.97 // a sample this sure rests for a round
	tooLittle = 5e-3 // a smaller correction is not worth the work
)

// learn makes a judge: rows are what each sample has, of a vocabulary of so many,
// and classes what each is.
func learn(size int, rows [][]int32, classes []class) *judge {
	j := &judge{}
	lessons := make([]lesson, len(rows))
	for i := range rows {
		k := slices.Index(j.classes, classes[i])
		if k < 0 {
			k = len(j.classes)
			j.classes = append(j.classes, classes[i])
		}
		lessons[i] = lesson{rows: rows[i], class: k}
	}
	j.weights = make([]float32, size*len(j.classes))
	j.teach(lessons)
	return j
}

func (j *judge) teach(lessons []lesson) {
	squares := make([]float32, len(j.weights)) // of the steps, for AdaGrad
	p := make([]float32, len(j.classes))
	order := make([]int, len(lessons))
	for i := range order {
		order[i] = i
	}
	chance := uint64(1) // always the same, so that the weights are
	sum := make([]float32, len(j.weights))
	for round := range rounds {
		for i := len(order) - 1; i > 0; i-- {
			chance = chance*6364136223846793005 + 1442695040888963407
			k := int(chance>>33) % (i + 1)
			order[i], order[k] = order[k], order[i]
		}
		for _, i := range order {
			l := &lessons[i]
			if l.known > 0 {
				l.known--
				continue
			}
			j.weigh(l.rows, p)
			if p[l.class] > wellKnown {
				l.known = 1
			}
			j.correct(l, p, squares)
		}
		if round >= rounds-averaged {
			for at, w := range j.weights {
				sum[at] += w / averaged
			}
		}
	}
	j.weights = sum
}

// correct moves the weights towards what the sample is.
//
//go:norace
func (j *judge) correct(l *lesson, p, squares []float32) {
	n, scale := len(j.classes), scaleOf(len(l.rows))
	for c := range p {
		off := p[c]
		if c == l.class {
			off--
		}
		if off > -tooLittle && off < tooLittle {
			continue
		}
		off *= scale
		for _, row := range l.rows {
			at := int(row)*n + c
			step := off + decay*j.weights[at]
			squares[at] += step * step
			j.weights[at] -= stride * step / (1e-4 + float32(math.Sqrt(float64(squares[at]))))
		}
	}
}

// scaleOf keeps long texts from being louder than short ones.
func scaleOf(rows int) float32 { return float32(1 / math.Sqrt(float64(rows+1))) }

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

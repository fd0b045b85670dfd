package hear

import "slices"

// How a phrase of a list must stand in a text to count.
type place uint8

const (
	anywhere   place = iota // phrases
	alone                   // the whole text, to the letter
	whole                   // the whole text, courtesies aside
	ofSentence              // a whole sentence, courtesies aside
	atStart                 // at the start, courtesies aside
	unless                  // cancels a phrase of its list that it overlaps
)

// trie holds the phrases of every list, so that a text is read once. It is grown
// phrase by phrase, and then sealed: only a sealed one finds.
type trie struct {
	phrases []ending
	gaps    []int32 // by node: the node after a gap of up to gapWords words; 0 is none
	edges   []edge  // of every node, one node after the other, in order of their words
	edgesAt []int32 // by node: the first of its edges
	roots   []int32 // by word: the node after it at the start of a phrase
	ends    []int32 // of every node, one after the other: the phrases that end there
	endsAt  []int32 // by node: the first of its ends

	grown *growth // nil once sealed
}

// edge leads from a node by a word to another.
type edge struct{ word, node int32 }

// growth is what a trie needs until it is sealed.
type growth struct {
	next  table[uint64] // a node and a word → the node after it
	edges []grownEdge
	ends  []grownEnd
	last  []int32 // by node: its last end, counted from 1
}

type grownEdge struct {
	from int32
	edge
}

type grownEnd struct {
	node, phrase int32
	before       int32 // the node's end before, counted from 1
}

// gapWords is how many other words "..." in a phrase may stand for.
const gapWords = 3

// ending is a phrase that ends at a node.
type ending struct {
	list  listID
	place place
	value string // what the phrase stands for, in a list of values
	text  string // the phrase as written in the file
}

// hit is a phrase found in a text, from one token up to another.
type hit struct {
	*ending
	from, to int
}

func newTrie() *trie {
	t := &trie{grown: &growth{next: newTable[uint64](1 << 16)}}
	t.node()
	return t
}

func (t *trie) node() int32 {
	t.gaps = append(t.gaps, 0)
	t.grown.last = append(t.grown.last, 0)
	return int32(len(t.gaps) - 1)
}

// key is a node and a word in one number, spread over all of its bits.
func key(node, word int32) uint64 {
	h := (uint64(node)<<32 | uint64(uint32(word))) * 0x9e3779b97f4a7c15
	return h ^ h>>32
}

// after is the node after a word, made if need be.
func (t *trie) after(node, word int32) int32 {
	k := key(node, word)
	if n, ok := t.grown.next.get(k); ok {
		return n
	}
	n := t.node()
	t.grown.next.put(k, n)
	t.grown.edges = append(t.grown.edges, grownEdge{node, edge{word, n}})
	return n
}

// afterGap is the node after a gap, made if need be.
func (t *trie) afterGap(node int32) int32 {
	if t.gaps[node] == 0 {
		n := t.node()
		t.gaps[node] = n
	}
	return t.gaps[node]
}

// end has a phrase end at some nodes, but for those where one of its list does that
// stands for the same.
func (t *trie) end(nodes []int32, e ending) {
	t.phrases = append(t.phrases, e)
	for _, node := range nodes {
		if !t.endsLike(node, e) {
			t.grown.ends = append(t.grown.ends, grownEnd{node, int32(len(t.phrases) - 1), t.grown.last[node]})
			t.grown.last[node] = int32(len(t.grown.ends))
		}
	}
}

func (t *trie) endsLike(node int32, e ending) bool {
	for k := t.grown.last[node]; k > 0; k = t.grown.ends[k-1].before {
		if had := &t.phrases[t.grown.ends[k-1].phrase]; had.list == e.list && had.place == e.place && had.value == e.value {
			return true
		}
	}
	return false
}

// seal puts a grown trie in the order in which it is searched.
func (t *trie) seal() {
	g, n := t.grown, len(t.gaps)
	t.phrases, t.gaps = slices.Clip(t.phrases), slices.Clip(t.gaps)
	t.edges, t.edgesAt = byNode(n, g.edges, func(e grownEdge) (int32, edge) { return e.from, e.edge })
	t.ends, t.endsAt = byNode(n, g.ends, func(e grownEnd) (int32, int32) { return e.node, e.phrase })
	for k := range n {
		if edges := t.edges[t.edgesAt[k]:t.edgesAt[k+1]]; len(edges) > 1 {
			slices.SortFunc(edges, func(a, b edge) int { return int(a.word) - int(b.word) })
		}
	}
	if k := t.edgesAt[1]; k > 0 {
		t.roots = make([]int32, t.edges[k-1].word+1)
	}
	for _, e := range t.edges[:t.edgesAt[1]] {
		t.roots[e.word] = e.node
	}
	t.grown = nil
}

// byNode puts things that belong to nodes in the order of the nodes, and otherwise in
// the order that they have, and tells where those of each begin.
func byNode[T, U any](nodes int, things []T, of func(T) (int32, U)) (all []U, at []int32) {
	all, at = make([]U, len(things)), make([]int32, nodes+1)
	for _, t := range things {
		node, _ := of(t)
		at[node+1]++
	}
	for k := range nodes {
		at[k+1] += at[k]
	}
	next := slices.Clone(at)
	for _, t := range things {
		node, u := of(t)
		all[next[node]] = u
		next[node]++
	}
	return all, at
}

// next is the node after a word, 0 if there is none.
func (t *trie) next(node, word int32) int32 {
	if node == 0 {
		if int(word) < len(t.roots) {
			return t.roots[word]
		}
		return 0
	}
	edges := t.edges[t.edgesAt[node]:t.edgesAt[node+1]]
	for len(edges) > 8 {
		if half := len(edges) / 2; edges[half].word > word {
			edges = edges[:half]
		} else {
			edges = edges[half:]
		}
	}
	for _, e := range edges {
		if e.word == word {
			return e.node
		}
	}
	return 0
}

// find appends the phrases that begin at token i and stay within its sentence.
func (t *trie) find(hits []hit, tokens []token, i int) []hit {
	return t.walk(hits, tokens, i, i, 0, false)
}

func (t *trie) walk(hits []hit, tokens []token, from, i int, node int32, silent bool) []hit {
	if !silent {
		for _, k := range t.ends[t.endsAt[node]:t.endsAt[node+1]] {
			hits = append(hits, hit{&t.phrases[k], from, i})
		}
	}
	if gap := t.gaps[node]; gap != 0 {
		for skip := 0; skip <= gapWords && i+skip < len(tokens); skip++ {
			if tokens[i+skip].before == sentence {
				break
			}
			hits = t.step(hits, tokens, from, i+skip, gap)
		}
	}
	if i < len(tokens) && (i == from || tokens[i].before != sentence) {
		hits = t.step(hits, tokens, from, i, node)
	}
	return hits
}

func (t *trie) step(hits []hit, tokens []token, from, i int, node int32) []hit {
	if id := tokens[i].id; id != 0 {
		if n := t.next(node, id); n != 0 {
			hits = t.walk(hits, tokens, from, i+1, n, false)
		}
	}
	if alt := tokens[i].alt; alt != 0 {
		if n := t.next(node, alt); n != 0 {
			// a 4 alone is four; it may be "for" only among other words
			hits = t.walk(hits, tokens, from, i+1, n, i == from)
		}
	}
	return hits
}

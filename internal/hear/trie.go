package hear

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

// trie holds the phrases of every list, so that a text is read once.
type trie struct {
	next map[uint64]int32 // a node and a word → the node after it
	gaps []int32          // by node: the node after a gap of up to gapWords words; 0 is none
	ends [][]ending       // by node: the phrases that end there
}

// gapWords is how many other words "..." in a phrase may stand for.
const gapWords = 3

// ending is a phrase that ends at a node.
type ending struct {
	list  listID
	place place
	value string // what the phrase stands for, in a list of values
	text  string // the phrase as written in the file
	line  int
}

// hit is a phrase found in a text, from one token up to another.
type hit struct {
	*ending
	from, to int
}

func newTrie() *trie {
	return &trie{next: map[uint64]int32{}, gaps: []int32{0}, ends: [][]ending{nil}}
}

func (t *trie) node() int32 {
	t.gaps = append(t.gaps, 0)
	t.ends = append(t.ends, nil)
	return int32(len(t.gaps) - 1)
}

func key(node, word int32) uint64 { return uint64(node)<<32 | uint64(uint32(word)) }

// after is the node after a word, made if need be.
func (t *trie) after(node, word int32) int32 {
	if n, ok := t.next[key(node, word)]; ok {
		return n
	}
	n := t.node()
	t.next[key(node, word)] = n
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

// find appends the phrases that begin at token i and stay within its sentence.
func (t *trie) find(hits []hit, tokens []token, i int) []hit {
	return t.walk(hits, tokens, i, i, 0, false)
}

func (t *trie) walk(hits []hit, tokens []token, from, i int, node int32, silent bool) []hit {
	for k := range t.ends[node] {
		if !silent {
			hits = append(hits, hit{&t.ends[node][k], from, i})
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
		if n, ok := t.next[key(node, id)]; ok {
			hits = t.walk(hits, tokens, from, i+1, n, false)
		}
	}
	if alt := tokens[i].alt; alt != 0 {
		if n, ok := t.next[key(node, alt)]; ok {
			// a 4 alone is four; it may be "for" only among other words
			hits = t.walk(hits, tokens, from, i+1, n, i == from)
		}
	}
	return hits
}

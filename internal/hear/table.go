package hear

// table maps numbers other than 0 to numbers: open addressing with linear probing,
// in a third of the memory and time that a map takes. Keys are hashes already, or are
// made to be.
type table[K uint32 | uint64] struct {
	slots []slot[K] // a power of two of them, at most half in use
	n     int
}

type slot[K uint32 | uint64] struct {
	key   K
	value int32
}

func newTable[K uint32 | uint64](keys int) table[K] {
	size := 16
	for size < 2*keys {
		size *= 2
	}
	return table[K]{slots: make([]slot[K], size)}
}

// at is the slot of a key: the one that has it, or the free one where it belongs.
func (t *table[K]) at(key K) *slot[K] {
	mask := K(len(t.slots) - 1)
	for i := key & mask; ; i = (i + 1) & mask {
		if s := &t.slots[i]; s.key == key || s.key == 0 {
			return s
		}
	}
}

// get returns the value of a key, and whether there is one.
func (t *table[K]) get(key K) (int32, bool) {
	s := t.at(key)
	return s.value, s.key != 0
}

// put gives a key that has no value one.
func (t *table[K]) put(key K, value int32) {
	if 2*t.n >= len(t.slots) {
		old := t.slots
		t.slots = make([]slot[K], 2*len(old))
		for _, s := range old {
			if s.key != 0 {
				*t.at(s.key) = s
			}
		}
	}
	*t.at(key) = slot[K]{key, value}
	t.n++
}

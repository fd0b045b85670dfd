package hear

import (
	"bytes"
	"fmt"

	"github.com/goccy/go-yaml"
)

// conceptFile is the form of concepts.LANG.yaml: groups of words that mean nearly
// the same when it is to be decided what a text means.
type conceptFile struct {
	Language string             `yaml:"language"`
	Concepts map[string]concept `yaml:"concepts"`
}

type concept struct {
	For   string `yaml:"for"`
	Words entry  `yaml:"words"`
}

// thesaurus finds concepts in texts.
type thesaurus struct {
	trie   *trie
	names  []string // by number, from 1
	sounds []uint64 // the names, as features see them
}

// concepts reads the concepts of a language. The words become part of the
// vocabulary, so that they are not taken for slips of others.
func (l *loader) concepts(source []byte) error {
	var f conceptFile
	if err := yaml.NewDecoder(bytes.NewReader(source), yaml.Strict()).Decode(&f); err != nil {
		return fmt.Errorf("read the concepts: %w", err)
	}
	t := &thesaurus{trie: newTrie(), names: []string{""}, sounds: []uint64{0}}
	for _, name := range sortedKeys(f.Concepts) {
		c := f.Concepts[name]
		if c.For == "" {
			return fmt.Errorf("line %d: concept %q does not say what it is for", c.Words.line, name)
		}
		t.names, t.sounds = append(t.names, name), append(t.sounds, hashed(name))
		for _, p := range c.Words.parts() {
			node := int32(0)
			for _, w := range l.ear.typing.read(nil, p) {
				node = t.trie.after(node, l.word(w.word))
			}
			if node != 0 {
				t.trie.end([]int32{node}, ending{list: listID(len(t.names) - 1), value: name, text: p})
			}
		}
	}
	l.ear.thesaurus = t
	return nil
}

// thought is a concept that a text speaks of, and where.
type thought struct {
	concept  listID
	sound    uint64 // the same in every language
	from, to int
}

// thoughts finds what a text speaks of: at each token the concepts of the longest
// phrase that begins there.
func (r *reading) thoughts() (all []thought) {
	t := r.ear.thesaurus
	if t == nil || len(r.thought) > 0 {
		return r.thought
	}
	all = r.thought[:0]
	var room [8]hit
	for i := range r.tokens {
		hits := t.trie.find(room[:0], r.tokens, i)
		end := i
		for _, h := range hits {
			end = max(end, h.to)
		}
		for _, h := range hits {
			if h.to == end {
				all = append(all, thought{h.list, t.sounds[h.list], i, end})
			}
		}
	}
	r.thought = all
	return all
}

// pronouns are the concepts that say whom a text is about, and alone nothing else: most
// of what tells of "him and me" in the samples is danger, and most of what people text
// is not.
var pronouns = map[uint64]bool{
	hashed("self"): true, hashed("he_and_him"): true, hashed("she_and_her"): true, hashed("they_and_them"): true, hashed("you_and_yours"): true,
}

// near is how many tokens apart two concepts may be to speak together.
const near = 9

// conceptFeatures appends what a text speaks of from one token up to another: each
// concept, with the words beside it, and each two that stand near each other in a
// sentence. Pronouns speak only beside something else.
func (r *reading) conceptFeatures(all []feature, thoughts []thought, from, to int) []feature {
	sounds := r.sounds()
	for i, a := range thoughts {
		if a.from < from || a.to > to {
			continue
		}
		if !pronouns[a.sound] {
			all = append(all, mix(ofConcept, a.sound))
		}
		if a.from > from && r.tokens[a.from].before == space {
			all = append(all, mix(ofWordBefore, a.sound, sounds[a.from-1]))
		}
		if a.to < to && r.tokens[a.to].before == space {
			all = append(all, mix(ofWordAfter, a.sound, sounds[a.to]))
		}
		for _, b := range thoughts[i+1:] {
			if b.from >= to || b.from-a.to > near || r.sentenceBetween(a.to, b.from) {
				break
			}
			if b.from == a.from || pronouns[a.sound] && pronouns[b.sound] {
				continue
			}
			all = append(all, mix(ofConcepts, a.sound, b.sound))
		}
	}
	return all
}

// sentenceBetween reports whether a sentence begins at one of the tokens from i to j.
func (r *reading) sentenceBetween(i, j int) bool {
	for k := i; k <= j && k < len(r.tokens); k++ {
		if r.tokens[k].before == sentence && k > 0 {
			return true
		}
	}
	return false
}

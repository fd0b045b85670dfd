package hear

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// Ear understands texts in one language. It is safe for use by many goroutines.
type Ear struct {
	language  string
	typing    typing
	trie      *trie
	lists     []list
	examples  []example
	judges    *judges    // nil without samples
	thesaurus *thesaurus // nil without concepts
	mender    *mender
	exact     exact                      // what the very words of samples mean
	words     map[string]int             // of the samples, and how often
	ownKinds  []Kind                     // the kinds of task that the file has words for
	listed    map[string]map[string]bool // by name: words that conversations look for
}

// list is what the rules need to know of a list in the file.
type list struct {
	name  string
	sound uint64 // the name, as features see it
	means Meaning
	kind  string // of danger or worry
	worry bool
}

// file is the form of hearing.LANG.yaml.
type file struct {
	Language string           `yaml:"language"`
	Sets     map[string]entry `yaml:"sets"`
	Short    map[string]entry `yaml:"short"`
	Spelling map[string]entry `yaml:"spelling"`
	Slips    []entry          `yaml:"slips"`
	NoSlips  []entry          `yaml:"no_slips"`
	Words    map[string]entry `yaml:"words"`
	Lists    []listEntry      `yaml:"lists"`
	Values   []valueListEntry `yaml:"values"`
}

type listEntry struct {
	Name     entry   `yaml:"list"`
	For      string  `yaml:"for"`
	Means    Meaning `yaml:"means"`
	Kind     string  `yaml:"kind"`
	Worry    bool    `yaml:"worry"`
	Alone    []entry `yaml:"alone"`
	Whole    []entry `yaml:"whole"`
	Sentence []entry `yaml:"sentence"`
	Starts   []entry `yaml:"starts"`
	Phrases  []entry `yaml:"phrases"`
	Unless   []entry `yaml:"unless"`
	Examples []entry `yaml:"examples"`
	Not      []entry `yaml:"not"`
}

type valueListEntry struct {
	Name     entry            `yaml:"list"`
	For      string           `yaml:"for"`
	Words    map[string]entry `yaml:"words"`
	Unless   []entry          `yaml:"unless"`
	Examples []entry          `yaml:"examples"`
}

// entry is a piece of text in the file, and its line.
type entry struct {
	text string
	line int
}

// UnmarshalYAML takes any scalar as the text that was written: 4, yes and ~ too.
func (e *entry) UnmarshalYAML(node ast.Node) error {
	e.line = node.GetToken().Position.Line
	switch n := node.(type) {
	case *ast.StringNode:
		e.text = n.Value
	case *ast.LiteralNode:
		e.text = n.Value.Value
	case ast.ScalarNode:
		e.text = n.GetToken().Value
	default:
		return fmt.Errorf("line %d: a text is wanted here", e.line)
	}
	return nil
}

// parts cuts an entry at its commas.
func (e entry) parts() []string {
	var parts []string
	for p := range strings.SplitSeq(e.text, ",") {
		if p = strings.Join(strings.Fields(p), " "); p != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

// Sources are what an ear is made of.
type Sources struct {
	Lists    []byte   // hearing.LANG.yaml
	Concepts []byte   // concepts.LANG.yaml; may be nil
	Samples  []Sample // texts in the language, to learn from; may be nil
}

// Load makes an ear. An error names the line that has the mistake.
func Load(from Sources) (*Ear, error) {
	ear, samples, err := prepare(from)
	if err != nil {
		return nil, err
	}
	ear.learn(ear.study(samples))
	return ear, nil
}

// prepare makes an ear that knows the words of its samples, and returns those that it
// is to learn from.
func prepare(from Sources) (*Ear, []Sample, error) {
	var f file
	if err := yaml.NewDecoder(bytes.NewReader(from.Lists), yaml.Strict()).Decode(&f); err != nil {
		return nil, nil, fmt.Errorf("read hearing lists: %w", err)
	}
	l := loader{
		file: f,
		ear: &Ear{
			language: f.Language,
			trie:     newTrie(),
			typing:   typing{known: map[string]spelling{}, kept: map[string]bool{}},
			words:    map[string]int{},
		},
		sets: map[string][][]string{},
		ids:  map[string]int32{},
	}
	if err := l.load(); err != nil {
		return nil, nil, fmt.Errorf("read hearing lists: %w", err)
	}
	if from.Concepts != nil {
		if err := l.concepts(from.Concepts); err != nil {
			return nil, nil, err
		}
	}
	l.seal()
	if len(from.Samples) == 0 {
		return l.ear, nil, nil
	}
	samples := append(slices.Clip(from.Samples), l.ear.taught()...)
	samples = slices.DeleteFunc(samples, func(s Sample) bool { return s.Means == "" })
	l.ear.listen(samples)
	return l.ear, samples, nil
}

// loader builds an ear from a file.
type loader struct {
	file file
	ear  *Ear
	sets map[string][][]string // by name: each member as words
	ids  map[string]int32      // of every word that a phrase uses, from 1
}

// seal ends the loading of words and phrases.
func (l *loader) seal() {
	l.ear.typing.seal(l.ids)
	l.ear.trie.seal()
	if l.ear.thesaurus != nil {
		l.ear.thesaurus.trie.seal()
	}
}

func (l *loader) load() error {
	if l.file.Language == "" {
		return fmt.Errorf("line 1: language is missing")
	}
	for right, wrong := range l.file.Spelling {
		for _, w := range wrong.parts() {
			w = plain(w)
			if strings.Contains(w, " ") {
				return fmt.Errorf("line %d: spelling %q has more than one word", wrong.line, w)
			}
			if was, ok := l.ear.typing.known[w]; ok && was.word != right {
				return fmt.Errorf("line %d: %q is spelled %q and %q", wrong.line, w, was.word, right)
			}
			l.ear.typing.known[w] = spelling{word: right}
		}
	}
	for _, name := range sortedKeys(l.file.Sets) {
		if err := l.set(name, nil); err != nil {
			return err
		}
	}
	if err := l.number(); err != nil {
		return err
	}
	for _, e := range l.file.Lists {
		if err := l.list(e); err != nil {
			return err
		}
	}
	for _, e := range l.file.Values {
		if err := l.values(e); err != nil {
			return err
		}
	}
	for _, id := range sortedKeys(l.kindWords()) {
		l.ear.ownKinds = append(l.ear.ownKinds, Kind{ID: id})
	}
	for _, e := range l.file.Slips {
		for _, w := range e.parts() {
			id := l.ids[w]
			if id == 0 {
				return fmt.Errorf("line %d: no phrase has the word %q", e.line, w)
			}
			for len(l.ear.typing.mended) <= len(w) {
				l.ear.typing.mended = append(l.ear.typing.mended, nil)
			}
			l.ear.typing.mended[len(w)] = append(l.ear.typing.mended[len(w)], spelling{w, id})
		}
	}
	for _, e := range l.file.NoSlips {
		for _, w := range e.parts() {
			l.ear.typing.kept[plain(w)] = true
		}
	}
	return l.wordLists()
}

// The lists of words that conversations look for in a text, whatever it means.
const (
	Small = "small" // say nothing of which of several is meant: "the", "one"
	Self  = "self"  // speak of the sender: "me", "my"
	Sorry = "sorry" // apologise
	// Beside are those that may stand beside an apology that is all there is: "so", "again".
	Beside = "beside"
	Today  = "today" // name this day
	Yes    = "yes"   // begin a yes
	Where  = "where" // ask where something is, or whom it is for
	Over   = "over"  // tell of what is over: "went", "was"
	Whole  = "whole" // say that all is meant: "both", "everything"
	More   = "more"  // say that something is beside what was before: "another", "also"
)

func (l *loader) wordLists() error {
	l.ear.listed = map[string]map[string]bool{Small: {}, Self: {}, Sorry: {}, Beside: {}, Today: {}, Yes: {}, Where: {}, Over: {}, Whole: {}, More: {}}
	for name := range l.ear.listed {
		if len(l.file.Words[name].parts()) == 0 {
			return fmt.Errorf("words: the list %q is missing", name)
		}
	}
	for name, words := range l.file.Words {
		list, ok := l.ear.listed[name]
		if !ok {
			return fmt.Errorf("line %d: no conversation looks for words named %q", words.line, name)
		}
		for _, w := range words.parts() {
			list[plain(w)] = true
		}
	}
	return nil
}

// number gives every list its place: first the ones that rules name, in their
// own order, then the others.
func (l *loader) number() error {
	l.ear.lists = make([]list, lastKnown)
	known := map[string]listID{}
	for id, name := range listNames {
		known[name] = listID(id)
	}
	seen := map[string]bool{}
	place := func(name entry, entry list) error {
		if seen[name.text] {
			return fmt.Errorf("line %d: there are two lists named %q", name.line, name.text)
		}
		seen[name.text] = true
		if id, ok := known[name.text]; ok {
			l.ear.lists[id] = entry
			return nil
		}
		if entry.means == "" && !entry.worry {
			return fmt.Errorf("line %d: no rule uses a list named %q, and it does not say what it means", name.line, name.text)
		}
		l.ear.lists = append(l.ear.lists, entry)
		return nil
	}
	for _, e := range l.file.Lists {
		if e.For == "" {
			return fmt.Errorf("line %d: list %q does not say what it is for", e.Name.line, e.Name.text)
		}
		if !e.Means.known() {
			return fmt.Errorf("line %d: list %q means %q, which is no meaning", e.Name.line, e.Name.text, e.Means)
		}
		if (e.Means == Danger || e.Worry) && e.Kind == "" {
			return fmt.Errorf("line %d: list %q does not say its kind", e.Name.line, e.Name.text)
		}
		if err := place(e.Name, list{name: e.Name.text, sound: hashed(e.Name.text), means: e.Means, kind: e.Kind, worry: e.Worry}); err != nil {
			return err
		}
	}
	for _, e := range l.file.Values {
		if err := place(e.Name, list{name: e.Name.text, sound: hashed(e.Name.text)}); err != nil {
			return err
		}
	}
	for _, name := range listNames {
		if !seen[name] {
			return fmt.Errorf("list %q is missing", name)
		}
	}
	return nil
}

func (l *loader) id(name string) listID {
	for id := range l.ear.lists {
		if l.ear.lists[id].name == name {
			return listID(id)
		}
	}
	return 0
}

func (l *loader) list(e listEntry) error {
	id := l.id(e.Name.text)
	for _, group := range []struct {
		entries []entry
		place   place
	}{{e.Phrases, anywhere}, {e.Alone, alone}, {e.Whole, whole}, {e.Sentence, ofSentence}, {e.Starts, atStart}, {e.Unless, unless}} {
		for _, en := range group.entries {
			for _, p := range en.parts() {
				if err := l.phrase(p, en.line, ending{list: id, place: group.place, text: p}); err != nil {
					return err
				}
			}
		}
	}
	for _, en := range e.Examples {
		if err := l.example(en, e, false); err != nil {
			return err
		}
	}
	for _, en := range e.Not {
		if err := l.example(en, e, true); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) values(e valueListEntry) error {
	id := l.id(e.Name.text)
	for _, value := range sortedKeys(e.Words) {
		en := e.Words[value]
		for _, p := range en.parts() {
			if err := l.phrase(p, en.line, ending{list: id, value: value, text: p}); err != nil {
				return err
			}
		}
	}
	for _, en := range e.Unless {
		for _, p := range en.parts() {
			if err := l.phrase(p, en.line, ending{list: id, place: unless, text: p}); err != nil {
				return err
			}
		}
	}
	for _, en := range e.Examples {
		if err := l.example(en, listEntry{Name: e.Name}, false); err != nil {
			return err
		}
	}
	return nil
}

// kindWords are the file's own words for kinds of task, by kind.
func (l *loader) kindWords() map[string]entry {
	for _, e := range l.file.Values {
		if e.Name.text == listNames[lKindWord] {
			return e.Words
		}
	}
	return nil
}

// Language is the ear's, as BCP 47 has it.
func (e *Ear) Language() string { return e.language }

// seldom is how often a word stands in the samples that may be a slip, or a word of
// another language.
const seldom = 3

// knows reports whether a word stands in a list, or often enough in the samples.
func (e *Ear) knows(word string) bool {
	_, listed := e.typing.known[word]
	return listed || e.words[word] > seldom
}

// knowsAll reports whether it knows every word of a text.
func (e *Ear) knowsAll(text string) bool {
	r := newReading(anyEar, text, Context{})
	defer r.free()
	return !slices.ContainsFunc(r.tokens, func(t token) bool { return t.number < 0 && isWord(t.word) && !e.knows(t.word) })
}

// leavesOpen reports whether samples say of the very words of a text that it is unclear.
func (e *Ear) leavesOpen(text string, c Context) bool {
	return e.exact.of(exactly(c, text, e.typing.read(nil, text))).meaning == Unclear
}

// likelier is how many times as common the word must be that a slip may be for.
const likelier = 12

// meant is the word that a token is for, slips of the thumb mended.
func (e *Ear) meant(t *token) string {
	if e.mender == nil || t.id != 0 {
		return t.word
	}
	if w := e.mender.mend(t.word); e.words[w] > likelier*e.words[t.word] {
		return w
	}
	return t.word
}

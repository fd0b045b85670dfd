package hear

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// maxWays bounds the ways of reading one phrase, against a slip of the pen.
const maxWays = 20_000

// phrase adds every way of reading a phrase: "he/she (really) hits ME".
func (l *loader) phrase(text string, line int, end ending) error {
	nodes := []int32{0}
	words := strings.Fields(text)
	for i, w := range words {
		if w == "..." {
			if i == 0 || i == len(words)-1 {
				return fmt.Errorf("line %d: %q begins or ends with a gap", line, text)
			}
			for k, n := range nodes {
				nodes[k] = l.ear.trie.afterGap(n)
			}
			continue
		}
		ways, optional, err := l.ways(w, line)
		if err != nil {
			return err
		}
		var after []int32
		if optional {
			after = append(after, nodes...)
		}
		for _, n := range nodes {
			for _, way := range ways {
				m := n
				for _, word := range way {
					m = l.ear.trie.after(m, l.word(word))
				}
				after = append(after, m)
			}
		}
		if nodes = after; len(nodes) > maxWays {
			return fmt.Errorf("line %d: %q can be read in too many ways", line, text)
		}
	}
	if slices.Contains(nodes, 0) {
		return fmt.Errorf("line %d: every word of %q may be left out", line, text)
	}
	l.ear.trie.end(nodes, end)
	return nil
}

// ways are the words that may stand in one place of a phrase.
func (l *loader) ways(w string, line int) (ways [][]string, optional bool, err error) {
	if strings.HasPrefix(w, "(") {
		if !strings.HasSuffix(w, ")") || len(w) < 3 {
			return nil, false, fmt.Errorf("line %d: bracket not closed in %q; it may hold one word, or several with / between", line, w)
		}
		w, optional = w[1:len(w)-1], true
	}
	for one := range strings.SplitSeq(w, "/") {
		switch {
		case one == "" || strings.ContainsAny(one, "()[]{}.?!\"*"):
			return nil, false, fmt.Errorf("line %d: %q is not a word", line, w)
		case isSetName(one):
			members, ok := l.sets[one]
			if !ok {
				return nil, false, fmt.Errorf("line %d: there is no set %s", line, one)
			}
			ways = append(ways, members...)
		default:
			way := strings.Split(plain(one), "_")
			if cut := seam(way[0]); len(way) == 1 && cut > 0 && isDigit(one[0]) {
				way = []string{way[0][:cut], way[0][cut:]} // "1st" is read as two
			}
			for k, word := range way {
				way[k] = l.spelled(word)
			}
			ways = append(ways, way)
			if long, ok := l.file.Short[one]; ok && len(way) == 1 {
				ways = append(ways, strings.Fields(long.text))
			}
		}
	}
	return ways, optional, nil
}

func (l *loader) set(name string, within []string) error {
	if _, done := l.sets[name]; done {
		return nil
	}
	e, ok := l.file.Sets[name]
	if !ok {
		return fmt.Errorf("line %d: there is no set %s", l.file.Sets[within[0]].line, name)
	}
	if !isSetName(name) {
		return fmt.Errorf("line %d: the name of a set is written in capitals: %q", e.line, name)
	}
	if slices.Contains(within, name) {
		return fmt.Errorf("line %d: set %s holds itself", e.line, name)
	}
	var members [][]string
	for _, p := range e.parts() {
		words := [][]string{nil}
		for w := range strings.FieldsSeq(p) {
			for one := range strings.SplitSeq(strings.Trim(w, "()"), "/") {
				if isSetName(one) {
					if err := l.set(one, append(within, name)); err != nil {
						return err
					}
				}
			}
			ways, optional, err := l.ways(w, e.line)
			if err != nil {
				return err
			}
			var longer [][]string
			for _, had := range words {
				if optional {
					longer = append(longer, had)
				}
				for _, way := range ways {
					longer = append(longer, append(slices.Clip(had), way...))
				}
			}
			words = longer
		}
		members = append(members, words...)
	}
	l.sets[name] = members
	return nil
}

// spelled is a word as the file has it spelled.
func (l *loader) spelled(w string) string {
	if s, ok := l.ear.typing.known[w]; ok {
		return s.word
	}
	return w
}

// word is the number of a word of a phrase.
func (l *loader) word(w string) int32 {
	id, ok := l.ids[w]
	if !ok {
		id = int32(len(l.ids) + 1)
		l.ids[w] = id
		if _, ok := l.ear.typing.known[w]; !ok {
			l.ear.typing.known[w] = spelling{w, id}
		}
	}
	return id
}

// isSetName reports whether a word of a phrase names a set: HE, ME, TODAY.
func isSetName(w string) bool {
	return len(w) > 1 && strings.ToUpper(w) == w && strings.ToLower(w) != w
}

// plain is a word as texts are read: lower case, no accents or apostrophes.
func plain(w string) string {
	return strings.ReplaceAll(lower(w).text, "'", "")
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

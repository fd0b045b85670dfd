package hear

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// Tongue is a language in which Goodturn does not speak: enough of it is known to
// send for somebody who does, and at once where its words speak of danger.
type Tongue struct {
	Language string            `yaml:"language"` // as BCP 47 has it
	Names    map[string]string `yaml:"names"`    // what it is called, by language: "en", "cy"
	Line     string            `yaml:"line"`     // one line in it: somebody who speaks it will answer
	Danger   map[string]string `yaml:"danger"`   // by kind: phrases with commas between

	phrases []tonguePhrase
}

// LoadTongues reads the file of languages that Goodturn does not speak. An error
// says what is wrong with it.
func LoadTongues(source []byte) ([]Tongue, error) {
	var all []Tongue
	if err := yaml.NewDecoder(bytes.NewReader(source), yaml.Strict()).Decode(&all); err != nil {
		return nil, fmt.Errorf("read the languages: %w", err)
	}
	for i, t := range all {
		switch {
		case t.Language == "":
			return nil, fmt.Errorf("read the languages: number %d says not which it is", i+1)
		case t.Names["en"] == "":
			return nil, fmt.Errorf("read the languages: %s has no name in English", t.Language)
		case slices.ContainsFunc(all[:i], func(o Tongue) bool { return o.Language == t.Language }):
			return nil, fmt.Errorf("read the languages: %s stands there twice", t.Language)
		}
	}
	return all, nil
}

// tonguePhrase is a phrase that speaks of danger.
type tonguePhrase struct {
	kind, text string
	unspaced   bool // of a script that is written without spaces between words, or nearly
}

// prepare puts the phrases of danger in order: whoever may read the phone comes
// first, for the answer must not harm them.
func (t *Tongue) prepare() {
	for _, kind := range slices.SortedFunc(maps.Keys(t.Danger), func(a, b string) int {
		return cmp.Or(cmp.Compare(btoi(a != "violence"), btoi(b != "violence")), cmp.Compare(a, b))
	}) {
		for p := range strings.SplitSeq(t.Danger[kind], ",") {
			if p = lower(strings.TrimSpace(p)).text; p != "" {
				t.phrases = append(t.phrases, tonguePhrase{kind, p, len(p) > 3 && !strings.ContainsAny(p, "abcdefghijklmnopqrstuvwxyz")})
			}
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// tongueAtMost is how many bytes of a text are searched for danger.
const tongueAtMost = 6400

// tongueLine is a text as [Tongue.danger] takes it: the words in lower case, each
// between spaces.
func tongueLine(text string) string {
	return " " + strings.Join(strings.FieldsFunc(lower(clipped(text, tongueAtMost)).text, func(r rune) bool {
		return strings.ContainsRune(" \t\r\n.,;:!?()\"'،؟।。，！？", r)
	}), " ") + " "
}

// danger finds the first phrase of danger in a line.
func (t *Tongue) danger(line string) (kind, phrase string) {
	for _, p := range t.phrases {
		at := strings.Index(line, p.text)
		if at > 0 && (p.unspaced || strings.Contains(line[at-1:], " "+p.text+" ")) {
			return p.kind, p.text
		}
	}
	return "", ""
}

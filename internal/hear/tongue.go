package hear

import (
	"bytes"
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

// danger finds the first phrase of danger in a text.
func (t *Tongue) danger(text string) (kind, phrase string) {
	line := " " + strings.Join(strings.FieldsFunc(lower(text).text, func(r rune) bool {
		return strings.ContainsRune(" \t\r\n.,;:!?()\"'،؟।。，！？", r)
	}), " ") + " "
	kinds := slices.Sorted(maps.Keys(t.Danger))
	slices.SortStableFunc(kinds, func(a, b string) int {
		switch { // whoever may read the phone comes first: the answer must not harm them
		case a == b:
			return 0
		case a == "violence":
			return -1
		case b == "violence":
			return 1
		}
		return 0
	})
	for _, kind := range kinds {
		for p := range strings.SplitSeq(t.Danger[kind], ",") {
			p = lower(strings.TrimSpace(p)).text
			if p != "" && (strings.Contains(line, " "+p+" ") || len(p) > 3 && !strings.ContainsAny(p, "abcdefghijklmnopqrstuvwxyz") && strings.Contains(line, p)) {
				return kind, p
			}
		}
	}
	return "", ""
}

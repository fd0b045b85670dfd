package wording_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/goodturn/goodturn/flows/wording"
	"github.com/goodturn/goodturn/internal/hear"
)

// dangerKinds are the kinds of danger that have an answer.
func dangerKinds(t *testing.T) []string {
	t.Helper()
	var kinds []string
	for key := range sentences(t, "en") {
		if kind, ok := strings.CutPrefix(key, "danger.reply_"); ok {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

func TestTonguesAreWhole(t *testing.T) {
	source, err := fs.ReadFile(wording.Files, "tongues.yaml")
	if err != nil {
		t.Fatal(err)
	}
	tongues, err := hear.LoadTongues(source)
	if err != nil {
		t.Fatal(err)
	}
	ours, known := languages(t), dangerKinds(t)
	if len(tongues) < 24 {
		t.Errorf("only %d languages are recognised", len(tongues))
	}
	for _, tongue := range tongues {
		if slices.Contains(ours, tongue.Language) {
			t.Errorf("%s: Goodturn speaks it", tongue.Language)
		}
		if tongue.Names["cy"] == "" {
			t.Errorf("%s has no name in Welsh", tongue.Language)
		}
		if !strings.Contains(tongue.Line, "999") || len([]rune(tongue.Line)) > 134 {
			t.Errorf("%s: the line is too long, or does not give 999: %s", tongue.Language, tongue.Line)
		}
		for _, kind := range []string{"self_harm", "medical", "violence", "at_risk", "fire", "gas", "flood", "no_food_heat"} {
			if tongue.Danger[kind] == "" {
				t.Errorf("%s: no phrase of %s", tongue.Language, kind)
			}
		}
		for kind, phrases := range tongue.Danger {
			if !slices.Contains(known, kind) {
				t.Errorf("%s: there is no danger called %s", tongue.Language, kind)
			}
			seen := map[string]bool{}
			for phrase := range strings.SplitSeq(phrases, ",") {
				phrase = strings.TrimSpace(phrase)
				if why := cannotBeHeard(phrase); why != "" {
					t.Errorf("%s: %s: %q %s", tongue.Language, kind, phrase, why)
				}
				if seen[phrase] {
					t.Errorf("%s: %s: %q stands twice", tongue.Language, kind, phrase)
				}
				seen[phrase] = true
			}
		}
	}
}

// cannotBeHeard says why a phrase would never be found in a text, or too often.
func cannotBeHeard(phrase string) string {
	latin := strings.ContainsFunc(phrase, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
	switch {
	case phrase == "":
		return "is empty"
	case phrase != strings.ToLower(phrase):
		return "has a capital"
	case strings.ContainsAny(phrase, "'’\"?!.،؛。，、"):
		return "has a mark in it: write a blank"
	case strings.Contains(phrase, "  "):
		return "has two blanks together"
	case !latin && len([]rune(phrase)) < 2 || latin && len(phrase) < 3:
		return "is too short to say much"
	}
	return ""
}

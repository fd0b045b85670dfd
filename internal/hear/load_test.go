package hear

import (
	"strings"
	"testing"
	"time"

	"github.com/goodturn/goodturn/flows/wording"
)

// TestLoadNamesTheLine breaks the file in ways that a person might, and expects to
// be told where.
func TestLoadNamesTheLine(t *testing.T) {
	source, err := wording.Files.ReadFile("hearing.en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ name, old, new, want string }{
		{"no language", "language: en", "language: ''", "language is missing"},
		{"a word that YAML does not allow", "- list: both", "- list: both\n  nonsense: x", "unknown field"},
		{"a list that no rule uses", "- list: both", "- list: bothh", `no rule uses a list named "bothh"`},
		{"the same list twice", "- list: neither", "- list: both", `two lists named "both"`},
		{"no such meaning", "means: opt_out", "means: optout", `means "optout"`},
		{"a danger without a kind", "  kind: gas\n", "", "does not say its kind"},
		{"a bracket left open", "sotp, stpo", "(sotp stpo", "bracket not closed"},
		{"no such set", "sotp, stpo", "SOTP", "there is no set SOTP"},
		{"a gap at the end", "sotp, stpo", "sotp ...", "begins or ends with a gap"},
		{"all may be left out", "sotp, stpo", "(sotp)", "may be left out"},
		{"a mark in a phrase", "sotp, stpo", "so.tp", "is not a word"},
		{"an example without a meaning", "- offers:1,2 | both => accept", "- offers:1,2 | both", "does not say what it means"},
		{"an example of no meaning", "- offers:1,2 | both => accept", "- offers:1,2 | both => acept", "is no meaning"},
		{"a slip of no word", "slips:\n  - handbook,", "slips:\n  - handbookk,", "no phrase has the word"},
		{"no plain sentence", "  for: No to all the offers.\n", "", "does not say what it is for"},
	} {
		t.Run(x.name, func(t *testing.T) {
			if strings.Count(string(source), x.old) == 0 {
				t.Fatalf("%q is not in the file", x.old)
			}
			_, err := Load(Sources{Lists: []byte(strings.Replace(string(source), x.old, x.new, 1))})
			if err == nil || !strings.Contains(err.Error(), x.want) {
				t.Fatalf("got %v", err)
			}
			if !strings.Contains(err.Error(), "line ") && !strings.Contains(err.Error(), "[") {
				t.Errorf("names no line: %v", err)
			}
		})
	}
}

// TestExamplesThatFail adds an example that is wrong.
func TestExamplesThatFail(t *testing.T) {
	source, err := wording.Files.ReadFile("hearing.en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(source), "- offers:1,2 | both => accept", "- offers:1,2 | both => decline", 1)
	ear, err := Load(Sources{Lists: []byte(changed)})
	if err != nil {
		t.Fatal(err)
	}
	wrong := ear.CheckExamples()
	if len(wrong) != 1 || !strings.Contains(wrong[0].Error(), "line ") || !strings.Contains(wrong[0].Error(), "list both") {
		t.Errorf("got %v", wrong)
	}
}

// TestClocksGoBack counts days by the calendar and hours by the clock in the night
// in which summer time ends.
func TestClocksGoBack(t *testing.T) {
	c := Context{Now: time.Date(2026, time.October, 24, 23, 0, 0, 0, london)}
	for text, want := range map[string]time.Time{
		"pause 2 days":      time.Date(2026, time.October, 26, 23, 0, 0, 0, london),
		"pause for 4 hours": time.Date(2026, time.October, 25, 2, 0, 0, 0, london),
		"off till monday":   time.Date(2026, time.October, 26, 0, 0, 0, 0, london),
	} {
		if got := english.Hear(text, c).Slots.Until; !got.Equal(want) {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// TestWhy expects the rules that spoke, by the words of the file.
func TestWhy(t *testing.T) {
	h := english.Hear("Please stop, he's hitting me", Context{})
	why := strings.Join(h.Why, "; ")
	for _, want := range []string{"danger violence: hitting ME", "opt_out: please stop"} {
		if !strings.Contains(why, want) {
			t.Errorf("%q is not in %q", want, why)
		}
	}
}

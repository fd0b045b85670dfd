package flows_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/goodturn/goodturn/flows"
	"github.com/goodturn/goodturn/flows/wording"
)

// speakers are the folders whose Go code says sentences that are texted.
var speakers = []string{".", "../bot", "../internal/app"}

// A key's shape: a subject, a dot, a name.
var keyShape = regexp.MustCompile(`^[a-z][a-z0-9]*(\.[a-z0-9_]+)*\.[a-z0-9_]*[a-z0-9]$`)

// A key's beginning ends where a word is put on.
var beginningShape = regexp.MustCompile(`^[a-z][a-z0-9]*\.([a-z0-9_]+\.)*([a-z0-9_]+_)?$`)

// A sentence that the code names is there, and one that is there is named: no
// wording is missing when it is needed, and none lies about that nobody says.
func TestSentencesAndCodeAgree(t *testing.T) {
	all, err := wording.Sentences("en")
	if err != nil {
		t.Fatal(err)
	}
	subjects := map[string]bool{}
	for key := range all {
		subject, _, _ := strings.Cut(key, ".")
		subjects[subject] = true
	}
	known := beginnings(t)
	literals(t, func(value, where string) {
		subject, _, _ := strings.Cut(value, ".")
		if _, ok := known[value]; !ok && beginningShape.MatchString(value) && texted(all, subject) {
			t.Errorf("%s: %s is completed with words that this test does not know: tell beginnings", where, value)
		}
	})
	named := named(t)
	for key, where := range named {
		subject, _, _ := strings.Cut(key, ".")
		if _, ok := all[key]; !ok && (subjects[subject] || strings.HasPrefix(where, "what ")) {
			t.Errorf("%s: the wording has no %s", where, key)
		}
	}
	for key, s := range all {
		// What is said in other words goes by the name of what it stands in for.
		plain := key
		for _, other := range []string{"_else", "_asked", "_unsure", "_if"} {
			plain = strings.TrimSuffix(plain, other)
		}
		if _, ok := named[plain]; s.Texted && !ok && named[key] == "" {
			t.Errorf("%s:%d: nothing says %s", s.File, s.Line, key)
		}
	}
}

// texted reports whether the subject's sentences go out as texts.
func texted(all map[string]wording.Sentence, subject string) bool {
	for key, s := range all {
		if s.Texted && strings.HasPrefix(key, subject+".") {
			return true
		}
	}
	return false
}

// named are the keys that code names, and where: those written out, and those
// put together of a beginning and a word from a known list.
func named(t *testing.T) map[string]string {
	t.Helper()
	keys := map[string]string{}
	literals(t, func(value, where string) {
		if keyShape.MatchString(value) {
			keys[value] = where
		}
	})
	for _, f := range flows.All() {
		for _, key := range f.Keys() {
			keys[key] = "flow " + f.Name
		}
	}
	for beginning, words := range beginnings(t) {
		for _, word := range words {
			keys[beginning+word] = "what " + beginning + " may go on with"
		}
	}
	for _, f := range answerable() {
		keys[f+".label"] = "what askWhich calls flow " + f
	}
	return keys
}

// beginnings are the keys' beginnings that code completes as it runs, and all
// that they may be completed with.
func beginnings(t *testing.T) map[string][]string {
	t.Helper()
	return map[string][]string{
		"danger.reply_": dangers(t),
		"alarm.why_":    constants(t, "../internal/desk", "Kind"),
		"progress.":     constants(t, "../internal/request", "Step"),
		"transport.":    values(t, "transport"),
		"window.":       {"mornings", "afternoons", "evenings", "nights", "weekends", "weekdays", "anytime", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"},
		"time.":         {"today_day", "tomorrow_day", "this_week_day", "later_day"},
		"time.day.":     {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"},
		"time.month.":   {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"},
		"ended.":        ends(),
	}
}

// literals gives every string in the speakers' code, tests left out.
func literals(t *testing.T, found func(value, where string)) {
	t.Helper()
	for _, dir := range speakers {
		for _, file := range sources(t, dir) {
			set := token.NewFileSet()
			parsed, err := parser.ParseFile(set, file, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(parsed, func(n ast.Node) bool {
				if _, ok := n.(*ast.ImportSpec); ok {
					return false
				}
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if value, err := strconv.Unquote(lit.Value); err == nil {
						found(value, set.Position(lit.Pos()).String())
					}
				}
				return true
			})
		}
	}
}

func sources(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(files, func(f string) bool { return strings.HasSuffix(f, "_test.go") })
}

// constants are the values of a package's string constants of one type.
func constants(t *testing.T, dir, name string) []string {
	t.Helper()
	var found []string
	for _, file := range sources(t, dir) {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if id, ok := spec.Type.(*ast.Ident); !ok || id.Name != name {
				return true
			}
			for _, v := range spec.Values {
				if lit, ok := v.(*ast.BasicLit); ok {
					if value, err := strconv.Unquote(lit.Value); err == nil {
						found = append(found, value)
					}
				}
			}
			return true
		})
	}
	if len(found) == 0 {
		t.Fatalf("%s has no constants of type %s", dir, name)
	}
	return found
}

type heard struct {
	Lists []struct {
		Means string `yaml:"means"`
		Kind  string `yaml:"kind"`
	} `yaml:"lists"`
	Values []struct {
		List  string            `yaml:"list"`
		Words map[string]string `yaml:"words"`
	} `yaml:"values"`
}

func hearing(t *testing.T) heard {
	t.Helper()
	raw, err := fs.ReadFile(wording.Files, "hearing.en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var h heard
	if err := yaml.Unmarshal(raw, &h); err != nil {
		t.Fatal(err)
	}
	return h
}

// dangers are the kinds of danger that can be heard.
func dangers(t *testing.T) []string {
	t.Helper()
	var kinds []string
	for _, l := range hearing(t).Lists {
		if l.Means == "danger" && l.Kind != "" {
			kinds = append(kinds, l.Kind)
		}
	}
	if len(kinds) == 0 {
		t.Fatal("no danger can be heard")
	}
	return kinds
}

// values are what a list of values can say.
func values(t *testing.T, list string) []string {
	t.Helper()
	var words []string
	for _, v := range hearing(t).Values {
		if v.List == list {
			for word := range v.Words {
				words = append(words, word)
			}
		}
	}
	if len(words) == 0 {
		t.Fatalf("no list of values is called %s", list)
	}
	return words
}

// ends are the states in which a numbered conversation may be over, and that
// have words of their own for an answer that comes too late.
func ends() []string {
	var states []string
	all, err := wording.Sentences("en")
	if err != nil {
		return nil
	}
	for _, f := range flows.All() {
		for state := range f.States {
			if _, ok := all["ended."+state]; ok && f.Numbered {
				states = append(states, state)
			}
		}
	}
	return states
}

// answerable are the flows of which a person may have to be asked which one
// their yes, no, DONE or CAN'T was for.
func answerable() []string {
	var names []string
	for _, f := range flows.All() {
		for _, s := range f.States {
			if len(s.Hears) > 0 && !slices.Contains(names, f.Name) {
				names = append(names, f.Name)
			}
		}
	}
	return names
}

package handbook_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/handbook"
)

const good = `# Staying safe

<!-- for whoever edits this -->

**If it does not feel safe,
do not do it.**

Take *two* trips, or \*ask\* &amp; wait.

Take your [phone](https://example.org).

Question: A box is too heavy. What do you do?

- [ ] Lift it
- [x] Leave it
- [ ] Drag it

Because: A box can wait.

Version: 2026-11-02
`

func folder(text string) fstest.MapFS {
	return fstest.MapFS{"01-staying-safe.md": {Data: []byte(text)}}
}

func TestLesson(t *testing.T) {
	book, problems := handbook.Load(folder(good))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	want := []handbook.Lesson{{
		ID: "staying-safe", Title: "Staying safe", Matters: "If it does not feel safe, do not do it.",
		Texts:    []string{"Take two trips, or *ask* & wait.", "Take your phone."},
		Question: "A box is too heavy. What do you do?",
		Answers:  [3]string{"Lift it", "Leave it", "Drag it"}, Right: 1, Why: "A box can wait.",
		File: "01-staying-safe.md", Line: 1,
	}}
	if diff := cmp.Diff(want, book.Lessons, cmpopts.IgnoreFields(handbook.Lesson{}, "Version")); diff != "" {
		t.Error(diff)
	}
	if asked := book.Lessons[0].Asked(); asked != "A box is too heavy. What do you do?\n1 Lift it\n2 Leave it\n3 Drag it" {
		t.Errorf("%q", asked)
	}
}

func TestOneTextIsEnough(t *testing.T) {
	book, problems := handbook.Load(folder(strings.Replace(good, "Take your [phone](https://example.org).\n", "", 1)))
	if len(problems) > 0 || len(book.Lessons[0].Texts) != 1 {
		t.Error(problems, book)
	}
}

func TestEachMistakeIsNamed(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		line           int
		what           string
	}{
		{"no heading", "# Staying safe\n", "\n", 1, "there is no heading"},
		{"two headings", "Take *two*", "# More\n\nTake *two*", 8, "a second heading"},
		{"smaller heading", "# Staying", "## Staying", 1, "a second heading"},
		{"nothing that matters", "**If it does not feel safe,\ndo not do it.**", "If.", 1, "no sentence that matters"},
		{"two that matter", "Take *two* trips, or \\*ask\\* &amp; wait.", "**Two trips.**", 8, "a second sentence in bold"},
		{"no text", "Take *two* trips, or \\*ask\\* &amp; wait.\n\nTake your [phone](https://example.org).\n", "", 1, "there is no text"},
		{"three texts", "Take your", "And more.\n\nTake your", 12, "3 paragraphs"},
		{"text after the question", "Because:", "Just so.\n\nBecause:", 18, "a paragraph after the question"},
		{"no question", "Question: A", "A", 1, "there is no question"},
		{"two questions", "Question: A", "Question: Why?\n\nQuestion: A", 14, `a second "Question:"`},
		{"two answers", "- [ ] Drag it\n", "", 14, "2 answers"},
		{"four answers", "- [ ] Drag it", "- [ ] Drag it\n- [ ] Sing", 14, "4 answers"},
		{"no answers", "- [ ] Lift it\n- [x] Leave it\n- [ ] Drag it\n", "", 1, "there are no answers"},
		{"two lists", "Because:", "* a\n* b\n\nBecause:", 18, "a second list"},
		{"none right", "[x]", "[ ]", 14, "0 answers are marked right"},
		{"two right", "[ ] Drag", "[X] Drag", 14, "2 answers are marked right"},
		{"no box", "[ ] Drag", "Drag", 16, "an answer without its box"},
		{"no words in an answer", "[ ] Drag it", "[ ]", 16, "an answer without words"},
		{"no reason", "Because: A", "A", 1, "nothing explains the right answer"},
		{"no version", "Version: 2026-11-02\n", "", 1, "there is no version"},
		{"version that is no date", "2026-11-02", "new", 20, `"new" is not a version`},
		{"version that is no day", "2026-11-02", "2026-02-30", 20, "is not a version"},
		{"long sentence", "do not do it.**", strings.Repeat("so ", 60) + "stop.**", 5, "the sentence that matters is too long"},
		{"long text", "Take your", strings.Repeat("Take it. ", 40) + "Take your", 10, "this paragraph is too long"},
		{"long question", "A box is", strings.Repeat("A box. ", 45) + "A box is", 12, "the question with its answers is too long"},
		{"long reason", "A box can wait.", strings.Repeat("A box can wait. ", 20), 18, "the explanation is too long"},
		{"curly quote", "A box can wait.", "It’s a box.", 18, `the character '’' in the explanation`},
		{"picture", "A box can wait.", "![box](box.png)", 18, "this cannot be sent as a text"},
		{"code", "Because:", "```\nx\n```\n\nBecause:", 19, "this cannot be sent as a text"},
		{"quote", "Because:", "> so they say\n\nBecause:", 18, "this cannot be sent as a text"},
		{"HTML", "Because:", "<div>x</div>\n\nBecause:", 18, "this cannot be sent as a text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			spoiled := strings.Replace(good, c.old, c.new, 1)
			if spoiled == good {
				t.Fatal("nothing was spoiled")
			}
			book, problems := handbook.Load(folder(spoiled))
			if len(book.Lessons) > 0 {
				t.Error("the lesson is in the handbook all the same")
			}
			for _, p := range problems {
				if p.Line == c.line && strings.Contains(p.What, c.what) && p.Remedy != "" && p.File == "01-staying-safe.md" {
					return
				}
			}
			t.Errorf("wanted line %d: %s; got %v", c.line, c.what, problems)
		})
	}
}

func TestFiles(t *testing.T) {
	text := []byte(good)
	for _, c := range []struct {
		name   string
		folder fstest.MapFS
		what   string
	}{
		{"none", fstest.MapFS{}, "the handbook has no lesson"},
		{"no number", fstest.MapFS{"staying-safe.md": {Data: text}}, "gives the lesson no place"},
		{"one lesson twice", fstest.MapFS{"01-money.md": {Data: text}, "02-money.md": {Data: text}}, `01-money.md is the lesson "money" too`},
		{"empty", fstest.MapFS{"01-money.md": {}}, "there is no heading"},
		{"binary", fstest.MapFS{"01-money.md": {Data: []byte{0xff, 0xfe}}}, "not a lesson's text"},
		{"too large", fstest.MapFS{"01-money.md": {Data: make([]byte, 1<<17)}}, "not a lesson's text"},
	} {
		_, problems := handbook.Load(c.folder)
		found := false
		for _, p := range problems {
			found = found || strings.Contains(p.What, c.what)
		}
		if !found {
			t.Errorf("%s: wanted %s; got %v", c.name, c.what, problems)
		}
	}
	book, problems := handbook.Load(fstest.MapFS{"10-last.md": {Data: text}, "9-first.md": {Data: text}, "README.md": {Data: []byte("how to")}, "notes.txt": {}})
	if len(problems) > 0 || len(book.Lessons) != 2 || book.Lessons[0].ID != "first" {
		t.Errorf("%v %v", book, problems)
	}
}

// English and Welsh do without letters that double a text's price. A language that
// cannot has its own, and less room.
func TestLettersOfALanguage(t *testing.T) {
	for _, c := range []struct{ name, lang, old, new, want string }{
		{"Welsh without a roof", "cy", "A box can wait.", "Arhoswch am y dwr.", ""},
		{"Welsh with a roof", "cy", "A box can wait.", "Arhoswch am y dŵr.", `the character 'ŵ' in the explanation makes a text cost double`},
		{"Polish", "pl", "A box can wait.", "Skrzynka może poczekać.", ""},
		{"Polish in English", "en", "A box can wait.", "Skrzynka może poczekać.", `the character 'ż' in the explanation`},
		{"long Polish", "pl", "A box can wait.", strings.Repeat("Skrzynka może poczekać. ", 8), "shorten it to 134"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, problems := handbook.LoadIn(folder(strings.Replace(good, c.old, c.new, 1)), c.lang)
			got := ""
			for _, p := range problems {
				got += p.Error()
			}
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestVersion(t *testing.T) {
	load := func(files map[string]string) handbook.Handbook {
		t.Helper()
		folder := fstest.MapFS{}
		for name, text := range files {
			folder[name] = &fstest.MapFile{Data: []byte(text)}
		}
		book, problems := handbook.Load(folder)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return book
	}
	newer := strings.Replace(good, "2026-11-02", "2026-12-24", 1)
	first := load(map[string]string{"01-a.md": good, "02-b.md": good})
	if !strings.HasPrefix(first.Version, "2026-11-02+") {
		t.Error(first.Version)
	}
	if again := load(map[string]string{"01-a.md": good, "02-b.md": good}); again.Version != first.Version {
		t.Error("the same handbook has two versions")
	}
	second := load(map[string]string{"01-a.md": good, "02-b.md": newer})
	if !strings.HasPrefix(second.Version, "2026-12-24+") || second.Version <= first.Version {
		t.Errorf("%s after %s", second.Version, first.Version)
	}
	if second.Lessons[0].Version != first.Lessons[0].Version {
		t.Error("a lesson that did not change has a new version")
	}
	mended := load(map[string]string{"01-a.md": strings.Replace(good, "can wait", "will wait", 1), "02-b.md": good})
	if mended.Version == first.Version || mended.Version[:10] != first.Version[:10] {
		t.Errorf("mended without a new date: %s, then %s", first.Version, mended.Version)
	}
	if _, ok := first.Lesson("b"); !ok {
		t.Error("a lesson is not found by its id")
	}
	if _, ok := first.Lesson("c"); ok {
		t.Error("a lesson that there is not is found")
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(good))
	for _, text := range []string{"", "-", "- [x]", "**", "# \n", "![](", "<!--", "1. a\n   - b", "Question:", "\xff", "[a]: b\n\n- [a] x"} {
		f.Add([]byte(text))
	}
	sample, err := fs.Sub(fixtures.Organisation, "handbook")
	if err != nil {
		f.Fatal(err)
	}
	text, err := fs.ReadFile(sample, "02-worries.md")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Fuzz(func(t *testing.T, text []byte) {
		book, problems := handbook.Load(folder(string(text)))
		if (len(book.Lessons) == 1) != (len(problems) == 0) {
			t.Fatalf("%d lessons and %d problems", len(book.Lessons), len(problems))
		}
		for _, l := range book.Lessons {
			if l.Right < 0 || l.Right > 2 || l.Question == "" || l.Why == "" || l.Matters == "" || len(l.Texts) < 1 || len(l.Texts) > 2 {
				t.Fatalf("%+v", l)
			}
		}
		for _, p := range problems {
			if p.What == "" || p.Remedy == "" || p.Line < 0 {
				t.Fatalf("%+v", p)
			}
		}
	})
}

package bot_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/flows/wording"
)

func files(named ...string) fstest.MapFS {
	all := fstest.MapFS{}
	for i := 0; i < len(named); i += 2 {
		all[named[i]] = &fstest.MapFile{Data: []byte(named[i+1])}
	}
	return all
}

func TestWordingLaysOneFolderOverTheOther(t *testing.T) {
	ours := files(
		"texts.en.yaml", "hello: \"Hello {{.First}}.\"\nbye: Bye.\n",
		"texts.cy.yaml", "hello: \"Helo {{.First}}.\"\n",
		"hearing.en.yaml", "this: [is, no, wording]\n",
		"count.en.yaml", "days:\n  one: \"{{.Count}} day\"\n  other: \"{{.Count}} days\"\n",
	)
	w, err := bot.LoadWording(ours, nil, files("en.yaml", "bye: Ta-ra.\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		lang, key string
		args      map[string]any
		want      string
	}{
		{"en", "hello", map[string]any{"First": "Amina"}, "Hello Amina."},
		{"en", "bye", nil, "Ta-ra."},
		{"cy", "hello", map[string]any{"First": "Amina"}, "Helo Amina."},
		{"cy", "bye", nil, "Ta-ra."},
		{"pl", "bye", nil, "Ta-ra."},
		{"", "bye", nil, "Ta-ra."},
		{"en", "days", map[string]any{"Count": 1}, "1 day"},
		{"en", "days", map[string]any{"Count": 3}, "3 days"},
	} {
		if got := w.Say(c.lang, c.key, c.args); got != c.want {
			t.Errorf("%s in %q says %q, want %q", c.key, c.lang, got, c.want)
		}
	}
	if got := w.Languages(); !slices.Equal(got, []string{"cy", "en"}) {
		t.Errorf("languages are %v", got)
	}
	if w.Has("cy", "bye") || !w.Has("cy", "hello") || w.Has("en", "this") {
		t.Error("a language has keys that it does not have, or lacks its own")
	}
}

func TestWordingNamesTheFileThatItCannotRead(t *testing.T) {
	for name, folder := range map[string]fstest.MapFS{
		"no YAML":     files("texts.en.yaml", "a: \"b\nc: d"),
		"no language": files("texts.yaml", "a: b\n"),
		"no words":    files("texts.en.yaml", "a: 7\n"),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := bot.LoadWording(folder); err == nil || !strings.Contains(err.Error(), "texts") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestASentenceThatIsNowherePanics(t *testing.T) {
	w, err := bot.LoadWording(files("texts.en.yaml", "a: b\n"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if recover() == nil {
			t.Error("it went on without words")
		}
	}()
	w.Say("en", "c", nil)
}

func TestWhenSaysAMomentAsPeopleDo(t *testing.T) {
	w, err := bot.LoadWording(wording.Files)
	if err != nil {
		t.Fatal(err)
	}
	leeds, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, time.November, 24, 10, 0, 0, 0, leeds) // a Tuesday
	for want, at := range map[string]time.Time{
		"any time":              {},
		"4pm":                   time.Date(2026, time.November, 24, 16, 0, 0, 0, leeds),
		"4.30pm":                time.Date(2026, time.November, 24, 16, 30, 0, 0, leeds),
		"noon":                  time.Date(2026, time.November, 24, 12, 0, 0, 0, leeds),
		"9am tomorrow":          time.Date(2026, time.November, 25, 9, 0, 0, 0, leeds),
		"tomorrow":              time.Date(2026, time.November, 25, 0, 0, 0, 0, leeds),
		"10am on Saturday":      time.Date(2026, time.November, 28, 10, 0, 0, 0, leeds),
		"10am on 1 December":    time.Date(2026, time.December, 1, 10, 0, 0, 0, leeds),
		"11.30am on 2 November": time.Date(2027, time.November, 2, 11, 30, 0, 0, leeds),
	} {
		if got := bot.When(w, "en", at, now); got != want {
			t.Errorf("%s is said as %q, want %q", at, got, want)
		}
	}
}

func TestPersonIDTellsNothingWithoutTheKey(t *testing.T) {
	const phone = "+447700900123"
	a, b := bot.PersonID([]byte("one key"), phone), bot.PersonID([]byte("another"), phone)
	if a == b || a != bot.PersonID([]byte("one key"), phone) || strings.Contains(a, "7700900123") || !strings.HasPrefix(a, "person/") {
		t.Errorf("ids are %s and %s", a, b)
	}
}

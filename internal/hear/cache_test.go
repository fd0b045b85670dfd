package hear

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
)

// What was learned once is known the next time, and not where a word of it, or the
// program, is another, or the file is damaged.
func TestWhatWasLearnedIsKept(t *testing.T) {
	t.Parallel()
	folder := fstest.MapFS{}
	for name, content := range map[string]string{
		"hearing.en.yaml": listsOf(t, "en"), "hearing.cy.yaml": listsOf(t, "cy"),
		"heard/en/a.tsv": "offer\tgo on then\taccept\noffer\tcant this time\tdecline\noffer\tgo on\taccept\noffer\tcant today\tdecline\n",
		"heard/cy/a.tsv": "offer\tiawn te\taccept\noffer\tdim heddiw\tdecline\noffer\tiawn\taccept\noffer\tdim nawr\tdecline\n",
	} {
		folder[name] = &fstest.MapFile{Data: []byte(content)}
	}
	cache := Cache{Folder: filepath.Join(t.TempDir(), "kept"), Program: "this"}
	read := func() *Ears {
		t.Helper()
		es, err := Read(folder, nil, nil, cache)
		if err != nil {
			t.Fatal(err)
		}
		return es
	}
	kept := func() []string {
		t.Helper()
		files, err := filepath.Glob(filepath.Join(cache.Folder, "*"))
		if err != nil {
			t.Fatal(err)
		}
		return files
	}
	first := read()
	if len(kept()) != 1 {
		t.Fatalf("kept %v", kept())
	}
	file := kept()[0]
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	same := func(es *Ears) {
		t.Helper()
		for language, ear := range first.ears {
			for what, pair := range map[string][2]*judge{
				"meaning": {ear.judges.meaning, es.ears[language].judges.meaning}, "alarm": {ear.judges.alarm, es.ears[language].judges.alarm},
				"tongues": {first.tongues, es.tongues},
			} {
				if !bytes.Equal(packed(pair[0].weights), packed(pair[1].weights)) || pair[0].unit != pair[1].unit || len(pair[0].classes) != len(pair[1].classes) {
					t.Errorf("%s of %s is judged otherwise", what, language)
				}
			}
		}
		for _, text := range []string{"go on then love", "cant do today", "iawn diolch", "dim heddiw sori"} {
			c := heardAs{asked: "offer"}.context()
			if got, want := es.Hear(text, c), first.Hear(text, c); got.Meaning != want.Meaning || got.Language != want.Language {
				t.Errorf("%q is heard as %s in %s, was %s in %s", text, got.Meaning, got.Language, want.Meaning, want.Language)
			}
		}
	}
	before, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	same(read())
	if after, err := os.Stat(file); err != nil || !os.SameFile(before, after) {
		t.Errorf("what was kept was learned again (%v)", err)
	}

	raw[len(raw)-1] ^= 1
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	same(read())
	mended, err := os.ReadFile(file)
	if err != nil || bytes.Equal(mended, raw) {
		t.Errorf("a damaged file was taken for what was learned (%v)", err)
	}
	cache.Program = "another"
	same(read())
	if now := kept(); len(now) != 2 || !slices.Contains(now, file) {
		t.Errorf("of another program, %v is kept", now)
	}
	for n := range cachedAtMost {
		folder["heard/en/a.tsv"].Data = append(folder["heard/en/a.tsv"].Data, "offer\tdefinitely\taccept\n"...)
		read()
		if want := min(n+3, cachedAtMost); len(kept()) != want {
			t.Errorf("%d files are kept, want %d", len(kept()), want)
		}
	}
	if slices.Contains(kept(), file) {
		t.Error("what was learned first is still kept")
	}
	cache.Folder = filepath.Join(file, "cannot be a folder")
	read()
}

func listsOf(t *testing.T, language string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "flows", "wording", "hearing."+language+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

package posttest

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/post"
)

// documents reads every record, so many a page.
func documents(t *testing.T, s post.Store, limit int) (all []post.Record) {
	t.Helper()
	for after := ""; ; after = all[len(all)-1].ID {
		page, err := s.Documents(t.Context(), after, limit)
		if err != nil || len(page) > limit {
			t.Fatalf("%d documents after %q: %v, want at most %d", len(page), after, err, limit)
		}
		if len(page) == 0 {
			return all
		}
		all = append(all, page...)
	}
}

// factsInPages reads every fact, so many a page.
func factsInPages(t *testing.T, s post.Store, limit int) (all []post.Fact) {
	t.Helper()
	for after := ""; ; after = all[len(all)-1].ID {
		page, err := s.FactsAfter(t.Context(), after, limit)
		if err != nil || len(page) > limit {
			t.Fatalf("%d facts after %q: %v, want at most %d", len(page), after, err, limit)
		}
		if len(page) == 0 {
			return all
		}
		all = append(all, page...)
	}
}

func ids(all []post.Record) (ids []string) {
	for _, r := range all {
		ids = append(ids, r.ID)
	}
	return ids
}

// inOrder are ids in the order of their bytes, which is that of no language
// and not that of UTF-16: the last but one comes after it there.
var inOrder = []string{
	"Person/b", "a", "a b", "a-b", "a/b", "a/b/c", "a0", "aa", "person/10", "person/9", "person/B", "person/a",
	"person/a\u0301", "person/b", "person/z", "person/\u00e1", "person/ŵ", "task/李", "task/\uffee", "task/🙏🏿",
}

func pages(t *testing.T, s post.Store) {
	if page, err := s.Documents(t.Context(), "", 10); err != nil || len(page) > 0 {
		t.Errorf("an empty store has documents %v (%v)", page, err)
	}
	if page, err := s.FactsAfter(t.Context(), "", 10); err != nil || len(page) > 0 {
		t.Errorf("an empty store has facts %v (%v)", page, err)
	}
	records, facts := map[string]post.Record{}, map[string]post.Fact{}
	for i := range inOrder {
		id := inOrder[(i*7+3)%len(inOrder)] // 7 and 20 share no factor
		records[id] = post.Record{
			ID: id, Version: 1, Revision: i, Due: noon.Add(time.Duration(i) * time.Minute), Urgent: i%2 > 0, Held: i%3 > 0,
			Keys: []string{"k", id}, Rank: int64(-i), Summary: json.RawMessage(`{"a":1}`), Body: []byte(id), Parked: []byte{0, byte(i)},
		}
		if i%5 == 0 {
			records[id] = post.Record{ID: id, Version: 1, Body: []byte("{}")}
		}
		commit(t, s, records[id])
		facts[id] = post.Fact{ID: id, Kind: fmt.Sprint("kind ", i%3), At: noon.Add(-time.Duration(i) * time.Minute), Data: json.RawMessage(`{"b":2}`)}
		if err := s.Append(t.Context(), facts[id]); err != nil {
			t.Fatal(err)
		}
	}
	var wantRecords []post.Record
	var wantFacts []post.Fact
	for _, id := range inOrder {
		wantRecords, wantFacts = append(wantRecords, records[id]), append(wantFacts, facts[id])
	}
	for _, limit := range []int{1, 3, len(inOrder) - 1, len(inOrder), 1000} {
		same(t, fmt.Sprint("documents, a page of ", limit), documents(t, s, limit), wantRecords)
		same(t, fmt.Sprint("facts, a page of ", limit), factsInPages(t, s, limit), wantFacts)
	}
	for _, c := range []struct {
		after string
		limit int
		want  []string
	}{
		{"", 0, nil},
		{"a", 0, nil},
		{"person/", 2, []string{"person/10", "person/9"}},
		{"person/9", 2, []string{"person/B", "person/a"}},
		{"person/a", 1, []string{"person/a\u0301"}},
		{"person/y", 1, []string{"person/z"}},
		{"task/🙏🏿", 5, nil},
		{"zzz", 5, nil},
	} {
		page, err := s.Documents(t.Context(), c.after, c.limit)
		if err != nil {
			t.Fatal(err)
		}
		same(t, fmt.Sprintf("%d documents after %q", c.limit, c.after), ids(page), c.want)
		noted, err := s.FactsAfter(t.Context(), c.after, c.limit)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range noted {
			got = append(got, f.ID)
		}
		same(t, fmt.Sprintf("%d facts after %q", c.limit, c.after), got, c.want)
	}
}

// pagesBesideWriters reads again and again while every document is written on,
// others are made before, between and after them, and facts are appended.
func pagesBesideWriters(t *testing.T, s post.Store) {
	const kept, versions = 40, 12
	name := func(i int) string { return fmt.Sprintf("person/%02d", i) }
	for i := range kept {
		commit(t, s, post.Record{ID: name(i), Version: 1, Body: []byte("1"), Rank: 1, Keys: []string{"1"}})
		if err := s.Append(t.Context(), post.Fact{ID: name(i), Kind: "stood", At: noon}); err != nil {
			t.Fatal(err)
		}
	}
	var writers sync.WaitGroup
	var written atomic.Bool
	for i := range kept {
		writers.Go(func() {
			for v := int64(2); v <= versions; v++ {
				word := fmt.Sprint(v)
				if err := s.Commit(t.Context(), post.Record{ID: name(i), Version: v, Body: []byte(word), Rank: v, Keys: []string{word}}); err != nil {
					t.Errorf("%s version %d: %v", name(i), v, err)
				}
				if err := s.Commit(t.Context(), post.Record{ID: fmt.Sprintf("%s/%d", name(i), v), Version: 1}); err != nil {
					t.Errorf("a new document: %v", err)
				}
				if err := s.Append(t.Context(), post.Fact{ID: fmt.Sprintf("%s/%d", name(i), v), Kind: "new", At: noon}); err != nil {
					t.Errorf("a new fact: %v", err)
				}
			}
		})
	}
	var all sync.WaitGroup
	all.Go(func() { writers.Wait(); written.Store(true) })
	for last := false; !last; {
		last = written.Load()
		records, facts := documents(t, s, 7), factsInPages(t, s, 7)
		stood, noted := inOneVersion(t, records), onceEach(t, facts)
		if stood != kept || noted != kept {
			t.Errorf("%d documents and %d facts of %d came", stood, noted, kept)
		}
		if want := kept * versions; last && (len(records) != want || len(facts) != want) {
			t.Errorf("in the end %d documents and %d facts, want %d of each", len(records), len(facts), want)
		}
	}
	all.Wait()
}

// inOneVersion counts the documents that stood from the first; each is whole.
func inOneVersion(t *testing.T, records []post.Record) (stood int) {
	t.Helper()
	for i, r := range records {
		if i > 0 && records[i-1].ID >= r.ID {
			t.Errorf("%s comes after %s", r.ID, records[i-1].ID)
		}
		if strings.Count(r.ID, "/") > 1 {
			continue
		}
		stood++
		if v := fmt.Sprint(r.Version); string(r.Body) != v || r.Rank != r.Version || !slices.Equal(r.Keys, []string{v}) {
			t.Errorf("%s is of two versions at once: %+v", r.ID, r)
		}
	}
	return stood
}

// onceEach counts the facts that stood from the first.
func onceEach(t *testing.T, facts []post.Fact) (stood int) {
	t.Helper()
	for i, f := range facts {
		if i > 0 && facts[i-1].ID >= f.ID {
			t.Errorf("fact %s comes after %s", f.ID, facts[i-1].ID)
		}
		if f.Kind == "stood" {
			stood++
		}
	}
	return stood
}

func restored(t *testing.T, s post.Store) {
	if err := s.Restore(t.Context()); err != nil {
		t.Errorf("nothing to restore: %v", err)
	}
	full := post.Record{
		ID: "person/a", Version: 7, Revision: 3, Due: noon.Add(-1500 * time.Millisecond), Urgent: true, Held: true,
		Keys: []string{"near:LS6", "near:LS7"}, Rank: -7, Summary: json.RawMessage(`{"can":["dogs"]}`),
		Body: []byte{'{', 0, 0xff}, Parked: []byte(`[{"id":"x"}]`),
	}
	first := post.Record{ID: "person/b", Version: 1, Body: []byte("{}"), Keys: []string{"near:LS6"}}
	if err := s.Restore(t.Context(), full, first); err != nil {
		t.Fatal(err)
	}
	same(t, "what was restored", documents(t, s, 10), []post.Record{full, first})
	found, err := s.Find(t.Context(), post.Query{Keys: full.Keys, Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "found", lines(found), []string{"near:LS6 person/a -7", "near:LS6 person/b 0", "near:LS7 person/a -7"})
	due, err := s.Due(t.Context(), noon, 10)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "due", due, []string{"person/a"})

	for _, version := range []int64{1, 6, 7, 9} {
		if err := s.Commit(t.Context(), post.Record{ID: full.ID, Version: version}); !errors.Is(err, post.ErrConflict) {
			t.Errorf("version %d on a restored 7: %v, want ErrConflict", version, err)
		}
	}
	next := post.Record{ID: full.ID, Version: 8, Body: []byte("next")}
	commit(t, s, next)
	same(t, "written on", load(t, s, full.ID), next)
}

func restoredAgain(t *testing.T, s post.Store) {
	var all []post.Record
	for i := range 200 {
		all = append(all, post.Record{ID: fmt.Sprintf("person/%03d", i), Version: int64(i%9 + 1), Body: fmt.Appendf(nil, "%d", i), Keys: []string{"all"}, Rank: int64(i)})
	}
	if err := s.Restore(t.Context(), all[:150]...); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if err := s.Restore(t.Context(), all[50:]...); err != nil {
				t.Errorf("restored again: %v", err)
			}
		})
	}
	wg.Wait()
	same(t, "restored again", documents(t, s, 64), all)

	changed := all[0]
	changed.Body = []byte("of the same version")
	if err := s.Restore(t.Context(), changed); err != nil {
		t.Errorf("one of the same version: %v", err)
	}
	for _, version := range []int64{-1, 0, 2, 100} {
		other := all[0]
		other.Version, other.Body = version, []byte("of another version")
		if err := s.Restore(t.Context(), other); !errors.Is(err, post.ErrConflict) {
			t.Errorf("version %d over 1: %v, want ErrConflict", version, err)
		}
	}
	if err := s.Restore(t.Context(), post.Record{ID: "person/new", Body: []byte("of no version")}); !errors.Is(err, post.ErrConflict) {
		t.Errorf("a record of no version: %v, want ErrConflict", err)
	}
	same(t, "what stood is left", documents(t, s, 64), all)
	found, err := s.Find(t.Context(), post.Query{Keys: []string{"all"}, Limit: 1000})
	if err != nil || len(found) != len(all) {
		t.Errorf("%d found (%v), want %d", len(found), err, len(all))
	}
}

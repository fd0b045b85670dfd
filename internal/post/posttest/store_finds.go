package posttest

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/post"
)

func dueOrder(t *testing.T, s post.Store) {
	at := func(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }
	for _, r := range []post.Record{
		{ID: "a/late", Due: at(-5)},
		{ID: "a/later", Due: at(-9)},
		{ID: "a/never"},
		{ID: "a/now", Due: at(0)},
		{ID: "a/soon", Due: noon.Add(time.Millisecond)},
		{ID: "a/urgent", Due: at(-1), Urgent: true},
		{ID: "a/urgenter", Due: at(-2), Urgent: true},
		{ID: "a/urgent soon", Due: at(1), Urgent: true},
		{ID: "a/urgent never", Urgent: true},
	} {
		r.Version = 1
		commit(t, s, r)
	}
	due := func(what string, when time.Time, limit int, want ...string) {
		t.Helper()
		ids, err := s.Due(t.Context(), when, limit)
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
		same(t, what, ids, want)
	}
	due("at noon", noon, 10, "a/urgenter", "a/urgent", "a/later", "a/late", "a/now")
	due("at most one", noon, 1, "a/urgenter")
	due("at most three", noon, 3, "a/urgenter", "a/urgent", "a/later")
	due("at most none", noon, 0)
	due("before all", at(-60), 10)
	due("a millisecond on", noon.Add(time.Millisecond), 10, "a/urgenter", "a/urgent", "a/later", "a/late", "a/now", "a/soon")

	commit(t, s, post.Record{ID: "a/urgenter", Version: 2})
	commit(t, s, post.Record{ID: "a/later", Version: 2, Due: at(30)})
	commit(t, s, post.Record{ID: "a/late", Version: 2, Due: at(-5), Urgent: true})
	due("after changes", noon, 10, "a/late", "a/urgent", "a/now")
}

func findByRank(t *testing.T, s post.Store) {
	for _, r := range []post.Record{
		{ID: "person/a", Rank: 3, Keys: []string{"LS6"}, Summary: json.RawMessage(`{"n":1}`)},
		{ID: "person/b", Rank: 1, Keys: []string{"LS6", "LS7"}},
		{ID: "person/c", Rank: -2, Keys: []string{"LS7"}},
		{ID: "person/d", Rank: 2, Keys: []string{"LS6", "LS6"}},
		{ID: "person/e", Rank: 3, Keys: []string{"LS6"}},
		{ID: "person/f", Rank: 0},
	} {
		r.Version = 1
		commit(t, s, r)
	}
	for _, c := range []struct {
		what  string
		query post.Query
		want  []string
	}{
		{"lowest rank first, then by id", post.Query{Keys: []string{"LS6"}, Limit: 10}, []string{"LS6 person/b 1", "LS6 person/d 2", "LS6 person/a 3", "LS6 person/e 3"}},
		{"no more than the limit", post.Query{Keys: []string{"LS6"}, Limit: 2}, []string{"LS6 person/b 1", "LS6 person/d 2"}},
		{"the limit is each key's own, in the order asked", post.Query{Keys: []string{"LS7", "LS6"}, Limit: 1}, []string{"LS7 person/c -2", "LS6 person/b 1"}},
		{"nobody under the key", post.Query{Keys: []string{"LS"}, Limit: 10}, nil},
		{"no key", post.Query{Limit: 10}, nil},
		{"no limit finds nobody", post.Query{Keys: []string{"LS6"}}, nil},
	} {
		found, err := s.Find(t.Context(), c.query)
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
		}
		same(t, c.what, lines(found), c.want)
	}
	found, err := s.Find(t.Context(), post.Query{Keys: []string{"LS6"}, Limit: 3})
	if err != nil || len(found) != 3 || string(found[2].Summary) != `{"n":1}` || len(found[0].Summary) != 0 {
		t.Errorf("summaries do not travel with the answer: %v, %v", found, err)
	}
}

func lines(found []post.Found) []string {
	var out []string
	for _, f := range found {
		out = append(out, fmt.Sprintf("%s %s %d", f.Key, f.ID, f.Rank))
	}
	return out
}

func keysChange(t *testing.T, s post.Store) {
	r := post.Record{ID: "person/a"}
	other := post.Record{ID: "person/b", Version: 1, Rank: 5, Keys: []string{"on", "LS6"}}
	commit(t, s, other)
	for _, step := range []struct {
		what    string
		keys    []string
		rank    int64
		summary string
		want    []string // under on, then under LS6
	}{
		{"made without keys", nil, 1, "", []string{"on person/b 5", "LS6 person/b 5"}},
		{"keys added", []string{"on", "LS6"}, 1, `1`, []string{"on person/a 1", "on person/b 5", "LS6 person/a 1", "LS6 person/b 5"}},
		{"nothing changed", []string{"on", "LS6"}, 1, `1`, []string{"on person/a 1", "on person/b 5", "LS6 person/a 1", "LS6 person/b 5"}},
		{"the rank alone", []string{"on", "LS6"}, 9, `1`, []string{"on person/b 5", "on person/a 9", "LS6 person/b 5", "LS6 person/a 9"}},
		{"the summary alone", []string{"on", "LS6"}, 9, `2`, []string{"on person/b 5", "on person/a 9", "LS6 person/b 5", "LS6 person/a 9"}},
		{"one key gone", []string{"LS6"}, 9, `2`, []string{"on person/b 5", "LS6 person/b 5", "LS6 person/a 9"}},
		{"a key for a key, and the rank", []string{"on"}, 2, `2`, []string{"on person/a 2", "on person/b 5", "LS6 person/b 5"}},
		{"all keys gone", nil, 2, "", []string{"on person/b 5", "LS6 person/b 5"}},
	} {
		r.Version++
		r.Keys, r.Rank, r.Summary = step.keys, step.rank, nil
		if step.summary != "" {
			r.Summary = json.RawMessage(step.summary)
		}
		commit(t, s, r)
		found, err := s.Find(t.Context(), post.Query{Keys: []string{"on", "LS6"}, Limit: 10})
		if err != nil {
			t.Fatalf("%s: %v", step.what, err)
		}
		same(t, step.what, lines(found), step.want)
		for _, f := range found {
			if f.ID == r.ID && string(f.Summary) != step.summary {
				t.Errorf("%s: the summary is %s, want %s", step.what, f.Summary, step.summary)
			}
		}
	}
	if err := s.Commit(t.Context(), post.Record{ID: r.ID, Version: 3, Keys: []string{"on"}}); !errors.Is(err, post.ErrConflict) {
		t.Errorf("an old version: %v, want ErrConflict", err)
	}
	found, err := s.Find(t.Context(), post.Query{Keys: []string{"on"}, Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "a conflict changes no keys", lines(found), []string{"on person/b 5"})
}

func factsOnce(t *testing.T, s post.Store) {
	first := post.Fact{ID: "task/a@1/0", Kind: "done", At: noon, Data: json.RawMessage(`{"minutes":20}`)}
	second := post.Fact{ID: "task/a@2/0", Kind: "done", At: noon.Add(time.Second)}
	changed := first
	changed.Data = json.RawMessage(`{"minutes":99}`)
	for _, facts := range [][]post.Fact{{}, {first}, {first}, {changed, second}, {second, second}} {
		if err := s.Append(t.Context(), facts...); err != nil {
			t.Fatalf("append: %v", err)
		}
	}
	got, err := s.Facts(t.Context(), "done", noon, 10)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "the first stands", got, []post.Fact{first, second})
}

func factsSince(t *testing.T, s post.Store) {
	fact := func(id, kind string, after time.Duration) post.Fact {
		return post.Fact{ID: id, Kind: kind, At: noon.Add(after)}
	}
	err := s.Append(t.Context(), fact("c", "done", time.Hour), fact("a", "done", time.Millisecond), fact("b", "done", 0),
		fact("e", "done", time.Minute), fact("d", "done", time.Minute), fact("f", "offered", 0))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what  string
		kind  string
		since time.Time
		limit int
		want  string
	}{
		{"all of a kind", "done", time.Time{}, 10, "b a d e c"},
		{"since a time, which counts", "done", noon.Add(time.Millisecond), 10, "a d e c"},
		{"no more than the limit", "done", noon, 2, "b a"},
		{"another kind", "offered", noon, 10, "f"},
		{"a kind that never was", "lost", noon, 10, ""},
		{"after all", "done", noon.Add(2 * time.Hour), 10, ""},
	} {
		got, err := s.Facts(t.Context(), c.kind, c.since, c.limit)
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
		}
		var ids []string
		for _, f := range got {
			ids = append(ids, f.ID)
		}
		if d := fmt.Sprint(ids); d != "["+c.want+"]" {
			t.Errorf("%s: %v, want [%s]", c.what, d, c.want)
		}
	}
}

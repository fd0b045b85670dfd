package posttest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/goodturn/goodturn/internal/post"
)

// noon is when the suite's documents live.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// Store is the conformance suite of post.Store. Open returns a new, empty
// store each time; the suite closes it.
func Store(t *testing.T, open func(t *testing.T) post.Store) {
	for _, c := range []struct {
		name string
		test func(*testing.T, post.Store)
	}{
		{"a record comes back as it went in", roundTrip},
		{"a record is written once for each version", compareAndSet},
		{"one of many writers wins each version", oneWinner},
		{"many documents are written at once", manyAtOnce},
		{"what is due comes urgent first, then longest overdue", dueOrder},
		{"a document is found under its keys, by rank", findByRank},
		{"keys and ranks change with the document", keysChange},
		{"a fact stands once", factsOnce},
		{"facts come by kind since a time, oldest first", factsSince},
		{"a large document", largeDocument},
		{"words in any script", anyScript},
		{"a caller's buffers stay the caller's", buffers},
		{"a cancelled context", cancelled},
		{"a context that ends under way", cancelledUnderWay},
		{"the store's clock", clock},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t)
			t.Cleanup(func() {
				if err := s.Close(); err != nil {
					t.Errorf("close: %v", err)
				}
			})
			c.test(t, s)
		})
	}
}

func commit(t *testing.T, s post.Store, r post.Record) {
	t.Helper()
	if err := s.Commit(t.Context(), r); err != nil {
		t.Fatalf("commit %s version %d: %v", r.ID, r.Version, err)
	}
}

func load(t *testing.T, s post.Store, id string) post.Record {
	t.Helper()
	r, err := s.Load(t.Context(), id)
	if err != nil {
		t.Fatalf("load %s: %v", id, err)
	}
	return r
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.EquateApproxTime(0)); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func roundTrip(t *testing.T, s post.Store) {
	if _, err := s.Load(t.Context(), "person/nobody"); !errors.Is(err, post.ErrNotFound) {
		t.Errorf("load of a document that is not there: %v, want ErrNotFound", err)
	}
	full := post.Record{
		ID: "person/a", Version: 1, Revision: 3, Due: noon.Add(1500 * time.Millisecond), Urgent: true, Held: true,
		Keys: []string{"near:LS6", "near:LS7"}, Rank: -7, Summary: json.RawMessage(`{"can":["dogs"]}`),
		Body: []byte(`{"state":"new"}`), Parked: []byte(`[{"id":"x"}]`),
	}
	commit(t, s, full)
	same(t, "every field set", load(t, s, full.ID), full)

	bare := post.Record{ID: "person/b", Version: 1, Body: []byte("{}")}
	commit(t, s, bare)
	same(t, "nothing but a body", load(t, s, bare.ID), bare)

	full.Version, full.Parked = 2, nil
	commit(t, s, full)
	same(t, "parked letters taken out", load(t, s, full.ID), full)

	emptied := post.Record{ID: full.ID, Version: 3, Body: []byte("{}")}
	commit(t, s, emptied)
	same(t, "every field emptied", load(t, s, full.ID), emptied)

	bytesOnly := post.Record{ID: "person/c", Version: 1, Body: []byte{0, 1, 2, 0xff, 0xfe, 0}, Parked: []byte{0, 0xff}}
	commit(t, s, bytesOnly)
	same(t, "bytes that are no text", load(t, s, bytesOnly.ID), bytesOnly)
}

func compareAndSet(t *testing.T, s post.Store) {
	write := func(version int64, body string) error {
		return s.Commit(t.Context(), post.Record{ID: "task/a", Version: version, Body: []byte(body)})
	}
	for _, step := range []struct {
		version int64
		body    string
		want    error
		stands  string
	}{
		{2, "no document yet", post.ErrConflict, ""},
		{1, "first", nil, "first"},
		{1, "first again", post.ErrConflict, "first"},
		{3, "one left out", post.ErrConflict, "first"},
		{0, "no version", post.ErrConflict, "first"},
		{2, "second", nil, "second"},
		{2, "second again", post.ErrConflict, "second"},
		{3, "third", nil, "third"},
	} {
		if err := write(step.version, step.body); !errors.Is(err, step.want) {
			t.Errorf("version %d %q: %v, want %v", step.version, step.body, err, step.want)
		}
		r, err := s.Load(t.Context(), "task/a")
		if step.stands == "" {
			if !errors.Is(err, post.ErrNotFound) {
				t.Errorf("after %q: %v, want ErrNotFound", step.body, err)
			}
			continue
		}
		if string(r.Body) != step.stands || err != nil {
			t.Errorf("after %q: %q stands (%v), want %q", step.body, r.Body, err, step.stands)
		}
	}
}

func oneWinner(t *testing.T, s post.Store) {
	const writers, versions = 64, 5
	for version := int64(1); version <= versions; version++ {
		var wg sync.WaitGroup
		errs := make([]error, writers)
		for i := range writers {
			wg.Go(func() {
				errs[i] = s.Commit(t.Context(), post.Record{ID: "task/a", Version: version, Body: fmt.Appendf(nil, "%d by %d", version, i)})
			})
		}
		wg.Wait()
		winner := -1
		for i, err := range errs {
			switch {
			case err == nil && winner < 0:
				winner = i
			case err == nil:
				t.Errorf("version %d was written by %d and by %d", version, winner, i)
			case !errors.Is(err, post.ErrConflict):
				t.Errorf("version %d, writer %d: %v, want ErrConflict", version, i, err)
			}
		}
		same(t, "what the winner wrote", string(load(t, s, "task/a").Body), fmt.Sprintf("%d by %d", version, winner))
	}
}

func manyAtOnce(t *testing.T, s post.Store) {
	const documents, versions = 100, 5
	var wg sync.WaitGroup
	for i := range documents {
		wg.Go(func() {
			for v := int64(1); v <= versions; v++ {
				r := post.Record{ID: fmt.Sprintf("person/%d", i), Version: v, Body: fmt.Appendf(nil, "%d/%d", i, v), Keys: []string{"all"}, Rank: int64(i)}
				if err := s.Commit(t.Context(), r); err != nil {
					t.Errorf("%s version %d: %v", r.ID, v, err)
				}
				if err := s.Append(t.Context(), post.Fact{ID: fmt.Sprintf("%d/%d", i, v), Kind: "met", At: noon}); err != nil {
					t.Errorf("append: %v", err)
				}
				got, err := s.Load(t.Context(), r.ID)
				if err != nil || got.Version != v {
					t.Errorf("%s read back at version %d (%v), want %d", r.ID, got.Version, err, v)
				}
			}
		})
	}
	wg.Wait()
	found, err := s.Find(t.Context(), post.Query{Keys: []string{"all"}, Limit: 1000})
	if len(found) != documents || err != nil {
		t.Errorf("found %d documents (%v), want %d", len(found), err, documents)
	}
	facts, err := s.Facts(t.Context(), "met", noon, 1000)
	if len(facts) != documents*versions || err != nil {
		t.Errorf("found %d facts (%v), want %d", len(facts), err, documents*versions)
	}
}

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

func largeDocument(t *testing.T, s post.Store) {
	body := bytes.Repeat([]byte("0123456789abcdef"), 1<<16) // 1 MB
	commit(t, s, post.Record{ID: "person/a", Version: 1, Body: body})
	body[len(body)-1] = '!'
	commit(t, s, post.Record{ID: "person/a", Version: 2, Body: body, Keys: []string{"k"}})
	if r := load(t, s, "person/a"); !bytes.Equal(r.Body, body) {
		t.Errorf("%d bytes came back changed", len(r.Body))
	}
}

func anyScript(t *testing.T, s post.Store) {
	r := post.Record{
		ID: "person/Siân-Ó-李-👩🏽‍🦽", Version: 1,
		Keys:    []string{"Tŷ'r \"Ysgol\" \\ , [LS6]", "مرحبا", "a/b#c?d=%20&e", "line\nbreak"},
		Summary: json.RawMessage(`{"name":"Łukasz \"O'Neil\" 🚲"}`),
		Body:    []byte(`{"said":"ŵ ŷ “quoted” \u0000 🙏🏿"}`),
		Parked:  []byte("দরকার"),
	}
	commit(t, s, r)
	same(t, "the record", load(t, s, r.ID), r)
	found, err := s.Find(t.Context(), post.Query{Keys: r.Keys, Limit: 5})
	if err != nil || len(found) != len(r.Keys) {
		t.Fatalf("found %v under its %d keys: %v", found, len(r.Keys), err)
	}
	same(t, "the id in an answer", found[0].ID, r.ID)
	fact := post.Fact{ID: "词/1", Kind: "gwnaethpwyd ✓", At: noon, Data: json.RawMessage(`"é"`)}
	if err := s.Append(t.Context(), fact); err != nil {
		t.Fatal(err)
	}
	facts, err := s.Facts(t.Context(), fact.Kind, noon, 5)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "the fact", facts, []post.Fact{fact})
}

func buffers(t *testing.T, s post.Store) {
	r := post.Record{ID: "person/a", Version: 1, Body: []byte("kept"), Parked: []byte("kept"), Keys: []string{"kept"}, Summary: json.RawMessage(`"kept"`)}
	commit(t, s, r)
	spoil := func(r post.Record) {
		clear(r.Body)
		clear(r.Parked)
		clear(r.Summary)
		r.Keys[0] = "spoilt"
	}
	spoil(r)
	spoil(load(t, s, "person/a"))
	got := load(t, s, "person/a")
	if string(got.Body) != "kept" || string(got.Parked) != "kept" || string(got.Summary) != `"kept"` || !slices.Equal(got.Keys, []string{"kept"}) {
		t.Errorf("the store shares bytes with its callers: %+v", got)
	}
}

func cancelled(t *testing.T, s post.Store) {
	commit(t, s, post.Record{ID: "person/a", Version: 1, Body: []byte("1")})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	calls := map[string]func() error{
		"load":   func() error { _, err := s.Load(ctx, "person/a"); return err },
		"commit": func() error { return s.Commit(ctx, post.Record{ID: "person/a", Version: 2, Body: []byte("2")}) },
		"due":    func() error { _, err := s.Due(ctx, noon, 1); return err },
		"find":   func() error { _, err := s.Find(ctx, post.Query{Keys: []string{"k"}, Limit: 1}); return err },
		"append": func() error { return s.Append(ctx, post.Fact{ID: "f", Kind: "done", At: noon}) },
		"facts":  func() error { _, err := s.Facts(ctx, "done", noon, 1); return err },
	}
	for name, call := range calls {
		if err := call(); !errors.Is(err, context.Canceled) || errors.Is(err, post.ErrUnknown) || errors.Is(err, post.ErrConflict) {
			t.Errorf("%s: %v, want context.Canceled alone", name, err)
		}
	}
	same(t, "what stands", string(load(t, s, "person/a").Body), "1")
	if facts, err := s.Facts(t.Context(), "done", noon, 1); len(facts) > 0 || err != nil {
		t.Errorf("facts %v (%v), want none", facts, err)
	}
}

// cancelledUnderWay cancels writers at every stage of their work. Each must
// end, and say truly what it knows: nil is written, unknown is either, and
// anything else is not written.
func cancelledUnderWay(t *testing.T, s post.Store) {
	const writers = 200
	errs := make([]error, writers)
	var wg sync.WaitGroup
	for i := range writers {
		ctx, cancel := context.WithCancel(t.Context())
		wg.Go(func() {
			errs[i] = s.Commit(ctx, post.Record{ID: fmt.Sprintf("person/%d", i), Version: 1, Body: []byte("1")})
		})
		wg.Go(cancel)
	}
	wg.Wait()
	// One more write, so that what is under way has landed.
	commit(t, s, post.Record{ID: "person/last", Version: 1})
	for i, told := range errs {
		_, err := s.Load(t.Context(), fmt.Sprintf("person/%d", i))
		if err != nil && !errors.Is(err, post.ErrNotFound) {
			t.Fatal(err)
		}
		written := err == nil
		switch {
		case told == nil && !written:
			t.Errorf("writer %d was told that it wrote, and nothing stands", i)
		case told != nil && !errors.Is(told, post.ErrUnknown) && written:
			t.Errorf("writer %d was told %v, and its write stands", i, told)
		}
	}
}

func clock(t *testing.T, s post.Store) {
	first, err := s.Time(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.Time(t.Context())
	if err != nil || first.IsZero() || second.Before(first) {
		t.Errorf("the clock says %v, then %v (%v)", first, second, err)
	}
}

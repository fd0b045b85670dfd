package posttest

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
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
		{"documents and facts come in pages, by their ids' bytes", pages},
		{"pages beside writers", pagesBesideWriters},
		{"records are restored as they are", restored},
		{"records are restored twice, and by two at once", restoredAgain},
		{"a large document", largeDocument},
		{"keys and ids of any length", longKeys},
		{"a document at the size limit", sizeLimit},
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

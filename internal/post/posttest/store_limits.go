package posttest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/goodturn/goodturn/internal/post"
)

// longKeys goes past what indexes take in many stores: 1,024 bytes, 2,704,
// and a page.
func longKeys(t *testing.T, s post.Store) {
	for i, n := range []int{1000, 1024, 3000, 20_000} {
		long := strings.Repeat("k", n)
		r := post.Record{ID: fmt.Sprintf("person/%d", i), Version: 1, Rank: int64(i), Keys: []string{long + "1", long + "2", "short"}, Body: []byte("{}")}
		commit(t, s, r)
		same(t, fmt.Sprintf("with keys of %d bytes", n), load(t, s, r.ID), r)
		found, err := s.Find(t.Context(), post.Query{Keys: []string{long + "2", long}, Limit: 5})
		if err != nil {
			t.Fatal(err)
		}
		same(t, fmt.Sprintf("under a key of %d bytes", n), lines(found), []string{fmt.Sprintf("%s2 %s %d", long, r.ID, i)})
	}
	id := "person/" + strings.Repeat("i", 1500)
	commit(t, s, post.Record{ID: id, Version: 1, Keys: []string{"short"}})
	commit(t, s, post.Record{ID: id, Version: 2, Keys: []string{"short"}, Rank: -1})
	if found, err := s.Find(t.Context(), post.Query{Keys: []string{"short"}, Limit: 1}); err != nil || len(found) != 1 || found[0].ID != id {
		t.Errorf("a long id is not found (%v)", err)
	}
}

// sizeLimit asks for 15 MB. More may be refused, by an error that says that
// nothing was written; the store goes on.
func sizeLimit(t *testing.T, s post.Store) {
	most := post.Record{ID: "person/a", Version: 1, Body: bytes.Repeat([]byte("0123456789abcdef"), 15<<16)}
	commit(t, s, most)
	if r := load(t, s, most.ID); !bytes.Equal(r.Body, most.Body) {
		t.Errorf("%d bytes came back changed", len(r.Body))
	}
	more := post.Record{ID: most.ID, Version: 2, Body: bytes.Repeat([]byte("x"), 17<<20)}
	stands := most
	switch err := s.Commit(t.Context(), more); {
	case err == nil:
		stands = more
	case errors.Is(err, post.ErrUnknown), errors.Is(err, post.ErrConflict), !strings.Contains(err.Error(), most.ID):
		t.Errorf("17 MB: %v, want an error of its own that names the document", err)
	}
	if r := load(t, s, most.ID); r.Version != stands.Version || len(r.Body) != len(stands.Body) {
		t.Errorf("version %d with %d bytes stands, want version %d with %d", r.Version, len(r.Body), stands.Version, len(stands.Body))
	}
	commit(t, s, post.Record{ID: most.ID, Version: stands.Version + 1, Body: []byte("{}")})
	commit(t, s, post.Record{ID: "person/b", Version: 1, Body: []byte("{}")})
	if found, err := s.Due(t.Context(), noon, 5); err != nil || len(found) > 0 {
		t.Errorf("due: %v (%v), want none", found, err)
	}
}

package posttest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/goodturn/goodturn/internal/post"
)

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

func cancelled(t *testing.T, s post.Store) {
	commit(t, s, post.Record{ID: "person/a", Version: 1, Body: []byte("1")})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	calls := map[string]func() error{
		"load":        func() error { _, err := s.Load(ctx, "person/a"); return err },
		"commit":      func() error { return s.Commit(ctx, post.Record{ID: "person/a", Version: 2, Body: []byte("2")}) },
		"due":         func() error { _, err := s.Due(ctx, noon, 1); return err },
		"find":        func() error { _, err := s.Find(ctx, post.Query{Keys: []string{"k"}, Limit: 1}); return err },
		"append":      func() error { return s.Append(ctx, post.Fact{ID: "f", Kind: "done", At: noon}) },
		"facts":       func() error { _, err := s.Facts(ctx, "done", noon, 1); return err },
		"documents":   func() error { _, err := s.Documents(ctx, "", 1); return err },
		"facts after": func() error { _, err := s.FactsAfter(ctx, "", 1); return err },
		"restore": func() error {
			return s.Restore(ctx, post.Record{ID: "person/b", Version: 1}, post.Record{ID: "person/c", Version: 9})
		},
	}
	for name, call := range calls {
		if err := call(); !errors.Is(err, context.Canceled) || errors.Is(err, post.ErrUnknown) || errors.Is(err, post.ErrConflict) {
			t.Errorf("%s: %v, want context.Canceled alone", name, err)
		}
	}
	same(t, "what stands", string(load(t, s, "person/a").Body), "1")
	same(t, "all that stands", ids(documents(t, s, 10)), []string{"person/a"})
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

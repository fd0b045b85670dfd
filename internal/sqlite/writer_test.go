package sqlite

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/goodturn/goodturn/internal/post"
)

type stopped time.Time

func (s stopped) Now() time.Time { return time.Time(s) }

func openHere(t *testing.T) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "goodturn.db"), stopped(time.Unix(1e9, 0)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// always executes a statement on the writer's connection.
func (s *Store) always(t *testing.T, statement string) {
	t.Helper()
	prepared, err := s.writer.conn.Prepare(statement)
	if err != nil {
		t.Fatal(err)
	}
	defer prepared.Close()
	if _, err := s.writer.exec(prepared); err != nil {
		t.Fatal(err)
	}
}

func TestDiskFull(t *testing.T) {
	s := openHere(t)
	if err := s.Commit(t.Context(), post.Record{ID: "person/a", Version: 1, Body: []byte("small")}); err != nil {
		t.Fatal(err)
	}
	s.always(t, "PRAGMA max_page_count = 1")
	large := post.Record{ID: "person/a", Version: 2, Body: make([]byte, 1<<20)}
	err := s.Commit(t.Context(), large)
	want := fmt.Sprintf("the disk is full: the store %s cannot grow; make room", s.path)
	if err == nil || err.Error() != want || errors.Is(err, post.ErrUnknown) {
		t.Errorf("\n got %v\nwant %s", err, want)
	}
	if r, err := s.Load(t.Context(), "person/a"); err != nil || r.Version != 1 {
		t.Errorf("%+v stands (%v), want version 1", r, err)
	}
	s.always(t, "PRAGMA max_page_count = 1000000")
	if err := s.Commit(t.Context(), large); err != nil {
		t.Errorf("when there is room again: %v", err)
	}
}

func TestReadOnly(t *testing.T) {
	s := openHere(t)
	s.always(t, "PRAGMA query_only = 1")
	err := s.Commit(t.Context(), post.Record{ID: "person/a", Version: 1})
	want := fmt.Sprintf("the store %s is read-only; let this user write to it and to its folder", s.path)
	if err == nil || err.Error() != want {
		t.Errorf("\n got %v\nwant %s", err, want)
	}
}

// A deferred constraint fails at the end of the transaction, when every
// statement has been done: nobody is told that nothing was written.
func TestCommitFails(t *testing.T) {
	s := openHere(t)
	s.always(t, "PRAGMA foreign_keys = 1")
	s.always(t, "CREATE TABLE parents (id TEXT PRIMARY KEY)")
	s.always(t, "CREATE TABLE children (id TEXT REFERENCES parents DEFERRABLE INITIALLY DEFERRED)")
	s.always(t, "CREATE TRIGGER spoil AFTER INSERT ON documents WHEN NEW.id = 'person/bad' BEGIN INSERT INTO children VALUES ('orphan'); END")
	first := &write{record: &post.Record{ID: "person/good", Version: 1}}
	second := &write{record: &post.Record{ID: "person/bad", Version: 1}}
	unknown, err := s.writer.commit([]*write{first, second})
	if err == nil || !unknown {
		t.Errorf("the transaction's end failed and the group was told %v, unknown: %v", err, unknown)
	}
	if err := s.Commit(t.Context(), *second.record); !errors.Is(err, post.ErrUnknown) {
		t.Errorf("told %v, want ErrUnknown", err)
	}
	if err := s.Commit(t.Context(), *first.record); err != nil {
		t.Errorf("the connection is of no more use: %v", err)
	}
}

// One record that cannot be written takes nothing from those beside it.
func TestOneBadRecordInAGroup(t *testing.T) {
	s := openHere(t)
	s.always(t, "CREATE TRIGGER refuse BEFORE INSERT ON documents WHEN NEW.id = 'person/bad' BEGIN SELECT RAISE(ABORT, 'no'); END")
	group := []*write{
		{record: &post.Record{ID: "person/a", Version: 1}},
		{record: &post.Record{ID: "person/bad", Version: 1}},
		{record: &post.Record{ID: "person/late", Version: 9}},
		{facts: []post.Fact{{ID: "f", Kind: "done"}}},
		{record: &post.Record{ID: "person/b", Version: 1}},
	}
	if unknown, err := s.writer.commit(group); err != nil || unknown {
		t.Fatalf("the group failed: %v", err)
	}
	for i, want := range []string{"", "no", post.ErrConflict.Error(), "", ""} {
		err := group[i].err
		if (want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("write %d: %v, want %q", i, err, want)
		}
	}
	for _, id := range []string{"person/a", "person/b"} {
		if _, err := s.Load(t.Context(), id); err != nil {
			t.Errorf("load %s: %v", id, err)
		}
	}
	if _, err := s.Load(t.Context(), "person/bad"); !errors.Is(err, post.ErrNotFound) {
		t.Errorf("load of the bad one: %v, want ErrNotFound", err)
	}
}

// What waits while the writer is busy is written together, 64 at most.
func TestGroups(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &Store{writes: make(chan *write), closing: make(chan struct{})}
		for i := range 100 {
			go func() { s.writes <- &write{record: &post.Record{ID: fmt.Sprint(i)}} }()
		}
		synctest.Wait()
		first, second := len(s.gather(nil)), len(s.gather(nil))
		if first != 64 || second != 36 {
			t.Errorf("100 waiting writes were taken as %d and %d, want 64 and 36", first, second)
		}
	})
}

// Facts wait a little for a commit to ride with, and go alone if none comes.
func TestFactsRide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &Store{writes: make(chan *write), closing: make(chan struct{})}
		hand := func(after time.Duration, w *write) {
			go func() {
				time.Sleep(after)
				s.writes <- w
			}()
		}
		fact, record := &write{facts: []post.Fact{{ID: "f"}}}, &write{record: &post.Record{}}
		for _, c := range []struct {
			what  string
			after time.Duration
			with  *write
			took  time.Duration
			group int
		}{
			{"a commit comes", rideWithin / 2, record, rideWithin / 2, 2},
			{"more facts come", rideWithin / 2, fact, rideWithin, 2},
			{"a commit comes too late", 2 * rideWithin, record, rideWithin, 1},
		} {
			began := time.Now()
			hand(0, fact)
			hand(c.after, c.with)
			group := s.gather(nil)
			if took := time.Since(began); len(group) != c.group || took != c.took {
				t.Errorf("%s: %d were written after %v, want %d after %v", c.what, len(group), took, c.group, c.took)
			}
			if c.group == 1 {
				s.gather(nil)
			}
		}
		began := time.Now()
		hand(0, record)
		if s.gather(nil); time.Since(began) != 0 {
			t.Errorf("a commit waited %v, want not at all", time.Since(began))
		}
	})
}

// A context that ends after the writer took the write leaves it unknown; one
// that ends before leaves nothing.
func TestContextEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &Store{writes: make(chan *write), closing: make(chan struct{})}
		for _, taken := range []bool{false, true} {
			ctx, cancel := context.WithCancel(t.Context())
			told := make(chan error)
			go func() { told <- s.Commit(ctx, post.Record{ID: "person/a", Version: 1}) }()
			synctest.Wait()
			if taken {
				<-s.writes
				synctest.Wait()
			}
			cancel()
			err := <-told
			if errors.Is(err, post.ErrUnknown) != taken || !errors.Is(err, context.Canceled) {
				t.Errorf("taken by the writer: %v; told %v", taken, err)
			}
		}
	})
}

// Closing while writers write: each is answered, and truly.
func TestCloseUnderLoad(t *testing.T) {
	defer goleak.VerifyNone(t)
	path := filepath.Join(t.TempDir(), "goodturn.db")
	s, err := Open(path, stopped(time.Unix(1e9, 0)))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	written := make([]int64, 16)
	for i := range written {
		wg.Go(func() {
			for v := int64(1); ; v++ {
				if err := s.Commit(t.Context(), post.Record{ID: fmt.Sprint(i), Version: v}); err != nil {
					if !errors.Is(err, errClosed) {
						t.Errorf("told %v, want that the store is closed", err)
					}
					return
				}
				written[i] = v
				if i == 0 && v == 20 {
					go s.Close()
				}
			}
		})
	}
	wg.Wait()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(path, stopped(time.Unix(1e9, 0)))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	for i, v := range written {
		r, err := again.Load(t.Context(), fmt.Sprint(i))
		if v > 0 && (err != nil || r.Version != v) {
			t.Errorf("document %d stands at version %d (%v), and %d was acknowledged", i, r.Version, err, v)
		}
	}
}

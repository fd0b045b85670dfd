package sqlite_test

import (
	"io"
	"path/filepath"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
	"github.com/goodturn/goodturn/internal/sqlite"
)

type stopped time.Time

func (s stopped) Now() time.Time { return time.Time(s) }

var noon = stopped(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))

func open(t testing.TB, path string) *sqlite.Store {
	t.Helper()
	return openBy(t, path, noon)
}

func openBy(t testing.TB, path string, clock post.Clock) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(path, clock)
	if err != nil {
		t.Fatal(err)
	}
	closeAfter(t, s)
	return s
}

// closeAfter closes what the test has opened, at its end.
func closeAfter(t testing.TB, opened io.Closer) {
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestStore(t *testing.T) {
	posttest.Store(t, func(t *testing.T) post.Store {
		return open(t, filepath.Join(t.TempDir(), "goodturn.db"))
	})
}

func TestExclusive(t *testing.T) {
	if !open(t, filepath.Join(t.TempDir(), "a.db")).Exclusive() {
		t.Error("a file that is locked to one process is not exclusive")
	}
}

func TestReopen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a folder?&#%41 with signs", "goodturn.db")
	mkdir(t, filepath.Dir(path))
	later := noon.Now().Add(time.Hour)
	s := open(t, path)
	for _, r := range []post.Record{
		{ID: "person/held", Held: true, Due: later, Urgent: true, Keys: []string{"k"}, Body: []byte("held")},
		{ID: "person/timer", Due: later},
		{ID: "person/overdue", Held: true, Due: noon.Now().Add(-time.Hour)},
		{ID: "person/quiet"},
	} {
		r.Version = 1
		if err := s.Commit(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	again := open(t, path)
	ids, err := again.Due(t.Context(), noon.Now(), 10)
	if err != nil || len(ids) != 2 || ids[0] != "person/held" || ids[1] != "person/overdue" {
		t.Errorf("due after opening: %v (%v), want what an earlier process held", ids, err)
	}
	if r, err := again.Load(t.Context(), "person/timer"); err != nil || !r.Due.Equal(later) {
		t.Errorf("a timer moved to %v (%v), want %v", r.Due, err, later)
	}
	r, err := again.Load(t.Context(), "person/held")
	if err != nil || r.Version != 1 || string(r.Body) != "held" {
		t.Errorf("the held document came back as %+v (%v)", r, err)
	}
	r.Version, r.Due = 2, time.Time{}
	if err := again.Commit(t.Context(), r); err != nil {
		t.Errorf("the held document cannot be written on: %v", err)
	}
}

// Once closed, nothing of the store is open: the log is in the file, and the
// file is whole without it.
func TestNothingLeftOpen(t *testing.T) {
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "goodturn.db"))
	if err := s.Commit(t.Context(), post.Record{ID: "person/a", Version: 1}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(left) != 2 || filepath.Base(left[1]) != "goodturn.db-lock" {
		t.Errorf("left in the folder: %v (%v), want the store and its lock", left, err)
	}
}

func TestClosed(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "goodturn.db"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
	if err := s.Commit(t.Context(), post.Record{ID: "person/a", Version: 1}); err == nil || err.Error() != "the store is closed" {
		t.Errorf("a commit after closing: %v", err)
	}
	if _, err := s.Load(t.Context(), "person/a"); err == nil {
		t.Error("a load after closing is answered")
	}
}

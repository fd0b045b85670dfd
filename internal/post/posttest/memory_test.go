package posttest_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

type stopped time.Time

func (s stopped) Now() time.Time { return time.Time(s) }

var noon = stopped(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC))

func TestMemory(t *testing.T) {
	posttest.Store(t, func(*testing.T) post.Store { return posttest.NewMemory(noon) })
}

func TestMemoryFaults(t *testing.T) {
	for _, c := range []struct {
		what   string
		fault  posttest.Fault
		told   error
		stands bool
		lands  int
	}{
		{"none", posttest.NoFault, nil, true, 0},
		{"failed", posttest.Failed, posttest.ErrFault, false, 0},
		{"conflicted", posttest.Conflicted, post.ErrConflict, false, 0},
		{"unknown and landed", posttest.UnknownLanded, post.ErrUnknown, true, 0},
		{"unknown and lost", posttest.UnknownLost, post.ErrUnknown, false, 0},
		{"unknown and landed late", posttest.UnknownLate, post.ErrUnknown, false, 1},
	} {
		t.Run(c.what, func(t *testing.T) {
			m := posttest.NewMemory(noon)
			m.Before = func(_ context.Context, call posttest.Call) posttest.Fault {
				if call.Method == "commit" {
					return c.fault
				}
				return posttest.NoFault
			}
			var told error
			m.After = func(_ context.Context, call posttest.Call, err error) {
				if call.Method == "commit" {
					told = err
				}
			}
			err := m.Commit(t.Context(), post.Record{ID: "person/a", Version: 1})
			if !errors.Is(err, c.told) || told != err {
				t.Errorf("told %v, and its hook %v; want %v", err, told, c.told)
			}
			if stands := len(m.All()) > 0; stands != c.stands {
				t.Errorf("the write stands: %v, want %v", stands, c.stands)
			}
			if n := m.Land(); n != c.lands || (n > 0) != (len(m.All()) > 0 && !c.stands) {
				t.Errorf("%d writes landed late, want %d", n, c.lands)
			}
		})
	}
}

func TestMemoryLateWriteLosesItsVersion(t *testing.T) {
	m := posttest.NewMemory(noon)
	m.Before = func(_ context.Context, call posttest.Call) posttest.Fault {
		if call.Method == "commit" && string(call.Record.Body) == "late" {
			return posttest.UnknownLate
		}
		return posttest.NoFault
	}
	_ = m.Commit(t.Context(), post.Record{ID: "person/a", Version: 1, Body: []byte("late")})
	if err := m.Commit(t.Context(), post.Record{ID: "person/a", Version: 1, Body: []byte("first")}); err != nil {
		t.Fatal(err)
	}
	if n := m.Land(); n != 0 || string(m.All()[0].Body) != "first" {
		t.Errorf("%d landed over the write that came first", n)
	}
}

func TestMemoryOpenedAgain(t *testing.T) {
	m := posttest.NewMemory(noon)
	m.Alone = true
	held := post.Record{ID: "person/a", Version: 1, Held: true, Due: noon.Now().Add(time.Hour)}
	timer := post.Record{ID: "person/b", Version: 1, Due: noon.Now().Add(time.Hour)}
	for _, r := range []post.Record{held, timer} {
		if err := m.Commit(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	ids, err := m.Open().Due(t.Context(), noon.Now(), 10)
	if err != nil || len(ids) != 1 || ids[0] != held.ID {
		t.Errorf("due after opening: %v (%v), want what an earlier process held", ids, err)
	}
}

func TestMemoryOffices(t *testing.T) {
	posttest.Offices(t, synctest.Test, func(*testing.T) func() post.Store {
		m := posttest.NewMemory(noon)
		return func() post.Store { return m.Open() }
	})
}

package mongo_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/mongo/mongotest"
	"github.com/goodturn/goodturn/internal/post"
)

// What a commit is told when something goes wrong in the middle of it, and
// whether it stands. "Nothing was written" must be true; unknown may be either.
func TestWhatACommitIsTold(t *testing.T) {
	type fault = mongotest.Fault
	const unsure, refused = "unknown", "refused"
	once := "&retryWrites=false"
	var all sync.WaitGroup // a driver waits half a second before it looks for a primary again
	defer all.Wait()
	for _, c := range []struct {
		what    string
		options string
		faults  []fault
		told    string // "" is nil
		stands  bool
	}{
		{"nothing goes wrong", "", nil, "", true},
		{"cut off before, and sent again", "", []fault{{Cut: true, Lost: true}}, "", true},
		{"cut off after, and sent again", "", []fault{{Cut: true}}, "", true},
		{"cut off before, not sent again", once, []fault{{Cut: true, Lost: true}}, unsure, false},
		{"cut off after, not sent again", once, []fault{{Cut: true}}, unsure, true},
		{"cut off after, then refused", "", []fault{{Cut: true}, {Code: mongotest.Unauthorized, Lost: true}}, unsure, true},
		{"cut off before, then refused", "", []fault{{Cut: true, Lost: true}, {Code: mongotest.Unauthorized, Lost: true}}, unsure, false},
		{"not the primary, and sent again", "", []fault{{Code: mongotest.NotWritablePrimary, Lost: true}}, "", true},
		{"not the primary, not sent again", once, []fault{{Code: mongotest.NotWritablePrimary, Lost: true}}, refused, false},
		{"stepped down after, and sent again", "", []fault{{Code: mongotest.PrimarySteppedDown}}, "", true},
		{"stepped down before, and sent again", "", []fault{{Code: mongotest.PrimarySteppedDown, Lost: true}}, "", true},
		{"stepped down after, not sent again", once, []fault{{Code: mongotest.InterruptedDueToReplStateChange}}, unsure, true},
		{"stepped down before, not sent again", once, []fault{{Code: mongotest.InterruptedDueToReplStateChange, Lost: true}}, unsure, false},
		{"shut down after, and sent again", "", []fault{{Code: mongotest.InterruptedAtShutdown}}, "", true},
		{"no majority in time", "", []fault{{Concern: mongotest.WriteConcernTimeout}}, unsure, true},
		{"no majority in time, and the write is lost later", "", []fault{{Concern: mongotest.WriteConcernTimeout, Lost: true}}, unsure, false},
		{"stepped down while a majority was waited for", "", []fault{{Concern: mongotest.PrimarySteppedDown}}, "", true},
		{"no primary any more while a majority was waited for, not sent again", once, []fault{{Concern: mongotest.NotWritablePrimary}}, unsure, true},
		{"out of time at the server", "", []fault{{Code: mongotest.MaxTimeMSExpired, Lost: true}}, unsure, false},
		{"not allowed", "", []fault{{Code: mongotest.Unauthorized, Lost: true}}, refused, false},
		{"too large for the server", "", []fault{{Code: mongotest.BSONObjectTooLarge, Lost: true}}, refused, false},
	} {
		for _, command := range []string{"insert", "update"} {
			all.Go(func() {
				t.Run(c.what+", "+command, func(t *testing.T) {
					server := serve(t)
					s := open(t, server.URI("goodturn")+c.options)
					r := post.Record{ID: "person/a", Version: 1, Body: []byte("before")}
					if command == "update" {
						commit(t, s, r)
						r.Version = 2
					}
					r.Body = []byte("after")
					server.Fail(command, c.faults...)
					err := s.Commit(t.Context(), r)
					told := ""
					switch {
					case errors.Is(err, post.ErrUnknown):
						told = unsure
					case errors.Is(err, post.ErrConflict):
						told = "conflict"
					case err != nil:
						told = refused
					}
					if told != c.told {
						t.Errorf("told %q (%v), want %q", told, err, c.told)
					}
					there, err := s.Load(t.Context(), r.ID)
					if err != nil && !errors.Is(err, post.ErrNotFound) {
						t.Fatal(err)
					}
					if stands := string(there.Body) == "after"; stands != c.stands {
						t.Errorf("it stands: %v, want %v", stands, c.stands)
					}
					if !c.stands {
						if err := s.Commit(t.Context(), r); err != nil {
							t.Errorf("written again: %v", err)
						}
					}
				})
			})
		}
	}
}

func commit(t *testing.T, s post.Store, r post.Record) {
	t.Helper()
	if err := s.Commit(t.Context(), r); err != nil {
		t.Fatal(err)
	}
}

// A write that lost the race for its version is told so, also when it was sent
// twice: nothing of it stands.
func TestAConflictIsAConflict(t *testing.T) {
	server := serve(t)
	s, other := open(t, server.URI("goodturn")), open(t, server.URI("goodturn"))
	commit(t, s, post.Record{ID: "person/a", Version: 1})
	commit(t, other, post.Record{ID: "person/a", Version: 2, Body: []byte("theirs")})
	server.Fail("update", mongotest.Fault{Cut: true})
	if err := s.Commit(t.Context(), post.Record{ID: "person/a", Version: 2, Body: []byte("ours")}); !errors.Is(err, post.ErrConflict) {
		t.Errorf("told %v, want ErrConflict", err)
	}
	server.Fail("insert", mongotest.Fault{Cut: true})
	if err := s.Commit(t.Context(), post.Record{ID: "person/a", Version: 1, Body: []byte("ours")}); !errors.Is(err, post.ErrConflict) {
		t.Errorf("told %v, want ErrConflict", err)
	}
	if r, err := s.Load(t.Context(), "person/a"); err != nil || string(r.Body) != "theirs" {
		t.Errorf("%q stands (%v), want theirs", r.Body, err)
	}
}

// A write that a majority does not have yet is not read, and may be rolled
// back; until it is, its version is taken.
func TestOnlyWhatAMajorityHasIsRead(t *testing.T) {
	for _, kept := range []bool{true, false} {
		server := serve(t)
		s := open(t, server.URI("goodturn")+"&retryWrites=false")
		commit(t, s, post.Record{ID: "person/a", Version: 1, Body: []byte("first")})
		second := post.Record{ID: "person/a", Version: 2, Body: []byte("second")}
		server.Fail("update", mongotest.Fault{Held: true, Concern: mongotest.WriteConcernTimeout})
		if err := s.Commit(t.Context(), second); !errors.Is(err, post.ErrUnknown) {
			t.Errorf("told %v, want ErrUnknown", err)
		}
		if r, err := s.Load(t.Context(), "person/a"); err != nil || string(r.Body) != "first" {
			t.Errorf("read %q (%v) before a majority has more than the first", r.Body, err)
		}
		if err := s.Commit(t.Context(), second); !errors.Is(err, post.ErrConflict) {
			t.Errorf("its version is written twice: %v", err)
		}
		if kept {
			server.Replicate()
			if r, err := s.Load(t.Context(), "person/a"); err != nil || string(r.Body) != "second" {
				t.Errorf("read %q (%v), want what a majority has now", r.Body, err)
			}
			continue
		}
		server.RollBack()
		if err := s.Commit(t.Context(), second); err != nil {
			t.Errorf("its version cannot be written after it was rolled back: %v", err)
		}
	}
}

// A call that ends while the server works does not say that nothing was written.
func TestAContextThatEndsUnderWay(t *testing.T) {
	server := serve(t)
	s := open(t, server.URI("goodturn"))
	server.Fail("insert", mongotest.Fault{Delay: 300 * time.Millisecond})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	r := post.Record{ID: "person/a", Version: 1}
	if err := s.Commit(ctx, r); !errors.Is(err, post.ErrUnknown) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("told %v, want ErrUnknown because time is over", err)
	}
	if _, err := s.Load(t.Context(), r.ID); !errors.Is(err, post.ErrNotFound) {
		t.Fatalf("load: %v, want ErrNotFound: it is not written yet", err)
	}
	for {
		if _, err := s.Load(t.Context(), r.ID); err == nil {
			return // it landed late
		} else if !errors.Is(err, post.ErrNotFound) {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// While the server is down, or has no primary, a call says so within its time,
// and that nothing was written; afterwards the store works as before.
func TestAServerThatIsDown(t *testing.T) {
	var all sync.WaitGroup
	defer all.Wait()
	for _, c := range []struct {
		what string
		down func(*mongotest.Server)
		up   func(*mongotest.Server) error
		says string
	}{
		{"down", (*mongotest.Server).Stop, (*mongotest.Server).Start, "does not answer"},
		{"no primary", (*mongotest.Server).StepDown, func(s *mongotest.Server) error { s.StepUp(); return nil }, "has no primary"},
	} {
		all.Go(func() {
			t.Run(c.what, func(t *testing.T) {
				server := serve(t)
				s := open(t, server.URI("goodturn"))
				r := post.Record{ID: "person/a", Version: 1}
				commit(t, s, r)
				c.down(server)
				r.Version = 2
				var err error
				for range 2 { // the first call finds out
					ctx, cancel := context.WithTimeout(t.Context(), time.Second)
					err = s.Commit(ctx, r)
					cancel()
				}
				if err == nil || errors.Is(err, post.ErrUnknown) || errors.Is(err, post.ErrConflict) || !strings.Contains(err.Error(), c.says) {
					t.Errorf("told %v, want that it %s", err, c.says)
				}
				if err := c.up(server); err != nil {
					t.Fatal(err)
				}
				if err := s.Commit(t.Context(), r); err != nil {
					t.Errorf("when it is up again: %v", err)
				}
			})
		})
	}
}

// Calls beyond the pool wait their turn. One whose time passes before says
// that it was not sent.
func TestAPoolThatIsFull(t *testing.T) {
	server := serve(t)
	s := open(t, server.URI("goodturn")+"&maxPoolSize=1&serverSelectionTimeoutMS=100")
	server.Fail("insert", mongotest.Fault{Delay: time.Second})
	var first sync.WaitGroup
	first.Go(func() {
		if err := s.Commit(t.Context(), post.Record{ID: "person/a", Version: 1}); err != nil {
			t.Error(err)
		}
	})
	for server.Heard("insert") == 0 {
		time.Sleep(time.Millisecond)
	}
	err := s.Commit(t.Context(), post.Record{ID: "person/b", Version: 1})
	if err == nil || errors.Is(err, post.ErrUnknown) || !strings.Contains(err.Error(), "too slow") {
		t.Errorf("told %v, want that the store is too slow", err)
	}
	first.Wait()
	if _, err := s.Load(t.Context(), "person/b"); !errors.Is(err, post.ErrNotFound) {
		t.Errorf("what was not sent: %v", err)
	}
}

// Facts may be appended again after any fault, and stand once.
func TestFactsStandOnceThroughFaults(t *testing.T) {
	server := serve(t)
	s := open(t, server.URI("goodturn")+"&retryWrites=false")
	facts := []post.Fact{{ID: "a", Kind: "done"}, {ID: "b", Kind: "done"}, {ID: "c", Kind: "done"}}
	for _, f := range []mongotest.Fault{{Cut: true}, {Cut: true, Lost: true}, {Code: mongotest.PrimarySteppedDown}, {Concern: mongotest.WriteConcernTimeout}} {
		server.Fail("insert", f)
		if err := s.Append(t.Context(), facts[:2]...); !errors.Is(err, post.ErrUnknown) {
			t.Errorf("with %+v: told %v, want ErrUnknown", f, err)
		}
		if err := s.Append(t.Context(), facts...); err != nil {
			t.Errorf("appended again after %+v: %v", f, err)
		}
	}
	if got, err := s.Facts(t.Context(), "done", time.Time{}, 10); err != nil || len(got) != 3 {
		t.Errorf("%d facts stand (%v), want 3", len(got), err)
	}
}

// What fills several commands is written as a whole or not said to be, also
// where some of it stands already and a majority did not have the rest in time.
func TestMoreThanOneCommandTakes(t *testing.T) {
	server := serve(t)
	s := open(t, server.URI("goodturn"))
	var records []post.Record
	var facts []post.Fact
	const last = 1000
	for i := range last + 1 {
		records = append(records, post.Record{ID: fmt.Sprint("person/", i), Version: 1})
		facts = append(facts, post.Fact{ID: fmt.Sprint("fact/", i), Kind: "done"})
	}
	for what, write := range map[string]func(from int) error{
		"documents": func(from int) error { return s.Restore(t.Context(), records[from:]...) },
		"facts":     func(from int) error { return s.Append(t.Context(), facts[from:]...) },
	} {
		if err := write(last); err != nil {
			t.Fatal(err)
		}
		server.Fail("insert", mongotest.Fault{Concern: mongotest.WriteConcernTimeout})
		if err := write(0); err == nil {
			t.Errorf("%s: said to be written before a majority has them", what)
		}
		if err := write(0); err != nil {
			t.Errorf("%s, written again: %v", what, err)
		}
	}
	records[last].Version = 2
	if err := s.Restore(t.Context(), records...); !errors.Is(err, post.ErrConflict) {
		t.Errorf("another version stands in the last command: %v, want ErrConflict", err)
	}
}

// A page of a large store comes in one answer, or in several where one would be
// too large, and through a primary that goes.
func TestManyDocuments(t *testing.T) {
	server := serve(t)
	s := open(t, server.URI("goodturn"))
	var facts []post.Fact
	for i := range 1000 {
		facts = append(facts, post.Fact{ID: string(rune('a'+i%26)) + time.Duration(i).String(), Kind: "done"})
	}
	for i := range 3 {
		facts = append(facts, post.Fact{ID: fmt.Sprint("z large ", i), Kind: "done", Data: make([]byte, 7<<20)})
	}
	if err := s.Append(t.Context(), facts...); err != nil {
		t.Fatal(err)
	}
	server.Fail("find", mongotest.Fault{Code: mongotest.NotPrimaryNoSecondaryOk, Lost: true})
	after, n := "", 0
	for {
		page, err := s.FactsAfter(t.Context(), after, 300)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, f := range page {
			if f.ID <= after {
				t.Fatalf("%s comes after %s", f.ID, after)
			}
			after = f.ID
			n++
		}
	}
	if n != len(facts) {
		t.Errorf("%d facts, want %d", n, len(facts))
	}
	if n := server.Heard("getMore"); n != 1 {
		t.Errorf("%d second answers, want one for the large facts", n)
	}
}

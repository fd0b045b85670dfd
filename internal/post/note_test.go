package post_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

// slowFacts is a store whose appending takes a second, and may fail.
type slowFacts struct {
	*posttest.Memory
	mu    sync.Mutex
	calls []int
	err   error
}

func (s *slowFacts) Append(ctx context.Context, facts ...post.Fact) error {
	s.mu.Lock()
	s.calls = append(s.calls, len(facts))
	err := s.err
	s.mu.Unlock()
	time.Sleep(time.Second)
	if err != nil {
		return err
	}
	return s.Memory.Append(ctx, facts...)
}

// What is noted while the store is being asked is noted in one call after it,
// and everybody hears what came of theirs.
func TestNotesShareACall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		memory := posttest.NewMemory(wall{})
		s := &slowFacts{Memory: memory}
		d := newDesk(t, "a", memory, func(o *post.Options) { o.Store = s })
		note := func(n int) error {
			return d.Note(t.Context(), post.Fact{ID: fmt.Sprint(n), Kind: "report", At: time.Now()})
		}
		var all sync.WaitGroup
		for n := range 1000 {
			all.Go(func() {
				if err := note(n); err != nil {
					t.Errorf("note %d: %v", n, err)
				}
			})
		}
		all.Wait()
		if facts, err := memory.Facts(t.Context(), "report", time.Time{}, 2000); err != nil || len(facts) != 1000 {
			t.Errorf("%d facts stand (%v), want 1000", len(facts), err)
		}
		if len(s.calls) > 4 {
			t.Errorf("1000 notes took %d calls: %v", len(s.calls), s.calls)
		}
		s.err = errors.New("the store is gone")
		if err := note(1000); !errors.Is(err, s.err) {
			t.Errorf("told %v, want %v", err, s.err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if err := d.Note(ctx, post.Fact{ID: "x"}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("told %v, want that its time is over", err)
		}
		if err := d.Idle(t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Second) // the call that nobody waits for any more
	})
}

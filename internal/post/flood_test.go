package post_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

// Ten thousand letters for one document while the store hangs: what waits is
// bounded, the rest is refused at once, others are not, and what was taken is
// handled once.
func TestAFloodedMailboxIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := posttest.NewMemory(wall{})
		d := newDesk(t, "a", store)
		gate := make(chan struct{})
		var first atomic.Bool
		store.Before = func(_ context.Context, c posttest.Call) posttest.Fault {
			if c.Method == "load" && first.CompareAndSwap(false, true) {
				<-gate
			}
			return posttest.NoFault
		}
		var taken, refused atomic.Int64
		var all sync.WaitGroup
		for i := range 10_000 {
			all.Go(func() {
				_, err := d.Handle(context.Background(), posttest.Text(fmt.Sprintf("sms:%d", i), "person/p", "note"))
				switch {
				case err == nil:
					taken.Add(1)
				case errors.Is(err, post.ErrBusy):
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		most := int64(post.BoxAtMost + post.BatchSize)
		if n := refused.Load(); n < 10_000-most || n == 10_000 {
			t.Errorf("%d refused while the store hung, want at least %d", n, 10_000-most)
		}
		d.says("sms:other", "person/q", "note")
		close(gate)
		all.Wait()
		d.rest()
		if n := int64(len(d.person("person/p").Log)); n != taken.Load() || n == 0 {
			t.Errorf("%d handled, %d were acknowledged", n, taken.Load())
		}
		d.says("sms:after", "person/p", "note")
	})
}

package post_test

import (
	"context"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

func TestTwoOfficesShareALaneByItsLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newDesk(t, "a", nil)
		b := newDesk(t, "b", a.store.Open())
		release := make(chan struct{})
		a.text.Answer = func(ctx context.Context, o post.Outgoing) posttest.Answer {
			<-release
			return posttest.Answer{}
		}
		a.says("sms:1", "person/p", "say a")
		synctest.Wait()
		b.says("sms:2", "person/p", "say b")
		b.rest()
		same(t, "the other leaves it to the holder", len(b.text.Sends()), 0)
		same(t, "whose it is", b.read("person/p").Outbox[1].By, "a")
		close(release)
		a.rest()
		same(t, "texts", texts(a.text), []string{"heard a", "heard b"})
		same(t, "the other", texts(b.text), []string(nil))
		a.rest()
		b.says("sms:3", "person/p", "say c")
		b.rest()
		same(t, "a lane at rest is free", texts(b.text), []string{"heard c"})
	})
}

// crash ends a desk as kill -9 does: nothing of it reaches the store or the
// provider any more.
func (d *desk) crash() {
	d.store.Before = func(context.Context, posttest.Call) posttest.Fault { return posttest.Failed }
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	_ = d.Close(ended)
}

func TestATakeoverAsksTheProviderFirst(t *testing.T) {
	for _, c := range []struct {
		name  string
		lost  bool
		urge  string
		posts int // of the second process
		after time.Duration
	}{
		{"it went", false, "say", 0, 75 * time.Second},
		{"it did not", true, "say", 1, 75 * time.Second},
		{"urgent ones are sent at once", false, "hurry", 1, 60 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				provider := &posttest.Provider{}
				both := func(o *post.Options) { o.Senders["text"] = provider }
				a := newDesk(t, "a", nil, both)
				b := newDesk(t, "b", a.store.Open(), both)
				first := true
				provider.Answer = func(_ context.Context, o post.Outgoing) posttest.Answer {
					if !first {
						return posttest.Answer{}
					}
					first = false
					a.crash()
					return posttest.Answer{Lost: c.lost}
				}
				a.says("sms:1", "person/p", c.urge+" x")
				a.rest()
				began := time.Now()
				for len(provider.Sends())+len(provider.Finds()) < 2 && time.Since(began) < 5*time.Minute {
					time.Sleep(time.Second)
					b.sweep()
				}
				if d := time.Since(began); d < c.after || d > c.after+20*time.Second {
					t.Errorf("taken over after %s, want about %s", d, c.after)
				}
				b.rest()
				same(t, "posts", len(provider.Sends()), 1+c.posts)
				if r := b.record("person/p"); r.Held || !r.Due.IsZero() {
					t.Errorf("held %v, due %s", r.Held, r.Due)
				}
			})
		})
	}
}

// A process that is asked to stop gives its lanes up: what it could not deliver
// is asked about by the next after 15 s, and does not wait for its leases.
func TestAProcessThatLeavesGivesUpItsLanes(t *testing.T) {
	for _, c := range []struct {
		name  string
		first posttest.Answer
		posts int // of both processes
	}{
		{"it went", posttest.Answer{Err: posttest.ErrCutOff}, 2},
		{"it did not go", posttest.Answer{Lost: true, Err: posttest.ErrCutOff}, 3},
		{"it was to wait", posttest.Answer{Lost: true, Err: &post.Wait{After: time.Hour}}, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				provider := &posttest.Provider{Answer: once("heard x", c.first)}
				both := func(o *post.Options) { o.Senders["text"] = provider }
				a := newDesk(t, "a", nil, both)
				b := newDesk(t, "b", a.store.Open(), both)
				a.says("sms:1", "person/p", "say x")
				a.says("sms:2", "person/p", "say y")
				synctest.Wait()
				if err := a.Close(t.Context()); err != nil {
					t.Fatal(err)
				}
				same(t, "leases", len(b.read("person/p").Leases), 0)
				began := time.Now()
				for b.record("person/p").Held && time.Since(began) < time.Minute {
					b.sweep()
					time.Sleep(time.Second)
				}
				if d := time.Since(began); d < 15*time.Second || d > 20*time.Second {
					t.Errorf("delivered after %s, want about 15 s", d)
				}
				same(t, "posts", len(provider.Sends()), c.posts)
				same(t, "texts", texts(provider), []string{"heard x", "heard y"})
			})
		})
	}
}

func TestALaneThatComesBackIsAskedAboutToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		provider := &posttest.Provider{}
		both := func(o *post.Options) { o.Senders["text"] = provider }
		a := newDesk(t, "a", nil, both)
		b := newDesk(t, "b", a.store.Open(), both)
		provider.Answer = func(_ context.Context, o post.Outgoing) posttest.Answer {
			if len(provider.Sends()) == 1 {
				return posttest.Answer{Lost: true, Err: &post.Wait{After: 10 * time.Minute}}
			}
			b.crash() // after it posted what it took over
			return posttest.Answer{}
		}
		a.says("sms:1", "person/p", "say x")
		a.rest()
		time.Sleep(80 * time.Second)
		b.sweep()
		time.Sleep(20 * time.Second)
		b.rest()
		same(t, "texts", texts(provider), []string{"heard x"})
		time.Sleep(10 * time.Minute)
		a.sweep()
		time.Sleep(time.Minute)
		a.rest()
		same(t, "texts", texts(provider), []string{"heard x"})
		same(t, "held", a.record("person/p").Held, false)
	})
}

func TestAProcessThatOwnsItsStoreNeedNotWaitForLeases(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := posttest.NewMemory(wall{})
		store.Alone = true
		a := newDesk(t, "a", store)
		a.text.Answer = func(context.Context, post.Outgoing) posttest.Answer {
			a.crash()
			return posttest.Answer{Lost: true}
		}
		a.says("sms:1", "person/p", "say x")
		a.rest()
		b := newDesk(t, "b", store.Open())
		began := time.Now()
		b.sweep()
		time.Sleep(16 * time.Second)
		b.rest()
		same(t, "texts", texts(b.text), []string{"heard x"})
		same(t, "asked", len(b.text.Finds()), 1)
		if d := time.Since(began); d > 20*time.Second {
			t.Errorf("took %s", d)
		}
	})
}

// What a process left of unknown outcome is asked about 15 s after it, though none of
// the processes after it lives that long. One that posted for itself is waited for anew.
func TestProcessesThatNeverLiveForLongSettleWhatIsUnknown(t *testing.T) {
	for _, c := range []struct {
		name  string
		alone bool
		lives time.Duration
		lost  bool
		most  time.Duration
	}{
		{"it went", true, 10 * time.Second, false, 21 * time.Second},
		{"it did not go", true, 10 * time.Second, true, 21 * time.Second},
		{"in seconds", true, 2 * time.Second, true, 18 * time.Second},
		{"by leases that end", false, 10 * time.Second, true, 85 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := posttest.NewMemory(wall{})
				store.Alone = c.alone
				provider := &posttest.Provider{}
				both := func(o *post.Options) { o.Senders["text"] = provider }
				last := newDesk(t, "0", store, both)
				provider.Answer = func(context.Context, post.Outgoing) posttest.Answer {
					if len(provider.Sends()) > 1 {
						return posttest.Answer{}
					}
					last.crash()
					return posttest.Answer{Lost: c.lost}
				}
				last.says("sms:1", "person/p", "say x")
				last.rest()
				began := time.Now()
				for n := 1; store.All()[0].Held && time.Since(began) < 10*time.Minute; n++ {
					last = newDesk(t, strconv.Itoa(n), store.Open(), both)
					for lived := time.Now(); time.Since(lived) < c.lives; time.Sleep(500 * time.Millisecond) {
						last.sweep()
					}
					last.crash()
				}
				same(t, "asked", len(provider.Finds()), 1)
				same(t, "texts", texts(provider), []string{"heard x"})
				if d := time.Since(began); d > c.most {
					t.Errorf("settled after %s", d)
				}
			})
		})
	}
}

func TestASweepSeesWhatAnotherProcessWrote(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newDesk(t, "a", nil)
		b := newDesk(t, "b", a.store.Open())
		a.says("sms:1", "person/p", "say x")
		a.rest()
		b.says("sms:2", "person/p", "later 5")
		b.crash()
		time.Sleep(6 * time.Second)
		a.sweep()
		same(t, "texts", texts(a.text), []string{"heard x", "remember"})
	})
}

func TestAProcessThatStalledBeforeAPostLooksAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newDesk(t, "a", nil)
		var stalled atomic.Bool
		a.store.After = func(_ context.Context, c posttest.Call, err error) {
			if c.Method == "load" && err == nil && !stalled.Swap(true) {
				time.Sleep(12 * time.Second) // of the 60 s of the lease, more than a post may take
			}
		}
		a.text.Answer = func(ctx context.Context, _ post.Outgoing) posttest.Answer {
			if ctx.Err() != nil {
				t.Error("posts after the time allowed")
			}
			return posttest.Answer{}
		}
		a.says("sms:1", "person/p", "say x")
		time.Sleep(time.Minute)
		a.rest()
		same(t, "stalled", stalled.Load(), true)
		same(t, "texts", texts(a.text), []string{"heard x"})
	})
}

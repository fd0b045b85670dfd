package post_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

// once answers the first post of a text with these words as told, and takes
// everything else.
func once(words string, a posttest.Answer) func(context.Context, post.Outgoing) posttest.Answer {
	var done atomic.Bool
	return func(_ context.Context, o post.Outgoing) posttest.Answer {
		if strings.Contains(string(o.Body), words) && !done.Swap(true) {
			return a
		}
		return posttest.Answer{}
	}
}

func TestAWaitKeepsTheOrderInItsLane(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		d.text.Answer = once("heard a", posttest.Answer{Lost: true, Err: &post.Wait{After: 5 * time.Second}})
		d.says("sms:1", "person/p", "say a")
		d.says("sms:2", "person/p", "say b")
		d.rest()
		same(t, "before", texts(d.text), []string(nil))
		time.Sleep(4900 * time.Millisecond)
		d.rest()
		same(t, "too soon", len(d.text.Sends()), 1)
		time.Sleep(time.Second)
		d.rest()
		same(t, "texts", texts(d.text), []string{"heard a", "heard b"})
	})
}

func TestAnUrgentTextIsNotDelayedByOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		d.text.Answer = func(_ context.Context, o post.Outgoing) posttest.Answer {
			if o.Lane == post.LaneText {
				return posttest.Answer{Lost: true, Err: &post.Wait{After: time.Hour}}
			}
			return posttest.Answer{}
		}
		d.says("sms:1", "person/p", "say a")
		d.rest()
		d.says("sms:2", "person/p", "hurry b")
		d.rest()
		same(t, "texts", texts(d.text), []string{"now b"})
	})
}

func TestAnUnknownOutcomeIsAskedAboutAfterFifteenSeconds(t *testing.T) {
	for _, c := range []struct {
		name  string
		lost  bool
		posts int
	}{{"it went", false, 2}, {"it did not", true, 3}} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDesk(t, "a", nil)
				d.text.Answer = once("heard a", posttest.Answer{Lost: c.lost, Err: posttest.ErrCutOff})
				d.says("sms:1", "person/p", "say a")
				d.says("sms:2", "person/p", "say b")
				time.Sleep(14900 * time.Millisecond)
				d.rest()
				same(t, "posts before", len(d.text.Sends()), 1)
				same(t, "asked before", len(d.text.Finds()), 0)
				time.Sleep(200 * time.Millisecond)
				d.rest()
				same(t, "asked", len(d.text.Finds()), 1)
				same(t, "texts", texts(d.text), []string{"heard a", "heard b"})
				same(t, "posts", len(d.text.Sends()), c.posts)
			})
		})
	}
}

func TestAnUrgentTextOfUnknownOutcomeIsSentAgainAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		d.text.Answer = once("now a", posttest.Answer{Err: posttest.ErrCutOff})
		d.says("sms:1", "person/p", "hurry a")
		time.Sleep(time.Second)
		d.rest()
		same(t, "texts", texts(d.text), []string{"now a", "now a"})
		same(t, "asked", len(d.text.Finds()), 0)
	})
}

func TestAStatusCallbackSettlesAnUnknownOutcome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		d.text.Answer = once("heard a", posttest.Answer{Err: posttest.ErrCutOff})
		d.says("sms:1", "person/p", "say a")
		d.says("sms:2", "person/p", "say b")
		d.rest()
		time.Sleep(time.Second)
		d.Settle(d.text.Taken()[0].Entry.ID, "SM0001")
		d.rest()
		same(t, "texts", texts(d.text), []string{"heard a", "heard b"})
		same(t, "asked", len(d.text.Finds()), 0)
		same(t, "accounted for", d.read("person/p").Sent, []string{"SM0001", "SM0002"})
	})
}

func TestClearsRideOnTheNextCommitOrAreWrittenWithin50ms(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		d.says("sms:1", "person/p", "say a")
		synctest.Wait()
		same(t, "delivered, not written off", d.record("person/p").Version, int64(1))
		time.Sleep(51 * time.Millisecond)
		d.rest()
		r := d.record("person/p")
		if r.Version != 2 || r.Held {
			t.Errorf("after 51 ms version %d, held %v", r.Version, r.Held)
		}
		d.says("sms:2", "person/p", "say b")
		synctest.Wait()
		d.says("sms:3", "person/p", "note")
		if n := len(d.read("person/p").Outbox); n != 1 {
			t.Errorf("the next commit holds %d entries, want the fact alone", n)
		}
	})
}

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

func TestAnOptOutLeavesNothingToGoOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newDesk(t, "a", nil)
		b := newDesk(t, "b", a.store.Open())
		a.text.Answer = func(context.Context, post.Outgoing) posttest.Answer {
			return posttest.Answer{Lost: true, Err: &post.Wait{After: 10 * time.Second}}
		}
		a.says("sms:1", "person/p", "say x")
		a.says("sms:2", "person/p", "hurry y")
		a.rest()
		posts := len(a.text.Sends())
		b.says("sms:3", "person/p", "stop")
		time.Sleep(time.Hour)
		a.sweep()
		b.sweep()
		b.rest()
		same(t, "held", b.record("person/p").Held, false)
		same(t, "posts", len(a.text.Sends())+len(b.text.Sends()), posts)
	})
}

func TestACardShowsTheDocumentAsItIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		release := make(chan struct{})
		d.slack.Answer = func(context.Context, post.Outgoing) posttest.Answer {
			<-release
			return posttest.Answer{}
		}
		for i := range 10 {
			d.says(fmt.Sprintf("sms:%d", i), "person/p", "claim 1")
			synctest.Wait() // the first card is on its way, and waits
		}
		close(release)
		d.rest()
		taken := d.slack.Taken()
		if len(taken) != 2 {
			t.Fatalf("%d cards for 10 changes, want 2", len(taken))
		}
		same(t, "the second changes the first", taken[1].Updates, taken[0].Ref)
		same(t, "posts", d.read("task/1").Posts, map[string]string{"hub": taken[0].Ref})
		same(t, "found by its message", d.record("task/1").Keys, []string{"task", post.PostKey("hub", taken[0].Ref)})
	})
}

func TestASenderThatPanicsIsAskedAboutLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		first := true
		d.text.Answer = func(context.Context, post.Outgoing) posttest.Answer {
			if first {
				first = false
				panic("a bad template")
			}
			return posttest.Answer{}
		}
		d.says("sms:1", "person/p", "say x")
		time.Sleep(16 * time.Second)
		d.rest()
		same(t, "texts", texts(d.text), []string{"heard x"})
		same(t, "asked", len(d.text.Finds()), 1)
	})
}

func TestALetterForANewerRevisionIsParked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		newer := func(o *post.Options) {
			o.Kinds = []post.Kind{posttest.PersonMachine(2).Kind(), posttest.TaskMachine().Kind(), posttest.CaseMachine().Kind()}
		}
		b := newDesk(t, "b", nil, newer)
		b.says("sms:1", "person/p", "say one")
		b.rest()
		before := b.record("person/p")

		var told []string
		a := newDesk(t, "a", b.store.Open(), func(o *post.Options) {
			o.Parked = func(l post.Letter) { told = append(told, l.ID) }
		})
		a.says("sms:2", "person/p", "say two")
		a.says("sms:2", "person/p", "say two")
		a.says("sms:3", "person/p", "say three")
		a.rest()
		same(t, "told of once each", told, []string{"sms:2", "sms:3"})
		after := a.record("person/p")
		if !bytes.Equal(before.Body, after.Body) || before.Revision != after.Revision {
			t.Error("the body of a newer revision was changed")
		}
		var parked []post.Letter
		if err := json.Unmarshal(after.Parked, &parked); err != nil || len(parked) != 2 {
			t.Errorf("%d letters are parked (%v), want 2", len(parked), err)
		}
		version := after.Version
		for range 5 {
			a.sweep()
		}
		same(t, "an older process leaves it alone", a.record("person/p").Version, version)

		b.says("sms:4", "person/p", "say four")
		b.rest()
		same(t, "texts", texts(b.text), []string{"heard one", "heard two", "heard three", "heard four"})
		same(t, "parked", len(b.record("person/p").Parked), 0)
		b.says("sms:2", "person/p", "say two")
		b.rest()
		same(t, "steps", len(b.person("person/p").Log), 4)
	})
}

func TestParkedLettersAreTakenByASweepAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		newer := func(o *post.Options) { o.Kinds[0] = posttest.PersonMachine(2).Kind() }
		b := newDesk(t, "b", nil, newer)
		b.says("sms:1", "person/p", "start")
		b.rest()
		a := newDesk(t, "a", b.store.Open())
		a.says("sms:2", "person/p", "say two")
		a.rest()
		b.sweep()
		same(t, "texts", texts(b.text), []string{"here already", "heard two"})
	})
}

func TestALetterForAKindNobodyKnowsWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newDesk(t, "a", nil, func(o *post.Options) { o.Kinds = []post.Kind{posttest.PersonMachine(1).Kind()} })
		a.says("sms:1", "person/p", "claim 1")
		a.rest()
		same(t, "held", a.record("person/p").Held, true)
		_ = a.Close(t.Context())
		b := newDesk(t, "b", a.store.Open())
		time.Sleep(time.Minute)
		b.sweep()
		same(t, "texts", texts(b.text), []string{"yours task/1"})
	})
}

// A text that had left when its person opted out, unbeknown to everybody, is
// not taken for a later one with the same words.
func TestAWithdrawnTextIsNotTakenForALaterOne(t *testing.T) {
	for _, c := range []struct {
		name  string
		lost  bool // the first
		texts []string
	}{
		{"it had left", false, []string{"heard x", "welcome", "heard x"}},
		{"it had not", true, []string{"welcome", "heard x"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				provider := &posttest.Provider{ByWords: true}
				both := func(o *post.Options) { o.Senders["text"] = provider }
				a := newDesk(t, "a", nil, both)
				b := newDesk(t, "b", a.store.Open(), both)
				posts := 0
				provider.Answer = func(context.Context, post.Outgoing) posttest.Answer {
					switch posts++; posts {
					case 1:
						a.crash()
						return posttest.Answer{Lost: c.lost}
					case 3:
						return posttest.Answer{Lost: true, Err: posttest.ErrCutOff}
					}
					return posttest.Answer{}
				}
				a.says("sms:1", "person/p", "say x")
				synctest.Wait()
				for i, words := range []string{"stop", "start", "say x"} {
					b.says(fmt.Sprintf("sms:%d", 2+i), "person/p", words)
				}
				for range 200 {
					time.Sleep(time.Second)
					b.sweep()
				}
				b.rest()
				same(t, "texts", texts(provider), c.texts)
				same(t, "posts", len(provider.Sends()), 4)
				same(t, "held", b.record("person/p").Held, false)
			})
		})
	}
}

func TestAnOptOutWhileTheProviderIsAskedIsSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newDesk(t, "a", nil)
		b := newDesk(t, "b", a.store.Open())
		a.text.Answer = once("heard x", posttest.Answer{Lost: true, Err: posttest.ErrCutOff})
		a.text.Finding = func(context.Context, post.Outgoing) error {
			b.says("sms:2", "person/p", "stop")
			return nil
		}
		a.says("sms:1", "person/p", "say x")
		time.Sleep(time.Minute)
		a.rest()
		same(t, "asked", len(a.text.Finds()), 1)
		same(t, "posts", len(a.text.Sends()), 1)
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

package post_test

import (
	"context"
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

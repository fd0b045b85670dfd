package post_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

// outage has the provider answer so until it is over.
func outage(over *atomic.Bool, answer func() posttest.Answer) func(context.Context, post.Outgoing) posttest.Answer {
	return func(context.Context, post.Outgoing) posttest.Answer {
		if over.Load() {
			time.Sleep(10 * time.Millisecond)
			return posttest.Answer{}
		}
		return answer()
	}
}

// sweeping sweeps as an office that runs does.
func sweeping(t *testing.T, d *desk, lasts time.Duration) {
	t.Helper()
	for end := time.Now().Add(lasts); time.Now().Before(end); {
		time.Sleep(min(lasts, 5*time.Second))
		if _, err := d.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// backInOrder checks what went out after an outage: everything once, urgent
// first, and what the provider was not tried with in order of its promise.
// Those that the provider may have at once, so many, have no order.
func backInOrder(t *testing.T, d *desk, tried map[string]bool, n, together int) {
	t.Helper()
	got := texts(d.text)
	if len(got) != n {
		t.Errorf("%d texts went out, want %d", len(got), n)
	}
	var order []time.Time
	seen := map[string]bool{}
	for _, p := range d.text.Taken() {
		if seen[p.Entry.ID] {
			t.Errorf("%s went out twice", p.Entry.ID)
		}
		seen[p.Entry.ID] = true
		if !tried[p.Entry.ID] && p.Entry.Lane == post.LaneText {
			order = append(order, p.Entry.At)
		}
	}
	for i := together; i < len(order); i++ {
		if order[i].Before(order[i-together]) {
			t.Fatalf("what waited did not go out in order: number %d", i)
		}
	}
	if i := slices.Index(got, "now help"); i < 0 || i > 1 {
		t.Errorf("the urgent text went out as number %d", i+1)
	}
}

func TestAnHoursOutageWithAThousandDocumentsWaiting(t *testing.T) {
	for _, c := range []struct {
		name   string
		pace   post.Pace
		answer func() posttest.Answer
	}{
		{"errors, no limit", post.Pace{}, func() posttest.Answer { return posttest.Answer{Lost: true, Err: posttest.ErrCutOff} }},
		{"errors, ten a second", post.Pace{Key: "k", Rate: 10, Burst: 1}, func() posttest.Answer { return posttest.Answer{Lost: true, Err: posttest.ErrCutOff} }},
		{"not reached", post.Pace{Key: "k", Rate: 10, Burst: 1}, func() posttest.Answer {
			return posttest.Answer{Lost: true, Err: &post.Wait{After: 2 * time.Second, Of: post.TheProvider}}
		}},
		{"too many", post.Pace{Key: "k", Rate: 10, Burst: 1}, func() posttest.Answer {
			return posttest.Answer{Lost: true, Err: &post.Wait{After: time.Minute, Of: post.ThePace}}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const n = 1000
				var over atomic.Bool
				d := newDesk(t, "a", nil)
				d.text.Limit, d.text.Answer = c.pace, outage(&over, c.answer)
				for i := range n {
					d.says(fmt.Sprintf("sms:%d", i), fmt.Sprintf("person/%d", i), fmt.Sprintf("say %d", i))
					time.Sleep(10 * time.Millisecond)
				}
				sweeping(t, d, 50*time.Minute)
				q := d.Queues()[1]
				if q.Sender != "text" || q.State == post.GateOpen || q.Waiting != n || q.Since.IsZero() || time.Since(q.Oldest) < 50*time.Minute {
					t.Errorf("the queue is %+v", q)
				}
				before := len(d.text.Sends())
				d.says("sms:help", "person/help", "hurry help")
				sweeping(t, d, 10*time.Minute)
				if urgent := len(d.text.Sends()) - before; urgent < 60 {
					t.Errorf("the urgent text was tried %d times in ten minutes", urgent)
				}
				if before > n/2 {
					t.Errorf("%d posts in 50 minutes of an outage", before)
				}
				t.Logf("%d posts in 50 minutes, %d questions", before, len(d.text.Finds()))
				tried := map[string]bool{}
				for _, id := range d.text.Sends() {
					tried[id] = true
				}
				over.Store(true)
				began := time.Now()
				for len(d.text.Taken()) < n+1 && time.Since(began) < 10*time.Minute {
					sweeping(t, d, time.Second)
				}
				if took := time.Since(began); c.pace.Rate == 0 && took > time.Minute || took > 3*time.Minute {
					t.Errorf("it took %s to catch up", took)
				}
				together := 1
				if c.pace.Rate == 0 {
					together = 64
				}
				backInOrder(t, d, tried, n+1, together)
				if q := d.Queues()[1]; q.State != post.GateOpen || !q.Since.IsZero() {
					t.Errorf("afterwards the queue is %+v", q)
				}
				d.rest()
			})
		})
	}
}

func TestAWaitOfThePaceHoldsEverybody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		d.text.Answer = once("heard a", posttest.Answer{Lost: true, Err: &post.Wait{After: 30 * time.Second, Of: post.ThePace}})
		d.says("sms:1", "person/p", "say a")
		d.rest()
		d.says("sms:2", "person/q", "say b")
		time.Sleep(29 * time.Second)
		d.rest()
		same(t, "posts while it is held", len(d.text.Sends()), 1)
		same(t, "state", d.Queues()[1].State, post.GateHeld)
		time.Sleep(2 * time.Second)
		d.rest()
		same(t, "texts", texts(d.text), []string{"heard a", "heard b"})
		same(t, "state", d.Queues()[1].State, post.GateOpen)
	})
}

// A provider that chokes on one text, whatever comes of the others, does not
// look down for long.
func TestATextThatAProviderChokesOnHoldsNobodyBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		d.text.Answer = func(_ context.Context, o post.Outgoing) posttest.Answer {
			if strings.Contains(string(o.Body), "poison") {
				return posttest.Answer{Lost: true, Err: posttest.ErrCutOff}
			}
			return posttest.Answer{}
		}
		for i := range 5 {
			d.says(fmt.Sprintf("sms:p%d", i), fmt.Sprintf("person/p%d", i), "say poison")
		}
		sweeping(t, d, 5*time.Minute)
		for i := range 100 {
			d.says(fmt.Sprintf("sms:%d", i), fmt.Sprintf("person/%d", i), "say x")
		}
		sweeping(t, d, 3*time.Minute)
		same(t, "texts", len(d.text.Taken()), 100)
	})
}

func TestSoManyPostsAtOnceAndUrgentOnesBesideThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int64
		d := newDesk(t, "a", nil)
		d.text.Answer = func(_ context.Context, o post.Outgoing) posttest.Answer {
			if o.Lane == post.LaneUrgent {
				return posttest.Answer{}
			}
			most.Store(max(most.Load(), now.Add(1)))
			time.Sleep(5 * time.Second)
			now.Add(-1)
			return posttest.Answer{}
		}
		for i := range 200 {
			d.says(fmt.Sprintf("sms:%d", i), fmt.Sprintf("person/%d", i), "say x")
		}
		d.says("sms:help", "person/help", "hurry help")
		synctest.Wait()
		same(t, "taken first", texts(d.text), []string{"now help"})
		same(t, "in flight", d.Queues()[1].InFlight, 64)
		d.rest()
		same(t, "at most at once", most.Load(), int64(64))
		same(t, "texts", len(d.text.Taken()), 201)
	})
}

// An opt-out while texts wait at the gate takes them out, and the gate goes on.
func TestWhatIsUnsentAtTheGateIsNotPosted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var over atomic.Bool
		d := newDesk(t, "a", nil)
		d.text.Answer = outage(&over, func() posttest.Answer {
			return posttest.Answer{Lost: true, Err: &post.Wait{After: time.Second, Of: post.TheProvider}}
		})
		d.says("sms:1", "person/p", "say a")
		time.Sleep(time.Second)
		d.says("sms:2", "person/q", "say b")
		d.says("sms:3", "person/r", "say c")
		d.says("sms:4", "person/q", "stop")
		over.Store(true)
		sweeping(t, d, time.Minute)
		if got := texts(d.text); slices.Contains(got, "heard b") || !slices.Contains(got, "heard c") {
			t.Errorf("texts: %q", got)
		}
	})
}

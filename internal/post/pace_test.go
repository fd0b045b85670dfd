package post_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

// departures notes when each text leaves.
type departures struct {
	mu sync.Mutex
	at []time.Time
	of []string
}

func (d *departures) answer(_ context.Context, o post.Outgoing) posttest.Answer {
	var w posttest.Words
	if err := o.Read(&w); err != nil {
		panic(err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.at = append(d.at, time.Now())
	d.of = append(d.of, w.Words)
	return posttest.Answer{}
}

func TestProcessesTogetherKeepTheRate(t *testing.T) {
	for _, pace := range []post.Pace{{Key: "k", Rate: 10, Burst: 1}, {Key: "k", Rate: 10, Burst: 10}, {Key: "k", Rate: 1, Burst: 3}} {
		t.Run(fmt.Sprintf("%v a second, %d at once", pace.Rate, pace.Burst), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var left departures
				first := posttest.NewMemory(wall{})
				var desks []*desk
				for i := range 3 {
					d := newDesk(t, fmt.Sprint(i), first.Open())
					d.text.Limit, d.text.Answer = pace, left.answer
					desks = append(desks, d)
				}
				const each = 40
				for i := range each {
					for j, d := range desks {
						d.says(fmt.Sprintf("sms:%d/%d", i, j), fmt.Sprintf("person/%d-%d", i, j), "say x")
					}
				}
				for _, d := range desks {
					d.rest()
				}
				slices.SortFunc(left.at, time.Time.Compare)
				for i := range left.at {
					for j := i + 1; j < len(left.at); j++ {
						took := left.at[j].Sub(left.at[i]).Seconds()
						if n := float64(j - i + 1); n > took*pace.Rate+float64(pace.Burst)+1.001 {
							t.Fatalf("%v left within %.3f s", n, took)
						}
					}
				}
				total := left.at[len(left.at)-1].Sub(left.at[0]).Seconds()
				if ideal := float64(3*each-pace.Burst) / pace.Rate; total > ideal*1.25+3 {
					t.Errorf("%d texts took %.1f s, want about %.1f s", 3*each, total, ideal)
				}
			})
		})
	}
}

func TestUrgentTextsLeaveFirstThenTheOldest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var left departures
		d := newDesk(t, "a", nil)
		d.text.Limit, d.text.Answer = post.Pace{Key: "k", Rate: 1, Burst: 1}, left.answer
		for i := range 5 {
			d.says(fmt.Sprintf("sms:%d", i), fmt.Sprintf("person/%d", i), fmt.Sprintf("say %d", i))
			time.Sleep(time.Millisecond)
		}
		d.says("sms:5", "person/5", "hurry 5")
		d.rest()
		same(t, "order", left.of[1:], []string{"now 5", "heard 1", "heard 2", "heard 3", "heard 4"})
	})
}

func TestUrgentTextsGoAheadOfTheirTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var left departures
		d := newDesk(t, "a", nil)
		d.text.Limit, d.text.Answer = post.Pace{Key: "k", Rate: 1, Burst: 1, Ahead: 5}, left.answer
		d.says("sms:0", "person/0", "say 0")
		time.Sleep(time.Millisecond)
		d.says("sms:1", "person/1", "say 1")
		time.Sleep(time.Millisecond)
		began := time.Now()
		for i := range 7 {
			d.says(fmt.Sprintf("sms:in%d", i), fmt.Sprintf("person/in%d", i), fmt.Sprintf("hurry %d", i))
		}
		d.rest()
		at := map[string]time.Duration{}
		for i, what := range left.of {
			at[what] = left.at[i].Sub(began).Round(time.Second)
		}
		waited := map[time.Duration]int{}
		for i := range 7 {
			waited[at[fmt.Sprintf("now %d", i)]]++
		}
		same(t, "how long the urgent waited", waited, map[time.Duration]int{0: 5, time.Second: 1, 2 * time.Second: 1})
		same(t, "how long the other waited", at["heard 1"], 8*time.Second)
	})
}

func TestATurnIsNotWastedWhileALongQueueOutlastsItsLeases(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var left departures
		d := newDesk(t, "a", nil)
		d.text.Limit, d.text.Answer = post.Pace{Key: "k", Rate: 1, Burst: 1}, left.answer
		const n = 120 // twice as long as a lease
		for i := range n {
			d.says(fmt.Sprintf("sms:%d", i), fmt.Sprintf("person/%d", i), fmt.Sprintf("say %d", i))
		}
		d.rest()
		took := left.at[n-1].Sub(left.at[0])
		if took > (n+5)*time.Second {
			t.Errorf("%d texts at one a second took %s", n, took)
		}
		slices.SortFunc(left.of, cmp.Compare)
		if len(slices.Compact(left.of)) != n {
			t.Error("a text left twice")
		}
	})
}

func TestARateThatCannotBeReadIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		d.text.Limit = post.Pace{Key: "k", Rate: 1, Burst: 1}
		faults := 3
		d.store.Before = func(_ context.Context, c posttest.Call) posttest.Fault {
			if post.KindOf(c.ID) == "rate" && faults > 0 {
				faults--
				return []posttest.Fault{posttest.Failed, posttest.Conflicted, posttest.UnknownLanded}[faults]
			}
			return posttest.NoFault
		}
		d.says("sms:1", "person/p", "say x")
		time.Sleep(10 * time.Second)
		d.rest()
		same(t, "texts", texts(d.text), []string{"heard x"})
	})
}

package post_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

func TestALetterIsHandledOnceForLife(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		for range 2 {
			for i := range 500 {
				d.says(fmt.Sprintf("sms:%d", i), "person/p", "note")
			}
			d.rest()
			time.Sleep(1000 * time.Hour)
		}
		if n := len(d.person("person/p").Log); n != 500 {
			t.Errorf("%d letters stepped, want 500", n)
		}
		facts, err := d.store.Facts(t.Context(), "noted", time.Time{}, 1000)
		if err != nil || len(facts) != 500 {
			t.Errorf("%d facts (%v), want 500", len(facts), err)
		}
	})
}

// heldUp returns a hook that holds the first call of the method until let is called.
func heldUp(method string) (hook func(context.Context, posttest.Call) posttest.Fault, let func()) {
	gate, once := make(chan struct{}), sync.Once{}
	return func(_ context.Context, c posttest.Call) posttest.Fault {
		if c.Method == method {
			once.Do(func() { <-gate })
		}
		return posttest.NoFault
	}, func() { close(gate) }
}

func TestABatchEqualsTheSameLettersOneAtATime(t *testing.T) {
	words := rapid.SampledFrom([]string{"say a", "say b", "hurry c", "stop", "start", "later 99999999", "note", "boom"})
	rapid.Check(t, func(rt *rapid.T) {
		said := rapid.SliceOfN(words, 1, 70).Draw(rt, "said")
		rapid.SyncTest(rt, func(t *rapid.T) {
			type outcome struct {
				Doc   *post.Document
				Log   []string
				Out   bool
				Texts []string
				Stuck []string
			}
			run := func(batched bool) outcome {
				store := posttest.NewMemory(wall{})
				d := newDesk(t, "a", store, func(o *post.Options) { delete(o.Senders, "text"); o.Anew = !batched })
				let := func() {}
				if batched {
					store.Before, let = heldUp("load")
				}
				var all sync.WaitGroup
				for i, w := range said {
					all.Go(func() { d.says(fmt.Sprintf("sms:%d", i), "person/p", w) })
					if batched {
						synctest.Wait()
					} else {
						all.Wait()
						time.Sleep(time.Minute)
					}
				}
				let()
				all.Wait()
				d.rest()
				o := outcome{Doc: d.read("person/p")}
				p := o.Doc.Data.(*posttest.Person)
				for _, s := range p.Log {
					o.Log = append(o.Log, s.ID)
				}
				for _, e := range o.Doc.Outbox {
					if e.Withdrawn {
						continue // within a batch nobody can have begun to post it
					}
					o.Texts = append(o.Texts, e.Lane+" "+string(e.Body))
				}
				if c, err := d.Read(context.Background(), "case/stuck"); err == nil {
					o.Stuck = c.Data.(*posttest.Case).Stuck
				}
				o.Out = p.Out
				return o
			}
			one, batch := run(false), run(true)
			// The clock went on between letters, so timers compare by name.
			same(rt, "log", batch.Log, one.Log)
			same(rt, "out", batch.Out, one.Out)
			same(rt, "state", batch.Doc.State, one.Doc.State)
			same(rt, "texts", batch.Texts, one.Texts)
			same(rt, "stuck", batch.Stuck, one.Stuck)
			same(rt, "seen", batch.Doc.Seen, one.Doc.Seen)
			same(rt, "timers", len(batch.Doc.Timers), len(one.Doc.Timers))
		})
	})
}

func TestWaitingLettersShareOneCommit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := posttest.NewMemory(wall{})
		d := newDesk(t, "a", store)
		hook, let := heldUp("load")
		store.Before = hook
		var all sync.WaitGroup
		for i := range 129 {
			all.Go(func() { d.says(fmt.Sprintf("sms:%d", i), "person/p", "start") })
			synctest.Wait()
		}
		let()
		all.Wait()
		var letters []int
		d.mu.Lock()
		for _, e := range d.events {
			if e.What == "commit" {
				letters = append(letters, e.Letters)
			}
		}
		d.mu.Unlock()
		same(t, "letters a commit", letters, []int{1, 64, 64})
	})
}

func TestAPanicBecomesACaseAndTheRestGoOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		hook, let := heldUp("load")
		d.store.Before = hook
		var all sync.WaitGroup
		for i, w := range []string{"say a", "say b", "boom", "say c"} {
			all.Go(func() { d.says(fmt.Sprintf("sms:%d", i), "person/p", w) })
			synctest.Wait()
		}
		let()
		all.Wait()
		d.rest()
		same(t, "texts", texts(d.text), []string{"heard a", "heard b", "heard c"})
		if p := d.person("person/p"); len(p.Won) != 0 {
			t.Errorf("what the panicking step did is kept: %v", p.Won)
		}
		same(t, "stuck", d.read("case/stuck").Data.(*posttest.Case).Stuck, []string{"sms:2"})
		d.says("sms:2", "person/p", "boom")
		d.rest()
		same(t, "stuck once", d.count("stuck"), 1)
	})
}

func TestAChainOfLettersIsCapped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		l := posttest.Text("sms:1", "person/p", "say a")
		l.Hops = 41
		if _, err := d.Handle(t.Context(), l); err != nil {
			t.Fatal(err)
		}
		d.rest()
		same(t, "texts", texts(d.text), []string(nil))
		same(t, "stuck", d.read("case/stuck").Data.(*posttest.Case).Stuck, []string{"sms:1"})
	})
}

func TestATimerFiresOnlyWhileItStands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		d.says("sms:1", "person/p", "later 30")
		d.rest()
		time.Sleep(29 * time.Second)
		d.sweep()
		same(t, "before it is due", len(d.person("person/p").Log), 1)
		d.says("sms:2", "person/p", "later 30") // in place of the first
		time.Sleep(10 * time.Second)
		d.sweep()
		same(t, "replaced", len(d.person("person/p").Log), 2)
		time.Sleep(21 * time.Second)
		d.sweep()
		d.sweep()
		same(t, "texts", texts(d.text), []string{"remember"})
		if r := d.record("person/p"); !r.Due.IsZero() || r.Held {
			t.Errorf("still due %s, held %v", r.Due, r.Held)
		}
	})
}

func TestAFindIsAnsweredByALetter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		d.says("sms:1", "person/p", "claim 1")
		d.says("sms:2", "person/p", "near")
		d.rest()
		got := texts(d.text)
		slices.Sort(got)
		same(t, "texts", got, []string{"asking", "found near", "yours task/1"})
	})
}

func TestARefusalComesBackAsALetter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		d.text.Answer = func(_ context.Context, o post.Outgoing) posttest.Answer {
			if strings.Contains(string(o.Body), "heard a") {
				return posttest.Answer{Lost: true, Err: &post.Refused{Code: "30006", Reason: "landline"}}
			}
			return posttest.Answer{}
		}
		d.says("sms:1", "person/p", "say a")
		d.says("sms:2", "person/p", "say b")
		d.rest()
		p := d.person("person/p")
		same(t, "refused", p.Refused, 1)
		same(t, "texts", texts(d.text), []string{"heard b"})
		same(t, "posts", len(d.text.Sends()), 2)
	})
}

func TestSomebodyElsesWriteMeansLoadAndStepAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newDesk(t, "a", nil)
		b := newDesk(t, "b", a.store.Open())
		a.says("sms:1", "person/p", "note")
		for i := range 20 {
			b.says(fmt.Sprintf("b:%d", i), "person/p", "note")
			a.says(fmt.Sprintf("a:%d", i), "person/p", "note")
		}
		a.rest()
		b.rest()
		same(t, "steps", len(a.person("person/p").Log), 41)
		if a.count("conflict")+b.count("conflict") == 0 {
			t.Error("nobody conflicted: the test shows nothing")
		}
	})
}

func TestACommitOfUnknownOutcomeIsSteppedOnce(t *testing.T) {
	for _, fault := range []posttest.Fault{posttest.UnknownLanded, posttest.UnknownLost, posttest.UnknownLate} {
		synctest.Test(t, func(t *testing.T) {
			store := posttest.NewMemory(wall{})
			faults := 3
			store.Before = func(_ context.Context, c posttest.Call) posttest.Fault {
				if c.Method == "commit" && c.ID == "person/p" && faults > 0 {
					faults--
					return fault
				}
				return posttest.NoFault
			}
			d := newDesk(t, "a", store)
			for i := range 5 {
				d.says(fmt.Sprintf("sms:%d", i), "person/p", fmt.Sprintf("say %d", i))
				store.Land()
			}
			d.rest()
			same(t, "steps", len(d.person("person/p").Log), 5)
			same(t, "texts", texts(d.text), []string{"heard 0", "heard 1", "heard 2", "heard 3", "heard 4"})
		})
	}
}

func TestAfterEightSecondsTheLetterIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		var down atomic.Bool
		down.Store(true)
		d.store.Before = func(_ context.Context, c posttest.Call) posttest.Fault {
			if c.Method == "commit" && down.Load() {
				return posttest.Conflicted
			}
			return posttest.NoFault
		}
		began := time.Now()
		_, err := d.Handle(t.Context(), posttest.Text("sms:1", "person/p", "say a"))
		if !errors.Is(err, post.ErrBusy) || time.Since(began) < 7*time.Second || time.Since(began) > 9*time.Second {
			t.Errorf("got %v after %s", err, time.Since(began))
		}
		down.Store(false)
		d.rest() // what came while it was given up would be refused with it
		d.says("sms:1", "person/p", "say a")
		d.rest()
		same(t, "texts", texts(d.text), []string{"heard a"})
	})
}

// While one text cannot be stored, a later one of the same person comes, and the
// store is in order again before that one's time is over: it is refused with the
// first, or it would be handled before it.
func TestALaterLetterDoesNotOvertakeOneThatIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		var down atomic.Bool
		down.Store(true)
		d.store.Before = func(_ context.Context, c posttest.Call) posttest.Fault {
			if c.Method != "commit" || !down.Load() {
				return posttest.NoFault
			}
			time.Sleep(time.Second)
			return posttest.Failed
		}
		refused := make(chan error, 2)
		for i, words := range []string{"say a", "say b"} {
			go func() {
				_, err := d.Handle(t.Context(), posttest.Text(fmt.Sprintf("sms:%d", i), "person/p", words))
				refused <- err
			}()
			time.Sleep(300 * time.Millisecond)
		}
		down.Store(false)
		for range 2 {
			if err := <-refused; err == nil {
				t.Error("the later one is handled, and the earlier one is not")
			}
		}
		d.says("sms:0", "person/p", "say a")
		d.says("sms:1", "person/p", "say b")
		d.rest()
		same(t, "texts", texts(d.text), []string{"heard a", "heard b"})
	})
}

func TestTheSweeperSeesToUrgentDocumentsFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newDesk(t, "a", nil, func(o *post.Options) { clear(o.Senders) })
		a.says("sms:1", "person/calm", "say a")
		time.Sleep(time.Second)
		a.says("sms:2", "person/hurt", "hurry b")
		_ = a.Close(t.Context())
		time.Sleep(2 * time.Minute)
		ids, err := a.store.Due(t.Context(), time.Now(), 10)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "due", ids, []string{"person/hurt", "person/calm"})

		b := newDesk(t, "b", a.store.Open())
		b.sweep()
		same(t, "at once", texts(b.text), []string{"now b"})
		time.Sleep(20 * time.Second)
		b.rest()
		same(t, "in the end", texts(b.text), []string{"now b", "heard a"})
	})
}

func TestAClosedOfficeTakesNoMoreAndFinishesWhatItTook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		d.says("sms:1", "person/p", "claim 1")
		if err := d.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Handle(t.Context(), posttest.Text("sms:2", "person/p", "say a")); !errors.Is(err, post.ErrBusy) {
			t.Errorf("a closed office says %v", err)
		}
		same(t, "texts", texts(d.text), []string{"asking", "yours task/1"})
		for _, r := range d.store.All() {
			if r.Held {
				t.Errorf("%s still holds something", r.ID)
			}
		}
	})
}

// What waits for its turn at a slow provider does not keep a process from
// ending: the next one takes it over, whose lanes are free.
func TestAClosedOfficeLeavesWhatWaitsForItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		provider := &posttest.Provider{Limit: post.Pace{Key: "number", Rate: 1, Burst: 1}}
		both := func(o *post.Options) { o.Senders["text"] = provider }
		a := newDesk(t, "a", nil, both)
		b := newDesk(t, "b", a.store.Open(), both)
		const people = 60
		for i := range people {
			a.says(fmt.Sprintf("sms:%d", i), fmt.Sprintf("person/%d", i), "say x")
		}
		grace, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		began := time.Now()
		if err := a.Close(grace); err != nil {
			t.Fatal(err)
		}
		if d := time.Since(began); d < 10*time.Second || d > 12*time.Second {
			t.Errorf("closed after %s, want half the grace", d)
		}
		left := 0
		for i := range people {
			d := b.read(fmt.Sprintf("person/%d", i))
			left += len(d.Outbox)
			same(t, "leases", len(d.Leases), 0)
		}
		same(t, "delivered or left", len(provider.Taken())+left, people)
		for range 2 * people {
			b.sweep()
			time.Sleep(time.Second)
		}
		same(t, "texts", len(provider.Taken()), people)
	})
}

func TestAClockThatIsOffIsNotReady(t *testing.T) {
	d := newDesk(t, "a", posttest.NewMemory(ahead(6*time.Second)))
	if err := d.Ready(t.Context()); err == nil {
		t.Error("six seconds off is ready")
	}
	if err := newDesk(t, "a", posttest.NewMemory(ahead(-3*time.Second))).Ready(t.Context()); err != nil {
		t.Error(err)
	}
}

// ahead is a clock that is off by so much.
type ahead time.Duration

func (a ahead) Now() time.Time { return time.Now().Add(time.Duration(a)) }

func TestMailboxesThatAreLetGoLoseNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		d.KeepWarm(3)
		var all sync.WaitGroup
		for i := range 400 {
			all.Go(func() { d.says(fmt.Sprintf("sms:%d", i), fmt.Sprintf("person/%d", i%20), fmt.Sprintf("claim %d", i%7)) })
			if i%50 == 0 {
				time.Sleep(10 * time.Millisecond)
			}
		}
		all.Wait()
		d.rest()
		if n := d.Boxes(); n > 3 {
			t.Errorf("%d mailboxes are kept, want 3", n)
		}
		steps := 0
		for i := range 20 {
			p := d.person(fmt.Sprintf("person/%d", i))
			for _, s := range p.Log {
				if strings.HasPrefix(s.ID, "sms:") {
					steps++
				}
			}
		}
		same(t, "steps", steps, 400)
		seen := map[string]bool{}
		for _, id := range d.text.Sends() {
			if seen[id] {
				t.Errorf("%s was posted twice", id)
			}
			seen[id] = true
		}
	})
}

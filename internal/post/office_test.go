package post_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

type wall struct{}

func (wall) Now() time.Time { return time.Now() }

// still is a clock that stands.
type still time.Time

func (s still) Now() time.Time { return time.Time(s) }

// half makes every jitter the same, so that a run is the same each time.
type half struct{}

func (half) Uint64() uint64 { return 1 << 52 }

// tb is what *testing.T and *rapid.T have in common.
type tb interface {
	Helper()
	Error(...any)
	Errorf(string, ...any)
	Fatal(...any)
	Fatalf(string, ...any)
}

// A desk is one process's office in a test, with what it talks to.
type desk struct {
	*post.Office
	t     tb
	store *posttest.Memory
	text  *posttest.Provider
	slack *posttest.Provider

	mu     sync.Mutex
	events []post.Event
}

// newDesk opens an office over the store, or over a new one.
func newDesk(t tb, owner string, store *posttest.Memory, change ...func(*post.Options)) *desk {
	t.Helper()
	if store == nil {
		store = posttest.NewMemory(wall{})
	}
	d := &desk{t: t, store: store, text: &posttest.Provider{}, slack: &posttest.Provider{}}
	o := post.Options{
		Store: store, Clock: wall{}, Owner: owner, Kinds: posttest.Kinds(),
		Senders: map[string]post.Sender{"text": d.text, "slack": d.slack},
		Chance:  rand.New(half{}), Stuck: posttest.StuckCase, Anew: true,
		Observe: func(e post.Event) { d.mu.Lock(); d.events = append(d.events, e); d.mu.Unlock() },
	}
	for _, c := range change {
		c(&o)
	}
	var err error
	if d.Office, err = post.New(o); err != nil {
		t.Fatal(err)
	}
	return d
}

// says has a person text some words, and waits until they are committed.
func (d *desk) says(id, person, words string) {
	d.t.Helper()
	if _, err := d.Handle(context.Background(), posttest.Text(id, person, words)); err != nil {
		d.t.Fatalf("%s says %q: %v", person, words, err)
	}
}

// rest waits until nothing is under way.
func (d *desk) rest() {
	d.t.Helper()
	if err := d.Idle(context.Background()); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) sweep() {
	d.t.Helper()
	if _, err := d.Sweep(context.Background()); err != nil {
		d.t.Fatal(err)
	}
	d.rest()
}

func (d *desk) read(id string) *post.Document {
	d.t.Helper()
	doc, err := d.Read(context.Background(), id)
	if err != nil {
		d.t.Fatal(err)
	}
	return doc
}

func (d *desk) person(id string) *posttest.Person { return d.read(id).Data.(*posttest.Person) }

// count is how many events of the kind were observed.
func (d *desk) count(what string) (n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, e := range d.events {
		if e.What == what {
			n++
		}
	}
	return n
}

// texts are the words that the provider took, in order.
func texts(p *posttest.Provider) []string {
	var all []string
	for _, t := range p.Taken() {
		var w posttest.Words
		if err := t.Entry.Read(&w); err != nil {
			panic(err)
		}
		all = append(all, w.Words)
	}
	return all
}

func same(t tb, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// record is the stored record of a document.
func (d *desk) record(id string) post.Record {
	d.t.Helper()
	r, err := d.store.Load(context.Background(), id)
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

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
		d.says("sms:1", "person/p", "say a")
		d.rest()
		same(t, "texts", texts(d.text), []string{"heard a"})
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
		for _, r := range d.store.Documents() {
			if r.Held {
				t.Errorf("%s still holds something", r.ID)
			}
		}
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

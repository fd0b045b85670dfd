package post_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/google/go-cmp/cmp"

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

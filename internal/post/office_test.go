package post_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

type wall struct{}

func (wall) Now() time.Time { return time.Now() }

// half makes every jitter the same, so that a run is the same each time.
type half struct{}

func (half) Uint64() uint64 { return 1 << 63 }

// a desk is one process's office in a test, with what it talks to.
type desk struct {
	*post.Office
	t     *testing.T
	store *posttest.Memory
	text  *posttest.Provider
	slack *posttest.Provider
	seen  []post.Event
}

// newDesk opens an office over the store, or over a new one.
func newDesk(t *testing.T, owner string, store *posttest.Memory, change ...func(*post.Options)) *desk {
	t.Helper()
	if store == nil {
		store = posttest.NewMemory(wall{})
	}
	d := &desk{t: t, store: store, text: &posttest.Provider{}, slack: &posttest.Provider{}}
	o := post.Options{
		Store: store, Clock: wall{}, Owner: owner, Kinds: posttest.Kinds(),
		Senders: map[string]post.Sender{"text": d.text, "slack": d.slack},
		Chance:  rand.New(half{}), Stuck: posttest.StuckCase,
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
	if _, err := d.Handle(d.t.Context(), posttest.Text(id, person, words)); err != nil {
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

func (d *desk) read(id string) *post.Document {
	d.t.Helper()
	doc, err := d.Read(context.Background(), id)
	if err != nil {
		d.t.Fatal(err)
	}
	return doc
}

func (d *desk) person(id string) *posttest.Person { return d.read(id).Data.(*posttest.Person) }

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

func TestALetterIsHandledOnceForLife(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		for i := range 500 {
			d.says(fmt.Sprintf("sms:%d", i), "person/p", "note")
		}
		d.rest()
		for i := range 500 {
			d.says(fmt.Sprintf("sms:%d", i), "person/p", "note")
		}
		d.rest()
		if n := len(d.person("person/p").Log); n != 500 {
			t.Errorf("%d letters stepped, want 500", n)
		}
		facts, err := d.store.Facts(t.Context(), "noted", time.Time{}, 1000)
		if err != nil || len(facts) != 500 {
			t.Errorf("%d facts (%v), want 500", len(facts), err)
		}
	})
}

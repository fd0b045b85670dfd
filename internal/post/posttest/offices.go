package posttest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/post"
)

// Offices is the suite for a store that several processes serve together, each
// with an office, a connection and a clock of its own. Open returns a new,
// empty store, as a function that opens it once more for each process; the
// suite closes what it opens. Play runs each test: synctest.Test, or, where
// the store is over a network, a plain call.
func Offices(t *testing.T, play func(*testing.T, func(*testing.T)), open func(t *testing.T) func() post.Store) {
	var all sync.WaitGroup // some wait for leases to end, and so all are played at once
	defer all.Wait()
	for _, c := range []struct {
		name string
		test func(*town)
	}{
		{"one yes, one volunteer", oneYes},
		{"a timer fires once, whoever sweeps", oneSweep},
		{"a process that stops dead after a post is taken over from, and nothing is sent twice", diesAfter},
		{"a process that stops dead before a post is taken over from, and it is sent", diesBefore},
		{"a lane is its holder's, also by a clock that is ahead", oneHolder},
		{"processes together keep the rate", oneRate},
		{"processes that are replaced one by one drop nothing", rolling},
	} {
		all.Go(func() {
			t.Run(c.name, func(t *testing.T) {
				play(t, func(t *testing.T) {
					w := &town{t: t, open: open(t), text: &Provider{}, slack: &Provider{}}
					defer w.close()
					c.test(w)
				})
			})
		})
	}
}

// A town is several processes that share a store and two providers.
type town struct {
	t           *testing.T
	open        func() post.Store
	text, slack *Provider
	moved       atomic.Int64 // how far the clocks were moved on
	branches    []*branch
}

// A branch is one process: an office of its own. Killed, it reaches nothing any more.
type branch struct {
	*post.Office
	post.Store
	town   *town
	off    time.Duration // how far its clock is off
	killed atomic.Bool
	// fatal kills the process in the middle of a post: the provider takes it, or not.
	fatal func(post.Outgoing) (dies, taken bool)
}

var errKilled = errors.New("the process is gone")

// Now implements post.Clock.
func (p *branch) Now() time.Time { return time.Now().Add(p.off + time.Duration(p.town.moved.Load())) }

// mortal is a process's connection to the store.
type mortal struct {
	post.Store
	p *branch
}

func (m mortal) Load(ctx context.Context, id string) (post.Record, error) {
	if m.p.killed.Load() {
		return post.Record{}, errKilled
	}
	return m.Store.Load(ctx, id)
}

func (m mortal) Commit(ctx context.Context, r post.Record) error {
	if m.p.killed.Load() {
		return errKilled
	}
	return m.Store.Commit(ctx, r)
}

func (m mortal) Append(ctx context.Context, facts ...post.Fact) error {
	if m.p.killed.Load() {
		return errKilled
	}
	return m.Store.Append(ctx, facts...)
}

// sender is a process's connection to the provider.
type sender struct {
	*Provider
	p *branch
}

func (s sender) Send(ctx context.Context, o post.Outgoing) (string, error) {
	if s.p.killed.Load() {
		return "", errKilled
	}
	if s.p.fatal != nil {
		if dies, taken := s.p.fatal(o); dies {
			if taken {
				s.Take(o)
			}
			s.p.killed.Store(true)
			return "", errKilled
		}
	}
	return s.Provider.Send(ctx, o)
}

// start adds a process whose clock is off by as much.
func (w *town) start(off time.Duration) *branch {
	w.t.Helper()
	p := &branch{Store: w.open(), town: w, off: off}
	owner := fmt.Sprintf("process %d", len(w.branches))
	var err error
	p.Office, err = post.New(post.Options{
		Store: mortal{p.Store, p}, Clock: p, Owner: owner, Kinds: Kinds(), Stuck: StuckCase, Anew: true,
		Senders: map[string]post.Sender{"text": sender{w.text, p}, "slack": sender{w.slack, p}},
		Chance:  rand.New(rand.NewPCG(uint64(len(w.branches)), 7)),
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.branches = append(w.branches, p)
	return p
}

// three starts three processes, whose clocks are seconds apart.
func (w *town) three() {
	for _, off := range []time.Duration{-4 * time.Second, 0, 4 * time.Second} {
		w.start(off)
	}
}

func (w *town) close() {
	for _, p := range w.branches {
		p.stop(w.t)
	}
}

// stop ends the process as an operator would.
func (p *branch) stop(t *testing.T) {
	if p.Store == nil {
		return
	}
	if err := p.Office.Close(context.Background()); err != nil {
		t.Errorf("close an office: %v", err)
	}
	if err := p.Store.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	p.Store = nil
}

// says has a process handle a text, as often as it takes: whoever sends one
// sends it again when it is refused.
func (w *town) says(i int, id, person, words string) {
	for ; ; i++ {
		p := w.branches[i%len(w.branches)]
		_, err := p.Handle(w.t.Context(), Text(id, person, words))
		if err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// rest has the processes sweep until no document waits for anything.
func (w *town) rest() {
	w.t.Helper()
	var left []string
	for began := time.Now(); time.Since(began) < 2*time.Minute; time.Sleep(20 * time.Millisecond) {
		var alive *branch
		for _, p := range w.branches {
			if p.killed.Load() || p.Store == nil {
				continue
			}
			alive = p
			if _, err := p.Sweep(w.t.Context()); err != nil {
				continue
			}
			if err := p.Idle(w.t.Context()); err != nil {
				w.t.Fatal(err)
			}
		}
		var err error
		if left, err = alive.Store.Due(w.t.Context(), alive.Now().Add(time.Hour), 1000); err == nil && len(left) == 0 {
			return
		}
	}
	w.t.Fatalf("not at rest: %v wait for something", left)
}

// texts are the words that the provider took for each person, in order.
func (w *town) texts() map[string][]string {
	all := map[string][]string{}
	for _, p := range w.text.Taken() {
		var said Words
		if err := json.Unmarshal(p.Entry.Body, &said); err != nil {
			w.t.Fatal(err)
		}
		person, _, _ := strings.Cut(p.Entry.ID, "@")
		all[person] = append(all[person], said.Words)
	}
	return all
}

// read returns a document's data.
func read[T any](w *town, id string) *T {
	w.t.Helper()
	for _, p := range w.branches {
		if p.Store != nil && !p.killed.Load() {
			doc, err := p.Read(w.t.Context(), id)
			if err != nil {
				w.t.Fatal(err)
			}
			return doc.Data.(*T)
		}
	}
	w.t.Fatal("no process is left")
	return nil
}

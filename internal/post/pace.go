package post

import (
	"container/heap"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"
)

// A pacer keeps providers' limits. The limit itself is a document, so that
// several processes together keep it: each takes a second's turns at a time.
type pacer struct {
	store Store
	clock Clock
	mu    sync.Mutex
	keys  map[string]*pacedKey
	// closed ends the waiting of whoever has no turn yet.
	closed chan struct{}
	close  func()
}

type pacedKey struct {
	waiting paceQueue
	running bool
	turns   []time.Time // taken from the store and not yet used
	// urgent wakes whoever waits for a turn that is not urgent.
	urgent chan struct{}
}

// A pacedEntry waits for its turn: urgent first, then the oldest.
type pacedEntry struct {
	urgent bool
	at     time.Time
	turn   chan error
}

type paceQueue []*pacedEntry

func (q paceQueue) Len() int { return len(q) }
func (q paceQueue) Less(i, j int) bool {
	if q[i].urgent != q[j].urgent {
		return q[i].urgent
	}
	return q[i].at.Before(q[j].at)
}
func (q paceQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *paceQueue) Push(x any)   { *q = append(*q, x.(*pacedEntry)) }
func (q *paceQueue) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}

func newPacer(s Store, c Clock) *pacer {
	closed := make(chan struct{})
	return &pacer{store: s, clock: c, keys: map[string]*pacedKey{}, closed: closed, close: sync.OnceFunc(func() { close(closed) })}
}

// take returns when the entry may leave. A rate of zero is no limit.
func (p *pacer) take(pace Pace, urgent bool, at time.Time) error {
	if pace.Rate <= 0 {
		return nil
	}
	e := &pacedEntry{urgent: urgent, at: at, turn: make(chan error, 1)}
	p.mu.Lock()
	k := p.keys[pace.Key]
	if k == nil {
		k = &pacedKey{urgent: make(chan struct{}, 1)}
		p.keys[pace.Key] = k
	}
	heap.Push(&k.waiting, e)
	if !k.running {
		k.running = true
		go p.serve(pace, k)
	}
	p.mu.Unlock()
	if urgent {
		select {
		case k.urgent <- struct{}{}:
		default:
		}
	}
	select {
	case err := <-e.turn:
		return err
	case <-p.closed:
		return errClosed
	}
}

var errClosed = errors.New("the office has closed")

// serve gives out turns until nobody waits.
func (p *pacer) serve(pace Pace, k *pacedKey) {
	for {
		p.mu.Lock()
		if len(k.waiting) == 0 {
			k.running = false
			p.mu.Unlock()
			return
		}
		p.mu.Unlock()

		turn, err := p.turn(pace, k)
		if err == nil {
			p.await(turn, pace, k)
		}
		p.mu.Lock()
		e := heap.Pop(&k.waiting).(*pacedEntry)
		p.mu.Unlock()
		e.turn <- err
	}
}

// await waits until whoever is first in the queue, now or meanwhile, may have the turn.
func (p *pacer) await(turn time.Time, pace Pace, k *pacedKey) {
	for {
		p.mu.Lock()
		urgent := k.waiting[0].urgent
		p.mu.Unlock()
		wait := turn.Sub(p.clock.Now())
		if urgent {
			wait -= pace.gap() * time.Duration(pace.Ahead)
		}
		if wait <= 0 {
			return
		}
		select {
		case <-time.After(wait):
			return
		case <-k.urgent:
		}
	}
}

func (p *pacer) turn(pace Pace, k *pacedKey) (time.Time, error) {
	now := p.clock.Now()
	// A turn that nobody used is good for as long as a burst may make up for.
	good := now.Add(-pace.gap() * time.Duration(max(pace.Burst, 1)))
	for len(k.turns) > 0 {
		t := k.turns[0]
		k.turns = k.turns[1:]
		if t.After(good) {
			return t, nil
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), handleWithin)
	defer cancel()
	for {
		turns, err := p.take1s(ctx, pace, now)
		if (errors.Is(err, ErrConflict) || errors.Is(err, ErrUnknown)) && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
			continue
		}
		if err != nil {
			return now, err
		}
		k.turns = turns[1:]
		return turns[0], nil
	}
}

type paceState struct {
	Next time.Time `json:"next"` // when the next turn that nobody has taken begins
}

// rateKind is the first part of the ids of documents that hold a limit.
const rateKind = "rate"

// rateWrong says what is wrong with such a document, or "".
func rateWrong(r Record) string {
	if json.Unmarshal(r.Body, &paceState{}) != nil {
		return "is a limit that cannot be read"
	}
	return ""
}

// take1s takes the next second's turns (one at the least) from the rate document.
func (p *pacer) take1s(ctx context.Context, pace Pace, now time.Time) ([]time.Time, error) {
	id := rateKind + "/" + Derive(pace.Key)
	rec, err := p.store.Load(ctx, id)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return nil, fmt.Errorf("load the rate: %w", err)
	}
	rec.ID = id
	var s paceState
	if len(rec.Body) > 0 {
		if err := json.Unmarshal(rec.Body, &s); err != nil {
			return nil, fmt.Errorf("read the rate: %w", err)
		}
	}
	gap := pace.gap()
	if earliest := now.Add(-gap * time.Duration(max(pace.Burst-1, 0))); s.Next.Before(earliest) {
		s.Next = earliest
	}
	n := max(1, int(pace.Rate))
	turns := make([]time.Time, n)
	for i := range turns {
		turns[i] = s.Next
		s.Next = s.Next.Add(gap)
	}
	rec.Version++
	rec.Body = mustJSON(s)
	if err := p.store.Commit(ctx, rec); err != nil {
		return nil, fmt.Errorf("take turns: %w", err)
	}
	return turns, nil
}

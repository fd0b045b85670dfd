package post

import (
	"context"
	"fmt"
	"sync"
)

// notesAtMost is how many facts are appended in one call.
const notesAtMost = 512

// notes gathers facts that come from outside, a provider's reports above all:
// while one call to the store is under way, what comes waits for the next, so
// that a thousand reports are not a thousand calls.
type notes struct {
	mu      sync.Mutex
	waiting []noted
	running bool
}

type noted struct {
	fact Fact
	done chan error
}

// Note appends a fact that no document's step has noted, and returns after it
// is durable. Its errors are the store's; after ErrUnknown, or when the
// context ends, the fact may stand, and may be noted again.
func (o *Office) Note(ctx context.Context, f Fact) error {
	n := noted{fact: f, done: make(chan error, 1)}
	o.begin()
	defer o.end()
	o.notes.mu.Lock()
	o.notes.waiting = append(o.notes.waiting, n)
	first := !o.notes.running
	o.notes.running = true
	o.notes.mu.Unlock()
	if first {
		go o.appendNotes()
	}
	select {
	case err := <-n.done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("note %s: %w", f.Kind, ctx.Err())
	}
}

func (o *Office) appendNotes() {
	for {
		o.notes.mu.Lock()
		n := min(len(o.notes.waiting), notesAtMost)
		batch := o.notes.waiting[:n:n]
		o.notes.waiting = o.notes.waiting[n:]
		o.notes.running = n > 0
		o.notes.mu.Unlock()
		if n == 0 {
			return
		}
		facts := make([]Fact, n)
		for i, one := range batch {
			facts[i] = one.fact
		}
		err := o.appendSafely(facts)
		for _, one := range batch {
			one.done <- err
		}
	}
}

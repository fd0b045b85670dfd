package sandbox

import (
	"context"
	"sync"
	"time"
)

// Sleep waits for d or until the context ends, and says which by its error.
type Sleep func(ctx context.Context, d time.Duration) error

func realSleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// background runs what a server does unasked: status callbacks, late retries.
type background struct {
	ctx    context.Context
	cancel context.CancelFunc
	slots  chan struct{}

	mu      sync.Mutex
	running int
	closed  bool
	idle    chan struct{} // closed when running falls to zero; nil while nobody waits
}

// newBackground returns a background in which at most parallel jobs run at once.
func newBackground(parallel int) *background {
	ctx, cancel := context.WithCancel(context.Background())
	return &background{ctx: ctx, cancel: cancel, slots: make(chan struct{}, parallel)}
}

// start runs job in a goroutine of its own when a slot is free; after Close it
// does nothing.
func (b *background) start(job func(ctx context.Context)) {
	if !b.begin() {
		return
	}
	go func() {
		defer b.done()
		select {
		case b.slots <- struct{}{}:
		case <-b.ctx.Done():
			return
		}
		defer func() { <-b.slots }()
		job(b.ctx)
	}()
}

// later runs job as start does, after d; waiting takes no slot.
func (b *background) later(d time.Duration, sleep Sleep, job func(ctx context.Context)) {
	if !b.begin() {
		return
	}
	go func() {
		defer b.done()
		if sleep(b.ctx, d) == nil {
			b.start(job)
		}
	}()
}

// begin reports whether one more job may be under way; done ends it.
func (b *background) begin() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return false
	}
	b.running++
	return true
}

func (b *background) done() {
	b.mu.Lock()
	b.running--
	if b.running == 0 && b.idle != nil {
		close(b.idle)
		b.idle = nil
	}
	b.mu.Unlock()
}

// Wait returns when nothing is under way in the background: every status
// callback and retry has gone out. It returns the context's error if that ends first.
func (b *background) Wait(ctx context.Context) error {
	b.mu.Lock()
	if b.running == 0 {
		b.mu.Unlock()
		return nil
	}
	if b.idle == nil {
		b.idle = make(chan struct{})
	}
	idle := b.idle
	b.mu.Unlock()
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Close abandons what is under way in the background and waits for it to stop.
// The server still answers requests, but sends nothing more of itself.
func (b *background) Close() {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	b.cancel()
	_ = b.Wait(context.Background())
}

package post

import (
	"context"
	"sync"
	"time"
)

// A patience is how long something may take. Whoever begins within a second
// shares a context: to make one for each step and each delivery was a twentieth
// of what they cost.
type patience struct {
	within time.Duration

	mu     sync.Mutex
	ctx    context.Context
	began  time.Time
	cancel context.CancelFunc
}

// last returns a context that ends when the patience does, or up to a second
// sooner.
func (p *patience) last() context.Context {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if p.ctx == nil || now.Sub(p.began) >= time.Second {
		p.ctx, p.cancel = context.WithTimeout(context.Background(), p.within)
		p.began = now
	}
	return p.ctx
}

// end ends the latest context.
func (p *patience) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cancel != nil {
		p.cancel()
		p.ctx = nil
	}
}

package posttest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/goodturn/goodturn/internal/post"
)

// Faulty stands before a store that works, and has calls of it go wrong as a
// test chooses.
type Faulty struct {
	post.Store
	// Delay is how long a write of [UnknownLate] is under way.
	Delay time.Duration

	mu     sync.Mutex
	strike func(context.Context, Call) Fault
	late   sync.WaitGroup
}

// Fail has the hook choose each call's fault, from now on. It may wait.
func (f *Faulty) Fail(strike func(context.Context, Call) Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.strike = strike
}

// Heal has all calls do their work again.
func (f *Faulty) Heal() { f.Fail(nil) }

// Wait returns when no late write is under way.
func (f *Faulty) Wait() { f.late.Wait() }

func (f *Faulty) fault(ctx context.Context, c Call) Fault {
	f.mu.Lock()
	strike := f.strike
	f.mu.Unlock()
	if strike == nil {
		return NoFault
	}
	return strike(ctx, c)
}

// look does a call that writes nothing.
func look[T any](ctx context.Context, f *Faulty, c Call, do func() (T, error)) (none T, err error) {
	if f.fault(ctx, c) != NoFault {
		return none, ErrFault
	}
	return do()
}

// write does a call that writes.
func (f *Faulty) write(ctx context.Context, c Call, do func(context.Context) error) error {
	switch f.fault(ctx, c) {
	case Failed:
		return ErrFault
	case Conflicted:
		return post.ErrConflict
	case UnknownLost:
		return post.ErrUnknown
	case UnknownLanded:
		_ = do(ctx)
		return post.ErrUnknown
	case UnknownLate:
		landed := make(chan error, 1)
		f.late.Add(1)
		time.AfterFunc(f.Delay, func() {
			defer f.late.Done()
			landed <- do(context.WithoutCancel(ctx))
		})
		select {
		case err := <-landed:
			return err
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", post.ErrUnknown, ctx.Err())
		}
	}
	return do(ctx)
}

// Load implements post.Store.
func (f *Faulty) Load(ctx context.Context, id string) (post.Record, error) {
	return look(ctx, f, Call{Method: "load", ID: id}, func() (post.Record, error) { return f.Store.Load(ctx, id) })
}

// Commit implements post.Store.
func (f *Faulty) Commit(ctx context.Context, r post.Record) error {
	return f.write(ctx, Call{Method: "commit", ID: r.ID, Record: &r}, func(ctx context.Context) error { return f.Store.Commit(ctx, r) })
}

// Due implements post.Store.
func (f *Faulty) Due(ctx context.Context, at time.Time, limit int) ([]string, error) {
	return look(ctx, f, Call{Method: "due"}, func() ([]string, error) { return f.Store.Due(ctx, at, limit) })
}

// Find implements post.Store.
func (f *Faulty) Find(ctx context.Context, q post.Query) ([]post.Found, error) {
	return look(ctx, f, Call{Method: "find"}, func() ([]post.Found, error) { return f.Store.Find(ctx, q) })
}

// Append implements post.Store.
func (f *Faulty) Append(ctx context.Context, facts ...post.Fact) error {
	return f.write(ctx, Call{Method: "append", Facts: facts}, func(ctx context.Context) error { return f.Store.Append(ctx, facts...) })
}

// Time implements post.Store.
func (f *Faulty) Time(ctx context.Context) (time.Time, error) {
	return look(ctx, f, Call{Method: "time"}, func() (time.Time, error) { return f.Store.Time(ctx) })
}

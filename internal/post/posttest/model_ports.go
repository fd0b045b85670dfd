package posttest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/goodturn/goodturn/internal/post"
)

// A gatedStore is one process's way to the store.
type gatedStore struct {
	*Memory
	w *world
	p *process
}

// through takes a call to the gate, does its work, and brings the answer back.
func (s *gatedStore) through(ctx context.Context, what string, work func() error) error {
	v := s.w.gate(ctx, s.p, false, "%s", what)
	switch {
	case v.dead:
		return ErrFault
	case v.timedOut:
		return ctx.Err()
	case v.outcome != well:
		return ErrFault
	}
	err := work()
	if v.hold && s.w.gate(ctx, s.p, true, "%s", what).dead {
		return ErrFault
	}
	return err
}

// Load implements post.Store.
func (s *gatedStore) Load(ctx context.Context, id string) (r post.Record, err error) {
	err = s.through(ctx, "load "+id, func() (err error) {
		r, err = s.Memory.Load(context.Background(), id)
		return err
	})
	if err == nil {
		s.w.learn(s.p, id, r.Version)
		s.w.mu.Lock()
		s.p.looked[id]++
		s.w.mu.Unlock()
	}
	return r, err
}

// Commit implements post.Store.
func (s *gatedStore) Commit(ctx context.Context, r post.Record) error {
	v := s.w.gate(ctx, s.p, false, "commit %s version %d", r.ID, r.Version)
	if v.timedOut {
		v.outcome = unknownLate
	}
	if v.dead && s.w.alone && v.outcome == unknownLate {
		v.outcome = failed // nobody else can open the store while a write is under way
	}
	var err error
	switch v.outcome {
	case well:
		if v.dead {
			return ErrFault
		}
		err = s.w.write(s.p, r)
	case unknownLanded:
		_ = s.w.write(s.p, r)
		err = post.ErrUnknown
	case unknownLate:
		s.w.mu.Lock()
		s.w.late = append(s.w.late, lateWrite{s.p, cloneRecord(r)})
		s.w.mu.Unlock()
		err = post.ErrUnknown
	case unknownLost:
		err = post.ErrUnknown
	case conflicted:
		err = post.ErrConflict
	default:
		err = ErrFault
	}
	if v.hold && s.w.gate(ctx, s.p, true, "commit %s version %d", r.ID, r.Version).dead {
		return ErrFault
	}
	if err == nil {
		s.w.learn(s.p, r.ID, r.Version)
	}
	return err
}

// Due implements post.Store.
func (s *gatedStore) Due(ctx context.Context, at time.Time, limit int) (ids []string, err error) {
	err = s.through(ctx, "what is due", func() (err error) {
		ids, err = s.Memory.Due(context.Background(), at, limit)
		return err
	})
	return ids, err
}

// Find implements post.Store.
func (s *gatedStore) Find(ctx context.Context, q post.Query) (found []post.Found, err error) {
	err = s.through(ctx, "find", func() (err error) {
		found, err = s.Memory.Find(context.Background(), q)
		return err
	})
	return found, err
}

// Append implements post.Store.
func (s *gatedStore) Append(ctx context.Context, facts ...post.Fact) error {
	return s.through(ctx, "append "+facts[0].ID, func() error {
		return s.Memory.Append(context.Background(), facts...)
	})
}

// learn notes what a process was told of a document.
func (w *world) learn(p *process, id string, version int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	p.learned[id] = max(p.learned[id], version)
}

// write commits a record for good, and checks what it says.
func (w *world) write(p *process, r post.Record) error {
	if err := w.shelf.Commit(context.Background(), r); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.say("    %s has written %s version %d", p.name, r.ID, r.Version)
	w.landed(r)
	return nil
}

// A gatedSender is one process's way to a provider.
type gatedSender struct {
	w    *world
	p    *process
	name string
}

// Send implements post.Sender.
func (s gatedSender) Send(ctx context.Context, o post.Outgoing) (string, error) {
	s.w.begun(s.p, o)
	what := fmt.Sprintf("post %s by %s", o.ID, s.name)
	v := s.w.gate(ctx, s.p, false, "%s", what)
	ref, err := s.answer(ctx, o, v)
	if v.hold && s.w.gate(ctx, s.p, true, "%s", what).dead {
		return "", ErrCutOff
	}
	return ref, err
}

func (s gatedSender) answer(ctx context.Context, o post.Outgoing, v verdict) (string, error) {
	w := s.w
	w.mu.Lock()
	defer w.mu.Unlock()
	outcome := v.outcome
	switch gone := v.timedOut || v.dead; {
	case w.refused[o.ID] && gone, v.dead && outcome == well:
		outcome = unknownLost
	case v.timedOut:
		outcome = unknownLate
	case w.refused[o.ID]:
		outcome = refusedText // for good
	}
	switch outcome {
	case well:
		return w.take(o), nil
	case refusedText:
		w.refused[o.ID] = true
		return "", &post.Refused{Code: "21610", Reason: "opted out"}
	case waitText:
		of := post.Reach((o.ID[len(o.ID)-1] + o.ID[len(o.ID)-3]) % 3)
		return "", &post.Wait{After: 2 * time.Second, Of: of, Reason: "busy"}
	case unknownLanded:
		w.take(o)
	case unknownLate:
		w.landing = append(w.landing, lateText{o, time.Now().Add(settleWithin)})
	}
	return "", ErrCutOff
}

// Find implements post.Sender.
func (s gatedSender) Find(ctx context.Context, o post.Outgoing) (string, error) {
	what := fmt.Sprintf("ask %s whether it has %s", s.name, o.ID)
	v := s.w.gate(ctx, s.p, false, "%s", what)
	if v.dead || v.timedOut || v.outcome != well {
		return "", ErrCutOff
	}
	s.w.mu.Lock()
	ref := s.w.reference(o.ID)
	s.w.mu.Unlock()
	if v.hold && s.w.gate(ctx, s.p, true, "%s", what).dead {
		return "", ErrCutOff
	}
	return ref, nil
}

// Pace implements post.Sender.
func (s gatedSender) Pace(post.Outgoing) post.Pace { return post.Pace{} }

// reference is the provider's for an entry, or "". A card goes by the name of
// the entry that changed it last. The lock is held.
func (w *world) reference(entry string) string {
	for i, t := range w.taken {
		if t.Entry.ID != entry {
			continue
		}
		changed := func(later Posted) bool { return later.Updates == t.Ref }
		if !slices.ContainsFunc(w.taken[i+1:], changed) {
			return t.Ref
		}
	}
	return ""
}

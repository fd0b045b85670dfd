package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/twilio"
)

const (
	listingDocument = "office/listing"
	listEvery       = time.Minute
	listAgain       = 2 * time.Second // after one that failed, and twice as long each time
	listOverlap     = 10 * time.Minute
)

type listing struct {
	// Until is when the last complete listing of Twilio's inbound texts began.
	Until time.Time `json:"until"`
}

// catchUp fetches what Twilio took while we could not: at the start and every
// minute one process lists the inbound texts since the last complete listing,
// less ten minutes. The texts' own ids make handling them again harmless.
//
// At the start it is listed even if that was done a moment ago: a process that
// starts is often the one that was missed.
func (a *App) catchUp(ctx context.Context) {
	fetch, soon := a.fetchMissed, listAgain
	for {
		wait := listEvery
		if err := fetch(ctx); err == nil {
			fetch, soon = a.fetchInTurn, listAgain
		} else if ctx.Err() == nil {
			wait, soon = soon, min(2*soon, listEvery)
			a.log.Warn("what Twilio took could not be fetched from its list", "again in", wait.String(), "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// readListing returns when Twilio was listed last; the zero time is never.
func readListing(ctx context.Context, s post.Reader) (listing, error) {
	var last listing
	rec, err := s.Load(ctx, listingDocument)
	if errors.Is(err, post.ErrNotFound) {
		return last, nil
	}
	if err == nil {
		err = json.Unmarshal(rec.Body, &last)
	}
	if err != nil {
		return last, fmt.Errorf("read when Twilio was listed: %w", err)
	}
	return last, nil
}

// fetchInTurn lists Twilio's texts unless another process has just done it.
func (a *App) fetchInTurn(ctx context.Context) error {
	return a.fetch(ctx, a.clock.Now().Add(-listEvery/2))
}

// fetchMissed lists Twilio's texts.
func (a *App) fetchMissed(ctx context.Context) error { return a.fetch(ctx, a.clock.Now()) }

// fetch lists Twilio's texts unless that was done after the time.
func (a *App) fetch(ctx context.Context, after time.Time) error {
	now := a.clock.Now()
	rec, err := a.store.Load(ctx, listingDocument)
	if errors.Is(err, post.ErrNotFound) {
		rec = post.Record{ID: listingDocument}
	} else if err != nil {
		return errors.Join(fmt.Errorf("read when Twilio was listed: %w", err), a.alertFromList(ctx))
	}
	last := listing{Until: now}
	if len(rec.Body) > 0 {
		if err := json.Unmarshal(rec.Body, &last); err != nil {
			return fmt.Errorf("read when Twilio was listed: %w", err)
		}
		a.listed.Store(&last.Until)
		if rec.Version > 1 && last.Until.After(after) {
			a.behind.Store(false)
			return nil
		}
		texts, err := a.twilio.List(ctx, last.Until.Add(-listOverlap))
		if err != nil {
			return fmt.Errorf("list Twilio's texts: %w", err)
		}
		a.silent.Delete("text")
		if err := a.takeMissed(ctx, texts, last.Until); err != nil {
			return err
		}
	}
	rec.Version++
	rec.Body, err = json.Marshal(listing{Until: now})
	if err != nil {
		return fmt.Errorf("note when Twilio was listed: %w", err)
	}
	if err := a.store.Commit(ctx, rec); err != nil && !errors.Is(err, post.ErrConflict) {
		return fmt.Errorf("note when Twilio was listed: %w", err)
	}
	a.behind.Store(false)
	return nil
}

// errUnwritten: the store takes no writes, so no more texts are handed to it.
var errUnwritten = errors.New("the store takes no writes")

// takeMissed takes texts of Twilio's list; those since the time may be new. One
// that cannot be taken does not keep the others waiting; the listing is not
// complete then, and begins from the same time again.
func (a *App) takeMissed(ctx context.Context, texts []twilio.Message, since time.Time) error {
	var missed error
	from, patience := map[string]bool{}, pausesAtMost
	for _, m := range a.dangerFirst(texts, since) {
		recent := m.At.After(since)
		if a.store.refuses() {
			if missed = errUnwritten; recent {
				a.alertWithoutStore(ctx, m)
			}
			continue
		}
		if from[m.From] && patience > 0 && recent {
			patience -= a.pause(ctx)
		}
		from[m.From] = true
		if err := a.take(ctx, m); err != nil {
			missed = errors.Join(missed, err)
			a.alertWithoutStore(ctx, m)
		}
	}
	return missed
}

// dangerFirst puts first what those sent who since the time spoke of danger.
// Everybody's own texts stay in their order.
func (a *App) dangerFirst(texts []twilio.Message, since time.Time) []twilio.Message {
	afraid := map[string]bool{}
	for _, m := range texts {
		if m.At.After(since) && !afraid[m.From] {
			_, afraid[m.From] = a.danger(m.Body)
		}
	}
	first := slices.DeleteFunc(slices.Clone(texts), func(m twilio.Message) bool { return !afraid[m.From] })
	return append(first, slices.DeleteFunc(texts, func(m twilio.Message) bool { return afraid[m.From] })...)
}

// alertFromList tells of danger in what Twilio took since it was last listed,
// while the store does not even answer: a balancer sends such a process no texts.
func (a *App) alertFromList(ctx context.Context) error {
	since := a.listed.Load()
	if since == nil {
		return nil
	}
	texts, err := a.twilio.List(ctx, *since)
	if err != nil {
		return fmt.Errorf("list Twilio's texts: %w", err)
	}
	for _, m := range texts {
		a.alertWithoutStore(ctx, m)
	}
	return nil
}

// pausesAtMost is how long one listing may pause in all: most of what it holds
// was handled as it came, and a busy office is never idle.
const pausesAtMost = 2 * time.Second

// pause lets what somebody's text leads to come about before their next, which
// came minutes later, is taken: that somebody has a task before they say DONE.
// It returns how long that took.
func (a *App) pause(ctx context.Context) time.Duration {
	began := time.Now()
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	_ = a.office.Idle(ctx) // or not, where others keep it busy
	return time.Since(began)
}

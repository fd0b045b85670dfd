package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/goodturn/goodturn/internal/post"
)

const (
	listingDocument = "office/listing"
	listEvery       = time.Minute
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
	for fetch := a.fetchMissed; ; fetch = a.fetchInTurn {
		if err := fetch(ctx); err != nil && ctx.Err() == nil {
			a.log.Warn("Twilio's list of texts could not be read; trying again in a minute", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(listEvery):
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
		return fmt.Errorf("read when Twilio was listed: %w", err)
	}
	last := listing{Until: now}
	if len(rec.Body) > 0 {
		if err := json.Unmarshal(rec.Body, &last); err != nil {
			return fmt.Errorf("read when Twilio was listed: %w", err)
		}
		if rec.Version > 1 && last.Until.After(after) {
			return nil
		}
		texts, err := a.twilio.List(ctx, last.Until.Add(-listOverlap))
		if err != nil {
			return fmt.Errorf("list Twilio's texts: %w", err)
		}
		var missed error
		from, patience := map[string]bool{}, pausesAtMost
		for _, m := range texts {
			if from[m.From] && patience > 0 && m.At.After(last.Until) {
				patience -= a.pause(ctx)
			}
			from[m.From] = true
			// One text that cannot be taken does not keep the others waiting; the
			// listing is not complete, and begins from the same time again.
			missed = errors.Join(missed, a.take(ctx, m))
		}
		if missed != nil {
			return missed
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

package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/goodturn/goodturn/internal/post"
)

const (
	// failuresAtMost is how many commits (or loads before them) running may fail
	// before a process is not ready: one may have bad luck, or be at fault itself.
	failuresAtMost = 3
	// tryEvery is how often a store that takes no writes is tried, where nobody
	// sends anything that would try it.
	tryEvery = 2 * time.Second
)

// A watchedStore knows whether it can be written: a full or a locked disk can
// still be read, and every query answers as on any other day.
type watchedStore struct {
	post.Store
	failures prometheus.Counter
	running  atomic.Int64 // what failed since a commit succeeded
}

// Load implements post.Store. One that succeeds tells nothing of writes.
func (s *watchedStore) Load(ctx context.Context, id string) (post.Record, error) {
	r, err := s.Store.Load(ctx, id)
	if err != nil && !errors.Is(err, post.ErrNotFound) && !errors.Is(ctx.Err(), context.Canceled) {
		s.running.Add(1)
	}
	return r, err //nolint:wrapcheck // the store's own
}

// Commit implements post.Store. A conflict tells nothing: nothing was written.
func (s *watchedStore) Commit(ctx context.Context, r post.Record) error {
	err := s.Store.Commit(ctx, r)
	switch {
	case err == nil:
		s.running.Store(0)
	case errors.Is(err, post.ErrConflict), errors.Is(ctx.Err(), context.Canceled):
	default:
		s.failures.Inc()
		s.running.Add(1)
	}
	return err //nolint:wrapcheck // the store's own
}

// Append implements post.Store.
func (s *watchedStore) Append(ctx context.Context, facts ...post.Fact) error {
	err := s.Store.Append(ctx, facts...)
	if err != nil && !errors.Is(ctx.Err(), context.Canceled) {
		s.failures.Inc()
		s.running.Add(1)
	}
	return err //nolint:wrapcheck // the store's own
}

// refuses reports whether the store takes no writes, as far as is known.
func (s *watchedStore) refuses() bool { return s.running.Load() >= failuresAtMost }

// tryWriting finds out whether a store that took no writes takes them again,
// and then fetches the texts that were refused meanwhile at once: before those
// who sent them text again, as far as that can be.
func (a *App) tryWriting(ctx context.Context) {
	for refused := false; ; {
		select {
		case <-ctx.Done():
			return
		case <-time.After(tryEvery):
		}
		if a.store.refuses() {
			refused = true
			if err := a.rewrite(ctx); err != nil {
				continue
			}
		}
		if !refused {
			continue
		}
		a.log.Info("the store takes writes again")
		if err := a.fetchMissed(ctx); err != nil && ctx.Err() == nil {
			a.log.Warn("Twilio's list of texts could not be read; trying again within a minute", "error", err)
		}
		refused = false
	}
}

// rewrite writes the listing as it stands, which changes nothing but its version.
func (a *App) rewrite(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	rec, err := a.store.Load(ctx, listingDocument)
	if errors.Is(err, post.ErrNotFound) {
		rec = post.Record{ID: listingDocument}
		rec.Body, err = json.Marshal(listing{Until: a.clock.Now()})
	}
	if err == nil {
		rec.Version++
		err = a.store.Commit(ctx, rec)
	}
	if err != nil {
		return fmt.Errorf("try whether the store can be written: %w", err)
	}
	return nil
}

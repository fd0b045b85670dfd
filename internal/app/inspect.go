package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/post"
)

// An Inspection looks into a store that no process serves: what is left to be
// delivered in it, and which texts were handled.
type Inspection struct {
	store post.Store
	key   []byte
}

// Inspect opens the store, which GOODTURN_STORE would name so.
func Inspect(ctx context.Context, uri string) (*Inspection, error) {
	store, err := openStore(ctx, "GOODTURN_STORE", uri, wallClock{})
	if err != nil {
		return nil, err
	}
	key, err := personKey(ctx, store)
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return &Inspection{store: store, key: key}, nil
}

// Close lets go of the store.
func (i *Inspection) Close() error {
	if err := i.store.Close(); err != nil {
		return fmt.Errorf("close the store: %w", err)
	}
	return nil
}

// farOff is later than any timer.
const farOff = 100 * 365 * 24 * time.Hour

// Unfinished returns the ids of documents that have something to deliver, or
// letters that wait for a newer program.
func (i *Inspection) Unfinished(ctx context.Context) ([]string, error) {
	ids, err := i.store.Due(ctx, time.Now().Add(farOff), 1<<20)
	if err != nil {
		return nil, fmt.Errorf("find what is due: %w", err)
	}
	var left []string
	for _, id := range ids {
		rec, err := i.store.Load(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("load %s: %w", id, err)
		}
		if rec.Held || len(rec.Parked) > 0 {
			left = append(left, id)
		}
	}
	return left, nil
}

// Handled says of each text from a phone, by its SID, whether it was handled.
// The error also says of a phone whose document counts a letter twice.
func (i *Inspection) Handled(ctx context.Context, phone string, sids []string) (map[string]bool, error) {
	handled := map[string]bool{}
	rec, err := i.store.Load(ctx, bot.PersonID(i.key, phone))
	if errors.Is(err, post.ErrNotFound) {
		return handled, nil
	}
	if err != nil {
		return nil, fmt.Errorf("load a person: %w", err)
	}
	var doc post.Document
	if err := json.Unmarshal(rec.Body, &doc); err != nil {
		return nil, fmt.Errorf("read a person: %w", err)
	}
	once := map[uint64]bool{}
	for _, h := range doc.Seen {
		if once[h] {
			return nil, fmt.Errorf("%s has seen one letter twice", rec.ID)
		}
		once[h] = true
	}
	for _, sid := range sids {
		handled[sid] = doc.Seen.Has(causeOf(sid))
	}
	return handled, nil
}

package mongo

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/event"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/goodturn/goodturn/internal/post"
)

// documentAtMost is the size of the largest document that a server takes.
const documentAtMost = 16 << 20

// How much one insert holds: below what servers take in a command, which is
// 48 MB and 100,000 documents.
const (
	insertAtMost  = 40_000_000 // bytes
	insertsAtMost = 1000
)

// Commit implements post.Store: an insert, or a replacement of the one
// document that has the id and the version before.
func (s *Store) Commit(ctx context.Context, r post.Record) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	raw, err := encodeRecord(r)
	if err != nil {
		return err
	}
	ctx, sent := counted(ctx)
	if r.Version == 1 {
		_, err = s.documents.InsertOne(ctx, raw)
		return s.outcome(ctx, err, sent)
	}
	was := bson.D{{Key: "_id", Value: r.ID}, {Key: "version", Value: r.Version - 1}}
	done, err := s.documents.ReplaceOne(ctx, was, raw)
	if err == nil && done.MatchedCount == 0 {
		return post.ErrConflict
	}
	return s.outcome(ctx, err, sent)
}

// encodeRecord makes a record's bytes, as the collection keeps it.
func encodeRecord(r post.Record) (bson.Raw, error) {
	d := document{
		ID: r.ID, Version: r.Version, Revision: r.Revision, Urgent: r.Urgent, Held: r.Held,
		Keys: r.Keys, Rank: r.Rank, Summary: r.Summary, Body: r.Body, Parked: r.Parked,
	}
	if !r.Due.IsZero() {
		due := post.Nanos(r.Due)
		d.Due = &due
	}
	return encode(r.ID, &d)
}

// Restore implements post.Store: inserts, and where a document stands already
// a look at its version.
func (s *Store) Restore(ctx context.Context, records ...post.Record) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	all := make([]bson.Raw, 0, len(records))
	for _, r := range records {
		if r.Version < 1 {
			return post.ErrConflict
		}
		raw, err := encodeRecord(r)
		if err != nil {
			return err
		}
		all = append(all, raw)
	}
	stand, err := insert(ctx, s.documents, all)
	if err != nil {
		return fmt.Errorf("restore documents: %w", s.explain(ctx, err))
	}
	for _, i := range stand {
		switch standing, err := s.Load(ctx, records[i].ID); {
		case err != nil:
			return err
		case standing.Version != records[i].Version:
			return post.ErrConflict
		}
	}
	return nil
}

// Append implements post.Store. Where it fails, some of the facts may stand,
// and it says ErrUnknown; to append all of them again is right.
func (s *Store) Append(ctx context.Context, facts ...post.Fact) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	var all []bson.Raw
	var unfit error
	for _, f := range facts {
		raw, err := encode(f.ID, &fact{ID: f.ID, Kind: f.Kind, At: post.Nanos(f.At), Data: f.Data})
		if err != nil {
			unfit = err
			continue
		}
		all = append(all, raw)
	}
	ctx, sent := counted(ctx)
	switch _, err := insert(ctx, s.facts, all); {
	case err == nil:
		return unfit
	case sent.Load() == 0:
		return s.explain(ctx, err)
	default:
		return fmt.Errorf("%w: %w", post.ErrUnknown, s.explain(ctx, err))
	}
}

// insert writes the documents that are not there, as much at a time as one
// command takes, and returns which of them stood already. The driver would make
// several commands of them by itself, but then keeps only the last one's word
// on whether a majority has what it wrote.
func insert(ctx context.Context, in *mongo.Collection, all []bson.Raw) (stand []int, err error) {
	for from, to := 0, 0; from < len(all); from = to {
		for size := 0; to < len(all) && (to == from || size+len(all[to]) <= insertAtMost && to < from+insertsAtMost); to++ {
			size += len(all[to])
		}
		_, err := in.InsertMany(ctx, all[from:to], options.InsertMany().SetOrdered(false))
		there, err := stood(err)
		if err != nil {
			return nil, err
		}
		for _, i := range there {
			stand = append(stand, from+i)
		}
	}
	return stand, nil
}

// stood returns which of an insert's documents stand already, where that is all
// that its error says.
func stood(err error) (which []int, _ error) {
	bulk, ok := errors.AsType[mongo.BulkWriteException](err)
	if !ok || bulk.WriteConcernError != nil {
		return nil, err
	}
	for _, w := range bulk.WriteErrors {
		if w.Code != duplicateKey {
			return nil, err
		}
		which = append(which, w.Index)
	}
	return which, nil
}

// encode makes a document's bytes, or says that they are too many.
func encode(id string, v any) (bson.Raw, error) {
	raw, err := bson.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", id, err)
	}
	if len(raw) > documentAtMost {
		return nil, fmt.Errorf("%s has %d bytes, and MongoDB takes no document of more than %d", id, len(raw), documentAtMost)
	}
	return raw, nil
}

// counting is where a write's context has the counter of its attempts.
type counting struct{}

// counted returns a context by which the driver's attempts at one write are
// counted. The driver sends a write again by itself, as often as the time
// allows, and what it returns in the end tells of one attempt only.
func counted(ctx context.Context) (context.Context, *atomic.Int32) {
	sent := new(atomic.Int32)
	return context.WithValue(ctx, counting{}, sent), sent
}

// attempts counts what is about to be sent.
var attempts = &event.CommandMonitor{Started: func(ctx context.Context, _ *event.CommandStartedEvent) {
	if sent, ok := ctx.Value(counting{}).(*atomic.Int32); ok {
		sent.Add(1)
	}
}}

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
	all := make([]any, 0, len(records))
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
	if len(all) == 0 {
		return nil
	}
	_, err := s.documents.InsertMany(ctx, all, options.InsertMany().SetOrdered(false))
	if bulk, ok := errors.AsType[mongo.BulkWriteException](err); ok && stood(err) == nil {
		for _, w := range bulk.WriteErrors {
			r := records[w.Index]
			switch standing, err := s.Load(ctx, r.ID); {
			case err != nil:
				return err
			case standing.Version != r.Version:
				return post.ErrConflict
			}
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("restore documents: %w", s.explain(ctx, err))
	}
	return nil
}

// Append implements post.Store. Where it fails, some of the facts may stand,
// and it says ErrUnknown; to append all of them again is right.
func (s *Store) Append(ctx context.Context, facts ...post.Fact) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	var all []any
	var unfit error
	for _, f := range facts {
		raw, err := encode(f.ID, &fact{ID: f.ID, Kind: f.Kind, At: post.Nanos(f.At), Data: f.Data})
		if err != nil {
			unfit = err
			continue
		}
		all = append(all, raw)
	}
	if len(all) == 0 {
		return unfit
	}
	ctx, sent := counted(ctx)
	_, err := s.facts.InsertMany(ctx, all, options.InsertMany().SetOrdered(false))
	switch err = stood(err); {
	case err == nil:
		return unfit
	case sent.Load() == 0:
		return s.explain(ctx, err)
	}
	return fmt.Errorf("%w: %w", post.ErrUnknown, s.explain(ctx, err))
}

// stood takes facts that stand already for appended.
func stood(err error) error {
	bulk, ok := errors.AsType[mongo.BulkWriteException](err)
	if !ok || bulk.WriteConcernError != nil {
		return err
	}
	for _, w := range bulk.WriteErrors {
		if w.Code != duplicateKey {
			return err
		}
	}
	return nil
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

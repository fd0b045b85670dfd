package mongo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"golang.org/x/sync/errgroup"

	"github.com/goodturn/goodturn/internal/post"
)

// Store is a post.Store in a MongoDB database.
type Store struct {
	name   string // how operators know it: hosts and database, without credentials
	client *mongo.Client
	// documents and facts are read from the primary, as a majority has them;
	// the nearby ones may be a moment behind.
	documents, facts *mongo.Collection
	nearby           *mongo.Collection
}

var _ post.Store = (*Store)(nil)

// findsAtOnce is how many of a query's keys are asked for at the same time: a
// neighbourhood has dozens, and each is a way to the server and back.
const findsAtOnce = 8

// document is a record as it is stored. A due time is in nanoseconds since
// 1970, which BSON's own times do not hold.
type document struct {
	ID       string   `bson:"_id"`
	Version  int64    `bson:"version"`
	Revision int      `bson:"revision"`
	Due      *int64   `bson:"due,omitempty"`
	Urgent   bool     `bson:"urgent"`
	Held     bool     `bson:"held"`
	Keys     []string `bson:"keys,omitempty"`
	Rank     int64    `bson:"rank"`
	Summary  []byte   `bson:"summary,omitempty"`
	Body     []byte   `bson:"body"`
	Parked   []byte   `bson:"parked,omitempty"`
}

// fact is a fact as it is stored.
type fact struct {
	ID   string `bson:"_id"`
	Kind string `bson:"kind"`
	At   int64  `bson:"at"`
	Data []byte `bson:"data,omitempty"`
}

func (d *document) record() post.Record {
	r := post.Record{
		ID: d.ID, Version: d.Version, Revision: d.Revision, Urgent: d.Urgent, Held: d.Held,
		Keys: d.Keys, Rank: d.Rank, Summary: d.Summary, Body: d.Body, Parked: d.Parked,
	}
	if d.Due != nil {
		r.Due = post.FromNanos(*d.Due)
	}
	return r
}

func (f *fact) fact() post.Fact {
	return post.Fact{ID: f.ID, Kind: f.Kind, At: post.FromNanos(f.At), Data: f.Data}
}

// Load implements post.Store. It reads what a majority of the servers has: a
// write that may yet be rolled back is not seen.
func (s *Store) Load(ctx context.Context, id string) (post.Record, error) {
	var d document
	err := s.documents.FindOne(ctx, bson.D{{Key: "_id", Value: id}}).Decode(&d)
	if errors.Is(err, mongo.ErrNoDocuments) {
		return post.Record{}, post.ErrNotFound
	}
	if err != nil {
		return post.Record{}, fmt.Errorf("load: %w", s.explain(ctx, err))
	}
	return d.record(), nil
}

// Due implements post.Store.
func (s *Store) Due(ctx context.Context, at time.Time, limit int) ([]string, error) {
	var ids []string
	for _, urgent := range []bool{true, false} {
		due := bson.D{{Key: "urgent", Value: urgent}, {Key: "due", Value: bson.D{{Key: "$lte", Value: post.Nanos(at)}}}}
		order := bson.D{{Key: "due", Value: 1}, {Key: "_id", Value: 1}}
		found, err := find[document](ctx, s.nearby, due, order, limit-len(ids), "_id")
		if err != nil {
			return nil, fmt.Errorf("ask what is due: %w", s.explain(ctx, err))
		}
		for _, d := range found {
			ids = append(ids, d.ID)
		}
	}
	return ids, nil
}

// Find implements post.Store.
func (s *Store) Find(ctx context.Context, q post.Query) ([]post.Found, error) {
	of := make([][]post.Found, len(q.Keys))
	asking, within := errgroup.WithContext(ctx)
	asking.SetLimit(findsAtOnce)
	for i, key := range q.Keys {
		asking.Go(func() error {
			order := bson.D{{Key: "rank", Value: 1}, {Key: "_id", Value: 1}}
			found, err := find[document](within, s.nearby, bson.D{{Key: "keys", Value: key}}, order, q.Limit, "rank", "summary")
			for _, d := range found {
				of[i] = append(of[i], post.Found{ID: d.ID, Key: key, Rank: d.Rank, Summary: json.RawMessage(d.Summary)})
			}
			return err
		})
	}
	if err := asking.Wait(); err != nil {
		return nil, fmt.Errorf("find: %w", s.explain(ctx, err))
	}
	return slices.Concat(of...), nil
}

// Documents returns up to limit records whose ids come after the given one, in
// the order of their ids' bytes.
func (s *Store) Documents(ctx context.Context, after string, limit int) ([]post.Record, error) {
	found, err := find[document](ctx, s.documents, follows(after), inOrder, limit)
	if err != nil {
		return nil, fmt.Errorf("read documents: %w", s.explain(ctx, err))
	}
	var all []post.Record
	for _, d := range found {
		all = append(all, d.record())
	}
	return all, nil
}

// Facts implements post.Store.
func (s *Store) Facts(ctx context.Context, kind string, since time.Time, limit int) ([]post.Fact, error) {
	of := bson.D{{Key: "kind", Value: kind}, {Key: "at", Value: bson.D{{Key: "$gte", Value: post.Nanos(since)}}}}
	return s.readFacts(ctx, of, bson.D{{Key: "at", Value: 1}, {Key: "_id", Value: 1}}, limit)
}

// FactsAfter returns up to limit facts whose ids come after the given one, in
// the order of their ids' bytes.
func (s *Store) FactsAfter(ctx context.Context, after string, limit int) ([]post.Fact, error) {
	return s.readFacts(ctx, follows(after), inOrder, limit)
}

func (s *Store) readFacts(ctx context.Context, which, order bson.D, limit int) ([]post.Fact, error) {
	found, err := find[fact](ctx, s.facts, which, order, limit)
	if err != nil {
		return nil, fmt.Errorf("read facts: %w", s.explain(ctx, err))
	}
	var all []post.Fact
	for _, f := range found {
		all = append(all, f.fact())
	}
	return all, nil
}

var inOrder = bson.D{{Key: "_id", Value: 1}}

func follows(id string) bson.D {
	return bson.D{{Key: "_id", Value: bson.D{{Key: "$gt", Value: id}}}}
}

// find returns up to limit of what the filter finds, with all its fields or
// only those named.
func find[T any](ctx context.Context, in *mongo.Collection, filter, order bson.D, limit int, fields ...string) ([]T, error) {
	if err := ctx.Err(); err != nil || limit <= 0 {
		return nil, err
	}
	// All in one answer: a driver asks again for a first answer that fails, but
	// not for a second. (One more than the limit, or servers keep a cursor.)
	o := options.Find().SetSort(order).SetLimit(int64(limit)).SetBatchSize(int32(min(limit, math.MaxInt32-1) + 1))
	if len(fields) > 0 {
		var only bson.D
		for _, f := range fields {
			only = append(only, bson.E{Key: f, Value: 1})
		}
		o.SetProjection(only)
	}
	cursor, err := in.Find(ctx, filter, o)
	if err != nil {
		return nil, err
	}
	var found []T
	err = cursor.All(ctx, &found)
	return found, err
}

// Time implements post.Store: the clock of the primary, or of the router where
// there is one. Every server tells it in its greeting, to whoever asks.
func (s *Store) Time(ctx context.Context) (time.Time, error) {
	var greeting struct {
		LocalTime time.Time `bson:"localTime"`
	}
	if err := s.documents.Database().RunCommand(ctx, bson.D{{Key: "hello", Value: 1}}).Decode(&greeting); err != nil {
		return time.Time{}, fmt.Errorf("ask the store's clock: %w", s.explain(ctx, err))
	}
	return greeting.LocalTime, nil
}

// Exclusive implements post.Store: others write too.
func (s *Store) Exclusive() bool { return false }

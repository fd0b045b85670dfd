package mongotest_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readconcern"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"

	"github.com/goodturn/goodturn/internal/mongo/mongotest"
)

// safe is what a write must ask for.
var safe = &writeconcern.WriteConcern{W: "majority", Journal: new(true)}

// connect starts a server, and returns the official driver's client of it.
func connect(t *testing.T) (*mongotest.Server, *mongo.Database) {
	t.Helper()
	server, err := mongotest.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	client, err := mongo.Connect(options.Client().ApplyURI(server.URI("town")).SetWriteConcern(safe))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := client.Disconnect(context.Background()); err != nil {
			t.Error(err)
		}
		server.Close()
	})
	return server, client.Database("town")
}

func insert(t *testing.T, in *mongo.Collection, docs ...any) {
	t.Helper()
	if _, err := in.InsertMany(t.Context(), docs); err != nil {
		t.Fatal(err)
	}
}

func code(err error) int {
	var e mongo.ServerError
	if errors.As(err, &e) && len(e.ErrorCodes()) > 0 {
		return e.ErrorCodes()[0]
	}
	return 0
}

// What a real server might take otherwise, or not at all, is refused aloud.
func TestWhatIsNotKnownIsRefused(t *testing.T) {
	_, db := connect(t)
	people := db.Collection("people")
	insert(t, people, bson.M{"_id": "a", "n": 1})
	ctx := t.Context()
	all := func(filter any, o ...options.Lister[options.FindOptions]) func() error {
		return func() error {
			c, err := people.Find(ctx, filter, o...)
			if err == nil {
				err = c.Close(ctx)
			}
			return err
		}
	}
	for what, try := range map[string]func() error{
		"a command": func() error {
			return db.RunCommand(ctx, bson.D{{Key: "distinct", Value: "people"}, {Key: "key", Value: "n"}}).Err()
		},
		"an upsert": func() error {
			_, err := people.ReplaceOne(ctx, bson.M{"_id": "a"}, bson.M{"n": 2}, options.Replace().SetUpsert(true))
			return err
		},
		"an update that is none": func() error {
			_, err := people.UpdateOne(ctx, bson.M{"_id": "a"}, bson.M{"$inc": bson.M{"n": 1}})
			return err
		},
		"an update of many": func() error {
			_, err := people.UpdateMany(ctx, bson.M{"_id": "a"}, bson.M{"$set": bson.M{"n": 1}})
			return err
		},
		"an update without an _id": func() error { _, err := people.ReplaceOne(ctx, bson.M{"n": 1}, bson.M{"n": 2}); return err },
		"a delete":                 func() error { _, err := people.DeleteOne(ctx, bson.M{"_id": "a"}); return err },
		"a write without a journal": func() error {
			_, err := db.Collection("people", options.Collection().SetWriteConcern(writeconcern.Majority())).InsertOne(ctx, bson.M{"_id": "b"})
			return err
		},
		"a find without an index":   all(bson.M{"n": 1}),
		"an order without an index": all(bson.M{"_id": bson.M{"$gt": ""}}, options.Find().SetSort(bson.M{"n": 1})),
		"an operator":               all(bson.M{"_id": bson.M{"$regex": "^a"}}),
		"an or":                     all(bson.M{"$or": bson.A{bson.M{"_id": "a"}}}),
		"a field within a field":    all(bson.M{"_id": "a", "n.m": 1}),
		"an option of a find":       all(bson.M{"_id": "a"}, options.Find().SetSkip(1)),
		"an option of an index": func() error {
			_, err := people.Indexes().CreateOne(ctx, mongo.IndexModel{Keys: bson.M{"n": 1}, Options: options.Index().SetSparse(true)})
			return err
		},
		"a projection that takes out": all(bson.M{"_id": "a"}, options.Find().SetProjection(bson.M{"n": 0})),
	} {
		err := try()
		if err == nil || !strings.Contains(err.Error(), "does not know") && !strings.Contains(err.Error(), "no such command") {
			t.Errorf("%s: %v, want that it is not known", what, err)
		}
	}
	var stands bson.M
	if err := people.FindOne(ctx, bson.M{"_id": "a"}).Decode(&stands); err != nil || stands["n"] != int32(1) {
		t.Errorf("%v stands (%v), want it unchanged", stands, err)
	}
}

func TestFindInOrder(t *testing.T) {
	_, db := connect(t)
	people := db.Collection("people")
	if _, err := people.Indexes().CreateOne(t.Context(), mongo.IndexModel{Keys: bson.D{{Key: "in", Value: 1}, {Key: "n", Value: 1}, {Key: "_id", Value: 1}}}); err != nil {
		t.Fatal(err)
	}
	insert(t, people,
		bson.M{"_id": "a", "in": bson.A{"x", "y"}, "n": int64(3)}, bson.M{"_id": "b", "in": bson.A{"x"}, "n": 1},
		bson.M{"_id": "c", "in": bson.A{"y"}, "n": 1}, bson.M{"_id": "d", "in": "x", "n": 3}, bson.M{"_id": "e", "in": bson.A{"x"}}, bson.M{"_id": "f"},
		bson.M{"_id": "g", "in": bson.A{"x"}, "n": "a word"})
	for _, c := range []struct {
		filter bson.D
		order  bson.D
		want   string
	}{
		{bson.D{{Key: "in", Value: "x"}}, bson.D{{Key: "n", Value: 1}, {Key: "_id", Value: 1}}, "[e b a d g]"},
		{bson.D{{Key: "in", Value: "x"}}, bson.D{{Key: "n", Value: -1}, {Key: "_id", Value: -1}}, "[g d a b e]"},
		{bson.D{{Key: "in", Value: "x"}, {Key: "n", Value: bson.M{"$gt": 1}}}, bson.D{{Key: "n", Value: 1}, {Key: "_id", Value: 1}}, "[a d]"},
		{bson.D{{Key: "in", Value: "x"}, {Key: "n", Value: bson.M{"$lt": 3}}}, bson.D{{Key: "n", Value: 1}}, "[b]"},
		{bson.D{{Key: "in", Value: "z"}}, bson.D{}, "[]"},
		{bson.D{{Key: "_id", Value: bson.M{"$gte": "c", "$lt": "f"}}}, bson.D{{Key: "_id", Value: 1}}, "[c d e]"},
	} {
		cursor, err := people.Find(t.Context(), c.filter, options.Find().SetSort(c.order).SetBatchSize(2))
		if err != nil {
			t.Errorf("%v: %v", c.filter, err)
			continue
		}
		var found []struct {
			ID string `bson:"_id"`
		}
		if err := cursor.All(t.Context(), &found); err != nil {
			t.Fatal(err)
		}
		ids := []string{}
		for _, f := range found {
			ids = append(ids, f.ID)
		}
		if got := fmt.Sprint(ids); got != c.want {
			t.Errorf("%v by %v: %s, want %s", c.filter, c.order, got, c.want)
		}
	}
}

// A write that is sent again is done once and answered as the first time; one
// that comes for the first time is done.
func TestAWriteSentAgain(t *testing.T) {
	server, db := connect(t)
	people := db.Collection("people")
	for i, f := range []mongotest.Fault{{Cut: true}, {Cut: true, Lost: true}, {Code: mongotest.PrimarySteppedDown}, {Concern: mongotest.PrimarySteppedDown}} {
		server.Fail("insert", f)
		if _, err := people.InsertOne(t.Context(), bson.M{"_id": i, "n": 0}); err != nil {
			t.Errorf("insert with %+v: %v", f, err)
		}
		server.Fail("update", f)
		done, err := people.ReplaceOne(t.Context(), bson.M{"_id": i, "n": 0}, bson.M{"_id": i, "n": 1})
		if err != nil || done.MatchedCount != 1 {
			t.Errorf("update with %+v: %+v, %v", f, done, err)
		}
	}
	if n := server.Heard("update"); n != 8 {
		t.Errorf("%d updates came, want each of 4 twice", n)
	}
	// Of many in one command, those that were not done the first time are done.
	insert(t, people, bson.M{"_id": "b"})
	server.Fail("insert", mongotest.Fault{Cut: true})
	_, err := people.InsertMany(t.Context(), bson.A{bson.M{"_id": "a"}, bson.M{"_id": "b"}, bson.M{"_id": "c"}}, options.InsertMany().SetOrdered(false))
	var bulk mongo.BulkWriteException
	if !errors.As(err, &bulk) || len(bulk.WriteErrors) != 1 || bulk.WriteErrors[0].Index != 1 || code(err) != mongotest.DuplicateKey {
		t.Errorf("three of which one stands: %v, want that the second does", err)
	}
}

func TestManyWriters(t *testing.T) {
	_, db := connect(t)
	people := db.Collection("people")
	insert(t, people, bson.M{"_id": "a", "n": 0})
	var all sync.WaitGroup
	var mu sync.Mutex
	won := map[int]int{}
	for range 20 {
		all.Go(func() {
			for n := range 20 {
				done, err := people.ReplaceOne(t.Context(), bson.M{"_id": "a", "n": n}, bson.M{"_id": "a", "n": n + 1})
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				won[n] += int(done.MatchedCount)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	for n := range 20 {
		if won[n] != 1 {
			t.Errorf("%d writers replaced number %d, want 1", won[n], n)
		}
	}
}

func TestMajority(t *testing.T) {
	server, db := connect(t)
	local, majority := db.Collection("people"), db.Collection("people", options.Collection().SetReadConcern(readconcern.Majority()))
	server.Fail("insert", mongotest.Fault{Held: true})
	insert(t, local, bson.M{"_id": "a"})
	sees := func(in *mongo.Collection) bool { return in.FindOne(t.Context(), bson.M{"_id": "a"}).Err() == nil }
	if !sees(local) || sees(majority) {
		t.Error("what a majority has not is seen by a majority read, or not by a local one")
	}
	server.RollBack()
	if sees(local) || sees(majority) {
		t.Error("what was rolled back is seen")
	}
	server.Fail("insert", mongotest.Fault{Held: true})
	insert(t, local, bson.M{"_id": "a"})
	server.Replicate()
	server.RollBack()
	if !sees(majority) {
		t.Error("what a majority has is rolled back")
	}
}

// A server that was stopped has what it had, at the same address.
func TestStopAndStart(t *testing.T) {
	server, db := connect(t)
	insert(t, db.Collection("people"), bson.M{"_id": "a"})
	server.Stop()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := db.Client().Ping(ctx, nil); err == nil {
		t.Error("a stopped server answers")
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	if err := db.Collection("people").FindOne(t.Context(), bson.M{"_id": "a"}).Err(); err != nil {
		t.Errorf("after it was started again: %v", err)
	}
	if err := db.Drop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := db.Collection("people").FindOne(t.Context(), bson.M{"_id": "a"}).Err(); !errors.Is(err, mongo.ErrNoDocuments) {
		t.Errorf("after the database was dropped: %v", err)
	}
}

func TestAnIndexThatStands(t *testing.T) {
	server, db := connect(t)
	indexes := db.Collection("people").Indexes()
	create := func(name string, keys bson.D) error {
		_, err := indexes.CreateOne(t.Context(), mongo.IndexModel{Keys: keys, Options: options.Index().SetName(name)})
		return err
	}
	n, m := bson.D{{Key: "n", Value: 1}}, bson.D{{Key: "m", Value: 1}}
	if err := errors.Join(create("a", n), create("a", n), create("b", m)); err != nil {
		t.Fatal(err)
	}
	if got := code(create("c", n)); got != 85 {
		t.Errorf("the same under another name: %d, want IndexOptionsConflict", got)
	}
	if got := code(create("a", bson.D{{Key: "o", Value: 1}})); got != 86 {
		t.Errorf("another under the same name: %d, want IndexKeySpecsConflict", got)
	}
	two := []mongo.IndexModel{{Keys: bson.D{{Key: "o", Value: 1}}}, {Keys: n, Options: options.Index().SetName("c")}}
	if _, err := indexes.CreateMany(t.Context(), two); code(err) != 85 {
		t.Errorf("two of which one stands under another name: %v, want IndexOptionsConflict", err)
	}
	if got := server.Indexes("town", "people"); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("indexes %v, want none of the two", got)
	}
}

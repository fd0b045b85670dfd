package mongo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readconcern"
	"go.mongodb.org/mongo-driver/v2/mongo/readpref"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/connstring"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/topology"
)

// How long things may take, where the address does not say otherwise. The
// office answers a webhook within 8 s, and so that it can say what is wrong,
// the store must have given up before.
const (
	connectWithin = 3 * time.Second
	selectWithin  = 5 * time.Second // to find a primary, and a free connection to it
	callWithin    = 7 * time.Second // a whole call, where its context has no deadline
	openWithin    = 10 * time.Second
	greetAgain    = 100 * time.Millisecond
	indexWithin   = 10 * time.Minute // for a store that stands and has new indexes to make
	closeWithin   = 5 * time.Second
)

// Open connects to the store at a mongodb:// or mongodb+srv:// address, which
// must name the database, and makes the indexes that are not there. Many
// processes may do so at once. It waits up to 10 s for a primary: an election
// is over by then.
//
// An error is one sentence that says what to do, and never holds the password.
func Open(ctx context.Context, uri string) (*Store, error) {
	address, err := read(uri)
	if err != nil {
		return nil, err
	}
	o := options.Client().SetAppName("goodturn").ApplyURI(uri).SetMonitor(attempts)
	setDefault(&o.ConnectTimeout, connectWithin)
	setDefault(&o.ServerSelectionTimeout, selectWithin)
	setDefault(&o.Timeout, callWithin)
	nearby := o.ReadPreference
	if nearby == nil {
		nearby = readpref.PrimaryPreferred()
	}
	journal := true // a server alone waits for it only when it is asked to
	o.SetReadPreference(readpref.Primary()).SetReadConcern(readconcern.Majority())
	o.SetWriteConcern(&writeconcern.WriteConcern{W: writeconcern.WCMajority, Journal: &journal})
	client, err := mongo.Connect(o)
	if err != nil {
		return nil, unreadable(uri, err)
	}
	db := client.Database(address.Database)
	s := &Store{
		name:   strings.Join(address.RawHosts, ",") + "/" + address.Database,
		client: client, documents: db.Collection("documents"), facts: db.Collection("facts"),
		nearby: db.Collection("documents", options.Collection().SetReadPreference(nearby).SetReadConcern(readconcern.Local())),
	}
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func setDefault[T any](field **T, value T) {
	if *field == nil {
		*field = &value
	}
}

// read takes the address apart.
func read(uri string) (*connstring.ConnString, error) {
	address, err := connstring.ParseAndValidate(uri)
	if err != nil {
		return nil, unreadable(uri, err)
	}
	if address.Database == "" {
		return nil, fmt.Errorf("the MongoDB address names no database: put one behind the hosts, as in mongodb://%s/goodturn", strings.Join(address.RawHosts, ","))
	}
	return address, nil
}

// unreadable says what is wrong with an address: in the driver's words only
// where they cannot hold anything of a name and a password.
func unreadable(uri string, err error) error {
	if lookup, ok := errors.AsType[*net.DNSError](err); ok { // of a host, once the rest could be read
		return fmt.Errorf("%s, which the MongoDB address leads to, cannot be looked up (%s); correct the host in it, or this machine's DNS", lookup.Name, lookup.Err)
	}
	if file, ok := errors.AsType[*fs.PathError](err); ok { // of a certificate
		return fmt.Errorf("%s, which the MongoDB address names, cannot be read (%w); correct its path in it, or the file", file.Path, file.Err)
	}
	if strings.Contains(uri, "@") {
		return errors.New("the MongoDB address cannot be read: it must be like mongodb://NAME:PASSWORD@HOST/DATABASE, and any of : / ? # [ ] @ % in the name or the password written as %3A and so on")
	}
	return fmt.Errorf("the MongoDB address cannot be read: it must be like mongodb://HOST/DATABASE (%w)", err)
}

func (s *Store) open(ctx context.Context) error {
	within, cancel := context.WithTimeout(ctx, openWithin)
	defer cancel()
	for {
		_, err := s.Time(within)
		if err == nil {
			break
		}
		if !passes(err) {
			return err
		}
		select {
		case <-time.After(greetAgain):
		case <-within.Done():
			return err
		}
	}
	within, cancel = context.WithTimeout(ctx, indexWithin)
	defer cancel()
	for _, of := range []struct {
		collection *mongo.Collection
		index      bson.D
	}{
		{s.documents, ascending("urgent", "due", "_id")},
		{s.documents, ascending("keys", "rank", "_id")},
		{s.facts, ascending("kind", "at", "_id")},
	} {
		if err := s.index(within, of.collection, of.index); err != nil {
			return err
		}
	}
	return nil
}

// passes reports whether an error is one that an election, or a server that
// comes back, mends.
func passes(err error) bool {
	_, nobody := errors.AsType[topology.ServerSelectionError](err)
	_, broken := errors.AsType[topology.ConnectionError](err)
	return (nobody || broken || mongo.IsNetworkError(err)) && !refusesPassword(err)
}

func ascending(fields ...string) bson.D {
	var keys bson.D
	for _, f := range fields {
		keys = append(keys, bson.E{Key: f, Value: 1})
	}
	return keys
}

// index makes an index that is not there: one at a time, because a server that
// has one of several under another name makes none of them. Where other
// processes make it at the same moment, a server may answer that it is busy
// with that.
func (s *Store) index(ctx context.Context, in *mongo.Collection, keys bson.D) error {
	for try := 1; ; try++ {
		_, err := in.Indexes().CreateOne(ctx, mongo.IndexModel{Keys: keys})
		var e mongo.ServerError
		known := errors.As(err, &e)
		switch {
		case err == nil, known && e.HasErrorCode(indexOptionsConflict): // an operator made it, under another name
			return nil
		case known && (e.HasErrorCode(unauthorized) || e.HasErrorCode(authenticationFailed)), try == 5, ctx.Err() != nil:
			return fmt.Errorf("make the store's indexes: %w", s.explain(ctx, err))
		}
		select {
		case <-time.After(time.Duration(try) * 200 * time.Millisecond):
		case <-ctx.Done():
		}
	}
}

// Close implements post.Store: it waits for what is under way, up to 5 s.
func (s *Store) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closeWithin)
	defer cancel()
	if err := s.client.Disconnect(ctx); err != nil && !errors.Is(err, mongo.ErrClientDisconnected) {
		return fmt.Errorf("close %s: %w", s.name, err)
	}
	return nil
}

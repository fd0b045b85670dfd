package mongo_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"strings"
	"testing"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/goodturn/goodturn/internal/mongo"
	"github.com/goodturn/goodturn/internal/mongo/mongotest"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

// serve starts a pretend server for the test.
func serve(t testing.TB) *mongotest.Server {
	t.Helper()
	server, err := mongotest.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server
}

// connect opens the store for one process, which closes it.
func connect(t testing.TB, uri string) *mongo.Store {
	t.Helper()
	s, err := mongo.Open(t.Context(), uri)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// open opens the store for the test.
func open(t testing.TB, uri string) *mongo.Store {
	t.Helper()
	s := connect(t, uri)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestStore(t *testing.T) {
	posttest.Store(t, func(t *testing.T) post.Store { return connect(t, serve(t).URI("goodturn")) })
}

func TestOffices(t *testing.T) {
	t.Parallel()
	posttest.Offices(t, together, func(t *testing.T) func() post.Store {
		uri := serve(t).URI("goodturn")
		return func() post.Store { return connect(t, uri) }
	})
}

// together is for tests that wait for a network, and so by the wall's clock.
func together(t *testing.T, test func(*testing.T)) { test(t) }

// The same on a real server: the one that MONGODB_URI names, whose user may
// make databases. Each test has its own, which is dropped afterwards.
func TestRealServer(t *testing.T) {
	uri := os.Getenv("MONGODB_URI")
	if uri == "" {
		t.Skip("MONGODB_URI names no server")
	}
	t.Run("store", func(t *testing.T) {
		posttest.Store(t, func(t *testing.T) post.Store { return connect(t, ownDatabase(t, uri)) })
	})
	t.Run("offices", func(t *testing.T) {
		posttest.Offices(t, together, func(t *testing.T) func() post.Store {
			uri := ownDatabase(t, uri)
			return func() post.Store { return connect(t, uri) }
		})
	})
}

// ownDatabase is the address of a database for the test alone.
func ownDatabase(t *testing.T, uri string) string {
	t.Helper()
	at, err := url.Parse(uri)
	if err != nil {
		t.Fatal("MONGODB_URI is no address of one server, or mongodb+srv")
	}
	name := fmt.Sprintf("goodturn_test_%d", rand.Uint64())
	if at.User != nil && at.Query().Get("authSource") == "" {
		q := at.Query()
		q.Set("authSource", cmp.Or(strings.Trim(at.Path, "/"), "admin"))
		at.RawQuery = q.Encode()
	}
	at.Path = "/" + name
	t.Cleanup(func() {
		client, err := driver.Connect(options.Client().ApplyURI(at.String()))
		if err != nil {
			t.Fatal(err)
		}
		ctx := context.Background()
		if err := errors.Join(client.Database(name).Drop(ctx), client.Disconnect(ctx)); err != nil {
			t.Error(err)
		}
	})
	return at.String()
}

package mongo_test

import (
	"testing"

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
	posttest.Store(t, func(t *testing.T) post.Store { return open(t, serve(t).URI("goodturn")) })
}

func TestOffices(t *testing.T) {
	posttest.Offices(t, together, func(t *testing.T) func() post.Store {
		uri := serve(t).URI("goodturn")
		return func() post.Store { return connect(t, uri) }
	})
}

// together is for tests that wait for a network, and so by the wall's clock.
func together(t *testing.T, test func(*testing.T)) { test(t) }

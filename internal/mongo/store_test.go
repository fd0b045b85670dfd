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

// open opens the store, for one process.
func open(t testing.TB, uri string) *mongo.Store {
	t.Helper()
	s, err := mongo.Open(t.Context(), uri)
	if err != nil {
		t.Fatal(err)
	}
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

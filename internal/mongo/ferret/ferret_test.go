// Package ferret holds the MongoDB store to its suite against FerretDB, which
// speaks MongoDB's protocol over SQLite, in process. It is a module of its own,
// so that FerretDB's dependencies stay out of Goodturn's.
package ferret

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/FerretDB/FerretDB/ferretdb"

	"github.com/goodturn/goodturn/internal/mongo"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

// It proves protocol, filters and compare-and-set. It scans whole collections,
// and it loses updates when it has more than one connection, so it is asked
// over one, and says nothing of speed or of concurrency.
func TestStore(t *testing.T) {
	server, err := ferretdb.New(&ferretdb.Config{
		Listener: ferretdb.ListenerConfig{TCP: "127.0.0.1:0"}, Handler: "sqlite", SQLiteURL: "file:" + t.TempDir() + "/",
		Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	address := strings.TrimSuffix(server.MongoDBURI(), "/")
	var databases atomic.Int32
	posttest.Store(t, func(t *testing.T) post.Store {
		s, err := mongo.Open(t.Context(), fmt.Sprintf("%s/goodturn%d?maxPoolSize=1", address, databases.Add(1)))
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}

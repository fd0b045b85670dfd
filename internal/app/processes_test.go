package app

import (
	"testing"

	"github.com/goodturn/goodturn/internal/mongo/mongotest"
)

// mongoStore starts a pretend MongoDB for the test, and returns a store on it.
func mongoStore(t *testing.T) string {
	t.Helper()
	server, err := mongotest.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server.URI("goodturn")
}

// The story goes word for word as it is written, no text less and none twice,
// on MongoDB, whether one process tells it, or three that share the store and
// get the webhooks in turn.
func TestStoryOnMongoDB(t *testing.T) {
	t.Parallel()
	for name, processes := range map[string]int{"one process": 1, "three processes": 3} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := play(theStory, StageOptions{Store: mongoStore(t), Processes: processes})
			if r.err != nil {
				t.Fatal(r.err)
			}
			for _, w := range r.played.Wrong {
				t.Error(w)
			}
		})
	}
}

package app

import (
	"bytes"
	"sync"
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

// Processes that start at the same moment on an empty store have one key, and
// so one id for each person.
func TestProcessesThatStartTogetherHaveOneKey(t *testing.T) {
	t.Parallel()
	store := mongoStore(t)
	keys := make([][]byte, 8)
	var all sync.WaitGroup
	for i := range keys {
		all.Go(func() {
			s, err := openStore(t.Context(), "the store", store, wallClock{})
			if err != nil {
				t.Error(err)
				return
			}
			if keys[i], err = personKey(t.Context(), s); err != nil {
				t.Error(err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, k := range keys {
		if len(k) != 32 || !bytes.Equal(k, keys[0]) {
			t.Errorf("a process has the key %x, another %x", k, keys[0])
		}
	}
}

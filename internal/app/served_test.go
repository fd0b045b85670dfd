package app

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

// A store that several processes write is not looked at while one of them
// serves it: it listed Twilio's texts a moment ago, or holds a lane.
func TestAServedStoreIsLeftAlone(t *testing.T) {
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	clock := &StageClock{at: noon}
	store := posttest.NewMemory(clock)
	if err := unserved(t.Context(), store); err != nil {
		t.Errorf("a new store: %v", err)
	}
	body, err := json.Marshal(listing{Until: noon})
	if err != nil {
		t.Fatal(err)
	}
	held := post.Record{ID: "person/a", Version: 1, Held: true, Body: []byte(`{"rev":2,"state":"known","leases":{"text":{"owner":"a","until":"2026-11-23T12:05:00Z"}},"data":{}}`)}
	if err := store.Restore(t.Context(), post.Record{ID: listingDocument, Version: 1, Body: body}, held); err != nil {
		t.Fatal(err)
	}
	for after, want := range map[time.Duration][2]bool{time.Second: {true, true}, 119 * time.Second: {true, true}, 2 * time.Minute: {false, true}, time.Hour: {false, false}} {
		clock.set(noon.Add(after))
		if err := unserved(t.Context(), store); errors.Is(err, errServed) != want[0] {
			t.Errorf("%s after a listing: %v", after, err)
		}
		if _, err := (quiet{store}).Documents(t.Context(), "", 10); errors.Is(err, errServed) != want[1] {
			t.Errorf("%s later, a lane that is held: %v", after, err)
		}
	}
	store.Alone = true
	clock.set(noon)
	if err := unserved(t.Context(), store); err != nil {
		t.Errorf("a store of one process: %v", err)
	}
}

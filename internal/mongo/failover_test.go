package mongo_test

import (
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/mongo/mongotest"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

// weather has a server fail at random, some times in all, as one does whose
// primary changes: before a command's work and after it, with an answer and
// without. The seed makes a choice; which command meets it is chance.
func weather(seed uint64) func(mongotest.Command) mongotest.Fault {
	var mu sync.Mutex
	chance := rand.New(rand.NewPCG(seed, 1))
	left := 16 // a driver waits half a second after each
	faults := []mongotest.Fault{
		{Cut: true}, {Cut: true, Lost: true},
		{Code: mongotest.NotWritablePrimary, Lost: true},
		{Code: mongotest.PrimarySteppedDown}, {Code: mongotest.PrimarySteppedDown, Lost: true},
		{Code: mongotest.InterruptedDueToReplStateChange}, {Code: mongotest.InterruptedAtShutdown},
		{Concern: mongotest.WriteConcernTimeout}, {Concern: mongotest.PrimarySteppedDown}, {Concern: mongotest.WriteConcernTimeout, Lost: true},
		{Code: mongotest.MaxTimeMSExpired}, {Delay: 100 * time.Millisecond},
	}
	return func(c mongotest.Command) mongotest.Fault {
		if c.Name != "insert" && c.Name != "update" && c.Name != "find" {
			return mongotest.Fault{}
		}
		mu.Lock()
		defer mu.Unlock()
		if left == 0 || chance.IntN(12) > 0 {
			return mongotest.Fault{}
		}
		left--
		f := faults[chance.IntN(len(faults))]
		if c.Name == "find" {
			f.Concern = 0
		}
		return f
	}
}

// Everything that processes together promise holds while primaries step down
// in the middle of commits, whether the driver sends a write again or not.
func TestOfficesThroughFailovers(t *testing.T) {
	t.Parallel()
	var all sync.WaitGroup
	defer all.Wait()
	for name, options := range map[string]string{"writes sent again by the driver": "", "writes sent once": "&retryWrites=false"} {
		all.Go(func() {
			t.Run(name, func(t *testing.T) {
				posttest.Offices(t, together, func(t *testing.T) func() post.Store {
					server := serve(t)
					server.Choose(weather(uint64(len(t.Name()))))
					return func() post.Store { return connect(t, server.URI("goodturn")+options) }
				})
			})
		})
	}
}

// A process is not ready while its clock is more than five seconds from the
// store's.
func TestReadyByTheStoresClock(t *testing.T) {
	server := serve(t)
	office, err := post.New(post.Options{Store: open(t, server.URI("goodturn")), Clock: wall{}, Kinds: posttest.Kinds(), Owner: "a"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		ahead time.Duration
		ready bool
	}{{0, true}, {3 * time.Second, true}, {-time.Minute, false}, {time.Minute, false}} {
		server.SetClock(c.ahead)
		if err := office.Ready(t.Context()); (err == nil) != c.ready {
			t.Errorf("with the store's clock %s ahead: %v", c.ahead, err)
		}
	}
	server.Stop()
	if err := office.Ready(t.Context()); err == nil || errors.Is(err, post.ErrUnknown) {
		t.Errorf("ready without a store: %v", err)
	}
}

type wall struct{}

func (wall) Now() time.Time { return time.Now() }

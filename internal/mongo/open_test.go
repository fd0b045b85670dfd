package mongo_test

import (
	"context"
	"io"
	"log"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/goodturn/goodturn/internal/mongo"
	"github.com/goodturn/goodturn/internal/mongo/mongotest"
)

// What keeps a store from being opened is one sentence for an operator, and
// never the password.
func TestOpenSaysWhatIsWrong(t *testing.T) {
	server := serve(t)
	nobody := serve(t)
	nobody.Close()
	follower := serve(t)
	follower.StepDown()
	forbidden := serve(t)
	forbidden.Fail("createIndexes", mongotest.Fault{Code: mongotest.Unauthorized, Lost: true})
	stranger := httptest.NewUnstartedServer(nil)
	stranger.Config.ErrorLog = log.New(io.Discard, "", 0)
	stranger.StartTLS()
	t.Cleanup(stranger.Close)
	const secret = "s3cr3t"
	var all sync.WaitGroup
	defer all.Wait()
	for name, c := range map[string]struct{ uri, says string }{
		"no database":              {"mongodb://" + server.Addr(), "names no database"},
		"no database, with name":   {"mongodb://pam:" + secret + "@" + server.Addr() + "/?replicaSet=goodturn", "names no database"},
		"a password with a slash":  {"mongodb://pam:" + secret + "/x@" + server.Addr() + "/goodturn", "%3A"},
		"a password with an at":    {"mongodb://pam:" + secret + "@x@" + server.Addr() + "/goodturn", "%3A"},
		"a password with a %":      {"mongodb://pam:" + secret + "%zz@" + server.Addr() + "/goodturn", "%3A"},
		"a wrong option":           {"mongodb://" + server.Addr() + "/goodturn?maxPoolSize=many", "maxPoolSize"},
		"a wrong option, a secret": {"mongodb://pam:" + secret + "@" + server.Addr() + "/goodturn?maxPoolSize=many", "cannot be read"},
		"no host":                  {"mongodb:///goodturn", "cannot be read"},
		"nobody there":             {nobody.URI("goodturn"), "does not answer"},
		"no primary":               {follower.URI("goodturn"), "has no primary"},
		"a certificate unknown":    {"mongodb://" + stranger.Listener.Addr().String() + "/goodturn?tls=true", "certificate"},
		"a certificate not there":  {"mongodb://pam:" + secret + "@" + server.Addr() + "/goodturn?tls=true&tlsCAFile=/not/there.pem", "/not/there.pem"},
		"another set":              {"mongodb://" + server.Addr() + "/goodturn?replicaSet=other", "another replica set"},
		"a wrong password":         {"mongodb://pam:" + secret + "@" + server.Addr() + "/goodturn?replicaSet=goodturn", "refuses the name or the password"},
		"not allowed":              {forbidden.URI("goodturn"), "readWrite"},
	} {
		all.Go(func() {
			t.Run(name, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				s, err := mongo.Open(ctx, c.uri)
				if err == nil {
					_ = s.Close()
					t.Fatal("it opens")
				}
				t.Log(err)
				if said := err.Error(); !strings.Contains(said, c.says) || strings.Contains(said, secret) || strings.Contains(said, "\n") || len(said) > 400 {
					t.Errorf("said %q, want one sentence with %q and without the password", said, c.says)
				}
			})
		})
	}
}

// A store is opened by many processes at once, on a server where nothing is
// yet, or where the indexes stand; and while a primary is being elected.
func TestManyOpenAtOnce(t *testing.T) {
	server := serve(t)
	server.StepDown()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { open(t, server.URI("goodturn")) })
	}
	time.Sleep(100 * time.Millisecond)
	server.StepUp()
	all.Wait()
	open(t, server.URI("goodturn"))
	want := []string{"urgent_1_due_1__id_1", "keys_1_rank_1__id_1"}
	if got := server.Indexes("goodturn", "documents"); !slices.Equal(got, want) {
		t.Errorf("indexes %v, want %v", got, want)
	}
	if got := server.Indexes("goodturn", "facts"); !slices.Equal(got, []string{"kind_1_at_1__id_1"}) {
		t.Errorf("indexes of facts: %v", got)
	}
}

// A connection that breaks while a store is opened is as good as a primary that
// is not there yet, whichever greeting it breaks in.
func TestOpenGreetsAgain(t *testing.T) {
	var all sync.WaitGroup
	defer all.Wait()
	for broken := range 6 {
		all.Go(func() {
			server := serve(t)
			var greetings atomic.Int32
			server.Choose(func(c mongotest.Command) mongotest.Fault {
				hello := strings.EqualFold(c.Name, "hello") || strings.EqualFold(c.Name, "isMaster")
				return mongotest.Fault{Cut: hello && int(greetings.Add(1)) == broken}
			})
			s, err := mongo.Open(t.Context(), server.URI("goodturn"))
			if err != nil {
				t.Errorf("greeting %d broken: %v", broken, err)
				return
			}
			_ = s.Close()
		})
	}
}

// While another process makes the indexes a server may refuse for a moment.
func TestIndexesAreAskedForAgain(t *testing.T) {
	server := serve(t)
	server.Fail("createIndexes", mongotest.Fault{Cut: true}, mongotest.Fault{Code: mongotest.InterruptedDueToReplStateChange}, mongotest.Fault{Code: mongotest.NotWritablePrimary, Lost: true})
	open(t, server.URI("goodturn"))
	if n := server.Heard("createIndexes"); n != 6 {
		t.Errorf("asked %d times, want 6", n)
	}
}

// An index that an operator made, under a name of their own, is left as it is,
// and the others are made.
func TestAnOperatorsIndexStays(t *testing.T) {
	server := serve(t)
	client, err := driver.Connect(options.Client().ApplyURI(server.URI("goodturn")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Disconnect(context.Background()) })
	due := driver.IndexModel{Keys: bson.D{{Key: "urgent", Value: 1}, {Key: "due", Value: 1}, {Key: "_id", Value: 1}}, Options: options.Index().SetName("ours")}
	if _, err := client.Database("goodturn").Collection("documents").Indexes().CreateOne(t.Context(), due); err != nil {
		t.Fatal(err)
	}
	open(t, server.URI("goodturn"))
	if got, want := server.Indexes("goodturn", "documents"), []string{"ours", "keys_1_rank_1__id_1"}; !slices.Equal(got, want) {
		t.Errorf("indexes %v, want %v", got, want)
	}
}

func TestTheClockIsTheServers(t *testing.T) {
	server := serve(t)
	server.SetClock(time.Hour)
	s := open(t, server.URI("goodturn"))
	at, err := s.Time(t.Context())
	if ahead := time.Until(at); err != nil || ahead < 59*time.Minute {
		t.Errorf("the clock is %s ahead (%v), want an hour", ahead, err)
	}
	if s.Exclusive() {
		t.Error("a store for many processes says that it is one's alone")
	}
}

func TestClosed(t *testing.T) {
	s := open(t, serve(t).URI("goodturn"))
	for range 2 {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.Load(t.Context(), "person/a"); err == nil {
		t.Error("a load after closing is answered")
	}
}

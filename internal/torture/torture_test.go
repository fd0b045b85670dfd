package torture_test

import (
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/mongo/mongotest"
	"github.com/goodturn/goodturn/internal/torture"
)

var seed = flag.Uint64("seed", 1, "of the people and the kills")

func TestMain(m *testing.M) {
	torture.Victim()
	flag.Parse()
	os.Exit(m.Run())
}

// short is a run for every go test.
func short(t *testing.T) torture.Config {
	return torture.Config{
		Seed: *seed, Dir: t.TempDir(), Store: "sqlite:" + filepath.Join(t.TempDir(), "goodturn.sqlite"),
		Command: []string{os.Args[0], "-test.run=^$"}, Standby: true, Processes: 1, Phones: 120,
		Faults: 10 * time.Second, Settle: 80 * time.Second, Every: 150 * time.Millisecond, Stops: 15, Again: 20,
		Arrive: 4 * time.Second, Think: 200 * time.Millisecond, Idle: time.Second,
	}
}

// Processes of goodturn are killed, and the store is one file.
func TestKillsOneProcess(t *testing.T) { run(t, short(t)) }

// Three processes on one MongoDB are killed.
func TestKillsThreeProcesses(t *testing.T) {
	c := short(t)
	c.Store, c.Processes = mongodb(t), 3
	c.Settle, c.Every = 3*time.Minute, time.Second
	run(t, c)
}

// Processes are replaced one after another, as in a rolling restart: every text
// is acknowledged by one of them, at once or at one of the provider's retries.
func TestRollingRestartsDropNothing(t *testing.T) {
	c := rolling(t)
	report := run(t, c)
	if report.Stops < c.Processes || report.Fetched > 0 {
		t.Errorf("%d restarts, and %d texts that nobody took, want some and none", report.Stops, report.Fetched)
	}
}

// The same, to a version whose documents the one before cannot step: letters
// wait in them, danger does not, and the newer version takes them on.
func TestVersionsBesideEachOther(t *testing.T) {
	c := rolling(t)
	c.Upgrade = true
	if report := run(t, c); report.Stops < c.Processes || report.Fetched > 0 {
		t.Errorf("%d restarts, and %d texts that nobody took, want some and none", report.Stops, report.Fetched)
	}
}

// rolling is three processes of which each is asked to stop, again and again.
func rolling(t *testing.T) torture.Config {
	c := short(t)
	c.Store, c.Processes, c.Stops, c.Rolling = mongodb(t), 3, 100, true
	c.Faults, c.Every = 5*time.Second, 500*time.Millisecond
	c.Arrive = 2 * time.Second
	c.Settle = 3 * time.Minute
	return c
}

// mongodb is the address of an empty database: of the server that MONGODB_URI
// names, or of a pretend one.
func mongodb(t *testing.T) string {
	t.Helper()
	if uri := os.Getenv("MONGODB_URI"); uri != "" {
		u, err := url.Parse(uri)
		if err != nil {
			t.Fatal(err)
		}
		u.Path = fmt.Sprintf("/torture%d", time.Now().UnixNano())
		return u.String()
	}
	server, err := mongotest.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server.URI("torture")
}

func run(t *testing.T, c torture.Config) *torture.Report {
	t.Helper()
	report, err := torture.Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	report.Write(t.Output())
	if len(report.Wrong) > 0 {
		t.Fail()
	}
	return report
}

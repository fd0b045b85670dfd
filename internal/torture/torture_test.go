package torture_test

import (
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/mongo/mongotest"
	"github.com/goodturn/goodturn/internal/torture"
)

var (
	seed    = flag.Uint64("seed", 1, "of the people and the kills")
	minutes = flag.Float64("minutes", 0, "how long TestTorture goes on")
	command = flag.Bool("command", false, "TestTorture kills the real command, which starts more slowly")
)

func TestMain(m *testing.M) {
	torture.Victim()
	flag.Parse()
	os.Exit(m.Run())
}

// gentle is a load without faults.
func gentle(t *testing.T) torture.Config {
	return torture.Config{
		Seed: *seed, Dir: t.TempDir(), Store: "sqlite:" + filepath.Join(t.TempDir(), "goodturn.sqlite"),
		Command: []string{os.Args[0], "-test.run=^$"}, Standby: true, Processes: 1, Phones: 120, Again: 20,
		Settle: 3 * time.Minute, Arrive: 4 * time.Second, Think: 200 * time.Millisecond, Idle: time.Second,
	}
}

// Processes on one file are killed, some twenty of them.
func TestKills(t *testing.T) {
	c := gentle(t)
	c.Faults, c.Every, c.Stops, c.Lost = 8*time.Second, 120*time.Millisecond, 10, true
	c.Settle = 90 * time.Second
	if report := run(t, c); report.Kills == 0 {
		t.Error("nothing was killed")
	}
}

// Three processes on one MongoDB are replaced one after another: every text is
// acknowledged by one of them, at once or at one of the provider's retries.
func TestRollingRestartsDropNothing(t *testing.T) {
	patient(t)
	t.Parallel()
	c := gentle(t)
	c.Store, c.Processes, c.Stops, c.Rolling = mongodb(t), 3, 100, true
	c.Phones, c.Faults, c.Every, c.Arrive = 60, 4*time.Second, 150*time.Millisecond, 2*time.Second
	if report := run(t, c); report.Stops < c.Processes || report.Fetched > 0 {
		t.Errorf("%d were asked to stop and %d texts were taken by nobody, want some and none", report.Stops, report.Fetched)
	}
}

// For as long as it is told with -minutes: one process on a file; three on one
// MongoDB; and three of which one after another is of a newer version, whose
// documents the others cannot step.
func TestTorture(t *testing.T) {
	patient(t)
	t.Parallel()
	long := *minutes > 10
	storm := func(t *testing.T) torture.Config {
		c := gentle(t)
		c.Faults = max(20*time.Second, time.Duration(*minutes*float64(time.Minute))-settling)
		c.Stops, c.Lost = 20, true
		if long {
			c.Phones, c.Stalls = 200, 1
		}
		if *command {
			c.Command, c.Standby = []string{goodturn(t), "serve"}, false
			c.Settle = 15 * time.Minute // Slack takes one message a second for each channel
		}
		return c
	}
	t.Run("one process", func(t *testing.T) {
		t.Parallel()
		c := storm(t)
		c.Every, c.Storm, c.Calm = 300*time.Millisecond, 15*time.Second, 20*time.Second
		c.Stalls = 0 // nobody is there to take over
		run(t, c)
	})
	t.Run("three processes", func(t *testing.T) {
		t.Parallel()
		c := storm(t)
		c.Store, c.Processes = mongodb(t), 3
		c.Every, c.Storm, c.Calm = 1500*time.Millisecond, 40*time.Second, 90*time.Second
		run(t, c)
	})
	t.Run("two versions", func(t *testing.T) {
		t.Parallel()
		c := storm(t)
		c.Store, c.Processes, c.Upgrade = mongodb(t), 3, true
		c.Command, c.Standby = gentle(t).Command, true
		c.Every, c.Storm, c.Calm, c.Stops = 2*time.Second, 40*time.Second, 90*time.Second, 50
		run(t, c)
	})
}

// patient skips what takes too long for every go test.
func patient(t *testing.T) {
	t.Helper()
	if *minutes == 0 {
		t.Skip("it takes minutes: give -minutes, as make torture does")
	}
}

// settling is about how long three processes need to come to rest: a lease,
// and what follows it.
const settling = 100 * time.Second

// goodturn builds the real command.
func goodturn(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "goodturn")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", path, "../../cmd/goodturn").CombinedOutput(); err != nil {
		t.Fatalf("build goodturn: %v\n%s", err, out)
	}
	return path
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

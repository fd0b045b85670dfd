package torture_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

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

func TestKillsOneProcess(t *testing.T) {
	report, err := torture.Run(t.Context(), short(t))
	if err != nil {
		t.Fatal(err)
	}
	report.Write(t.Output())
	if len(report.Wrong) > 0 {
		t.Fail()
	}
}

package torture_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/torture"
)

func TestMain(m *testing.M) {
	torture.Victim()
	os.Exit(m.Run())
}

// short is a run for every go test.
func short(t *testing.T) torture.Config {
	return torture.Config{
		Seed: 1, Dir: t.TempDir(), Store: "sqlite:" + filepath.Join(t.TempDir(), "goodturn.sqlite"),
		Command: []string{os.Args[0], "-test.run=^$"}, Standby: true, Processes: 1, Phones: 120,
		Faults: 12 * time.Second, Settle: 80 * time.Second, Every: 200 * time.Millisecond, Stops: 15, Again: 20,
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

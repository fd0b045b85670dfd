package posttest

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Drawn holds a diagram, in the test's folder, to what its table says: a change
// to one is seen in the other's diff. With update it is written anew.
func Drawn(t testing.TB, file, got string, update bool) {
	t.Helper()
	if update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil { //nolint:gosec // a file of the repository
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file) //nolint:gosec // the test names it
	if err != nil {
		t.Errorf("%v: draw it with -update", err)
		return
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s is not what the table says; after a wanted change run with -update (-file +table):\n%s", file, diff)
	}
}

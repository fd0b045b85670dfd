package task_test

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/task"
)

var update = flag.Bool("update", false, "write the diagram anew")

// leeds is the sample organisation.
func leeds(t testing.TB) *org.Organisation {
	t.Helper()
	o, problems := org.Load(fixtures.Organisation)
	for _, p := range problems {
		t.Fatal(p)
	}
	return o
}

func TestEveryLetterHasARuleInEveryState(t *testing.T) {
	for _, err := range task.New(leeds(t)).Check() {
		t.Error(err)
	}
}

func TestDiagram(t *testing.T) {
	got, err := task.New(leeds(t)).Table.Mermaid()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("task.mmd", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("task.mmd")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the diagram is not what the table says (run with -update): %s", diff)
	}
}

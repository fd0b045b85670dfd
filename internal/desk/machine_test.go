package desk_test

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/org"
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

// phones makes a document's id of a phone, as a keyed hash would.
func phones(phone string) string { return "person/" + phone[len(phone)-3:] }

func TestEveryLetterHasARuleInEveryState(t *testing.T) {
	for _, err := range desk.New(leeds(t), phones).Check() {
		t.Error(err)
	}
}

func TestDiagram(t *testing.T) {
	got, err := desk.New(leeds(t), phones).Table.Mermaid()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("case.mmd", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("case.mmd")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the diagram is not what the table says (run with -update): %s", diff)
	}
}

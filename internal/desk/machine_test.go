package desk_test

import (
	"flag"
	"testing"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/org/orgtest"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

var update = flag.Bool("update", false, "write the diagram anew")

// phones makes a document's id of a phone, as a keyed hash would.
func phones(phone string) string { return "person/" + phone[len(phone)-3:] }

func TestEveryLetterHasARuleInEveryState(t *testing.T) {
	for _, err := range desk.New(orgtest.Leeds(t), phones).Check() {
		t.Error(err)
	}
}

func TestDiagram(t *testing.T) {
	got, err := desk.New(orgtest.Leeds(t), phones).Table.Mermaid()
	if err != nil {
		t.Fatal(err)
	}
	posttest.Drawn(t, "case.mmd", got, *update)
}

package request_test

import (
	"flag"
	"testing"

	"github.com/goodturn/goodturn/internal/org/orgtest"
	"github.com/goodturn/goodturn/internal/post/posttest"
	"github.com/goodturn/goodturn/internal/request"
)

var update = flag.Bool("update", false, "write the diagram anew")

// phones makes a document's id of a phone, as a keyed hash would.
func phones(phone string) string { return "person/" + phone[len(phone)-3:] }

func TestEveryLetterHasARuleInEveryState(t *testing.T) {
	for _, err := range request.New(orgtest.Leeds(t), phones).Check() {
		t.Error(err)
	}
}

func TestDiagram(t *testing.T) {
	got, err := request.New(orgtest.Leeds(t), phones).Table.Mermaid()
	if err != nil {
		t.Fatal(err)
	}
	posttest.Drawn(t, "request.mmd", got, *update)
}

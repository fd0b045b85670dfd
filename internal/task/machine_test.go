package task_test

import (
	"flag"
	"testing"

	"github.com/goodturn/goodturn/internal/org/orgtest"
	"github.com/goodturn/goodturn/internal/post/posttest"
	"github.com/goodturn/goodturn/internal/task"
)

var update = flag.Bool("update", false, "write the diagram anew")

func TestEveryLetterHasARuleInEveryState(t *testing.T) {
	for _, err := range task.New(orgtest.Leeds(t)).Check() {
		t.Error(err)
	}
}

func TestDiagram(t *testing.T) {
	got, err := task.New(orgtest.Leeds(t)).Table.Mermaid()
	if err != nil {
		t.Fatal(err)
	}
	posttest.Drawn(t, "task.mmd", got, *update)
}

package flows_test

import (
	"flag"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/flows"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

var update = flag.Bool("update", false, "draw the diagrams anew")

func TestEveryFlowIsWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range flows.All() {
		for _, err := range f.Check() {
			t.Error(err)
		}
		if f.About == "" {
			t.Errorf("flow %s does not say what it is for", f.Name)
		}
		if seen[f.Name] {
			t.Errorf("two flows are called %s", f.Name)
		}
		seen[f.Name] = true
	}
}

// A transition that nothing in its state fires is a promise that nobody keeps.
func TestEveryTransitionIsFired(t *testing.T) {
	for _, f := range flows.All() {
		for _, e := range f.Table {
			for _, src := range e.Src {
				if !fires(f.States[src], e.Name) {
					t.Errorf("flow %s: nothing in %s fires %s", f.Name, src, e.Name)
				}
			}
		}
	}
}

func fires(s bot.State, event string) bool {
	is := func(step bot.Step) bool { return step.Event == event }
	return s.Late == event || s.Swaps == event || slices.ContainsFunc(s.Takes, is) || slices.ContainsFunc(s.Joins, is) || slices.ContainsFunc(s.Next, is) ||
		slices.Contains(slices.Collect(maps.Values(s.Hears)), event) || slices.Contains(slices.Collect(maps.Values(s.On)), event)
}

// The diagram beside a flow is drawn from its table.
func TestDiagramsAreThoseOfTheTables(t *testing.T) {
	drawn := map[string]bool{}
	for _, f := range flows.All() {
		file := f.Name + ".mmd"
		drawn[file] = true
		got, err := f.Diagram()
		if err != nil {
			t.Fatal(err)
		}
		got = "%% " + f.About + ". Drawn from the flow's table by: go test ./flows -update\n" + got
		posttest.Drawn(t, file, got, *update)
	}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if name := f.Name(); len(name) > 4 && name[len(name)-4:] == ".mmd" && !drawn[name] {
			t.Errorf("%s belongs to no flow", name)
		}
	}
}

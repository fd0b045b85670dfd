package post

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/looplab/fsm"
)

// A Table is a transition table, run by looplab/fsm: states are adjectives,
// events are verbs.
type Table struct {
	start  string
	events fsm.Events
	pool   sync.Pool
}

// NewTable returns a table that starts in the given state.
func NewTable(start string, events fsm.Events) *Table {
	t := &Table{start: start, events: events}
	t.pool.New = func() any { return fsm.NewFSM(start, events, nil) }
	return t
}

// Fire returns the state that the event leads to. A machine is taken from the
// table's pool, used by one goroutine, and given back.
func (t *Table) Fire(state, event string) (string, error) {
	m := t.pool.Get().(*fsm.FSM)
	m.SetState(state)
	err := m.Event(context.Background(), event)
	var same fsm.NoTransitionError
	if err != nil && !errors.As(err, &same) {
		return state, fmt.Errorf("fire %s in %s: %w", event, state, err)
	}
	next := m.Current()
	t.pool.Put(m)
	return next, nil
}

// Can reports whether the event leads anywhere from the state.
func (t *Table) Can(state, event string) bool {
	for _, e := range t.events {
		if e.Name == event && slices.Contains(e.Src, state) {
			return true
		}
	}
	return false
}

// States returns every state that the table names, sorted.
func (t *Table) States() []string {
	set := map[string]bool{t.start: true}
	for _, e := range t.events {
		set[e.Dst] = true
		for _, s := range e.Src {
			set[s] = true
		}
	}
	return sortedKeys(set)
}

// Events returns every event that the table names, sorted.
func (t *Table) Events() []string {
	set := map[string]bool{}
	for _, e := range t.events {
		set[e.Name] = true
	}
	return sortedKeys(set)
}

// Final reports whether no event leads out of the state.
func (t *Table) Final(state string) bool {
	for _, e := range t.events {
		if slices.Contains(e.Src, state) {
			return false
		}
	}
	return true
}

// Check returns what is wrong with the table: names with spaces, an event
// with two destinations from one state (looplab/fsm would silently take the
// last), states that cannot be reached.
func (t *Table) Check() []error {
	var errs []error
	type pair struct{ event, src string }
	seen := map[pair]bool{}
	for _, e := range t.events {
		for _, name := range append([]string{e.Name, e.Dst}, e.Src...) {
			if name == "" || strings.ContainsAny(name, " \t\n") {
				errs = append(errs, fmt.Errorf("name %q is empty or has a space", name))
			}
		}
		if len(e.Src) == 0 {
			errs = append(errs, fmt.Errorf("event %s leads from nowhere", e.Name))
		}
		for _, src := range e.Src {
			if seen[pair{e.Name, src}] {
				errs = append(errs, fmt.Errorf("event %s leads to two places from %s", e.Name, src))
			}
			seen[pair{e.Name, src}] = true
		}
	}
	reached := map[string]bool{t.start: true}
	for grew := true; grew; {
		grew = false
		for _, e := range t.events {
			for _, src := range e.Src {
				if reached[src] && !reached[e.Dst] {
					reached[e.Dst], grew = true, true
				}
			}
		}
	}
	for _, s := range t.States() {
		if !reached[s] {
			errs = append(errs, fmt.Errorf("state %s cannot be reached", s))
		}
	}
	return errs
}

// Mermaid returns the table as a state diagram, sorted, with its final states.
func (t *Table) Mermaid() (string, error) {
	out, err := fsm.VisualizeWithType(fsm.NewFSM(t.start, t.events, nil), fsm.MermaidStateDiagram)
	if err != nil {
		return "", fmt.Errorf("draw the table: %w", err)
	}
	var b strings.Builder
	b.WriteString(strings.TrimRight(out, "\n") + "\n")
	for _, s := range t.States() {
		if t.Final(s) {
			fmt.Fprintf(&b, "    %s --> [*]\n", s)
		}
	}
	return b.String(), nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

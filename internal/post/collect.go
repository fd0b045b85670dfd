package post

import (
	"fmt"
	"runtime/debug"
	"sync"
)

// A collector appends the facts of many documents in one call: while one call
// is under way, what comes waits for the next.
type collector struct {
	mu      sync.Mutex
	waiting []collected
	running bool
}

// collected are the facts that one document's outbox holds.
type collected struct {
	box   *mailbox
	lane  *lane
	facts []Fact
	ids   []string
}

// collect takes the facts of the mailbox's document that are not delivered yet.
// The mailbox is locked, and its lane of facts is busy.
func (m *mailbox) collect(l *lane) {
	c := collected{box: m, lane: l}
	for _, e := range m.current.Outbox {
		if _, done := m.cleared[e.ID]; e.Lane == LaneFact && !done {
			c.facts = append(c.facts, Fact{ID: e.ID, Kind: e.Kind, At: e.At, Data: e.Body})
			c.ids = append(c.ids, e.ID)
		}
	}
	o := m.office
	o.facts.mu.Lock()
	defer o.facts.mu.Unlock()
	o.facts.waiting = append(o.facts.waiting, c)
	if !o.facts.running {
		o.facts.running = true
		go o.appendFacts()
	}
}

// appendFacts appends what waits until nothing does.
func (o *Office) appendFacts() {
	for {
		o.facts.mu.Lock()
		batch := o.facts.waiting
		o.facts.waiting = nil
		o.facts.running = len(batch) > 0
		o.facts.mu.Unlock()
		if len(batch) == 0 {
			return
		}
		var facts []Fact
		for _, c := range batch {
			facts = append(facts, c.facts...)
		}
		err := o.appendSafely(facts)
		for _, c := range batch {
			c.done(err)
		}
	}
}

func (o *Office) appendSafely(facts []Fact) (err error) {
	defer func() {
		if p := recover(); p != nil {
			o.Log.Error("appending facts panicked", "stack", string(debug.Stack()))
			err = fmt.Errorf("append facts: %v", p)
		}
	}()
	return o.Store.Append(o.handling.last(), facts...)
}

// done writes the facts off, or has them tried again.
func (c collected) done(err error) {
	m := c.box
	defer m.office.end()
	defer m.office.rest(m)
	if err != nil {
		m.later(c.lane, m.backoff(c.lane))
		return
	}
	m.delivered(c.lane, "", c.ids...)
	m.mu.Lock()
	c.lane.busy = false
	m.mu.Unlock()
	m.deliver() // what was noted meanwhile
}

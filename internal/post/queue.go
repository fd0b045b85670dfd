package post

import (
	"slices"
	"time"
)

// A Queue is what waits for a sender in this process. It carries no personal data.
type Queue struct {
	Sender   string
	State    string    // the worst of its gates
	Since    time.Time // when that began; zero while all are open
	Waiting  int       // entries that are not delivered
	Oldest   time.Time // when the oldest of them was decided; zero when none waits
	InFlight int       // calls of the provider under way
	Doubtful int       // entries posted of which nobody knows whether they went out
}

// Queues says for each sender what waits for it here, in order of their names.
// It looks at every document that this process has in mind.
func (o *Office) Queues() []Queue {
	bySender := map[string]*Queue{}
	for _, name := range sortedKeys(o.Senders) {
		bySender[name] = &Queue{Sender: name, State: GateOpen}
	}
	o.gates.mu.Lock()
	all := make([]*gate, 0, len(o.gates.all))
	for _, g := range o.gates.all {
		all = append(all, g)
	}
	o.gates.mu.Unlock()
	for _, g := range all {
		g.add(bySender[g.sender])
	}
	o.mu.Lock()
	boxes := make([]*mailbox, 0, len(o.boxes))
	for _, m := range o.boxes {
		boxes = append(boxes, m)
	}
	o.mu.Unlock()
	for _, m := range boxes {
		m.add(bySender)
	}
	var list []Queue
	for _, name := range sortedKeys(bySender) {
		list = append(list, *bySender[name])
	}
	return list
}

// Letters is how many letters wait in this process to be stepped, or are being
// stepped.
func (o *Office) Letters() int64 { return o.letters.Load() }

func (g *gate) add(q *Queue) {
	g.mu.Lock()
	defer g.mu.Unlock()
	q.InFlight += int(g.posting.Load())
	worst := []string{GateOpen, GateHeld, GateDown}
	switch was, is := slices.Index(worst, q.State), slices.Index(worst, g.state); {
	case is > was:
		q.State, q.Since = g.state, g.since
	case is == was && is > 0 && g.since.Before(q.Since):
		q.Since = g.since
	}
}

func (m *mailbox) add(bySender map[string]*Queue) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.current == nil {
		return
	}
	for _, e := range m.current.Outbox {
		q := bySender[e.Sender()]
		if _, done := m.cleared[e.ID]; q == nil || done {
			continue
		}
		q.Waiting++
		if q.Oldest.IsZero() || e.At.Before(q.Oldest) {
			q.Oldest = e.At
		}
		if l := m.lanes[e.Lane]; l != nil {
			if _, doubt := l.unknown[e.ID]; doubt {
				q.Doubtful++
			}
		}
	}
}

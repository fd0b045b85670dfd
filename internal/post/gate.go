package post

import (
	"container/heap"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// atOnce is how many ordinary entries under one pace are on their way at
	// once. Urgent ones go beside them.
	atOnce = 64
	// downAfter is how many outcomes running nobody knows before a provider
	// counts as down.
	downAfter = 3
	// probeFirst is how long a provider that is down rests before it is tried
	// again; it doubles, up to 64 times as long.
	probeFirst = 500 * time.Millisecond
	// urgentEvery is how often what is urgent is tried, however long the
	// provider asked us to wait.
	urgentEvery = 5 * time.Second
)

// States of a gate, as [Office.Queues] reports them.
const (
	GateOpen = "open" // entries go out
	GateHeld = "held" // the provider has enough for now, and says for how long
	GateDown = "down" // the provider takes nothing
)

// A gate stands before a provider's limit. While the provider takes what is
// posted, it lets entries through, so many at once. When it does not, all lanes
// wait here, in order, in place of trying each by itself; one at a time goes to
// find out whether it is back.
type gate struct {
	office *Office
	sender string

	mu      sync.Mutex
	waiting passQueue
	inside  int // ordinary entries that were let through and are not back
	unknown int // outcomes running that nobody knows
	state   string
	since   time.Time // by the office's clock: when it was shut
	// While it is shut: one pass is out to probe, or it rests until the next may.
	probing, rests, urgentRests bool
	rest                        int // counts rests: a timer of an earlier one means nothing
	probes                      int // failed since it was shut

	posting atomic.Int64 // calls of the provider under way
}

// A pass is a lane's place at the gate, and its leave to post one entry.
type pass struct {
	gate   *gate
	box    *mailbox
	lane   *lane
	name   string // the lane's
	urgent bool
	at     time.Time
	tries  int // times that its lane was not answered since it delivered last
	probe  bool
}

// A passQueue is in order of promise: urgent first, then the oldest.
type passQueue []*pass

func (q passQueue) Len() int { return len(q) }
func (q passQueue) Less(i, j int) bool {
	if q[i].urgent != q[j].urgent {
		return q[i].urgent
	}
	return q[i].at.Before(q[j].at)
}
func (q passQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *passQueue) Push(x any)   { *q = append(*q, x.(*pass)) }
func (q *passQueue) Pop() any {
	old := *q
	n := len(old) - 1
	p := old[n]
	old[n] = nil
	*q = old[:n]
	return p
}

type gateKey struct{ sender, pace string }

// gates are a process's, one for each limit of each sender.
type gates struct {
	mu  sync.Mutex
	all map[gateKey]*gate
}

func (o *Office) gate(sender, pace string) *gate {
	o.gates.mu.Lock()
	defer o.gates.mu.Unlock()
	key := gateKey{sender, pace}
	g := o.gates.all[key]
	if g == nil {
		if o.gates.all == nil {
			o.gates.all = map[gateKey]*gate{}
		}
		g = &gate{office: o, sender: sender, state: GateOpen}
		o.gates.all[key] = g
	}
	return g
}

// enter reports whether the pass may go now. One that may not is kept, and its
// lane is drained when it may.
func (g *gate) enter(p *pass) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.state == GateOpen && (p.urgent || g.inside < atOnce && len(g.waiting) == 0) {
		g.admit(p)
		return true
	}
	heap.Push(&g.waiting, p)
	if g.state == GateOpen {
		g.office.begin()
	}
	g.next()
	return false
}

func (g *gate) admit(p *pass) {
	if !p.urgent {
		g.inside++
	}
}

// next lets through whoever may go. The gate is locked, here and below.
func (g *gate) next() {
	for len(g.waiting) > 0 {
		if g.state == GateOpen {
			if !g.waiting[0].urgent && g.inside >= atOnce {
				return
			}
			g.launch(heap.Pop(&g.waiting).(*pass))
			continue
		}
		if g.probing {
			return
		}
		i := g.prober()
		if i < 0 {
			return
		}
		p := heap.Remove(&g.waiting, i).(*pass)
		p.probe, g.probing = true, true
		g.office.begin()
		g.launch(p)
	}
}

func (g *gate) launch(p *pass) {
	g.admit(p)
	go p.box.letThrough(p)
}

// prober is the place of the pass that goes to find out, or -1. Each second time
// it is one that was tried the least: an entry that its provider chokes on
// keeps nobody waiting who could have gone.
func (g *gate) prober() int {
	if g.rests && (g.urgentRests || !g.waiting[0].urgent) {
		return -1
	}
	if g.rests || g.probes%2 == 0 {
		return 0
	}
	least := 0
	for i, p := range g.waiting {
		if b := g.waiting[least]; p.tries < b.tries || p.tries == b.tries && g.waiting.Less(i, least) {
			least = i
		}
	}
	return least
}

// stands reports whether a pass still lets its entry go: one that was given
// before the gate was shut does not.
func (p *pass) stands() bool {
	p.gate.mu.Lock()
	defer p.gate.mu.Unlock()
	return p.probe || p.gate.state == GateOpen
}

// leave gives the pass back untried, as when its lane has nothing to post after all.
func (p *pass) leave() { p.gate.back(p, func() {}) }

// answered gives the pass back: the provider is there, whatever it said.
func (p *pass) answered() {
	g := p.gate
	g.back(p, func() {
		g.unknown = 0
		if g.state != GateOpen {
			g.open()
		}
	})
}

// failed gives the pass back after a post or a question that the provider did
// not answer, or answered by a wait that is for others too. It reports whether
// the gate is shut, so that the lane has nothing to wait for but the gate.
func (p *pass) failed(later *Wait) (shut bool) {
	g := p.gate
	g.back(p, func() {
		switch {
		case later != nil && later.Of == ThePace:
			g.shut(p, GateHeld, later.After)
		case later != nil:
			g.shut(p, GateDown, later.After)
		case g.state != GateOpen:
			g.shut(p, g.state, 0)
		default:
			if g.unknown++; g.unknown >= downAfter {
				g.shut(p, GateDown, 0)
			}
		}
		shut = g.state != GateOpen
	})
	return shut
}

func (g *gate) back(p *pass, tell func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !p.urgent {
		g.inside--
	}
	tell()
	if p.probe {
		g.probing = false
	}
	g.next()
}

// open lets everything go, in its order. What waits is under way again.
func (g *gate) open() {
	g.office.Log.Info("a provider takes entries again", "sender", g.sender, "after", g.office.Clock.Now().Sub(g.since).Round(time.Second))
	g.state, g.since, g.probes = GateOpen, time.Time{}, 0
	g.rests, g.urgentRests = false, false
	g.rest++
	for range g.waiting {
		g.office.begin()
	}
}

// shut has everything wait, for as long as was asked and longer each time. What
// waits for the provider is not under way. Posts that were under way when the
// gate was shut tell nothing new.
func (g *gate) shut(p *pass, state string, after time.Duration) {
	if g.state == GateOpen {
		g.office.Log.Warn("a provider takes nothing for now; what is for it waits", "sender", g.sender, "state", state)
		g.since, g.probes, g.unknown = g.office.Clock.Now(), 0, 0
		for range g.waiting {
			g.office.end() // never the last: the pass that came back is under way
		}
	} else if !p.probe && after == 0 {
		return
	}
	g.state = state
	if p.probe {
		g.probes++
	}
	after = max(after, probeFirst<<min(g.probes, 6))
	g.rests, g.urgentRests = true, true
	g.rest++
	n := g.rest
	g.office.After(after, func() { g.rested(n, false) })
	if after > urgentEvery {
		g.office.After(urgentEvery, func() { g.rested(n, true) })
	}
}

// rested ends a rest, or lets what is urgent go before its end.
func (g *gate) rested(n int, urgent bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.rest != n {
		return
	}
	g.urgentRests = false
	if !urgent {
		g.rests = false
	}
	g.next()
}

// letThrough goes on with a lane that waited at the gate.
func (m *mailbox) letThrough(p *pass) {
	m.mu.Lock()
	p.lane.pass = p
	m.mu.Unlock()
	m.drain(p.name, p.lane)
}

// pass returns leave to post the lane's first entry, or nil when the lane
// stays at the gate.
func (m *mailbox) pass(pace Pace, e Entry, l *lane) *pass {
	if p := m.unused(l); p != nil {
		return p
	}
	p := &pass{gate: m.office.gate(e.Sender(), pace.Key), box: m, lane: l, name: e.Lane, urgent: e.first(), at: e.At}
	m.mu.Lock()
	p.tries = l.unanswered
	m.mu.Unlock()
	if p.gate.enter(p) {
		return p
	}
	return nil
}

// unused takes the pass with which the lane was let through, if it has it still.
func (m *mailbox) unused(l *lane) *pass {
	m.mu.Lock()
	defer m.mu.Unlock()
	p := l.pass
	l.pass = nil
	return p
}

// judge gives the pass back with what an answer of the provider says of it. It
// reports whether the gate is shut.
func (p *pass) judge(err error) (shut bool) {
	if err == nil {
		p.answered()
		return false
	}
	var refused *Refused
	var later *Wait
	switch {
	case errors.As(err, &refused):
		p.answered()
	case errors.As(err, &later) && later.Of == TheEntry:
		p.answered()
	default:
		p.box.mu.Lock()
		p.lane.unanswered++
		p.box.mu.Unlock()
		return p.failed(later)
	}
	return false
}

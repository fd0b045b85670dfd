package post

import (
	"context"
	"errors"
	"runtime/debug"
	"time"
)

// A lane's state in this process while it is being delivered.
type lane struct {
	busy    bool  // it is delivered, or stands at its sender's gate
	waits   *wait // until it is tried again
	tries   int
	turn    time.Time            // by the wall: a provider's turn taken and not used
	unknown map[string]time.Time // entries posted with an unknown outcome
	pass    *pass                // with which it was let through its sender's gate
	// unanswered counts what the provider did not answer since the last delivery.
	unanswered int
}

// A wait is told from another by its address.
type wait struct{ _ byte }

// atTheGate in place of a time to wait: the lane stands at its sender's gate,
// which has it drained when it may go.
const atTheGate = time.Duration(-1)

func (m *mailbox) lane(name string) *lane {
	l := m.lanes[name]
	if l == nil {
		l = &lane{unknown: map[string]time.Time{}}
		m.lanes[name] = l
	}
	return l
}

// deliver starts a delivery for every lane that has something to deliver and
// that this process may deliver.
func (m *mailbox) deliver() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.current == nil {
		return
	}
	for _, e := range m.current.Outbox {
		if _, done := m.cleared[e.ID]; done {
			continue
		}
		if e.Sender() != "" && m.current.Leases[e.Lane].Owner != m.office.Owner {
			continue
		}
		l := m.lane(e.Lane)
		if l.busy || l.waits != nil {
			continue
		}
		l.busy = true
		m.office.begin()
		if e.Lane == LaneFact {
			m.collect(l)
			continue
		}
		go m.drain(e.Lane, l)
	}
}

// drain delivers one lane, in order, until it is empty or must wait.
func (m *mailbox) drain(name string, l *lane) {
	defer m.office.end()
	defer m.office.rest(m)
	for {
		doc, e, ok := m.head(name, l)
		if !ok {
			return
		}
		wait, done := m.deliverSafely(doc, e, l)
		if wait == atTheGate {
			return
		}
		if !done {
			m.later(l, wait)
			return
		}
	}
}

// head returns the first entry of the lane that is not delivered yet; when
// there is none, the lane is at rest.
func (m *mailbox) head(name string, l *lane) (doc *Document, first Entry, ok bool) {
	m.mu.Lock()
	defer func() {
		left := l.pass
		if !ok {
			l.busy, l.pass = false, nil
		}
		m.mu.Unlock()
		if !ok && left != nil {
			left.leave()
		}
	}()
	if m.current != nil {
		for _, e := range m.current.Outbox {
			if _, done := m.cleared[e.ID]; !done && e.Lane == name {
				return m.current, e, true
			}
		}
	}
	return nil, Entry{}, false
}

// later ends this delivery of the lane and begins another after the wait.
func (m *mailbox) later(l *lane, after time.Duration) {
	w := &wait{}
	m.mu.Lock()
	l.busy = false
	if l.waits = w; after <= 0 {
		l.waits = nil
	}
	m.mu.Unlock()
	if after <= 0 {
		m.nudge()
		return
	}
	m.office.After(after, func() {
		m.mu.Lock()
		if l.waits == w {
			l.waits = nil
		}
		m.mu.Unlock()
		m.nudge()
	})
}

// delivered notes that entries are done, to be written off with the next commit.
func (m *mailbox) delivered(l *lane, ref string, ids ...string) {
	m.mu.Lock()
	if len(m.cleared) == 0 {
		m.since = time.Now()
	}
	for _, id := range ids {
		m.cleared[id] = ref
		delete(l.unknown, id)
	}
	l.tries, l.unanswered = 0, 0
	m.mu.Unlock()
	m.office.clearSoon(m)
}

func (m *mailbox) backoff(l *lane) time.Duration {
	m.mu.Lock()
	l.tries++
	n := min(l.tries, 7)
	m.mu.Unlock()
	return time.Duration(float64(250*time.Millisecond<<n) * (0.5 + m.office.jitter()))
}

// deliverSafely keeps one lane's panic from ending the process.
func (m *mailbox) deliverSafely(doc *Document, e Entry, l *lane) (wait time.Duration, done bool) {
	defer func() {
		if p := recover(); p != nil {
			m.office.Log.Error("delivering an entry panicked", "entry", e.ID, "stack", string(debug.Stack()))
			if left := m.unused(l); left != nil {
				left.leave()
			}
			wait, done = m.backoff(l), false
		}
	}()
	return m.deliverOne(doc, e, l)
}

// deliverOne delivers the entry, or says how long to wait.
func (m *mailbox) deliverOne(doc *Document, e Entry, l *lane) (wait time.Duration, done bool) {
	if e.Sender() != "" {
		return m.post(doc, e, l)
	}
	ctx := m.office.handling.last()
	if e.Lane == LaneFind {
		return m.find(ctx, e, l)
	}
	return m.hand(ctx, e, l, Letter{ID: e.ID, To: e.To, Kind: e.Kind, From: doc.ID, Data: e.Body, Hops: e.Hops})
}

// find asks the store and hands the answer back to the document that asked.
func (m *mailbox) find(ctx context.Context, e Entry, l *lane) (time.Duration, bool) {
	var q Query
	if err := e.Read(&q); err != nil {
		m.office.Log.Error("a query cannot be read", "entry", e.ID, "error", err)
		m.delivered(l, "", e.ID)
		return 0, true
	}
	found, err := m.office.Store.Find(ctx, q)
	if err != nil {
		return m.backoff(l), false
	}
	return m.hand(ctx, e, l, Letter{ID: e.ID + "/found", To: e.To, Kind: LetterFound, Hops: e.Hops, Data: mustJSON(Findings{As: e.Kind, Found: found})})
}

// hand gives a letter to its document, in this process. A kind of document or of
// letter that this process does not know may be known to a newer one: it waits.
func (m *mailbox) hand(ctx context.Context, e Entry, l *lane, letter Letter) (time.Duration, bool) {
	_, err := m.office.Handle(ctx, letter)
	switch {
	case errors.Is(err, ErrNoRule):
		m.office.Log.Error("a letter, or its document, is of a kind that is not known here", "from", m.id, "letter", e.Kind, "error", err)
		return time.Minute, false
	case err != nil:
		return m.backoff(l), false
	}
	m.delivered(l, "", e.ID)
	return 0, true
}

package post

import (
	"fmt"
	"time"
)

// FactDropped is the kind of fact that a text makes which was worth nothing any
// more before it could leave. Its data is a [Dropped].
const FactDropped = "dropped"

// Dropped says why an entry never left.
type Dropped struct {
	Entry  string    `json:"entry"`
	Reason string    `json:"reason"`
	Until  time.Time `json:"until"`
}

// DroppedLate is the reason of a text that waited longer than it was good for.
const DroppedLate = "it waited longer than it was good for"

// dropped stands in place of a provider's reference.
const dropped = "dropped"

// pointless reports whether the entry is past the time that it was good for.
func (e Entry) pointless(now time.Time) bool { return !e.Until.IsZero() && now.After(e.Until) }

// untimely drops an entry that is past its time and gives back one that would
// wake somebody, unless it may have left. It reports whether the entry was
// either, and then how its delivery went.
func (m *mailbox) untimely(e Entry, l *lane, now time.Time, left bool) (wait time.Duration, done, so bool) {
	switch {
	case left:
	case e.pointless(now):
		m.drop(e, l)
		return 0, true, true
	case e.Asleep.has(now):
		wait, done = m.giveBack(e, l)
		return wait, done, true
	}
	return 0, false, false
}

// giveBack hands the entry to its document again, which sends it later.
func (m *mailbox) giveBack(e Entry, l *lane) (wait time.Duration, done bool) {
	o := m.office
	wait, done = m.hand(o.handling.last(), e, l, Letter{ID: e.ID + "/returned", To: m.id, Kind: LetterReturned, Hops: e.Hops, Data: mustJSON(e)})
	if done {
		o.Observe(Event{What: "returned", Kind: e.Sender()})
	} else if left := m.unused(l); left != nil {
		left.leave()
	}
	return wait, done
}

// drop takes the entry out of its lane, which goes on at once.
func (m *mailbox) drop(e Entry, l *lane) {
	m.office.Observe(Event{What: "dropped", Kind: e.Sender()})
	m.delivered(l, dropped, e.ID)
}

// began reports whether the entry may have been posted before.
func (m *mailbox) began(e Entry, l *lane) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, unknown := l.unknown[e.ID]
	return unknown || e.By != m.office.Owner
}

// noteDropped appends the fact that an entry was dropped.
func (b *batchStep) noteDropped(e Entry) {
	b.doc.Outbox = append(b.doc.Outbox, Entry{
		ID: fmt.Sprintf("%s@%d/%d", b.doc.ID, b.rec.Version+1, b.place), Lane: LaneFact, Kind: FactDropped, At: b.now,
		Body: mustJSON(Dropped{Entry: e.ID, Reason: DroppedLate, Until: e.Until}),
	})
	b.place++
}

package post

import (
	"context"
	"errors"
	"strings"
	"time"
)

// A lane's state in this process while it is being delivered.
type lane struct {
	busy      bool
	notBefore time.Time // by the wall, not the office's clock: it paces retries
	tries     int
	took      time.Time            // when this process took over the lane's older entries
	unknown   map[string]time.Time // entries posted with an unknown outcome
}

func (m *mailbox) lane(name string) *lane {
	l := m.lanes[name]
	if l == nil {
		l = &lane{unknown: map[string]time.Time{}}
		m.lanes[name] = l
	}
	return l
}

// lease takes or renews this process's leases on lanes that hold texts or
// cards, and reports whether the document changed by it.
func (m *mailbox) lease(doc *Document, now time.Time) (changed bool) {
	o := m.office
	waiting := map[string]bool{}
	for _, e := range doc.Outbox {
		if e.Sender() != "" {
			waiting[e.Lane] = true
		}
	}
	for name := range doc.Leases {
		if !waiting[name] {
			delete(doc.Leases, name)
		}
	}
	for name := range waiting {
		held, ok := doc.Leases[name]
		free := !ok || !held.Until.After(now) || (o.Store.Exclusive() && held.Owner != o.Owner)
		if !free && held.Owner != o.Owner {
			continue
		}
		if ok && held.Owner == o.Owner && held.Until.Sub(now) > leaseLeft+settleAfter {
			continue
		}
		if doc.Leases == nil {
			doc.Leases = map[string]Lease{}
		}
		if held.Owner != o.Owner {
			m.mu.Lock()
			m.lane(name).took = now
			m.mu.Unlock()
		}
		doc.Leases[name] = Lease{Owner: o.Owner, Until: now.Add(leaseFor)}
		changed = true
	}
	for i, e := range doc.Outbox {
		if e.Sender() != "" && e.By == "" {
			doc.Outbox[i].By = doc.Leases[e.Lane].Owner
			changed = true
		}
	}
	return changed
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
		if l.busy || time.Now().Before(l.notBefore) {
			continue
		}
		l.busy = true
		m.office.begin()
		go m.drain(e.Lane, l)
	}
}

// drain delivers one lane, in order, until it is empty or must wait.
func (m *mailbox) drain(name string, l *lane) {
	defer m.office.end()
	for {
		doc, e, ok := m.head(name, l)
		if !ok {
			return
		}
		wait, done := m.deliverOne(doc, e, l)
		if !done {
			m.later(l, wait)
			return
		}
	}
}

// head returns the first entry of the lane that is not delivered yet; when
// there is none, the lane is at rest.
func (m *mailbox) head(name string, l *lane) (*Document, Entry, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.current != nil {
		for _, e := range m.current.Outbox {
			if _, done := m.cleared[e.ID]; !done && e.Lane == name {
				return m.current, e, true
			}
		}
	}
	l.busy = false
	return nil, Entry{}, false
}

// later ends this delivery of the lane and begins another after the wait.
func (m *mailbox) later(l *lane, wait time.Duration) {
	m.mu.Lock()
	l.busy = false
	l.notBefore = time.Now().Add(wait)
	m.mu.Unlock()
	if m.office.closed.Load() {
		return
	}
	time.AfterFunc(wait, func() {
		m.office.box(m.id).enqueue(&delivery{nudge: true})
	})
}

// delivered notes that entries are done, to be written off with the next commit.
func (m *mailbox) delivered(l *lane, ref string, ids ...string) {
	m.mu.Lock()
	for _, id := range ids {
		m.cleared[id] = ref
		delete(l.unknown, id)
	}
	l.tries = 0
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

// deliverOne delivers the entry, or says how long to wait.
func (m *mailbox) deliverOne(doc *Document, e Entry, l *lane) (wait time.Duration, done bool) {
	ctx, cancel := context.WithTimeout(context.Background(), handleWithin+2*time.Second)
	defer cancel()
	switch {
	case e.Lane == LaneFact:
		return m.deliverFacts(ctx, doc, l)
	case e.Lane == LaneFind:
		var q Query
		if err := e.Read(&q); err != nil {
			m.delivered(l, "", e.ID)
			return 0, true
		}
		found, err := m.office.Store.Find(ctx, q)
		if err != nil {
			return m.backoff(l), false
		}
		answer := Letter{ID: e.ID + "/found", To: e.To, Kind: LetterFound, Hops: e.Hops, Data: mustJSON(Findings{As: e.Kind, Found: found})}
		return m.hand(ctx, e, l, answer)
	case strings.HasPrefix(e.Lane, laneLetter):
		return m.hand(ctx, e, l, Letter{ID: e.ID, To: e.To, Kind: e.Kind, From: doc.ID, Data: e.Body, Hops: e.Hops})
	}
	return m.post(doc, e, l)
}

// hand gives a letter to its document, in this process.
func (m *mailbox) hand(ctx context.Context, e Entry, l *lane, letter Letter) (time.Duration, bool) {
	_, err := m.office.Handle(ctx, letter)
	if err != nil && !errors.Is(err, ErrNoRule) {
		return m.backoff(l), false
	}
	if err != nil {
		m.office.Log.Error("a letter has no document that could take it", "from", m.id, "letter", e.Kind, "error", err)
	}
	m.delivered(l, "", e.ID)
	return 0, true
}

func (m *mailbox) deliverFacts(ctx context.Context, doc *Document, l *lane) (time.Duration, bool) {
	var facts []Fact
	var ids []string
	m.mu.Lock()
	for _, e := range doc.Outbox {
		if _, done := m.cleared[e.ID]; e.Lane == LaneFact && !done {
			facts = append(facts, Fact{ID: e.ID, Kind: e.Kind, At: e.At, Data: e.Body})
			ids = append(ids, e.ID)
		}
	}
	m.mu.Unlock()
	if err := m.office.Store.Append(ctx, facts...); err != nil {
		return m.backoff(l), false
	}
	m.delivered(l, "", ids...)
	return 0, true
}

// post gives a text or a Slack entry to its sender, under the lane's lease.
func (m *mailbox) post(doc *Document, e Entry, l *lane) (time.Duration, bool) {
	o := m.office
	sender := o.Senders[e.Sender()]
	if sender == nil {
		o.Log.Error("no sender for a lane", "sender", e.Sender())
		return time.Minute, false
	}
	out := Outgoing{Entry: e, Document: doc}
	if err := o.pace.take(sender.Pace(out), e.Lane == LaneUrgent, e.At); err != nil {
		return m.backoff(l), false
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	doc, ok, err := m.reread(ctx, e)
	if err != nil {
		return m.backoff(l), false
	}
	if !ok {
		return 0, true // taken out meanwhile, as an opt-out does
	}
	now := o.Clock.Now()
	if held := doc.Leases[e.Lane]; held.Owner != o.Owner || held.Until.Sub(now) < leaseLeft {
		return 0, false // the nudge that follows renews the lease, or leaves the lane to its holder
	}
	out.Document = doc
	out.Claimed = doc.Sent
	m.mu.Lock()
	for _, ref := range m.cleared {
		if ref != "" {
			out.Claimed = append(out.Claimed[:len(out.Claimed):len(out.Claimed)], ref)
		}
	}
	since, asked := l.unknown[e.ID]
	if !asked && e.By != o.Owner {
		since, asked = l.took, true
	}
	m.mu.Unlock()
	if asked && e.Lane != LaneUrgent {
		if left := since.Add(settleAfter).Sub(now); left > 0 {
			return left, false
		}
		ref, err := sender.Find(ctx, out)
		if err != nil {
			return m.backoff(l), false
		}
		if ref != "" {
			m.delivered(l, ref, m.covered(doc, e)...)
			return 0, true
		}
	}
	ref, err := sender.Send(ctx, out)
	return m.outcome(ref, err, doc, e, l)
}

// outcome decides what a post's answer means.
func (m *mailbox) outcome(ref string, err error, doc *Document, e Entry, l *lane) (time.Duration, bool) {
	o := m.office
	var refused *Refused
	var wait *Wait
	switch {
	case err == nil:
		o.Observe(Event{What: "sent", Kind: e.Sender(), Took: o.Clock.Now().Sub(e.At)})
		m.delivered(l, ref, m.covered(doc, e)...)
		return 0, true
	case errors.As(err, &refused):
		o.Observe(Event{What: "refused", Kind: e.Sender()})
		o.Log.Warn("an entry was refused for good", "entry", e.ID, "code", refused.Code)
		ctx, cancel := context.WithTimeout(context.Background(), handleWithin)
		defer cancel()
		return m.hand(ctx, e, l, Letter{ID: e.ID + "/refused", To: m.id, Kind: LetterRefused, Hops: e.Hops, Data: mustJSON(Refusal{Entry: e, Code: refused.Code})})
	case errors.As(err, &wait):
		o.Observe(Event{What: "wait", Kind: e.Sender()})
		return max(wait.After, m.backoff(l)), false
	}
	o.Observe(Event{What: "unknown", Kind: e.Sender()})
	o.Log.Warn("unknown whether an entry went out; asking the provider", "entry", e.ID, "error", err)
	m.mu.Lock()
	l.unknown[e.ID] = o.Clock.Now()
	m.mu.Unlock()
	if e.Lane == LaneUrgent {
		return m.backoff(l), false
	}
	return settleAfter, false
}

// covered are the entries that one delivery accounts for: a card shows the
// current state, so it stands for every card entry of its lane.
func (m *mailbox) covered(doc *Document, e Entry) []string {
	ids := []string{e.ID}
	if e.Kind != EntryCard {
		return ids
	}
	for _, other := range doc.Outbox {
		if other.Lane == e.Lane && other.Kind == EntryCard && other.ID != e.ID {
			ids = append(ids, other.ID)
		}
	}
	return ids
}

// reread returns the document as it stands, and whether the entry still
// stands in it. A store that only this process writes need not be asked.
func (m *mailbox) reread(ctx context.Context, e Entry) (*Document, bool, error) {
	m.mu.Lock()
	doc := m.current
	m.mu.Unlock()
	if doc == nil || !m.office.Store.Exclusive() {
		latest, err := m.office.Read(ctx, m.id)
		if err != nil {
			return nil, false, err
		}
		doc = latest
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, x := range doc.Outbox {
		if x.ID == e.ID {
			return doc, true, nil
		}
	}
	// The entry is gone: what this process believed is out of date.
	if m.current != nil && m.current.Version < doc.Version {
		m.current, m.record = nil, nil
	}
	return doc, false, nil
}

// settle marks an entry of unknown outcome as delivered.
func (m *mailbox) settle(entry, ref string) {
	m.mu.Lock()
	var in *lane
	for _, l := range m.lanes {
		if _, ok := l.unknown[entry]; ok && !l.busy {
			in = l
			l.notBefore = time.Time{}
		}
	}
	m.mu.Unlock()
	if in != nil {
		m.delivered(in, ref, entry)
	}
}

// rest keeps an idle mailbox warm, and lets the coldest go.
func (o *Office) rest(m *mailbox) {
	o.mu.Lock()
	defer o.mu.Unlock()
	m.mu.Lock()
	still := m.running || len(m.waiting) > 0 || len(m.cleared) > 0
	for _, l := range m.lanes {
		still = still || l.busy || len(l.unknown) > 0
	}
	m.mu.Unlock()
	if still || m.idle != nil {
		return
	}
	m.idle = o.warm.PushBack(m)
	if o.warm.Len() > idleAtMost {
		cold := o.warm.Remove(o.warm.Front()).(*mailbox)
		delete(o.boxes, cold.id)
	}
}

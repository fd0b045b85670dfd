package post

import (
	"container/list"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// A delivery is one thing that waits for a document: a letter, or a nudge to
// look at its timers and its outbox.
type delivery struct {
	letter Letter
	nudge  bool
	done   chan<- result // nil for a parked letter
}

type result struct {
	answer any
	err    error
}

func (d *delivery) reply(r result) {
	if d.done != nil {
		d.done <- r
	}
}

// A mailbox is one document's queue in this process: what waits is stepped
// one after another and committed together.
type mailbox struct {
	office *Office
	id     string
	kind   Kind

	idle *list.Element // its place among the warm ones; guarded by the office's mutex

	mu      sync.Mutex
	waiting []*delivery
	running bool
	flush   bool
	// record and current are what was committed last as far as this process
	// knows: nil when it does not. A stale one costs a conflict, never a mistake.
	record  *Record
	current *Document
	cleared map[string]string // delivered and not yet written off: entry → reference
	lanes   map[string]*lane
}

// enqueue adds a delivery (nil: only write off what was delivered).
func (m *mailbox) enqueue(d *delivery) {
	m.office.begin()
	defer m.office.end()
	m.mu.Lock()
	if d != nil {
		if m.office.closed.Load() && !d.nudge && d.letter.Hops == 0 {
			m.mu.Unlock()
			d.reply(result{err: ErrBusy})
			return
		}
		m.waiting = append(m.waiting, d)
	} else {
		m.flush = true
	}
	start := !m.running
	m.running = true
	m.mu.Unlock()
	if start {
		m.office.begin()
		go m.run()
	}
}

func (m *mailbox) run() {
	defer m.office.end()
	for {
		m.mu.Lock()
		n := min(len(m.waiting), batchSize)
		batch := m.waiting[:n:n]
		m.waiting = m.waiting[n:]
		if n == 0 && (!m.flush || len(m.cleared) == 0) {
			m.running, m.flush = false, false
			m.mu.Unlock()
			m.office.rest(m)
			return
		}
		m.flush = false
		m.mu.Unlock()
		m.process(batch)
	}
}

// process steps and commits the batch, again and again while others write first.
func (m *mailbox) process(batch []*delivery) {
	o := m.office
	ctx, cancel := context.WithTimeout(context.Background(), handleWithin)
	defer cancel()
	for try := 0; ; try++ {
		began := time.Now()
		results, n, err := m.attempt(ctx, batch)
		if err == nil {
			if n > 0 {
				o.Observe(Event{What: "commit", Kind: m.kind.name(), Letters: n, Took: time.Since(began)})
			}
			for i, d := range batch {
				d.reply(results[i])
			}
			m.deliver()
			return
		}
		m.forget()
		again := errors.Is(err, ErrConflict) || errors.Is(err, ErrUnknown)
		if again && ctx.Err() == nil {
			o.Observe(Event{What: "conflict", Kind: m.kind.name()})
			time.Sleep(time.Duration(o.jitter() * float64(min(time.Millisecond<<min(try, 7), 100*time.Millisecond))))
			continue
		}
		if again {
			err = ErrBusy
		}
		for _, d := range batch {
			d.reply(result{err: fmt.Errorf("handle %s: %w", m.id, err)})
		}
		m.retryClears()
		return
	}
}

func (m *mailbox) forget() {
	m.mu.Lock()
	m.record, m.current = nil, nil
	m.mu.Unlock()
}

// retryClears has deliveries that could not be written off tried again.
func (m *mailbox) retryClears() {
	m.mu.Lock()
	left := len(m.cleared)
	m.mu.Unlock()
	if left > 0 && !m.office.closed.Load() {
		time.AfterFunc(time.Second, func() { m.office.clearSoon(m) })
	}
}

// load returns the stored record (Version 0 when there is none).
func (m *mailbox) load(ctx context.Context) (Record, error) {
	m.mu.Lock()
	cached := m.record
	m.mu.Unlock()
	if cached != nil {
		return *cached, nil
	}
	rec, err := m.office.Store.Load(ctx, m.id)
	if errors.Is(err, ErrNotFound) {
		return Record{ID: m.id}, nil
	}
	if err != nil {
		return Record{}, fmt.Errorf("load: %w", err)
	}
	return rec, nil
}

// attempt steps the batch on the latest record and commits once. It returns a
// result for each delivery and how many letters the commit holds.
func (m *mailbox) attempt(ctx context.Context, batch []*delivery) ([]result, int, error) {
	rec, err := m.load(ctx)
	if err != nil {
		return nil, 0, err
	}
	if rec.Revision > m.kind.revision() {
		return m.park(ctx, rec, batch)
	}
	var parked []Letter
	if len(rec.Parked) > 0 {
		if err := json.Unmarshal(rec.Parked, &parked); err != nil {
			return nil, 0, fmt.Errorf("read parked letters: %w", err)
		}
	}
	m.mu.Lock()
	cleared := maps.Clone(m.cleared)
	m.mu.Unlock()

	b := &batchStep{box: m, rec: rec, cleared: cleared, now: m.office.Clock.Now(), bad: map[string]string{}}
	for !b.try(parked, batch) {
		if b.err != nil {
			return nil, 0, b.err
		}
	}
	if !b.changed {
		if rec.Version > 0 {
			m.publish(rec, b.doc, cleared)
		}
		return b.results, 0, nil
	}
	next, err := m.seal(rec, b.doc, b.now)
	if err != nil {
		return nil, 0, err
	}
	if err := m.office.Store.Commit(ctx, next); err != nil {
		return nil, 0, fmt.Errorf("commit: %w", err)
	}
	b.doc.Version = next.Version
	m.publish(next, b.doc, cleared)
	return b.results, b.letters, nil
}

// publish makes what was committed the mailbox's latest.
func (m *mailbox) publish(rec Record, doc *Document, cleared map[string]string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.record, m.current = &rec, doc
	for id := range cleared {
		delete(m.cleared, id)
	}
}

// seal makes the record of a stepped document.
func (m *mailbox) seal(rec Record, doc *Document, now time.Time) (Record, error) {
	doc.Revision = m.kind.revision()
	body, err := m.kind.encode(doc)
	if err != nil {
		return Record{}, err
	}
	idx, err := m.kind.index(doc)
	if err != nil {
		return Record{}, err
	}
	next := Record{ID: m.id, Version: rec.Version + 1, Revision: doc.Revision, Keys: idx.Keys, Rank: idx.Rank, Body: body, Held: len(doc.Outbox) > 0}
	if idx.Summary != nil {
		if next.Summary, err = json.Marshal(idx.Summary); err != nil {
			return Record{}, fmt.Errorf("encode summary of %s: %w", m.id, err)
		}
	}
	for _, post := range sortedKeys(doc.Posts) {
		next.Keys = append(next.Keys, PostKey(post, doc.Posts[post]))
	}
	next.Due, next.Urgent = due(doc, now)
	return next, nil
}

// PostKey is the key by which a document is found by its Slack message.
func PostKey(channel, message string) string { return "slack:" + channel + "/" + message }

// due is when the sweeper must look at the document next.
func due(doc *Document, now time.Time) (at time.Time, urgent bool) {
	earliest := func(t time.Time) {
		if at.IsZero() || t.Before(at) {
			at = t
		}
	}
	for _, t := range doc.Timers {
		earliest(t.Due)
		urgent = urgent || t.Urgent
	}
	for _, e := range doc.Outbox {
		if lease, ok := doc.Leases[e.Lane]; ok {
			earliest(lease.Until.Add(settleAfter))
		} else {
			earliest(now.Add(letterRetry))
		}
		urgent = urgent || e.Lane == LaneUrgent
	}
	return at, urgent
}

// park keeps letters for a process that knows the document's revision. The
// body is left as it was, byte for byte.
func (m *mailbox) park(ctx context.Context, rec Record, batch []*delivery) ([]result, int, error) {
	var parked []Letter
	if len(rec.Parked) > 0 {
		if err := json.Unmarshal(rec.Parked, &parked); err != nil {
			return nil, 0, fmt.Errorf("read parked letters: %w", err)
		}
	}
	added := 0
	for _, d := range batch {
		same := func(l Letter) bool { return l.ID == d.letter.ID }
		if !d.nudge && !slices.ContainsFunc(parked, same) {
			parked = append(parked, d.letter)
			added++
		}
	}
	results := make([]result, len(batch))
	if added == 0 {
		return results, 0, nil
	}
	rec.Version++
	rec.Parked = mustJSON(parked)
	if now := m.office.Clock.Now(); rec.Due.IsZero() || rec.Due.After(now) {
		rec.Due = now
	}
	if err := m.office.Store.Commit(ctx, rec); err != nil {
		return nil, 0, fmt.Errorf("park: %w", err)
	}
	return results, added, nil
}

// A batchStep steps a batch from the stored bytes. A letter whose step panics
// spoils the document in memory, so the whole batch is stepped again without it.
type batchStep struct {
	box     *mailbox
	rec     Record
	cleared map[string]string
	now     time.Time
	bad     map[string]string // letter id → why it cannot be stepped

	doc     *Document
	results []result
	letters int
	changed bool
	place   int
	err     error
}

// try steps everything once; false says to try again (or that err is set).
func (b *batchStep) try(parked []Letter, batch []*delivery) bool {
	m := b.box
	b.results, b.letters, b.place, b.changed = make([]result, len(batch)), 0, 0, len(parked) > 0
	if b.rec.Version == 0 {
		b.doc = m.kind.blank()
	} else if b.doc, b.err = m.kind.decode(b.rec.Body); b.err != nil {
		return false
	}
	b.doc.ID, b.doc.Version = m.id, b.rec.Version
	b.writeOff()
	for _, l := range parked {
		if _, ok := b.letter(l); !ok {
			return false
		}
	}
	for i, d := range batch {
		if d.nudge {
			if !b.timers() {
				return false
			}
			continue
		}
		answer, ok := b.letter(d.letter)
		if !ok {
			return false
		}
		b.results[i].answer = answer
	}
	if m.lease(b.doc, b.now) {
		b.changed = true
	}
	return true
}

// writeOff takes out of the outbox what was delivered.
func (b *batchStep) writeOff() {
	kept := b.doc.Outbox[:0]
	for _, e := range b.doc.Outbox {
		ref, done := b.cleared[e.ID]
		if !done {
			kept = append(kept, e)
			continue
		}
		b.changed = true
		switch {
		case e.Sender() == "text" && ref != "":
			b.doc.Sent = append(b.doc.Sent, ref)
			if n := len(b.doc.Sent); n > sentKept {
				b.doc.Sent = slices.Clone(b.doc.Sent[n-sentKept:])
			}
		case e.Kind == EntryCard && e.Sender() == "slack" && ref != "":
			if b.doc.Posts == nil {
				b.doc.Posts = map[string]string{}
			}
			b.doc.Posts[e.To] = ref
		}
	}
	b.doc.Outbox = kept
}

// letter steps one letter if it is new.
func (b *batchStep) letter(l Letter) (answer any, ok bool) {
	if b.doc.Seen.Has(l.ID) {
		return nil, true
	}
	t, ok := b.step(l)
	if !ok {
		return nil, false
	}
	b.doc.Seen = append(b.doc.Seen, hash(l.ID))
	b.letters++
	b.changed = true
	return t.answer, true
}

// timers fires what is due, the earliest first.
func (b *batchStep) timers() bool {
	for range 100 {
		i := -1
		for j, t := range b.doc.Timers {
			if !t.Due.After(b.now) && (i < 0 || t.Due.Before(b.doc.Timers[i].Due)) {
				i = j
			}
		}
		if i < 0 {
			return true
		}
		timer := b.doc.Timers[i]
		b.doc.Timers = slices.Delete(b.doc.Timers, i, i+1)
		b.changed = true
		b.letters++
		if _, ok := b.step(timer.letter(b.doc.ID)); !ok {
			return false
		}
	}
	return true
}

func (b *batchStep) step(l Letter) (*Turn, bool) {
	t := &Turn{Now: b.now, Letter: l, doc: b.doc, next: b.rec.Version + 1, place: &b.place}
	why := b.bad[l.ID]
	if why == "" && l.Hops > hopsAtMost {
		why = "too long a chain of letters"
	}
	if why != "" {
		b.box.office.stuckEntry(t, why)
		return t, true
	}
	if err := b.box.kind.step(t); err != nil {
		b.bad[l.ID] = err.Error()
		var p *stepPanic
		if errors.As(err, &p) {
			b.box.office.Log.Error("step panicked", "document", b.doc.ID, "letter", l.Kind, "stack", p.stack)
		}
		return t, false
	}
	return t, true
}

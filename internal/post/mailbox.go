package post

import (
	"container/list"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"sync"
	"time"
)

// A delivery is one thing that waits for a document: a letter, or a nudge to
// look at its timers and its outbox.
type delivery struct {
	letter Letter
	nudge  bool
	done   chan<- result // has room for the reply; nil when nobody waits
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
// one after another and committed together. There is never a second one for
// the same document.
type mailbox struct {
	office *Office
	id     string
	kind   Kind

	idle *list.Element // its place among the warm ones; guarded by the office's mutex

	mu      sync.Mutex // taken after the office's mutex, never before
	waiting []*delivery
	running bool
	flush   bool
	// record and current are what was committed last as far as this process
	// knows: nil when it does not. A stale one costs a conflict, never a mistake.
	record  *Record
	current *Document         // what deliveries look at; its data is not decoded
	live    *Document         // the same as it was stepped; only the mailbox's own steps touch it
	held    bool              // the outbox was not empty when it was last known
	cleared map[string]string // delivered and not yet written off: entry → reference
	since   time.Time         // by the wall: how long what is cleared has waited
	lanes   map[string]*lane
}

// put gives the document's mailbox a delivery, and has it run. It reports whether
// there was room: there always is, but for a letter from outside.
func (o *Office) put(id string, d *delivery) bool {
	m, ok := o.bring(id, d)
	if m != nil {
		go m.run()
	}
	return ok
}

// bring gives the document's mailbox a delivery, and returns the mailbox when it
// was at rest: the caller is to run it.
func (o *Office) bring(id string, d *delivery) (atRest *mailbox, ok bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	m := o.boxes[id]
	if !d.nudge && d.letter.Hops == 0 && (o.letters.Load() >= lettersAtMost || m != nil && m.full()) {
		return nil, false
	}
	if m == nil {
		m = &mailbox{office: o, id: id, kind: o.kinds[KindOf(id)], cleared: map[string]string{}, lanes: map[string]*lane{}}
		o.boxes[id] = m
	}
	if o.wake(m, d) {
		return m, true
	}
	return nil, true
}

func (m *mailbox) full() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.waiting) >= boxAtMost
}

// wake gives the mailbox a delivery, or (nil) has it write off what was delivered,
// and reports whether it was at rest and is to be run. The office's mutex is held,
// so that the mailbox is not let go between being found and being used.
func (o *Office) wake(m *mailbox, d *delivery) bool {
	if m.idle != nil {
		o.warm.Remove(m.idle)
		m.idle = nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if d != nil {
		m.office.letters.Add(1)
		m.waiting = append(m.waiting, d)
	} else {
		m.flush = true
	}
	if m.running {
		return false
	}
	m.running = true
	o.begin()
	return true
}

// busy reports whether the mailbox knows something that is not in the store,
// and drops the lanes that it needs no longer.
func (m *mailbox) busy() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.running || len(m.waiting) > 0 || len(m.cleared) > 0 {
		return true
	}
	for _, l := range m.lanes {
		if l.busy || len(l.unknown) > 0 {
			return true
		}
	}
	maps.DeleteFunc(m.lanes, func(_ string, l *lane) bool { return l.waits == nil })
	return false
}

// rest keeps an idle mailbox warm, and lets the coldest go.
func (o *Office) rest(m *mailbox) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.boxes[m.id] != m || m.idle != nil || m.busy() {
		return
	}
	m.idle = o.warm.PushBack(m)
	for o.warm.Len() > o.idleAtMost {
		cold := o.warm.Remove(o.warm.Front()).(*mailbox)
		cold.idle = nil
		if !cold.busy() {
			delete(o.boxes, cold.id)
		}
	}
}

func (m *mailbox) run() {
	for !m.rests() {
		m.batch()
	}
}

// runHere runs the mailbox for whoever brings a letter to it at rest, without a
// goroutine of its own; what came meanwhile gets one.
func (m *mailbox) runHere() {
	m.batch()
	if !m.rests() {
		go m.run()
	}
}

// rests lets the mailbox rest when nothing waits, and reports whether it does.
func (m *mailbox) rests() bool {
	m.mu.Lock()
	if len(m.waiting) > 0 || m.flush && len(m.cleared) > 0 {
		m.mu.Unlock()
		return false
	}
	m.running, m.flush = false, false
	m.mu.Unlock()
	m.office.rest(m)
	m.office.end()
	return true
}

// batch handles what waits, up to 64 deliveries.
func (m *mailbox) batch() {
	m.mu.Lock()
	n := min(len(m.waiting), batchSize)
	batch := m.waiting[:n:n]
	m.waiting = m.waiting[n:]
	m.flush = false
	m.mu.Unlock()
	m.process(batch)
	m.office.letters.Add(-int64(n))
}

// process steps and commits the batch, again and again while others write first.
func (m *mailbox) process(batch []*delivery) {
	o := m.office
	ctx := o.handling.last()
	fresh := false
	for _, d := range batch {
		// What is due in the store may be another process's doing.
		fresh = fresh || d.nudge && !o.Store.Exclusive()
	}
	for try := 0; ; try++ {
		began := time.Now()
		results, n, err := m.attempt(ctx, batch, fresh)
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
			time.Sleep(time.Duration((0.2 + o.jitter()) * float64(min(time.Millisecond<<min(try, 7), 100*time.Millisecond))))
			continue
		}
		if again || ctx.Err() != nil {
			err = fmt.Errorf("%w: %w", ErrBusy, err)
		}
		o.Log.Error("a document was not handled", "document", m.id, "letters", len(batch), "error", err)
		for _, d := range append(batch, m.behind()...) {
			d.reply(result{err: fmt.Errorf("handle %s: %w", m.id, err)})
		}
		m.retry()
		return
	}
}

// behind takes out what waits behind a batch that could not be committed. Were it
// handled before the batch is sent again, somebody's later text would overtake
// their earlier one.
func (m *mailbox) behind() []*delivery {
	m.mu.Lock()
	waiting := m.waiting
	m.waiting = nil
	m.mu.Unlock()
	m.office.letters.Add(-int64(len(waiting)))
	return waiting
}

func (m *mailbox) forget() {
	m.mu.Lock()
	m.record, m.current = nil, nil
	m.mu.Unlock()
}

// retry looks at the document again soon, when something of it was being
// delivered, or was delivered and could not be written off.
func (m *mailbox) retry() {
	o := m.office
	m.mu.Lock()
	left := m.held || len(m.cleared) > 0
	m.mu.Unlock()
	if left {
		wait := time.Second + time.Duration(o.jitter()*float64(time.Second))
		o.After(wait, m.nudge)
	}
}

// nudge looks at the document again, unless the office has closed meanwhile.
func (m *mailbox) nudge() {
	if !m.office.closed.Load() {
		m.office.put(m.id, &delivery{nudge: true})
	}
}

// load returns the stored record (Version 0 when there is none).
func (m *mailbox) load(ctx context.Context, fresh bool) (Record, error) {
	m.mu.Lock()
	cached := m.record
	m.mu.Unlock()
	if cached != nil && !fresh {
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
func (m *mailbox) attempt(ctx context.Context, batch []*delivery, fresh bool) (results []result, letters int, err error) {
	defer func() {
		if p := recover(); p != nil {
			m.office.Log.Error("handling a document panicked", "document", m.id, "stack", string(debug.Stack()))
			err = errors.New("handling panicked")
		}
	}()
	rec, err := m.load(ctx, fresh)
	if err != nil {
		return nil, 0, err
	}
	if rec.Revision > m.kind.revision() {
		return m.park(ctx, rec, batch)
	}
	parked, err := parkedLetters(rec)
	if err != nil {
		return nil, 0, err
	}
	m.mu.Lock()
	cleared := maps.Clone(m.cleared)
	m.mu.Unlock()

	b := &batchStep{box: m, rec: rec, cleared: cleared, now: m.office.Clock.Now().Round(0)}
	next, err := b.run(parked, batch)
	if err != nil {
		return nil, 0, err
	}
	if b.changed {
		if err := m.office.Store.Commit(ctx, next); err != nil {
			return nil, 0, fmt.Errorf("commit: %w", err)
		}
		b.doc.Version = next.Version
		b.report()
	}
	if next.Version > 0 {
		m.publish(next, b.doc, cleared)
	}
	return b.results, b.letters, nil
}

// takeLive takes the document as the last step left it, when that is what the
// stored version's bytes say: it saves decoding them. Nobody has it then, so
// that a step that fails spoils nothing.
func (m *mailbox) takeLive(version int64) *Document {
	live := m.live
	m.live = nil
	if m.office.Anew || live == nil || live.Version != version {
		return nil
	}
	return live
}

// outside is what deliveries look at while the document is stepped on. Its
// data stays in the bytes until a sender needs it.
func (d *Document) outside(body []byte) *Document {
	return &Document{
		ID: d.ID, Version: d.Version, Revision: d.Revision, State: d.State,
		Outbox: slices.Clone(d.Outbox), Leases: maps.Clone(d.Leases), Posts: maps.Clone(d.Posts), Sent: slices.Clone(d.Sent),
		body: body,
	}
}

// publish makes what was committed the mailbox's latest.
func (m *mailbox) publish(rec Record, doc *Document, cleared map[string]string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.record, m.current, m.live, m.held = &rec, doc.outside(rec.Body), doc, rec.Held
	for id := range cleared {
		delete(m.cleared, id)
	}
	m.since = time.Now()
	for _, l := range m.lanes {
		maps.DeleteFunc(l.unknown, func(id string, _ time.Time) bool {
			return !slices.ContainsFunc(doc.Outbox, func(e Entry) bool { return e.ID == id })
		})
	}
}

// seal makes the record of a stepped document.
func (m *mailbox) seal(rec Record, doc *Document, now time.Time) (next Record, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &stepPanic{value: fmt.Sprint(p), stack: string(debug.Stack())}
		}
	}()
	doc.Revision = m.kind.revision()
	return seal(m.kind, doc, rec.Version+1, now)
}

// seal makes the record of a document as its version.
func seal(k Kind, doc *Document, version int64, now time.Time) (Record, error) {
	body, err := k.encode(doc)
	if err != nil {
		return Record{}, err
	}
	idx, err := k.index(doc)
	if err != nil {
		return Record{}, err
	}
	r := Record{ID: doc.ID, Version: version, Revision: doc.Revision, Rank: idx.Rank, Body: body, Held: len(doc.Outbox) > 0}
	r.Keys = append(r.Keys, idx.Keys...)
	if idx.Summary != nil {
		if r.Summary, err = json.Marshal(idx.Summary); err != nil {
			return Record{}, fmt.Errorf("encode summary of %s: %w", doc.ID, err)
		}
	}
	for _, post := range sortedKeys(doc.Posts) {
		r.Keys = append(r.Keys, PostKey(post, doc.Posts[post]))
	}
	r.Due, r.Urgent = due(doc, now)
	return r, nil
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
		lease, leased := doc.Leases[e.Lane]
		switch {
		case leased && e.Lane == LaneUrgent:
			earliest(lease.Until)
		case leased:
			earliest(lease.Until.Add(settleAfter))
		case e.Sender() != "":
			earliest(now) // its holder has left
		default:
			earliest(now.Add(letterRetry))
		}
		urgent = urgent || e.Lane == LaneUrgent
	}
	return at, urgent
}

package post

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"time"
)

// post gives a text or a Slack entry to its sender, under the lane's lease.
func (m *mailbox) post(doc *Document, e Entry, l *lane) (wait time.Duration, done bool) {
	o := m.office
	sender := o.Senders[e.Sender()]
	if sender == nil {
		o.Log.Error("no sender for a lane", "sender", e.Sender())
		return time.Minute, false
	}
	if wait, done, so := m.untimely(e, l, o.Clock.Now(), m.began(e, l)); so {
		return wait, done
	}
	pace := sender.Pace(Outgoing{Entry: e, Document: doc})
	pass, wait := m.place(pace, e, l)
	if pass == nil {
		return wait, false
	}
	defer func() {
		if pass != nil {
			pass.leave()
		}
	}()
	judge := func(err error) bool {
		p := pass
		pass = nil
		return p.judge(err)
	}
	for asked, renewed := false, false; ; {
		// The time allowed begins before the lease is looked at, so that a
		// process that stalls in between does not post after it.
		ctx := o.posting.last()
		doc, ok, err := m.standing(ctx, e)
		if err != nil {
			return m.backoff(l), false
		}
		if !ok {
			return 0, false // the nudge that follows finds what stands in its place
		}
		now := o.Clock.Now()
		lease := doc.Leases[e.Lane]
		if !o.mayPost(lease, now) {
			if !renewed && m.renew(ctx) {
				renewed = true
				continue
			}
			return 0, false // the nudge that follows leaves the lane to its holder
		}
		out, since, doubt := m.outgoing(doc, e, l, lease)
		if out.Withdrawn && (!doubt || asked) {
			m.delivered(l, "", e.ID)
			return 0, true
		}
		if !doubt || asked || e.Lane == LaneUrgent && !out.Withdrawn {
			if ctx.Err() != nil {
				return m.backoff(l), false
			}
			if wait, done, so := m.untimely(e, l, now, false); so {
				return wait, done
			}
			ref, err := m.postNow(ctx, sender, out, l, pass.gate)
			return m.outcome(ref, err, out, l, judge(err))
		}
		if left := since.Add(settleAfter).Sub(now); left > 0 {
			return left, false
		}
		if went, err := m.inquire(ctx, sender, out, l); err != nil {
			return m.unless(judge(err), l), false
		} else if went {
			judge(nil)
			return 0, true
		}
		asked = true
	}
}

// place takes a pass and the provider's turn, or says how long the lane waits
// for them.
func (m *mailbox) place(pace Pace, e Entry, l *lane) (p *pass, wait time.Duration) {
	p = m.pass(pace, e, l)
	if p == nil {
		return nil, atTheGate
	}
	if err := m.turn(pace, e, l); err != nil {
		p.leave()
		return nil, m.backoff(l)
	}
	if !p.stands() {
		p.leave()
		return nil, 0 // to the gate again
	}
	return p, 0
}

// inquire asks the provider whether the entry went out, and writes it off if
// it did.
func (m *mailbox) inquire(ctx context.Context, s Sender, out Outgoing, l *lane) (went bool, err error) {
	ref, ids, err := m.ask(ctx, s, out)
	if err != nil || ref == "" {
		return false, err
	}
	m.delivered(l, ref, ids...)
	return true, nil
}

// mayPost reports whether this process holds the lane for long enough to post.
func (o *Office) mayPost(l Lease, now time.Time) bool {
	return l.Owner == o.Owner && l.Until.Sub(now) >= leaseLeft
}

// postNow posts the entry, and uses the lane's turn up.
func (m *mailbox) postNow(ctx context.Context, s Sender, out Outgoing, l *lane, g *gate) (ref string, err error) {
	m.mu.Lock()
	l.turn = time.Time{}
	m.mu.Unlock()
	g.posting.Add(1)
	defer g.posting.Add(-1)
	return m.send(ctx, s, out)
}

// standing returns the document as it stands, with its data where the entry
// needs that, and whether the entry still stands in it.
func (m *mailbox) standing(ctx context.Context, e Entry) (doc *Document, ok bool, err error) {
	if doc, ok, err = m.reread(ctx, e); err != nil || !ok {
		return nil, false, err
	}
	doc, err = m.whole(doc, e)
	return doc, true, err
}

// unless is how long a lane waits that was not answered: it backs off, unless
// it waits at the gate.
func (m *mailbox) unless(shut bool, l *lane) time.Duration {
	if shut {
		return 0
	}
	return m.backoff(l)
}

// renew has the document's leases renewed, as a lane that waited long needs
// before it posts, and keeps its place meanwhile.
func (m *mailbox) renew(ctx context.Context) bool {
	if m.office.closed.Load() {
		return false
	}
	done := make(chan result, 1)
	m.office.put(m.id, &delivery{nudge: true, done: done})
	select {
	case r := <-done:
		return r.err == nil
	case <-ctx.Done():
		return false
	}
}

// ask has the provider say whether the entry went out, and returns which
// entries that accounts for. A card goes by the name of the latest entry that
// it showed: found under that name, it stands for those before it, and not for
// those asked for since.
func (m *mailbox) ask(ctx context.Context, s Sender, out Outgoing) (ref string, ids []string, err error) {
	ids = []string{out.ID}
	if out.isCard() {
		ids = covered(out)
	}
	for n := len(ids); n > 0; n-- {
		for _, e := range out.Document.Outbox {
			if e.ID == ids[n-1] {
				out.Entry = e
			}
		}
		if ref, err = s.Find(ctx, out); err != nil || ref != "" {
			return ref, ids[:n], err
		}
	}
	return "", nil, nil
}

// turn waits for the provider's turn. One that was taken and not used, as when
// the lease had to be renewed first, is good for a while.
func (m *mailbox) turn(pace Pace, e Entry, l *lane) error {
	m.mu.Lock()
	kept := !l.turn.IsZero() && time.Since(l.turn) < turnKept
	m.mu.Unlock()
	if kept {
		return nil
	}
	if err := m.office.pace.take(pace, e.first(), e.At); err != nil {
		return err
	}
	m.mu.Lock()
	l.turn = time.Now()
	m.mu.Unlock()
	return nil
}

// outgoing is the entry as its sender gets it, and whether it may have gone
// out already: then since when nobody has begun to post it.
func (m *mailbox) outgoing(doc *Document, e Entry, l *lane, lease Lease) (out Outgoing, since time.Time, doubt bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out = Outgoing{Entry: e, Document: doc}
	out.Claimed = append(make([]string, 0, len(doc.Sent)+len(m.cleared)), doc.Sent...)
	for _, x := range doc.Outbox {
		if x.ID == e.ID {
			out.Entry = x // it may have been withdrawn meanwhile
		}
		ref := m.cleared[x.ID]
		if ref == "" || ref == dropped {
			continue
		}
		out.Claimed = append(out.Claimed, ref)
		if x.isCard() {
			// Delivered and not yet written off: the card is there already.
			now := *out.Document
			now.Posts = maps.Clone(now.Posts)
			if now.Posts == nil {
				now.Posts = map[string]string{}
			}
			now.Posts[x.To] = ref
			out.Document = &now
		}
	}
	since, doubt = l.unknown[e.ID]
	if !doubt && out.By != m.office.Owner {
		since, doubt = lease.Since, true
	}
	return out, since, doubt
}

// send posts the entry. A sender that panics leaves the outcome unknown.
func (m *mailbox) send(ctx context.Context, s Sender, out Outgoing) (ref string, err error) {
	defer func() {
		if p := recover(); p != nil {
			m.office.Log.Error("a sender panicked", "entry", out.ID, "stack", string(debug.Stack()))
			err = fmt.Errorf("send %s: the sender panicked", out.ID)
		}
	}()
	return s.Send(ctx, out)
}

// outcome decides what a post's answer means; the gate may have been shut by it.
func (m *mailbox) outcome(ref string, err error, out Outgoing, l *lane, shut bool) (wait time.Duration, done bool) {
	o, e := m.office, out.Entry
	if err == nil {
		o.Observe(Event{What: "sent", Kind: e.Sender(), Took: o.Clock.Now().Sub(e.At)})
		m.delivered(l, ref, covered(out)...)
		return 0, true
	}
	var refused *Refused
	var later *Wait
	switch {
	case errors.As(err, &refused):
		o.Observe(Event{What: "refused", Kind: e.Sender()})
		o.Log.Warn("an entry was refused for good", "entry", e.ID, "code", refused.Code)
		return m.hand(o.handling.last(), e, l, Letter{ID: e.ID + "/refused", To: m.id, Kind: LetterRefused, Hops: e.Hops, Data: mustJSON(Refusal{Entry: e, Code: refused.Code})})
	case errors.As(err, &later):
		o.Observe(Event{What: "wait", Kind: e.Sender()})
		if shut {
			return 0, false
		}
		return max(later.After, m.backoff(l)), false
	}
	o.Observe(Event{What: "unknown", Kind: e.Sender()})
	o.Log.Warn("unknown whether an entry went out; asking the provider", "entry", e.ID, "error", err)
	m.mu.Lock()
	_, settled := m.cleared[e.ID] // by a status callback that was quicker
	if !settled {
		l.unknown[e.ID] = o.Clock.Now()
	}
	m.mu.Unlock()
	if settled {
		return 0, true
	}
	if e.Lane == LaneUrgent {
		return m.unless(shut, l), false
	}
	return settleAfter, false
}

// covered are the entries that one post accounts for, in order: a card shows
// the state as it was posted, so it stands for every later card entry too.
func covered(out Outgoing) []string {
	ids := []string{out.ID}
	if !out.isCard() {
		return ids
	}
	from := slices.IndexFunc(out.Document.Outbox, func(e Entry) bool { return e.ID == out.ID })
	for _, later := range out.Document.Outbox[from+1:] {
		if later.Lane == out.Lane && later.isCard() {
			ids = append(ids, later.ID)
		}
	}
	return ids
}

// reread returns the document as it stands, and whether the entry still
// stands in it and waits to be delivered. A store that only this process
// writes need not be asked.
func (m *mailbox) reread(ctx context.Context, e Entry) (doc *Document, stands bool, err error) {
	m.mu.Lock()
	doc = m.current
	m.mu.Unlock()
	if doc == nil || !m.office.Store.Exclusive() {
		rec, err := m.office.Store.Load(ctx, m.id)
		if err != nil {
			return nil, false, fmt.Errorf("read again: %w", err)
		}
		if rec.Revision > m.kind.revision() {
			m.disown()
			return nil, false, nil
		}
		if len(rec.Parked) > 0 {
			return nil, false, nil // they are stepped first: one may be an opt-out
		}
		if doc == nil || doc.Version != rec.Version {
			if doc, err = m.office.open(m.kind, rec); err != nil {
				return nil, false, err
			}
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.current != nil && m.current.Version > doc.Version {
		doc = m.current // committed while the answer was on its way
	}
	if _, done := m.cleared[e.ID]; !done {
		for _, x := range doc.Outbox {
			if x.ID == e.ID {
				return doc, true, nil
			}
		}
	}
	// What this process believed is out of date.
	if m.current != nil && m.current.Version < doc.Version {
		m.current, m.record = nil, nil
	}
	return doc, false, nil
}

// whole is the document with its data, which a card shows; a text needs none.
func (m *mailbox) whole(doc *Document, e Entry) (*Document, error) {
	if doc.body == nil || e.Lane == LaneText || e.Lane == LaneUrgent {
		return doc, nil
	}
	d, err := m.kind.decode(doc.body)
	if err != nil {
		return nil, err
	}
	d.ID, d.Version = doc.ID, doc.Version
	return d, nil
}

// settle marks an entry that the provider has after all as delivered.
func (m *mailbox) settle(entry, ref string) {
	m.mu.Lock()
	var in *lane
	if m.current != nil {
		for _, e := range m.current.Outbox {
			if _, done := m.cleared[entry]; e.ID == entry && e.Sender() != "" && !done {
				in = m.lane(e.Lane)
			}
		}
	}
	if in != nil {
		in.waits = nil
	}
	m.mu.Unlock()
	if in != nil {
		m.delivered(in, ref, entry)
	}
}

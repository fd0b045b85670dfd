package post

import (
	"maps"
	"slices"
	"time"
)

// A Lease says which process delivers a lane, and until when.
type Lease struct {
	Owner string    `json:"owner"`
	Until time.Time `json:"until"`
	// Since is when an earlier owner can last have begun to post: that may still
	// land until settleAfter has passed.
	Since time.Time `json:"since,omitzero"`
}

// leave gives up the lanes that this process holds and delivers nothing of any
// more. Who takes one over asks about what may have left, as after any other
// holder.
func (o *Office) leave() {
	o.leaves.Store(true)
	o.mu.Lock()
	var held []string
	for id, m := range o.boxes {
		if m.holds() {
			held = append(held, id)
		}
	}
	o.mu.Unlock()
	for _, id := range held {
		o.put(id, &delivery{nudge: true})
	}
}

// holds reports whether this process has a lease in the mailbox's document.
func (m *mailbox) holds() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.current == nil {
		return false
	}
	for _, l := range m.current.Leases {
		if l.Owner == m.office.Owner {
			return true
		}
	}
	return false
}

// lease takes or renews this process's leases on lanes that hold texts or
// cards, or gives them up when it leaves, and reports whether the document
// changed by it.
func (o *Office) lease(doc *Document, now time.Time) (changed bool) {
	if o.leaves.Load() {
		n := len(doc.Leases)
		maps.DeleteFunc(doc.Leases, func(_ string, l Lease) bool { return l.Owner == o.Owner })
		return len(doc.Leases) < n
	}
	var waiting []string
	for _, e := range doc.Outbox {
		if e.Sender() != "" && !slices.Contains(waiting, e.Lane) {
			waiting = append(waiting, e.Lane)
		}
	}
	maps.DeleteFunc(doc.Leases, func(name string, _ Lease) bool { return !slices.Contains(waiting, name) })
	for _, name := range waiting {
		held, ok := doc.Leases[name]
		mine := held.Owner == o.Owner
		switch {
		case ok && mine && held.Until.Sub(now) > leaseLeft+settleAfter:
			continue
		case ok && !mine && held.Until.After(now) && !o.Store.Exclusive():
			continue
		}
		next := Lease{Owner: o.Owner, Until: now.Add(leaseFor), Since: now}
		if mine {
			next.Since = held.Since
		} else if ok {
			next.Since = begun(doc, name, held, now)
			disown(doc, name, held.Owner)
		}
		if doc.Leases == nil {
			doc.Leases = map[string]Lease{}
		}
		doc.Leases[name] = next
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

// begun is when a lane's last holder, or one before it, can last have begun to post
// what stands there. A holder with nothing of its own in the lane, that was gone
// before it could ask about what it had taken over, has begun nothing: or processes
// that never live for long would wait for ever.
func begun(doc *Document, lane string, held Lease, now time.Time) time.Time {
	own := func(e Entry) bool { return e.Lane == lane && e.By == held.Owner }
	switch {
	case lane != LaneUrgent && now.Before(held.Since.Add(settleAfter)) && !slices.ContainsFunc(doc.Outbox, own):
		return held.Since
	case held.Until.Before(now):
		return held.Until
	}
	return now
}

// disown puts the lane's entries down to its last holder, so that whoever
// takes the lane over asks about each, even one that was first its own.
func disown(doc *Document, lane, holder string) {
	for i, e := range doc.Outbox {
		if e.Lane == lane && e.By != "" {
			doc.Outbox[i].By = holder
		}
	}
}

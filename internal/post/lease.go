package post

import "time"

// A Lease says which process delivers a lane, and until when.
type Lease struct {
	Owner string    `json:"owner"`
	Until time.Time `json:"until"`
	// Since is when the owner took the lane over: what an earlier owner had
	// begun may still land until settleAfter has passed.
	Since time.Time `json:"since,omitzero"`
}

// lease takes or renews this process's leases on lanes that hold texts or
// cards, and reports whether the document changed by it.
func (o *Office) lease(doc *Document, now time.Time) (changed bool) {
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

// disown puts the lane's entries down to its last holder, so that whoever
// takes the lane over asks about each, even one that was first its own.
func disown(doc *Document, lane, holder string) {
	for i, e := range doc.Outbox {
		if e.Lane == lane && e.By != "" {
			doc.Outbox[i].By = holder
		}
	}
}

package post

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"
)

func (v *verifier) parked(r Record) {
	letters, err := parkedLetters(r)
	if err != nil {
		v.wrong("has parked letters that cannot be read", r.ID)
	}
	for _, l := range letters {
		if l.Document() != r.ID {
			v.wrong("has a parked letter for another document", r.ID)
		}
	}
}

// envelope looks at what every document has.
func (v *verifier) envelope(r Record, doc *Document, k Kind) {
	hold := func(holds bool, otherwise string) {
		if !holds {
			v.wrong(otherwise, r.ID)
		}
	}
	seen := slices.Sorted(slices.Values(doc.Seen))
	hold(len(slices.Compact(seen)) == len(doc.Seen), "has seen a letter twice")
	hold(len(doc.Sent) <= sentKept, "keeps more references of texts than it may")

	names := map[string]bool{}
	for _, t := range doc.Timers {
		hold(!names[t.Name], "has two timers of one name")
		names[t.Name] = true
		hold(k.hears(t.Kind), "has a timer whose letter is not known")
		hold(!t.Due.IsZero(), "has a timer that is never due")
	}
	lanes := map[string]bool{}
	moving := false
	var last [2]int64
	for _, e := range doc.Outbox {
		at, ok := placeOf(e.ID, r.ID)
		hold(ok, "holds an entry with another's id")
		hold(!ok || at[0] <= r.Version, "holds an entry of a version that is not written yet")
		hold(!ok || at[0] > last[0] || at[0] == last[0] && at[1] > last[1], "holds entries out of order")
		last = at
		hold(v.lane(e), "holds an entry in a lane, or of a kind, that is not known")
		if e.Sender() == "" {
			moving = true
			continue
		}
		lanes[e.Lane] = true
		hold(e.By != "", "holds a text or a card that nobody is to deliver")
	}
	if moving {
		v.report.Moving++
	}
	for lane, l := range doc.Leases {
		hold(lanes[lane], "has a lease on a lane that holds nothing")
		hold(l.Owner != "" && !l.Until.IsZero(), "has a lease of nobody, or without an end")
	}
	for channel, message := range doc.Posts {
		hold(channel != "" && message != "", "names a Slack message that cannot be")
	}
}

// placeOf reads an entry's id: the version that made it, and its place there.
func placeOf(entry, doc string) (at [2]int64, ok bool) {
	rest, ok := strings.CutPrefix(entry, doc+"@")
	version, place, cut := strings.Cut(rest, "/")
	if !ok || !cut {
		return at, false
	}
	var errs [2]error
	at[0], errs[0] = strconv.ParseInt(version, 10, 64)
	at[1], errs[1] = strconv.ParseInt(place, 10, 64)
	return at, errors.Join(errs[:]...) == nil && at[0] > 0 && at[1] >= 0
}

// lane reports whether an entry's lane and kind are known.
func (v *verifier) lane(e Entry) bool {
	switch e.Lane {
	case LaneUrgent, LaneText:
		return e.Kind == "text"
	case LaneFact:
		return e.Kind != ""
	case LaneFind:
		return e.To != ""
	}
	if channel, ok := strings.CutPrefix(e.Lane, laneSlack); ok {
		return channel == e.To && (e.Kind == EntryCard || e.Kind == EntryThread)
	}
	doc, ok := strings.CutPrefix(e.Lane, laneLetter)
	to := v.kinds[KindOf(doc)]
	return ok && to != nil && Letter{To: e.To}.Document() == doc && to.hears(e.Kind)
}

// sealed seals the document again: the same must come of it. What older code
// wrote may look otherwise.
func (v *verifier) sealed(r Record, doc *Document, k Kind) {
	if r.Revision == k.revision() {
		if again, err := sealAgain(k, doc); err != nil {
			v.wrong("cannot be written again", r.ID)
		} else {
			v.same(r, again)
		}
	}
	if rev := revisionOf(r.Body); rev != r.Revision {
		v.wrong("is of another revision than its record says", r.ID)
	}
	if r.Held != (len(doc.Outbox) > 0) {
		v.wrong("says that it holds something and does not, or the other way round", r.ID)
	}
	v.due(r, doc)
}

func sealAgain(k Kind, doc *Document) (r Record, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &stepPanic{value: fmt.Sprint(p), stack: string(debug.Stack())}
		}
	}()
	return seal(k, doc, doc.Version, time.Time{}) // due is looked at apart
}

// same compares a record with what comes of sealing it again.
func (v *verifier) same(r, again Record) {
	if !sameJSON(r.Body, again.Body) {
		v.wrong("loses something when it is read and written", r.ID)
	}
	if !slices.Equal(r.Keys, again.Keys) || r.Rank != again.Rank {
		v.wrong("is found by something else than it says today", r.ID)
	}
	if !sameJSON(r.Summary, again.Summary) {
		v.wrong("has a summary that says something else than it does today", r.ID)
	}
}

// sameJSON reports whether two values are the same, whatever their fields' order.
func sameJSON(a, b []byte) bool {
	if bytes.Equal(a, b) {
		return true
	}
	var values [2]any
	for i, raw := range [][]byte{a, b} {
		d := json.NewDecoder(bytes.NewReader(raw))
		d.UseNumber()
		if d.Decode(&values[i]) != nil {
			return false
		}
	}
	return reflect.DeepEqual(values[0], values[1])
}

// due compares when the document is swept with the engine's rule. What letters
// wait for depends on when they were written, and whoever opens a store for
// itself, or parks a letter, has it swept sooner.
func (v *verifier) due(r Record, doc *Document) {
	latest := time.Unix(1<<40, 0)
	at, urgent := due(doc, latest)
	open := len(doc.Outbox) > 0 || len(r.Parked) > 0
	switch {
	case urgent != r.Urgent:
		v.wrong("is urgent and is not swept so, or the other way round", r.ID)
	case at.IsZero() && !open && !r.Due.IsZero():
		v.wrong("is swept, and has nothing to do", r.ID)
	case (!at.IsZero() || open) && r.Due.IsZero():
		v.wrong("has something to do, and is never swept", r.ID)
	case at.IsZero():
	case r.Due.Sub(at) >= time.Millisecond: // as exact as stores are
		v.wrong("is swept too late", r.ID)
	case !open && at.Sub(r.Due) >= time.Millisecond:
		v.wrong("is swept too early", r.ID)
	}
}

package post

import (
	"errors"
	"slices"
	"strings"
	"time"
)

// A batchStep steps a batch from the stored bytes, or from the document that
// they were made of. A letter whose step panics spoils the document in memory,
// so the whole batch is stepped again, from the bytes, without it.
type batchStep struct {
	box     *mailbox
	rec     Record
	cleared map[string]string
	now     time.Time
	bad     map[string]string // letter id → why it cannot be stepped
	// careful: what the letters make is sealed after each of them, to find
	// the one that cannot be, or with which the document becomes too large.
	careful bool

	doc     *Document
	results []result
	letters int
	changed bool
	place   int
	stuck   []stuck
	err     error
}

// A stuck letter could not be stepped.
type stuck struct{ letter, why string }

// run steps the batch until every letter has been stepped or set aside, and
// returns the record to commit (the one it began with, when nothing changed).
func (b *batchStep) run(parked []Letter, batch []*delivery) (Record, error) {
	for {
		for !b.try(parked, batch) {
			if b.err != nil {
				return Record{}, b.err
			}
		}
		if !b.changed {
			return b.rec, nil
		}
		next, err := b.box.seal(b.rec, b.doc, b.now)
		if err == nil && len(next.Body) <= bodyAtMost || b.careful {
			return next, err
		}
		b.careful = true
	}
}

// try steps everything once; false says to try again (or that err is set).
func (b *batchStep) try(parked []Letter, batch []*delivery) bool {
	m := b.box
	b.results, b.letters, b.place, b.changed = make([]result, len(batch)), 0, 0, len(parked) > 0
	b.stuck = b.stuck[:0]
	if b.rec.Version == 0 {
		b.doc = m.kind.blank()
	} else if b.doc = m.takeLive(b.rec.Version); b.doc != nil {
		// as the last step left it
	} else if b.doc, b.err = m.kind.decode(b.rec.Body); b.err != nil {
		m.office.skip(m.id)
		return false
	}
	b.doc.ID, b.doc.Version = m.id, b.rec.Version
	b.writeOff()
	for _, l := range parked {
		if _, ok := b.letter(l); !ok {
			return false
		}
	}
	nudged := false
	for i, d := range batch {
		if d.nudge {
			nudged = true
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
	if m.office.lease(b.doc, b.now) {
		b.changed = true
	}
	if nudged && !b.rec.Due.IsZero() && !b.rec.Due.After(b.now) {
		// Nothing is due any more: say so, or the sweeper comes back for ever.
		b.changed = true
	}
	return true
}

// writeOff takes out of the outbox what was delivered.
func (b *batchStep) writeOff() {
	kept := b.doc.Outbox[:0]
	var never []Entry
	for _, e := range b.doc.Outbox {
		ref, done := b.cleared[e.ID]
		if !done {
			kept = append(kept, e)
			continue
		}
		b.changed = true
		switch {
		case ref == "":
		case ref == dropped:
			never = append(never, e)
		case e.Sender() == "text":
			b.doc.Sent = append(b.doc.Sent, ref)
			if more := len(b.doc.Sent) - sentKept; more > 0 {
				b.doc.Sent = slices.Delete(b.doc.Sent, 0, more)
			}
		case e.isCard():
			if b.doc.Posts == nil {
				b.doc.Posts = map[string]string{}
			}
			b.doc.Posts[e.To] = ref
		}
	}
	b.doc.Outbox = kept
	for _, e := range never {
		b.noteDropped(e)
	}
}

// letter steps one letter if it is new.
func (b *batchStep) letter(l Letter) (answer any, ok bool) {
	id := hash(l.ID)
	if slices.Contains(b.doc.Seen, id) {
		return nil, true
	}
	t, ok := b.step(l)
	if !ok {
		return nil, false
	}
	b.doc.Seen = append(b.doc.Seen, id)
	b.settled(l)
	b.letters++
	b.changed = true
	return t.answer, true
}

// settled takes out the entry that the letter answers: with what was found, with a
// refusal for good, or with the entry itself. Whoever comes next does not begin it again.
func (b *batchStep) settled(l Letter) {
	if l.Kind != LetterFound && l.Kind != LetterRefused && l.Kind != LetterReturned {
		return
	}
	entry := l.ID[:max(0, strings.LastIndexByte(l.ID, '/'))]
	b.doc.Outbox = slices.DeleteFunc(b.doc.Outbox, func(e Entry) bool { return e.ID == entry })
}

// timers fires what is due, the earliest first.
func (b *batchStep) timers() bool {
	for range timersAtMost {
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
		b.stuck = append(b.stuck, stuck{letter: l.Kind, why: why})
		b.box.office.stuckEntry(t, why)
		return t, true
	}
	err := b.box.kind.step(t)
	if err == nil && b.careful {
		err = b.fits()
	}
	if err == nil {
		return t, true
	}
	if b.bad == nil {
		b.bad = map[string]string{}
	}
	b.bad[l.ID] = err.Error()
	if p, ok := errors.AsType[*stepPanic](err); ok {
		b.box.office.Log.Error("step panicked", "document", b.doc.ID, "letter", l.Kind, "stack", p.stack)
	}
	return t, false
}

// fits reports why the document, as it has become, cannot be committed.
func (b *batchStep) fits() error {
	next, err := b.box.seal(b.rec, b.doc, b.now)
	if err == nil && len(next.Body) > bodyAtMost {
		err = errors.New("the document would be larger than a store takes")
	}
	return err
}

// report tells of the letters that could not be stepped, once that is committed.
func (b *batchStep) report() {
	o := b.box.office
	for _, s := range b.stuck {
		o.Log.Error("a letter could not be stepped", "document", b.box.id, "letter", s.letter, "why", s.why)
		o.Observe(Event{What: "stuck", Kind: b.box.kind.name()})
	}
}

// stuckEntry has a letter that could not be stepped land with a case. A case
// that cannot be stepped writes to nobody: it would only write to itself.
func (o *Office) stuckEntry(t *Turn, why string) {
	if o.Stuck == nil {
		return
	}
	to, kind, data := o.Stuck(t.doc.ID, t.Letter, why)
	if KindOf(to) == KindOf(t.doc.ID) {
		return
	}
	t.Letter.Hops = 0
	t.Write(to, kind, data)
}

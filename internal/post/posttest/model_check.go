package posttest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/goodturn/goodturn/internal/post"
)

// A folded document is what the model says it must be, beside what was stored.
type folded struct {
	id      string
	version int64
	now     post.Document // as stored
	log     []Step
	live    subject                   // the fold of the step over the log
	timers  map[string]time.Time      // those that stand
	outbox  map[int64]map[string]bool // the entries of each version
	last    map[string]place          // the last letter stepped, by its sender
	record  post.Record
}

// A subject is one of the model's documents.
type subject interface {
	take(post.Letter, time.Time) []act
}

// A place is where in its document's outbox an entry was written.
type place struct{ version, n int64 }

func (p place) before(q place) bool {
	return p.version < q.version || p.version == q.version && p.n < q.n
}

func placeOf(entry string) (doc string, p place) {
	at := strings.LastIndexByte(entry, '@')
	if at < 0 {
		return "", place{}
	}
	if _, err := fmt.Sscanf(entry[at+1:], "%d/%d", &p.version, &p.n); err != nil {
		return "", place{}
	}
	return entry[:at], p
}

func newSubject(id string) subject {
	switch post.KindOf(id) {
	case "person":
		return &Person{}
	case "task":
		return &Task{}
	}
	return &Case{}
}

// landed checks a write that is now for good. The lock is held.
func (w *world) landed(r post.Record) {
	d := w.docs[r.ID]
	if d == nil {
		d = &folded{id: r.ID, live: newSubject(r.ID), timers: map[string]time.Time{}, outbox: map[int64]map[string]bool{}, last: map[string]place{}}
		w.docs[r.ID] = d
	}
	if r.Version != d.version+1 {
		w.breaks("%s goes from version %d to %d", r.ID, d.version, r.Version)
	}
	for _, what := range post.VerifyDocument(post.VerifyOptions{Kinds: Kinds(), Now: time.Now()}, r) {
		w.breaks("%s %s", r.ID, what)
	}
	var stored struct {
		post.Document
		Data json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(r.Body, &stored); err != nil {
		w.breaks("%s cannot be read: %v", r.ID, err)
		return
	}
	var told struct {
		Log []Step `json:"log"`
	}
	if err := json.Unmarshal(stored.Data, &told); err != nil {
		w.breaks("%s has no log: %v", r.ID, err)
		return
	}
	if len(told.Log) < len(d.log) || !slices.EqualFunc(told.Log[:len(d.log)], d.log, sameStep) {
		w.breaks("%s has forgotten a letter", r.ID)
		return
	}
	was := d.now
	d.version, d.now, d.record = r.Version, stored.Document, r

	want, unsent := w.fold(d, told.Log[len(d.log):])
	d.log = told.Log
	w.sameData(d, stored.Data)
	w.sameTimers(d)
	w.outboxHolds(d, was, want, unsent)
	w.dueIsRight(d)
}

func sameStep(a, b Step) bool { return a.ID == b.ID && a.At.Equal(b.At) }

// fold steps the letters that the write says were new, and returns what they
// must have put in the outbox, and whether they took texts back.
func (w *world) fold(d *folded, steps []Step) (want []act, unsent bool) {
	known := map[string]bool{}
	for _, s := range d.log {
		known[s.ID] = true
	}
	for _, s := range steps {
		if known[s.ID] {
			w.breaks("%s steps %s twice", d.id, s.ID)
		}
		known[s.ID] = true
		l, ok := w.letter(d, s)
		if !ok {
			w.breaks("%s steps %s, which nobody sent", d.id, s.ID)
			return nil, false
		}
		if from, p := placeOf(l.ID); from != "" && !strings.Contains(l.ID, "/found") && !strings.Contains(l.ID, "/refused") {
			if p.before(d.last[from]) {
				w.breaks("%s steps %s after a later letter from %s", d.id, l.ID, from)
			}
			d.last[from] = p
		}
		for _, a := range d.live.take(l, s.At) {
			switch a.what {
			case "unsend":
				unsent = true
				want = slices.DeleteFunc(want, func(x act) bool { return x.what == "text" || x.what == "urgent" })
			case "set":
				d.timers[a.kind] = a.due
			case "fire":
			default:
				want = append(want, a)
			}
		}
	}
	return want, unsent
}

// letter finds what the step was told.
func (w *world) letter(d *folded, s Step) (post.Letter, bool) {
	for _, x := range w.letters {
		if x.letter.ID == s.ID && x.letter.To == d.id {
			return x.letter, true
		}
	}
	if rest, ok := strings.CutPrefix(s.ID, "timer:"+d.id+"/"); ok {
		name, at, _ := strings.Cut(rest, "@")
		due, stands := d.timers[name]
		if !stands || fmt.Sprint(due.UnixMilli()) != at || due.After(s.At) {
			w.breaks("%s hears timer %s, which does not stand or is not due", d.id, s.ID)
		}
		delete(d.timers, name)
		return post.Letter{ID: s.ID, To: d.id, Kind: name}, true
	}
	if id, ok := strings.CutSuffix(s.ID, "/found"); ok {
		e, stands := w.entries[id]
		raw, err := json.Marshal(post.Findings{As: e.Kind})
		return post.Letter{ID: s.ID, To: d.id, Kind: post.LetterFound, Data: raw}, stands && err == nil
	}
	if id, ok := strings.CutSuffix(s.ID, "/refused"); ok {
		return post.Letter{ID: s.ID, To: d.id, Kind: post.LetterRefused}, w.refused[id]
	}
	e, ok := w.entries[s.ID]
	from, _ := placeOf(s.ID)
	return post.Letter{ID: s.ID, To: e.To, Kind: e.Kind, From: from, Data: e.Body}, ok && e.To == d.id
}

func (w *world) sameData(d *folded, stored json.RawMessage) {
	want, err := json.Marshal(d.live)
	if err != nil || string(want) != string(stored) {
		w.breaks("%s holds\n%s\nbut its letters make\n%s (%v)", d.id, stored, want, err)
	}
}

func (w *world) sameTimers(d *folded) {
	for _, t := range d.now.Timers {
		if !d.timers[t.Name].Equal(t.Due) {
			w.breaks("%s has timer %s at %s, want %s", d.id, t.Name, t.Due, d.timers[t.Name])
		}
	}
	if len(d.now.Timers) != len(d.timers) {
		w.breaks("%s has %d timers, want %d", d.id, len(d.now.Timers), len(d.timers))
	}
}

// outboxHolds: what is new is what the letters decided, in order; what is gone
// was delivered, or taken back or withdrawn.
func (w *world) outboxHolds(d *folded, was post.Document, want []act, unsent bool) {
	ids := map[string]bool{}
	d.outbox[d.version] = ids
	var kept, added []post.Entry
	for _, e := range d.now.Outbox {
		ids[e.ID] = true
		if e.Withdrawn {
			w.unsent[e.ID] = true
		}
		if _, p := placeOf(e.ID); p.version == d.version {
			added = append(added, e)
			w.entries[e.ID] = e
		} else {
			kept = append(kept, e)
		}
	}
	i := 0
	for _, e := range was.Outbox {
		text := e.Sender() == "text"
		if i < len(kept) && kept[i].ID == e.ID {
			if unsent && text && !kept[i].Withdrawn {
				w.breaks("%s opts out, and %s is not withdrawn", d.id, e.ID)
			}
			i++
			continue
		}
		if text && (unsent || e.Withdrawn) {
			w.unsent[e.ID] = true
			continue
		}
		if !w.delivered(d, e) {
			w.breaks("%s writes off %s, which was not delivered", d.id, e.ID)
		}
	}
	if i != len(kept) {
		w.breaks("%s has entries out of order, or out of nowhere", d.id)
	}
	var got, expected []string
	for _, e := range added {
		if e.Kind == "stuck" {
			continue
		}
		body := string(e.Body)
		if e.Lane == post.LaneFind {
			body = ""
		}
		got = append(got, fmt.Sprintf("%s %s %s %s", e.Lane, e.Kind, e.To, body))
	}
	for _, a := range want {
		expected = append(expected, a.entry(d.id))
	}
	if !slices.Equal(got, expected) {
		w.breaks("%s version %d puts in its outbox\n%s\nbut its letters decide\n%s", d.id, d.version, strings.Join(got, "\n"), strings.Join(expected, "\n"))
	}
}

// entry is how an act looks in the outbox.
func (a act) entry(doc string) string {
	raw, err := json.Marshal(a.body)
	if err != nil {
		panic(err)
	}
	switch a.what {
	case "write":
		return fmt.Sprintf("to:%s %s %s %s", a.to, a.kind, a.to, raw)
	case "card":
		return fmt.Sprintf("slack:%s card %s null", a.to, a.to)
	case "note":
		return fmt.Sprintf("fact %s  %s", a.kind, raw)
	case "find":
		return fmt.Sprintf("find %s %s ", a.kind, doc)
	}
	return fmt.Sprintf("%s text  %s", a.what, raw)
}

// delivered reports whether the entry has reached whom it is for.
func (w *world) delivered(d *folded, e post.Entry) bool {
	_, p := placeOf(e.ID)
	switch {
	case e.Sender() == "slack":
		for _, t := range w.taken {
			from, _ := placeOf(t.Entry.ID)
			if from == d.id && t.Shows >= p.version {
				return true
			}
		}
		return w.refused[e.ID] && d.now.Seen.Has(e.ID+"/refused")
	case e.Sender() == "text":
		return w.reference(e.ID) != "" || w.refused[e.ID] && d.now.Seen.Has(e.ID+"/refused")
	case e.Lane == post.LaneFact:
		facts, err := w.shelf.Facts(context.Background(), e.Kind, time.Time{}, 1<<20)
		return err == nil && slices.ContainsFunc(facts, func(f post.Fact) bool { return f.ID == e.ID })
	case e.Lane == post.LaneFind:
		return d.now.Seen.Has(e.ID + "/found")
	}
	to := w.docs[e.To]
	return to != nil && to.now.Seen.Has(e.ID)
}

// dueIsRight: a sweeper looks at a document when its earliest timer is due,
// and soon enough at what it still holds.
func (w *world) dueIsRight(d *folded) {
	var earliest time.Time
	for _, due := range d.timers {
		if earliest.IsZero() || due.Before(earliest) {
			earliest = due
		}
	}
	r := d.record
	held := len(d.now.Outbox) > 0
	switch {
	case r.Held != held:
		w.breaks("%s says held is %v", d.id, r.Held)
	case !held && !r.Due.Equal(earliest):
		w.breaks("%s is due at %s, its earliest timer at %s", d.id, r.Due, earliest)
	case held && (r.Due.IsZero() || r.Due.After(time.Now().Add(75*time.Second))):
		w.breaks("%s holds entries and is not swept before %s", d.id, r.Due)
	case held && !earliest.IsZero() && r.Due.After(earliest):
		w.breaks("%s has a timer at %s and is not swept before %s", d.id, earliest, r.Due)
	}
}

// begun checks a post at the moment it leaves the process.
func (w *world) begun(p *process, o post.Outgoing) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if p.dead {
		return
	}
	id, _ := placeOf(o.ID)
	d := w.docs[id]
	if _, stands := w.entries[o.ID]; d == nil || !stands {
		w.breaks("%s posts %s before its commit", p.name, o.ID)
		return
	}
	if known := d.outbox[p.learned[id]]; !known[o.ID] {
		w.breaks("%s posts %s, which it knows was taken back or written off", p.name, o.ID)
	}
	if p.looked[id]--; p.looked[id] < 0 && !w.alone {
		w.breaks("%s posts %s without having looked at the document again", p.name, o.ID)
	}
	lease := o.Document.Leases[o.Lane]
	if lease.Owner != p.name || time.Until(lease.Until) < 25*time.Second {
		w.breaks("%s posts %s under a lease of %s that has %s left", p.name, o.ID, lease.Owner, time.Until(lease.Until))
	}
}

// take has the provider take an entry, and checks the order. The lock is held.
func (w *world) take(o post.Outgoing) string {
	posted := Posted{Ref: fmt.Sprintf("R%d", len(w.taken)+1), Entry: o.Entry, Shows: o.Document.Version}
	w.say("    the provider takes %s (%s)", o.ID, o.Lane)
	doc, p := placeOf(o.ID)
	for _, t := range w.taken {
		other, q := placeOf(t.Entry.ID)
		if other != doc || t.Entry.Lane != o.Lane {
			continue
		}
		switch o.Lane {
		case post.LaneText:
			if t.Entry.ID == o.ID {
				w.breaks("%s is texted twice", o.ID)
			}
			if p.before(q) && !w.unsent[o.ID] && !w.unsent[t.Entry.ID] {
				w.breaks("%s is texted after %s", o.ID, t.Entry.ID)
			}
		case post.LaneUrgent:
		default:
			if o.Document.Posts[o.To] == "" {
				w.breaks("%s has a second card", doc)
			}
		}
	}
	if ref := o.Document.Posts[o.To]; o.Kind == post.EntryCard && ref != "" {
		posted.Ref, posted.Updates = ref, ref
	}
	w.taken = append(w.taken, posted)
	return posted.Ref
}

// atRest checks what must hold when nothing is left to do.
func (w *world) atRest() {
	report, err := post.Verify(context.Background(), w.shelf, post.VerifyOptions{Kinds: Kinds(), Now: time.Now()})
	if err != nil {
		w.breaks("the store cannot be verified: %v", err)
	}
	for _, f := range report.Findings {
		w.breaks("%s %v", f.What, f.IDs)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	stuck := map[string]int{}
	if d := w.docs["case/stuck"]; d != nil {
		for _, id := range d.live.(*Case).Stuck {
			stuck[id]++
		}
	}
	for _, s := range w.letters {
		n := 0
		for _, step := range w.docs[s.letter.To].log {
			if step.ID == s.letter.ID {
				n++
			}
		}
		if s.words == "boom" {
			n += stuck[s.letter.ID]
		}
		if n != 1 {
			w.breaks("%s (%q) was handled %d times", s.letter.ID, s.words, n)
		}
	}
	for id, e := range w.entries {
		from, _ := placeOf(id)
		if !w.unsent[id] && !w.delivered(w.docs[from], e) {
			w.breaks("%s was never delivered", id)
		}
	}
	if d := w.docs["task/1"]; d != nil && len(d.live.(*Task).Winners) > placesInTask {
		w.breaks("%d won one place", len(d.live.(*Task).Winners))
	}
}

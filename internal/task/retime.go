package task

import (
	"time"

	"github.com/goodturn/goodturn/internal/post"
)

// retime has the task done at another time: whoever has it is asked whether they
// still can, whoever was asked is asked with the new time, and every clock is set
// by it.
func (m *tasks) retime(t *post.Turn, d *Data, to Time) {
	d.Windows, d.Soon = to.Windows, to.Soon
	if to.From.Equal(d.From) && to.By.Equal(d.By) {
		return
	}
	d.From, d.By, d.Retimed, d.Over = to.From, to.By, d.Retimed || !d.By.IsZero(), false
	now := Retimed{Task: t.ID(), Time: to, Expires: m.until(d, t.Now)}
	for i := range d.Holders {
		if h := &d.Holders[i]; !h.Done {
			h.Unsure = true
			t.Write(at(h.Person, h.Conversation), LetterRetimed, now)
		}
	}
	for i := range d.Offers {
		d.Offers[i].Until = now.Expires
		t.Write(d.Offers[i].Person, LetterRetimed, now)
	}
	if d.free() > 0 && t.State() == StateFull {
		t.Fire("free")
	}
	m.setEnd(t, d)
	m.setForget(t, d)
	if d.free() == 0 {
		return
	}
	d.Asked.turn(waited, spare) // who did not answer may well at another time
	for _, l := range d.Offers {
		d.Asked.set(l.Person, waited)
	}
	m.watch(t, d)
	if d.Stuck {
		m.open(t, d, "") // the case says by when
	}
	d.Depth = 0
	m.next(t, d)
}

// setEnd sets the timer to when the window has ended.
func (m *tasks) setEnd(t *post.Turn, d *Data) {
	if d.By.IsZero() {
		t.Cancel(LetterEnd)
		return
	}
	t.Set(post.Timer{Name: LetterEnd, Kind: LetterEnd, Due: d.By.Add(grace)})
}

// setForget counts silence from now where no window ends.
func (m *tasks) setForget(t *post.Turn, d *Data) {
	if !d.By.IsZero() || t.State() != StateFull {
		t.Cancel(LetterForget)
		return
	}
	t.Set(post.Timer{Name: LetterForget, Kind: LetterForget, Due: t.Now.Add(silence)})
}

// until is how long an answer to an offer that is made now is waited for.
func (m *tasks) until(d *Data, now time.Time) time.Time {
	if d.By.IsZero() {
		return now.Add(m.o.Offers.Expiry)
	}
	until := now.Add(m.o.Offers.ExpiryFor(d.By.Sub(now)))
	if d.By.Before(until) {
		return d.By
	}
	return until
}

func or(a, b time.Time) time.Time {
	if a.IsZero() {
		return b
	}
	return a
}

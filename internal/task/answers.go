package task

import (
	"cmp"
	"time"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/post"
)

// lost answers a claim that comes when everything is over.
func lost(why LostReason) func(*post.Turn, *Data) {
	return func(t *post.Turn, _ *Data) { sorry(t, post.Read[Reply](t), why) }
}

func sorry(t *post.Turn, r Reply, why LostReason) {
	t.Write(at(r.Person, r.Conversation), LetterLost, Lost{Task: t.ID(), Why: why})
}

func at(person, conversation string) string {
	if conversation == "" {
		return person
	}
	return person + "#" + conversation
}

// claim gives a place to whoever is first: one place, one volunteer. Whoever
// was asked may take it, late too, as long as a place is free.
func (m *tasks) claim(t *post.Turn, d *Data) {
	r := post.Read[Reply](t)
	if h := d.holder(r.Person); h != nil {
		switch {
		case h.Conversation == r.Conversation: // the same yes twice, or one to another time
			m.stillCan(t, d, h, r)
		case h.Done:
			sorry(t, r, Covered)
		default:
			h.Conversation = r.Conversation
			m.won(t, d, r)
		}
		return
	}
	switch {
	case d.Over && len(d.Holders) < d.Places:
		sorry(t, r, Ended)
		return
	case d.free() == 0:
		sorry(t, r, Covered)
		return
	case !d.Asked.has(r.Person):
		sorry(t, r, NotYours)
		return
	}
	d.drop(r.Person)
	d.Asked.set(r.Person, waited)
	unsure := !r.By.IsZero() && !r.By.Equal(d.By) // what they won tells them, and asks
	d.Holders = append(d.Holders, Holder{Person: r.Person, Conversation: r.Conversation, First: r.First, Unsure: unsure})
	d.Lines = desk.Log(d.Lines, t.Now, "card.task.line.taken", map[string]any{"First": r.First})
	m.won(t, d, r)
	if d.Request != "" {
		t.Write(d.Request, LetterTaken, Taken{Task: t.ID(), Person: r.Person, First: r.First, By: or(r.By, d.By)})
	}
	m.card(t, d)
	t.Note("taken", map[string]any{"task": t.ID(), "kind": d.Kind, "hub": d.Hub, "after_s": int(t.Now.Sub(d.Made).Seconds())})
	if d.free() > 0 {
		m.watch(t, d)
		m.next(t, d)
		return
	}
	t.Fire("fill")
	m.withdraw(t, d, Covered)
	m.settle(t, d)
	m.setForget(t, d)
}

// stillCan takes a yes of somebody who has the task, and was asked about the time.
func (m *tasks) stillCan(t *post.Turn, d *Data, h *Holder, r Reply) {
	if !h.Unsure || h.Done || !r.By.Equal(d.By) {
		return
	}
	h.Unsure = false
	if d.Request != "" {
		t.Write(d.Request, LetterTaken, Taken{Task: t.ID(), Person: h.Person, First: h.First, By: d.By})
	}
	m.card(t, d)
}

// won gives the volunteer what they need, and gives it to nobody else.
func (m *tasks) won(t *post.Turn, d *Data, r Reply) { m.tell(t, d, r, LetterWon) }

func (m *tasks) tell(t *post.Turn, d *Data, r Reply, letter string) {
	t.Write(at(r.Person, r.Conversation), letter, Won{
		Task: t.ID(), Kind: d.Kind, What: d.What, Title: d.Title, Area: d.Area, Place: d.Place, Resident: d.Resident, From: d.From, By: d.By, Windows: d.Windows, Soon: d.Soon, Retimed: d.Retimed,
	})
}

// recall tells whoever has the task once more what they need for it.
func (m *tasks) recall(t *post.Turn, d *Data) {
	r := post.Read[Reply](t)
	if h := d.holder(r.Person); h != nil && !h.Done && h.Conversation == r.Conversation {
		m.won(t, d, r)
	}
}

// delayed has the resident know that whoever has it is late, or nearly there.
func (m *tasks) delayed(t *post.Turn, d *Data) {
	x := post.Read[Delay](t)
	h := d.holder(x.Person)
	if h == nil || h.Done {
		return
	}
	x.Task, x.First = t.ID(), h.First
	d.Lines = desk.Log(d.Lines, t.Now, "card.task.line.delayed", map[string]any{"First": x.First, "Words": x.Words, "Near": x.Near})
	if d.Request != "" {
		t.Write(d.Request, LetterDelayed, x)
	}
	m.card(t, d)
}

// withdraw takes back every unanswered offer. Those people may be asked again
// should a place become free.
func (m *tasks) withdraw(t *post.Turn, d *Data, why LostReason) {
	for _, l := range d.Offers {
		d.Asked.set(l.Person, spare)
		t.Write(l.Person, LetterWithdrawn, Lost{Task: t.ID(), Why: why})
	}
	d.Offers = nil
	t.Cancel(LetterWave)
}

// release makes a place free again, and offers it at once to others.
func (m *tasks) release(t *post.Turn, d *Data) {
	r := post.Read[Reply](t)
	h := d.holder(r.Person)
	if h == nil || h.Done {
		return // they do not have it: given back already, or done
	}
	first := h.First
	kept := d.Holders[:0]
	for _, other := range d.Holders {
		if other.Person != r.Person {
			kept = append(kept, other)
		}
	}
	d.Holders = kept
	d.Asked.set(r.Person, refused)
	d.Lines = desk.Log(d.Lines, t.Now, "card.task.line.released", map[string]any{"First": first})
	if d.Request != "" {
		t.Write(d.Request, LetterReleased, Taken{Task: t.ID(), Person: r.Person, First: first})
	}
	t.Note("released", map[string]any{"task": t.ID(), "kind": d.Kind, "hub": d.Hub})
	switch {
	case d.Over:
		m.closeIfDone(t, d)
	case t.State() == StateFull:
		t.Fire("free")
		t.Cancel(LetterForget)
		fallthrough
	default:
		m.watch(t, d)
		m.next(t, d)
	}
	m.card(t, d)
}

// finish notes what a volunteer did. It is for the record even when the task
// was over meanwhile.
func (m *tasks) finish(t *post.Turn, d *Data) {
	f := post.Read[Finish](t)
	h := d.holder(f.Person)
	if h == nil || h.Done {
		return // they did not have it, or said so before
	}
	h.Done, h.Unsure = true, false
	if f.First == "" {
		f.First = h.First
	}
	f.Minutes = max(0, min(f.Minutes, 24*60))
	t.Note("help", map[string]any{"task": t.ID(), "kind": d.Kind, "hub": d.Hub, "area": d.Area, "minutes": f.Minutes, "outcome": outcome(f.Outcome)})
	d.Lines = desk.Log(d.Lines, t.Now, "card.task.line.done", map[string]any{"First": f.First})
	if d.Request != "" {
		t.Write(d.Request, LetterFinished, Finished{Task: t.ID(), First: f.First, Minutes: f.Minutes, Outcome: f.Outcome, Words: f.Words})
	}
	if t.State() != StateEnded && t.State() != StateCancelled {
		m.closeIfDone(t, d)
	}
	m.card(t, d)
}

// outcome lets only the known codes into the record, and no words of anybody.
func outcome(said string) string {
	switch said {
	case "well", "badly", "not_home", "not_needed":
		return said
	}
	return ""
}

// closeIfDone ends the task when nobody is still busy and no place is free.
func (m *tasks) closeIfDone(t *post.Turn, d *Data) {
	switch {
	case d.free() > 0 || d.busy() > 0:
		return
	case len(d.Holders) > 0:
		t.Fire("finish")
		m.settle(t, d)
	default:
		m.unmet(t, d, Unmet{Task: t.ID()})
	}
	m.over(t, d)
}

// unmet ends a task that nobody did.
func (m *tasks) unmet(t *post.Turn, d *Data, u Unmet) {
	t.Fire("end")
	d.Lines = desk.Log(d.Lines, t.Now, "card.task.line.ended", nil)
	t.Note("unmet", map[string]any{"task": t.ID(), "kind": d.Kind, "hub": d.Hub, "area": d.Area})
	if d.Request == "" {
		m.settle(t, d)
		return
	}
	t.Write(d.Request, LetterEnded, u)
	if !u.Unsaid {
		m.open(t, d, desk.DetailEnded) // somebody waited in vain: a coordinator must know
		d.Stuck = false
	}
}

// over clears what the task knows of the resident, and its timers.
func (m *tasks) over(t *post.Turn, d *Data) {
	d.Resident, d.What, d.Offers, d.Finding = nil, "", nil, false
	for i := range d.Holders {
		d.Holders[i].Unsure = false
	}
	for _, timer := range []string{LetterWave, LetterEnd, LetterForget} {
		t.Cancel(timer)
	}
}

// end is when the window is over: what is free stays so, and whoever has a
// place keeps it until they say DONE.
func (m *tasks) end(t *post.Turn, d *Data) {
	d.Over = true
	m.withdraw(t, d, Ended)
	if d.busy() == 0 {
		m.closeIfDone(t, d)
		m.card(t, d)
		return
	}
	if t.State() != StateFull {
		t.Fire("fill")
		m.settle(t, d)
		m.card(t, d)
	}
	t.Set(post.Timer{Name: LetterForget, Kind: LetterForget, Due: t.Now.Add(silence)})
}

// forget ends a task whose volunteers never said DONE.
func (m *tasks) forget(t *post.Turn, d *Data) {
	m.unmet(t, d, Unmet{Task: t.ID(), Unsaid: true})
	m.over(t, d)
	m.card(t, d)
}

// cancel stops the task: at its request's word, or at a coordinator's, from the
// task's own card or from the case; then the request hears of it.
func (m *tasks) cancel(t *post.Turn, d *Data) {
	if t.Letter.Kind == LetterCancel && post.KindOf(t.Letter.From) == "request" {
		m.stop(t, d, post.Read[Cancel](t).By)
		return
	}
	by := post.Read[desk.Tap](t).By.Name
	if d.Request != "" {
		t.Write(d.Request, LetterEnded, Unmet{Task: t.ID(), By: by})
	}
	m.stop(t, d, by)
}

// tooLate answers a coordinator's tap on a task that needs it no more.
func (m *tasks) tooLate(t *post.Turn, _ *Data) {
	t.Answer(desk.Answer{Key: "answer.task." + t.State()})
}

// amend changes what whoever takes the task from now on is told. Whoever has it is
// told of another place, and what the resident tells whoever comes.
func (m *tasks) amend(t *post.Turn, d *Data) {
	a := post.Read[Amend](t)
	moved := a.Resident != nil && a.Resident.Address != "" && d.Resident != nil && a.Resident.Address != d.Resident.Address
	d.Resident, d.What, d.Area = a.Resident, a.What, cmp.Or(a.Area, d.Area)
	for _, h := range d.Holders {
		if h.Done {
			continue
		}
		if moved {
			m.tell(t, d, Reply{Person: h.Person, Conversation: h.Conversation}, LetterElsewhere)
		}
		if (a.Tell != "" || a.Late) && a.Resident != nil {
			t.Write(at(h.Person, h.Conversation), LetterTold, Told{Task: t.ID(), Resident: a.Resident.First, Words: a.Tell, Late: a.Late})
		}
	}
	if a.Time != nil {
		m.retime(t, d, *a.Time)
	}
}

// untold has the request know that whoever has it cannot be texted what was told.
func (m *tasks) untold(t *post.Turn, d *Data) {
	r := post.Read[Reply](t)
	if h := d.holder(r.Person); h != nil && !h.Done && d.Request != "" {
		t.Write(d.Request, LetterUnread, Taken{Task: t.ID(), Person: r.Person, First: h.First})
	}
}

// who tells a private case whom the task is about, or has the request tell it.
func (m *tasks) who(t *post.Turn, d *Data) {
	w := post.Read[desk.Who](t)
	switch {
	case d.Request != "":
		t.Write(d.Request, desk.LetterWho, w)
	case d.Resident != nil:
		t.Write(w.Case, desk.LetterSubject, desk.Subject{First: d.Resident.First, Name: d.Resident.Name, Phone: d.Resident.Phone, Address: d.Resident.Address})
	}
}

// stop cancels the task and tells whoever has it, or was asked.
func (m *tasks) stop(t *post.Turn, d *Data, by string) {
	t.Fire("cancel")
	for _, h := range d.Holders {
		if !h.Done {
			t.Write(at(h.Person, h.Conversation), LetterCancelled, Lost{Task: t.ID(), Why: Cancelled})
		}
	}
	m.withdraw(t, d, Cancelled)
	m.settle(t, d)
	d.Lines = desk.Log(d.Lines, t.Now, "card.task.line.cancelled", map[string]any{"Who": by})
	t.Note("cancelled", map[string]any{"task": t.ID(), "kind": d.Kind, "hub": d.Hub, "after_s": int(t.Now.Sub(d.Made) / time.Second)})
	m.over(t, d)
	m.card(t, d)
}

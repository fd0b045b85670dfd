package request

import (
	"slices"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/task"
)

func (d *Data) part(id string) *Part {
	for i := range d.Tasks {
		if d.Tasks[i].Task == id {
			return &d.Tasks[i]
		}
	}
	return nil
}

// taken reports whether a volunteer has one of the request's tasks.
func (d *Data) taken() bool {
	return slices.ContainsFunc(d.Tasks, func(p Part) bool { return p.State == Has })
}

// adds is the state that the request's tasks add up to.
func (d *Data) adds() string {
	count := map[PartState]int{}
	for _, p := range d.Tasks {
		count[p.State]++
	}
	open := count[Offered] + count[Has] + count[Nobody]
	switch {
	case open == 0 && count[Done] > 0:
		return StateFinished
	case open == 0:
		return StateClosed
	case count[Nobody] > 0:
		return StateStuck
	case count[Offered] > 0:
		return StateApproved
	}
	return StateTaken
}

// sum brings the request to the state that its tasks add up to.
func (m *requests) sum(t *post.Turn, d *Data) {
	events := map[string]string{StateStuck: "stick", StateApproved: "seek", StateTaken: "take", StateFinished: "finish", StateClosed: "close"}
	if want := d.adds(); want != t.State() {
		t.Fire(events[want])
	}
}

func (m *requests) taken(t *post.Turn, d *Data) {
	x := post.Read[task.Taken](t)
	p := d.part(x.Task)
	if p == nil || p.State == Unmet {
		return // a task that this request did not make, or that is needed no more
	}
	line := "card.request.line.taken"
	if p.State == Has {
		line = "card.request.line.still"
	}
	p.State, p.Volunteer, p.Unsure = Has, x.First, !x.By.IsZero() && !x.By.Equal(d.timeOf(p.Kind).By)
	m.sum(t, d)
	m.log(t, d, line, map[string]any{"First": x.First})
	if !p.Unsure {
		m.progress(t, d, Progress{Step: Taken, Kind: p.Kind, What: d.What, Volunteer: x.First, By: d.timeOf(p.Kind).By})
	}
	m.show(t, d)
}

// delayed tells the resident that whoever comes is late, or nearly there.
func (m *requests) delayed(t *post.Turn, d *Data) {
	x := post.Read[task.Delay](t)
	p := d.part(x.Task)
	if p == nil || p.State != Has {
		return
	}
	by := d.timeOf(p.Kind).By
	m.log(t, d, "card.request.line.delayed", map[string]any{"First": x.First, "Words": x.Words, "Near": x.Near, "After": !by.IsZero() && x.By.After(by)})
	step := Delayed
	if x.Near {
		step = Near
	}
	m.progress(t, d, Progress{Step: step, Kind: p.Kind, Volunteer: x.First, By: x.By})
	m.show(t, d)
}

func (m *requests) released(t *post.Turn, d *Data) {
	x := post.Read[task.Taken](t)
	p := d.part(x.Task)
	if p == nil || p.State != Has {
		return
	}
	p.State, p.Volunteer, p.Unsure = Offered, "", false
	m.sum(t, d)
	m.log(t, d, "card.request.line.released", map[string]any{"First": x.First})
	m.progress(t, d, Progress{Step: Released, Kind: p.Kind, Volunteer: x.First, By: d.timeOf(p.Kind).By})
	m.show(t, d)
}

func (m *requests) unfilled(t *post.Turn, d *Data) {
	p := d.part(post.Read[task.Taken](t).Task)
	if p == nil || p.State != Offered {
		return
	}
	p.State = Nobody
	m.sum(t, d)
	m.log(t, d, "card.request.line.unfilled", nil)
	m.progress(t, d, Progress{Step: Stuck, Kind: p.Kind, By: d.timeOf(p.Kind).By, More: len(d.Kinds) > 1})
	m.show(t, d)
}

func (m *requests) finished(t *post.Turn, d *Data) {
	x := post.Read[task.Finished](t)
	p := d.part(x.Task)
	if p == nil || p.State == Done {
		return
	}
	p.State, p.Volunteer, p.Unsure = Done, x.First, false
	m.log(t, d, "card.request.line.done", map[string]any{"First": x.First, "Words": x.Words})
	m.settle(t, d, Progress{Step: Finished, Kind: p.Kind, Volunteer: x.First})
}

func (m *requests) unmet(t *post.Turn, d *Data) {
	x := post.Read[task.Unmet](t)
	p := d.part(x.Task)
	if p == nil || p.State == Done || p.State == Unmet {
		return
	}
	p.State, p.Unsure = Unmet, false
	switch {
	case x.Unsaid:
		// Somebody had it and never said how it went: the resident knows best.
		p.State = Done
		m.log(t, d, "card.request.line.unsaid", map[string]any{"First": p.Volunteer})
		m.settle(t, d, Progress{Step: Finished, Kind: p.Kind})
		return
	case x.By != "":
		m.log(t, d, "card.request.line.called_off", map[string]any{"Who": x.By})
	default:
		m.log(t, d, "card.request.line.missed", nil)
	}
	m.progress(t, d, Progress{Step: Missed, Kind: p.Kind, By: d.timeOf(p.Kind).By, Who: x.By, More: d.adds() != StateClosed})
	m.settle(t, d, Progress{Step: Finished, Kind: d.firstKind(), Volunteer: d.helper()})
}

// helper is the first name of somebody who has done one of the tasks.
func (d *Data) helper() string {
	for _, p := range d.Tasks {
		if p.State == Done {
			return p.Volunteer
		}
	}
	return ""
}

// settle moves on, and asks how it went once everything is over.
func (m *requests) settle(t *post.Turn, d *Data, last Progress) {
	m.sum(t, d)
	switch t.State() {
	case StateFinished:
		m.progress(t, d, last)
		m.over(t, d, "")
	case StateClosed:
		m.over(t, d, "")
	default:
		m.show(t, d)
	}
}

// unread has the hub ring a volunteer who cannot be texted what the resident told.
func (m *requests) unread(t *post.Turn, d *Data) {
	m.log(t, d, "card.request.line.unread", map[string]any{"First": post.Read[task.Taken](t).First})
	m.show(t, d)
}

func (m *requests) withdraw(t *post.Turn, d *Data) {
	w := post.Read[Withdraw](t)
	rest := slices.DeleteFunc(slices.Clone(d.Kinds), func(id string) bool { return slices.Contains(w.Kinds, id) })
	if len(w.Kinds) > 0 && len(rest) > 0 {
		m.drop(t, d, w, rest)
		return
	}
	t.Fire("withdraw")
	m.log(t, d, "card.request.line.withdrawn", map[string]any{"First": d.voice()})
	m.over(t, d, "")
}

// drop gives up some of what was asked for: whoever has it is told, and the rest goes on.
func (m *requests) drop(t *post.Turn, d *Data, w Withdraw, rest []string) {
	m.log(t, d, "card.request.line.dropped", map[string]any{"First": d.voice(), "What": m.named(d, w.Kinds)})
	d.Kinds, d.Gone = rest, append(d.Gone, w.Kinds...)
	for _, id := range w.Kinds {
		delete(d.Times, id)
	}
	if at, ok := d.Times[rest[0]]; ok && len(rest) == 1 {
		d.From, d.By, d.Windows, d.Soon, d.When, d.Times = at.From, at.By, at.Windows, at.Soon, at.When, nil
	}
	if w.Words != "" {
		d.Words = append(d.Words, w.Words)
		d.keep()
	}
	for i := range d.Tasks {
		p := &d.Tasks[i]
		if slices.Contains(w.Kinds, p.Kind) && p.State != Done && p.State != Unmet {
			t.Write(p.Task, task.LetterCancel, task.Cancel{})
			p.State, p.Volunteer, p.Unsure = Unmet, "", false
		}
	}
	if len(d.Tasks) == 0 {
		m.show(t, d)
		return
	}
	m.settle(t, d, Progress{Step: Finished, Kind: d.firstKind(), Volunteer: d.helper()})
}

// feedback closes the request. Help that did not go well becomes a case, and so do words
// of which that is not clear.
func (m *requests) feedback(t *post.Turn, d *Data) {
	f := post.Read[Feedback](t)
	if t.State() == StateFinished {
		t.Fire("close")
		t.Note("feedback", map[string]any{"kinds": d.Kinds, "hub": d.Hub, "well": f.Well})
	}
	key, kind := "card.request.line.well", desk.Unhappy
	switch {
	case f.Mixed:
		key, kind = "card.request.line.remarked", desk.HowItWent
	case !f.Well:
		key = "card.request.line.not_well"
	}
	m.log(t, d, key, map[string]any{"First": d.voice()})
	m.show(t, d)
	if f.Words != "" {
		m.thread(t, d, desk.Note{Text: f.Words, Key: "card.heard", Args: map[string]any{"First": d.voice(), "More": 0}})
	}
	if f.Well && !f.Mixed || f.Elsewhere {
		return
	}
	if d.Unhappy == "" {
		d.Unhappy = t.New("case")
	}
	c := desk.Open{Kind: kind, Hub: d.Hub, Person: d.Person, First: d.First, Name: d.Name, Phone: d.Phone, Area: d.Area, About: t.ID(), AboutKind: d.firstKind()}
	if f.Words != "" {
		c.Words = []string{f.Words}
	}
	t.Write(d.Unhappy, desk.LetterOpen, c)
}

// forget clears the resident's words and details. Kinds and times stay.
func (m *requests) forget(t *post.Turn, d *Data) {
	if t.State() == StateFinished {
		t.Fire("close")
	}
	times := map[string]Time{}
	for id, at := range d.Times {
		times[id] = Time{Time: task.Time{From: at.From, By: at.By}}
	}
	d.Ask = Ask{Kinds: d.Kinds, Area: d.Area, By: d.By, Times: times, Consent: d.Consent}
	d.Reason, d.Lines, d.Added, d.Asides, d.AccessOf, d.StaysOf, d.Left = "", nil, nil, nil, nil, nil, ""
	for i := range d.Tasks {
		d.Tasks[i].Volunteer = ""
	}
	m.show(t, d)
}

package request

import (
	"slices"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/task"
)

// approve makes the tasks. Without a kind and an area nobody could be asked.
func (m *requests) approve(t *post.Turn, d *Data) {
	known := slices.ContainsFunc(d.Kinds, func(id string) bool { _, ok := m.o.Kind(id); return ok })
	if !known {
		t.Answer(desk.Answer{Key: "answer.request.no_kind"})
		return
	}
	if d.Area == "" {
		t.Answer(desk.Answer{Key: "answer.request.no_place"})
		return
	}
	by := post.Read[desk.Tap](t).By
	d.Who = by.Name
	m.log(t, d, "card.request.line.approved", map[string]any{"Who": by.Name})
	m.send(t, d)
	m.show(t, d)
}

// edit corrects what was understood. What the form leaves empty stays.
func (m *requests) edit(t *post.Turn, d *Data) {
	e := post.Read[Edit](t)
	shown := d.timeOf(d.firstKind()).By
	if e.Kind != "" {
		d.Kinds = append([]string{e.Kind}, slices.DeleteFunc(slices.Clone(d.Kinds), func(k string) bool { return k == e.Kind })...)
		if len(d.Kinds) > 1 && !d.Edited && len(d.Times) == 0 && !d.Several {
			d.Kinds = d.Kinds[:1] // the coordinator chose one of what was guessed
		}
	}
	if e.What != "" {
		d.What, d.Added = e.What, nil
	}
	if e.Address != "" {
		d.Address, d.Elsewhere = e.Address, nil
	}
	d.setBefore(e.Kind, shown, e.Before)
	d.Edited = true
	if e.Area != "" && e.Area != d.Area {
		d.Area = e.Area
		hub, _ := m.o.HubFor(e.Area)
		d.Hub = hub.ID
	}
	m.log(t, d, "card.request.line.edited", map[string]any{"Who": e.By.Name})
	m.showIn(t, d, m.hub(d).Channel)
}

// move has whoever has it come to another place.
func (m *requests) move(t *post.Turn, d *Data) {
	x := post.Read[Move](t)
	if x.Address == "" {
		m.already(t, d) // a button of a card that has changed
		return
	}
	m.place(t, d, Place{Area: x.Area, Address: x.Address}, "card.request.line.moved_by", x.By.Name)
	m.amend(t, d, Detail{})
	m.show(t, d)
}

// callOff ends what somebody in danger may not need any more.
func (m *requests) callOff(t *post.Turn, d *Data) {
	by := post.Read[desk.Tap](t).By
	d.Who = by.Name
	t.Fire("withdraw")
	m.log(t, d, "card.request.line.called_off", map[string]any{"Who": by.Name})
	m.progress(t, d, Progress{Step: CalledOff, Kind: d.firstKind(), Who: by.Name})
	m.over(t, d, by.Name)
}

// already tells whoever decides a second time what was decided.
func (m *requests) already(t *post.Turn, d *Data) {
	who := d.Who
	if t.State() == StateNew {
		t.Answer(desk.Answer{Key: "answer.request.none"})
		return
	}
	key := "answer.request." + t.State()
	if who == "" && t.State() == StateApproved {
		key = "answer.request.straight_out"
	}
	t.Answer(desk.Answer{Key: key, Args: map[string]any{"Who": who, "First": d.First}})
}

func (m *requests) signpost(t *post.Turn, d *Data) {
	s := post.Read[Signpost](t)
	i := slices.IndexFunc(m.o.Partners, func(p org.Partner) bool { return p.ID == s.Partner })
	if i < 0 {
		t.Answer(desk.Answer{Key: "answer.request.no_partner"})
		return
	}
	d.Who, d.Partner = s.By.Name, s.Partner
	t.Fire("signpost")
	m.log(t, d, "card.request.line.signposted", map[string]any{"Who": s.By.Name, "Partner": m.o.Partners[i].Name})
	m.progress(t, d, Progress{Step: Signposted, Kind: d.firstKind(), Partner: s.Partner, Who: s.By.Name})
	m.over(t, d, s.By.Name)
}

func (m *requests) decline(t *post.Turn, d *Data) {
	x := post.Read[Decline](t)
	if x.Reason == "" {
		t.Answer(desk.Answer{Key: "answer.request.no_reason"})
		return
	}
	d.Who, d.Reason = x.By.Name, x.Reason
	t.Fire("decline")
	m.log(t, d, "card.request.line.declined", map[string]any{"Who": x.By.Name})
	m.progress(t, d, Progress{Step: Refused, Kind: d.firstKind(), Reason: x.Reason, Who: x.By.Name})
	m.over(t, d, x.By.Name)
}

// relay passes a coordinator's words to the resident; the answer comes back here.
func (m *requests) relay(t *post.Turn, d *Data) {
	say := post.Read[desk.Say](t)
	if d.Person == "" || say.Text == "" {
		m.notSent(t, d, "answer.request.gone")
		return
	}
	if say.Colleague {
		m.notSent(t, d, "answer.colleague")
		return
	}
	t.Write(d.Person, desk.LetterRelay, desk.Relay{Reply: t.ID(), Who: say.By.Name, Text: say.Text})
	if d.Unanswered {
		d.Unanswered = false
		m.show(t, d)
	}
	if t.Letter.Kind == LetterQuestion {
		m.thread(t, d, desk.Note{Text: say.Text, Key: "card.said", Args: map[string]any{"Who": say.By.Name}})
		m.log(t, d, "card.request.line.question", map[string]any{"Who": say.By.Name})
		m.show(t, d)
	}
}

func (m *requests) thread(t *post.Turn, d *Data, n desk.Note) { t.Thread(m.hub(d).Channel, n) }

// notSent says, to whoever wrote and in the thread, that their words did not
// go out.
func (m *requests) notSent(t *post.Turn, d *Data, key string) {
	args := map[string]any{"First": d.First, "Phone": d.Phone}
	t.Answer(desk.Answer{Key: key, Args: args})
	m.thread(t, d, desk.Note{Key: key, Args: args})
}

// heard puts the resident's words under the card.
func (m *requests) heard(t *post.Turn, d *Data) {
	h := post.Read[desk.Heard](t)
	if !h.Held.IsZero() {
		m.thread(t, d, desk.HeldUntil(h.Held, m.o.Location))
		return
	}
	d.DoNotText = h.DoNotText // they texted us since, or our words came back
	if h.Text == "" {
		m.show(t, d)
		if h.Unsent {
			m.notSent(t, d, "answer.request.do_not_text")
		}
		return
	}
	if d.Person != "" {
		d.Words = append(d.Words, h.Text)
		d.keep()
		if h.Asks {
			d.Unanswered = d.Unanswered || t.State() == StateApproved || t.State() == StateTaken
			d.Asides = append(d.Asides, h.Text)
			d.Asides = d.Asides[max(0, len(d.Asides)-wordsKept):]
		}
	}
	m.show(t, d)
	m.thread(t, d, desk.Note{Text: h.Text, Key: "card.heard", Args: map[string]any{"First": d.voice(), "More": 0}})
}

// wind sets the timer of the clock's next step.
func (m *requests) wind(t *post.Turn, d *Data) {
	if step, after, ok := desk.Step(m.o.Clocks.Triage, d.Rung); ok {
		t.Set(post.Timer{Name: LetterClock, Kind: LetterClock, Due: desk.Wake(m.o, step, d.Opened.Add(after), false)})
	}
}

// clock takes the step that is due. When others hear of it, the resident
// hears the truth too: nobody has looked yet.
func (m *requests) clock(t *post.Turn, d *Data) {
	step, _, ok := desk.Step(m.o.Clocks.Triage, d.Rung)
	if !ok {
		return
	}
	d.Rung = step + 1
	switch step {
	case desk.StepHub:
		m.thread(t, d, desk.Note{Key: "card.request.remind", Args: map[string]any{"First": d.First}})
	case desk.StepOnCall:
		m.showIn(t, d, m.o.OnCall.Channel)
		if !d.Slow {
			d.Slow = true
			m.progress(t, d, Progress{Step: Slow, Kind: d.firstKind()})
		}
	case desk.StepPeople:
		d.Alarmed = true
		for _, p := range m.o.OnCall.People {
			m.wake(t, p)
		}
	}
	m.wind(t, d)
}

func (m *requests) wake(t *post.Turn, p org.OnCallPerson) {
	t.Write(m.person(p.Phone), desk.LetterAlarm, desk.Alarm{Case: t.ID(), Ref: desk.Ref(t.ID()), Name: p.Name, Phone: p.Phone, Kind: desk.Triage})
}

// rest stops the clock, and stands down the people on call.
func (m *requests) rest(t *post.Turn, d *Data) {
	t.Cancel(LetterClock)
	if !d.Alarmed {
		return
	}
	d.Alarmed = false
	for _, p := range m.o.OnCall.People {
		t.Write(m.person(p.Phone), desk.LetterStood, desk.Stood{Case: t.ID(), Ref: desk.Ref(t.ID()), Who: d.Who})
	}
}

// acknowledge notes that a person on call looks at it: the others stand down.
func (m *requests) acknowledge(t *post.Turn, d *Data) {
	a := post.Read[desk.Ack](t)
	d.Seen = a.Name
	t.Cancel(LetterClock)
	if d.Alarmed {
		d.Alarmed = false
		for _, p := range m.o.OnCall.People {
			if id := m.person(p.Phone); id != a.Person {
				t.Write(id, desk.LetterStood, desk.Stood{Case: t.ID(), Ref: desk.Ref(t.ID()), Who: a.Name})
			}
		}
	}
	m.log(t, d, "card.request.line.seen", map[string]any{"Who": a.Name})
	m.show(t, d)
}

func (m *requests) passOn(t *post.Turn, d *Data) {
	m.log(t, d, "card.case.line.passed", map[string]any{"Who": post.Read[desk.Ack](t).Name})
	m.show(t, d)
}

// over cancels what is still to be done and begins the days after which the
// details go.
func (m *requests) over(t *post.Turn, d *Data, by string) {
	m.rest(t, d)
	if d.Doubtful != "" {
		t.Write(d.Doubtful, desk.LetterSettled, nil)
	}
	d.Doubt, d.Doubtful, d.Elsewhere = "", "", nil
	for _, p := range d.Tasks {
		if p.State != Done && p.State != Unmet {
			t.Write(p.Task, task.LetterCancel, task.Cancel{By: by})
		}
	}
	t.Set(post.Timer{Name: LetterForget, Kind: LetterForget, Due: t.Now.Add(keepFor)})
	t.Note("request", map[string]any{"kinds": d.Kinds, "hub": d.Hub, "area": d.Area, "what": t.State(), "after_s": int(t.Now.Sub(d.Opened).Seconds())})
	m.show(t, d)
}

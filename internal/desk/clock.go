package desk

import (
	"slices"
	"time"

	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/post"
)

// ClockFor is the ladder by which a kind of case waits. Danger has its own.
func ClockFor(o *org.Organisation, k Kind) org.Clock {
	switch k {
	case Unfilled:
		return o.Clocks.Unfilled
	case CheckID:
		return o.Clocks.Check
	case Triage, WrongMedicine, Homes:
		return o.Clocks.Triage
	case HowItWent:
		quiet := o.Clocks.Person
		quiet.People = 0 // it is read by whoever looks: nobody is woken for it
		return quiet
	}
	return o.Clocks.Person
}

// The steps of a ladder: remind the hub's channel, tell the on-call channel, text the people on call.
const (
	StepHub = iota
	StepOnCall
	StepPeople
	stepsEnd
)

// Step is the next step of a ladder from a rung on: its number, and how long
// after the beginning it is taken. It is false when none is left.
func Step(c org.Clock, rung int) (step int, after time.Duration, ok bool) {
	steps := [stepsEnd]time.Duration{c.Hub, c.OnCall, c.People}
	for i := rung; i < stepsEnd; i++ {
		if steps[i] > 0 {
			return i, steps[i], true
		}
	}
	return stepsEnd, 0, false
}

// Wake is when a step is taken: nobody on call is woken in the quiet hours
// for what can wait until the morning. A private case cannot.
func Wake(o *org.Organisation, step int, due time.Time, private bool) time.Time {
	if step == StepPeople && !private {
		return o.QuietEnds(due)
	}
	return due
}

// wind sets the timer of the next step.
func (c *cases) wind(t *post.Turn, d *Data) {
	if d.Kind == Danger {
		again := c.o.Clocks.Danger.Again
		if d.Rung >= fastRounds {
			again *= slower
		}
		if again > 0 {
			t.Set(post.Timer{Name: LetterClock, Kind: LetterClock, Part: partAgain, Due: t.Now.Add(again), Urgent: true})
		}
		return
	}
	if step, after, ok := Step(ClockFor(c.o, d.Kind), d.Rung); ok {
		t.Set(post.Timer{Name: LetterClock, Kind: LetterClock, Due: Wake(c.o, step, d.Since.Add(after), d.Kind.Private())})
	}
}

func (c *cases) clock(t *post.Turn, d *Data) {
	switch {
	case d.Kind == Danger && t.Letter.Part() == partSender:
		if d.mayText() {
			d.Unread = true
			t.Write(d.Person, LetterUnread, Unread{Case: t.ID(), Danger: d.Danger})
			d.Lines = Log(d.Lines, t.Now, "card.case.line.unread", nil)
		}
	case d.Kind == Danger:
		d.Rung++
		if len(d.Passed) == len(c.o.OnCall.People) {
			d.Passed = nil // everybody can't: ask them all again rather than nobody
		}
		c.alarm(t, d, true)
		c.showIn(t, d, c.o.OnCall.Channel)
		c.wind(t, d)
		return
	default:
		c.climb(t, d)
		c.wind(t, d)
	}
	c.show(t, d)
}

// climb takes the step that is due.
func (c *cases) climb(t *post.Turn, d *Data) {
	step, _, ok := Step(ClockFor(c.o, d.Kind), d.Rung)
	if !ok {
		return
	}
	d.Rung = step + 1
	switch step {
	case StepHub:
		c.thread(t, d, Note{Key: "card.case.remind", Args: map[string]any{"Ref": Ref(t.ID())}})
	case StepOnCall:
		c.showIn(t, d, c.o.OnCall.Channel)
	case StepPeople:
		c.alarm(t, d, false)
	}
}

// alarm wakes everybody on call who has not passed it on.
func (c *cases) alarm(t *post.Turn, d *Data, again bool) {
	d.Alarmed = true
	for _, p := range c.o.OnCall.People {
		if id := c.person(p.Phone); !slices.Contains(d.Passed, id) {
			c.wake(t, d, p, again)
		}
	}
}

func (c *cases) wake(t *post.Turn, d *Data, p org.OnCallPerson, again bool) {
	t.Write(c.person(p.Phone), LetterAlarm, Alarm{Case: t.ID(), Ref: Ref(t.ID()), Name: p.Name, Phone: p.Phone, Kind: d.Kind, Again: again})
}

// passOn notes that a person on call can't, and alarms the next at once.
func (c *cases) passOn(t *post.Turn, d *Data) {
	a := post.Read[Ack](t)
	if !slices.Contains(d.Passed, a.Person) {
		d.Passed = append(d.Passed, a.Person)
	}
	d.Lines = Log(d.Lines, t.Now, "card.case.line.passed", map[string]any{"Who": a.Name})
	people := c.o.OnCall.People
	at := slices.IndexFunc(people, func(p org.OnCallPerson) bool { return c.person(p.Phone) == a.Person })
	for i := range people {
		next := people[(at+1+i)%len(people)]
		if id := c.person(next.Phone); !slices.Contains(d.Passed, id) {
			c.wake(t, d, next, true)
			break
		}
	}
	c.show(t, d)
}

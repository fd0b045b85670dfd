package desk

import (
	"slices"

	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/post"
)

func refuse(t *post.Turn, key string, args map[string]any) { t.Answer(Answer{Key: key, Args: args}) }

// over answers a tap on a closed case.
func (c *cases) over(t *post.Turn, d *Data) bool {
	if t.State() != StateClosed {
		return false
	}
	refuse(t, "answer.case.closed", map[string]any{"Who": d.Who, "Ref": Ref(t.ID())})
	return true
}

// fits reports whether a tap is for a case like this one, which is not closed,
// and answers it if it is not.
func (c *cases) fits(t *post.Turn, d *Data, kinds ...Kind) bool {
	if c.over(t, d) {
		return false
	}
	if !slices.Contains(kinds, d.Kind) {
		refuse(t, "answer.case.not_for_this", nil)
		return false
	}
	return true
}

// take gives the case to a named person: the clock stops, the people on call
// stand down, and a sender in danger hears who has it.
func (c *cases) take(t *post.Turn, d *Data, who, id string) {
	d.Lines = Log(d.Lines, t.Now, "card.case.line.claimed", map[string]any{"Who": who})
	c.hold(t, d, who, id)
}

// hold is to take it without a line of its own, where what they did next has one.
func (c *cases) hold(t *post.Turn, d *Data, who, id string) {
	t.Fire("claim")
	d.Who, d.WhoID = who, id
	c.rest(t, d)
	if d.Kind == Danger && d.mayText() {
		t.Write(d.Person, LetterRead, Read{Case: t.ID(), Who: who})
	}
	t.Note("case", map[string]any{"kind": d.Kind, "hub": c.hub(d).ID, "what": "claimed", "after_s": int(t.Now.Sub(d.Since).Seconds())})
}

// rest stops the clock and stands down those on call, but for whoever has it.
func (c *cases) rest(t *post.Turn, d *Data) {
	t.Cancel(LetterClock)
	t.Cancel(partSender)
	if !d.Alarmed {
		return
	}
	d.Alarmed = false
	for _, p := range c.o.OnCall.People {
		if id := c.person(p.Phone); id != d.WhoID {
			t.Write(id, LetterStood, Stood{Case: t.ID(), Ref: Ref(t.ID()), Who: d.Who})
		}
	}
}

func (c *cases) claim(t *post.Turn, d *Data) {
	tap := post.Read[Tap](t)
	switch {
	case c.over(t, d):
	case t.State() == StateClaimed && d.WhoID == tap.By.ID:
		refuse(t, "answer.case.yours", nil)
	case t.State() == StateClaimed:
		refuse(t, "answer.case.claimed", map[string]any{"Who": d.Who})
	default:
		c.take(t, d, tap.By.Name, tap.By.ID)
		c.show(t, d)
	}
}

func (c *cases) close(t *post.Turn, d *Data) {
	if c.over(t, d) {
		return
	}
	tap := post.Read[Tap](t)
	if t.State() == StateOpen {
		c.hold(t, d, tap.By.Name, tap.By.ID)
		if promised := d.Kind == WantsPerson || d.Kind == NotUnderstood; promised && !d.Texted && !d.Understood && d.mayText() {
			t.Write(d.Person, LetterUnanswered, Unanswered{Case: t.ID(), Hub: c.hub(d).Name})
		}
	}
	c.end(t, d, tap.By, "card.case.line.closed")
}

// end closes the case, by whom and how, and shows that.
func (c *cases) end(t *post.Turn, d *Data, by Coordinator, how string) {
	if by.Name != "" {
		d.Who, d.WhoID = by.Name, by.ID
	}
	t.Fire("close")
	d.How = how
	d.Lines = Log(d.Lines, t.Now, how, map[string]any{"Who": d.Who})
	c.rest(t, d)
	if d.Kind == Danger {
		t.Write(d.Person, LetterEnded, Ended{Case: t.ID()})
	}
	if !d.Kind.Private() {
		t.Set(post.Timer{Name: LetterForget, Kind: LetterForget, Due: t.Now.Add(keepFor)})
	}
	t.Note("case", map[string]any{"kind": d.Kind, "hub": c.hub(d).ID, "what": "closed", "after_s": int(t.Now.Sub(d.Since).Seconds())})
	c.show(t, d)
}

func (c *cases) falseAlarm(t *post.Turn, d *Data) {
	if !c.fits(t, d, Danger, Concern) {
		return
	}
	c.end(t, d, post.Read[Tap](t).By, "card.case.line.false_alarm")
}

// idSeen tells a volunteer's document that a check was verified: the identity
// by itself, which closes the case, or another that the button names.
func (c *cases) idSeen(t *post.Turn, d *Data) {
	tap := post.Read[Tap](t)
	if d.Kind != CheckID {
		refuse(t, "answer.case.not_for_this", nil)
		return
	}
	check := tap.Value
	if check == "" {
		check = string(org.Identity)
	}
	if check != string(org.Identity) && !knownCheck(check) {
		refuse(t, "answer.case.not_for_this", nil)
		return
	}
	if slices.Contains(d.Seen, check) {
		refuse(t, "answer.case.closed", map[string]any{"Who": d.Who, "Ref": Ref(t.ID())})
		return
	}
	d.Seen = append(d.Seen, check)
	t.Write(d.Person, LetterChecked, Checked{Check: check, By: tap.By.Name, At: t.Now})
	t.Note("check", map[string]any{"check": check, "hub": c.hub(d).ID})
	if check != string(org.Identity) {
		d.Lines = Log(d.Lines, t.Now, "card.case.line.seen_"+check, map[string]any{"Who": tap.By.Name})
		c.show(t, d)
		return
	}
	if t.State() == StateClosed {
		c.show(t, d)
		return
	}
	c.end(t, d, tap.By, "card.case.line.id_seen")
}

// notYet keeps the case waiting, with its clock set back: somebody has looked.
func (c *cases) notYet(t *post.Turn, d *Data) {
	if !c.fits(t, d, CheckID) {
		return
	}
	d.Lines = Log(d.Lines, t.Now, "card.case.line.not_yet", map[string]any{"Who": post.Read[Tap](t).By.Name})
	if t.State() == StateOpen {
		d.Since, d.Rung = t.Now, 0
		c.wind(t, d)
	}
	c.show(t, d)
}

func (c *cases) wider(t *post.Turn, d *Data) {
	if !c.fits(t, d, Unfilled) {
		return
	}
	tap := post.Read[Tap](t)
	t.Write(d.About, LetterWider, tap)
	if t.State() == StateOpen {
		c.take(t, d, tap.By.Name, tap.By.ID)
	}
	d.Lines = Log(d.Lines, t.Now, "card.case.line.wider", map[string]any{"Who": tap.By.Name})
	c.show(t, d)
}

func (c *cases) callOff(t *post.Turn, d *Data) {
	if !c.fits(t, d, Unfilled, Doubtful) {
		return
	}
	tap := post.Read[Tap](t)
	t.Write(d.About, LetterCallOff, tap)
	c.end(t, d, tap.By, "card.case.line.called_off")
}

// understood notes that they were understood since. A coordinator closes it: what was
// not understood may have been something else.
func (c *cases) understood(t *post.Turn, d *Data) {
	h := post.Read[Heard](t)
	d.Words = append(d.Words, h.Text)
	d.keep()
	d.Understood = true
	t.Cancel(LetterClock)
	d.Lines = Log(d.Lines, t.Now, "card.case.line.understood", map[string]any{"First": d.First, "Text": h.Text})
	c.show(t, d)
}

// missed has the clock run again where they were understood meanwhile.
func (c *cases) missed(t *post.Turn, d *Data) {
	if d.Understood {
		d.Understood = false
		d.Since, d.Rung = t.Now, 0
		if t.State() == StateOpen {
			c.wind(t, d)
		}
	}
}

func (c *cases) settled(t *post.Turn, d *Data) { c.end(t, d, Coordinator{}, "card.case.line.settled") }

// remark passes a coordinator's words on. Whoever writes to the person has the
// case, if nobody had it.
func (c *cases) remark(t *post.Turn, d *Data) {
	say := post.Read[Say](t)
	switch {
	case d.Person == "":
		c.notSent(t, d, "answer.case.nobody")
		return
	case d.DoNotText:
		c.notSent(t, d, "answer.case.do_not_text")
		return
	}
	if say.Colleague {
		c.notSent(t, d, "answer.colleague")
		return
	}
	d.Texted = true
	t.Write(d.Person, LetterRelay, Relay{Reply: t.ID(), Who: say.By.Name, Text: say.Text, Urgent: d.Kind == Danger && t.State() != StateClosed})
	if t.State() == StateOpen {
		c.take(t, d, say.By.Name, say.By.ID)
		c.show(t, d)
	}
}

// notSent says, to whoever wrote and in the thread where they wrote it, that
// their words did not go out.
func (c *cases) notSent(t *post.Turn, d *Data, key string) {
	args := map[string]any{"First": d.First, "Phone": d.Phone}
	refuse(t, key, args)
	c.thread(t, d, Note{Key: key, Args: args})
}

// heard puts the person's words under the card. Danger brings a case back to
// the state in which people are alarmed, whatever it was.
func (c *cases) heard(t *post.Turn, d *Data) {
	h := post.Read[Heard](t)
	if !h.Held.IsZero() {
		c.thread(t, d, HeldUntil(h.Held, c.o.Location))
		return
	}
	d.DoNotText = h.DoNotText || d.DoNotText && !h.Safe && !h.Back
	d.Safe = h.Safe || d.Safe && !h.DoNotText
	if h.First != "" && d.First == "" {
		d.First = h.First
	}
	if h.Text != "" {
		d.Words = append(d.Words, h.Text)
		d.keep()
	}
	if h.Said.Name != "" {
		d.Said.Name = h.Said.Name
	}
	if h.Said.Address != "" {
		d.Said.Address = h.Said.Address
	}
	if h.Text != "" && !h.Courtesy {
		c.missed(t, d)
	}
	switch {
	case h.Danger != "" && (t.State() != StateOpen || d.Kind != Danger):
		d.Kind, d.Danger = Danger, h.Danger
		c.reopen(t, d)
	case h.Danger != "":
		d.Danger = h.Danger
		c.show(t, d)
	case t.State() == StateClosed && d.Kind != Danger && h.Text != "" && !h.Courtesy:
		c.reopen(t, d) // or nobody would read them
	default:
		c.show(t, d)
	}
	if h.Unsent {
		c.notSent(t, d, "answer.case.do_not_text")
	}
	if h.Text != "" {
		c.thread(t, d, Note{Text: h.Text, Key: "card.heard", Args: map[string]any{"First": d.First, "More": h.More}})
	}
}

func (c *cases) acknowledge(t *post.Turn, d *Data) {
	a := post.Read[Ack](t)
	if t.State() == StateOpen {
		c.take(t, d, a.Name, a.Person)
		c.show(t, d)
		return
	}
	if d.WhoID != a.Person {
		t.Write(a.Person, LetterStood, Stood{Case: t.ID(), Ref: Ref(t.ID()), Who: d.Who})
	}
}

// forget clears what a closed case knows of anybody; its kind and times stay.
func (c *cases) forget(t *post.Turn, d *Data) {
	d.Words, d.First, d.Name, d.Phone, d.Person = nil, "", "", "", ""
	d.Said, d.Lives = Said{}, ""
}

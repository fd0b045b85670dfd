package request

import (
	"slices"
	"strings"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/post"
)

// Draw is the card of a request in a channel, as the document now stands. The
// resident's details stand only on the card of their hub.
func Draw(doc *post.Document, channel string, w desk.Words, o *org.Organisation) desk.Card {
	d := doc.Data.(*Data)
	m := &requests{o: o}
	hub := m.hub(d)
	args := m.args(doc, d, w)
	say := func(key string) string { return w("card.request."+key, args) }

	card := desk.Card{First: say("first." + doc.State), Small: desk.Small(d.Lines, w, o.Location)}
	card.Notice = card.First
	if d.Person == "" { // the details are gone
		card.First = say("first.gone")
		card.Notice, card.Done = card.First, true
		return card
	}
	if channel != hub.Channel {
		card.Lines, card.Done = []string{say("elsewhere")}, doc.State != StateWaiting
		return card
	}
	card.Quotes = slices.Clone(d.Words)
	card.Lines = m.lines(doc, d, w, args)
	card.Buttons = buttons(doc.State, d, w)
	switch doc.State {
	case StateClosed, StateSignposted, StateDeclined, StateWithdrawn:
		card.Done = true
	}
	return card
}

func (m *requests) args(doc *post.Document, d *Data, w desk.Words) map[string]any {
	first := d.First
	if first == "" {
		first = w("card.somebody", nil)
	}
	what, when := m.short(d, w), m.when(d, d.timeOf(""), w)
	if len(d.Times) > 0 && len(d.Kinds) > 0 && live(doc.State) {
		what, when = m.each(d, w), ""
	}
	partner := ""
	for _, p := range m.o.Partners {
		if p.ID == d.Partner {
			partner = p.Name
		}
	}
	elsewhere := ""
	if d.Elsewhere != nil {
		elsewhere = d.Elsewhere.whole()
	}
	return map[string]any{
		"Doubt": d.Doubt != "" || d.Elsewhere != nil, "Off": d.Doubt == desk.DetailOff, "Moved": d.Doubt == desk.DetailPlace, "Elsewhere": elsewhere, "Unanswered": d.Unanswered, "Waiting": doc.State == StateWaiting,
		"Ref": desk.Ref(doc.ID), "First": first, "Asker": d.Asker, "Name": d.Name, "Area": d.Area, "Address": d.address(), "Phone": d.Phone, "Access": d.allAccess(), "Left": d.Left,
		"What": what, "When": when, "Who": d.Who, "Seen": d.Seen, "Partner": partner, "Reason": d.Reason, "Hub": m.hub(d).Name,
		"Volunteers": listed(d.volunteers(false), w), "Several": len(d.volunteers(false)) > 1, "Asked": listed(d.volunteers(true), w), "AskedSeveral": len(d.volunteers(true)) > 1, "Call": d.Reach == ReachCall || d.Reach == "" && m.byPhone(d), "Unsaid": d.Reach == "",
	}
}

// when is when something is needed, in a few words.
func (m *requests) when(d *Data, at Time, w desk.Words) string {
	if by := desk.When(w, at.By, d.Opened, m.o.Location); by != "" {
		return w("card.request.by", map[string]any{"By": by, "From": desk.When(w, at.From, at.By, m.o.Location), "At": at.From.Equal(at.By)})
	}
	return at.When
}

// each is what is needed, with the time of each.
func (m *requests) each(d *Data, w desk.Words) string {
	var all []string
	for _, id := range d.Kinds {
		all = append(all, w("card.request.one", map[string]any{"What": m.named(d, []string{id}), "When": m.when(d, d.timeOf(id), w)}))
	}
	return w("card.request.each", map[string]any{"Own": d.What, "All": strings.Join(all, "; ")})
}

func live(state string) bool {
	return slices.Contains([]string{StateNew, StateWaiting, StateApproved, StateTaken, StateStuck}, state)
}

// byPhone reports whether what they ask for is to be rung.
func (m *requests) byPhone(d *Data) bool {
	return slices.ContainsFunc(d.Kinds, func(id string) bool { k, ok := m.o.Kind(id); return ok && k.Where == org.ByPhone })
}

// short is what is needed, in a few words: somebody's own, or the kinds'.
func (m *requests) short(d *Data, w desk.Words) string {
	if d.What != "" {
		return d.What
	}
	if names := m.named(d, d.Kinds); names != "" {
		return names
	}
	return w("card.request.something", nil)
}

// named are kinds of help by what they are on a card.
func (m *requests) named(d *Data, kinds []string) string {
	var names []string
	for _, id := range kinds {
		k, ok := m.o.Kind(id)
		if !ok {
			continue
		}
		name, err := k.Request.Fill(org.Fields{Area: d.Area})
		if err != nil {
			name = k.LocalName
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

// listed joins names as people say them.
func listed(names []string, w desk.Words) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return w("card.request.and", map[string]any{"All": strings.Join(names[:last], ", "), "Last": names[last]})
}

// volunteers are the first names of those who have a task of it, or only of those who are
// asked whether they can at another time.
func (d *Data) volunteers(unsure bool) []string {
	var names []string
	for _, p := range d.Tasks {
		if (p.Unsure || !unsure) && p.Volunteer != "" && !slices.Contains(names, p.Volunteer) {
			names = append(names, p.Volunteer)
		}
	}
	return names
}

// lines say what a coordinator must know to decide, and what was decided.
func (m *requests) lines(doc *post.Document, d *Data, w desk.Words, args map[string]any) []string {
	say := func(key string) string { return w("card.request."+key, args) }
	lines := []string{say("where")}
	if d.For {
		lines = append(lines, say("asker"))
	}
	lines = append(lines, say("reach"))
	if d.allAccess() != "" {
		lines = append(lines, say("access"))
	}
	if d.Left != "" {
		lines = append(lines, say("left"))
	}
	if d.Money && undecided(doc.State) {
		lines = append(lines, say("money"))
	}
	if d.Several && live(doc.State) {
		lines = append(lines, say("several"))
	}
	switch {
	case d.Private:
		lines = append(lines, say("private"))
	case !d.Consent && slices.Contains([]string{StateWaiting, StateApproved, StateTaken, StateStuck}, doc.State):
		lines = append(lines, say("no_answer_yet"))
	}
	if doc.State == StateWaiting {
		known := slices.ContainsFunc(d.Kinds, func(id string) bool { _, ok := m.o.Kind(id); return ok })
		if !known {
			lines = append(lines, say("no_kind"))
		}
		if d.Area == "" {
			lines = append(lines, say("no_place"))
		}
		if d.Seen != "" {
			lines = append(lines, say("seen"))
		}
	}
	if d.Doubt != "" {
		lines = append(lines, say("doubt"))
	}
	if d.Elsewhere != nil {
		lines = append(lines, say("elsewhere_now"))
	}
	switch doc.State {
	case StateSignposted, StateDeclined, StateStuck:
		lines = append(lines, say("now."+doc.State))
	}
	switch {
	case d.DoNotText:
		lines = append(lines, say("do_not_text"))
	case doc.State != StateWithdrawn && doc.State != StateDeclined:
		lines = append(lines, say("thread"))
	}
	return lines
}

// buttons are the taps that still make sense.
func buttons(state string, d *Data, w desk.Words) []desk.Button {
	button := func(action, style string) desk.Button {
		return desk.Button{Action: action, Label: w("button."+action, nil), Style: style}
	}
	ask, signpost, decline := button(LetterQuestion, ""), button(LetterSignpost, ""), button(LetterDecline, "danger")
	var changed []desk.Button
	if d.Elsewhere != nil && state != StateWaiting {
		changed = append(changed, button(LetterMove, ""))
	}
	if d.Doubt == desk.DetailOff {
		off := button(desk.LetterCallOff, "danger")
		off.Confirm = w("confirm.call_off", nil)
		changed = append(changed, off)
	}
	switch state {
	case StateWaiting:
		approve := button(LetterApprove, "primary")
		switch {
		case d.Private:
			approve.Confirm = w("confirm.approve_private", map[string]any{"First": d.First})
		case d.Money:
			approve.Confirm = w("confirm.approve_money", map[string]any{"First": d.First})
		}
		return append(changed, approve, button(LetterEdit, ""), ask, signpost, decline)
	case StateApproved, StateStuck:
		return append(changed, ask, signpost, decline)
	case StateTaken:
		return append(changed, ask)
	case StateFinished:
		return []desk.Button{ask}
	}
	return nil
}

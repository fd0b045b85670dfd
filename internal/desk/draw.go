package desk

import (
	"slices"
	"strings"

	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/post"
)

// Draw is the card of a case in a channel, as the document now stands. A
// private case shows itself in the safeguarding channel alone; anywhere else
// its card says only that there is one, and asks for nothing.
func Draw(doc *post.Document, channel string, w Words, o *org.Organisation) Card {
	d := doc.Data.(*Data)
	c := &cases{o: o}
	if channel == c.home(d) {
		return c.full(doc, d, w)
	}
	return c.elsewhere(doc, d, channel, w)
}

// elsewhere is a card outside the case's own channel: that it waits, for whom
// and where, and no words of anybody. Of a private case a hub sees only that
// the safeguarding lead has it.
func (c *cases) elsewhere(doc *post.Document, d *Data, channel string, w Words) Card {
	key, args := "card.case.elsewhere", c.args(doc, d, w)
	switch {
	case d.Kind.Private() && channel != c.o.OnCall.Channel:
		key = "card.case.elsewhere.safeguarding"
	case d.Kind == Danger:
		key = "card.case.elsewhere.danger"
	case d.Kind.Private():
		key = "card.case.elsewhere.private"
	}
	if d.Kind.Private() {
		args = map[string]any{"Ref": Ref(doc.ID), "Who": d.Who}
	} else {
		args["Kind"] = w("case."+string(d.Kind), nil)
	}
	switch doc.State {
	case StateClaimed:
		key = "card.case.elsewhere.claimed"
	case StateClosed:
		key = "card.case.elsewhere.closed"
	}
	first := w(key, args)
	return Card{First: first, Notice: first, Done: doc.State != StateOpen}
}

func (c *cases) args(doc *post.Document, d *Data, w Words) map[string]any {
	first := d.First
	if first == "" {
		first = w("card.somebody", nil)
	}
	what := d.AboutKind
	if k, ok := c.o.Kind(d.AboutKind); ok {
		what = k.LocalName
	}
	danger := ""
	if d.Danger != "" {
		danger = w("danger."+d.Danger, nil)
	}
	return map[string]any{
		"Ref": Ref(doc.ID), "First": first, "Name": d.Name, "Phone": d.Phone, "Area": d.Area, "What": what, "Who": d.Who,
		"By": When(w, d.By, d.Opened, c.o.Location), "Danger": danger, "Hub": c.hub(d).Name,
	}
}

func (c *cases) full(doc *post.Document, d *Data, w Words) Card {
	args := c.args(doc, d, w)
	say := func(key string) string { return w(key, args) }
	kind := "card.case." + string(d.Kind)
	card := Card{First: say(kind + ".first"), Small: Small(d.Lines, w, c.o.Location)}
	card.Notice = card.First
	if d.Kind.Private() {
		card.Notice = say("card.case.notice.private")
	}
	if d.DoNotText {
		card.Lines = append(card.Lines, say("card.case.do_not_text"))
	} else if d.Danger == violence && !d.Safe {
		card.Lines = append(card.Lines, say("card.case.perhaps_not_safe"))
	}
	if line := w(kind+".about", args); line != "" {
		card.Lines = append(card.Lines, line)
	}
	if d.Phone != "" {
		card.Lines = append(card.Lines, say("card.case.reach"))
	}
	if d.Kind == CheckID && len(d.Checks) > 0 {
		names := make([]string, len(d.Checks))
		for i, check := range d.Checks {
			names[i] = w("check."+check, nil)
		}
		card.Lines = append(card.Lines, w("card.case.check.holds", map[string]any{"First": args["First"], "Checks": strings.Join(names, ", ")}))
	}
	if d.Kind == Broken || d.Kind == Undelivered {
		card.Lines = append(card.Lines, w("card.case.detail", map[string]any{"Detail": d.Detail, "About": d.About}))
	}
	card.Quotes = slices.Clone(d.Words)
	switch doc.State {
	case StateClaimed:
		card.Lines = append(card.Lines, say("card.case.claimed"))
	case StateClosed:
		card.Lines = append(card.Lines, say("card.case.closed"))
		card.Done = true
	}
	if doc.State != StateClosed && d.Person != "" && !d.DoNotText {
		card.Lines = append(card.Lines, say("card.case.thread"))
	}
	card.Buttons = buttons(doc.State, d, w)
	return card
}

// buttons are the taps that still make sense.
func buttons(state string, d *Data, w Words) []Button {
	button := func(action, style string) Button {
		return Button{Action: action, Label: w("button."+action, nil), Style: style}
	}
	sure := func(b Button) Button { b.Confirm = w("confirm."+b.Action, nil); return b }
	var all []Button
	if d.Kind == CheckID {
		if state != StateClosed {
			all = append(all, button(LetterIDSeen, "primary"), button(LetterNotYet, ""))
		}
		for _, check := range d.Checks {
			if check != string(org.Identity) && !slices.Contains(d.Seen, check) && knownCheck(check) {
				b := Button{Action: LetterIDSeen, Value: check, Label: w("button.check_seen", map[string]any{"Check": w("check."+check, nil)})}
				all = append(all, b)
			}
		}
		if state != StateClosed {
			all = append(all, button(LetterClose, ""))
		}
		return all
	}
	if state == StateClosed {
		return nil
	}
	if state == StateOpen {
		all = append(all, button(LetterClaim, "primary"))
	}
	switch d.Kind {
	case Unfilled:
		all = append(all, button(LetterWider, ""), sure(button(LetterCallOff, "danger")))
	case Danger, Concern:
		all = append(all, button(LetterClose, ""), sure(button(LetterFalseAlarm, "danger")))
	default:
		all = append(all, button(LetterClose, ""))
	}
	if d.Kind == Unfilled && state == StateClaimed {
		all = append(all, button(LetterClose, ""))
	}
	return all
}

// knownCheck reports whether a check that somebody says they hold is one that
// a kind of task can ask for.
func knownCheck(check string) bool {
	switch org.Check(check) {
	case org.DBSBasic, org.DBSEnhanced, org.DBSEnhancedAdultsBarred, org.Licence, org.MOT, org.Insurer:
		return true
	}
	return false
}

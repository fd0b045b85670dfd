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
		args = map[string]any{"Ref": Ref(doc.ID), "Who": d.Who, "Kind": args["Kind"], "First": "", "Area": ""}
	}
	args["Texted"] = ClockFor(c.o, d.Kind).People > 0
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
	return map[string]any{
		"Ref": Ref(doc.ID), "First": first, "Name": d.Name, "Phone": d.Phone, "TextOnly": d.TextOnly, "Area": d.Area, "What": what, "Who": d.Who,
		"By": When(w, d.By, d.Opened, c.o.Location), "Danger": word(w, "card.danger.", d.Danger, dangers), "Hub": c.hub(d).Name,
		"Kind": w("queue.kind."+string(d.Kind), nil), "Detail": d.Detail, "About": d.About,
		"Waits": d.First != "", "Off": d.Detail == DetailOff, "Moved": d.Detail == DetailPlace, "Times": d.Times, "Lives": d.Lives, "Language": d.Language,
	}
}

// Codes that have words on cards. Others are shown as they are.
var (
	dangers = []string{"self_harm", "medical", "violence", "at_risk", "fire", "gas", "flood", "no_food_heat", "call_behind_door",
		"money", "confused", "not_managing", "unwell", "low", "no_answer", "strangers", "wrong_medicine"}
	checks = []string{"identity", "dbs", "dbs_basic", "dbs_standard", "dbs_enhanced", "dbs_enhanced_adults_barred", "licence", "mot", "insurer"}
)

func word(w Words, subject, code string, known []string) string {
	if !slices.Contains(known, code) {
		return code
	}
	return w(subject+code, nil)
}

func (c *cases) full(doc *post.Document, d *Data, w Words) Card {
	args := c.args(doc, d, w)
	say := func(key string) string { return w("card.case."+key, args) }
	card := Card{Small: Small(d.Lines, w, c.o.Location), Quotes: slices.Clone(d.Words), Buttons: buttons(doc.State, d, w)}
	switch {
	case doc.State == StateClaimed:
		card.First = say("claimed")
	case doc.State == StateClosed:
		card.First, card.Done = say("closed"), true
	case d.Kind == Unfilled && d.Detail == DetailEnded:
		card.First = say("unfilled.ended")
	case d.Understood:
		card.First = say("understood")
	default:
		card.First = say(string(d.Kind) + ".first")
	}
	card.Notice = card.First
	if d.Kind.Private() {
		card.Notice = say("notice")
	}
	add := func(key string) { card.Lines = append(card.Lines, say(key)) }
	if d.DoNotText {
		add("do_not_text")
	} else if d.Danger == violence && !d.Safe && d.Kind.Private() {
		add("perhaps_not_safe")
	}
	if doc.State != StateClosed {
		card.Lines = append(card.Lines, c.visits(d, w)...)
	}
	if d.Kind == Unfilled && d.Detail == DetailUnasked && doc.State != StateClosed {
		add("unasked")
	}
	if d.Danger != "" {
		add("heard_as")
	}
	if d.Phone != "" {
		add("reach")
	}
	if d.Said != (Said{}) {
		card.Lines = append(card.Lines, w("card.case.said", map[string]any{"Name": d.Said.Name, "Address": d.Said.Address}))
	}
	if d.Lives != "" && d.Lives != d.Said.Address {
		add("lives")
	}
	if errands := c.errands(d, w); errands != "" && doc.State != StateClosed {
		args["Errands"] = errands
		add("in_hand")
	}
	if s := d.Subject; s != (Subject{}) {
		card.Lines = append(card.Lines, w("card.case.subject", map[string]any{"First": s.First, "Name": s.Name, "Phone": s.Phone, "Address": s.Address}))
	}
	if held := slices.DeleteFunc(slices.Clone(d.Checks), func(c string) bool { return c == "none" }); d.Kind == CheckID && len(held) > 0 {
		names := make([]string, len(held))
		for i, check := range held {
			names[i] = word(w, "card.check.", check, checks)
		}
		args["Checks"] = strings.Join(names, ", ")
		add("holds")
	}
	if d.Kind == Broken || d.Kind == Undelivered {
		add("detail")
	}
	if doc.State != StateClosed && d.Person != "" && !d.DoNotText {
		add("thread")
	}
	return card
}

// visits says who may be on the way, and who can stop them: neither where to, nor why not.
func (c *cases) visits(d *Data, w Words) []string {
	lines := make([]string, 0, len(d.Visits))
	for _, v := range d.Visits {
		what, rings := v.Kind, false
		if k, ok := c.o.Kind(v.Kind); ok {
			what, rings = k.LocalName, k.Where == org.ByPhone
		}
		lines = append(lines, w("card.case.coming", map[string]any{
			"Volunteer": v.Volunteer, "What": what, "By": When(w, v.By, d.Opened, c.o.Location), "Hub": v.Hub, "To": v.To, "Rings": rings,
		}))
	}
	return lines
}

// errands are the tasks that they have in hand.
func (c *cases) errands(d *Data, w Words) string {
	all := make([]string, 0, len(d.InHand))
	for _, e := range d.InHand {
		what := e.Kind
		if k, ok := c.o.Kind(e.Kind); ok {
			what = k.LocalName
		}
		all = append(all, w("card.case.errand", map[string]any{"What": what, "Area": e.Area, "By": When(w, e.By, d.Opened, c.o.Location)}))
	}
	return strings.Join(all, "; ")
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
				b := Button{Action: LetterIDSeen, Value: check, Label: w("button.check_seen", map[string]any{"Check": word(w, "card.check.", check, checks)})}
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
		if d.Detail != DetailEnded {
			all = append(all, button(LetterWider, ""), sure(button(LetterCallOff, "danger")))
		}
	case Doubtful:
		if d.Detail == DetailOff {
			all = append(all, sure(button(LetterCallOff, "danger")))
		}
		all = append(all, button(LetterClose, ""))
	case Danger, Concern:
		all = append(all, button(LetterClose, ""), sure(button(LetterFalseAlarm, "danger")))
	default:
		all = append(all, button(LetterClose, ""))
	}
	if d.Kind == Unfilled && (state == StateClaimed || d.Detail == DetailEnded) {
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

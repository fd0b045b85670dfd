package request

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/place"
	"github.com/goodturn/goodturn/internal/post"
)

// Form is the form that a button opens before it becomes a letter. It is false
// for a button without one, and for a request that the letter could not change
// any more: the letter then says so.
func Form(doc *post.Document, action string, w desk.Words, o *org.Organisation) (desk.Modal, bool) {
	d := doc.Data.(*Data)
	switch action {
	case LetterEdit, LetterMove, LetterQuestion, LetterSignpost, LetterDecline:
	default:
		return desk.Modal{}, false
	}
	m := desk.Modal{
		Action: action, Document: doc.ID, Title: w("form."+action+".title", nil), Send: w("form."+action+".send", nil),
		Cancel: w("form.cancel", nil), Intro: w("form."+action+".intro", map[string]any{"First": d.First}),
	}
	switch action {
	case LetterEdit:
		if doc.State != StateWaiting {
			return desk.Modal{}, false
		}
		m.Inputs = editInputs(d, w, o)
	case LetterMove:
		if doc.State == StateWaiting || d.Elsewhere == nil {
			return desk.Modal{}, false
		}
		m.Inputs = []desk.Input{
			{ID: "area", Label: w("form.edit.area", nil), Hint: w("form.edit.area_hint", nil), Kind: desk.InputLine, Initial: cmp.Or(d.Elsewhere.Area, d.Area), AtMost: 10},
			{ID: "address", Label: w("form.edit.address", nil), Kind: desk.InputLine, Initial: cut(d.Elsewhere.whole(), 200), AtMost: 200},
		}
	case LetterQuestion:
		if d.Person == "" {
			return desk.Modal{}, false
		}
		m.Inputs = []desk.Input{{ID: "text", Label: w("form.question.text", map[string]any{"First": d.First}), Kind: desk.InputText, AtMost: wordsAtMost}}
	case LetterSignpost:
		options := partners(d, o)
		if !undecided(doc.State) || len(options) == 0 {
			return desk.Modal{}, false
		}
		m.Inputs = []desk.Input{{ID: "partner", Label: w("form.signpost.partner", nil), Kind: desk.InputChoice, Options: options, Initial: options[0].Value}}
	case LetterDecline:
		if !undecided(doc.State) {
			return desk.Modal{}, false
		}
		m.Inputs = []desk.Input{{ID: "reason", Label: w("form.decline.reason", map[string]any{"First": d.First}), Hint: w("form.decline.hint", nil), Kind: desk.InputText, AtMost: wordsAtMost}}
	}
	return m, true
}

// wordsAtMost keeps a coordinator's words to three texts' length, with their
// signature.
const wordsAtMost = 400

func undecided(state string) bool {
	return state == StateWaiting || state == StateApproved || state == StateStuck
}

func editInputs(d *Data, w desk.Words, o *org.Organisation) []desk.Input {
	var kinds []desk.Option
	for _, k := range o.Kinds {
		kinds = append(kinds, desk.Option{Value: k.ID, Label: k.LocalName})
	}
	what := d.What
	if what == "" {
		what = d.askedFor(o)
	}
	date, clock := "", ""
	if by := d.timeOf(d.firstKind()).By; !by.IsZero() {
		local := by.In(o.Location)
		date, clock = local.Format(time.DateOnly), local.Format("15:04")
	}
	label := func(key string) string { return w("form.edit."+key, nil) }
	return []desk.Input{
		{ID: "kind", Label: label("kind"), Kind: desk.InputChoice, Options: kinds, Initial: d.firstKind()},
		{ID: "what", Label: label("what"), Hint: label("what_hint"), Kind: desk.InputText, Initial: cut(what, whatAtMost), Optional: true, AtMost: whatAtMost},
		{ID: "area", Label: label("area"), Hint: label("area_hint"), Kind: desk.InputLine, Initial: d.Area, AtMost: 10},
		{ID: "address", Label: label("address"), Kind: desk.InputLine, Initial: cut(d.address(), 200), Optional: true, AtMost: 200},
		{ID: "date", Label: label("date"), Kind: desk.InputDate, Initial: date, Optional: true},
		{ID: "time", Label: label("time"), Kind: desk.InputTime, Initial: clock, Optional: true},
	}
}

// askedFor is what they texted last that names any kind of help, or else their longest
// text, which is mostly the one that asks.
func (d *Data) askedFor(o *org.Organisation) string {
	longest := ""
	for _, said := range slices.Backward(d.Words) {
		low := strings.ToLower(said)
		if slices.ContainsFunc(o.Kinds, func(k org.Kind) bool { return k.NamedIn(low) }) {
			return said
		}
		if len(said) > len(longest) {
			longest = said
		}
	}
	return longest
}

func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}

// partners are those who may help, the fitting ones first.
func partners(d *Data, o *org.Organisation) []desk.Option {
	var options []desk.Option
	has := map[string]bool{}
	add := func(p org.Partner) {
		if !has[p.ID] {
			has[p.ID] = true
			options = append(options, desk.Option{Value: p.ID, Label: p.Name + ": " + p.Does})
		}
	}
	for _, kind := range d.Kinds {
		for _, p := range o.PartnersFor(d.Area, kind) {
			add(p)
		}
	}
	for _, p := range o.Partners {
		add(p)
	}
	return options
}

// Parse reads a form that was sent into the data of the letter that its action
// names. Errs holds, for each field that is wrong, a wording key. It is false
// for an action that has no form.
func Parse(f desk.Form, o *org.Organisation, now time.Time) (data any, errs map[string]string, ok bool) {
	value := func(id string) string { return strings.TrimSpace(f.Values[id]) }
	errs = map[string]string{}
	switch f.Action {
	case LetterEdit:
		e, errs := ParseEdit(f.Values, o, now)
		e.By = f.By
		return e, errs, true
	case LetterMove:
		area, known := place.Outward(value("area"))
		if !known {
			errs["area"] = "form.wrong.area"
		}
		if value("address") == "" {
			errs["address"] = "form.wrong.empty"
		}
		return Move{By: f.By, Area: area, Address: value("address")}, errs, true
	case LetterQuestion:
		if value("text") == "" {
			errs["text"] = "form.wrong.empty"
		}
		return desk.Say{By: f.By, Text: value("text")}, errs, true
	case LetterSignpost:
		known := false
		for _, p := range o.Partners {
			known = known || p.ID == value("partner")
		}
		if !known {
			errs["partner"] = "form.wrong.partner"
		}
		return Signpost{By: f.By, Partner: value("partner")}, errs, true
	case LetterDecline:
		if value("reason") == "" {
			errs["reason"] = "form.wrong.empty"
		}
		return Decline{By: f.By, Reason: value("reason")}, errs, true
	}
	return nil, nil, false
}

// ParseEdit reads the form by which a request is corrected. Errs holds, for
// each field that is wrong, a wording key.
func ParseEdit(values map[string]string, o *org.Organisation, now time.Time) (e Edit, errs map[string]string) {
	value := func(id string) string { return strings.TrimSpace(values[id]) }
	errs = map[string]string{}
	e = Edit{Kind: value("kind"), What: value("what"), Address: value("address")}
	if _, known := o.Kind(e.Kind); !known {
		errs["kind"] = "form.wrong.kind"
	}
	code, ok := place.Outward(value("area"))
	if !ok {
		errs["area"] = "form.wrong.area"
	}
	e.Area = code
	before, wrong := desk.Moment(value("date"), value("time"), o.Location, now)
	if wrong != "" {
		errs["time"] = wrong
	} else if !before.IsZero() && !before.After(now) {
		errs["time"] = "form.wrong.past"
	}
	e.Before = before
	return e, errs
}

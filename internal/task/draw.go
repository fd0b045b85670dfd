package task

import (
	"strings"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/post"
)

// Draw is the card of a task that a coordinator made, as the document now
// stands. (A request shows its own tasks.)
func Draw(doc *post.Document, _ string, w desk.Words, o *org.Organisation) desk.Card {
	d := doc.Data.(*Data)
	m := &tasks{o}
	title := d.Title
	if title == "" {
		title = m.kind(d).LocalName
	}
	if title == "" {
		title = d.Kind
	}
	var has, done []string
	for _, h := range d.Holders {
		if h.Done {
			done = append(done, h.First)
		} else {
			has = append(has, h.First)
		}
	}
	args := map[string]any{
		"Ref": desk.Ref(doc.ID), "Title": title, "Area": d.Area, "Place": d.Place, "Hub": m.hub(d).Name, "Who": d.MadeBy,
		"From": desk.When(w, d.From, d.Made, o.Location), "By": desk.When(w, d.By, d.Made, o.Location), "Minutes": d.Minutes,
		"Free": d.free(), "Places": d.Places, "Taken": len(d.Holders), "Waves": d.Wave, "Asked": len(d.Asked),
		"Has": strings.Join(has, ", "), "Done": strings.Join(done, ", "),
	}
	say := func(key string) string { return w("card.task."+key, args) }
	card := desk.Card{First: say("first." + doc.State), Lines: []string{say("when")}, Small: desk.Small(d.Lines, w, o.Location)}
	card.Notice = card.First
	if len(has) > 0 {
		card.Lines = append(card.Lines, say("has"))
	}
	if len(done) > 0 {
		card.Lines = append(card.Lines, say("done"))
	}
	switch doc.State {
	case StateSeeking, StateWaiting:
		card.Lines = append(card.Lines, say("asked"))
		card.Buttons = append(card.Buttons, desk.Button{Action: LetterWider, Label: w("button.wider", nil)})
		fallthrough
	case StateFull:
		card.Buttons = append(card.Buttons, desk.Button{Action: LetterCancel, Label: w("button.call_off", nil), Style: "danger", Confirm: w("confirm.call_off", nil)})
	default:
		card.Done = true
	}
	return card
}

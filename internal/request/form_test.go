package request_test

import (
	"maps"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/desk/desktest"
	"github.com/goodturn/goodturn/internal/org/orgtest"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/request"
)

// Every card in every state can be drawn, and every answer is worded.
func TestEveryCardAndAnswerHasWords(t *testing.T) {
	o, words := orgtest.Leeds(t), desktest.English(t)
	m := request.New(o, phones)
	for state := range m.States {
		for _, d := range []*request.Data{
			{}, {Ask: tablets(), Hub: "north", Opened: desktest.Morning},
			{Ask: request.Ask{Person: pam, Words: []string{"help"}, Access: "deaf", When: "soon"}, Private: true, Seen: "Ruth", Partner: o.Partners[0].ID, Reason: "No.", Who: "Joe"},
			{Ask: tablets(), Hub: "north", Opened: desktest.Morning, Doubt: desk.DetailOff, Elsewhere: &request.Place{Area: "LS6", Address: "15 Ash Rd"}},
		} {
			doc := &post.Document{ID: id, State: state, Data: d}
			for _, channel := range []string{north, onCall} {
				if c := request.Draw(doc, channel, words, o); c.First == "" || c.Notice == "" {
					t.Errorf("in %s the card in %s is empty", state, channel)
				}
			}
		}
		if state != request.StateNew {
			if words("answer.request."+state, map[string]any{"Who": "Joe", "First": "Pam"}) == "" {
				t.Errorf("no answer in %s", state)
			}
		}
	}
}

func TestForms(t *testing.T) {
	o, words := orgtest.Leeds(t), desktest.English(t)
	doc := &post.Document{ID: id, State: request.StateWaiting, Data: &request.Data{Ask: tablets(), Hub: "north", Opened: desktest.Morning}}
	moved := &post.Document{ID: id, State: request.StateStuck, Data: &request.Data{Ask: tablets(), Hub: "north", Opened: desktest.Morning, Elsewhere: &request.Place{Area: "LS6", Address: "15 Ash Rd"}}}
	for _, action := range []string{request.LetterEdit, request.LetterQuestion, request.LetterSignpost, request.LetterDecline, request.LetterMove} {
		doc := doc
		if action == request.LetterMove {
			doc = moved
		}
		form, ok := request.Form(doc, action, words, o)
		if !ok || len([]rune(form.Title)) > 24 || form.Action != action || form.Document != id || len(form.Inputs) == 0 {
			t.Errorf("the form of %s is %+v", action, form)
		}
		values := map[string]string{}
		for _, in := range form.Inputs {
			values[in.ID] = in.Initial
			if values[in.ID] == "" {
				values[in.ID] = "Something kind."
			}
		}
		_, errs, ok := request.Parse(desk.Form{Action: action, Values: values, By: joe}, o, desktest.Morning)
		if !ok || len(errs) > 0 {
			t.Errorf("the form of %s as it was filled in: %v", action, errs)
		}
	}
	if _, ok := request.Form(doc, request.LetterApprove, words, o); ok {
		t.Error("approving needs no form")
	}
	doc.State = request.StateTaken
	if _, ok := request.Form(doc, request.LetterEdit, words, o); ok {
		t.Error("a request that a volunteer has can still be edited")
	}
}

func TestWhatIsWrongInAForm(t *testing.T) {
	o := orgtest.Leeds(t)
	good := map[string]string{"kind": "prescription", "what": "tablets", "area": "ls6 2ab", "address": "12 Ash Rd", "date": "2026-11-24", "time": "16:00"}
	tests := []struct{ field, value, wrong string }{
		{"", "", ""},
		{"kind", "", "kind"}, {"kind", "nursing", "kind"},
		{"area", "", "area"}, {"area", "Headingley", "area"},
		{"time", "", "time"}, {"time", "25:00", "time"}, {"time", "09:59", "time"}, {"date", "2026-11-23", "time"},
		{"date", "", ""}, // a time alone is today's
	}
	for _, test := range tests {
		values := map[string]string{}
		maps.Copy(values, good)
		if test.field != "" {
			values[test.field] = test.value
		}
		e, errs := request.ParseEdit(values, o, desktest.Morning)
		if test.wrong == "" && (len(errs) > 0 || e.Area != "LS6" || !e.Before.Equal(desktest.Morning.Add(6*time.Hour))) {
			t.Errorf("%s=%q: %v %+v", test.field, test.value, errs, e)
		}
		if test.wrong != "" && (len(errs) != 1 || errs[test.wrong] == "") {
			t.Errorf("%s=%q: %v", test.field, test.value, errs)
		}
		words := desktest.English(t)
		for _, key := range errs {
			words(key, nil)
		}
	}
	for action, values := range map[string]map[string]string{
		request.LetterQuestion: {"text": "  "}, request.LetterDecline: {}, request.LetterSignpost: {"partner": "nobody"},
	} {
		if _, errs, ok := request.Parse(desk.Form{Action: action, Values: values}, o, desktest.Morning); !ok || len(errs) != 1 {
			t.Errorf("%s: %v", action, errs)
		}
	}
}

package task_test

import (
	"maps"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/desk/desktest"
	"github.com/goodturn/goodturn/internal/org/orgtest"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/task"
)

func TestMakingATask(t *testing.T) {
	o, words := orgtest.Leeds(t), desktest.English(t)
	form := task.MakeForm(words, o, o.Hubs[0], desktest.Morning)
	if len([]rune(form.Title)) > 24 || form.Action != task.LetterMake || form.Document != "" {
		t.Errorf("the form is %+v", form)
	}
	values := map[string]string{}
	for _, in := range form.Inputs {
		values[in.ID] = in.Initial
		if in.Label == "" || (in.Initial == "" && !in.Optional) {
			t.Errorf("the field %s begins as %+v", in.ID, in)
		}
	}
	s, errs := task.ParseMake(values, o, desktest.Morning)
	want := task.Spec{Kind: "packing", Hub: "north", Area: "LS6", Place: "Beckside Hall, Sample Row, Leeds LS6", Places: 1, Minutes: 120}
	if len(errs) > 0 || !reflect.DeepEqual(s, want) {
		t.Errorf("as it began it makes %+v (%v)", s, errs)
	}

	maps.Copy(values, map[string]string{"name": "fill sandbags at the weir", "date": "2026-11-28", "from": "10:00", "to": "12:00", "places": "20", "minutes": "90", "area": "ls7", "place": "The weir"})
	s, errs = task.ParseMake(values, o, desktest.Morning)
	want = task.Spec{
		Kind: "packing", Hub: "north", Title: "fill sandbags at the weir", Area: "LS7", Place: "The weir", Places: 20, Minutes: 90,
		From: time.Date(2026, 11, 28, 10, 0, 0, 0, o.Location), By: time.Date(2026, 11, 28, 12, 0, 0, 0, o.Location),
	}
	if len(errs) > 0 || !reflect.DeepEqual(s, want) {
		t.Errorf("filled in it makes %+v (%v)", s, errs)
	}
}

func TestWhatIsWrongInTheForm(t *testing.T) {
	o, words := orgtest.Leeds(t), desktest.English(t)
	good := map[string]string{"kind": "packing", "hub": "north", "date": "2026-11-28", "from": "10:00", "to": "12:00", "places": "20", "minutes": "90"}
	tests := []struct{ fields, wrong string }{
		{"", ""},
		{"kind=", "kind"}, {"kind=nursing", "kind"}, {"hub=", "hub"}, {"hub=west", "hub"},
		{"area=Headingley", "area"}, {"area=ZZ9", "area"}, {"area=LS7 4AB", ""},
		{"places=0", "places"}, {"places=-1", "places"}, {"places=501", "places"}, {"places=many", "places"}, {"places=", ""},
		{"minutes=0", "minutes"}, {"minutes=721", "minutes"}, {"minutes=", ""},
		{"to=", "to"}, {"to=09:00", "to"}, {"to=10:00", "to"}, {"from=25:00", "from"}, {"to=noon", "to"}, {"from=", ""},
		{"date=2026-11-23", "to"}, {"date=2026-11-31", "date"}, {"from= to=", "to"}, {"date= from= to=", ""},
		{"kind=dogs", "place"}, {"kind=call", ""},
	}
	for _, test := range tests {
		values := maps.Clone(good)
		for _, f := range strings.FieldsFunc(strings.ReplaceAll(test.fields, "LS7 4AB", "LS74AB"), func(r rune) bool { return r == ' ' }) {
			k, v, _ := strings.Cut(f, "=")
			values[k] = v
		}
		_, errs := task.ParseMake(values, o, desktest.Morning)
		if test.wrong == "" && len(errs) > 0 || test.wrong != "" && (errs[test.wrong] == "" || len(errs) != 1) {
			t.Errorf("%s: %v, should be about %q", test.fields, errs, test.wrong)
		}
		for _, key := range errs {
			words(key, nil)
		}
	}
}

// The card can be drawn in every state, and says what can be done.
func TestEveryCardHasWords(t *testing.T) {
	o, words := orgtest.Leeds(t), desktest.English(t)
	m := task.New(o)
	for state := range m.States {
		for _, d := range []*task.Data{
			{}, {Spec: tablets()},
			{Spec: task.Spec{Kind: "packing", Hub: "north", Title: "Sandbags", Area: "LS6", Place: "The weir", From: desktest.Morning, By: desktest.Morning.Add(2 * time.Hour), Places: 2, MadeBy: "Joe"}, Made: desktest.Morning,
				Holders: []task.Holder{{First: "Amina"}, {First: "Ben", Done: true}}},
		} {
			c := task.Draw(&post.Document{ID: id, State: state, Data: d}, "C0NORTH0001", words, o)
			if c.First == "" || c.Notice == "" {
				t.Errorf("in %s the card is empty", state)
			}
			for _, b := range c.Buttons {
				if m.Letters[b.Action] == "" {
					t.Errorf("the button %s is no letter", b.Label)
				}
			}
		}
		switch state {
		case task.StateSeeking, task.StateWaiting:
		default:
			words("answer.task."+state, nil)
		}
	}
}

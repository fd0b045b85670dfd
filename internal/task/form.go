package task

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/place"
)

const (
	placesAtMost  = 500
	minutesAtMost = 12 * 60
)

// MakeForm is the form by which a coordinator makes a task that no resident
// asked for. Hub is the one that it begins with.
func MakeForm(w desk.Words, o *org.Organisation, hub org.Hub, now time.Time) desk.Modal {
	label := func(key string) string { return w("form.make."+key, nil) }
	var hubs, kinds []desk.Option
	for _, h := range o.Hubs {
		hubs = append(hubs, desk.Option{Value: h.ID, Label: h.Name})
	}
	for _, k := range o.Kinds {
		kinds = append(kinds, desk.Option{Value: k.ID, Label: k.LocalName})
	}
	first := ""
	if len(kinds) > 0 {
		first = kinds[0].Value
	}
	return desk.Modal{
		Action: LetterMake, Title: label("title"), Send: label("send"), Cancel: w("form.cancel", nil), Intro: label("intro"),
		Inputs: []desk.Input{
			{ID: "kind", Label: label("kind"), Kind: desk.InputChoice, Options: kinds, Initial: first},
			{ID: "name", Label: label("name"), Hint: label("name_hint"), Kind: desk.InputLine, Optional: true, AtMost: 80},
			{ID: "hub", Label: label("hub"), Kind: desk.InputChoice, Options: hubs, Initial: hub.ID},
			{ID: "place", Label: label("place"), Hint: label("place_hint"), Kind: desk.InputLine, Optional: true, AtMost: 200},
			{ID: "area", Label: label("area"), Hint: label("area_hint"), Kind: desk.InputLine, Optional: true, AtMost: 10},
			{ID: "date", Label: label("date"), Kind: desk.InputDate, Initial: now.In(o.Location).Format(time.DateOnly), Optional: true},
			{ID: "from", Label: label("from"), Kind: desk.InputTime, Optional: true},
			{ID: "to", Label: label("to"), Kind: desk.InputTime, Optional: true},
			{ID: "places", Label: label("places"), Kind: desk.InputNumber, Initial: "1"},
			{ID: "minutes", Label: label("minutes"), Hint: label("minutes_hint"), Kind: desk.InputNumber, Optional: true},
		},
	}
}

// ParseMake reads that form. Errs holds, for each field that is wrong, a
// wording key. What was left out is as the hub and the kind have it.
func ParseMake(values map[string]string, o *org.Organisation, now time.Time) (s Spec, errs map[string]string) {
	value := func(id string) string { return strings.TrimSpace(values[id]) }
	errs = map[string]string{}
	s = Spec{Kind: value("kind"), Hub: value("hub"), Title: value("name"), Place: value("place")}
	kind, known := o.Kind(s.Kind)
	if !known {
		errs["kind"] = "form.wrong.kind"
	}
	hub, known := o.Hub(s.Hub)
	if !known {
		errs["hub"] = "form.wrong.hub"
	}
	if s.Place == "" && kind.Where == org.AtHub {
		s.Place = hub.Address
	}
	if s.Place == "" && (kind.Where == org.AtDoor || kind.Where == org.OnTrip) {
		errs["place"] = "form.wrong.place"
	}
	s.Area = areaOf(value("area"), hub, o, errs)
	s.Places = number(value("places"), 1, placesAtMost, 1, "places", errs)
	s.Minutes = number(value("minutes"), 1, minutesAtMost, kind.Minutes, "minutes", errs)
	s.From, s.By = window(value, o.Location, now, errs)
	return s, errs
}

// areaOf is the outward code: as given, or the hub's own, by its address.
func areaOf(given string, hub org.Hub, o *org.Organisation, errs map[string]string) string {
	if given != "" {
		code, ok := place.Outward(given)
		if _, known := o.Centre(code); !ok || !known {
			errs["area"] = "form.wrong.area"
		}
		return code
	}
	words := strings.FieldsFunc(hub.Address, func(r rune) bool { return r == ' ' || r == ',' })
	for _, word := range slices.Backward(words) {
		if code, ok := place.Outward(word); ok && slices.Contains(hub.Outward, code) {
			return code
		}
	}
	if len(hub.Outward) > 0 {
		return hub.Outward[0]
	}
	return ""
}

func number(given string, least, most, otherwise int, field string, errs map[string]string) int {
	if given == "" {
		return otherwise
	}
	n, err := strconv.Atoi(given)
	if err != nil || n < least || n > most {
		errs[field] = "form.wrong." + field
		return otherwise
	}
	return n
}

// window reads from when and by when. A date alone says nothing: the task can
// then be done at any time. (The form begins with today's.)
func window(value func(string) string, in *time.Location, now time.Time, errs map[string]string) (from, by time.Time) {
	if date := value("date"); date != "" {
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			errs["date"] = "form.wrong.date"
			return time.Time{}, time.Time{}
		}
	}
	if value("from") == "" && value("to") == "" {
		if date := value("date"); date != "" && date != now.In(in).Format(time.DateOnly) {
			errs["to"] = "form.wrong.no_time"
		}
		return time.Time{}, time.Time{}
	}
	by, wrong := desk.Moment(value("date"), value("to"), in, now)
	switch {
	case value("to") == "":
		errs["to"] = "form.wrong.no_end"
		return time.Time{}, time.Time{}
	case wrong != "":
		errs["to"] = wrong
	case !by.After(now):
		errs["to"] = "form.wrong.past"
	}
	if value("from") == "" {
		return time.Time{}, by
	}
	from, wrong = desk.Moment(value("date"), value("from"), in, now)
	switch {
	case wrong != "":
		errs["from"] = wrong
	case !from.Before(by) && errs["to"] == "":
		errs["to"] = "form.wrong.backwards"
	}
	return from, by
}

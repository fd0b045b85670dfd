package match_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/goodturn/goodturn/internal/match"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/org/orgtest"
)

// tuesday is 24 November 2026, 10:00.
var tuesday = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)

func need(t interface{ Fatalf(string, ...any) }, o *org.Organisation, kind string) match.Need {
	k, ok := o.Kind(kind)
	if !ok {
		t.Fatalf("no kind %s", kind)
	}
	return match.Need{Kind: k, Area: "LS6", By: tuesday.Add(6 * time.Hour), Minutes: k.Minutes}
}

// able can do everything, and lives where the task is.
func able(o *org.Organisation, id string) match.Volunteer {
	v := match.Volunteer{ID: id, Area: "LS6", OnDuty: true, Checks: map[string]time.Time{}}
	for _, k := range o.Kinds {
		v.Kinds = append(v.Kinds, k.ID)
		for _, c := range k.AsksFor {
			v.Checks[string(c)] = time.Time{}
		}
	}
	for _, l := range o.Handbook.Lessons {
		v.Lessons = append(v.Lessons, l.ID)
	}
	return v
}

func TestReasons(t *testing.T) {
	o := orgtest.Leeds(t)
	asked := func(who string) bool { return who == "person/a" }
	tests := map[string]struct {
		kind   string
		change func(*match.Volunteer, *match.Need)
		want   match.Reason
		picked match.Reason // when they chose it themselves; "" is as want
	}{
		"suits":                   {"prescription", func(*match.Volunteer, *match.Need) {}, match.Chosen, ""},
		"asked for it themselves": {"prescription", func(_ *match.Volunteer, n *match.Need) { n.Resident = "person/a" }, match.OwnRequest, ""},
		"asked already":           {"prescription", func(_ *match.Volunteer, n *match.Need) { n.Asked = asked }, match.AskedAlready, match.Chosen},
		"off duty":                {"prescription", func(v *match.Volunteer, _ *match.Need) { v.OnDuty = false }, match.OffDuty, match.Chosen},
		"other kinds":             {"prescription", func(v *match.Volunteer, _ *match.Need) { v.Kinds = []string{"dogs"} }, match.OtherKinds, match.Chosen},
		"one lesson missing":      {"prescription", func(v *match.Volunteer, _ *match.Need) { v.Lessons = v.Lessons[1:] }, match.NeedsInduction, ""},
		"that lesson not needed": {"packing", func(v *match.Volunteer, _ *match.Need) {
			v.Lessons = []string{"staying-safe", "worries", "emergencies"}
		}, match.Chosen, ""},
		"no identity":             {"prescription", func(v *match.Volunteer, _ *match.Need) { v.Checks = nil }, match.NeedsCheck, ""},
		"no check is asked":       {"packing", func(v *match.Volunteer, _ *match.Need) { v.Checks = nil }, match.Chosen, ""},
		"the check has ended":     {"prescription", func(v *match.Volunteer, _ *match.Need) { v.Checks["identity"] = tuesday }, match.CheckEnded, ""},
		"it ends before the task": {"prescription", func(v *match.Volunteer, _ *match.Need) { v.Checks["identity"] = tuesday.Add(time.Hour) }, match.CheckEnded, ""},
		"it ends after the task":  {"prescription", func(v *match.Volunteer, _ *match.Need) { v.Checks["identity"] = tuesday.Add(24 * time.Hour) }, match.Chosen, ""},
		"enough tasks":            {"prescription", func(v *match.Volunteer, _ *match.Need) { v.Active = 3 }, match.EnoughTasks, ""},
		"enough offers":           {"prescription", func(v *match.Volunteer, _ *match.Need) { v.Live = 2 }, match.EnoughOffers, match.Chosen},
		"too far":                 {"prescription", func(v *match.Volunteer, _ *match.Need) { v.Area = "LS22" }, match.TooFar, match.Chosen},
		"far, but asked wider":    {"prescription", func(v *match.Volunteer, n *match.Need) { v.Area, n.WithinKm = "LS22", 25 }, match.Chosen, ""},
		"far, but by phone":       {"call", func(v *match.Volunteer, _ *match.Need) { v.Area = "LS22" }, match.Chosen, ""},
		"an area nobody knows":    {"prescription", func(v *match.Volunteer, _ *match.Need) { v.Area = "ZE1" }, match.Chosen, ""},
		"not free then":           {"prescription", func(v *match.Volunteer, _ *match.Need) { v.When = []string{"evenings"} }, match.NotThen, match.Chosen},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, n := able(o, "person/a"), need(t, o, test.kind)
			test.change(&v, &n)
			if got := match.Judge(o, n, v, tuesday); got != test.want {
				t.Errorf("%s, should be %s", got, test.want)
			}
			n.Picked = true
			want := test.want
			if test.picked != "" {
				want = test.picked
			}
			if got := match.Judge(o, n, v, tuesday); got != want {
				t.Errorf("having chosen it: %s, should be %s", got, want)
			}
		})
	}
}

func TestWhenTheyAreFree(t *testing.T) {
	o := orgtest.Leeds(t)
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, o.Location) }
	tests := []struct {
		when     []string
		from, by time.Time
		minutes  int
		free     bool
	}{
		{nil, time.Time{}, at(24, 16), 25, true},
		{[]string{"anytime"}, time.Time{}, at(24, 16), 25, true},
		{[]string{"evenings"}, time.Time{}, time.Time{}, 25, true}, // it can be done any time
		{[]string{"mornings"}, time.Time{}, at(24, 16), 25, true},
		{[]string{"afternoons"}, time.Time{}, at(24, 16), 25, true},
		{[]string{"evenings"}, time.Time{}, at(24, 16), 25, false},
		{[]string{"evenings"}, time.Time{}, at(25, 9), 25, true},
		{[]string{"nights"}, time.Time{}, at(25, 9), 25, true},
		{[]string{"nights"}, at(25, 1), at(25, 3), 60, true}, // Tuesday's night
		{[]string{"weekends"}, time.Time{}, at(24, 16), 25, false},
		{[]string{"weekends"}, at(28, 10), at(28, 12), 120, true},
		{[]string{"weekdays"}, at(28, 10), at(28, 12), 120, false},
		{[]string{"saturday", "mornings"}, at(28, 10), at(28, 12), 120, true},
		{[]string{"saturday", "afternoons"}, at(28, 10), at(28, 12), 120, false},
		{[]string{"sunday", "mornings"}, at(28, 10), at(28, 12), 120, false},
		{[]string{"mornings"}, at(28, 11), at(28, 14), 120, false}, // one hour is too little for two
		{[]string{"mornings"}, at(28, 11), at(28, 12), 120, true},  // the window is shorter than usual
		{[]string{"friday"}, time.Time{}, at(24, 16), 25, false},
		{[]string{"friday"}, time.Time{}, at(30, 16), 25, true},
		{[]string{"a word of tomorrow"}, time.Time{}, at(24, 16), 25, true},
	}
	for _, test := range tests {
		v, n := able(o, "person/a"), need(t, o, "prescription")
		v.When, n.From, n.By, n.Minutes = test.when, test.from, test.by, test.minutes
		if got := match.Judge(o, n, v, tuesday) == match.Chosen; got != test.free {
			t.Errorf("%v for %s to %s (%d min): free is %v", test.when, test.from, test.by, test.minutes, got)
		}
	}
}

func TestOrder(t *testing.T) {
	o := orgtest.Leeds(t)
	person := func(id, area string, hoursAgo int) match.Volunteer {
		v := able(o, id)
		v.Area = area
		if hoursAgo > 0 {
			v.Offered = tuesday.Add(-time.Duration(hoursAgo) * time.Hour)
		}
		return v
	}
	// LS6 is the task's own area, LS3 and LS4 less than two and a half kilometres off, LS8 more than four.
	candidates := []match.Volunteer{
		person("person/far-never", "LS8", 0), person("person/near-lately", "LS6", 1), person("person/near-long-ago", "LS6", 100),
		person("person/near-never", "LS6", 0), person("person/middle-never", "LS3", 0), person("person/near-never-b", "LS6", 0),
	}
	chosen, reasons := match.Choose(o, need(t, o, "prescription"), candidates, 5, tuesday)
	want := []string{"person/near-never", "person/near-never-b", "person/near-long-ago", "person/near-lately", "person/middle-never"}
	if !slices.Equal(chosen, want) {
		t.Errorf("asked %v, should be %v", chosen, want)
	}
	if reasons["person/far-never"] != match.NotNeeded || reasons["person/near-never"] != match.Chosen || len(reasons) != 6 {
		t.Errorf("the reasons are %v", reasons)
	}
}

// Whoever the candidates are: nobody unsuitable is chosen, everybody has a
// reason, the order they come in does not matter, and nobody who was passed
// over within a band had waited longer than somebody chosen.
func TestChoice(t *testing.T) {
	o := orgtest.Leeds(t)
	rapid.Check(t, func(t *rapid.T) {
		n := need(t, o, rapid.SampledFrom([]string{"packing", "prescription", "call", "lift"}).Draw(t, "kind"))
		n.Resident = "person/0"
		n.Asked = func(who string) bool { return who == "person/1" }
		var all []match.Volunteer
		for i := range rapid.IntRange(0, 30).Draw(t, "people") {
			v := able(o, fmt.Sprint("person/", i))
			v.Area = rapid.SampledFrom([]string{"LS6", "LS7", "LS8", "LS22", "ZE1"}).Draw(t, "area")
			v.OnDuty = rapid.Float64().Draw(t, "duty") < 0.9
			v.Live = rapid.IntRange(0, 3).Draw(t, "live")
			v.Active = rapid.IntRange(0, 3).Draw(t, "active")
			v.When = rapid.SampledFrom([][]string{nil, {"mornings"}, {"evenings"}}).Draw(t, "when")
			v.Offered = tuesday.Add(-time.Duration(rapid.IntRange(0, 5).Draw(t, "ago")) * time.Hour)
			all = append(all, v)
		}
		want := rapid.IntRange(-1, 10).Draw(t, "n")
		chosen, reasons := match.Choose(o, n, all, want, tuesday)
		if len(chosen) > max(want, 0) {
			t.Fatalf("%d chosen of %d", len(chosen), want)
		}
		suited := 0
		oldest := map[string]time.Time{} // by area: who was passed over and had waited longest
		for _, v := range all {
			why, ok := reasons[v.ID]
			if !ok || why == "" {
				t.Fatalf("%s has no reason", v.ID)
			}
			judged := match.Judge(o, n, v, tuesday)
			if (judged == match.Chosen) != (why == match.Chosen || why == match.NotNeeded) {
				t.Fatalf("%s: judged %s, and %s", v.ID, judged, why)
			}
			if judged == match.Chosen {
				suited++
			}
			if (why == match.Chosen) != slices.Contains(chosen, v.ID) {
				t.Fatalf("%s: %s, and chosen are %v", v.ID, why, chosen)
			}
			if at, has := oldest[v.Area]; why == match.NotNeeded && (!has || v.Offered.Before(at)) {
				oldest[v.Area] = v.Offered
			}
		}
		if len(chosen) != min(max(want, 0), suited) {
			t.Fatalf("%d chosen of %d who suit; %d were wanted", len(chosen), suited, want)
		}
		for _, v := range all {
			if at, has := oldest[v.Area]; has && reasons[v.ID] == match.Chosen && v.Offered.After(at) {
				t.Fatalf("%s was chosen before somebody who had waited longer", v.ID)
			}
		}
		mixed := rapid.Permutation(all).Draw(t, "order")
		if again, _ := match.Choose(o, n, mixed, want, tuesday); !slices.Equal(again, chosen) {
			t.Fatalf("in another order %v were chosen, and not %v", again, chosen)
		}
	})
}

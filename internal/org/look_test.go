package org_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/org/orgtest"
)

func TestHubFor(t *testing.T) {
	o := orgtest.Leeds(t)
	for _, c := range []struct {
		outward, hub string
		direct       bool
	}{
		{"LS6", "north", true},
		{"LS7", "north", true},
		{"LS8", "east", true},
		{"LS9", "east", true},
		{"LS5", "north", false},  // west of LS6
		{"LS14", "east", false},  // east of LS8
		{"LS15", "east", false},  // east of LS9
		{"LS16", "north", false}, // north-west
		{"ZE1", "north", false},  // no centre: the first hub, and never nobody
		{"", "north", false},
	} {
		hub, direct := o.HubFor(c.outward)
		if hub.ID != c.hub || direct != c.direct {
			t.Errorf("%s: %s, direct %v", c.outward, hub.ID, direct)
		}
	}
}

func TestPartnersFor(t *testing.T) {
	o := orgtest.Leeds(t)
	for _, c := range []struct {
		outward, kind string
		want          []string
	}{
		{"LS10", "shopping", []string{"southside"}},
		{"LS6", "shopping", nil},
		{"LS10", "dogs", nil}, // full
		{"LS6", "call", []string{"teapot"}},
		{"LS17", "lift", []string{"wheels"}},
		{"LS17", "unheard-of", nil},
	} {
		var got []string
		for _, p := range o.PartnersFor(c.outward, c.kind) {
			got = append(got, p.ID)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s in %s:\n%s", c.kind, c.outward, diff)
		}
	}
	o.Partners = append(o.Partners, org.Partner{ID: "corner", Outward: []string{"LS6"}, Kinds: []string{"call"}})
	if got := o.PartnersFor("LS6", "call"); len(got) != 2 || got[0].ID != "corner" {
		t.Errorf("the neighbours are not first: %v", got)
	}
	if o.Youth().ID != "youth" {
		t.Errorf("youth partner %+v", o.Youth())
	}
}

func TestFinding(t *testing.T) {
	o := orgtest.Leeds(t)
	if h, ok := o.HubOfChannel("C0EAST00001"); !ok || h.ID != "east" {
		t.Error(h, ok)
	}
	if _, ok := o.HubOfChannel("C0SAFE00001"); ok {
		t.Error("the safeguarding channel is a hub's")
	}
	if c, ok := o.Coordinator("U0JOE00001"); !ok || c.Name != "Joe" {
		t.Error(c, ok)
	}
	if _, ok := o.Kind("bathing"); ok {
		t.Error("a kind that nobody offers")
	}
	if h, ok := o.Hub("north"); !ok || h.Name != "Beckside Hub" {
		t.Error(h, ok)
	}
	if p, ok := o.Centre("LS6"); !ok || len(p.Cell()) == 0 {
		t.Error(p, ok)
	}
}

func TestQuiet(t *testing.T) {
	o := orgtest.Leeds(t)
	for _, c := range []struct {
		now   string // UTC
		quiet bool
		ends  string
	}{
		{"2026-11-23T21:29:59Z", false, "2026-11-23T21:29:59Z"},
		{"2026-11-23T21:30:00Z", true, "2026-11-24T07:30:00Z"},
		{"2026-11-23T23:59:00Z", true, "2026-11-24T07:30:00Z"},
		{"2026-11-24T00:00:00Z", true, "2026-11-24T07:30:00Z"},
		{"2026-11-24T07:29:59Z", true, "2026-11-24T07:30:00Z"},
		{"2026-11-24T07:30:00Z", false, "2026-11-24T07:30:00Z"},
		{"2026-12-31T22:00:00Z", true, "2027-01-01T07:30:00Z"},
		{"2026-07-01T20:30:00Z", true, "2026-07-02T06:30:00Z"},  // summer: 21:30 in Leeds
		{"2026-07-01T06:30:00Z", false, "2026-07-01T06:30:00Z"}, // 07:30
		{"2026-10-24T21:00:00Z", true, "2026-10-25T07:30:00Z"},  // the clocks go back in the night
		{"2026-03-28T22:00:00Z", true, "2026-03-29T06:30:00Z"},  // and forward
	} {
		now := at(t, c.now)
		if o.Quiet(now) != c.quiet {
			t.Errorf("%s: quiet %v", c.now, !c.quiet)
		}
		if ends := o.QuietEnds(now); !ends.Equal(at(t, c.ends)) {
			t.Errorf("%s: ends %s", c.now, ends.UTC())
		}
	}
	for now, begins := range map[string]string{
		"2026-11-23T21:29:59Z": "2026-11-23T21:30:00Z", "2026-11-23T23:00:00Z": "2026-11-23T23:00:00Z", "2026-11-24T03:00:00Z": "2026-11-24T03:00:00Z",
		"2026-11-24T07:30:00Z": "2026-11-24T21:30:00Z", "2026-07-01T12:00:00Z": "2026-07-01T20:30:00Z", "2026-10-25T00:00:00Z": "2026-10-25T00:00:00Z",
	} {
		if got := o.QuietBegins(at(t, now)); !got.Equal(at(t, begins)) {
			t.Errorf("%s: begins %s", now, got.UTC())
		}
	}
	o.QuietHours = org.QuietHours{From: 13 * 60, To: 14 * 60} // within one day
	for now, quiet := range map[string]bool{"2026-11-23T12:59:00Z": false, "2026-11-23T13:30:00Z": true, "2026-11-23T14:00:00Z": false} {
		if o.Quiet(at(t, now)) != quiet {
			t.Errorf("%s: quiet %v at midday", now, !quiet)
		}
	}
	if got := o.QuietBegins(at(t, "2026-12-31T14:00:00Z")); !got.Equal(at(t, "2027-01-01T13:00:00Z")) {
		t.Errorf("after midday: begins %s", got.UTC())
	}
}

func at(t *testing.T, text string) time.Time {
	t.Helper()
	when, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func TestExpiryFor(t *testing.T) {
	offers := orgtest.Leeds(t).Offers
	for left, want := range map[time.Duration]time.Duration{
		24 * time.Hour:            45 * time.Minute,
		6*time.Hour + time.Second: 45 * time.Minute,
		6 * time.Hour:             15 * time.Minute,
		-time.Minute:              15 * time.Minute,
	} {
		if got := offers.ExpiryFor(left); got != want {
			t.Errorf("%s left: %s", left, got)
		}
	}
}

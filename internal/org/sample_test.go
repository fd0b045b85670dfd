package org_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/handbook"
	"github.com/goodturn/goodturn/internal/org"
)

func sample(t testing.TB) *org.Organisation {
	t.Helper()
	o, problems := org.Load(fixtures.Organisation)
	for _, p := range problems {
		t.Error(p.Error())
	}
	return o
}

func TestSampleIsWithoutMistakes(t *testing.T) {
	o := sample(t)
	if o.Signature != "Leeds Goodturn" || o.Privacy != "goodturn.example/p" {
		t.Errorf("signed %q, privacy at %q", o.Signature, o.Privacy)
	}
	if o.Location.String() != "Europe/London" {
		t.Errorf("time zone %s", o.Location)
	}
	covered := map[string][]string{}
	for _, h := range o.Hubs {
		covered[h.ID] = h.Outward
	}
	if diff := cmp.Diff(map[string][]string{"north": {"LS6", "LS7"}, "east": {"LS8", "LS9"}}, covered); diff != "" {
		t.Error(diff)
	}
}

func TestSampleKindsAskWhatTheLawAsks(t *testing.T) {
	identity := []org.Check{org.Identity}
	want := map[string][]org.Check{
		"packing": {}, "prescription": identity, "shopping": identity, "call": identity, "dogs": identity, "outdoors": identity,
		"lift": {org.Identity, org.DBSEnhancedAdultsBarred, org.Licence, org.MOT, org.Insurer},
	}
	got := map[string][]org.Check{}
	for _, k := range sample(t).Kinds {
		got[k.ID] = k.AsksFor
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSamplePackingNeedsTheFirstThreeLessons(t *testing.T) {
	o := sample(t)
	if len(o.Handbook.Lessons) != 8 {
		t.Fatalf("%d lessons", len(o.Handbook.Lessons))
	}
	var first []string
	for _, l := range o.Handbook.Lessons[:3] {
		first = append(first, l.ID)
	}
	packing, _ := o.Kind("packing")
	if diff := cmp.Diff(first, packing.Lessons); diff != "" {
		t.Error(diff)
	}
	if !o.Induction.Counts(o.Handbook.Version) {
		t.Errorf("handbook %s does not count as %s", o.Handbook.Version, o.Induction.Minimum)
	}
}

// Only Ofcom's drama numbers, so that nobody's phone ever rings.
func TestSamplePhonesAreNobodys(t *testing.T) {
	o := sample(t)
	phones := []string{o.Safeguarding.Phone}
	for _, p := range o.OnCall.People {
		phones = append(phones, p.Phone)
	}
	for _, p := range o.Partners {
		phones = append(phones, p.Phone)
	}
	for _, p := range phones {
		if !strings.HasPrefix(p, "+447700900") || len(p) != len("+447700900000") {
			t.Errorf("%s is not a drama number", p)
		}
	}
	if len(o.OnCall.People) < 2 {
		t.Error("one person alone is on call")
	}
}

func TestSamplePhrases(t *testing.T) {
	o := sample(t)
	prescription, _ := o.Kind("prescription")
	for _, c := range []struct {
		phrase org.Phrase
		fields org.Fields
		want   string
	}{
		{prescription.Offer, org.Fields{Area: "LS6"}, "collect a prescription in LS6 and leave it at the door"},
		{prescription.Told, org.Fields{Volunteer: "Amina", By: "4pm"}, "Amina will bring your prescription by 4pm. They'll knock and step back. They won't come in, or ask for money or your card."},
		{prescription.Told, org.Fields{Volunteer: "Amina"}, "Amina will bring your prescription. They'll knock and step back. They won't come in, or ask for money or your card."},
		{prescription.Request, org.Fields{By: "4pm"}, "a prescription by 4pm"},
	} {
		got, err := c.phrase.Fill(c.fields)
		if err != nil || got != c.want {
			t.Errorf("%q filled: %q, %v", c.phrase, got, err)
		}
	}
}

func TestSampleTextsArePlain(t *testing.T) {
	o := sample(t)
	for _, k := range o.Kinds {
		for _, p := range []org.Phrase{k.Offer, k.Won, k.Told, k.Request} {
			if _, foreign := handbook.Segments(string(p)); foreign != 0 {
				t.Errorf("%s: %q in %q", k.ID, foreign, p)
			}
		}
	}
}

package org_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodturn/goodturn/internal/handbook"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/org/orgtest"
)

func TestSampleIsWithoutMistakes(t *testing.T) {
	o := orgtest.Leeds(t)
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
	for _, k := range orgtest.Leeds(t).Kinds {
		got[k.ID] = k.AsksFor
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSamplePackingNeedsTheFirstThreeLessons(t *testing.T) {
	o := orgtest.Leeds(t)
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
	o := orgtest.Leeds(t)
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
	o := orgtest.Leeds(t)
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

// The same organisation, in words that are all its own in Welsh.
func TestSampleInWelsh(t *testing.T) {
	o := orgtest.Leeds(t)
	cy := o.In("cy")
	if cy == o || o.In("pl") != o || o.In("") != o || o.In("en") != o || cy.In("cy") != cy {
		t.Error("a language is not found, or one that there is not is")
	}
	if cy.Signature != o.Signature || len(cy.Hubs) != len(o.Hubs) || cy.Safeguarding != o.Safeguarding || cy.Conduct.Version != o.Conduct.Version || cy.Location != o.Location {
		t.Error("it is another organisation in Welsh")
	}
	for i, k := range o.Kinds {
		in := cy.Kinds[i]
		if in.ID != k.ID || in.Name != k.Name || in.Minutes != k.Minutes || in.CountsAs != k.CountsAs || !slices.Equal(in.AsksFor, k.AsksFor) || !slices.Equal(in.Lessons, k.Lessons) {
			t.Errorf("%s is another kind of task in Welsh", k.ID)
		}
		if in.LocalName == k.LocalName || in.Offer == k.Offer || in.Won == k.Won || in.Told == k.Told && k.Told != "" || in.Request == k.Request || slices.Equal(in.Words, k.Words) {
			t.Errorf("%s has English words in Welsh: %+v", k.ID, in)
		}
	}
	for i, p := range o.Partners {
		if in := cy.Partners[i]; in.Does == p.Does || in.Phone != p.Phone || in.Name != p.Name {
			t.Errorf("%s in Welsh: %+v", p.ID, in)
		}
	}
	for i, l := range o.Handbook.Lessons {
		if in := cy.Handbook.Lessons[i]; in.ID != l.ID || in.Right != l.Right || in.Question == l.Question || in.Why == l.Why || len(in.Texts) != len(l.Texts) {
			t.Errorf("the lesson %s in Welsh: %+v", l.ID, in)
		}
	}
	if cy.Hubs[0].Open == o.Hubs[0].Open || cy.Conduct.Text == o.Conduct.Text || cy.Conduct.Bars == o.Conduct.Bars || cy.Conduct.URL != o.Conduct.URL {
		t.Errorf("%+v %+v", cy.Hubs[0], cy.Conduct)
	}
	prescription, _ := cy.Kind("prescription")
	got, err := prescription.Told.Fill(org.Fields{Volunteer: "Amina", By: "4pm"})
	if want := "Bydd Amina yn danfon eich presgripsiwn erbyn 4pm. Byddan nhw'n cnocio ac yn camu i ffwrdd. Fyddan nhw ddim yn dod i mewn, nac yn gofyn am arian na'ch cerdyn."; err != nil || got != want {
		t.Errorf("%q, %v", got, err)
	}
}

// A text may ask for a kind of task in either language, whichever the person's is.
func TestWordsForAreThoseOfAllLanguages(t *testing.T) {
	words := orgtest.Leeds(t).WordsFor("prescription")
	for _, w := range []string{"tablets", "tabledi", "fferyllfa"} {
		if !slices.Contains(words, w) {
			t.Errorf("%s is not among %v", w, words)
		}
	}
	if got := orgtest.Leeds(t).WordsFor("bathing"); len(got) > 0 {
		t.Error(got)
	}
}

func TestSampleTextsArePlain(t *testing.T) {
	o := orgtest.Leeds(t)
	for _, k := range o.Kinds {
		for _, p := range []org.Phrase{k.Offer, k.Won, k.Told, k.Request} {
			if _, foreign := handbook.Segments(string(p)); foreign != 0 {
				t.Errorf("%s: %q in %q", k.ID, foreign, p)
			}
		}
	}
}

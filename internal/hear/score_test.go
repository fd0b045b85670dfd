package hear

import (
	"bytes"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/goodturn/goodturn/flows/wording"
)

// ears are those of the program: the lists, the concepts and the samples.
var ears = sync.OnceValue(func() *Ears {
	es, err := Read(wording.Files, nil, nil, Cache{})
	if err != nil {
		panic(err)
	}
	return es
})

// floor is what must at least be reached on a file of samples.
type floor struct {
	right, wrong, recall, alarms float64
}

// TestScore holds hearing to what it reached on samples that it did not learn from:
// those that are open to be looked at, and those that were set aside before a rule
// was written and are only ever scored. The floors leave little room.
func TestScore(t *testing.T) {
	for file, f := range map[string]floor{
		"open/en.tsv":  {0.89, 0.05, 0.945, 0.02},
		"open/cy.tsv":  {0.88, 0.045, 0.93, 0.02},
		"aside/en.tsv": {0.945, 0.03, 0.98, 0.015},
		"aside/cy.tsv": {0.94, 0.035, 0.975, 0.03},
	} {
		raw, err := os.ReadFile("../../fixtures/hearing/" + file)
		if err != nil {
			t.Fatal(err)
		}
		samples, err := ReadSamples(bytes.NewReader(raw))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		var score Score
		for _, s := range samples {
			c, err := Context{Now: now, Kinds: sampleKinds, Places: samplePlaces}.Answering(s.Asked)
			if err != nil {
				t.Fatal(err)
			}
			h := ears().Hear(s.Text, c)
			score.Add(h.Language, s, h)
		}
		right, wrong := score.Total()
		recall, alarms := score.Danger()
		t.Logf("%s: right %.3f, silently wrong %.3f, danger heard %.3f, false alarms %.3f", file, right, wrong, recall, alarms)
		if right < f.right || wrong > f.wrong || recall < f.recall || alarms > f.alarms {
			t.Errorf("%s: worse than %+v", file, f)
		}
	}
}

func TestReportCountsByMeaningAndLanguage(t *testing.T) {
	var score Score
	for _, x := range []struct {
		s Sample
		h Heard
		v Verdict
	}{
		{Sample{Means: Need}, Heard{Meaning: Need}, Right},
		{Sample{Means: Need}, Heard{Meaning: Unclear}, Asked},
		{Sample{Means: Need}, Heard{Meaning: Join}, Wrong},
		{Sample{Means: Unclear}, Heard{Meaning: Accept}, Wrong},
		{Sample{Means: Danger, Facts: map[string]string{"kind": "gas"}}, Heard{Meaning: Danger, Danger: "gas"}, Right},
		{Sample{Means: Danger}, Heard{Meaning: Unclear}, Asked},
		{Sample{Means: Danger, Facts: map[string]string{"also": "need"}}, Heard{Meaning: Need, Also: []Meaning{Danger}}, Wrong},
		{Sample{Means: Done, Facts: map[string]string{"also": "off"}}, Heard{Meaning: Off, Also: []Meaning{Done}}, Right},
		{Sample{Asked: "outcome", Means: Done}, Heard{Meaning: Accept}, Right},
		{Sample{Asked: "agree", Means: Accept}, Heard{Meaning: Agree}, Right},
		{Sample{Facts: map[string]string{"name": "Jo"}}, Heard{Meaning: Accept, Slots: Slots{Name: "Jo"}}, Right},
	} {
		if v := score.Add("en", x.s, x.h); v != x.v {
			t.Errorf("%+v heard as %+v: %s", x.s, x.h, v)
		}
	}
	var out strings.Builder
	if err := score.Report(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"danger heard: 33.3% of 3, its kind right in 100.0%", "facts right: 100.0% of 1"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

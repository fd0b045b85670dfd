package hear

import (
	"os"
	"strings"
	"testing"

	"github.com/goodturn/goodturn/flows/wording"
)

// A text is heard by the words that it was learned from, and the same way each time
// that the ears are made.
func TestLearningIsTheSameEachTime(t *testing.T) {
	source, err := os.ReadFile("../../flows/wording/hearing.en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	lists := Sources{Lists: source, Samples: teaching(t, "en")[:400]}
	first, err := Load(lists)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Load(lists)
	if err != nil {
		t.Fatal(err)
	}
	for i, w := range first.judges.meaning.weights {
		if w != second.judges.meaning.weights[i] {
			t.Fatalf("weight %d is %v, then %v", i, w, second.judges.meaning.weights[i])
		}
	}
}

func TestLanguagesAreToldApart(t *testing.T) {
	foreign := func(text string) string {
		if strings.Contains(text, "potrzebuje") {
			return "pl"
		}
		return ""
	}
	tongues := []Tongue{
		{Language: "pl", Names: map[string]string{"en": "Polish"}, Danger: map[string]string{"medical": "nie moge oddychac", "violence": "bije mnie"}},
		{Language: "ur", Names: map[string]string{"en": "Urdu"}, Danger: map[string]string{"medical": "saans nahi"}},
	}
	es, err := newEars([]*Ear{ears().Ear("en")}, tongues, foreign)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]Heard{
		"potrzebuje pomocy z zakupami":                     {Meaning: Language, Language: "pl"},
		"bije mnie i nie moge oddychac, potrzebuje pomocy": {Meaning: Danger, Danger: "violence", Language: "pl"},
		"mujhe saans nahi aa rahi hai":                     {Meaning: Danger, Danger: "medical", Language: "ur"},
		"i need some shopping please":                      {Meaning: Need, Language: "en"},
		"ta duck":                                          {Meaning: Thanks, Language: "en"},
	} {
		h := es.Hear(text, Context{Now: now})
		if h.Meaning != want.Meaning || h.Danger != want.Danger || h.Language != want.Language {
			t.Errorf("%q: %s %s in %q, not %+v", text, h.Meaning, h.Danger, h.Language, want)
		}
	}
}

// What a coordinator adds is heard as it says, and teaches what is like it.
func TestAnAddedSampleIsHeard(t *testing.T) {
	text := "zibbedy zob the wotsit"
	if h := ears().Hear(text, Context{Now: now}); h.Meaning != Unclear {
		t.Fatalf("%q is known already: %s", text, h.Meaning)
	}
	source, err := os.ReadFile("../../flows/wording/hearing.en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	added := []Sample{{Asked: "any", Text: text, Means: Need}, {Asked: "any", Text: "yes", Means: Unclear}}
	ear, err := Load(Sources{Lists: source, Samples: added})
	if err != nil {
		t.Fatal(err)
	}
	if h := ear.Hear("Zibbedy zob the wotsit!", Context{Now: now}); h.Meaning != Need {
		t.Errorf("%s %v", h.Meaning, h.Why)
	}
}

func TestSamplesSayWhatTheySpeakBy(t *testing.T) {
	h := ears().Hear("his son keeps his pension and theres nowt in the fridge", Context{Now: now, Explain: true})
	if h.Meaning != Danger || !strings.Contains(strings.Join(h.Why, "; "), "samples: danger") || !strings.Contains(strings.Join(h.Why, "; "), ", by ") {
		t.Errorf("%s %q", h.Meaning, h.Why)
	}
}

// The language with the most samples lends them to the others, and not to one that is
// taught nothing.
func TestTheBestTaughtLanguageLends(t *testing.T) {
	lesson := func(word string, m Meaning, key uint64) lessons {
		return lessons{has: []traits{{features: []feature{mix(ofWord, hashed(word))}, said: 1, key: key}}, means: []class{{meaning: m}}}
	}
	few, most := lesson("da", Accept, 1), lesson("yes", Accept, 0)
	for key, word := range []string{"aye", "yep", "ok", "no"} {
		most = most.with(lesson(word, Accept, uint64(key*ruleless*lent)))
	}
	most = most.with(lesson("not lent", Accept, ruleless))
	all := borrowed([]lessons{few, most, {}})
	for i, want := range []int{6, 5, 0} {
		if got := len(all[i].has); got != want || len(all[i].means) != want {
			t.Errorf("language %d learns %d lessons, not %d", i, got, want)
		}
	}
	if &all[0].has[1].features[0] == &all[1].has[0].features[0] {
		t.Error("a lesson is shared, and learning uses it up")
	}
}

func TestSlipsAreMended(t *testing.T) {
	m := newMender(map[string]int{"shopping": 90, "want": 200, "what": 300, "need": 150, "you": 400, "rare": 2})
	for slip, want := range map[string]string{
		"shoping": "shopping", "wnat": "want", "nede": "need", "yuo": "you", "whats": "what", "rrae": "rrae", "yu": "yu", "": "",
	} {
		if got := m.mend(slip); got != want {
			t.Errorf("%q is mended to %q, not %q", slip, got, want)
		}
	}
}

// teaching are the samples that the program learns from.
func teaching(t testing.TB, language string) []Sample {
	samples, err := samplesIn(wording.Files, language)
	if err != nil {
		t.Fatal(err)
	}
	return samples
}

// A word that tells no language for sure is in the person's own.
func TestAShortTextIsInThePersonsLanguage(t *testing.T) {
	for own, texts := range map[string][]string{"en": {"stop", "sotp", "ok", "sorry"}, "cy": {"sotp", "stpo", "ok"}} {
		for _, text := range texts {
			if h := ears().Hear(text, Context{Now: now, Language: own}); h.Language != own {
				t.Errorf("%q from somebody who speaks %q is taken to be in %q", text, own, h.Language)
			}
		}
	}
}

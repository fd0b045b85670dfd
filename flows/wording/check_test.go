package wording_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/flows/wording"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/twilio"
)

func sample(t *testing.T) *org.Organisation {
	t.Helper()
	o, problems := org.Load(fixtures.Organisation)
	for _, p := range problems {
		t.Error(p)
	}
	return o
}

func sentences(t *testing.T) map[string]wording.Sentence {
	t.Helper()
	all, err := wording.Sentences("en")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Every text, with its fields as long as they come, is one that a phone can
// take and that no carrier acts on.
func TestTextsFitTheirSegments(t *testing.T) {
	all := sentences(t)
	samples := wording.SamplesFor(sample(t), all)
	for _, key := range slices.Sorted(maps.Keys(all)) {
		s := all[key]
		if !s.Texted {
			continue
		}
		for _, form := range s.Forms {
			if word := wording.OptOutAsked(form); word != "" {
				t.Errorf("%s:%d: %s asks for %s, which opts people out at the carrier", s.File, s.Line, key, word)
			}
			for _, args := range samples.For(key) {
				text, err := wording.Fill(form, args)
				if err != nil {
					t.Errorf("%s:%d: %s: %v: give the field a sample", s.File, s.Line, key, err)
					continue
				}
				n, encoding := twilio.Segments(text)
				if encoding != twilio.GSM7 {
					t.Errorf("%s:%d: %s has a character that makes a text cost double: %s", s.File, s.Line, key, text)
				}
				switch {
				case n > wording.SegmentsAtMost:
					t.Errorf("%s:%d: %s takes %d segments: %s", s.File, s.Line, key, n, text)
				case n > 2:
					t.Logf("%s takes %d segments: %s", key, n, text)
				}
			}
		}
	}
}

func TestSampleOrganisationsWordingIsRight(t *testing.T) {
	problems, err := wording.Check(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p)
	}
}

func TestCheckNamesMistakesInAnOrganisationsSentences(t *testing.T) {
	for name, c := range map[string]struct{ file, line, want string }{
		"unknown key":       {"en.yaml", `offer.can_yu: "Can you?"`, `wording/en.yaml:1: "offer.can_yu" is not the name of a sentence — did you mean "offer.can_you"?`},
		"unknown subject":   {"en.yaml", `lunch.menu: "Soup"`, `wording/en.yaml:1: "lunch.menu" is not the name of a sentence — look it up in Goodturn's folder flows/wording`},
		"unknown field":     {"en.yaml", `joining.joined: "Welcome, {{.Frist}}!"`, `wording/en.yaml:1: {{.Frist}} does not exist in joining.joined — did you mean "First"?`},
		"a field of others": {"en.yaml", `joining.name: "Your name, {{.Ref}}?"`, `wording/en.yaml:1: {{.Ref}} does not exist in joining.name — use one of: Area, Bars, Code, CodeURL, First, Name, Number, Postcode, Privacy, Signature`},
		"a loop":            {"en.yaml", `joining.name: "{{range .First}}a{{end}}"`, `wording/en.yaml:1: joining.name cannot be read: it holds more than words, {{.Field}} and {{if .Field}}...{{end}} — write the fields as Goodturn's own sentence has them`},
		"no dot":            {"en.yaml", `joining.joined: "Welcome, {{print .First}}!"`, `wording/en.yaml:1: joining.joined cannot be read: {{print}} is not a field; a field begins with a dot — write the fields as Goodturn's own sentence has them`},
		"a curly quote":     {"en.yaml", `joining.name: "What’s your name?"`, `wording/en.yaml:1: the character '’' in joining.name makes a text cost double — use the plain keyboard one: ' for a curly quote, - for a dash, ... for dots`},
		"too long":          {"en.yaml", `joining.name: "` + strings.Repeat("Your name, please. ", 30) + `"`, `wording/en.yaml:1: joining.name is too long: 4 texts' length when it is filled, and 3 is the most — shorten it`},
		"an opt-out word":   {"en.yaml", `joining.name: "Your name? Or text CANCEL."`, `wording/en.yaml:1: joining.name asks for CANCEL, which the phone company takes for an opt-out: they would hear no more of us — ask for another word`},
		"another language":  {"cy.yaml", `joining.name: "Beth yw eich enw?"`, `wording/cy.yaml: its name ends in "cy", which is not among the organisation's languages — name it by the language: en.yaml`},
		"words to hear":     {"hearing.en.yaml", `lists: []`, `wording/hearing.en.yaml: lists of words to hear are not read from an organisation's folder — take the file out, and send the phrases that were missed to Goodturn`},
		"all well":          {"en.yaml", `joining.name: "{{.Signature}}: your name, {{if .First}}{{.First}}, {{end}}please?"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := sample(t)
			o.Wording = fstest.MapFS{c.file: {Data: []byte(c.line + "\n")}}
			problems, err := wording.Check(o)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range problems {
				got = append(got, p.Error())
			}
			if diff := cmp.Diff(c.want, strings.Join(got, "\n")); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

// A long code of conduct is the organisation's, the sentence round it ours.
func TestCheckFindsSettingsThatMakeATextTooLong(t *testing.T) {
	o := sample(t)
	o.Conduct.Text = strings.Repeat("Be kind. ", 60)
	problems, err := wording.Check(o)
	if err != nil {
		t.Fatal(err)
	}
	if len(problems) != 1 || !strings.Contains(problems[0].Error(), "joining.conduct would be 5 texts' length with your settings in it") {
		t.Errorf("got %v", problems)
	}
}

func TestOptOutAsked(t *testing.T) {
	for sentence, want := range map[string]string{
		"Or text CANCEL.": "CANCEL", "Reply YES or QUIT": "QUIT", "STOP ends it.": "", "Text DONE at the END": "", `Text "END" to go`: "END", "text NEXT": "",
	} {
		if got := wording.OptOutAsked(sentence); got != want {
			t.Errorf("%q asks for %q, want %q", sentence, got, want)
		}
	}
}

package wording_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/goodturn/goodturn/flows/wording"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/org/orgtest"
	"github.com/goodturn/goodturn/internal/twilio"
)

// named are the mistakes that are found in an organisation's sentences, a line each.
func named(t *testing.T, o *org.Organisation) string {
	t.Helper()
	problems, err := wording.Check(o)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.Error())
	}
	return strings.Join(lines, "\n")
}

func sentences(t *testing.T, lang string) map[string]wording.Sentence {
	t.Helper()
	all, err := wording.Sentences(lang)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func languages(t *testing.T) []string {
	t.Helper()
	all, err := wording.Languages()
	if err != nil || !slices.Contains(all, "en") || !slices.Contains(all, "cy") {
		t.Fatal(all, err)
	}
	return all
}

// Every text, with its fields as long as they come, is one that a phone can
// take and that no carrier acts on.
func TestTextsFitTheirSegments(t *testing.T) {
	for _, lang := range languages(t) {
		t.Run(lang, func(t *testing.T) {
			all := sentences(t, lang)
			said := sentences(t, "en")
			maps.Copy(said, all)
			samples := wording.SamplesFor(orgtest.Leeds(t).In(lang), said)
			for _, key := range slices.Sorted(maps.Keys(all)) {
				if s := all[key]; s.Texted {
					fits(t, lang, s, samples)
				}
			}
		})
	}
}

func fits(t *testing.T, lang string, s wording.Sentence, samples *wording.Samples) {
	t.Helper()
	for _, form := range s.Forms {
		if word := wording.OptOutAsked(lang, form); word != "" {
			t.Errorf("%s:%d: %s asks for %s, which opts people out at the carrier", s.File, s.Line, s.Key, word)
		}
		for _, args := range samples.For(s.Key) {
			text, err := wording.Fill(form, args)
			if err != nil {
				t.Errorf("%s:%d: %s: %v: give the field a sample", s.File, s.Line, s.Key, err)
				continue
			}
			n, encoding := twilio.Segments(text)
			if encoding != twilio.GSM7 {
				t.Errorf("%s:%d: %s has a character that makes a text cost double: %s", s.File, s.Line, s.Key, text)
			}
			switch {
			case n > wording.SegmentsAtMost:
				t.Errorf("%s:%d: %s takes %d segments: %s", s.File, s.Line, s.Key, n, text)
			case n > 2:
				t.Logf("%s takes %d segments: %s", s.Key, n, text)
			}
		}
	}
}

// Each language has every text, and no other; and what it fills in is known where
// it is said.
func TestLanguagesHaveTheSameTexts(t *testing.T) {
	english := sentences(t, "en")
	for _, lang := range languages(t) {
		all := sentences(t, lang)
		for _, key := range slices.Sorted(maps.Keys(english)) {
			if _, ok := all[key]; english[key].Texted && !ok {
				t.Errorf("texts.%s.yaml lacks %s", lang, key)
			}
		}
		for _, key := range slices.Sorted(maps.Keys(all)) {
			s, ours := all[key], english[key]
			if len(ours.Forms) == 0 {
				t.Errorf("%s:%d: English has no %s", s.File, s.Line, key)
				continue
			}
			known := append(fieldsOf(t, ours), "Signature", "Privacy", "First", "Name", "Area", "Postcode", "Number", "Code", "CodeURL", "Bars")
			for _, field := range fieldsOf(t, s) {
				if !slices.Contains(known, field) {
					t.Errorf("%s:%d: {{.%s}} is not known in %s", s.File, s.Line, field, key)
				}
			}
		}
	}
}

func fieldsOf(t *testing.T, s wording.Sentence) []string {
	t.Helper()
	fields, err := wording.Fields(strings.Join(s.Forms, " "))
	if err != nil {
		t.Fatalf("%s:%d: %s: %v", s.File, s.Line, s.Key, err)
	}
	return fields
}

// What is filled in stands in the language of its sentence: a text that is Welsh
// and English by turns helps nobody.
func TestWelshIsFilledInWithWelsh(t *testing.T) {
	o := orgtest.Leeds(t)
	english := wording.SamplesFor(o, sentences(t, "en"))
	welsh := wording.SamplesFor(o.In("cy"), sentences(t, "cy"))
	for _, c := range []struct{ key, field string }{
		{"time.this_week", "Day"}, {"time.later", "Month"}, {"asking.sent", "Promised"}, {"asking.sent", "Subject"}, {"joining.heard", "Heard"},
		{"joining.kinds", "Options"}, {"joining.conduct", "Code"}, {"joining.conduct", "Bars"}, {"offer.yours", "Won"}, {"progress.taken", "Told"},
		{"offer.can_you", "What"}, {"induction.lesson", "Text"}, {"induction.question", "Question"}, {"progress.signposted", "Does"},
		{"tasks.none", "Why"}, {"alarm.ring", "Why"},
	} {
		en, cy := english.For(c.key)[0][c.field], welsh.For(c.key)[0][c.field]
		if en == nil || cy == nil || en == "" || cy == "" || en == cy {
			t.Errorf("{{.%s}} of %s: %v in English, %v in Welsh", c.field, c.key, en, cy)
		}
	}
}

func TestSampleOrganisationsWordingIsRight(t *testing.T) {
	problems, err := wording.Check(orgtest.Leeds(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p)
	}
}

func TestCheckNamesMistakesInAnOrganisationsSentences(t *testing.T) {
	for name, c := range map[string]struct{ file, line, want string }{
		"unknown key":          {"en.yaml", `offer.can_yu: "Can you?"`, `wording/en.yaml:1: "offer.can_yu" is not the name of a sentence — did you mean "offer.can_you"?`},
		"unknown subject":      {"en.yaml", `lunch.menu: "Soup"`, `wording/en.yaml:1: "lunch.menu" is not the name of a sentence — look it up in Goodturn's folder flows/wording`},
		"unknown field":        {"en.yaml", `joining.joined: "Welcome, {{.Frist}}!"`, `wording/en.yaml:1: {{.Frist}} does not exist in joining.joined — did you mean "First"?`},
		"a field of others":    {"en.yaml", `joining.name: "Your name, {{.Ref}}?"`, `wording/en.yaml:1: {{.Ref}} does not exist in joining.name — use one of: Area, Bars, Code, CodeURL, First, Name, Number, Postcode, Privacy, Signature, TextOnly`},
		"a loop":               {"en.yaml", `joining.name: "{{range .First}}a{{end}}"`, `wording/en.yaml:1: joining.name cannot be read: it holds more than words, {{.Field}} and {{if .Field}}...{{end}} — write the fields as Goodturn's own sentence has them`},
		"no dot":               {"en.yaml", `joining.joined: "Welcome, {{print .First}}!"`, `wording/en.yaml:1: joining.joined cannot be read: {{print}} is not a field; a field begins with a dot — write the fields as Goodturn's own sentence has them`},
		"a curly quote":        {"en.yaml", `joining.name: "What’s your name?"`, `wording/en.yaml:1: the character '’' in joining.name makes a text cost double — use the plain keyboard one: ' for a curly quote, - for a dash, ... for dots`},
		"too long":             {"en.yaml", `joining.name: "` + strings.Repeat("Your name, please. ", 30) + `"`, `wording/en.yaml:1: joining.name is too long: 4 texts' length when it is filled, and 3 is the most — shorten it`},
		"an opt-out word":      {"en.yaml", `joining.name: "Your name? Or text CANCEL."`, `wording/en.yaml:1: joining.name asks for CANCEL, which the phone company takes for an opt-out: they would hear no more of us — ask for another word`},
		"another language":     {"pl.yaml", `joining.name: "Jak masz na imie?"`, `wording/pl.yaml: its name ends in "pl", which is not among the organisation's languages — name it by the language: en.yaml`},
		"words to hear":        {"hearing.en.yaml", `lists: []`, `wording/hearing.en.yaml: lists of words to hear are not read from an organisation's folder — take the file out, and send the phrases that were missed to Goodturn`},
		"Welsh, unknown key":   {"cy.yaml", `joining.enw: "Eich enw?"`, `wording/cy.yaml:1: "joining.enw" is not the name of a sentence — did you mean "joining.known"?`},
		"Welsh, unknown field": {"cy.yaml", `joining.joined: "Croeso, {{.Enw}}!"`, `wording/cy.yaml:1: {{.Enw}} does not exist in joining.joined — use one of: Area, Bars, Code, CodeURL, First, Hub, Name, Number, Postcode, Privacy, Signature, TextOnly`},
		"Welsh, a roof":        {"cy.yaml", `joining.name: "Eich enw, ar ôl hyn?"`, `wording/cy.yaml:1: the character 'ô' in joining.name makes a text cost double — use the plain keyboard one: ' for a curly quote, - for a dash, ... for dots`},
		"Welsh, an opt-out":    {"cy.yaml", `joining.name: "Eich enw? Neu atebwch END."`, `wording/cy.yaml:1: joining.name asks for END, which the phone company takes for an opt-out: they would hear no more of us — ask for another word`},
		"Welsh, too long":      {"cy.yaml", `joining.name: "` + strings.Repeat("Eich enw, plis. ", 30) + `"`, `wording/cy.yaml:1: joining.name is too long: 4 texts' length when it is filled, and 3 is the most — shorten it`},
		"Welsh, all well":      {"cy.yaml", `joining.name: "{{.Signature}}: eich enw, plis?"`, ""},
		"all well":             {"en.yaml", `joining.name: "{{.Signature}}: your name, {{if .First}}{{.First}}, {{end}}please?"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := orgtest.Leeds(t)
			o.Wording = fstest.MapFS{c.file: {Data: []byte(c.line + "\n")}}
			if diff := cmp.Diff(c.want, named(t, o)); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

// A language that Goodturn does not speak is spoken once all of it is there; its
// letters cost what they cost.
func TestCheckNamesWhatALanguageLacks(t *testing.T) {
	o := orgtest.Leeds(t)
	o.Languages = []string{"en", "pl"}
	wants := func(folder fstest.MapFS, want string) {
		t.Helper()
		o.Wording = folder
		if all := named(t, o); want == "" && all != "" || !strings.HasPrefix(all, want) {
			t.Errorf("got %s, want %s", all, want)
		}
	}
	wants(nil, `wording/pl.yaml: what is texted in "pl" lacks alarm.label, alarm.passed_on, alarm.ring and `)
	all := ""
	for key, s := range sentences(t, "en") {
		if s.Texted && key != "alarm.ring" {
			all += key + ": \"Cześć.\"\n"
		}
	}
	wants(fstest.MapFS{"pl.yaml": {Data: []byte(all)}}, `wording/pl.yaml: what is texted in "pl" lacks alarm.ring — write them there`)
	all += "alarm.ring: \"Cześć.\"\n"
	wants(fstest.MapFS{"pl.yaml": {Data: []byte(all)}}, "")
}

// A long code of conduct is the organisation's, the sentence round it ours.
func TestCheckFindsSettingsThatMakeATextTooLong(t *testing.T) {
	o := orgtest.Leeds(t)
	o.Conduct.Text = strings.Repeat("Be kind. ", 60)
	problems, err := wording.Check(o)
	if err != nil {
		t.Fatal(err)
	}
	if len(problems) != 1 || !strings.Contains(problems[0].Error(), "joining.conduct would be 5 texts' length with your settings in it") {
		t.Errorf("got %v", problems)
	}
}

// So is the Welsh code the organisation's.
func TestCheckFindsWordsInALanguageThatMakeATextTooLong(t *testing.T) {
	o := orgtest.Leeds(t)
	o.In("cy").Conduct.Text = strings.Repeat("Byddwch yn garedig. ", 30)
	problems, err := wording.Check(o)
	if err != nil {
		t.Fatal(err)
	}
	if len(problems) != 1 || !strings.HasPrefix(problems[0].Error(), "cy/words.yaml: joining.conduct would be ") || !strings.Contains(problems[0].Remedy, "wording/cy.yaml") {
		t.Errorf("got %v", problems)
	}
}

func TestOptOutAsked(t *testing.T) {
	for _, c := range []struct{ lang, sentence, want string }{
		{"en", "Or text CANCEL.", "CANCEL"}, {"en", "Reply YES or QUIT", "QUIT"}, {"en", "STOP ends it.", ""}, {"en", "Text DONE at the END", ""},
		{"en", `Text "END" to go`, "END"}, {"en", "text NEXT", ""},
		{"cy", "Atebwch IE neu QUIT", "QUIT"}, {"cy", "STOP: dim mwy.", ""}, {"cy", "Tecstiwch NESAF", ""}, {"cy", "Gofynnwch am END.", "END"},
	} {
		if got := wording.OptOutAsked(c.lang, c.sentence); got != c.want {
			t.Errorf("%q asks for %q, want %q", c.sentence, got, c.want)
		}
	}
}

package bottest_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodturn/goodturn/bot/bottest"
)

const sample = `# Pam asks.
at 2026-11-24 10:00
phone Pam Hirst +447700900102

Pam > can anyone get my tablets
Pam < Leeds Goodturn: thank you Pam, we have it: a prescription by 4pm. Beckside Hub will look now. We'll text
    by 10.20am, whatever happens.
[north] Pam, LS6: a prescription by 4pm. If nobody acts, she waits.
    > can anyone get my tablets
    (Approve) (Edit)
Joe presses "Ask them something" on "Pam, LS6" in north
Joe sees a form: Ask Pam
    What to ask =

# He asks.
Joe fills in
    What to ask = "Which chemist? \nAnd which road?"
[north] under "Pam, LS6": Joe: Which chemist?
    And which road?
given + 20 minutes
Pam sends a picture: this one
+ 2 hours
(12:20)
Pam < " two  spaces "
at tomorrow 09:00
at Saturday 09:00
Joe presses the old Approve on "Pam" in north
Joe sees: Joe has this already.
check Pam sent at most 8 texts
# The end.
`

func TestTranscriptReadsAsWritten(t *testing.T) {
	got, err := bottest.Parse("sample.txt", sample)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sample, got.String()); diff != "" {
		t.Errorf("the transcript is written back otherwise (-want +got):\n%s", diff)
	}
	starts, ok := got.Begins(time.UTC)
	if want := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC); !ok || !starts.Equal(want) {
		t.Errorf("it begins at %v, want %v", starts, want)
	}
	var kinds []bottest.Kind
	for _, s := range got.Statements {
		kinds = append(kinds, s.Do.Kind)
	}
	want := []bottest.Kind{
		bottest.Begin, bottest.SetPhone, bottest.Text, bottest.Press, bottest.Fill, bottest.MoveBy, bottest.Text,
		bottest.MoveBy, bottest.MoveTo, bottest.MoveTo, bottest.Press, bottest.Count,
	}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Errorf("statements (-want +got):\n%s", diff)
	}
	text := got.Statements[2].Outputs[0].Head
	if !strings.HasSuffix(text, "We'll text by 10.20am, whatever happens.") {
		t.Errorf("a folded text reads %q", text)
	}
	if v := got.Statements[4].Do.Fields[0].Value; v != "Which chemist? \nAnd which road?" {
		t.Errorf("a field in quotes reads %q", v)
	}
	if s := got.Statements[5]; !s.Silent {
		t.Error("a line with \"given\" is not silent")
	}
}

func TestParseErrorsNameLineAndRemedy(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"Amina shouts hello", "d.txt:1: \"Amina shouts hello\" is not understood: write what somebody does"},
		{"# note\nAmina < hello", "d.txt:2: this is what comes of something, and nothing was done yet"},
		{"    Amina > hello", "d.txt:1: a line that begins with spaces goes on from the one above, and there is none: take the spaces away"},
		{"Amina > hello\n\n    more", "d.txt:3: a line that begins with spaces goes on from the one above, and a note"},
		{"at 2026-11-24 10:00\nat 25:00", "d.txt:2: 25:00 is no time of day: write it like 09:30"},
		{"at 2026-13-24 10:00", "d.txt:1: 2026-13-24 is no date: write it like 2026-11-24"},
		{"+ 0 minutes", "d.txt:1: the clock cannot move by so much"},
		{"+ 99999999999999999999 weeks", "d.txt:1: the clock cannot move by so much"},
		{"Amina >", "d.txt:1: no words stand here: write \"\" for an empty text"},
		{"Amina > \"hello", "d.txt:1: the quotes are not closed"},
		{"phone Amina 07700900101\nJoe fills in\n    What is it", "d.txt:3: \"What is it\" is no field of a form: write the field's name, \" = \""},
		{"given Amina > hi\nAmina < hello", "d.txt:2: what comes of a line with \"given\" is not looked at: take \"given\" away"},
		{"ID of Amina is seen", "d.txt:1: this is played unseen: write \"given\" before it"},
		{"given check Amina sent at most 8 texts", "d.txt:1: a check is not given"},
	} {
		_, err := bottest.Parse("d.txt", tc.text)
		var parse *bottest.ParseError
		if !errors.As(err, &parse) || !strings.HasPrefix(err.Error(), tc.want) || parse.Remedy == "" {
			t.Errorf("%q: error %v, want %s…", tc.text, err, tc.want)
		}
	}
}

func TestMomentsAreTheNextThatFit(t *testing.T) {
	friday := time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"at 10:00":            "2026-11-27 10:00",
		"at 09:00":            "2026-11-28 09:00",
		"at tomorrow 09:00":   "2026-11-28 09:00",
		"at tomorrow 11:00":   "2026-11-28 11:00",
		"at Friday 09:00":     "2026-12-04 09:00",
		"at Friday 11:00":     "2026-11-27 11:00",
		"at Saturday 09:00":   "2026-11-28 09:00",
		"at 2026-12-24 10:00": "2026-12-24 10:00",
	} {
		got, err := bottest.Parse("d.txt", "phone Amina +447700900101\n"+text)
		if err != nil {
			t.Fatal(err)
		}
		if at := got.Statements[1].Do.When.After(friday).Format("2006-01-02 15:04"); at != want {
			t.Errorf("%s on Friday at ten is %s, want %s", text, at, want)
		}
	}
}

// What can be read is written back so that it reads the same.
func FuzzParse(f *testing.F) {
	f.Add(sample)
	f.Add("Amina > \"\"\nAmina < \"\\n\"\n[north] x\n    - y\n[north, changed]\n(Mon 2 Jan 15:04)\n")
	f.Add("given Amina is a volunteer for packing, dogs in LS6 3HN\nJoe types /goodturn queue in north")
	f.Add("whatsapp:+447700900101 < hello\n\t x\n\u00a0\u2003 > y")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := bottest.Parse("f.txt", text)
		if err != nil {
			var parse *bottest.ParseError
			if !errors.As(err, &parse) || parse.Line < 1 || parse.Problem == "" || parse.Remedy == "" {
				t.Fatalf("an error without line and remedy: %v", err)
			}
			return
		}
		written := got.String()
		again, err := bottest.Parse("f.txt", written)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%q", err, written)
		}
		if second := again.String(); second != written {
			t.Fatalf("written twice, it differs:\n%q\n%q", written, second)
		}
		if len(again.Statements) != len(got.Statements) {
			t.Fatalf("%d statements, then %d", len(got.Statements), len(again.Statements))
		}
	})
}

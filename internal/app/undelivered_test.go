package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/sandbox"
)

// cardsWith are the cards of a channel that show the words.
func cardsWith(s *Stage, channel, words string) []string {
	var shown []string
	for _, m := range s.Slack.Messages(channel) {
		if text := m.Flat(); strings.Contains(text, words) {
			shown = append(shown, text)
		}
	}
	return shown
}

// However many texts to somebody never arrive, a coordinator has one case, and
// another person has one of their own.
func TestTextsThatNeverArriveAreOneCaseAPerson(t *testing.T) {
	t.Parallel()
	stage, w := stand(t, fixtures.Organisation)
	act(t, w, `phone Pam Hirst +447700900102
phone Bob Bell +447700900103
given Pam > can anyone get my tablets from boots by 8pm. Pam Hirst 12 Ash Rd LS6 2AB
given Bob > can anyone get my tablets from boots by 8pm. Bob Bell 14 Ash Rd LS6 2AB`)
	stage.Twilio.SetFate("+447700900102", 30003)
	stage.Twilio.SetFate("+447700900103", 30006)
	act(t, w, "phone Pam Hirst +447700900102\nphone Bob Bell +447700900103\ngiven Pam > yes\ngiven Bob > yes\ngiven Pam > status\ngiven Pam > is anyone coming")
	never := cardsWith(stage, "north-hub", "will never arrive")
	if len(never) != 2 {
		t.Fatalf("%d cases, want one for each of two people: %s", len(never), strings.Join(never, "\n--\n"))
	}
	if !slices.ContainsFunc(never, func(c string) bool { return strings.Contains(c, "3 texts to Pam") }) ||
		!slices.ContainsFunc(never, func(c string) bool { return strings.Contains(c, "A text to Bob") }) {
		t.Errorf("the cases show %s", strings.Join(never, "\n--\n"))
	}
}

// The people on call are rung again and again while nobody has it. When texts do
// not leave meanwhile, each gets one alarm afterwards, not one for each time.
func TestAnAlarmThatCouldNotLeaveRingsOnce(t *testing.T) {
	t.Parallel()
	stage, w := stand(t, fixtures.Organisation)
	stage.Twilio.Fail(sandbox.Fault{Kind: sandbox.RateLimited, Match: "POST /2010-04-01", Times: -1})
	act(t, w, "phone Pam Hirst +447700900102\ngiven Pam > cant breathe properly chest so tight")
	for range 20 {
		if err := stage.Move(t.Context(), stage.Clock.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	stage.Twilio.Heal()
	const ruth = "+447700900801"
	if !weathered(t, stage, func() bool { return len(texts(stage, ruth, 0)) > 0 && len(texts(stage, "+447700900102", 0)) > 1 }) {
		t.Fatal("no alarm ever came")
	}
	if err := w.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := texts(stage, ruth, 0); len(got) > 2 {
		t.Errorf("%d alarms came at once after 20 minutes", len(got))
	}
}

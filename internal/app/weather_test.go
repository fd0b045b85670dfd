package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/sandbox"
)

// Whatever goes wrong at Twilio or Slack for a while: within minutes everybody
// has got what they should have, and nobody twice.
func TestBadWeatherAtTheProviders(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]sandbox.Fault{
		"limited":                    {Kind: sandbox.RateLimited, Times: 2},
		"errors":                     {Kind: sandbox.ServerError},
		"cut off after it was taken": {Kind: sandbox.CutAfter},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stage, w := stand(t, fixtures.Organisation)
			twilio, slack := fault, fault
			twilio.Match, slack.Match = "POST /2010-04-01", "POST /api/chat.postMessage"
			stage.Twilio.Fail(twilio)
			stage.Slack.Fail(slack)
			act(t, w, "phone Pam Hirst "+pam+"\nPam > can anyone get my tablets from boots by 8pm. Pam Hirst 12 Ash Rd LS6 2AB\nPam > yes")
			shows := func() bool {
				card, ok := stage.Slack.Find("north-hub", "Pam agrees")
				return ok && len(card.Buttons()) > 0 && len(texts(stage, pam, 0)) >= 2
			}
			if !weathered(t, stage, shows) {
				t.Error("it is never as it should be")
			}
			if err := w.settle(t.Context()); err != nil {
				t.Fatal(err)
			}
			got := texts(stage, pam, 0)
			if len(got) != 2 || !strings.Contains(got[0], "we have it") || !strings.HasPrefix(got[1], "Thank you") {
				t.Errorf("Pam got %d texts, want two in their order: %q", len(got), got)
			}
			cards := stage.Slack.Messages("north-hub")
			if len(cards) != 1 || !strings.Contains(cards[0].Flat(), "Pam agrees") {
				var shown []string
				for _, c := range cards {
					shown = append(shown, c.Flat())
				}
				t.Errorf("the channel shows %d cards, want one that is up to date: %s", len(cards), fmt.Sprint(shown))
			}
		})
	}
}

// weathered lets time go by, the stage's and a little of our own, until things
// are as they should be; the program waits for its retries in real time, and
// for what it cannot know in the stage's.
func weathered(t *testing.T, s *Stage, shows func() bool) bool {
	t.Helper()
	for range 2400 {
		if shows() {
			return true
		}
		if err := s.Move(t.Context(), s.Clock.Now().Add(200*time.Millisecond)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(25 * time.Millisecond)
	}
	return false
}

package app

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/sandbox"
)

// asked gets one of the operator's pages.
func asked(t *testing.T, s *Stage, page string) (status int, body string) {
	t.Helper()
	resp, err := http.Get("http://" + s.App.Addr() + page)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(raw)
}

// residents text one after another while a provider is out of order.
var residents = []string{"Ann Ash", "Bob Bell", "Cat Cole", "Dan Dale", "Eve East", "Fay Fox"}

func residentPhone(i int) string { return fmt.Sprintf("+4477009002%02d", i) }

// Whatever is wrong with both providers for an hour: texts are taken, nothing is
// sent twice, and afterwards everything goes.
func TestAnHourWithoutProviders(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault sandbox.Fault
		taken bool   // the providers take what they say that they did not
		says  string // of Twilio, on /readyz
	}{
		"too many requests":                   {fault: sandbox.Fault{Kind: sandbox.RateLimited, RetryAfter: 30 * time.Second}, says: "twilio: held since"},
		"errors":                              {fault: sandbox.Fault{Kind: sandbox.ServerError}, says: "twilio: down since"},
		"a proxy's page":                      {fault: sandbox.Fault{Kind: sandbox.BadGateway}, says: "twilio: down since"},
		"cut off":                             {fault: sandbox.Fault{Kind: sandbox.CutBefore}, says: "twilio: down since"},
		"errors, and yet it is taken":         {fault: sandbox.Fault{Kind: sandbox.ServerError, Taken: true}, taken: true},
		"cut off after it was taken":          {fault: sandbox.Fault{Kind: sandbox.CutAfter}, taken: true},
		"an answer that cannot be read":       {fault: sandbox.Fault{Kind: sandbox.WrongJSON}, taken: true},
		"no answer, twice":                    {fault: sandbox.Fault{Kind: sandbox.Hang, Times: 2}},
		"an answer after nine seconds, twice": {fault: sandbox.Fault{Kind: sandbox.Slow, Times: 2, Delay: 9 * time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if testing.Short() && (c.fault.Kind == sandbox.Hang || c.fault.Kind == sandbox.Slow) {
				t.Skip("it waits for ten seconds, again and again")
			}
			stage, w := stand(t, fixtures.Organisation)
			twilio, slack := c.fault, c.fault
			twilio.Match, slack.Match = "/2010-04-01", "/api/chat."
			if c.taken || c.fault.Times > 0 {
				twilio.Match = "POST /2010-04-01" // its list tells what became of it
			}
			if c.fault.Times == 0 {
				twilio.Times, slack.Times = -1, -1
			}
			stage.Twilio.Fail(twilio)
			stage.Slack.Fail(slack)
			began := stage.Clock.Now()
			for i, who := range residents {
				act(t, w, fmt.Sprintf("phone %s %s\n%s > can anyone get my tablets from boots by 8pm. %s 12 Ash Rd LS6 2AB",
					who, residentPhone(i), strings.Fields(who)[0], who))
				if err := stage.Move(t.Context(), began.Add(time.Duration(i+1)*7*time.Minute)); err != nil {
					t.Fatal(err)
				}
			}
			act(t, w, "phone Kim King +447700900299\nKim > cant breathe properly chest so tight")
			if err := stage.Move(t.Context(), began.Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			status, line := asked(t, stage, "/readyz")
			if status != http.StatusOK || !strings.Contains(line, c.says) {
				t.Errorf("%d %s, want 200 and %q", status, line, c.says)
			}
			stage.Twilio.Heal()
			stage.Slack.Heal()
			if !weathered(t, stage, func() bool {
				return everybodyHeard(stage) && strings.HasPrefix(stage.App.outlook(), "twilio: ok; slack: ok")
			}) {
				_, line := asked(t, stage, "/readyz")
				t.Fatalf("it is never as it should be: %s", line)
			}
			if err := w.settle(t.Context()); err != nil {
				t.Fatal(err)
			}
			onceEach(t, stage)
		})
	}
}

// everybodyHeard reports whether each resident has an answer and a card, and
// whether the danger is shown.
func everybodyHeard(s *Stage) bool {
	for i, who := range residents {
		if len(texts(s, residentPhone(i), 0)) == 0 || len(cardsWith(s, "north-hub", strings.Fields(who)[0]+", LS6")) == 0 {
			return false
		}
	}
	return len(texts(s, "+447700900299", 0)) > 0 && len(texts(s, "+447700900801", 0)) > 0 && len(cardsWith(s, "safeguarding", "DANGER")) > 0
}

// onceEach checks that nobody got anything twice, but for the people on call.
func onceEach(t *testing.T, s *Stage) {
	t.Helper()
	for i, who := range residents {
		got := texts(s, residentPhone(i), 0)
		if all := slices.Sorted(slices.Values(got)); len(slices.Compact(all)) < len(got) {
			t.Errorf("%s got a text twice: %q", who, got)
		}
		if n := len(cardsWith(s, "north-hub", strings.Fields(who)[0]+", LS6")); n != 1 {
			t.Errorf("%d cards show %s", n, who)
		}
	}
	if n := len(cardsWith(s, "safeguarding", "DANGER")); n != 1 {
		t.Errorf("%d cards show the danger", n)
	}
}

package app

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/sandbox"
)

// Four hundred replies wait for a sender of ten texts a second, concerns wait for
// the safeguarding channel, and Slack asks a channel to wait: danger is before all
// of them. Five seconds are fifty of the sender's turns, and five of a channel's.
func TestDangerIsAheadOfAllThatWaits(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("its clock runs as ours does")
	}
	const crowd, concerns = 400, 20
	for name, limited := range map[string]time.Duration{"a hub's channel is limited for a minute": time.Minute, "the safeguarding channel is, for three seconds": 3 * time.Second} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stage, _ := standOn(t, StageOptions{Org: fixtures.Organisation, Dir: t.TempDir(), Runs: true, paced: true})
			app := stage.App
			stage.Slack.Fail(sandbox.Fault{Match: "POST /api/chat.postMessage", Kind: sandbox.RateLimited, RetryAfter: limited})
			if limited == time.Minute {
				opened(t, app, "case/hub", desk.Open{Kind: desk.WantsPerson, Hub: "north"})
			} else {
				opened(t, app, "case/first", desk.Open{Kind: desk.Concern, Hub: "north"})
			}
			until(t, "a channel is limited", func() bool { return app.outlook() != "twilio: ok; slack: ok" })
			each(t, crowd, func(ctx context.Context, i int) error {
				resp, err := stage.Twilio.Text(ctx, fmt.Sprintf("+44770090%04d", 1000+i), "hello")
				if err == nil && resp.Status != http.StatusOK {
					err = fmt.Errorf("answered %d", resp.Status)
				}
				return err
			})
			for i := range concerns {
				opened(t, app, fmt.Sprintf("case/concern%d", i), desk.Open{Kind: desk.Concern, Hub: "north"})
			}
			sent := func() (n int) {
				for _, p := range stage.Twilio.Snapshot().Phones {
					for _, m := range p.Messages {
						if !m.Inbound() {
							n++
						}
					}
				}
				return n
			}
			shown := func() int { return len(stage.Slack.Messages("safeguarding")) }
			texted, carded := sent(), shown()
			if texted > crowd/2 {
				t.Skipf("%d of %d replies are sent already: this machine is too slow to have a queue", texted, crowd)
			}
			if _, err := stage.Twilio.Text(t.Context(), kim, "cant breathe properly chest so tight"); err != nil {
				t.Fatal(err)
			}
			until(t, "the people on call are texted", func() bool {
				return len(texts(stage, "+447700900801", 0)) > 0 && len(texts(stage, "+447700900802", 0)) > 0 && len(texts(stage, "+447700900803", 0)) > 0
			})
			if before := sent() - texted; before > 50 {
				t.Errorf("%d texts left before all on call were told", before)
			}
			until(t, "the safeguarding channel shows it", func() bool { return len(cardsWith(stage, "safeguarding", "DANGER")) > 0 })
			if before := shown() - carded; before > 5 {
				t.Errorf("%d cards were shown before the danger's", before)
			}
		})
	}
}

// opened opens a case.
func opened(t *testing.T, a *App, id string, c desk.Open) {
	t.Helper()
	raw, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.office.Handle(t.Context(), post.Letter{ID: "open/" + id, To: id, Kind: desk.LetterOpen, Data: raw}); err != nil {
		t.Fatal(err)
	}
}

// until waits for what happens by itself.
func until(t *testing.T, what string, so func() bool) {
	t.Helper()
	for range 6000 {
		if so() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("it never comes to it that %s", what)
}

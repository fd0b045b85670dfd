package app

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/sandbox"
)

// Twilio is down for two hours while an offer and its reminder run out. Pam gets
// her answers when it is back; Amina is not asked for what is over.
func TestAnOfferThatRanOutWhileTwilioWasDownIsNeverTexted(t *testing.T) {
	t.Parallel()
	stage, w := stand(t, fixtures.Organisation)
	act(t, w, "phone Amina Khan "+amina+"\nphone Pam Hirst "+pam+"\ngiven Amina is a volunteer for prescriptions in LS6\ngiven ID of Amina is seen")
	had := len(texts(stage, amina, 0))
	act(t, w, "phone Pam Hirst "+pam+"\nPam > can anyone get my tablets from boots by 8pm. Pam Hirst 12 Ash Rd LS6 2AB")
	stage.Twilio.Fail(sandbox.Fault{Match: "/2010-04-01", Times: -1, Kind: sandbox.ServerError})
	act(t, w, "phone Pam Hirst "+pam+"\nPam > yes\nJoe presses Approve on \"Pam\" in north")
	for range 12 {
		if err := stage.Move(t.Context(), stage.Clock.Now().Add(10*time.Minute)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(60 * time.Millisecond)
	}
	page := func(path string) string {
		r := httptest.NewRecorder()
		stage.App.handler().ServeHTTP(r, httptest.NewRequest(http.MethodGet, path, http.NoBody))
		if r.Code != http.StatusOK {
			t.Errorf("%s answers %d", path, r.Code)
		}
		return r.Body.String()
	}
	if line := page("/readyz"); !strings.Contains(line, "twilio: down since 1") || !strings.Contains(line, "wait, the oldest 1") || !strings.Contains(line, "slack: ok") {
		t.Errorf("/readyz says %q", line)
	}
	if all := page("/metrics"); !strings.Contains(all, `goodturn_gate{sender="text",state="down"} 1`) || strings.Contains(all, `goodturn_queue_waiting{sender="text"} 0`) {
		t.Error("/metrics do not show that texts wait")
	}
	stage.Twilio.Heal()
	if !weathered(t, stage, func() bool { return strings.Contains(page("/readyz"), "twilio: ok;") }) {
		t.Fatalf("afterwards /readyz says %q", page("/readyz"))
	}
	if got := texts(stage, amina, had); len(got) > 0 {
		t.Errorf("Amina was texted what is over: %q", got)
	}
	seen := map[string]bool{}
	for _, text := range texts(stage, pam, 0) {
		if seen[text] {
			t.Errorf("Pam was texted twice: %q", text)
		}
		seen[text] = true
	}
	if len(seen) < 3 {
		t.Errorf("Pam got %d texts", len(seen))
	}
	if all := page("/metrics"); !strings.Contains(all, `goodturn_deliveries_total{outcome="dropped",sender="text"}`) {
		t.Error("/metrics do not show what was dropped")
	}
}

// A process that starts while Twilio is down says so, until something has come of it.
func TestStartedWhileTwilioIsDown(t *testing.T) {
	t.Parallel()
	stage, _ := stand(t, fixtures.Organisation)
	if err := stage.stopApp(); err != nil {
		t.Fatal(err)
	}
	stage.Twilio.Fail(sandbox.Fault{Match: "/2010-04-01", Times: -1, Kind: sandbox.ServerError})
	if err := stage.startApp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, line := asked(t, stage, "/readyz"); !strings.Contains(line, "twilio: no answer since 1") || !strings.Contains(line, "slack: ok") {
		t.Errorf("/readyz says %q", line)
	}
	stage.Twilio.Heal()
	for range 2 { // the first listing begins where the second reads
		if err := stage.App.fetchMissed(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, line := asked(t, stage, "/readyz"); !strings.Contains(line, "twilio: ok") {
		t.Errorf("afterwards /readyz says %q", line)
	}
}

package app

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/sandbox"
)

const amina = "+447700900502"

// A request reaches the hub's channel as soon as it is made. The promise is a
// second; here everything has come to rest, and the time is told.
func TestRequestReachesTheHub(t *testing.T) {
	t.Parallel()
	stage, w := stand(t, fixtures.Organisation)
	began := time.Now()
	if _, err := stage.Twilio.Text(t.Context(), pam, "can anyone get my tablets from boots by 8pm. Pam Hirst 12 Ash Rd LS6 2AB"); err != nil {
		t.Fatal(err)
	}
	changed, stop := stage.Slack.Subscribe()
	defer stop()
	for {
		if _, ok := stage.Slack.Find("north-hub", "Pam, LS6"); ok {
			break
		}
		select {
		case <-changed:
		case <-t.Context().Done():
			t.Fatal("the request never came to the hub's channel")
		}
	}
	t.Logf("the card stood in the channel %s after the text was sent", time.Since(began).Round(time.Millisecond))
	if err := w.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// everything is all that a stage shows: what must not change shows there.
func everything(t *testing.T, w *stageWorld) string {
	t.Helper()
	if err := w.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	sight, err := w.Look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(sight)
}

// What is not signed as Twilio signs it gets 403, and changes nothing.
func TestForgedTextsAreRefused(t *testing.T) {
	t.Parallel()
	stage, w := stand(t, fixtures.Organisation)
	before := everything(t, w)
	for name, how := range map[string]sandbox.TextOption{
		"unsigned": sandbox.Unsigned(), "signed with another token": sandbox.SignedWith("another token"),
	} {
		resp, err := stage.Twilio.Text(t.Context(), amina, "i cant breathe help", how)
		if err != nil || resp.Status != 403 {
			t.Errorf("%s: answered %d, %v; want 403", name, resp.Status, err)
		}
	}
	if after := everything(t, w); after != before {
		t.Errorf("a forged text changed something:\n%s", after)
	}
	if _, err := stage.App.office.Read(t.Context(), stage.App.personID(amina)); err == nil {
		t.Error("a forged text made a person")
	}
}

// Slack payloads that are forged, stale or malformed are refused, and change
// nothing; what nobody here has ever heard of is answered in words.
func TestForgedPressesAreRefused(t *testing.T) {
	t.Parallel()
	stage, w := stand(t, fixtures.Organisation)
	act(t, w, "phone Pam Hirst "+pam+"\nPam > can anyone get my tablets from boots by 8pm. Pam Hirst 12 Ash Rd LS6 2AB\nPam > yes")
	card, ok := stage.Slack.Find("north-hub", "Pam, LS6")
	if !ok {
		t.Fatal("there is no card")
	}
	press := func(action, value string) []byte {
		return []byte(url.Values{"payload": {fmt.Sprintf(
			`{"type":"block_actions","user":{"id":"U0JOE00001","name":"Joe"},"channel":{"id":%q},"container":{"type":"message","message_ts":%q,"channel_id":%q},"trigger_id":"1.2","actions":[{"type":"button","block_id":"b","action_id":%q,"value":%q,"action_ts":"1.000001"}]}`,
			card.Channel, card.TS, card.Channel, action, value)}}.Encode())
	}
	approve := card.Buttons()[0]
	now := stage.Clock.Now()
	before := everything(t, w)
	const form = "application/x-www-form-urlencoded"
	for _, tc := range []struct {
		name, path, kind string
		body             []byte
		how              sandbox.Signing
	}{
		{"forged", "/slack/interactions", form, press(approve.ActionID, approve.Value), sandbox.Signing{Secret: "another secret"}},
		{"unsigned", "/slack/interactions", form, press(approve.ActionID, approve.Value), sandbox.Signing{None: true}},
		{"six minutes old", "/slack/interactions", form, press(approve.ActionID, approve.Value), sandbox.Signing{At: now.Add(-6 * time.Minute)}},
		{"six minutes early", "/slack/interactions", form, press(approve.ActionID, approve.Value), sandbox.Signing{At: now.Add(6 * time.Minute)}},
		{"forged event", "/slack/events", "application/json", []byte(`{"type":"event_callback"}`), sandbox.Signing{Secret: "another secret"}},
		{"forged command", "/slack/commands", form, []byte("command=%2Fgoodturn&text=queue"), sandbox.Signing{Secret: "another secret"}},
		{"no payload", "/slack/interactions", form, []byte("x=1"), sandbox.Signing{}},
		{"not JSON", "/slack/events", "application/json", []byte(`{"type":`), sandbox.Signing{}},
		{"not a form", "/slack/interactions", form, []byte("payload=%zz"), sandbox.Signing{}},
		{"no user", "/slack/interactions", form, []byte(url.Values{"payload": {`{"type":"block_actions"}`}}.Encode()), sandbox.Signing{}},
	} {
		resp, err := stage.Slack.Send(t.Context(), tc.path, tc.kind, tc.body, tc.how)
		if err != nil || resp.Status < 400 || resp.Status >= 500 {
			t.Errorf("%s: answered %d, %v; want a refusal", tc.name, resp.Status, err)
		}
	}
	if after := everything(t, w); after != before {
		t.Errorf("a refused payload changed something:\n%s\nwas:\n%s", after, before)
	}
	for name, body := range map[string][]byte{
		"an action that is none":     press("explode", approve.Value),
		"a document that is none":    press(approve.ActionID, "request/nonesuch|"),
		"a person as the document":   press(approve.ActionID, stage.App.personID(pam)+"|"),
		"a letter that is no button": press("forget", approve.Value),
	} {
		heard := len(stage.Slack.Ephemerals("Joe"))
		resp, err := stage.Slack.Send(t.Context(), "/slack/interactions", form, body, sandbox.Signing{})
		if err != nil || !resp.OK() {
			t.Errorf("%s: answered %d, %v", name, resp.Status, err)
		}
		if err := w.settle(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(stage.Slack.Ephemerals("Joe")) != heard+1 {
			t.Errorf("%s: Joe is not told that nothing came of it", name)
		}
	}
	if doc, err := stage.App.office.Read(t.Context(), strings.Split(approve.Value, "|")[0]); err != nil || doc.State != "waiting" {
		t.Errorf("the request is %v, %v; want it waiting", doc, err)
	}
}

// One text that is delivered twenty times at once is acted on once.
func TestRepeatedTextsAreActedOnOnce(t *testing.T) {
	t.Parallel()
	stage, w := stand(t, fixtures.Organisation)
	resp, err := stage.Twilio.Text(t.Context(), pam, "can anyone get my tablets from boots by 8pm. Pam Hirst 12 Ash Rd LS6 2AB")
	if err != nil {
		t.Fatal(err)
	}
	each(t, 20, func(ctx context.Context, _ int) error {
		again, err := stage.Twilio.Redeliver(ctx, resp.ID)
		if err == nil && !again.OK() {
			err = fmt.Errorf("answered %d", again.Status)
		}
		return err
	})
	if err := w.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := texts(stage, pam, 0); len(got) != 1 {
		t.Errorf("answered %d times: %q", len(got), got)
	}
	if cards := stage.Slack.Messages("north-hub"); len(cards) != 1 {
		t.Errorf("%d cards, want one", len(cards))
	}
}

// Two coordinators press at the same moment: one has it, and the other is told
// who; the card names one.
func TestTwoCoordinatorsPressAtOnce(t *testing.T) {
	t.Parallel()
	stage, w := stand(t, fixtures.Organisation)
	act(t, w, "phone Amina "+amina+"\nAmina > person\nAmina > person")
	card, ok := stage.Slack.Find("north-hub", "wants to talk")
	if !ok {
		t.Fatal("there is no card")
	}
	var wait sync.WaitGroup
	for _, who := range []string{"Joe", "Priya"} {
		wait.Go(func() {
			if resp, err := stage.Slack.Press(t.Context(), who, card.Channel, card.TS, "claim"); err != nil || !resp.OK() {
				t.Errorf("%s: answered %d, %v", who, resp.Status, err)
			}
		})
	}
	wait.Wait()
	if err := w.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	winner, loser := "Joe", "Priya"
	if len(stage.Slack.Ephemerals("Joe")) > 0 {
		winner, loser = loser, winner
	}
	if said := stage.Slack.Ephemerals(winner); len(said) != 0 {
		t.Errorf("%s has it, and is told %q", winner, said[0].Flat())
	}
	if said := stage.Slack.Ephemerals(loser); len(said) != 1 || !strings.Contains(said[0].Flat(), winner+" has this") {
		t.Errorf("%s is not told that %s has it: %v", loser, winner, said)
	}
	now, _ := stage.Slack.Message(card.Channel, card.TS)
	if !strings.Contains(now.Flat(), winner+" has this") || strings.Contains(now.Flat(), loser+" has this") {
		t.Errorf("the card says:\n%s", now.Flat())
	}
}

package app

import (
	"strings"
	"testing"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/sandbox"
)

// Twilio is down from the evening into the night. What was decided before the
// quiet hours waits for the morning, answers leave when they can, and whoever
// texts at night has what waited for them.
func TestWhatAnOutageDelaysIntoTheNightWaitsForTheMorning(t *testing.T) {
	t.Parallel()
	stage, w := stand(t, fixtures.Organisation)
	const bob = "+447700900503"
	phones := "phone Pam Hirst " + pam + "\nphone Bob Bell " + bob + "\n"
	act(t, w, phones+`at 20:00
Pam > can anyone get my tablets from boots by noon tomorrow. Pam Hirst 12 Ash Rd LS6 2AB
Pam > yes
Bob > can anyone get my tablets from boots by noon tomorrow. Bob Bell 14 Ash Rd LS6 2AB
Bob > yes
at 21:20`)
	stage.Twilio.Fail(sandbox.Fault{Match: "/2010-04-01", Times: -1, Kind: sandbox.ServerError})
	had := map[string]int{pam: len(texts(stage, pam, 0)), bob: len(texts(stage, bob, 0))}
	act(t, w, phones+`Joe replies to "Pam" in north: Which Boots is it?
Joe replies to "Bob" in north: Is it paid for?
at 22:40
Bob > are you there`)
	stage.Twilio.Heal()
	if !weathered(t, stage, func() bool { return len(texts(stage, bob, had[bob])) >= 2 }) {
		t.Fatalf("Bob, who is awake, got %q", texts(stage, bob, had[bob]))
	}
	if got := texts(stage, bob, had[bob]); len(got) != 2 || !strings.Contains(got[0]+got[1], "Is it paid for?") {
		t.Errorf("Bob, who is awake, got %q", got)
	}
	act(t, w, "at tomorrow 07:29")
	if got := texts(stage, pam, had[pam]); len(got) != 0 {
		t.Errorf("Pam was woken with %q", got)
	}
	act(t, w, "at 07:31")
	if !weathered(t, stage, func() bool { return len(texts(stage, pam, had[pam])) > 0 }) {
		t.Fatal("Pam is never told")
	}
	if err := w.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := texts(stage, pam, had[pam]); len(got) != 1 || !strings.Contains(got[0], "Which Boots is it?") {
		t.Errorf("Pam got %q in the morning", got)
	}
}

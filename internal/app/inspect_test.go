package app

import (
	"path/filepath"
	"testing"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/sandbox"
)

// A store that was served and is at rest: nothing is left in it, and it knows
// which texts were handled.
func TestInspect(t *testing.T) {
	t.Parallel()
	stage, w := stand(t, fixtures.Organisation)
	if _, err := stage.Twilio.Text(t.Context(), pam, "hello"); err != nil {
		t.Fatal(err)
	}
	if err := w.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	sid := stage.Twilio.Messages(pam)[0].SID
	// A second one is stored, and its answer cannot leave.
	stage.Twilio.Fail(sandbox.Fault{Match: "POST ", Kind: sandbox.RateLimited, Times: -1})
	if _, err := stage.Twilio.Text(t.Context(), pam, "person"); err != nil {
		t.Fatal(err)
	}
	held := stage.App.personID(pam)
	if err := stage.stopApp(); err != nil {
		t.Fatal(err)
	}
	look, err := Inspect(t.Context(), stage.App.opt.Store)
	if err != nil {
		t.Fatal(err)
	}
	if left, err := look.Unfinished(t.Context()); err != nil || len(left) != 1 || left[0] != held {
		t.Errorf("unfinished: %v, %v; want %s", left, err, held)
	}
	handled, err := look.Handled(t.Context(), pam, []string{sid, "SMnever"})
	if err != nil || !handled[sid] || handled["SMnever"] {
		t.Errorf("handled: %v, %v; want the one that came", handled, err)
	}
	if handled, err := look.Handled(t.Context(), "+447700900599", []string{sid}); err != nil || handled[sid] {
		t.Errorf("somebody else's: %v, %v", handled, err)
	}
	if err := look.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Inspect(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "nowhere", "g")); err == nil {
		t.Error("a store that is not there was opened")
	}
	stage.Twilio.Heal()
	if err := stage.startApp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

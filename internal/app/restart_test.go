package app

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/goodturn/goodturn/fixtures"
)

// stopApp ends the stage's app as an operator would; its sandboxes stay.
func (s *Stage) stopApp() error {
	s.stop()
	return <-s.done
}

// startApp starts the app anew on the same store, port and sandboxes.
func (s *Stage) startApp(ctx context.Context) error {
	again, err := New(ctx, s.anew())
	if err != nil {
		return err
	}
	s.App, s.Apps = again, []*App{again}
	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stop = stop
	go func() { s.done <- again.Run(run) }()
	return nil
}

// anew are the app's settings for another start at the same address.
func (s *Stage) anew() Options {
	o := s.App.opt
	o.Listen, o.Listener = s.App.Addr(), nil
	return o
}

// Stopped in the middle of things and started again: nothing is lost, a text
// that came meanwhile neither, and nothing happens twice.
func TestRestartInTheMiddle(t *testing.T) {
	t.Parallel()
	stage, w := stand(t, fixtures.Organisation)
	act(t, w, `phone Amina Khan `+amina+`
phone Pam Hirst `+pam+`
given Amina is a volunteer for prescriptions in LS6
given ID of Amina is seen
Pam > can anyone get my tablets from boots by 8pm. Pam Hirst 12 Ash Rd LS6 2AB
Pam > yes
Joe presses Approve on "Pam" in north`)
	if last := lastText(stage, amina); !strings.Contains(last, "can you help?") {
		t.Fatalf("Amina was not asked: %s", last)
	}
	before := everything(t, w)

	if err := stage.stopApp(); err != nil {
		t.Fatal(err)
	}
	// Twilio takes a text that nobody answers for; half an hour goes by, in which
	// the offer's reminder falls due.
	if _, err := stage.Twilio.Text(t.Context(), pam, "person"); err == nil {
		t.Error("a stopped app has answered a webhook")
	}
	stage.Clock.set(stage.Clock.Now().Add(30 * time.Minute))
	if err := stage.startApp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := stage.App.fetchMissed(t.Context()); err != nil {
		t.Fatal(err)
	}
	after := act(t, w, "phone Amina Khan "+amina+"\nphone Pam Hirst "+pam+"\n+ 1 minute")
	if !strings.Contains(lastText(stage, amina), "Just once more") {
		t.Errorf("the reminder that fell due is not sent: %s", lastText(stage, amina))
	}
	if !strings.Contains(lastText(stage, pam), "will read this and text you back") {
		t.Errorf("the text that came meanwhile is not answered: %s", lastText(stage, pam))
	}
	if now := everything(t, w); len(now) <= len(before) {
		t.Errorf("something is gone:\n%s", after)
	}

	told, card := len(stage.Twilio.Received(pam)), len(stage.Slack.Messages("north-hub"))
	act(t, w, "phone Amina Khan "+amina+"\nAmina > yes\nAmina > done 20 mins")
	if got := texts(stage, pam, told); len(got) != 2 || !strings.Contains(got[0], "will bring") || !strings.Contains(got[1], "says it's done") {
		t.Errorf("Pam got %q, want who comes, and that it is done", got)
	}
	if n := len(stage.Slack.Messages("north-hub")); n != card {
		t.Errorf("there are %d cards after the restart, want the same %d", n, card)
	}
	seen := map[string]int{}
	for _, number := range []string{amina, pam} {
		for _, words := range texts(stage, number, 0) {
			if seen[number+words]++; seen[number+words] > 1 && !strings.Contains(words, "A: ") {
				t.Errorf("%s got twice: %s", number, words)
			}
		}
	}
}

// What keeps the app from starting is one sentence that says what to do.
func TestWhatKeepsItFromStarting(t *testing.T) {
	t.Parallel()
	stage, _ := stand(t, fixtures.Organisation)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	notAStore := filepath.Join(t.TempDir(), "notes.sqlite")
	if err := os.WriteFile(notAStore, []byte(strings.Repeat("this is no store. ", 400)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		change func(*Options)
		says   []string
	}{
		"the store's folder is not there": {func(o *Options) { o.Store = "sqlite:" + filepath.Join(t.TempDir(), "nowhere", "g.sqlite") }, []string{"GOODTURN_STORE", "nowhere"}},
		"the store is a folder":           {func(o *Options) { o.Store = "sqlite:" + t.TempDir() }, []string{"GOODTURN_STORE"}},
		"the store is something else":     {func(o *Options) { o.Store = "sqlite:" + notAStore }, []string{"GOODTURN_STORE"}},
		"the store is of no known kind":   {func(o *Options) { o.Store = "postgres:x" }, []string{"GOODTURN_STORE", "sqlite:"}},
		"the port is in use":              {func(o *Options) { o.Listen = taken.Addr().String() }, []string{"GOODTURN_LISTEN", "port"}},
		"Twilio refuses the token":        {func(o *Options) { o.TwilioAuthToken = "wrong" }, []string{"TWILIO"}},
		"Slack refuses the token":         {func(o *Options) { o.SlackBotToken = "xoxb-wrong" }, []string{"SLACK_BOT_TOKEN"}},
	} {
		o := stage.anew()
		o.Listen, o.Store = "127.0.0.1:0", "sqlite:"+filepath.Join(t.TempDir(), "g.sqlite")
		tc.change(&o)
		a, err := New(t.Context(), o)
		if err == nil {
			t.Errorf("%s: it starts", name)
			_ = a.listener.Close()
			_ = a.store.Close()
			continue
		}
		if strings.Contains(err.Error(), "\n") || len(err.Error()) > 400 {
			t.Errorf("%s: not one sentence: %q", name, err)
		}
		for _, words := range tc.says {
			if !strings.Contains(err.Error(), words) {
				t.Errorf("%s: %q does not say %q", name, err, words)
			}
		}
	}
}

// A process that starts fetches what came while it was away, even if Twilio was
// listed a moment before: it is the one that was missed.
func TestWhatCameMeanwhileIsFetchedAtTheStart(t *testing.T) {
	t.Parallel()
	stage, w := stand(t, fixtures.Organisation)
	for range 2 { // the first listing of a store only notes the time
		if err := stage.App.fetchMissed(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := stage.stopApp(); err != nil {
		t.Fatal(err)
	}
	if _, err := stage.Twilio.Text(t.Context(), pam, "hello"); err == nil {
		t.Error("a stopped app has answered a webhook")
	}
	if err := stage.startApp(t.Context()); err != nil {
		t.Fatal(err)
	}
	within, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	changed, stop := stage.Twilio.Subscribe()
	defer stop()
	for lastText(stage, pam) == "" {
		select {
		case <-changed:
		case <-within.Done():
			t.Fatal("the text that came meanwhile was not fetched")
		}
	}
	if err := w.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// In turn with other processes, Twilio is listed once a minute and not more.
func TestListingInTurn(t *testing.T) {
	t.Parallel()
	stage, _ := stand(t, fixtures.Organisation)
	listed := func() int64 {
		rec, err := stage.App.store.Load(t.Context(), listingDocument)
		if err != nil {
			t.Fatal(err)
		}
		return rec.Version
	}
	for range 2 {
		if err := stage.App.fetchMissed(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	before := listed()
	if err := stage.App.fetchInTurn(t.Context()); err != nil || listed() != before {
		t.Errorf("listed again at once (%v)", err)
	}
	stage.Clock.set(stage.Clock.Now().Add(listEvery))
	if err := stage.App.fetchInTurn(t.Context()); err != nil || listed() != before+1 {
		t.Errorf("not listed a minute later (%v)", err)
	}
}

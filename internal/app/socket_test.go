package app

import (
	"context"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/org/orgtest"
	"github.com/goodturn/goodturn/internal/sandbox"
)

// With SLACK_APP_TOKEN alone the desk works without a public address: a
// command opens the form, and the form makes a task whose card is posted.
func TestTheDeskWorksOverSocketMode(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	settings := orgtest.Leeds(t)
	tw := sandbox.NewTwilio(sandbox.TwilioOptions{})
	defer tw.Close()
	sl := sandbox.NewSlack(sandbox.SlackOptions{AppToken: "xapp-sandbox", Channels: channels(settings), Users: users(settings)})
	defer sl.Close()
	twilioServer, slackServer := httptest.NewServer(tw), httptest.NewServer(sl)
	defer twilioServer.Close()
	defer slackServer.Close()
	sl.SetURL(slackServer.URL)

	a, err := New(ctx, Options{
		Listen: "127.0.0.1:0", PublicURL: "http://127.0.0.1:1", Store: "sqlite:" + filepath.Join(t.TempDir(), "g.sqlite"), Org: fixtures.Organisation,
		TwilioAccountSID: tw.AccountSID(), TwilioAuthToken: tw.AuthToken(), TwilioFrom: tw.From(), TwilioAPIURL: twilioServer.URL,
		SlackBotToken: sl.BotToken(), SlackAppToken: sl.AppToken(), SlackAPIURL: slackServer.URL + "/api/", Unpaced: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	run, stop := context.WithCancel(ctx)
	stopped := make(chan error, 1)
	go func() { stopped <- a.Run(run) }()
	if err := sl.WaitSocket(ctx); err != nil {
		t.Fatal(err)
	}
	changed, unsubscribe := sl.Subscribe()
	defer unsubscribe()
	until := func(what string, seen func() bool) {
		t.Helper()
		for !seen() {
			select {
			case <-changed:
			case <-ctx.Done():
				t.Fatalf("never seen: %s", what)
			}
		}
	}

	joe, north := settings.Coordinators[0].Slack, settings.Hubs[0].Channel
	if _, err := sl.Command(ctx, joe, north, "/goodturn", "task"); err != nil {
		t.Fatal(err)
	}
	var form sandbox.View
	until("the form", func() (open bool) { form, open = sl.TopView(joe); return open })
	tomorrow := time.Now().AddDate(0, 0, 1).Format("2006-01-02")
	if _, err := sl.Submit(ctx, joe, form.ID, map[string]string{"Day": tomorrow, "From": "10:00", "To": "12:00"}); err != nil {
		t.Fatal(err)
	}
	until("the card", func() bool { _, posted := sl.Find(north, "Packing"); return posted })

	stop()
	if err := <-stopped; err != nil {
		t.Fatal(err)
	}
}

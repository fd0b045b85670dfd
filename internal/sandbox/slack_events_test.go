package sandbox_test

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"github.com/goodturn/goodturn/internal/sandbox"
)

func TestSlackEvents(t *testing.T) {
	s, client := hub(t, sandbox.SlackOptions{})
	a := newSlackApp(t, s)
	if err := s.VerifyURL(t.Context()); err != nil {
		t.Error(err)
	}
	_, ts, err := client.PostMessage("CHUB", slack.MsgOptionText("a case", false))
	if err != nil {
		t.Fatal(err)
	}
	wait(t, s)
	if _, resp, err := s.Reply(t.Context(), "joe", "CHUB", ts, "R&D <3 it's Joe"); err != nil || !resp.OK() {
		t.Fatal(resp, err)
	}
	if len(a.events) != 2 {
		t.Fatalf("%d events, want the bot's own post and the reply", len(a.events))
	}
	own := a.events[0].InnerEvent.Data.(*slackevents.MessageEvent)
	if own.BotID != sandbox.SlackBot {
		t.Errorf("echo %+v", own)
	}
	reply := a.events[1].InnerEvent.Data.(*slackevents.MessageEvent)
	if reply.Text != "R&amp;D &lt;3 it's Joe" || reply.ThreadTimeStamp != ts || reply.User != "UJOE" || reply.ChannelType != "channel" {
		t.Errorf("reply %+v", reply)
	}
	if _, _, err := s.Mention(t.Context(), "joe", "CHUB", "help"); err != nil {
		t.Fatal(err)
	}
	mention, ok := a.events[3].InnerEvent.Data.(*slackevents.AppMentionEvent)
	if !ok || mention.Text != "<@"+sandbox.SlackBotUser+"> help" {
		t.Errorf("mention %+v", a.events[3].InnerEvent.Data)
	}
	if _, _, err := s.Direct(t.Context(), "joe", "hello"); err != nil {
		t.Fatal(err)
	}
	if im := a.events[4].InnerEvent.Data.(*slackevents.MessageEvent); im.ChannelType != "im" {
		t.Errorf("direct %+v", im)
	}
}

func TestSlackEventRetries(t *testing.T) {
	var mu sync.Mutex
	var slept []time.Duration
	sleep := sandbox.Sleep(func(ctx context.Context, d time.Duration) error {
		mu.Lock()
		slept = append(slept, d)
		mu.Unlock()
		return ctx.Err()
	})
	s, _ := hub(t, sandbox.SlackOptions{Sleep: sleep})
	a := newSlackApp(t, s)
	a.onEvent = func(w http.ResponseWriter, _ slackevents.EventsAPIEvent) {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	if _, resp, err := s.Post(t.Context(), "joe", "CHUB", "hello"); err != nil || resp.Status != 503 {
		t.Fatal(resp, err)
	}
	wait(t, s)
	if got := strings.Join(a.retries, " "); got != " 1http_error 2http_error 3http_error" {
		t.Errorf("retries %q", got)
	}
	if !slices.Equal(slept, []time.Duration{time.Minute, 5 * time.Minute}) {
		t.Errorf("waited %v", slept)
	}
	ids := map[string]bool{}
	for _, d := range s.Deliveries() {
		ids[d.ID] = true
	}
	if len(ids) != 1 {
		t.Errorf("retries have different event ids: %v", ids)
	}
}

func TestSlackForgeries(t *testing.T) {
	s, _ := hub(t, sandbox.SlackOptions{})
	newSlackApp(t, s)
	body := []byte("command=%2Fgoodturn&text=queue")
	for name, tt := range map[string]struct {
		how  sandbox.Signing
		want int
	}{
		"true":     {sandbox.Signing{}, 200},
		"forged":   {sandbox.Signing{Secret: "guess"}, 403},
		"stale":    {sandbox.Signing{At: time.Now().Add(-10 * time.Minute)}, 403},
		"unsigned": {sandbox.Signing{None: true}, 403},
	} {
		resp, err := s.Send(t.Context(), "/slack/commands", "application/x-www-form-urlencoded", body, tt.how)
		if err != nil || resp.Status != tt.want {
			t.Errorf("%s: %d %v, want %d", name, resp.Status, err, tt.want)
		}
	}
}

func TestSlackCommand(t *testing.T) {
	s, client := hub(t, sandbox.SlackOptions{})
	a := newSlackApp(t, s)
	if _, err := client.AuthTest(); err != nil {
		t.Fatal(err)
	}
	answer := ""
	a.onCommand = func(w http.ResponseWriter, _ slack.SlashCommand) { _, _ = io.WriteString(w, answer) }
	for _, tt := range []struct{ answer, shown, to string }{
		{"", "", ""},
		{"plain words", "plain words", "UJOE"},
		{`{"text":"in json"}`, "in json", "UJOE"},
		{`{"response_type":"in_channel","text":"for all"}`, "for all", ""},
	} {
		answer = tt.answer
		result, err := s.Command(t.Context(), "joe", "CHUB", "/goodturn", "queue now")
		if err != nil {
			t.Fatal(err)
		}
		if (result.Message == nil) != (tt.shown == "") || (result.Message != nil && (result.Message.Text != tt.shown || result.Message.Ephemeral != tt.to)) {
			t.Errorf("answer %q shows %+v", tt.answer, result.Message)
		}
	}
	if c := a.commands[0]; c.Command != "/goodturn" || c.Text != "queue now" || c.UserID != "UJOE" || c.ChannelID != "CHUB" || c.TriggerID == "" || !strings.HasPrefix(c.ResponseURL, "http://127.0.0.1") {
		t.Errorf("command %+v", c)
	}
	answer = `{"blocks":[{"type":"header"}]}`
	if _, err := s.Command(t.Context(), "joe", "CHUB", "/goodturn", ""); err == nil {
		t.Error("a header without text was shown")
	}
}

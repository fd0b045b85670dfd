package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/twilio/twilio-go/client"
	"go.uber.org/goleak"

	"github.com/goodturn/goodturn/internal/sandbox"
)

// Close leaves nothing running: no callback, no retry that waits for a minute, no socket.
func TestCloseEndsEverything(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	down := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	defer down.Close()
	tw := sandbox.NewTwilio(sandbox.TwilioOptions{Pace: time.Hour})
	defer tw.Close()
	tw.SetWebhook(down.URL, down.URL)
	r := httptest.NewRequest(http.MethodPost, "/2010-04-01/Accounts/"+tw.AccountSID()+"/Messages.json",
		strings.NewReader("To=%2B447700900101&From=%2B447700900000&Body=hello"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(tw.AccountSID(), tw.AuthToken())
	tw.ServeHTTP(httptest.NewRecorder(), r)
	s := sandbox.NewSlack(sandbox.SlackOptions{Channels: []sandbox.SlackChannel{{ID: "CHUB", Name: "hub"}}, Users: []sandbox.SlackUser{{ID: "UJOE"}}})
	defer s.Close()
	s.SetTarget(down.URL)
	if _, resp, err := s.Post(t.Context(), "UJOE", "CHUB", "hello"); err != nil || resp.Status != http.StatusServiceUnavailable {
		t.Error(resp, err)
	}
}

func TestTwilioFaults(t *testing.T) {
	tests := map[string]struct {
		fault sandbox.Fault
		want  func(error) bool
		kept  int
	}{
		"429":            {sandbox.Fault{Kind: sandbox.RateLimited}, func(err error) bool { return code(err) == 20429 }, 0},
		"500":            {sandbox.Fault{Kind: sandbox.ServerError}, func(err error) bool { return code(err) == 20500 }, 0},
		"500, but taken": {sandbox.Fault{Kind: sandbox.ServerError, Taken: true}, func(err error) bool { return code(err) == 20500 }, 1},
		"502":            {sandbox.Fault{Kind: sandbox.BadGateway}, untyped, 0},
		"cut before":     {sandbox.Fault{Kind: sandbox.CutBefore}, untyped, 0},
		"cut after":      {sandbox.Fault{Kind: sandbox.CutAfter}, untyped, 1},
		"wrong json":     {sandbox.Fault{Kind: sandbox.WrongJSON}, untyped, 1},
		"queue full":     {sandbox.Fault{Kind: sandbox.Refuse, Code: 21611}, func(err error) bool { return code(err) == 21611 }, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tw := newTwilio(t, sandbox.TwilioOptions{})
			twilio, _ := twilioClient(t, tw, tw.AuthToken())
			if _, err := twilio.CreateMessage(message(amina, "keeps the connection")); err != nil {
				t.Fatal(err)
			}
			tt.fault.Match = "POST /2010-04-01"
			tw.Fail(tt.fault)
			_, err := twilio.CreateMessage(message(pam, "hello"))
			if err == nil || !tt.want(err) {
				t.Errorf("error %v", err)
			}
			if n := len(tw.Messages(pam)); n != tt.kept {
				t.Errorf("%d texts kept, want %d", n, tt.kept)
			}
			if _, err := twilio.CreateMessage(message(pam, "again")); err != nil {
				t.Errorf("the fault struck twice: %v", err)
			}
		})
	}
}

func untyped(err error) bool {
	var e *client.TwilioRestError
	return !errors.As(err, &e)
}

func TestFaultOnGetIsSeen(t *testing.T) {
	tw := newTwilio(t, sandbox.TwilioOptions{})
	twilio, _ := twilioClient(t, tw, tw.AuthToken())
	if _, err := twilio.FetchAccount(tw.AccountSID()); err != nil {
		t.Fatal(err)
	}
	tw.Fail(sandbox.Fault{Kind: sandbox.CutBefore, Match: "GET"})
	if _, err := twilio.FetchAccount(tw.AccountSID()); err == nil {
		t.Error("the cut was not seen")
	}
}

func TestHangAndRetryAfter(t *testing.T) {
	tw := newTwilio(t, sandbox.TwilioOptions{})
	server := httptest.NewServer(tw)
	defer server.Close()
	post := func(ctx context.Context) (*http.Response, error) {
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+"/2010-04-01/Accounts/"+tw.AccountSID()+"/Messages.json",
			strings.NewReader("To=%2B447700900101&From=%2B447700900000&Body=hello"))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.SetBasicAuth(tw.AccountSID(), tw.AuthToken())
		return http.DefaultClient.Do(r)
	}
	tw.Fail(sandbox.Fault{Kind: sandbox.Hang, Taken: true})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := post(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("hanging request: %v", err)
	}
	tw.Fail(sandbox.Fault{Kind: sandbox.RateLimited, RetryAfter: 7 * time.Second})
	resp, err := post(t.Context())
	if err != nil || resp.StatusCode != http.StatusTooManyRequests || resp.Header.Get("Retry-After") != "7" {
		t.Errorf("rate limited: %v, %v", resp, err)
	}
	_ = resp.Body.Close()
	if n := len(tw.Messages(amina)); n != 1 {
		t.Errorf("%d texts kept, want the one that hung", n)
	}
	// A server that closes lets hanging requests go.
	tw.Fail(sandbox.Fault{Kind: sandbox.Hang})
	done := make(chan struct{})
	go func() {
		defer close(done)
		if _, err := post(context.Background()); err == nil {
			t.Error("a hanging request was answered")
		}
	}()
	tw.Close()
	<-done
}

func TestSlowUsesTheSleepGiven(t *testing.T) {
	var slept time.Duration
	s, client := hub(t, sandbox.SlackOptions{Sleep: func(_ context.Context, d time.Duration) error { slept = d; return nil }})
	s.Fail(sandbox.Fault{Kind: sandbox.Slow, Delay: time.Hour, Match: "auth.test"})
	if _, err := client.AuthTest(); err != nil || slept != time.Hour {
		t.Errorf("slept %v, %v", slept, err)
	}
}

func TestSlackFaults(t *testing.T) {
	s, client := hub(t, sandbox.SlackOptions{})
	post := func() error {
		_, _, err := client.PostMessage("CHUB", slack.MsgOptionText("x", false))
		return err
	}
	s.Fail(sandbox.Fault{Kind: sandbox.RateLimited, Match: "chat.postMessage", Times: 2, RetryAfter: 30 * time.Second})
	s.Fail(sandbox.Fault{Kind: sandbox.Refuse, Match: "chat.postMessage", Error: "account_inactive"})
	s.Fail(sandbox.Fault{Kind: sandbox.BadGateway, Match: "chat.postMessage", Skip: 1})
	for range 2 {
		var limited *slack.RateLimitedError
		if err := post(); !errors.As(err, &limited) || limited.RetryAfter != 30*time.Second {
			t.Errorf("limited: %v", err)
		}
	}
	if err := post(); !isError(err, "account_inactive") {
		t.Errorf("refused: %v", err)
	}
	if err := post(); err != nil {
		t.Errorf("the one that is let pass: %v", err)
	}
	var status slack.StatusCodeError
	if err := post(); !errors.As(err, &status) || status.Code != http.StatusBadGateway {
		t.Errorf("bad gateway: %v", err)
	}
	s.Fail(sandbox.Fault{Kind: sandbox.CutAfter, Match: "chat.postMessage", Times: -1})
	if err := post(); err == nil {
		t.Error("not cut")
	}
	s.Heal()
	if err := post(); err != nil {
		t.Error(err)
	}
	if n := len(s.Messages("CHUB")); n != 3 {
		t.Errorf("%d messages kept, want 3", n)
	}
}

func TestDuplicateAndReorder(t *testing.T) {
	tw := newTwilio(t, sandbox.TwilioOptions{})
	a := newApp(t, nil)
	tw.SetWebhook(a.URL+"/twilio/message", "")
	tw.Fail(sandbox.Fault{Kind: sandbox.Duplicate, Match: "/twilio/message"})
	tw.Fail(sandbox.Fault{Kind: sandbox.Reorder, Match: "/twilio/message"})
	for i, body := range []string{"one", "two", "three"} {
		resp, err := tw.Text(t.Context(), amina, body)
		if err != nil || resp.Held != (i == 1) {
			t.Errorf("%s: %+v, %v", body, resp, err)
		}
		wait(t, tw)
	}
	var got []string
	for _, form := range a.got() {
		got = append(got, form.Get("Body"))
	}
	if order := strings.Join(got, " "); order != "one one three two" {
		t.Errorf("delivered %q", order)
	}

	s, _ := hub(t, sandbox.SlackOptions{})
	sa := newSlackApp(t, s)
	s.Fail(sandbox.Fault{Kind: sandbox.Duplicate, Match: "/slack/events"})
	if _, _, err := s.Post(t.Context(), "joe", "CHUB", "hello"); err != nil {
		t.Fatal(err)
	}
	ids := func(e slackevents.EventsAPIEvent) string { return e.Data.(*slackevents.EventsAPICallbackEvent).EventID }
	if len(sa.events) != 2 || ids(sa.events[0]) != ids(sa.events[1]) {
		t.Errorf("%d events", len(sa.events))
	}
}

// Hundreds at once: no text is lost, none comes twice, each phone's are in order.
func TestManyAtOnce(t *testing.T) {
	const phones, each = 200, 5
	tw := newTwilio(t, sandbox.TwilioOptions{})
	twilio, _ := twilioClient(t, tw, tw.AuthToken())
	s, slackClient := hub(t, sandbox.SlackOptions{})
	sa := newSlackApp(t, s)
	_, ts, err := slackClient.PostMessage("CHUB", slack.MsgOptionText("card", false), slack.MsgOptionBlocks(card()...))
	if err != nil {
		t.Fatal(err)
	}
	a := newApp(t, func(_ int, _ http.ResponseWriter, r *http.Request) {
		if from := r.PostForm.Get("From"); from != "" && r.PostForm.Get("MessageStatus") == "" {
			if _, err := twilio.CreateMessage(message(from, "re: "+r.PostForm.Get("Body"))); err != nil {
				t.Errorf("answer: %v", err)
			}
		}
	})
	tw.SetWebhook(a.URL, a.URL)
	var all sync.WaitGroup
	for i := range phones {
		all.Go(func() {
			number := fmt.Sprintf("+44770090%04d", 100+i)
			for n := range each {
				if resp, err := tw.Text(t.Context(), number, fmt.Sprint(n)); err != nil || !resp.OK() {
					t.Errorf("text: %+v, %v", resp, err)
				}
			}
			if _, err := s.Press(t.Context(), "joe", "CHUB", ts, "approve"); err != nil {
				t.Errorf("press: %v", err)
			}
			if _, _, err := slackClient.PostMessage("CHUB", slack.MsgOptionText(number, false)); err != nil {
				t.Errorf("post: %v", err)
			}
			_, _ = tw.Snapshot(), s.Snapshot()
		})
	}
	all.Wait()
	wait(t, tw)
	wait(t, s)
	sids := map[string]bool{}
	for _, m := range tw.All() {
		sids[m.SID] = true
	}
	if sent, received := tw.Count(); sent != phones*each || received != phones*each || len(sids) != 2*phones*each {
		t.Errorf("sent %d, received %d, %d SIDs", sent, received, len(sids))
	}
	for _, p := range tw.Snapshot().Phones {
		for i, m := range p.Messages {
			if want := strings.Repeat("re: ", i%2) + fmt.Sprint(i/2); m.Body != want {
				t.Fatalf("%d on %s is %q, want %q", i, p.Number, m.Body, want)
			}
			if !m.Inbound() && m.Status != "delivered" {
				t.Fatalf("%s is %s", m.SID, m.Status)
			}
		}
	}
	stamps := map[string]bool{}
	for _, m := range s.Messages("CHUB") {
		stamps[m.TS] = true
	}
	if len(stamps) != phones+1 || len(sa.actions) != phones {
		t.Errorf("%d messages, %d presses", len(stamps), len(sa.actions))
	}
}

func BenchmarkTwilioSend(b *testing.B) {
	tw := sandbox.NewTwilio(sandbox.TwilioOptions{})
	defer tw.Close()
	body := "To=%2B447700900101&From=%2B447700900000&Body=hello"
	target := "/2010-04-01/Accounts/" + tw.AccountSID() + "/Messages.json"
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.SetBasicAuth(tw.AccountSID(), tw.AuthToken())
		w := httptest.NewRecorder()
		tw.ServeHTTP(w, r)
		if w.Code != http.StatusCreated {
			b.Fatal(w.Code)
		}
	}
}

func BenchmarkTwilioListOneNumber(b *testing.B) {
	tw := sandbox.NewTwilio(sandbox.TwilioOptions{})
	defer tw.Close()
	for i := range 50_000 {
		_, _ = tw.Text(b.Context(), fmt.Sprintf("+44770090%04d", i%10_000), "hello")
	}
	target := "/2010-04-01/Accounts/" + tw.AccountSID() + "/Messages.json?From=%2B447700900101&PageSize=20"
	for b.Loop() {
		r := httptest.NewRequest(http.MethodGet, target, nil)
		r.SetBasicAuth(tw.AccountSID(), tw.AuthToken())
		tw.ServeHTTP(httptest.NewRecorder(), r)
	}
}

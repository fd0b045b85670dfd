package sandbox_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"github.com/goodturn/goodturn/internal/sandbox"
)

// socketApp runs slack-go's Socket Mode client; handle answers each request.
func socketApp(t *testing.T, s *sandbox.Slack, client *slack.Client, handle func(*socketmode.Client, socketmode.Event)) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	sm := socketmode.New(client)
	var running sync.WaitGroup
	running.Go(func() { _ = sm.RunContext(ctx) })
	running.Go(func() {
		for {
			select {
			case e := <-sm.Events:
				handle(sm, e)
			case <-ctx.Done():
				return
			}
		}
	})
	t.Cleanup(func() {
		cancel()
		s.DropSockets()
		running.Wait()
	})
	waitSocket(t, s)
}

func waitSocket(t *testing.T, s *sandbox.Slack) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := s.WaitSocket(ctx); err != nil {
		t.Fatalf("no socket: %v", err)
	}
}

func TestSocketMode(t *testing.T) {
	s, client := hub(t, sandbox.SlackOptions{NoEcho: true})
	var mu sync.Mutex
	var seen []string
	hellos := 0
	socketApp(t, s, client, func(sm *socketmode.Client, e socketmode.Event) {
		mu.Lock()
		defer mu.Unlock()
		switch e.Type {
		case socketmode.EventTypeHello:
			hellos++
		case socketmode.EventTypeEventsAPI:
			inner := e.Data.(slackevents.EventsAPIEvent).InnerEvent.Data.(*slackevents.MessageEvent)
			seen = append(seen, "event "+inner.Text)
			_ = sm.Ack(*e.Request)
		case socketmode.EventTypeInteractive:
			action := e.Data.(slack.InteractionCallback)
			seen = append(seen, "interaction "+string(action.Type))
			if action.Type == slack.InteractionTypeViewSubmission {
				_ = sm.Ack(*e.Request, slack.NewErrorsViewSubmissionResponse(map[string]string{"day": "That is past."}))
				return
			}
			_ = sm.Ack(*e.Request)
		case socketmode.EventTypeSlashCommand:
			command := e.Data.(slack.SlashCommand)
			seen = append(seen, "command "+command.Text)
			if _, err := client.OpenView(command.TriggerID, taskForm()); err != nil {
				t.Errorf("open: %v", err)
			}
			_ = sm.Ack(*e.Request, map[string]string{"text": "opened"})
		}
	})

	if _, resp, err := s.Post(t.Context(), "joe", "CHUB", "first"); err != nil || !resp.OK() {
		t.Fatal(resp, err)
	}
	result, err := s.Command(t.Context(), "joe", "CHUB", "/goodturn", "task")
	if err != nil || result.Message == nil || result.Message.Text != "opened" {
		t.Fatalf("command: %+v, %v", result, err)
	}
	v, _ := s.TopView("joe")
	submitted, err := s.Submit(t.Context(), "joe", v.ID, filled)
	if err != nil || submitted.Errors["day"] != "That is past." {
		t.Fatalf("submit: %+v, %v", submitted, err)
	}
	_, ts, err := client.PostMessage("CHUB", slack.MsgOptionBlocks(card()...))
	if err != nil {
		t.Fatal(err)
	}

	// Asked to reconnect, the client comes back and hears what is said meanwhile.
	s.Disconnect("refresh_requested")
	if _, resp, err := s.Post(t.Context(), "joe", "CHUB", "second"); err != nil || !resp.OK() {
		t.Fatal(resp, err)
	}
	s.DropSockets()
	waitSocket(t, s)
	if _, err := s.Press(t.Context(), "joe", "CHUB", ts, "approve"); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	defer mu.Unlock()
	want := []string{"event first", "command task", "interaction view_submission", "event second", "interaction block_actions"}
	if len(seen) != len(want) {
		t.Fatalf("heard %q, want %q", seen, want)
	}
	for i := range want {
		if seen[i] != want[i] {
			t.Errorf("heard %q, want %q", seen, want)
			break
		}
	}
	for _, d := range s.Deliveries() {
		if !d.Socket {
			t.Errorf("%s went by HTTP", d.Kind)
		}
	}
}

func TestSocketModeWithoutAcknowledgement(t *testing.T) {
	s, client := hub(t, sandbox.SlackOptions{NoEcho: true, AckTimeout: 50 * time.Millisecond, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	var mu sync.Mutex
	var attempts []int
	socketApp(t, s, client, func(sm *socketmode.Client, e socketmode.Event) {
		if e.Type != socketmode.EventTypeEventsAPI {
			return
		}
		mu.Lock()
		attempts = append(attempts, e.Request.RetryAttempt)
		last := len(attempts) == 3
		mu.Unlock()
		if last {
			_ = sm.Ack(*e.Request)
		}
	})
	_, _, err := s.Post(t.Context(), "joe", "CHUB", "hello")
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("not acknowledged: %v", err)
	}
	wait(t, s)
	mu.Lock()
	defer mu.Unlock()
	if len(attempts) != 3 || attempts[0] != 0 || attempts[2] != 2 {
		t.Errorf("attempts %v", attempts)
	}
}

func TestSocketModeCredentials(t *testing.T) {
	s, _ := hub(t, sandbox.SlackOptions{})
	server := httptest.NewServer(s)
	defer server.Close()
	bad := socketmode.New(slack.New(s.BotToken(), slack.OptionAppLevelToken("xapp-wrong"), slack.OptionAPIURL(server.URL+"/api/")))
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	go func() {
		for range bad.Events {
		}
	}()
	if err := bad.RunContext(ctx); !isError(err, "invalid_auth") {
		t.Errorf("wrong app token: %v", err)
	}
	close(bad.Events)
}

package page_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/sandbox"
	"github.com/goodturn/goodturn/internal/sandbox/page"
)

// stand is a show whose application takes everything and does nothing.
type stand struct {
	scene   page.Scene
	mu      sync.Mutex
	story   page.Story
	now     time.Time
	did     []string
	changed chan struct{}
}

const (
	hub    = "C0NORTH0001"
	locked = "C0SAFE00001"
	joe    = "U0JOE00001"
	ruth   = "U0RUTH00001"
)

func newStand(t *testing.T) *stand {
	t.Helper()
	s := &stand{now: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC), changed: make(chan struct{}, 1)}
	application := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
	t.Cleanup(application.Close)
	tw := sandbox.NewTwilio(sandbox.TwilioOptions{Now: s.Now, CarrierReplies: true, Seed: 1})
	sl := sandbox.NewSlack(sandbox.SlackOptions{
		Now: s.Now, Seed: 1,
		Channels: []sandbox.SlackChannel{{ID: hub, Name: "north-hub"}, {ID: locked, Name: "safeguarding", Private: true, Members: []string{ruth}}},
		Users:    []sandbox.SlackUser{{ID: joe, Name: "Joe"}, {ID: ruth, Name: "Ruth"}},
	})
	t.Cleanup(tw.Close)
	t.Cleanup(sl.Close)
	tw.SetWebhook(application.URL+"/twilio/message", application.URL+"/twilio/status")
	sl.SetTarget(application.URL)
	s.scene = page.Scene{ID: 1, Name: "Leeds Goodturn", Twilio: tw, Slack: sl, Now: s.Now, In: time.UTC, Names: map[string]string{"+447700900801": "Ruth"}}
	return s
}

func (s *stand) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

func (s *stand) Scene() page.Scene                { return s.scene }
func (s *stand) Watch() (<-chan struct{}, func()) { return s.changed, func() {} }

func (s *stand) Story() page.Story {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.story
}

func (s *stand) Move(_ context.Context, to time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = to
	return nil
}

func (s *stand) note(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.did = append(s.did, what)
}

func (s *stand) done() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.did, " ")
}

func (s *stand) Again(context.Context) error { s.note("again"); return nil }
func (s *stand) Play(context.Context) error  { s.note("play"); return nil }
func (s *stand) Pause()                      { s.note("pause") }
func (s *stand) Resume()                     { s.note("resume") }
func (s *stand) Stop()                       { s.note("stop") }

// post has the application put something into Slack.
func (s *stand) post(t *testing.T, method string, call map[string]any) map[string]any {
	t.Helper()
	raw, err := json.Marshal(call)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/api/"+method, bytes.NewReader(raw))
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("Authorization", "Bearer "+s.scene.Slack.BotToken())
	w := httptest.NewRecorder()
	s.scene.Slack.ServeHTTP(w, r)
	var answer map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer["ok"] != true {
		t.Fatalf("%s: %s", method, w.Body)
	}
	return answer
}

func open(t *testing.T, s *stand) *httptest.Server {
	t.Helper()
	p, err := page.New(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	return server
}

func get(t *testing.T, address string) string {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %v %s", address, resp.StatusCode, err, body)
	}
	return string(body)
}

func send(t *testing.T, address string, form url.Values) (int, string) {
	t.Helper()
	resp, err := http.PostForm(address, form)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, strings.TrimSpace(string(body))
}

func wants(t *testing.T, html string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(html, part) {
			t.Errorf("the page does not hold %q", part)
		}
	}
}

func lacks(t *testing.T, html string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(html, part) {
			t.Errorf("the page holds %q", part)
		}
	}
}

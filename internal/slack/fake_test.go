package slack

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/post"
)

const (
	hub    = "C0NORTH0001"
	joe    = "U0JOE00001"
	bot    = "U0GOODTURN"
	secret = "shhh"
)

// private are words that no log may hold: a name, a number, what was said.
var private = []string{"Pam", "Hirst", "447700900123", "wrist", "LS6 2AB", "Joanna", "xoxb-secret", "hooks.slack"}

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

var words = Words{
	Stale: "too old", Forged: "not from Slack", Unknown: "no such button", Failed: "that did not work",
	Slow: "still working", Expired: "press again", File: "files stay here", Help: "try /goodturn queue", Back: "Back",
}

// A call is one request that reached the pretend Slack.
type call struct {
	method string
	values url.Values     // of a form
	body   map[string]any // of JSON
}

func (c call) blocks() string { return c.values.Get("blocks") }

// A fake is a pretend Slack beneath the client's wire.
type fake struct {
	mu      sync.Mutex
	calls   []call
	answers map[string][]func(call) *http.Response // by method; the last one stays
	next    int
}

func (f *fake) RoundTrip(r *http.Request) (*http.Response, error) {
	raw := []byte{}
	if r.Body != nil {
		raw, _ = io.ReadAll(r.Body)
	}
	c := call{method: strings.TrimPrefix(r.URL.Path, "/api/"), values: r.URL.Query()}
	if strings.Contains(r.Header.Get("Content-Type"), "json") {
		if err := json.Unmarshal(raw, &c.body); err != nil {
			return nil, err
		}
	} else if form, err := url.ParseQuery(string(raw)); err == nil && len(form) > 0 {
		c.values = form
	}
	f.mu.Lock()
	f.calls = append(f.calls, c)
	answers := f.answers[c.method]
	var answer func(call) *http.Response
	if len(answers) > 0 {
		answer = answers[0]
		if len(answers) > 1 {
			f.answers[c.method] = answers[1:]
		}
	}
	f.next++
	ts := fmt.Sprintf("1763899200.%06d", f.next)
	f.mu.Unlock()
	if answer == nil {
		switch c.method {
		case "chat.postMessage", "chat.postEphemeral":
			answer = ok(map[string]any{"ts": ts, "message_ts": ts, "channel": hub})
		case "chat.update":
			answer = ok(map[string]any{"ts": c.values.Get("ts"), "channel": hub})
		case "users.info":
			answer = ok(map[string]any{"user": map[string]any{"id": c.values.Get("user"), "real_name": "Joanna Hirst", "profile": map[string]any{}}})
		default:
			answer = ok(map[string]any{})
		}
	}
	res := answer(c)
	if res == nil { // hang
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	return res, nil
}

func (f *fake) on(method string, answers ...func(call) *http.Response) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.answers == nil {
		f.answers = map[string][]func(call) *http.Response{}
	}
	f.answers[method] = answers
}

func (f *fake) made(method string) []call {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []call
	for _, c := range f.calls {
		if c.method == method {
			out = append(out, c)
		}
	}
	return out
}

func status(code int, header map[string]string, body string) func(call) *http.Response {
	return func(call) *http.Response {
		h := http.Header{"Content-Type": {"text/html"}}
		for k, v := range header {
			h.Set(k, v)
		}
		return &http.Response{StatusCode: code, Status: fmt.Sprintf("%d %s", code, http.StatusText(code)), Header: h, Body: io.NopCloser(strings.NewReader(body))}
	}
}

func ok(fields map[string]any) func(call) *http.Response {
	fields["ok"] = true
	return answered(fields)
}

func refused(code string) func(call) *http.Response {
	return answered(map[string]any{"ok": false, "error": code})
}

func answered(fields map[string]any) func(call) *http.Response {
	raw, err := json.Marshal(fields)
	if err != nil {
		panic(err)
	}
	return func(call) *http.Response {
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(raw))}
	}
}

func hang(call) *http.Response { return nil }

// A counter notes what it is handed, and answers as told.
type counter struct {
	mu       sync.Mutex
	presses  []desk.Press
	forms    []desk.Form
	remarks  []desk.Remark
	commands []desk.Command
	answer   desk.Answer
	err      error
	takes    time.Duration
	panics   bool
}

func (c *counter) note(keep func()) (desk.Answer, error) {
	time.Sleep(c.takes)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.panics {
		panic("Pam Hirst broke her wrist")
	}
	keep()
	return c.answer, c.err
}

func (c *counter) Press(_ context.Context, p desk.Press) (desk.Answer, error) {
	return c.note(func() { c.presses = append(c.presses, p) })
}

func (c *counter) Send(_ context.Context, f desk.Form) (desk.Answer, error) {
	return c.note(func() { c.forms = append(c.forms, f) })
}

func (c *counter) Remark(_ context.Context, r desk.Remark) error {
	_, err := c.note(func() { c.remarks = append(c.remarks, r) })
	return err
}

func (c *counter) Command(_ context.Context, x desk.Command) (desk.Answer, error) {
	return c.note(func() { c.commands = append(c.commands, x) })
}

func (c *counter) taken() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.presses) + len(c.forms) + len(c.remarks) + len(c.commands)
}

// A room is one Slack channel under test.
type room struct {
	*Slack
	fake    *fake
	counter *counter
	card    desk.Card
	hidden  bool
	logs    *quietBuffer
	handler http.Handler
}

type quietBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (q *quietBuffer) Write(p []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.b.Write(p)
}

func (q *quietBuffer) String() string {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.b.String()
}

// open makes a room. When the test ends, its log is searched for words that
// belong to people.
func open(t *testing.T) *room {
	t.Helper()
	r := &room{fake: &fake{}, counter: &counter{}, logs: &quietBuffer{}, card: desk.Card{
		First: "Pam Hirst, LS6: tablets by 4pm. If nobody acts, she waits.", Notice: "A request for LS6", Lines: []string{"Boots, Otley Rd"},
		Quotes: []string{"broke my wrist, ring +447700900123"}, Small: []string{"Approved by Joanna"},
		Buttons: []desk.Button{{Action: "approve", Label: "Approve", Style: "primary"}, {Action: "decline", Label: "Decline", Style: "danger", Value: "x", Confirm: "Decline it?"}},
	}}
	r.Slack = New(Options{
		BotToken: "xoxb-secret", SigningSecret: secret, APIURL: "https://slack.example/api",
		Cards: func(*post.Document, string) (desk.Card, bool) { return r.card, !r.hidden },
		Rate:  1, HTTP: &http.Client{Transport: r.fake}, Now: func() time.Time { return now }, Words: words,
		Log: slog.New(slog.NewTextHandler(r.logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	self := bot
	r.self.Store(&self)
	r.handler = r.Handler(r.counter)
	t.Cleanup(func() {
		r.Wait()
		for _, word := range private {
			if strings.Contains(r.logs.String(), word) {
				t.Errorf("the log holds %q:\n%s", word, r.logs)
			}
		}
	})
	return r
}

// post sends a signed request and waits until everything it led to is done.
func (r *room) post(path, body string, header ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	sign(req, secret, now, body)
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	r.handler.ServeHTTP(w, req)
	r.Wait()
	return w
}

func sign(req *http.Request, secret string, at time.Time, body string) {
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + stamp + ":" + body))
	req.Header.Set("X-Slack-Request-Timestamp", stamp)
	req.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
}

func payload(v string) string { return url.Values{"payload": {v}}.Encode() }

// told returns what was said to the person alone.
func (r *room) told() []string {
	var out []string
	for _, c := range r.fake.made("chat.postEphemeral") {
		out = append(out, c.values.Get("text"))
	}
	return out
}

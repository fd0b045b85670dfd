package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/sandbox"
	"github.com/goodturn/goodturn/internal/sqlite"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"goodturn": main})
}

// The scripts in testdata/script are what an operator types and sees. Each
// has the sample organisation in the folder org, and small stores beside it.
func TestCommands(t *testing.T) {
	learnedOnce := t.TempDir()
	if status := run(t.Context(), []string{"hear", "--cache=" + learnedOnce}, strings.NewReader(""), io.Discard, os.Stderr); status != 0 {
		t.Fatalf("learning to hear ends with %d", status)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", RequireExplicitExec: true, RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("GOODTURN_CACHE", learnedOnce)
			if err := os.CopyFS(filepath.Join(env.WorkDir, "org"), fixtures.Organisation); err != nil {
				return err
			}
			for name, phone := range map[string]string{"town.sqlite": "+447700900123", "broken.sqlite": "+447700900124"} {
				if err := layStore(filepath.Join(env.WorkDir, name), phone); err != nil {
					return err
				}
			}
			return nil
		},
	})
}

// layStore makes a store with one person, who goes by the id of +447700900123.
func layStore(path, phone string) error {
	s, err := sqlite.Open(path, clock{})
	if err != nil {
		return err
	}
	key := []byte("a key that is as long as it must be")
	body, err := json.Marshal(map[string]any{"key": key})
	if err != nil {
		return err
	}
	person := fmt.Sprintf(`{"rev":%d,"state":"known","data":{"phone":%q}}`, bot.Revision, phone)
	err = s.Restore(context.Background(),
		post.Record{ID: "office/key", Version: 1, Body: body},
		post.Record{ID: bot.PersonID(key, "+447700900123"), Version: 4, Revision: bot.Revision, Body: []byte(person)})
	return errors.Join(err, s.Append(context.Background(), post.Fact{ID: "twilio:1", Kind: "unanswerable", At: clock{}.Now()}), s.Close())
}

type clock struct{}

func (clock) Now() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// The changelog's latest version is the program's.
func TestVersionIsTheChangelogs(t *testing.T) {
	text, err := os.ReadFile("../../CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	latest := regexp.MustCompile(`(?m)^## \[(\d[^\]]*)\]`).FindSubmatch(text)
	if latest == nil || string(latest[1]) != version {
		t.Errorf("CHANGELOG.md's latest version is %q, the program's %q", latest, version)
	}
}

// world is a pretend Twilio and a pretend Slack, and the flags that lead there.
type world struct {
	twilio *sandbox.Twilio
	slack  *sandbox.Slack
	flags  map[string]string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{
		twilio: sandbox.NewTwilio(sandbox.TwilioOptions{From: "+447700900000"}),
		slack:  sandbox.NewSlack(sandbox.SlackOptions{SigningSecret: "secret"}),
	}
	twilio, slack := httptest.NewServer(w.twilio), httptest.NewServer(w.slack)
	w.slack.SetURL(slack.URL)
	t.Cleanup(func() { w.twilio.Close(); w.slack.Close(); twilio.Close(); slack.Close() })
	org := filepath.Join(t.TempDir(), "org")
	if err := os.CopyFS(org, fixtures.Organisation); err != nil {
		t.Fatal(err)
	}
	w.flags = map[string]string{
		"cache": "off", "listen": "127.0.0.1:0", "public-url": "https://goodturn.example", "store": "sqlite:" + filepath.Join(t.TempDir(), "goodturn.sqlite"), "org": org,
		"twilio-account-sid": w.twilio.AccountSID(), "twilio-auth-token": w.twilio.AuthToken(), "twilio-from": w.twilio.From(), "twilio-api-url": twilio.URL,
		"slack-bot-token": w.slack.BotToken(), "slack-signing-secret": w.slack.SigningSecret(), "slack-api-url": slack.URL + "/api/",
	}
	return w
}

func (w *world) args() []string {
	args := []string{"serve"}
	for name, value := range w.flags {
		args = append(args, "--"+name+"="+value)
	}
	return args
}

// diagnostics is a stderr that can be read while it is written.
type diagnostics struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (d *diagnostics) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.all.Write(p)
}

func (d *diagnostics) String() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.all.String()
}

// What is wrong at the start is one plain sentence, and exit 1.
func TestServeSaysWhyItDoesNotStart(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for name, c := range map[string]struct {
		spoil func(*testing.T, *world)
		want  string
	}{
		"no organisation":      {func(_ *testing.T, w *world) { delete(w.flags, "org") }, "GOODTURN_ORG is missing"},
		"no such organisation": {func(_ *testing.T, w *world) { w.flags["org"] += "/none" }, "GOODTURN_ORG: there is no folder"},
		"no public address":    {func(_ *testing.T, w *world) { delete(w.flags, "public-url") }, "GOODTURN_PUBLIC_URL is missing"},
		"half a public address": {func(_ *testing.T, w *world) { w.flags["public-url"] = "goodturn.example" },
			"GOODTURN_PUBLIC_URL must begin with https://"},
		"no account":        {func(_ *testing.T, w *world) { delete(w.flags, "twilio-account-sid") }, "TWILIO_ACCOUNT_SID is missing"},
		"no number":         {func(_ *testing.T, w *world) { delete(w.flags, "twilio-from") }, "TWILIO_FROM is missing"},
		"no bot token":      {func(_ *testing.T, w *world) { delete(w.flags, "slack-bot-token") }, "SLACK_BOT_TOKEN is missing"},
		"no signing secret": {func(_ *testing.T, w *world) { delete(w.flags, "slack-signing-secret") }, "SLACK_SIGNING_SECRET is missing"},
		"Twilio refuses":    {func(_ *testing.T, w *world) { w.flags["twilio-auth-token"] = strings.Repeat("0", 32) }, "TWILIO_AUTH_TOKEN"},
		"Slack refuses":     {func(_ *testing.T, w *world) { w.flags["slack-bot-token"] = "xoxb-wrong" }, "SLACK_BOT_TOKEN"},
		"an unknown store":  {func(_ *testing.T, w *world) { w.flags["store"] = "paper:box" }, "GOODTURN_STORE must be sqlite:PATH"},
		"the store's folder is not there": {func(_ *testing.T, w *world) { w.flags["store"] = "sqlite:/nowhere/at/all/x.sqlite" },
			"folder /nowhere/at/all is not there"},
		"the store is another file": {func(t *testing.T, w *world) {
			path := filepath.Join(t.TempDir(), "letter.txt")
			if err := os.WriteFile(path, bytes.Repeat([]byte("Dear Pam, "), 100), 0o600); err != nil {
				t.Fatal(err)
			}
			w.flags["store"] = "sqlite:" + path
		}, "letter.txt"},
		"the store names no database": {func(_ *testing.T, w *world) { w.flags["store"] = "mongodb://127.0.0.1:1" }, "GOODTURN_STORE: the MongoDB address names no database"},
		"the store does not answer": {func(_ *testing.T, w *world) { w.flags["store"] = "mongodb://127.0.0.1:1/goodturn" },
			"GOODTURN_STORE: ask the store's clock: the store 127.0.0.1:1/goodturn does not answer"},
		"the port is taken": {func(_ *testing.T, w *world) { w.flags["listen"] = taken.Addr().String() }, "GOODTURN_LISTEN: cannot listen on"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			c.spoil(t, w)
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
			defer cancel()
			var stderr diagnostics
			status := run(ctx, w.args(), nil, io.Discard, &stderr)
			if status != 1 || ctx.Err() != nil {
				t.Errorf("exit status %d, want 1", status)
			}
			said := strings.TrimSpace(stderr.String())
			if lines := strings.Split(said, "\n"); len(lines) != 1 || !strings.HasPrefix(said, "goodturn: ") || !strings.Contains(said, c.want) {
				t.Errorf("said\n%s\nwant one sentence with %q", said, c.want)
			}
		})
	}
}

func TestServeNamesAnOrganisationsMistakesALineEach(t *testing.T) {
	w := newWorld(t)
	places := filepath.Join(w.flags["org"], "places.yaml")
	if err := os.WriteFile(places, []byte("places:\n  - outward: nowhere\n    lat: 1\n    lng: 2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var stderr diagnostics
	if status := run(t.Context(), w.args(), nil, io.Discard, &stderr); status != 1 {
		t.Errorf("exit status %d, want 1", status)
	}
	lines := strings.Split(strings.TrimSpace(stderr.String()), "\n")
	if len(lines) < 3 {
		t.Errorf("said %q, want a line for each mistake", lines)
	}
	for _, line := range lines {
		if !regexp.MustCompile(`^goodturn: [a-z/0-9-]+\.(yaml|md):\d+: .+ — .+`).MatchString(line) {
			t.Errorf("said %q, want file, line, mistake and remedy", line)
		}
	}
}

// Twilio or Slack may be out of order when we start: texts and cards wait.
func TestServeStartsWhileTwilioAndSlackAreDown(t *testing.T) {
	w := newWorld(t)
	w.flags["twilio-api-url"], w.flags["slack-api-url"] = "http://127.0.0.1:1", "http://127.0.0.1:1/api/"
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var stderr diagnostics
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, w.args(), nil, io.Discard, &stderr) }()
	ready(t, &stderr, ended)
	stop()
	if status := <-ended; status != 0 {
		t.Errorf("exit status %d, want 0", status)
	}
	for _, vendor := range []string{"Twilio", "Slack"} {
		if !strings.Contains(stderr.String(), vendor+" did not answer at the start") {
			t.Errorf("the log does not say that %s is down:\n%s", vendor, stderr.String())
		}
	}
}

// A server that is told to stop finishes what it has taken, and exits 0.
func TestServeServesUntilItIsStopped(t *testing.T) {
	w := newWorld(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var stderr diagnostics
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, w.args(), nil, io.Discard, &stderr) }()
	address := ready(t, &stderr, ended)
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/metrics": 200, "/nothing": 404} {
		response, err := http.Get("http://" + address + path)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("%s answers %d, want %d", path, response.StatusCode, want)
		}
	}
	forged, err := http.Post("http://"+address+"/twilio/message", "application/x-www-form-urlencoded", strings.NewReader("From=%2B447700900123&Body=hello&MessageSid=SM1"))
	if err != nil {
		t.Fatal(err)
	}
	forged.Body.Close()
	if forged.StatusCode != http.StatusForbidden {
		t.Errorf("a text without a signature is answered %d, want 403", forged.StatusCode)
	}
	stop()
	select {
	case status := <-ended:
		if status != 0 {
			t.Errorf("exit status %d, want 0; it said\n%s", status, stderr.String())
		}
	case <-time.After(3 * time.Minute):
		t.Fatal("it did not stop")
	}
}

// ready waits for the log line that names the address.
func ready(t *testing.T, stderr *diagnostics, ended <-chan int) string {
	t.Helper()
	for deadline := time.Now().Add(3 * time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		for line := range strings.SplitSeq(stderr.String(), "\n") {
			var entry struct{ Msg, Listen string }
			if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == "ready" {
				return entry.Listen
			}
		}
		select {
		case status := <-ended:
			t.Fatalf("it ended with %d:\n%s", status, stderr.String())
		default:
		}
	}
	t.Fatalf("it is not ready:\n%s", stderr.String())
	return ""
}

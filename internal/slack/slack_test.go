package slack

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	slackapi "github.com/slack-go/slack"
)

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name    string
		answer  func(call) *http.Response
		says    string // "" is no error
		refused bool
	}{
		{"good", ok(map[string]any{"user_id": bot}), "", false},
		{"invalid", refused("invalid_auth"), "OAuth & Permissions", true},
		{"inactive", refused("account_inactive"), "account_inactive", true},
		{"revoked", refused("token_revoked"), "SLACK_BOT_TOKEN", true},
		{"not Slack", status(200, nil, "<html>"), "SLACK_API_URL", false},
		{"nothing there", status(404, nil, ""), "HTTP 404", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := open(t)
			r.self.Store(new(string))
			r.fake.on("auth.test", c.answer)
			err := r.Check(t.Context())
			if (err == nil) != (c.says == "") || errors.Is(err, ErrRefused) != c.refused {
				t.Fatalf("got %v", err)
			}
			if err != nil && (!strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "xoxb-secret")) {
				t.Errorf("got %v", err)
			}
			if err == nil && !r.ours(bot) {
				t.Error("the app does not know itself")
			}
		})
	}
	r := open(t)
	r.api = New(Options{HTTP: &http.Client{Transport: closedPort{}}}).api
	if err := r.Check(t.Context()); err == nil || errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), "could not be reached") {
		t.Errorf("got %v", err)
	}
}

func TestCheckNamesMissingScopes(t *testing.T) {
	r := open(t)
	r.fake.on("auth.test", func(c call) *http.Response {
		res := ok(map[string]any{"user_id": bot})(c)
		res.Header.Set("X-OAuth-Scopes", strings.Join(scopes[1:], ", "))
		return res
	})
	if err := r.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	if log := r.logs.String(); !strings.Contains(log, "scope="+scopes[0]) || strings.Count(log, "scope=") != 1 {
		t.Errorf("got %s", log)
	}
}

func TestCheckChannels(t *testing.T) {
	channel := func(fields map[string]any) func(call) *http.Response {
		return ok(map[string]any{"channel": fields})
	}
	r := open(t)
	r.fake.on("conversations.info", channel(map[string]any{"is_member": true}), channel(map[string]any{}),
		channel(map[string]any{"is_member": true, "is_archived": true}), refused("channel_not_found"))
	closed, err := r.CheckChannels(t.Context(), []string{"C1", "C2", "C3", "C4"})
	if err != nil || !slices.Equal(closed, []string{"C2", "C3", "C4"}) {
		t.Errorf("got %v, %v", closed, err)
	}
	for _, want := range []string{"channel=C2 code=not_in_channel", "channel=C3 code=is_archived", "channel=C4 code=channel_not_found"} {
		if !strings.Contains(r.logs.String(), want) {
			t.Errorf("the log does not say %q", want)
		}
	}
	r.fake.on("conversations.info", status(500, nil, ""))
	if _, err := r.CheckChannels(t.Context(), []string{"C1"}); err == nil {
		t.Error("Slack was not asked, and nobody hears of it")
	}
}

func TestManifest(t *testing.T) {
	raw, err := yaml.YAMLToJSON([]byte(Manifest()))
	if err != nil {
		t.Fatal(err)
	}
	var m slackapi.Manifest
	strict := json.NewDecoder(strings.NewReader(string(raw)))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&m); err != nil {
		t.Fatal(err)
	}
	if n := len(m.Display.Name); n == 0 || n > 35 {
		t.Errorf("a name of %d", n)
	}
	if n := len(m.Display.Description); n == 0 || n > 140 {
		t.Errorf("a description of %d", n)
	}
	for _, scope := range scopes {
		if !slices.Contains(m.OAuthConfig.Scopes.Bot, scope) {
			t.Errorf("no scope %s", scope)
		}
	}
	if len(m.Features.SlashCommands) != 1 || m.Features.SlashCommands[0].Command != "/goodturn" {
		t.Errorf("commands: %v", m.Features.SlashCommands)
	}
	if want := []string{"app_mention", "message.channels", "message.groups"}; !slices.Equal(m.Settings.EventSubscriptions.BotEvents, want) {
		t.Errorf("events: %v", m.Settings.EventSubscriptions.BotEvents)
	}
	if !m.Settings.SocketModeEnabled || m.Settings.Interactivity == nil || !m.Settings.Interactivity.IsEnabled {
		t.Error("no Socket Mode, or no buttons")
	}
}

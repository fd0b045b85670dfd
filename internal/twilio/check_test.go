package twilio

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	for name, test := range map[string]struct {
		answer  http.HandlerFunc
		account bool // ErrAccount
		says    string
	}{
		"active":              {says(200, `{"sid":"AC1","status":"active"}`), false, ""},
		"no word of a status": {says(200, `{"sid":"AC1"}`), false, ""},
		"wrong token":         {refusal(401, 20003), true, "copy both again"},
		"wrong token in HTML": {says(401, "<html>"), true, "copy both again"},
		"forbidden":           {refusal(403, 20003), true, "copy both again"},
		"no such account":     {refusal(404, 20404), true, "copy both again"},
		"suspended":           {says(200, `{"status":"suspended"}`), true, "suspended"},
		"a stand-in":          {says(404, "404 page not found"), false, ""},
		"down":                {says(503, "<html>"+amina), false, "status.twilio.com"},
		"nonsense":            {says(200, "<html>"), false, "status.twilio.com"},
	} {
		t.Run(name, func(t *testing.T) {
			var path string
			c, log := pretend(t, Options{}, func(w http.ResponseWriter, r *http.Request) { path = r.URL.Path; test.answer(w, r) })
			err := c.Check(context.Background())
			if path != "/2010-04-01/Accounts/AC00000000000000000000000000000001.json" {
				t.Errorf("asked %s", path)
			}
			if errors.Is(err, ErrAccount) != test.account {
				t.Errorf("%v", err)
			}
			if test.says == "" && err != nil || test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says)) {
				t.Errorf("%v, want %q", err, test.says)
			}
			if err != nil {
				private(t, "the error", err.Error())
				if strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), ". ") {
					t.Errorf("not one sentence: %s", err)
				}
			}
			private(t, "the log", log.String())
		})
	}
	away := open(t, Options{HTTP: tripper(func(*http.Request) (*http.Response, error) {
		return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "api.twilio.com"}}
	})})
	if err := away.Check(context.Background()); errors.Is(err, ErrAccount) || err == nil || !strings.Contains(err.Error(), "network") {
		t.Errorf("nobody there: %v", err)
	}
	strange := open(t, Options{AccountSID: "AC 1", HTTP: tripper(func(*http.Request) (*http.Response, error) { t.Error("asked"); return nil, io.EOF })})
	if err := strange.Check(context.Background()); !errors.Is(err, ErrAccount) {
		t.Errorf("a SID with a space: %v", err)
	}
}

func TestWrongSettingsAreNamed(t *testing.T) {
	good := Options{AccountSID: "AC1", AuthToken: "t", From: ours}
	with := func(change func(*Options)) Options { o := good; change(&o); return o }
	for want, o := range map[string]Options{
		"":                    good,
		"TWILIO_ACCOUNT_SID":  with(func(o *Options) { o.AccountSID = "" }),
		"TWILIO_AUTH_TOKEN":   with(func(o *Options) { o.AuthToken = "" }),
		"TWILIO_FROM":         with(func(o *Options) { o.From = "" }),
		"TWILIO_API_URL":      with(func(o *Options) { o.APIURL = "localhost:8080" }),
		"GOODTURN_PUBLIC_URL": with(func(o *Options) { o.PublicURL = "goodturn.example" }),
	} {
		_, err := New(o)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if _, err := New(Options{AccountSID: "AC1", AuthToken: "t", MessagingServiceSID: "MG1"}); err != nil {
		t.Errorf("a service without a number: %v", err)
	}
}

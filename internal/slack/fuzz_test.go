package slack

import (
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"
)

// A fuzzed request is signed: what is tried is what stands behind the signature.
func fuzz(f *testing.F, path string, wrap func(string) string, seeds ...string) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		r := open(t)
		w := r.post(path, wrap(body))
		if w.Code != http.StatusOK && w.Code != http.StatusBadRequest {
			t.Errorf("got %d", w.Code)
		}
		if w.Code == http.StatusBadRequest && r.counter.taken() != 0 {
			t.Error("it cannot be read, and yet something was done")
		}
		if strings.Contains(r.logs.String(), "panicked") {
			t.Error("a panic")
		}
		for _, p := range r.counter.presses {
			if p.ID == "" || p.Document == "" || p.Action == "" || p.By.ID == "" {
				t.Errorf("a press of nothing: %+v", p)
			}
		}
		for _, x := range r.counter.forms {
			if x.Action == "" || x.By.ID == "" {
				t.Errorf("a form of nothing: %+v", x)
			}
		}
		for _, x := range r.counter.remarks {
			if x.Text == "" || x.Channel == "" || x.Thread == "" || x.By.ID == "" {
				t.Errorf("a remark of nothing: %+v", x)
			}
		}
	})
}

func FuzzEvents(f *testing.F) {
	fuzz(f, "/slack/events", func(s string) string { return s }, replied, `{"type":"url_verification","challenge":"c"}`,
		`{"type":"event_callback","event":{"type":"app_mention","user":"U","channel":"C"}}`, "", "null", "[]", `{"event":null}`)
}

func FuzzInteractions(f *testing.F) {
	fuzz(f, "/slack/interactions", payload, pressed, sent, "", "null", `{"type":"view_submission","user":{"id":"U"},"view":{"id":"V","callback_id":"c"}}`)
}

func FuzzCommands(f *testing.F) {
	fuzz(f, "/slack/commands", func(s string) string { return s }, commanded("queue"), commanded(""), "ssl_check=1", "user_id=U&text=%00", "%zz", ";")
}

func FuzzPlain(f *testing.F) {
	for _, s := range []string{"<@U|n>", "<|>", "<!>", "<#", "&amp;lt;", "<tel:|>", "<mailto:>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		_ = plain(s, func(string) string { return "" })
		for _, n := range []int{1, 2, 30, 3000} {
			if got := escape(s, n); units(got) > n || strings.ContainsAny(got, "<>") || !utf8.ValidString(got) {
				t.Errorf("%d: %q", n, got)
			}
		}
		if q := quote(s); units(q) > atMostText || strings.Contains(strings.ReplaceAll(q, "\n> ", ""), "\n") {
			t.Errorf("a line outside the quote: %q", q)
		}
	})
}

package slack

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/goodturn/goodturn/internal/desk"
)

// Bounds of a request.
const (
	mostBytes = 1 << 20
	window    = 5 * time.Minute // how long a signature holds, either way
)

// Handler serves the addresses that Slack calls: POST /slack/events,
// /slack/interactions and /slack/commands. A request that Slack did not sign,
// or signed more than five minutes ago or ahead, gets 403 and changes nothing.
// What cannot be read gets 400. Every other answer comes after the counter has
// returned, or before Slack stops waiting.
func (s *Slack) Handler(counter desk.Counter) http.Handler {
	d := &door{s, counter}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /slack/events", s.signed(func(ctx context.Context, body []byte, r *http.Request) reply {
		try, _ := strconv.Atoi(r.Header.Get("X-Slack-Retry-Num"))
		return d.event(ctx, body, try)
	}))
	mux.HandleFunc("POST /slack/interactions", s.signed(func(ctx context.Context, body []byte, _ *http.Request) reply {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return malformed
		}
		return d.interaction(ctx, []byte(form.Get("payload")))
	}))
	mux.HandleFunc("POST /slack/commands", s.signed(func(ctx context.Context, body []byte, _ *http.Request) reply {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return malformed
		}
		if form.Get("ssl_check") == "1" {
			return acknowledged
		}
		return d.command(ctx, formCommand(form))
	}))
	return mux
}

// signed lets in only what Slack signed within the window.
func (s *Slack) signed(handle func(context.Context, []byte, *http.Request) reply) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostBytes))
		if err != nil {
			s.answer(w, reply{http.StatusBadRequest, whisper(s.opt.Words.Failed)})
			return
		}
		stamp := r.Header.Get("X-Slack-Request-Timestamp")
		if !genuine(s.opt.SigningSecret, stamp, r.Header.Get("X-Slack-Signature"), body) {
			s.log.Warn("a request was not signed by Slack: check SLACK_SIGNING_SECRET if it should have been", "path", r.URL.Path)
			s.answer(w, reply{http.StatusForbidden, whisper(s.opt.Words.Forged)})
			return
		}
		if !fresh(stamp, s.opt.Now()) {
			s.log.Warn("a request from Slack was signed too long ago: check this machine's clock if it happens again", "path", r.URL.Path)
			s.answer(w, reply{http.StatusForbidden, whisper(s.opt.Words.Stale)})
			return
		}
		out := handle(r.Context(), body, r)
		if out.status == http.StatusBadRequest {
			s.log.Warn("a request from Slack could not be read", "path", r.URL.Path)
			out.body = whisper(s.opt.Words.Failed)
		}
		s.answer(w, out)
	}
}

func (s *Slack) answer(w http.ResponseWriter, out reply) {
	if out.body == nil {
		w.WriteHeader(out.status)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(out.status)
	if err := json.NewEncoder(w).Encode(out.body); err != nil {
		s.log.Warn("an answer to Slack was cut off", "error", err)
	}
}

// genuine checks Slack's v0 signature.
func genuine(secret, stamp, signature string, body []byte) bool {
	given, ok := strings.CutPrefix(signature, "v0=")
	if !ok || secret == "" || stamp == "" {
		return false
	}
	sum, err := hex.DecodeString(given)
	if err != nil {
		return false
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + stamp + ":"))
	mac.Write(body)
	return hmac.Equal(mac.Sum(nil), sum)
}

func fresh(stamp string, now time.Time) bool {
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return false
	}
	return now.Sub(time.Unix(seconds, 0)).Abs() <= window
}

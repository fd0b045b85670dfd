package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Delivery is something that was sent to the application, and what came of it.
type Delivery struct {
	Kind        string // events, interactions or commands
	Path        string // /slack/events…
	ContentType string
	Body        []byte // as over HTTP, whichever way it went
	ID          string // event_id of an event
	Retry       int    // 0 for the first attempt
	Socket      bool   // it went over Socket Mode
	Status      int    // 0 when no answer came
	Err         string
	At          time.Time
}

// Signing says how a raw request is signed; zero is as Slack signs it, now.
type Signing struct {
	Secret string    // another secret is a forgery
	At     time.Time // another time may be stale
	None   bool      // no signature at all
}

// Send posts a raw body to the application, to try what forged, stale or
// malformed requests do.
func (s *Slack) Send(ctx context.Context, path, contentType string, body []byte, how Signing) (Response, error) {
	return s.send(ctx, path, contentType, body, how, nil)
}

func (s *Slack) send(ctx context.Context, path, contentType string, body []byte, how Signing, header map[string]string) (Response, error) {
	s.mu.RLock()
	target := s.target
	s.mu.RUnlock()
	if target == "" {
		return Response{}, ErrNoTarget
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, target+path, strings.NewReader(string(body)))
	if err != nil {
		return Response{}, fmt.Errorf("make delivery: %w", err)
	}
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	if how.Secret == "" {
		how.Secret = s.opts.SigningSecret
	}
	if how.At.IsZero() {
		how.At = s.opts.SignedAt()
	}
	if !how.None {
		r.Header.Set("X-Slack-Request-Timestamp", strconv.FormatInt(how.At.Unix(), 10))
		r.Header.Set("X-Slack-Signature", SlackSignature(how.Secret, how.At, body))
	}
	for k, v := range header {
		r.Header.Set(k, v)
	}
	return send(s.client, r)
}

// Deliveries returns everything that was sent to the application, in order of
// its end. An attempt that is still waiting for its answer is not in it.
func (s *Slack) Deliveries() []Delivery {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return append([]Delivery(nil), s.deliveries...)
}

// reachable tells whether there is anywhere to deliver to.
func (s *Slack) reachable() bool {
	s.mu.RLock()
	target := s.target
	s.mu.RUnlock()
	return target != "" || s.sockets.used()
}

// envelope is the Socket Mode type of each kind of delivery.
var envelope = map[string]string{"events": "events_api", "interactions": "interactive", "commands": "slash_commands"}

// deliver sends a payload once, over a socket if one is open, else by HTTP.
func (s *Slack) deliver(ctx context.Context, kind string, payload map[string]any, retry int, reason string) (Response, error) {
	path := "/slack/" + kind
	whole, err := json.Marshal(payload)
	if err != nil {
		return Response{}, fmt.Errorf("encode %s: %w", kind, err)
	}
	contentType, body := "application/x-www-form-urlencoded", whole
	switch kind {
	case "events":
		contentType = "application/json"
	case "interactions":
		body = []byte(url.Values{"payload": {string(whole)}}.Encode())
	case "commands":
		form := url.Values{}
		for k, v := range payload {
			form.Set(k, fmt.Sprint(v))
		}
		body = []byte(form.Encode())
	}
	id := TextAt(payload, "event_id")
	return s.outbox.deliver(ctx, path, s.background, func(ctx context.Context) (Response, error) {
		ctx, cancel := s.ackTimeout(ctx)
		defer cancel()
		resp, viaSocket, err := s.bySocket(ctx, envelope[kind], whole, retry, reason)
		if !viaSocket {
			var header map[string]string
			if retry > 0 {
				header = map[string]string{"X-Slack-Retry-Num": strconv.Itoa(retry), "X-Slack-Retry-Reason": reason}
			}
			resp, err = s.send(ctx, path, contentType, body, Signing{}, header)
		}
		resp.Attempts, resp.ID = retry+1, id
		d := Delivery{
			Kind: kind, Path: path, ContentType: contentType, Body: body, ID: id, Retry: retry,
			Socket: viaSocket, Status: resp.Status, At: s.opts.Now(),
		}
		if err != nil {
			d.Err = err.Error()
		}
		s.mu.Lock()
		s.deliveries = append(s.deliveries, d)
		s.mu.Unlock()
		return resp, err
	})
}

// retryAfter is how long Slack waits before each retry of an event.
var retryAfter = [...]time.Duration{0, time.Minute, 5 * time.Minute}

// sendEvent delivers an event, retrying at once, and after one and five minutes
// in the background, until the application answers with a 2xx or asks for no more.
func (s *Slack) sendEvent(ctx context.Context, event map[string]any) (Response, error) {
	payload := map[string]any{
		"token": "sandbox", "team_id": SlackTeam, "api_app_id": SlackApp, "type": "event_callback",
		"event": event, "event_id": s.ids.slack("Ev", 10), "event_time": s.opts.Now().Unix(),
		"event_context": s.ids.hex("4-"), "is_ext_shared_channel": false,
		"authorizations": []any{map[string]any{
			"enterprise_id": nil, "team_id": SlackTeam, "user_id": SlackBotUser, "is_bot": true, "is_enterprise_install": false,
		}},
	}
	return s.tryEvent(ctx, payload, 0, "")
}

func (s *Slack) tryEvent(ctx context.Context, payload map[string]any, retry int, reason string) (Response, error) {
	resp, err := s.deliver(ctx, "events", payload, retry, reason)
	enough := (err == nil && resp.OK()) || resp.Held || resp.Header.Get("X-Slack-No-Retry") == "1"
	if enough || retry == len(retryAfter) || ctx.Err() != nil {
		return resp, err
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		reason = "http_timeout"
	case err != nil:
		reason = "connection_failed"
	default:
		reason = "http_error"
	}
	if wait := retryAfter[retry]; wait > 0 {
		s.later(wait, s.opts.Sleep, func(ctx context.Context) { _, _ = s.tryEvent(ctx, payload, retry+1, reason) })
		return resp, err
	}
	return s.tryEvent(ctx, payload, retry+1, reason)
}

// echo tells the application of its own doings, in the background.
func (s *Slack) echo(event map[string]any) {
	if s.opts.NoEcho || !s.reachable() {
		return
	}
	s.start(func(ctx context.Context) { _, _ = s.sendEvent(ctx, event) })
}

// messageEvent is the event of a new message. The caller holds s.mu.
func (s *Slack) messageEvent(ch *channel, m *slackMessage) map[string]any {
	event := m.json(true)
	event["channel"], event["channel_type"], event["event_ts"] = ch.ID, ch.kind(), m.TS
	if parent := ch.byTS[m.ThreadTS]; parent != nil && parent != m {
		event["parent_user_id"] = parent.User
	}
	if !m.Bot {
		event["client_msg_id"] = s.ids.hex("")
	}
	return event
}

// changeEvent is the event of an edit or a deletion. The caller holds s.mu.
func (s *Slack) changeEvent(ch *channel, subtype, ts string) map[string]any {
	return map[string]any{
		"type": "message", "subtype": subtype, "hidden": true, "channel": ch.ID,
		"channel_type": ch.kind(), "ts": ts, "event_ts": s.ts(),
	}
}

// VerifyURL does Slack's url_verification handshake with the application's
// events address. The error says how the answer is wrong.
func (s *Slack) VerifyURL(ctx context.Context) error {
	challenge := s.ids.hex("")
	body, err := json.Marshal(map[string]string{"type": "url_verification", "token": "sandbox", "challenge": challenge})
	if err != nil {
		return fmt.Errorf("encode challenge: %w", err)
	}
	ctx, cancel := s.ackTimeout(ctx)
	defer cancel()
	resp, err := s.Send(ctx, "/slack/events", "application/json", body, Signing{})
	if err != nil {
		return err
	}
	answer := strings.TrimSpace(string(resp.Body))
	var o map[string]string
	if json.Unmarshal(resp.Body, &o) == nil {
		answer = o["challenge"]
	}
	if !resp.OK() || answer != challenge {
		return fmt.Errorf("challenge not returned: status %d", resp.Status)
	}
	return nil
}

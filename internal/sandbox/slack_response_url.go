package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// A response URL may be used five times within half an hour.
const (
	responseURLUses = 5
	responseURLLife = 30 * time.Minute
)

// responseURL answers one interaction or command.
type responseURL struct {
	user     string
	ch       *channel
	original *slackMessage // nil for a command
	uses     int
	expires  time.Time
}

// newResponseURL makes an address for answers to what a person did. The caller holds s.mu.
func (s *Slack) newResponseURL(kind string, who acting, original *slackMessage) string {
	path := "/" + kind + "/" + SlackTeam + "/" + s.ids.hex("")
	s.urls[path] = &responseURL{user: who.user.ID, ch: who.ch, original: original, expires: s.opts.Now().Add(responseURLLife)}
	base := s.base
	if base == "" {
		base = "http://slack.invalid" // nothing may leave the machine
	}
	return base + path
}

func (s *Slack) followResponseURL(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		http.Error(w, "method_not_allowed", http.StatusMethodNotAllowed)
		return
	}
	a := args{values: map[string]any{}}
	if err := json.NewDecoder(r.Body).Decode(&a.values); err != nil {
		slackJSON(w, http.StatusBadRequest, map[string]any{"ok": false, "error": "invalid_payload"})
		return
	}
	c, err := s.readContent(a, 40_000)
	if err != nil {
		s.answer(w, nil, err)
		return
	}
	s.mu.Lock()
	u := s.urls[r.URL.Path]
	switch {
	case u == nil || s.opts.Now().After(u.expires):
		s.mu.Unlock()
		slackJSON(w, http.StatusNotFound, map[string]any{"ok": false, "error": "expired_url"})
		return
	case u.uses == responseURLUses:
		s.mu.Unlock()
		slackJSON(w, http.StatusNotFound, map[string]any{"ok": false, "error": "used_url"})
		return
	}
	_, event, err := s.respond(u, a, c)
	if err == nil {
		u.uses++
	}
	s.mu.Unlock()
	if err != nil {
		s.answer(w, nil, err)
		return
	}
	s.changed()
	if event != nil {
		s.echo(event)
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok"))
}

// respond does what an answer to an interaction or a command asks for: delete or
// replace what was pressed, or show something new. It returns what is shown and
// the event of it, if there is one. The caller holds s.mu.
func (s *Slack) respond(u *responseURL, a args, c content) (shown *slackMessage, event map[string]any, err error) {
	remove, replace := a.flag("delete_original"), a.flag("replace_original")
	if (remove || replace) && u.original != nil {
		m := u.original
		switch {
		case remove && m.Ephemeral != "":
			s.dismiss(m)
			return nil, nil, nil
		case remove:
			event = s.changeEvent(u.ch, "message_deleted", m.TS)
			event["deleted_ts"], event["previous_message"] = m.TS, m.json(true)
			u.ch.remove(m)
			return nil, event, nil
		}
		before := m.json(true)
		s.revise(m, c)
		if m.Ephemeral != "" {
			return m, nil, nil
		}
		event = s.changeEvent(u.ch, "message_changed", m.TS)
		event["message"], event["previous_message"] = m.json(true), before
		return m, event, nil
	}
	if !c.hasText && len(c.blocks) == 0 && !c.attachments {
		return nil, nil, fails("no_text")
	}
	m := s.newMessage(u.ch, SlackBotUser, c.text, c.blocks, a.text("thread_ts"))
	m.Metadata = c.metadata
	if a.text("response_type") != "in_channel" {
		s.whisper(m, u.user)
		return m, nil, nil
	}
	u.ch.add(m)
	return m, s.messageEvent(u.ch, m), nil
}

// dismiss takes an ephemeral message away. The caller holds s.mu.
func (s *Slack) dismiss(m *slackMessage) {
	s.ephemerals[m.Ephemeral] = slices.DeleteFunc(s.ephemerals[m.Ephemeral], func(x *slackMessage) bool { return x == m })
}

// commandAnswer shows what the application answered to a command: nothing, plain
// text for the person, or a message in JSON.
func (s *Slack) commandAnswer(who acting, resp Response) (*SlackMessage, error) {
	body := strings.TrimSpace(string(resp.Body))
	if body == "" || body == "null" || resp.Held {
		return nil, nil
	}
	a := args{values: map[string]any{}}
	if body[0] != '{' || json.Unmarshal(resp.Body, &a.values) != nil {
		a.values = map[string]any{"text": body}
	}
	if len(a.values) == 0 {
		return nil, nil
	}
	c, err := s.readContent(a, 40_000)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	m, event, err := s.respond(&responseURL{user: who.user.ID, ch: who.ch}, a, c)
	if err != nil {
		s.mu.Unlock()
		return nil, err
	}
	out := m.copy(false)
	s.mu.Unlock()
	s.changed()
	if event != nil {
		s.echo(event)
	}
	return &out, nil
}

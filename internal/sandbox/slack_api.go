package sandbox

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// method answers one Web API call with what stands beside "ok".
type method func(a args) (map[string]any, error)

// slackError is an error as the Web API gives it.
type slackError struct {
	code     string
	problems []string // of blocks or views, with their JSON pointers
}

func (e slackError) Error() string {
	return strings.Join(append([]string{e.code}, e.problems...), ": ")
}

func fails(code string) error { return slackError{code: code} }

// args are a call's arguments, from a form, a query or a JSON body.
type args struct {
	values map[string]any
	host   string // where the caller reached this server
	secure bool
}

// text returns an argument as a string, "" when it is not there.
func (a args) text(key string) string {
	switch v := a.values[key].(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

func (a args) flag(key string) bool {
	v := a.text(key)
	return v == "true" || v == "1"
}

func (a args) number(key string, otherwise int) int {
	if n, err := strconv.Atoi(a.text(key)); err == nil && n > 0 {
		return n
	}
	return otherwise
}

// decoded returns an argument that is JSON, in a form or as part of a body.
func (a args) decoded(key string) (v any, present bool, err error) {
	v, present = a.values[key]
	if s, ok := v.(string); ok {
		if s == "" {
			return nil, false, nil
		}
		v = nil
		err = json.Unmarshal([]byte(s), &v)
	}
	return v, present && v != nil, err
}

func readArgs(r *http.Request) (args, error) {
	a := args{values: map[string]any{}, host: r.Host, secure: r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https"}
	add := func(form url.Values) {
		for k, v := range form {
			a.values[k] = v[0]
		}
	}
	add(r.URL.Query())
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return a, err
		}
		if len(body) == 0 {
			return a, nil
		}
		return a, json.Unmarshal(body, &a.values)
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		if err := r.ParseMultipartForm(1 << 20); err != nil {
			return a, err
		}
	} else if err := r.ParseForm(); err != nil {
		return a, err
	}
	add(r.PostForm)
	return a, nil
}

func (s *Slack) callMethod(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	a, err := readArgs(r)
	if err != nil {
		s.answer(w, nil, fails("invalid_json"))
		return
	}
	run, known := s.methods[name]
	if !known {
		s.answer(w, nil, fails("unknown_method"))
		return
	}
	token, fromHeader := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !fromHeader {
		token = a.text("token")
	}
	if err := s.authorize(name, token); err != nil {
		s.answer(w, nil, err)
		return
	}
	s.noteHost(a)
	result, err := run(a)
	s.answer(w, result, err)
}

func (s *Slack) authorize(method, token string) error {
	same := func(want string) bool { return subtle.ConstantTimeCompare([]byte(token), []byte(want)) == 1 }
	isApp, isBot := same(s.opts.AppToken), same(s.opts.BotToken)
	wantsApp := method == "apps.connections.open"
	switch {
	case token == "":
		return fails("not_authed")
	case !isApp && !isBot:
		return fails("invalid_auth")
	case (wantsApp && !isApp) || (!wantsApp && !isBot):
		return fails("not_allowed_token_type")
	}
	return nil
}

// noteHost remembers where this server is reached, unless SetURL said.
func (s *Slack) noteHost(a args) {
	s.mu.RLock()
	known := s.base != ""
	s.mu.RUnlock()
	if known {
		return
	}
	scheme := "http://"
	if a.secure {
		scheme = "https://"
	}
	s.SetURL(scheme + a.host)
}

// answer writes a Web API response: always 200, as at Slack.
func (s *Slack) answer(w http.ResponseWriter, result map[string]any, err error) {
	if err == nil {
		if result == nil {
			result = map[string]any{}
		}
		result["ok"] = true
		slackJSON(w, http.StatusOK, result)
		return
	}
	body := map[string]any{"ok": false, "error": err.Error()}
	if e, ok := errors.AsType[slackError](err); ok {
		body["error"] = e.code
		if len(e.problems) > 0 {
			messages := make([]string, len(e.problems))
			for i, p := range e.problems {
				messages[i] = "[ERROR] " + p
			}
			body["errors"] = e.problems
			body["response_metadata"] = map[string]any{"messages": messages}
		}
	}
	slackJSON(w, http.StatusOK, body)
}

func slackJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

// webAPI is every method that the sandbox knows.
func (s *Slack) webAPI() map[string]method {
	return map[string]method{
		"api.test":              func(args) (map[string]any, error) { return nil, nil },
		"auth.test":             s.authTest,
		"apps.connections.open": s.openConnection,
		"chat.postMessage":      s.postMessage,
		"chat.postEphemeral":    s.postEphemeral,
		"chat.update":           s.updateMessage,
		"chat.delete":           s.deleteMessage,
		"chat.getPermalink":     s.getPermalink,
		"conversations.history": s.history,
		"conversations.replies": s.replies,
		"conversations.info":    s.conversationInfo,
		"conversations.list":    s.conversationList,
		"conversations.members": s.conversationMembers,
		"conversations.open":    s.conversationOpen,
		"conversations.join":    s.conversationJoin,
		"reactions.add":         s.addReaction,
		"users.info":            s.userInfo,
		"users.list":            s.userList,
		"views.open":            s.viewsOpen,
		"views.push":            s.viewsPush,
		"views.update":          s.viewsUpdate,
	}
}

func (s *Slack) authTest(a args) (map[string]any, error) {
	return map[string]any{
		"url": "https://sandbox.slack.com/", "team": "Sandbox", "team_id": SlackTeam,
		"user": "goodturn", "user_id": SlackBotUser, "bot_id": SlackBot, "is_enterprise_install": false,
	}, nil
}

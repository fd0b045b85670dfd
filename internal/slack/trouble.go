package slack

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	slackapi "github.com/slack-go/slack"
)

// A trouble is why a call of Slack's API failed: what it means for us, and a
// short code that carries no words of anybody, so that it can be logged.
type trouble struct {
	kind faultKind
	code string
}

type faultKind int

const (
	faultUnknown     faultKind = iota // Slack may have taken it
	faultUnreached                    // it never left
	faultLimited                      // too many; later
	faultCredentials                  // the app is not let in at all
	faultChannel                      // the app cannot post in this channel
	faultShape                        // the message is not one that Slack takes
	faultGone                         // there is no such message to change
	faultOther                        // Slack said no, for a reason that an operator must see
)

func (t trouble) String() string { return t.code }

// kinds are Slack's error codes by what they mean here. A code that is not
// listed is Slack's no: the call was not taken.
func kindOf(code string) faultKind {
	switch code {
	case "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "no_permission", "missing_scope",
		"not_allowed_token_type", "org_login_required", "ekm_access_denied", "team_access_not_granted", "access_denied":
		return faultCredentials
	case "not_in_channel", "channel_not_found", "is_archived", "restricted_action", "restricted_action_read_only_channel",
		"restricted_action_thread_only_channel", "restricted_action_non_threadable_channel", "restricted_action_thread_locked",
		"channel_is_limited_access", "is_inactive":
		return faultChannel
	case "invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "no_text", "too_many_attachments",
		"block_mismatch", "invalid_arguments", "markdown_text_conflict":
		return faultShape
	case "message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found", "cannot_reply_to_message", "invalid_ts":
		return faultGone
	case "ratelimited", "rate_limited", "message_limit_exceeded", "accesslimited":
		return faultLimited
	case "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org":
		return faultUnknown
	}
	return faultOther
}

// fault says what an error of the API client means.
func fault(err error) trouble {
	var answer slackapi.SlackErrorResponse
	var limited *slackapi.RateLimitedError
	var status slackapi.StatusCodeError
	var dial *net.OpError
	switch {
	case errors.As(err, &limited):
		return trouble{faultLimited, "ratelimited"}
	case errors.As(err, &answer):
		return trouble{kindOf(answer.Err), code(answer.Err)}
	case errors.As(err, &status) && status.Code == http.StatusTooManyRequests:
		return trouble{faultLimited, "HTTP 429"}
	case errors.As(err, &status) && status.Code >= 400 && status.Code < 500:
		return trouble{faultOther, fmt.Sprintf("HTTP %d", status.Code)}
	case errors.As(err, &status):
		return trouble{faultUnknown, fmt.Sprintf("HTTP %d", status.Code)}
	case errors.As(err, &dial) && dial.Op == "dial":
		return trouble{faultUnreached, "no connection"}
	case errors.Is(err, context.DeadlineExceeded):
		return trouble{faultUnknown, "no answer in time"}
	case errors.Is(err, context.Canceled):
		return trouble{faultUnknown, "given up"}
	}
	return trouble{faultUnknown, "an answer that cannot be read"}
}

// code keeps what looks like one of Slack's codes, and nothing else.
func code(s string) string {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' && r != '.' {
			return "unnamed"
		}
	}
	if len(s) > 60 {
		return "unnamed"
	}
	return s
}

// retryAfter is how long Slack asks us to wait.
func retryAfter(err error) time.Duration {
	var limited *slackapi.RateLimitedError
	if errors.As(err, &limited) && limited.RetryAfter > 0 {
		return limited.RetryAfter
	}
	return 10 * time.Second
}

// told remembers what an operator has been told, so that a thousand waiting
// cards do not say it a thousand times.
type told struct {
	mu   sync.Mutex
	last map[string]time.Time
}

const tellEvery = 5 * time.Minute

func (t *told) due(what string, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if last, ok := t.last[what]; ok && now.Sub(last) < tellEvery && !now.Before(last) {
		return false
	}
	if t.last == nil {
		t.last = map[string]time.Time{}
	}
	t.last[what] = now
	return true
}

// operator tells whoever runs the program what stands in the way of a channel.
func (s *Slack) operator(channel string, t trouble) {
	if !s.told.due(channel+" "+t.code, s.opt.Now()) {
		return
	}
	remedy := "look the code up at api.slack.com/methods/chat.postMessage"
	switch {
	case t.kind == faultCredentials:
		remedy = "check SLACK_BOT_TOKEN and the app's scopes, and install the app again if you changed them"
	case t.code == "not_in_channel", t.code == "channel_not_found":
		remedy = "check the channel's id in the settings, and write /invite @Goodturn in the channel"
	case t.code == "is_archived":
		remedy = "unarchive the channel, or name another one in the settings"
	case t.kind == faultChannel:
		remedy = "let the app post in the channel: see the channel's posting permissions"
	}
	s.log.Error("Slack does not take messages for a channel; they are kept and tried again each minute", "channel", channel, "code", t.code, "remedy", remedy)
}

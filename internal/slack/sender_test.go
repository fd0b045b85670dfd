package slack

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/post"
)

func outgoing(kind string, posts map[string]string, body any) post.Outgoing {
	raw, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return post.Outgoing{
		Entry:    post.Entry{ID: "request/k3@7/2", Lane: "slack:" + hub, Kind: kind, To: hub, At: now, Body: raw},
		Document: &post.Document{ID: "request/k3", Posts: posts},
	}
}

func TestCardIsPostedOnceAndThenChanged(t *testing.T) {
	r := open(t)
	o := outgoing(post.EntryCard, nil, nil)
	ts, err := r.Send(t.Context(), o)
	if err != nil || ts == "" {
		t.Fatalf("got %q, %v", ts, err)
	}
	first := r.fake.made("chat.postMessage")[0]
	want := map[string]string{
		"channel": hub, "text": "A request for LS6", "unfurl_links": "false", "unfurl_media": "false", "parse": "none",
		"metadata": `{"event_type":"goodturn","event_payload":{"document":"request/k3","entry":"request/k3@7/2"}}`,
	}
	for k, v := range want {
		if got := first.values.Get(k); got != v {
			t.Errorf("%s: got %q, want %q", k, got, v)
		}
	}
	if !strings.Contains(first.blocks(), `"value":"request/k3|x"`) || !strings.Contains(first.blocks(), `"action_id":"decline"`) {
		t.Errorf("the button does not carry its document and value: %s", first.blocks())
	}

	r.card.First = "Taken by Joanna"
	if again, err := r.Send(t.Context(), outgoing(post.EntryCard, map[string]string{hub: ts}, nil)); err != nil || again != ts {
		t.Fatalf("got %q, %v; want %q", again, err, ts)
	}
	if n := len(r.fake.made("chat.postMessage")); n != 1 {
		t.Errorf("%d cards were posted", n)
	}
	updates := r.fake.made("chat.update")
	if len(updates) != 1 || updates[0].values.Get("ts") != ts || !strings.Contains(updates[0].blocks(), "Taken by Joanna") {
		t.Errorf("updates: %v", updates)
	}
	if updates[0].values.Has("metadata") {
		t.Error("an update replaced the metadata that says which entry made the card")
	}
}

func TestNothingToShow(t *testing.T) {
	r := open(t)
	r.hidden = true
	if ts, err := r.Send(t.Context(), outgoing(post.EntryCard, map[string]string{hub: "1.1"}, nil)); ts != "1.1" || err != nil {
		t.Errorf("got %q, %v", ts, err)
	}
	if len(r.fake.calls) != 0 {
		t.Errorf("calls: %v", r.fake.calls)
	}
}

func TestCardGoneIsPostedAnew(t *testing.T) {
	for _, code := range []string{"message_not_found", "cant_update_message", "edit_window_closed"} {
		t.Run(code, func(t *testing.T) {
			r := open(t)
			r.fake.on("chat.update", refused(code))
			o := outgoing(post.EntryCard, map[string]string{hub: "1.1"}, nil)
			ts, err := r.Send(t.Context(), o)
			if err != nil || ts == "" || ts == "1.1" {
				t.Fatalf("got %q, %v", ts, err)
			}
			if made := r.fake.made("chat.postMessage"); len(made) != 1 || !strings.Contains(made[0].values.Get("metadata"), o.ID) {
				t.Errorf("posted %v", made)
			}
		})
	}
}

func TestShapeRefusedFallsBackToShorter(t *testing.T) {
	r := open(t)
	r.fake.on("chat.postMessage", refused("invalid_blocks"), refused("msg_too_long"), ok(map[string]any{"ts": "9.9"}))
	ts, err := r.Send(t.Context(), outgoing(post.EntryCard, nil, nil))
	if err != nil || ts != "9.9" {
		t.Fatalf("got %q, %v", ts, err)
	}
	calls := r.fake.made("chat.postMessage")
	if got := calls[1].blocks(); !strings.Contains(got, `"plain_text"`) || strings.Contains(got, "wrist") {
		t.Errorf("the short version: %s", got)
	}
	if got := calls[2]; got.blocks() != "[]" || got.values.Get("text") != "A request for LS6" {
		t.Errorf("the shortest version: %v", got.values)
	}
	if !strings.Contains(r.logs.String(), "refused a card's shape") {
		t.Error("nobody was told")
	}
}

func TestThreads(t *testing.T) {
	for _, c := range []struct {
		name, parent, text, want, broadcast string
		body                                any
		answers                             []func(call) *http.Response
	}{
		{name: "under the card", parent: "1.1", body: map[string]any{"text": "Pam: it is cold <!channel> & *dark*"}, want: "Pam: it is cold &lt;!channel&gt; &amp; *dark*"},
		{name: "shown in the channel too", parent: "1.1", body: map[string]any{"text": "cold", "broadcast": true}, want: "cold", broadcast: "true"},
		{name: "no card", body: map[string]any{"text": "cold", "broadcast": true}, want: "cold"},
		{name: "long", parent: "1.1", body: map[string]any{"text": strings.Repeat("x", 20000)}, want: strings.Repeat("x", 11999) + "…"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := open(t)
			var posts map[string]string
			if c.parent != "" {
				posts = map[string]string{hub: c.parent}
			}
			if ts, err := r.Send(t.Context(), outgoing(post.EntryThread, posts, c.body)); err != nil || ts == "" {
				t.Fatalf("got %q, %v", ts, err)
			}
			v := r.fake.made("chat.postMessage")[0].values
			got := []string{v.Get("text"), v.Get("thread_ts"), v.Get("reply_broadcast")}
			if diff := cmp.Diff([]string{c.want, c.parent, c.broadcast}, got); diff != "" {
				t.Error(diff)
			}
			if !strings.Contains(v.Get("metadata"), "request/k3@7/2") {
				t.Error("no metadata")
			}
		})
	}
}

func TestThreadOfACardThatIsGone(t *testing.T) {
	r := open(t)
	r.fake.on("chat.postMessage", refused("thread_not_found"), ok(map[string]any{"ts": "5.5"}))
	ts, err := r.Send(t.Context(), outgoing(post.EntryThread, map[string]string{hub: "1.1"}, said{Text: "cold"}))
	if err != nil || ts != "5.5" {
		t.Fatalf("got %q, %v", ts, err)
	}
	if second := r.fake.made("chat.postMessage")[1]; second.values.Has("thread_ts") {
		t.Errorf("posted where nothing is: %v", second.values)
	}
}

func TestWordedByTheApp(t *testing.T) {
	r := open(t)
	r.opt.Remark = func(e post.Entry) string { return "worded " + e.ID }
	if _, err := r.Send(t.Context(), outgoing(post.EntryThread, nil, 7)); err != nil {
		t.Fatal(err)
	}
	if got := r.fake.made("chat.postMessage")[0].values.Get("text"); got != "worded request/k3@7/2" {
		t.Errorf("got %q", got)
	}
}

// An outcome is how the office takes an error.
func outcome(err error) string {
	var wait *post.Wait
	var refused *post.Refused
	switch {
	case err == nil:
		return "sent"
	case errors.As(err, &wait):
		return "wait " + wait.After.String()
	case errors.As(err, &refused):
		return "refused " + refused.Code
	}
	return "unknown"
}

func TestWhatAnErrorMeans(t *testing.T) {
	html := "<html>Pam Hirst broke my wrist</html>"
	for _, c := range []struct {
		name   string
		answer func(call) *http.Response
		want   string
		logged string
	}{
		{"limited", status(429, map[string]string{"Retry-After": "17"}, ""), "wait 17s", ""},
		{"limited, no time named", status(429, nil, ""), "wait 10s", ""},
		{"limited in words", refused("ratelimited"), "wait 10s", ""},
		{"invalid token", refused("invalid_auth"), "wait 1m0s", "SLACK_BOT_TOKEN"},
		{"inactive", refused("account_inactive"), "wait 1m0s", "SLACK_BOT_TOKEN"},
		{"not a member", refused("not_in_channel"), "wait 1m0s", "/invite"},
		{"no channel", refused("channel_not_found"), "wait 1m0s", hub},
		{"archived", refused("is_archived"), "wait 1m0s", "unarchive"},
		{"a code that nobody knows", refused("something_new"), "wait 1m0s", "something_new"},
		{"not a code at all", refused("Pam Hirst"), "wait 1m0s", "unnamed"},
		{"wrong address", status(404, nil, html), "wait 1m0s", "HTTP 404"},
		{"no shape is right", refused("invalid_blocks"), "wait 1m0s", "invalid_blocks"},
		{"broken", status(500, nil, html), "unknown", ""},
		{"overloaded", status(503, nil, html), "unknown", ""},
		{"HTML", status(200, nil, html), "unknown", ""},
		{"their error", refused("internal_error"), "unknown", ""},
		{"an answer without a message", ok(map[string]any{}), "unknown", ""},
		{"no answer", answered(map[string]any{}), "unknown", ""},
		{"hangs", hang, "unknown", ""},
	} {
		for _, kind := range []string{post.EntryCard, post.EntryThread} {
			t.Run(c.name+", "+kind, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					r := open(t)
					r.fake.on("chat.postMessage", c.answer)
					ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
					defer cancel()
					_, err := r.Send(ctx, outgoing(kind, nil, said{Text: "Pam is cold"}))
					if got := outcome(err); got != c.want {
						t.Errorf("got %s (%v), want %s", got, err, c.want)
					}
					for _, word := range private {
						if err != nil && strings.Contains(err.Error(), word) {
							t.Errorf("the error holds %q: %v", word, err)
						}
					}
					if !strings.Contains(r.logs.String(), c.logged) {
						t.Errorf("the log does not say %q: %s", c.logged, r.logs)
					}
				})
			})
		}
	}
}

func TestNeverLeft(t *testing.T) {
	r := open(t)
	r.api = New(Options{BotToken: "xoxb-secret", APIURL: "http://slack.example/api", HTTP: &http.Client{Transport: closedPort{}}}).api
	if _, err := r.Send(t.Context(), outgoing(post.EntryCard, nil, nil)); outcome(err) != "wait 1s" {
		t.Errorf("got %v", err)
	}
}

type closedPort struct{}

func (closedPort) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
}

func TestNothingThatCanBeSaid(t *testing.T) {
	r := open(t)
	for want, o := range map[string]post.Outgoing{
		"refused unreadable":   outgoing(post.EntryThread, nil, 7),
		"refused empty":        outgoing(post.EntryThread, nil, said{Text: " \n"}),
		"refused unknown-kind": outgoing("letter", nil, nil),
		"refused no-document":  {Entry: post.Entry{Kind: post.EntryCard}},
	} {
		if _, err := r.Send(t.Context(), o); outcome(err) != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestOperatorIsToldOnceInAWhile(t *testing.T) {
	r := open(t)
	r.fake.on("chat.postMessage", refused("not_in_channel"))
	at := now
	r.opt.Now = func() time.Time { return at }
	for range 100 {
		if _, err := r.Send(t.Context(), outgoing(post.EntryCard, nil, nil)); outcome(err) != "wait 1m0s" {
			t.Fatal(err)
		}
	}
	if n := strings.Count(r.logs.String(), "not_in_channel"); n != 1 {
		t.Errorf("told %d times", n)
	}
	at = at.Add(tellEvery)
	_, _ = r.Send(t.Context(), outgoing(post.EntryCard, nil, nil))
	if n := strings.Count(r.logs.String(), "not_in_channel"); n != 2 {
		t.Errorf("told %d times after a while", n)
	}
}

func history(next string, entries ...string) func(call) *http.Response {
	var messages []map[string]any
	for _, e := range entries {
		messages = append(messages, map[string]any{"ts": "7." + e, "metadata": map[string]any{
			"event_type": "goodturn", "event_payload": map[string]any{"document": "request/k3", "entry": e}}})
	}
	messages = append(messages, map[string]any{"ts": "8.1", "text": "Pam Hirst"})
	return ok(map[string]any{"messages": messages, "response_metadata": map[string]any{"next_cursor": next}})
}

func TestFind(t *testing.T) {
	const mine = "request/k3@7/2"
	card, thread := post.EntryCard, post.EntryThread
	posted := map[string]string{hub: "1.1"}
	for _, c := range []struct {
		name, kind, method, want string
		posts                    map[string]string
		answers                  []func(call) *http.Response
	}{
		{"a card that went out", card, "conversations.history", "7." + mine, nil, []func(call) *http.Response{history("", "other", mine)}},
		{"a card on the second page", card, "conversations.history", "7." + mine, nil, []func(call) *http.Response{history("more", "other"), history("", mine)}},
		{"a card that did not", card, "conversations.history", "", nil, []func(call) *http.Response{history("", "other")}},
		{"a change of a card", card, "conversations.history", "", posted, []func(call) *http.Response{history("", "request/k3@6/1")}},
		{"a thread message", thread, "conversations.replies", "7." + mine, posted, []func(call) *http.Response{history("", mine)}},
		{"no thread message", thread, "conversations.replies", "", posted, []func(call) *http.Response{history("", "other")}},
		{"a thread message without a card", thread, "conversations.history", "7." + mine, nil, []func(call) *http.Response{history("", mine)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := open(t)
			r.fake.on(c.method, c.answers...)
			got, err := r.Find(t.Context(), outgoing(c.kind, c.posts, nil))
			if err != nil || got != c.want {
				t.Fatalf("got %q, %v; want %q", got, err, c.want)
			}
			v := r.fake.made(c.method)[0].values
			if v.Get("oldest") != "1795435140.000000" || v.Get("include_all_metadata") != "1" || v.Get("channel") != hub {
				t.Errorf("asked %v", v)
			}
			if c.kind == thread && c.posts != nil && v.Get("ts") != "1.1" {
				t.Errorf("asked in thread %q", v.Get("ts"))
			}
		})
	}
}

func TestFindFails(t *testing.T) {
	r := open(t)
	r.fake.on("conversations.history", refused("not_in_channel"))
	if _, err := r.Find(t.Context(), outgoing(post.EntryCard, nil, nil)); err == nil || !strings.Contains(r.logs.String(), "/invite") {
		t.Errorf("got %v, log %s", err, r.logs)
	}
	r.fake.on("conversations.history", history("for ever", "other"))
	if ref, err := r.Find(t.Context(), outgoing(post.EntryCard, nil, nil)); err == nil || ref != "" {
		t.Errorf("an endless history: got %q, %v", ref, err)
	}
	r.fake.on("conversations.replies", refused("thread_not_found"))
	r.fake.on("conversations.history", history("", "request/k3@7/2"))
	if ref, err := r.Find(t.Context(), outgoing(post.EntryThread, map[string]string{hub: "1.1"}, nil)); err != nil || ref == "" {
		t.Errorf("a message whose thread is gone: got %q, %v", ref, err)
	}
}

func TestPace(t *testing.T) {
	r := open(t)
	want := post.Pace{Key: "slack:" + hub, Rate: 1, Burst: 4, Ahead: 20}
	if got := r.Pace(outgoing(post.EntryCard, nil, nil)); got != want {
		t.Errorf("got %v", got)
	}
	if got := r.Pace(post.Outgoing{Entry: post.Entry{Lane: "slack:" + hub}}); got != want {
		t.Errorf("from the lane: got %v", got)
	}
}

var _ desk.Counter = (*counter)(nil)

package slack

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodturn/goodturn/internal/desk"
)

const pressed = `{"type":"block_actions","trigger_id":"T1","response_url":"https://hooks.slack.example/respond",
	"user":{"id":"U0JOE00001","username":"joe.b"},"channel":{"id":"C0NORTH0001"},
	"container":{"type":"message","message_ts":"1.1","channel_id":"C0NORTH0001"},"message":{"ts":"1.1","text":"Pam Hirst"},
	"actions":[{"type":"button","action_id":"approve","block_id":"b","action_ts":"1763.5","value":"request/k3|2"}]}`

const sent = `{"type":"view_submission","trigger_id":"T2","user":{"id":"U0JOE00001","name":"joe"},
	"view":{"id":"V1","hash":"h1","callback_id":"make","private_metadata":"{\"document\":\"task/k1\",\"channel\":\"C0NORTH0001\"}",
	"blocks":[{"type":"section","block_id":"s"},{"type":"input","block_id":"what"},{"type":"input","block_id":"day"}],
	"state":{"values":{
		"what":{"value":{"type":"plain_text_input","value":"fill sandbags"}},
		"more":{"value":{"type":"plain_text_input","value":null}},
		"kind":{"value":{"type":"static_select","selected_option":{"text":{"type":"plain_text","text":"B"},"value":"b"}}},
		"none":{"value":{"type":"static_select","selected_option":null}},
		"day":{"value":{"type":"datepicker","selected_date":"2026-11-28"}},
		"at":{"value":{"type":"timepicker","selected_time":"10:00"}},
		"n":{"value":{"type":"number_input","value":"20"}}}}}}`

const replied = `{"type":"event_callback","event_id":"Ev1","team_id":"T","event":{"type":"message","user":"U0JOE00001",
	"text":"Pam, it&amp;s Joe. Ask <@U0GOODTURN>","ts":"2.2","thread_ts":"1.1","channel":"C0NORTH0001","channel_type":"channel"}}`

func commanded(text string) string {
	return url.Values{"command": {"/goodturn"}, "text": {text}, "channel_id": {hub}, "user_id": {joe}, "user_name": {"joe.b"},
		"trigger_id": {"T3"}, "response_url": {"https://hooks.slack.example/respond"}}.Encode()
}

func TestOnlyWhatSlackSigned(t *testing.T) {
	body := payload(pressed)
	for _, c := range []struct {
		name   string
		change func(*http.Request)
		want   int
		says   string
	}{
		{"good", func(*http.Request) {}, 200, ""},
		{"five minutes old", func(r *http.Request) { sign(r, secret, now.Add(-5*time.Minute), body) }, 200, ""},
		{"five minutes ahead", func(r *http.Request) { sign(r, secret, now.Add(5*time.Minute), body) }, 200, ""},
		{"older", func(r *http.Request) { sign(r, secret, now.Add(-5*time.Minute-time.Second), body) }, 403, "too old"},
		{"further ahead", func(r *http.Request) { sign(r, secret, now.Add(5*time.Minute+time.Second), body) }, 403, "too old"},
		{"another secret", func(r *http.Request) { sign(r, "other", now, body) }, 403, "not from Slack"},
		{"another body", func(r *http.Request) { sign(r, secret, now, body+"x") }, 403, "not from Slack"},
		{"no signature", func(r *http.Request) { r.Header.Del("X-Slack-Signature") }, 403, "not from Slack"},
		{"no time", func(r *http.Request) { r.Header.Del("X-Slack-Request-Timestamp") }, 403, "not from Slack"},
		{"a signature of no kind", func(r *http.Request) { r.Header.Set("X-Slack-Signature", "v1=00") }, 403, "not from Slack"},
		{"not hexadecimal", func(r *http.Request) { r.Header.Set("X-Slack-Signature", "v0=zz") }, 403, "not from Slack"},
		{"half a signature", func(r *http.Request) { r.Header.Set("X-Slack-Signature", r.Header.Get("X-Slack-Signature")[:35]) }, 403, "not from Slack"},
		{"a time that is none", func(r *http.Request) { r.Header.Set("X-Slack-Request-Timestamp", "noon") }, 403, "not from Slack"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := open(t)
			req := httptest.NewRequest(http.MethodPost, "/slack/interactions", strings.NewReader(body))
			sign(req, secret, now, body)
			c.change(req)
			w := httptest.NewRecorder()
			r.handler.ServeHTTP(w, req)
			r.Wait()
			if w.Code != c.want || !strings.Contains(w.Body.String(), c.says) {
				t.Errorf("got %d %s", w.Code, w.Body)
			}
			if taken := r.counter.taken(); taken != map[int]int{200: 1, 403: 0}[c.want] {
				t.Errorf("%d reached the counter", taken)
			}
		})
	}
}

func TestWithoutASecretNothingComesIn(t *testing.T) {
	r := open(t)
	r.opt.SigningSecret = ""
	body := payload(pressed)
	req := httptest.NewRequest(http.MethodPost, "/slack/interactions", strings.NewReader(body))
	sign(req, "", now, body)
	w := httptest.NewRecorder()
	r.handler.ServeHTTP(w, req)
	if w.Code != 403 || r.counter.taken() != 0 {
		t.Errorf("got %d", w.Code)
	}
}

func TestAddressesTakeOnlyPosts(t *testing.T) {
	r := open(t)
	for _, path := range []string{"/slack/events", "/slack/interactions", "/slack/commands"} {
		w := httptest.NewRecorder()
		r.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: got %d", path, w.Code)
		}
	}
}

func TestMalformed(t *testing.T) {
	for _, c := range []struct{ name, path, body string }{
		{"no JSON", "/slack/events", "Pam Hirst"},
		{"empty", "/slack/events", ""},
		{"a list", "/slack/events", "[1]"},
		{"a number for a name", "/slack/events", `{"type":1}`},
		{"no payload", "/slack/interactions", "a=b"},
		{"not a form", "/slack/interactions", "%zz"},
		{"a payload of no kind", "/slack/interactions", payload(`"Pam"`)},
		{"nobody", "/slack/interactions", payload(`{"type":"block_actions"}`)},
		{"nobody's command", "/slack/commands", "text=queue"},
		{"a command that is no form", "/slack/commands", "%zz"},
		{"too long", "/slack/events", strings.Repeat("x", mostBytes+1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := open(t)
			w := r.post(c.path, c.body)
			if w.Code != 400 || !strings.Contains(w.Body.String(), words.Failed) || r.counter.taken() != 0 {
				t.Errorf("got %d %s", w.Code, w.Body)
			}
		})
	}
}

func TestPress(t *testing.T) {
	r := open(t)
	r.counter.answer = desk.Answer{Say: "Joe has it & you <see> it"}
	w := r.post("/slack/interactions", payload(pressed))
	if w.Code != 200 || w.Body.Len() != 0 {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	want := []desk.Press{{ID: "slack:1763.5/U0JOE00001/approve", Document: "request/k3", Action: "approve", Value: "2",
		By: desk.Coordinator{ID: joe, Name: "Joanna"}, Channel: hub}}
	if diff := cmp.Diff(want, r.counter.presses); diff != "" {
		t.Error(diff)
	}
	e := r.fake.made("chat.postEphemeral")
	if len(e) != 1 || e[0].values.Get("user") != joe || e[0].values.Get("channel") != hub || e[0].values.Has("thread_ts") {
		t.Fatalf("told %v", e)
	}
	if got := e[0].values.Get("text"); got != "Joe has it &amp; you &lt;see&gt; it" {
		t.Errorf("said %q", got)
	}
}

func TestPressInAThreadIsAnsweredThere(t *testing.T) {
	for in, want := range map[string]string{
		`"container":{"channel_id":"C0NORTH0001","thread_ts":"0.9"},"message":{"ts":"1.1","thread_ts":"0.9"},`: "0.9",
		`"message":{"ts":"1.1","thread_ts":"0.9"},`:                                                            "0.9",
		`"container":{"channel_id":"C0NORTH0001","thread_ts":"1.1"},"message":{"ts":"1.1","thread_ts":"1.1"},`: "",
	} {
		r := open(t)
		r.counter.answer = desk.Answer{Say: "done"}
		r.post("/slack/interactions", payload(`{"type":"block_actions","user":{"id":"U0JOE00001"},"channel":{"id":"C0NORTH0001"},`+in+
			`"actions":[{"action_id":"approve#3","action_ts":"1","value":"d|a|b"}]}`))
		if got := r.fake.made("chat.postEphemeral")[0].values.Get("thread_ts"); got != want {
			t.Errorf("%s: answered in %q", in, got)
		}
		if p := r.counter.presses[0]; p.Action != "approve" || p.Value != "a|b" || p.Document != "d" {
			t.Errorf("got %v", p)
		}
	}
}

func TestPressOfNothing(t *testing.T) {
	for _, actions := range []string{
		``, `{}`, `{"action_id":"approve","action_ts":"1"}`, `{"action_id":"approve","action_ts":"1","value":"request/k3"}`,
		`{"action_id":"approve","action_ts":"1","value":"|2"}`, `{"action_id":"","action_ts":"1","value":"a|2"}`,
		`{"action_id":"#2","action_ts":"1","value":"a|2"}`, `{"action_id":"approve","value":"a|2"}`,
	} {
		r := open(t)
		w := r.post("/slack/interactions", payload(`{"type":"block_actions","user":{"id":"U0JOE00001"},"channel":{"id":"C0NORTH0001"},"actions":[`+actions+`]}`))
		if w.Code != 200 || r.counter.taken() != 0 || !cmp.Equal(r.told(), []string{words.Unknown}) {
			t.Errorf("%s: got %d, told %q", actions, w.Code, r.told())
		}
	}
}

func TestPressThatFails(t *testing.T) {
	for _, c := range []struct {
		name  string
		ready func(*counter)
	}{
		{"an error", func(c *counter) { c.err = errors.New("store is away") }},
		{"a panic", func(c *counter) { c.panics = true }},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := open(t)
			c.ready(r.counter)
			if w := r.post("/slack/interactions", payload(pressed)); w.Code != 200 || !cmp.Equal(r.told(), []string{words.Failed}) {
				t.Errorf("got %d, told %q", w.Code, r.told())
			}
		})
	}
}

func TestAnswerFindsItsWay(t *testing.T) {
	r := open(t)
	r.counter.answer = desk.Answer{Say: "done"}
	r.fake.on("chat.postEphemeral", refused("user_not_in_channel"))
	r.fake.on("/respond", status(200, nil, "ok"))
	r.post("/slack/interactions", payload(pressed))
	body := r.fake.made("/respond")[0].body
	if diff := cmp.Diff(map[string]any{"response_type": "ephemeral", "text": "done", "replace_original": false}, body); diff != "" {
		t.Error(diff)
	}
	if len(r.fake.made("chat.postMessage")) != 0 {
		t.Error("said twice")
	}
	r.fake.on("/respond", status(404, nil, "used_url"))
	r.post("/slack/interactions", payload(pressed))
	if dm := r.fake.made("chat.postMessage"); len(dm) != 1 || dm[0].values.Get("channel") != joe || dm[0].values.Get("text") != "done" {
		t.Errorf("got %v", dm)
	}
	r.fake.on("chat.postMessage", refused("channel_not_found"))
	r.post("/slack/interactions", payload(pressed))
	if !strings.Contains(r.logs.String(), "could not be answered") {
		t.Error("nobody was told")
	}
}

func TestPressOpensAForm(t *testing.T) {
	r := open(t)
	r.counter.answer = desk.Answer{Modal: &desk.Modal{Action: "edit", Document: "request/k3", Title: "Edit", Inputs: []desk.Input{{ID: "what", Label: "What"}}}}
	r.post("/slack/interactions", payload(pressed))
	opened := r.fake.made("views.open")
	if len(opened) != 1 || opened[0].body["trigger_id"] != "T1" {
		t.Fatalf("got %v", opened)
	}
	v := opened[0].body["view"].(map[string]any)
	if v["callback_id"] != "edit" || v["private_metadata"] != `{"document":"request/k3","channel":"C0NORTH0001"}` {
		t.Errorf("got %v", v)
	}
	for code, want := range map[string]string{"expired_trigger_id": words.Expired, "invalid_arguments": words.Failed} {
		r := open(t)
		r.counter.answer = desk.Answer{Modal: &desk.Modal{Action: "edit", Title: "Edit"}}
		r.fake.on("views.open", refused(code))
		r.post("/slack/interactions", payload(pressed))
		if !cmp.Equal(r.told(), []string{want}) {
			t.Errorf("%s: told %q", code, r.told())
		}
	}
}

func TestFormIsSent(t *testing.T) {
	r := open(t)
	r.counter.answer = desk.Answer{Say: "made"}
	w := r.post("/slack/interactions", payload(sent))
	if w.Code != 200 || w.Body.Len() != 0 {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	values := map[string]string{"what": "fill sandbags", "more": "", "kind": "b", "none": "", "day": "2026-11-28", "at": "10:00", "n": "20"}
	want := []desk.Form{{ID: "slack:V1/h1/" + digest(values), Document: "task/k1", Action: "make", Values: values, By: desk.Coordinator{ID: joe, Name: "Joanna"}}}
	if diff := cmp.Diff(want, r.counter.forms); diff != "" {
		t.Error(diff)
	}
	if !cmp.Equal(r.told(), []string{"made"}) {
		t.Errorf("told %q", r.told())
	}
	// Sent twice it is the same letter; corrected it is another.
	r.post("/slack/interactions", payload(sent))
	r.post("/slack/interactions", payload(strings.Replace(sent, "fill sandbags", "fill more", 1)))
	if f := r.counter.forms; f[0].ID != f[1].ID || f[1].ID == f[2].ID {
		t.Errorf("got %q, %q, %q", f[0].ID, f[1].ID, f[2].ID)
	}
}

func TestFormStaysOpen(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer desk.Answer
		err    error
		want   map[string]string
	}{
		{"beside its field", desk.Answer{Errors: map[string]string{"day": "That day is over."}}, nil, map[string]string{"day": "That day is over."}},
		{"beside the first, for a field that is not there", desk.Answer{Errors: map[string]string{"else": "No."}}, nil, map[string]string{"what": "No."}},
		{"when it fails", desk.Answer{}, errors.New("store is away"), map[string]string{"what": words.Failed}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := open(t)
			r.counter.answer, r.counter.err = c.answer, c.err
			var got struct {
				Action string            `json:"response_action"`
				Errors map[string]string `json:"errors"`
			}
			if err := json.Unmarshal(r.post("/slack/interactions", payload(sent)).Body.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got.Errors); diff != "" || got.Action != "errors" {
				t.Error(got.Action, diff)
			}
		})
	}
}

func TestFormFollowsAForm(t *testing.T) {
	r := open(t)
	r.counter.answer = desk.Answer{Modal: &desk.Modal{Action: "more", Title: "More", Inputs: []desk.Input{{ID: "a", Label: "A"}}}}
	if got := r.post("/slack/interactions", payload(sent)).Body.String(); !strings.Contains(got, `"response_action":"update"`) || !strings.Contains(got, `"callback_id":"more"`) {
		t.Errorf("got %s", got)
	}
}

func TestFormOfNothing(t *testing.T) {
	r := open(t)
	w := r.post("/slack/interactions", payload(`{"type":"view_submission","user":{"id":"U0JOE00001"},"view":{"private_metadata":"nonsense"}}`))
	if w.Code != 200 || r.counter.taken() != 0 {
		t.Errorf("got %d", w.Code)
	}
	if dm := r.fake.made("chat.postMessage"); len(dm) != 1 || dm[0].values.Get("text") != words.Unknown {
		t.Errorf("got %v", dm)
	}
	for _, other := range []string{"view_closed", "shortcut", "message_action", "block_suggestion", ""} {
		if w := r.post("/slack/interactions", payload(`{"type":"`+other+`","user":{"id":"U0JOE00001"}}`)); w.Code != 200 || r.counter.taken() != 0 {
			t.Errorf("%s: got %d", other, w.Code)
		}
	}
}

func TestChallenge(t *testing.T) {
	r := open(t)
	w := r.post("/slack/events", `{"type":"url_verification","challenge":"3eZb","token":"t"}`)
	if w.Code != 200 || strings.TrimSpace(w.Body.String()) != `{"challenge":"3eZb"}` {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}

func TestRemark(t *testing.T) {
	r := open(t)
	if w := r.post("/slack/events", replied); w.Code != 200 {
		t.Errorf("got %d", w.Code)
	}
	want := []desk.Remark{{ID: "slack:C0NORTH0001/2.2", Channel: hub, Thread: "1.1", Text: "Pam, it&s Joe. Ask", By: desk.Coordinator{ID: joe, Name: "Joanna"}}}
	if diff := cmp.Diff(want, r.counter.remarks); diff != "" {
		t.Error(diff)
	}
	if len(r.told()) != 0 {
		t.Errorf("told %q", r.told())
	}
	r.post("/slack/events", strings.Replace(replied, `"Ev1"`, `"Ev2"`, 1))
	if got := r.counter.remarks[1].ID; got != want[0].ID {
		t.Errorf("the same message, told of again, is %q", got)
	}
}

// What calls somebody in Slack is not for the person whom the card is about.
func TestRemarkToAColleague(t *testing.T) {
	for text, colleague := range map[string]bool{
		"<@U0JOE00001> is she the one with the dog?": true,
		"<!here> can somebody pick this up?":         true,
		"<!subteam^S1> please":                       true,
		"Pam, <@U0JOE00001> will ring you at 3":      false,
		"<@U0GOODTURN> hello Pam":                    false,
	} {
		r := open(t)
		r.post("/slack/events", strings.Replace(replied, "Pam, it&amp;s Joe. Ask <@U0GOODTURN>", text, 1))
		if len(r.counter.remarks) != 1 || r.counter.remarks[0].Colleague != colleague {
			t.Errorf("%s: got %+v", text, r.counter.remarks)
		}
	}
}

func TestWhatIsARemark(t *testing.T) {
	event := func(fields string) string {
		return fmt.Sprintf(`{"type":"event_callback","event_id":"Ev1","event":{"type":"message","user":"U0JOE00001","text":"hi","ts":"2.2","thread_ts":"1.1","channel":"C0NORTH0001"%s}}`, fields)
	}
	for _, c := range []struct {
		name, body string
		want       int
		told       []string
	}{
		{"a reply", event(``), 1, nil},
		{"shown in the channel too", event(`,"subtype":"thread_broadcast"`), 1, nil},
		{"with a file", event(`,"subtype":"file_share"`), 1, []string{words.File}},
		{"a file alone", event(`,"subtype":"file_share","text":""`), 0, []string{words.File}},
		{"not in a thread", event(`,"thread_ts":""`), 0, nil},
		{"the message that a thread hangs from", event(`,"thread_ts":"2.2"`), 0, nil},
		{"a bot's", event(`,"bot_id":"B1"`), 0, nil},
		{"our own", event(`,"user":"U0GOODTURN"`), 0, nil},
		{"an edit", event(`,"subtype":"message_changed"`), 0, nil},
		{"somebody joined", event(`,"subtype":"channel_join"`), 0, nil},
		{"nobody's", event(`,"user":""`), 0, nil},
		{"a reaction", event(`,"type":"reaction_added"`), 0, nil},
		{"a mention", event(`,"type":"app_mention","thread_ts":""`), 0, []string{words.Help}},
		{"a mention in a thread", event(`,"type":"app_mention"`), 0, nil},
		{"of another kind", `{"type":"app_rate_limited"}`, 0, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := open(t)
			if w := r.post("/slack/events", c.body); w.Code != 200 {
				t.Errorf("got %d", w.Code)
			}
			if got := len(r.counter.remarks); got != c.want {
				t.Errorf("%d remarks", got)
			}
			if diff := cmp.Diff(c.told, r.told()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRemarkIsAskedForAgainUntilItIsTaken(t *testing.T) {
	r := open(t)
	r.counter.err = errors.New("store is away")
	for try := range 4 {
		w := r.post("/slack/events", replied, "X-Slack-Retry-Num", fmt.Sprint(try))
		if w.Code != 503 {
			t.Errorf("try %d: got %d", try, w.Code)
		}
		if told := len(r.told()); told != map[bool]int{true: 1}[try == 3] {
			t.Errorf("try %d: told %d times", try, told)
		}
	}
	if ids := r.counter.remarks; len(ids) != 4 || ids[0].ID != ids[3].ID {
		t.Errorf("not the same letter: %v", ids)
	}
}

func TestCommand(t *testing.T) {
	r := open(t)
	r.counter.answer = desk.Answer{Say: "Two wait:", Lines: []string{"tablets & milk", "a lift"}}
	w := r.post("/slack/commands", commanded("queue"))
	var got map[string]string
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"response_type": "ephemeral", "text": "Two wait:\ntablets &amp; milk\na lift"}, got); diff != "" {
		t.Error(diff)
	}
	want := []desk.Command{{ID: "slack:T3/U0JOE00001/command", Text: "queue", Channel: hub, By: desk.Coordinator{ID: joe, Name: "Joanna"}}}
	if diff := cmp.Diff(want, r.counter.commands); diff != "" {
		t.Error(diff)
	}

	r.counter.answer = desk.Answer{Modal: &desk.Modal{Action: "make", Title: "A task"}}
	if w := r.post("/slack/commands", commanded("task")); w.Code != 200 || w.Body.Len() != 0 || len(r.fake.made("views.open")) != 1 {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	r.counter.err = errors.New("store is away")
	if w := r.post("/slack/commands", commanded("task")); w.Code != 200 || !strings.Contains(w.Body.String(), words.Failed) {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	taken := r.counter.taken()
	if w := r.post("/slack/commands", "ssl_check=1&token=x"); w.Code != 200 || r.counter.taken() != taken {
		t.Errorf("the certificate check: got %d", w.Code)
	}
}

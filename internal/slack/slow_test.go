package slack

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodturn/goodturn/internal/desk"
)

// Slack waits three seconds; a counter that needs longer is not interrupted.
func TestSlowCounter(t *testing.T) {
	for _, c := range []struct {
		name, path, body string
		answer           desk.Answer
		err              error
		code             int
		body200          string
		told             []string
	}{
		{"press", "/slack/interactions", payload(pressed), desk.Answer{Say: "done"}, nil, 200, "", []string{words.Slow, "done"}},
		{"press that fails", "/slack/interactions", payload(pressed), desk.Answer{}, errors.New("x"), 200, "", []string{words.Slow, words.Failed}},
		{"form", "/slack/interactions", payload(sent), desk.Answer{Errors: map[string]string{"day": "That day is over."}}, nil, 200, "", []string{words.Slow, "That day is over."}},
		{"command", "/slack/commands", commanded("queue"), desk.Answer{Say: "two wait"}, nil, 200, words.Slow, []string{"two wait"}},
		{"remark", "/slack/events", replied, desk.Answer{}, nil, 503, "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := open(t)
				r.counter.answer, r.counter.err, r.counter.takes = c.answer, c.err, 6*time.Second
				began := time.Now()
				req := httptest.NewRequest(http.MethodPost, c.path, strings.NewReader(c.body))
				sign(req, secret, now, c.body)
				w := httptest.NewRecorder()
				r.handler.ServeHTTP(w, req)
				if took := time.Since(began); took != ackWithin {
					t.Errorf("acknowledged after %s", took)
				}
				r.Wait()
				if w.Code != c.code || !strings.Contains(w.Body.String(), c.body200) {
					t.Errorf("got %d %s", w.Code, w.Body)
				}
				if r.counter.taken() != 1 {
					t.Error("the counter did not finish")
				}
				if diff := cmp.Diff(c.told, r.told()); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestSlowFormComesTooLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := open(t)
		r.counter.takes = 4 * time.Second
		r.counter.answer = desk.Answer{Modal: &desk.Modal{Action: "edit", Title: "Edit"}}
		r.fake.on("views.open", refused("expired_trigger_id"))
		r.post("/slack/interactions", payload(pressed))
		if !cmp.Equal(r.told(), []string{words.Slow, words.Expired}) {
			t.Errorf("told %q", r.told())
		}
	})
}

func TestNames(t *testing.T) {
	r := open(t)
	at := now
	r.opt.Now = func() time.Time { return at }
	r.opt.Names = func(user string) (string, bool) { return "Joe", user == joe }
	for _, c := range []struct{ user, called, want string }{{joe, "joe.b", "Joe"}, {"U0ELSE", "x", "Joanna"}, {"U0ELSE", "x", "Joanna"}} {
		if got := r.name(t.Context(), c.user, c.called); got != c.want {
			t.Errorf("%s: got %q", c.user, got)
		}
	}
	if n := len(r.fake.made("users.info")); n != 1 {
		t.Errorf("asked %d times", n)
	}
	at = at.Add(nameFor)
	r.fake.on("users.info", refused("user_not_found"))
	if got := r.name(t.Context(), "U0ELSE", "jo.h"); got != "jo.h" {
		t.Errorf("got %q", got)
	}
	r.fake.on("users.info", ok(map[string]any{"user": map[string]any{"real_name": "Dr Joanna Hirst", "profile": map[string]any{"first_name": "Joanna"}}}))
	if got := r.name(t.Context(), "U0ELSE", ""); got != "Joanna" {
		t.Errorf("got %q", got)
	}
}

func TestSlowNamesDoNotHoldAnAnswerUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := open(t)
		r.fake.on("users.info", hang)
		began := time.Now()
		r.post("/slack/interactions", payload(pressed))
		if took := time.Since(began); took != nameWithin || r.counter.presses[0].By.Name != "joe.b" {
			t.Errorf("after %s: %v", took, r.counter.presses)
		}
	})
}

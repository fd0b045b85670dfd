package app

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

const kim = "+447700900299"

// missed has texts come to Twilio that it cannot hand to us, a minute apart.
func missed(t *testing.T, stage *Stage, all ...[2]string) {
	t.Helper()
	public := stage.App.opt.PublicURL
	stage.Twilio.SetWebhook("http://127.0.0.1:1/twilio/message", "")
	defer stage.Twilio.SetWebhook(public+"/twilio/message", public+"/twilio/status")
	for _, one := range all {
		stage.Clock.set(stage.Clock.Now().Add(time.Minute))
		if _, err := stage.Twilio.Text(t.Context(), one[0], one[1]); err == nil {
			t.Error("a text has reached us")
		}
	}
}

// Of texts that were missed, those of somebody in danger are taken first, and in
// the order in which they were sent.
func TestDangerIsTakenFirstFromTheList(t *testing.T) {
	t.Parallel()
	stage, store := standOnFaulty(t)
	missed(t, stage,
		[2]string{pam, "can anyone get my tablets from boots by 8pm. Pam Hirst 12 Ash Rd LS6 2AB"},
		[2]string{kim, "hello there"}, [2]string{amina, "id like to help"}, [2]string{kim, "cant breathe properly chest so tight"})
	var mu sync.Mutex
	var taken []string
	store.Fail(func(_ context.Context, c posttest.Call) posttest.Fault {
		if c.Method == "commit" && post.KindOf(c.ID) == "person" {
			mu.Lock()
			taken = append(taken, c.ID)
			mu.Unlock()
		}
		return posttest.NoFault
	})
	if err := stage.App.fetchMissed(t.Context()); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	want := []string{stage.App.personID(kim), stage.App.personID(pam), stage.App.personID(amina)}
	var order []string
	for _, id := range taken {
		if slices.Contains(want, id) && !slices.Contains(order, id) {
			order = append(order, id)
		}
	}
	mu.Unlock()
	if !slices.Equal(order, want) {
		t.Errorf("taken in the order %v, want %v", order, want)
	}
	if err := stage.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := texts(stage, kim, 0); len(got) < 2 || !strings.Contains(got[0], "text helper") {
		t.Errorf("Kim got %q, want the answer to hello before all others", got)
	}
}

// A process that no text is sent to, as its store does not answer, finds danger
// in Twilio's list, and tells of it once.
func TestDangerInTheListIsToldWithoutTheStore(t *testing.T) {
	t.Parallel()
	for name, strike := range map[string]func(context.Context, posttest.Call) posttest.Fault{
		"gone":        func(context.Context, posttest.Call) posttest.Fault { return posttest.Failed },
		"a full disk": writes(posttest.Failed, 0),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stage, store := standOnFaulty(t)
			missed(t, stage, [2]string{pam, "id like to help"}, [2]string{kim, "cant breathe properly chest so tight"})
			store.Fail(strike)
			for range 4 {
				if err := stage.App.fetchMissed(t.Context()); err == nil {
					t.Error("the texts were taken")
				}
			}
			for _, phone := range []string{"+447700900801", "+447700900802", "+447700900803"} {
				if got := texts(stage, phone, 0); len(got) != 1 {
					t.Errorf("%s got %q, want one alarm", phone, got)
				}
			}
		})
	}
}

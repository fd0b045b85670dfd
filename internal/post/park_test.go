package post_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

func TestALetterForANewerRevisionIsParked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		newer := func(o *post.Options) {
			o.Kinds = []post.Kind{posttest.PersonMachine(2).Kind(), posttest.TaskMachine().Kind(), posttest.CaseMachine().Kind()}
		}
		b := newDesk(t, "b", nil, newer)
		b.says("sms:1", "person/p", "say one")
		b.rest()
		before := b.record("person/p")

		var told []string
		a := newDesk(t, "a", b.store.Open(), func(o *post.Options) {
			o.Parked = func(l post.Letter) { told = append(told, l.ID) }
		})
		a.says("sms:2", "person/p", "say two")
		a.says("sms:2", "person/p", "say two")
		a.says("sms:3", "person/p", "say three")
		a.rest()
		same(t, "told of once each", told, []string{"sms:2", "sms:3"})
		after := a.record("person/p")
		if !bytes.Equal(before.Body, after.Body) || before.Revision != after.Revision {
			t.Error("the body of a newer revision was changed")
		}
		var parked []post.Letter
		if err := json.Unmarshal(after.Parked, &parked); err != nil || len(parked) != 2 {
			t.Errorf("%d letters are parked (%v), want 2", len(parked), err)
		}
		version := after.Version
		for range 5 {
			a.sweep()
		}
		same(t, "an older process leaves it alone", a.record("person/p").Version, version)

		b.says("sms:4", "person/p", "say four")
		b.rest()
		same(t, "texts", texts(b.text), []string{"heard one", "heard two", "heard three", "heard four"})
		same(t, "parked", len(b.record("person/p").Parked), 0)
		b.says("sms:2", "person/p", "say two")
		b.rest()
		same(t, "steps", len(b.person("person/p").Log), 4)
	})
}

func TestParkedLettersAreTakenByASweepAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		newer := func(o *post.Options) { o.Kinds[0] = posttest.PersonMachine(2).Kind() }
		b := newDesk(t, "b", nil, newer)
		b.says("sms:1", "person/p", "start")
		b.rest()
		a := newDesk(t, "a", b.store.Open())
		a.says("sms:2", "person/p", "say two")
		a.rest()
		b.sweep()
		same(t, "texts", texts(b.text), []string{"here already", "heard two"})
	})
}

// An older process takes an opt-out, and keeps it for the newer one, which is
// texting meanwhile: what it has not begun does not leave before that is stepped.
func TestNothingLeavesBeforeAParkedOptOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newDesk(t, "b", nil, func(o *post.Options) { o.Kinds[0] = posttest.PersonMachine(2).Kind() })
		release := make(chan struct{})
		b.text.Answer = func(context.Context, post.Outgoing) posttest.Answer {
			<-release
			return posttest.Answer{}
		}
		b.says("sms:1", "person/p", "say one")
		synctest.Wait()
		b.says("sms:2", "person/p", "say two")
		a := newDesk(t, "a", b.store.Open())
		a.says("sms:3", "person/p", "stop")
		same(t, "it is kept", len(a.record("person/p").Parked) > 0, true)
		close(release)
		b.rest()
		same(t, "texts", texts(b.text), []string{"heard one"})
		same(t, "state", b.read("person/p").State, "out")
		same(t, "left", len(b.read("person/p").Outbox), 0)
	})
}

func TestALetterForAKindNobodyKnowsWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newDesk(t, "a", nil, func(o *post.Options) { o.Kinds = []post.Kind{posttest.PersonMachine(1).Kind()} })
		a.says("sms:1", "person/p", "claim 1")
		a.rest()
		same(t, "held", a.record("person/p").Held, true)
		_ = a.Close(t.Context())
		b := newDesk(t, "b", a.store.Open())
		time.Sleep(time.Minute)
		b.sweep()
		same(t, "texts", texts(b.text), []string{"yours task/1"})
	})
}

// An older process may deliver what a newer one decided before it went. What it
// has no rule for waits where it stands, and is no case.
func TestALetterThatIsNotHeardHereWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newDesk(t, "a", nil, func(o *post.Options) {
			older := posttest.TaskMachine()
			older.Letters = map[string]string{"claim": "wants a place", post.LetterRefused: "a card that never shows"}
			older.Rules = slices.Clone(older.Rules)
			older.Rules[0].On = "claim"
			o.Kinds = []post.Kind{posttest.PersonMachine(1).Kind(), older.Kind(), posttest.CaseMachine().Kind()}
		})
		a.says("sms:1", "person/p", "claim 1")
		a.rest()
		a.says("sms:2", "person/p", "drop 1")
		a.says("sms:3", "person/p", "say two")
		a.rest()
		same(t, "held", a.record("person/p").Held, true)
		same(t, "texts", texts(a.text), []string{"asking", "yours task/1", "dropped", "heard two"})
		_, err := a.store.Load(t.Context(), "case/stuck")
		same(t, "no case", errors.Is(err, post.ErrNotFound), true)
		_ = a.Close(t.Context())
		b := newDesk(t, "b", a.store.Open())
		time.Sleep(time.Minute)
		b.sweep()
		b.rest()
		same(t, "held", b.record("person/p").Held, false)
		same(t, "places taken", len(b.read("task/1").Data.(*posttest.Task).Winners), 0)
	})
}

package task_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/desk/desktest"
	"github.com/goodturn/goodturn/internal/match"
	"github.com/goodturn/goodturn/internal/org/orgtest"
	"github.com/goodturn/goodturn/internal/task"
)

// A doing is one thing that happens to the task.
type doing struct {
	what string
	who  int
	conv int // which conversation of theirs
}

// Whatever order yeses, take-backs, dones, noes and the clock come in: no more
// places are ever held than there are, every claim is answered by exactly one
// letter, and nobody is left with an offer of a task that is over.
func TestAnyOrderOfAnswers(t *testing.T) {
	o := orgtest.Leeds(t)
	rapid.Check(t, func(rt *rapid.T) {
		places := rapid.IntRange(1, 3).Draw(rt, "places")
		people := rapid.IntRange(1, 6).Draw(rt, "people")
		var doings []doing
		n := rapid.IntRange(1, 30).Draw(rt, "n")
		for i := range n {
			what := rapid.SampledFrom([]string{"claim", "claim", "claim", "release", "finish", "declined", "expired", "seek", "wait", "amend", "cancel"}).Draw(rt, fmt.Sprint("what", i))
			if what == "cancel" && i < n-3 {
				what = "claim" // or most runs would be over at once
			}
			doings = append(doings, doing{what, rapid.IntRange(0, people-1).Draw(rt, fmt.Sprint("who", i)), rapid.IntRange(1, 2).Draw(rt, fmt.Sprint("conversation", i))})
		}
		var wrong []string
		synctest.Test(t, func(t *testing.T) {
			v, err := desktest.New(o)
			if err != nil {
				t.Fatal(err)
			}
			wrong = act(t, v, places, people, doings)
		})
		for _, w := range wrong {
			rt.Error(w)
		}
	})
}

func act(t *testing.T, v *desktest.Village, places, people int, doings []doing) (wrong []string) {
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	ready := match.Volunteer{Area: "LS6", OnDuty: true, Kinds: []string{"packing"}, Lessons: []string{"staying-safe", "worries", "emergencies"}}
	name := func(i int) string { return fmt.Sprint("person/", i) }
	for i := range people {
		v.Be(t, name(i), desktest.Villager{Volunteer: ready})
	}
	v.Write(t, id, task.LetterMake, task.Spec{Kind: "packing", Hub: "north", Area: "LS6", Places: places, By: desktest.Morning.Add(8 * time.Hour), Minutes: 60})
	for i, d := range doings {
		holds := map[string]string{} // who has it, and by which conversation
		for _, h := range v.Read(t, id).Data.(*task.Data).Holders {
			holds[h.Person] = h.Conversation
		}
		p := name(d.who)
		r := task.Reply{Person: p, Conversation: fmt.Sprint("offer-", d.conv), First: "A"}
		answers := len(v.Got(t, p, task.LetterWon)) + len(v.Got(t, p, task.LetterLost))
		switch d.what {
		case "wait":
			v.Pass(t, 50*time.Minute)
			continue
		case "cancel":
			v.Write(t, id, task.LetterCancel, desk.Tap{})
			continue
		case "amend":
			v.Write(t, id, task.LetterAmend, task.Amend{Time: &task.Time{By: v.Now().Add(time.Duration(1+d.who) * time.Hour)}})
			continue
		case "seek":
			v.Write(t, id, task.LetterSeek, task.Seek{Person: p, Volunteer: ready})
			continue
		case "finish":
			v.Write(t, id, task.LetterFinish, task.Finish{Person: p, Conversation: r.Conversation})
			continue
		default:
			v.Write(t, id, d.what, r)
		}
		now := v.Read(t, id)
		data := now.Data.(*task.Data)
		if len(data.Holders) > places {
			say("step %d: %d hold one of %d places", i, len(data.Holders), places)
		}
		if d.what != "claim" {
			continue
		}
		got := len(v.Got(t, p, task.LetterWon)) + len(v.Got(t, p, task.LetterLost)) - answers
		again := holds[p] == r.Conversation
		if again && got != 0 && now.State != task.StateCancelled && now.State != task.StateEnded && now.State != task.StateDone {
			say("step %d: the same yes of one who has it was answered again", i)
		}
		if !again && got != 1 {
			say("step %d: a claim got %d answers in state %s", i, got, now.State)
		}
	}
	now := v.Read(t, id)
	data := now.Data.(*task.Data)
	switch now.State {
	case task.StateFull, task.StateDone, task.StateEnded, task.StateCancelled:
		if len(data.Offers) > 0 {
			say("%s with %d offers alive", now.State, len(data.Offers))
		}
	case task.StateSeeking:
		if len(data.Offers) == 0 && !data.Finding && len(now.Timers) < 2 {
			say("seeking, and nobody is asked and nothing will wake it")
		}
	}
	if len(now.Outbox) > 0 {
		say("%d letters never left", len(now.Outbox))
	}
	if stuck := v.Got(t, "person/stuck", ""); len(stuck) > 0 {
		say("stuck: %s", stuck[0].Data)
	}
	return wrong
}

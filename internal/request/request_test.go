package request_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/desk/desktest"
	"github.com/goodturn/goodturn/internal/org/orgtest"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/request"
	"github.com/goodturn/goodturn/internal/task"
)

const (
	id     = "request/r1"
	pam    = "person/pam"
	north  = "C0NORTH0001"
	onCall = "C0ONCALL001"
)

func tablets() request.Ask {
	return request.Ask{
		Person: pam, First: "Pam", Name: "Pam Hirst", Phone: "+447700900102", Words: []string{"hello?", "broke my wrist, can anyone get my tablets from boots b4 4"},
		Kinds: []string{"prescription"}, Area: "LS6", Postcode: "LS6 2AB", Address: "12 Ash Rd LS6 2AB", By: desktest.Morning.Add(6 * time.Hour), Reach: request.ReachText,
	}
}

var (
	joe = desk.Coordinator{ID: "U0JOE00001", Name: "Joe"}
	sam = desk.Coordinator{ID: "U0SAM00001", Name: "Sam"}
)

func state(t *testing.T, v *desktest.Village, want string) {
	t.Helper()
	if got := v.Read(t, id).State; got != want {
		t.Errorf("the request is %s, should be %s", got, want)
	}
}

func steps(t *testing.T, v *desktest.Village) string {
	t.Helper()
	var all []string
	for _, l := range v.Got(t, pam, request.LetterProgress) {
		var p request.Progress
		if err := l.Read(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, string(p.Step))
	}
	return strings.Join(all, " ")
}

func told(t *testing.T, v *desktest.Village, want string) {
	t.Helper()
	if got := steps(t, v); got != want {
		t.Errorf("the resident heard: %s; should be: %s", got, want)
	}
}

func labels(c desk.Card) string {
	var all []string
	for _, b := range c.Buttons {
		all = append(all, b.Label)
	}
	return strings.Join(all, ", ")
}

func TestFromAskedToThanked(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		amina := v.Volunteer(t, "person/amina", "LS6", "prescription")
		v.Write(t, id, request.LetterAsk, tablets())
		card, _ := v.Shown(north, id)
		if card.First != "Pam, LS6: a prescription by 4pm. If nobody acts, they wait." {
			t.Errorf("the card says %q", card.First)
		}
		if got := labels(card); got != "Approve, Edit, Ask them something, Signpost, Decline" {
			t.Errorf("its buttons are %s", got)
		}
		if found := v.Found(t, desk.WaitingKey("north")); len(found) != 1 || found[0].ID != id {
			t.Errorf("waiting: %v", found)
		}

		v.Write(t, id, request.LetterApprove, desk.Tap{By: joe})
		if a := v.Write(t, id, request.LetterApprove, desk.Tap{By: sam}); a.Key != "answer.request.approved" || a.Args["Who"] != "Joe" {
			t.Errorf("a second approval is answered %+v", a)
		}
		tasks := v.Made("task")
		if len(tasks) != 1 {
			t.Fatalf("tasks: %v", tasks)
		}
		count := len(v.Got(t, amina, task.LetterOffer))
		if count != 1 {
			t.Fatalf("the volunteer got %d offers", count)
		}
		if len(v.Found(t, desk.WaitingKey("north"))) != 0 {
			t.Error("it still waits")
		}
		yes := task.Reply{Person: amina, Conversation: "offer-1", First: "Amina"}
		v.Write(t, tasks[0], task.LetterClaim, yes)
		w := desktest.Last[task.Won](t, v, amina, task.LetterWon)
		if w.Resident.Address != "12 Ash Rd LS6 2AB" || w.Resident.Phone != "" || w.What != `"can anyone get my tablets from boots b4 4"` {
			t.Errorf("the volunteer knows %+v, %+v", w, w.Resident)
		}
		state(t, v, request.StateTaken)
		if p := desktest.Last[request.Progress](t, v, pam, request.LetterProgress); p.Volunteer != "Amina" || p.Kind != "prescription" {
			t.Errorf("the resident heard %+v", p)
		}
		v.Write(t, tasks[0], task.LetterFinish, task.Finish{Person: amina, First: "Amina", Minutes: 20})
		state(t, v, request.StateFinished)
		v.Write(t, id, request.LetterFeedback, request.Feedback{Well: true, Words: "bless her"})
		state(t, v, request.StateClosed)
		told(t, v, "approved taken finished")
		notes := v.Thread(north, id)
		if len(notes) != 1 || notes[0].Say(v.Words) != "Pam: bless her" {
			t.Errorf("the thread has %+v", notes)
		}

		v.Pass(t, 8*24*time.Hour)
		d := v.Read(t, id).Data.(*request.Data)
		if d.Name != "" || d.Person != "" || d.Address != "" || len(d.Words) > 0 || !slices.Equal(d.Kinds, []string{"prescription"}) {
			t.Errorf("what is left: %+v", d)
		}
		card, _ = v.Shown(north, id)
		if strings.Contains(card.First, "Pam") || len(card.Quotes) > 0 || len(card.Lines) > 0 {
			t.Errorf("the card still says %+v", card)
		}
	})
}

func TestNobodyDecides(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		v.Write(t, id, request.LetterAsk, tablets())
		v.Pass(t, 11*time.Minute)
		if n := v.Thread(north, id); len(n) != 1 || n[0].Say(v.Words) != "Pam still waits for somebody to decide." {
			t.Errorf("reminded by %+v", n)
		}
		told(t, v, "")
		v.Pass(t, 10*time.Minute)
		card, n := v.Shown(onCall, id)
		if n != 1 || len(card.Buttons) > 0 || strings.Contains(strings.Join(card.Lines, " "), "Ash Rd") {
			t.Errorf("the on-call channel sees %+v", card)
		}
		told(t, v, "slow")
		v.Pass(t, 10*time.Minute)
		for _, p := range v.Org.OnCall.People {
			a := desktest.Last[desk.Alarm](t, v, desktest.Phones(p.Phone), desk.LetterAlarm)
			if a.Case != id || a.Name != p.Name || a.Kind != desk.Triage || a.Ref != desk.Ref(id) {
				t.Errorf("%s was alarmed with %+v", p.Name, a)
			}
		}
		// One has it: the others stand down, and nothing more is climbed.
		v.Write(t, id, desk.LetterAcknowledge, desk.Ack{Person: desktest.Phones("+447700900803"), Name: "Marcus"})
		if got := v.Got(t, desktest.Phones("+447700900801"), desk.LetterStood); len(got) != 1 {
			t.Errorf("Ruth stood down %d times", len(got))
		}
		if got := v.Got(t, desktest.Phones("+447700900803"), desk.LetterStood); len(got) != 0 {
			t.Error("Marcus, who has it, was stood down")
		}
		v.Pass(t, 48*time.Hour)
		told(t, v, "slow")
		state(t, v, request.StateWaiting)
	})
}

func TestEditing(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		a := tablets()
		a.Kinds = nil
		v.Write(t, id, request.LetterAsk, a)
		if got := v.Write(t, id, request.LetterApprove, desk.Tap{By: joe}); got.Key != "answer.request.no_kind" {
			t.Errorf("approving what nobody understands is answered %+v", got)
		}
		v.Write(t, id, request.LetterEdit, request.Edit{By: joe, Kind: "shopping", What: "milk and bread", Area: "LS8", Address: "3 Elm St", Before: desktest.Morning.Add(30 * time.Hour)})
		card, _ := v.Shown("C0EAST00001", id)
		if card.First != "Pam, LS8: milk and bread by 4pm on Wednesday 25 November. If nobody acts, they wait." {
			t.Errorf("the other hub's card says %q", card.First)
		}
		old, _ := v.Shown(north, id)
		if len(old.Buttons) > 0 {
			t.Errorf("the first hub can still press %s", labels(old))
		}
		v.Write(t, id, request.LetterApprove, desk.Tap{By: sam})
		spec := v.Read(t, v.Made("task")[0]).Data.(*task.Data)
		if spec.Hub != "east" || spec.What != "milk and bread" || spec.Kind != "shopping" || spec.Resident.Address != "3 Elm St, LS6 2AB" {
			t.Errorf("the task is %+v %+v", spec.Spec, spec.Resident)
		}
		if got := v.Write(t, id, request.LetterEdit, request.Edit{By: joe, Kind: "dogs"}); got.Key != "answer.request.stuck" {
			t.Errorf("too late an edit is answered %+v", got)
		}
	})
}

func TestEndings(t *testing.T) {
	tests := map[string]struct {
		letter string
		data   any
		state  string
		told   string
	}{
		"a partner helps": {request.LetterSignpost, request.Signpost{By: joe, Partner: ""}, request.StateSignposted, "approved stuck signposted"},
		"we can't":        {request.LetterDecline, request.Decline{By: joe, Reason: "We have no drivers this week."}, request.StateDeclined, "approved stuck refused"},
		"not needed":      {request.LetterWithdraw, nil, request.StateWithdrawn, "approved stuck"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			desktest.Play(t, func(t *testing.T, v *desktest.Village) {
				if name == "a partner helps" {
					test.data = request.Signpost{By: joe, Partner: v.Org.Partners[0].ID}
				}
				v.Write(t, id, request.LetterAsk, tablets())
				v.Write(t, id, request.LetterApprove, desk.Tap{By: joe})
				state(t, v, request.StateStuck)
				c := v.Made("case")[0]
				v.Write(t, id, test.letter, test.data)
				state(t, v, test.state)
				told(t, v, test.told)
				if got := v.Read(t, v.Made("task")[0]).State; got != task.StateCancelled {
					t.Errorf("its task is %s", got)
				}
				if got := v.Read(t, c).State; got != desk.StateClosed {
					t.Errorf("the case about it is %s", got)
				}
				card, _ := v.Shown(north, id)
				if !card.Done || len(card.Buttons) > 0 {
					t.Errorf("the card is %+v", card)
				}
				v.Pass(t, 8*24*time.Hour)
				if d := v.Read(t, id).Data.(*request.Data); d.Name != "" || d.Reason != "" {
					t.Errorf("what is left: %+v", d)
				}
			})
		})
	}
}

func TestTheirOwnDetails(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		amina := v.Volunteer(t, "person/amina", "LS6", "prescription")
		v.Write(t, id, request.LetterAsk, tablets())
		v.Write(t, id, request.LetterApprove, desk.Tap{By: joe})
		v.Write(t, id, request.LetterConsent, request.Consent{Given: false})
		v.Write(t, v.Made("task")[0], task.LetterClaim, task.Reply{Person: amina, Conversation: "offer-1", First: "Amina"})
		w := desktest.Last[task.Won](t, v, amina, task.LetterWon)
		if w.Resident.Address != "" || w.Resident.Name != "Pam" || w.Resident.Phone != "" || w.What != "" {
			t.Errorf("the volunteer knows %+v %+v", w, w.Resident)
		}
	})
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		a := tablets()
		a.Kinds = []string{"call"}
		v.Write(t, id, request.LetterAsk, a)
		v.Write(t, id, request.LetterApprove, desk.Tap{By: joe})
		r := v.Read(t, v.Made("task")[0]).Data.(*task.Data).Resident
		if r.Address != "" || r.Phone != "+447700900102" {
			t.Errorf("for a phone call the volunteer would know %+v", r)
		}
	})
}

func TestTwoTasks(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		amina := v.Volunteer(t, "person/amina", "LS6", "prescription")
		a := tablets()
		a.Kinds = []string{"prescription", "dogs"}
		v.Write(t, id, request.LetterAsk, a)
		v.Write(t, id, request.LetterApprove, desk.Tap{By: joe})
		state(t, v, request.StateStuck) // nobody walks dogs
		d := v.Read(t, id).Data.(*request.Data)
		tablets, dog := d.Tasks[0].Task, d.Tasks[1].Task
		v.Write(t, tablets, task.LetterClaim, task.Reply{Person: amina, Conversation: "offer-1", First: "Amina"})
		v.Write(t, tablets, task.LetterFinish, task.Finish{Person: amina, First: "Amina"})
		state(t, v, request.StateStuck)
		told(t, v, "approved stuck taken")
		// The coordinator calls the other one off.
		c := v.Read(t, dog).Data.(*task.Data).Case
		v.Write(t, c, desk.LetterCallOff, desk.Tap{By: joe})
		state(t, v, request.StateFinished)
		told(t, v, "approved stuck taken missed finished")
		if p := desktest.Last[request.Progress](t, v, pam, request.LetterProgress); p.Volunteer != "Amina" {
			t.Errorf("asked how it went with %+v", p)
		}
	})
}

func TestNobodyComesInTime(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		v.Write(t, id, request.LetterAsk, tablets())
		v.Write(t, id, request.LetterApprove, desk.Tap{By: joe})
		v.Pass(t, 7*time.Hour)
		state(t, v, request.StateClosed)
		told(t, v, "approved stuck missed")
		c := v.Made("case")[0]
		if got := v.Read(t, c).State; got != desk.StateOpen {
			t.Errorf("the case about it is %s", got)
		}
		card, _ := v.Shown(north, c)
		if got := labels(card); got != "I've got this, Close" {
			t.Errorf("its buttons are %s", got)
		}
	})
}

func TestReleasedAndNotWell(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		amina, ben := v.Volunteer(t, "person/amina", "LS6", "prescription"), v.Volunteer(t, "person/ben", "LS6", "prescription")
		v.Write(t, id, request.LetterAsk, tablets())
		v.Write(t, id, request.LetterApprove, desk.Tap{By: joe})
		tk := v.Made("task")[0]
		v.Write(t, tk, task.LetterClaim, task.Reply{Person: amina, Conversation: "offer-1", First: "Amina"})
		v.Write(t, tk, task.LetterRelease, task.Reply{Person: amina, Conversation: "offer-1"})
		state(t, v, request.StateApproved)
		v.Write(t, tk, task.LetterClaim, task.Reply{Person: ben, Conversation: "offer-2", First: "Ben"})
		v.Write(t, tk, task.LetterFinish, task.Finish{Person: ben, First: "Ben"})
		told(t, v, "approved taken released taken finished")
		v.Write(t, id, request.LetterFeedback, request.Feedback{Words: "the wrong tablets came"})
		state(t, v, request.StateClosed)
		cases := v.Made("case")
		if len(cases) != 1 {
			t.Fatalf("cases: %v", cases)
		}
		card, _ := v.Shown(north, cases[0])
		if card.First != "Pam, LS6: the help did not go well. If nobody acts, they hear no more." || !slices.Equal(card.Quotes, []string{"the wrong tablets came"}) {
			t.Errorf("the card is %+v", card)
		}
	})
}

func TestWordsToAndFro(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		v.Write(t, id, request.LetterAsk, tablets())
		v.Write(t, id, request.LetterQuestion, desk.Say{By: joe, Text: "Which Boots is it?"})
		r := desktest.Last[desk.Relay](t, v, pam, desk.LetterRelay)
		if r.Reply != id || r.Who != "Joe" || r.Text != "Which Boots is it?" {
			t.Errorf("the resident got %+v", r)
		}
		v.Write(t, r.Reply, request.LetterHeard, desk.Heard{First: "Pam", Text: "otley road"})
		notes := v.Thread(north, id)
		if len(notes) != 2 || notes[0].Say(v.Words) != "Joe asked: Which Boots is it?" || notes[1].Say(v.Words) != "Pam: otley road" {
			t.Errorf("the thread has %+v", notes)
		}
		v.Write(t, id, request.LetterRemark, desk.Say{By: sam, Text: "Thanks!"})
		if r := desktest.Last[desk.Relay](t, v, pam, desk.LetterRelay); r.Who != "Sam" {
			t.Errorf("the resident got %+v", r)
		}
	})
}

func TestWordsThatCouldNotBeSent(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		v.Write(t, id, request.LetterAsk, tablets())
		v.Write(t, id, request.LetterHeard, desk.Heard{First: "Pam", DoNotText: true, Unsent: true})
		want := "Not sent: Pam has opted out, or it is not safe to text them. If it is safe to ring: +447700900102."
		if n := v.Thread(north, id); len(n) != 1 || n[0].Say(v.Words) != want {
			t.Errorf("the thread has %+v", n)
		}
		card, _ := v.Shown(north, id)
		if !slices.ContainsFunc(card.Lines, func(l string) bool { return strings.HasPrefix(l, "DO NOT TEXT") }) {
			t.Errorf("the card has %v", card.Lines)
		}
	})
}

func TestACardThatSlackRefuses(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		v.Write(t, id, request.LetterAsk, tablets())
		v.Write(t, id, post.LetterRefused, post.Refusal{Entry: post.Entry{Kind: post.EntryCard, To: north}, Code: "channel_not_found"})
		if _, n := v.Shown(onCall, id); n != 1 {
			t.Errorf("the on-call channel saw it %d times", n)
		}
	})
}

func TestStraightOut(t *testing.T) {
	o := orgtest.Leeds(t)
	for i := range o.Kinds {
		o.Kinds[i].StraightOut = o.Kinds[i].ID == "dogs"
	}
	synctest.Test(t, func(t *testing.T) {
		v, err := desktest.New(o)
		if err != nil {
			t.Fatal(err)
		}
		a := tablets()
		a.Kinds = []string{"dogs"}
		v.Write(t, id, request.LetterAsk, a)
		if len(v.Made("task")) != 1 {
			t.Error("no task was made")
		}
		if got := v.Write(t, id, request.LetterApprove, desk.Tap{By: joe}); !strings.HasPrefix(got.Key, "answer.request.") {
			t.Errorf("approving it is answered %+v", got)
		}
		a.Kinds = []string{"dogs", "prescription"}
		v.Write(t, "request/r2", request.LetterAsk, a)
		if v.Read(t, "request/r2").State != request.StateWaiting {
			t.Error("what holds one kind that asks for approval went straight out")
		}
	})
}

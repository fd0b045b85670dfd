package request_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/desk/desktest"
	"github.com/goodturn/goodturn/internal/request"
	"github.com/goodturn/goodturn/internal/task"
)

func TestAnotherTime(t *testing.T) {
	friday := time.Date(2026, 11, 27, 20, 0, 0, 0, time.UTC)
	moved := request.Detail{First: "Pam", Name: "Pam Hirst", By: friday, From: friday.Add(-12 * time.Hour), When: "by 8pm on Friday", Timed: true, Words: "friday please"}
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		amina := v.Volunteer(t, "person/amina", "LS6", "prescription")
		v.Write(t, id, request.LetterAsk, tablets())
		v.Write(t, id, request.LetterApprove, desk.Tap{By: joe})
		made := v.Read(t, id).Data.(*request.Data).Tasks[0].Task
		claim := task.Reply{Person: amina, Conversation: "offer-1", First: "Amina", By: tablets().By}
		v.Write(t, made, task.LetterClaim, claim)
		v.Write(t, id, request.LetterDetail, moved)
		if d := v.Read(t, made).Data.(*task.Data); !d.By.Equal(friday) || !d.Retimed {
			t.Errorf("the task is by %s", d.By)
		}
		if card, _ := v.Shown(north, id); !strings.Contains(card.First, "from 8am by 8pm on Friday 27 November. Amina had said yes to another time") {
			t.Errorf("the card says %s", card.First)
		}
		told(t, v, "approved taken")
		claim.By = friday
		v.Write(t, made, task.LetterClaim, claim)
		told(t, v, "approved taken taken")
		if card, _ := v.Shown(north, id); !strings.Contains(card.First, "Amina has it. Nothing to do.") {
			t.Errorf("the card says %s", card.First)
		}
		// What does not say by when is a coordinator's to find out.
		v.Write(t, id, request.LetterDetail, request.Detail{First: "Pam", When: "evenings", Timed: true, Words: "evenings are better"})
		if d := v.Read(t, made).Data.(*task.Data); !d.By.Equal(friday) {
			t.Errorf("the task is by %s", d.By)
		}
		if notes := v.Thread(north, id); len(notes) != 1 {
			t.Errorf("the thread has %v", notes)
		}
	})
	// A coordinator has set a time, and they say another since; what they had said before is none.
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		v.Write(t, id, request.LetterAsk, tablets())
		set := tablets().By.Add(time.Hour)
		v.Write(t, id, request.LetterEdit, request.Edit{By: joe, Kind: "prescription", Area: "LS6", Before: set})
		v.Write(t, id, request.LetterDetail, request.Detail{First: "Pam", By: tablets().By, Words: "its the blue door"})
		if d := v.Read(t, id).Data.(*request.Data); !d.By.Equal(set) {
			t.Errorf("it is by %s, and was set by a coordinator", d.By)
		}
		v.Write(t, id, request.LetterDetail, moved)
		if d := v.Read(t, id).Data.(*request.Data); !d.By.Equal(friday) {
			t.Errorf("it is by %s, and they said Friday since", d.By)
		}
	})
}

// What may have changed of somebody in danger changes nothing: a coordinator has a case
// about it, and their request's card says how it can be settled.
func TestInDoubt(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		amina := v.Volunteer(t, "person/amina", "LS6", "prescription")
		v.Write(t, id, request.LetterAsk, tablets())
		v.Write(t, id, request.LetterApprove, desk.Tap{By: joe})
		made := v.Read(t, id).Data.(*request.Data).Tasks[0].Task
		v.Write(t, made, task.LetterClaim, task.Reply{Person: amina, Conversation: "offer-1", First: "Amina"})
		there := request.Place{Area: "LS6", Postcode: "LS6 2AB", Address: "15 Ash Rd"}
		v.Write(t, id, request.LetterDetail, request.Detail{Doubt: desk.DetailPlace, Elsewhere: &there})
		card, _ := v.Shown(north, id)
		if got := labels(card); got != "Change the address, Ask them something" {
			t.Errorf("its buttons are %s", got)
		}
		c := v.Made("case")[0]
		about, _ := v.Shown(north, c)
		if got := labels(about); got != "I've got this, Close" || !strings.Contains(about.First, "may be somewhere else") {
			t.Errorf("the case is %s: %s", got, about.First)
		}
		// A button of a card that has changed sends nobody anywhere.
		if got := v.Write(t, id, request.LetterMove, desk.Tap{By: joe}); got.Key != "answer.request.taken" {
			t.Errorf("a bare tap is answered %+v", got)
		}
		v.Write(t, id, request.LetterMove, request.Move{By: joe, Area: "LS6", Address: "15 Ash Rd LS6 2AB"})
		if w := desktest.Last[task.Won](t, v, amina, task.LetterElsewhere); w.Resident.Address != "15 Ash Rd LS6 2AB" {
			t.Errorf("the volunteer is sent to %+v", w.Resident)
		}
		if got := v.Read(t, c).State; got != desk.StateClosed {
			t.Errorf("the case about the place is %s", got)
		}

		v.Write(t, id, request.LetterDetail, request.Detail{Doubt: desk.DetailOff})
		v.Write(t, id, request.LetterDetail, request.Detail{Doubt: desk.DetailTime})
		state(t, v, request.StateTaken)
		if got := len(v.Made("case")); got != 1 {
			t.Errorf("there are %d cases", got)
		}
		about, _ = v.Shown(north, c)
		if got := labels(about); got != "I've got this, Call it off, Close" || !strings.Contains(about.First, "may not need it any more") {
			t.Errorf("the case is %s: %s", got, about.First)
		}
		v.Write(t, c, desk.LetterCallOff, desk.Tap{By: joe})
		state(t, v, request.StateWithdrawn)
		told(t, v, "approved taken called_off")
		if got := v.Read(t, made).State; got != task.StateCancelled {
			t.Errorf("its task is %s", got)
		}
		if got := v.Write(t, id, desk.LetterCallOff, desk.Tap{By: joe}); got.Key != "answer.request.withdrawn" {
			t.Errorf("a second tap is answered %+v", got)
		}
	})
}

// What turns out to be for somebody else keeps nothing of whoever asks: neither their
// name, nor their door, nor what they agreed to.
func TestForSomebodyElseAfterAll(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		v.Write(t, id, request.LetterAsk, tablets())
		v.Write(t, id, request.LetterConsent, request.Consent{Given: true})
		v.Write(t, id, request.LetterDetail, request.Detail{For: true, Asker: "Pam", NotThere: true, Words: "its for my nan"})
		d := v.Read(t, id).Data.(*request.Data)
		if d.Name+d.First+d.Address+d.Postcode != "" || d.Consent || !d.For || d.Asker != "Pam" {
			t.Errorf("it keeps %+v", d.Ask)
		}
		v.Write(t, id, request.LetterDetail, request.Detail{For: true, Asker: "Pam", First: "Joan", Name: "Joan Hall", Area: "LS6", Address: "14 Elm St"})
		card, _ := v.Shown(north, id)
		if !slices.Contains(card.Lines, "Joan Hall, 14 Elm St, LS6") {
			t.Errorf("the card has %v", card.Lines)
		}
	})
}

// What they tell whoever comes reaches whoever has the task once, and nobody else; a number
// that was put right follows the one before it. Who keeps their address tells nobody.
func TestTellsWhoeverComes(t *testing.T) {
	words := func(t *testing.T, v *desktest.Village, person string) string {
		var all []string
		for _, l := range v.Got(t, person, task.LetterTold) {
			var told task.Told
			if err := l.Read(&told); err != nil {
				t.Fatal(err)
			}
			all = append(all, told.Words)
		}
		return strings.Join(all, " | ")
	}
	tell := func(words string) request.Detail { return request.Detail{Access: words, Tell: words} }
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		amina, ben := v.Volunteer(t, "person/amina", "LS6", "prescription", "dogs"), v.Volunteer(t, "person/ben", "LS6", "dogs", "prescription")
		ask := tablets()
		ask.Kinds, ask.Words = []string{"prescription", "dogs"}, []string{"get my tablets from boots today and walk the dog tomorrow"}
		v.Write(t, id, request.LetterAsk, ask)
		v.Write(t, id, request.LetterApprove, desk.Tap{By: joe})
		made := v.Read(t, id).Data.(*request.Data).Tasks
		v.Write(t, made[0].Task, task.LetterClaim, task.Reply{Person: amina, Conversation: "offer-1", First: "Amina"})
		v.Write(t, made[1].Task, task.LetterClaim, task.Reply{Person: ben, Conversation: "offer-1", First: "Ben"})
		if got := desktest.Last[task.Won](t, v, amina, task.LetterWon).What; got != `"get my tablets from boots today"` {
			t.Errorf("Amina reads %s", got)
		}
		if got := desktest.Last[task.Won](t, v, ben, task.LetterWon).What; got != `"walk the dog tomorrow"` {
			t.Errorf("Ben reads %s", got)
		}
		for _, d := range []request.Detail{tell("key safe 4411"), tell("key safe 4411"), tell("no, 4141"), {Access: "in my wife's name", Tell: "in my wife's name", To: []string{"prescription"}}} {
			v.Write(t, id, request.LetterDetail, d)
		}
		if got := words(t, v, amina); got != "key safe 4411 | no, 4141 | in my wife's name" {
			t.Errorf("Amina was told %s", got)
		}
		if got := words(t, v, ben); got != "key safe 4411 | no, 4141" {
			t.Errorf("Ben was told %s", got)
		}
		v.Write(t, made[0].Task, task.LetterUntold, task.Reply{Person: amina, Conversation: "offer-1"})
		if card, _ := v.Shown(north, id); !strings.Contains(strings.Join(card.Lines, " "), "Good to know: key safe 4411; no, 4141; in my wife's name") || !strings.Contains(strings.Join(card.Small, " "), "Amina was not texted") {
			t.Errorf("the card has %v", card.Lines)
		}
		v.Write(t, id, request.LetterConsent, request.Consent{})
		v.Write(t, id, request.LetterDetail, tell("ring the top bell"))
		if got := words(t, v, ben); strings.Contains(got, "bell") {
			t.Errorf("Ben was told %s", got)
		}
	})
}

// What is for whoever comes is known to whoever takes the task over, and to nobody who
// comes for something else; of the door nobody hears who only rings.
func TestWhoeverComesNextKnows(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		amina, ben := v.Volunteer(t, "person/amina", "LS6", "prescription", "dogs", "call"), v.Volunteer(t, "person/ben", "LS6", "prescription", "dogs", "call")
		ask := tablets()
		ask.Kinds = []string{"prescription", "dogs", "call"}
		v.Write(t, id, request.LetterAsk, ask)
		v.Write(t, id, request.LetterApprove, desk.Tap{By: joe})
		made := v.Read(t, id).Data.(*request.Data).Tasks
		take := func(part int, person string) string {
			v.Write(t, made[part].Task, task.LetterClaim, task.Reply{Person: person, Conversation: made[part].Kind, First: person})
			return desktest.Last[task.Won](t, v, person, task.LetterWon).Resident.Access
		}
		take(0, amina)
		v.Write(t, id, request.LetterDetail, request.Detail{Access: "key safe 4411", Tell: "key safe 4411"})
		v.Write(t, id, request.LetterDetail, request.Detail{Access: "in my wife's name", Tell: "in my wife's name", To: []string{"prescription"}})
		v.Write(t, made[0].Task, task.LetterRelease, task.Reply{Person: amina, Conversation: "prescription"})
		for part, want := range []string{"key safe 4411; in my wife's name", "key safe 4411", ""} {
			if got := take(part, ben); got != want {
				t.Errorf("for %s Ben knows %q, want %q", made[part].Kind, got, want)
			}
		}
	})
}

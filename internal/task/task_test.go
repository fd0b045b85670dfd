package task_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/desk/desktest"
	"github.com/goodturn/goodturn/internal/match"
	"github.com/goodturn/goodturn/internal/task"
)

// tablets is a prescription for Pam by four o'clock, to one volunteer.
func tablets() task.Spec {
	return task.Spec{
		Kind: "prescription", Hub: "north", What: "tablets from Boots", Area: "LS6", By: desktest.Morning.Add(6 * time.Hour), Places: 1, Minutes: 25,
		Resident: &task.Resident{Person: "person/pam", First: "Pam", Name: "Pam Hirst", Address: "12 Ash Rd LS6 2AB"},
	}
}

const id = "task/t1"

func yes(person string) task.Reply {
	return task.Reply{Person: person, Conversation: "offer-1", First: "Amina"}
}

func data(t *testing.T, v *desktest.Village) *task.Data { return v.Read(t, id).Data.(*task.Data) }

func state(t *testing.T, v *desktest.Village, want string) {
	t.Helper()
	if got := v.Read(t, id).State; got != want {
		t.Errorf("the task is %s, should be %s", got, want)
	}
}

func count(t *testing.T, v *desktest.Village, person, kind string, want int) {
	t.Helper()
	if got := v.Got(t, person, kind); len(got) != want {
		t.Errorf("%s got %d of %s, should be %d", person, len(got), kind, want)
	}
}

func TestOneYesAndDone(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		amina := v.Volunteer(t, "person/amina", "LS6", "prescription")
		pam := v.Volunteer(t, "person/pam", "LS6", "prescription")
		v.Write(t, id, task.LetterMake, tablets())

		o := desktest.Last[task.Offer](t, v, amina, task.LetterOffer)
		if o.Task != id || o.Area != "LS6" || o.Asked || !o.Expires.Equal(desktest.Morning.Add(15*time.Minute)) {
			t.Errorf("the offer is %+v", o)
		}
		count(t, v, pam, task.LetterOffer, 0)
		if why := v.Facts(t, "match")[0]["reasons"].(map[string]any); why[pam] != string(match.OwnRequest) || why[amina] != string(match.Chosen) {
			t.Errorf("the reasons are %v", why)
		}
		if found := v.Found(t, task.OpenKey(centre(t, v, "LS6"))); len(found) != 1 {
			t.Errorf("open near LS6: %v", found)
		}

		v.Write(t, id, task.LetterClaim, yes(amina))
		won := v.Got(t, amina, task.LetterWon)
		if len(won) != 1 || won[0].To != amina+"#offer-1" {
			t.Fatalf("won: %+v", won)
		}
		if w := desktest.Last[task.Won](t, v, amina, task.LetterWon); w.Resident.Address != "12 Ash Rd LS6 2AB" || w.What != "tablets from Boots" {
			t.Errorf("won %+v", w)
		}
		state(t, v, task.StateFull)
		if found := v.Found(t, task.OpenKey(centre(t, v, "LS6"))); len(found) != 0 {
			t.Errorf("still open: %v", found)
		}

		v.Write(t, id, task.LetterFinish, task.Finish{Person: amina, Conversation: "offer-1", Minutes: 20, Outcome: "well"})
		v.Write(t, id, task.LetterFinish, task.Finish{Person: amina, Conversation: "offer-1", Minutes: 20, Outcome: "well"})
		state(t, v, task.StateDone)
		if d := data(t, v); d.Resident != nil || d.What != "" || len(v.Read(t, id).Timers) > 0 {
			t.Errorf("what is left of it: %+v", d)
		}
		help := v.Facts(t, "help")
		if len(help) != 1 || help[0]["minutes"] != 20.0 || help[0]["outcome"] != "well" || help[0]["area"] != "LS6" {
			t.Errorf("the help is on record as %v", help)
		}
	})
}

func centre(t *testing.T, v *desktest.Village, area string) string {
	t.Helper()
	p, ok := v.Org.Centre(area)
	if !ok {
		t.Fatalf("no centre of %s", area)
	}
	return p.Cell()
}

// Places to fill are put to as many people as a wave has for each, however many
// live in one cell.
func TestAWaveForManyPlacesIsWhole(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		var near []string
		for i := range 120 {
			near = append(near, v.Volunteer(t, fmt.Sprint("person/", i), "LS6", "packing"))
		}
		v.Write(t, id, task.LetterMake, task.Spec{Kind: "packing", Hub: "north", Area: "LS6", Places: 20, Minutes: 120})
		asked := 0
		for _, p := range near {
			asked += len(v.Got(t, p, task.LetterOffer))
		}
		if want := 20 * v.Org.Offers.Wave; asked != want {
			t.Errorf("%d were asked for 20 places, want %d", asked, want)
		}
	})
}

func TestTheNextWaveComesWhenOneEnds(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		var near []string
		for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
			near = append(near, v.Volunteer(t, "person/"+name, "LS6", "prescription"))
		}
		v.Write(t, id, task.LetterMake, tablets())
		asked := func() (n int) {
			for _, p := range near {
				n += len(v.Got(t, p, task.LetterOffer))
			}
			return n
		}
		if asked() != 5 {
			t.Fatalf("%d were asked first, should be 5", asked())
		}
		for _, p := range near[:4] {
			v.Write(t, id, task.LetterDecline, yes(p))
		}
		if asked() != 5 {
			t.Errorf("a wave went out although somebody had not answered")
		}
		v.Pass(t, 16*time.Minute)
		if asked() != 7 {
			t.Errorf("%d were asked after the wave ran out, should be 7", asked())
		}
		v.Pass(t, 16*time.Minute)
		state(t, v, task.StateWaiting)
		if cases := v.Made("case"); len(cases) != 1 {
			t.Fatalf("cases: %v", cases)
		}
		card, _ := v.Shown("C0NORTH0001", v.Made("case")[0])
		if card.First != "Prescriptions, LS6, by 4pm: nobody takes it. If nobody acts, Pam waits." {
			t.Errorf("the card says %q", card.First)
		}
		// A late yes still wins, and the case settles itself.
		v.Write(t, id, task.LetterClaim, yes(near[6]))
		count(t, v, near[6], task.LetterWon, 1)
		state(t, v, task.StateFull)
		if c := v.Read(t, v.Made("case")[0]); c.State != desk.StateClosed {
			t.Errorf("the case is %s", c.State)
		}
	})
}

func TestWhoSleepsIsAskedInTheMorning(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		v.At(desktest.Morning.Add(13 * time.Hour)) // 23:00
		amina := v.Volunteer(t, "person/amina", "LS6", "prescription")
		for _, name := range []string{"b", "c", "d", "e", "f", "g", "h"} {
			v.Volunteer(t, "person/"+name, "LS6", "prescription")
		}
		asleep := v.Read(t, amina).Data.(*desktest.Villager)
		for _, name := range []string{"amina", "b", "c", "d", "e", "f", "g", "h"} {
			who := *asleep
			who.Passes = match.QuietHours
			v.Be(t, "person/"+name, who)
		}
		s := tablets()
		s.By = desktest.Morning.Add(24 * time.Hour)
		v.Write(t, id, task.LetterMake, s)
		v.Pass(t, time.Minute)
		state(t, v, task.StateWaiting)
		if len(v.Made("case")) != 0 {
			t.Error("a case was opened although the morning comes in time")
		}
		for _, name := range []string{"amina", "b", "c", "d", "e", "f", "g", "h"} {
			who := *asleep
			v.Be(t, "person/"+name, who)
		}
		v.Pass(t, 8*time.Hour+35*time.Minute) // 07:36
		state(t, v, task.StateSeeking)
		offers := 0
		for _, name := range []string{"amina", "b", "c", "d", "e", "f", "g", "h"} {
			for _, l := range v.Got(t, "person/"+name, task.LetterOffer) {
				var o task.Offer
				if err := l.Read(&o); err != nil {
					t.Fatal(err)
				}
				if o.Expires.After(desktest.Morning.Add(21 * time.Hour)) {
					offers++
				}
			}
		}
		if offers < 5 {
			t.Errorf("%d were asked in the morning", offers)
		}
	})
}

func TestACaseWhenTheMorningIsTooLate(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		v.At(desktest.Morning.Add(13 * time.Hour)) // 23:00
		for i := range 40 {
			p := *v.Read(t, v.Volunteer(t, "person/"+string(rune('A'+i)), "LS6", "prescription")).Data.(*desktest.Villager)
			p.Passes = match.QuietHours
			v.Be(t, "person/"+string(rune('A'+i)), p)
		}
		s := tablets()
		s.By = desktest.Morning.Add(20 * time.Hour) // 06:00
		v.Write(t, id, task.LetterMake, s)
		v.Pass(t, time.Minute) // forty people in eight waves are a longer chain than letters may make
		state(t, v, task.StateWaiting)
		if len(v.Made("case")) != 1 {
			t.Errorf("cases: %v", v.Made("case"))
		}
	})
}

func TestGivenBackItGoesToOthersAtOnce(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		amina, ben := v.Volunteer(t, "person/amina", "LS6", "prescription"), v.Volunteer(t, "person/ben", "LS7", "prescription")
		v.Write(t, id, task.LetterMake, tablets())
		v.Write(t, id, task.LetterClaim, yes(amina))
		count(t, v, ben, task.LetterWithdrawn, 1)
		v.Write(t, id, task.LetterRelease, yes(amina))
		state(t, v, task.StateSeeking)
		count(t, v, ben, task.LetterOffer, 2)
		count(t, v, amina, task.LetterOffer, 1)
		// They do not have it any more: a second word changes nothing.
		v.Write(t, id, task.LetterRelease, yes(amina))
		v.Write(t, id, task.LetterClaim, yes(ben))
		v.Write(t, id, task.LetterClaim, yes(amina))
		count(t, v, ben, task.LetterWon, 1)
		count(t, v, amina, task.LetterLost, 1)
		if l := desktest.Last[task.Lost](t, v, amina, task.LetterLost); l.Why != task.Covered {
			t.Errorf("lost because %s", l.Why)
		}
	})
}

func TestSeeking(t *testing.T) {
	newcomer := match.Volunteer{Area: "LS7", OnDuty: true, Kinds: []string{"packing"}, Lessons: []string{"staying-safe", "worries", "emergencies"}}
	packing := task.Spec{Kind: "packing", Hub: "north", Area: "LS6", Place: "Beckside Hall", Places: 2, Minutes: 120, MadeBy: "Joe"}
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		v.Write(t, id, task.LetterMake, packing)
		state(t, v, task.StateWaiting)
		ask := func(person string, how match.Volunteer, chosen bool) {
			v.Write(t, id, task.LetterSeek, task.Seek{Person: person, Volunteer: how, Chosen: chosen})
		}
		ask("person/amina", newcomer, false)
		if o := desktest.Last[task.Offer](t, v, "person/amina", task.LetterOffer); !o.Asked || o.Area != "LS6" {
			t.Errorf("the offer is %+v", o)
		}
		ask("person/amina", newcomer, true)
		count(t, v, "person/amina", task.LetterOffer, 1)

		unready := newcomer
		unready.Lessons = nil
		ask("person/ben", unready, true)
		if l := desktest.Last[task.Lost](t, v, "person/ben", task.LetterLost); l.Why != task.NotSuited || l.Reason != match.NeedsInduction {
			t.Errorf("refused because %+v", l)
		}
		if to := v.Got(t, "person/ben", task.LetterLost)[0].To; to != "person/ben" {
			t.Errorf("the refusal went to %s", to)
		}
		ask("person/cy", unready, false)
		count(t, v, "person/cy", "", 0)

		far := newcomer
		far.Area, far.Kinds, far.OnDuty = "LS22", nil, false
		ask("person/dee", far, true)
		count(t, v, "person/dee", task.LetterOffer, 1)

		v.Write(t, id, task.LetterClaim, yes("person/amina"))
		v.Write(t, id, task.LetterClaim, yes("person/dee"))
		state(t, v, task.StateFull)
		card, _ := v.Shown("C0NORTH0001", id)
		if card.First != "Packing at the hub, LS6: 2 of 2 places taken. Nothing to do." {
			t.Errorf("the card says %q", card.First)
		}
		ask("person/eve", newcomer, true)
		if l := desktest.Last[task.Lost](t, v, "person/eve", task.LetterLost); l.Why != task.Covered {
			t.Errorf("refused because %+v", l)
		}
	})
}

func TestTheEndOfTheWindow(t *testing.T) {
	tests := map[string]struct {
		before func(t *testing.T, v *desktest.Village)
		state  string
	}{
		"nobody has it":           {func(*testing.T, *desktest.Village) {}, task.StateEnded},
		"somebody has it":         {func(t *testing.T, v *desktest.Village) { v.Write(t, id, task.LetterClaim, yes("person/amina")) }, task.StateFull},
		"somebody has one of two": {func(t *testing.T, v *desktest.Village) { v.Write(t, id, task.LetterClaim, yes("person/amina")) }, task.StateFull},
		"one has done one of two": {func(t *testing.T, v *desktest.Village) {
			v.Write(t, id, task.LetterClaim, yes("person/amina"))
			v.Write(t, id, task.LetterFinish, task.Finish{Person: "person/amina"})
		}, task.StateDone},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			desktest.Play(t, func(t *testing.T, v *desktest.Village) {
				v.Volunteer(t, "person/amina", "LS6", "prescription")
				v.Volunteer(t, "person/ben", "LS6", "prescription")
				s := tablets()
				if name == "somebody has one of two" || name == "one has done one of two" {
					s.Places = 2
				}
				v.Write(t, id, task.LetterMake, s)
				test.before(t, v)
				v.Pass(t, 7*time.Hour)
				state(t, v, test.state)
				v.Write(t, id, task.LetterClaim, yes("person/ben"))
				want := task.Ended
				if name == "somebody has it" || test.state == task.StateDone {
					want = task.Covered
				}
				if l := desktest.Last[task.Lost](t, v, "person/ben", task.LetterLost); l.Why != want {
					t.Errorf("too late: %s, should be %s", l.Why, want)
				}
				if test.state != task.StateFull {
					if data(t, v).Resident != nil {
						t.Error("the resident's details are still there")
					}
					return
				}
				// Whoever has it keeps it until DONE, or for a week.
				v.Pass(t, 8*24*time.Hour)
				state(t, v, task.StateEnded)
				if data(t, v).Resident != nil {
					t.Error("the resident's details are still there")
				}
				v.Write(t, id, task.LetterFinish, task.Finish{Person: "person/amina", Minutes: 25})
				if help := v.Facts(t, "help"); len(help) != 1 {
					t.Errorf("a late DONE is on record %d times", len(help))
				}
			})
		})
	}
}

func TestCalledOff(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		amina, ben := v.Volunteer(t, "person/amina", "LS6", "prescription"), v.Volunteer(t, "person/ben", "LS6", "prescription")
		s := tablets()
		s.Places = 2
		v.Write(t, id, task.LetterMake, s)
		v.Write(t, id, task.LetterClaim, yes(amina))
		joe := desk.Tap{By: desk.Coordinator{ID: "U0JOE00001", Name: "Joe"}}
		v.Write(t, id, task.LetterCancel, joe)
		state(t, v, task.StateCancelled)
		if got := v.Got(t, amina, task.LetterCancelled); len(got) != 1 || got[0].To != amina+"#offer-1" {
			t.Errorf("who had it heard %+v", got)
		}
		count(t, v, ben, task.LetterWithdrawn, 1)
		if a := v.Write(t, id, desk.LetterCallOff, joe); a.Key != "answer.task.cancelled" {
			t.Errorf("a second tap is answered %+v", a)
		}
		v.Write(t, id, task.LetterClaim, yes(ben))
		if l := desktest.Last[task.Lost](t, v, ben, task.LetterLost); l.Why != task.Cancelled {
			t.Errorf("too late: %s", l.Why)
		}
	})
}

func TestAskingFurtherOut(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		near, far := v.Volunteer(t, "person/near", "LS6", "prescription"), v.Volunteer(t, "person/far", "LS21", "prescription")
		no := v.Volunteer(t, "person/no", "LS6", "prescription")
		s := tablets()
		s.By = desktest.Morning.Add(48 * time.Hour)
		v.Write(t, id, task.LetterMake, s)
		v.Write(t, id, task.LetterDecline, yes(no))
		v.Pass(t, time.Hour)
		state(t, v, task.StateWaiting)
		count(t, v, far, task.LetterOffer, 0)
		v.Write(t, v.Made("case")[0], desk.LetterWider, desk.Tap{By: desk.Coordinator{ID: "U0JOE00001", Name: "Joe"}})
		state(t, v, task.StateSeeking)
		count(t, v, far, task.LetterOffer, 1)
		count(t, v, near, task.LetterOffer, 2)
		count(t, v, no, task.LetterOffer, 1)
		// Nobody again: the same case comes back.
		v.Pass(t, time.Hour)
		if c := v.Read(t, v.Made("case")[0]); len(v.Made("case")) != 1 || c.State != desk.StateOpen {
			t.Errorf("the case is %s", c.State)
		}
	})
}

func TestUnsuitedPeopleAtTheHeadHideNobody(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		for i := range 130 {
			v.Volunteer(t, "person/"+string(rune(0x100+i)), "LS6", "packing")
		}
		amina := v.Volunteer(t, "person/amina", "LS6", "prescription")
		p := *v.Read(t, amina).Data.(*desktest.Villager)
		p.Offered = desktest.Morning.Add(-time.Hour)
		v.Be(t, amina, p)
		v.Write(t, id, task.LetterMake, tablets())
		count(t, v, amina, task.LetterOffer, 1)
	})
}

// Two hundred say yes to one place in the same second.
func TestTwoHundredAtOnce(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		s := task.Spec{Kind: "packing", Hub: "north", Area: "LS6", Places: 1, Minutes: 120}
		v.Write(t, id, task.LetterMake, s)
		ready := match.Volunteer{Area: "LS6", OnDuty: true, Kinds: []string{"packing"}, Lessons: []string{"staying-safe", "worries", "emergencies"}}
		var people []string
		for i := range 200 {
			people = append(people, "person/"+string(rune(0x100+i)))
			v.Write(t, id, task.LetterSeek, task.Seek{Person: people[i], Volunteer: ready})
		}
		_, before := v.Shown("C0NORTH0001", id)
		done := make(chan error)
		for _, p := range people {
			go func() { _, err := v.Hand(id, task.LetterClaim, yes(p)); done <- err }()
		}
		for range people {
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		}
		v.Rest(t)
		won, lost := 0, 0
		for _, p := range people {
			won += len(v.Got(t, p, task.LetterWon))
			lost += len(v.Got(t, p, task.LetterLost))
		}
		if won != 1 || lost != 199 {
			t.Errorf("%d won and %d lost", won, lost)
		}
		if _, after := v.Shown("C0NORTH0001", id); after != before+1 {
			t.Errorf("the card was drawn %d times", after-before)
		}
		if taken := v.Facts(t, "taken"); len(taken) != 1 {
			t.Errorf("it was taken %d times", len(taken))
		}
		if d := data(t, v); len(d.Holders) != 1 || len(d.Offers) != 0 || !slices.Contains(people, d.Holders[0].Person) {
			t.Errorf("the task holds %+v", d.Holders)
		}
	})
}

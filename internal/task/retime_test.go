package task_test

import (
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/desk/desktest"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/task"
)

// to has the task done on another day, from eight to eight.
func to(day int) task.Amend {
	eight := time.Date(2026, 11, day, 8, 0, 0, 0, time.UTC)
	return task.Amend{What: "tablets from Boots", Time: &task.Time{From: eight, By: eight.Add(12 * time.Hour)}}
}

func timer(d *post.Document, name string) time.Time {
	for _, t := range d.Timers {
		if t.Name == name {
			return t.Due
		}
	}
	return time.Time{}
}

func TestWhoHasItIsAskedAboutAnotherTime(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		amina := v.Volunteer(t, "person/amina", "LS6", "prescription")
		v.Write(t, id, task.LetterMake, tablets())
		v.Write(t, id, task.LetterClaim, yes(amina))
		v.Write(t, id, task.LetterAmend, to(27))

		heard := v.Got(t, amina, task.LetterRetimed)
		if len(heard) != 1 || heard[0].To != amina+"#offer-1" {
			t.Fatalf("heard %+v", heard)
		}
		by := to(27).Time.By
		if r := desktest.Last[task.Retimed](t, v, amina, task.LetterRetimed); !r.By.Equal(by) || !r.From.Equal(to(27).Time.From) || !r.Expires.After(v.Now()) {
			t.Errorf("heard %+v", r)
		}
		if end := timer(v.Read(t, id), task.LetterEnd); !end.Equal(by.Add(30 * time.Minute)) {
			t.Errorf("its window ends at %s", end)
		}
		// A yes to the time before is none to this one.
		old := yes(amina)
		old.By = tablets().By
		v.Write(t, id, task.LetterClaim, old)
		if !data(t, v).Holders[0].Unsure {
			t.Error("a yes to an earlier time counts for this one")
		}
		now := yes(amina)
		now.By = by
		v.Write(t, id, task.LetterClaim, now)
		if data(t, v).Holders[0].Unsure {
			t.Error("they said yes and are still asked")
		}
		// The same time again asks nobody.
		v.Write(t, id, task.LetterAmend, to(27))
		count(t, v, amina, task.LetterRetimed, 1)
		v.Pass(t, 30*time.Hour)
		state(t, v, task.StateFull)
	})
}

func TestWhoCannotThenGivesItBackAndOthersAreAsked(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		amina := v.Volunteer(t, "person/amina", "LS6", "prescription")
		v.Write(t, id, task.LetterMake, tablets())
		v.Write(t, id, task.LetterClaim, yes(amina))
		ben := v.Volunteer(t, "person/ben", "LS6", "prescription")
		v.Write(t, id, task.LetterAmend, to(27))
		v.Write(t, id, task.LetterRelease, yes(amina))
		if o := desktest.Last[task.Offer](t, v, ben, task.LetterOffer); !o.By.Equal(to(27).Time.By) || !o.From.Equal(to(27).Time.From) {
			t.Errorf("offered %+v", o)
		}
		state(t, v, task.StateSeeking)
	})
}

func TestWhoIsAskedHearsOfAnotherTime(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		amina := v.Volunteer(t, "person/amina", "LS6", "prescription")
		v.Write(t, id, task.LetterMake, tablets())
		v.Write(t, id, task.LetterAmend, to(27))
		if heard := v.Got(t, amina, task.LetterRetimed); len(heard) != 1 || heard[0].To != amina {
			t.Fatalf("heard %+v", heard)
		}
		if l := data(t, v).Offers[0]; !l.Until.Equal(timer(v.Read(t, id), task.LetterWave)) || !l.Until.Equal(desktest.Last[task.Retimed](t, v, amina, task.LetterRetimed).Expires) {
			t.Errorf("their answer is waited for until %s", l.Until)
		}
		// Who did not answer is asked again for another time; who said no is not.
		ben := v.Volunteer(t, "person/ben", "LS6", "prescription")
		v.Write(t, id, task.LetterDecline, yes(amina))
		v.Write(t, id, task.LetterExpire, yes(ben))
		asked := len(v.Got(t, ben, task.LetterOffer))
		v.Write(t, id, task.LetterAmend, to(28))
		count(t, v, ben, task.LetterOffer, asked+1)
		count(t, v, amina, task.LetterOffer, 1)
	})
}

// A yes to the time before, on its way while the time changes, takes the place and is asked about.
func TestAYesToTheTimeBefore(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		amina := v.Volunteer(t, "person/amina", "LS6", "prescription")
		v.Write(t, id, task.LetterMake, tablets())
		v.Write(t, id, task.LetterAmend, to(27))
		old := yes(amina)
		old.By = tablets().By
		v.Write(t, id, task.LetterClaim, old)
		if w := desktest.Last[task.Won](t, v, amina, task.LetterWon); !w.By.Equal(to(27).Time.By) || !w.Retimed {
			t.Errorf("won %+v", w)
		}
		if !data(t, v).Holders[0].Unsure {
			t.Error("a yes to an earlier time counts for this one")
		}
	})
}

// A window that is over opens again: who has it keeps it, and the end is the new one.
func TestAnotherTimeAfterTheEnd(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		amina := v.Volunteer(t, "person/amina", "LS6", "prescription")
		v.Write(t, id, task.LetterMake, tablets())
		v.Write(t, id, task.LetterClaim, yes(amina))
		v.Pass(t, 7*time.Hour)
		v.Write(t, id, task.LetterAmend, to(27))
		now := v.Read(t, id)
		if d := now.Data.(*task.Data); d.Over || !timer(now, task.LetterForget).IsZero() {
			t.Errorf("it is over still: %+v", d)
		}
		v.Write(t, id, task.LetterRelease, yes(amina))
		state(t, v, task.StateWaiting)
	})
}

// Whoever has a task is told once more where it is, and nobody else.
func TestWhoHasItIsToldAgain(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		amina := v.Volunteer(t, "person/amina", "LS6", "prescription")
		ben := v.Volunteer(t, "person/ben", "LS6", "prescription")
		v.Write(t, id, task.LetterMake, tablets())
		v.Write(t, id, task.LetterClaim, yes(amina))
		v.Write(t, id, task.LetterRecall, yes(amina))
		v.Write(t, id, task.LetterRecall, yes(ben))
		count(t, v, amina, task.LetterWon, 2)
		count(t, v, ben, task.LetterWon, 0)
		v.Write(t, id, task.LetterFinish, task.Finish{Person: amina, Conversation: "offer-1"})
		v.Write(t, id, task.LetterRecall, yes(amina))
		count(t, v, amina, task.LetterWon, 2)
	})
}

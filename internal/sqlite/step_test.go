package sqlite_test

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
)

// Sixty-four people text all the time. What was delivered is written off with
// each one's next letter, and apart only when that does not come: the clock
// stands still while anybody is at work, so what is counted is no accident.
func TestCommitsEachLetter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const people, letters = 64, 20
		s := newStepper(t)
		var wg sync.WaitGroup
		for p := range people {
			wg.Go(func() {
				for n := range letters {
					s.handle(t, fmt.Sprintf("person/%d", p), fmt.Sprint(n))
				}
			})
		}
		wg.Wait()
		s.idle(t)
		if each := float64(s.commits.Load()) / (people * letters); each > 1.1 {
			t.Errorf("%.2f commits a letter, want 1.1 at most", each)
		}
		for p := range people {
			r, err := s.Load(t.Context(), fmt.Sprintf("person/%d", p))
			if err != nil || r.Held {
				t.Errorf("%s still holds something when all is quiet (%v)", r.ID, err)
			}
		}
		facts, err := s.Facts(t.Context(), "heard", noon.Now().AddDate(-50, 0, 0), 1<<20)
		if err != nil || len(facts) != people*letters {
			t.Errorf("%d facts stand (%v), want %d", len(facts), err, people*letters)
		}
		if err := s.office.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

// Five hundred letters for one document at once are a few commits, not 500.
func TestOneDocumentAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStepper(t)
		s.handle(t, "person/a", "first")
		s.idle(t)
		s.forget()
		var wg sync.WaitGroup
		for i := range 500 {
			wg.Go(func() { s.handle(t, "person/a", fmt.Sprint(i)) })
		}
		wg.Wait()
		s.idle(t)
		if n := s.commits.Load(); n > 50 {
			t.Errorf("500 letters at once took %d commits, want 50 at most", n)
		}
		if err := s.office.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

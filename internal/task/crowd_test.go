package task_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/desk/desktest"
	"github.com/goodturn/goodturn/internal/match"
	"github.com/goodturn/goodturn/internal/org/orgtest"
	"github.com/goodturn/goodturn/internal/task"
)

// Five hundred claims at once on one task with five hundred offers alive: the
// task's own share, over a store in memory. The bound for all of it is
// a fifth of a second.
func BenchmarkCrowd(b *testing.B) {
	const crowd = 500
	ready := match.Volunteer{Area: "LS6", OnDuty: true, Kinds: []string{"packing"}, Lessons: []string{"staying-safe", "worries", "emergencies"}}
	var took time.Duration
	for n := range b.N {
		v, err := desktest.New(orgtest.Leeds(b))
		if err != nil {
			b.Fatal(err)
		}
		id := fmt.Sprint("task/", n)
		hand := func(kind string, data func(person string) any) {
			done := make(chan error, crowd)
			for i := range crowd {
				go func() {
					_, err := v.Hand(id, kind, data(fmt.Sprint("person/", i)))
					done <- err
				}()
			}
			for range crowd {
				if err := <-done; err != nil {
					b.Fatal(err)
				}
			}
		}
		v.Write(b, id, task.LetterMake, task.Spec{Kind: "packing", Hub: "north", Area: "LS6", Places: 20, Minutes: 120})
		hand(task.LetterSeek, func(p string) any { return task.Seek{Person: p, Volunteer: ready} })
		v.Rest(b)
		began := time.Now()
		hand(task.LetterClaim, func(p string) any { return yes(p) })
		took += time.Since(began)
		v.Rest(b)
	}
	b.ReportMetric(float64(took.Milliseconds())/float64(b.N), "ms/crowd")
}

package posttest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/goodturn/goodturn/internal/post"
)

// oneYes has three hundred people claim the one place of a task at once, every
// text coming twice, to two processes.
func oneYes(w *town) {
	const people = 300
	w.three()
	var all sync.WaitGroup
	for i := range people {
		for again := range 2 {
			all.Go(func() { w.says(i+again, fmt.Sprintf("sms:%d", i), fmt.Sprintf("person/%d", i), "claim t") })
		}
	}
	all.Wait()
	w.rest()
	winners := read[Task](w, "task/t").Winners
	if len(winners) != placesInTask {
		w.t.Fatalf("%d people have the %d place: %v", len(winners), placesInTask, winners)
	}
	texts := w.texts()
	for i := range people {
		person := fmt.Sprintf("person/%d", i)
		want := []string{"asking", "taken task/t"}
		if person == winners[0] {
			want[1] = "yours task/t"
		}
		same(w.t, person, texts[person], want)
		if n := len(read[Person](w, person).Log); n != 2 {
			w.t.Errorf("%s has handled %d letters, want 2", person, n)
		}
	}
}

// oneSweep has three processes sweep the same due timers at once.
func oneSweep(w *town) {
	const people = 60
	w.three()
	var all sync.WaitGroup
	for i := range people {
		all.Go(func() { w.says(i, fmt.Sprintf("sms:%d", i), fmt.Sprintf("person/%d", i), "later 20") })
	}
	all.Wait()
	w.moved.Add(int64(30 * time.Second))
	for _, p := range w.branches {
		for range 2 {
			all.Go(func() { _, _ = p.Sweep(w.t.Context()) })
		}
	}
	all.Wait()
	w.rest()
	texts := w.texts()
	for i := range people {
		person := fmt.Sprintf("person/%d", i)
		same(w.t, person, texts[person], []string{"remember"})
		if n := len(read[Person](w, person).Log); n != 2 {
			w.t.Errorf("%s has handled %d letters, want 2", person, n)
		}
	}
}

func diesAfter(w *town)  { dies(w, true) }
func diesBefore(w *town) { dies(w, false) }

// dies has a process stop dead in the middle of posting, and the others take
// its lane over when its lease has ended.
func dies(w *town, taken bool) {
	w.three()
	first := w.branches[0]
	first.fatal = func(post.Outgoing) (bool, bool) { return true, taken }
	w.says(0, "sms:1", "person/p", "say a")
	for !first.killed.Load() {
		time.Sleep(time.Millisecond)
	}
	w.says(1, "sms:2", "person/p", "say b")
	if n := len(w.text.Sends()); n != 0 {
		w.t.Errorf("%d posts in a lane that another process holds", n)
	}
	w.moved.Add(int64(80 * time.Second))
	w.rest()
	same(w.t, "texts", w.texts()["person/p"], []string{"heard a", "heard b"})
	if len(w.text.Finds()) == 0 {
		w.t.Error("the provider was not asked whether the text went")
	}
}

// oneHolder has a process hold a lane for most of its lease by its own clock,
// and one whose clock is eight seconds ahead look at it meanwhile.
func oneHolder(w *town) {
	w.three()
	behind, ahead := w.branches[0], w.branches[2]
	posting, gate := make(chan struct{}), make(chan struct{})
	var once sync.Once
	w.text.Answer = func(context.Context, post.Outgoing) Answer {
		once.Do(func() { close(posting); <-gate })
		return Answer{}
	}
	if _, err := behind.Handle(w.t.Context(), Text("sms:1", "person/p", "say a")); err != nil {
		w.t.Fatal(err)
	}
	<-posting
	w.moved.Add(int64(50 * time.Second))
	w.says(2, "sms:2", "person/p", "say b")
	if _, err := ahead.Sweep(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	if err := ahead.Idle(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	if n := len(w.text.Sends()); n != 1 {
		w.t.Errorf("%d posts while the lane is held, want the holder's one", n)
	}
	close(gate)
	w.rest()
	same(w.t, "texts", w.texts()["person/p"], []string{"heard a", "heard b"})
	same(w.t, "posts", len(w.text.Sends()), 2)
}

// oneRate has three processes send at one provider's rate. No text leaves
// before its turn, so that the first n take at least the time of n turns.
func oneRate(w *town) {
	const people = 20
	pace := post.Pace{Key: "k", Rate: 20, Burst: 5}
	var mu sync.Mutex
	var left []time.Time
	w.text.Limit = pace
	w.text.Answer = func(context.Context, post.Outgoing) Answer {
		mu.Lock()
		defer mu.Unlock()
		left = append(left, time.Now())
		return Answer{}
	}
	for range 3 {
		w.start(0)
	}
	began := time.Now()
	var all sync.WaitGroup
	for i := range 3 * people {
		all.Go(func() { w.says(i, fmt.Sprintf("sms:%d", i), fmt.Sprintf("person/%d", i), "say a") })
	}
	all.Wait()
	w.rest()
	same(w.t, "texts", len(w.text.Taken()), 3*people)
	for i, at := range left {
		least := time.Duration(float64(i+1-pace.Burst) / pace.Rate * float64(time.Second))
		if took := at.Sub(began); took < least {
			w.t.Fatalf("text %d left after %s, and its turn is not before %s", i+1, took, least)
		}
	}
}

// rolling has texts come while one process after another is replaced.
func rolling(w *town) {
	const people, texts = 20, 5
	w.three()
	var all sync.WaitGroup
	var mu sync.Mutex
	balance := func(i int, id, person, words string) {
		for ; ; i++ {
			mu.Lock()
			p := w.branches[len(w.branches)-1-i%3]
			mu.Unlock()
			if _, err := p.Handle(w.t.Context(), Text(id, person, words)); err == nil {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
	for i := range people {
		all.Go(func() {
			for n := range texts {
				balance(i+n, fmt.Sprintf("sms:%d/%d", i, n), fmt.Sprintf("person/%d", i), fmt.Sprintf("say %d", n))
			}
		})
	}
	for i := range 3 {
		time.Sleep(20 * time.Millisecond)
		mu.Lock()
		w.start(0)
		old := w.branches[i]
		mu.Unlock()
		old.stop(w.t)
	}
	all.Wait()
	w.moved.Add(int64(80 * time.Second)) // what a stopped process held is free
	w.rest()
	said := w.texts()
	for i := range people {
		person := fmt.Sprintf("person/%d", i)
		same(w.t, person, said[person], []string{"heard 0", "heard 1", "heard 2", "heard 3", "heard 4"})
	}
}

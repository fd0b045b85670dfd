package posttest

import (
	"context"
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/goodturn/goodturn/internal/post"
)

// An op is one thing that happens, as rapid chooses it: numbers, so that it
// shrinks to nothing.
type op struct{ Verb, A, B, C int }

var opGen = rapid.Custom(func(t *rapid.T) op {
	return op{
		rapid.IntRange(0, len(verbs)-1).Draw(t, "verb"),
		rapid.IntRange(0, 11).Draw(t, "a"),
		rapid.IntRange(0, 19).Draw(t, "b"),
		rapid.IntRange(0, 11).Draw(t, "c"),
	}
})

var verbs = []string{
	"nothing",
	"run", "run", "run", "run", "run", "run", "run", "run", "run", "run",
	"run all", "run all", "run all", "text", "text", "text", "text",
	"advance", "advance", "advance", "sweep", "sweep",
	"again", "crash", "stall", "land", "callback",
}

var phrases = []string{
	"say hi", "say hi", "claim 1", "stop", "start", "claim 1", "drop 1", "hurry up", "near", "later 30", "note", "boom",
}

var (
	people   = []string{"person/ann", "person/bob"}
	advances = []time.Duration{
		60 * time.Millisecond, 60 * time.Millisecond, 10 * time.Millisecond, time.Second, time.Second, 4 * time.Second,
		9 * time.Second, 12 * time.Second, 16 * time.Second, 30 * time.Second, 61 * time.Second, 80 * time.Second,
	}
	commitFaults = []outcome{conflicted, unknownLost, unknownLanded, unknownLanded, unknownLate, failed}
	sendFaults   = []outcome{unknownLost, unknownLanded, unknownLanded, unknownLate, refusedText, waitText}
)

// play has one thing happen.
func (w *world) play(o op) {
	switch verbs[o.Verb] {
	case "run":
		if calls := w.eligible(); len(calls) > 0 {
			c := calls[o.A%len(calls)]
			w.let(c, w.verdict(c, o))
		}
	case "run all":
		for range 12 {
			calls := w.eligible()
			if len(calls) == 0 {
				break
			}
			w.let(calls[o.A%len(calls)], verdict{})
			w.settle()
		}
	case "text":
		w.mu.Lock()
		s := &said{words: phrases[o.A%len(phrases)]}
		s.letter = Text(fmt.Sprintf("sms:%d", len(w.letters)+1), people[o.B%len(people)], s.words)
		w.letters = append(w.letters, s)
		w.mu.Unlock()
		w.deliver(s, o.C)
	case "again":
		if len(w.letters) > 0 {
			w.deliver(w.letters[o.A%len(w.letters)], o.C)
		}
	case "advance":
		w.advance(advances[o.A%len(advances)])
	case "sweep":
		alive := w.alive()
		w.sweep(alive[o.A%len(alive)])
	case "crash":
		w.crash(o)
	case "stall":
		alive := w.alive()
		p := alive[o.A%len(alive)]
		w.mu.Lock()
		p.stalled = !p.stalled
		w.say("%s %s", p.name, map[bool]string{true: "stalls", false: "goes on"}[p.stalled])
		w.mu.Unlock()
	case "land":
		w.land(o.A)
	case "callback":
		w.callback(o)
	}
}

// verdict is what the op says of the call: most go well.
func (w *world) verdict(c *call, o op) verdict {
	v := verdict{hold: o.C == 11 && !c.held}
	if c.held || o.B < 14 {
		return v
	}
	switch c.what[:4] {
	case "comm":
		v.outcome = commitFaults[o.B-14]
	case "post":
		v.outcome = sendFaults[o.B-14]
	default:
		v.outcome = failed
	}
	return v
}

// deliver gives a letter from outside to a process.
func (w *world) deliver(s *said, which int) {
	alive := w.alive()
	p := alive[which%len(alive)]
	w.mu.Lock()
	w.say("%s texts %q (%s) to %s", s.letter.To, s.words, s.letter.ID, p.name)
	s.pending++
	w.mu.Unlock()
	go func() {
		_, err := p.Handle(context.Background(), s.letter)
		w.mu.Lock()
		defer w.mu.Unlock()
		s.pending--
		if err != nil || p.dead {
			return
		}
		s.acked = true
		if d := w.docs[s.letter.Document()]; d == nil || !d.now.Seen.Has(s.letter.ID) {
			w.breaks("%s answers for %s, which is not stored", p.name, s.letter.ID)
		}
	}()
}

// advance lets time pass. A post that is under way lands before it is too late.
func (w *world) advance(d time.Duration) {
	w.mu.Lock()
	w.say("%s pass", d)
	w.mu.Unlock()
	for d > 0 {
		step := min(d, time.Second)
		d -= step
		w.mu.Lock()
		var left []lateText
		for _, l := range w.landing {
			if time.Until(l.until) < step {
				w.take(l.out)
			} else {
				left = append(left, l)
			}
		}
		w.landing = left
		w.mu.Unlock()
		time.Sleep(step)
	}
}

func (w *world) sweep(p *process) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if p.sweeping {
		return
	}
	p.sweeping = true
	w.say("%s sweeps", p.name)
	go func() {
		_, _ = p.Sweep(context.Background())
		w.mu.Lock()
		p.sweeping = false
		w.mu.Unlock()
	}()
}

// crash ends a process and starts another in its place.
func (w *world) crash(o op) {
	alive := w.alive()
	p := alive[o.A%len(alive)]
	commits := []outcome{failed, unknownLanded, unknownLate}[o.B%3]
	w.mu.Lock()
	w.say("%s crashes; what it had begun %s", p.name, commits)
	w.mu.Unlock()
	w.kill(p, commits)
	w.settle()
	if w.alone {
		w.mu.Lock()
		w.late = nil
		w.mu.Unlock()
	}
	w.start(p.slot)
}

// land has something that is under way arrive.
func (w *world) land(which int) {
	w.mu.Lock()
	if len(w.landing) > 0 && (which%2 == 0 || len(w.late) == 0) {
		l := w.landing[0]
		w.landing = w.landing[1:]
		w.take(l.out)
		w.mu.Unlock()
		return
	}
	if len(w.late) == 0 {
		w.mu.Unlock()
		return
	}
	i := which % len(w.late)
	l := w.late[i]
	w.late = append(w.late[:i:i], w.late[i+1:]...)
	w.say("%s's write of %s version %d arrives late", l.by.name, l.record.ID, l.record.Version)
	w.mu.Unlock()
	_ = w.write(l.by, l.record)
}

// callback has the provider tell a process that it took a text.
func (w *world) callback(o op) {
	w.mu.Lock()
	var texts []Posted
	for _, t := range w.taken {
		if t.Entry.Sender() == "text" {
			texts = append(texts, t)
		}
	}
	w.mu.Unlock()
	alive := w.alive()
	p := alive[o.B%len(alive)]
	if len(texts) == 0 || p.stalled {
		return
	}
	t := texts[len(texts)-1-o.A%len(texts)]
	w.mu.Lock()
	w.say("the provider calls %s back about %s", p.name, t.Entry.ID)
	w.mu.Unlock()
	p.Settle(t.Entry.ID, t.Ref)
}

// rest ends all faults and lets everything that was begun come to its end.
func (w *world) rest() {
	w.mu.Lock()
	w.say("faults end")
	for _, p := range w.procs {
		p.stalled = false
	}
	w.mu.Unlock()
	for range 150 {
		for steps := 0; ; steps++ {
			w.settle()
			calls := w.eligible()
			if len(calls) == 0 {
				break
			}
			if steps > 5000 {
				w.mu.Lock()
				w.breaks("the processes never stop")
				w.mu.Unlock()
				return
			}
			w.let(calls[0], verdict{})
		}
		if w.done() {
			return
		}
		for len(w.late) > 0 || len(w.landing) > 0 {
			w.land(0)
		}
		for i, s := range w.letters {
			w.mu.Lock()
			again := !s.acked && s.pending == 0
			w.mu.Unlock()
			if again {
				w.deliver(s, i)
			}
		}
		for _, p := range w.alive() {
			w.sweep(p)
		}
		w.advance(2 * time.Second)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.breaks("it never comes to rest: %s", w.unfinished())
}

func (w *world) done() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.unfinished() == ""
}

// unfinished says what is still to be done. The lock is held.
func (w *world) unfinished() string {
	if len(w.late) > 0 || len(w.landing) > 0 {
		return "something is under way"
	}
	for _, s := range w.letters {
		if !s.acked {
			return s.letter.ID + " was not answered"
		}
	}
	for id, d := range w.docs {
		if len(d.now.Outbox) > 0 {
			return fmt.Sprintf("%s still holds %s", id, d.now.Outbox[0].ID)
		}
	}
	return ""
}

var _ post.Store = (*gatedStore)(nil)

package posttest

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/goodturn/goodturn/internal/post"
)

// Model is the model that the post office is held to. It runs in a bubble of
// testing/synctest, by rapid.SyncTest. Every call that a process makes of its
// store or of a provider waits at one gate; what rapid chooses decides who goes
// through, what comes of it, who crashes, who stalls, and what time it is.
//
// Checked at every step: each document is a fold of its step over distinct
// letters, first come first served by sender; nothing is posted before its
// commit, nor after its taking back is known, nor without a lease; what leaves
// an outbox was delivered; texts to a person go out in order and once. At the
// end all faults stop, and everything has to come to rest.
func Model(t *rapid.T) {
	w := newWorld(t)
	defer w.end()
	w.alone = rapid.IntRange(0, 3).Draw(t, "alone") == 3
	w.shelf.Alone = w.alone
	w.anew = rapid.Bool().Draw(t, "anew")
	n := rapid.IntRange(1, 3).Draw(t, "processes")
	if w.alone {
		n = 1
	}
	for i := range n {
		w.start(i)
	}
	// Slices within slices are long enough, and shrink at every height.
	for _, chapter := range rapid.SliceOf(rapid.SliceOf(rapid.SliceOf(opGen))).Draw(t, "script") {
		for _, o := range slices.Concat(chapter...) {
			w.play(o)
			w.settle()
		}
	}
	if rapid.Bool().Draw(t, "one is left") {
		for _, p := range w.alive()[1:] {
			w.mu.Lock()
			w.say("%s crashes for good", p.name)
			w.mu.Unlock()
			w.kill(p, failed)
		}
	}
	w.rest()
	w.atRest()
	w.settle()
}

// A world is one run of the model.
type world struct {
	t     *rapid.T
	alone bool
	anew  bool // every step begins from the stored bytes
	began time.Time
	// shelf is the store itself; processes reach it through the gate.
	shelf *Memory

	mu      sync.Mutex
	procs   []*process
	waiting []*call
	late    []lateWrite
	landing []lateText
	lines   []string
	broken  string

	letters []*said
	docs    map[string]*folded
	entries map[string]post.Entry // every entry that was ever committed
	unsent  map[string]bool
	refused map[string]bool
	taken   []Posted
}

// A process is one office, from its start to its crash.
type process struct {
	*post.Office
	name     string
	slot     int
	dead     bool
	stalled  bool
	sweeping bool
	learned  map[string]int64 // the latest version of each document that it was told of
	looked   map[string]int   // how often it has read each document since it last posted for it
}

// A call waits at the gate, to be let through or (held) to be answered.
type call struct {
	by    *process
	what  string
	held  bool
	reply chan verdict
}

// A verdict says what comes of a call.
type verdict struct {
	outcome  outcome
	hold     bool // the answer waits at the gate as well
	dead     bool // the process has crashed
	timedOut bool // the caller gave up waiting
}

type outcome string

const (
	well          outcome = ""
	failed        outcome = "fails"
	conflicted    outcome = "conflicts"
	unknownLost   outcome = "unknown, and is lost"
	unknownLanded outcome = "unknown, and lands"
	unknownLate   outcome = "unknown, and is under way"
	refusedText   outcome = "is refused"
	waitText      outcome = "must wait"
)

// A lateWrite is a commit under way whose writer has given it up.
type lateWrite struct {
	by     *process
	record post.Record
}

// A lateText is a post under way whose sender has given it up. It lands before
// settleWithin has passed.
type lateText struct {
	out   post.Outgoing
	until time.Time
}

// settleWithin is how long a post may still land after its call has ended.
const settleWithin = 14 * time.Second

// said is a letter from outside.
type said struct {
	letter  post.Letter
	words   string
	acked   bool
	pending int
}

type bubbleClock struct{}

func (bubbleClock) Now() time.Time { return time.Now() }

// evenChance makes every jitter the same: chance is rapid's alone.
type evenChance struct{}

func (evenChance) Uint64() uint64 { return 1 << 52 }

func newWorld(t *rapid.T) *world {
	return &world{
		t: t, began: time.Now(), shelf: NewMemory(bubbleClock{}),
		docs: map[string]*folded{}, entries: map[string]post.Entry{},
		unsent: map[string]bool{}, refused: map[string]bool{},
	}
}

// start opens an office in the slot, under a name that was never used before.
func (w *world) start(slot int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	generation := 1
	for _, p := range w.procs {
		if p.slot == slot {
			generation++
		}
	}
	p := &process{name: fmt.Sprintf("%c%d", 'A'+slot, generation), slot: slot, learned: map[string]int64{}, looked: map[string]int{}}
	store := &gatedStore{Memory: w.shelf.Open(), w: w, p: p}
	office, err := post.New(post.Options{
		Store: store, Clock: bubbleClock{}, Owner: p.name, Kinds: Kinds(),
		Senders: map[string]post.Sender{"text": gatedSender{w, p, "text"}, "slack": gatedSender{w, p, "slack"}},
		Chance:  rand.New(evenChance{}), Stuck: StuckCase, Anew: w.anew,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	p.Office = office
	w.procs = append(w.procs, p)
}

// alive are the processes that have not crashed, by slot.
func (w *world) alive() []*process {
	w.mu.Lock()
	defer w.mu.Unlock()
	var alive []*process
	for _, p := range w.procs {
		if !p.dead {
			alive = append(alive, p)
		}
	}
	slices.SortFunc(alive, func(a, b *process) int { return cmp.Compare(a.slot, b.slot) })
	return alive
}

// gate has the caller wait until the script lets it through.
func (w *world) gate(ctx context.Context, p *process, held bool, format string, args ...any) verdict {
	c := &call{by: p, what: fmt.Sprintf(format, args...), held: held, reply: make(chan verdict, 1)}
	w.mu.Lock()
	if p.dead {
		w.mu.Unlock()
		return verdict{dead: true}
	}
	w.waiting = append(w.waiting, c)
	w.mu.Unlock()
	if held {
		return <-c.reply // a process that stalls does not see its deadline pass
	}
	select {
	case v := <-c.reply:
		return v
	case <-ctx.Done():
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	select {
	case v := <-c.reply:
		return v
	default:
	}
	w.waiting = slices.DeleteFunc(w.waiting, func(x *call) bool { return x == c })
	w.say("%s gives up waiting: %s", p.name, c.what)
	return verdict{timedOut: true}
}

// eligible are the calls that may go through, in an order that does not
// depend on how goroutines happened to run.
func (w *world) eligible() []*call {
	w.mu.Lock()
	defer w.mu.Unlock()
	var calls []*call
	for _, c := range w.waiting {
		if !c.by.stalled {
			calls = append(calls, c)
		}
	}
	slices.SortStableFunc(calls, func(a, b *call) int {
		return cmp.Or(strings.Compare(a.by.name, b.by.name), strings.Compare(a.what, b.what))
	})
	return calls
}

// let lets a call through.
func (w *world) let(c *call, v verdict) {
	w.mu.Lock()
	defer w.mu.Unlock()
	before := len(w.waiting)
	w.waiting = slices.DeleteFunc(w.waiting, func(x *call) bool { return x == c })
	if len(w.waiting) == before {
		return
	}
	switch {
	case v.dead:
	case c.held:
		w.say("%s hears: %s", c.by.name, c.what)
	default:
		line := fmt.Sprintf("%s: %s", c.by.name, c.what)
		if v.outcome != well {
			line += ": " + string(v.outcome)
		}
		if v.hold {
			line += " (and does not hear of it yet)"
		}
		w.say("%s", line)
	}
	c.reply <- v
}

// say writes a line of the history. The lock is held.
func (w *world) say(format string, args ...any) {
	w.lines = append(w.lines, fmt.Sprintf("%3d %9.3fs  %s", len(w.lines)+1, time.Since(w.began).Seconds(), fmt.Sprintf(format, args...)))
}

// breaks notes the first rule that was broken. The lock is held.
func (w *world) breaks(format string, args ...any) {
	if w.broken == "" {
		w.broken = fmt.Sprintf(format, args...)
		w.say("BROKEN: %s", w.broken)
	}
}

// settle waits until every process waits at the gate or for time to pass, and
// fails if a rule was broken.
func (w *world) settle() {
	synctest.Wait()
	w.mu.Lock()
	broken, lines := w.broken, strings.Join(w.lines, "\n")
	w.mu.Unlock()
	if broken != "" {
		w.t.Fatalf("%s\n\nwhat happened:\n%s\n", broken, lines)
	}
}

// kill ends a process: its calls that wait come to nothing, but for what the
// verdict says of its commits.
func (w *world) kill(p *process, commits outcome) {
	w.mu.Lock()
	p.dead = true
	var calls []*call
	for _, c := range w.waiting {
		if c.by == p {
			calls = append(calls, c)
		}
	}
	w.mu.Unlock()
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	_ = p.Close(ended)
	for _, c := range calls {
		w.let(c, verdict{dead: true, outcome: commits})
	}
}

// end lets every goroutine of the run come to its end.
func (w *world) end() {
	for _, p := range w.alive() {
		w.kill(p, failed)
	}
	time.Sleep(time.Minute)
}

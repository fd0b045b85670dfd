package torture

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/goodturn/goodturn/internal/app"
	"github.com/goodturn/goodturn/internal/sandbox"
)

// Config says how one run goes.
type Config struct {
	// Seed decides who does what and when processes are killed. What comes of it
	// depends on the machine too: the same seed is the same kind of run.
	Seed uint64
	// Dir is a folder for the organisation's settings.
	Dir string
	// Store is GOODTURN_STORE for the processes. It is empty at the beginning.
	Store string
	// Command starts a process; it serves by its environment, as goodturn serve
	// does, and says so in its log.
	Command []string
	// Standby says that the command is one that calls [Victim], and waits.
	Standby   bool
	Processes int
	Phones    int // at most 700
	// Faults is how long there are any; Settle how long everything may take to
	// come to rest after them.
	Faults, Settle time.Duration
	// Every is how long a process lives, on average. Faults come in storms, with
	// calms between them in which what is in doubt can be settled; a Calm of 0 is
	// one storm.
	Every, Storm, Calm time.Duration
	// Stops and Stalls are how many in a hundred are asked to stop, or stalled for
	// longer than a lease lasts; the others are killed.
	Stops, Stalls int
	// Rolling has one process be replaced at a time.
	Rolling bool
	// Upgrade has the processes be of a newer version, one slot after another: the
	// first from the beginning, the last before the faults are over.
	Upgrade bool
	// Lost has some connections to the provider break, before or after it took
	// the text.
	Lost bool
	// Again is how many webhooks in a hundred come more than once.
	Again int
	// Arrive is within what time people first text, Think how long they take to
	// answer at most, and Idle how long between one thing and the next.
	Arrive, Think, Idle time.Duration
}

// Run tortures processes, and returns what was done to them and what is wrong.
// The error says that the run could not be made.
func Run(ctx context.Context, cfg Config) (_ *Report, err error) {
	began := time.Now()
	w, err := newWorld(cfg)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	w.ctx, w.silence = context.WithCancel(ctx)
	w.populate()
	f := newFleet(w)
	if cfg.Standby {
		go f.prepare(ctx)
	}
	if err := f.startAll(ctx); err != nil {
		return nil, fmt.Errorf("start the processes: %w", err)
	}
	home := w.torment(ctx, f)
	if err := w.settle(ctx, f, home); err != nil {
		return nil, err
	}
	if err := w.check(ctx); err != nil {
		return nil, err
	}
	return w.report(f, time.Since(began)), nil
}

// torment has everybody text, and processes die, until the faults are over.
// What it returns sends the coordinators home.
func (w *world) torment(ctx context.Context, f *fleet) (home func()) {
	faults, over := context.WithTimeout(ctx, w.cfg.Faults)
	defer over()
	f.began = time.Now()
	desk, leave := context.WithCancel(ctx)
	for _, p := range w.people {
		w.scripts.Go(func() { p.live(w.ctx) })
	}
	var pressing sync.WaitGroup
	pressing.Go(func() { w.desk.work(desk) })
	var slots sync.WaitGroup
	slots.Go(func() { w.annoy(faults) })
	for _, s := range f.slots {
		slots.Go(func() { s.torment(ctx, faults) })
	}
	slots.Wait()
	return func() { leave(); pressing.Wait() }
}

// annoy has webhooks overtake each other and come twice, presses come again,
// and connections to the provider break, before or after it took the text.
func (w *world) annoy(faults context.Context) {
	for faults.Err() == nil {
		switch w.intn(4) {
		case 0:
			w.twilio.Fail(sandbox.Fault{Match: "/twilio/message", Kind: sandbox.Reorder})
			w.held.Add(1)
		case 1:
			w.twilio.Fail(sandbox.Fault{Match: "/twilio/message", Kind: sandbox.Duplicate})
			w.repeated.Add(1)
		case 2:
			w.desk.repeat(faults)
		case 3:
			if w.cfg.Lost {
				cut := []sandbox.FaultKind{sandbox.CutAfter, sandbox.CutBefore}[w.intn(2)]
				w.twilio.Fail(sandbox.Fault{Match: "POST ", Kind: cut})
				w.cut.Add(1)
			}
		}
		pause(faults, w.cfg.Every/2)
	}
}

// settle ends the load, waits until everybody has their answer, and stops the
// processes when nothing is left to deliver.
func (w *world) settle(ctx context.Context, f *fleet, home func()) error {
	within, cancel := context.WithTimeout(ctx, w.cfg.Settle)
	defer cancel()
	close(w.closing)
	w.twilio.Heal()
	w.overtake(within)
	answered := make(chan struct{})
	go func() { w.scripts.Wait(); close(answered) }()
	select {
	case <-answered:
	case <-within.Done():
		w.silence()
		<-answered
	}
	home()
	return w.finish(ctx, within, f)
}

// finish stops the processes when nothing is left to deliver.
func (w *world) finish(ctx, within context.Context, f *fleet) error {
	for {
		if w.shared() {
			w.untilFinished(within)
		}
		if err := f.stopAll(); err != nil {
			return err
		}
		late := ended(within)
		left, err := unfinished(ctx, w.cfg.Store)
		switch {
		case err != nil:
			return err
		case len(left) == 0:
			return nil
		case late:
			w.fail("", "%d documents have something to deliver %s after the faults ended, the first %s", len(left), w.cfg.Settle, left[0])
			return nil
		}
		if err := f.startAll(ctx); err != nil {
			return err
		}
		pause(within, reconcile)
	}
}

// ended reports whether the time is over.
func ended(within context.Context) bool {
	select {
	case <-within.Done():
		return true
	default:
		return false
	}
}

// shared reports whether others than one process may look into the store.
func (w *world) shared() bool { return !strings.HasPrefix(w.cfg.Store, "sqlite:") }

// untilFinished waits until nothing is left to deliver.
func (w *world) untilFinished(within context.Context) {
	for within.Err() == nil {
		if left, err := unfinished(within, w.cfg.Store); err == nil && len(left) == 0 {
			return
		}
		pause(within, time.Second)
	}
}

// reconcile is a little longer than a process waits before it asks the
// provider about what another has begun.
const reconcile = 17 * time.Second

// overtake sends a text that overtakes the last webhook that is held back.
func (w *world) overtake(ctx context.Context) {
	_, _ = w.twilio.Text(ctx, "+447700900999", "hello")
}

func unfinished(ctx context.Context, store string) (left []string, err error) {
	look, err := app.Inspect(ctx, store)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, look.Close()) }()
	return look.Unfinished(ctx)
}

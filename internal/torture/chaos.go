package torture

import (
	"context"
	"errors"
	"sync"
	"syscall"
	"time"
)

// A moment is when something is done to a process.
type moment int

const (
	atAnyTime   moment = iota
	whenTaken          // the provider has taken a text, and has not said so
	whenPosted         // Slack has shown a message, and has not said so
	whenPassing        // a webhook is on its way to a process
	moments
)

// A trigger is pulled by the next moment of the kind that it waits for.
type trigger struct {
	mu   sync.Mutex
	wait map[moment]func()
}

// arm has the function called at the next such moment.
func (t *trigger) arm(m moment, do func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.wait == nil {
		t.wait = map[moment]func(){}
	}
	t.wait[m] = do
}

func (t *trigger) pull(m moment) {
	t.mu.Lock()
	do := t.wait[m]
	delete(t.wait, m)
	t.mu.Unlock()
	if do != nil {
		do()
	}
}

// A fleet is the processes: so many at once, each in a slot of its own, and
// some that stand by.
type fleet struct {
	w      *world
	began  time.Time // the faults; zero before
	spares chan *process
	slots  []*slot
	// rolling is held while one process is replaced, where one at a time is.
	rolling sync.Mutex

	mu                   sync.Mutex
	started              int
	kills, stops, stalls int
	starting             []time.Duration // from "go" to ready
}

// A slot is where one process runs, and another after it.
type slot struct {
	fleet *fleet
	// newer is how long after the faults begin the slot's processes begin to be of
	// the newer version.
	newer time.Duration
	p     *process
}

// upgraded reports whether the slot's next process is of the newer version.
func (s *slot) upgraded() bool {
	return s.fleet.w.cfg.Upgrade && !s.fleet.began.IsZero() && time.Since(s.fleet.began) >= s.newer
}

func newFleet(w *world) *fleet {
	f := &fleet{w: w, spares: make(chan *process, 5)}
	for i := range w.cfg.Processes {
		after := w.cfg.Faults * time.Duration(i) / time.Duration(w.cfg.Processes)
		f.slots = append(f.slots, &slot{fleet: f, newer: after})
	}
	return f
}

// prepare has processes stand by until the context ends.
func (f *fleet) prepare(ctx context.Context) {
	for ctx.Err() == nil {
		p, err := launch(ctx, f.w.cfg.Command, f.w.env, f.w.heard)
		if err != nil {
			f.w.fail("", "%v", err)
			return
		}
		select {
		case f.spares <- p:
		case <-ctx.Done():
			p.kill()
		}
	}
}

// start has a process run in the slot.
func (s *slot) start(ctx context.Context) error {
	f := s.fleet
	var p *process
	var err error
	if f.w.cfg.Standby {
		select {
		case p = <-f.spares:
		case <-ctx.Done():
			return ctx.Err()
		}
	} else if p, err = launch(ctx, f.w.cfg.Command, f.w.env, f.w.heard); err != nil {
		return err
	}
	began := time.Now()
	how := goAsIs
	if s.upgraded() {
		how = goNewer
	}
	if err := p.goOn(ctx, how); err != nil {
		p.kill()
		return err
	}
	f.mu.Lock()
	f.started++
	f.starting = append(f.starting, time.Since(began))
	f.mu.Unlock()
	s.p = p
	f.w.balancer.add(p.address)
	return nil
}

// startAll starts every slot.
func (f *fleet) startAll(ctx context.Context) error {
	errs := make([]error, len(f.slots))
	var all sync.WaitGroup
	for i, s := range f.slots {
		all.Go(func() { errs[i] = s.start(ctx) })
	}
	all.Wait()
	return errors.Join(errs...)
}

// stopAll asks every process to end, and waits.
func (f *fleet) stopAll() error {
	for _, s := range f.slots {
		if err := s.stop(); err != nil {
			return err
		}
	}
	return nil
}

// stop ends the slot's process as an operator does: it is asked to, and sent
// requests until its socket is closed.
func (s *slot) stop() error {
	err := s.p.stop()
	s.fleet.w.balancer.remove(s.p.address)
	return err
}

// torment kills the slot's process, or asks it to stop, and starts another,
// until the faults are over.
func (s *slot) torment(ctx, faults context.Context) {
	f := s.fleet
	for {
		pause(faults, f.calm()+time.Duration(f.w.intn(int(2*f.w.cfg.Every))))
		if faults.Err() != nil {
			return
		}
		n := f.w.intn(100)
		if f.w.cfg.Rolling {
			f.rolling.Lock()
		}
		switch {
		case n < f.w.cfg.Stops:
			if err := s.stop(); err != nil {
				f.w.fail("", "%v", err)
			}
			f.count(&f.stops)
		case n < f.w.cfg.Stops+f.w.cfg.Stalls:
			s.stall(faults)
			f.count(&f.stalls)
			continue
		default:
			s.kill(faults, moment(f.w.intn(int(moments))))
			f.count(&f.kills)
		}
		err := s.start(ctx)
		if f.w.cfg.Rolling {
			f.rolling.Unlock()
		}
		if err != nil {
			if ctx.Err() == nil {
				f.w.fail("", "%v", err)
			}
			return
		}
	}
}

// calm is how long it still lasts, if there is one now.
func (f *fleet) calm() time.Duration {
	storm, calm := f.w.cfg.Storm, f.w.cfg.Calm
	if calm == 0 {
		return 0
	}
	at := time.Since(f.began) % (storm + calm)
	if at < storm {
		return 0
	}
	return storm + calm - at
}

func (f *fleet) count(n *int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	*n++
}

// kill ends the slot's process at the moment, or soon if it does not come.
func (s *slot) kill(faults context.Context, at moment) {
	p := s.p
	if at != atAnyTime {
		s.fleet.w.trigger.arm(at, func() { p.signal(syscall.SIGKILL) })
		select {
		case <-p.done:
		case <-time.After(150 * time.Millisecond):
		case <-faults.Done():
		}
		s.fleet.w.trigger.arm(at, nil)
	}
	p.kill()
	s.fleet.w.balancer.remove(p.address)
}

// stallFor is longer than a lease.
const stallFor = 75 * time.Second

// stall stops the process for longer than its leases last, and has it go on.
func (s *slot) stall(faults context.Context) {
	s.p.signal(syscall.SIGSTOP)
	s.fleet.w.balancer.remove(s.p.address)
	pause(faults, stallFor)
	s.p.signal(syscall.SIGCONT)
	s.fleet.w.balancer.add(s.p.address)
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// again has a webhook come once more, now and then: at once, or much later. It
// is called within a person's script.
func (w *world) again(t *text) {
	if w.intn(100) >= w.cfg.Again {
		return
	}
	late := time.Duration(0)
	if w.intn(2) == 0 {
		late = time.Duration(w.intn(int(5 * time.Second)))
	}
	w.scripts.Go(func() {
		select {
		case <-time.After(late):
		case <-w.closing:
		}
		if _, err := w.twilio.Redeliver(w.ctx, t.sid); err == nil {
			w.repeated.Add(1)
		}
	})
}

// Package surge signs people up, as many and as fast as it is told, through
// the HTTP surface of a server in a process of its own, with a pretend Twilio
// and a pretend Slack beside it; and says how that went, and that nothing was
// lost and nothing came twice.
package surge

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"github.com/goodturn/goodturn/internal/sandbox"
)

// Options say how large a surge is.
type Options struct {
	// People is how many sign up.
	People int
	// After is how many did so in surges before, on the same store.
	After int
	// Rate is how many texts a second are offered: people begin at such a pace
	// that their sign-ups come to so many. 0 is as fast as the server answers.
	Rate float64
	// Senders is how many webhooks may be under way at once.
	Senders int
	// Patience is how long nothing may happen before whoever has not got an
	// answer is given up.
	Patience time.Duration
	// Serve starts the server, told by the environment where the providers are.
	Serve func(ctx context.Context, environment []string) (*Process, error)
	// Progress hears how many people have finished. It may be nil.
	Progress func(done int)
}

// A load is a surge under way.
type load struct {
	Options
	twilio *sandbox.Twilio

	people []*person
	begun  atomic.Int64 // how many of the people have been given their first turn
	ready  chan *person // have been answered, and have something to say
	left   atomic.Int64 // people who have not finished
	ended  chan struct{}

	mu     sync.Mutex
	ledger ledger
}

// ErrNobody: a surge needs somebody.
var ErrNobody = errors.New("give the number of people as a number over 0")

// Run runs a surge to its end, and reports on it.
func Run(ctx context.Context, o Options) (*Report, error) {
	if o.People <= 0 {
		return nil, ErrNobody
	}
	l := &load{Options: o, ready: make(chan *person, o.People), ended: make(chan struct{}), ledger: newLedger(o.People)}
	for i := range o.People {
		l.people = append(l.people, newPerson(o.After+i))
	}
	l.left.Store(int64(o.People))
	stage, err := newStage(l.taken)
	if err != nil {
		return nil, err
	}
	defer stage.close()
	l.twilio = stage.twilio

	asked := time.Now()
	server, err := o.Serve(ctx, stage.environment())
	if err != nil {
		return nil, fmt.Errorf("start the server: %w", err)
	}
	defer func() { _ = server.Stop() }()
	stage.listenAt(server.URL)
	if err := server.ready(ctx); err != nil {
		return nil, err
	}
	report := &Report{People: o.People, Ready: time.Since(asked)}
	watch := server.watch()
	l.run(ctx, report)
	if err := stage.twilio.Wait(ctx); err != nil {
		return nil, fmt.Errorf("wait for the last reports on texts: %w", err)
	}
	report.Memory = watch()
	l.close(report)
	if err := server.Stop(); err != nil {
		return report, fmt.Errorf("stop the server: %w", err)
	}
	report.Processor = server.processor()
	return report, ctx.Err()
}

// run offers texts until everybody has finished, or nothing happens any more.
func (l *load) run(ctx context.Context, report *Report) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	began := time.Now()
	var senders sync.WaitGroup
	if l.Rate > 0 {
		senders.Go(func() { l.arrive(ctx) })
	}
	for range l.Senders {
		senders.Go(func() { l.send(ctx) })
	}
	ended := l.attend(ctx)
	report.Took = time.Since(began)
	if !ended {
		cancel()
	}
	senders.Wait() // an answer may come before the acknowledgement of what it answers
	report.Offered = l.ledger.lastBegun.Sub(began)
}

// attend waits until everybody has finished, and reports whether they have; it
// gives up when nothing has happened for long.
func (l *load) attend(ctx context.Context) bool {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-l.ended:
			l.tell()
			return true
		case <-ctx.Done():
			return false
		case <-tick.C:
		}
		l.tell()
		l.mu.Lock()
		quiet := time.Since(l.ledger.lastEvent)
		l.mu.Unlock()
		if quiet > l.Patience {
			return false
		}
	}
}

func (l *load) tell() {
	if l.Progress != nil {
		l.Progress(l.People - int(l.left.Load()))
	}
}

// arrive has people begin at the rate.
func (l *load) arrive(ctx context.Context) {
	each := l.Rate / float64(len(script))
	limit := rate.NewLimiter(rate.Limit(each), max(1, int(each/100)))
	for _, p := range l.people {
		if limit.Wait(ctx) != nil {
			return
		}
		l.ready <- p
	}
}

// send sends the next text of whoever has one, and otherwise, where there is
// no rate, has somebody new begin.
func (l *load) send(ctx context.Context) {
	for {
		p := l.next(ctx)
		if p == nil {
			return
		}
		text := p.says()
		began := time.Now()
		l.texted(p, began)
		answer, err := l.twilio.Text(ctx, p.number, text)
		l.acknowledged(time.Since(began), err == nil && answer.OK() && answer.Attempts == 1, err == nil && answer.OK())
	}
}

func (l *load) next(ctx context.Context) *person {
	select {
	case p := <-l.ready:
		return p
	default:
	}
	if l.Rate == 0 {
		if n := l.begun.Add(1); int(n) <= len(l.people) {
			return l.people[n-1]
		}
	}
	select {
	case p := <-l.ready:
		return p
	case <-l.ended:
	case <-ctx.Done():
	}
	return nil
}

// indexOf is which of the people has the number, if one has.
func (l *load) indexOf(number string) (int, bool) {
	n, ok := numberOf(number)
	i := n - l.After
	return i, ok && i >= 0 && i < len(l.people)
}

// taken hears of every text that the pretend Twilio took from the server.
func (l *load) taken(m sandbox.Message) {
	i, ok := l.indexOf(m.To)
	if !ok {
		return
	}
	p := l.people[i]
	if !l.delivered(p, m.StatusCallback) {
		return
	}
	switch p.hears(m.Body) {
	case goesOn:
		l.ready <- p
	case finished:
		if l.left.Add(-1) == 0 {
			close(l.ended)
		}
	case waits:
	}
}

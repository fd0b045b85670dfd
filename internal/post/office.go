package post

import (
	"container/list"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Limits of the office. Each has its reason in the package's rules.
const (
	batchSize    = 64               // letters stepped together in one commit
	leaseFor     = 60 * time.Second // how long a lane is held
	leaseLeft    = 35 * time.Second // the least that must be left of it to begin a post
	settleAfter  = 15 * time.Second // how long a post may still land at the provider
	letterRetry  = 10 * time.Second // when the sweeper looks at letters that did not leave
	clearWithin  = 50 * time.Millisecond
	handleWithin = 8 * time.Second
	postWithin   = 10 * time.Second // from looking at the lease to the provider's answer
	turnKept     = 2 * time.Second  // how long a provider's turn that was not used is good
	clockWithin  = 5 * time.Second  // how far the store's clock may be off
	hopsAtMost   = 40
	timersAtMost = 100  // fired in one step
	idleAtMost   = 4096 // mailboxes kept warm
	// Letters from outside are refused while so many wait for one document, or
	// for all. Those between documents never are: they are in an outbox already.
	boxAtMost     = 4096
	lettersAtMost = 16384
	sentKept      = 16  // provider's references kept of the latest texts
	sweepAtMost   = 512 // documents looked at in one sweep
	// bodyAtMost is the size to which letters may bring a document: a letter
	// that would bring it beyond is stuck. Stores take 16 MB; what is between is
	// for saying so.
	bodyAtMost = 15 << 20
)

// ErrBusy: the letter was not committed in time, or too many wait before it.
// Whoever sent it may send it again; it is handled once.
var ErrBusy = errors.New("not handled in time")

// Options are what an office is made of.
type Options struct {
	Store   Store
	Clock   Clock
	Senders map[string]Sender // "text" and "slack"
	Kinds   []Kind
	// Owner names this process's leases; it is unique to each start.
	Owner string
	// Chance spreads retries; it is seeded, so that a run can be repeated.
	Chance *rand.Rand
	// After calls f when the time is over: retries and rests wait by it, and not
	// by the clock, which a test may stop. Nil is [time.AfterFunc].
	After func(d time.Duration, f func())
	Log   *slog.Logger
	// Anew has every step begin from the stored bytes, as the first after a
	// start does. It is for tests: what does not survive its encoding shows.
	Anew bool
	// Stuck says which letter makes a case of a letter that could not be
	// stepped. Nil drops the letter with a log line.
	Stuck func(doc string, l Letter, why string) (to, kind string, data any)
	// Parked hears of each letter that waits for a process of a newer revision,
	// after it is stored and before it is acknowledged; it returns at once. Nil
	// hears nothing.
	Parked func(l Letter)
	// Observe hears of each commit and each delivery, for metrics. It may be nil.
	Observe func(Event)
}

// Event is what Observe hears. It carries no personal data.
type Event struct {
	What    string // "commit", "conflict", "sent", "wait", "refused", "unknown", "dropped", "returned", "stuck"
	Kind    string // the document's kind, or the sender's name
	Letters int
	Took    time.Duration
}

// Office handles letters and delivers outboxes for one process.
type Office struct {
	Options
	kinds map[string]Kind
	pace  *pacer
	gates gates
	facts collector
	notes notes

	mu     sync.Mutex
	boxes  map[string]*mailbox
	dirty  map[*mailbox]bool // with deliveries to clear
	clears bool              // a flush is scheduled
	sweeps bool              // a sweep is under way
	warm   list.List         // idle mailboxes, oldest first
	// skipped documents are for other processes: see skip.
	skipped    map[string]bool
	idleAtMost int

	handling, posting patience // for letters, and for what is given to senders

	letters atomic.Int64 // that wait in mailboxes, or are being stepped
	active  atomic.Int64
	quiet   chan struct{} // closed and replaced whenever active reaches zero
	closed  atomic.Bool
	leaves  atomic.Bool // see leave
	chance  sync.Mutex
}

// New returns an office, or what is wrong with its kinds.
func New(o Options) (*Office, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Observe == nil {
		o.Observe = func(Event) {}
	}
	if o.After == nil {
		o.After = func(d time.Duration, f func()) { time.AfterFunc(d, f) }
	}
	if o.Chance == nil {
		o.Chance = rand.New(rand.NewPCG(1, 2))
	}
	off := &Office{Options: o, kinds: map[string]Kind{}, boxes: map[string]*mailbox{}, dirty: map[*mailbox]bool{}, quiet: make(chan struct{}), skipped: map[string]bool{}, idleAtMost: idleAtMost}
	off.handling.within, off.posting.within = handleWithin, postWithin
	var errs []error
	for _, k := range o.Kinds {
		if off.kinds[k.name()] != nil {
			errs = append(errs, fmt.Errorf("two kinds are called %s", k.name()))
		}
		off.kinds[k.name()] = k
		errs = append(errs, k.Check()...)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("check the machines: %w", err)
	}
	off.pace = newPacer(o.Store, o.Clock)
	return off, nil
}

// Handle steps the letter's document and returns, after the commit, what the
// step answered (nil when the letter had been seen before). Errors: ErrBusy
// after 8 s, or at once where too many letters wait, ErrNoRule for a kind of
// document or of letter that is not known here, or the store's.
func (o *Office) Handle(ctx context.Context, l Letter) (any, error) {
	switch k := o.kinds[KindOf(l.Document())]; {
	case k == nil:
		return nil, fmt.Errorf("%w: no documents of kind %q", ErrNoRule, KindOf(l.Document()))
	case !k.hears(l.Kind):
		return nil, fmt.Errorf("%w: no letters of kind %q to a %s", ErrNoRule, l.Kind, k.name())
	}
	o.begin()
	defer o.end()
	if o.closed.Load() && l.Hops == 0 {
		return nil, ErrBusy // what comes of letters that were taken is still handled
	}
	done := make(chan result, 1)
	m, ok := o.bring(l.Document(), &delivery{letter: l, done: done})
	if !ok {
		return nil, ErrBusy
	}
	if m != nil {
		m.runHere()
	}
	select {
	case r := <-done:
		return r.answer, r.err
	default:
	}
	select {
	case r := <-done:
		return r.answer, r.err
	case <-o.handling.last().Done():
		return nil, ErrBusy
	case <-ctx.Done():
		return nil, fmt.Errorf("handle %s: %w", l.Kind, ctx.Err())
	}
}

// Read returns a document as it stands, or ErrNotFound. It is for looking at;
// writing goes by letters.
func (o *Office) Read(ctx context.Context, id string) (*Document, error) {
	k := o.kinds[KindOf(id)]
	if k == nil {
		return nil, fmt.Errorf("read %s: %w", id, ErrNotFound)
	}
	rec, err := o.Store.Load(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", id, err)
	}
	return o.open(k, rec)
}

func (o *Office) open(k Kind, rec Record) (*Document, error) {
	d, err := k.decode(rec.Body)
	if err != nil {
		return nil, err
	}
	d.ID, d.Version = rec.ID, rec.Version
	return d, nil
}

// Ready says whether this process may serve: the store answers, and its clock
// and ours agree to 5 s, or leases would mean nothing.
func (o *Office) Ready(ctx context.Context) error {
	there, err := o.Store.Time(ctx)
	if err != nil {
		return fmt.Errorf("ask the store's clock: %w", err)
	}
	if off := o.Clock.Now().Sub(there).Abs(); off > clockWithin {
		return fmt.Errorf("the clock is %s off the store's: set it, or let NTP do so", off.Round(time.Millisecond))
	}
	return nil
}

// Sweep finds documents whose timers or outboxes are due and sees to them. It
// returns how many were seen to.
func (o *Office) Sweep(ctx context.Context) (int, error) {
	o.mu.Lock()
	busy, limit := o.sweeps, sweepAtMost+len(o.skipped)
	o.sweeps = true
	o.mu.Unlock()
	if busy {
		return 0, nil
	}
	defer func() { o.mu.Lock(); o.sweeps = false; o.mu.Unlock() }()

	ids, err := o.Store.Due(ctx, o.Clock.Now(), limit)
	if err != nil {
		return 0, fmt.Errorf("sweep: %w", err)
	}
	ids = slices.DeleteFunc(ids, o.leftOut)
	done := make(chan result, len(ids))
	for _, id := range ids {
		o.put(id, &delivery{nudge: true, done: done})
	}
	n := 0
	for range ids {
		select {
		case r := <-done:
			if r.err == nil {
				n++
			}
		case <-ctx.Done():
			return n, fmt.Errorf("sweep: %w", ctx.Err())
		}
	}
	return n, nil
}

// leftOut reports whether the sweeper leaves the document to others.
func (o *Office) leftOut(id string) bool {
	if o.kinds[KindOf(id)] == nil {
		o.skip(id)
		return true
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.skipped[id]
}

// Run sweeps about once a second until the context ends.
func (o *Office) Run(ctx context.Context) {
	for {
		wait := 750*time.Millisecond + time.Duration(o.jitter()*float64(500*time.Millisecond))
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		for {
			n, err := o.Sweep(ctx)
			if err != nil && ctx.Err() == nil {
				o.Log.Error("sweep failed; trying again", "error", err)
			}
			if n < sweepAtMost || err != nil {
				break
			}
		}
	}
}

// Idle waits until nothing is being stepped or delivered in this process.
// What waits for a retry does not count.
func (o *Office) Idle(ctx context.Context) error {
	for {
		o.mu.Lock()
		quiet := o.quiet
		idle := o.active.Load() == 0
		o.mu.Unlock()
		if idle {
			return nil
		}
		select {
		case <-quiet:
		case <-ctx.Done():
			return fmt.Errorf("wait for the office to be idle: %w", ctx.Err())
		}
	}
}

// Close takes no more letters, and waits until what was taken is delivered or
// the context ends. What is left stays in the store for the next process, which
// need not wait for this one's leases to end. That is so too for what still
// waits for a provider's turn after ten seconds, or half the context's time where
// that is less.
func (o *Office) Close(ctx context.Context) error {
	o.closed.Store(true)
	turns, cancel := lastTurns(ctx)
	defer cancel()
	if err := o.Idle(turns); err != nil {
		o.pace.close()
		if err := o.Idle(ctx); err != nil {
			return err
		}
	}
	o.leave()
	if err := o.Idle(ctx); err != nil {
		return err
	}
	o.handling.end()
	o.posting.end()
	return nil
}

// lastTurns is for how long what waits for a provider's turn may still get it.
func lastTurns(ctx context.Context) (context.Context, context.CancelFunc) {
	end, ok := ctx.Deadline()
	if !ok {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, min(10*time.Second, time.Until(end)/2))
}

// Settle tells the office that the provider has the entry after all, as its
// status callbacks say.
func (o *Office) Settle(entry, ref string) {
	o.mu.Lock()
	m := o.boxes[entryDocument(entry)]
	o.mu.Unlock()
	if m != nil {
		m.settle(entry, ref)
	}
}

func (o *Office) begin() { o.active.Add(1) }

func (o *Office) end() {
	if o.active.Add(-1) == 0 {
		o.mu.Lock()
		close(o.quiet)
		o.quiet = make(chan struct{})
		o.mu.Unlock()
	}
}

// clearSoon has the mailbox's deliveries written off within 50 ms, together
// with those of all others, unless its next commit does so first.
func (o *Office) clearSoon(m *mailbox) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.dirty[m] {
		o.dirty[m] = true
		o.active.Add(1)
	}
	if !o.clears {
		o.clears = true
		time.AfterFunc(clearWithin/2, o.flush)
	}
}

func (o *Office) flush() {
	o.mu.Lock()
	now, seen := time.Now(), 0
	for m := range o.dirty {
		m.mu.Lock()
		waits, young := len(m.cleared) > 0, now.Sub(m.since) < clearWithin/2
		m.mu.Unlock()
		if waits && young {
			continue // its next commit may be near
		}
		if waits && o.boxes[m.id] == m && o.wake(m, nil) {
			go m.run()
		}
		delete(o.dirty, m)
		seen++
	}
	if o.clears = len(o.dirty) > 0; o.clears {
		time.AfterFunc(clearWithin/2, o.flush)
	}
	o.mu.Unlock()
	for range seen {
		o.end()
	}
}

func (o *Office) jitter() float64 {
	o.chance.Lock()
	defer o.chance.Unlock()
	return o.Chance.Float64()
}

func mustJSON(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return raw
}

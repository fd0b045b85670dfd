package torture

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/goodturn/goodturn/internal/sandbox"
)

// A ledger knows every text that was sent, both ways, and what was said of it.
type ledger struct {
	mu     sync.Mutex
	texts  map[string]*text    // by SID
	phones map[string]*account // by number
	taken  int
}

// An account is what the ledger knows of one phone.
type account struct {
	sent     []*text     // in the order in which the person sent them
	received []*received // in the order in which the provider took them
	wake     chan struct{}
	away     []away
}

// away is when a person did not want texts: from one text of theirs to another,
// or to the end.
type away struct{ from, to *text }

// A text came from a phone.
type text struct {
	sid, from, body string
	at              time.Time
	tries           int       // webhooks that reached the balancer
	acked           time.Time // when the first 2xx left the balancer; zero while none has
	answered        time.Time // when the person had what they waited for
	silent          bool      // nothing is to be answered: an opt-out
}

// received is a text of ours that the provider took for a phone.
type received struct {
	sandbox.Message
	entry entry
	// why is what the person took it for; "" says that nobody waited for it.
	why string
}

// An entry is an outbox entry's id, as the status callback's address has it.
type entry struct {
	id       string
	document string
	version  int64
	place    int
}

// before reports whether the entry was decided before the other.
func (e entry) before(other entry) bool {
	if e.version != other.version {
		return e.version < other.version
	}
	return e.place < other.place
}

// entryOf reads an entry's id: document, "@", version, "/", place.
func entryOf(callback string) (entry, error) {
	u, err := url.Parse(callback)
	if err != nil {
		return entry{}, fmt.Errorf("read a status callback's address: %w", err)
	}
	e := entry{id: u.Query().Get("entry")}
	at := strings.LastIndexByte(e.id, '@')
	if at < 0 {
		return e, fmt.Errorf("no entry's id in %q", callback)
	}
	e.document = e.id[:at]
	version, place, _ := strings.Cut(e.id[at+1:], "/")
	if e.version, err = strconv.ParseInt(version, 10, 64); err == nil {
		e.place, err = strconv.Atoi(place)
	}
	if err != nil {
		return e, fmt.Errorf("read the entry's id %q: %w", e.id, err)
	}
	return e, nil
}

func newLedger() *ledger {
	return &ledger{texts: map[string]*text{}, phones: map[string]*account{}}
}

// phone finds or opens the number's account. The ledger is locked.
func (l *ledger) phone(number string) *account {
	a := l.phones[number]
	if a == nil {
		a = &account{wake: make(chan struct{}, 1)}
		l.phones[number] = a
	}
	return a
}

// send notes a text as its webhook first leaves, or as its sender learns its SID.
func (l *ledger) send(sid, from, body string) *text {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := l.texts[sid]
	if t == nil {
		t = &text{sid: sid, from: from, body: body, at: time.Now()}
		l.texts[sid] = t
		a := l.phone(from)
		a.sent = append(a.sent, t)
	}
	return t
}

// tried notes a webhook's outcome.
func (l *ledger) tried(t *text, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	t.tries++
	if ok && t.acked.IsZero() {
		t.acked = time.Now()
	}
}

// acked reports whether some process has acknowledged the text.
func (l *ledger) acked(sid string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := l.texts[sid]
	return t != nil && !t.acked.IsZero()
}

// answer notes that whoever sent the text has what they waited for.
func (l *ledger) answer(t *text) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if t != nil && t.answered.IsZero() {
		t.answered = time.Now()
	}
}

// take notes a message of ours that the provider has taken.
func (l *ledger) take(m sandbox.Message) {
	e, _ := entryOf(m.StatusCallback) // one that cannot be read is found by the checks
	l.mu.Lock()
	defer l.mu.Unlock()
	l.taken++
	a := l.phone(m.To)
	a.received = append(a.received, &received{Message: m, entry: e})
	select {
	case a.wake <- struct{}{}:
	default:
	}
}

// lines are all that the ledger knows of a phone, in order of time.
func (l *ledger) lines(number string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.phones[number]
	if a == nil {
		return nil
	}
	type line struct {
		at   time.Time
		text string
	}
	var all []line
	for _, t := range a.sent {
		note := fmt.Sprintf("%d webhooks, never acknowledged", t.tries)
		if !t.acked.IsZero() {
			note = fmt.Sprintf("%d webhooks, acknowledged after %s", t.tries, t.acked.Sub(t.at).Round(time.Millisecond))
		}
		all = append(all, line{t.at, fmt.Sprintf("> %s  [%s; %s]", t.body, t.sid, note)})
	}
	for _, r := range a.received {
		all = append(all, line{r.Created, fmt.Sprintf("< %s  [%s; %s]", r.Body, r.entry.id, taken(r.why))})
	}
	slices.SortStableFunc(all, func(a, b line) int { return a.at.Compare(b.at) })
	out := make([]string, len(all))
	for i, x := range all {
		out[i] = x.at.Format("15:04:05.000 ") + x.text
	}
	return out
}

func taken(why string) string {
	if why == "" {
		return "nobody waited for it"
	}
	return why
}

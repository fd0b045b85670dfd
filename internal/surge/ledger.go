package surge

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A ledger is what was seen from outside: what was texted, what of it was
// acknowledged, and what came back.
type ledger struct {
	accounts  []account // of each person
	acks      []time.Duration
	replies   []time.Duration
	entries   map[string]bool
	texts     int
	again     int // acknowledged, and not at the first attempt
	refused   int
	messages  int
	doubled   int
	disorder  int
	lastBegun time.Time // when the last of the people sent a first text
	lastEvent time.Time
}

// An account is what is known of one person.
type account struct {
	began   time.Time // when the text was sent that is not answered yet
	waiting bool
	latest  place
}

// A place is where in a person's outboxes an entry stood.
type place struct{ version, nth int }

func (p place) after(o place) bool {
	return p.version > o.version || p.version == o.version && p.nth > o.nth
}

func newLedger(people int) ledger {
	return ledger{accounts: make([]account, people), entries: map[string]bool{}, lastEvent: time.Now()}
}

// texted notes that a person has sent a text.
func (l *load) texted(p *person, at time.Time) {
	i, _ := l.indexOf(p.number)
	l.mu.Lock()
	defer l.mu.Unlock()
	a := &l.ledger.accounts[i]
	if a.latest == (place{}) {
		l.ledger.lastBegun = at
	}
	a.began, a.waiting = at, true
	l.ledger.texts++
	l.ledger.lastEvent = at
}

// acknowledged notes how Twilio's webhook was answered.
func (l *load) acknowledged(took time.Duration, first, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case !ok:
		l.ledger.refused++
	case !first:
		l.ledger.again++
	}
	l.ledger.acks = append(l.ledger.acks, took)
	l.ledger.lastEvent = time.Now()
}

// delivered notes a text that the provider took, and reports whether it came
// for the first time.
func (l *load) delivered(p *person, callback string) bool {
	now := time.Now()
	entry, at := entryOf(callback)
	i, _ := l.indexOf(p.number)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ledger.lastEvent = now
	if l.ledger.entries[entry] {
		l.ledger.doubled++
		return false
	}
	l.ledger.entries[entry] = true
	l.ledger.messages++
	a := &l.ledger.accounts[i]
	if !at.after(a.latest) {
		l.ledger.disorder++
	}
	a.latest = at
	if a.waiting {
		a.waiting = false
		l.ledger.replies = append(l.ledger.replies, now.Sub(a.began))
	}
	return true
}

// entryOf is the entry that a text's status callback names, and its place.
func entryOf(callback string) (string, place) {
	u, err := url.Parse(callback)
	if err != nil {
		return callback, place{}
	}
	entry := u.Query().Get("entry")
	_, at, _ := strings.Cut(entry, "@")
	version, nth, _ := strings.Cut(at, "/")
	v, _ := strconv.Atoi(version)
	n, _ := strconv.Atoi(nth)
	return entry, place{v, n + 1}
}

// close sums up what the ledger holds.
func (l *load) close(r *Report) {
	l.mu.Lock()
	defer l.mu.Unlock()
	g := &l.ledger
	r.Texts, r.Replies, r.Again, r.Refused, r.Doubled, r.Disorder = g.texts, g.messages, g.again, g.refused, g.doubled, g.disorder
	r.Acks, r.Latency = spread(g.acks), spread(g.replies)
	for i, p := range l.people {
		if g.accounts[i].waiting {
			r.Unanswered++
		}
		if p.finished() {
			r.Inducted++
		}
	}
}

// A Spread is how long something took, over many times.
type Spread struct{ P50, P90, P99, Max time.Duration }

func spread(all []time.Duration) Spread {
	if len(all) == 0 {
		return Spread{}
	}
	slices.Sort(all)
	at := func(share float64) time.Duration { return all[min(int(share*float64(len(all))), len(all)-1)] }
	return Spread{at(0.5), at(0.9), at(0.99), all[len(all)-1]}
}

package torture

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// A person has a phone and a script: they write, wait for the answer that they
// expect, and react to what they are texted.
type person struct {
	w      *world
	number string
	first  string
	script func(ctx context.Context, p *person) error
	chance *rand.Rand
	// reacts takes a text that the person did not ask for and says what it was
	// taken for; "" says that nobody waits for such a text.
	reacts func(r *received) (why string)

	account *account
	parting bool // they asked something as they left
	next    int  // the first of the received texts that was not looked at
	last    *text
	waits   string // what they wait for now; "" while they do not
	since   time.Time
}

// live plays the person's script, and then looks at what still comes.
func (p *person) live(ctx context.Context) {
	p.reacts = func(*received) string { return "" }
	if err := p.script(ctx, p); err != nil {
		p.w.fail(p.number, "%v, after %q", err, p.last.body)
	}
}

// errSilence ends a script when the run ends before the answer came.
type errSilence struct{ wanted string }

func (e *errSilence) Error() string { return fmt.Sprintf("nothing came that has %q", e.wanted) }

// text sends a text, for which an answer will be waited.
func (p *person) text(ctx context.Context, body string) { p.last = p.send(ctx, body) }

// send sends a text. What became of its webhook is the ledger's to know: who
// texts does not hear of it.
func (p *person) send(ctx context.Context, body string) *text {
	resp, _ := p.w.twilio.Text(ctx, p.number, body)
	t := p.w.ledger.send(resp.ID, p.number, body)
	p.w.again(t)
	return t
}

// say sends a text and waits for its answers, in order.
func (p *person) say(ctx context.Context, body string, answers ...string) error {
	p.text(ctx, body)
	return p.hear(ctx, answers...)
}

// sayAny sends a text and waits for one of the answers.
func (p *person) sayAny(ctx context.Context, body string, answers ...string) error {
	p.text(ctx, body)
	_, err := p.hearAny(ctx, answers...)
	return err
}

// hear waits for texts that have the words, in their order. Others that come
// meanwhile are reacted to.
func (p *person) hear(ctx context.Context, wanted ...string) error {
	_, err := p.hearOne(ctx, wanted)
	return err
}

// hearAny waits for a text that has one of the words, and returns which.
func (p *person) hearAny(ctx context.Context, wanted ...string) (int, error) {
	for {
		r, err := p.receive(ctx, strings.Join(wanted, " or "))
		if err != nil {
			return 0, err
		}
		for i, words := range wanted {
			if strings.Contains(r.Body, words) {
				p.took(r, "answers "+p.last.body)
				p.answered()
				return i, nil
			}
		}
		p.took(r, p.reacts(r))
	}
}

func (p *person) hearOne(ctx context.Context, wanted []string) (*received, error) {
	var last *received
	for len(wanted) > 0 {
		r, err := p.receive(ctx, wanted[0])
		if err != nil {
			return nil, err
		}
		if !strings.Contains(r.Body, wanted[0]) {
			p.took(r, p.reacts(r))
			continue
		}
		// One text may hold several of the sentences.
		for len(wanted) > 0 && strings.Contains(r.Body, wanted[0]) {
			wanted = wanted[1:]
		}
		p.took(r, "answers "+p.last.body)
		last = r
	}
	p.answered()
	return last, nil
}

// look reacts to whatever has come, and waits for nothing.
func (p *person) look() {
	for {
		r := p.peek()
		if r == nil {
			return
		}
		p.took(r, p.reacts(r))
	}
}

// peek takes the next text, if one has come.
func (p *person) peek() *received {
	l := p.w.ledger
	l.mu.Lock()
	defer l.mu.Unlock()
	if p.next == len(p.account.received) {
		return nil
	}
	p.next++
	return p.account.received[p.next-1]
}

// receive waits for the next text.
func (p *person) receive(ctx context.Context, wanted string) (*received, error) {
	p.expect(wanted)
	for {
		if r := p.peek(); r != nil {
			return r, nil
		}
		select {
		case <-p.account.wake:
		case <-ctx.Done():
			return nil, &errSilence{wanted}
		}
	}
}

func (p *person) expect(wanted string) {
	p.w.ledger.mu.Lock()
	defer p.w.ledger.mu.Unlock()
	if p.waits == "" {
		p.since = time.Now()
	}
	p.waits = wanted
}

func (p *person) answered() {
	p.w.ledger.answer(p.last)
	p.w.ledger.mu.Lock()
	defer p.w.ledger.mu.Unlock()
	p.waits = ""
}

func (p *person) took(r *received, why string) {
	p.w.ledger.mu.Lock()
	defer p.w.ledger.mu.Unlock()
	r.why = why
}

// think takes a moment, as people do.
func (p *person) think(ctx context.Context, atMost time.Duration) {
	select {
	case <-time.After(time.Duration(p.chance.Int64N(int64(atMost)))):
	case <-ctx.Done():
	}
}

// rest waits until a text comes or the moment is over, and reports whether the
// load goes on.
func (p *person) rest(ctx context.Context, moment time.Duration) bool {
	timer := time.NewTimer(moment)
	defer timer.Stop()
	select {
	case <-p.account.wake:
	case <-timer.C:
	case <-p.w.closing:
		return false
	case <-ctx.Done():
		return false
	}
	return true
}

// odds reports true n times in a hundred.
func (p *person) odds(n int) bool { return p.chance.IntN(100) < n }

var firstNames = []string{"Amina", "Mary", "John", "Sarah", "David", "Ruth", "Peter", "Helen", "James", "Anna", "Tom", "Laura", "Paul", "Jane", "Mark", "Emma"}

var lastNames = []string{"Khan", "Green", "Hirst", "Walker", "Hughes", "Wright", "Hall", "Clarke", "Turner", "Hill", "Cooper", "Ward", "Morris", "King", "Baker", "Scott"}

package torture

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/goodturn/goodturn/internal/app"
	"github.com/goodturn/goodturn/internal/sandbox"
)

// Wrong is a promise that was not kept.
type Wrong struct {
	// Phone is whose; "" is nobody's in particular.
	Phone string
	What  string
	// Lines are all that the ledger knows of the phone.
	Lines []string
}

// fail notes a promise that was not kept.
func (w *world) fail(phone, format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wrong = append(w.wrong, Wrong{Phone: phone, What: fmt.Sprintf(format, args...)})
}

// check looks the ledger and the store through, once everything is stopped.
func (w *world) check(ctx context.Context) error {
	for _, p := range w.people {
		p.look()
		w.once(p)
		w.inOrder(p)
		w.afterLeaving(p)
	}
	w.onePlaceEach()
	w.oneCardEach()
	w.alarms()
	w.logged()
	if err := w.stored(ctx); err != nil {
		return err
	}
	for i := range w.wrong {
		if w.wrong[i].Phone != "" {
			w.wrong[i].Lines = w.ledger.lines(w.wrong[i].Phone)
		}
	}
	return nil
}

// twiceBeatsLate are the phones to which a text may go twice when nobody knows
// whether it went: those of danger.
func twiceBeatsLate(r *received) bool {
	return strings.Contains(r.Body, " ON CALL") || strings.Contains(r.Body, "999") || strings.Contains(r.Body, "stand down")
}

// once checks that no entry left twice, and that each text came of something.
func (w *world) once(p *person) {
	count := map[string]int{}
	for _, r := range p.account.received {
		if r.entry.id == "" {
			w.fail(p.number, "a text names no entry in its status callback: %s", r.Body)
			continue
		}
		if count[r.entry.id]++; count[r.entry.id] == 2 && !twiceBeatsLate(r) {
			w.fail(p.number, "a text left twice, as one entry: %s", r.Body)
		}
		if r.why == "" && (count[r.entry.id] == 1 || !twiceBeatsLate(r)) {
			w.fail(p.number, "a text came that nothing calls for: %s", r.Body)
		}
	}
}

// inOrder checks that the provider took a person's texts in the order in which
// they were decided.
func (w *world) inOrder(p *person) {
	for i, r := range p.account.received {
		if i > 0 && r.entry.before(p.account.received[i-1].entry) && !twiceBeatsLate(r) && !twiceBeatsLate(p.account.received[i-1]) {
			w.fail(p.number, "%s left after %s, and was decided before it", r.entry.id, p.account.received[i-1].entry.id)
		}
	}
}

// postWithin is how long a text that had left when its person opted out may
// be on its way.
const postWithin = 10 * time.Second

// afterLeaving checks that an opt-out stood: nothing was begun after it.
func (w *world) afterLeaving(p *person) {
	for _, a := range p.account.away {
		if a.from.acked.IsZero() {
			continue // when it was fetched, nobody outside knows
		}
		late := 0
		for _, r := range p.account.received {
			if r.Created.Before(a.from.acked) || a.to != nil && r.Created.After(a.to.at) {
				continue
			}
			if late++; late > 1 || r.Created.Sub(a.from.acked) > postWithin {
				w.fail(p.number, "a text left %s after an opt-out was acknowledged: %s", r.Created.Sub(a.from.acked).Round(time.Millisecond), r.Body)
			}
		}
	}
}

// theAddress is where a volunteer is sent.
var theAddress = regexp.MustCompile(`It's yours, thank you\. For [^,]*, ([^:]*):`)

// onePlaceEach checks that each request went to one volunteer, and to another
// only after they had given it back.
func (w *world) onePlaceEach() {
	type holder struct {
		phone    string
		at       time.Time
		released bool
	}
	held := map[string][]holder{}
	for _, p := range w.people {
		for i, r := range p.account.received {
			m := theAddress.FindStringSubmatch(r.Body)
			if m == nil {
				continue
			}
			released := false
			for _, later := range p.account.received[i+1:] {
				if theAddress.MatchString(later.Body) {
					break
				}
				released = released || strings.Contains(later.Body, "We're asking somebody else now")
			}
			for _, a := range p.account.away {
				released = released || a.from.at.After(r.Created)
			}
			held[m[1]] = append(held[m[1]], holder{p.number, r.Created, released})
		}
	}
	w.places = len(held)
	for address, all := range held {
		slices.SortFunc(all, func(a, b holder) int { return a.at.Compare(b.at) })
		for i, h := range all[:len(all)-1] {
			if !h.released {
				w.fail(h.phone, "%s was given to this phone and then to %s, and this phone had not given it back", address, all[i+1].phone)
			}
		}
	}
}

// oneCardEach checks that each document has one card in a channel.
func (w *world) oneCardEach() {
	for _, c := range w.slack.Snapshot().Channels {
		cards := map[string]int{}
		for _, m := range c.Messages {
			if document := m.Meta("document"); document != "" && len(m.Buttons())+len(m.Blocks) > 0 {
				w.cards++
				if cards[document]++; cards[document] == 2 {
					w.fail("", "%s has two cards in %s", document, c.Name)
				}
			}
		}
	}
}

// alarms checks that each text of danger has a case.
func (w *world) alarms() {
	cards := w.slack.Messages("safeguarding")
	for _, p := range w.people {
		if !slices.ContainsFunc(p.account.sent, func(t *text) bool { return strings.Contains(t.body, "not breathing") }) {
			continue
		}
		if !slices.ContainsFunc(cards, func(m sandbox.SlackMessage) bool { return strings.Contains(m.Flat(), p.number) }) {
			w.fail(p.number, "a text of danger has no card in the safeguarding channel")
		}
	}
}

// logged checks that no process says that something cannot be.
func (w *world) logged() {
	for said := range w.errors {
		if strings.Contains(said, "panicked") || strings.Contains(said, "could not be stepped") || strings.Contains(said, "cannot be read") {
			w.fail("", "a process logged: %s (%s)", said, w.first[said])
		}
	}
}

// stored checks that the store knows every text that was sent, acknowledged or
// not, as handled.
func (w *world) stored(ctx context.Context) (err error) {
	look, err := app.Inspect(ctx, w.cfg.Store)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, look.Close()) }()
	for number, a := range w.ledger.phones {
		sids := make([]string, len(a.sent))
		for i, t := range a.sent {
			sids[i] = t.sid
		}
		handled, err := look.Handled(ctx, number, sids)
		if err != nil {
			w.fail(number, "%v", err)
			continue
		}
		for _, t := range a.sent {
			switch {
			case handled[t.sid]:
			case t.acked.IsZero():
				w.fail(number, "a text was never handled: %s", t.body)
			default:
				w.fail(number, "a text was acknowledged and not handled: %s", t.body)
			}
		}
	}
	return nil
}

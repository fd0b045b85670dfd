package torture

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/goodturn/goodturn/internal/sandbox"
)

// A desk is the coordinators: they press what is to be pressed on each card,
// and press it again when nothing comes of it.
type desk struct {
	w       *world
	mu      sync.Mutex
	pressed map[string]time.Time // by channel, message and button
	presses int
	turns   chan struct{}
}

// duties are who presses what, by channel, once the card says so much.
var duties = []struct{ channel, who, button, says string }{
	{"north-hub", "Joe", "approve", "agrees that"},
	{"north-hub", "Joe", "id_seen", ""},
	{"east-hub", "Sam", "approve", "agrees that"},
	{"east-hub", "Sam", "id_seen", ""},
	{"safeguarding", "Ruth", "claim", ""},
}

// patience is how long a coordinator waits for a card to change.
const patience = 5 * time.Second

func newDesk(w *world) *desk {
	return &desk{w: w, pressed: map[string]time.Time{}, turns: make(chan struct{}, 8)}
}

// work presses until the context ends.
func (d *desk) work(ctx context.Context) {
	var presses sync.WaitGroup
	defer presses.Wait()
	for {
		for _, duty := range duties {
			for _, m := range d.w.slack.Messages(duty.channel) {
				has := slices.ContainsFunc(m.Buttons(), func(c sandbox.Control) bool { return c.ActionID == duty.button })
				if has && strings.Contains(m.Flat(), duty.says) && d.due(duty.channel+"/"+m.TS+"/"+duty.button) {
					d.turns <- struct{}{}
					presses.Go(func() {
						defer func() { <-d.turns }()
						_, _ = d.w.slack.Press(ctx, duty.who, duty.channel, m.TS, duty.button)
					})
				}
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// due reports whether to press now, and notes it.
func (d *desk) due(key string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if time.Since(d.pressed[key]) < patience {
		return false
	}
	d.pressed[key] = time.Now()
	d.presses++
	return true
}

// repeat sends a press of before to the application once more, byte for byte.
func (d *desk) repeat(ctx context.Context) {
	all := slices.DeleteFunc(d.w.slack.Deliveries(), func(x sandbox.Delivery) bool { return !strings.HasSuffix(x.Path, "/interactions") })
	if len(all) == 0 {
		return
	}
	x := all[d.w.intn(len(all))]
	if _, err := d.w.slack.Send(ctx, x.Path, x.ContentType, x.Body, sandbox.Signing{}); err == nil {
		d.w.repeated.Add(1)
	}
}

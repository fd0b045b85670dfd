package page

import (
	"fmt"
	"net/http"
	"time"
)

const (
	// gather is how long changes are gathered before the page is told of them.
	gather = 40 * time.Millisecond
	// glance is how often the scene's clock is looked at.
	glance = time.Second
	// heartbeat keeps the connection open through proxies that close idle ones.
	heartbeat = 15 * time.Second
)

// events tells a browser which parts of the page have changed; it then asks
// for them, with what it is looking at.
func (p *Page) events(w http.ResponseWriter, r *http.Request) {
	out := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	tell := func(names ...string) bool {
		for _, n := range names {
			if _, err := fmt.Fprintf(w, "event: %s\ndata: .\n\n", n); err != nil {
				return false
			}
		}
		return out.Flush() == nil
	}
	show, done := p.show.Watch()
	defer done()
	for p.follow(r, show, tell) {
	}
}

// follow tells of one scene, and reports whether another may follow.
func (p *Page) follow(r *http.Request, show <-chan struct{}, tell func(...string) bool) bool {
	scene := p.show.Scene()
	texts, noTexts := scene.Twilio.Subscribe()
	defer noTexts()
	slack, noSlack := scene.Slack.Subscribe()
	defer noSlack()
	clock, beat := time.NewTicker(glance), time.NewTicker(heartbeat)
	defer clock.Stop()
	defer beat.Stop()
	minute := func() string { return scene.Now().In(scene.In).Format("02 15:04") }
	shown := minute()
	if !tell("bar", "phones", "desk") {
		return false
	}
	for {
		var changed []string
		select {
		case <-r.Context().Done():
			return false
		case <-show:
			changed = append(changed, "bar")
		case <-texts:
			changed = append(changed, "phones")
		case <-slack:
			changed = append(changed, "desk")
		case <-clock.C:
			if now := minute(); now != shown {
				shown = now
				changed = append(changed, "bar", "phones")
			}
		case <-beat.C:
			if !tell("beat") {
				return false
			}
		}
		if len(changed) == 0 {
			continue
		}
		if p.show.Scene().ID != scene.ID {
			return true
		}
		if !tell(changed...) || !rest(r, gather) {
			return false
		}
	}
}

// rest waits, and reports whether the browser is still there.
func rest(r *http.Request, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

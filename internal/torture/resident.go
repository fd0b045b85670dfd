package torture

import (
	"context"
	"fmt"
	"strings"
	"time"
)

var streets = []string{"Ash Rd", "Beck Lane", "Church St", "Mill Lane", "Park Row", "Oak Ave", "Elm Close", "Station Rd"}

// resident asks for help, one thing after another, and says how it went. Each
// request is for an address of its own, by which it is known among the texts.
func resident(ctx context.Context, p *person, surname, postcode string) error {
	asked, over := false, false
	p.reacts = func(r *received) string {
		switch {
		case strings.Contains(r.Body, "Did it go well?"):
			asked = true
			return "asked how it went"
		case strings.Contains(r.Body, "nobody could come in time"):
			over = true
			return "nobody came"
		}
		for words, why := range map[string]string{
			"we're asking people near you": "it was approved",
			"will bring your prescription": "somebody comes",
			"can't come after all":         "somebody does not come after all",
			"Nobody is free for this yet":  "nobody takes it",
			"We haven't forgotten you":     "nobody has decided",
		} {
			if strings.Contains(r.Body, words) {
				return why
			}
		}
		return ""
	}
	p.think(ctx, p.w.cfg.Arrive)
	for {
		number, street := p.w.house()
		words := fmt.Sprintf("can anyone get my tablets from boots by 6pm tomorrow. %s %s %d %s %s", p.first, surname, number, street, postcode)
		if err := p.say(ctx, words, "Is that OK?"); err != nil {
			return err
		}
		p.think(ctx, p.w.cfg.Think)
		if err := p.say(ctx, "yes", "Only that volunteer will see it"); err != nil {
			return err
		}
		for asked, over = false, false; !asked && !over; p.look() {
			if !p.rest(ctx, time.Minute) {
				return nil
			}
		}
		if asked {
			p.think(ctx, p.w.cfg.Think)
			if err := p.say(ctx, "yes lovely", "that's good to hear"); err != nil {
				return err
			}
		}
		if !p.rest(ctx, p.w.cfg.Idle) {
			return nil
		}
	}
}

// endangered needs an ambulance.
func endangered(ctx context.Context, p *person) error {
	p.reacts = func(r *received) string {
		switch {
		case strings.Contains(r.Body, "from our team has your message now"):
			return "somebody reads it"
		case strings.Contains(r.Body, "Nobody from our team has read your text yet"):
			return "nobody reads it"
		}
		return ""
	}
	p.think(ctx, p.w.cfg.Arrive)
	if err := p.say(ctx, "hello", "text helper that people read too"); err != nil {
		return err
	}
	p.think(ctx, p.w.cfg.Arrive)
	return p.say(ctx, "my husband has collapsed and he's not breathing right", "We've alerted the people on call")
}

// onCall has one of the phones that are rung at danger, and leaves the case to
// whoever sees it in Slack.
func onCall(_ context.Context, p *person) error {
	p.reacts = func(r *received) string {
		switch {
		case strings.Contains(r.Body, " ON CALL"):
			return "an alarm"
		case strings.Contains(r.Body, "you can stand down"):
			return "an alarm is over"
		}
		return ""
	}
	<-p.w.closing
	return nil
}

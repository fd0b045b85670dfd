package torture

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// volunteer signs up, reads the lesson, has their ID seen, and takes what they
// are offered, or not.
func volunteer(ctx context.Context, p *person, surname, area string) error {
	seen, offered := false, "" // the number of the latest offer that was not considered
	p.reacts = func(r *received) string {
		switch {
		case strings.Contains(r.Body, "has seen your ID"):
			seen = true
			return "their ID was seen"
		case theNumber.MatchString(r.Body):
			offered = theNumber.FindStringSubmatch(r.Body)[1]
			return "an offer"
		case strings.HasPrefix(r.Body, "Just once more: "):
			return "an offer's reminder"
		case strings.Contains(r.Body, "I'm asking whether it is still open"):
			return "a late yes is asked about"
		case p.parting && strings.Contains(r.Body, "You're on duty"):
			p.parting = false
			return "asked for as they left"
		}
		return ""
	}
	p.think(ctx, p.w.cfg.Arrive)
	for _, line := range []struct {
		says    string
		answers []string
	}{
		{fmt.Sprintf("hi I'd like to volunteer. I'm %s %s, %s. Prescriptions, any time", p.first, surname, area), []string{"Are you 18 or over?"}},
		{"yes 30", []string{"Do you hold a DBS check"}},
		{"none", []string{"Reply AGREE to join"}},
		{"agree", []string{"Welcome", "1 of 1. ", "Take your phone", "Reply A, B or C"}},
		{"b", []string{"Well done!"}},
	} {
		if err := p.say(ctx, line.says, line.answers...); err != nil {
			return err
		}
		p.think(ctx, p.w.cfg.Think)
	}
	for !seen {
		if r := p.peek(); r != nil {
			p.took(r, p.reacts(r))
		} else if !p.rest(ctx, time.Minute) {
			return nil // what coordinators do is not owed to anybody
		}
	}
	for {
		p.look()
		if number := offered; number != "" {
			offered = ""
			if err := p.consider(ctx, number); err != nil {
				return err
			}
			continue
		}
		if !p.rest(ctx, p.w.cfg.Idle) {
			return nil
		}
		if p.odds(10) {
			if !p.leave(ctx, "status") || p.odds(50) || !p.rest(ctx, p.w.cfg.Idle) {
				return nil
			}
			if err := p.comeBack(ctx); err != nil {
				return err
			}
			p.look()
			offered = "" // what was offered before is forgotten
			continue
		}
		if err := p.chat(ctx); err != nil {
			return err
		}
	}
}

// chat is what volunteers write unasked, now and then.
func (p *person) chat(ctx context.Context) error {
	switch n := p.chance.IntN(100); {
	case n < 15:
		return p.say(ctx, "status", "You're on duty")
	case n < 25:
		return p.burst(ctx, map[string]string{"status": "You're on duty. Open to you", "on": "You're on duty, thank you. We'll text"})
	}
	return nil
}

// outcomes are what a yes may come to: the first gives the task, the others are
// kind.
var outcomes = []string{
	"It's yours", "Somebody was a moment quicker", "isn't needed any more", "has moved on to others", "Somebody else has that one already",
	"That one is taken already", "Others have been asked for that one", "That one has just gone", "That one is closed", notCaught, passedOn, added, addedToo,
}

// What is said of an offer that is over, while another stands, may not be caught.
const (
	notCaught = "Sorry, I didn't catch that"
	passedOn  = "I've passed your words to a person"
	added     = "I've added that for the person who reads this"
	addedToo  = "That's with them too"
)

// theNumber is what an offer goes by.
var theNumber = regexp.MustCompile(`can you help\? ([0-9]+): `)

// consider answers an offer by its number, or leaves it to expire.
func (p *person) consider(ctx context.Context, number string) error {
	p.think(ctx, p.w.cfg.Think)
	switch {
	case p.odds(10):
		return nil
	case p.odds(20):
		return p.sayAny(ctx, "no "+number, "That's fine", notCaught, passedOn, added, addedToo)
	}
	p.text(ctx, "yes "+number)
	i, err := p.hearAny(ctx, outcomes...)
	if err != nil || i > 0 {
		return err
	}
	p.think(ctx, p.w.cfg.Think)
	if p.odds(20) {
		return p.say(ctx, "cant "+number, "We're asking somebody else now")
	}
	return p.say(ctx, "done 20 mins", "20 minutes")
}

// burst sends several texts at once, whose order is nobody's, and waits until
// each has its answer.
func (p *person) burst(ctx context.Context, lines map[string]string) error {
	var wait sync.WaitGroup
	var mu sync.Mutex
	waiting := map[string]*text{} // by answer
	for body, answer := range lines {
		wait.Go(func() {
			t := p.send(ctx, body)
			mu.Lock()
			defer mu.Unlock()
			waiting[answer] = t
		})
	}
	wait.Wait()
	for len(waiting) > 0 {
		wanted := slices.Sorted(maps.Keys(waiting))
		p.last = waiting[wanted[0]]
		i, err := p.hearAny(ctx, wanted...)
		if err != nil {
			return err
		}
		p.w.ledger.answer(waiting[wanted[i]])
		delete(waiting, wanted[i])
	}
	return nil
}

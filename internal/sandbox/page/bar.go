package page

import (
	"net/http"
	"time"
)

// bar is the top of the page: the clock and the story.
type bar struct {
	V      string
	Scene  int
	Name   string
	Number string
	Day    string
	Clock  string
	Moved  moved
	Story  Story
	// Look is the element of the phone that the story is at.
	Look string
}

// moved says what happened while the clock moved.
type moved struct {
	Scene int
	To    string // the day and time that it moved to; "" when it has not
	Texts int    // that went out
	Cards int    // that Slack got
}

func (p *Page) bar() bar {
	scene := p.show.Scene()
	now := scene.Now().In(scene.In)
	b := bar{
		Scene: scene.ID, Name: scene.Name, Number: national(scene.Twilio.From()), Day: now.Format("Mon 2 Jan"), Clock: now.Format("15:04"),
		Story: p.show.Story(),
	}
	if b.Story.Phone != "" {
		b.Look = element("p", b.Story.Phone)
	}
	p.mu.Lock()
	if p.moved.Scene == scene.ID {
		b.Moved = p.moved
	}
	p.mu.Unlock()
	b.V = version(b)
	return b
}

func (p *Page) moveClock(r *http.Request) error {
	scene := p.show.Scene()
	now := scene.Now().In(scene.In)
	var to time.Time
	switch r.PostFormValue("by") {
	case "20m":
		to = now.Add(20 * time.Minute)
	case "1h":
		to = now.Add(time.Hour)
	case "tomorrow":
		to = time.Date(now.Year(), now.Month(), now.Day()+1, 9, 0, 0, 0, scene.In)
	default:
		return refusal{"refused-form", http.StatusBadRequest}
	}
	texts, cards := count(scene)
	if err := p.show.Move(r.Context(), to); err != nil {
		return err
	}
	textsAfter, cardsAfter := count(scene)
	p.mu.Lock()
	p.moved = moved{Scene: scene.ID, To: to.Format("Monday 15:04"), Texts: textsAfter - texts, Cards: cardsAfter - cards}
	p.mu.Unlock()
	return nil
}

// count is how many texts the organisation has sent, and how many messages
// stand in its Slack.
func count(scene Scene) (texts, cards int) {
	texts, _ = scene.Twilio.Count()
	for _, c := range scene.Slack.Snapshot().Channels {
		for _, m := range c.Messages {
			cards += 1 + len(m.Replies)
		}
	}
	return texts, cards
}

func (p *Page) again(r *http.Request) error { return p.show.Again(r.Context()) }

func (p *Page) story(r *http.Request) error {
	switch r.PathValue("do") {
	case "play":
		return p.show.Play(r.Context())
	case "pause":
		p.show.Pause()
	case "resume":
		p.show.Resume()
	case "stop":
		p.show.Stop()
	default:
		return refusal{"refused-form", http.StatusNotFound}
	}
	return nil
}

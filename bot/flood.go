package bot

import (
	"strings"
	"time"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/post"
)

// Burst counts a phone's texts by the minute.
type Burst struct {
	Minute int64 `json:"minute"` // since 1970
	Texts  int   `json:"texts"`
	// Over says that they are a flood: more came in this minute, or in the one
	// before, than the organisation's settings have answered.
	Over bool `json:"over,omitempty"`
	// Told is when they heard last that their texts are read.
	Told time.Time `json:"told,omitzero"`
}

// Aside are texts that were not answered, on their way to a case: a message for
// each would bury its thread.
type Aside struct {
	Case   string   `json:"case"`
	Texts  []string `json:"texts"`
	More   int      `json:"more,omitempty"` // that came too, and are not kept
	Danger string   `json:"danger,omitempty"`
}

const (
	tellAgain   = 15 * time.Minute // a flood is answered once in this time
	asideFor    = time.Minute
	asideKept   = 10
	asideLength = 160
)

// count notes the text, and whether it is one of a flood.
func (r *run) count() {
	b := &r.p.Burst
	if minute := r.Now.Unix() / 60; minute != b.Minute {
		b.Over = minute == b.Minute+1 && b.Texts > r.bot.Org.PerNumber
		b.Minute, b.Texts = minute, 0
	}
	b.Texts++
	b.Over = b.Over || b.Texts > r.bot.Org.PerNumber
}

// flooded takes a text of a flood: its words go to a case, and the phone hears
// now and then that they are read.
func (r *run) flooded() bool {
	b := &r.p.Burst
	if !b.Over {
		return false
	}
	if b.Told.IsZero() || r.Now.Sub(b.Told) >= tellAgain {
		b.Told = r.Now
		r.beginCase("flood")
		return true
	}
	if r.p.AsideCase != "" {
		r.setAside(r.p.AsideCase)
	}
	return true
}

// floodOfDanger takes a text of a flood from somebody whose danger is a case
// already: whoever has it gets the words, together.
func (r *run) floodOfDanger() bool {
	live := r.p.With("danger")
	if !r.p.Burst.Over || len(live) == 0 || live[0].About == "" || r.heard.Meaning == hear.OptOut {
		return false
	}
	r.private = true
	r.setAside(live[0].About)
	if r.heard.Loud {
		r.p.Aside.Danger = r.heard.Danger
	}
	return true
}

func (r *run) setAside(about string) {
	if a := r.p.Aside; a != nil && a.Case != about {
		r.passAside()
	}
	if r.p.Aside == nil {
		r.p.Aside = &Aside{Case: about}
		r.Set(post.Timer{Name: letterAside, Kind: letterAside, Due: r.Now.Add(asideFor)})
	}
	a := r.p.Aside
	body := []rune(r.body)
	switch {
	case len(a.Texts) >= asideKept:
		a.More++
	case len(body) > 0:
		a.Texts = append(a.Texts, string(body[:min(len(body), asideLength)]))
	}
}

// passAside gives the case the texts that wait for it.
func (r *run) passAside() {
	a := r.p.Aside
	r.p.Aside = nil
	r.Cancel(letterAside)
	if a == nil || len(a.Texts) == 0 {
		return
	}
	r.Write(a.Case, desk.LetterHeard, desk.Heard{First: r.p.First, Text: strings.Join(a.Texts, "\n"), More: a.More, Danger: a.Danger})
}

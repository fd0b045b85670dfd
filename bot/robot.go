package bot

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/goodturn/goodturn/internal/hear"
)

// Suspicion is how much a phone has answered us as a robot does. A text that is
// the same again, within a minute of our answer, counts two; within a quarter of
// an hour, one; so does a whole sentence within seconds that is not understood.
// Any other takes one off, and a longer silence takes off all.
//
// A person who says one thing three times is far below what is held, and one
// who is held is told the word by which they are answered again.
type Suspicion struct {
	Points int `json:"points,omitempty"`
	// Held says that texts are not answered until one is different and understood.
	Held bool `json:"held,omitempty"`
}

const (
	robotAt  = 10 // points: six times the same within a minute each
	robotTwo = 6  // where they begin for one who was let go
	// Fewer words are nobody's sentence: the same again is a robot's only where it
	// is not understood, for people text "next" to every lesson.
	sentence = 5

	atOnce      = 20 * time.Second
	soon        = time.Minute
	withinReach = 15 * time.Minute
	// freshAfter is when a text that is not the same is answered in any case.
	freshAfter = 24 * time.Hour
)

// suspect weighs whether a text that was answered is a robot's, and has answers
// end when enough of them were.
func (r *run) suspect(understood bool) {
	if len(r.p.With("danger")) > 0 {
		return
	}
	s := r.p.Robot
	long := len(r.plainWords()) >= sentence
	switch same := r.sameAgain() && (!understood || long); {
	case r.gap > withinReach:
		s.Points = 0
	case same && r.gap <= soon:
		s.Points += 2
	case same, long && !understood && r.gap <= atOnce:
		s.Points++
	default:
		s.Points = max(0, s.Points-1)
	}
	if s.Points >= robotAt {
		s.Held = true
		r.beginCase("robot")
	}
	r.p.Robot = s
}

// held reports whether a text of a phone that is held for a robot's goes without
// an answer. One that is different goes to the case; one that is understood too
// ends it, and so does a word that asks for something, however often it comes.
func (r *run) held() bool {
	s := &r.p.Robot
	switch {
	case !s.Held || len(r.p.With("danger")) > 0:
		return false
	case len(r.plainWords()) < sentence && r.makesSense():
		*s = Suspicion{Points: robotTwo}
		return false
	case r.verbatim():
		return true
	case r.sameAgain() || alike(r.plainWords(), plain(r.words(r.talk(&Conversation{}), "talk.robot", nil))):
		// Only a number may be new: that is for whoever reads it.
	case r.gap >= freshAfter || r.makesSense():
		*s = Suspicion{Points: robotTwo}
		return false
	}
	if r.p.AsideCase != "" {
		r.setAside(r.p.AsideCase)
	}
	return true
}

// makesSense reports whether a text asks for something that we know, or answers
// the question that is open.
func (r *run) makesSense() bool {
	switch r.heard.Meaning {
	case "", hear.Unclear, hear.Question, hear.Thanks, hear.Greeting, hear.Language:
		floor := r.floor()
		return floor != nil && r.state(floor).Asks != "any" && r.takes(floor)
	}
	return true
}

// verbatim reports whether the text is one of their latest, word for word, or our
// own last words.
func (r *run) verbatim() bool {
	before := r.p.Recent[:max(0, len(r.p.Recent)-1)]
	return hashOf(r.body) == r.p.Said || slices.ContainsFunc(before, func(old string) bool {
		return strings.TrimSpace(old) == strings.TrimSpace(r.body)
	})
}

// sameAgain reports whether the text is nearly one of their latest, or our own
// last words.
func (r *run) sameAgain() bool {
	words := r.plainWords()
	before := r.p.Recent[:max(0, len(r.p.Recent)-1)]
	return r.verbatim() || slices.ContainsFunc(before, func(old string) bool { return alike(words, plain(old)) })
}

func (r *run) plainWords() []string { return plain(r.body) }

// plain are the different words of a text, without figures: dates and codes are
// what changes in a robot's.
func plain(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return !unicode.IsLetter(c) && c != '\'' })
	slices.Sort(words)
	return slices.Compact(words)
}

// alike reports whether two texts share four fifths of their words.
func alike(a, b []string) bool {
	shared := 0
	for _, word := range a {
		if _, ok := slices.BinarySearch(b, word); ok {
			shared++
		}
	}
	return len(a) >= 2 && 5*shared >= 4*(len(a)+len(b)-shared)
}

// beginCase has a coordinator see to a phone whose texts are not answered. Where
// they read its words already, that is the case.
func (r *run) beginCase(why string) {
	about := ""
	for _, old := range r.p.With("talk") {
		about = old.About
		r.drop(old)
	}
	r.begin("talk", "", map[string]string{"asked": why, "case": about})
	if talks := r.p.With("talk"); len(talks) > 0 {
		r.p.AsideCase = talks[0].About
	}
}

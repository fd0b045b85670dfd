package bottest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Played is what came of a drama.
type Played struct {
	// Now is the transcript with what did come of each line.
	Now Transcript
	// Wrong are the places where that is not what the transcript says, in order.
	Wrong []Wrong
	// Sent counts each phone's texts by its owner's name.
	Sent map[string]int
}

// Wrong is a place where a drama went otherwise than its transcript says.
type Wrong struct {
	File string
	Line int
	// Did is what was done there; Want and Got are the lines that came of it.
	Did       string
	Want, Got []string
}

func (w Wrong) String() string {
	return fmt.Sprintf("%s:%d: after %s\n  should be:\n    %s\n  is:\n    %s", w.File, w.Line, w.Did, strings.Join(w.Want, "\n    "), strings.Join(w.Got, "\n    "))
}

// A Watcher sees a drama while it is played: each line that somebody does, and
// each that comes of it. An error ends the play.
type Watcher func(ctx context.Context, line string) error

// Play plays a transcript in a world. Where something goes otherwise than the
// transcript says, that is in Played; the error says that it could not be
// played on.
func Play(ctx context.Context, w World, t Transcript, watch ...Watcher) (Played, error) {
	p := &player{world: w, watch: watch, phones: map[string]phone{}, played: Played{Now: t, Sent: map[string]int{}}}
	p.played.Now.Statements = slices.Clone(t.Statements)
	if err := p.glance(ctx); err != nil {
		return p.played, err
	}
	for i := range p.played.Now.Statements {
		s := &p.played.Now.Statements[i]
		if err := p.statement(ctx, t.File, s); err != nil {
			return p.played, fmt.Errorf("%s:%d: %s: %w", t.File, s.Line, s.Source[0], err)
		}
	}
	return p.played, nil
}

type phone struct{ name, number string }

type player struct {
	world  World
	watch  []Watcher
	phones map[string]phone
	order  []string // who, by first appearance
	seen   sight
	played Played
}

func (p *player) statement(ctx context.Context, file string, s *Statement) error {
	if !s.Silent {
		for _, line := range append(slices.Clone(s.Notes), s.Source...) {
			if err := p.show(ctx, line); err != nil {
				return err
			}
		}
	}
	outputs, err := p.do(ctx, s.Do)
	if err != nil {
		return err
	}
	if s.Silent {
		return nil
	}
	for _, o := range outputs {
		for _, line := range o.Written() {
			if err := p.show(ctx, line); err != nil {
				return err
			}
		}
	}
	if !slices.EqualFunc(s.Outputs, outputs, func(a, b Output) bool { return a.Head == b.Head && slices.Equal(a.Lines, b.Lines) }) {
		p.played.Wrong = append(p.played.Wrong, Wrong{File: file, Line: s.Line, Did: s.Source[0], Want: written(s.Outputs), Got: written(outputs)})
	}
	s.Outputs = outputs
	return nil
}

func written(outputs []Output) []string {
	var lines []string
	for _, o := range outputs {
		lines = append(lines, o.Written()...)
	}
	if len(lines) == 0 {
		return []string{"(nothing)"}
	}
	return lines
}

func (p *player) show(ctx context.Context, line string) error {
	for _, w := range p.watch {
		if err := w(ctx, line); err != nil {
			return err
		}
	}
	return nil
}

func (p *player) number(who string) (string, error) {
	ph, ok := p.phones[who]
	if !ok {
		return "", fmt.Errorf("%s has no phone: write \"phone %s +447700900…\" above", who, who)
	}
	return ph.number, nil
}

// do does what a statement says, and returns what came of it.
func (p *player) do(ctx context.Context, d Do) ([]Output, error) {
	var err error
	switch d.Kind {
	case SetPhone:
		if _, ok := p.phones[d.Who]; !ok {
			p.order = append(p.order, d.Who)
		}
		p.phones[d.Who] = phone{name: d.Name, number: d.Number}
		return nil, nil
	case Begin:
		at := time.Date(d.Time.Year(), d.Time.Month(), d.Time.Day(), d.Time.Hour(), d.Time.Minute(), 0, 0, p.world.Now().Location())
		if !at.After(p.world.Now()) {
			return nil, nil // it began then
		}
		return p.move(ctx, at)
	case MoveTo:
		at := d.When.After(p.world.Now())
		if at.Before(p.world.Now()) {
			return nil, errors.New("the clock does not go back: write a later time")
		}
		return p.move(ctx, at)
	case MoveBy:
		return p.move(ctx, p.world.Now().Add(d.By))
	case Count:
		if n := p.played.Sent[d.Who]; n > d.AtMost {
			return nil, fmt.Errorf("%s sent %d texts", d.Who, n)
		}
		return nil, nil
	case Volunteers:
		err = p.signUp(ctx, d)
	case SeeID:
		err = p.seeID(ctx, d.Who)
	default:
		err = p.act(ctx, d)
	}
	if err != nil {
		return nil, err
	}
	return p.look(ctx)
}

// act is something that a person does.
func (p *player) act(ctx context.Context, d Do) error {
	switch d.Kind {
	case Text:
		return p.text(ctx, d.Who, d.Words, d.Pictures)
	case Again:
		number, err := p.number(d.Who)
		if err != nil {
			return err
		}
		return p.world.Again(ctx, number)
	case Press:
		return p.world.Press(ctx, d.Who, d.Button, d.Old, d.Card, d.Channel)
	case Fill:
		return p.world.Fill(ctx, d.Who, d.Fields)
	case Dismiss:
		return p.world.Dismiss(ctx, d.Who)
	case Reply:
		return p.world.Reply(ctx, d.Who, d.Card, d.Channel, d.Words)
	case Command:
		return p.world.Command(ctx, d.Who, d.Words, d.Channel)
	}
	return fmt.Errorf("nobody knows how to %q", d.Kind)
}

func (p *player) text(ctx context.Context, who, words string, pictures int) error {
	number, err := p.number(who)
	if err != nil {
		return err
	}
	p.played.Sent[who]++
	return p.world.Text(ctx, number, words, pictures)
}

// move lets time go by, and says when what came of it came.
func (p *player) move(ctx context.Context, to time.Time) ([]Output, error) {
	var all []Output
	from := p.world.Now()
	for {
		there, err := p.world.Step(ctx, to)
		if err != nil {
			return nil, err
		}
		now := p.world.Now()
		outputs, err := p.look(ctx)
		if err != nil {
			return nil, err
		}
		if len(outputs) > 0 {
			all = append(all, Output{Head: clock(from, now)})
			all = append(all, outputs...)
		}
		if there {
			return merge(all), nil
		}
	}
}

// merge puts together what came at the same minute.
func merge(outputs []Output) []Output {
	var merged []Output
	last := ""
	for _, o := range outputs {
		if timeOut.MatchString(o.Head) {
			if o.Head == last {
				continue
			}
			last = o.Head
		}
		merged = append(merged, o)
	}
	return merged
}

// clock writes a time as seen from another.
func clock(from, at time.Time) string {
	if from.YearDay() == at.YearDay() && from.Year() == at.Year() {
		return at.Format("(15:04)")
	}
	return at.Format("(Mon 2 Jan 15:04)")
}

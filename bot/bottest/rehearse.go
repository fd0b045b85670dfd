package bottest

import (
	"context"
	"fmt"
	"slices"
)

// A Rehearsal plays a drama line by line while it is being made up.
type Rehearsal struct{ player *player }

// Rehearse begins a drama in a world. File names it in errors.
func Rehearse(ctx context.Context, w World, file string) (*Rehearsal, error) {
	p := &player{world: w, phones: map[string]phone{}, played: Played{Now: Transcript{File: file}, Sent: map[string]int{}}}
	return &Rehearsal{p}, p.glance(ctx)
}

// Do plays lines as they stand in a transcript, and returns what came of them.
// A line that cannot be played is left out of the transcript.
func (r *Rehearsal) Do(ctx context.Context, lines string) ([]string, error) {
	now := &r.player.played.Now
	t, err := Parse(now.File, lines)
	if err != nil {
		return nil, err
	}
	var came []string
	for _, s := range t.Statements {
		s.Outputs = nil
		if err := r.player.statement(ctx, now.File, &s); err != nil {
			return came, fmt.Errorf("play %q: %w", s.Source[0], err)
		}
		now.Statements = append(now.Statements, s)
		if !s.Silent && len(s.Outputs) > 0 {
			came = append(came, written(s.Outputs)...)
		}
	}
	return came, nil
}

// Text sends a text, whatever stands in it.
func (r *Rehearsal) Text(ctx context.Context, who, words string) ([]string, error) {
	return r.Do(ctx, who+" > "+quote(words))
}

// Transcript is the drama so far.
func (r *Rehearsal) Transcript() Transcript {
	t := r.player.played.Now
	t.Statements = slices.Clone(t.Statements)
	return t
}

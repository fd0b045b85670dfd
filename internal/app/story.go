package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/goodturn/goodturn/bot/bottest"
	"github.com/goodturn/goodturn/fixtures"
)

// ErrStory: the story did not end as it should.
var ErrStory = errors.New("the story did not go as it is written")

// Pace is called before a line of the story is played or shown, and may wait
// as long as somebody needs to read it. Its error ends the story.
type Pace func(ctx context.Context, line string) error

// PlayStory plays the sample organisation's story on a stage, and writes it
// line by line. Out and pace may be nil. The error is ErrStory, with what
// should have come, when anything came otherwise.
func PlayStory(ctx context.Context, s *Stage, out io.Writer, pace Pace) error {
	t, err := story()
	if err != nil {
		return err
	}
	played, err := bottest.Play(ctx, newWorld(s), t, func(ctx context.Context, line string) error {
		if pace != nil {
			if err := pace(ctx, line); err != nil {
				return err
			}
		}
		if out == nil {
			return nil
		}
		_, err := fmt.Fprintln(out, line)
		return err
	})
	if err != nil {
		return fmt.Errorf("play the story: %w", err)
	}
	if len(played.Wrong) > 0 {
		return fmt.Errorf("%w: %s", ErrStory, played.Wrong[0])
	}
	return nil
}

// StoryStage sets a stage on which the story can be played as it is written:
// the sample organisation on the story's day. Only Dir, Log and Listen of the
// options are looked at.
func StoryStage(ctx context.Context, o StageOptions) (*Stage, error) {
	t, err := story()
	if err != nil {
		return nil, err
	}
	return setStage(ctx, StageOptions{Org: fixtures.Organisation, Dir: o.Dir, Log: o.Log, Listen: o.Listen}, t)
}

func story() (bottest.Transcript, error) {
	t, err := bottest.Parse("story.txt", fixtures.Story)
	if err != nil {
		return t, fmt.Errorf("read the story: %w", err)
	}
	return t, nil
}

// ordinaryDay is when a drama begins that does not say when: a Tuesday.
var ordinaryDay = time.Date(2026, time.November, 24, 10, 0, 0, 0, time.UTC)

// setStage sets a stage for a drama: the clock stands at the drama's beginning,
// and chance and people's ids are the same each time.
func setStage(ctx context.Context, o StageOptions, t bottest.Transcript) (*Stage, error) {
	settings, err := o.settings()
	if err != nil {
		return nil, err
	}
	o.Start, o.Seed = ordinaryDay, 1
	if at, ok := t.Begins(settings.Location); ok {
		o.Start = at
	}
	if err := layKey(ctx, o.store(), &StageClock{at: o.Start}); err != nil {
		return nil, err
	}
	return NewStage(ctx, o)
}

package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goodturn/goodturn/bot/bottest"
	"github.com/goodturn/goodturn/internal/sandbox/page"
)

// Story is how the story stands.
func (d *Demo) Story() page.Story {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.story
}

// Play sets a new stage and plays the story on it, from the beginning.
func (d *Demo) Play(ctx context.Context) error {
	d.Stop()
	t, err := story()
	if err != nil {
		return err
	}
	if err := d.set(ctx, d.storyStage, d.cast); err != nil {
		return err
	}
	play, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	d.mu.Lock()
	stage, scene := d.stage, d.scene.ID
	d.stop, d.ended = stop, ended
	d.story = page.Story{Playing: true, Steps: len(t.Statements)}
	d.mu.Unlock()
	d.changes.fire()
	r := newReader(t, d.opt.Reading)
	r.find(stage)
	go func() {
		defer close(ended)
		defer stop()
		d.over(scene, stage, PlayStory(play, stage, nil, func(ctx context.Context, line string) error {
			rest := r.read(line)
			d.tell(r.story)
			return d.rest(ctx, rest)
		}))
	}()
	return nil
}

// TellStory plays the story and writes it as text. The store is kept in a new
// folder below dir; with no dir it is not kept. The error is ErrStory when the
// story did not end as it should.
func TellStory(ctx context.Context, dir string, out io.Writer) (err error) {
	if dir == "" {
		if dir, err = os.MkdirTemp("", "goodturn-story-"); err != nil {
			return fmt.Errorf("make a temporary folder: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	if dir, err = newFolder(dir, 1); err != nil {
		return err
	}
	stage, err := StoryStage(ctx, StageOptions{Dir: dir})
	if err != nil {
		return err
	}
	return errors.Join(PlayStory(ctx, stage, out, nil), stage.Close())
}

// tell shows a step of the story.
func (d *Demo) tell(s page.Story) {
	d.mu.Lock()
	s.Paused = d.resume != nil
	d.story = s
	d.mu.Unlock()
	d.changes.fire()
}

// rest gives people time to read, and waits while the story is paused.
func (d *Demo) rest(ctx context.Context, long time.Duration) error {
	t := time.NewTimer(long)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
		return ctx.Err()
	}
	for {
		d.mu.Lock()
		resume := d.resume
		d.mu.Unlock()
		if resume == nil {
			return ctx.Err()
		}
		select {
		case <-resume:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// over is the story's end, of whatever kind. The clock goes on from there.
func (d *Demo) over(scene int, stage *Stage, err error) {
	stage.Clock.run()
	d.mu.Lock()
	defer d.changes.fire()
	defer d.mu.Unlock()
	d.stop, d.resume = nil, nil
	if d.scene.ID != scene {
		return
	}
	s := page.Story{Step: d.story.Step, Steps: d.story.Steps}
	switch {
	case errors.Is(err, context.Canceled):
	case err != nil:
		d.log.Error("the story did not end as it should", "error", err)
		s.Ended = true
		s.Problem, _, _ = strings.Cut(err.Error(), "\n")
	default:
		s.Ended, s.Step = true, s.Steps
	}
	d.story = s
}

// run lets a clock that stood go on.
func (c *StageClock) run() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.runs {
		c.since, c.runs = time.Now(), true
	}
}

// Pause holds the story after what is being read.
func (d *Demo) Pause() {
	d.mu.Lock()
	if d.story.Playing && d.resume == nil {
		d.resume = make(chan struct{})
		d.story.Paused = true
	}
	d.mu.Unlock()
	d.changes.fire()
}

// Resume lets it go on.
func (d *Demo) Resume() {
	d.mu.Lock()
	if d.resume != nil {
		close(d.resume)
		d.resume = nil
		d.story.Paused = false
	}
	d.mu.Unlock()
	d.changes.fire()
}

// Stop ends the story where it is, and leaves the stage as it stands.
func (d *Demo) Stop() {
	d.mu.Lock()
	stop, ended := d.stop, d.ended
	d.mu.Unlock()
	if stop != nil {
		stop()
		<-ended
	}
}

// A reader follows the story line by line: what each is about, and how long it
// takes to read.
type reader struct {
	story    page.Story
	ahead    []bottest.Statement
	reading  time.Duration
	whole    int // what the lines weigh together
	note     bool
	phones   map[string]string // numbers by who
	channels map[string]string // ids by the story's names
	users    map[string]string // ids by name
}

func newReader(t bottest.Transcript, reading time.Duration) *reader {
	r := &reader{
		story: page.Story{Playing: true, Steps: len(t.Statements)}, ahead: t.Statements, reading: reading,
		phones: map[string]string{}, channels: map[string]string{}, users: map[string]string{},
	}
	for _, s := range t.Statements {
		if s.Do.Kind == bottest.SetPhone {
			r.phones[s.Do.Who] = s.Do.Number
		}
		if s.Silent {
			continue
		}
		for _, lines := range [][]string{s.Notes, s.Source} {
			for _, l := range lines {
				r.whole += weight(l)
			}
		}
		for _, o := range s.Outputs {
			for _, l := range o.Written() {
				r.whole += weight(l)
			}
		}
	}
	return r
}

// find learns how a stage calls what the story names.
func (r *reader) find(s *Stage) {
	snap := s.Slack.Snapshot()
	for _, c := range snap.Channels {
		r.channels[channelName(c)] = c.ID
	}
	for _, u := range snap.Users {
		r.users[u.Name] = u.ID
	}
}

// stageDirection are lines that set the stage; nobody needs to read them.
var stageDirection = regexp.MustCompile(`^(at |phone |given |check |\(.*\)$|$)`)

// lineWeight is what a line weighs beside its letters.
const lineWeight = 30

// atMostReading is how long the story stays with one line.
const atMostReading = 4 * time.Second

// weight is how much there is to read in a line. What goes on from the line
// above is glanced at.
func weight(line string) int {
	if stageDirection.MatchString(strings.TrimSpace(line)) {
		return 0
	}
	letters := utf8.RuneCountInString(line)
	if strings.HasPrefix(line, " ") {
		return letters / 4
	}
	return lineWeight + letters
}

var (
	toPhone   = regexp.MustCompile(`^(\S+) < `)
	inChannel = regexp.MustCompile(`^\[([^],]+)(?:, changed)?\]`)
	before    = regexp.MustCompile(`^(\S+) sees(?: a form)?:`)
)

// read takes the next line, and returns how long to stay with it.
func (r *reader) read(line string) time.Duration {
	s := &r.story
	switch said, isNote := strings.CutPrefix(line, "#"); {
	case isNote:
		said = strings.TrimSpace(said)
		if r.note {
			said = s.Caption + " " + said
		}
		s.Caption = said
	case len(r.ahead) > 0 && r.next(line):
		r.act(r.ahead[0].Do)
		s.Step++
		r.ahead = r.ahead[1:]
	default:
		if !strings.HasPrefix(line, " ") {
			s.Words, s.Button = "", "" // it was done: this is what came of it
		}
		if m := toPhone.FindStringSubmatch(line); m != nil && r.phones[m[1]] != "" {
			s.Phone, s.Channel = r.phones[m[1]], ""
		} else if m := inChannel.FindStringSubmatch(line); m != nil && r.channels[m[1]] != "" {
			s.Phone, s.Channel = "", r.channels[m[1]]
		} else if m := before.FindStringSubmatch(line); m != nil && r.users[m[1]] != "" {
			s.Phone, s.User = "", r.users[m[1]]
		}
	}
	r.note = strings.HasPrefix(line, "#")
	if r.whole == 0 {
		return 0
	}
	return min(r.reading*time.Duration(weight(line))/time.Duration(r.whole), atMostReading)
}

// next passes over what is played unseen, and reports whether the line is the
// beginning of the next thing that somebody does.
func (r *reader) next(line string) bool {
	i := 0
	for i < len(r.ahead)-1 && r.ahead[i].Silent {
		i++
	}
	if r.ahead[i].Source[0] != line {
		return false
	}
	r.story.Step += i
	r.ahead = r.ahead[i:]
	return true
}

// act is where to look when somebody does something.
func (r *reader) act(do bottest.Do) {
	s := &r.story
	s.Does, s.Who, s.Words, s.Button = string(do.Kind), do.Who, "", do.Button
	switch do.Kind {
	case bottest.Text, bottest.Again:
		s.Phone, s.Channel, s.Words = r.phones[do.Who], "", do.Words
	case bottest.Press, bottest.Reply, bottest.Command, bottest.Fill, bottest.Dismiss:
		s.Phone, s.User = "", r.users[do.Who]
		if id := r.channels[do.Channel]; id != "" {
			s.Channel = id
		}
	}
}

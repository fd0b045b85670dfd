package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/goodturn/goodturn/bot/bottest"
	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/sandbox/page"
)

// DemoOptions say how a demo is given.
type DemoOptions struct {
	// Listen is the page's address: 127.0.0.1:8080.
	Listen string
	// Dir is a folder for the stores, one below it for each new beginning; empty
	// is a temporary one that is taken away at the end.
	Dir string
	// Reading is how long the story takes to read; zero is as fast as it goes.
	Reading time.Duration
	// Start is when an empty scene begins; zero is ten o'clock today.
	Start time.Time
	Log   *slog.Logger
}

// ReadingTime is how long most people need for the story.
const ReadingTime = 75 * time.Second

// A Demo is Goodturn on a stage, with a page to see and use it: phones, the
// coordinators' Slack, a clock and the story.
type Demo struct {
	opt      DemoOptions
	log      *slog.Logger
	dir      string
	cast     []bottest.Do // the story's phones
	page     *page.Page
	listener net.Listener
	changes  signals

	setting sync.Mutex // held while one stage takes another's place
	moving  sync.Mutex // held while the clock moves
	closing sync.WaitGroup

	mu     sync.Mutex
	stage  *Stage
	scene  page.Scene
	story  page.Story
	stop   context.CancelFunc // ends the playing of the story; nil when it is not
	ended  chan struct{}      // closed when that has ended
	resume chan struct{}      // closed when the story goes on; nil when it is not paused
}

// NewDemo sets an empty stage and takes the page's port. Its errors are one
// sentence for whoever started it.
func NewDemo(ctx context.Context, o DemoOptions) (*Demo, error) {
	d := &Demo{opt: o, log: o.Log, dir: o.Dir}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	t, err := story()
	if err != nil {
		return nil, err
	}
	for _, s := range t.Statements {
		if s.Do.Kind == bottest.SetPhone {
			d.cast = append(d.cast, s.Do)
		}
	}
	if d.page, err = page.New(d, d.log); err != nil {
		return nil, err
	}
	if d.listener, err = net.Listen("tcp", o.Listen); err != nil {
		return nil, fmt.Errorf("--listen: cannot listen on %s; is another program using the port? %w", o.Listen, err)
	}
	if d.dir == "" {
		if d.dir, err = os.MkdirTemp("", "goodturn-demo-"); err != nil {
			return nil, errors.Join(fmt.Errorf("make a temporary folder: %w", err), d.listener.Close())
		}
	}
	if err := d.set(ctx, d.emptyStage, d.cast[:min(2, len(d.cast))]); err != nil {
		return nil, errors.Join(err, d.listener.Close(), d.tidy())
	}
	return d, nil
}

// URL is the page's address.
func (d *Demo) URL() string { return "http://" + d.listener.Addr().String() }

// Run shows the page until the context ends.
func (d *Demo) Run(ctx context.Context) error {
	server := &http.Server{
		Handler: d.page, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		// Open pages wait for events: they end with the context.
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(d.listener) }()
	var err error
	select {
	case err = <-served:
		err = fmt.Errorf("serve the page: %w", err)
	case <-ctx.Done():
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if err = server.Shutdown(grace); err != nil {
			err = errors.Join(fmt.Errorf("stop the page: %w", err), server.Close())
		}
	}
	d.Stop()
	d.setting.Lock()
	defer d.setting.Unlock()
	d.closing.Wait()
	return errors.Join(err, d.stage.Close(), d.tidy())
}

// tidy takes the temporary folder away.
func (d *Demo) tidy() error {
	if d.opt.Dir != "" {
		return nil
	}
	if err := os.RemoveAll(d.dir); err != nil {
		return fmt.Errorf("take the temporary folder away: %w", err)
	}
	return nil
}

func (d *Demo) emptyStage(ctx context.Context, dir string) (*Stage, error) {
	start := d.opt.Start
	if start.IsZero() {
		o, problems := org.Load(fixtures.Organisation)
		if len(problems) > 0 {
			return nil, fmt.Errorf("read the organisation: %w", problems[0])
		}
		now := time.Now().In(o.Location)
		start = time.Date(now.Year(), now.Month(), now.Day(), 10, 0, 0, 0, o.Location)
	}
	return NewStage(ctx, StageOptions{Org: fixtures.Organisation, Dir: dir, Start: start, Runs: true, Log: d.log})
}

func (d *Demo) storyStage(ctx context.Context, dir string) (*Stage, error) {
	return StoryStage(ctx, StageOptions{Dir: dir, Log: d.log})
}

// set puts a new stage in the old one's place, with a cast's phones on it.
func (d *Demo) set(ctx context.Context, build func(context.Context, string) (*Stage, error), cast []bottest.Do) error {
	d.setting.Lock()
	defer d.setting.Unlock()
	d.mu.Lock()
	number := d.scene.ID + 1
	d.mu.Unlock()
	dir, err := newFolder(d.dir, number)
	if err != nil {
		return err
	}
	// A visitor who goes away does not end the stage that was built for them.
	stage, err := build(context.WithoutCancel(ctx), dir)
	if err != nil {
		return fmt.Errorf("set the stage: %w", err)
	}
	o := stage.App.Org()
	scene := page.Scene{ID: number, Name: o.Name, Twilio: stage.Twilio, Slack: stage.Slack, Now: stage.Clock.Now, In: o.Location, Names: map[string]string{}}
	for _, p := range o.OnCall.People {
		scene.Names[p.Phone] = p.Name
	}
	for _, c := range cast {
		scene.Names[c.Number] = c.Who
		stage.Twilio.AddPhone(c.Number)
	}
	d.mu.Lock()
	old := d.stage
	d.stage, d.scene, d.story = stage, scene, page.Story{}
	d.mu.Unlock()
	d.changes.fire()
	if old != nil {
		d.closing.Go(func() {
			if err := old.Close(); err != nil {
				d.log.Warn("the last stage did not close as it should", "error", err)
			}
		})
	}
	return nil
}

// newFolder makes the folder of a beginning; those of earlier demos stay.
func newFolder(dir string, number int) (string, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("--dir: the folder cannot be made: %w", err)
	}
	for ; ; number++ {
		path := filepath.Join(dir, strconv.Itoa(number))
		err := os.Mkdir(path, 0o700)
		if err == nil {
			return path, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", fmt.Errorf("--dir: nothing can be written there: %w", err)
		}
	}
}

// Scene is what is on stage.
func (d *Demo) Scene() page.Scene {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.scene
}

// Watch tells of new scenes and of the story's steps.
func (d *Demo) Watch() (<-chan struct{}, func()) { return d.changes.watch() }

// atMostMoving bounds how long the clock may take to move.
const atMostMoving = time.Minute

// Move moves the clock, and everything that was due happens.
func (d *Demo) Move(ctx context.Context, to time.Time) error {
	d.moving.Lock()
	defer d.moving.Unlock()
	ctx, cancel := context.WithTimeout(ctx, atMostMoving)
	defer cancel()
	d.mu.Lock()
	stage := d.stage
	d.mu.Unlock()
	defer d.changes.fire()
	return stage.Move(ctx, to)
}

// Again begins anew, with nobody's words.
func (d *Demo) Again(ctx context.Context) error {
	d.Stop()
	return d.set(ctx, d.emptyStage, d.cast[:min(2, len(d.cast))])
}

// signals tells whoever watches that something changed. They coalesce.
type signals struct {
	mu   sync.Mutex
	subs map[chan struct{}]bool
}

func (s *signals) watch() (<-chan struct{}, func()) {
	c := make(chan struct{}, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.subs == nil {
		s.subs = map[chan struct{}]bool{}
	}
	s.subs[c] = true
	return c, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.subs, c)
	}
}

func (s *signals) fire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.subs {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

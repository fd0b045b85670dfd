package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/sandbox"
)

// A Stage is the whole of Goodturn behind its real adapters, with a pretend
// Twilio and a pretend Slack beside it and a clock that can be moved: what the
// demo, the terminal phone and the end-to-end tests play on.
type Stage struct {
	App *App
	// Apps are all its processes; App is the first.
	Apps   []*App
	Twilio *sandbox.Twilio
	Slack  *sandbox.Slack
	Clock  *StageClock

	stop    context.CancelFunc
	done    chan error
	servers []*http.Server
}

// StageOptions say how a stage is set.
type StageOptions struct {
	Org fs.FS
	// Dir holds the store's file, where Store names no other store.
	Dir   string
	Store string
	// Processes share the store and the work, behind one address; 0 is one.
	Processes int
	// Start sets the clock; it stands still until it is moved, unless Runs.
	Start time.Time
	Runs  bool
	Log   *slog.Logger
	// Listen is where the app listens; empty is any free port of this machine.
	Listen string
	Seed   uint64
	// paced keeps the providers' limits, which the sandbox has not.
	paced bool
	// house is what Org says, where that has been read.
	house *house
	// around stands before each process's store.
	around func(post.Store) post.Store
}

func (o StageOptions) store() string {
	return cmp.Or(o.Store, "sqlite:"+filepath.Join(o.Dir, "goodturn.sqlite"))
}

// settings are what the organisation's folder says.
func (o StageOptions) settings() (*org.Organisation, error) {
	if o.house != nil {
		return o.house.org, nil
	}
	settings, problems := org.Load(o.Org)
	if len(problems) > 0 {
		return nil, fmt.Errorf("read the organisation: %w", problems[0])
	}
	return settings, nil
}

// StageClock is a clock that somebody moves.
type StageClock struct {
	mu    sync.Mutex
	at    time.Time
	since time.Time // when it was set, where it runs
	runs  bool
}

// Now is the stage's time.
func (c *StageClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.runs {
		return c.at.Add(time.Since(c.since))
	}
	return c.at
}

func (c *StageClock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.since = at, time.Now()
}

// NewStage sets a stage and starts the app on it.
func NewStage(ctx context.Context, o StageOptions) (*Stage, error) {
	settings, err := o.settings()
	if err != nil {
		return nil, err
	}
	if o.Start.IsZero() {
		o.Start = time.Now()
	}
	s := &Stage{Clock: &StageClock{at: o.Start, since: time.Now(), runs: o.Runs}, done: make(chan error, max(o.Processes, 1))}
	s.Twilio = sandbox.NewTwilio(sandbox.TwilioOptions{From: "+447700900000", Now: s.Clock.Now, Seed: o.Seed, CarrierReplies: true})
	s.Slack = sandbox.NewSlack(sandbox.SlackOptions{SigningSecret: "sandboxsigningsecret", Channels: channels(settings), Users: users(settings), Now: s.Clock.Now, Seed: o.Seed})
	twilioURL, err := s.serve(s.Twilio)
	if err != nil {
		return nil, err
	}
	slackURL, err := s.serve(s.Slack)
	if err != nil {
		return nil, err
	}
	s.Slack.SetURL(slackURL)
	listener, err := net.Listen("tcp", cmp.Or(o.Listen, "127.0.0.1:0"))
	if err != nil {
		return nil, fmt.Errorf("--listen: cannot listen on %s; is another program using the port? %w", o.Listen, err)
	}
	public := "http://" + listener.Addr().String()
	s.Twilio.SetWebhook(public+"/twilio/message", public+"/twilio/status")
	s.Slack.SetTarget(public)
	options := Options{
		Listener: listener, PublicURL: public, Store: o.store(), Org: o.Org,
		TwilioAccountSID: s.Twilio.AccountSID(), TwilioAuthToken: s.Twilio.AuthToken(), TwilioFrom: s.Twilio.From(), TwilioAPIURL: twilioURL,
		SlackBotToken: s.Slack.BotToken(), SlackSigningSecret: s.Slack.SigningSecret(), SlackAPIURL: slackURL + "/api/",
		Clock: s.Clock, Log: o.Log, Unpaced: !o.paced, Anew: !o.Runs, house: o.house, around: o.around,
		// However slow the machine is, nothing of a stage is cut off.
		grace: 2 * time.Minute,
	}
	if !o.Runs {
		options.After = soon
	}
	if o.Processes > 1 {
		options.Listener, options.Listen = nil, "127.0.0.1:0"
	}
	for range max(o.Processes, 1) {
		app, err := New(ctx, options)
		if err != nil {
			s.closeServers()
			for _, other := range s.Apps {
				err = errors.Join(err, other.listener.Close(), other.store.Close())
			}
			return nil, err
		}
		s.Apps = append(s.Apps, app)
	}
	s.App = s.Apps[0]
	if o.Processes > 1 {
		s.serveOn(listener, &balancer{processes: s.Apps})
	}
	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stop = stop
	for _, app := range s.Apps {
		go func() { s.done <- app.Run(run) }()
	}
	return s, nil
}

// soon has what waits for a provider wait a moment only, where the clock stands
// still and nobody is to wait by the wall.
func soon(d time.Duration, f func()) { time.AfterFunc(min(d, 20*time.Millisecond), f) }

func (s *Stage) serve(h http.Handler) (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("start the sandbox: %w", err)
	}
	s.serveOn(l, h)
	return "http://" + l.Addr().String(), nil
}

func (s *Stage) serveOn(l net.Listener, h http.Handler) {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	s.servers = append(s.servers, server)
	go func() { _ = server.Serve(l) }()
}

// Move moves the clock and lets everything happen that was due meanwhile, in
// its order.
func (s *Stage) Move(ctx context.Context, to time.Time) error {
	for {
		due, err := s.App.nextDue(ctx, to)
		if err != nil {
			return err
		}
		if due.IsZero() {
			break
		}
		if due.After(s.Clock.Now()) {
			s.Clock.set(due)
		}
		if err := s.Settle(ctx); err != nil {
			return err
		}
	}
	s.Clock.set(to)
	return s.Settle(ctx)
}

// nextDue is when the next document is due, if that is not after the limit.
func (a *App) nextDue(ctx context.Context, limit time.Time) (time.Time, error) {
	ids, err := a.store.Due(ctx, limit, 4096)
	if err != nil {
		return time.Time{}, fmt.Errorf("find what is due: %w", err)
	}
	var next time.Time
	for _, id := range ids {
		rec, err := a.store.Load(ctx, id)
		if errors.Is(err, post.ErrNotFound) {
			continue
		}
		if err != nil {
			return time.Time{}, fmt.Errorf("load what is due: %w", err)
		}
		if next.IsZero() || rec.Due.Before(next) {
			next = rec.Due
		}
	}
	return next, nil
}

// Settle waits until everybody is at rest, the office and both sandboxes, and
// nothing is due at this moment of the stage's clock.
func (s *Stage) Settle(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		for range 2 {
			for _, app := range s.Apps {
				if err := app.office.Idle(ctx); err != nil {
					return err
				}
			}
			if err := s.Twilio.Wait(ctx); err != nil {
				return fmt.Errorf("wait for the pretend Twilio: %w", err)
			}
			if err := s.Slack.Wait(ctx); err != nil {
				return fmt.Errorf("wait for the pretend Slack: %w", err)
			}
		}
		due, err := s.App.nextDue(ctx, s.Clock.Now())
		if err != nil {
			return err
		}
		if due.IsZero() {
			return nil
		}
		if err := s.sweep(ctx); err != nil {
			return err
		}
	}
}

func (s *Stage) sweep(ctx context.Context) error {
	for _, app := range s.Apps {
		if _, err := app.office.Sweep(ctx); err != nil {
			return fmt.Errorf("sweep the stage: %w", err)
		}
	}
	return nil
}

// Close stops the app as an operator would, then the sandbox.
func (s *Stage) Close() error {
	s.stop()
	var err error
	for range s.Apps {
		err = errors.Join(err, <-s.done)
	}
	s.closeServers()
	return err
}

func (s *Stage) closeServers() {
	s.Twilio.Close()
	s.Slack.Close()
	for _, server := range s.servers {
		_ = server.Close()
	}
}

// Workspace is the Slack workspace that an organisation's settings speak of.
func Workspace(folder fs.FS) ([]sandbox.SlackChannel, []sandbox.SlackUser, error) {
	o, problems := org.Load(folder)
	if len(problems) > 0 {
		return nil, nil, fmt.Errorf("read the organisation: %w", problems[0])
	}
	return channels(o), users(o), nil
}

func channels(o *org.Organisation) []sandbox.SlackChannel {
	var list []sandbox.SlackChannel
	for _, h := range o.Hubs {
		list = append(list, sandbox.SlackChannel{ID: h.Channel, Name: h.ID + "-hub"})
	}
	return append(list,
		sandbox.SlackChannel{ID: o.Safeguarding.Channel, Name: "safeguarding", Private: true, Members: []string{o.Safeguarding.Slack}},
		sandbox.SlackChannel{ID: o.OnCall.Channel, Name: "on-call"})
}

func users(o *org.Organisation) []sandbox.SlackUser {
	var list []sandbox.SlackUser
	seen := map[string]bool{"": true}
	add := func(id, name string) {
		if !seen[id] {
			seen[id] = true
			list = append(list, sandbox.SlackUser{ID: id, Name: name, RealName: name})
		}
	}
	for _, c := range o.Coordinators {
		add(c.Slack, c.Name)
	}
	add(o.Safeguarding.Slack, o.Safeguarding.Name)
	for _, p := range o.OnCall.People {
		add(p.Slack, p.Name)
	}
	return list
}

// Package app wires the rooms together: one store, one office, Twilio's and
// Slack's doors, and the operator's pages. Everything can be embedded: New,
// then Run.
package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/flows"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/request"
	"github.com/goodturn/goodturn/internal/slack"
	"github.com/goodturn/goodturn/internal/task"
	"github.com/goodturn/goodturn/internal/twilio"
)

// Options are everything that an operator decides. The environment's name of
// each stands in the command's help.
type Options struct {
	Listen string
	// Listener is where it listens, in place of Listen, for whoever embeds it.
	Listener  net.Listener
	PublicURL string // as Twilio and Slack reach it, without a path
	Store     string // sqlite:PATH, or mongodb://HOST/DATABASE
	Org       fs.FS  // the organisation's folder
	Cache     string // the folder in which what was learned to hear is kept; empty for none

	TwilioAccountSID          string
	TwilioAuthToken           string
	TwilioFrom                string
	TwilioMessagingServiceSID string
	TwilioAPIURL              string

	SlackBotToken      string
	SlackSigningSecret string
	SlackAppToken      string
	SlackAPIURL        string

	// Clock is the real one when nil.
	Clock post.Clock
	Log   *slog.Logger
	// Unpaced keeps no provider's limit: for the sandbox, which has none.
	Unpaced bool
	// After is [time.AfterFunc] when nil: see [post.Options].
	After func(time.Duration, func())
	// Anew has every step begin from the stored bytes, as after a restart: for tests.
	Anew bool
	// Untaught hears by the lists of phrases alone, without having learned from
	// samples, which takes seconds: for tests that start often.
	Untaught bool
	// Newer is added to the revision of every kind of document: for tests of two
	// versions beside each other.
	Newer int
	// house is what Org says, where that has been read: for tests that start often.
	house *house
	// around stands before the store: for tests of its faults.
	around func(post.Store) post.Store
	// grace is how long what was taken may take to be delivered at the end; 20 s,
	// which is less than those who stop processes wait, when it is zero.
	grace time.Duration
}

// App is one process of Goodturn.
type App struct {
	opt      Options
	log      *slog.Logger
	clock    post.Clock
	org      *org.Organisation
	wording  *bot.Wording
	bot      *bot.Bot
	store    *watchedStore
	office   *post.Office
	twilio   *twilio.Channel
	slack    *slack.Slack
	metrics  *metrics
	porch    *porch
	listed   atomic.Pointer[time.Time] // how far Twilio's list was read, as this process last knew
	silent   sync.Map                  // senders that did not answer at the start, nor took anything since: when that was
	behind   atomic.Bool               // since a restore, until Twilio's list was read to its end
	key      []byte
	listener net.Listener
	server   *http.Server
}

type wallClock struct{}

func (wallClock) Now() time.Time { return time.Now() }

// New reads the settings, opens the store and asks Twilio and Slack whether
// they know us. Its errors are one sentence for an operator, or one for each
// mistake in the organisation's folder.
func New(ctx context.Context, o Options) (*App, error) {
	a := &App{opt: o, log: o.Log, clock: o.Clock}
	if a.log == nil {
		a.log = slog.New(slog.DiscardHandler)
	}
	if a.clock == nil {
		a.clock = wallClock{}
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	if o.house != nil {
		a.org, a.wording, a.bot = o.house.org, o.house.wording, o.house.bot
	} else {
		var err error
		if a.org, a.wording, a.bot, err = read(o.Org, o.ears()); err != nil {
			return nil, err
		}
	}
	if err := a.channels(ctx); err != nil {
		return nil, err
	}
	store, err := openStore(ctx, "GOODTURN_STORE", o.Store, a.clock)
	if err != nil {
		return nil, err
	}
	if o.around != nil {
		store = o.around(store)
	}
	a.metrics, a.porch = newMetrics(), newPorch()
	a.store = &watchedStore{Store: store, failures: a.metrics.failures}
	if err := a.open(ctx); err != nil {
		return nil, errors.Join(err, a.store.Close())
	}
	return a, nil
}

// check names the first setting that is missing or wrong.
func (o Options) check() error {
	missing := func(name, what string) error { return fmt.Errorf("%s is missing: %s", name, what) }
	switch {
	case o.Org == nil:
		return missing("GOODTURN_ORG", "give the folder of your organisation's settings, for example fixtures")
	case o.PublicURL == "":
		return missing("GOODTURN_PUBLIC_URL", "give the https address at which Twilio reaches this server, without a path")
	case !strings.HasPrefix(o.PublicURL, "http://") && !strings.HasPrefix(o.PublicURL, "https://"):
		return fmt.Errorf("GOODTURN_PUBLIC_URL must begin with https://: %q does not", o.PublicURL)
	case o.TwilioAccountSID == "":
		return missing("TWILIO_ACCOUNT_SID", "copy the Account SID from Twilio's console")
	case o.TwilioAuthToken == "":
		return missing("TWILIO_AUTH_TOKEN", "copy the Auth Token from Twilio's console")
	case o.TwilioFrom == "" && o.TwilioMessagingServiceSID == "":
		return missing("TWILIO_FROM", "give your Twilio number like +447700900000, or TWILIO_MESSAGING_SERVICE_SID")
	case o.SlackBotToken == "":
		return missing("SLACK_BOT_TOKEN", "copy the Bot User OAuth Token (xoxb-...) of your Slack app")
	case o.SlackAppToken == "" && o.SlackSigningSecret == "":
		return missing("SLACK_SIGNING_SECRET", "copy the Signing Secret of your Slack app, or give SLACK_APP_TOKEN to use Socket Mode")
	}
	return nil
}

// channels makes the two providers' clients and has each check its credentials.
func (a *App) channels(ctx context.Context) error {
	o := a.opt
	rate, slackRate := a.org.Rate, 1.0
	if o.Unpaced {
		rate, slackRate = 0, 0
	}
	var err error
	a.twilio, err = twilio.New(twilio.Options{
		AccountSID: o.TwilioAccountSID, AuthToken: o.TwilioAuthToken, From: o.TwilioFrom, MessagingServiceSID: o.TwilioMessagingServiceSID,
		APIURL: o.TwilioAPIURL, PublicURL: strings.TrimSuffix(o.PublicURL, "/"), StatusURL: strings.TrimSuffix(o.PublicURL, "/") + "/twilio/status",
		Rate: rate, Log: a.log, Now: a.clock.Now,
	})
	if err != nil {
		return fmt.Errorf("set up Twilio: %w", err)
	}
	a.slack = slack.New(slack.Options{
		BotToken: o.SlackBotToken, SigningSecret: o.SlackSigningSecret, AppToken: o.SlackAppToken, APIURL: o.SlackAPIURL,
		Cards: a.card, Remark: a.remark, Names: a.coordinator, Rate: slackRate, Log: a.log, Now: a.clock.Now, Words: a.slackWords(),
	})
	return a.introduce(ctx)
}

// introduce asks Twilio and Slack whether they know us. One that refuses the
// credentials stops the start; one that does not answer does not, for texts
// must be taken while it is down.
func (a *App) introduce(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	if err := a.twilio.Check(ctx); errors.Is(err, twilio.ErrAccount) {
		return err
	} else if err != nil {
		a.silent.Store("text", a.clock.Now())
		a.log.Warn("Twilio did not answer at the start; texts wait until it does", "error", err)
	}
	if err := a.slack.Check(ctx); errors.Is(err, slack.ErrRefused) {
		return err
	} else if err != nil {
		a.silent.Store("slack", a.clock.Now())
		a.log.Warn("Slack did not answer at the start; cards wait until it does", "error", err)
	}
	return nil
}

// open makes the office over the store, and takes the port.
func (a *App) open(ctx context.Context) error {
	key, err := personKey(ctx, a.store)
	if err != nil {
		return err
	}
	a.key = key
	note, err := readRestored(ctx, a.store)
	if err != nil {
		return err
	}
	last, err := readListing(ctx, a.store)
	if err != nil {
		return err
	}
	a.behind.Store(note.At.After(last.Until))
	owner := uuid.Must(uuid.NewV7()).String()
	a.office, err = post.New(post.Options{
		Store: a.store, Clock: a.clock, Owner: owner, Log: a.log, Observe: a.observe,
		Chance:  rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())),
		Senders: afterRestore(note, map[string]post.Sender{"text": a.twilio, "slack": a.slack}, a.clock),
		Kinds:   kinds(a.org, a.bot, a.personID, a.opt.Newer),
		Stuck:   a.stuck,
		Parked:  a.parked,
		Anew:    a.opt.Anew, After: a.opt.After,
	})
	if err != nil {
		return fmt.Errorf("open the office: %w", err)
	}
	a.metrics.registry.MustRegister(queueCollector{office: a.office, clock: a.clock})
	if a.listener = a.opt.Listener; a.listener == nil {
		if a.listener, err = net.Listen("tcp", a.opt.Listen); err != nil {
			return fmt.Errorf("GOODTURN_LISTEN: cannot listen on %s; is another program using the port? %w", a.opt.Listen, err)
		}
	}
	a.server = &http.Server{
		Handler: a.handler(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second,
		WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
	return nil
}

// kinds are the machines of all documents, of revisions so much newer.
func kinds(o *org.Organisation, b *bot.Bot, personID func(phone string) string, newer int) []post.Kind {
	person, tasks := b.Machine(), task.New(o)
	requests, cases := request.New(o, personID), desk.New(o, personID)
	person.Revision, person.Upgrades = person.Revision+newer, append(person.Upgrades, post.Same(newer)...)
	tasks.Revision, tasks.Upgrades = tasks.Revision+newer, append(tasks.Upgrades, post.Same(newer)...)
	requests.Revision, requests.Upgrades = requests.Revision+newer, append(requests.Upgrades, post.Same(newer)...)
	cases.Revision, cases.Upgrades = cases.Revision+newer, append(cases.Upgrades, post.Same(newer)...)
	return []post.Kind{person.Kind(), tasks.Kind(), requests.Kind(), cases.Kind()}
}

// Addr is the address that the server listens on.
func (a *App) Addr() string { return a.listener.Addr().String() }

// Office is the app's post office, for the demo and for tests.
func (a *App) Office() *post.Office { return a.office }

// Org is the organisation that the app serves.
func (a *App) Org() *org.Organisation { return a.org }

// Run serves until the context ends, and then stops without dropping anything:
// what was acknowledged is in the store.
func (a *App) Run(ctx context.Context) error {
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	// Who stops fetches nothing more to do, from the store or from Twilio's list.
	go a.office.Run(ctx)
	go a.catchUp(ctx)
	go a.tryWriting(ctx)
	if a.opt.SlackAppToken != "" {
		go a.socket(work)
	}
	served := make(chan error, 1)
	go func() { served <- a.server.Serve(limitConnections(a.listener, connectionsAtMost)) }()
	a.log.Info("ready", "listen", a.Addr())
	select {
	case err := <-served:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	a.log.Info("stopping: taking no more, delivering what was taken")
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), cmp.Or(a.opt.grace, 20*time.Second))
	defer cancel()
	err := a.server.Shutdown(grace)
	err = errors.Join(err, a.office.Close(grace))
	stop()
	if closed := a.store.Close(); closed != nil {
		err = errors.Join(err, fmt.Errorf("close the store: %w", closed))
	}
	return err
}

// socket keeps the Socket Mode connection, for as long as the app runs.
func (a *App) socket(ctx context.Context) {
	for ctx.Err() == nil {
		if err := a.slack.RunSocket(ctx, a); err != nil && ctx.Err() == nil {
			a.log.Error("Slack's socket closed; opening it again", "error", err)
			select {
			case <-ctx.Done():
			case <-time.After(2 * time.Second):
			}
		}
	}
}

// Flows are the conversations that this program knows.
func Flows() []bot.Flow { return flows.All() }

package torture

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/goodturn/goodturn/internal/app"
	"github.com/goodturn/goodturn/internal/sandbox"
)

// ourNumber is what people text.
const ourNumber = "+447700900000"

// retries are what an operator is told to put behind the webhook's address.
const retries = "#rc=5&rp=all"

// A world is all that is outside the processes.
type world struct {
	cfg      Config
	ledger   *ledger
	twilio   *sandbox.Twilio
	slack    *sandbox.Slack
	balancer *balancer
	trigger  *trigger
	desk     *desk
	people   []*person
	env      []string
	servers  []*http.Server

	// closing is closed when nobody begins anything new any more; ctx ends, by
	// silence, when nobody waits for an answer any more.
	ctx     context.Context
	silence context.CancelFunc
	closing chan struct{}
	scripts sync.WaitGroup // people, and their webhooks that come again

	mu     sync.Mutex // guards what follows
	chance *rand.Rand
	houses int
	errors map[string]int // what processes logged as errors, and how often
	first  map[string]string
	wrong  []Wrong

	cards, places int // counted by the checks

	repeated, held, cut, asked, withheld atomic.Int64
}

func newWorld(cfg Config) (*world, error) {
	w := &world{
		cfg: cfg, ledger: newLedger(), trigger: &trigger{}, closing: make(chan struct{}),
		chance: rand.New(rand.NewPCG(cfg.Seed, 1)), errors: map[string]int{}, first: map[string]string{},
	}
	folder, err := os.MkdirTemp(cfg.Dir, "organisation")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the organisation: %w", err)
	}
	if err := organisation(folder, time.Now()); err != nil {
		return nil, err
	}
	channels, users, err := app.Workspace(os.DirFS(folder))
	if err != nil {
		return nil, err
	}
	w.twilio = sandbox.NewTwilio(sandbox.TwilioOptions{From: ourNumber, Seed: cfg.Seed, Taken: w.taken})
	w.slack = sandbox.NewSlack(sandbox.SlackOptions{Channels: channels, Users: users, Seed: cfg.Seed, NoEcho: true})
	w.balancer = newBalancer(w.ledger)
	w.balancer.passing = func() { w.trigger.pull(whenPassing) }
	w.desk = newDesk(w)
	public, err := w.serve(w.balancer)
	if err != nil {
		return nil, err
	}
	twilioURL, err := w.serve(http.HandlerFunc(w.provider))
	if err != nil {
		return nil, err
	}
	slackURL, err := w.serve(http.HandlerFunc(w.workspace))
	if err != nil {
		return nil, err
	}
	w.twilio.SetWebhook(public+"/twilio/message"+retries, public+"/twilio/status")
	w.slack.SetTarget(public)
	w.slack.SetURL(slackURL)
	w.env = []string{
		victimVariable + "=1", "GOODTURN_LISTEN=127.0.0.1:0", "GOODTURN_PUBLIC_URL=" + public, "GOODTURN_STORE=" + cfg.Store, "GOODTURN_ORG=" + folder, "GOODTURN_CACHE=" + cfg.Dir + "/cache",
		"TWILIO_ACCOUNT_SID=" + w.twilio.AccountSID(), "TWILIO_AUTH_TOKEN=" + w.twilio.AuthToken(), "TWILIO_FROM=" + ourNumber, "TWILIO_API_URL=" + twilioURL,
		"SLACK_BOT_TOKEN=" + w.slack.BotToken(), "SLACK_SIGNING_SECRET=" + w.slack.SigningSecret(), "SLACK_API_URL=" + slackURL + "/api/",
	}
	return w, nil
}

func (w *world) serve(h http.Handler) (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("open the world: %w", err)
	}
	s := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	w.servers = append(w.servers, s)
	go func() { _ = s.Serve(l) }()
	return "http://" + l.Addr().String(), nil
}

func (w *world) close() error {
	w.twilio.Close()
	w.slack.Close()
	var errs []error
	for _, s := range w.servers {
		errs = append(errs, s.Close())
	}
	return errors.Join(errs...)
}

// intn returns a number below n, of the run's seed.
func (w *world) intn(n int) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.chance.IntN(n)
}

// house returns an address that nobody has had.
func (w *world) house() (number int, street string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.houses++
	return 1 + w.houses/len(streets), streets[w.houses%len(streets)]
}

// heard keeps count of what processes log as errors.
func (w *world) heard(l logLine) {
	if l.Level != "ERROR" {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.errors[l.Msg]++; w.errors[l.Msg] == 1 {
		w.first[l.Msg] = l.Error
	}
}

// taken is told of each text of ours by the provider, before it answers.
func (w *world) taken(m sandbox.Message) {
	w.ledger.take(m)
	w.trigger.pull(whenTaken)
}

// populate makes the people, in the order of their numbers, so that a seed
// makes the same ones.
func (w *world) populate() {
	for _, number := range []string{"+447700900801", "+447700900802", "+447700900803"} {
		w.add(number, "", onCall)
	}
	for i := range w.cfg.Phones {
		first, last := firstNames[i%len(firstNames)], lastNames[(i/len(firstNames))%len(lastNames)]
		number := fmt.Sprintf("+447700900%03d", 100+i)
		area, postcode := "LS6", "LS6 2AB"
		if i%5 == 4 {
			area, postcode = "LS8", "LS8 1AA"
		}
		switch {
		case i%10 == 8:
			w.add(number, first, fickle)
		case i%20 == 19:
			w.add(number, first, endangered)
		case i%4 == 3:
			w.add(number, first, func(ctx context.Context, p *person) error { return resident(ctx, p, last, postcode) })
		default:
			w.add(number, first, func(ctx context.Context, p *person) error { return volunteer(ctx, p, last, area) })
		}
	}
}

func (w *world) add(number, first string, script func(context.Context, *person) error) {
	w.ledger.mu.Lock()
	account := w.ledger.phone(number)
	w.ledger.mu.Unlock()
	w.people = append(w.people, &person{
		w: w, number: number, first: first, script: script, account: account,
		chance: rand.New(rand.NewPCG(w.cfg.Seed, uint64(len(w.people)+2))),
	})
}

package sandbox

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// SlackOptions says what a pretend workspace holds. Zero values are filled with
// ones that work.
type SlackOptions struct {
	BotToken      string // xoxb-…, checks Web API requests
	AppToken      string // xapp-…, checks apps.connections.open
	SigningSecret string // signs deliveries
	Channels      []SlackChannel
	Users         []SlackUser
	// AckTimeout is how long the application may take to answer an interaction,
	// a command or an event; zero means Slack's 3 s.
	AckTimeout time.Duration
	// NoEcho leaves out the message events by which Slack tells an application of
	// its own posts, edits and deletions.
	NoEcho bool
	Now    func() time.Time // nil means time.Now; called by many goroutines
	// SignedAt dates signatures; nil means Now.
	SignedAt func() time.Time
	Sleep    Sleep  // for retries and Slow; nil means the real clock
	Seed     uint64 // repeats the ids of a run; 0 is a new one each time
}

// SlackChannel is a channel of the workspace.
type SlackChannel struct {
	ID, Name string
	Private  bool
	// Members are the ids of the people in it; nil means everybody.
	Members []string
	// WithoutBot leaves the application's bot out: it cannot post there.
	WithoutBot bool
}

// SlackUser is a person in the workspace.
type SlackUser struct{ ID, Name, RealName string }

// Fixed identities of the pretend workspace and of the application in it.
const (
	SlackTeam    = "T0SANDBOX"
	SlackApp     = "A0SANDBOX"
	SlackBot     = "B0SANDBOX"
	SlackBotUser = "U0GOODTURN"
)

// Slack is a pretend Slack: the Web API, the people in the workspace, and the
// deliveries to the application, by signed HTTP or over Socket Mode.
type Slack struct {
	watchers
	faults
	*background
	opts    SlackOptions
	ids     *idSource
	client  *http.Client
	outbox  outbox
	sockets sockets
	methods map[string]method

	mu         sync.RWMutex
	target     string // where the application listens
	base       string // where this server is reached, as last seen
	lastTS     int64  // microseconds of the newest timestamp
	users      map[string]SlackUser
	userOrder  []string
	channels   map[string]*channel
	order      []string // channels in order
	views      map[string]*view
	stacks     map[string][]*view // a person's open modals, the top one last
	triggers   map[string]*trigger
	urls       map[string]*responseURL
	ephemerals map[string][]*slackMessage // by person
	deliveries []Delivery
}

// NewSlack returns a pretend Slack that answers HTTP. Close ends its background
// work and its sockets.
func NewSlack(o SlackOptions) *Slack {
	if o.BotToken == "" {
		o.BotToken = "xoxb-sandbox"
	}
	if o.AppToken == "" {
		o.AppToken = "xapp-sandbox"
	}
	if o.SigningSecret == "" {
		o.SigningSecret = "sandbox-signing-secret"
	}
	if o.AckTimeout == 0 {
		o.AckTimeout = 3 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.SignedAt == nil {
		o.SignedAt = o.Now
	}
	if o.Sleep == nil {
		o.Sleep = realSleep
	}
	s := &Slack{
		background: newBackground(256),
		opts:       o,
		ids:        newIDSource(o.Seed),
		client:     deliveryClient(),
		users:      map[string]SlackUser{},
		channels:   map[string]*channel{},
		views:      map[string]*view{},
		stacks:     map[string][]*view{},
		triggers:   map[string]*trigger{},
		urls:       map[string]*responseURL{},
		ephemerals: map[string][]*slackMessage{},
	}
	s.outbox.faults = &s.faults
	s.methods = s.webAPI()
	s.AddUser(SlackUser{ID: SlackBotUser, Name: "goodturn", RealName: "Goodturn"})
	for _, u := range o.Users {
		s.AddUser(u)
	}
	for _, c := range o.Channels {
		s.AddChannel(c)
	}
	return s
}

// Close abandons what is under way in the background, and closes every socket.
func (s *Slack) Close() {
	s.background.Close()
	s.sockets.closeAll()
	s.client.CloseIdleConnections()
}

// SetTarget says where the application listens: deliveries go to
// /slack/events, /slack/interactions and /slack/commands below it, unless a
// socket is open.
func (s *Slack) SetTarget(baseURL string) {
	s.mu.Lock()
	s.target = strings.TrimSuffix(baseURL, "/")
	s.mu.Unlock()
}

// SetURL says where this server is reached, for the response URLs that it
// gives out. Without it they follow the last request's host.
func (s *Slack) SetURL(baseURL string) {
	s.mu.Lock()
	s.base = strings.TrimSuffix(baseURL, "/")
	s.mu.Unlock()
}

// BotToken returns the token that the Web API wants.
func (s *Slack) BotToken() string { return s.opts.BotToken }

// AppToken returns the token that opens Socket Mode connections.
func (s *Slack) AppToken() string { return s.opts.AppToken }

// SigningSecret returns the secret that signs deliveries.
func (s *Slack) SigningSecret() string { return s.opts.SigningSecret }

// AddUser adds a person, making an id if there is none, and returns them.
func (s *Slack) AddUser(u SlackUser) SlackUser {
	if u.ID == "" {
		u.ID = s.ids.slack("U", 10)
	}
	if u.RealName == "" {
		u.RealName = u.Name
	}
	s.mu.Lock()
	if _, known := s.users[u.ID]; !known {
		s.userOrder = append(s.userOrder, u.ID)
	}
	s.users[u.ID] = u
	s.mu.Unlock()
	s.changed()
	return u
}

// AddChannel adds a channel, making an id if there is none, and returns it.
func (s *Slack) AddChannel(c SlackChannel) SlackChannel {
	if c.ID == "" {
		c.ID = s.ids.slack("C", 10)
	}
	s.mu.Lock()
	s.addChannel(newChannel(c))
	s.mu.Unlock()
	s.changed()
	return c
}

// addChannel files a channel. The caller holds s.mu.
func (s *Slack) addChannel(c *channel) {
	if s.channels[c.ID] == nil {
		s.order = append(s.order, c.ID)
	}
	s.channels[c.ID] = c
}

func (s *Slack) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.serve(w, r, s, s.opts.Sleep, s.ctx, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/link"):
			s.acceptSocket(w, r)
		case strings.HasPrefix(r.URL.Path, "/actions/"), strings.HasPrefix(r.URL.Path, "/commands/"):
			s.followResponseURL(w, r)
		default:
			s.callMethod(w, r)
		}
	})
}

func (s *Slack) tooMany(w http.ResponseWriter) {
	slackJSON(w, http.StatusTooManyRequests, map[string]any{"ok": false, "error": "ratelimited"})
}

func (s *Slack) serverError(w http.ResponseWriter) {
	slackJSON(w, http.StatusInternalServerError, map[string]any{"ok": false, "error": "internal_error"})
}

func (s *Slack) refuse(w http.ResponseWriter, f Fault) {
	slackJSON(w, http.StatusOK, map[string]any{"ok": false, "error": f.Error})
}

// ts makes a new timestamp, later than every other. The caller holds s.mu.
func (s *Slack) ts() string {
	s.lastTS = max(s.lastTS+1, s.opts.Now().UnixMicro())
	return fmt.Sprintf("%d.%06d", s.lastTS/1e6, s.lastTS%1e6)
}

// findChannel finds a channel by id or name. The caller holds s.mu.
func (s *Slack) findChannel(name string) *channel {
	if c := s.channels[name]; c != nil {
		return c
	}
	name = strings.TrimPrefix(name, "#")
	for _, id := range s.order {
		if c := s.channels[id]; c.Name == name && name != "" {
			return c
		}
	}
	return nil
}

// findUser finds a person by id or name. The caller holds s.mu.
func (s *Slack) findUser(name string) (SlackUser, bool) {
	if u, ok := s.users[name]; ok {
		return u, true
	}
	for _, id := range s.userOrder {
		if u := s.users[id]; u.Name == name && name != "" {
			return u, true
		}
	}
	return SlackUser{}, false
}

// direct finds or opens the direct conversation with a person. The caller holds s.mu.
func (s *Slack) direct(user string) *channel {
	id := "D" + strings.TrimPrefix(user, "U")
	if c := s.channels[id]; c != nil {
		return c
	}
	c := newChannel(SlackChannel{ID: id, Private: true, Members: []string{user}})
	c.im = user
	s.addChannel(c)
	return c
}

// ackTimeout bounds one delivery.
func (s *Slack) ackTimeout(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, s.opts.AckTimeout)
}

package slack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	slackapi "github.com/slack-go/slack"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/post"
)

// Options are what a Slack channel is made of.
type Options struct {
	BotToken      string // xoxb-…
	SigningSecret string // of requests over HTTP; without it they are all refused
	AppToken      string // xapp-…, for [Slack.RunSocket]
	APIURL        string // "" is Slack itself
	// Cards draws a document as it now stands for a channel; false when the
	// document has nothing to show there.
	Cards func(doc *post.Document, channel string) (desk.Card, bool)
	// Remark words an entry for a card's thread. Nil takes the text that stands
	// in the entry's body.
	Remark func(e post.Entry) string
	// Names gives the first name of a Slack user whom the settings know. Others
	// are looked up in Slack.
	Names func(user string) (string, bool)
	// Rate is how many messages a second a channel takes. Slack allows one; 0
	// is no limit.
	Rate  float64
	HTTP  *http.Client
	Log   *slog.Logger
	Now   func() time.Time
	Words Words
}

// Words are the sentences that coordinators read from this package. The wording
// files hold them.
type Words struct {
	Stale   string // a request signed more than five minutes ago
	Forged  string // a request that Slack did not sign
	Unknown string // a button that belongs to nothing
	Failed  string // it did not work, nothing was changed, and what to do
	Slow    string // it is taking longer than usual; the answer will follow
	Expired string // the form could not be opened in time; press again
	File    string // a file or picture does not go by text
	// Wordless says that emoji and mentions alone do not go by text.
	Wordless string
	Help     string // what one can write to the app
	Back     string // the button that leaves a confirmation without acting
}

// ErrRefused: Slack does not accept the credentials.
var ErrRefused = errors.New("credentials refused")

// Slack is one workspace's channel. Its methods may be called at the same time.
type Slack struct {
	opt   Options
	api   *slackapi.Client
	log   *slog.Logger
	names names
	told  told
	self  atomic.Pointer[string] // our own user id, once Check has learnt it
	work  sync.WaitGroup         // answers on their way after the acknowledgement
}

// callWithin bounds one call of Slack's API.
const callWithin = 10 * time.Second

// New returns the channel. It calls nobody; [Slack.Check] does.
func New(o Options) *Slack {
	if o.HTTP == nil {
		o.HTTP = &http.Client{Timeout: callWithin}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	settings := []slackapi.Option{slackapi.OptionHTTPClient(o.HTTP), slackapi.OptionAppLevelToken(o.AppToken)}
	if o.APIURL != "" {
		settings = append(settings, slackapi.OptionAPIURL(strings.TrimSuffix(o.APIURL, "/")+"/"))
	}
	return &Slack{opt: o, log: o.Log, api: slackapi.New(o.BotToken, settings...)}
}

// scopes are what the manifest asks for and the code needs.
var scopes = [...]string{"channels:history", "channels:read", "groups:history", "groups:read", "chat:write", "commands", "users:read", "metadata.message:read"}

// Check asks Slack whether the bot token is good. The error is one plain
// sentence with what to do; it is an [ErrRefused] when Slack answered no, and
// another when Slack could not be asked.
func (s *Slack) Check(ctx context.Context) error {
	who, err := s.api.AuthTestContext(ctx)
	if err != nil {
		switch f := fault(err); {
		case f.kind == faultCredentials:
			return fmt.Errorf("slack refused SLACK_BOT_TOKEN (%s): copy the Bot User OAuth Token (xoxb-…) from your app's page “OAuth & Permissions”, and install the app first if there is none: %w", f.code, ErrRefused)
		case f.kind == faultUnreached:
			return fmt.Errorf("slack could not be reached (%s): check the network, and SLACK_API_URL if it is set", f.code)
		default:
			return fmt.Errorf("slack did not answer as Slack does (%s): check SLACK_API_URL if it is set, and status.slack.com", f.code)
		}
	}
	s.self.Store(&who.UserID)
	if granted := who.Header.Get("X-OAuth-Scopes"); granted != "" {
		have := "," + strings.ReplaceAll(granted, " ", "") + ","
		for _, scope := range scopes {
			if !strings.Contains(have, ","+scope+",") {
				s.log.Warn("the Slack app lacks a permission: add the scope on its page “OAuth & Permissions” and install it again", "scope", scope)
			}
		}
	}
	return nil
}

// CheckChannels returns the channels in which the app cannot post, and logs
// for each what to do. The error says that Slack could not be asked.
func (s *Slack) CheckChannels(ctx context.Context, ids []string) (closed []string, err error) {
	for _, id := range ids {
		info, err := s.api.GetConversationInfoContext(ctx, &slackapi.GetConversationInfoInput{ChannelID: id})
		switch {
		case err != nil && fault(err).kind == faultChannel:
			s.operator(id, fault(err))
			closed = append(closed, id)
		case err != nil:
			return closed, fmt.Errorf("ask Slack about channel %s: %s", id, fault(err).code)
		case info.IsArchived:
			s.operator(id, trouble{faultChannel, "is_archived"})
			closed = append(closed, id)
		case !info.IsMember:
			s.operator(id, trouble{faultChannel, "not_in_channel"})
			closed = append(closed, id)
		}
	}
	return closed, nil
}

// Wait returns when every answer that follows an acknowledgement has gone out.
func (s *Slack) Wait() { s.work.Wait() }

// background does work that outlives the request.
func (s *Slack) background(ctx context.Context, do func(context.Context)) {
	s.work.Go(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callWithin)
		defer cancel()
		do(ctx)
	})
}

// Package twilio is the channel for texts: it sends entries of the outbox
// through Twilio's API, reads Twilio's webhooks once their signature holds,
// and lists what came in while nobody listened.
//
// It says of every failure whether Twilio has certainly not taken the text
// (*post.Wait, *post.Refused) or may have (any other error). Nothing that it
// returns as an error or logs carries a phone number or the words of a text.
package twilio

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/twilio/twilio-go/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"
)

// Empty is the TwiML that answers every webhook: replies go through the API.
const Empty = `<?xml version="1.0" encoding="UTF-8"?><Response></Response>`

const (
	apiURL     = "https://api.twilio.com"
	statusPath = "/twilio/status"
	// answerWithin bounds one request to Twilio, its whole answer included.
	answerWithin = 10 * time.Second
)

// Options are a channel's settings.
type Options struct {
	AccountSID string
	AuthToken  string
	// From is the number that texts come from; with MessagingServiceSID it may
	// be empty, and Twilio chooses a sender of that service.
	From                string
	MessagingServiceSID string
	// APIURL replaces Twilio's address; only its scheme, host and path prefix
	// count.
	APIURL string
	// PublicURL is the address that Twilio calls, without the webhook's path:
	// signatures are checked against it. Empty, it is StatusURL without
	// "/twilio/status".
	PublicURL string
	// StatusURL is where Twilio reports what became of a text; empty, it does
	// not report.
	StatusURL string
	// Rate is how many texts a second the sender may send; 0 is no limit.
	Rate float64
	HTTP http.RoundTripper
	Log  *slog.Logger
	Now  func() time.Time
}

// A Channel is a Twilio account in use. It is a post.Sender for texts, and
// safe for many goroutines.
type Channel struct {
	Options
	base *url.URL // nil for Twilio itself
	path string   // of the public address

	mu      sync.Mutex
	alerted map[int]time.Time // when each code was last logged for the operator
}

// New returns the channel, or an error that names the wrong setting and what
// to do about it. It asks Twilio nothing: see [Channel.Check].
func New(o Options) (*Channel, error) {
	switch {
	case o.AccountSID == "":
		return nil, errors.New("TWILIO_ACCOUNT_SID is missing: copy the Account SID from the first page of console.twilio.com")
	case o.AuthToken == "":
		return nil, errors.New("TWILIO_AUTH_TOKEN is missing: copy the Auth Token from the first page of console.twilio.com")
	case o.From == "" && o.MessagingServiceSID == "":
		return nil, errors.New("TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID is missing: give the number, or the messaging service, that texts come from")
	}
	c := &Channel{Options: o, alerted: map[int]time.Time{}}
	if o.APIURL != "" {
		base, err := absolute(o.APIURL)
		if err != nil {
			return nil, errors.New("TWILIO_API_URL is not a web address: write it as https://host, or leave it out for Twilio itself")
		}
		base.Path = strings.TrimRight(base.Path, "/")
		c.base = base
	}
	c.PublicURL = withoutFragment(o.PublicURL)
	if c.PublicURL == "" {
		c.PublicURL = strings.TrimSuffix(withoutFragment(o.StatusURL), statusPath)
	}
	c.PublicURL = strings.TrimRight(c.PublicURL, "/")
	if c.PublicURL != "" {
		public, err := absolute(c.PublicURL)
		if err != nil {
			return nil, errors.New("GOODTURN_PUBLIC_URL is not a web address: write it as https://host")
		}
		c.path = public.EscapedPath()
	}
	if c.HTTP == nil {
		t := http.DefaultTransport.(*http.Transport).Clone()
		t.MaxIdleConnsPerHost = 128
		c.HTTP = t
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return c, nil
}

func absolute(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, errors.New("not an absolute http address")
	}
	return u, nil
}

func withoutFragment(raw string) string { raw, _, _ = strings.Cut(raw, "#"); return raw }

// ErrAccount says that Twilio is there and will not work for this account:
// its credentials are wrong, or it is suspended or closed.
var ErrAccount = errors.New("the Twilio account cannot be used")

// Check asks Twilio for the account. It returns one sentence that says what
// to do: wrapping ErrAccount when the settings or the account are at fault,
// any other error when Twilio gave no answer.
func (c *Channel) Check(ctx context.Context) error {
	service, x := c.service(ctx)
	account, err := service.FetchAccount(c.AccountSID)
	if err == nil {
		if account.Status != nil && *account.Status != "active" {
			return fmt.Errorf("%w: Twilio says that it is %s; see console.twilio.com", ErrAccount, *account.Status)
		}
		return nil
	}
	code := codeOf(err)
	switch {
	case code == codeBadSID, code == codeBadToken, x.status == http.StatusUnauthorized, x.status == http.StatusForbidden, code == 20404:
		return fmt.Errorf("%w: Twilio refuses TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN (%s); copy both again from the first page of console.twilio.com", ErrAccount, x.answer(code))
	case x.status == http.StatusNotFound && c.base != nil:
		// A stand-in for Twilio need not know accounts.
		c.Log.Warn("TWILIO_API_URL does not say whether the account is right; going on without")
		return nil
	case x.status != 0:
		return fmt.Errorf("ask Twilio for the account: %s; if it stays so, see status.twilio.com and TWILIO_API_URL", x.answer(code))
	}
	return fmt.Errorf("ask Twilio for the account: %s; check this machine's network and TWILIO_API_URL", plain(err))
}

// service returns Twilio's client for one call, and what will be known of the
// exchange afterwards. The client takes no contexts, so each call has its own.
func (c *Channel) service(ctx context.Context) (*api.ApiService, *exchange) {
	x := &exchange{ctx: ctx, next: c.HTTP, base: c.base, now: c.Now}
	caller := &client.Client{
		Credentials: client.NewCredentials(c.AccountSID, c.AuthToken),
		HTTPClient: &http.Client{
			Transport:     x,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	caller.SetAccountSid(c.AccountSID)
	return api.NewApiServiceWithClient(caller), x
}

package sandbox

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// TwilioOptions says whose account a pretend Twilio keeps. Zero values are
// filled with ones that work.
type TwilioOptions struct {
	AccountSID string // "AC" and 32 hexadecimal digits
	AuthToken  string // checks requests, signs webhooks
	From       string // the account's number, E.164
	// MessagingServiceSID, when set, may be sent from, and is named in webhooks.
	MessagingServiceSID string
	// AdvancedOptOut puts OptOutType on inbound webhooks, as Twilio does when it
	// has answered a STOP, START or HELP itself.
	AdvancedOptOut bool
	// CarrierReplies shows the carrier's answers to STOP, START and HELP on the
	// phones, marked Carrier. The API never lists them.
	CarrierReplies bool
	// StatusEvents are the statuses that are called back beside failed and
	// undelivered; nil means queued, sent and delivered.
	StatusEvents []string
	// Pace is how long a message rests in each status on its way; zero is not at all.
	Pace time.Duration
	// ReadTimeout is how long a webhook may take to answer; zero means Twilio's 15 s.
	ReadTimeout time.Duration
	Now         func() time.Time // nil means time.Now; called by many goroutines
	Sleep       Sleep            // for Pace, Slow and retries; nil means the real clock
	Seed        uint64           // repeats the SIDs of a run; 0 is a new one each time
	// Taken hears of each message that the API takes, in their order and before
	// it is answered. It must return at once, and call nothing of the Twilio.
	Taken func(Message)
}

// Twilio is a pretend Twilio: the Messages and Accounts resources of its REST
// API, the carrier behind it, and the phones beyond.
type Twilio struct {
	watchers
	faults
	*background
	opts   TwilioOptions
	ids    *idSource
	mux    *http.ServeMux
	client *http.Client
	outbox outbox
	events map[string]bool

	mu        sync.RWMutex
	webhook   string
	statusURL string
	holding   bool
	all       []*message // in order of creation
	bySID     map[string]*message
	byTo      map[string][]*message
	byFrom    map[string][]*message
	phones    map[string]*phone
	order     []string // phones in order of appearance
}

// phone is a handset beyond the carrier.
type phone struct {
	number   string
	messages []*message
	blocked  bool      // it texted STOP to the carrier
	fate     int       // error code that every text to it ends with; 0 delivers
	lastSeen time.Time // last inbound text, for WhatsApp's 24 hours
}

// NewTwilio returns a pretend Twilio that answers HTTP. Close ends its background work.
func NewTwilio(o TwilioOptions) *Twilio {
	if o.AccountSID == "" {
		o.AccountSID = "AC00000000000000000000000000000001"
	}
	if o.AuthToken == "" {
		o.AuthToken = "sandboxauthtoken"
	}
	if o.From == "" {
		o.From = "+447700900000"
	}
	if o.StatusEvents == nil {
		o.StatusEvents = []string{"queued", "sent", "delivered"}
	}
	if o.ReadTimeout == 0 {
		o.ReadTimeout = 15 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = realSleep
	}
	t := &Twilio{
		background: newBackground(64),
		opts:       o,
		ids:        newIDSource(o.Seed),
		mux:        http.NewServeMux(),
		client:     deliveryClient(),
		events:     map[string]bool{"failed": true, "undelivered": true},
		bySID:      map[string]*message{},
		byTo:       map[string][]*message{},
		byFrom:     map[string][]*message{},
		phones:     map[string]*phone{},
	}
	for _, e := range o.StatusEvents {
		t.events[e] = true
	}
	t.outbox.faults = &t.faults
	const account = "/2010-04-01/Accounts/{sid}"
	t.mux.HandleFunc("POST "+account+"/Messages.json", t.createMessage)
	t.mux.HandleFunc("GET "+account+"/Messages.json", t.listMessages)
	t.mux.HandleFunc("GET "+account+"/Messages/{message}", t.fetchMessage)
	t.mux.HandleFunc("GET /2010-04-01/Accounts/{sid}", t.fetchAccount)
	t.mux.HandleFunc("/", t.notFound)
	return t
}

// deliveryClient posts to the application: no proxy, no redirects, kept connections.
func deliveryClient() *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			DialContext:         (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
			MaxIdleConnsPerHost: 1024,
			IdleConnTimeout:     30 * time.Second,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Close abandons what is under way in the background, and its connections.
func (t *Twilio) Close() {
	t.background.Close()
	t.client.CloseIdleConnections()
}

// From returns the account's number.
func (t *Twilio) From() string { return t.opts.From }

// AccountSID returns the account's SID.
func (t *Twilio) AccountSID() string { return t.opts.AccountSID }

// AuthToken returns the token that checks requests and signs webhooks.
func (t *Twilio) AuthToken() string { return t.opts.AuthToken }

// SetWebhook says where inbound texts go, and where the statuses of messages go
// that were sent without a StatusCallback of their own; "" sends none. A
// fragment on either URL sets retries, as Twilio's connection overrides do:
// "#rc=5&rp=5xx,ct,rt".
func (t *Twilio) SetWebhook(url, statusURL string) {
	t.mu.Lock()
	t.webhook, t.statusURL = url, statusURL
	t.mu.Unlock()
}

func (t *Twilio) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	t.serve(w, r, t, t.opts.Sleep, t.ctx, func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		okUser := subtle.ConstantTimeCompare([]byte(user), []byte(t.opts.AccountSID))
		okPassword := subtle.ConstantTimeCompare([]byte(password), []byte(t.opts.AuthToken))
		if okUser&okPassword != 1 {
			w.Header().Set("WWW-Authenticate", `Basic realm="Twilio API"`)
			twilioFail(w, http.StatusUnauthorized, 20003, "Authenticate")
			return
		}
		t.mux.ServeHTTP(w, r)
	})
}

func (t *Twilio) tooMany(w http.ResponseWriter) {
	twilioFail(w, http.StatusTooManyRequests, 20429, "Too Many Requests")
}

func (t *Twilio) serverError(w http.ResponseWriter) {
	twilioFail(w, http.StatusInternalServerError, 20500, "Internal Server Error")
}

func (t *Twilio) refuse(w http.ResponseWriter, f Fault) {
	status := f.Status
	if status == 0 {
		status = http.StatusBadRequest
	}
	twilioFail(w, status, f.Code, twilioMeaning(f.Code))
}

func (t *Twilio) notFound(w http.ResponseWriter, r *http.Request) {
	twilioFail(w, http.StatusNotFound, 20404, "The requested resource "+r.URL.Path+" was not found")
}

// owned answers 404 and false when the path names another account.
func (t *Twilio) owned(w http.ResponseWriter, r *http.Request, sid string) bool {
	if sid != t.opts.AccountSID {
		t.notFound(w, r)
		return false
	}
	return true
}

func (t *Twilio) fetchAccount(w http.ResponseWriter, r *http.Request) {
	sid, isJSON := strings.CutSuffix(r.PathValue("sid"), ".json")
	if !isJSON || !t.owned(w, r, sid) {
		if !isJSON {
			t.notFound(w, r)
		}
		return
	}
	uri := "/2010-04-01/Accounts/" + sid
	created := rfc2822(t.opts.Now())
	twilioJSON(w, http.StatusOK, map[string]any{
		"sid": sid, "owner_account_sid": sid, "friendly_name": "Sandbox", "status": "active",
		"type": "Full", "auth_token": t.opts.AuthToken,
		"date_created": created, "date_updated": created,
		"uri":              uri + ".json",
		"subresource_uris": map[string]string{"messages": uri + "/Messages.json"},
	})
}

func twilioJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

func twilioFail(w http.ResponseWriter, status, code int, message string) {
	twilioJSON(w, status, map[string]any{
		"code": code, "message": message, "status": status,
		"more_info": "https://www.twilio.com/docs/errors/" + strconv.Itoa(code),
	})
}

// twilioMeaning words an error code, for refusals and for messages that fail late.
func twilioMeaning(code int) string {
	switch code {
	case 21211:
		return "The 'To' number is not a valid phone number."
	case 21408:
		return "Permission to send an SMS has not been enabled for the region indicated by the 'To' number"
	case 21610:
		return "Attempt to send to unsubscribed recipient"
	case 21611:
		return "This 'From' number has exceeded the maximum number of queued messages"
	case 30001:
		return "Queue overflow"
	case 30003:
		return "Unreachable destination handset"
	case 30005:
		return "Unknown destination handset"
	case 30006:
		return "Landline or unreachable carrier"
	case 30007:
		return "Message filtered"
	case 63016:
		return "Failed to send freeform message because you are outside the allowed window"
	}
	return "Error " + strconv.Itoa(code)
}

// rfc2822 words a time as Twilio's 2010 API does: in GMT, to the second.
func rfc2822(t time.Time) string { return t.UTC().Format("Mon, 02 Jan 2006 15:04:05 +0000") }

// readTimeout bounds one attempt at a webhook.
func (t *Twilio) readTimeout(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	if d == 0 {
		d = t.opts.ReadTimeout
	}
	return context.WithTimeout(ctx, d)
}

package sandbox

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// FaultKind says how a request or a delivery goes wrong.
type FaultKind int

const (
	// RateLimited answers 429 with Retry-After (20429 at Twilio, ratelimited at Slack).
	RateLimited FaultKind = iota + 1
	// ServerError answers 500 in the vendor's JSON (20500 at Twilio, internal_error at Slack).
	ServerError
	// BadGateway answers 502 with an HTML page, as a proxy in front of the vendor does.
	BadGateway
	// Hang takes the connection and never answers, until the client goes away.
	Hang
	// CutAfter does what was asked, then cuts the connection without an answer.
	CutAfter
	// CutBefore cuts the connection and does nothing.
	CutBefore
	// Slow waits Delay, then does what was asked.
	Slow
	// WrongJSON does what was asked, then answers 200 with a body that is not JSON.
	WrongJSON
	// Refuse answers with the vendor's own error: Code and Status at Twilio, Error at Slack.
	Refuse
	// Duplicate sends a matching delivery to the application twice.
	Duplicate
	// Reorder holds a matching delivery back until the next matching one has gone.
	// The call that made the held delivery returns at once with Response.Held set.
	Reorder
)

// Fault is something that goes wrong on demand.
type Fault struct {
	// Match is looked for in the method and path of a request to the server
	// ("POST /2010-04-01/Accounts/AC…/Messages.json", "POST /api/chat.update"),
	// or, for Duplicate and Reorder, in the URL of a delivery to the application.
	// Empty matches everything.
	Match string
	// Times is how many matches it strikes; 0 means one, negative means for ever.
	Times int
	// Skip lets that many matches pass first.
	Skip int
	Kind FaultKind
	// Delay is how long Slow waits.
	Delay time.Duration
	// RetryAfter is what RateLimited asks for; zero means one second.
	RetryAfter time.Duration
	// Taken makes RateLimited, ServerError, BadGateway and Hang do what was asked
	// before they answer as they do: the caller cannot know.
	Taken bool
	// Code and Status are Twilio's error code and HTTP status for Refuse; Status 0 means 400.
	Code, Status int
	// Error is Slack's error for Refuse, such as "channel_not_found".
	Error string
}

// faults holds what is yet to go wrong.
type faults struct {
	mu   sync.Mutex
	list []*Fault
}

// Fail adds a fault. Faults are tried in the order in which they were added.
func (f *faults) Fail(fault Fault) {
	if fault.Times == 0 {
		fault.Times = 1
	}
	f.mu.Lock()
	f.list = append(f.list, &fault)
	f.mu.Unlock()
}

// Heal forgets every fault that has not struck yet.
func (f *faults) Heal() {
	f.mu.Lock()
	f.list = nil
	f.mu.Unlock()
}

// strike takes the first fault that matches what, counting it as used.
func (f *faults) strike(what string, delivery bool) (Fault, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, fault := range f.list {
		forDelivery := fault.Kind == Duplicate || fault.Kind == Reorder
		if forDelivery != delivery || !strings.Contains(what, fault.Match) {
			continue
		}
		if fault.Skip > 0 {
			fault.Skip--
			continue
		}
		hit := *fault
		if fault.Times > 0 {
			fault.Times--
			if fault.Times == 0 {
				f.list = append(f.list[:i:i], f.list[i+1:]...)
			}
		}
		return hit, true
	}
	return Fault{}, false
}

// vendor is how one vendor words its failures.
type vendor interface {
	tooMany(w http.ResponseWriter)
	serverError(w http.ResponseWriter)
	refuse(w http.ResponseWriter, f Fault)
}

// serve runs next, or the fault that strikes this request.
func (f *faults) serve(w http.ResponseWriter, r *http.Request, v vendor, sleep Sleep, closing context.Context, next http.HandlerFunc) {
	fault, hit := f.strike(r.Method+" "+r.URL.Path, false)
	if !hit {
		next(w, r)
		return
	}
	if fault.Taken || fault.Kind == CutAfter || fault.Kind == WrongJSON {
		next(&discard{header: http.Header{}}, r)
	} else {
		// An answer that comes before the body is read would reset the connection.
		defer func() { _, _ = io.Copy(io.Discard, r.Body) }()
	}
	switch fault.Kind {
	case RateLimited:
		wait := fault.RetryAfter
		if wait <= 0 {
			wait = time.Second
		}
		w.Header().Set("Retry-After", strconv.Itoa(int((wait+time.Second-1)/time.Second)))
		v.tooMany(w)
	case ServerError:
		v.serverError(w)
	case BadGateway:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		_, _ = io.WriteString(w, "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n")
	case Hang:
		// The server notices that a client has gone only once its body is read.
		_, _ = io.Copy(io.Discard, r.Body)
		select {
		case <-r.Context().Done():
		case <-closing.Done():
		}
		panic(http.ErrAbortHandler)
	case CutAfter, CutBefore:
		cut(w, r)
	case Slow:
		if sleep(r.Context(), fault.Delay) == nil {
			next(w, r)
		}
	case WrongJSON:
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"ok": true, "sid": `)
	case Refuse:
		v.refuse(w, fault)
	}
}

// cut ends the connection. A GET is cut inside its answer: Go's client quietly
// sends a GET again when a kept connection dies before the first byte.
func cut(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	if r.Method == http.MethodGet {
		w.Header().Set("Content-Length", "4096")
		w.WriteHeader(http.StatusOK)
		_ = http.NewResponseController(w).Flush()
	}
	panic(http.ErrAbortHandler)
}

// discard is a ResponseWriter whose answer nobody gets.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }
func (d *discard) WriteHeader(int)             {}

// ErrNoTarget is returned when a person acts before the server has been told
// where the application listens.
var ErrNoTarget = errors.New("sandbox: nowhere to deliver to")

// Response is what the application answered to a delivery.
type Response struct {
	// Status is the HTTP status of the last attempt; 0 when none came.
	Status int
	Header http.Header
	Body   []byte
	// Attempts counts the tries, retries included.
	Attempts int
	// Held is set when a Reorder fault keeps the delivery back for later.
	Held bool
	// ID is the MessageSid, the event_id or the envelope that was delivered.
	ID string
}

// OK tells whether the application answered with a 2xx.
func (r Response) OK() bool { return r.Status >= 200 && r.Status < 300 }

// outbox carries deliveries to the application past the Duplicate and Reorder faults.
type outbox struct {
	faults *faults
	mu     sync.Mutex
	held   []heldDelivery
}

type heldDelivery struct {
	match string
	send  func(context.Context)
}

// deliver sends by calling send, once, twice or later, as the faults say.
func (o *outbox) deliver(ctx context.Context, url string, later *background, send func(context.Context) (Response, error)) (Response, error) {
	fault, hit := o.faults.strike(url, true)
	if hit && fault.Kind == Reorder {
		o.mu.Lock()
		o.held = append(o.held, heldDelivery{fault.Match, func(ctx context.Context) { _, _ = send(ctx) }})
		o.mu.Unlock()
		return Response{Held: true}, nil
	}
	resp, err := send(ctx)
	if hit && fault.Kind == Duplicate {
		resp, err = send(ctx)
	}
	for _, send := range o.release(url) {
		later.start(send)
	}
	return resp, err
}

// release takes the held deliveries that the one to url was to overtake.
func (o *outbox) release(url string) []func(context.Context) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var due []func(context.Context)
	kept := o.held[:0]
	for _, h := range o.held {
		if strings.Contains(url, h.match) {
			due = append(due, h.send)
		} else {
			kept = append(kept, h)
		}
	}
	o.held = kept
	return due
}

package torture

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A balancer stands before the processes, as an operator's would: it gives
// each request to the next living one, and goes on to another where the
// connection is refused. What fails later is answered 502, and the sender
// tries again.
type balancer struct {
	ledger *ledger
	client *http.Client
	// passing hears of each webhook as it is passed on.
	passing func()

	mu      sync.Mutex
	targets []string
	next    int

	texts, statuses, presses counter
}

// counter counts requests of one kind.
type counter struct{ all, failed atomic.Int64 }

func newBalancer(l *ledger) *balancer {
	return &balancer{ledger: l, passing: func() {}, client: &http.Client{
		Transport: &http.Transport{
			DialContext:         (&net.Dialer{Timeout: 2 * time.Second}).DialContext,
			MaxIdleConnsPerHost: 64, IdleConnTimeout: 10 * time.Second,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// add has the process at the address take requests.
func (b *balancer) add(address string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.targets = append(b.targets, address)
}

// remove has it take no more.
func (b *balancer) remove(address string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.targets = slices.DeleteFunc(b.targets, func(t string) bool { return t == address })
}

// turn returns all targets, the next in turn first.
func (b *balancer) turn() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.targets) == 0 {
		return nil
	}
	b.next++
	n := b.next % len(b.targets)
	return append(slices.Clone(b.targets[n:]), b.targets[:n]...)
}

func (b *balancer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		http.Error(w, "the request was cut off", http.StatusBadRequest)
		return
	}
	kind, t := &b.presses, (*text)(nil)
	switch r.URL.Path {
	case "/twilio/message":
		kind = &b.texts
		if form, err := url.ParseQuery(string(body)); err == nil {
			t = b.ledger.send(form.Get("MessageSid"), form.Get("From"), form.Get("Body"))
		}
	case "/twilio/status":
		kind = &b.statuses
	}
	b.passing()
	status, header, answer := b.pass(r.Context(), r, body)
	ok := status >= 200 && status < 300
	kind.all.Add(1)
	if !ok {
		kind.failed.Add(1)
	}
	if t != nil {
		b.ledger.tried(t, ok)
	}
	if ct := header.Get("Content-Type"); ct != "" {
		w.Header().Set("Content-Type", ct)
	}
	w.WriteHeader(status)
	_, _ = w.Write(answer)
}

// queueFor is how long a request waits for a process, when there is none.
const queueFor = 250 * time.Millisecond

// queue returns the targets in turn, and waits a moment for one.
func (b *balancer) queue(ctx context.Context) []string {
	for began := time.Now(); ; pause(ctx, queueFor/10) {
		if targets := b.turn(); len(targets) > 0 || ctx.Err() != nil || time.Since(began) > queueFor {
			return targets
		}
	}
}

// pass gives the request to the first process that takes the connection.
func (b *balancer) pass(ctx context.Context, r *http.Request, body []byte) (int, http.Header, []byte) {
	for _, target := range b.queue(ctx) {
		status, header, answer, err := b.try(ctx, target, r, body)
		var dial *net.OpError
		switch {
		case err == nil:
			return status, header, answer
		case errors.As(err, &dial) && dial.Op == "dial":
			continue
		}
		return http.StatusBadGateway, nil, nil
	}
	return http.StatusServiceUnavailable, nil, nil
}

func (b *balancer) try(ctx context.Context, target string, r *http.Request, body []byte) (int, http.Header, []byte, error) {
	out, err := http.NewRequestWithContext(ctx, r.Method, "http://"+target+r.URL.RequestURI(), bytes.NewReader(body))
	if err != nil {
		return 0, nil, nil, fmt.Errorf("pass a request on: %w", err)
	}
	out.Header = r.Header.Clone()
	out.Host = r.Host
	resp, err := b.client.Do(out)
	if err != nil {
		return 0, nil, nil, fmt.Errorf("pass a request on: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return 0, nil, nil, fmt.Errorf("read an answer: %w", err)
	}
	return resp.StatusCode, resp.Header, answer, nil
}

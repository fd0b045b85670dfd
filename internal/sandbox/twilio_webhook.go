package sandbox

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
	"strconv"
	"strings"
	"time"
)

// ErrUnknown is returned for an id, a number, a channel or a control that does not exist.
var ErrUnknown = errors.New("sandbox: no such thing")

// maxAnswer bounds what is read of the application's answer to a delivery.
const maxAnswer = 1 << 20

// overrides are Twilio's connection overrides, from a webhook URL's fragment.
type overrides struct {
	retries      int           // rc
	policy       []string      // rp
	read, total  time.Duration // rt, tt
	withoutRules string        // the URL that is called and signed
}

func readOverrides(address string) overrides {
	plain, fragment, _ := strings.Cut(address, "#")
	o := overrides{retries: 1, policy: []string{"ct"}, withoutRules: plain}
	q, err := url.ParseQuery(fragment)
	if err != nil {
		return o
	}
	if n, err := strconv.Atoi(q.Get("rc")); err == nil && n >= 0 && n <= 5 {
		o.retries = n
	}
	if rp := q.Get("rp"); rp != "" {
		o.policy = strings.Split(rp, ",")
	}
	if ms, err := strconv.Atoi(q.Get("rt")); err == nil && ms > 0 {
		o.read = time.Duration(ms) * time.Millisecond
	}
	if ms, err := strconv.Atoi(q.Get("tt")); err == nil && ms > 0 {
		o.total = time.Duration(ms) * time.Millisecond
	}
	return o
}

// again tells whether an outcome is one that the policy retries.
func (o overrides) again(resp Response, err error) bool {
	class := ""
	var dial *net.OpError
	switch {
	case err != nil && errors.As(err, &dial) && dial.Op == "dial":
		class = "ct"
	case err != nil:
		class = "rt"
	case resp.Status >= 500:
		class = "5xx"
	case resp.Status >= 400:
		class = "4xx"
	default:
		return false
	}
	return slices.Contains(o.policy, class) || slices.Contains(o.policy, "all")
}

// call delivers a signed webhook, with retries and faults.
func (t *Twilio) call(ctx context.Context, address string, form url.Values) (Response, error) {
	return t.callSigned(ctx, address, form, TwilioSignature(t.opts.AuthToken, address, form))
}

// callSigned delivers a webhook with the signature given; "" sends none.
func (t *Twilio) callSigned(ctx context.Context, address string, form url.Values, signature string) (Response, error) {
	token := t.ids.hex("")
	return t.outbox.deliver(ctx, address, t.background, func(ctx context.Context) (Response, error) {
		o := readOverrides(address)
		total := o.total
		if total == 0 {
			total = t.opts.ReadTimeout
		}
		ctx, cancel := context.WithTimeout(ctx, total)
		defer cancel()
		for attempt := 1; ; attempt++ {
			resp, err := t.attempt(ctx, o, form, signature, token)
			resp.Attempts, resp.ID = attempt, form.Get("MessageSid")
			if attempt > o.retries || ctx.Err() != nil || !o.again(resp, err) {
				return resp, err
			}
		}
	})
}

func (t *Twilio) attempt(ctx context.Context, o overrides, form url.Values, signature, token string) (Response, error) {
	ctx, cancel := t.readTimeout(ctx, o.read)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, o.withoutRules, strings.NewReader(form.Encode()))
	if err != nil {
		return Response{}, fmt.Errorf("make webhook: %w", err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	r.Header.Set("User-Agent", "TwilioProxy/1.1")
	r.Header.Set("Accept", "*/*")
	r.Header.Set("I-Twilio-Idempotency-Token", token)
	if signature != "" {
		r.Header.Set("X-Twilio-Signature", signature)
	}
	return send(t.client, r)
}

// send does a request and reads the whole answer.
func send(client *http.Client, r *http.Request) (Response, error) {
	resp, err := client.Do(r)
	if err != nil {
		return Response{}, fmt.Errorf("deliver: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	var body bytes.Buffer
	if _, err := io.Copy(&body, io.LimitReader(resp.Body, maxAnswer)); err != nil {
		return Response{Status: resp.StatusCode, Header: resp.Header}, fmt.Errorf("read answer to delivery: %w", err)
	}
	return Response{Status: resp.StatusCode, Header: resp.Header, Body: body.Bytes()}, nil
}

package twilio

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/twilio/twilio-go/client"
)

const (
	answerAtMost = 32 << 20
	// retryAtMost bounds what Twilio's Retry-After can ask for.
	retryAtMost = time.Hour
)

// An exchange carries one call to Twilio and keeps what Twilio's client drops:
// the status of an answer that is no JSON, and its Retry-After.
type exchange struct {
	ctx  context.Context
	next http.RoundTripper
	base *url.URL
	now  func() time.Time

	status     int // 0: no answer
	retryAfter time.Duration
}

// RoundTrip sends the request to the configured address and reads the whole
// answer, in time.
func (x *exchange) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(x.ctx, answerWithin)
	defer cancel()
	req = req.Clone(ctx)
	if x.base != nil {
		req.URL.Scheme, req.URL.Host, req.Host = x.base.Scheme, x.base.Host, x.base.Host
		if !strings.HasPrefix(req.URL.Path, x.base.Path+"/") {
			req.URL.Path = x.base.Path + req.URL.Path
		}
	}
	resp, err := x.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	x.status = resp.StatusCode
	x.retryAfter = retryAfter(resp.Header.Get("Retry-After"), x.now())
	body, err := io.ReadAll(io.LimitReader(resp.Body, answerAtMost))
	if err != nil && resp.StatusCode < 400 {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// answer describes Twilio's answer by its numbers only: its message may hold
// a person's number.
func (x *exchange) answer(code int) string {
	switch {
	case code != 0 && x.status != 0:
		return fmt.Sprintf("Twilio answered %d, code %d", x.status, code)
	case code != 0:
		return fmt.Sprintf("code %d", code)
	}
	return fmt.Sprintf("Twilio answered %d", x.status)
}

// retryAfter reads the header, in seconds or as a date; 0 when it is neither.
func retryAfter(header string, now time.Time) time.Duration {
	var d time.Duration
	if seconds, err := strconv.Atoi(header); err == nil {
		d = time.Duration(min(seconds, int(retryAtMost/time.Second))) * time.Second
	} else if date, err := http.ParseTime(header); err == nil {
		d = date.Sub(now)
	}
	return min(max(d, 0), retryAtMost)
}

// codeOf returns Twilio's code for the error, or 0 when it gave none.
func codeOf(err error) int {
	if rest, ok := errors.AsType[*client.TwilioRestError](err); ok {
		return rest.Code
	}
	return 0
}

// neverSent reports whether the request certainly did not leave this machine.
func neverSent(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	var cert *tls.CertificateVerificationError
	return errors.As(err, &op) && (op.Op == "dial" || op.Op == "proxyconnect") ||
		errors.As(err, &dns) || errors.As(err, &cert)
}

var numberLike = regexp.MustCompile(`(?:\+|%2[Bb])?\d{7,}`)

// plain says why a call failed, without the request's address, which holds
// the recipient, and without anything like a phone number.
func plain(err error) string {
	if at, ok := errors.AsType[*url.Error](err); ok {
		err = at.Err
	}
	return numberLike.ReplaceAllString(err.Error(), "(number)")
}

package twilio

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// bodyAtMost bounds a webhook's form, in bytes: a text of 1,600 characters,
// each percent-encoded, with all that Twilio says beside it, takes under half.
const bodyAtMost = 64 << 10

// A RequestError says why a webhook was not read, and with which HTTP status
// it is answered. Nothing has changed by it.
type RequestError struct {
	Code   int
	Reason string
}

func (e *RequestError) Error() string { return e.Reason }

// What [Channel.Inbound] and [Channel.Status] return instead of a message.
var (
	// ErrSignature: the request is not signed, or not by Twilio for this address.
	ErrSignature = &RequestError{Code: http.StatusForbidden, Reason: "the request is not signed by Twilio for this address"}
	// ErrTooLarge: the form is larger than any of Twilio's.
	ErrTooLarge = &RequestError{Code: http.StatusRequestEntityTooLarge, Reason: "the request is larger than any of Twilio's"}
	// ErrMalformed: the form cannot be read, or says not which message it is about.
	ErrMalformed = &RequestError{Code: http.StatusBadRequest, Reason: "the request does not say which message it is about"}
)

// A Message is a text that came in. Its words and numbers are as Twilio gave
// them, untrimmed; bytes that are no UTF-8 are replaced by U+FFFD.
type Message struct {
	SID string
	// From is a number, a short code, or either with "whatsapp:" before it.
	From, To string
	Body     string
	// Media is how many pictures or other files came along.
	Media int
	// OptOut is STOP, START or HELP when Twilio has already answered the text
	// so, and empty otherwise.
	OptOut   string
	Segments int
	// At is when the text came in: by our clock for a webhook, by Twilio's for
	// a listed one.
	At time.Time
}

// Status is a report of what became of a text of ours.
type Status struct {
	SID string
	// Entry is the outbox entry that the text was, or empty.
	Entry  string
	Status string
	// ErrorCode is Twilio's code when the text failed; [Reason] says what it means.
	ErrorCode string
	From, To  string
	At        time.Time
}

// Failed reports whether the text will not arrive.
func (s Status) Failed() bool {
	return s.Status == "failed" || s.Status == "undelivered" || s.Status == "canceled"
}

// Rank orders statuses in time: a report counts only when it ranks higher
// than the last one, for reports overtake each other. An unknown status is 0.
func Rank(status string) int {
	switch status {
	case "accepted", "scheduled":
		return 1
	case "queued":
		return 2
	case "sending":
		return 3
	case "sent":
		return 4
	case "delivered", "undelivered", "failed", "canceled":
		return 5
	case "read":
		return 6
	}
	return 0
}

// Inbound reads a text from Twilio's webhook. Its errors are *RequestError.
func (c *Channel) Inbound(r *http.Request) (Message, error) {
	form, err := c.signed(r)
	if err != nil {
		return Message{}, err
	}
	m := Message{
		SID:      sid(form),
		From:     whole(form.Get("From")),
		To:       whole(form.Get("To")),
		Body:     whole(form.Get("Body")),
		Media:    count(form.Get("NumMedia")),
		OptOut:   strings.ToUpper(whole(form.Get("OptOutType"))),
		Segments: count(form.Get("NumSegments")),
		At:       c.Now(),
	}
	if m.SID == "" || m.From == "" {
		return Message{}, ErrMalformed
	}
	return m, nil
}

// Status reads a report from Twilio's status callback. Its errors are
// *RequestError.
func (c *Channel) Status(r *http.Request) (Status, error) {
	form, err := c.signed(r)
	if err != nil {
		return Status{}, err
	}
	s := Status{
		SID:       sid(form),
		Entry:     whole(r.URL.Query().Get("entry")),
		Status:    strings.ToLower(whole(first(form, "MessageStatus", "SmsStatus"))),
		ErrorCode: whole(form.Get("ErrorCode")),
		From:      whole(form.Get("From")),
		To:        whole(form.Get("To")),
		At:        c.Now(),
	}
	if s.SID == "" || s.Status == "" {
		return Status{}, ErrMalformed
	}
	return s, nil
}

func sid(form url.Values) string { return whole(first(form, "MessageSid", "SmsMessageSid", "SmsSid")) }

func first(form url.Values, keys ...string) string {
	for _, k := range keys {
		if v := form.Get(k); v != "" {
			return v
		}
	}
	return ""
}

// signed returns the request's form once its signature holds.
func (c *Channel) signed(r *http.Request) (url.Values, error) {
	signature := r.Header.Get("X-Twilio-Signature")
	if signature == "" {
		return nil, ErrSignature
	}
	if r.ContentLength > bodyAtMost {
		return nil, ErrTooLarge
	}
	var body bytes.Buffer
	if r.ContentLength > 0 {
		body.Grow(int(r.ContentLength) + bytes.MinRead)
	}
	_, err := body.ReadFrom(io.LimitReader(r.Body, bodyAtMost+1))
	var large *http.MaxBytesError
	switch {
	case body.Len() > bodyAtMost, errors.As(err, &large):
		return nil, ErrTooLarge
	case err != nil:
		return nil, &RequestError{Code: http.StatusBadRequest, Reason: "the request was cut off"}
	}
	form, err := url.ParseQuery(body.String())
	if err != nil {
		return nil, ErrSignature // what cannot be read cannot have been signed
	}
	content := signedContent(form)
	for _, address := range c.called(r) {
		if validSignature(c.AuthToken, address, content, signature) {
			return form, nil
		}
	}
	return nil, ErrSignature
}

// called returns the addresses that Twilio may have called: the public one
// with the path and query as they came, whatever a proxy made of the host. A
// proxy may or may not have taken off the public address's own path.
func (c *Channel) called(r *http.Request) []string {
	target := r.RequestURI
	if !strings.HasPrefix(target, "/") {
		target = r.URL.RequestURI()
	}
	target = withoutFragment(target)
	addresses := []string{c.PublicURL + target}
	if c.path != "" && strings.HasPrefix(target, c.path+"/") {
		addresses = append(addresses, strings.TrimSuffix(c.PublicURL, c.path)+target)
	}
	return addresses
}

// String names the report without its numbers.
func (s Status) String() string {
	if s.ErrorCode != "" {
		return fmt.Sprintf("%s %s (%s)", s.SID, s.Status, s.ErrorCode)
	}
	return s.SID + " " + s.Status
}

// LogValue keeps numbers out of logs.
func (s Status) LogValue() slog.Value { return slog.StringValue(s.String()) }

// String names the message without its numbers or words.
func (m Message) String() string { return m.SID }

// LogValue keeps numbers and words out of logs.
func (m Message) LogValue() slog.Value { return slog.StringValue(m.String()) }

package sandbox

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// SetFate makes every later text to a number end with an error code: 30003
// (unreachable), 30005 (no such number), 30006 (landline), 30007 (filtered) as
// undelivered, 30001 and WhatsApp's 63xxx as failed. 0 delivers again.
func (t *Twilio) SetFate(number string, code int) {
	t.mu.Lock()
	t.phone(number).fate = code
	t.mu.Unlock()
}

// HoldStatuses keeps messages that are created from now on as they were
// created (queued, without a date sent) until it is called with false, which
// sends them all on their way.
func (t *Twilio) HoldStatuses(hold bool) {
	t.mu.Lock()
	t.holding = hold
	var waiting []*message
	if !hold {
		for _, m := range t.all {
			if m.Status == "queued" || m.Status == "accepted" {
				waiting = append(waiting, m)
			}
		}
	}
	t.mu.Unlock()
	for _, m := range waiting {
		t.progress(m)
	}
}

// SetStatus puts a message in a status and calls it back at once, whatever came
// before: so a test says in which order callbacks come. It returns the
// application's answer, and ErrUnknown if there is no such message.
func (t *Twilio) SetStatus(ctx context.Context, sid, status string, errorCode int) (Response, error) {
	t.mu.RLock()
	m := t.bySID[sid]
	t.mu.RUnlock()
	if m == nil {
		return Response{}, ErrUnknown
	}
	form, callback := t.enter(m, status, errorCode)
	if callback == "" {
		return Response{}, ErrNoTarget
	}
	return t.call(ctx, callback, form)
}

// progress takes a message through its statuses in the background.
func (t *Twilio) progress(m *message) {
	t.start(func(ctx context.Context) {
		t.mu.RLock()
		statuses, code := t.course(m)
		t.mu.RUnlock()
		for i, status := range statuses {
			if i > 0 && t.opts.Pace > 0 && t.opts.Sleep(ctx, t.opts.Pace) != nil {
				return
			}
			errorCode := 0
			if i == len(statuses)-1 {
				errorCode = code
			}
			form, callback := t.enter(m, status, errorCode)
			if callback != "" && t.events[status] {
				_, _ = t.call(ctx, callback, form)
			}
			if ctx.Err() != nil {
				return
			}
		}
	})
}

// course is the statuses that a message will pass through, and the error code
// that it ends with. The caller holds t.mu.
func (t *Twilio) course(m *message) ([]string, int) {
	p := t.phones[m.To]
	code := p.fate
	if code == 0 && isWhatsApp(m.To) && m.ContentSID == "" && t.opts.Now().Sub(p.lastSeen) > 24*time.Hour {
		code = 63016
	}
	switch {
	case code == 0:
		return []string{"queued", "sending", "sent", "delivered"}, 0
	case code == 30001 || code >= 63000:
		return []string{"queued", "failed"}, code
	default:
		return []string{"queued", "sending", "sent", "undelivered"}, code
	}
}

// enter puts a message in a status, and gives the form of its callback and where it goes.
func (t *Twilio) enter(m *message, status string, errorCode int) (url.Values, string) {
	t.mu.Lock()
	now := t.opts.Now()
	m.Status, m.ErrorCode, m.Updated = status, errorCode, now
	if m.From == "" {
		m.From = t.opts.From
		if isWhatsApp(m.To) {
			m.From = "whatsapp:" + m.From
		}
	}
	if m.Sent.IsZero() && slices.Contains([]string{"sending", "sent", "delivered"}, status) {
		m.Sent = now
	}
	callback := m.StatusCallback
	if callback == "" {
		callback = t.statusURL
	}
	form := url.Values{
		"MessageSid": {m.SID}, "SmsSid": {m.SID}, "MessageStatus": {status}, "SmsStatus": {status},
		"AccountSid": {t.opts.AccountSID}, "From": {m.From}, "To": {m.To}, "ApiVersion": {"2010-04-01"},
	}
	if m.service != "" {
		form.Set("MessagingServiceSid", m.service)
	}
	t.mu.Unlock()
	if errorCode != 0 {
		form.Set("ErrorCode", strconv.Itoa(errorCode))
	}
	t.changed()
	return form, callback
}

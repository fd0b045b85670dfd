package sandbox

import (
	"context"
	"encoding/xml"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// inbound is a text that a phone is about to send.
type inbound struct {
	to        string
	media     []Media
	params    url.Values
	signature func(address string, form url.Values) string
}

// TextOption changes how a text is sent.
type TextOption func(*inbound)

// WithMedia adds a picture or a recording.
func WithMedia(address, contentType string) TextOption {
	return func(in *inbound) { in.media = append(in.media, Media{URL: address, ContentType: contentType}) }
}

// WithParam sets a parameter of the webhook, or with several values sends it
// several times.
func WithParam(key string, values ...string) TextOption {
	return func(in *inbound) { in.params[key] = values }
}

// WithTo sends to another number than the account's own.
func WithTo(number string) TextOption {
	return func(in *inbound) { in.to = number }
}

// Unsigned leaves the signature out.
func Unsigned() TextOption {
	return func(in *inbound) { in.signature = func(string, url.Values) string { return "" } }
}

// SignedWith signs with another auth token: a forgery.
func SignedWith(authToken string) TextOption {
	return func(in *inbound) {
		in.signature = func(address string, form url.Values) string {
			return TwilioSignature(authToken, address, form)
		}
	}
}

// Text sends a text from a phone ("+44…", "whatsapp:+44…" or a short code) to
// the account's number. It returns the application's answer to the webhook
// once that has come, its retries included; the error says that none came.
// TwiML messages in the answer go back to the phone. The text is kept and
// listed by the API whether or not the webhook was answered.
func (t *Twilio) Text(ctx context.Context, from, body string, options ...TextOption) (Response, error) {
	in := inbound{to: t.opts.From, params: url.Values{}}
	if isWhatsApp(from) {
		in.to = "whatsapp:" + in.to
	}
	for _, o := range options {
		o(&in)
	}
	now := t.opts.Now()
	m := &message{Message: Message{
		SID: t.ids.hex("SM"), Direction: Inbound, From: from, To: in.to, Body: body,
		Status: "received", Segments: segments(body), Media: in.media,
		Created: now, Sent: now, Updated: now,
	}}
	t.mu.Lock()
	notice := t.carrier(from, body, m)
	m.webhook = t.webhookForm(m, in)
	t.add(m)
	if notice != "" && t.opts.CarrierReplies {
		t.add(&message{Message: Message{
			SID: t.ids.hex("SM"), Direction: OutboundReply, From: in.to, To: from, Body: notice,
			Status: "delivered", Segments: segments(notice), Carrier: true, Created: now, Sent: now, Updated: now,
		}})
	}
	t.mu.Unlock()
	t.changed()
	return t.deliverText(ctx, m, in)
}

// Redeliver sends the webhook of a text again, byte for byte but for what the
// options change, as a retry or a replay would. It returns ErrUnknown for a
// SID that is not of an inbound text.
func (t *Twilio) Redeliver(ctx context.Context, sid string, options ...TextOption) (Response, error) {
	t.mu.RLock()
	m := t.bySID[sid]
	t.mu.RUnlock()
	if m == nil || m.webhook == nil {
		return Response{}, ErrUnknown
	}
	in := inbound{params: url.Values{}}
	for _, o := range options {
		o(&in)
	}
	return t.deliverText(ctx, m, in)
}

func (t *Twilio) deliverText(ctx context.Context, m *message, in inbound) (Response, error) {
	t.mu.RLock()
	address := t.webhook
	t.mu.RUnlock()
	if address == "" {
		return Response{ID: m.SID}, ErrNoTarget
	}
	form := url.Values{}
	maps.Copy(form, m.webhook)
	maps.Copy(form, in.params)
	signature := TwilioSignature(t.opts.AuthToken, address, form)
	if in.signature != nil {
		signature = in.signature(address, form)
	}
	resp, err := t.callSigned(ctx, address, form, signature)
	resp.ID = m.SID
	if err == nil && resp.OK() {
		t.reply(m, resp.Body)
	}
	return resp, err
}

// webhookForm is the form that Twilio posts for an inbound text.
func (t *Twilio) webhookForm(m *message, in inbound) url.Values {
	form := url.Values{
		"MessageSid": {m.SID}, "SmsMessageSid": {m.SID}, "SmsSid": {m.SID}, "SmsStatus": {"received"},
		"AccountSid": {t.opts.AccountSID}, "ApiVersion": {"2010-04-01"},
		"From": {m.From}, "To": {m.To}, "Body": {m.Body},
		"NumMedia": {strconv.Itoa(len(m.Media))}, "NumSegments": {strconv.Itoa(m.Segments)},
	}
	if isWhatsApp(m.From) {
		form.Set("WaId", strings.TrimPrefix(bare(m.From), "+"))
		form.Set("ProfileName", "")
		form.Set("MessageType", "text")
	} else {
		for _, side := range []struct{ name, number string }{{"From", m.From}, {"To", m.To}} {
			form.Set(side.name+"Country", country(side.number))
			for _, part := range []string{"State", "City", "Zip"} {
				form.Set(side.name+part, "")
			}
		}
	}
	if t.opts.MessagingServiceSID != "" {
		form.Set("MessagingServiceSid", t.opts.MessagingServiceSID)
	}
	if m.optOut != "" && t.opts.AdvancedOptOut {
		form.Set("OptOutType", m.optOut)
	}
	for i, media := range m.Media {
		form.Set("MediaUrl"+strconv.Itoa(i), media.URL)
		form.Set("MediaContentType"+strconv.Itoa(i), media.ContentType)
	}
	maps.Copy(form, in.params)
	return form
}

// country guesses the ISO code of a number's country, as far as tests need it.
func country(number string) string {
	if shortCode.MatchString(number) {
		return "GB"
	}
	for _, c := range []struct{ prefix, code string }{
		{"+44", "GB"}, {"+353", "IE"}, {"+1", "US"}, {"+33", "FR"}, {"+34", "ES"}, {"+39", "IT"},
		{"+48", "PL"}, {"+49", "DE"}, {"+40", "RO"}, {"+91", "IN"}, {"+92", "PK"}, {"+880", "BD"},
	} {
		if strings.HasPrefix(number, c.prefix) {
			return c.code
		}
	}
	return ""
}

// carrier does with a text what the carrier does before the application hears
// of it: STOP and its like block, START, UNSTOP and YES unblock. It returns what
// the carrier answers. The caller holds t.mu.
func (t *Twilio) carrier(from, body string, m *message) (notice string) {
	p := t.phone(from)
	p.lastSeen = m.Created
	if isWhatsApp(from) {
		return ""
	}
	word := strings.ToUpper(strings.TrimSpace(body))
	switch {
	case slices.Contains([]string{"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}, word):
		p.blocked, m.optOut = true, "STOP"
		return "You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe."
	case word == "START" || word == "UNSTOP" || (word == "YES" && p.blocked):
		p.blocked, m.optOut = false, "START"
		return "You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply."
	case word == "HELP" || word == "INFO":
		m.optOut = "HELP"
		return "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
	}
	return ""
}

// twiml is the part of TwiML that answers a text.
type twiml struct {
	Messages []struct {
		Text string `xml:",chardata"`
		Body string `xml:"Body"`
	} `xml:"Message"`
}

// reply sends the messages of a TwiML answer back to the phone.
func (t *Twilio) reply(m *message, answer []byte) {
	var doc twiml
	if len(answer) == 0 || xml.Unmarshal(answer, &doc) != nil {
		return
	}
	for _, r := range doc.Messages {
		body := r.Body
		if body == "" {
			body = strings.TrimSpace(r.Text)
		}
		now := t.opts.Now()
		back := &message{Message: Message{
			SID: t.ids.hex("SM"), Direction: OutboundReply, From: m.To, To: m.From, Body: body,
			Status: "queued", Segments: segments(body), Created: now, Updated: now,
		}}
		t.mu.Lock()
		if t.phones[m.From].blocked {
			t.mu.Unlock()
			return
		}
		t.add(back)
		holding := t.holding
		t.mu.Unlock()
		t.changed()
		if !holding {
			t.progress(back)
		}
	}
}

package twilio

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/goodturn/goodturn/internal/post"
)

// What a code of Twilio's means for the text that it answers.
type meaning int

const (
	never    meaning = iota // Twilio will not take this text, ever
	later                   // not now, and this text as it is
	few                     // later, for fewFor after the entry; then never
	settings                // no text goes out until the operator acts
)

const (
	fewFor       = time.Hour
	fewEvery     = 5 * time.Minute
	laterEvery   = 10 * time.Second
	operatorIn   = time.Minute
	networkIn    = 2 * time.Second
	tooManyIn    = time.Second
	codeBadSID   = 21222
	codeBadToken = 21224
	codeRefused  = 20003
	codeTooMany  = 20429
	codeBroken   = 20500
)

type rule struct {
	meaning
	reason string
	alert  bool // the operator must hear of it although the text is refused
}

// rules are Twilio's codes (https://www.twilio.com/docs/api/errors) that have
// a meaning of their own; any other is never.
var rules = map[int]rule{
	codeTooMany: {meaning: later, reason: "too many requests"},
	14107:       {meaning: later, reason: "too many texts at once"},
	21611:       {meaning: later, reason: "the sender's queue is full"},
	30001:       {meaning: later, reason: "the sender's queue is full"},
	63018:       {meaning: later, reason: "WhatsApp's rate limit"},
	30003:       {meaning: few, reason: "the phone cannot be reached"},

	codeRefused:  {meaning: settings, reason: "Twilio refuses TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN: copy both again from console.twilio.com"},
	20005:        {meaning: settings, reason: "the Twilio account is not active: see console.twilio.com"},
	20404:        {meaning: settings, reason: "Twilio does not know the account: check TWILIO_ACCOUNT_SID and TWILIO_API_URL"},
	codeBadSID:   {meaning: settings, reason: "TWILIO_ACCOUNT_SID holds characters that no SID has: copy it again from console.twilio.com"},
	codeBadToken: {meaning: settings, reason: "TWILIO_AUTH_TOKEN holds characters that no token has: copy it again from console.twilio.com"},
	21212:        {meaning: settings, reason: "TWILIO_FROM is not a number that can send texts"},
	21603:        {meaning: settings, reason: "Twilio asks for a sender: set TWILIO_FROM"},
	21606:        {meaning: settings, reason: "TWILIO_FROM is not a number of this account that can send texts"},
	21609:        {meaning: settings, reason: "Twilio cannot use the address of the status callback: check GOODTURN_PUBLIC_URL"},
	21659:        {meaning: settings, reason: "TWILIO_FROM is not a number of this account"},
	21701:        {meaning: settings, reason: "TWILIO_MESSAGING_SERVICE_SID names no messaging service"},
	21703:        {meaning: settings, reason: "the messaging service has no number to send from"},
	21704:        {meaning: settings, reason: "the messaging service has no number to send from"},
	21705:        {meaning: settings, reason: "TWILIO_MESSAGING_SERVICE_SID names no messaging service"},
	30002:        {meaning: settings, reason: "the Twilio account is suspended: see console.twilio.com"},
	63007:        {meaning: settings, reason: "TWILIO_FROM is not a WhatsApp sender of this account"},

	21211: {reason: "not a phone number"},
	21266: {reason: "the number is our own"},
	21408: {reason: "texts to this country are not enabled", alert: true},
	21602: {reason: "the text has no words"},
	21608: {reason: "a trial account sends only to numbers verified with Twilio", alert: true},
	21610: {reason: "opted out"},
	21612: {reason: "no route from our number to this one"},
	21910: {reason: "our number and theirs are on different channels"},
	21614: {reason: "not a mobile number"},
	21617: {reason: "over 1600 characters"},
	30004: {reason: "the phone blocks this text"},
	30005: {reason: "no such number"},
	30006: {reason: "a landline, or not reachable by text"},
	30007: {reason: "filtered by the carrier", alert: true},
	30008: {reason: "the carrier gave no reason"},
	63003: {reason: "the number is not on WhatsApp"},
	63016: {reason: "over 24 hours since they wrote on WhatsApp: only an approved template may go"},
	63024: {reason: "the number cannot get WhatsApp messages"},
}

// Reason says in a few plain words what Twilio's code means, without personal
// data, for operators and for a refused text's record.
func Reason(code string) string {
	n, _ := strconv.Atoi(code)
	if r, ok := rules[n]; ok {
		return r.reason
	}
	return "refused by Twilio"
}

// verdict turns a failed post into a *post.Refused, a *post.Wait, or a plain
// error when Twilio may have taken the text.
func (c *Channel) verdict(x *exchange, err error, at time.Time) error {
	code := codeOf(err)
	switch {
	case x.status == 0 && code == 0 && neverSent(err):
		return &post.Wait{After: networkIn, Of: post.TheProvider, Reason: "Twilio cannot be reached: " + plain(err)}
	case x.status == 0 && code == 0:
		return fmt.Errorf("send a text: %s", plain(err))
	case x.status >= 500, code == codeBroken:
		return fmt.Errorf("send a text: %s", x.answer(code))
	case x.status == http.StatusUnauthorized:
		code = codeRefused
	}
	r, known := rules[code]
	switch {
	case known:
	case x.status == http.StatusTooManyRequests:
		code, r = codeTooMany, rules[codeTooMany]
	case x.status == http.StatusForbidden:
		code, r = codeRefused, rules[codeRefused]
	case code == 0, x.status < 400, x.status == http.StatusRequestTimeout, x.status == http.StatusConflict:
		return fmt.Errorf("send a text: %s", x.answer(code))
	default:
		r.reason = Reason("")
	}
	switch {
	case r.meaning == settings:
		c.alert(code, r.reason)
		return &post.Wait{After: operatorIn, Of: post.TheProvider, Reason: r.reason}
	case r.meaning == later:
		after := x.retryAfter
		if after == 0 && x.status == http.StatusTooManyRequests {
			after = tooManyIn
		}
		if after == 0 {
			after = laterEvery
		}
		return &post.Wait{After: after, Of: post.ThePace, Reason: r.reason}
	case r.meaning == few && c.Now().Sub(at) < fewFor:
		return &post.Wait{After: fewEvery, Reason: r.reason}
	}
	if r.alert {
		c.alert(code, r.reason)
	}
	return &post.Refused{Code: strconv.Itoa(code), Reason: r.reason}
}

// Undelivered logs a report's code for the operator, where it is theirs to mend.
func (c *Channel) Undelivered(code string) {
	n, _ := strconv.Atoi(code)
	if r := rules[n]; r.alert || r.meaning == settings {
		c.alert(n, r.reason)
	}
}

// alert logs for the operator, at most once a minute for each code.
func (c *Channel) alert(code int, reason string) {
	now := c.Now()
	c.mu.Lock()
	last, ok := c.alerted[code]
	quiet := ok && now.Sub(last) < operatorIn
	if !quiet {
		c.alerted[code] = now
	}
	c.mu.Unlock()
	if !quiet {
		c.Log.Error("Twilio does not take texts", "code", code, "reason", reason)
	}
}

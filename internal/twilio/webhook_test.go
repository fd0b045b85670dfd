package twilio

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/twilio/twilio-go/client"
)

const (
	token   = "12345678901234567890123456789012"
	public  = "https://goodturn.example"
	amina   = "+447700900123"
	ours    = "+447700900001"
	aTextID = "SM00000000000000000000000000000001"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 500_000_000, time.UTC)

func open(t testing.TB, o Options) *Channel {
	t.Helper()
	if o.AccountSID == "" {
		o.AccountSID = "AC00000000000000000000000000000001"
	}
	if o.AuthToken == "" {
		o.AuthToken = token
	}
	if o.From == "" && o.MessagingServiceSID == "" {
		o.From = ours
	}
	if o.PublicURL == "" {
		o.PublicURL = public
	}
	if o.Now == nil {
		o.Now = func() time.Time { return noon }
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// sign signs as Twilio does, for forms in which no key is repeated.
func sign(address string, form url.Values) string {
	keys := make([]string, 0, len(form))
	for k := range form {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	h := hmac.New(sha1.New, []byte(token))
	io.WriteString(h, address)
	for _, k := range keys {
		io.WriteString(h, k+form.Get(k))
	}
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}

// webhook is a signed request as it comes from behind a proxy.
func webhook(target string, form url.Values) *http.Request {
	return request(target, form.Encode(), sign(public+target, form))
}

func request(target, body, signature string) *http.Request {
	r := httptest.NewRequest("POST", target, strings.NewReader(body))
	r.Host = "10.0.0.7:8080"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Forwarded-Host", "elsewhere.example")
	if signature != "" {
		r.Header.Set("X-Twilio-Signature", signature)
	}
	return r
}

func TestSignaturesAgreeWithTwiliosLibraries(t *testing.T) {
	var vectors struct {
		Token    string
		Webhooks []struct {
			Name, Public, Target, Form, Signature string
			Valid, Repeated                       bool
		}
	}
	readJSON(t, "testdata/signatures.json", &vectors)
	if len(vectors.Webhooks) < 18 {
		t.Fatalf("only %d webhooks", len(vectors.Webhooks))
	}
	twilioGo := client.NewRequestValidator(vectors.Token)
	for _, v := range vectors.Webhooks {
		t.Run(v.Name, func(t *testing.T) {
			c := open(t, Options{AuthToken: vectors.Token, PublicURL: v.Public})
			_, err := c.signed(request(v.Target, v.Form, v.Signature))
			if v.Valid && err != nil {
				t.Errorf("Twilio signed it, and we say: %v", err)
			}
			if !v.Valid && !errors.Is(err, ErrSignature) {
				t.Errorf("forged, and we say: %v", err)
			}
			theirs := twilioGo.ValidateBody(withoutFragment(v.Public)+v.Target, []byte(v.Form), v.Signature)
			switch {
			case v.Repeated && theirs:
				t.Error("twilio-go has learnt repeated keys: its validator may do now")
			case v.Name == "a second value added":
				if !theirs {
					t.Error("twilio-go has learnt to see a second value: its validator may do now")
				}
			case !v.Repeated && theirs != v.Valid:
				t.Errorf("twilio-go says %t", theirs)
			}
		})
	}
}

func TestAForgedRequestIsRefused(t *testing.T) {
	form := url.Values{"MessageSid": {aTextID}, "From": {amina}, "Body": {"STOP"}}
	good := sign(public+"/twilio/message", form)
	c := open(t, Options{})
	for name, signature := range map[string]string{
		"none": "", "not base64": "!!!", "of another": "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "cut": good[:len(good)-1], "longer": good + "=",
	} {
		_, err := c.Inbound(request("/twilio/message", form.Encode(), signature))
		var failed *RequestError
		if !errors.As(err, &failed) || failed.Code != 403 || !errors.Is(err, ErrSignature) {
			t.Errorf("%s: %v, want 403", name, err)
		}
		if _, err := c.Status(request("/twilio/message", form.Encode(), signature)); !errors.Is(err, ErrSignature) {
			t.Errorf("%s, as a status: %v", name, err)
		}
	}
	if _, err := c.Inbound(request("/twilio/message", form.Encode(), good)); err != nil {
		t.Errorf("the good one: %v", err)
	}
}

func TestARequestThatCannotBeRead(t *testing.T) {
	c := open(t, Options{})
	anonymous := url.Values{"MessageSid": {aTextID}, "Body": {"x"}}
	nameless := url.Values{"From": {amina}, "Body": {"x"}}
	large := url.Values{"MessageSid": {aTextID}, "From": {amina}, "Body": {strings.Repeat("x", bodyAtMost)}}
	cut := webhook("/twilio/message", anonymous)
	cut.Body = io.NopCloser(iotest.ErrReader(io.ErrUnexpectedEOF))
	bounded := webhook("/twilio/message", large)
	bounded.Body = http.MaxBytesReader(nil, bounded.Body, 100)
	for name, test := range map[string]struct {
		r    *http.Request
		code int
	}{
		"too large":              {webhook("/twilio/message", large), 413},
		"too large for the host": {bounded, 413},
		"cut off":                {cut, 400},
		"not a form":             {request("/twilio/message", "Body=%zz", "x"), 403},
		"from nobody":            {webhook("/twilio/message", anonymous), 400},
		"of no message":          {webhook("/twilio/message", nameless), 400},
		"empty":                  {webhook("/twilio/message", url.Values{}), 400},
	} {
		_, err := c.Inbound(test.r)
		var failed *RequestError
		if !errors.As(err, &failed) || failed.Code != test.code {
			t.Errorf("%s: %v, want %d", name, err, test.code)
		}
	}
	if _, err := c.Status(webhook("/twilio/status", nameless)); !errors.Is(err, ErrMalformed) {
		t.Errorf("a status of no message: %v", err)
	}
	if _, err := c.Status(webhook("/twilio/status", url.Values{"MessageSid": {aTextID}})); !errors.Is(err, ErrMalformed) {
		t.Errorf("no status: %v", err)
	}
}

func TestInbound(t *testing.T) {
	plainText := Message{SID: aTextID, From: amina, To: ours, Segments: 1, At: noon}
	with := func(change func(*Message)) Message { m := plainText; change(&m); return m }
	for name, test := range map[string]struct {
		form url.Values
		want Message
	}{
		"a text, never trimmed": {url.Values{"Body": {"  yes \r\n"}}, with(func(m *Message) { m.Body = "  yes \r\n" })},
		"empty":                 {url.Values{"Body": {""}}, plainText},
		"emoji only":            {url.Values{"Body": {"👍🏽"}}, with(func(m *Message) { m.Body = "👍🏽" })},
		"binary":                {url.Values{"Body": {"a\xff\x00\xfeb"}}, with(func(m *Message) { m.Body = "a\uFFFD\x00\uFFFDb" })},
		"another script":        {url.Values{"Body": {"नमस्ते"}}, with(func(m *Message) { m.Body = "नमस्ते" })},
		"long":                  {url.Values{"Body": {strings.Repeat("ŵ", 1600)}, "NumSegments": {"24"}}, with(func(m *Message) { m.Body, m.Segments = strings.Repeat("ŵ", 1600), 24 })},
		"a picture":             {url.Values{"NumMedia": {"2"}}, with(func(m *Message) { m.Media = 2 })},
		"counts that are none":  {url.Values{"NumMedia": {"-1"}, "NumSegments": {"many"}}, with(func(m *Message) { m.Segments = 0 })},
		"a short code":          {url.Values{"From": {"85258"}}, with(func(m *Message) { m.From = "85258" })},
		"a name as sender":      {url.Values{"From": {"Boots"}}, with(func(m *Message) { m.From = "Boots" })},
		"not a UK number":       {url.Values{"From": {"+15005550006"}}, with(func(m *Message) { m.From = "+15005550006" })},
		"WhatsApp":              {url.Values{"From": {"whatsapp:" + amina}}, with(func(m *Message) { m.From = "whatsapp:" + amina })},
		"Twilio has answered":   {url.Values{"Body": {"Stop"}, "OptOutType": {"STOP"}}, with(func(m *Message) { m.Body, m.OptOut = "Stop", "STOP" })},
		"by its older name":     {url.Values{"MessageSid": {""}, "SmsSid": {"SM2"}}, with(func(m *Message) { m.SID = "SM2" })},
	} {
		t.Run(name, func(t *testing.T) {
			form := url.Values{"MessageSid": {aTextID}, "From": {amina}, "To": {ours}, "NumMedia": {"0"}, "NumSegments": {"1"}}
			maps.Copy(form, test.form)
			got, err := open(t, Options{}).Inbound(webhook("/twilio/message", form))
			if err != nil {
				t.Fatal(err)
			}
			if got != test.want {
				t.Errorf("got %#v, want %#v", got, test.want)
			}
		})
	}
}

func TestStatus(t *testing.T) {
	c := open(t, Options{})
	form := url.Values{"MessageSid": {aTextID}, "MessageStatus": {"undelivered"}, "ErrorCode": {"30006"}, "From": {ours}, "To": {amina}}
	got, err := c.Status(webhook("/twilio/status?entry=person%2Fab%407%2F2", form))
	if err != nil {
		t.Fatal(err)
	}
	want := Status{SID: aTextID, Entry: "person/ab@7/2", Status: "undelivered", ErrorCode: "30006", From: ours, To: amina, At: noon}
	if got != want {
		t.Errorf("got %#v, want %#v", got, want)
	}
	if !got.Failed() {
		t.Error("an undelivered text has not failed")
	}
	if got.String() != aTextID+" undelivered (30006)" {
		t.Errorf("String: %s", got)
	}
	got, err = c.Status(webhook("/twilio/status", url.Values{"SmsSid": {aTextID}, "SmsStatus": {"Sent"}}))
	if err != nil || got.Status != "sent" || got.Entry != "" || got.Failed() {
		t.Errorf("by its older names: %#v, %v", got, err)
	}
}

func TestTheEntrySurvivesTheRoundTrip(t *testing.T) {
	c := open(t, Options{})
	for _, status := range []string{public + "/twilio/status", public + "/twilio/status?a=1", public + "/twilio/status#rc=5"} {
		for _, entry := range []string{"person/ab@7/2", "task/é&x=1#2 +%"} {
			target := strings.TrimPrefix(withoutFragment(withEntry(status, entry)), public)
			got, err := c.Status(webhook(target, url.Values{"MessageSid": {aTextID}, "MessageStatus": {"sent"}}))
			if err != nil || got.Entry != entry {
				t.Errorf("%s: %q, %v, want %q", target, got.Entry, err, entry)
			}
		}
	}
	if got := withEntry(public+"/s#rc=5", "e"); got != public+"/s?entry=e#rc=5" {
		t.Error(got)
	}
}

func TestStatusesThatOvertakeEachOther(t *testing.T) {
	for _, came := range [][]string{
		{"queued", "sending", "sent", "delivered"},
		{"delivered", "sent", "queued", "sending"},
		{"sent", "delivered", "delivered", "undelivered", "accepted"},
	} {
		now := ""
		for _, s := range came {
			if Rank(s) > Rank(now) {
				now = s
			}
		}
		if now != "delivered" {
			t.Errorf("%v ends as %s", came, now)
		}
	}
	order := []string{"unheard of", "accepted", "queued", "sending", "sent", "delivered", "read"}
	for i := range order[1:] {
		if Rank(order[i]) >= Rank(order[i+1]) {
			t.Errorf("%s is not before %s", order[i], order[i+1])
		}
	}
	if Rank("failed") != Rank("delivered") {
		t.Error("one end overtakes another")
	}
}

func TestThePublicAddress(t *testing.T) {
	form := url.Values{"MessageSid": {aTextID}, "From": {amina}}
	for name, test := range map[string]struct {
		o              Options
		signed, target string
	}{
		"from the status address":        {Options{StatusURL: "https://a.example/x/twilio/status"}, "https://a.example/x/twilio/message", "/twilio/message"},
		"with a slash behind":            {Options{PublicURL: "https://a.example/"}, "https://a.example/twilio/message", "/twilio/message"},
		"its path taken off by a proxy":  {Options{PublicURL: "https://a.example/x"}, "https://a.example/x/twilio/message", "/twilio/message"},
		"its path left on by a proxy":    {Options{PublicURL: "https://a.example/x"}, "https://a.example/x/twilio/message", "/x/twilio/message"},
		"a port that is not standard":    {Options{PublicURL: "http://a.example:8080"}, "http://a.example:8080/twilio/message", "/twilio/message"},
		"signed with the standard port":  {Options{PublicURL: "http://a.example"}, "http://a.example:80/twilio/message", "/twilio/message"},
		"an address of the sixth kind":   {Options{PublicURL: "https://[::1]"}, "https://[::1]:443/twilio/message", "/twilio/message"},
		"and that one with its own port": {Options{PublicURL: "https://[::1]:8443"}, "https://[::1]:8443/twilio/message", "/twilio/message"},
	} {
		t.Run(name, func(t *testing.T) {
			o := test.o
			o.AccountSID, o.AuthToken, o.From = "AC1", token, ours
			c, err := New(o)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.Inbound(request(test.target, form.Encode(), sign(test.signed, form))); err != nil {
				t.Error(err)
			}
			if _, err := c.Inbound(request(test.target, form.Encode(), sign("http://10.0.0.7:8080"+test.target, form))); !errors.Is(err, ErrSignature) {
				t.Errorf("signed for the proxied host: %v", err)
			}
		})
	}
}

func TestAMessageIsLoggedByItsSIDOnly(t *testing.T) {
	var out bytes.Buffer
	log := logTo(&out)
	log.Info("x", "message", Message{SID: aTextID, From: amina, Body: "help me"}, "status", Status{SID: aTextID, Status: "sent", To: amina})
	if s := out.String(); strings.Contains(s, "7700900") || strings.Contains(s, "help me") || !strings.Contains(s, aTextID) {
		t.Error(s)
	}
}

func FuzzWebhook(f *testing.F) {
	f.Add("/twilio/message", "MessageSid=SM1&From=%2B447700900123&Body=hi", "x")
	f.Add("/twilio/status?entry=%zz", "Body=%ff&Body=%00", "")
	f.Add("//x@y:1]?#", "a=1&a=2;b", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=")
	c, err := New(Options{AccountSID: "AC1", AuthToken: token, From: ours, PublicURL: public, Now: func() time.Time { return noon }})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, target, body, signature string) {
		forged := &http.Request{Method: "POST", RequestURI: target, URL: &url.URL{Path: target}, Body: io.NopCloser(strings.NewReader(body)), Header: http.Header{"X-Twilio-Signature": {signature}}}
		if _, err := c.Inbound(forged); err == nil {
			t.Errorf("believed %q", signature)
		}
		// Whatever is signed is read or refused by name.
		form, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		for k, v := range form {
			form[k] = v[:1]
		}
		form.Set("MessageSid", aTextID)
		form.Set("From", amina)
		m, err := c.Inbound(webhook("/twilio/message", form))
		if err != nil {
			if _, ok := errors.AsType[*RequestError](err); !ok {
				t.Errorf("%v", err)
			}
			return
		}
		if m.Body != strings.ToValidUTF8(form.Get("Body"), "\uFFFD") {
			t.Errorf("the body became %q", m.Body)
		}
	})
}

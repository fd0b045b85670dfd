package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/twilio/twilio-go/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/goodturn/goodturn/internal/sandbox"
)

const (
	amina = "+447700900101"
	pam   = "+447700900102"
)

// toServer sends every request to the sandbox, whatever host it was for.
type toServer struct{ host string }

func (t toServer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host = "http", t.host
	return http.DefaultTransport.RoundTrip(r)
}

// twilioClient is Twilio's own client, aimed at the sandbox.
func twilioClient(t *testing.T, tw *sandbox.Twilio, token string) (*api.ApiService, *httptest.Server) {
	t.Helper()
	server := httptest.NewServer(tw)
	t.Cleanup(server.Close)
	c := &client.Client{
		Credentials: client.NewCredentials(tw.AccountSID(), token),
		HTTPClient:  &http.Client{Transport: toServer{strings.TrimPrefix(server.URL, "http://")}, Timeout: 5 * time.Second},
	}
	c.SetAccountSid(tw.AccountSID())
	return api.NewApiService(client.NewRequestHandler(c)), server
}

func newTwilio(t *testing.T, o sandbox.TwilioOptions) *sandbox.Twilio {
	t.Helper()
	tw := sandbox.NewTwilio(o)
	t.Cleanup(tw.Close)
	return tw
}

func message(to, body string) *api.CreateMessageParams {
	p := &api.CreateMessageParams{}
	p.SetTo(to).SetFrom("+447700900000").SetBody(body)
	return p
}

func code(err error) int {
	if e, ok := errors.AsType[*client.TwilioRestError](err); ok {
		return e.Code
	}
	return 0
}

// app is an application that records what it is sent.
type app struct {
	*httptest.Server
	mu    sync.Mutex
	forms []url.Values
	heads []http.Header
	// answer may answer differently; n counts from 0.
	answer func(n int, w http.ResponseWriter, r *http.Request)
}

func newApp(t *testing.T, answer func(n int, w http.ResponseWriter, r *http.Request)) *app {
	t.Helper()
	a := &app{answer: answer}
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		a.mu.Lock()
		n := len(a.forms)
		a.forms = append(a.forms, r.PostForm)
		a.heads = append(a.heads, r.Header.Clone())
		a.mu.Unlock()
		if a.answer != nil {
			a.answer(n, w, r)
		}
	}))
	t.Cleanup(a.Close)
	return a
}

func (a *app) got() []url.Values {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]url.Values(nil), a.forms...)
}

func wait(t *testing.T, w interface{ Wait(context.Context) error }) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := w.Wait(ctx); err != nil {
		t.Fatalf("background work does not end: %v", err)
	}
}

func TestTwilioSendsAndCallsBack(t *testing.T) {
	tw := newTwilio(t, sandbox.TwilioOptions{})
	twilio, _ := twilioClient(t, tw, tw.AuthToken())
	a := newApp(t, nil)

	p := message(amina, "Amina, can you help? YES or NO")
	p.SetStatusCallback(a.URL + "/status?entry=7")
	m, err := twilio.CreateMessage(p)
	if err != nil {
		t.Fatal(err)
	}
	if *m.Status != "queued" || m.DateSent != nil || *m.Direction != "outbound-api" || !strings.HasPrefix(*m.Sid, "SM") || len(*m.Sid) != 34 {
		t.Errorf("created as %+v", m)
	}
	wait(t, tw)

	var statuses []string
	validator := client.NewRequestValidator(tw.AuthToken())
	for i, form := range a.got() {
		statuses = append(statuses, form.Get("MessageStatus"))
		if form.Get("MessageSid") != *m.Sid || form.Get("To") != amina {
			t.Errorf("callback %d is %v", i, form)
		}
		if !validator.ValidateBody(a.URL+"/status?entry=7", []byte(form.Encode()), a.heads[i].Get("X-Twilio-Signature")) {
			t.Errorf("callback %d is not signed", i)
		}
	}
	if got := strings.Join(statuses, " "); got != "queued sent delivered" {
		t.Errorf("called back %q", got)
	}
	fetched, err := twilio.FetchMessage(*m.Sid, &api.FetchMessageParams{})
	if err != nil || *fetched.Status != "delivered" || fetched.DateSent == nil {
		t.Errorf("fetched %+v, %v", fetched, err)
	}
	if got := tw.Messages(amina); len(got) != 1 || got[0].Status != "delivered" {
		t.Errorf("phone holds %+v", got)
	}
}

func TestTwilioRefuses(t *testing.T) {
	tw := newTwilio(t, sandbox.TwilioOptions{})
	twilio, _ := twilioClient(t, tw, tw.AuthToken())
	tests := map[string]struct {
		to, from, body string
		want           int
	}{
		"no recipient":      {"", "+447700900000", "hi", 21604},
		"words for number":  {"Pam", "+447700900000", "hi", 21211},
		"national number":   {"07700900101", "+447700900000", "hi", 21211},
		"no sender":         {amina, "", "hi", 21603},
		"somebody's number": {amina, "+447700900999", "hi", 21659},
		"nothing to say":    {amina, "+447700900000", "", 21602},
		"too long":          {amina, "+447700900000", strings.Repeat("é", 1601), 21617},
		"longest":           {amina, "+447700900000", strings.Repeat("é", 1600), 0},
	}
	for name, tt := range tests {
		p := &api.CreateMessageParams{}
		p.SetTo(tt.to).SetFrom(tt.from).SetBody(tt.body)
		if tt.from == "" {
			p.From = nil
		}
		if tt.to == "" {
			p.To = nil
		}
		_, err := twilio.CreateMessage(p)
		if got := code(err); got != tt.want || (tt.want == 0) != (err == nil) {
			t.Errorf("%s: code %d (%v), want %d", name, got, err, tt.want)
		}
	}
}

func TestTwilioChecksCredentials(t *testing.T) {
	tw := newTwilio(t, sandbox.TwilioOptions{})
	good, _ := twilioClient(t, tw, tw.AuthToken())
	account, err := good.FetchAccount(tw.AccountSID())
	if err != nil || *account.Status != "active" || *account.Sid != tw.AccountSID() {
		t.Fatalf("account %+v, %v", account, err)
	}
	bad, _ := twilioClient(t, tw, "wrong")
	_, err = bad.FetchAccount(tw.AccountSID())
	var e *client.TwilioRestError
	if !errors.As(err, &e) || e.Code != 20003 || e.Status != http.StatusUnauthorized {
		t.Errorf("wrong token: %v", err)
	}
	if _, err := good.FetchMessage("SM00000000000000000000000000000000", &api.FetchMessageParams{}); code(err) != 20404 {
		t.Errorf("unknown message: %v", err)
	}
}

func TestTwilioLists(t *testing.T) {
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	var mu sync.Mutex
	clock := func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	tw := newTwilio(t, sandbox.TwilioOptions{Now: clock})
	twilio, _ := twilioClient(t, tw, tw.AuthToken())
	for i := range 7 {
		mu.Lock()
		now = now.Add(time.Hour)
		mu.Unlock()
		if _, err := twilio.CreateMessage(message(amina, fmt.Sprint("text ", i))); err != nil {
			t.Fatal(err)
		}
		_, _ = tw.Text(t.Context(), pam, fmt.Sprint("from pam ", i))
		wait(t, tw)
	}
	tw.HoldStatuses(true)
	if _, err := twilio.CreateMessage(message(amina, "held")); err != nil {
		t.Fatal(err)
	}

	bodies := func(p *api.ListMessageParams) string {
		t.Helper()
		list, err := twilio.ListMessage(p)
		if err != nil {
			t.Fatal(err)
		}
		var words []string
		for _, m := range list {
			words = append(words, *m.Body)
		}
		return strings.Join(words, ", ")
	}
	paged := &api.ListMessageParams{}
	paged.SetTo(amina).SetPageSize(3)
	if got := bodies(paged); got != "held, text 6, text 5, text 4, text 3, text 2, text 1, text 0" {
		t.Errorf("to Amina, three a page: %s", got)
	}
	inbound := &api.ListMessageParams{}
	inbound.SetTo(tw.From()).SetDateSentAfter(time.Date(2026, 3, 1, 14, 0, 0, 0, time.UTC))
	if got := bodies(inbound); got != "from pam 6, from pam 5, from pam 4" {
		t.Errorf("inbound since two o'clock: %s", got)
	}
	before := &api.ListMessageParams{}
	before.SetFrom(tw.From()).SetDateSentBefore(time.Date(2026, 3, 1, 11, 0, 0, 0, time.UTC))
	if got := bodies(before); got != "text 1, text 0" {
		t.Errorf("sent until eleven: %s", got)
	}
	day := &api.ListMessageParams{}
	day.SetTo(amina).SetDateSent(time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC))
	if got := bodies(day); got != "" {
		t.Errorf("sent the next day: %s", got)
	}
	tw.HoldStatuses(false)
	wait(t, tw)
	if got := tw.Received(amina); got[7].Status != "delivered" {
		t.Errorf("released message is %s", got[7].Status)
	}
}

func TestTwilioLateFailures(t *testing.T) {
	tw := newTwilio(t, sandbox.TwilioOptions{})
	twilio, _ := twilioClient(t, tw, tw.AuthToken())
	a := newApp(t, nil)
	tw.SetWebhook("", a.URL)
	tw.SetFate(amina, 30006)
	if _, err := twilio.CreateMessage(message(amina, "hello")); err != nil {
		t.Fatal(err)
	}
	wait(t, tw)
	last := a.got()[len(a.got())-1]
	if last.Get("MessageStatus") != "undelivered" || last.Get("ErrorCode") != "30006" {
		t.Errorf("last callback %v", last)
	}

	wa := &api.CreateMessageParams{}
	wa.SetTo("whatsapp:" + pam).SetFrom("whatsapp:" + tw.From()).SetBody("outside the window")
	if _, err := twilio.CreateMessage(wa); err != nil {
		t.Fatal(err)
	}
	wait(t, tw)
	if m := tw.Messages("whatsapp:" + pam)[0]; m.Status != "failed" || m.ErrorCode != 63016 {
		t.Errorf("free WhatsApp text to a stranger: %s %d", m.Status, m.ErrorCode)
	}
	wa.Body = nil
	wa.SetContentSid("HX00000000000000000000000000000001")
	if _, err := twilio.CreateMessage(wa); err != nil {
		t.Fatal(err)
	}
	wait(t, tw)
	if m := tw.Messages("whatsapp:" + pam)[1]; m.Status != "delivered" {
		t.Errorf("template: %s", m.Status)
	}
}

func TestTwilioMessagingService(t *testing.T) {
	const service = "MG00000000000000000000000000000001"
	tw := newTwilio(t, sandbox.TwilioOptions{MessagingServiceSID: service})
	twilio, _ := twilioClient(t, tw, tw.AuthToken())
	p := &api.CreateMessageParams{}
	p.SetTo(amina).SetMessagingServiceSid(service).SetBody("hello")
	m, err := twilio.CreateMessage(p)
	if err != nil || *m.Status != "accepted" || m.From != nil {
		t.Fatalf("%+v, %v", m, err)
	}
	wait(t, tw)
	list := &api.ListMessageParams{}
	list.SetFrom(tw.From())
	if found, err := twilio.ListMessage(list); err != nil || len(found) != 1 || *found[0].MessagingServiceSid != service {
		t.Errorf("listed %+v, %v", found, err)
	}
}

func TestTwilioCarrierBlocks(t *testing.T) {
	tw := newTwilio(t, sandbox.TwilioOptions{AdvancedOptOut: true})
	twilio, _ := twilioClient(t, tw, tw.AuthToken())
	a := newApp(t, nil)
	tw.SetWebhook(a.URL, "")
	steps := []struct {
		text, optOut string
		blocked      bool
	}{
		{"yes", "", false},
		{"please stop", "", false},
		{" Stop ", "STOP", true},
		{"hello?", "", true},
		{"YES", "START", false},
		{"optout", "STOP", true},
		{"unstop", "START", false},
		{"help", "HELP", false},
	}
	for i, step := range steps {
		if _, err := tw.Text(t.Context(), amina, step.text); err != nil {
			t.Fatal(err)
		}
		if got := a.got()[i].Get("OptOutType"); got != step.optOut {
			t.Errorf("%q has OptOutType %q, want %q", step.text, got, step.optOut)
		}
		_, err := twilio.CreateMessage(message(amina, "anything"))
		if blocked := code(err) == 21610; blocked != step.blocked || blocked != tw.Blocked(amina) {
			t.Errorf("after %q: %v, want blocked %v", step.text, err, step.blocked)
		}
	}
}

// Whoever is told of what the API takes hears of each text before it is
// answered, with the address that its statuses go to, and of no other.
func TestTakenHearsOfEachText(t *testing.T) {
	t.Parallel()
	var heard []sandbox.Message
	tw := newTwilio(t, sandbox.TwilioOptions{Taken: func(m sandbox.Message) { heard = append(heard, m) }})
	service, _ := twilioClient(t, tw, tw.AuthToken())
	for _, words := range []string{"one", "two"} {
		p := message(amina, words)
		p.SetStatusCallback("http://127.0.0.1:9/status?entry=" + words)
		sent, err := service.CreateMessage(p)
		if err != nil {
			t.Fatal(err)
		}
		last := heard[len(heard)-1]
		if last.SID != *sent.Sid || last.Body != words || !strings.HasSuffix(last.StatusCallback, "entry="+words) {
			t.Errorf("heard of %+v, want %s", last, words)
		}
	}
	if _, err := service.CreateMessage(message("not a number", "three")); err == nil || len(heard) != 2 {
		t.Errorf("%v, and %d texts were heard of, want a refusal and 2", err, len(heard))
	}
}

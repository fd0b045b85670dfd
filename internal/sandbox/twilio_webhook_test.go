package sandbox_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/twilio/twilio-go/client"

	"github.com/goodturn/goodturn/internal/sandbox"
)

func TestTextIsSignedAsTwilioSigns(t *testing.T) {
	tw := newTwilio(t, sandbox.TwilioOptions{Seed: 3})
	a := newApp(t, nil)
	address := a.URL + "/twilio/message?b=2&a=1"
	tw.SetWebhook(address+"#rc=2", "")
	validator := client.NewRequestValidator(tw.AuthToken())
	valid := func(i int) bool {
		return validator.ValidateBody(address, []byte(a.got()[i].Encode()), a.heads[i].Get("X-Twilio-Signature"))
	}
	resp, err := tw.Text(t.Context(), amina, " hi, \u00e9\u0175 \U0001f600 & more\n", sandbox.WithMedia("https://media.example/1", "image/jpeg"))
	if err != nil || !resp.OK() {
		t.Fatal(resp, err)
	}
	form := a.got()[0]
	for key, want := range map[string]string{
		"Body": " hi, \u00e9\u0175 \U0001f600 & more\n", "From": amina, "To": tw.From(), "MessageSid": resp.ID, "SmsMessageSid": resp.ID,
		"AccountSid": tw.AccountSID(), "NumMedia": "1", "MediaUrl0": "https://media.example/1",
		"MediaContentType0": "image/jpeg", "NumSegments": "1", "FromCountry": "GB", "SmsStatus": "received",
	} {
		if got := form.Get(key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	if !valid(0) {
		t.Error("twilio-go rejects the signature")
	}
	_, _ = tw.Text(t.Context(), amina, "forged", sandbox.SignedWith("guess"))
	_, _ = tw.Text(t.Context(), amina, "bare", sandbox.Unsigned())
	if valid(1) || valid(2) || a.heads[2].Get("X-Twilio-Signature") != "" {
		t.Error("a forgery passes")
	}
	if _, err := tw.Redeliver(t.Context(), resp.ID); err != nil {
		t.Fatal(err)
	}
	if a.got()[3].Encode() != form.Encode() || !valid(3) {
		t.Error("the repeated webhook differs")
	}
	if _, err := tw.Redeliver(t.Context(), "SMnone"); !errors.Is(err, sandbox.ErrUnknown) {
		t.Errorf("unknown text: %v", err)
	}
	if n := len(tw.Messages(amina)); n != 3 {
		t.Errorf("%d texts kept, want 3", n)
	}
}

func TestWebhookRetries(t *testing.T) {
	fail := func(n int, w http.ResponseWriter, _ *http.Request) {
		if n < 2 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}
	slow := func(n int, w http.ResponseWriter, r *http.Request) {
		if n == 0 {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		}
	}
	tests := map[string]struct {
		fragment         string
		answer           func(int, http.ResponseWriter, *http.Request)
		status, attempts int
	}{
		"no retry of 5xx by default": {"", fail, 503, 1},
		"retries 5xx when told":      {"#rc=5&rp=5xx,ct", fail, 200, 3},
		"no more than rc":            {"#rc=1&rp=all", fail, 503, 2},
		"retries a time-out":         {"#rc=1&rp=rt&rt=100", slow, 200, 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tw := newTwilio(t, sandbox.TwilioOptions{})
			a := newApp(t, tt.answer)
			tw.SetWebhook(a.URL+tt.fragment, "")
			resp, err := tw.Text(t.Context(), amina, "hello")
			if err != nil || resp.Status != tt.status || resp.Attempts != tt.attempts {
				t.Fatalf("status %d after %d attempts (%v), want %d after %d", resp.Status, resp.Attempts, err, tt.status, tt.attempts)
			}
			for _, h := range a.heads {
				if h.Get("I-Twilio-Idempotency-Token") != a.heads[0].Get("I-Twilio-Idempotency-Token") {
					t.Error("a retry has another idempotency token")
				}
			}
		})
	}
}

func TestTextWhileNobodyListens(t *testing.T) {
	tw := newTwilio(t, sandbox.TwilioOptions{})
	if _, err := tw.Text(t.Context(), amina, "hello"); !errors.Is(err, sandbox.ErrNoTarget) {
		t.Errorf("no webhook: %v", err)
	}
	a := newApp(t, nil)
	a.Close()
	tw.SetWebhook(a.URL, "")
	resp, err := tw.Text(t.Context(), amina, "hello again")
	if err == nil || resp.Attempts != 2 {
		t.Errorf("refused connection: %d attempts, %v", resp.Attempts, err)
	}
	if n := len(tw.All()); n != 2 {
		t.Errorf("%d texts kept, want 2", n)
	}
}

func TestTwiMLReply(t *testing.T) {
	tw := newTwilio(t, sandbox.TwilioOptions{})
	a := newApp(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		_, _ = io.WriteString(w, `<?xml version="1.0"?><Response><Message>one &amp; only</Message><Message><Body>two</Body></Message></Response>`)
	})
	tw.SetWebhook(a.URL, "")
	if _, err := tw.Text(t.Context(), amina, "hello"); err != nil {
		t.Fatal(err)
	}
	wait(t, tw)
	var words []string
	for _, m := range tw.Received(amina) {
		words = append(words, m.Body+" "+m.Status+" "+m.Direction)
	}
	if got := strings.Join(words, "; "); got != "one & only delivered outbound-reply; two delivered outbound-reply" {
		t.Errorf("phone got %q", got)
	}
}

func TestSegments(t *testing.T) {
	tw := newTwilio(t, sandbox.TwilioOptions{})
	for i, tt := range []struct {
		body string
		want int
	}{
		{"", 1},
		{strings.Repeat("a", 160), 1},
		{strings.Repeat("a", 161), 2},
		{strings.Repeat("a", 306), 2},
		{strings.Repeat("a", 307), 3},
		{strings.Repeat("a", 159) + "€", 2},
		{strings.Repeat("a", 152) + "€" + strings.Repeat("a", 152), 3},
		{strings.Repeat("a", 69) + "ŵ", 1},
		{strings.Repeat("a", 70) + "ŵ", 2},
		{strings.Repeat("😀", 35), 1},
		{strings.Repeat("😀", 67), 3},
	} {
		_, _ = tw.Text(t.Context(), amina, tt.body)
		if got := tw.All()[i].Segments; got != tt.want {
			t.Errorf("%d: %d segments, want %d", i, got, tt.want)
		}
	}
}

func TestTwilioSubscribe(t *testing.T) {
	tw := newTwilio(t, sandbox.TwilioOptions{})
	changes, cancel := tw.Subscribe()
	for range 5 {
		_, _ = tw.Text(t.Context(), amina, "hello")
	}
	select {
	case <-changes:
	default:
		t.Fatal("no signal")
	}
	select {
	case <-changes:
		t.Fatal("signals do not coalesce")
	default:
	}
	cancel()
	tw.AddPhone(pam)
	select {
	case <-changes:
		t.Error("a signal after the subscription ended")
	default:
	}
	snap := tw.Snapshot()
	if len(snap.Phones) != 2 || snap.Phones[0].Number != amina || len(snap.Phones[0].Messages) != 5 || snap.Phones[1].Number != pam {
		t.Errorf("snapshot %+v", snap)
	}
}

func TestCarrierReplies(t *testing.T) {
	tw := newTwilio(t, sandbox.TwilioOptions{CarrierReplies: true})
	a := newApp(t, nil)
	tw.SetWebhook(a.URL, "")
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if _, err := tw.Text(ctx, amina, "STOP"); err != nil {
		t.Fatal(err)
	}
	got := tw.Messages(amina)
	if len(got) != 2 || !got[1].Carrier || len(tw.Received(amina)) != 0 || len(tw.All()) != 1 {
		t.Errorf("phone shows %+v", got)
	}
}

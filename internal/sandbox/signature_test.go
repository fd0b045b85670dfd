package sandbox_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/twilio/twilio-go/client"

	"github.com/goodturn/goodturn/internal/sandbox"
)

// The vector of Twilio's own documentation and libraries.
func TestTwilioSignatureVector(t *testing.T) {
	const address = "https://mycompany.com/myapp.php?foo=1&bar=2"
	form := url.Values{
		"CallSid": {"CA1234567890ABCDE"}, "Caller": {"+12349013030"}, "Digits": {"1234"},
		"From": {"+12349013030"}, "To": {"+18005551212"},
	}
	got := sandbox.TwilioSignature("12345", address, form)
	if want := "0/KCTR6DLpKmkAf8muzZqo1nDgQ="; got != want {
		t.Fatalf("signature %s, want %s", got, want)
	}
	if again := sandbox.TwilioSignature("12345", address+"#rc=5&rp=all", form); again != got {
		t.Errorf("the fragment changed the signature")
	}
	validator := client.NewRequestValidator("12345")
	if !validator.ValidateBody(address, []byte(form.Encode()), got) {
		t.Errorf("twilio-go does not agree")
	}
}

func TestTwilioSignatureOfRepeatedKey(t *testing.T) {
	twice := sandbox.TwilioSignature("k", "https://a.example/", url.Values{"A": {"2", "1", "2"}, "B": {"x"}})
	byHand := sandbox.TwilioSignature("k", "https://a.example/A1A2Bx", nil)
	if twice != byHand {
		t.Errorf("repeated key signed as %s, want %s", twice, byHand)
	}
}

// The vector of Slack's documentation.
func TestSlackSignatureVector(t *testing.T) {
	const body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V" +
		"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=" +
		"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN" +
		"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	got := sandbox.SlackSignature("8f742231b10e8888abcd99yyyzzz85a5", time.Unix(1531420618, 0), []byte(body))
	if want := "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"; got != want {
		t.Fatalf("signature %s, want %s", got, want)
	}
}

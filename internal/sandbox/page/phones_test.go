package page_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestAPhoneGetsADramaNumberAndTexts(t *testing.T) {
	s := newStand(t)
	at := open(t, s).URL
	if code, said := send(t, at+"/phones", url.Values{"name": {"  Amina   Khan "}}); code != http.StatusNoContent {
		t.Fatalf("add: %d %s", code, said)
	}
	wants(t, get(t, at+"/phones"), "Amina Khan", "07700 900101", `id="p--447700900101"`)
	if code, said := send(t, at+"/phones/text", url.Values{"from": {"+447700900101"}, "body": {"two\r\nlines"}}); code != http.StatusNoContent {
		t.Fatalf("text: %d %s", code, said)
	}
	if list := s.scene.Twilio.Messages("+447700900101"); len(list) != 1 || list[0].Body != "two\nlines" {
		t.Errorf("the sandbox got %+v", list)
	}
	wants(t, get(t, at+"/phones"), "two\nlines", "bubble mine")
}

func TestWhatIsTypedIsNeverMarkup(t *testing.T) {
	s := newStand(t)
	at := open(t, s).URL
	const nasty = `<img src=x onerror=alert(1)>"'&</textarea><script>`
	send(t, at+"/phones", url.Values{"name": {nasty}})
	send(t, at+"/phones/text", url.Values{"from": {"+447700900101"}, "body": {nasty + " *b* مرحبا 👩🏽‍🦽"}})
	if _, _, err := s.scene.Slack.Post(context.Background(), joe, hub, nasty); err != nil {
		t.Fatal(err)
	}
	s.post(t, "chat.postMessage", map[string]any{"channel": hub, "text": "x", "blocks": []any{map[string]any{"type": "section", "text": map[string]any{
		"type": "mrkdwn", "text": "*bold " + nasty + "* <javascript:alert(1)|click> <https://goodturn.example/?a=1&amp;b=\"|a *link*> `<b>` ```<i>```",
	}}}})
	html := get(t, at+"/")
	lacks(t, html, "<img src=x", "<script>", "</textarea><", `href="javascript`, "<i>```", "<b>`")
	wants(t, html, "مرحبا 👩🏽‍🦽", "&lt;img src=x", "<code>&lt;b&gt;</code>", `href="https://goodturn.example/?a=1&amp;b=`)
}

func TestRefusals(t *testing.T) {
	s := newStand(t)
	at := open(t, s).URL
	s.scene.Twilio.AddPhone("+447700900101")
	for name, try := range map[string]struct {
		path string
		form url.Values
		code int
	}{
		"no name":           {"/phones", url.Values{"name": {" \t"}}, http.StatusUnprocessableEntity},
		"empty text":        {"/phones/text", url.Values{"from": {"+447700900101"}, "body": {" "}}, http.StatusUnprocessableEntity},
		"very long text":    {"/phones/text", url.Values{"from": {"+447700900101"}, "body": {strings.Repeat("é", 1601)}}, http.StatusUnprocessableEntity},
		"unknown phone":     {"/phones/text", url.Values{"from": {"+447700900999"}, "body": {"hi"}}, http.StatusConflict},
		"unknown channel":   {"/desk/say", url.Values{"as": {joe}, "channel": {"C0"}, "body": {"hi"}}, http.StatusConflict},
		"not in it":         {"/desk/say", url.Values{"as": {joe}, "channel": {locked}, "body": {"hi"}}, http.StatusConflict},
		"unknown person":    {"/desk/say", url.Values{"as": {"U0"}, "channel": {hub}, "body": {"hi"}}, http.StatusConflict},
		"unknown command":   {"/desk/say", url.Values{"as": {joe}, "channel": {hub}, "body": {"/giphy cat"}}, http.StatusUnprocessableEntity},
		"no such card":      {"/desk/press", url.Values{"as": {joe}, "channel": {hub}, "ts": {"1.2"}, "control": {"a/b"}}, http.StatusConflict},
		"no such form":      {"/desk/form", url.Values{"as": {joe}, "view": {"V0"}}, http.StatusConflict},
		"no such time":      {"/clock", url.Values{"by": {"yesterday"}}, http.StatusBadRequest},
		"no such doing":     {"/story/rewind", nil, http.StatusNotFound},
		"broken body":       {"/phones?%zz", nil, http.StatusBadRequest},
		"nothing dismissed": {"/desk/dismiss", url.Values{"as": {joe}, "ts": {"1.2"}}, http.StatusConflict},
	} {
		code, said := send(t, at+try.path, try.form)
		if code != try.code || len(said) < 10 {
			t.Errorf("%s: %d %q, want %d and a sentence", name, code, said, try.code)
		}
	}
}

func TestNumbersRunOut(t *testing.T) {
	s := newStand(t)
	at := open(t, s).URL
	for n := 900101; n <= 900799; n++ {
		s.scene.Twilio.AddPhone(fmt.Sprintf("+447700%d", n))
	}
	if code, said := send(t, at+"/phones", url.Values{"name": {"One more"}}); code != http.StatusUnprocessableEntity {
		t.Errorf("%d %s", code, said)
	}
	if html := get(t, at+"/phones"); strings.Count(html, `<article class="phone"`) != 699 {
		t.Error("not every phone is drawn")
	}
}

func TestHowATextFaredIsShown(t *testing.T) {
	s := newStand(t)
	at := open(t, s).URL
	s.scene.Twilio.AddPhone("+447700900801")
	if _, err := s.scene.Twilio.Text(context.Background(), "+447700900801", "STOP"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.scene.Twilio.Text(context.Background(), "+447700900102", strings.Repeat("word ", 60)); err != nil {
		t.Fatal(err)
	}
	wants(t, get(t, at+"/phones"), "Ruth", "from the carrier", "Texted STOP", "2 SMS", "delivered")
	if !s.scene.Twilio.Blocked("+447700900801") {
		t.Error("the carrier did not hear STOP")
	}
}

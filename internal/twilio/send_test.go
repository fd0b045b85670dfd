package twilio

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/post"
)

const words = "It's yours, thank you."

func logTo(w io.Writer) *slog.Logger { return slog.New(slog.NewJSONHandler(w, nil)) }

func entry(to, body string) post.Outgoing {
	raw, err := json.Marshal(Text{To: to, Body: body})
	if err != nil {
		panic(err)
	}
	return post.Outgoing{Entry: post.Entry{ID: "person/ab@7/2", Lane: post.LaneText, Body: raw, At: noon}}
}

// pretend is a Twilio that answers by the function, and the log of the channel
// that talks to it.
func pretend(t *testing.T, o Options, answer http.HandlerFunc) (*Channel, *bytes.Buffer) {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	var log bytes.Buffer
	o.APIURL, o.Log = server.URL+o.APIURL, logTo(&log)
	return open(t, o), &log
}

func says(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// refusal is Twilio's error, which holds the number as Twilio's do.
func refusal(status, code int, headers ...string) http.HandlerFunc {
	return says(status, fmt.Sprintf(`{"status":%d,"code":%d,"message":"The 'To' number %s is not right: %s","more_info":"https://www.twilio.com/docs/errors/%d","details":{"to":"%s"}}`,
		status, code, amina, words, code, amina), headers...)
}

func private(t *testing.T, what, s string) {
	t.Helper()
	for _, secret := range []string{"7700900", "447700", words, token} {
		if strings.Contains(s, secret) {
			t.Errorf("%s tells %q: %s", what, secret, s)
		}
	}
}

func TestSend(t *testing.T) {
	status := "https://goodturn.example/twilio/status"
	for name, test := range map[string]struct {
		o    Options
		to   string
		want url.Values
	}{
		"from a number":     {Options{StatusURL: status}, amina, url.Values{"From": {ours}, "StatusCallback": {status + "?entry=person%2Fab%407%2F2"}}},
		"from a service":    {Options{MessagingServiceSID: "MG1"}, amina, url.Values{"MessagingServiceSid": {"MG1"}}},
		"to WhatsApp":       {Options{}, "whatsapp:" + amina, url.Values{"From": {"whatsapp:" + ours}}},
		"behind a prefix":   {Options{APIURL: "/twilio-api/"}, amina, url.Values{"From": {ours}}},
		"WhatsApp's number": {Options{From: "whatsapp:" + ours}, "whatsapp:" + amina, url.Values{"From": {"whatsapp:" + ours}}},
	} {
		t.Run(name, func(t *testing.T) {
			var got url.Values
			var path, host string
			c, _ := pretend(t, test.o, func(w http.ResponseWriter, r *http.Request) {
				if user, password, _ := r.BasicAuth(); user != "AC00000000000000000000000000000001" || password != token {
					t.Errorf("credentials %s:%s", user, password)
				}
				r.ParseForm()
				got, path, host = r.PostForm, r.URL.Path, r.Host
				says(201, `{"sid":"SM9","status":"queued"}`)(w, r)
			})
			ref, err := c.Send(context.Background(), entry(test.to, " two\nlines Dŵr "))
			if err != nil || ref != "SM9" {
				t.Fatalf("%q, %v", ref, err)
			}
			test.want.Set("To", test.to)
			test.want.Set("Body", " two\nlines Dŵr ")
			test.want.Set("SmartEncoded", "false")
			if got.Encode() != test.want.Encode() {
				t.Errorf("posted %v, want %v", got, test.want)
			}
			if want := strings.TrimSuffix(test.o.APIURL, "/") + "/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json"; path != want {
				t.Errorf("posted to %s, want %s", path, want)
			}
			if "http://"+host+strings.TrimSuffix(test.o.APIURL, "/") != c.base.String() {
				t.Errorf("host %s", host)
			}
		})
	}
}

type outcome string

const (
	unknown outcome = "unknown"
	waits   outcome = "wait"
	refused outcome = "refused"
)

func outcomeOf(err error) (outcome, time.Duration, string) {
	var r *post.Refused
	var w *post.Wait
	switch {
	case errors.As(err, &r):
		return refused, 0, r.Code
	case errors.As(err, &w):
		return waits, w.After, ""
	}
	return unknown, 0, ""
}

func TestWhatTwiliosAnswersMean(t *testing.T) {
	html := "<html><body>502 Bad Gateway " + amina + "</body></html>"
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		is     outcome
		after  time.Duration
		code   string
		alerts bool
	}{
		"20429, come back in 7 s":        {answer: refusal(429, 20429, "Retry-After", "7"), is: waits, after: 7 * time.Second},
		"20429, come back at a time":     {answer: refusal(429, 20429, "Retry-After", noon.Add(90*time.Second).Truncate(time.Second).Format(http.TimeFormat)), is: waits, after: 89*time.Second + 500*time.Millisecond},
		"20429":                          {answer: refusal(429, 20429), is: waits, after: time.Second},
		"20429, nonsense":                {answer: refusal(429, 20429, "Retry-After", "soon"), is: waits, after: time.Second},
		"20429, a day":                   {answer: refusal(429, 20429, "Retry-After", "99999999999"), is: waits, after: time.Hour},
		"20429, two hours":               {answer: refusal(429, 20429, "Retry-After", "7200"), is: waits, after: time.Hour},
		"20429, before now":              {answer: refusal(429, 20429, "Retry-After", "-5"), is: waits, after: time.Second},
		"429 in HTML":                    {answer: says(429, html, "Retry-After", "3"), is: waits, after: 3 * time.Second},
		"429 of another code":            {answer: refusal(429, 54321), is: waits, after: time.Second},
		"21611, queue full":              {answer: refusal(400, 21611), is: waits, after: 10 * time.Second},
		"30001, queue full":              {answer: refusal(400, 30001), is: waits, after: 10 * time.Second},
		"14107":                          {answer: refusal(429, 14107), is: waits, after: time.Second},
		"63018":                          {answer: refusal(429, 63018), is: waits, after: time.Second},
		"30003, unreachable":             {answer: refusal(400, 30003), is: waits, after: 5 * time.Minute},
		"20500":                          {answer: refusal(500, 20500), is: unknown},
		"20500 in another guise":         {answer: refusal(400, 20500), is: unknown},
		"500 with a refusal's code":      {answer: refusal(500, 21610), is: unknown},
		"503":                            {answer: refusal(503, 20503, "Retry-After", "5"), is: unknown},
		"502 in HTML":                    {answer: says(502, html), is: unknown},
		"500 without a body":             {answer: says(500, ""), is: unknown},
		"404 in HTML":                    {answer: says(404, html), is: unknown},
		"400 in HTML":                    {answer: says(400, html), is: unknown},
		"400 in other JSON":              {answer: says(400, `{"error":"`+amina+`"}`), is: unknown},
		"408":                            {answer: refusal(408, 99999), is: unknown},
		"a redirect":                     {answer: says(307, html, "Location", "https://elsewhere.example/"), is: unknown},
		"201 in HTML":                    {answer: says(201, html), is: unknown},
		"201 without a SID":              {answer: says(201, `{}`), is: unknown},
		"20003, wrong token":             {answer: refusal(401, 20003), is: waits, after: time.Minute, alerts: true},
		"401 in HTML":                    {answer: says(401, html), is: waits, after: time.Minute, alerts: true},
		"403":                            {answer: refusal(403, 20003), is: waits, after: time.Minute, alerts: true},
		"403 in HTML":                    {answer: says(403, html), is: waits, after: time.Minute, alerts: true},
		"403 of another code":            {answer: refusal(403, 99999), is: waits, after: time.Minute, alerts: true},
		"20404, no such account":         {answer: refusal(404, 20404), is: waits, after: time.Minute, alerts: true},
		"21606, not our number":          {answer: refusal(400, 21606), is: waits, after: time.Minute, alerts: true},
		"21703, an empty service":        {answer: refusal(400, 21703), is: waits, after: time.Minute, alerts: true},
		"30002, suspended":               {answer: refusal(403, 30002), is: waits, after: time.Minute, alerts: true},
		"21609, the callback's address":  {answer: refusal(400, 21609), is: waits, after: time.Minute, alerts: true},
		"21610, opted out":               {answer: refusal(400, 21610), is: refused, code: "21610"},
		"21211, no number":               {answer: refusal(400, 21211), is: refused, code: "21211"},
		"21614, no mobile":               {answer: refusal(400, 21614), is: refused, code: "21614"},
		"21617, too long":                {answer: refusal(400, 21617), is: refused, code: "21617"},
		"21602, no words":                {answer: refusal(400, 21602), is: refused, code: "21602"},
		"21612, no route":                {answer: refusal(400, 21612), is: refused, code: "21612"},
		"21408, country not enabled":     {answer: refusal(403, 21408), is: refused, code: "21408", alerts: true},
		"30005, no such number":          {answer: refusal(400, 30005), is: refused, code: "30005"},
		"30006, a landline":              {answer: refusal(400, 30006), is: refused, code: "30006"},
		"30007, filtered":                {answer: refusal(400, 30007), is: refused, code: "30007", alerts: true},
		"63016, WhatsApp after 24 hours": {answer: refusal(400, 63016), is: refused, code: "63016"},
		"a code that nobody has heard":   {answer: refusal(400, 21999), is: refused, code: "21999"},
	} {
		t.Run(name, func(t *testing.T) {
			c, log := pretend(t, Options{}, test.answer)
			ref, err := c.Send(context.Background(), entry(amina, words))
			if err == nil || ref != "" {
				t.Fatalf("%q, %v", ref, err)
			}
			is, after, code := outcomeOf(err)
			if is != test.is || after != test.after || code != test.code {
				t.Errorf("%s after %s, code %q (%v); want %s after %s, code %q", is, after, code, err, test.is, test.after, test.code)
			}
			if strings.Contains(log.String(), `"level":"ERROR"`) != test.alerts {
				t.Errorf("the operator hears %q", log)
			}
			private(t, "the error", err.Error())
			private(t, "the log", log.String())
		})
	}
}

func TestTheOperatorHearsOnceAMinute(t *testing.T) {
	now := noon
	c, log := pretend(t, Options{Now: func() time.Time { return now }}, refusal(401, 20003))
	for range 3 {
		for range 5 {
			c.Send(context.Background(), entry(amina, words))
		}
		now = now.Add(time.Minute)
	}
	if n := strings.Count(log.String(), "\n"); n != 3 {
		t.Errorf("%d lines in three minutes:\n%s", n, log)
	}
}

func TestAPhoneOutOfReachIsTriedForAnHour(t *testing.T) {
	now := noon.Add(59 * time.Minute)
	c, _ := pretend(t, Options{Now: func() time.Time { return now }}, refusal(400, 30003))
	if _, err := c.Send(context.Background(), entry(amina, words)); !errors.As(err, new(*post.Wait)) {
		t.Errorf("after 59 minutes: %v", err)
	}
	now = noon.Add(time.Hour)
	if is, _, code := outcomeOf(func() error { _, err := c.Send(context.Background(), entry(amina, words)); return err }()); is != refused || code != "30003" {
		t.Errorf("after an hour: %s %s", is, code)
	}
}

type tripper func(*http.Request) (*http.Response, error)

func (f tripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestWhatNoAnswerMeans(t *testing.T) {
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	secure := httptest.NewUnstartedServer(says(201, `{"sid":"SM9"}`))
	secure.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, 0)
	secure.StartTLS()
	defer secure.Close()
	cut := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer cut.Close()
	half := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		io.WriteString(w, `{"sid":"SM9"`)
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}))
	defer half.Close()
	halfRefusal := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		w.WriteHeader(429)
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}))
	defer halfRefusal.Close()
	fails := func(err error) http.RoundTripper {
		return tripper(func(*http.Request) (*http.Response, error) { return nil, err })
	}
	for name, test := range map[string]struct {
		o  Options
		is outcome
	}{
		"connection refused":      {Options{APIURL: closed.URL}, waits},
		"no such host":            {Options{HTTP: fails(&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "api.twilio.com"}})}, waits},
		"a proxy that is away":    {Options{HTTP: fails(&net.OpError{Op: "proxyconnect", Err: errors.New("refused")})}, waits},
		"an unknown certificate":  {Options{APIURL: secure.URL}, waits},
		"cut before an answer":    {Options{APIURL: cut.URL}, unknown},
		"cut in an answer":        {Options{APIURL: half.URL}, unknown},
		"cut in a 429":            {Options{APIURL: halfRefusal.URL}, waits},
		"reset while reading":     {Options{HTTP: fails(&net.OpError{Op: "read", Err: errors.New("connection reset by peer")})}, unknown},
		"reset while writing":     {Options{HTTP: fails(&net.OpError{Op: "write", Err: errors.New("broken pipe")})}, unknown},
		"out of time":             {Options{HTTP: fails(context.DeadlineExceeded)}, unknown},
		"an error with a number":  {Options{HTTP: fails(errors.New("POST To=%2B447700900123 and +447700900123 failed"))}, unknown},
		"a token with a line end": {Options{AuthToken: token + "\n", HTTP: fails(errors.New("asked"))}, waits},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			test.o.Log = logTo(&log)
			_, err := open(t, test.o).Send(context.Background(), entry(amina, words))
			if is, _, _ := outcomeOf(err); err == nil || is != test.is {
				t.Errorf("%s (%v), want %s", is, err, test.is)
			}
			private(t, "the error", err.Error())
			private(t, "the log", log.String())
		})
	}
}

func TestATwilioThatHangsIsUnknown(t *testing.T) {
	asked, release := make(chan struct{}), make(chan struct{})
	c, _ := pretend(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		close(asked)
		<-release
	})
	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-asked; cancel() }()
	_, err := c.Send(ctx, entry(amina, words))
	close(release)
	if is, _, _ := outcomeOf(err); err == nil || is != unknown {
		t.Errorf("%v", err)
	}
}

func TestEveryCallHasTenSeconds(t *testing.T) {
	var left time.Duration
	c := open(t, Options{HTTP: tripper(func(r *http.Request) (*http.Response, error) {
		until, _ := r.Context().Deadline()
		left = time.Until(until)
		return nil, context.DeadlineExceeded
	})})
	c.Send(context.Background(), entry(amina, words))
	if left <= 0 || left > answerWithin {
		t.Errorf("%s left", left)
	}
}

func TestNothingIsPostedWithoutTime(t *testing.T) {
	c := open(t, Options{HTTP: tripper(func(*http.Request) (*http.Response, error) { t.Error("posted"); return nil, io.EOF })})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := c.Send(ctx, entry(amina, words)); !errors.As(err, new(*post.Wait)) {
		t.Errorf("%v", err)
	}
}

func TestAnEntryThatIsNoText(t *testing.T) {
	c := open(t, Options{HTTP: tripper(func(*http.Request) (*http.Response, error) { t.Error("asked"); return nil, io.EOF })})
	for _, body := range []string{``, `{`, `{}`, `[]`, `{"body":"x"}`} {
		o := post.Outgoing{Entry: post.Entry{ID: "e", Lane: post.LaneText, Body: json.RawMessage(body), At: noon}}
		if _, err := c.Send(context.Background(), o); !errors.As(err, new(*post.Refused)) {
			t.Errorf("%q: %v", body, err)
		}
		if ref, err := c.Find(context.Background(), o); ref != "" || err != nil {
			t.Errorf("%q: found %q, %v", body, ref, err)
		}
		if p := c.Pace(o); p.Key != "twilio:"+ours {
			t.Errorf("%q: %v", body, p)
		}
	}
}

func TestPace(t *testing.T) {
	for want, test := range map[post.Pace]struct {
		o  Options
		to string
	}{
		{Key: "twilio:" + ours, Rate: 10, Burst: 1, Ahead: 50}:          {Options{Rate: 10}, amina},
		{Key: "twilio:whatsapp:" + ours, Rate: 10, Burst: 1, Ahead: 50}: {Options{Rate: 10}, "whatsapp:" + amina},
		{Key: "twilio:MG1", Rate: 0.5, Burst: 1, Ahead: 2}:              {Options{MessagingServiceSID: "MG1", Rate: 0.5}, amina},
		{Key: "twilio:+447700900002", Burst: 1}:                         {Options{From: "+447700900002"}, amina},
		{Key: "twilio:MG2", Burst: 1}:                                   {Options{From: ours, MessagingServiceSID: "MG2"}, amina},
	} {
		if got := open(t, test.o).Pace(entry(test.to, words)); got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func TestReason(t *testing.T) {
	for code, want := range map[string]string{"21610": "opted out", "30006": "a landline, or not reachable by text", "": "refused by Twilio", "12": "refused by Twilio"} {
		if got := Reason(code); got != want {
			t.Errorf("%q: %q, want %q", code, got, want)
		}
	}
}

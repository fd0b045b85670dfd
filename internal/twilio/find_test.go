package twilio

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/post"
)

// A listing is a pretend Twilio's messages, newest first, filtered and paged
// as Twilio does it.
type listing struct {
	messages []map[string]any
	page     int // at most so many a page
	asked    []url.Values
}

func (l *listing) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	l.asked = append(l.asked, r.URL.Query())
	var all []map[string]any
	for _, m := range l.messages {
		if to := q.Get("To"); to == "" || m["to"] == to {
			all = append(all, m)
		}
	}
	size, _ := strconv.Atoi(q.Get("PageSize"))
	if l.page > 0 {
		size = min(size, l.page)
	}
	n, _ := strconv.Atoi(q.Get("Page"))
	start := min(n*size, len(all))
	end := min(start+size, len(all))
	answer := map[string]any{"messages": all[start:end], "page": n, "page_size": size}
	if end < len(all) {
		q.Set("Page", strconv.Itoa(n+1))
		q.Set("PageToken", "PA"+strconv.Itoa(end)+".5")
		answer["next_page_uri"] = r.URL.Path + "?" + q.Encode()
	}
	json.NewEncoder(w).Encode(answer)
}

func listingOf(t *testing.T, o Options, l *listing) *Channel {
	t.Helper()
	server := httptest.NewServer(l)
	t.Cleanup(server.Close)
	o.APIURL = server.URL
	return open(t, o)
}

// out is a text of ours, created so long after noon.
func out(sid, body string, after time.Duration) map[string]any {
	date := noon.Add(after).Format(time.RFC1123Z)
	return map[string]any{"sid": sid, "to": amina, "from": ours, "body": body, "direction": "outbound-api", "date_created": date, "date_sent": date}
}

func but(m map[string]any, key string, value any) map[string]any { m[key] = value; return m }

func TestFind(t *testing.T) {
	const s = time.Second
	for name, test := range map[string]struct {
		messages []map[string]any
		claimed  []string
		want     string
	}{
		"nothing there":                      {},
		"there":                              {messages: []map[string]any{out("SM1", words, 2*s)}, want: "SM1"},
		"made in the entry's own second":     {messages: []map[string]any{out("SM1", words, 0)}, want: "SM1"},
		"the same words before":              {messages: []map[string]any{out("SM1", words, -6*s)}},
		"made before, by a clock behind":     {messages: []map[string]any{out("SM1", words, -5*s)}, want: "SM1"},
		"made just before, another entry's":  {messages: []map[string]any{out("SM1", words, -s)}, claimed: []string{"SM1"}},
		"other words":                        {messages: []map[string]any{out("SM1", words+" ", s)}},
		"theirs, not ours":                   {messages: []map[string]any{but(out("SM1", words, s), "direction", "inbound")}},
		"to somebody else":                   {messages: []map[string]any{but(out("SM1", words, s), "to", "+447700900999")}},
		"an answer to a webhook":             {messages: []map[string]any{but(out("SM1", words, s), "direction", "outbound-reply")}, want: "SM1"},
		"another entry's":                    {messages: []map[string]any{out("SM1", words, s)}, claimed: []string{"SM1"}},
		"the one that is nobody's":           {messages: []map[string]any{out("SM2", words, 2*s), out("SM1", words, s)}, claimed: []string{"SM1"}, want: "SM2"},
		"two: the older":                     {messages: []map[string]any{out("SM2", words, 2*s), out("SM1", words, s)}, want: "SM1"},
		"failed, but taken":                  {messages: []map[string]any{but(out("SM1", words, s), "status", "failed")}, want: "SM1"},
		"queued, without a date":             {messages: []map[string]any{but(but(out("SM1", words, s), "date_sent", nil), "date_created", nil)}, want: "SM1"},
		"queued, made since":                 {messages: []map[string]any{but(out("SM1", words, s), "date_sent", nil)}, want: "SM1"},
		"queued, made before":                {messages: []map[string]any{but(out("SM1", words, -6*s), "date_sent", nil)}},
		"queued, made before, sent since":    {messages: []map[string]any{but(out("SM1", words, -time.Minute), "date_sent", noon.Add(s).Format(time.RFC1123Z))}},
		"no word of when it was made":        {messages: []map[string]any{but(out("SM1", words, -6*s), "date_created", nil)}},
		"dates of the newer kind":            {messages: []map[string]any{but(out("SM1", words, s), "date_created", noon.Add(s).Format(time.RFC3339))}, want: "SM1"},
		"a trial account's":                  {messages: []map[string]any{out("SM1", "Sent from your Twilio trial account - "+words, s)}, want: "SM1"},
		"behind an older one that is queued": {messages: []map[string]any{but(out("SM0", "x", -time.Hour), "date_sent", nil), but(out("SM9", "x", -time.Hour), "date_sent", nil), out("SM1", words, s)}, want: "SM1"},
	} {
		t.Run(name, func(t *testing.T) {
			l := &listing{messages: test.messages, page: 2}
			o := entry(amina, words)
			o.Claimed = test.claimed
			got, err := listingOf(t, Options{}, l).Find(context.Background(), o)
			if err != nil || got != test.want {
				t.Errorf("%q, %v, want %q", got, err, test.want)
			}
			for key := range l.asked[0] {
				if strings.HasPrefix(key, "Date") {
					t.Errorf("asked by %s", key)
				}
			}
		})
	}
}

func TestFindReadsAsManyPagesAsItMust(t *testing.T) {
	l := &listing{page: 10}
	for i := range 35 {
		l.messages = append(l.messages, out(fmt.Sprintf("SM%d", i), "other", time.Duration(35-i)*time.Second))
	}
	l.messages = append(l.messages, out("SMours", words, 0))
	for i := range 100 {
		l.messages = append(l.messages, out(fmt.Sprintf("SMold%d", i), words, -time.Duration(i+1)*time.Minute))
	}
	got, err := listingOf(t, Options{}, l).Find(context.Background(), entry(amina, words))
	if err != nil || got != "SMours" {
		t.Errorf("%q, %v", got, err)
	}
	if len(l.asked) != 4 {
		t.Errorf("%d pages read, want 4", len(l.asked))
	}
	if token := l.asked[1].Get("PageToken"); token != "PA10.5" {
		t.Errorf("the link became %q", token)
	}
}

func TestFindOnWhatsApp(t *testing.T) {
	l := &listing{messages: []map[string]any{but(out("SM1", words, time.Second), "to", "whatsapp:"+amina)}}
	got, err := listingOf(t, Options{}, l).Find(context.Background(), entry("whatsapp:"+amina, words))
	if err != nil || got != "SM1" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestAListingThatFails(t *testing.T) {
	circle := func(w http.ResponseWriter, r *http.Request) {
		says(200, `{"messages":[],"next_page_uri":"/2010-04-01/Accounts/AC1/Messages.json?To=%2B447700900123&Page=1"}`)(w, r)
	}
	second := func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("Page") == "" {
			circle(w, r)
			return
		}
		refusal(500, 20500)(w, r)
	}
	nowhere := httptest.NewServer(http.NotFoundHandler())
	nowhere.Close()
	for name, answer := range map[string]http.HandlerFunc{
		"refused":             refusal(401, 20003),
		"too many":            refusal(429, 20429),
		"down":                says(502, "<html>"+amina),
		"nonsense":            says(200, "<html>"+amina),
		"in a circle":         circle,
		"down in the middle":  second,
		"a link of no use":    says(200, `{"messages":[],"next_page_uri":"%zz+447700900123"}`),
		"cut off":             func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"nobody there at all": nil,
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			c := open(t, Options{APIURL: nowhere.URL, Log: logTo(&log)})
			if answer != nil {
				c, _ = pretend(t, Options{}, answer)
			}
			ref, err := c.Find(context.Background(), entry(amina, words))
			if err == nil || ref != "" {
				t.Fatalf("%q, %v", ref, err)
			}
			if errors.As(err, new(*post.Refused)) {
				t.Errorf("a listing refuses nothing: %v", err)
			}
			private(t, "the error", err.Error())
			if got, err := c.List(context.Background(), noon); err == nil || got != nil {
				t.Errorf("%v, %v", got, err)
			} else {
				private(t, "the error", err.Error())
			}
			private(t, "the log", log.String())
		})
	}
}

// in is a text that came so long after noon.
func in(sid string, after time.Duration) map[string]any {
	date := noon.Add(after).Format(time.RFC1123Z)
	return map[string]any{"sid": sid, "to": ours, "from": amina, "body": "  hi \n", "direction": "inbound", "num_media": "1", "num_segments": "2", "date_created": date, "date_sent": date}
}

func sids(messages []Message) string {
	var s []string
	for _, m := range messages {
		s = append(s, m.SID)
	}
	return strings.Join(s, " ")
}

func TestList(t *testing.T) {
	const s = time.Second
	for name, test := range map[string]struct {
		o        Options
		messages []map[string]any
		want     string
	}{
		"nothing":                     {},
		"oldest first":                {messages: []map[string]any{in("SM3", 3*s), in("SM2", 2*s), in("SM1", s)}, want: "SM1 SM2 SM3"},
		"in one second, as they came": {messages: []map[string]any{in("SM3", s), in("SM2", s), in("SM1", s)}, want: "SM1 SM2 SM3"},
		"none before":                 {messages: []map[string]any{in("SM3", s), in("SM2", 0), in("SM1", -s)}, want: "SM2 SM3"},
		"only what came in":           {messages: []map[string]any{but(in("SM2", s), "direction", "outbound-api"), in("SM1", s)}, want: "SM1"},
		"only to our number":          {messages: []map[string]any{but(in("SM2", s), "to", "+447700900002"), in("SM1", s)}, want: "SM1"},
		"and to it on WhatsApp":       {messages: []map[string]any{in("SM3", 3*s), but(in("SM2", 2*s), "to", "whatsapp:"+ours), in("SM1", s)}, want: "SM1 SM2 SM3"},
		"WhatsApp only":               {o: Options{From: "whatsapp:" + ours}, messages: []map[string]any{in("SM2", 2*s), but(in("SM1", s), "to", "whatsapp:"+ours)}, want: "SM1"},
		"to a service": {o: Options{MessagingServiceSID: "MG1"}, messages: []map[string]any{
			but(in("SM3", 3*s), "messaging_service_sid", "MG2"), but(in("SM2", 2*s), "messaging_service_sid", "MG1"), but(in("SM1", s), "to", "+447700900002")}, want: "SM1 SM2"},
		"without a date": {messages: []map[string]any{but(but(in("SM1", s), "date_sent", nil), "date_created", nil)}, want: "SM1"},
	} {
		t.Run(name, func(t *testing.T) {
			l := &listing{messages: test.messages, page: 2}
			got, err := listingOf(t, test.o, l).List(context.Background(), noon)
			if err != nil || sids(got) != test.want {
				t.Errorf("%q, %v, want %q", sids(got), err, test.want)
			}
			if since := l.asked[0].Get("DateSent>"); since != "2026-11-23T12:00:00Z" {
				t.Errorf("asked since %q", since)
			}
		})
	}
}

func TestAListedMessageIsWhole(t *testing.T) {
	l := &listing{messages: []map[string]any{in("SM1", time.Second)}}
	got, err := listingOf(t, Options{}, l).List(context.Background(), noon)
	want := Message{SID: "SM1", From: amina, To: ours, Body: "  hi \n", Media: 1, Segments: 2, At: noon.Add(time.Second).Truncate(time.Second)}
	if err != nil || !slices.Equal(got, []Message{want}) {
		t.Errorf("%#v, %v, want %#v", got, err, want)
	}
}

func TestListStopsAtTheTime(t *testing.T) {
	l := &listing{page: 50}
	for i := range 500 {
		l.messages = append(l.messages, in(fmt.Sprintf("SM%d", i), time.Duration(120-i)*time.Second))
	}
	got, err := listingOf(t, Options{}, l).List(context.Background(), noon)
	if err != nil || len(got) != 121 {
		t.Errorf("%d messages, %v", len(got), err)
	}
	if len(l.asked) != 5 { // three pages, one that is older, and WhatsApp's
		t.Errorf("%d pages read", len(l.asked))
	}
}

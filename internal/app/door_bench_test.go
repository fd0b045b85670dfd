//go:build unix

package app

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/sandbox"
	"github.com/goodturn/goodturn/internal/twilio"
)

const (
	doorSenders = 64
	doorPeople  = 12 // that one sender signs up in a round
)

// What a text costs at the door: signature, seen?, load, hear, step, synced
// commit, answer; beside a bare handler of net/http that checks the signature
// and answers. Both are measured in turns in one run, by 64 senders that share
// the processors with it. A provider takes every reply at once.
//
// "whole" are sign-ups: each text is heard, worded and answered. "plain" has in
// their place a document of 2 kB whose step notes the text and answers it: what
// the step of internal/surge/pgbench does, which hears and words nothing.
//
//	go test ./internal/app -run '^$' -bench Door -benchtime 7x
func BenchmarkDoor(b *testing.B) {
	b.Run("whole", func(b *testing.B) { benchDoor(b, openDoor(b)) })
	b.Run("plain", func(b *testing.B) { benchDoor(b, openPlain(b)) })
}

func benchDoor(b *testing.B, door *door) {
	bare := openBare(b)
	var taken, answered, ratios, works []float64
	for round := 0; b.Loop(); round++ {
		b.StopTimer()
		texts := doorTexts(round, door)
		b.StartTimer()
		work := processor(b)
		took := knock(b, door.address, texts)
		work = processor(b) - work
		b.StopTimer()
		alone := knock(b, bare, texts)
		b.StartTimer()
		n := float64(doorSenders * doorPeople * len(signUp))
		taken = append(taken, n/took.Seconds())
		answered = append(answered, n/alone.Seconds())
		works = append(works, float64(work.Microseconds())/n)
		ratios = append(ratios, alone.Seconds()/took.Seconds())
	}
	b.ReportMetric(middle(taken), "texts/s")
	b.ReportMetric(middle(answered), "bare/s")
	b.ReportMetric(middle(ratios), "of-bare")
	b.ReportMetric(middle(works), "cpu-µs/text")
}

// processor is what this process has taken of the processors.
func processor(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func middle(figures []float64) float64 {
	slices.Sort(figures)
	return figures[len(figures)/2]
}

// signUp is what somebody texts who signs up.
var signUp = []string{"hi id like 2 help. Amina Khan LS6 3HN, packing parcels", "yes 24", "weekends", "none", "agree", "b", "c", "a"}

type door struct {
	address, token string
}

// openDoor starts the app on a file, with a Twilio that takes everything.
func openDoor(b *testing.B) *door {
	b.Helper()
	d, _ := openApp(b)
	return d
}

// openPlain is openDoor, with plain documents in place of persons.
func openPlain(b *testing.B) *door {
	b.Helper()
	d, a := openApp(b)
	office, err := post.New(post.Options{
		Store: a.store, Clock: a.clock, Owner: "this process", Kinds: []post.Kind{plain.Kind()},
		Senders: map[string]post.Sender{"text": nowhere{}},
	})
	if err != nil {
		b.Fatal(err)
	}
	a.office = office
	return d
}

// A noted document is what one durable step on PostgreSQL reads and writes there.
type noted struct {
	Texts int    `json:"texts"`
	Last  string `json:"last"`
	Rest  string `json:"rest"`
}

var plain = post.Machine[noted]{
	Name: "person", Start: "known",
	Table:   post.NewTable("known", fsm.Events{{Name: "note", Src: []string{"known"}, Dst: "known"}}),
	States:  map[string]string{"known": "has texted"},
	Letters: map[string]string{bot.LetterText: "a text came in", post.LetterRefused: "a text was refused"},
	Rules: []post.Rule[noted]{
		{On: bot.LetterText, In: "known", Do: note},
		{On: post.LetterRefused, In: "*", Ignore: "nothing is ever refused here"},
	},
}

func note(t *post.Turn, n *noted) {
	var in bot.Text
	if err := t.Letter.Read(&in); err != nil {
		panic(err)
	}
	t.Fire("note")
	n.Texts++
	n.Last = in.Body
	if n.Rest == "" {
		n.Rest = strings.Repeat("a", 2000)
	}
	t.Text(false, bot.Outgoing{To: in.From, Body: strings.Repeat("d", 350)})
}

func openApp(b *testing.B) (*door, *App) {
	b.Helper()
	var sids atomic.Int64
	provider := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if r.Method == http.MethodGet {
			fmt.Fprint(w, `{"status": "active"}`)
			return
		}
		w.WriteHeader(http.StatusCreated)
		fmt.Fprintf(w, `{"sid": "SM%032x", "status": "queued"}`, sids.Add(1))
	}))
	b.Cleanup(provider.Close)
	pretend := sandbox.NewSlack(sandbox.SlackOptions{SigningSecret: "secret"})
	slackServer := httptest.NewServer(pretend)
	b.Cleanup(slackServer.Close)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	d := &door{address: l.Addr().String(), token: "token"}
	a, err := New(context.Background(), Options{
		Listener: l, PublicURL: barePublic, Store: "sqlite:" + filepath.Join(b.TempDir(), "door.sqlite"), Org: fixtures.Organisation,
		TwilioAccountSID: "AC00000000000000000000000000000001", TwilioAuthToken: d.token, TwilioFrom: "+447700900000", TwilioAPIURL: provider.URL,
		SlackBotToken: pretend.BotToken(), SlackSigningSecret: pretend.SigningSecret(), SlackAPIURL: slackServer.URL + "/api/",
		Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		b.Fatal(err)
	}
	a.office.Senders["text"] = nowhere{}
	go func() { _ = a.server.Serve(l) }()
	b.Cleanup(func() { _ = a.server.Close() })
	return d, a
}

// nowhere is a provider that takes every text at once.
type nowhere struct{}

func (nowhere) Send(_ context.Context, o post.Outgoing) (string, error) { return "SM" + o.ID, nil }
func (nowhere) Find(context.Context, post.Outgoing) (string, error)     { return "", nil }
func (nowhere) Pace(post.Outgoing) post.Pace                            { return post.Pace{} }

// openBare serves nothing but the check of the signature.
func openBare(b *testing.B) string {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	channel, err := twilio.New(twilio.Options{AccountSID: "AC1", AuthToken: "token", From: "+447700900000", PublicURL: barePublic})
	if err != nil {
		b.Fatal(err)
	}
	server := &http.Server{ReadHeaderTimeout: time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := channel.Inbound(r); err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		w.Header().Set("Content-Type", "text/xml; charset=utf-8")
		fmt.Fprint(w, twilio.Empty)
	})}
	go func() { _ = server.Serve(l) }()
	b.Cleanup(func() { _ = server.Close() })
	return l.Addr().String()
}

const barePublic = "https://goodturn.example"

// doorTexts are the requests of a round, for each sender in their order. The
// bare handler is given the same ones: its address is signed too.
func doorTexts(round int, d *door) [][][]byte {
	all := make([][][]byte, doorSenders)
	for sender := range all {
		for n := range doorPeople {
			number := fmt.Sprintf("+4477009%02d%02d%03d", round%100, sender, n)
			for i, body := range signUp {
				all[sender] = append(all[sender], doorRequest(d, number, fmt.Sprintf("SM%08x%08x%08x%08x", round, sender, n, i), body))
			}
		}
	}
	return all
}

func doorRequest(d *door, from, sid, body string) []byte {
	form := url.Values{
		"MessageSid": {sid}, "SmsMessageSid": {sid}, "SmsSid": {sid}, "SmsStatus": {"received"}, "AccountSid": {"AC00000000000000000000000000000001"},
		"ApiVersion": {"2010-04-01"}, "From": {from}, "To": {"+447700900000"}, "Body": {body}, "NumMedia": {"0"}, "NumSegments": {"1"},
		"FromCountry": {"GB"}, "ToCountry": {"GB"}, "FromState": {""}, "FromCity": {""}, "FromZip": {""}, "ToState": {""}, "ToCity": {""}, "ToZip": {""},
	}
	payload := form.Encode()
	var r strings.Builder
	fmt.Fprintf(&r, "POST /twilio/message HTTP/1.1\r\nHost: goodturn.example\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n")
	fmt.Fprintf(&r, "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\nContent-Length: %d\r\n", len(payload))
	fmt.Fprintf(&r, "X-Twilio-Signature: %s\r\n\r\n%s", sandbox.TwilioSignature(d.token, barePublic+"/twilio/message", form), payload)
	return []byte(r.String())
}

// knock has each sender send its requests one after another, and returns how
// long that took.
func knock(b *testing.B, address string, texts [][][]byte) time.Duration {
	b.Helper()
	began := time.Now()
	var senders sync.WaitGroup
	for _, mine := range texts {
		senders.Go(func() {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				b.Error(err)
				return
			}
			defer conn.Close()
			answers := bufio.NewReader(conn)
			for _, text := range mine {
				if _, err := conn.Write(text); err != nil {
					b.Error(err)
					return
				}
				answer, err := http.ReadResponse(answers, nil)
				if err != nil {
					b.Error(err)
					return
				}
				_, _ = io.Copy(io.Discard, answer.Body)
				if answer.StatusCode != http.StatusOK {
					b.Errorf("a text was answered %s", answer.Status)
					return
				}
			}
		})
	}
	senders.Wait()
	return time.Since(began)
}

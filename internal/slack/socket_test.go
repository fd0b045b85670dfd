package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"

	"github.com/goodturn/goodturn/internal/desk"
)

// A socket is Slack's end of Socket Mode.
type socket struct {
	*httptest.Server
	conns chan *websocket.Conn
}

func listen(t *testing.T) *socket {
	s := &socket{conns: make(chan *websocket.Conn, 8)}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/apps.connections.open", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer xapp-1" {
			fmt.Fprint(w, `{"ok":false,"error":"invalid_auth"}`)
			return
		}
		fmt.Fprintf(w, `{"ok":true,"url":"ws%s/socket"}`, strings.TrimPrefix(s.URL, "http"))
	})
	mux.HandleFunc("/socket", func(w http.ResponseWriter, r *http.Request) {
		c, err := (&websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}).Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		s.conns <- c
	})
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// run starts Socket Mode and returns Slack's end of the first connection, and
// what ends the run and returns its error.
func (r *room) run(t *testing.T, s *socket, token string) func() error {
	t.Helper()
	socket := New(Options{BotToken: "xoxb-secret", AppToken: token, APIURL: s.URL + "/api", Log: r.log, Words: words,
		Now: r.opt.Now, Names: func(string) (string, bool) { return "Joe", true }})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- socket.RunSocket(ctx, r.counter) }()
	stop := sync.OnceValue(func() error {
		cancel()
		err := <-ended
		socket.Wait()
		return err
	})
	t.Cleanup(func() { _ = stop() })
	return stop
}

func give(t *testing.T, c *websocket.Conn, envelope, kind, payload string) {
	t.Helper()
	message := fmt.Sprintf(`{"envelope_id":%q,"type":%q,"payload":%s,"accepts_response_payload":true}`, envelope, kind, payload)
	if err := c.WriteMessage(websocket.TextMessage, []byte(message)); err != nil {
		t.Fatal(err)
	}
}

// acked reads one acknowledgement.
func acked(t *testing.T, c *websocket.Conn) (envelope string, payload json.RawMessage) {
	t.Helper()
	var a struct {
		EnvelopeID string          `json:"envelope_id"`
		Payload    json.RawMessage `json:"payload"`
	}
	if err := c.ReadJSON(&a); err != nil {
		t.Fatal(err)
	}
	return a.EnvelopeID, a.Payload
}

func TestSocket(t *testing.T) {
	r, s := open(t), listen(t)
	r.counter.answer = desk.Answer{Say: "two wait"}
	stop := r.run(t, s, "xapp-1")
	c := <-s.conns
	command := `{"command":"/goodturn","text":"queue","channel_id":"C0NORTH0001","user_id":"U0JOE00001","trigger_id":"T3"}`
	for _, x := range []struct{ envelope, kind, payload, want string }{
		{"e1", "slash_commands", command, `{"response_type":"ephemeral","text":"two wait"}`},
		{"e2", "events_api", replied, ""},
		{"e3", "interactive", pressed, ""},
		{"e4", "interactive", strings.Replace(sent, `\"task/k1\"`, `\"task/k2\"`, 1), ""},
		{"e5", "events_api", `{"type":"event_callback","event":{"type":"something_that_nobody_knows"}}`, ""},
		{"e6", "interactive", `{"type":7}`, ""},
		{"e7", "slash_commands", `{}`, ""},
		{"e8", "something_else", `{}`, ""},
	} {
		give(t, c, x.envelope, x.kind, x.payload)
		envelope, payload := acked(t, c)
		if envelope != x.envelope || string(payload) != x.want {
			t.Errorf("%s: got %s %s", x.envelope, envelope, payload)
		}
	}
	if err := stop(); err != nil {
		t.Errorf("ended with %v", err)
	}
	k := r.counter
	if len(k.commands) != 1 || len(k.remarks) != 1 || len(k.presses) != 1 || len(k.forms) != 1 || k.forms[0].Document != "task/k2" {
		t.Errorf("got %v %v %v %v", k.commands, k.remarks, k.presses, k.forms)
	}
}

func TestSocketAcknowledgesOnlyWhatWasTaken(t *testing.T) {
	r, s := open(t), listen(t)
	r.counter.err = errors.New("store is away")
	r.run(t, s, "xapp-1")
	c := <-s.conns
	give(t, c, "e1", "events_api", replied)
	give(t, c, "e2", "slash_commands", `{"user_id":"U0JOE00001"}`)
	if envelope, payload := acked(t, c); envelope != "e2" || !strings.Contains(string(payload), words.Failed) {
		t.Errorf("got %s %s", envelope, payload)
	}
	r.counter.mu.Lock()
	r.counter.err = nil
	r.counter.mu.Unlock()
	give(t, c, "e3", "events_api", replied)
	if envelope, _ := acked(t, c); envelope != "e3" {
		t.Errorf("got %s", envelope)
	}
}

func TestSocketConnectsAgain(t *testing.T) {
	for _, c := range []struct {
		name string
		end  func(*testing.T, *websocket.Conn)
	}{
		{"when Slack asks for it", func(t *testing.T, c *websocket.Conn) {
			if err := c.WriteMessage(websocket.TextMessage, []byte(`{"type":"disconnect","reason":"refresh_requested"}`)); err != nil {
				t.Fatal(err)
			}
		}},
		{"when it is cut off", func(t *testing.T, c *websocket.Conn) {
			if err := c.UnderlyingConn().Close(); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, s := open(t), listen(t)
			stop := r.run(t, s, "xapp-1")
			first := <-s.conns
			give(t, first, "e1", "events_api", replied)
			if envelope, _ := acked(t, first); envelope != "e1" {
				t.Errorf("got %s", envelope)
			}
			c.end(t, first)
			second := <-s.conns
			give(t, second, "e2", "events_api", replied)
			if envelope, _ := acked(t, second); envelope != "e2" {
				t.Errorf("got %s", envelope)
			}
			if err := stop(); err != nil {
				t.Errorf("ended with %v", err)
			}
			if ids := r.counter.remarks; len(ids) != 2 || ids[0].ID != ids[1].ID {
				t.Errorf("got %v", ids)
			}
		})
	}
}

func TestSocketRefused(t *testing.T) {
	r, s := open(t), listen(t)
	err := New(Options{AppToken: "xapp-2", APIURL: s.URL + "/api", Log: r.log}).RunSocket(t.Context(), r.counter)
	if !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), "SLACK_APP_TOKEN") {
		t.Errorf("got %v", err)
	}
}

func TestAnswerTooLongForASocketIsStillAcknowledged(t *testing.T) {
	r, s := open(t), listen(t)
	r.counter.answer = desk.Answer{Errors: map[string]string{}}
	for i := range 20 {
		r.counter.answer.Errors[fmt.Sprint(i)] = strings.Repeat("no ", 600)
	}
	r.run(t, s, "xapp-1")
	c := <-s.conns
	form := strings.Replace(sent, `{"type":"input","block_id":"what"},{"type":"input","block_id":"day"}`, inputs(20), 1)
	give(t, c, "e1", "interactive", form)
	if envelope, payload := acked(t, c); envelope != "e1" || len(payload) != 0 {
		t.Errorf("got %s %.80s", envelope, payload)
	}
}

func inputs(n int) string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf(`{"type":"input","block_id":"%d"}`, i))
	}
	return strings.Join(all, ",")
}

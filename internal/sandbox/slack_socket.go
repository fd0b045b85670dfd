package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// pingEvery is well under the 30 s after which clients give a quiet socket up.
const pingEvery = 5 * time.Second

var errSocketClosed = errors.New("sandbox: socket closed before the acknowledgement")

// sockets are the application's Socket Mode connections.
type sockets struct {
	mu      sync.Mutex
	tickets map[string]bool
	open    []*socket
	turn    int
	ever    bool
	opened  chan struct{} // closed at the next connection; nil while nobody waits
}

// socket is one connection.
type socket struct {
	ws      *websocket.Conn
	writing sync.Mutex
	mu      sync.Mutex
	waiting map[string]chan json.RawMessage // by envelope
	gone    chan struct{}
	once    sync.Once
}

func (s *Slack) openConnection(a args) (map[string]any, error) {
	ticket := s.ids.hex("")
	s.sockets.mu.Lock()
	if s.sockets.tickets == nil {
		s.sockets.tickets = map[string]bool{}
	}
	s.sockets.tickets[ticket] = true
	s.sockets.mu.Unlock()
	scheme := "ws"
	if a.secure {
		scheme = "wss"
	}
	return map[string]any{"url": scheme + "://" + a.host + "/link/?ticket=" + ticket + "&app_id=" + SlackApp}, nil
}

// acceptSocket upgrades a request that holds a ticket, and reads its
// acknowledgements until it ends.
func (s *Slack) acceptSocket(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	s.sockets.mu.Lock()
	valid := s.sockets.tickets[ticket]
	delete(s.sockets.tickets, ticket)
	s.sockets.mu.Unlock()
	if !valid {
		http.Error(w, "invalid ticket", http.StatusNotFound)
		return
	}
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	c := &socket{ws: ws, waiting: map[string]chan json.RawMessage{}, gone: make(chan struct{})}
	defer c.close()
	hello := map[string]any{
		"type": "hello", "num_connections": s.sockets.count() + 1,
		"connection_info": map[string]any{"app_id": SlackApp},
		"debug_info":      map[string]any{"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060},
	}
	if c.write(hello) != nil {
		return
	}
	s.sockets.add(c)
	if s.ctx.Err() != nil {
		s.sockets.remove(c)
		return
	}
	s.changed()
	go c.ping()
	c.read()
	s.sockets.remove(c)
	s.changed()
}

func (p *sockets) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.open)
}

func (p *sockets) used() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ever
}

func (p *sockets) add(c *socket) {
	p.mu.Lock()
	p.open = append(p.open, c)
	p.ever = true
	if p.opened != nil {
		close(p.opened)
		p.opened = nil
	}
	p.mu.Unlock()
}

func (p *sockets) remove(c *socket) {
	p.mu.Lock()
	p.open = slices.DeleteFunc(p.open, func(x *socket) bool { return x == c })
	p.mu.Unlock()
}

// take empties the list of open sockets and returns what was in it.
func (p *sockets) take() []*socket {
	p.mu.Lock()
	defer p.mu.Unlock()
	open := p.open
	p.open = nil
	return open
}

func (p *sockets) closeAll() {
	for _, c := range p.take() {
		c.close()
	}
}

// pick returns an open socket, each in its turn, and nil when there is none.
func (p *sockets) pick() *socket {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.open) == 0 {
		return nil
	}
	p.turn++
	return p.open[p.turn%len(p.open)]
}

// wait returns when a socket is open, or with the context's error.
func (p *sockets) wait(ctx context.Context) error {
	for {
		p.mu.Lock()
		if len(p.open) > 0 {
			p.mu.Unlock()
			return nil
		}
		if p.opened == nil {
			p.opened = make(chan struct{})
		}
		opened := p.opened
		p.mu.Unlock()
		select {
		case <-opened:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// WaitSocket returns when the application has a Socket Mode connection open.
func (s *Slack) WaitSocket(ctx context.Context) error { return s.sockets.wait(ctx) }

// Sockets counts the open Socket Mode connections.
func (s *Slack) Sockets() int { return s.sockets.count() }

// Disconnect tells every socket to reconnect, with Slack's reason ("warning",
// "refresh_requested", "link_disabled"), and closes it.
func (s *Slack) Disconnect(reason string) {
	for _, c := range s.sockets.take() {
		_ = c.write(map[string]any{"type": "disconnect", "reason": reason, "debug_info": map[string]any{"host": "sandbox"}})
		c.close()
	}
	s.changed()
}

// DropSockets cuts every socket without a word.
func (s *Slack) DropSockets() {
	s.sockets.closeAll()
	s.changed()
}

// bySocket delivers over Socket Mode. It tells whether there was a socket to
// use; an application that has used one and has no HTTP address is waited for.
func (s *Slack) bySocket(ctx context.Context, kind string, payload []byte, retry int, reason string) (Response, bool, error) {
	c := s.sockets.pick()
	if c == nil {
		s.mu.RLock()
		byHTTP := s.target != ""
		s.mu.RUnlock()
		if byHTTP || !s.sockets.used() {
			return Response{}, false, nil
		}
		if err := s.sockets.wait(ctx); err != nil {
			return Response{}, true, fmt.Errorf("wait for socket: %w", err)
		}
		if c = s.sockets.pick(); c == nil {
			return Response{}, true, errSocketClosed
		}
	}
	id := s.ids.hex("")
	id = strings.Join([]string{id[:8], id[8:12], id[12:16], id[16:20], id[20:]}, "-")
	message := map[string]any{
		"type": kind, "envelope_id": id, "payload": json.RawMessage(payload),
		"accepts_response_payload": kind != "events_api",
	}
	if kind == "events_api" {
		message["retry_attempt"], message["retry_reason"] = retry, reason
	}
	answer, err := c.request(ctx, id, message)
	if err != nil {
		return Response{}, true, err
	}
	return Response{Status: http.StatusOK, Body: answer}, true, nil
}

// request sends an envelope and waits for its acknowledgement.
func (c *socket) request(ctx context.Context, id string, message any) (json.RawMessage, error) {
	answer := make(chan json.RawMessage, 1)
	c.mu.Lock()
	c.waiting[id] = answer
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		delete(c.waiting, id)
		c.mu.Unlock()
	}()
	if err := c.write(message); err != nil {
		return nil, fmt.Errorf("write envelope: %w", err)
	}
	select {
	case payload := <-answer:
		return payload, nil
	case <-c.gone:
		return nil, errSocketClosed
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for acknowledgement: %w", ctx.Err())
	}
}

func (c *socket) write(message any) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	_ = c.ws.SetWriteDeadline(time.Now().Add(5 * time.Second))
	return c.ws.WriteJSON(message)
}

func (c *socket) read() {
	for {
		var ack struct {
			EnvelopeID string          `json:"envelope_id"`
			Payload    json.RawMessage `json:"payload"`
		}
		if err := c.ws.ReadJSON(&ack); err != nil {
			return
		}
		c.mu.Lock()
		waiting := c.waiting[ack.EnvelopeID]
		c.mu.Unlock()
		if waiting != nil {
			select {
			case waiting <- ack.Payload:
			default: // acknowledged twice
			}
		}
	}
}

func (c *socket) ping() {
	ticker := time.NewTicker(pingEvery)
	defer ticker.Stop()
	for {
		if c.ws.WriteControl(websocket.PingMessage, []byte("Ping from sandbox"), time.Now().Add(time.Second)) != nil {
			return
		}
		select {
		case <-ticker.C:
		case <-c.gone:
			return
		}
	}
}

func (c *socket) close() {
	c.once.Do(func() {
		close(c.gone)
		_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(time.Second))
		_ = c.ws.Close()
	})
}

package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"sync"
	"time"

	"github.com/slack-go/slack/socketmode"

	"github.com/goodturn/goodturn/internal/desk"
)

// Bounds of the socket.
const (
	socketAtOnce = 64 // requests handled at the same time
	socketPause  = time.Second
)

// RunSocket receives what coordinators do over Socket Mode until the context
// ends, and then returns nil. It connects again whenever Slack closes the
// connection. A request is acknowledged only after the counter has returned;
// what was not acknowledged Slack sends again. The error is one plain sentence:
// Slack refuses the app's token ([ErrRefused]).
func (s *Slack) RunSocket(ctx context.Context, counter desk.Counter) error {
	d := &door{s, counter}
	client := socketmode.New(s.api, socketmode.OptionReadLimit(mostBytes), socketmode.OptionLog(log.New(io.Discard, "", 0)))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	var handling sync.WaitGroup
	defer handling.Wait()
	handling.Go(func() { d.receive(ctx, client, &handling) })
	for {
		err := client.RunContext(ctx)
		if ctx.Err() != nil {
			return nil
		}
		t := fault(err)
		if t.kind == faultCredentials || t.code == noSuchSocket {
			cancel()
			return fmt.Errorf("slack refused SLACK_APP_TOKEN (%s): make an app-level token with the scope connections:write under “Basic Information”, and switch Socket Mode on: %w", t.code, ErrRefused)
		}
		s.log.Warn("the connection to Slack ended; connecting again", "code", t.code)
		select {
		case <-ctx.Done():
		case <-time.After(socketPause):
		}
	}
}

// noSuchSocket is how Slack answers when it will never open a connection for
// the token.
const noSuchSocket = "HTTP 404"

// receive handles what comes over the socket until the context ends.
func (d *door) receive(ctx context.Context, client *socketmode.Client, handling *sync.WaitGroup) {
	room := make(chan struct{}, socketAtOnce)
	for {
		var evt socketmode.Event
		select {
		case <-ctx.Done():
			return
		case evt = <-client.Events:
		}
		req, ok := d.requested(evt)
		if !ok {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case room <- struct{}{}:
		}
		handling.Go(func() {
			defer func() { <-room }()
			d.acknowledge(ctx, client, req.EnvelopeID, d.request(ctx, req))
		})
	}
}

// requested returns the request that an event of the client carries. One that
// the client's own parser does not know is read again here.
func (d *door) requested(evt socketmode.Event) (socketmode.Request, bool) {
	switch evt.Type {
	case socketmode.EventTypeEventsAPI, socketmode.EventTypeInteractive, socketmode.EventTypeSlashCommand:
		if evt.Request != nil {
			return *evt.Request, true
		}
	case socketmode.EventTypeErrorBadMessage:
		if bad, ok := evt.Data.(*socketmode.ErrorBadMessage); ok {
			var req socketmode.Request
			if json.Unmarshal(bad.Message, &req) == nil && req.EnvelopeID != "" {
				return req, true
			}
			d.log.Warn("a message from Slack could not be read")
		}
	case socketmode.EventTypeErrorWriteFailed:
		d.log.Warn("an acknowledgement did not reach Slack, which will send again")
	case socketmode.EventTypeConnected:
		d.log.Info("connected to Slack")
	}
	return socketmode.Request{}, false
}

func (d *door) request(ctx context.Context, req socketmode.Request) reply {
	switch req.Type {
	case socketmode.RequestTypeEventsAPI:
		return d.event(ctx, req.Payload, req.RetryAttempt)
	case socketmode.RequestTypeInteractive:
		return d.interaction(ctx, req.Payload)
	case socketmode.RequestTypeSlashCommands:
		c, err := parseCommand(req.Payload)
		if err != nil {
			return malformed
		}
		return d.command(ctx, c)
	}
	return acknowledged
}

// acknowledge tells Slack that a request was handled. One that was not is left
// unacknowledged.
func (d *door) acknowledge(ctx context.Context, client *socketmode.Client, envelope string, out reply) {
	if out.status >= http.StatusInternalServerError {
		return
	}
	if out.status == http.StatusBadRequest {
		d.log.Warn("a request from Slack could not be read")
	}
	err := client.AckCtx(ctx, envelope, out.body)
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	d.log.Warn("an answer was too long for the socket; the request is acknowledged without it")
	if err := client.AckCtx(ctx, envelope, nil); err != nil {
		d.log.Warn("a request from Slack could not be acknowledged; Slack will send it again")
	}
}

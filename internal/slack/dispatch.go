package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	slackapi "github.com/slack-go/slack"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/post"
)

// A door is where what coordinators do comes in, over HTTP or a socket.
type door struct {
	*Slack
	counter desk.Counter
}

// A reply acknowledges what Slack sent. A status of 500 or more asks Slack to
// send it again.
type reply struct {
	status int
	body   any
}

var (
	acknowledged = reply{status: http.StatusOK}
	malformed    = reply{status: http.StatusBadRequest}
	again        = reply{status: http.StatusServiceUnavailable}
)

// ackWithin is when Slack must have heard from us, with half a second to spare.
const ackWithin = 2500 * time.Millisecond

// lastTry is the number of Slack's last repetition of an event.
const lastTry = 3

// ephemeral is the answer to a slash command.
type ephemeral struct {
	ResponseType string `json:"response_type"`
	Text         string `json:"text"`
}

func whisper(text string) ephemeral {
	return ephemeral{slackapi.ResponseTypeEphemeral, escape(text, atMostSay)}
}

// event takes one event in. try counts Slack's repetitions of it.
func (d *door) event(ctx context.Context, raw []byte, try int) reply {
	e, err := parseEvent(raw)
	if err != nil {
		return malformed
	}
	switch {
	case e.Type == "url_verification":
		return reply{http.StatusOK, map[string]string{"challenge": e.Challenge}}
	case e.Type != "event_callback":
		return acknowledged
	case e.Event.Type == "app_mention":
		if e.Event.ThreadTS == "" && e.Event.User != "" && e.Event.BotID == "" && try == 0 {
			d.background(ctx, func(ctx context.Context) {
				d.tell(ctx, place{channel: e.Event.Channel, user: e.Event.User}, d.opt.Words.Help)
			})
		}
		return acknowledged
	case !e.Event.remark():
		return acknowledged
	}
	if d.ours(e.Event.User) {
		return acknowledged
	}
	return d.remark(ctx, e, try)
}

// remark hands a thread reply to the counter. Until the counter has it, Slack
// is asked to send it again; the letter's id makes that harmless.
func (d *door) remark(ctx context.Context, e envelope, try int) reply {
	at := place{channel: e.Event.Channel, user: e.Event.User, thread: e.Event.ThreadTS}
	if e.Event.Subtype == subtypeFile && try == 0 {
		d.background(ctx, func(ctx context.Context) { d.tell(ctx, at, d.opt.Words.File) })
	}
	if strings.TrimSpace(e.Event.Text) == "" {
		return acknowledged
	}
	letter := "slack:" + e.Event.Channel + "/" + e.Event.TS // whatever events tell of it
	_, err, inTime := d.ask(ctx, func(ctx context.Context) (desk.Answer, error) {
		text := plain(e.Event.Text, func(user string) string { return d.mentioned(ctx, user) })
		if text == "" {
			d.background(ctx, func(ctx context.Context) { d.tell(ctx, at, d.opt.Words.Wordless) })
			return desk.Answer{}, nil
		}
		return desk.Answer{}, d.counter.Remark(ctx, desk.Remark{
			ID: letter, Channel: e.Event.Channel, Thread: e.Event.ThreadTS, Text: text, Colleague: d.callsColleague(e.Event.Text),
			By: desk.Coordinator{ID: e.Event.User, Name: d.name(ctx, e.Event.User, "")},
		})
	}, nil)
	if err == nil && inTime {
		return acknowledged
	}
	if err != nil {
		d.log.Error("a thread reply was not taken", "channel", e.Event.Channel, "try", try, "error", err)
	}
	if try >= lastTry {
		d.background(ctx, func(ctx context.Context) { d.tell(ctx, at, d.opt.Words.Failed) })
	}
	return again
}

// ours reports whether a user is the app itself.
func (s *Slack) ours(user string) bool {
	self := s.self.Load()
	return self != nil && *self == user
}

// callsColleague reports whether a text speaks to somebody in Slack: to everybody in
// the channel or a group, or to one whom it names first.
func (s *Slack) callsColleague(text string) bool {
	if toAll.MatchString(text) {
		return true
	}
	first := toOne.FindStringSubmatch(text)
	return first != nil && !s.ours(first[1])
}

// mentioned is what stands in a text for somebody mentioned in it: nothing for
// the app itself, which is spoken to and not spoken of.
func (s *Slack) mentioned(ctx context.Context, user string) string {
	if s.ours(user) {
		return ""
	}
	return s.name(ctx, user, "")
}

// interaction takes a pressed button or a sent form in.
func (d *door) interaction(ctx context.Context, raw []byte) reply {
	in, err := parseInteraction(raw)
	if err != nil || in.User.ID == "" {
		return malformed
	}
	switch in.Type {
	case "block_actions":
		return d.press(ctx, in)
	case "view_submission":
		return d.send(ctx, in)
	}
	return acknowledged
}

func (d *door) press(ctx context.Context, in interaction) reply {
	at := in.place()
	a, document, value, ok := in.pressed()
	if !ok {
		d.background(ctx, func(ctx context.Context) { d.tell(ctx, at, d.opt.Words.Unknown) })
		return acknowledged
	}
	show := func(ctx context.Context, answer desk.Answer, err error) {
		d.show(ctx, at, in.TriggerID, answer, err)
	}
	answer, err, inTime := d.ask(ctx, func(ctx context.Context) (desk.Answer, error) {
		return d.counter.Press(ctx, desk.Press{
			ID:       "slack:" + a.ActionTS + "/" + in.User.ID + "/" + a.ActionID,
			Document: document, Action: a.ActionID, Value: value, Channel: at.channel, By: d.coordinator(ctx, in.User),
		})
	}, show)
	d.background(ctx, func(ctx context.Context) {
		if !inTime {
			d.tell(ctx, at, d.opt.Words.Slow)
			return
		}
		show(ctx, answer, err)
	})
	return acknowledged
}

func (d *door) send(ctx context.Context, in interaction) reply {
	form := in.View.about()
	at := place{channel: form.Channel, user: in.User.ID, thread: form.Thread}
	if in.View.CallbackID == "" || in.View.ID == "" {
		d.background(ctx, func(ctx context.Context) { d.tell(ctx, at, d.opt.Words.Unknown) })
		return acknowledged
	}
	values := in.View.values()
	answer, err, inTime := d.ask(ctx, func(ctx context.Context) (desk.Answer, error) {
		return d.counter.Send(ctx, desk.Form{
			ID:       "slack:" + in.View.ID + "/" + in.View.Hash + "/" + digest(values),
			Document: form.Document, Action: in.View.CallbackID, Values: values, By: d.coordinator(ctx, in.User),
		})
	}, func(ctx context.Context, answer desk.Answer, err error) {
		// The form is closed: what would stand beside its fields is said instead.
		for _, field := range slices.Sorted(maps.Keys(answer.Errors)) {
			answer.Lines = append(answer.Lines, answer.Errors[field])
		}
		d.show(ctx, at, "", answer, err)
	})
	switch {
	case !inTime:
		d.background(ctx, func(ctx context.Context) { d.tell(ctx, at, d.opt.Words.Slow) })
		return acknowledged
	case err != nil:
		d.log.Error("a form was not taken", "action", in.View.CallbackID, "error", err)
		if fields := in.View.fields(); len(fields) > 0 && d.opt.Words.Failed != "" {
			return beside(map[string]string{fields[0]: d.opt.Words.Failed}, fields)
		}
		d.background(ctx, func(ctx context.Context) { d.tell(ctx, at, d.opt.Words.Failed) })
		return acknowledged
	case len(answer.Errors) > 0:
		return beside(answer.Errors, in.View.fields())
	case answer.Modal != nil:
		next := view(*answer.Modal, at)
		return reply{http.StatusOK, slackapi.NewUpdateViewSubmissionResponse(&next)}
	}
	d.background(ctx, func(ctx context.Context) { d.show(ctx, at, "", answer, nil) })
	return acknowledged
}

// beside keeps the form open with sentences beside its fields. One that names
// no field of the form stands beside the first: Slack would show none of them.
func beside(errs map[string]string, fields []string) reply {
	out := map[string]string{}
	for _, id := range slices.Sorted(maps.Keys(errs)) {
		text := cut(errs[id], atMostFormLabel)
		if len(fields) > 0 && !slices.Contains(fields, id) {
			id = fields[0]
		}
		out[id] = strings.TrimSpace(out[id] + " " + text)
	}
	return reply{http.StatusOK, slackapi.NewErrorsViewSubmissionResponse(out)}
}

// digest tells one filling-in of a form from another, so that a form that was
// corrected and sent again is a letter of its own.
func digest(values map[string]string) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(values)) {
		parts = append(parts, k, values[k])
	}
	return post.Derive(parts...)
}

func (d *door) command(ctx context.Context, c command) reply {
	if c.UserID == "" {
		return malformed
	}
	letter := c.TriggerID
	if letter == "" {
		letter = post.Derive(c.UserID, c.ChannelID, c.Text, c.ResponseURL)
	}
	at := place{channel: c.ChannelID, user: c.UserID, responseURL: c.ResponseURL}
	show := func(ctx context.Context, answer desk.Answer, err error) { d.show(ctx, at, c.TriggerID, answer, err) }
	answer, err, inTime := d.ask(ctx, func(ctx context.Context) (desk.Answer, error) {
		return d.counter.Command(ctx, desk.Command{
			ID: "slack:" + letter + "/" + c.UserID + "/command", Text: c.Text, Channel: c.ChannelID,
			By: d.coordinator(ctx, user{ID: c.UserID, Name: c.UserName}),
		})
	}, show)
	switch {
	case !inTime:
		return reply{http.StatusOK, whisper(d.opt.Words.Slow)}
	case err != nil:
		d.log.Error("a command was not taken", "channel", c.ChannelID, "error", err)
		return reply{http.StatusOK, whisper(d.opt.Words.Failed)}
	case answer.Modal != nil:
		d.background(ctx, func(ctx context.Context) { show(ctx, desk.Answer{Modal: answer.Modal}, nil) })
	}
	if text := together(answer); text != "" {
		return reply{http.StatusOK, whisper(text)}
	}
	return acknowledged
}

// ask waits for the counter as long as Slack waits for us. When that is too
// short the counter goes on, and late hears of its answer (nil: nobody does).
func (d *door) ask(ctx context.Context, call func(context.Context) (desk.Answer, error), late func(context.Context, desk.Answer, error)) (desk.Answer, error, bool) {
	type outcome struct {
		answer desk.Answer
		err    error
	}
	done := make(chan outcome, 1)
	d.background(ctx, func(ctx context.Context) {
		var o outcome
		defer func() {
			if recover() != nil {
				d.log.Error("the counter panicked", "stack", string(debug.Stack()))
				o = outcome{err: errPanic}
			}
			done <- o
		}()
		o.answer, o.err = call(ctx)
	})
	wait := time.NewTimer(ackWithin)
	defer wait.Stop()
	select {
	case o := <-done:
		return o.answer, o.err, true
	case <-wait.C:
	}
	if late != nil {
		d.work.Go(func() {
			o := <-done
			d.background(ctx, func(ctx context.Context) { late(ctx, o.answer, o.err) })
		})
	}
	return desk.Answer{}, nil, false
}

var errPanic = errors.New("the counter panicked")

func (d *door) coordinator(ctx context.Context, u user) desk.Coordinator {
	called := u.Name
	if called == "" {
		called = u.Username
	}
	return desk.Coordinator{ID: u.ID, Name: d.name(ctx, u.ID, called)}
}

// A place is where somebody acted, to answer them there.
type place struct{ channel, thread, user, responseURL string }

// together is an answer's sentences as one text.
func together(a desk.Answer) string {
	return strings.TrimSpace(strings.Join(append([]string{a.Say}, a.Lines...), "\n"))
}

// show gives the person what the counter answered.
func (s *Slack) show(ctx context.Context, at place, trigger string, a desk.Answer, err error) {
	if err != nil {
		s.log.Error("something a coordinator did was not taken", "channel", at.channel, "error", err)
		s.tell(ctx, at, s.opt.Words.Failed)
		return
	}
	if a.Modal != nil {
		if _, err := s.api.OpenViewContext(ctx, trigger, view(*a.Modal, at)); err != nil {
			s.unopened(ctx, at, *a.Modal, err)
		}
	}
	s.tell(ctx, at, together(a))
}

func (s *Slack) unopened(ctx context.Context, at place, m desk.Modal, err error) {
	t := fault(err)
	s.log.Warn("a form did not open", "action", m.Action, "code", t.code)
	words := s.opt.Words.Failed
	switch t.code {
	case "expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "trigger_exchanged":
		words = s.opt.Words.Expired
	}
	if errors.Is(err, slackapi.ErrParametersMissing) {
		words = s.opt.Words.Expired // a late answer has no trigger any more
	}
	s.tell(ctx, at, words)
}

// tell says something to one person alone: in the channel, else where their
// press came from, else in a direct message.
func (s *Slack) tell(ctx context.Context, at place, text string) {
	if text == "" || at.user == "" {
		return
	}
	options := quiet(escape(text, atMostSay))
	var err error
	if at.channel != "" {
		here := options
		if at.thread != "" {
			here = append(here, slackapi.MsgOptionTS(at.thread))
		}
		if _, err = s.api.PostEphemeralContext(ctx, at.channel, at.user, here...); err == nil {
			return
		}
	}
	if at.responseURL != "" && s.respond(ctx, at.responseURL, text) {
		return
	}
	if _, _, err = s.api.PostMessageContext(ctx, at.user, options...); err != nil {
		s.log.Error("a coordinator could not be answered in Slack", "user", at.user, "channel", at.channel, "code", fault(err).code)
	}
}

// respond answers where a press or a command came from, and reports whether
// Slack took it.
func (s *Slack) respond(ctx context.Context, url, text string) bool {
	body, err := json.Marshal(struct {
		ephemeral
		Replace bool `json:"replace_original"`
	}{ephemeral: whisper(text)})
	if err != nil {
		return false
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return false
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	res, err := s.opt.HTTP.Do(req)
	if err != nil {
		return false
	}
	return res.Body.Close() == nil && res.StatusCode == http.StatusOK
}

package sandbox

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// acting is a person who does something in a channel.
type acting struct {
	user SlackUser
	ch   *channel
}

// enter finds a person and a channel that they are in, each by id or name. The
// caller holds s.mu.
func (s *Slack) enter(user, channel string) (acting, error) {
	u, known := s.findUser(user)
	if !known {
		return acting{}, fmt.Errorf("person %s: %w", user, ErrUnknown)
	}
	ch := s.findChannel(channel)
	if ch == nil || !ch.sees(u.ID) {
		return acting{}, fmt.Errorf("channel %s: %w", channel, ErrUnknown)
	}
	return acting{u, ch}, nil
}

// Post writes a message in a channel as a person, and delivers its events:
// message, and app_mention if it names the bot ("<@U0GOODTURN> …"). It returns
// the message and the application's answer to the first attempts.
func (s *Slack) Post(ctx context.Context, user, channel, text string) (SlackMessage, Response, error) {
	return s.say(ctx, user, channel, "", text)
}

// Reply writes in the thread of a message as a person.
func (s *Slack) Reply(ctx context.Context, user, channel, threadTS, text string) (SlackMessage, Response, error) {
	return s.say(ctx, user, channel, threadTS, text)
}

// Mention writes a message that begins with the bot's name.
func (s *Slack) Mention(ctx context.Context, user, channel, text string) (SlackMessage, Response, error) {
	return s.say(ctx, user, channel, "", "<@"+SlackBotUser+"> "+text)
}

// Direct writes to the application in a direct conversation.
func (s *Slack) Direct(ctx context.Context, user, text string) (SlackMessage, Response, error) {
	s.mu.Lock()
	u, known := s.findUser(user)
	if !known {
		s.mu.Unlock()
		return SlackMessage{}, Response{}, fmt.Errorf("person %s: %w", user, ErrUnknown)
	}
	id := s.direct(u.ID).ID
	s.mu.Unlock()
	return s.say(ctx, user, id, "", text)
}

func (s *Slack) say(ctx context.Context, user, channel, thread, text string) (SlackMessage, Response, error) {
	s.mu.Lock()
	who, err := s.enter(user, channel)
	if err == nil && thread != "" && who.ch.byTS[thread] == nil {
		err = fmt.Errorf("thread %s: %w", thread, ErrUnknown)
	}
	if err != nil {
		s.mu.Unlock()
		return SlackMessage{}, Response{}, err
	}
	text = s.mentions(text)
	m := s.newMessage(who.ch, who.user.ID, escape(text), []Block{typed(text)}, thread)
	s.nameBlocks(m.Blocks)
	who.ch.add(m)
	out, hears := m.copy(false), !who.ch.WithoutBot
	event := s.messageEvent(who.ch, m)
	s.mu.Unlock()
	s.changed()
	if !hears {
		return out, Response{}, nil
	}
	if !s.reachable() {
		return out, Response{}, ErrNoTarget
	}
	resp, err := s.sendEvent(ctx, event)
	if strings.Contains(text, "<@"+SlackBotUser+">") {
		mention := map[string]any{}
		for k, v := range event {
			if k != "channel_type" {
				mention[k] = v
			}
		}
		mention["type"] = "app_mention"
		resp, err = s.sendEvent(ctx, mention)
	}
	return out, resp, err
}

// mentions does to "@here" and to "@Joe" what a person's client does.
func (s *Slack) mentions(text string) string {
	return mention.ReplaceAllStringFunc(text, func(m string) string {
		if m == "@here" || m == "@channel" {
			return "<!" + m[1:] + ">"
		}
		if u, known := s.findUser(m[1:]); known {
			return "<@" + u.ID + ">"
		}
		return m
	})
}

var mention = regexp.MustCompile(`@[A-Za-z]+`)

// typed is the rich text block that Slack's own client makes of what a person types.
func typed(text string) Block {
	words := map[string]any{"type": "text", "text": text}
	section := map[string]any{"type": "rich_text_section", "elements": []any{words}}
	return Block{"type": "rich_text", "elements": []any{section}}
}

// Press uses a control of a message as a person: a button, or a menu with the
// choice, by value or label. The message may be an ephemeral one of theirs. The
// control is named by action id, "block/action" or label. It returns the
// application's answer; ErrUnknown means that the person sees no such thing.
func (s *Slack) Press(ctx context.Context, user, channel, ts, control string, choice ...string) (Response, error) {
	s.mu.Lock()
	payload, err := s.press(user, channel, ts, control, choice)
	s.mu.Unlock()
	if err != nil {
		return Response{}, err
	}
	return s.deliver(ctx, "interactions", payload, 0, "")
}

// press makes the payload of a press. The caller holds s.mu.
func (s *Slack) press(user, channel, ts, control string, choice []string) (map[string]any, error) {
	who, err := s.enter(user, channel)
	if err != nil {
		return nil, err
	}
	m := who.ch.byTS[ts]
	if i := slices.IndexFunc(s.ephemerals[who.user.ID], func(e *slackMessage) bool { return e.TS == ts }); i >= 0 {
		m = s.ephemerals[who.user.ID][i]
	}
	if m == nil || m.gone {
		return nil, fmt.Errorf("message %s: %w", ts, ErrUnknown)
	}
	p, err := find(m.Blocks, control)
	if err != nil {
		return nil, err
	}
	if m.state == nil {
		m.state = viewState{}
	}
	action, err := s.act(m.state, p, choice)
	if err != nil {
		return nil, err
	}
	state := viewState{}
	for _, at := range placedElements(m.Blocks) {
		if stateful(TextAt(at.element, "type")) {
			held, ok := m.state[at.block][at.action]
			if !ok {
				held = initialState(at.element)
			}
			state.set(at.block, at.action, held)
		}
	}
	payload := s.interaction("block_actions", who.user)
	payload["actions"], payload["state"] = []any{action}, state.payload()
	payload["channel"] = map[string]any{"id": who.ch.ID, "name": channelName(who.ch)}
	container := map[string]any{
		"type": "message", "message_ts": m.TS, "channel_id": who.ch.ID, "is_ephemeral": m.Ephemeral != "",
	}
	if m.ThreadTS != "" {
		container["thread_ts"] = m.ThreadTS
	}
	payload["container"] = container
	if m.Ephemeral == "" {
		payload["message"] = m.json(true)
	}
	payload["response_url"] = s.newResponseURL("actions", who, m)
	return payload, nil
}

func channelName(c *channel) string {
	if c.im != "" {
		return "directmessage"
	}
	return c.Name
}

// find is the element that a control's name means, among those a person can use.
func find(blocks []Block, name string) (placed, error) {
	controls, elements := Controls(blocks), placedElements(blocks)
	for _, means := range []func(Control) bool{
		func(c Control) bool { return name == c.Key() },
		func(c Control) bool { return name == c.ActionID },
		func(c Control) bool { return c.named(name) },
	} {
		if i := slices.IndexFunc(controls, means); i >= 0 {
			return elements[i], nil
		}
	}
	return placed{}, fmt.Errorf("control %q: %w", name, ErrUnknown)
}

// act uses an element: what it now holds goes into the state, and what Slack
// says of it is returned. The caller holds s.mu.
func (s *Slack) act(state viewState, p placed, choice []string) (map[string]any, error) {
	kind := TextAt(p.element, "type")
	action := map[string]any{"type": kind, "block_id": p.block, "action_id": p.action, "action_ts": s.ts()}
	if kind == "button" || kind == "workflow_button" {
		for _, key := range []string{"text", "value", "style"} {
			if v := p.element[key]; v != nil {
				action[key] = v
			}
		}
		return action, nil
	}
	held, err := fill(p.element, strings.Join(choice, "\n"))
	if err != nil {
		return nil, err
	}
	maps.Copy(action, held)
	if stateful(kind) {
		state.set(p.block, p.action, held)
	}
	return action, nil
}

// interaction is what every interaction's payload has. The caller holds s.mu.
func (s *Slack) interaction(kind string, u SlackUser) map[string]any {
	return map[string]any{
		"type": kind, "token": "sandbox", "api_app_id": SlackApp, "trigger_id": s.trigger(u.ID),
		"team":       map[string]any{"id": SlackTeam, "domain": "sandbox"},
		"user":       map[string]any{"id": u.ID, "username": u.Name, "name": u.Name, "team_id": SlackTeam},
		"enterprise": nil, "is_enterprise_install": false,
	}
}

// CommandResult is what a slash command led to at once.
type CommandResult struct {
	Response Response
	// Message is what the application's answer showed, if anything.
	Message *SlackMessage
}

// Command types a slash command ("/goodturn", "queue") as a person. The
// application's answer may itself be a message, for them or for the channel.
// The error says that it did not answer, or that Slack would not show the answer.
func (s *Slack) Command(ctx context.Context, user, channel, command, text string) (CommandResult, error) {
	s.mu.Lock()
	who, err := s.enter(user, channel)
	if err != nil {
		s.mu.Unlock()
		return CommandResult{}, err
	}
	payload := map[string]any{
		"token": "sandbox", "team_id": SlackTeam, "team_domain": "sandbox", "api_app_id": SlackApp,
		"channel_id": who.ch.ID, "channel_name": channelName(who.ch), "user_id": who.user.ID, "user_name": who.user.Name,
		"command": command, "text": text, "is_enterprise_install": "false",
		"trigger_id": s.trigger(who.user.ID), "response_url": s.newResponseURL("commands", who, nil),
	}
	s.mu.Unlock()
	resp, err := s.deliver(ctx, "commands", payload, 0, "")
	result := CommandResult{Response: resp}
	if err == nil && !resp.OK() && !resp.Held {
		err = fmt.Errorf("command: status %d", resp.Status)
	}
	if err != nil {
		return result, err
	}
	result.Message, err = s.commandAnswer(who, resp)
	return result, err
}

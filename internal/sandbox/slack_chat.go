package sandbox

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// content is what a call puts into a message.
type content struct {
	text                    string
	blocks                  []Block
	metadata                map[string]any
	hasText, hasBlocks, has bool // has metadata
	attachments             bool
}

// readContent reads and checks the text, blocks and metadata of a call.
func (s *Slack) readContent(a args, longest int) (content, error) {
	var c content
	c.text = a.text("text")
	c.hasText = c.text != ""
	if utf8.RuneCountInString(c.text) > longest {
		return c, fails("msg_too_long")
	}
	raw, present, err := a.decoded("blocks")
	if err != nil {
		return c, fails("invalid_blocks_format")
	}
	if present {
		items, ok := raw.([]any)
		if !ok {
			return c, fails("invalid_blocks_format")
		}
		c.hasBlocks, c.blocks = true, asBlocks(items)
		if problems := CheckBlocks(c.blocks); len(problems) > 0 {
			return c, slackError{"invalid_blocks", problems}
		}
		s.nameBlocks(c.blocks)
	}
	raw, present, err = a.decoded("metadata")
	meta, isObject := raw.(map[string]any)
	if err != nil || (present && !isObject) {
		return c, fails("invalid_metadata_format")
	}
	// slack-go sends an empty one to response URLs.
	if present && (len(meta) == 0 || meta["event_type"] != "" || meta["event_payload"] != nil) {
		c.has = true
		if len(meta) > 0 {
			if _, ok := meta["event_payload"].(map[string]any); !ok || TextAt(meta, "event_type") == "" {
				return c, fails("invalid_metadata_format")
			}
			c.metadata = meta
		}
	}
	attachments, present, _ := a.decoded("attachments")
	list, _ := attachments.([]any)
	c.attachments = present && len(list) > 0
	return c, nil
}

// nameBlocks gives ids to the blocks and elements that lack them, as Slack does.
func (s *Slack) nameBlocks(blocks []Block) {
	name := func(o map[string]any, key string) {
		if o != nil && TextAt(o, key) == "" {
			o[key] = s.ids.slack("", 5)
		}
	}
	interactive := func(e map[string]any) {
		if kind := TextAt(e, "type"); e != nil && kind != "image" && kind != "plain_text" && kind != "mrkdwn" {
			name(e, "action_id")
		}
	}
	for _, b := range blocks {
		name(b, "block_id")
		switch TextAt(b, "type") {
		case "section":
			interactive(ObjectAt(b, "accessory"))
		case "input":
			interactive(ObjectAt(b, "element"))
		case "actions":
			for _, e := range ObjectsAt(b, "elements") {
				interactive(e)
			}
		}
	}
}

// readNew reads the content of a new message, which says something.
func (s *Slack) readNew(a args) (content, error) {
	c, err := s.readContent(a, 40_000)
	if err == nil && !c.hasText && len(c.blocks) == 0 && !c.attachments {
		err = fails("no_text")
	}
	return c, err
}

func (s *Slack) postMessage(a args) (map[string]any, error) {
	c, err := s.readNew(a)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	ch, err := s.forBot(a.text("channel"))
	if err != nil {
		s.mu.Unlock()
		return nil, err
	}
	m := s.newMessage(ch, SlackBotUser, c.text, c.blocks, a.text("thread_ts"))
	m.Metadata = c.metadata
	ch.add(m)
	answer := map[string]any{"channel": ch.ID, "ts": m.TS, "message": m.json(true)}
	event := s.messageEvent(ch, m)
	s.mu.Unlock()
	s.changed()
	s.echo(event)
	return answer, nil
}

// newMessage makes a message that is not filed yet. The caller holds s.mu.
func (s *Slack) newMessage(ch *channel, user, text string, blocks []Block, thread string) *slackMessage {
	return &slackMessage{SlackMessage: SlackMessage{
		Channel: ch.ID, TS: s.ts(), ThreadTS: thread, User: user, Bot: user == SlackBotUser,
		Text: text, Blocks: blocks, At: s.opts.Now(),
	}}
}

func (s *Slack) postEphemeral(a args) (map[string]any, error) {
	c, err := s.readNew(a)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, err := s.forBot(a.text("channel"))
	if err != nil {
		return nil, err
	}
	user := a.text("user")
	if _, known := s.users[user]; !known || !ch.sees(user) {
		return nil, fails("user_not_in_channel")
	}
	m := s.newMessage(ch, SlackBotUser, c.text, c.blocks, a.text("thread_ts"))
	s.whisper(m, user)
	return map[string]any{"message_ts": m.TS}, nil
}

// whisper shows a message to one person. The caller holds s.mu.
func (s *Slack) whisper(m *slackMessage, user string) {
	m.Ephemeral = user
	s.ephemerals[user] = append(s.ephemerals[user], m)
	s.changed()
}

// ownMessage finds a message that the bot wrote, or says why it may not be touched.
// The caller holds s.mu.
func (s *Slack) ownMessage(a args, notOwn string) (*channel, *slackMessage, error) {
	ch, err := s.forBot(a.text("channel"))
	if err != nil {
		return nil, nil, err
	}
	m := ch.byTS[a.text("ts")]
	if m == nil || m.gone {
		return nil, nil, fails("message_not_found")
	}
	if !m.Bot {
		return nil, nil, fails(notOwn)
	}
	return ch, m, nil
}

func (s *Slack) updateMessage(a args) (map[string]any, error) {
	c, err := s.readContent(a, 4000)
	if err != nil {
		return nil, err
	}
	if !c.hasText && !c.hasBlocks && !c.attachments {
		return nil, fails("no_text")
	}
	s.mu.Lock()
	ch, m, err := s.ownMessage(a, "cant_update_message")
	if err != nil {
		s.mu.Unlock()
		return nil, err
	}
	before := m.json(true)
	s.revise(m, c)
	answer := map[string]any{"channel": ch.ID, "ts": m.TS, "text": m.Text, "message": m.json(true)}
	event := s.changeEvent(ch, "message_changed", m.TS)
	event["message"], event["previous_message"] = m.json(true), before
	s.mu.Unlock()
	s.changed()
	s.echo(event)
	return answer, nil
}

// revise puts new content into a message. What a call leaves out stays as it
// was. The caller holds s.mu.
func (s *Slack) revise(m *slackMessage, c content) {
	if c.hasText || !c.hasBlocks {
		m.Text = c.text
	}
	if c.hasBlocks {
		m.Blocks = c.blocks
	}
	if c.has {
		m.Metadata = c.metadata
	}
	m.edited = s.ts()
}

func (s *Slack) deleteMessage(a args) (map[string]any, error) {
	s.mu.Lock()
	ch, m, err := s.ownMessage(a, "cant_delete_message")
	if err != nil {
		s.mu.Unlock()
		return nil, err
	}
	event := s.changeEvent(ch, "message_deleted", m.TS)
	event["deleted_ts"], event["previous_message"] = m.TS, m.json(true)
	ch.remove(m)
	s.mu.Unlock()
	s.changed()
	s.echo(event)
	return map[string]any{"channel": ch.ID, "ts": a.text("ts")}, nil
}

func (s *Slack) getPermalink(a args) (map[string]any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, err := s.forBot(a.text("channel"))
	if err != nil {
		return nil, err
	}
	ts := a.text("message_ts")
	if ch.byTS[ts] == nil {
		return nil, fails("message_not_found")
	}
	return map[string]any{"channel": ch.ID, "permalink": permalink(ch.ID, ts)}, nil
}

func permalink(channel, ts string) string {
	var digits strings.Builder
	for _, r := range ts {
		if r != '.' {
			digits.WriteRune(r)
		}
	}
	return "https://sandbox.slack.com/archives/" + channel + "/p" + digits.String()
}

func (s *Slack) addReaction(a args) (map[string]any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, err := s.forBot(a.text("channel"))
	if err != nil {
		return nil, err
	}
	m := ch.byTS[a.text("timestamp")]
	if m == nil {
		return nil, fails("message_not_found")
	}
	if a.text("name") == "" {
		return nil, fails("invalid_name")
	}
	if err := m.react(a.text("name"), SlackBotUser); err != nil {
		return nil, err
	}
	s.changed()
	return nil, nil
}

func (m *slackMessage) react(name, user string) error {
	for i, r := range m.Reactions {
		if r.Name != name {
			continue
		}
		if slices.Contains(r.Users, user) {
			return fails("already_reacted")
		}
		m.Reactions[i].Users = append(m.Reactions[i].Users, user)
		return nil
	}
	m.Reactions = append(m.Reactions, Reaction{name, []string{user}})
	return nil
}

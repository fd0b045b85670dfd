package sandbox

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// SlackMessage is a message in a channel, a thread or, if Ephemeral, before one person.
type SlackMessage struct {
	Channel, TS string
	// ThreadTS is the timestamp of the thread's first message; "" outside threads.
	ThreadTS string
	User     string // who wrote it; SlackBotUser for the application
	Bot      bool   // the application wrote it
	Text     string
	Blocks   []Block        // not to be changed
	Metadata map[string]any // event_type and event_payload; nil without
	Edited   bool
	// Ephemeral is the id of the only person who sees it; "" for everybody.
	Ephemeral string
	Reactions []Reaction
	// Replies are the thread's further messages, in order; set by Snapshot.
	Replies []SlackMessage
	At      time.Time
}

// Reaction is an emoji under a message, and who put it there.
type Reaction struct {
	Name  string
	Users []string
}

// Buttons lists the message's buttons.
func (m SlackMessage) Buttons() []Control { return Buttons(m.Blocks) }

// Controls lists what can be pressed or chosen in the message.
func (m SlackMessage) Controls() []Control { return Controls(m.Blocks) }

// Flat renders the message as plain text: its blocks, or its text without them.
func (m SlackMessage) Flat() string {
	if len(m.Blocks) == 0 {
		return unescape(m.Text)
	}
	return Flatten(m.Blocks)
}

// Meta returns a value of the metadata's payload as text.
func (m SlackMessage) Meta(key string) string {
	payload, _ := m.Metadata["event_payload"].(map[string]any)
	return TextAt(payload, key)
}

// slackMessage is a stored message. Its fields are guarded by Slack.mu; blocks
// and metadata are replaced, never changed.
type slackMessage struct {
	SlackMessage
	edited  string // timestamp of the last edit
	replies []*slackMessage
	gone    bool      // deleted, but it has a thread
	state   viewState // what its menus hold
}

// channel is a stored channel. Its messages are guarded by Slack.mu.
type channel struct {
	SlackChannel
	im       string // the other side of a direct conversation
	messages []*slackMessage
	byTS     map[string]*slackMessage // replies too
	created  int64
}

func newChannel(c SlackChannel) *channel {
	return &channel{SlackChannel: c, byTS: map[string]*slackMessage{}, created: 1_577_836_800}
}

// sees tells whether a person is in a channel.
func (c *channel) sees(user string) bool {
	if user == SlackBotUser {
		return !c.WithoutBot
	}
	return c.Members == nil || slices.Contains(c.Members, user)
}

// kind is the channel's type in events.
func (c *channel) kind() string {
	switch {
	case c.im != "":
		return "im"
	case c.Private:
		return "group"
	}
	return "channel"
}

// forBot finds a channel that the bot may use, by id or name; a person's id
// means the direct conversation with them. The caller holds s.mu.
func (s *Slack) forBot(name string) (*channel, error) {
	c := s.findChannel(name)
	if c == nil {
		if _, isUser := s.users[name]; isUser {
			return s.direct(name), nil
		}
		return nil, fails("channel_not_found")
	}
	if c.WithoutBot {
		if c.Private {
			return nil, fails("channel_not_found")
		}
		return nil, fails("not_in_channel")
	}
	return c, nil
}

// add files a message in its channel, under its thread if there is one. The
// caller holds s.mu.
func (c *channel) add(m *slackMessage) {
	c.byTS[m.TS] = m
	parent := c.byTS[m.ThreadTS]
	if parent != nil && parent.ThreadTS != "" && c.byTS[parent.ThreadTS] != nil {
		parent = c.byTS[parent.ThreadTS] // an answer to an answer joins its thread
	}
	if parent != nil {
		parent.ThreadTS, m.ThreadTS = parent.TS, parent.TS
		parent.replies = append(parent.replies, m)
		return
	}
	m.ThreadTS = "" // a thread whose first message is gone
	c.messages = append(c.messages, m)
}

// remove takes a message out; the first message of a thread leaves a stone.
func (c *channel) remove(m *slackMessage) {
	if len(m.replies) > 0 {
		m.gone, m.Text, m.Blocks, m.Metadata, m.Reactions = true, "This message was deleted.", nil, nil, nil
		return
	}
	delete(c.byTS, m.TS)
	list := &c.messages
	if parent := c.byTS[m.ThreadTS]; parent != nil && parent != m {
		list = &parent.replies
	}
	if i, found := slices.BinarySearchFunc(*list, m.TS, func(x *slackMessage, ts string) int { return compareTS(x.TS, ts) }); found {
		*list = slices.Delete(*list, i, i+1)
	}
}

// compareTS orders timestamps. Short forms ("1700000000") are welcome.
func compareTS(a, b string) int {
	return int(min(max(microseconds(a)-microseconds(b), -1), 1))
}

func microseconds(ts string) int64 {
	whole, fraction, _ := strings.Cut(ts, ".")
	fraction = (fraction + "000000")[:6]
	s, _ := strconv.ParseInt(whole, 10, 64)
	us, _ := strconv.ParseInt(fraction, 10, 64)
	return s*1e6 + us
}

// json is a message as the API and events show it. The caller holds s.mu.
func (m *slackMessage) json(withMetadata bool) map[string]any {
	o := map[string]any{"type": "message", "user": m.User, "text": m.Text, "ts": m.TS, "team": SlackTeam}
	if m.gone {
		o["subtype"], o["hidden"], o["user"] = "tombstone", true, "USLACKBOT"
	}
	if m.Bot {
		o["bot_id"], o["app_id"] = SlackBot, SlackApp
		o["bot_profile"] = map[string]any{"id": SlackBot, "app_id": SlackApp, "name": "goodturn", "team_id": SlackTeam}
	}
	if len(m.Blocks) > 0 {
		o["blocks"] = m.Blocks
	}
	if m.ThreadTS != "" {
		o["thread_ts"] = m.ThreadTS
	}
	if len(m.replies) > 0 {
		var people []string
		for _, r := range m.replies {
			if !slices.Contains(people, r.User) && len(people) < 5 {
				people = append(people, r.User)
			}
		}
		o["reply_count"], o["reply_users"], o["reply_users_count"] = len(m.replies), people, len(people)
		o["latest_reply"] = m.replies[len(m.replies)-1].TS
	}
	if m.edited != "" {
		o["edited"] = map[string]any{"user": m.User, "ts": m.edited}
	}
	if len(m.Reactions) > 0 {
		var list []map[string]any
		for _, r := range m.Reactions {
			list = append(list, map[string]any{"name": r.Name, "users": slices.Clone(r.Users), "count": len(r.Users)})
		}
		o["reactions"] = list
	}
	if withMetadata && m.Metadata != nil {
		o["metadata"] = m.Metadata
	}
	return o
}

// copy is the message as it is given away. The caller holds s.mu.
func (m *slackMessage) copy(withReplies bool) SlackMessage {
	out := m.SlackMessage
	out.Edited = m.edited != ""
	out.Reactions = nil
	for _, r := range m.Reactions {
		out.Reactions = append(out.Reactions, Reaction{r.Name, slices.Clone(r.Users)})
	}
	out.Replies = nil
	if withReplies {
		for _, r := range m.replies {
			out.Replies = append(out.Replies, r.copy(false))
		}
	}
	return out
}

// unescape undoes Slack's escaping of the three characters that its markup uses.
func unescape(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}

// token is a mention or a link to a channel that a person's client has made.
var token = regexp.MustCompile(`^<[@#!][A-Za-z0-9|^:-]+>`)

// escape does to a person's typing what Slack does: &, < and > are escaped, but
// for mentions such as <@U012AB3CD>.
func escape(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '&':
			out.WriteString("&amp;")
		case '>':
			out.WriteString("&gt;")
		case '<':
			if t := token.FindString(s[i:]); t != "" {
				out.WriteString(t)
				i += len(t) - 1
				continue
			}
			out.WriteString("&lt;")
		default:
			out.WriteByte(s[i])
		}
	}
	return out.String()
}

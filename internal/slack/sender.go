package slack

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	slackapi "github.com/slack-go/slack"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/post"
)

var _ post.Sender = (*Slack)(nil)

// Burst is how many messages a channel takes at once, and Ahead how many more
// where somebody is in danger: Slack takes short bursts, and says 429 when it does not.
const (
	Burst = 4
	Ahead = 20
)

// tryAgain is how long an entry waits when an operator must act first.
const tryAgain = time.Minute

// Pace is Slack's limit for a channel.
func (s *Slack) Pace(o post.Outgoing) post.Pace {
	return post.Pace{Key: "slack:" + channelOf(o.Entry), Rate: s.opt.Rate, Burst: Burst, Ahead: Ahead}
}

// Send shows the document's current card, or posts in the card's thread. The
// reference is the message's timestamp. A [post.Wait] says that Slack has not
// taken it; no entry is refused but one that holds nothing to say.
func (s *Slack) Send(ctx context.Context, o post.Outgoing) (string, error) {
	switch {
	case o.Document == nil:
		return "", &post.Refused{Code: "no-document", Reason: "an entry without its document"}
	case o.Kind == post.EntryCard:
		return s.card(ctx, o)
	case o.Kind == post.EntryThread:
		return s.thread(ctx, o)
	}
	return "", &post.Refused{Code: "unknown-kind", Reason: "no such kind of Slack entry: " + o.Kind}
}

// card posts the document's card, or changes the one that stands there.
func (s *Slack) card(ctx context.Context, o post.Outgoing) (string, error) {
	channel := channelOf(o.Entry)
	ts := o.Document.Posts[channel]
	c, ok := s.opt.Cards(o.Document, channel)
	if !ok {
		return ts, nil
	}
	c = addressed(c, o.Document.ID)
	var err error
	for _, version := range versions(c, s.opt.Words.Back) {
		var ref string
		ref, err = s.put(ctx, o, ts, c, version)
		if err != nil && ts != "" && fault(err).kind == faultGone {
			s.log.Warn("a card was gone from its channel; it is posted anew", "channel", channel, "document", o.Document.ID, "code", fault(err).code)
			ts = ""
			ref, err = s.put(ctx, o, ts, c, version)
		}
		if err == nil {
			return ref, nil
		}
		if fault(err).kind != faultShape {
			break
		}
		s.log.Error("Slack refused a card's shape; a shorter one is shown", "channel", channel, "document", o.Document.ID, "code", fault(err).code)
	}
	return "", s.verdict(channel, err)
}

// put makes one call: a new message, or the change of one.
func (s *Slack) put(ctx context.Context, o post.Outgoing, ts string, c desk.Card, version []slackapi.Block) (ref string, err error) {
	channel := channelOf(o.Entry)
	options := append(quiet(notice(c)), slackapi.MsgOptionBlocks(version...))
	if ts != "" {
		_, ref, _, err = s.api.UpdateMessageContext(ctx, channel, ts, options...)
		if err == nil {
			ref = ts
		}
	} else {
		_, ref, err = s.api.PostMessageContext(ctx, channel, append(options, traced(o))...)
	}
	if err == nil && ref == "" {
		err = errNoMessage
	}
	return ref, err
}

var errNoMessage = errors.New("an answer without a message")

// said is what the body of an entry for a thread holds. Broadcast shows it in
// the channel too.
type said struct {
	Text      string `json:"text"`
	Broadcast bool   `json:"broadcast"`
}

// thread posts under the document's card.
func (s *Slack) thread(ctx context.Context, o post.Outgoing) (string, error) {
	channel := channelOf(o.Entry)
	var what said
	if err := o.Read(&what); err != nil && s.opt.Remark == nil {
		return "", &post.Refused{Code: "unreadable", Reason: "the body of a thread entry cannot be read"}
	}
	if s.opt.Remark != nil {
		what.Text = s.opt.Remark(o.Entry)
	}
	if strings.TrimSpace(what.Text) == "" {
		return "", &post.Refused{Code: "empty", Reason: "a thread entry without a text"}
	}
	ts := o.Document.Posts[channel]
	options := append(quiet(escape(what.Text, atMostThread)), traced(o))
	under := options
	if ts != "" {
		under = append(under, slackapi.MsgOptionTS(ts))
		if what.Broadcast {
			under = append(under, slackapi.MsgOptionBroadcast())
		}
	}
	_, ref, err := s.api.PostMessageContext(ctx, channel, under...)
	if err != nil && ts != "" && fault(err).kind == faultGone {
		_, ref, err = s.api.PostMessageContext(ctx, channel, options...)
	}
	if err == nil && ref == "" {
		err = errNoMessage
	}
	if err != nil {
		return "", s.verdict(channel, err)
	}
	return ref, nil
}

// quiet is a text that is shown as written: no previews, no links made of it.
func quiet(text string) []slackapi.MsgOption {
	return []slackapi.MsgOption{
		slackapi.MsgOptionText(text, false),
		slackapi.MsgOptionParse(false),
		slackapi.MsgOptionDisableLinkUnfurl(),
		slackapi.MsgOptionDisableMediaUnfurl(),
	}
}

// Our name in a message's metadata.
const (
	metaEvent    = "goodturn"
	metaDocument = "document"
	metaEntry    = "entry"
)

// traced puts the entry's id into the message's metadata, so that Find can say
// after a crash whether it went out.
func traced(o post.Outgoing) slackapi.MsgOption {
	return slackapi.MsgOptionMetadata(slackapi.SlackMetadata{
		EventType:    metaEvent,
		EventPayload: map[string]any{metaDocument: o.Document.ID, metaEntry: o.ID},
	})
}

// verdict turns a failed call into what the office goes by.
func (s *Slack) verdict(channel string, err error) error {
	t := fault(err)
	switch t.kind {
	case faultLimited:
		return &post.Wait{After: retryAfter(err), Of: post.ThePace, Reason: t.code}
	case faultUnreached:
		return &post.Wait{After: time.Second, Of: post.TheProvider, Reason: t.code}
	case faultUnknown:
		return fmt.Errorf("post in channel %s: %s", channel, t.code)
	}
	s.operator(channel, t)
	if t.kind == faultCredentials {
		return &post.Wait{After: tryAgain, Of: post.TheProvider, Reason: t.code}
	}
	return &post.Wait{After: tryAgain, Reason: t.code}
}

// Bounds of looking for a message: pages of Slack's history.
const (
	pageSize  = 200
	mostPages = 25
	clockSkew = time.Minute
)

// Find looks in the channel (or the card's thread) for a message with the
// entry's id. A change of a card leaves no such trace: it answers "", and may
// be made again without harm.
func (s *Slack) Find(ctx context.Context, o post.Outgoing) (string, error) {
	if o.Document == nil {
		return "", fmt.Errorf("find a Slack message: an entry without its document")
	}
	channel := channelOf(o.Entry)
	parent := o.Document.Posts[channel]
	if o.Kind == post.EntryThread && parent != "" {
		ref, err := s.look(ctx, o, func(cursor string) ([]slackapi.Message, string, error) {
			found, _, next, err := s.api.GetConversationRepliesContext(ctx, &slackapi.GetConversationRepliesParameters{
				ChannelID: channel, Timestamp: parent, Cursor: cursor, Oldest: since(o), Limit: pageSize, IncludeAllMetadata: true})
			return found, next, err
		})
		if err == nil || fault(err).kind != faultGone {
			return ref, s.unfound(channel, err)
		}
	}
	ref, err := s.look(ctx, o, func(cursor string) ([]slackapi.Message, string, error) {
		page, err := s.api.GetConversationHistoryContext(ctx, &slackapi.GetConversationHistoryParameters{
			ChannelID: channel, Cursor: cursor, Oldest: since(o), Limit: pageSize, IncludeAllMetadata: true})
		if err != nil {
			return nil, "", err
		}
		return page.Messages, page.ResponseMetaData.NextCursor, nil
	})
	return ref, s.unfound(channel, err)
}

func (s *Slack) unfound(channel string, err error) error {
	if err == nil {
		return nil
	}
	t := fault(err)
	if t.kind == faultChannel || t.kind == faultCredentials {
		s.operator(channel, t)
	}
	return fmt.Errorf("look for a message in channel %s: %s", channel, t.code)
}

// since is when to begin to look: Slack's clock may be a little behind.
func since(o post.Outgoing) string {
	return strconv.FormatInt(o.At.Add(-clockSkew).Unix(), 10) + ".000000"
}

func (s *Slack) look(ctx context.Context, o post.Outgoing, page func(cursor string) ([]slackapi.Message, string, error)) (string, error) {
	cursor := ""
	for range mostPages {
		messages, next, err := page(cursor)
		if err != nil {
			return "", err
		}
		for _, m := range messages {
			if m.Metadata.EventType == metaEvent && m.Metadata.EventPayload[metaEntry] == o.ID {
				return m.Timestamp, nil
			}
		}
		if next == "" {
			return "", nil
		}
		if err := ctx.Err(); err != nil {
			return "", err
		}
		cursor = next
	}
	return "", fmt.Errorf("more than %d messages since the entry", mostPages*pageSize)
}

func channelOf(e post.Entry) string {
	if e.To != "" {
		return e.To
	}
	return strings.TrimPrefix(e.Lane, "slack:")
}

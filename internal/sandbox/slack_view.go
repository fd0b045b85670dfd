package sandbox

import (
	"fmt"
	"slices"
	"strings"
)

// SlackSnapshot is everything there is to see at one moment.
type SlackSnapshot struct {
	Users      []SlackUser // people, the bot not among them
	Channels   []ChannelView
	Views      map[string][]View         // open modals by person, the top one last
	Ephemerals map[string][]SlackMessage // by person, in order
	Sockets    int                       // open Socket Mode connections
}

// ChannelView is a channel and what stands in it.
type ChannelView struct {
	SlackChannel
	Direct   string         // the person, in a direct conversation
	Messages []SlackMessage // in order, each with its replies
}

// Sees tells whether a person is in the channel.
func (c ChannelView) Sees(user string) bool {
	return c.Members == nil || slices.Contains(c.Members, user)
}

// Snapshot returns channels with their messages, open modals and ephemerals.
func (s *Slack) Snapshot() SlackSnapshot {
	s.mu.RLock()
	defer s.mu.RUnlock()
	snap := SlackSnapshot{
		Views: map[string][]View{}, Ephemerals: map[string][]SlackMessage{}, Sockets: s.sockets.count(),
	}
	for _, id := range s.userOrder {
		if id != SlackBotUser {
			snap.Users = append(snap.Users, s.users[id])
		}
	}
	for _, id := range s.order {
		c := s.channels[id]
		snap.Channels = append(snap.Channels, ChannelView{SlackChannel: c.SlackChannel, Direct: c.im, Messages: messageCopies(c.messages, true)})
	}
	for user, stack := range s.stacks {
		for _, v := range stack {
			snap.Views[user] = append(snap.Views[user], v.copy())
		}
	}
	for user, list := range s.ephemerals {
		if len(list) > 0 {
			snap.Ephemerals[user] = messageCopies(list, false)
		}
	}
	return snap
}

func messageCopies(list []*slackMessage, withReplies bool) []SlackMessage {
	out := make([]SlackMessage, len(list))
	for i, m := range list {
		out[i] = m.copy(withReplies)
	}
	return out
}

// Messages returns what stands in a channel (by id or name), in order, each
// message with its replies; nothing for a channel that does not exist.
func (s *Slack) Messages(channel string) []SlackMessage {
	s.mu.RLock()
	defer s.mu.RUnlock()
	c := s.findChannel(channel)
	if c == nil {
		return nil
	}
	return messageCopies(c.messages, true)
}

// Message returns one message or reply by its timestamp.
func (s *Slack) Message(channel, ts string) (SlackMessage, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	c := s.findChannel(channel)
	if c == nil || c.byTS[ts] == nil {
		return SlackMessage{}, false
	}
	return c.byTS[ts].copy(true), true
}

// Find returns the newest message of a channel whose text or blocks contain words.
func (s *Slack) Find(channel, words string) (SlackMessage, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	c := s.findChannel(channel)
	if c == nil {
		return SlackMessage{}, false
	}
	for _, m := range slices.Backward(c.messages) {
		if strings.Contains(m.Flat(), words) || strings.Contains(unescape(m.Text), words) {
			return m.copy(true), true
		}
	}
	return SlackMessage{}, false
}

// Ephemerals returns what only one person sees, in order.
func (s *Slack) Ephemerals(user string) []SlackMessage {
	s.mu.RLock()
	defer s.mu.RUnlock()
	u, _ := s.findUser(user)
	return messageCopies(s.ephemerals[u.ID], false)
}

// Dismiss takes an ephemeral message away, as its person can.
func (s *Slack) Dismiss(user, ts string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, _ := s.findUser(user)
	for _, m := range s.ephemerals[u.ID] {
		if m.TS == ts {
			s.dismiss(m)
			s.changed()
			return nil
		}
	}
	return fmt.Errorf("message %s: %w", ts, ErrUnknown)
}

// TopView returns the modal that a person sees, if one is open.
func (s *Slack) TopView(user string) (View, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	u, _ := s.findUser(user)
	stack := s.stacks[u.ID]
	if len(stack) == 0 {
		return View{}, false
	}
	return stack[len(stack)-1].copy(), true
}

// View returns an open modal by its id.
func (s *Slack) View(id string) (View, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	v := s.views[id]
	if v == nil {
		return View{}, false
	}
	return v.copy(), true
}

package slack

import (
	"context"
	"strings"
	"sync"
	"time"
)

// names remembers the first names of people in the workspace.
type names struct {
	mu    sync.Mutex
	known map[string]name
}

type name struct {
	first string
	until time.Time
}

const (
	nameFor    = 24 * time.Hour
	nameWithin = 800 * time.Millisecond // the person at the other end waits
	mostNames  = 10000
)

// name returns a user's first name: from the settings, else from Slack, else
// what the request called them.
func (s *Slack) name(ctx context.Context, user, called string) string {
	if s.opt.Names != nil {
		if n, ok := s.opt.Names(user); ok && n != "" {
			return n
		}
	}
	now := s.opt.Now()
	s.names.mu.Lock()
	n, ok := s.names.known[user]
	s.names.mu.Unlock()
	if ok && now.Before(n.until) {
		return n.first
	}
	ctx, cancel := context.WithTimeout(ctx, nameWithin)
	defer cancel()
	u, err := s.api.GetUserInfoContext(ctx, user)
	if err != nil {
		s.log.Warn("Slack did not say who a member is", "user", user, "code", fault(err).code)
		return called
	}
	first := firstWord(u.Profile.FirstName, u.RealName, u.Profile.RealName, u.Profile.DisplayName, called)
	s.names.mu.Lock()
	defer s.names.mu.Unlock()
	if s.names.known == nil || len(s.names.known) >= mostNames {
		s.names.known = map[string]name{}
	}
	s.names.known[user] = name{first: first, until: now.Add(nameFor)}
	return first
}

// firstWord returns the first word of the first text that has one.
func firstWord(texts ...string) string {
	for _, t := range texts {
		if words := strings.Fields(t); len(words) > 0 {
			return words[0]
		}
	}
	return ""
}

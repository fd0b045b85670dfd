package sandbox

import (
	"encoding/base64"
	"slices"
	"strings"
)

func cursorAfter(key string) string { return base64.StdEncoding.EncodeToString([]byte("next:" + key)) }

func readCursor(cursor string) (string, error) {
	if cursor == "" {
		return "", nil
	}
	b, err := base64.StdEncoding.DecodeString(cursor)
	key, ok := strings.CutPrefix(string(b), "next:")
	if err != nil || !ok {
		return "", fails("invalid_cursor")
	}
	return key, nil
}

// window cuts a list of messages, in order, to what oldest, latest and
// inclusive ask for.
func window(list []*slackMessage, a args) []*slackMessage {
	find := func(ts string) (int, bool) {
		return slices.BinarySearchFunc(list, ts, func(m *slackMessage, ts string) int { return compareTS(m.TS, ts) })
	}
	from, to := 0, len(list)
	if oldest := a.text("oldest"); oldest != "" {
		i, exact := find(oldest)
		if exact && !a.flag("inclusive") {
			i++
		}
		from = i
	}
	if latest := a.text("latest"); latest != "" {
		i, exact := find(latest)
		if exact && a.flag("inclusive") {
			i++
		}
		to = i
	}
	if from > to {
		return nil
	}
	return list[from:to]
}

func (s *Slack) history(a args) (map[string]any, error) {
	after, err := readCursor(a.text("cursor"))
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, err := s.forBot(a.text("channel"))
	if err != nil {
		return nil, err
	}
	list := window(ch.messages, a)
	end := len(list)
	if after != "" {
		end, _ = slices.BinarySearchFunc(list, after, func(m *slackMessage, ts string) int { return compareTS(m.TS, ts) })
	}
	start := max(0, end-min(a.number("limit", 100), 1000))
	found := make([]map[string]any, 0, end-start)
	for i := end - 1; i >= start; i-- {
		found = append(found, list[i].json(a.flag("include_all_metadata")))
	}
	next := ""
	if start > 0 {
		next = cursorAfter(list[start].TS)
	}
	return pageOf("messages", found, next, map[string]any{"has_more": start > 0, "pin_count": 0}), nil
}

func (s *Slack) replies(a args) (map[string]any, error) {
	after, err := readCursor(a.text("cursor"))
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, err := s.forBot(a.text("channel"))
	if err != nil {
		return nil, err
	}
	first := ch.byTS[a.text("ts")]
	if first == nil {
		return nil, fails("thread_not_found")
	}
	list := []*slackMessage{first}
	if root := ch.byTS[first.ThreadTS]; root == nil || root == first {
		list = append(list, window(first.replies, a)...)
	}
	start := 0
	if after != "" {
		start, _ = slices.BinarySearchFunc(list, after, func(m *slackMessage, ts string) int { return compareTS(m.TS, ts) })
	}
	end := min(len(list), start+min(a.number("limit", 1000), 1000))
	found := make([]map[string]any, 0, end-start)
	for _, m := range list[start:end] {
		found = append(found, m.json(a.flag("include_all_metadata")))
	}
	next := ""
	if end < len(list) {
		next = cursorAfter(list[end].TS)
	}
	return pageOf("messages", found, next, map[string]any{"has_more": next != ""}), nil
}

func pageOf(name string, items any, next string, more map[string]any) map[string]any {
	if more == nil {
		more = map[string]any{}
	}
	more[name] = items
	more["response_metadata"] = map[string]any{"next_cursor": next}
	return more
}

// json is a channel as the API shows it. The caller holds s.mu.
func (s *Slack) channelJSON(c *channel) map[string]any {
	members := len(c.Members)
	if c.Members == nil {
		members = len(s.users)
	}
	o := map[string]any{
		"id": c.ID, "created": c.created, "is_archived": false, "is_im": c.im != "", "is_mpim": false,
		"is_private": c.Private, "is_channel": c.im == "" && !c.Private, "is_group": c.im == "" && c.Private,
		"context_team_id": SlackTeam, "updated": c.created * 1000,
	}
	if c.im != "" {
		o["user"], o["is_open"] = c.im, true
		return o
	}
	o["name"], o["name_normalized"], o["is_general"] = c.Name, c.Name, false
	o["is_member"], o["num_members"], o["creator"] = !c.WithoutBot, members, SlackBotUser
	o["topic"] = map[string]any{"value": "", "creator": "", "last_set": 0}
	o["purpose"] = map[string]any{"value": "", "creator": "", "last_set": 0}
	return o
}

// visible finds a channel that the bot may know of. The caller holds s.mu.
func (s *Slack) visible(id string) (*channel, error) {
	c := s.channels[id]
	if c == nil || (c.Private && c.WithoutBot) {
		return nil, fails("channel_not_found")
	}
	return c, nil
}

func (s *Slack) conversationInfo(a args) (map[string]any, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	c, err := s.visible(a.text("channel"))
	if err != nil {
		return nil, err
	}
	return map[string]any{"channel": s.channelJSON(c)}, nil
}

func (s *Slack) conversationList(a args) (map[string]any, error) {
	types := a.text("types")
	if types == "" {
		types = "public_channel"
	}
	kinds := map[string]string{"channel": "public_channel", "group": "private_channel", "im": "im"}
	return s.listing(a, "channels", func(add func(id string, o map[string]any)) {
		for _, id := range s.order {
			c := s.channels[id]
			if (c.Private && c.WithoutBot) || !slices.Contains(strings.Split(types, ","), kinds[c.kind()]) {
				continue
			}
			add(id, s.channelJSON(c))
		}
	})
}

// listing pages through what each adds, by limit and cursor.
func (s *Slack) listing(a args, name string, each func(add func(id string, o map[string]any))) (map[string]any, error) {
	after, err := readCursor(a.text("cursor"))
	if err != nil {
		return nil, err
	}
	limit := min(a.number("limit", 1000), 1000)
	found, next, begun := []map[string]any{}, "", after == ""
	s.mu.RLock()
	defer s.mu.RUnlock()
	each(func(id string, o map[string]any) {
		begun = begun || id == after
		switch {
		case !begun || next != "":
		case len(found) == limit:
			next = cursorAfter(id)
		default:
			found = append(found, o)
		}
	})
	return pageOf(name, found, next, nil), nil
}

func (s *Slack) conversationMembers(a args) (map[string]any, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	c, err := s.visible(a.text("channel"))
	if err != nil {
		return nil, err
	}
	members := []string{}
	for _, id := range s.userOrder {
		if c.sees(id) {
			members = append(members, id)
		}
	}
	return pageOf("members", members, "", nil), nil
}

func (s *Slack) conversationOpen(a args) (map[string]any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if id := a.text("channel"); id != "" {
		c, err := s.visible(id)
		if err != nil {
			return nil, err
		}
		return map[string]any{"channel": s.channelJSON(c)}, nil
	}
	user := a.text("users")
	if _, known := s.users[user]; !known {
		return nil, fails("user_not_found")
	}
	_, open := s.channels["D"+strings.TrimPrefix(user, "U")]
	c := s.direct(user)
	answer := map[string]any{"channel": map[string]any{"id": c.ID}}
	if a.flag("return_im") {
		answer["channel"] = s.channelJSON(c)
	}
	if open {
		answer["no_op"], answer["already_open"] = true, true
	}
	return answer, nil
}

func (s *Slack) conversationJoin(a args) (map[string]any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[a.text("channel")]
	if c == nil || c.Private {
		return nil, fails("channel_not_found")
	}
	c.WithoutBot = false
	return map[string]any{"channel": s.channelJSON(c)}, nil
}

func userJSON(u SlackUser) map[string]any {
	bot := u.ID == SlackBotUser
	return map[string]any{
		"id": u.ID, "team_id": SlackTeam, "name": u.Name, "real_name": u.RealName, "deleted": false,
		"is_bot": bot, "is_app_user": false, "tz": "Europe/London", "tz_label": "Greenwich Mean Time",
		"profile": map[string]any{"real_name": u.RealName, "display_name": u.Name, "first_name": strings.Split(u.RealName, " ")[0]},
	}
}

func (s *Slack) userInfo(a args) (map[string]any, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	u, known := s.users[a.text("user")]
	if !known {
		return nil, fails("user_not_found")
	}
	return map[string]any{"user": userJSON(u)}, nil
}

func (s *Slack) userList(a args) (map[string]any, error) {
	return s.listing(a, "members", func(add func(id string, o map[string]any)) {
		for _, id := range s.userOrder {
			add(id, userJSON(s.users[id]))
		}
	})
}

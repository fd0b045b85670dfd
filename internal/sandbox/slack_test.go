package sandbox_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"github.com/goodturn/goodturn/internal/sandbox"
)

// hub is a workspace with a hub's channel, a private one, and two coordinators.
func hub(t *testing.T, o sandbox.SlackOptions) (*sandbox.Slack, *slack.Client) {
	t.Helper()
	o.Channels = []sandbox.SlackChannel{
		{ID: "CHUB", Name: "hub-ls6"},
		{ID: "CSAFE", Name: "safeguarding", Private: true, Members: []string{"UJOE"}},
		{ID: "CELSE", Name: "elsewhere", WithoutBot: true},
		{ID: "CHIDDEN", Name: "hidden", Private: true, WithoutBot: true},
	}
	o.Users = []sandbox.SlackUser{{ID: "UJOE", Name: "joe", RealName: "Joe Bloggs"}, {ID: "UMAY", Name: "may"}}
	s := sandbox.NewSlack(o)
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		s.Close()
		server.Close()
	})
	return s, slack.New(s.BotToken(), slack.OptionAppLevelToken(s.AppToken()), slack.OptionAPIURL(server.URL+"/api/"))
}

// slackApp is an application that checks signatures with slack-go and hands on
// what it is sent.
type slackApp struct {
	*httptest.Server
	mu       sync.Mutex
	events   []slackevents.EventsAPIEvent
	retries  []string
	actions  []slack.InteractionCallback
	commands []slack.SlashCommand

	onEvent   func(http.ResponseWriter, slackevents.EventsAPIEvent)
	onAction  func(http.ResponseWriter, slack.InteractionCallback)
	onCommand func(http.ResponseWriter, slack.SlashCommand)
}

func newSlackApp(t *testing.T, s *sandbox.Slack) *slackApp {
	t.Helper()
	a := &slackApp{}
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		verifier, err := slack.NewSecretsVerifier(r.Header, s.SigningSecret())
		if err == nil {
			_, _ = verifier.Write(body)
			err = verifier.Ensure()
		}
		if err != nil {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		switch r.URL.Path {
		case "/slack/events":
			a.event(t, w, r, body)
		case "/slack/interactions":
			action, err := slack.InteractionCallbackParse(r)
			if err != nil {
				t.Errorf("interaction: %v", err)
			}
			a.mu.Lock()
			a.actions = append(a.actions, action)
			a.mu.Unlock()
			if a.onAction != nil {
				a.onAction(w, action)
			}
		case "/slack/commands":
			command, err := slack.SlashCommandParse(r)
			if err != nil {
				t.Errorf("command: %v", err)
			}
			a.mu.Lock()
			a.commands = append(a.commands, command)
			a.mu.Unlock()
			if a.onCommand != nil {
				a.onCommand(w, command)
			}
		}
	}))
	t.Cleanup(a.Close)
	s.SetTarget(a.URL)
	return a
}

func (a *slackApp) event(t *testing.T, w http.ResponseWriter, r *http.Request, body []byte) {
	var challenge slackevents.ChallengeResponse
	if json.Unmarshal(body, &challenge) == nil && challenge.Challenge != "" {
		_, _ = io.WriteString(w, challenge.Challenge)
		return
	}
	event, err := slackevents.ParseEvent(body, slackevents.OptionNoVerifyToken())
	if err != nil {
		t.Errorf("event: %v", err)
	}
	a.mu.Lock()
	a.events = append(a.events, event)
	a.retries = append(a.retries, r.Header.Get("X-Slack-Retry-Num")+r.Header.Get("X-Slack-Retry-Reason"))
	a.mu.Unlock()
	if a.onEvent != nil {
		a.onEvent(w, event)
	}
}

func (a *slackApp) lastAction() slack.InteractionCallback {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.actions[len(a.actions)-1]
}

func mrkdwn(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, s, false, false)
}

func plainText(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

// card is a request to triage, as a coordinator sees it.
func card() []slack.Block {
	approve := slack.NewButtonBlockElement("approve", "request/1", plainText("Approve"))
	approve.Style = slack.StylePrimary
	return []slack.Block{
		slack.NewSectionBlock(mrkdwn("*Pam*, LS6: tablets &amp; milk by 4pm"), nil, nil),
		slack.NewActionBlock("acts", approve,
			slack.NewButtonBlockElement("decline", "request/1", plainText("Decline")),
			slack.NewOverflowBlockElement("more",
				slack.NewOptionBlockObject("ask", plainText("Ask them"), nil),
				slack.NewOptionBlockObject("signpost", plainText("Signpost"), nil)),
			slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plainText("How soon"), "soon",
				slack.NewOptionBlockObject("today", plainText("Today"), nil),
				slack.NewOptionBlockObject("week", plainText("This week"), nil))),
	}
}

func isError(err error, code string) bool {
	var e slack.SlackErrorResponse
	return errors.As(err, &e) && e.Err == code
}

func TestSlackCredentials(t *testing.T) {
	s, client := hub(t, sandbox.SlackOptions{})
	who, err := client.AuthTest()
	if err != nil || who.UserID != sandbox.SlackBotUser || who.BotID != sandbox.SlackBot {
		t.Fatalf("auth.test: %+v, %v", who, err)
	}
	server := httptest.NewServer(s)
	defer server.Close()
	for token, want := range map[string]string{"": "not_authed", "xoxb-wrong": "invalid_auth", s.AppToken(): "not_allowed_token_type"} {
		_, err := slack.New(token, slack.OptionAPIURL(server.URL+"/api/")).AuthTest()
		if !isError(err, want) {
			t.Errorf("token %q: %v, want %s", token, err, want)
		}
	}
}

func TestSlackMessageLife(t *testing.T) {
	s, client := hub(t, sandbox.SlackOptions{})
	channel, ts, err := client.PostMessage("#hub-ls6", slack.MsgOptionText("Pam: tablets", false), slack.MsgOptionBlocks(card()...),
		slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "goodturn", EventPayload: map[string]any{"id": "request/1@3"}}))
	if err != nil || channel != "CHUB" {
		t.Fatal(channel, err)
	}
	m, ok := s.Message("hub-ls6", ts)
	if !ok || m.Meta("id") != "request/1@3" || !strings.Contains(m.Flat(), "*Pam*, LS6: tablets & milk by 4pm\n[Approve] [Decline]") {
		t.Errorf("stored %+v\n%s", m, m.Flat())
	}
	_, reply, err := client.PostMessage(channel, slack.MsgOptionText("noted", false), slack.MsgOptionTS(ts))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := client.UpdateMessage(channel, ts, slack.MsgOptionText("Pam: done", false), slack.MsgOptionBlocks(card()[0])); err != nil {
		t.Fatal(err)
	}

	history, err := client.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: channel, IncludeAllMetadata: true})
	if err != nil || len(history.Messages) != 1 {
		t.Fatalf("history %+v, %v", history, err)
	}
	got := history.Messages[0]
	if got.Text != "Pam: done" || got.Edited == nil || got.ReplyCount != 1 || got.Metadata.EventPayload["id"] != "request/1@3" || len(got.Blocks.BlockSet) != 1 {
		t.Errorf("history shows %+v", got)
	}
	thread, _, _, err := client.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: channel, Timestamp: ts})
	if err != nil || len(thread) != 2 || thread[1].Timestamp != reply || thread[1].ThreadTimestamp != ts {
		t.Errorf("replies %+v, %v", thread, err)
	}
	if err := client.AddReaction("eyes", slack.NewRefToMessage(channel, ts)); err != nil {
		t.Error(err)
	}
	if err := client.AddReaction("eyes", slack.NewRefToMessage(channel, ts)); !isError(err, "already_reacted") {
		t.Errorf("second reaction: %v", err)
	}
	if link, err := client.GetPermalink(&slack.PermalinkParameters{Channel: channel, Ts: ts}); err != nil || !strings.HasSuffix(link, strings.ReplaceAll(ts, ".", "")) {
		t.Errorf("permalink %s, %v", link, err)
	}
	for _, stamp := range []string{reply, ts} {
		if _, _, err := client.DeleteMessage(channel, stamp); err != nil {
			t.Fatal(err)
		}
	}
	if left := s.Messages("CHUB"); len(left) != 0 {
		t.Errorf("left after deletion: %+v", left)
	}
}

func TestSlackMessageErrors(t *testing.T) {
	s, client := hub(t, sandbox.SlackOptions{})
	theirs, _, _ := s.Post(t.Context(), "joe", "CHUB", "my own words")
	text := func(words string) slack.MsgOption { return slack.MsgOptionText(words, false) }
	post := func(channel string, o ...slack.MsgOption) error {
		_, _, err := client.PostMessage(channel, o...)
		return err
	}
	update := func(ts string, o ...slack.MsgOption) error {
		_, _, _, err := client.UpdateMessage("CHUB", ts, o...)
		return err
	}
	whisper := func(user string) error {
		_, err := client.PostEphemeral("CSAFE", user, text("x"))
		return err
	}
	for name, tt := range map[string]struct {
		err  error
		want string
	}{
		"no such channel":        {post("CNONE", text("x")), "channel_not_found"},
		"bot not in":             {post("CELSE", text("x")), "not_in_channel"},
		"private, bot not in":    {post("CHIDDEN", text("x")), "channel_not_found"},
		"nothing to say":         {post("CHUB", text("")), "no_text"},
		"endless":                {post("CHUB", text(strings.Repeat("x", 40_001))), "msg_too_long"},
		"update of nothing":      {update("1.000001", text("x")), "message_not_found"},
		"update of theirs":       {update(theirs.TS, text("x")), "cant_update_message"},
		"update too long":        {update(theirs.TS, text(strings.Repeat("x", 4001))), "msg_too_long"},
		"whisper to an outsider": {whisper("UMAY"), "user_not_in_channel"},
		"block over its limit":   {post("CHUB", slack.MsgOptionBlocks(slack.NewHeaderBlock(plainText(strings.Repeat("x", 151))))), "invalid_blocks"},
	} {
		if !isError(tt.err, tt.want) {
			t.Errorf("%s: %v, want %s", name, tt.err, tt.want)
		}
	}
	if n := len(s.Messages("CHUB")); n != 1 {
		t.Errorf("%d messages kept, want only theirs", n)
	}
}

func TestSlackHistoryPages(t *testing.T) {
	_, client := hub(t, sandbox.SlackOptions{})
	var stamps []string
	for range 7 {
		_, ts, err := client.PostMessage("CHUB", slack.MsgOptionText("x", false))
		if err != nil {
			t.Fatal(err)
		}
		stamps = append(stamps, ts)
	}
	slices.Reverse(stamps)
	var got []string
	p := &slack.GetConversationHistoryParameters{ChannelID: "CHUB", Limit: 3}
	for {
		page, err := client.GetConversationHistory(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range page.Messages {
			got = append(got, m.Timestamp)
		}
		if !page.HasMore {
			break
		}
		p.Cursor = page.ResponseMetaData.NextCursor
	}
	if !slices.Equal(got, stamps) {
		t.Errorf("paged %v, want %v", got, stamps)
	}
	since, err := client.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: "CHUB", Oldest: stamps[2]})
	if err != nil || len(since.Messages) != 2 {
		t.Errorf("since: %d messages, %v", len(since.Messages), err)
	}
	upTo, err := client.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: "CHUB", Latest: stamps[2], Inclusive: true})
	if err != nil || len(upTo.Messages) != 5 {
		t.Errorf("up to: %d messages, %v", len(upTo.Messages), err)
	}
}

func TestSlackDirectory(t *testing.T) {
	_, client := hub(t, sandbox.SlackOptions{})
	channels, _, err := client.GetConversations(&slack.GetConversationsParameters{Types: []string{"public_channel", "private_channel"}})
	if err != nil || len(channels) != 3 {
		t.Errorf("%d channels, %v", len(channels), err)
	}
	info, err := client.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: "CSAFE"})
	if err != nil || !info.IsPrivate || info.Name != "safeguarding" || info.NumMembers != 1 {
		t.Errorf("info %+v, %v", info, err)
	}
	if u, err := client.GetUserInfo("UJOE"); err != nil || u.RealName != "Joe Bloggs" || u.Profile.FirstName != "Joe" {
		t.Errorf("user %+v, %v", u, err)
	}
	if _, err := client.GetUserInfo("UNONE"); !isError(err, "user_not_found") {
		t.Errorf("unknown user: %v", err)
	}
	if users, err := client.GetUsers(); err != nil || len(users) != 3 {
		t.Errorf("%d users, %v", len(users), err)
	}
	im, _, _, err := client.OpenConversation(&slack.OpenConversationParameters{Users: []string{"UJOE"}})
	if err != nil {
		t.Fatal(err)
	}
	if channel, _, err := client.PostMessage("UJOE", slack.MsgOptionText("psst", false)); err != nil || channel != im.ID {
		t.Errorf("posted to %s, want %s: %v", channel, im.ID, err)
	}
}

func TestSlackPress(t *testing.T) {
	s, client := hub(t, sandbox.SlackOptions{})
	a := newSlackApp(t, s)
	_, ts, err := client.PostMessage("CHUB", slack.MsgOptionText("card", false), slack.MsgOptionBlocks(card()...))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Press(t.Context(), "joe", "hub-ls6", ts, "Approve"); err != nil {
		t.Fatal(err)
	}
	got := a.lastAction()
	action := got.ActionCallback.BlockActions[0]
	if got.Type != slack.InteractionTypeBlockActions || got.User.ID != "UJOE" || got.Channel.ID != "CHUB" || got.Message.Timestamp != ts ||
		got.Container.MessageTs != ts || action.ActionID != "approve" || action.Value != "request/1" || action.BlockID != "acts" || action.ActionTs == "" {
		t.Errorf("pressed as %+v", got)
	}
	for _, choice := range []string{"signpost", "Signpost"} {
		if _, err := s.Press(t.Context(), "UMAY", "CHUB", ts, "more", choice); err != nil {
			t.Fatal(err)
		}
		if got := a.lastAction().ActionCallback.BlockActions[0].SelectedOption.Value; got != "signpost" {
			t.Errorf("chose %q", got)
		}
	}
	if _, err := s.Press(t.Context(), "UMAY", "CHUB", ts, "acts/soon", "This week"); err != nil {
		t.Fatal(err)
	}
	if got := a.lastAction().BlockActionState.Values["acts"]["soon"].SelectedOption.Value; got != "week" {
		t.Errorf("state holds %q", got)
	}
	for name, err := range map[string]error{
		"no such button":  second(s.Press(t.Context(), "joe", "CHUB", ts, "burn")),
		"no such choice":  second(s.Press(t.Context(), "joe", "CHUB", ts, "more", "burn")),
		"no such message": second(s.Press(t.Context(), "joe", "CHUB", "1.1", "approve")),
		"not in channel":  second(s.Press(t.Context(), "may", "CSAFE", ts, "approve")),
		"nobody":          second(s.Press(t.Context(), "nobody", "CHUB", ts, "approve")),
	} {
		if !errors.Is(err, sandbox.ErrUnknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(a.actions); n != 4 {
		t.Errorf("%d presses delivered, want 4", n)
	}
}

func second[T any](_ T, err error) error { return err }

func TestSlackResponseURL(t *testing.T) {
	s, client := hub(t, sandbox.SlackOptions{})
	a := newSlackApp(t, s)
	_, ts, err := client.PostMessage("CHUB", slack.MsgOptionText("card", false), slack.MsgOptionBlocks(card()...))
	if err != nil {
		t.Fatal(err)
	}
	press := func(channelTS string) string {
		t.Helper()
		if _, err := s.Press(t.Context(), "joe", "CHUB", channelTS, "approve"); err != nil {
			t.Fatal(err)
		}
		return a.lastAction().ResponseURL
	}
	address := press(ts)
	if _, _, err := client.PostMessage("CHUB", slack.MsgOptionResponseURL(address, slack.ResponseTypeEphemeral), slack.MsgOptionText("only you", false), slack.MsgOptionBlocks(card()...)); err != nil {
		t.Fatal(err)
	}
	mine := s.Ephemerals("joe")
	if len(mine) != 1 || mine[0].Text != "only you" || len(s.Ephemerals("may")) != 0 {
		t.Fatalf("ephemerals %+v", mine)
	}
	if _, _, err := client.PostMessage("CHUB", slack.MsgOptionReplaceOriginal(address), slack.MsgOptionText("approved", false)); err != nil {
		t.Fatal(err)
	}
	if m, _ := s.Message("CHUB", ts); m.Text != "approved" || !m.Edited {
		t.Errorf("original is %+v", m)
	}
	// A press on what only Joe sees carries no message, and can take it away.
	fromMine := press(mine[0].TS)
	if got := a.lastAction(); !got.Container.IsEphemeral || got.Message.Timestamp != "" {
		t.Errorf("press on an ephemeral: %+v", got.Container)
	}
	if _, _, err := client.PostMessage("CHUB", slack.MsgOptionDeleteOriginal(fromMine)); err != nil {
		t.Fatal(err)
	}
	if left := s.Ephemerals("joe"); len(left) != 0 {
		t.Errorf("ephemeral is still there: %+v", left)
	}
	for i := range 3 {
		if _, _, err := client.PostMessage("CHUB", slack.MsgOptionResponseURL(address, slack.ResponseTypeInChannel), slack.MsgOptionText("again", false)); err != nil {
			t.Fatal(i, err)
		}
	}
	_, _, err = client.PostMessage("CHUB", slack.MsgOptionResponseURL(address, slack.ResponseTypeInChannel), slack.MsgOptionText("once more", false))
	var status slack.StatusCodeError
	if !errors.As(err, &status) || status.Code != http.StatusNotFound {
		t.Errorf("sixth use: %v", err)
	}
}

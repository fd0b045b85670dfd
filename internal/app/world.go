package app

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goodturn/goodturn/bot/bottest"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/sandbox"
)

// A stageWorld plays dramas on a stage: phones text through the pretend Twilio,
// coordinators press and write in the pretend Slack.
type stageWorld struct {
	stage *Stage
	// cards holds every version of a card that was seen, the newest last.
	cards  map[string][]sandbox.SlackMessage
	places map[string]place
	looks  int
	made   int
}

// A place is where a card stands among its channel's in a transcript: after
// those that were seen sooner or posted at an earlier second, and then by what
// it said. Documents that post at once agree on no order.
type place struct {
	look   int
	second string
	says   string
}

func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(p.look, q.look), cmp.Compare(p.second, q.second), cmp.Compare(p.says, q.says))
}

var _ bottest.World = (*stageWorld)(nil)

func newWorld(s *Stage) *stageWorld {
	return &stageWorld{stage: s, cards: map[string][]sandbox.SlackMessage{}, places: map[string]place{}}
}

func (w *stageWorld) Now() time.Time { return w.stage.Clock.Now().In(w.stage.App.org.Location) }

// Step moves the stage's clock to the next moment at which a document is due.
func (w *stageWorld) Step(ctx context.Context, to time.Time) (bool, error) {
	s := w.stage
	for {
		due, err := s.App.nextDue(ctx, to)
		if err != nil {
			return false, err
		}
		if due.IsZero() {
			s.Clock.set(to)
			return true, w.settle(ctx)
		}
		moved := due.After(s.Clock.Now())
		if moved {
			s.Clock.set(due)
		}
		if err := s.sweep(ctx); err != nil {
			return false, fmt.Errorf("move the clock: %w", err)
		}
		if err := w.settle(ctx); err != nil {
			return false, err
		}
		if moved {
			return false, nil
		}
		// The office's own sweeper may be at it this moment.
		select {
		case <-ctx.Done():
			return false, fmt.Errorf("move the clock: something stays due: %w", ctx.Err())
		case <-time.After(time.Millisecond):
		}
	}
}

func (w *stageWorld) settle(ctx context.Context) error {
	for _, app := range w.stage.Apps {
		app.slack.Wait()
	}
	return w.stage.Settle(ctx)
}

func (w *stageWorld) Text(ctx context.Context, number, words string, pictures int) error {
	var options []sandbox.TextOption
	for i := range pictures {
		options = append(options, sandbox.WithMedia(fmt.Sprintf("https://media.example/%d.jpg", i), "image/jpeg"))
	}
	resp, err := w.stage.Twilio.Text(ctx, number, words, options...)
	return w.answered(ctx, resp, err)
}

func (w *stageWorld) answered(ctx context.Context, resp sandbox.Response, err error) error {
	switch {
	case err != nil:
		return err
	case !resp.OK():
		return fmt.Errorf("the app answered %d", resp.Status)
	}
	return w.settle(ctx)
}

func (w *stageWorld) Again(ctx context.Context, number string) error {
	for _, m := range slices.Backward(w.stage.Twilio.Messages(number)) {
		if m.Inbound() {
			resp, err := w.stage.Twilio.Redeliver(ctx, m.SID)
			return w.answered(ctx, resp, err)
		}
	}
	return errors.New("this phone has sent nothing yet")
}

// find returns the newest card of the channel that shows the words and, unless
// button is "", has the button. Asked for an old one, it returns the newest
// version that had it.
func (w *stageWorld) find(channel, words, button string, old bool) (sandbox.SlackMessage, error) {
	if _, err := w.Look(context.Background()); err != nil {
		return sandbox.SlackMessage{}, err
	}
	has := func(m sandbox.SlackMessage) bool {
		return button == "" || slices.ContainsFunc(m.Buttons(), func(c sandbox.Control) bool { return c.Label == button || c.ActionID == button })
	}
	var others []string
	for _, c := range w.stage.Slack.Snapshot().Channels {
		if channel != "" && channelName(c) != channel {
			continue
		}
		for _, m := range slices.Backward(w.inOrder(c)) {
			versions := w.cards[c.ID+"/"+m.TS]
			if !old {
				versions = versions[len(versions)-1:]
			}
			for _, v := range slices.Backward(versions) {
				switch {
				case !strings.Contains(v.Flat(), words):
				case has(v):
					return v, nil
				default:
					others = append(others, labels(v)...)
				}
			}
		}
	}
	if len(others) > 0 {
		return sandbox.SlackMessage{}, fmt.Errorf("no card with %q has the button %q; there are: %s", words, button, strings.Join(others, ", "))
	}
	return sandbox.SlackMessage{}, fmt.Errorf("no card in %q shows %q with the button %q", channel, words, button)
}

func labels(m sandbox.SlackMessage) []string {
	var all []string
	for _, c := range m.Buttons() {
		all = append(all, c.Label)
	}
	return all
}

func (w *stageWorld) Press(ctx context.Context, who, button string, old bool, card, channel string) error {
	m, err := w.find(channel, card, button, old)
	if err != nil {
		return err
	}
	if old {
		return w.pressOld(ctx, who, button, m)
	}
	resp, err := w.stage.Slack.Press(ctx, who, m.Channel, m.TS, button)
	return w.answered(ctx, resp, err)
}

// pressOld sends what Slack sends for a button that a phone still showed when
// the card had changed already.
func (w *stageWorld) pressOld(ctx context.Context, who, button string, m sandbox.SlackMessage) error {
	user, err := w.user(who)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(m.Buttons(), func(c sandbox.Control) bool { return c.Label == button || c.ActionID == button })
	pressed := m.Buttons()[i]
	w.made++
	payload, err := json.Marshal(map[string]any{
		"type": "block_actions", "api_app_id": sandbox.SlackApp, "trigger_id": "old." + strconv.Itoa(w.made),
		"team": map[string]any{"id": sandbox.SlackTeam}, "user": map[string]any{"id": user.ID, "username": user.Name, "name": user.Name},
		"channel":   map[string]any{"id": m.Channel},
		"container": map[string]any{"type": "message", "message_ts": m.TS, "channel_id": m.Channel},
		"message":   map[string]any{"ts": m.TS, "text": m.Text},
		"actions": []any{map[string]any{
			"type": "button", "block_id": pressed.BlockID, "action_id": pressed.ActionID, "value": pressed.Value,
			"action_ts": fmt.Sprintf("%d.%06d", w.stage.Clock.Now().Unix(), w.made),
		}},
	})
	if err != nil {
		return fmt.Errorf("encode a press: %w", err)
	}
	resp, err := w.stage.Slack.Send(ctx, "/slack/interactions", "application/x-www-form-urlencoded", []byte(url.Values{"payload": {string(payload)}}.Encode()), sandbox.Signing{})
	return w.answered(ctx, resp, err)
}

func (w *stageWorld) user(who string) (sandbox.SlackUser, error) {
	users := w.stage.Slack.Snapshot().Users
	i := slices.IndexFunc(users, func(u sandbox.SlackUser) bool { return u.Name == who })
	if i < 0 {
		return sandbox.SlackUser{}, fmt.Errorf("nobody in Slack is called %s", who)
	}
	return users[i], nil
}

func (w *stageWorld) Fill(ctx context.Context, who string, fields []bottest.Field) error {
	v, ok := w.stage.Slack.TopView(who)
	if !ok {
		return fmt.Errorf("%s has no form before them", who)
	}
	values := map[string]string{}
	for _, f := range fields {
		if _, ok := v.Field(f.Label); !ok {
			return fmt.Errorf("the form has no field %q", f.Label)
		}
		values[f.Label] = f.Value
	}
	result, err := w.stage.Slack.Submit(ctx, who, v.ID, values)
	if err != nil {
		return err
	}
	if len(result.Errors) > 0 {
		return w.settle(ctx)
	}
	return w.answered(ctx, result.Response, nil)
}

func (w *stageWorld) Dismiss(ctx context.Context, who string) error {
	v, ok := w.stage.Slack.TopView(who)
	if !ok {
		return fmt.Errorf("%s has no form before them", who)
	}
	if _, err := w.stage.Slack.CloseView(ctx, who, v.ID); err != nil {
		return err
	}
	return w.settle(ctx)
}

func (w *stageWorld) Reply(ctx context.Context, who, card, channel, words string) error {
	m, err := w.find(channel, card, "", false)
	if err != nil {
		return err
	}
	_, resp, err := w.stage.Slack.Reply(ctx, who, m.Channel, m.TS, words)
	return w.answered(ctx, resp, err)
}

func (w *stageWorld) Command(ctx context.Context, who, words, channel string) error {
	id := ""
	for _, c := range w.stage.Slack.Snapshot().Channels {
		if channelName(c) == channel {
			id = c.ID
		}
	}
	command, text, _ := strings.Cut(words, " ")
	result, err := w.stage.Slack.Command(ctx, who, id, command, text)
	return w.answered(ctx, result.Response, err)
}

// decided is the version of the document that decided to send a text, which the
// text's status callback names.
func decided(callback string) int64 {
	_, place, _ := strings.Cut(callback, url.QueryEscape("@"))
	version, _, _ := strings.Cut(place, url.QueryEscape("/"))
	n, err := strconv.ParseInt(version, 10, 64)
	if err != nil {
		return 0 // it was sent by somebody else
	}
	return n
}

// Look notes every card's version too, so that old buttons can be pressed.
func (w *stageWorld) Look(context.Context) (bottest.Sight, error) {
	sight := bottest.Sight{Phones: map[string][]bottest.Shown{}}
	for _, p := range w.stage.Twilio.Snapshot().Phones {
		for _, m := range p.Messages {
			if !m.Inbound() && !m.Carrier && m.Status != "failed" && m.Status != "undelivered" {
				sight.Phones[p.Number] = append(sight.Phones[p.Number], bottest.Shown{ID: m.SID, Lines: []string{m.Body}, Decided: decided(m.StatusCallback)})
			}
		}
	}
	snap := w.stage.Slack.Snapshot()
	w.looks++
	for _, c := range snap.Channels {
		channel := bottest.Channel{Name: channelName(c)}
		for _, m := range c.Messages {
			w.remember(m)
		}
		for _, m := range w.inOrder(c) {
			if !m.Bot {
				continue
			}
			card := bottest.Card{Shown: shown(m)}
			for _, r := range m.Replies {
				if r.Bot {
					card.Thread = append(card.Thread, shown(r))
				}
			}
			channel.Cards = append(channel.Cards, card)
		}
		sight.Channels = append(sight.Channels, channel)
	}
	for _, u := range snap.Users {
		for _, m := range snap.Ephemerals[u.ID] {
			sight.Asides = append(sight.Asides, bottest.Aside{Who: u.Name, Shown: shown(m)})
		}
		if open := snap.Views[u.ID]; len(open) > 0 {
			sight.Asides = append(sight.Asides, bottest.Aside{Who: u.Name, Form: true, Shown: form(open[len(open)-1])})
		}
	}
	return sight, nil
}

func (w *stageWorld) remember(m sandbox.SlackMessage) {
	key := m.Channel + "/" + m.TS
	if all := w.cards[key]; len(all) == 0 || all[len(all)-1].Flat() != m.Flat() {
		w.cards[key] = append(all, m)
	}
	if _, known := w.places[key]; !known {
		second, _, _ := strings.Cut(m.TS, ".")
		w.places[key] = place{w.looks, second, m.Flat()}
	}
}

// inOrder is what was seen of a channel, in the order of transcripts.
func (w *stageWorld) inOrder(c sandbox.ChannelView) []sandbox.SlackMessage {
	at := func(m sandbox.SlackMessage) place { return w.places[m.Channel+"/"+m.TS] }
	return slices.SortedStableFunc(slices.Values(c.Messages), func(a, b sandbox.SlackMessage) int { return at(a).compare(at(b)) })
}

// channelName is how a drama calls a channel: a hub's by the hub alone.
func channelName(c sandbox.ChannelView) string {
	if c.Direct != "" {
		return "direct-" + c.Direct
	}
	return strings.TrimSuffix(c.Name, "-hub")
}

// shown is a message's lines, its buttons as (Approve) (Edit): the small print
// a line each, and the marks for bold left out.
func shown(m sandbox.SlackMessage) bottest.Shown {
	var lines []string
	for _, b := range m.Blocks {
		switch b["type"] {
		case "context":
			elements, _ := b["elements"].([]any)
			for _, e := range elements {
				lines = append(lines, sandbox.Flatten([]sandbox.Block{{"type": "context", "elements": []any{e}}}))
			}
		case "actions":
			var row []string
			for _, c := range sandbox.Buttons([]sandbox.Block{b}) {
				row = append(row, "("+c.Label+")")
			}
			lines = append(lines, strings.Join(row, " "))
		default:
			lines = append(lines, strings.Split(sandbox.Flatten([]sandbox.Block{b}), "\n")...)
		}
	}
	if len(m.Blocks) == 0 {
		lines = strings.Split(m.Flat(), "\n")
	}
	if first, ok := strings.CutPrefix(lines[0], "*"); ok {
		lines[0] = strings.TrimSuffix(first, "*")
	}
	return bottest.Shown{ID: m.TS, Lines: lines}
}

// form is a form's title, its words, and its fields with what they hold.
func form(v sandbox.View) bottest.Shown {
	lines := []string{v.Title}
	for _, b := range v.Blocks {
		if b["type"] == "section" {
			lines = append(lines, sandbox.Flatten([]sandbox.Block{b}))
		}
	}
	for _, f := range v.Fields {
		value := f.Value
		for _, o := range f.Options {
			if o.Value == f.Value {
				value = o.Label
			}
		}
		line := f.Label + " = " + strings.ReplaceAll(value, "\n", " / ")
		if f.Problem != "" {
			line += " ! " + f.Problem
		}
		lines = append(lines, line)
	}
	return bottest.Shown{ID: v.ID, Lines: lines}
}

func (w *stageWorld) Answer(text string) (string, bool) {
	for _, l := range w.stage.App.org.Handbook.Lessons {
		if strings.Contains(text, l.Question) {
			return string(rune('A' + l.Right)), true
		}
	}
	return "", false
}

func (w *stageWorld) IDSeen() (who, button string) {
	return w.stage.App.org.Coordinators[0].Name, desk.LetterIDSeen
}

// plainKey makes the ids of people the same in every play, so that a drama is
// the same each time.
const plainKey = "the same key for every play....."

// layKey writes the key into a new store.
func layKey(ctx context.Context, uri string, clock post.Clock) error {
	store, err := openStore(ctx, "the stage", uri, clock)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(keyBody{Key: []byte(plainKey)})
	if err != nil {
		return errors.Join(fmt.Errorf("encode the key: %w", err), store.Close())
	}
	err = store.Commit(ctx, post.Record{ID: keyDocument, Version: 1, Body: raw})
	if err != nil && !errors.Is(err, post.ErrConflict) {
		return errors.Join(fmt.Errorf("write the key: %w", err), store.Close())
	}
	if err := store.Close(); err != nil {
		return fmt.Errorf("close the store: %w", err)
	}
	return nil
}

package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/request"
	"github.com/goodturn/goodturn/internal/slack"
	"github.com/goodturn/goodturn/internal/task"
)

// The app is Slack's counter: what coordinators press, send and write becomes
// letters here.
var _ desk.Counter = (*App)(nil)

// say words a sentence for coordinators, in the organisation's first language.
func (a *App) say(key string, args map[string]any) string {
	return a.wording.Say(a.language(), key, args)
}

func (a *App) language() string {
	if len(a.org.Languages) > 0 {
		return a.org.Languages[0]
	}
	return "en"
}

// card draws a document for a channel: the noun knows how.
func (a *App) card(doc *post.Document, channel string) (desk.Card, bool) {
	switch post.KindOf(doc.ID) {
	case "case":
		return desk.Draw(doc, channel, a.say, a.org), true
	case "request":
		return request.Draw(doc, channel, a.say, a.org), true
	case "task":
		return task.Draw(doc, channel, a.say, a.org), true
	}
	return desk.Card{}, false
}

// remark words a message for a card's thread.
func (a *App) remark(e post.Entry) string {
	var n desk.Note
	if err := e.Read(&n); err != nil {
		a.log.Error("a thread's message cannot be read", "entry", e.ID, "error", err)
		return ""
	}
	return n.Say(a.say)
}

func (a *App) coordinator(user string) (string, bool) {
	if c, ok := a.org.Coordinator(user); ok {
		return c.Name, true
	}
	if a.org.Safeguarding.Slack == user {
		return a.org.Safeguarding.Name, true
	}
	for _, p := range a.org.OnCall.People {
		if p.Slack != "" && p.Slack == user {
			return p.Name, true
		}
	}
	return "", false
}

func (a *App) slackWords() slack.Words {
	w := func(key string) string { return a.say("slack."+key, nil) }
	return slack.Words{
		Stale: w("stale"), Forged: w("forged"), Unknown: w("unknown"), Failed: w("failed"), Slow: w("slow"),
		Expired: w("expired"), File: w("file"), Wordless: w("wordless"), Help: w("help"), Back: w("back"),
	}
}

// write gives a document a letter, and words what it answers.
func (a *App) write(ctx context.Context, id, to, kind string, data any) (desk.Answer, error) {
	raw, err := json.Marshal(data)
	if err != nil {
		return desk.Answer{}, fmt.Errorf("encode %s: %w", kind, err)
	}
	answer, err := a.office.Handle(ctx, post.Letter{ID: id, To: to, Kind: kind, Data: raw})
	if err != nil {
		return desk.Answer{}, fmt.Errorf("write %s: %w", kind, err)
	}
	said, _ := answer.(desk.Answer)
	if said.Key != "" {
		said.Say = a.say(said.Key, said.Args)
	}
	return said, nil
}

// Press is a button on a card: a form where the tap needs words, otherwise a
// letter of the button's own name.
func (a *App) Press(ctx context.Context, p desk.Press) (desk.Answer, error) {
	doc, err := a.office.Read(ctx, p.Document)
	if errors.Is(err, post.ErrNotFound) {
		return desk.Answer{Say: a.say("slack.unknown", nil)}, nil
	}
	if err != nil {
		return desk.Answer{}, fmt.Errorf("press: %w", err)
	}
	if post.KindOf(doc.ID) == "request" {
		if form, ok := request.Form(doc, p.Action, a.say, a.org); ok {
			return desk.Answer{Modal: &form}, nil
		}
	}
	if !presses[post.KindOf(doc.ID)][p.Action] {
		return desk.Answer{Say: a.say("slack.unknown", nil)}, nil
	}
	return a.write(ctx, p.ID, doc.ID, p.Action, desk.Tap{By: p.By, Value: p.Value})
}

// presses are the letters that a button may become, by kind of document. What
// comes over the wire chooses among these and no others.
var presses = map[string]map[string]bool{
	"request": {request.LetterApprove: true, request.LetterEdit: true, request.LetterMove: true, desk.LetterCallOff: true, request.LetterSignpost: true, request.LetterDecline: true},
	"task":    {task.LetterWider: true, task.LetterCancel: true},
	"case": {
		desk.LetterClaim: true, desk.LetterClose: true, desk.LetterFalseAlarm: true, desk.LetterIDSeen: true,
		desk.LetterNotYet: true, desk.LetterWider: true, desk.LetterCallOff: true,
	},
}

// Send is a form that was filled in.
func (a *App) Send(ctx context.Context, f desk.Form) (desk.Answer, error) {
	now := a.clock.Now()
	if f.Action == task.LetterMake {
		spec, errs := task.ParseMake(f.Values, a.org, now)
		if len(errs) > 0 {
			return desk.Answer{Errors: a.wordErrors(errs)}, nil
		}
		spec.MadeBy = f.By.Name
		return a.write(ctx, f.ID, "task/"+post.Derive(f.ID), task.LetterMake, spec)
	}
	data, errs, ok := request.Parse(f, a.org, now)
	if !ok || f.Document == "" {
		return desk.Answer{Say: a.say("slack.unknown", nil)}, nil
	}
	if len(errs) > 0 {
		return desk.Answer{Errors: a.wordErrors(errs)}, nil
	}
	return a.write(ctx, f.ID, f.Document, f.Action, data)
}

// wordErrors turns wording keys into sentences.
func (a *App) wordErrors(keys map[string]string) map[string]string {
	said := map[string]string{}
	for field, key := range keys {
		said[field] = a.say(key, nil)
	}
	return said
}

// Remark is a reply in a card's thread: the person that the card is about gets
// it as a text.
func (a *App) Remark(ctx context.Context, r desk.Remark) error {
	found, err := a.store.Find(ctx, post.Query{Keys: []string{post.PostKey(r.Channel, r.Thread)}, Limit: 1})
	if err != nil {
		return fmt.Errorf("find the card of a thread: %w", err)
	}
	if len(found) == 0 || !slices.Contains([]string{"request", "case"}, post.KindOf(found[0].ID)) {
		return nil // people may talk in threads that are not ours
	}
	_, err = a.write(ctx, r.ID, found[0].ID, desk.LetterRemark, desk.Say{By: r.By, Text: r.Text, Colleague: r.Colleague})
	return err
}

// Command is "/goodturn task", "/goodturn queue" and the like.
func (a *App) Command(ctx context.Context, c desk.Command) (desk.Answer, error) {
	word, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(c.Text)), " ")
	hub, ok := a.org.HubOfChannel(c.Channel)
	if !ok {
		hub = a.hubOf(c.By.ID)
	}
	switch word {
	case "task":
		form := task.MakeForm(a.say, a.org, hub, a.clock.Now())
		return desk.Answer{Modal: &form}, nil
	case "queue":
		return a.queue(ctx, c, hub.ID)
	}
	return desk.Answer{Say: a.say("slack.help", nil)}, nil
}

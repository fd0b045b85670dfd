package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/post"
)

// queueAtMost is how many lines a queue shows.
const queueAtMost = 20

// queue shows what waits for a hub's coordinators, the longest first. Concerns
// are shown in the safeguarding channel only.
func (a *App) queue(ctx context.Context, c desk.Command, hub string) (desk.Answer, error) {
	keys := []string{desk.WaitingKey(hub)}
	if c.Channel == a.org.Safeguarding.Channel {
		keys = []string{desk.WaitingPrivate}
	}
	found, err := a.store.Find(ctx, post.Query{Keys: keys, Limit: queueAtMost + 1})
	if err != nil {
		return desk.Answer{}, fmt.Errorf("find what waits: %w", err)
	}
	slices.SortStableFunc(found, func(x, y post.Found) int { return int(min(max(x.Rank-y.Rank, -1), 1)) })
	now := a.clock.Now()
	answer := desk.Answer{Say: a.say("queue.head", map[string]any{"Count": min(len(found), queueAtMost), "More": len(found) > queueAtMost})}
	for _, f := range found[:min(len(found), queueAtMost)] {
		var w desk.Waiting
		if err := json.Unmarshal(f.Summary, &w); err != nil {
			a.log.Error("a summary of what waits cannot be read", "document", f.ID, "error", err)
			continue
		}
		answer.Lines = append(answer.Lines, a.say("queue.line", map[string]any{
			"Ref": desk.Ref(f.ID), "Kind": a.say("queue.kind."+w.Kind, nil), "First": w.First, "Area": w.Area, "What": w.What, "Who": w.Who,
			"Minutes": int(now.Sub(w.Since) / time.Minute), "By": desk.When(a.say, w.By, now, a.org.Location),
		}))
	}
	return answer, nil
}

// hubOf is the hub of a coordinator who asks from some other channel: their
// first, or the organisation's.
func (a *App) hubOf(user string) org.Hub {
	if c, ok := a.org.Coordinator(user); ok && len(c.Hubs) > 0 {
		if h, ok := a.org.Hub(c.Hubs[0]); ok {
			return h
		}
	}
	return a.org.Hubs[0]
}

// stuck says which letter makes a case of a letter that could not be stepped: one
// for each document and kind of letter, however many there are. A text that speaks
// of danger is a case of danger, with its words.
func (a *App) stuck(doc string, l post.Letter, _ string) (to, kind string, data any) {
	c := desk.Open{Kind: desk.Broken, Hub: a.org.Hubs[0].ID, About: doc, Detail: l.Kind}
	if post.KindOf(doc) == "person" {
		c.Person = doc
	}
	what := l.Kind
	var in bot.Text
	if l.Kind == bot.LetterText && l.Read(&in) == nil {
		c.Phone = in.From
		if danger, ok := a.danger(in.Body); ok {
			c.Kind, c.Danger, c.Words = desk.Danger, danger, []string{in.Body}
			what = "danger"
		}
	}
	return "case/" + post.Derive("stuck", doc, what), desk.LetterOpen, c
}

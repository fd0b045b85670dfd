package slack_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
	"github.com/goodturn/goodturn/internal/sandbox"
	"github.com/goodturn/goodturn/internal/slack"
)

// faults are how the pretend Slack makes each trouble.
var faults = map[posttest.Trouble]sandbox.Fault{
	posttest.Refuses:      {Kind: sandbox.Refuse, Error: "is_archived"},
	posttest.TooMany:      {Kind: sandbox.RateLimited, RetryAfter: posttest.Pause},
	posttest.CutOffBefore: {Kind: sandbox.CutBefore},
	posttest.CutOffAfter:  {Kind: sandbox.CutAfter},
	posttest.BreaksBefore: {Kind: sandbox.ServerError},
	posttest.BreaksAfter:  {Kind: sandbox.BadGateway, Taken: true},
	posttest.Garbles:      {Kind: sandbox.WrongJSON},
	posttest.Hangs:        {Kind: sandbox.Hang, Taken: true},
}

func TestSlackIsASender(t *testing.T) {
	const hub = "C0NORTH0001"
	for _, c := range []struct {
		name, kind string
		under      bool // a card that stands in the channel
	}{
		{"a card", post.EntryCard, false},
		{"a remark under its card", post.EntryThread, true},
		{"a remark without a card", post.EntryThread, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			posttest.Sender(t, func(t *testing.T) posttest.Rig {
				there := sandbox.NewSlack(sandbox.SlackOptions{Channels: []sandbox.SlackChannel{{ID: hub, Name: "north"}}})
				t.Cleanup(there.Close)
				s := slack.New(slack.Options{
					BotToken: there.BotToken(), APIURL: "http://slack.test/api", Rate: 1, HTTP: &http.Client{Transport: posttest.Wire(t, there)},
					Cards: func(doc *post.Document, _ string) (desk.Card, bool) {
						words := doc.Data.(string)
						return desk.Card{First: words, Notice: words}, true
					},
				})
				posts := map[string]string{}
				entry := func(kind, id, words string, at time.Time) post.Outgoing {
					body, err := json.Marshal(map[string]string{"text": words})
					if err != nil {
						t.Fatal(err)
					}
					return post.Outgoing{
						Entry:    post.Entry{ID: id, Lane: "slack:" + hub, Kind: kind, To: hub, Body: body, At: at},
						Document: &post.Document{ID: "request/k3", Posts: posts, Data: words},
					}
				}
				if c.under {
					card, err := s.Send(t.Context(), entry(post.EntryCard, "request/k3@1/0", "the card", time.Now()))
					if err != nil {
						t.Fatal(err)
					}
					posts[hub] = card
				}
				return posttest.Rig{
					Sender: s,
					Entry: func(id, words string, at time.Time) post.Outgoing {
						return entry(c.kind, id, words, at)
					},
					Next: func(trouble posttest.Trouble) { there.Fail(faults[trouble]) },
					Taken: func() int {
						messages := there.Messages(hub)
						if c.under {
							messages = messages[0].Replies
						}
						return len(messages)
					},
					Keeps: true,
				}
			})
		})
	}
}

package slack

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

type wall struct{}

func (wall) Now() time.Time { return time.Now() }

// A tally is the least document that has a card: it counts letters.
type tally struct{ N int }

func tallies() post.Kind {
	return post.Machine[tally]{
		Name: "tally", Start: "open", Table: post.NewTable("open", fsm.Events{{Name: "stay", Src: []string{"open"}, Dst: "open"}}),
		States: map[string]string{"open": "counts"}, Letters: map[string]string{"count": "one more", "say": "in the thread", post.LetterRefused: "refused"},
		Rules: []post.Rule[tally]{
			{On: "count", In: "open", Do: func(t *post.Turn, d *tally) { d.N++; t.Card(hub) }},
			{On: "say", In: "open", Do: func(t *post.Turn, d *tally) { t.Thread(hub, said{Text: fmt.Sprint("said at ", d.N)}) }},
			{On: post.LetterRefused, In: "open", Ignore: "a test looks at what Slack got"},
		},
	}.Kind()
}

func letter(kind string, n int) post.Letter {
	return post.Letter{ID: fmt.Sprintf("test:%s%d", kind, n), To: "tally/1", Kind: kind}
}

// through runs the channel behind a real office. The store outlives it, so
// that a second one can take over.
func through(t *testing.T, r *room, store *posttest.Memory, owner string) *post.Office {
	t.Helper()
	r.opt.Cards = func(doc *post.Document, _ string) (desk.Card, bool) {
		return desk.Card{First: fmt.Sprint("counted ", doc.Data.(*tally).N), Notice: "a tally"}, true
	}
	o, err := post.New(post.Options{Store: store, Clock: wall{}, Owner: owner, Kinds: []post.Kind{tallies()},
		Senders: map[string]post.Sender{"slack": r.Slack}, Chance: rand.New(rand.NewPCG(1, 2)), Log: r.log})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestOneCardForManyLetters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := open(t)
		slow := func(answer func(call) *http.Response) func(call) *http.Response {
			return func(c call) *http.Response { time.Sleep(300 * time.Millisecond); return answer(c) }
		}
		r.fake.on("chat.postMessage", slow(ok(map[string]any{"ts": "1.1"})), slow(ok(map[string]any{"ts": "1.2"})))
		office := through(t, r, posttest.NewMemory(wall{}), "a")
		for i := range 200 {
			go func() {
				if _, err := office.Handle(context.Background(), letter("count", i)); err != nil {
					t.Error(err)
				}
			}()
		}
		time.Sleep(100 * time.Millisecond)
		if _, err := office.Handle(t.Context(), letter("say", 1)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		if err := office.Idle(t.Context()); err != nil {
			t.Fatal(err)
		}
		var cards, threads []call
		for _, c := range r.fake.made("chat.postMessage") {
			if c.values.Has("thread_ts") {
				threads = append(threads, c)
			} else {
				cards = append(cards, c)
			}
		}
		updates := r.fake.made("chat.update")
		if len(cards) != 1 || len(updates) > 2 || len(threads) != 1 || threads[0].values.Get("thread_ts") != "1.1" {
			t.Errorf("%d cards, %d updates, %d in the thread", len(cards), len(updates), len(threads))
		}
		if last := append(cards, updates...)[len(cards)+len(updates)-1]; !strings.Contains(last.blocks(), "counted 200") {
			t.Errorf("the card shows %s", last.blocks())
		}
	})
}

// A process posts the card and dies before it can note that it did. Another
// finds it in the channel's history, and changes it instead of posting again.
func TestCardIsFoundAfterACrash(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := open(t)
		store := posttest.NewMemory(wall{})
		var stood []map[string]any
		r.fake.on("chat.postMessage", func(c call) *http.Response {
			stood = append(stood, map[string]any{"ts": "1.1", "metadata": map[string]any{"event_type": "goodturn",
				"event_payload": map[string]any{"entry": "tally/1@1/0"}}})
			if !strings.Contains(c.values.Get("metadata"), "tally/1@1/0") {
				t.Errorf("metadata %s", c.values.Get("metadata"))
			}
			return nil // it stands there, and the answer never comes
		})
		r.fake.on("conversations.history", func(c call) *http.Response { return ok(map[string]any{"messages": stood})(c) })
		dead := through(t, r, store, "dead")
		if _, err := dead.Handle(t.Context(), letter("count", 1)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		if err := dead.Close(t.Context()); err != nil {
			t.Fatal(err)
		}

		alive := through(t, r, store, "alive")
		if _, err := alive.Handle(t.Context(), letter("count", 2)); err != nil {
			t.Fatal(err)
		}
		for range 30 {
			time.Sleep(10 * time.Second)
			if _, err := alive.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if err := alive.Idle(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(stood) != 1 {
			t.Errorf("%d cards stand in the channel", len(stood))
		}
		updates := r.fake.made("chat.update")
		if len(updates) == 0 || updates[len(updates)-1].values.Get("ts") != "1.1" || !strings.Contains(updates[len(updates)-1].blocks(), "counted 2") {
			t.Errorf("updates: %v", updates)
		}
	})
}

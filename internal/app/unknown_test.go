package app

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/flows"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

// old is a conversation of a program that is not there any more.
func old() bot.Flow {
	return bot.Flow{
		Name: "old", About: "what a newer program does not know", Start: "begun",
		Begins: map[string]func(*bot.Talk) bool{post.LetterFound: func(*bot.Talk) bool { return true }},
		Table:  fsm.Events{{Name: "end", Src: []string{"begun"}, Dst: "ended"}},
		States: bot.States{
			"begun": {Means: "it hears nothing but goodbye", Hears: map[hear.Meaning]string{hear.Thanks: "end"}},
			"ended": {Means: "over"},
		},
	}
}

// Somebody with a conversation that this program does not know is heard all the
// same, and a coordinator has a case, once.
func TestAConversationThatNobodyKnowsIsACase(t *testing.T) {
	o, words, known, err := Read(fixtures.Organisation, "")
	if err != nil {
		t.Fatal(err)
	}
	clock := &StageClock{at: time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)}
	store := posttest.NewMemory(clock)
	person := func(phone string) string { return bot.PersonID([]byte("key"), phone) }
	handle := func(all []bot.Flow, l post.Letter) *bot.Person {
		t.Helper()
		b, err := bot.New(o, words, known.Ears, all)
		if err != nil {
			t.Fatal(err)
		}
		office, err := post.New(post.Options{Store: store.Open(), Clock: clock, Owner: l.ID, Kinds: []post.Kind{b.Machine().Kind(), desk.New(o, person).Kind()}, Stuck: func(string, post.Letter, string) (string, string, any) {
			t.Error("a letter could not be stepped")
			return "case/stuck", desk.LetterOpen, desk.Open{}
		}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := office.Handle(t.Context(), l); err != nil {
			t.Fatal(err)
		}
		doc, err := office.Read(t.Context(), l.To)
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
		defer stop()
		if err := office.Close(ctx); err != nil {
			t.Fatal(err)
		}
		return doc.Data.(*bot.Person)
	}
	pam := person("+447700900102")
	p := handle(append(flows.All(), old()), post.Letter{ID: "found", To: pam, Kind: post.LetterFound})
	if len(p.With("old")) != 1 {
		t.Fatalf("the old conversation did not begin: %v", p.Conversations)
	}
	text, err := json.Marshal(bot.Text{From: "+447700900102", Body: "help with shopping please"})
	if err != nil {
		t.Fatal(err)
	}
	p = handle(flows.All(), post.Letter{ID: "text", To: pam, Kind: bot.LetterText, Data: text})
	if len(p.With("old")) != 0 || len(p.With("asking")) != 1 {
		t.Errorf("the text was not heard as a request: %v", p.Conversations)
	}
	found, err := store.Find(t.Context(), post.Query{Keys: []string{desk.WaitingKey(o.Hubs[0].ID)}, Limit: 10})
	if err != nil || len(found) != 1 || post.KindOf(found[0].ID) != "case" {
		t.Errorf("%d cases wait, one should: %v", len(found), err)
	}
}

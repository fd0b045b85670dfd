package app

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/post"
)

func TestATextThatCannotBeSteppedIsACase(t *testing.T) {
	o, words, b, err := Read(fixtures.Organisation, "")
	if err != nil {
		t.Fatal(err)
	}
	a := &App{org: o, wording: words, bot: b, clock: &StageClock{at: time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)}}
	open := func(doc, kind string, data any) desk.Open {
		t.Helper()
		raw, err := json.Marshal(data)
		if err != nil {
			t.Fatal(err)
		}
		to, letter, made := a.stuck(doc, post.Letter{ID: "twilio:SM1", To: doc, Kind: kind, Data: raw}, "panic")
		if post.KindOf(to) != "case" || letter != desk.LetterOpen {
			t.Errorf("%s goes to %s", letter, to)
		}
		return made.(desk.Open)
	}
	danger := open("person/pam", bot.LetterText, bot.Text{From: "+447700900102", Body: "ive fallen and cant get up"})
	if danger.Kind != desk.Danger || danger.Danger != "medical" || danger.Phone != "+447700900102" || len(danger.Words) != 1 {
		t.Errorf("a text of danger makes %+v", danger)
	}
	plain := open("person/pam", bot.LetterText, bot.Text{From: "+447700900102", Body: "hello there"})
	if plain.Kind != desk.Broken || plain.Person != "person/pam" || plain.Phone == "" || len(plain.Words) > 0 {
		t.Errorf("another text makes %+v", plain)
	}
	if c := open("task/k3", "claim", nil); c.Kind != desk.Broken || c.Person != "" {
		t.Errorf("a task's letter makes %+v", c)
	}
}

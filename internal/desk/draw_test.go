package desk_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goodturn/goodturn/flows/wording"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/desk/desktest"
	"github.com/goodturn/goodturn/internal/org/orgtest"
	"github.com/goodturn/goodturn/internal/post"
)

// Every card of every kind, in every state and channel, can be drawn; a
// private one has its words in one channel only; every line and answer is worded.
func TestEveryCardHasWords(t *testing.T) {
	o := orgtest.Leeds(t)
	say := desktest.English(t)
	m := desk.New(o, phones)
	kinds := []desk.Kind{desk.Danger, desk.Concern, desk.WantsPerson, desk.NotUnderstood, desk.Robot, desk.Flood, desk.Unfilled, desk.CheckID, desk.Stopped, desk.Undelivered, desk.Child, desk.Unhappy, desk.HowItWent, desk.Homes, desk.Doubtful, desk.Broken}
	for _, kind := range kinds {
		for state := range m.States {
			for _, full := range []bool{true, false} {
				d := &desk.Data{Open: desk.Open{Kind: kind}}
				if full {
					d.Open = open(kind)
					d.Danger, d.Who, d.By, d.Detail, d.AboutKind = "violence", "Joe", desktest.Morning, "30006", "dogs"
					d.Checks = []string{"dbs", "licence", "a code of tomorrow"}
					d.Opened, d.Subject = desktest.Morning, desk.Subject{Name: "Stan Wood"}
				}
				doc := &post.Document{ID: id, State: state, Data: d}
				for _, channel := range []string{north, safe, onCall} {
					c := desk.Draw(doc, channel, say, o)
					if c.First == "" || c.Notice == "" {
						t.Errorf("%s, %s, in %s: the card is empty", kind, state, channel)
					}
					if private := kind.Private() && channel != safe; private && full {
						for _, secret := range []string{"Pam", "please help", "LS6", "0102", "Stan"} {
							if strings.Contains(words(c), secret) {
								t.Errorf("%s, %s, in %s: %q stands on the card: %s", kind, state, channel, secret, words(c))
							}
						}
					}
					if kind.Private() && strings.Contains(c.Notice, "Pam") {
						t.Errorf("%s, %s, in %s: the notice names somebody", kind, state, channel)
					}
					for _, b := range c.Buttons {
						if m.Letters[b.Action] == "" {
							t.Errorf("the button %s is no letter", b.Label)
						}
					}
				}
			}
		}
	}
}

func TestWhenAndRef(t *testing.T) {
	o := orgtest.Leeds(t)
	say := desktest.English(t)
	morning := desktest.Morning
	tests := map[string]time.Time{
		"4pm": morning.Add(6 * time.Hour), "10.05am": morning.Add(5 * time.Minute), "12pm": morning.Add(2 * time.Hour),
		"12.30am on Wednesday 25 November": morning.Add(14*time.Hour + 30*time.Minute), "": {},
		"9am on Monday 5 July": time.Date(2027, 7, 5, 8, 0, 0, 0, time.UTC), // summer time
	}
	for want, at := range tests {
		if got := desk.When(say, at, morning, o.Location); got != want {
			t.Errorf("%s is said %q, should be %q", at, got, want)
		}
	}
	if a, b := desk.Ref("case/1"), desk.Ref("case/2"); len(a) != 4 || a == b || a != desk.Ref("case/1") {
		t.Errorf("the short names are %s and %s", a, b)
	}
}

// What texts may be heard as has words on a card.
func TestWhatIsHeardHasWords(t *testing.T) {
	o := orgtest.Leeds(t)
	say := desktest.English(t)
	raw, err := wording.Files.ReadFile("hearing.en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	kinds := regexp.MustCompile(`(?m)^ +kind: (\w+)$`).FindAllSubmatch(raw, -1)
	if len(kinds) < 9 {
		t.Fatalf("%d kinds of danger and worry were found", len(kinds))
	}
	for _, k := range kinds {
		c := open(desk.Concern)
		c.Danger = string(k[1])
		card := desk.Draw(&post.Document{ID: id, State: desk.StateOpen, Data: &desk.Data{Open: c}}, safe, say, o)
		if slices.Contains(card.Lines, "What was heard: "+c.Danger+".") && c.Danger != "fire" {
			t.Errorf("%s has no words on a card", c.Danger)
		}
	}
}

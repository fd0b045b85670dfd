package bot_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/org/orgtest"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

// speaking is a bot that has one conversation, in the sample organisation.
func speaking(t *testing.T, flow bot.Flow) *bot.Bot {
	t.Helper()
	o := orgtest.Leeds(t)
	w, err := bot.LoadWording(files("texts.en.yaml", "code: \"Our code: {{.Code}}\"\n", "texts.cy.yaml", "code: \"Ein cod: {{.Code}}\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := bot.New(o, w, nil, []bot.Flow{flow})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

type clock struct{}

func (clock) Now() time.Time { return time.Date(2026, time.November, 24, 10, 0, 0, 0, time.UTC) }

// A flow takes the organisation's words as it finds them: they are in the person's
// language already, and so is what every sentence may fill in.
func TestTheOrganisationSpeaksThePersonsLanguage(t *testing.T) {
	for lang, want := range map[string][]string{
		"":   {"Prescriptions", "Staying safe", "Our code: Be kind."},
		"en": {"Prescriptions", "Staying safe", "Our code: Be kind."},
		"cy": {"Presgripsiynau", "Cadw'n ddiogel", "Ein cod: Byddwch yn garedig."},
		"pl": {"Prescriptions", "Staying safe", "Our code: Be kind."},
	} {
		t.Run(lang, func(t *testing.T) {
			var got []string
			b := speaking(t, bot.Flow{
				Name: "hello", About: "who we are", Start: "met",
				Begins: map[string]func(*bot.Talk) bool{desk.LetterRelay: func(*bot.Talk) bool { return true }},
				Table:  fsm.Events{{Name: "tell", Src: []string{"met"}, Dst: "told"}},
				States: bot.States{
					"met": {Means: "goes on at once", Does: func(t *bot.Talk) { t.Person.Language = lang }, Next: []bot.Step{{Event: "tell"}}},
					"told": {Means: "told", Does: func(t *bot.Talk) {
						kind, _ := t.Org.Kind("prescription")
						code := t.Words("code", nil)
						got = []string{kind.LocalName, t.Org.Handbook.Lessons[0].Title, code[:slices.Index([]byte(code), '.')+1]}
					}},
				},
			})
			office, err := post.New(post.Options{Store: posttest.NewMemory(clock{}), Clock: clock{}, Kinds: []post.Kind{b.Machine().Kind()}, Owner: "a"})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := office.Handle(t.Context(), post.Letter{ID: "slack:1", To: "person/p", Kind: desk.LetterRelay, Data: []byte("{}")}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A text in either language may name what is wanted, whichever the person's is.
func TestKindsAreHeardByTheWordsOfAllLanguages(t *testing.T) {
	b := speaking(t, bot.Flow{
		Name: "hello", About: "who we are", Start: "met", Table: fsm.Events{{Name: "tell", Src: []string{"met"}, Dst: "told"}},
		States: bot.States{"met": {Means: "goes on at once", Next: []bot.Step{{Event: "tell"}}}, "told": {Means: "told"}},
	})
	for _, k := range b.Context(clock{}.Now(), "en").Kinds {
		if k.ID == "prescription" && slices.Contains(k.Words, "tablets") && slices.Contains(k.Words, "tabledi") {
			return
		}
	}
	t.Error("tablets and tabledi are not both heard")
}

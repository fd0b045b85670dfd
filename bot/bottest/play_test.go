package bottest_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodturn/goodturn/bot/bottest"
)

// An echo is a world in which every text comes back, an hour later once more,
// and a channel's one card counts them.
type echo struct {
	now    time.Time
	due    []time.Time
	phones map[string][]bottest.Shown
	count  int
	thread []bottest.Shown
	aside  []bottest.Aside
}

func newEcho() *echo {
	return &echo{now: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC), phones: map[string][]bottest.Shown{}}
}

func (e *echo) Now() time.Time { return e.now }

func (e *echo) Step(_ context.Context, to time.Time) (bool, error) {
	if len(e.due) > 0 && !e.due[0].After(to) {
		e.now, e.due = e.due[0], e.due[1:]
		for n := range e.phones {
			e.get(n, "again")
		}
		return false, nil
	}
	e.now = to
	return true, nil
}

func (e *echo) get(number, words string) {
	e.phones[number] = append(e.phones[number], bottest.Shown{ID: fmt.Sprint(len(e.phones[number])), Lines: []string{words}})
}

func (e *echo) Text(_ context.Context, number, words string, pictures int) error {
	e.get(number, strings.Repeat("(picture) ", pictures)+words)
	e.due = append(e.due, e.now.Add(time.Hour))
	e.count++
	return nil
}

func (e *echo) Again(context.Context, string) error { return nil }

func (e *echo) Press(_ context.Context, who, button string, old bool, card, channel string) error {
	if card != "Texts" {
		return errors.New("no such card")
	}
	e.aside = append(e.aside, bottest.Aside{Who: who, Form: true, Shown: bottest.Shown{ID: "form", Lines: []string{button, fmt.Sprint(old), channel}}})
	return nil
}

func (e *echo) Fill(_ context.Context, who string, fields []bottest.Field) error {
	e.aside = []bottest.Aside{{Who: who, Shown: bottest.Shown{ID: "thanks", Lines: []string{"Thanks: " + fields[0].Label + " " + fields[0].Value}}}}
	return nil
}

func (e *echo) Dismiss(context.Context, string) error { e.aside = nil; return nil }

func (e *echo) Reply(_ context.Context, who, _, _, words string) error {
	e.thread = append(e.thread, bottest.Shown{ID: fmt.Sprint(len(e.thread)), Lines: []string{who + " wrote", words}})
	return nil
}

func (e *echo) Command(context.Context, string, string, string) error { return nil }

func (e *echo) Look(context.Context) (bottest.Sight, error) {
	card := bottest.Card{Shown: bottest.Shown{ID: "card", Lines: []string{fmt.Sprintf("Texts: %d", e.count), "the same", fmt.Sprintf("count %d", e.count), "(Reset)"}}, Thread: e.thread}
	s := bottest.Sight{Phones: map[string][]bottest.Shown{}, Channels: []bottest.Channel{{Name: "north"}}, Asides: e.aside}
	maps.Copy(s.Phones, e.phones)
	if e.count > 0 {
		s.Channels[0].Cards = []bottest.Card{card}
	}
	return s, nil
}

func (e *echo) Answer(text string) (string, bool) { return "B", strings.Contains(text, "question") }
func (e *echo) IDSeen() (string, string)          { return "Joe", "ID seen" }

const played = `at 2026-11-24 10:00
phone Zoe +447700900102
phone Amina +447700900101
Amina > hello
Amina < hello
[north] Texts: 1
    the same
    count 1
    (Reset)
# A note stays.
Zoe > "two\nlines"
Zoe < "two\nlines"
[north, changed] Texts: 2
    - count 1
    count 2
+ 2 hours
(11:00)
Zoe < again
Amina < again
Zoe < again
Amina < again
Joe presses the old Reset on "Texts" in north
Joe sees a form: Reset
    true
    north
Joe fills in
    Why = tired
Joe sees: Thanks: Why tired
Joe replies to "Texts" in north: fine
[north] under "Texts": Joe wrote
    fine
given Zoe > unseen
at tomorrow 09:00
(13:00)
Zoe < again
Amina < again
check Zoe sent at most 2 texts
`

func TestPlayComparesWhatCame(t *testing.T) {
	script, err := bottest.Parse("echo.txt", played)
	if err != nil {
		t.Fatal(err)
	}
	var shown []string
	got, err := bottest.Play(context.Background(), newEcho(), script, func(_ context.Context, line string) error {
		shown = append(shown, line)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range got.Wrong {
		t.Error(w)
	}
	if diff := cmp.Diff(strings.ReplaceAll(played, "given Zoe > unseen\n", ""), strings.Join(shown, "\n")+"\n"); diff != "" {
		t.Errorf("what a watcher saw (-want +got):\n%s", diff)
	}
	if got.Now.String() != played {
		t.Errorf("written anew:\n%s", got.Now)
	}

	bad := strings.Replace(played, "Amina < hello\n", "Amina < hallo\n", 1)
	if script, err = bottest.Parse("echo.txt", bad); err != nil {
		t.Fatal(err)
	}
	if got, err = bottest.Play(context.Background(), newEcho(), script); err != nil {
		t.Fatal(err)
	}
	if len(got.Wrong) != 1 || got.Wrong[0].Line != 4 || got.Now.String() != played {
		t.Errorf("a wrong text: %v, written anew:\n%s", got.Wrong, got.Now)
	}
}

func TestPlaySaysWhereItCannotGoOn(t *testing.T) {
	for text, want := range map[string]string{
		"Amina > hello": "echo.txt:1: Amina > hello: Amina has no phone: write \"phone Amina +447700900…\" above",
		"phone Zoe +447700900102\nZoe > a\nZoe > b\ncheck Zoe sent at most 1 text": "echo.txt:4: check Zoe sent at most 1 text: Zoe sent 2 texts",
		"phone Zoe +447700900102\nat 2026-11-23 09:00":                             "echo.txt:2: at 2026-11-23 09:00: the clock does not go back: write a later time",
		`Joe presses X on "Other" in north`:                                        "echo.txt:1: Joe presses X on \"Other\" in north: no such card",
	} {
		script, err := bottest.Parse("echo.txt", text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = bottest.Play(context.Background(), newEcho(), script); err == nil || err.Error() != want {
			t.Errorf("error %v\n want %s", err, want)
		}
	}
}

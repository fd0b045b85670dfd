// Package flows is what Goodturn says: a file for each conversation, the whole
// of it on one page. The words themselves are in the folder wording.
package flows

import (
	"slices"
	"strings"
	"time"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/org"
)

// All returns every conversation.
func All() []bot.Flow {
	return []bot.Flow{
		Alarm(), Asking(), Changing(), Concern(), Danger(), Induction(), Joining(), Leaving(),
		Looking(), Offer(), Speaking(), Standing(), Talk(), Tasks(), Verified(), Welcome(), WrongNumber(),
	}
}

// goodFor is when what is said now is worth nothing any more.
func goodFor(d time.Duration) func(*bot.Talk) time.Time {
	return func(t *bot.Talk) time.Time { return t.Now.Add(d) }
}

// lasts is a state's Within of a fixed length.
func lasts(d time.Duration) func(*bot.Talk) time.Duration {
	return func(*bot.Talk) time.Duration { return d }
}

// given holds when the conversation has noted something under the name.
func given(name string) func(*bot.Talk) bool {
	return func(t *bot.Talk) bool { return t.Slot(name) != "" }
}

// lacks holds when it has not.
func lacks(name string) func(*bot.Talk) bool {
	return func(t *bot.Talk) bool { return t.Slot(name) == "" }
}

// not turns a condition round.
func not(cond func(*bot.Talk) bool) func(*bot.Talk) bool {
	return func(t *bot.Talk) bool { return !cond(t) }
}

// all holds when both do.
func all(a, b func(*bot.Talk) bool) func(*bot.Talk) bool {
	return func(t *bot.Talk) bool { return a(t) && b(t) }
}

// hears holds when the text means one of these.
func hears(meanings ...hear.Meaning) func(*bot.Talk) bool {
	return func(t *bot.Talk) bool { return slices.Contains(meanings, t.Heard.Meaning) }
}

// sorted returns the list without doubles, sorted.
func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// A teller is somebody as a case names them: by what we hold, or by what they
// have said in a conversation that is not over.
type teller struct{ First, Name, Area string }

func whoTells(t *bot.Talk) teller {
	p := t.Person
	who := teller{p.First, p.Name, p.Area}
	for _, c := range p.Conversations {
		if who.First == "" && c.Slots["for"] == "" {
			who.First, who.Name = c.Slots["first"], c.Slots["name"]
		}
		if who.Area == "" {
			who.Area = c.Slots["area"]
		}
	}
	return who
}

// first is what to call somebody.
func first(name string) string {
	word, _, _ := strings.Cut(name, " ")
	return word
}

// kindNames lists kinds of task as people here call them.
func kindNames(o *org.Organisation, ids []string) string {
	var names []string
	for _, id := range ids {
		if k, ok := o.Kind(id); ok {
			names = append(names, k.LocalName)
		}
	}
	return strings.Join(names, ", ")
}

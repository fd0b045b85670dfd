package app

import (
	"slices"
	"strings"
	"testing"
)

// Where the language is asked first, a stranger is asked for it, and what they
// wrote is answered then; whoever writes plainly in one language is not asked.
func TestTheLanguageIsAskedFirstWhereThatIsAStandard(t *testing.T) {
	t.Parallel()
	folder := settings(t, map[string]string{"ask_language: false": "ask_language: true"})
	for name, x := range map[string]struct{ lines, want, not string }{
		"a keyword, then a number": {"You > JOIN\nYou > 1", "Are you 18 or over?", ""},
		"a keyword, then a name":   {"You > NEED\nYou > english please", "What do you need help with?", ""},
		"the same once more":       {"You > JOIN\nYou > i would like to help please", "over?", "call you"},
		"more than the language":   {"You > NEED\nYou > a prescription from boots by 8pm please", "Where are you?", ""},
		"another language":         {"You > JOIN\nYou > polish", "mówi po polsku", ""},
		"something else":           {"You > JOIN\nYou > i would like to help please", "Are you 18 or over?", ""},
		"plain English":            {"You > hello there, can somebody do a bit of shopping for me this week please", "Where are you?", "Pa iaith"},
		"danger":                   {"You > i smell gas", "0800 111 999", "Pa iaith"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, world := stand(t, folder)
			came := strings.Join(strings.Fields(act(t, world, "phone You Green +447700900101\n"+x.lines)), " ")
			if !strings.Contains(came, x.want) || x.not != "" && strings.Contains(came, x.not) {
				t.Errorf("%s", came)
			}
			if !slices.Contains([]string{"plain English", "danger"}, name) && !strings.Contains(came, "Which language? Pa iaith?") {
				t.Errorf("was not asked: %s", came)
			}
		})
	}
}

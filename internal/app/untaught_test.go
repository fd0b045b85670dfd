package app

import (
	"testing"

	"github.com/goodturn/goodturn/internal/hear"
)

// Ears that have learned nothing hear by the lists of phrases.
func TestUntaughtEarsHearByTheirLists(t *testing.T) {
	t.Parallel()
	ears, err := untaught()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]hear.Meaning{
		"hi I'd like to volunteer. I'm Amina Khan, LS6. Prescriptions, any time": hear.Join,
		"can anyone get my tablets from boots by 6pm tomorrow":                   hear.Need,
		"stop": hear.OptOut, "": hear.Unclear, "👍🏽": "",
	} {
		if got := ears.Hear(text, hear.Context{}).Meaning; want != "" && got != want {
			t.Errorf("%q is heard as %s, want %s", text, got, want)
		}
	}
}

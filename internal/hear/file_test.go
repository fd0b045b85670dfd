package hear

import (
	"testing"

	"github.com/goodturn/goodturn/flows/wording"
)

var english = load()

func load() *Ear {
	source, err := wording.Files.ReadFile("hearing.en.yaml")
	if err != nil {
		panic(err)
	}
	ear, err := Load(Sources{Lists: source})
	if err != nil {
		panic(err)
	}
	return ear
}

func TestExamplesInTheFile(t *testing.T) {
	for _, err := range english.CheckExamples() {
		t.Error(err)
	}
}

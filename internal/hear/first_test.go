package hear

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// sampleKinds are the kinds of task of the sample organisation, in its own words.
var sampleKinds = func() []Kind {
	source, err := os.ReadFile("../../fixtures/kinds.yaml")
	if err != nil {
		panic(err)
	}
	var file struct {
		Kinds []struct {
			ID    string   `yaml:"id"`
			Words []string `yaml:"words"`
		} `yaml:"kinds"`
	}
	if err := yaml.Unmarshal(source, &file); err != nil {
		panic(err)
	}
	var all []Kind
	for _, k := range file.Kinds {
		all = append(all, Kind{k.ID, k.Words})
	}
	return all
}()

// samplePlaces is the sample organisation's gazetteer, in part.
var samplePlaces = map[string]string{
	"adel": "LS16", "armley": "LS12", "chapel allerton": "LS7", "harehills": "LS8", "headingley": "LS6", "horsforth": "LS18",
	"hyde park": "LS6", "kirkstall": "LS5", "richmond hill": "LS9", "roundhay": "LS8", "seacroft": "LS14",
}

// TestFirstTexts hears what people text before anybody has told them how, with the
// kinds of the sample organisation. A line says the meaning and every fact that the
// text gives: a fact that it does not name must not be heard.
func TestFirstTexts(t *testing.T) {
	for name, table := range map[string]string{
		"volunteers": textsOfVolunteers, "residents": textsOfResidents, "needs": textsOfEveryNeed,
	} {
		n := 0
		for line := range strings.Lines(table) {
			part := strings.SplitN(strings.TrimSpace(line), " | ", 2)
			if len(part) != 2 {
				continue
			}
			n++
			x := heardAs{"any", part[0], part[1]}
			c := x.context()
			c.Kinds, c.Places = sampleKinds, samplePlaces
			h := english.ruled(x.text, c).heard
			for _, wrong := range h.strays(x.want) {
				t.Errorf("%s: %s\n\twant %s", name, x.text, wrong)
			}
		}
		t.Logf("%d texts of %s", n, name)
	}
}

// strays are the things wanted that were not heard, and the facts that were heard
// although they are not in the text.
func (h Heard) strays(want string) (wrong []string) {
	told := []string{"rest", "number", "choice"}
	for one := range strings.SplitSeq(want, "; ") {
		one = strings.TrimSpace(one)
		name, _, _ := strings.Cut(one, ":")
		if told = append(told, name); name == "postcode" {
			told = append(told, "outward")
		}
		if got := h.differs(one); got != "" {
			wrong = append(wrong, one+"\n\tgot "+got)
		}
	}
	for _, name := range slotNames {
		if got := h.Slots.slot(name); got != "" && got != "0" && got != "false" && !slices.Contains(told, name) {
			wrong = append(wrong, "no "+name+"\n\tgot "+h.differs(name+":"))
		}
	}
	return wrong
}

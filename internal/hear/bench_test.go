package hear

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/goodturn/goodturn/flows/wording"
)

// BenchmarkHear hears the texts of the tables one after another.
func BenchmarkHear(b *testing.B) {
	var all []heardAs
	for _, table := range []string{textsOfAnswers, textsOfStopping, textsOfNeed, textsOfJoining, textsOfDanger} {
		for line := range strings.Lines(table) {
			if part := strings.SplitN(strings.TrimSpace(line), " | ", 3); len(part) == 3 {
				all = append(all, heardAs{part[0], part[1], ""})
			}
		}
	}
	contexts := make([]Context, len(all))
	for i, x := range all {
		contexts[i] = x.context()
	}
	times, es := make([]time.Duration, 0, len(all)), ears()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		k := i % len(all)
		start := time.Now()
		es.Hear(all[k].text, contexts[k])
		if len(times) < cap(times) {
			times = append(times, time.Since(start))
		}
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Nanoseconds()), "median-ns")
}

// BenchmarkLongest hears texts of 1,600 characters, the longest that are sent.
func BenchmarkLongest(b *testing.B) {
	c, es := heardAs{}.context(), ears()
	for name, piece := range longTexts {
		text := strings.Repeat(piece, 1600/len(piece)+1)[:1600]
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				es.Hear(text, c)
			}
		})
	}
}

// longTexts are pieces that repeat whatever makes hearing work hardest.
var longTexts = map[string]string{
	"sentence":  "Hello, I was wondering if someone could get my tablets from Boots by 4pm on Friday. ",
	"i":         "i ",
	"yes no":    "yes no ",
	"numbers":   "1 2 ",
	"postcodes": "LS6 3HN ",
	"danger":    "he hits me ",
	"stop":      "please stop ",
	"names":     "im Jo, ",
	"times":     "by 4 on fri ",
	"letters":   "a",
	"emoji":     "👍🏽",
	"streets":   "12 ash rd ",
	"half":      "half ",
	"signs":     "?!., ",
}

func BenchmarkLoad(b *testing.B) {
	source, err := wording.Files.ReadFile("hearing.en.yaml")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Load(Sources{Lists: source}); err != nil {
			b.Fatal(err)
		}
	}
}

// FuzzHear hears any text in any state: no panic, and what it says of the text is
// in order.
func FuzzHear(f *testing.F) {
	for _, table := range []string{textsOfAnswers, textsOfOffers, textsOfStopping, textsOfCommands, textsOfNeed, textsOfJoining, textsOfDanger, textsOfAnswersToQuestions, textsOfTimes} {
		for line := range strings.Lines(table) {
			if part := strings.SplitN(strings.TrimSpace(line), " | ", 3); len(part) == 3 {
				f.Add(part[1], part[0])
			}
		}
	}
	for _, piece := range longTexts {
		f.Add(strings.Repeat(piece, 100), "offers:1,2")
	}
	f.Add("\xff\xfe half past", "address")
	f.Add("ﬁ İ ẞ ŵ 我要死了 مساعدة 12 rd", "name")
	es := ears() // before, for to learn takes longer than a text may
	f.Fuzz(func(t *testing.T, text, asked string) {
		c := heardAs{asked: asked}.context()
		h := es.Hear(text, c)
		if !h.Meaning.known() || h.Meaning == "" {
			t.Errorf("meaning %q", h.Meaning)
		}
		if h.Meaning == Danger != (h.Danger != "") {
			t.Errorf("meaning %q with danger %q", h.Meaning, h.Danger)
		}
		if utf8.ValidString(text) && !utf8.ValidString(h.Slots.Rest+h.Slots.Name+h.Slots.Address) {
			t.Error("a slot cuts a letter in two")
		}
		again := es.Hear(text, c)
		if again.Meaning != h.Meaning || again.Slots.show() != h.Slots.show() {
			t.Error("heard otherwise the second time")
		}
	})
}

// TestLongTexts hears 100 kB of each piece: the work stays in proportion.
func TestLongTexts(t *testing.T) {
	for name, piece := range longTexts {
		start := time.Now()

		ears().Hear(strings.Repeat(piece, 100_000/len(piece)), heardAs{asked: "offers:1,2"}.context())
		ears().Hear(strings.Repeat(piece, 100_000/len(piece)), heardAs{asked: "address"}.context())
		t.Log(name, time.Since(start))
	}
}

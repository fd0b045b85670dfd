package bot

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// speaks reports whether people are answered in a language: there is wording in
// it, and the organisation has chosen it.
func (b *Bot) speaks(code string) bool {
	return slices.Contains(b.Org.Languages, code) && b.Wording.Has(code, "sorry.any")
}

// languages are the languages that we text in, each by its number and its own name.
func (b *Bot) languages() string {
	var names []string
	for i, code := range b.Org.Languages {
		if b.speaks(code) {
			names = append(names, strconv.Itoa(i+1)+" "+display.Self.Name(language.Make(code)))
		}
	}
	return strings.Join(names, ", ")
}

// languageNumbered is the code of the language with that number; "" if there is none.
func (b *Bot) languageNumbered(n int) string {
	if n < 1 || n > len(b.Org.Languages) || !b.speaks(b.Org.Languages[n-1]) {
		return ""
	}
	return b.Org.Languages[n-1]
}

// languageNamed is the code of a language by its English name, in lower case; ""
// if it is neither ours nor among those that are recognised.
func (b *Bot) languageNamed(name string) string {
	for _, code := range slices.Concat(b.Org.Languages, b.Ears.Tongues()) {
		if strings.EqualFold(display.English.Languages().Name(language.Make(code)), name) {
			return code
		}
		if t, ok := b.Ears.Tongue(code); ok && strings.EqualFold(t.Names["en"], name) {
			return code
		}
	}
	return ""
}

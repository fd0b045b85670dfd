// Package tongue tells which language a text is written in, by the library
// lingua: offline, and good with a few words.
package tongue

import (
	"strings"
	"sync"

	"github.com/pemistahl/lingua-go"
)

// languages are those that people in UK towns text in, as far as lingua knows them.
var languages = []lingua.Language{
	lingua.Albanian, lingua.Arabic, lingua.Bengali, lingua.Bulgarian, lingua.Chinese, lingua.Czech, lingua.English, lingua.French, lingua.German,
	lingua.Greek, lingua.Gujarati, lingua.Hindi, lingua.Hungarian, lingua.Italian, lingua.Japanese, lingua.Korean, lingua.Latvian, lingua.Lithuanian,
	lingua.Persian, lingua.Polish, lingua.Portuguese, lingua.Punjabi, lingua.Romanian, lingua.Russian, lingua.Slovak, lingua.Somali, lingua.Spanish,
	lingua.Tamil, lingua.Thai, lingua.Turkish, lingua.Ukrainian, lingua.Urdu, lingua.Vietnamese, lingua.Welsh,
}

// surer is by how much the likeliest language must be likelier than the next.
const surer = 0.1

// detector keeps only trigrams in memory: all lengths of them would take 400 MB.
var detector = sync.OnceValue(func() lingua.LanguageDetector {
	return lingua.NewLanguageDetectorBuilder().FromLanguages(languages...).WithMinimumRelativeDistance(surer).WithLowAccuracyMode().Build()
})

// Of returns the language of a text as BCP 47 has it, "" if that is not sure. What
// is known of the languages is loaded when the first text asks for it: 0.2 s and 25 MB
// that a process without such texts does not spend.
func Of(text string) string {
	language, sure := detector().DetectLanguageOf(text)
	if !sure {
		return ""
	}
	return strings.ToLower(language.IsoCode639_1().String())
}

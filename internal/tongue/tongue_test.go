package tongue_test

import (
	"testing"

	"github.com/goodturn/goodturn/internal/tongue"
)

func TestOf(t *testing.T) {
	for text, want := range map[string]string{
		"potrzebuje pomocy z zakupami":                "pl",
		"nie mam jedzenia dla dzieci":                 "pl",
		"am nevoie de ajutor cu cumparaturile":        "ro",
		"preciso de ajuda com as compras":             "pt",
		"necesito ayuda por favor":                    "es",
		"waxaan u baahanahay caawimaad":               "so",
		"мені потрібна допомога":                      "uk",
		"أحتاج مساعدة في التسوق":                      "ar",
		"مجھے مدد چاہیے":                              "ur",
		"ਮੈਨੂੰ ਮਦਦ ਚਾਹੀਦੀ ਹੈ":                         "pa",
		"我需要帮助":                                       "zh",
		"I need somebody to do my shopping on Friday": "en",
		"12345": "",
		"":      "",
	} {
		if got := tongue.Of(text); got != want {
			t.Errorf("%q is in %q, not %q", text, want, got)
		}
	}
}

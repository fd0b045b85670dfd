package handbook_test

import (
	"strings"
	"testing"

	"github.com/goodturn/goodturn/internal/handbook"
)

func TestSegments(t *testing.T) {
	for _, c := range []struct {
		name, text string
		count      int
		foreign    rune
	}{
		{"nothing", "", 0, 0},
		{"one letter", "a", 1, 0},
		{"full", strings.Repeat("a", 160), 1, 0},
		{"one over", strings.Repeat("a", 161), 2, 0},
		{"two full", strings.Repeat("a", 306), 2, 0},
		{"two and one over", strings.Repeat("a", 307), 3, 0},
		{"escaped count two", strings.Repeat("€", 80), 1, 0},
		{"escaped, one over", strings.Repeat("€", 81), 2, 0},
		{"escaped is not cut", strings.Repeat("a", 152) + "€" + strings.Repeat("a", 152), 3, 0},
		{"pound and accents", "£5 à la carte, Ñ", 1, 0},
		{"curly quote", "don’t", 1, '’'},
		{"Welsh", strings.Repeat("ŵ", 70), 1, 'ŵ'},
		{"Welsh, one over", strings.Repeat("ŵ", 71), 2, 'ŵ'},
		{"face", strings.Repeat("🙂", 35), 1, '🙂'},
		{"faces, one over", strings.Repeat("🙂", 36), 2, '🙂'},
		{"broken", "\xff", 1, '\uFFFD'},
	} {
		if count, foreign := handbook.Segments(c.text); count != c.count || foreign != c.foreign {
			t.Errorf("%s: %d %q", c.name, count, foreign)
		}
	}
}

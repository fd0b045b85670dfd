package handbook

import "strings"

const (
	gsmBasic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	// gsmEscaped characters take two places.
	gsmEscaped = "\f^{}\\[~]|€"
)

// Plain reports whether a language is texted in GSM-7 alone. English can do without
// any other character, and so can Welsh as people text it; a language that cannot
// pays for its own letters.
func Plain(language string) bool { return language == "en" || language == "cy" }

// Segments is how many segments a text takes in GSM-7, and the first character
// that GSM-7 does not have, or 0. A text with such a character is counted in
// UCS-2, as the carriers would.
func Segments(text string) (count int, foreign rune) {
	septets, units := 0, 0
	var places []int // of each character, in septets
	for _, r := range text {
		units++
		if r > 0xFFFF {
			units++
		}
		switch {
		case strings.ContainsRune(gsmBasic, r):
			septets++
			places = append(places, 1)
		case strings.ContainsRune(gsmEscaped, r):
			septets += 2
			places = append(places, 2)
		default:
			if foreign == 0 {
				foreign = r
			}
		}
	}
	if foreign != 0 {
		return divide(units, 70, 67), foreign
	}
	if septets <= 160 {
		return min(1, septets), 0
	}
	// An escaped character is never cut in two.
	count, used := 1, 0
	for _, p := range places {
		if used+p > 153 {
			count, used = count+1, 0
		}
		used += p
	}
	return count, 0
}

func divide(n, alone, joined int) int {
	if n <= alone {
		return min(1, n)
	}
	return (n + joined - 1) / joined
}

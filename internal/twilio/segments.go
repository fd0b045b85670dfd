package twilio

import (
	"strings"
	"unicode"
)

// The two encodings of a text.
const (
	GSM7 = "GSM-7"
	UCS2 = "UCS-2"
)

const (
	gsmBasic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	// gsmEscaped characters take two places.
	gsmEscaped = "\f^{}\\[~]|€"
)

// Segments is how many segments the body takes, and in which encoding, as
// Twilio counts it with smart encoding off. A character, with the marks and
// emoji joined to it, is never cut in two.
func Segments(body string) (count int, encoding string) {
	if sizes, ok := gsmSizes(body); ok {
		return fill(sizes, 160, 153), GSM7
	}
	return fill(ucsSizes(body), 70, 67), UCS2
}

// gsmSizes are the characters' sizes in septets; false when GSM-7 lacks one.
func gsmSizes(body string) ([]int, bool) {
	sizes := make([]int, 0, len(body))
	for _, r := range body {
		switch {
		case strings.ContainsRune(gsmBasic, r):
			sizes = append(sizes, 1)
		case strings.ContainsRune(gsmEscaped, r):
			sizes = append(sizes, 2)
		default:
			return nil, false
		}
	}
	return sizes, true
}

// ucsSizes are the characters' sizes in 16-bit units.
func ucsSizes(body string) []int {
	sizes := make([]int, 0, len(body))
	var last rune
	flags := 0 // regional indicators on end, of which two are one flag
	for i, r := range body {
		units := 1
		if r > 0xFFFF {
			units = 2
		}
		joined := i > 0 && (joins(r) || last == zeroWidthJoiner && pictorial(r) || regional(r) && flags%2 == 1) && last != '\n' && last != '\r'
		if regional(r) {
			flags++
		} else {
			flags = 0
		}
		if joined && sizes[len(sizes)-1]+units <= 67 {
			sizes[len(sizes)-1] += units
		} else {
			sizes = append(sizes, units)
		}
		last = r
	}
	return sizes
}

const zeroWidthJoiner = '\u200D'

// joins reports whether the character belongs to the one before it: an accent,
// a variation selector, a skin tone, a tag of a flag.
func joins(r rune) bool {
	return unicode.Is(unicode.M, r) || r == zeroWidthJoiner || r == '\u200C' ||
		r >= 0x1F3FB && r <= 0x1F3FF || r >= 0xE0020 && r <= 0xE007F
}

func regional(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

func pictorial(r rune) bool { return r > 0xFFFF || unicode.Is(unicode.So, r) }

// fill counts the segments that characters of these sizes fill: one that holds
// them alone, or several that each hold a little less.
func fill(sizes []int, alone, each int) int {
	total := 0
	for _, s := range sizes {
		total += s
	}
	if total <= alone {
		return 1
	}
	segments, used := 1, 0
	for _, s := range sizes {
		if used+s > each {
			segments, used = segments+1, 0
		}
		used += s
	}
	return segments
}

package place

import (
	"regexp"
	"strings"
)

var (
	outwardShape = regexp.MustCompile(`^[A-Z]{1,2}[0-9][A-Z0-9]?$`)
	// The last two letters of a postcode are never C I K M O V.
	wholeShape = regexp.MustCompile(`^([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][ABD-HJLNP-UW-Z]{2})$`)
	sector     = regexp.MustCompile(`^[0-9]$`)
)

// IsOutward reports whether a code has an outward code's shape: "LS6".
func IsOutward(code string) bool { return outwardShape.MatchString(code) }

// Outward is the outward code of a postcode, whole ("LS6 3HN", "ls63hn"), by
// sector ("LS6 3") or already only its first half ("ls6"). It is false for
// anything else; it does not look for a postcode among other words.
func Outward(postcode string) (string, bool) {
	parts := strings.Fields(strings.ToUpper(strings.Trim(postcode, " \t\r\n.,;:!?()")))
	if len(parts) == 0 || len(parts) > 2 {
		return "", false
	}
	joined := strings.Join(parts, "")
	whole := wholeShape.FindStringSubmatch(joined)
	if len(parts) == 1 {
		switch {
		case whole != nil:
			return whole[1], true
		case IsOutward(joined):
			return joined, true
		}
		return "", false
	}
	switch {
	case whole != nil && (whole[1] == parts[0] || !IsOutward(parts[0])):
		return whole[1], true
	case IsOutward(parts[0]) && sector.MatchString(parts[1]):
		return parts[0], true
	case len(parts[0]) <= 2 && !IsOutward(parts[0]) && IsOutward(joined): // "LS 6"
		return joined, true
	}
	return "", false
}

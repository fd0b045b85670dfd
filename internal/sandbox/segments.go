package sandbox

import "unicode/utf16"

const (
	gsmBasic    = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmExtended = "\f^{}\\[~]|€"
)

// gsmWidth is how many GSM-7 units a character takes; one that GSM-7 lacks is absent.
var gsmWidth = func() map[rune]int {
	width := map[rune]int{}
	for _, r := range gsmBasic {
		width[r] = 1
	}
	for _, r := range gsmExtended {
		width[r] = 2
	}
	return width
}()

// segments counts the SMS segments that a carrier bills for body: 160
// characters of GSM-7 in one, 153 in each of several; 70 and 67 of UCS-2. A
// character of two units is never split between segments.
func segments(body string) int {
	single, multi, gsm := 160, 153, true
	for _, r := range body {
		if gsmWidth[r] == 0 {
			single, multi, gsm = 70, 67, false
			break
		}
	}
	total, count, used := 0, 1, 0
	for _, r := range body {
		w := utf16.RuneLen(r)
		if gsm {
			w = gsmWidth[r]
		}
		total += w
		if used+w > multi {
			count++
			used = 0
		}
		used += w
	}
	if total <= single {
		return 1
	}
	return count
}

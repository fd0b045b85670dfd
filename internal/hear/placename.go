package hear

import (
	"strings"
	"unicode/utf8"
)

// findPlace looks for a place of the gazetteer by name, where no postcode says more.
func (r *reading) findPlace() {
	if len(r.c.Places) == 0 || r.heard.Slots.Outward != "" {
		return
	}
	for i := range r.tokens {
		if !r.asksPlace() && !r.endsAt(lPlaceCue, i) && (!r.tokens[i].capital || r.is(lFirstName, i)) {
			continue
		}
		for n := min(3, len(r.tokens)-i); n >= 1; n-- {
			outward, ok := r.placeNamed(i, i+n)
			if !ok || r.is(lKindWord, i+n) && r.tokens[i+n].before == space {
				continue // "Seacroft hospital" is where they go
			}
			if r.fetchedAt(i) {
				continue
			}
			r.heard.Slots.Outward, r.heard.Slots.Place = outward, strings.ToLower(r.raw(i, i+n))
			r.use(i, i+n)
			r.why("place by name")
			return
		}
	}
}

// placeNamed is the outward code of the place that a span of the text names. It is
// asked for every few words, and so makes no copy of them.
func (r *reading) placeNamed(from, to int) (outward string, ok bool) {
	var low [48]byte
	name := r.raw(from, to)
	if len(name) < 3 || r.tokens[from].used {
		return "", false
	}
	if len(name) > len(low) {
		return "", false
	}
	for i := range len(name) {
		c := name[i]
		if c >= utf8.RuneSelf {
			outward, ok = r.c.Places[strings.ToLower(name)]
			return outward, ok
		}
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		low[i] = c
	}
	outward, ok = r.c.Places[string(low[:len(name)])]
	return outward, ok
}

package org

import (
	"fmt"
	"slices"
	"strings"
)

// Meant is the remedy for a name that is not known: the name that it is most
// like, or else all that there are.
func Meant(name string, known []string) string {
	best, least := "", 4
	for _, k := range known {
		d := distance(strings.ToLower(name), strings.ToLower(k))
		if d < least && d <= (len(k)+1)/3 {
			best, least = k, d
		}
	}
	if best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	if len(known) == 0 {
		return "take it out"
	}
	known = slices.Sorted(slices.Values(known))
	return "use one of: " + strings.Join(known, ", ")
}

// distance is how many letters must be put in, left out, changed or swapped
// with the next one to make one word of the other. It looks at 20 letters.
func distance(a, b string) int {
	const longest = 20
	ra, rb := []rune(a), []rune(b)
	ra, rb = ra[:min(len(ra), longest)], rb[:min(len(rb), longest)]
	var d [longest + 1][longest + 1]int
	for i := range ra {
		d[i+1][0] = i + 1
	}
	for j := range rb {
		d[0][j+1] = j + 1
	}
	for i := 1; i <= len(ra); i++ {
		for j := 1; j <= len(rb); j++ {
			change := d[i-1][j-1]
			if ra[i-1] != rb[j-1] {
				change++
			}
			d[i][j] = min(change, d[i-1][j]+1, d[i][j-1]+1)
			if i > 1 && j > 1 && ra[i-1] == rb[j-2] && ra[i-2] == rb[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(ra)][len(rb)]
}

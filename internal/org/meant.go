package org

import (
	"fmt"
	"slices"
	"strings"
)

// meant is the remedy for a name that is not known: the name that it is most
// like, or else all that there are.
func meant(name string, known []string) string {
	best, least := "", 3
	for _, k := range known {
		d := distance(strings.ToLower(name), k)
		if d < least && d < len(k) {
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

// distance is how many letters must be put in, left out or changed to make one
// word of the other, as far as 20 letters.
func distance(a, b string) int {
	const longest = 20
	ra, rb := []rune(a), []rune(b)
	ra, rb = ra[:min(len(ra), longest)], rb[:min(len(rb), longest)]
	row := make([]int, len(rb)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range ra {
		corner := row[0]
		row[0] = i + 1
		for j, y := range rb {
			change := corner
			if x != y {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(rb)]
}

package match

import (
	"slices"
	"time"
)

// daysAhead is how far a task's window is looked through for a time that suits.
const daysAhead = 8

// Parts of the day, in hours. A night belongs to the day on which it begins.
var parts = map[string][2]int{
	"mornings":   {6, 12},
	"afternoons": {12, 18},
	"evenings":   {18, 22},
	"nights":     {22, 30},
}

var weekdays = map[string]time.Weekday{
	"sunday": time.Sunday, "monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday,
	"thursday": time.Thursday, "friday": time.Friday, "saturday": time.Saturday,
}

// free reports whether what a volunteer said about when they can help leaves
// time for the task between now and its end. Days and parts of days narrow
// each other: "mornings, weekends" is weekend mornings. Who said nothing, or
// "anytime", is free; so is anybody for a task that may be done any time.
func free(in *time.Location, when []string, need Need, now time.Time) bool {
	var days []time.Weekday
	var hours [][2]int
	for _, w := range when {
		switch {
		case w == "anytime":
			return true
		case w == "weekends":
			days = append(days, time.Saturday, time.Sunday)
		case w == "weekdays":
			days = append(days, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday)
		default:
			if day, ok := weekdays[w]; ok {
				days = append(days, day)
			} else if part, ok := parts[w]; ok {
				hours = append(hours, part)
			}
		}
	}
	if len(days) == 0 && len(hours) == 0 || need.By.IsZero() {
		return true
	}
	if len(hours) == 0 {
		hours = [][2]int{{0, 24}}
	}
	from, by := now, need.By
	if need.From.After(from) {
		from = need.From
	}
	lasts := time.Duration(need.Minutes) * time.Minute
	if room := by.Sub(from); lasts > room {
		lasts = max(room, 0)
	}
	first := from.In(in)
	for d := -1; d < daysAhead; d++ {
		day := time.Date(first.Year(), first.Month(), first.Day()+d, 0, 0, 0, 0, in)
		if day.After(by) {
			return false
		}
		if len(days) > 0 && !slices.Contains(days, day.Weekday()) {
			continue
		}
		for _, h := range hours {
			begins := time.Date(day.Year(), day.Month(), day.Day(), h[0], 0, 0, 0, in)
			ends := time.Date(day.Year(), day.Month(), day.Day(), h[1], 0, 0, 0, in)
			if overlap(from, by, begins, ends) >= lasts && begins.Before(by) && ends.After(from) {
				return true
			}
		}
	}
	return false
}

func overlap(a, b, c, d time.Time) time.Duration {
	if c.After(a) {
		a = c
	}
	if d.Before(b) {
		b = d
	}
	return b.Sub(a)
}

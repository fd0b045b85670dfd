package bot

import (
	"slices"
	"testing"
	"time"
)

// A coordinator is shown the last six texts, and none of longer ago than a week.
func TestRecent(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	day := func(n int) time.Time { return noon.AddDate(0, 0, n) }
	hears := func(p *Person, text string, at time.Time) {
		p.forgetOld(at)
		p.keepRecent(text, at)
		p.Heard = at
	}
	for name, c := range map[string]struct {
		days []int // on which a text came
		now  int
		want []string
	}{
		"one after another":      {[]int{0, 0, 1}, 1, []string{"0", "1", "2"}},
		"the last six":           {[]int{0, 0, 0, 0, 0, 0, 0}, 0, []string{"1", "2", "3", "4", "5", "6"}},
		"a week old":             {[]int{0}, 7, []string{"0"}},
		"older, and younger":     {[]int{0, 3, 8}, 8, []string{"1", "2"}},
		"each within a week":     {[]int{0, 5, 10, 15}, 16, []string{"2", "3"}},
		"nothing for a while":    {[]int{0, 1}, 9, nil},
		"and then another comes": {[]int{0, 1, 30}, 30, []string{"2"}},
	} {
		p := &Person{}
		for i, n := range c.days {
			hears(p, string('0'+rune(i)), day(n))
		}
		p.forgetOld(day(c.now))
		if !slices.Equal(p.Recent, c.want) || len(p.RecentAt) != len(p.Recent) {
			t.Errorf("%s: %q, want %q", name, p.Recent, c.want)
		}
	}

	// As a program left them that did not keep their times.
	before := &Person{Recent: []string{"a", "b"}, Heard: day(0)}
	before.forgetOld(day(6))
	if len(before.Recent) != 2 {
		t.Errorf("within a week of the last: %q", before.Recent)
	}
	hears(before, "c", day(6))
	if !slices.Equal(before.Recent, []string{"a", "b", "c"}) {
		t.Errorf("with another: %q", before.Recent)
	}
	before.forgetOld(day(14))
	if len(before.Recent) != 0 {
		t.Errorf("in the end: %q", before.Recent)
	}
}

package hear

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
)

// Score counts how texts with known meanings were heard. Silently wrong is what
// must not happen: a text taken for something that it does not mean. A text that
// was not understood is asked about, which costs a text and harms nobody.
type Score struct {
	rows map[row]*tally
	// missed and alarms are dangers not heard, and ordinary texts taken for danger.
	dangers, missed, ordinary, alarms int
	kinds, rightKinds                 int
	facts, rightFacts                 int
}

// row is a line of the report.
type row struct {
	language string
	meaning  Meaning
}

type tally struct{ all, right, asked, wrong int }

// Verdict is how one text was heard.
type Verdict string

// The verdicts.
const (
	Right Verdict = "right"
	Asked Verdict = "asked"
	Wrong Verdict = "silently wrong"
)

// Judge says how a sample was heard. Where it has two meanings, either may stand
// first, but danger always does.
func (s Sample) Judge(h Heard) Verdict {
	h.Meaning = h.Meaning.plain()
	switch {
	case h.Meaning == s.Means:
		return Right
	case tellsOfDone(s.Asked) && (s.Means == Done || s.Means == Accept) && (h.Meaning == Done || h.Meaning == Accept):
		return Right
	case s.Means == Danger || h.Meaning == Danger:
		if h.Meaning == Unclear {
			return Asked
		}
		return Wrong
	case h.Meaning == Unclear:
		return Asked
	case slices.Contains(s.Also(), h.Meaning) && h.has(s.Means):
		return Right
	}
	return Wrong
}

// Add counts a sample in a language. Of one that tells only facts, only they count.
func (sc *Score) Add(language string, s Sample, h Heard) Verdict {
	sc.addFacts(s, h)
	if s.Means == "" {
		return Right
	}
	v := s.Judge(h)
	if sc.rows == nil {
		sc.rows = map[row]*tally{}
	}
	for _, k := range []row{{language, s.Means}, {language, ""}} {
		if sc.rows[k] == nil {
			sc.rows[k] = &tally{}
		}
		sc.rows[k].add(v)
	}
	if s.Means != Danger {
		sc.ordinary++
		if h.Meaning == Danger {
			sc.alarms++
		}
		return v
	}
	sc.dangers++
	if h.Meaning != Danger {
		sc.missed++
	} else if kind := s.Facts["kind"]; kind != "" {
		sc.kinds++
		if kind == h.Danger {
			sc.rightKinds++
		}
	}
	return v
}

func (t *tally) add(v Verdict) {
	t.all++
	switch v {
	case Right:
		t.right++
	case Asked:
		t.asked++
	case Wrong:
		t.wrong++
	}
}

// addFacts counts the facts that a sample tells, but for those of its meaning.
func (sc *Score) addFacts(s Sample, h Heard) {
	for name, want := range s.Facts {
		if !counts(name, want) {
			continue
		}
		sc.facts++
		if h.gives(name, want) {
			sc.rightFacts++
		}
	}
}

// counts reports whether a fact of a sample is scored.
func counts(name, want string) bool {
	return name != "also" && name != "kind" && name != "worry" && plainly(name, want)
}

// Missed are the facts that a sample tells and that were not heard so, in order.
func (s Sample) Missed(h Heard) (missed []string) {
	for _, name := range slices.Sorted(maps.Keys(s.Facts)) {
		if want := s.Facts[name]; counts(name, want) && !h.gives(name, want) {
			missed = append(missed, name+"="+want)
		}
	}
	return missed
}

// Report writes the counts, a line for each meaning of each language, and what
// became of danger.
func (sc *Score) Report(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(w, "language\tmeaning\ttexts\tright\tasked\tsilently wrong\t\n")
	rows := make([]row, 0, len(sc.rows))
	for k := range sc.rows {
		rows = append(rows, k)
	}
	slices.SortFunc(rows, func(a, b row) int {
		if a.language != b.language {
			return cmp.Compare(a.language, b.language)
		}
		return cmp.Compare(a.meaning, b.meaning)
	})
	for _, k := range rows {
		t, name := sc.rows[k], string(k.meaning)
		if name == "" {
			name = "(all)"
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\t%d = %s\t\n", k.language, name, t.all, percent(t.right, t.all), percent(t.asked, t.all), t.wrong, percent(t.wrong, t.all))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "danger heard: %s of %d, its kind right in %s; false alarms: %s of %d ordinary texts; facts right: %s of %d\n",
		percent(sc.dangers-sc.missed, sc.dangers), sc.dangers, percent(sc.rightKinds, sc.kinds), percent(sc.alarms, sc.ordinary), sc.ordinary,
		percent(sc.rightFacts, sc.facts), sc.facts)
	return err
}

// Total is the share of texts heard right, and silently wrong, in all languages.
func (sc *Score) Total() (right, wrong float64) {
	var t tally
	for k, one := range sc.rows {
		if k.meaning == "" {
			t.all, t.right, t.wrong = t.all+one.all, t.right+one.right, t.wrong+one.wrong
		}
	}
	return float64(t.right) / float64(max(1, t.all)), float64(t.wrong) / float64(max(1, t.all))
}

// Danger is the share of dangers that were heard, and of ordinary texts that were
// taken for danger.
func (sc *Score) Danger() (recall, alarms float64) {
	return float64(sc.dangers-sc.missed) / float64(max(1, sc.dangers)), float64(sc.alarms) / float64(max(1, sc.ordinary))
}

func percent(part, all int) string {
	if all == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f%%", 100*float64(part)/float64(all))
}

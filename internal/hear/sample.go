package hear

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Sample is a text that somebody sent, what was asked before it, and what a
// kind reader took it to mean.
type Sample struct {
	Asked string // as [Context.Answering] takes it
	Text  string
	Means Meaning // empty where only the facts are told
	// Facts are what else the text says, by name: "also", "kind", "worry", and
	// the names of slots as [Heard.Facts] writes them.
	Facts map[string]string
	Line  int

	own bool // an organisation's, which counts before those of every organisation
}

// SampleError says what is wrong with a line of samples.
type SampleError struct {
	Line int // from 1
	What string
}

func (e *SampleError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.What) }

// factsOnly stands where a meaning would: only the facts of the text are told.
const factsOnly = "-"

// Also are the other meanings that the text has.
func (s Sample) Also() []Meaning {
	var all []Meaning
	for m := range strings.SplitSeq(s.Facts["also"], ",") {
		if m = strings.TrimSpace(m); m != "" {
			all = append(all, Meaning(m))
		}
	}
	return all
}

// ReadSamples reads texts and their meanings, one a line, with a tab between
// what was asked, the text, its meaning and its facts:
//
//	offer	go on then	accept
//	minutes	bout half an hour, hes on his own tho	accept	minutes=30; worry=at_risk
//
// Empty lines, and those that begin with #, are passed over. A mistake in a line is
// a *[SampleError].
func ReadSamples(in io.Reader) ([]Sample, error) {
	var all []Sample
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimPrefix(strings.TrimSuffix(lines.Text(), "\r"), "\ufeff")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		column := strings.Split(line, "\t")
		if len(column) < 3 || len(column) > 4 {
			return nil, &SampleError{n, fmt.Sprintf("it has %d columns between tabs, not three or four", len(column))}
		}
		s := Sample{Asked: strings.TrimSpace(column[0]), Text: column[1], Means: Meaning(strings.TrimSpace(column[2])), Line: n}
		if s.Means == factsOnly {
			s.Means = ""
		} else if !s.Means.known() || s.Means == "" {
			return nil, &SampleError{n, fmt.Sprintf("%q is no meaning", s.Means)}
		}
		if _, err := (Context{}).Answering(s.Asked); err != nil {
			return nil, &SampleError{n, err.Error()}
		}
		if len(column) == 4 {
			for fact := range strings.SplitSeq(column[3], ";") {
				name, value, ok := strings.Cut(strings.TrimSpace(fact), "=")
				if !ok && name != "" {
					return nil, &SampleError{n, fmt.Sprintf("%q is no fact: write name=value, with ; between", name)}
				}
				if name != "" {
					if s.Facts == nil {
						s.Facts = map[string]string{}
					}
					s.Facts[strings.TrimSpace(name)] = strings.TrimSpace(value)
				}
			}
		}
		if what := s.wrong(); what != "" {
			return nil, &SampleError{n, what}
		}
		all = append(all, s)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the texts: %w", err)
	}
	return all, nil
}

// ReadTeaching reads samples that teach: each that speaks of danger must say of
// which kind, for the answer depends on it.
func ReadTeaching(in io.Reader) ([]Sample, error) {
	all, err := ReadSamples(in)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		if s.Means == Danger && s.Facts["kind"] == "" {
			return nil, &SampleError{s.Line, "it does not say what kind of danger: write kind= and one of " + strings.Join(dangers, ", ")}
		}
	}
	return all, nil
}

// dangers are the kinds of danger. A worry may be of any of them, too.
var dangers = []string{"self_harm", "medical", "violence", "at_risk", "fire", "gas", "flood", "no_food_heat", "call_behind_door"}

// worries are the kinds that only a worry is of.
var worries = []string{"money", "confused", "not_managing", "unwell", "low", "no_answer", "strangers", "wrong_medicine"}

// wrong says what is wrong with the facts of a sample; "" if nothing is.
func (s Sample) wrong() string {
	kind, worry := s.Facts["kind"], s.Facts["worry"]
	switch {
	case kind != "" && !slices.Contains(dangers, kind):
		return fmt.Sprintf("%q is no kind of danger: write kind= and one of %s", kind, strings.Join(dangers, ", "))
	case worry != "" && !slices.Contains(dangers, worry) && !slices.Contains(worries, worry):
		return fmt.Sprintf("%q is no kind of worry: write one of %s, %s", worry, strings.Join(worries, ", "), strings.Join(dangers, ", "))
	}
	for _, m := range s.Also() {
		if !m.known() {
			return fmt.Sprintf("%q is no meaning", m)
		}
	}
	return ""
}

// asked are the questions that a text can answer, as flows and samples name them.
var asked = []string{
	"any", "offer", "offers", "name", "postcode", "address", "adult", "kinds", "when", "checks", "agree", "lesson",
	"need", "urgency", "reach", "consent", "minutes", "outcome", "yesno", "safe", "whose", "language", "until",
}

// Answering returns the context with what a sample says was asked: a question's
// name, "offers:1,2" for several live offers, or "task" (has taken a task),
// "late" (an offer has gone), "opted_out", "where" (the same as "address").
func (c Context) Answering(what string) (Context, error) {
	what, numbers, several := strings.Cut(what, ":")
	c.Asked, c.Offers, c.Holding, c.Late, c.OptedOut = what, nil, false, false, false
	if several {
		for s := range strings.SplitSeq(numbers, ",") {
			n, err := strconv.Atoi(strings.TrimSpace(s))
			if err != nil || n < 1 {
				return c, fmt.Errorf("%q is no list of offers: write offers:1,2", what+":"+numbers)
			}
			c.Offers = append(c.Offers, n)
		}
	}
	switch what {
	case "":
		c.Asked = "any"
	case "where":
		c.Asked = "address"
	case "task":
		c.Asked, c.Holding = "any", true
	case "late":
		c.Asked, c.Late = "any", true
	case "opted_out":
		c.Asked, c.OptedOut = "any", true
	default:
		if !slices.Contains(asked, what) {
			return c, fmt.Errorf("%q is nothing that is asked: write one of %s, offers:1,2, task, late, opted_out or where", what, strings.Join(asked, ", "))
		}
	}
	return c, nil
}

// name is the context as a sample writes it, without the offers' numbers.
func (c Context) name() string {
	switch {
	case c.OptedOut:
		return "opted_out"
	case c.Asked == "offers" || len(c.Offers) > 1 && (c.Asked == "offer" || c.Asked == "any" || c.Asked == ""):
		return "offers"
	case len(c.Offers) == 1 && (c.Asked == "any" || c.Asked == ""):
		return "offer"
	case c.Asked != "" && c.Asked != "any":
		return c.Asked
	case c.Holding:
		return "task"
	case c.Late:
		return "late"
	}
	return "any"
}

package hear

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// example is a text in the file and what it must, or must not, be understood as.
type example struct {
	text  string
	asked string
	means Meaning
	kind  string // of danger or worry, if it must be one
	worry bool
	not   bool
	lang  string
	list  string
	line  int
}

// example reads "asked | text => meaning"; what is left out is taken from the
// list: nothing was asked, and the text must get the meaning of the list.
func (l *loader) example(en entry, of listEntry, not bool) error {
	x := example{text: en.text, means: of.Means, kind: of.Kind, worry: of.Worry, not: not, list: of.Name.text, line: en.line, lang: l.file.Language}
	if asked, text, ok := strings.Cut(x.text, " | "); ok {
		x.asked, x.text = asked, text
	}
	if text, means, ok := strings.Cut(x.text, " => "); ok {
		x.text, x.means, x.kind, x.worry = text, Meaning(strings.TrimSpace(means)), "", false
		if x.means == Danger {
			x.kind = of.Kind
		}
		if !x.means.known() || x.means == "" {
			return fmt.Errorf("line %d: %q is no meaning", en.line, means)
		}
	}
	if x.means == "" && !x.worry {
		return fmt.Errorf("line %d: the example does not say what it means: write => and the meaning after it", en.line)
	}
	if _, err := (Context{}).Answering(x.asked); err != nil {
		return fmt.Errorf("line %d: %w", en.line, err)
	}
	l.ear.examples = append(l.ear.examples, x)
	return nil
}

// SampleNow is the Monday afternoon on which examples and samples are heard.
func SampleNow(zone *time.Location) time.Time {
	return time.Date(2026, time.November, 23, 13, 0, 0, 0, zone)
}

// CheckExamples hears every example in the file and returns an error for each
// that is understood otherwise than the file says.
func (e *Ear) CheckExamples() []error {
	var wrong []error
	for _, x := range e.examples {
		h := e.Hear(x.text, x.context())
		if x.met(h) == x.not {
			verb := "must be"
			if x.not {
				verb = "must not be"
			}
			wanted := strings.TrimSpace(string(x.means) + " " + x.kind)
			wrong = append(wrong, fmt.Errorf("line %d, list %s: %q %s %s, but is %s %s also %v, worry %q, because %v",
				x.line, x.list, x.text, verb, wanted, h.Meaning, h.Danger, h.Also, h.Worry, h.Why))
		}
	}
	return wrong
}

// taught are the examples as samples. A text that must not be what its list means,
// and of which no more is said, means what the rules take it for.
func (e *Ear) taught() []Sample {
	var all []Sample
	for _, x := range e.examples {
		s := Sample{Asked: x.asked, Text: x.text, Means: answering(x.means, x.context()), Line: x.line}
		switch {
		case x.worry && !x.not, s.Means == "", s.Means == Agree, s.Means == Next, s.Means == Safe, s.Means == NotSafe, s.Means == Help:
			continue
		case x.not:
			r := e.ruled(x.text, x.context())
			h := r.heard
			r.free()
			if s.Means = answering(h.Meaning, x.context()); x.met(h) || h.Danger != "" {
				continue
			}
		case x.kind != "":
			s.Facts = map[string]string{"kind": x.kind}
		}
		all = append(all, s)
	}
	return all
}

func (x example) context() Context {
	c, _ := Context{Now: SampleNow(time.UTC), Language: x.lang}.Answering(x.asked) // loading has refused a mistake
	return c
}

func (x example) met(h Heard) bool {
	x.means = answering(x.means, x.context())
	switch {
	case x.worry && x.not:
		return h.Worry == x.kind
	case x.worry:
		return h.Worry == x.kind || h.Danger != ""
	case x.means == Danger && x.not:
		return h.Danger != ""
	case x.means == Danger && x.kind != "":
		return h.Danger == x.kind
	case x.not:
		return h.Meaning == x.means
	}
	return h.Meaning == x.means || x.means != Unclear && x.means != Accept && slices.Contains(h.Also, x.means)
}

package bottest

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// A Transcript is a drama as it was read.
type Transcript struct {
	File       string
	Statements []Statement
	// Tail are the notes after the last statement.
	Tail []string
}

// A Statement is a line that does something, and what should come of it.
type Statement struct {
	Line   int      // in the file, from 1
	Notes  []string // comments and empty lines before it
	Source []string // its own lines, as written
	// Silent says that what comes of it is not looked at.
	Silent  bool
	Do      Do
	Outputs []Output
}

// An Output is one thing that a phone, a channel or a person shows: its first
// line, and the lines below it.
type Output struct {
	Head  string
	Lines []string
}

// Kind says what a statement does.
type Kind string

// The kinds of statement.
const (
	SetPhone   Kind = "phone"     // Who, Name and Number
	Begin      Kind = "begin"     // Time
	MoveTo     Kind = "at"        // When
	MoveBy     Kind = "after"     // By
	Text       Kind = "text"      // Who, Words, Pictures
	Again      Kind = "again"     // Who
	Press      Kind = "press"     // Who, Button, Old, Card, Channel
	Fill       Kind = "fill"      // Who, Fields
	Dismiss    Kind = "dismiss"   // Who
	Reply      Kind = "reply"     // Who, Card, Channel, Words
	Command    Kind = "command"   // Who, Words, Channel
	Volunteers Kind = "volunteer" // Who, Words (kinds of task), Area
	SeeID      Kind = "see ID"    // Who
	Count      Kind = "count"     // Who, AtMost
)

// A Do is what a statement does.
type Do struct {
	Kind     Kind
	Who      string
	Name     string // a phone's owner in full: "Amina Khan"
	Number   string
	Words    string
	Pictures int
	Button   string
	Old      bool // the button as it was before the card changed
	Card     string
	Channel  string
	Area     string
	Fields   []Field
	Time     time.Time // without a zone: as on the clock on the wall
	When     When
	By       time.Duration
	AtMost   int
}

// A Field is one line of a form: its label, and what is put there.
type Field struct{ Label, Value string }

// A When is a time of day, today or on another day.
type When struct {
	Date         time.Time // zero: by Days or Day
	Days         int       // 1 is tomorrow
	Day          *time.Weekday
	Hour, Minute int
}

// After is the first such moment that is not before now.
func (w When) After(now time.Time) time.Time {
	on := now
	if !w.Date.IsZero() {
		on = w.Date
	}
	at := time.Date(on.Year(), on.Month(), on.Day()+w.Days, w.Hour, w.Minute, 0, 0, now.Location())
	for w.Date.IsZero() && w.Days == 0 && (at.Before(now) || w.Day != nil && at.Weekday() != *w.Day) {
		at = time.Date(at.Year(), at.Month(), at.Day()+1, w.Hour, w.Minute, 0, 0, now.Location())
	}
	return at
}

// Begins is when the drama begins, in the zone; false where it does not say.
func (t Transcript) Begins(in *time.Location) (time.Time, bool) {
	for _, s := range t.Statements {
		if s.Do.Kind == Begin {
			d := s.Do.Time
			return time.Date(d.Year(), d.Month(), d.Day(), d.Hour(), d.Minute(), 0, 0, in), true
		}
	}
	return time.Time{}, false
}

// String writes the transcript as it is kept in a file.
func (t Transcript) String() string {
	var b strings.Builder
	line := func(s string) { b.WriteString(strings.TrimRightFunc(s, unicode.IsSpace) + "\n") }
	for _, s := range t.Statements {
		for _, n := range s.Notes {
			line(n)
		}
		for _, src := range s.Source {
			line(src)
		}
		for _, o := range s.Outputs {
			for _, l := range o.Written() {
				line(l)
			}
		}
	}
	for _, n := range t.Tail {
		line(n)
	}
	return b.String()
}

// The width to which long lines are folded, and what a folded line begins with.
const (
	width  = 112
	indent = "    "
)

// Written is the output as the lines of a file.
func (o Output) Written() []string {
	lines := []string{o.Head}
	if isText(o.Head) {
		lines = fold(o.Head)
	}
	for _, l := range o.Lines {
		lines = append(lines, indent+l)
	}
	return lines
}

// isText reports whether an output is a text, which may be folded.
func isText(head string) bool { return arrowOut.MatchString(head) }

// fold breaks a long line at spaces. What stands in quotes stays whole.
func fold(s string) []string {
	if _, rest, _ := strings.Cut(s, " < "); strings.HasPrefix(rest, `"`) {
		return []string{s}
	}
	var lines []string
	line := ""
	for i, word := range strings.Split(s, " ") {
		switch {
		case i == 0:
			line = word
		case len(line)+1+len(word) > width:
			lines = append(lines, line)
			line = indent + word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}

// quote writes words so that they are read back as they are: in double quotes
// where spaces at the ends, breaks or unprintable signs would be lost.
func quote(words string) string {
	plain := words != "" && strings.TrimSpace(words) == words && !strings.Contains(words, "  ") &&
		!strings.HasPrefix(words, `"`) && strings.IndexFunc(words, func(r rune) bool {
		return r != ' ' && !unicode.IsGraphic(r) || r == '\u00a0' || unicode.IsSpace(r) && r != ' ' || r == unicode.ReplacementChar
	}) < 0
	if plain {
		return words
	}
	return strconv.Quote(words)
}

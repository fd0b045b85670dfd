package desk

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"strconv"
	"time"
)

// Words says the sentence of a wording key, with its fields filled in. An
// argument "Count" chooses the plural.
type Words func(key string, args map[string]any) string

// A Line is one thing that happened, for a card's small print: a wording key
// and what goes into it.
type Line struct {
	Key  string         `json:"key"`
	Args map[string]any `json:"args,omitempty"`
	At   time.Time      `json:"at"`
}

// linesKept is how many lines a document keeps; a card shows no more.
const linesKept = 12

// Log adds a line, and drops the oldest beyond what is kept.
func Log(lines []Line, at time.Time, key string, args map[string]any) []Line {
	lines = append(lines, Line{Key: key, Args: args, At: at})
	if n := len(lines); n > linesKept {
		lines = append([]Line(nil), lines[n-linesKept:]...)
	}
	return lines
}

// Small says the lines as a card's small print, each with its time of day.
func Small(lines []Line, w Words, in *time.Location) []string {
	small := make([]string, 0, len(lines))
	for _, l := range lines {
		small = append(small, w("card.line", map[string]any{"Time": l.At.In(in).Format("15:04"), "What": w(l.Key, l.Args)}))
	}
	return small
}

// A Note is the body of an entry for a card's thread: somebody's words as they
// were sent, or a sentence by its key.
type Note struct {
	Text string         `json:"text,omitempty"`
	Key  string         `json:"key,omitempty"`
	Args map[string]any `json:"args,omitempty"`
}

// Say returns the note's sentence. In a sentence with a key, the words stand
// where it says {{.Text}}.
func (n Note) Say(w Words) string {
	if n.Key == "" {
		return n.Text
	}
	args := map[string]any{"Text": n.Text}
	maps.Copy(args, n.Args)
	return w(n.Key, args)
}

// HeldUntil is the note that a coordinator's words wait until the morning.
func HeldUntil(at time.Time, in *time.Location) Note {
	return Note{Key: "card.held", Args: map[string]any{"Until": at.In(in).Format("15:04")}}
}

// Ref is a short name of a document for people to say to each other: "K4F7".
// It has no letter that could be taken for a digit. Two documents may share
// one; it finds nothing.
func Ref(id string) string {
	const letters, digits = "ABCDEFGHJKLMNPQRTUVWXY", "23456789"
	sum := sha256.Sum256([]byte(id))
	return string([]byte{
		letters[int(sum[0])%len(letters)], digits[int(sum[1])%len(digits)],
		letters[int(sum[2])%len(letters)], digits[int(sum[3])%len(digits)],
	})
}

// When says a time to a coordinator: its time of day alone when it falls on
// the same day as since, and the day with it otherwise. A zero time is "".
func When(w Words, t, since time.Time, in *time.Location) string {
	if t.IsZero() {
		return ""
	}
	local, then := t.In(in), since.In(in)
	clock := w("card.when.clock", map[string]any{"Hour": strconv.Itoa((local.Hour()+11)%12 + 1), "Minute": minutes(local), "PM": local.Hour() >= 12})
	if local.Year() == then.Year() && local.YearDay() == then.YearDay() {
		return clock
	}
	return w("card.when.day", map[string]any{
		"Clock": clock, "Day": w("card.day."+strconv.Itoa(int(local.Weekday())), nil),
		"Date": strconv.Itoa(local.Day()), "Month": w("card.month."+strconv.Itoa(int(local.Month())), nil),
	})
}

func minutes(t time.Time) string {
	if t.Minute() == 0 {
		return ""
	}
	return fmt.Sprintf("%02d", t.Minute())
}

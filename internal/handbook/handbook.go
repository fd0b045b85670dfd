// Package handbook turns an organisation's handbook, a folder of Markdown
// files, into lessons that can be read by text: a sentence that matters, one
// or two texts, and a check question with three answers.
//
// A handbook replaces a training course, so a lesson that cannot be sent as it
// is written (too long, a character that no plain text carries, no right
// answer) is a Problem, found before anybody is asked to read it.
package handbook

import "fmt"

// Handbook is every lesson, in the order in which they are read.
type Handbook struct {
	// Version is the date of the newest lesson and a short hash of all that
	// is read and asked: "2026-11-02+3f2a9c81". Versions sort as text, so
	// "taken since 2 November" is Version >= "2026-11-02".
	Version string
	Lessons []Lesson
}

// Lesson is one subject of the handbook.
type Lesson struct {
	// ID is the file's name without its number: 01-staying-safe.md is
	// "staying-safe".
	ID    string
	Title string
	// Version is the date of the last change that a volunteer should read,
	// and a short hash of the lesson: "2026-11-02+9be1c002".
	Version string
	// Matters is the one sentence to remember.
	Matters string
	// Texts are the lesson's one or two paragraphs, each at most two
	// segments of GSM-7.
	Texts    []string
	Question string
	Answers  [3]string
	// Right is the index in Answers of the right one: 0, 1 or 2.
	Right int
	// Why explains the right answer to somebody who chose another.
	Why string
	// File and Line say where the lesson's heading stands.
	File string
	Line int
}

// Lesson finds a lesson by its id.
func (h Handbook) Lesson(id string) (Lesson, bool) {
	for _, l := range h.Lessons {
		if l.ID == id {
			return l, true
		}
	}
	return Lesson{}, false
}

// Problem is one mistake in a file that an organisation wrote, and what to do
// about it, for the person who wrote it.
type Problem struct {
	File   string // inside the folder that was read
	Line   int    // from 1; 0 where the whole file is meant
	What   string
	Remedy string
}

// Error says where the mistake is, what it is and what to do, on one line.
func (p Problem) Error() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s — %s", p.File, p.What, p.Remedy)
	}
	return fmt.Sprintf("%s:%d: %s — %s", p.File, p.Line, p.What, p.Remedy)
}

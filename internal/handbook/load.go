package handbook

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// largest is more than any lesson that can be sent by text.
const largest = 64 << 10

var fileShape = regexp.MustCompile(`^([0-9]{1,4})-([a-z][a-z0-9-]*)\.md$`)

// Load reads every lesson of a handbook's folder: the files whose names end in
// .md, but for README.md, in the order of the numbers that they begin with.
// The problems are every mistake there is; a lesson with one is not among the
// handbook's lessons.
func Load(fsys fs.FS) (Handbook, []Problem) { return LoadIn(fsys, "en") }

// LoadIn reads a handbook that is written in a language other than English. The
// labels in it, such as "Question:", are the same in all.
func LoadIn(fsys fs.FS, language string) (Handbook, []Problem) {
	var book Handbook
	var problems []Problem
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return book, []Problem{{File: ".", What: "there is no handbook", Remedy: "make a folder handbook with a Markdown file for each lesson"}}
	}
	type source struct {
		file, id string
		number   int
	}
	var sources []source
	first := map[string]string{}
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() || path.Ext(name) != ".md" || strings.EqualFold(name, "README.md") {
			continue
		}
		parts := fileShape.FindStringSubmatch(name)
		if parts == nil {
			problems = append(problems, Problem{name, 0, "the file's name gives the lesson no place",
				"name it by its number and a short id: 03-staying-safe.md"})
			continue
		}
		if other, ok := first[parts[2]]; ok {
			problems = append(problems, Problem{name, 0, fmt.Sprintf("%s is the lesson %q too", other, parts[2]), "give each lesson a name of its own"})
			continue
		}
		first[parts[2]] = name
		number, _ := strconv.Atoi(parts[1]) // four figures at most
		sources = append(sources, source{name, parts[2], number})
	}
	slices.SortFunc(sources, func(a, b source) int {
		return cmp.Or(a.number-b.number, strings.Compare(a.file, b.file))
	})
	for _, s := range sources {
		text, err := fs.ReadFile(fsys, s.file)
		switch {
		case err != nil:
			problems = append(problems, Problem{s.file, 0, "it cannot be read", "check that this user may read it"})
			continue
		case len(text) > largest || !utf8.Valid(text):
			problems = append(problems, Problem{s.file, 0, "it is not a lesson's text", "save it as plain text in UTF-8, a page long at most"})
			continue
		}
		lesson, wrong := read(s.file, s.id, text, Plain(language))
		problems = append(problems, wrong...)
		if len(wrong) == 0 {
			book.Lessons = append(book.Lessons, lesson)
		}
	}
	if len(sources) == 0 && len(problems) == 0 {
		problems = append(problems, Problem{".", 0, "the handbook has no lesson", "add one: 01-staying-safe.md"})
	}
	book.Version = versionOf(book.Lessons)
	return book, problems
}

// versionOf is the newest lesson's date and a hash of them all.
func versionOf(lessons []Lesson) string {
	if len(lessons) == 0 {
		return ""
	}
	newest, all := "", sha256.New()
	for _, l := range lessons {
		date, _, _ := strings.Cut(l.Version, "+")
		newest = max(newest, date)
		fmt.Fprintf(all, "%s\x00%s\x00", l.ID, l.Version)
	}
	return newest + "+" + hex.EncodeToString(all.Sum(nil)[:4])
}

// stamp is a lesson's own version: its date and a hash of what is read.
func stamp(date string, l Lesson) string {
	all := sha256.New()
	for _, part := range slices.Concat([]string{l.Title, l.Matters}, l.Texts, []string{l.Question}, l.Answers[:], []string{strconv.Itoa(l.Right), l.Why}) {
		fmt.Fprintf(all, "%s\x00", part)
	}
	return date + "+" + hex.EncodeToString(all.Sum(nil)[:4])
}

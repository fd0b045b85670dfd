package handbook

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// The most segments that each part of a lesson may take, with room left for a
// signature before it in the shorter ones.
const (
	mostMatters  = 1
	mostText     = 2
	mostQuestion = 2 // with its three answers, numbered
	mostWhy      = 2
)

const (
	question = "Question:"
	because  = "Because:"
	version  = "Version:"
)

var box = regexp.MustCompile(`^\[([ xX]?)\]\s*`)

// page is one lesson as it is being read.
type page struct {
	file     string
	source   []byte
	plain    bool // every character is to be GSM-7's
	lesson   Lesson
	problems []Problem
	date     string
	// lines of what has been read, for what is found wrong afterwards
	textLines               []int
	matters, asked, answers int
	why                     int
	dated                   int
	right                   int // how many answers are marked
}

// read makes a lesson of a Markdown file: a heading, the sentence that matters
// in bold, one or two paragraphs, "Question:", a list of three answers with
// [x] before the right one, "Because:" and "Version:".
func read(file, id string, source []byte, plain bool) (Lesson, []Problem) {
	p := page{file: file, source: source, plain: plain, lesson: Lesson{ID: id, File: file, Right: -1}}
	document := goldmark.DefaultParser().Parse(text.NewReader(source))
	for node := document.FirstChild(); node != nil; node = node.NextSibling() {
		p.block(node)
	}
	p.whole()
	if len(p.problems) == 0 {
		p.lesson.Version = stamp(p.date, p.lesson)
	}
	return p.lesson, p.problems
}

func (p *page) problem(line int, what, remedy string) {
	p.problems = append(p.problems, Problem{p.file, line, what, remedy})
}

func (p *page) block(node ast.Node) {
	line := p.line(node)
	switch n := node.(type) {
	case *ast.Heading:
		if p.lesson.Title != "" || n.Level != 1 {
			p.problem(line, "a second heading", "keep one heading a file, with one # before it; a new subject is a new file")
			return
		}
		p.lesson.Title, p.lesson.Line = p.words(n), line
	case *ast.Paragraph:
		p.paragraph(n, line)
	case *ast.List:
		p.list(n, line)
	case *ast.HTMLBlock:
		if n.HTMLBlockType != ast.HTMLBlockType2 { // comments are for whoever edits
			p.unread(line)
		}
	default:
		p.unread(line)
	}
}

func (p *page) unread(line int) {
	p.problem(line, "this cannot be sent as a text", "write plain paragraphs and one list of answers: no pictures, tables, quotes or code")
}

func (p *page) paragraph(n *ast.Paragraph, line int) {
	words := p.words(n)
	if bold, ok := n.FirstChild().(*ast.Emphasis); ok && bold.Level == 2 && bold.NextSibling() == nil {
		if p.lesson.Matters != "" {
			p.problem(line, "a second sentence in bold", "keep one: the sentence that matters")
		}
		p.lesson.Matters, p.matters = words, line
		return
	}
	once := func(label string, held *string, at *int) {
		if *at != 0 {
			p.problem(line, fmt.Sprintf("a second %q", label), "keep one of the two")
		}
		*held, *at = strings.TrimSpace(strings.TrimPrefix(words, label)), line
	}
	switch {
	case strings.HasPrefix(words, question):
		once(question, &p.lesson.Question, &p.asked)
	case strings.HasPrefix(words, because):
		once(because, &p.lesson.Why, &p.why)
	case strings.HasPrefix(words, version):
		once(version, &p.date, &p.dated)
		if _, err := time.Parse(time.DateOnly, p.date); err != nil {
			p.problem(line, fmt.Sprintf("%q is not a version", p.date), "write the date of the last change that volunteers should read: 2026-11-02")
		}
	default:
		if p.asked != 0 {
			p.problem(line, "a paragraph after the question is never sent", `put it before "Question:", or begin it with "Because:"`)
			return
		}
		p.lesson.Texts = append(p.lesson.Texts, words)
		p.textLines = append(p.textLines, line)
	}
}

func (p *page) list(n *ast.List, line int) {
	if p.answers != 0 {
		p.problem(line, "a second list", "keep one list: the three answers")
		return
	}
	p.answers = line
	count := 0
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		words := p.words(item)
		at := p.line(item)
		mark := box.FindStringSubmatch(words)
		if mark == nil {
			p.problem(at, "an answer without its box", "write - [x] before the right answer and - [ ] before the two others")
		}
		words = strings.TrimSpace(box.ReplaceAllString(words, ""))
		if words == "" {
			p.problem(at, "an answer without words", "write the answer after the box")
		}
		if mark != nil && strings.EqualFold(mark[1], "x") {
			p.lesson.Right = count
			p.right++
		}
		if count < len(p.lesson.Answers) {
			p.lesson.Answers[count] = words
		}
		count++
	}
	if count != len(p.lesson.Answers) {
		p.problem(line, fmt.Sprintf("%d answers", count), "give exactly three")
	}
	if p.right != 1 {
		p.problem(line, fmt.Sprintf("%d answers are marked right", p.right), "mark exactly one with [x]")
	}
}

// whole looks at the lesson when all of it has been read.
func (p *page) whole() {
	l := p.lesson
	need := func(there bool, what, remedy string) {
		if !there {
			p.problem(max(l.Line, 1), what, remedy)
		}
	}
	need(l.Title != "", "there is no heading", "begin with the lesson's name: # Staying safe")
	need(l.Matters != "", "there is no sentence that matters", "write it in bold below the heading: **If it does not feel safe, do not do it.**")
	need(len(l.Texts) > 0, "there is no text", "write one or two paragraphs before the question")
	need(l.Question != "", "there is no question", `write a paragraph that begins with "Question:"`)
	need(p.answers != 0, "there are no answers", "write a list of three below the question, with [x] before the right one")
	need(l.Why != "", "nothing explains the right answer", `write a paragraph that begins with "Because:"`)
	need(p.date != "", "there is no version", `end with the date of the last change: "Version: 2026-11-02"`)
	if len(l.Texts) > 2 {
		p.problem(p.textLines[2], fmt.Sprintf("%d paragraphs", len(l.Texts)), "keep one or two: each is a text")
	}
	p.short(l.Line, "the heading", l.Title, 1)
	p.short(p.matters, "the sentence that matters", l.Matters, mostMatters)
	for i, t := range l.Texts {
		p.short(p.textLines[i], "this paragraph", t, mostText)
	}
	p.short(p.asked, "the question with its answers", l.Asked(), mostQuestion)
	p.short(p.why, "the explanation", l.Why, mostWhy)
}

// Asked is the question with its numbered answers, a line each.
func (l Lesson) Asked() string {
	return fmt.Sprintf("%s\n1 %s\n2 %s\n3 %s", l.Question, l.Answers[0], l.Answers[1], l.Answers[2])
}

func (p *page) short(line int, what, words string, most int) {
	n, foreign := Segments(words)
	limits := [...]int{160, 306}
	if foreign != 0 {
		limits = [...]int{70, 134}
	}
	switch {
	case foreign != 0 && p.plain:
		p.problem(line, fmt.Sprintf("the character %q in %s makes a text cost double", foreign, what),
			"use the plain keyboard one: ' for a curly quote, - for a dash, ... for dots")
	case n > most:
		p.problem(line, fmt.Sprintf("%s is too long: %d characters", what, len([]rune(words))),
			fmt.Sprintf("shorten it to %d", limits[most-1]))
	}
}

// words are a block's text on one line, without Markdown's marks.
func (p *page) words(block ast.Node) string {
	var b strings.Builder
	// The walker returns no error of its own, and neither does this.
	_ = ast.Walk(block, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := node.(type) {
		case *ast.Text:
			b.Write(plain(n.Segment.Value(p.source)))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(p.source))
		case *ast.Image, *ast.RawHTML:
			p.unread(p.line(block))
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

// plain undoes Markdown's escapes: \* is *, &amp; is &.
func plain(source []byte) []byte {
	return util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(source)))
}

// line is the line that a block begins on, from 1.
func (p *page) line(node ast.Node) int {
	for n := node; n != nil; n = n.FirstChild() {
		if n.Type() == ast.TypeInline {
			break
		}
		if lines := n.Lines(); lines != nil && lines.Len() > 0 {
			return 1 + strings.Count(string(p.source[:lines.At(0).Start]), "\n")
		}
	}
	return 1
}

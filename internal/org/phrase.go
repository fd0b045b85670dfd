package org

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"

	"github.com/goodturn/goodturn/internal/handbook"
)

// Phrase is a sentence of the organisation's with {{.Field}} where a task's
// own words go, and {{if .Field}}…{{end}} round what is said only where there
// is such a word. Load has proved that it can be filled.
type Phrase string

// Fields are what a Phrase may name.
type Fields struct {
	Area      string // where, no nearer than the outward code: "LS6"
	Volunteer string // first name
	Resident  string // first name
	What      string // in the resident's words: "tablets from Boots"
	By        string // when it must be done: "4pm"; empty where any time will do
}

// Fill writes the fields into the phrase.
func (p Phrase) Fill(f Fields) (string, error) {
	t, err := template.New("phrase").Parse(string(p))
	if err != nil {
		return "", fmt.Errorf("read phrase: %w", err)
	}
	var b strings.Builder
	if err := t.Execute(&b, f); err != nil {
		return "", fmt.Errorf("fill phrase: %w", err)
	}
	return b.String(), nil
}

// fieldNames are the names of Fields.
func fieldNames() []string {
	t := reflect.TypeFor[Fields]()
	var names []string
	for i := range t.NumField() {
		names = append(names, t.Field(i).Name)
	}
	return names
}

// usual are fields as long as they usually come.
var usual = Fields{Area: "LS17", Volunteer: "Bartholomew", Resident: "Bartholomew", What: "tablets from the chemist's", By: "4.30pm on Wednesday"}

// phrases checks that each sentence of a kind can be filled and is short.
func (c *checker) phrases(at string, k Kind) {
	for _, p := range []struct {
		key    string
		phrase Phrase
		may    []string // fields that are known and may be shown there
		most   int
	}{
		{"offer", k.Offer, []string{"Area", "By"}, 1},
		{"won", k.Won, []string{"Area", "Volunteer", "Resident", "What", "By"}, 2},
		{"told", k.Told, []string{"Area", "Volunteer", "Resident", "What", "By"}, 2},
		{"request_phrase", k.Request, []string{"Area", "What", "By"}, 1},
	} {
		path := at + "." + p.key
		if !c.has(path) {
			continue
		}
		t, err := template.New("").Parse(string(p.phrase))
		if err != nil {
			c.say(path, fmt.Sprintf("%s cannot be read: a {{ has no fitting }}", path), "write a field like this: {{.Area}}")
			continue
		}
		if t.Tree == nil || !c.plain(path, t.Root, p.may) {
			continue
		}
		filled, err := p.phrase.Fill(usual)
		if err != nil {
			c.say(path, fmt.Sprintf("%s cannot be filled", path), "write a field like this: {{.Area}}")
			continue
		}
		if n, _ := handbook.Segments(filled); n > p.most {
			c.say(path, fmt.Sprintf("%s is too long: %d texts' length when it is filled, and %d is the most", path, n, p.most), "shorten it")
			continue
		}
		c.segments(path, string(p.phrase), p.most+1)
	}
}

// plain reports whether a phrase holds nothing but words, fields that may be
// shown there, and conditions on such fields.
func (c *checker) plain(path string, list *parse.ListNode, may []string) bool {
	if list == nil {
		return true
	}
	good := true
	field := func(pipe *parse.PipeNode) {
		if pipe != nil && len(pipe.Decl) == 0 && len(pipe.Cmds) == 1 && len(pipe.Cmds[0].Args) == 1 {
			if f, ok := pipe.Cmds[0].Args[0].(*parse.FieldNode); ok && len(f.Ident) == 1 {
				if !slices.Contains(may, f.Ident[0]) {
					good = false
					what := "does not exist"
					if slices.Contains(fieldNames(), f.Ident[0]) {
						what = "may not be shown there"
					}
					c.say(path, fmt.Sprintf("{{.%s}} in %s %s", f.Ident[0], path, what), Meant(f.Ident[0], may))
				}
				return
			}
		}
		good = false
		c.say(path, fmt.Sprintf("%s holds more than fields", path), "write only words, {{.Field}} and {{if .Field}}…{{end}}")
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.TextNode, *parse.CommentNode:
		case *parse.ActionNode:
			field(n.Pipe)
		case *parse.IfNode:
			field(n.Pipe)
			good = c.plain(path, n.List, may) && good
			good = c.plain(path, n.ElseList, may) && good
		default:
			good = false
			c.say(path, fmt.Sprintf("%s holds more than fields", path), "write only words, {{.Field}} and {{if .Field}}…{{end}}")
		}
	}
	return good
}

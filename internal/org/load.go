package org

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"
	"text/template"
	"time"
	_ "time/tzdata" // the time zone is known on a machine that has no zones

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/goodturn/goodturn/internal/handbook"
)

// The settings may be written in any number of YAML files; one that is missing
// altogether is asked for in the first of them.
const firstFile = "organisation.yaml"

// largest is more than any settings file written by hand.
const largest = 1 << 20

// Load reads an organisation's folder: its YAML files, handbook/ and wording/, and
// the words and handbook of each further language in a folder named by it.
// The problems are every mistake there is, by file and line; with any of them
// the organisation is not fit to be served, though what was right in it has
// been read.
func Load(fsys fs.FS) (*Organisation, []Problem) {
	o := &Organisation{Location: time.UTC}
	r := &reader{first: firstFile, at: map[string]spot{}}
	r.settings(fsys, o)
	c := checker{reader: r, o: o, language: "en", said: map[string]saidFor{}}
	if len(o.Languages) > 0 {
		c.language = o.Languages[0]
	}
	r.handbook(fsys, "handbook", c.language, o)
	r.wording(fsys, o)
	c.check()
	c.languages(fsys)
	slices.SortStableFunc(r.problems, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line, strings.Compare(a.What, b.What))
	})
	return o, slices.Compact(r.problems)
}

func (r *reader) settings(fsys fs.FS, o *Organisation) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		r.file = firstFile
		r.problem(0, "the organisation's folder cannot be read", "check that it is there and that this user may read it")
		return
	}
	var files []string
	for _, e := range entries {
		switch {
		case e.IsDir():
		case path.Ext(e.Name()) == ".yaml":
			files = append(files, e.Name())
		case path.Ext(e.Name()) == ".yml":
			r.file = e.Name()
			r.problem(0, "it is not read", "let its name end in .yaml")
		}
	}
	if len(files) == 0 {
		r.file = firstFile
		r.problem(0, "there is no settings file", "copy the sample organisation's folder and change it")
		return
	}
	whole := reflect.ValueOf(o).Elem()
	in := map[string]string{} // the file of each top-level key
	unreadable := false
	for _, name := range files {
		r.file = name
		node, ok := r.parse(fsys, name)
		if !ok {
			unreadable = true
			continue
		}
		if node == nil {
			continue // comments only
		}
		pairs, ok := r.pairs(node)
		if !ok {
			r.problem(lineOf(tokenOf(node)), "it holds no settings", "begin with a line such as: name: Leeds Goodturn")
			continue
		}
		for _, p := range pairs {
			if other, ok := in[p.key]; ok {
				r.problem(p.line, fmt.Sprintf("%q is in %s too", p.key, other), "keep it in one file")
			}
			in[p.key] = name
		}
		r.fields("", node, whole)
	}
	if unreadable {
		return // what seems to be missing may stand in the broken file
	}
	r.file = firstFile
	seen := map[string]bool{}
	for key := range in {
		seen[key] = true
	}
	r.missing("", 0, whole.Type(), seen)
}

// parse reads one YAML file. The node is nil for a file without settings.
func (r *reader) parse(fsys fs.FS, name string) (node ast.Node, ok bool) {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		r.problem(0, "it cannot be read", "check that this user may read it")
		return nil, false
	}
	if len(text) > largest {
		r.problem(0, "it is over a megabyte", "settings are short: take out what is not a setting")
		return nil, false
	}
	defer func() {
		if recover() != nil { // the parser's own mistake on a file it cannot make out
			r.problem(0, "it is not YAML", "compare it with the sample organisation's file")
			node, ok = nil, false
		}
	}()
	file, err := parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		line, what := 0, "it is not YAML"
		if syntax, ok := errors.AsType[*yaml.SyntaxError](err); ok {
			line, what = lineOf(syntax.GetToken()), "it is not YAML from here: "+syntax.GetMessage()
		}
		r.problem(line, what, "look at this line and the one above it: indent with spaces, never tabs, "+
			"and put quotes round words that hold a colon or begin with { [ or *")
		return nil, false
	}
	if len(file.Docs) > 1 {
		r.problem(lineOf(file.Docs[1].Start), "a second document begins here", "take out the line ---")
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return nil, true
	}
	switch body := file.Docs[0].Body.(type) {
	case *ast.CommentGroupNode, *ast.NullNode:
		return nil, true
	default:
		return body, true
	}
}

func (r *reader) handbook(fsys fs.FS, folder, language string, o *Organisation) {
	sub, err := fs.Sub(fsys, folder)
	if err != nil {
		return
	}
	book, problems := handbook.LoadIn(sub, language)
	o.Handbook = book
	for _, p := range problems {
		r.wrong(path.Join(folder, p.File), p.Line, p.What, p.Remedy)
	}
}

// wording proves that each file of wording/ is a list of "key: text". Which
// keys there are, and what each may name, is for the conversations to say.
func (r *reader) wording(fsys fs.FS, o *Organisation) {
	entries, err := fs.ReadDir(fsys, "wording")
	if err != nil || len(entries) == 0 {
		return
	}
	if sub, err := fs.Sub(fsys, "wording"); err == nil {
		o.Wording = sub
	}
	for _, e := range entries {
		if path.Ext(e.Name()) != ".yaml" {
			continue
		}
		r.file = path.Join("wording", e.Name())
		node, ok := r.parse(fsys, r.file)
		if !ok || node == nil {
			continue
		}
		pairs, ok := r.pairs(node)
		if !ok {
			r.problem(lineOf(tokenOf(node)), "it holds no wording", `write lines such as: key: "text"`)
		}
		if strings.HasPrefix(e.Name(), "hearing") {
			continue // lists of words to hear, and no sentences
		}
		for _, p := range pairs {
			if forms, many := r.pairs(p.value); many { // one form for 1, one for other numbers
				for _, form := range forms {
					r.sentence(p.key+"."+form.key, form)
				}
				continue
			}
			r.sentence(p.key, p)
		}
	}
}

func (r *reader) sentence(key string, p pair) {
	words := scalar(p.value)
	if strings.TrimSpace(words) == "" {
		r.problem(p.line, fmt.Sprintf("%q has no words", key), "write the words after the colon, or take the line out")
		return
	}
	if _, err := template.New("").Parse(words); err != nil {
		r.problem(p.line, fmt.Sprintf("%q cannot be read: a {{ has no fitting }}", key), "write the fields as Goodturn's own sentence has them")
	}
}

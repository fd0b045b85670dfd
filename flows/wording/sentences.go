package wording

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// A Sentence is one entry of a wording file. One that differs between one and
// many has several Forms.
type Sentence struct {
	Key   string
	File  string
	Line  int
	Forms []string
	// Texted says that it goes out as a text, and not to Slack.
	Texted bool
}

// Languages are those that Goodturn has its own sentences in, sorted.
func Languages() ([]string, error) {
	files, err := fs.Glob(Files, "texts.*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the wording: %w", err)
	}
	for i, file := range files {
		files[i] = strings.TrimSuffix(strings.TrimPrefix(file, "texts."), ".yaml")
	}
	return files, nil
}

// Sentences reads Goodturn's own sentences in a language, by key.
func Sentences(lang string) (map[string]Sentence, error) {
	files, err := fs.Glob(Files, "*."+lang+".yaml")
	if err != nil {
		return nil, fmt.Errorf("list the wording: %w", err)
	}
	all := map[string]Sentence{}
	for _, file := range files {
		if isHearing(file) {
			continue
		}
		read, err := sentencesOf(Files, file)
		if err != nil {
			return nil, err
		}
		for _, s := range read {
			s.Texted = strings.HasPrefix(file, "texts.")
			if other, twice := all[s.Key]; twice {
				return nil, fmt.Errorf("%s stands in %s and in %s", s.Key, other.File, s.File)
			}
			all[s.Key] = s
		}
	}
	return all, nil
}

// isHearing reports whether a file is one by which texts are understood, and holds
// no sentence.
func isHearing(file string) bool {
	return strings.HasPrefix(file, "hearing") || strings.HasPrefix(file, "concepts.") || file == "tongues.yaml"
}

// sentencesOf reads one file, in its own order.
func sentencesOf(fsys fs.FS, file string) ([]Sentence, error) {
	raw, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil, fmt.Errorf("read the wording: %w", err)
	}
	parsed, err := parser.ParseBytes(raw, 0)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	if len(parsed.Docs) == 0 || parsed.Docs[0].Body == nil {
		return nil, nil
	}
	var all []Sentence
	for _, p := range pairs(parsed.Docs[0].Body) {
		s := Sentence{Key: p.Key.GetToken().Value, File: file, Line: p.Key.GetToken().Position.Line}
		if text, ok := p.Value.(ast.ScalarNode); ok {
			s.Forms = []string{fmt.Sprint(text.GetValue())}
		}
		for _, form := range pairs(p.Value) {
			if text, ok := form.Value.(ast.ScalarNode); ok {
				s.Forms = append(s.Forms, fmt.Sprint(text.GetValue()))
			}
		}
		all = append(all, s)
	}
	return all, nil
}

func pairs(node ast.Node) []*ast.MappingValueNode {
	switch m := node.(type) {
	case *ast.MappingNode:
		return m.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{m}
	}
	return nil
}

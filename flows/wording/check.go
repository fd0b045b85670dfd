package wording

import (
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"text/template"
	"text/template/parse"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/goodturn/goodturn/internal/handbook"
	"github.com/goodturn/goodturn/internal/org"
)

// SegmentsAtMost is how many segments a text may take, its fields filled in.
const SegmentsAtMost = 3

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

// Sentences reads Goodturn's own sentences in a language, by key.
func Sentences(lang string) (map[string]Sentence, error) {
	files, err := fs.Glob(Files, "*."+lang+".yaml")
	if err != nil {
		return nil, fmt.Errorf("list the wording: %w", err)
	}
	all := map[string]Sentence{}
	for _, file := range files {
		if strings.HasPrefix(file, "hearing") {
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

// Check names what is wrong with an organisation's own sentences, and which of
// Goodturn's grow too long with its settings. The organisation has been loaded
// without a problem.
func Check(o *org.Organisation) ([]org.Problem, error) {
	ours, err := Sentences("en")
	if err != nil {
		return nil, err
	}
	c := checker{o: o, ours: ours, said: maps.Clone(ours)}
	var own []Sentence
	if o.Wording != nil {
		files, err := fs.Glob(o.Wording, "*.yaml")
		if err != nil {
			return nil, fmt.Errorf("list the organisation's wording: %w", err)
		}
		for _, file := range files {
			read, err := c.file(file)
			if err != nil {
				return nil, err
			}
			own = append(own, read...)
		}
	}
	c.samples = SamplesFor(o, c.said)
	replaced := map[string]bool{}
	for _, s := range own {
		if _, known := c.ours[s.Key]; known {
			replaced[s.Key] = true
			c.sentence(s)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(c.ours)) {
		if !replaced[key] {
			c.settings(c.ours[key])
		}
	}
	return c.problems, nil
}

type checker struct {
	o    *org.Organisation
	ours map[string]Sentence
	// said are the English sentences as the organisation has them.
	said     map[string]Sentence
	samples  *Samples
	problems []org.Problem
}

func (c *checker) wrong(s Sentence, what, remedy string) {
	c.problems = append(c.problems, org.Problem{File: s.File, Line: s.Line, What: what, Remedy: remedy})
}

// file reads one of the organisation's files.
func (c *checker) file(file string) ([]Sentence, error) {
	parts := strings.Split(strings.TrimSuffix(path.Base(file), ".yaml"), ".")
	lang, at := parts[len(parts)-1], path.Join("wording", file)
	if parts[0] == "hearing" {
		c.problems = append(c.problems, org.Problem{File: at, What: "lists of words to hear are not read from an organisation's folder", Remedy: "take the file out, and send the phrases that were missed to Goodturn"})
		return nil, nil
	}
	if !slices.Contains(c.o.Languages, lang) {
		c.problems = append(c.problems, org.Problem{File: at, What: fmt.Sprintf("its name ends in %q, which is not among the organisation's languages", lang), Remedy: "name it by the language: " + c.o.Languages[0] + ".yaml"})
		return nil, nil
	}
	read, err := sentencesOf(c.o.Wording, file)
	if err != nil {
		return nil, err
	}
	for i := range read {
		read[i].File, read[i].Texted = at, c.ours[read[i].Key].Texted
		if _, known := c.ours[read[i].Key]; !known {
			c.wrong(read[i], fmt.Sprintf("%q is not the name of a sentence", read[i].Key), c.meant(read[i].Key))
		} else if lang == "en" {
			c.said[read[i].Key] = read[i]
		}
	}
	return read, nil
}

// meant finds the sentence that a wrong name is for among those of its subject.
func (c *checker) meant(key string) string {
	subject, _, _ := strings.Cut(key, ".")
	var near []string
	for known := range c.ours {
		if s, _, _ := strings.Cut(known, "."); s == subject {
			near = append(near, known)
		}
	}
	if len(near) == 0 {
		near = slices.Collect(maps.Keys(c.ours))
		if remedy := org.Meant(key, near); strings.HasPrefix(remedy, "did") {
			return remedy
		}
		return "look it up in Goodturn's folder flows/wording"
	}
	return org.Meant(key, near)
}

// sentence checks one of the organisation's own.
func (c *checker) sentence(s Sentence) {
	for _, form := range s.Forms {
		if !c.fields(s, form) || !s.Texted {
			continue
		}
		if word := OptOutAsked(form); word != "" {
			c.wrong(s, fmt.Sprintf("%s asks for %s, which the phone company takes for an opt-out: they would hear no more of us", s.Key, word), "ask for another word")
		}
		n, foreign := c.samples.Segments(s.Key, form)
		switch {
		case foreign != 0:
			c.wrong(s, fmt.Sprintf("the character %q in %s makes a text cost double", foreign, s.Key), "use the plain keyboard one: ' for a curly quote, - for a dash, ... for dots")
		case n > SegmentsAtMost:
			c.wrong(s, fmt.Sprintf("%s is too long: %d texts' length when it is filled, and %d is the most", s.Key, n, SegmentsAtMost), "shorten it")
		}
	}
}

// fields checks that a sentence names only what is known when it is said.
func (c *checker) fields(s Sentence, form string) bool {
	known, err := Fields(strings.Join(c.ours[s.Key].Forms, " "))
	if err != nil {
		c.wrong(s, fmt.Sprintf("%s: Goodturn's own sentence cannot be read", s.Key), "tell Goodturn's makers")
		return false
	}
	if s.Texted {
		known = append(known, always...)
	}
	used, err := Fields(form)
	if err != nil {
		c.wrong(s, fmt.Sprintf("%s cannot be read: %s", s.Key, err), "write the fields as Goodturn's own sentence has them")
		return false
	}
	good := true
	for _, f := range used {
		if !slices.Contains(known, f) {
			good = false
			c.wrong(s, fmt.Sprintf("{{.%s}} does not exist in %s", f, s.Key), org.Meant(f, known))
		}
	}
	return good
}

// settings checks that one of Goodturn's own sentences is still short with the
// organisation's settings in it.
func (c *checker) settings(s Sentence) {
	if !s.Texted {
		return
	}
	for _, form := range s.Forms {
		n, foreign := c.samples.Segments(s.Key, form)
		if n > SegmentsAtMost || foreign != 0 {
			what := fmt.Sprintf("%s would be %d texts' length with your settings in it", s.Key, n)
			if foreign != 0 {
				what = fmt.Sprintf("%s would hold the character %q of your settings, which makes a text cost double", s.Key, foreign)
			}
			c.problems = append(c.problems, org.Problem{File: "organisation.yaml", What: what, Remedy: "shorten what it says of yours, or give " + s.Key + " shorter words in wording/en.yaml"})
		}
	}
}

// functions are those that a sentence may use.
var functions = []string{"eq", "ne", "and", "or", "not"}

// Fields are the fields that a sentence names, sorted. A sentence that holds
// more than words, fields and conditions is an error.
func Fields(sentence string) ([]string, error) {
	t, err := template.New("").Parse(sentence)
	if err != nil {
		return nil, fmt.Errorf("a {{ has no fitting }}")
	}
	found := map[string]bool{}
	if t.Tree == nil {
		return nil, nil
	}
	if err := walk(t.Root, found); err != nil {
		return nil, err
	}
	return slices.Sorted(maps.Keys(found)), nil
}

func walk(list *parse.ListNode, found map[string]bool) error {
	if list == nil {
		return nil
	}
	for _, node := range list.Nodes {
		var err error
		switch n := node.(type) {
		case *parse.TextNode, *parse.CommentNode:
		case *parse.ActionNode:
			err = pipe(n.Pipe, found)
		case *parse.IfNode:
			if err = pipe(n.Pipe, found); err == nil {
				err = walk(n.List, found)
			}
			if err == nil {
				err = walk(n.ElseList, found)
			}
		default:
			err = fmt.Errorf("it holds more than words, {{.Field}} and {{if .Field}}...{{end}}")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func pipe(p *parse.PipeNode, found map[string]bool) error {
	if len(p.Decl) > 0 {
		return fmt.Errorf("it holds more than words, {{.Field}} and {{if .Field}}...{{end}}")
	}
	for _, cmd := range p.Cmds {
		for _, arg := range cmd.Args {
			switch a := arg.(type) {
			case *parse.FieldNode:
				if len(a.Ident) != 1 {
					return fmt.Errorf("{{%s}} is not a field", a)
				}
				found[a.Ident[0]] = true
			case *parse.PipeNode:
				if err := pipe(a, found); err != nil {
					return err
				}
			case *parse.IdentifierNode:
				if !slices.Contains(functions, a.Ident) {
					return fmt.Errorf("{{%s}} is not a field; a field begins with a dot", a)
				}
			case *parse.StringNode, *parse.NumberNode, *parse.BoolNode:
			default:
				return fmt.Errorf("{{%s}} is not a field", arg)
			}
		}
	}
	return nil
}

var optOutAsked = regexp.MustCompile(`(?:\b[Tt]ext|\b[Rr]eply|\b[Ss]end|\bor) "?(STOPALL|UNSUBSCRIBE|CANCEL|END|QUIT|REVOKE|OPTOUT)\b`)

// OptOutAsked is the word that a sentence asks people to text and that the
// carriers would take for an opt-out, or "".
func OptOutAsked(sentence string) string {
	if m := optOutAsked.FindStringSubmatch(sentence); m != nil {
		return m[1]
	}
	return ""
}

// Fill writes the fields into a sentence; a field without a value is an error.
func Fill(sentence string, args map[string]any) (string, error) {
	t, err := template.New("").Option("missingkey=error").Parse(sentence)
	if err != nil {
		return "", fmt.Errorf("read the sentence: %w", err)
	}
	var b strings.Builder
	if err := t.Execute(io.Writer(&b), args); err != nil {
		return "", fmt.Errorf("fill the sentence: %w", err)
	}
	return strings.TrimSpace(b.String()), nil
}

// Segments is the most segments that the sentence takes with any of its
// samples, and a character that GSM-7 lacks, or 0.
func (s *Samples) Segments(key, sentence string) (most int, foreign rune) {
	_, foreign = handbook.Segments(sentence)
	for _, args := range s.For(key) {
		text, err := Fill(sentence, args)
		if err != nil {
			continue // a field that is not known is named by its own check
		}
		n, odd := handbook.Segments(text)
		most = max(most, n)
		if foreign == 0 {
			foreign = odd
		}
	}
	return most, foreign
}

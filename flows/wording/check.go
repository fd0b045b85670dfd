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

	"github.com/goodturn/goodturn/internal/handbook"
	"github.com/goodturn/goodturn/internal/org"
)

// SegmentsAtMost is how many segments a text may take, its fields filled in.
const SegmentsAtMost = 3

// Check names what is wrong with an organisation's own sentences in each of its
// languages, which sentences it lacks in one, and which of Goodturn's grow too long
// with its settings. The organisation has been loaded without a problem.
func Check(o *org.Organisation) ([]org.Problem, error) {
	english, err := Sentences("en")
	if err != nil {
		return nil, err
	}
	c := checker{o: o, english: english}
	own, err := c.own()
	if err != nil {
		return nil, err
	}
	for _, lang := range o.Languages {
		if err := c.language(lang, own[lang]); err != nil {
			return nil, err
		}
	}
	return c.problems, nil
}

type checker struct {
	o *org.Organisation
	// english are Goodturn's sentences in English, which has all of them.
	english  map[string]Sentence
	problems []org.Problem
}

func (c *checker) wrong(s Sentence, what, remedy string) {
	c.problems = append(c.problems, org.Problem{File: s.File, Line: s.Line, What: what, Remedy: remedy})
}

// own reads the organisation's sentences, by language.
func (c *checker) own() (map[string][]Sentence, error) {
	if c.o.Wording == nil {
		return nil, nil
	}
	files, err := fs.Glob(c.o.Wording, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the organisation's wording: %w", err)
	}
	own := map[string][]Sentence{}
	for _, file := range files {
		lang, read, err := c.file(file)
		if err != nil {
			return nil, err
		}
		own[lang] = append(own[lang], read...)
	}
	return own, nil
}

// file reads one of the organisation's files: those of its sentences that have a
// name of Goodturn's.
func (c *checker) file(file string) (lang string, known []Sentence, err error) {
	parts := strings.Split(strings.TrimSuffix(path.Base(file), ".yaml"), ".")
	lang, at := parts[len(parts)-1], path.Join("wording", file)
	if isHearing(file) {
		c.problems = append(c.problems, org.Problem{File: at, What: "lists of words to hear are not read from an organisation's folder", Remedy: "take the file out, and send the phrases that were missed to Goodturn"})
		return lang, nil, nil
	}
	if !slices.Contains(c.o.Languages, lang) {
		c.problems = append(c.problems, org.Problem{File: at, What: fmt.Sprintf("its name ends in %q, which is not among the organisation's languages", lang), Remedy: "name it by the language: " + c.o.Languages[0] + ".yaml"})
		return lang, nil, nil
	}
	read, err := sentencesOf(c.o.Wording, file)
	if err != nil {
		return lang, nil, err
	}
	for _, s := range read {
		s.File, s.Texted = at, c.english[s.Key].Texted
		if _, ours := c.english[s.Key]; !ours {
			c.wrong(s, fmt.Sprintf("%q is not the name of a sentence", s.Key), c.meant(s.Key))
			continue
		}
		known = append(known, s)
	}
	return lang, known, nil
}

// language checks all that is said in one language.
func (c *checker) language(lang string, own []Sentence) error {
	ours, err := Sentences(lang)
	if err != nil {
		return err
	}
	said, replaced := maps.Clone(c.english), map[string]bool{}
	maps.Copy(said, ours)
	for _, s := range own {
		said[s.Key], replaced[s.Key] = s, true
	}
	l := speech{checker: c, lang: lang, samples: SamplesFor(c.o.In(lang), said)}
	for _, s := range own {
		l.sentence(s)
	}
	l.missing(ours, replaced)
	for _, key := range slices.Sorted(maps.Keys(ours)) {
		if !replaced[key] {
			l.settings(ours[key])
		}
	}
	return nil
}

// speech is what is said in one language.
type speech struct {
	*checker
	lang    string
	samples *Samples
}

// missing names the texts that nobody has put into this language: they would come
// in English.
func (c *speech) missing(ours map[string]Sentence, own map[string]bool) {
	var keys []string
	for _, key := range slices.Sorted(maps.Keys(c.english)) {
		if _, ok := ours[key]; c.english[key].Texted && !ok && !own[key] {
			keys = append(keys, key)
		}
	}
	if len(keys) == 0 {
		return
	}
	named := strings.Join(keys[:min(3, len(keys))], ", ")
	if more := len(keys) - 3; more > 0 {
		named = fmt.Sprintf("%s and %d more", named, more)
	}
	file := "wording/" + c.lang + ".yaml"
	c.problems = append(c.problems, org.Problem{File: file, What: fmt.Sprintf("what is texted in %q lacks %s", c.lang, named), Remedy: fmt.Sprintf("write them there, as flows/wording/texts.en.yaml has them in English, or take %s out of languages", c.lang)})
}

// meant finds the sentence that a wrong name is for among those of its subject.
func (c *checker) meant(key string) string {
	subject, _, _ := strings.Cut(key, ".")
	var near []string
	for _, known := range slices.Sorted(maps.Keys(c.english)) {
		if s, _, _ := strings.Cut(known, "."); s == subject {
			near = append(near, known)
		}
	}
	if len(near) == 0 {
		near = slices.Sorted(maps.Keys(c.english))
		if remedy := org.Meant(key, near); strings.HasPrefix(remedy, "did") {
			return remedy
		}
		return "look it up in Goodturn's folder flows/wording"
	}
	return org.Meant(key, near)
}

// sentence checks one of the organisation's own.
func (c *speech) sentence(s Sentence) {
	for _, form := range s.Forms {
		if !c.fields(s, form) || !s.Texted {
			continue
		}
		if word := OptOutAsked(c.lang, form); word != "" {
			c.wrong(s, fmt.Sprintf("%s asks for %s, which the phone company takes for an opt-out: they would hear no more of us", s.Key, word), "ask for another word")
		}
		n, foreign := c.samples.Segments(s.Key, form)
		switch {
		case foreign != 0 && handbook.Plain(c.lang):
			c.wrong(s, fmt.Sprintf("the character %q in %s makes a text cost double", foreign, s.Key), "use the plain keyboard one: ' for a curly quote, - for a dash, ... for dots")
		case n > SegmentsAtMost:
			c.wrong(s, fmt.Sprintf("%s is too long: %d texts' length when it is filled, and %d is the most", s.Key, n, SegmentsAtMost), "shorten it")
		}
	}
}

// fields checks that a sentence names only what is known when it is said.
func (c *speech) fields(s Sentence, form string) bool {
	known, err := Fields(strings.Join(c.english[s.Key].Forms, " "))
	if err != nil {
		c.wrong(s, fmt.Sprintf("%s: Goodturn's own sentence cannot be read", s.Key), "tell Goodturn's makers")
		return false
	}
	if s.Texted {
		known = append(known, always...)
		slices.Sort(known)
		known = slices.Compact(known)
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
func (c *speech) settings(s Sentence) {
	if !s.Texted {
		return
	}
	file := "organisation.yaml"
	if c.lang != c.o.Languages[0] {
		file = c.lang + "/words.yaml"
	}
	for _, form := range s.Forms {
		what := ""
		switch n, foreign := c.samples.Segments(s.Key, form); {
		case foreign != 0 && handbook.Plain(c.lang):
			what = fmt.Sprintf("%s would hold the character %q of your settings, which makes a text cost double", s.Key, foreign)
		case n > SegmentsAtMost:
			what = fmt.Sprintf("%s would be %d texts' length with your settings in it", s.Key, n)
		default:
			continue
		}
		c.problems = append(c.problems, org.Problem{File: file, What: what, Remedy: "shorten what it says of yours, or give " + s.Key + " shorter words in wording/" + c.lang + ".yaml"})
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

const optOutWords = `(STOPALL|UNSUBSCRIBE|CANCEL|END|QUIT|REVOKE|OPTOUT)\b`

var (
	optOutAsked = regexp.MustCompile(`(?:\b[Tt]ext|\b[Rr]eply|\b[Ss]end|\bor) "?` + optOutWords)
	optOutNamed = regexp.MustCompile(`\b` + optOutWords)
)

// OptOutAsked is the word that a sentence asks people to text and that the
// carriers would take for an opt-out, or "". In a language other than English any
// such word is taken to be asked for: it has no other meaning there.
func OptOutAsked(lang, sentence string) string {
	asked := optOutNamed
	if lang == "en" {
		asked = optOutAsked
	}
	if m := asked.FindStringSubmatch(sentence); m != nil {
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

package org

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/goodturn/goodturn/internal/handbook"
)

// Words are an organisation's own words in another of its languages: the file
// words.yaml of the folder that is named by the language. Everything is found by
// the id that it has in the settings.
type Words struct {
	Kinds    map[string]KindWords    `yaml:"kinds"`
	Conduct  ConductWords            `yaml:"code_of_conduct"`
	Partners map[string]PartnerWords `yaml:"partners"`
	Hubs     map[string]HubWords     `yaml:"hubs" org:"optional"`
}

// KindWords are a kind of task's words, as Kind has them.
type KindWords struct {
	LocalName string   `yaml:"local_name" eg:"Presgripsiynau"`
	Words     []string `yaml:"words" eg:"[presgripsiwn, tabledi]"`
	Offer     Phrase   `yaml:"offer" eg:"\"casglu presgripsiwn yn {{.Area}}\""`
	Won       Phrase   `yaml:"won" eg:"\"Cofiwch eich ID. Cnociwch a chamu i ffwrdd.\""`
	Told      Phrase   `yaml:"told" org:"optional" eg:"\"Bydd {{.Volunteer}} yn danfon eich tabledi.\""`
	Request   Phrase   `yaml:"request_phrase" eg:"presgripsiwn"`
}

// ConductWords are the code of conduct. Its version is that of the settings.
type ConductWords struct {
	Text string `yaml:"text" eg:"Byddwch yn garedig."`
	Bars string `yaml:"bars" eg:"gorchymyn llys"`
	// URL is where the whole code stands in this language; empty where that is the
	// same page.
	URL string `yaml:"url" org:"optional" eg:"goodturn.example/cod"`
}

// PartnerWords say what a partner does.
type PartnerWords struct {
	Does string `yaml:"does" eg:"danfon siopa yn LS10 ac LS11"`
}

// HubWords say when somebody is at a hub.
type HubWords struct {
	Open string `yaml:"open" org:"optional" eg:"9am i 6pm"`
}

const wordsFile = "words.yaml"

// In returns the organisation as it speaks to people in a language: the same, with
// the words and the handbook that it has in that language. Where it has none it is
// the organisation itself.
func (o *Organisation) In(language string) *Organisation {
	if in := o.in[language]; in != nil {
		return in
	}
	return o
}

// WordsFor are the phrases by which people ask for a kind of task or offer it, in
// all of the organisation's languages.
func (o *Organisation) WordsFor(kind string) []string {
	k, _ := o.Kind(kind)
	words := slices.Clone(k.Words)
	for _, l := range slices.Sorted(maps.Keys(o.in)) {
		k, _ := o.in[l].Kind(kind)
		for _, w := range k.Words {
			if !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
	}
	return words
}

// saying is the organisation with other words. What they leave out stays as it is.
func (o *Organisation) saying(w Words) *Organisation {
	in := *o
	in.Kinds, in.Partners, in.Hubs = slices.Clone(o.Kinds), slices.Clone(o.Partners), slices.Clone(o.Hubs)
	for i := range in.Kinds {
		k := &in.Kinds[i]
		said := w.Kinds[k.ID]
		put(&k.LocalName, said.LocalName)
		put(&k.Offer, said.Offer)
		put(&k.Won, said.Won)
		put(&k.Told, said.Told)
		put(&k.Request, said.Request)
		if len(said.Words) > 0 {
			k.Words = said.Words
		}
	}
	for i := range in.Partners {
		put(&in.Partners[i].Does, w.Partners[in.Partners[i].ID].Does)
	}
	for i := range in.Hubs {
		put(&in.Hubs[i].Open, w.Hubs[in.Hubs[i].ID].Open)
	}
	put(&in.Conduct.Text, w.Conduct.Text)
	put(&in.Conduct.Bars, w.Conduct.Bars)
	put(&in.Conduct.URL, w.Conduct.URL)
	return &in
}

func put[T ~string](to *T, said T) {
	if said != "" {
		*to = said
	}
}

// languages reads the folders of the languages besides the first, which is that of
// the settings themselves.
func (c *checker) languages(fsys fs.FS) {
	in := map[string]*Organisation{}
	for i, l := range c.o.Languages {
		at := fmt.Sprintf("languages[%d]", i)
		if _, err := language.Parse(l); i == 0 || err != nil || !c.has(at) || slices.Index(c.o.Languages, l) < i {
			continue
		}
		if !isFile(fsys, path.Join(l, wordsFile)) {
			c.say(at, fmt.Sprintf("there is no file %s with your words in %q", path.Join(l, wordsFile), l),
				"make it like the sample organisation's cy/words.yaml, or take the language out")
			continue
		}
		in[l] = c.inLanguage(fsys, l)
	}
	c.o.in = in
	c.unlisted(fsys)
}

// unlisted finds folders of words that nobody would ever be told.
func (c *checker) unlisted(fsys fs.FS) {
	files, err := fs.Glob(fsys, "*/"+wordsFile)
	if err != nil || !c.has("languages") {
		return
	}
	for _, file := range files {
		if l := path.Dir(file); !slices.Contains(c.o.Languages[min(1, len(c.o.Languages)):], l) {
			c.problems = append(c.problems, Problem{
				File: file, What: fmt.Sprintf("%q is not among the languages besides the first", l),
				Remedy: "add it to languages in organisation.yaml, or take its folder out",
			})
		}
	}
}

// inLanguage reads the folder of one language.
func (c *checker) inLanguage(fsys fs.FS, l string) *Organisation {
	r := &reader{file: path.Join(l, wordsFile), first: path.Join(l, wordsFile), at: map[string]spot{}}
	var w Words
	if node, ok := r.parse(fsys, r.file); ok {
		whole := reflect.ValueOf(&w).Elem()
		r.missing("", 0, whole.Type(), r.fields("", node, whole))
	}
	in := c.o.saying(w)
	in.Handbook = handbook.Handbook{}
	wc := wordsChecker{checker: checker{reader: r, o: in, language: l, said: c.said}, words: w, settings: c.o}
	wc.kinds()
	wc.conduct()
	wc.partners()
	wc.hubs()
	wc.lessons(fsys)
	c.problems = append(c.problems, r.problems...)
	return in
}

// wordsChecker holds the words of one language against the settings: everything
// that has words there has them here, and nothing else does.
type wordsChecker struct {
	checker
	words    Words
	settings *Organisation
}

// each notes what is there without being in the settings, and what is not there.
// Where the settings themselves could not be read there is nothing to hold it to.
func each[T any](c *wordsChecker, path, what string, there map[string]T, ids []string, remedy string) {
	if len(ids) == 0 {
		return
	}
	for _, id := range slices.Sorted(maps.Keys(there)) {
		if !slices.Contains(ids, id) {
			c.say(join(path, id), fmt.Sprintf("there is no %s %q", what, id), Meant(id, ids))
		}
	}
	if remedy == "" || !c.has(path) {
		return
	}
	for _, id := range ids {
		if _, ok := there[id]; !ok {
			c.say(path, fmt.Sprintf("the %s %q has no words in %q", what, id, c.language), remedy)
		}
	}
}

func (c *wordsChecker) kinds() {
	each(c, "kinds", "kind of task", c.words.Kinds, kindIDs(c.settings), "give it local_name, words, offer, won, told and request_phrase")
	for _, k := range c.o.Kinds {
		if at := join("kinds", k.ID); c.has(at) {
			k.Words, k.Told = c.words.Kinds[k.ID].Words, c.words.Kinds[k.ID].Told
			c.kindWords(at, k)
		}
	}
}

func (c *wordsChecker) partners() {
	ids := make([]string, len(c.settings.Partners))
	for i, p := range c.settings.Partners {
		ids[i] = p.ID
	}
	each(c, "partners", "partner", c.words.Partners, ids, "say what it does, in a few words")
	for _, id := range slices.Sorted(maps.Keys(c.words.Partners)) {
		c.segments(join("partners", id)+".does", c.words.Partners[id].Does, 1)
	}
}

func (c *wordsChecker) hubs() {
	each(c, "hubs", "hub", c.words.Hubs, hubIDs(c.settings), "")
}

// lessons reads the handbook in this language: the same lessons, with the same
// answers right.
func (c *wordsChecker) lessons(fsys fs.FS) {
	folder := path.Join(c.language, "handbook")
	if _, err := fs.Stat(fsys, folder); errors.Is(err, fs.ErrNotExist) {
		c.wrong(folder, 0, "there is no handbook", fmt.Sprintf("say every lesson of the handbook in %q, in files of the same names", c.language))
		return
	}
	c.handbook(fsys, folder, c.language, c.o)
	for _, l := range c.settings.Handbook.Lessons {
		own, ok := c.o.Handbook.Lesson(l.ID)
		switch {
		case ok:
			c.lesson(folder, l, own)
		case !isFile(fsys, path.Join(folder, l.File)):
			c.wrong(folder, 0, fmt.Sprintf("the lesson %q is missing", l.ID), fmt.Sprintf("say it in %q, in a file of the same name: %s", c.language, l.File))
		}
	}
	for _, own := range c.o.Handbook.Lessons {
		if _, ok := c.settings.Handbook.Lesson(own.ID); !ok && !isFile(fsys, path.Join("handbook", own.File)) {
			c.wrong(path.Join(folder, own.File), 0, fmt.Sprintf("the handbook itself has no lesson %q", own.ID), Meant(own.ID, lessonIDs(c.settings)))
		}
	}
}

// lesson holds a lesson against the same one in the settings' language.
func (c *wordsChecker) lesson(folder string, l, own handbook.Lesson) {
	file := path.Join(folder, own.File)
	if own.File != l.File {
		c.wrong(file, 0, fmt.Sprintf("the same lesson is %s in the handbook itself", l.File), "give it the same name")
	}
	if own.Right != l.Right {
		c.wrong(file, own.Line, fmt.Sprintf("another answer is marked right than in handbook/%s", l.File), "put the answers in the same order, and mark the same one with [x]")
	}
	date, _, _ := strings.Cut(l.Version, "+")
	if ownDate, _, _ := strings.Cut(own.Version, "+"); ownDate != date {
		c.wrong(file, own.Line, fmt.Sprintf("it is of %s, and handbook/%s of %s", ownDate, l.File, date), "let both say the same, and give them the same date")
	}
}

func isFile(fsys fs.FS, name string) bool {
	_, err := fs.Stat(fsys, name)
	return err == nil
}

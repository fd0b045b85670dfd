package org

import (
	"fmt"
	"slices"
	"strings"
)

func (c *checker) kinds() {
	o := c.o
	if c.has("kinds") && len(o.Kinds) == 0 {
		c.say("kinds", "there is no kind of task", "add at least one")
	}
	ids := map[string]bool{}
	for i, k := range o.Kinds {
		at := fmt.Sprintf("kinds[%d]", i)
		c.id(at+".id", k.ID, ids)
		c.law(i, k)
		for j, id := range k.Lessons {
			path := fmt.Sprintf("%s.lessons[%d]", at, j)
			if _, ok := o.Handbook.Lesson(id); !ok && c.has(path) {
				c.say(path, fmt.Sprintf("the handbook has no lesson %q", id), Meant(id, lessonIDs(o)))
			}
			if slices.Index(k.Lessons, id) < j && c.has(path) {
				c.say(path, fmt.Sprintf("the lesson %q stands twice", id), "take one out")
			}
		}
		if c.has(at+".minutes") && (k.Minutes < 1 || k.Minutes > 24*60) {
			c.say(at+".minutes", "minutes must be from 1 to 1440", "write how long one task usually takes")
		}
		c.kindWords(at, k)
	}
}

// kindWords checks the words of a kind of task, in the language that is checked.
func (c *checker) kindWords(at string, k Kind) {
	if c.has(at+".words") && len(k.Words) == 0 {
		c.say(at+".words", fmt.Sprintf("%q has no words by which people ask for it", k.ID), "list a few: [prescription, tablets]")
	}
	for j, w := range k.Words {
		path := fmt.Sprintf("%s.words[%d]", at, j)
		w = strings.ToLower(w)
		// The same word may ask for the same in two languages.
		if old, ok := c.said[w]; ok && (old.kind != k.ID || old.language == c.language) && c.has(path) {
			c.say(path, fmt.Sprintf("%q is a word for %s already", w, old.kind), "leave it with one kind")
		}
		c.said[w] = saidFor{k.ID, c.language}
	}
	if k.CountsAs != Group && k.CountsAs != "" && k.Told == "" && !c.has(at+".told") {
		c.say(at, fmt.Sprintf("%q does not tell the resident who comes", k.ID), `write told: "{{.Volunteer}} will bring your tablets."`)
	}
	c.phrases(at, k)
}

func lessonIDs(o *Organisation) []string {
	ids := make([]string, len(o.Handbook.Lessons))
	for i, l := range o.Handbook.Lessons {
		ids[i] = l.ID
	}
	return ids
}

func (c *checker) partners() {
	o := c.o
	ids, youth := map[string]bool{}, ""
	for i := range o.Partners {
		p := &o.Partners[i]
		at := fmt.Sprintf("partners[%d]", i)
		c.id(at+".id", p.ID, ids)
		c.phone(at+".phone", &p.Phone)
		for j, code := range p.Outward {
			path := fmt.Sprintf("%s.outward[%d]", at, j)
			if !c.outward(path, code) {
				continue
			}
			if _, ok := o.Centre(code); !ok {
				c.noCentre(path, code)
			}
		}
		for j, id := range p.Kinds {
			path := fmt.Sprintf("%s.kinds[%d]", at, j)
			if _, ok := o.Kind(id); !ok && c.has(path) && c.has("kinds") {
				c.say(path, fmt.Sprintf("there is no kind of task %q", id), Meant(id, kindIDs(o)))
			}
		}
		for j, id := range p.NoMore {
			path := fmt.Sprintf("%s.no_more[%d]", at, j)
			if !slices.Contains(p.Kinds, id) && c.has(path) {
				c.say(path, fmt.Sprintf("%s does not take on %q at all", p.ID, id), "list it among kinds too, or take it out of no_more")
			}
		}
		c.segments(at+".name", p.Name, 1)
		c.segments(at+".does", p.Does, 1)
		if p.Youth {
			if youth != "" {
				c.say(at+".youth", fmt.Sprintf("%s is the youth partner already", youth), "leave youth: true with one partner")
			}
			youth = p.ID
		}
	}
	if youth == "" && c.has("partners") {
		c.say("partners", "there is no youth partner: people under 18 would be sent nowhere", "write youth: true at the partner who welcomes them")
	}
}

func kindIDs(o *Organisation) []string {
	ids := make([]string, len(o.Kinds))
	for i, k := range o.Kinds {
		ids[i] = k.ID
	}
	return ids
}

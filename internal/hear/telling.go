package hear

import (
	"cmp"
	"slices"
	"strings"
)

// tellAtMost is how many of the things that spoke for a meaning are told.
const tellAtMost = 3

// telling names what in the text spoke loudest for a class of a judge: words,
// concepts, and what the rules had made of it.
func (r *reading) telling(j *judge, c int) string {
	type voice struct {
		name string
		says int
	}
	var voices []voice
	add := func(name string, f feature) {
		row, ok := r.ear.judges.rows.get(uint32(f))
		if !ok {
			return
		}
		w := j.weights[int(row)*len(j.classes):][:len(j.classes)]
		sum := 0
		for _, x := range w {
			sum += int(x)
		}
		if says := int(w[c]) - sum/len(w); says > 0 && !slices.ContainsFunc(voices, func(v voice) bool { return v.name == name }) {
			voices = append(voices, voice{name, says})
		}
	}
	sounds := r.sounds()
	before, word := hashEdge, ""
	for i, s := range sounds {
		raw := r.tokens[i].word
		add(raw, mix(ofWord, s))
		if i > 0 {
			add(word+" "+raw, mix(ofPair, before, s))
		}
		before, word = s, raw
	}
	thoughts := r.thoughts()
	for i, a := range thoughts {
		name := r.ear.thesaurus.names[a.concept]
		add("("+name+")", mix(ofConcept, a.sound))
		for _, b := range thoughts[i+1:] {
			add("("+name+" + "+r.ear.thesaurus.names[b.concept]+")", mix(ofConcepts, a.sound, b.sound))
		}
	}
	add("asked "+r.c.name(), mix(ofAsked, hashed(r.c.name())))
	rule := hashed(string(r.heard.Meaning))
	add("rules: "+string(r.heard.Meaning), mix(ofRule, rule))
	slices.SortStableFunc(voices, func(a, b voice) int { return cmp.Compare(b.says, a.says) })
	var names []string
	for _, v := range voices[:min(tellAtMost, len(voices))] {
		names = append(names, v.name)
	}
	return strings.Join(names, ", ")
}

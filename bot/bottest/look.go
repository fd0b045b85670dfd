package bottest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// sight is what was there to see at the last look, by what tells it apart.
type sight struct {
	texts  map[string]int      // how many, by number
	cards  map[string][]string // lines, by channel and id
	thread map[string]bool
	asides map[string]string // lines, by who and id
}

// glance notes what is there, and shows none of it.
func (p *player) glance(ctx context.Context) error {
	_, err := p.look(ctx)
	return err
}

// look returns what is new since the last look, in the order of transcripts.
func (p *player) look(ctx context.Context) ([]Output, error) {
	now, err := p.world.Look(ctx)
	if err != nil {
		return nil, fmt.Errorf("look: %w", err)
	}
	before := p.seen
	p.seen = sight{texts: map[string]int{}, cards: map[string][]string{}, thread: map[string]bool{}, asides: map[string]string{}}
	outputs := p.texts(now, before)
	for _, c := range now.Channels {
		for _, card := range c.Cards {
			outputs = append(outputs, p.card(c.Name, card, before)...)
		}
	}
	for _, a := range now.Asides {
		key, lines := a.Who+"/"+a.ID, strings.Join(a.Lines, "\n")
		p.seen.asides[key] = lines
		if before.asides[key] != lines {
			outputs = append(outputs, aside(a))
		}
	}
	return outputs, nil
}

// texts are the new ones, phones in the order of their first appearance.
func (p *player) texts(now Sight, before sight) []Output {
	names := map[string]string{}
	for who, ph := range p.phones {
		names[ph.number] = who
	}
	rank := func(number string) int {
		if i := slices.Index(p.order, names[number]); i >= 0 {
			return i
		}
		return len(p.order)
	}
	numbers := slices.SortedStableFunc(maps.Keys(now.Phones), func(a, b string) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	var outputs []Output
	for _, number := range numbers {
		list := now.Phones[number]
		p.seen.texts[number] = len(list)
		who := number
		if names[number] != "" {
			who = names[number]
		}
		// What is urgent leaves beside the rest, and as soon: they are shown as decided.
		fresh := slices.SortedStableFunc(slices.Values(list[min(before.texts[number], len(list)):]), func(a, b Shown) int {
			return cmp.Compare(a.Decided, b.Decided)
		})
		for _, text := range fresh {
			outputs = append(outputs, Output{Head: who + " < " + quote(strings.Join(text.Lines, "\n"))})
		}
	}
	return outputs
}

// card is a message that is new, or what changed in it, and its thread.
func (p *player) card(channel string, c Card, before sight) []Output {
	var outputs []Output
	key := channel + "/" + c.ID
	lines := clean(c.Lines)
	p.seen.cards[key] = lines
	first := ""
	if len(lines) > 0 {
		first = lines[0]
	}
	old, known := before.cards[key]
	switch {
	case !known:
		outputs = append(outputs, Output{Head: head("["+channel+"]", first), Lines: rest(lines)})
	case !slices.Equal(old, lines):
		outputs = append(outputs, Output{Head: head("["+channel+", changed]", first), Lines: changes(rest(old), rest(lines))})
	}
	for _, m := range c.Thread {
		id := key + "/" + m.ID
		p.seen.thread[id] = true
		if !before.thread[id] {
			said := clean(m.Lines)
			outputs = append(outputs, Output{Head: head(fmt.Sprintf("[%s] under %q:", channel, brief(first)), strings.Join(said[:min(1, len(said))], "")), Lines: rest(said)})
		}
	}
	return outputs
}

func aside(a Aside) Output {
	says := a.Who + " sees:"
	if a.Form {
		says = a.Who + " sees a form:"
	}
	lines := clean(a.Lines)
	return Output{Head: head(says, strings.Join(lines[:min(1, len(lines))], "")), Lines: rest(lines)}
}

func head(who, words string) string { return strings.TrimSpace(who + " " + words) }

func rest(lines []string) []string { return lines[min(1, len(lines)):] }

// clean is lines as a transcript keeps them: no spaces at the ends, none empty.
func clean(lines []string) []string {
	var kept []string
	for _, l := range lines {
		for part := range strings.SplitSeq(l, "\n") {
			if part = strings.TrimSpace(part); part != "" {
				kept = append(kept, part)
			}
		}
	}
	return kept
}

// changes are the lines that went, after "- ", and those that are new.
func changes(old, now []string) []string {
	var lines []string
	for _, l := range old {
		if !slices.Contains(now, l) {
			lines = append(lines, "- "+l)
		}
	}
	for _, l := range now {
		if !slices.Contains(old, l) {
			lines = append(lines, l)
		}
	}
	return lines
}

// brief is how a card is called: the beginning of its first line.
func brief(first string) string {
	const most = 40
	first = strings.ReplaceAll(first, `"`, "'")
	if i := strings.IndexAny(first, ":."); i > 0 && i < most {
		return first[:i]
	}
	words := strings.Fields(first)
	short := ""
	for _, w := range words {
		if len(short)+len(w) >= most {
			break
		}
		short = strings.TrimSpace(short + " " + w)
	}
	return short
}

package bot

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/hear"
)

// danger comes before everything else, in every state.
func (r *run) danger() bool {
	h := r.heard
	if h.Meaning != hear.Danger && h.Danger == "" || r.quotes() {
		return false
	}
	r.private = true
	others := r.aboutOthers()
	if others && h.Danger == violence {
		h.Danger, r.heard.Danger = atRisk, atRisk
	}
	slots := map[string]string{"kind": h.Danger}
	if others {
		slots["others"] = "yes"
	}
	optOut := slices.Contains(h.Also, hear.OptOut)
	if optOut || r.State() == stateStopped {
		slots["untexted"] = "true"
	}
	if old := r.p.With("danger"); len(old) > 0 {
		c := old[0]
		if event := r.state(c).Hears[hear.Danger]; event != "" {
			if slots["untexted"] != "" {
				r.talk(c).Keep("untexted", "true")
			}
			if !others {
				r.talk(c).Keep("others", "")
			}
			r.fire(c, event)
		}
	} else {
		r.begin("danger", "", slots)
	}
	r.besideDanger(h, others)
	if optOut && r.State() != stateStopped {
		r.optOut("danger")
	}
	return true
}

// inDanger are the conversations of somebody who may themself be in danger.
func (r *run) inDanger() []*Conversation {
	return slices.DeleteFunc(r.p.With("danger"), func(c *Conversation) bool { return r.state(c).Asks == "" || r.givesWay(c) })
}

// toDanger gives what nothing else takes to a conversation of danger that was not asked
// about last: there is no small talk then.
func (r *run) toDanger(floor *Conversation) bool {
	themself := r.inDanger()
	return slices.ContainsFunc(r.p.Conversations, func(c *Conversation) bool {
		return c != floor && (r.vague() && r.givesWay(c) || slices.Contains(themself, c)) && r.give(c)
	})
}

// alsoToDanger has a case of danger know a text that was for something else: what was
// asked last need not be what they answer, and "her neighbour says she's at the hospital"
// may be the news that it waits for.
func (r *run) alsoToDanger() {
	if r.private {
		return
	}
	for _, c := range r.p.With("danger") {
		if r.state(c).Asks == "" || r.givesWay(c) && (r.keyword() || yesOrNo(r.heard.Meaning)) {
			continue // whoever told of others goes on with what they do
		}
		r.Write(c.About, desk.LetterHeard, desk.Heard{First: r.p.First, Text: r.body, DoNotText: r.p.Silent || r.State() == stateStopped})
	}
}

// besideDanger does what else a text of danger says, in silence: only which of several
// offers a yes is for is asked, where the danger is to others.
func (r *run) besideDanger(h hear.Heard, others bool) {
	spoken, floor := len(r.said), r.p.Floor
	for _, m := range h.Also {
		switch {
		case r.p.Doubted:
		case m == hear.Done || m == hear.Release:
			r.heard.Meaning = m
			r.hands(m)
		case m == hear.Decline || m == hear.Accept && others:
			r.heard.Meaning = m
			r.beside()
		}
	}
	r.said = r.said[:spoken]
	for _, c := range r.p.Conversations {
		if c.Asked.Equal(r.Now) && !r.flow(c).Urgent {
			c.Asked = time.Time{} // its question was not said
		}
	}
	if r.p.conversation(floor) != nil {
		r.p.Floor = floor
	}
	if live := r.offers(); others && len(live) > 1 && len(h.Answers) == 0 {
		_, rest := r.sentences()
		r.heard = r.bot.Ears.Hear(rest, r.context())
		if r.toEach(); yesOrNo(r.heard.Meaning) && len(r.heard.Answers) == 0 {
			r.body = rest
			r.askWhich(live)
			for i := range r.said[spoken:] {
				r.said[spoken+i].apart, r.said[spoken+i].urgent = true, true // after the line that comes first
			}
		}
	}
}

// beside gives the yes or no that stands beside danger to the offers it names, or to
// the only one.
func (r *run) beside() {
	if len(r.heard.Answers) > 0 {
		r.numbered()
		return
	}
	live := r.offers()
	if len(live) == 1 && (r.heard.Slots.Number == 0 || r.heard.Slots.Number == live[0].Number) {
		r.fire(live[0], r.state(live[0]).Hears[r.heard.Meaning])
	}
}

// The kinds of danger that somebody who helps tells of others.
const (
	violence = "violence"
	atRisk   = "at_risk"
	behind   = "call_behind_door"
)

// aboutOthers reports whether a volunteer tells of danger to somebody else. Where
// the words of violence speak of the sender at all, it is theirs.
func (r *run) aboutOthers() bool {
	if r.p.Volunteer == nil {
		return false
	}
	switch r.heard.Danger {
	case atRisk, behind:
		return true
	case violence:
	default:
		return false
	}
	tells, _ := r.sentences()
	for _, part := range tells {
		for word := range strings.FieldsFuncSeq(strings.ToLower(part), notInWord) {
			if r.bot.Ears.Listed(hear.Self, word) {
				return false
			}
		}
	}
	return len(tells) > 0
}

// sentences are those of a text that tell of danger, and the others in one.
func (r *run) sentences() (tells []string, rest string) {
	for part := range strings.FieldsFuncSeq(r.body, func(c rune) bool { return strings.ContainsRune(".!?;\n", c) }) {
		if r.bot.Ears.Hear(part, r.context()).Danger != "" {
			tells = append(tells, part)
		} else {
			rest += part + ". "
		}
	}
	return tells, rest
}

func notInWord(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }

// quotes reports whether the text is an answer in our own words.
func (r *run) quotes() bool {
	floor := r.floor()
	if floor == nil {
		return false
	}
	quotes := r.state(floor).Quotes
	return quotes != nil && quotes(r.talk(floor))
}

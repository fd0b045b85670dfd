package bot

import (
	"slices"
	"strings"
	"time"

	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/task"
)

// meantFor is how long after a no a yes is heard as "sorry, I meant yes".
const meantFor = time.Hour

// lateFor is how long after an offer has ended a yes may still be for it.
const lateFor = 48 * time.Hour

// tooLate answers a yes to an offer that is over, with thanks; and a no to one
// that had gone before it was answered.
func (r *run) tooLate() bool {
	i := len(r.p.Ended) - 1
	for i >= 0 && !r.bot.numbered(r.p.Ended[i].Flow) {
		i-- // it had a number only to be asked about
	}
	if i < 0 {
		return false
	}
	last := r.p.Ended[i]
	if n := r.heard.Slots.Number; n > 0 && n != last.Number {
		return false // of something that never was
	}
	if r.heard.Meaning == hear.Accept && slices.ContainsFunc(r.inHand(), func(c *Conversation) bool { return c.Number > last.Number }) {
		return false // of what they have, which was put to them since
	}
	gone := last.State == "expired" || last.State == "covered" || last.State == "cancelled"
	switch {
	case r.Now.Sub(last.At) > lateFor:
		return false
	case r.heard.Meaning == hear.Accept, r.heard.Meaning == hear.Decline && gone, r.heard.Meaning == hear.Counter && r.refused(last):
		r.overAlready(last)
		return true
	}
	return false
}

// asksIfStill reports whether a text of somebody whose offer ran out, or went to another,
// asks something and says that they can.
func (r *run) asksIfStill() bool {
	i := len(r.p.Ended) - 1
	for i >= 0 && !r.bot.numbered(r.p.Ended[i].Flow) {
		i--
	}
	asks := strings.Contains(r.body, "?") || r.heard.RuledBy("question")
	if i < 0 || !asks || r.Now.Sub(r.p.Ended[i].At) > lateFor || !slices.Contains([]string{"expired", "covered", "lost"}, r.p.Ended[i].State) {
		return false
	}
	can := false
	for part := range strings.FieldsFuncSeq(r.body, func(c rune) bool { return strings.ContainsRune(".?!,;\n", c) }) {
		h := r.bot.Ears.Hear(r.fromSelf(part), r.context())
		switch {
		case h.Meaning == hear.Accept && h.RuledBy(hear.AnswerList):
			can = true
		case h.Meaning == hear.Decline, h.Meaning == hear.Release, h.Meaning == hear.Counter:
			return false
		}
	}
	return can
}

// fromSelf is what a text says from where it speaks of its sender: "i can do it" of "is it
// still going i can do it".
func (r *run) fromSelf(text string) string {
	words := strings.Fields(text)
	if i := slices.IndexFunc(words, func(w string) bool { return r.bot.Ears.Listed(hear.Self, strings.ToLower(w)) }); i > 0 {
		return strings.Join(words[i:], " ")
	}
	return text
}

// refused reports whether they said no to an offer, or gave it back, a little ago.
func (r *run) refused(o Outcome) bool {
	switch o.State {
	case "declined", "countered", "released", "withdrawn":
		return o.Flow == "offer" && r.p.Volunteer != nil && r.Now.Sub(o.At) < meantFor
	}
	return false
}

// takesBack reports whether a text is a bare yes, or says outright that the answer
// before was meant as a yes: a no before such words counts for nothing.
func (r *run) takesBack() bool {
	if r.heard.Meaning != hear.Accept {
		return false
	}
	return len(strings.Fields(r.body)) <= 2 || r.bot.Ears.Hear("no "+r.body, r.context()).Meaning == hear.Accept
}

func (r *run) overAlready(o Outcome) {
	key := "ended." + o.State
	switch {
	case r.heard.Meaning == hear.Decline:
		key = "ended.no"
	case r.refused(o):
		key = "ended.declined_asked"
		chosen := r.takesBack()
		r.Write(o.About, task.LetterSeek, task.Seek{Person: r.ID(), Volunteer: r.p.Match(""), Chosen: chosen, Again: !chosen})
	case o.State == "expired" && o.Flow == "offer" && r.p.Volunteer != nil:
		r.Note("willing", map[string]string{"task": o.About})
		// A yes that names it, or that comes soon, takes it; any other may be to something else.
		chosen := r.heard.Slots.Number == o.Number || r.takesBack() && r.Now.Sub(o.At) < meantFor
		r.Write(o.About, task.LetterSeek, task.Seek{Person: r.ID(), Volunteer: r.p.Match(""), Chosen: chosen, Again: !chosen})
	case o.State == "expired" || o.State == "covered":
		r.Note("willing", map[string]string{"task": o.About})
	case !r.bot.Wording.Has("en", key):
		key = "ended.over"
	}
	r.say(r.talk(&Conversation{ID: o.ID, Flow: o.Flow, Number: o.Number}), key, nil, false)
}

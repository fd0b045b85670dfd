package bot

import (
	"slices"
	"strings"
	"time"

	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/post"
)

// toCoordinator gives the text to a coordinator who has asked for it.
func (r *run) toCoordinator() bool {
	return slices.ContainsFunc(r.p.With("talk"), func(c *Conversation) bool { return r.state(c).Asks != "" && r.give(c) })
}

// guard is the live conversation that alone hears what is texted, if there is one.
func (r *run) guard() *Conversation {
	for _, c := range r.p.Conversations {
		if r.flow(c).Guards && r.state(c).Asks != "" {
			return c
		}
	}
	return nil
}

// floor is the conversation to whose question a text is the answer: that which was
// asked last, or the one that guards.
func (r *run) floor() *Conversation {
	floor, guard := r.p.conversation(r.p.Floor), r.guard()
	if guard != nil && (floor == nil || !r.flow(floor).Aside) {
		return guard
	}
	return floor
}

// open is the conversation that has the floor. One that gives way has not, for a
// text that plainly answers the question before.
func (r *run) open() *Conversation {
	floor := r.floor()
	if floor == nil || !r.givesWay(floor) {
		return floor
	}
	if before := r.lastAsked(floor); before != nil && !before.Waits && (r.heard.Meaning == "" || r.plainlyFor(before)) {
		return before
	}
	return floor
}

// yield is the conversation on the floor, once it has given way to the one before
// it, where that one takes the text and it does not itself.
func (r *run) yield() *Conversation {
	floor := r.open()
	if floor == nil || r.state(floor).Yields == "" || r.wants(floor) {
		return floor
	}
	before := r.lastAsked(floor)
	if before == nil {
		return floor
	}
	as, heard := r.context(), r.heard
	as.Asked = r.state(before).Asks
	if r.heard = r.bot.Ears.Hear(r.body, as); !r.takes(before) && r.state(before).Hears[r.heard.Meaning] == "" {
		r.heard = heard
		return floor
	}
	r.fire(floor, r.state(floor).Yields)
	r.p.Floor = before.ID
	return before
}

func (r *run) givesWay(c *Conversation) bool {
	givesWay := r.flow(c).GivesWay
	return givesWay != nil && givesWay(r.talk(c))
}

// fewWords are those of an answer that says nothing else.
const fewWords = 3

// plainlyFor reports whether a text is an answer to a conversation's question and
// no more, or names it.
func (r *run) plainlyFor(c *Conversation) bool {
	h := r.heard
	few := len(strings.Fields(r.body)) <= fewWords
	switch h.Meaning {
	case hear.Accept, hear.Decline, hear.Counter, hear.Done, hear.Release, hear.Next, hear.Skip:
		return few || len(h.Answers) > 0 || slices.Contains(h.Slots.Kinds, c.Slots["kind"])
	}
	return few && (h.Slots.Choice != "" || h.Slots.Minutes > 0 || h.Slots.Number > 0)
}

func (r *run) vague() bool {
	return r.heard.Meaning == hear.Unclear || r.heard.Meaning == hear.Question
}

// wants reports whether the conversation's state would take this text itself.
func (r *run) wants(c *Conversation) bool {
	return r.flow(c).Sole || r.state(c).Hears[r.heard.Meaning] != "" || r.takes(c)
}

func (r *run) takes(c *Conversation) bool {
	_, ok := r.first(r.state(c).Takes, c)
	return ok
}

// first is the first step whose condition holds.
func (r *run) first(steps []Step, c *Conversation) (Step, bool) {
	t := r.talk(c)
	i := slices.IndexFunc(steps, func(s Step) bool { return s.If == nil || s.If(t) })
	if i < 0 {
		return Step{}, false
	}
	return steps[i], true
}

// give offers the text to a conversation.
func (r *run) give(c *Conversation) bool {
	s := r.state(c)
	if step, ok := r.first(s.Takes, c); ok {
		r.hear(c, step.Event)
		return true
	}
	if event := s.Hears[r.heard.Meaning]; event != "" {
		r.hear(c, event)
		return true
	}
	return false
}

// hear moves a conversation on by a text.
func (r *run) hear(c *Conversation, event string) {
	r.private = r.private || r.flow(c).Private
	r.toPerson = r.toPerson || c.Flow == "talk"
	r.fire(c, event)
}

// mustWait reports whether another conversation's question, asked lately, has
// the floor. What answers a text of theirs never waits; offers have numbers,
// so they do not wait for each other.
func (r *run) mustWait(c *Conversation) bool {
	if r.waitsOutDanger(c) && !r.answers {
		return true
	}
	holder := r.p.conversation(r.p.Floor)
	if holder == nil || holder == c || r.givesWay(holder) || r.answers || r.flow(c).Urgent || r.flow(c).Prompt || r.Now.Sub(r.p.FloorAt) >= floorFor {
		return false
	}
	return !(r.flow(c).Numbered && r.flow(holder).Numbered)
}

// waitsOutDanger reports whether a question is not asked while somebody may be in danger:
// what they text then could be taken for its answer.
func (r *run) waitsOutDanger(c *Conversation) bool {
	f := r.flow(c)
	return !f.Urgent && !f.Prompt && !f.Numbered && len(r.inDanger()) > 0
}

// freeFloor lets a question be asked that waited for another's answer.
func (r *run) freeFloor() {
	if r.Now.Sub(r.p.FloorAt) >= floorFor {
		r.p.Floor = ""
	}
}

// handOn lets the next question that waits be asked, once the floor is free.
// When none waits, the floor goes back to the question that was asked last.
func (r *run) handOn() {
	r.Cancel(letterFloor)
	waits := func(c *Conversation) bool { return c.Waits && !r.waitsOutDanger(c) }
	if floor := r.p.conversation(r.p.Floor); floor != nil {
		r.askAgain(floor)
	}
	for r.p.Floor == "" {
		i := slices.IndexFunc(r.p.Conversations, waits)
		if i < 0 {
			r.giveBack()
			return
		}
		c := r.p.Conversations[i]
		c.Waits = false
		r.speak(c, r.state(c))
	}
	if slices.ContainsFunc(r.p.Conversations, waits) {
		r.Set(post.Timer{Name: letterFloor, Kind: letterFloor, Due: r.p.FloorAt.Add(floorFor)})
	}
}

// askAgain asks the question on the floor again, where somebody wanted that. A
// conversation that takes whatever is said has no question.
func (r *run) askAgain(floor *Conversation) {
	again := r.again
	r.again = false
	if again && r.state(floor).Asks != "any" {
		r.ask(floor)
	}
}

// lastAsked is the conversation whose question was asked last, but for one.
func (r *run) lastAsked(but *Conversation) *Conversation {
	var last *Conversation
	for _, c := range r.p.Conversations {
		if c != but && r.state(c).Asks != "" && (last == nil || !c.Asked.Before(last.Asked)) {
			last = c
		}
	}
	return last
}

func (r *run) giveBack() {
	last := r.lastAsked(nil)
	if guard := r.guard(); guard != nil && !r.flow(last).Aside {
		last = guard
	}
	if last != nil {
		r.p.Floor, r.p.FloorAt = last.ID, last.Asked
		r.askAgain(last)
	}
}

// longer is the later of two moments until which something is worth saying.
func longer(a, b time.Time) time.Time {
	if a.IsZero() || b.IsZero() {
		return time.Time{}
	}
	return slices.MaxFunc([]time.Time{a, b}, time.Time.Compare)
}

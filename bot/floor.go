package bot

import (
	"slices"
	"strings"

	"github.com/goodturn/goodturn/internal/hear"
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

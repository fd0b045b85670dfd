package bot

import (
	"slices"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/task"
)

func (b *Bot) truths(doc *post.Document, p *Person, t *post.Truths) {
	t.Holds(doc.State == stateNew || p.Phone != "", "is somebody without a number")
	t.Holds(p.Floor == "" || p.conversation(p.Floor) != nil, "has a question before them that nobody asks")
	t.Holds(len(p.Recent) <= recentKept && len(p.RecentAt) <= len(p.Recent) && len(p.Ended) <= endedKept && len(p.Was) <= versionsKept, "keeps more than it may")
	has := func(timer string) bool {
		return slices.ContainsFunc(doc.Timers, func(t post.Timer) bool { return t.Name == timer })
	}
	t.Holds(len(p.Held) == 0 || b.alone(p) || has(letterMorning), "has words held back for ever")
	t.Holds(doc.State != stateStopped || len(p.Held) == 0, "opted out, and has words held back")
	for _, timer := range doc.Timers {
		t.Holds(timer.Part == "" || p.conversation(timer.Part) != nil, "has a timer of a conversation that is over")
	}
	ids := map[string]bool{}
	for _, c := range p.Conversations {
		t.Holds(!ids[c.ID], "has two conversations of one name")
		ids[c.ID] = true
		f := b.flows[c.Flow]
		if f == nil || f.States[c.State].Means == "" {
			t.Holds(false, "has a conversation that is not known")
			continue
		}
		t.Holds(!f.table.Final(c.State), "has a conversation that is over")
		t.Holds(f.States[c.State].Within == nil || has(c.ID), "waits for a time that never comes")
		b.tie(doc.ID, p, c, t)
	}
	if len(p.Ended) == endedKept {
		t.Say(task.TruthForgets, doc.ID)
	}
	for _, o := range p.Ended {
		if o.State == "lapsed" {
			t.Say(task.TruthHas, o.About, doc.ID+"#"+o.ID)
		}
	}
}

// tie holds a conversation to the document that it is about.
func (b *Bot) tie(person string, p *Person, c *Conversation, t *post.Truths) {
	where := person + "#" + c.ID
	switch {
	case c.Flow == "offer":
		t.Holds(p.Volunteer != nil, "has an offer, and is no volunteer")
		switch c.State {
		case "offered", "reminded":
			t.Say(task.TruthAsked, c.About, person)
			t.Need(c.About, "has an offer that its task does not know", []string{task.TruthAsks, c.About, person})
		case "accepted", "recalling", "recalled", "not_yet", "asked_still", "reminded_still", "unsure", "sure", "chased", "asked_how", "changed_since":
			t.Say(task.TruthHas, c.About, where)
			t.Need(c.About, "has a place that its task gave to nobody, or to somebody else", []string{task.TruthGave, c.About, where})
		default:
			t.Need(c.About, "waits for an answer that never comes", []string{"answers", where})
		}
	case c.About == "":
	case c.Flow == "alarm":
		t.Need(c.About, "is woken for something that is not there")
	default:
		t.Need(c.About, "speaks of something that is not there, or somebody else's", []string{desk.TruthWhose, c.About, person}, []string{desk.TruthWhose, c.About})
	}
}

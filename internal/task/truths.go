package task

import (
	"encoding/json"
	"slices"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/post"
)

// Statements by which tasks, people and requests are held to each other.
const (
	// TruthAsks: the task waits for a person's answer. It names the task and the
	// person, as does the next.
	TruthAsks = "asks"
	// TruthAsked: the person has the task's offer before them.
	TruthAsked = "asked"
	// TruthGave: the task gave a place to a person's conversation. It names the
	// task and the conversation, as does the next.
	TruthGave = "gave"
	// TruthHas: the conversation has the task's place.
	TruthHas = "has"
	// TruthForgets: the person's earlier outcomes are kept no longer, so that nothing is known
	// of them. It names the person.
	TruthForgets = "forgets"
	// TruthStage: how far a request's task has come. It names the task, the request and one
	// of the stages.
	TruthStage = "stage"
	// TruthPart: a request has a task. It names the request and the task.
	TruthPart = "part"
)

// Stages of a request's task.
const (
	StageOpen      = "open" // a place is free
	StageHeld      = "held" // a volunteer has it
	StageDone      = "done"
	StageEnded     = "ended"
	StageCancelled = "cancelled"
)

func (m *tasks) truths(doc *post.Document, d *Data, t *post.Truths) {
	if doc.State == StateNew {
		return
	}
	live := doc.State == StateSeeking || doc.State == StateWaiting || doc.State == StateFull
	t.Holds(len(d.Holders) <= d.Places, "has given more places than it has")
	t.Holds(!live || (doc.State == StateFull) == (d.free() == 0), "is full with a place free, or looks for people without one")
	t.Holds(doc.State != StateDone || len(d.Holders) > 0 && d.busy() == 0, "is done, and somebody has not said so")
	t.Holds(live || d.Resident == nil && d.What == "" && len(d.Offers) == 0 && !d.Finding && len(doc.Timers) == 0, "is over, and keeps details, offers or timers")
	t.Holds(!live || d.Finding || len(doc.Timers) > 0, "waits for a time that never comes")
	t.Holds(len(d.Asked) <= askedAtMost && len(d.Offers) <= liveAtMost, "asks more people than it may")
	for _, h := range d.Holders {
		t.Holds(!h.Unsure || live && !h.Done, "asks somebody about the time of what is over or done")
	}
	m.people(doc, d, t, live)
	if d.Finding {
		t.Need(doc.ID, "waits for an answer that never comes", []string{"found", doc.ID})
	}
	if d.Case != "" {
		t.Need(d.Case, "names a case that is not about it", []string{desk.TruthAbout, d.Case, doc.ID})
	}
	if d.Request != "" {
		t.Say(TruthStage, doc.ID, d.Request, stage(doc.State))
		t.Need(d.Request, "is of a request that does not know it", []string{TruthPart, d.Request, doc.ID})
	}
	t.Count(len(d.Holders), "taken", doc.ID)
	t.Count(len(d.Holders)-d.busy(), "help", doc.ID)
}

// people holds the task to those who have it and those who are asked.
func (m *tasks) people(doc *post.Document, d *Data, t *post.Truths, live bool) {
	var everybody []string
	for _, h := range d.Holders {
		everybody = append(everybody, h.Person)
		t.Need(h.Person, "gave a place to nobody who is known")
		where := at(h.Person, h.Conversation)
		if doc.State != StateCancelled {
			t.Say(TruthGave, doc.ID, where)
		}
		if live && !h.Done {
			t.Need(h.Person, "gave a place to somebody who does not have it", []string{TruthHas, doc.ID, where}, []string{TruthForgets, h.Person})
		}
	}
	for _, l := range d.Offers {
		everybody = append(everybody, l.Person)
		t.Holds(d.Asked.has(l.Person), "waits for somebody who was not asked")
		t.Say(TruthAsks, doc.ID, l.Person)
		t.Need(l.Person, "waits for somebody who has no such offer", []string{TruthAsked, doc.ID, l.Person})
	}
	slices.Sort(everybody)
	t.Holds(len(slices.Compact(everybody)) == len(d.Holders)+len(d.Offers), "has somebody twice")
}

func stage(state string) string {
	switch state {
	case StateFull:
		return StageHeld
	case StateDone:
		return StageDone
	case StateEnded:
		return StageEnded
	case StateCancelled:
		return StageCancelled
	}
	return StageOpen
}

// FactTruths holds the facts about a task to it: as many places were taken and
// not given back as people have it, and as many said that they helped.
func FactTruths(f post.Fact, t *post.Truths) {
	n := map[string]int{"taken": -1, "released": 1, "help": -1}[f.Kind]
	if n == 0 && f.Kind != "task" && f.Kind != "match" && f.Kind != "unmet" && f.Kind != "cancelled" {
		return
	}
	var about struct {
		Task string `json:"task"`
	}
	if err := json.Unmarshal(f.Data, &about); err != nil || about.Task == "" {
		t.Holds(false, "is a fact of a task, and names none")
		return
	}
	t.Need(about.Task, "is a fact of a task that is not there")
	switch f.Kind {
	case "taken", "released":
		t.Count(n, "taken", about.Task)
	case "help":
		t.Count(n, "help", about.Task)
	}
}

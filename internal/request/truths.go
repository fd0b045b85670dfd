package request

import (
	"slices"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/task"
)

// stages are those in which a part's task may be while the request is live.
// Who is asked twice how it went may have answered late.
var stages = map[PartState][]string{
	Offered: {task.StageOpen},
	Nobody:  {task.StageOpen},
	Has:     {task.StageHeld},
	Done:    {task.StageDone, task.StageEnded, task.StageCancelled},
	Unmet:   {task.StageEnded, task.StageCancelled},
}

func (m *requests) truths(doc *post.Document, d *Data, t *post.Truths) {
	if doc.State == StateNew {
		return
	}
	decided := doc.State == StateApproved || doc.State == StateTaken || doc.State == StateStuck
	over := !decided && doc.State != StateWaiting
	t.Holds(doc.State != StateWaiting || len(d.Tasks) == 0, "has tasks before it was decided on")
	t.Holds(!decided || d.adds() == doc.State, "stands otherwise than its tasks add up to")
	t.Holds(!d.Alarmed || doc.State == StateWaiting, "was decided on, and people on call are still awake for it")
	t.Holds(len(d.Words) <= wordsKept, "keeps more words than it may")
	forgets := slices.ContainsFunc(doc.Timers, func(t post.Timer) bool { return t.Name == LetterForget })
	t.Holds(!over || forgets || d.Person == "" && d.Phone == "" && d.Name == "" && len(d.Words) == 0, "is over, and keeps details for ever")
	desk.SayWhose(t, doc.ID, d.Person, "is of somebody who is not there")
	if d.Unhappy != "" {
		t.Need(d.Unhappy, "names a case that is not about it", []string{desk.TruthAbout, d.Unhappy, doc.ID})
	}
	for _, p := range d.Tasks {
		t.Holds(!p.Unsure || p.State == Has, "asks about the time somebody who does not have it")
		may := stages[p.State]
		if over {
			may = []string{task.StageDone, task.StageEnded, task.StageCancelled}
		}
		var anyOf [][]string
		for _, s := range may {
			anyOf = append(anyOf, []string{task.TruthStage, p.Task, doc.ID, s})
		}
		t.Say(task.TruthPart, doc.ID, p.Task)
		t.Need(p.Task, "says something else of its task than the task", anyOf...)
	}
}

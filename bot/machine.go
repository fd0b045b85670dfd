package bot

import (
	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/request"
	"github.com/goodturn/goodturn/internal/task"
)

// Revision of a person's document. Raise it when older code could not step
// what newer code writes.
const Revision = 2

// Machine is how a person's document lives. What is said and decided stands
// in the flows; here is only whether the person may be texted at all.
func (b *Bot) Machine() post.Machine[Person] {
	return post.Machine[Person]{
		Name: "person", Revision: Revision, Start: stateNew, Upgrades: []post.Upgrade{heldTexts},
		Table: post.NewTable(stateNew, fsm.Events{
			{Name: "meet", Src: []string{stateNew}, Dst: stateKnown},
			{Name: "stop", Src: []string{stateNew, stateKnown}, Dst: stateStopped},
			{Name: "start", Src: []string{stateStopped}, Dst: stateKnown},
		}),
		States: map[string]string{
			stateNew:     "nobody has written from this number, nor been written to",
			stateKnown:   "texts come and go",
			stateStopped: "opted out: nothing is texted until they opt in",
		},
		Letters: map[string]string{
			LetterText: "a text came in", LetterFailed: "a text did not arrive", post.LetterRefused: "the provider will never take a text",
			post.LetterReturned:    "a text would have left in the quiet hours",
			post.LetterFound:       "what a query found",
			task.LetterOffer:       "a task is put to them",
			task.LetterWon:         "the task is theirs",
			task.LetterLost:        "the task is not theirs",
			task.LetterWithdrawn:   "an offer is not needed any more",
			task.LetterCancelled:   "a task of theirs is not needed any more",
			task.LetterRetimed:     "a task of theirs, or an offer, is for another time",
			task.LetterElsewhere:   "a task of theirs is at another place",
			task.LetterTold:        "a resident tells whoever has a task of theirs something",
			request.LetterProgress: "how far their request has come",
			desk.LetterRelay:       "a coordinator's words",
			desk.LetterUnanswered:  "a coordinator has closed their case, and wrote them nothing",
			desk.LetterAlarm:       "they are on call and somebody may be in danger",
			desk.LetterStood:       "somebody else on call has it",
			desk.LetterUnread:      "nobody has read their words of danger yet",
			desk.LetterRead:        "a named person has their words of danger",
			desk.LetterEnded:       "a coordinator has closed the case of their words of danger",
			desk.LetterChecked:     "a check of theirs was verified",
			letterLate:             "a state has lasted its time", letterMorning: "the quiet hours are over",
			letterFloor: "a question that waited may be asked", letterBack: "back on duty", letterOff: "off duty, as they had said before",
			letterAside: "texts that were not answered go to their case",
		},
		Rules: []post.Rule[Person]{
			{On: LetterText, In: "new known stopped", Do: b.do((*run).text)},
			{On: "failed refused", In: "new known stopped", Do: b.do((*run).undelivered)},
			{On: "found offer won lost withdrawn cancelled retimed elsewhere told progress relay unanswered alarm stood unread read ended checked", In: "new known stopped", Do: b.do((*run).letter)},
			{On: letterLate, In: "new known stopped", Do: b.do((*run).late)},
			{On: letterAside, In: "new known stopped", Do: b.do((*run).passAside)},
			{On: letterMorning, In: "new known", Do: b.do((*run).morning)},
			{On: letterMorning, In: stateStopped, Ignore: "what was held for the morning is not sent after an opt-out"},
			{On: post.LetterReturned, In: "new known", Do: b.do((*run).returned)},
			{On: post.LetterReturned, In: stateStopped, Ignore: "what was to be sent is not after an opt-out"},
			{On: letterFloor, In: "new known", Do: b.do((*run).freeFloor)},
			{On: letterFloor, In: stateStopped, Ignore: "nothing is asked after an opt-out"},
			{On: letterBack, In: "new known", Do: b.do((*run).backOnDuty)},
			{On: letterOff, In: "new known", Do: b.do((*run).goOffDuty)},
			{On: "back_on off_on", In: stateStopped, Ignore: "an opt-out ends a volunteer's duty"},
		},
		Index:  b.index,
		Truths: b.truths,
	}
}

// do makes a rule of a method: the person's whole turn, from letter to texts.
func (b *Bot) do(method func(*run)) func(*post.Turn, *Person) {
	return func(t *post.Turn, p *Person) {
		r := &run{Turn: t, bot: b, p: p}
		p.forgetOld(t.Now)
		r.endUnknown()
		method(r)
		r.finish()
	}
}

func nearKey(cell string) string { return task.NearKey(cell) }

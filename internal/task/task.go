// Package task is one dip-in piece of help that volunteers can take: it asks
// the nearest suitable people in waves, gives each place to one of them, and
// lets a coordinator know when nobody is left to ask. It is pure.
package task

import (
	"slices"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/post"
)

// Revision of a task's document. Raise it when older code could not step what
// newer code writes.
const Revision = 1

// The states of a task.
const (
	StateNew       = "new"
	StateSeeking   = "seeking"
	StateWaiting   = "waiting"
	StateFull      = "full"
	StateDone      = "done"
	StateEnded     = "ended"
	StateCancelled = "cancelled"
)

const (
	// grace is how long after its end a task may still be taken by somebody
	// who was asked: better late than not at all. Nobody new is asked then.
	grace = 30 * time.Minute
	// silence is how long after its end, or after its last place was taken where
	// it has no end, a task waits for DONE from whoever has it.
	silence = 7 * 24 * time.Hour
	// retry is when a task that nobody was left for looks again: people come on
	// duty, or finish what they had.
	retry = time.Hour
	// liveAtMost is how many offers may be unanswered at once.
	liveAtMost = 500
	// hopsAtMost is how long a chain of letters may be before the next wave
	// waits for the sweeper, where a new chain begins.
	hopsAtMost = 15
)

// Data is what a task keeps.
type Data struct {
	Spec
	Made    time.Time `json:"made,omitzero"`
	Holders []Holder  `json:"holders,omitempty"`
	Offers  []Live    `json:"offers,omitempty"`
	Asked   Asked     `json:"asked,omitempty"`
	Wave    int       `json:"wave,omitempty"` // how many waves went out
	// Km is how far the task asks; 0 is as the settings say.
	Km float64 `json:"km,omitempty"`
	// Depth is how far down the lists of volunteers the last find looked.
	Depth   int  `json:"depth,omitempty"`
	Finding bool `json:"finding,omitempty"`
	// Over says that the window has ended: no place is free any more.
	Over bool `json:"over,omitempty"`
	// Case is the case about it, and Stuck whether that case is to be settled.
	Case  string      `json:"case,omitempty"`
	Stuck bool        `json:"stuck,omitempty"`
	Lines []desk.Line `json:"lines,omitempty"`
}

// Holder is a volunteer who has a place.
type Holder struct {
	Person       string `json:"person"`
	Conversation string `json:"conversation"`
	First        string `json:"first,omitempty"`
	Done         bool   `json:"done,omitempty"`
	// Unsure says that it is to be done at another time than they said yes to, and
	// that they are asked whether they still can.
	Unsure bool `json:"unsure,omitempty"`
}

// Live is an offer that was not answered yet.
type Live struct {
	Person string    `json:"p"`
	Until  time.Time `json:"u"`
	// Sought says that the volunteer asked for it: it holds up no wave.
	Sought bool `json:"s,omitempty"`
}

type tasks struct{ o *org.Organisation }

// New returns the machine of a task.
func New(o *org.Organisation) post.Machine[Data] {
	m := &tasks{o}
	const live = "seeking waiting full"
	return post.Machine[Data]{
		Name: "task", Revision: Revision, Start: StateNew,
		Table: post.NewTable(StateNew, fsm.Events{
			{Name: "make", Src: []string{StateNew}, Dst: StateSeeking},
			{Name: "rest", Src: []string{StateSeeking}, Dst: StateWaiting},
			{Name: "seek", Src: []string{StateWaiting}, Dst: StateSeeking},
			{Name: "fill", Src: []string{StateSeeking, StateWaiting}, Dst: StateFull},
			{Name: "free", Src: []string{StateFull}, Dst: StateSeeking},
			{Name: "finish", Src: []string{StateSeeking, StateWaiting, StateFull}, Dst: StateDone},
			{Name: "end", Src: []string{StateSeeking, StateWaiting, StateFull}, Dst: StateEnded},
			{Name: "cancel", Src: []string{StateSeeking, StateWaiting, StateFull}, Dst: StateCancelled},
		}),
		States: map[string]string{
			StateNew:       "nobody has made it",
			StateSeeking:   "a place is free and people are being asked, wave after wave; a yes takes a place",
			StateWaiting:   "a place is free and nobody is left to ask: a coordinator has a case, or the morning is awaited; who asks for it is still offered it, a late yes still wins, and it looks again by itself",
			StateFull:      "every place is taken (or its time is over for the rest); whoever has it says DONE, or gives it back and it is offered again",
			StateDone:      "everybody who had it said that it is done; the resident's details are gone",
			StateEnded:     "its time ran out; the resident's details are gone",
			StateCancelled: "it is not needed any more, and whoever had it was told; the resident's details are gone",
		},
		Letters: map[string]string{
			LetterMake: "be a task", LetterSeek: "a volunteer asks to be offered it", LetterPassed: "a volunteer's document refused the offer",
			LetterDecline: "a volunteer said no", LetterExpire: "an offer ran out unanswered", LetterClaim: "a volunteer said yes",
			LetterRelease: "a volunteer can't after all", LetterFinish: "a volunteer has done it", LetterRecall: "a volunteer who has it asks where it was", LetterDelayed: "a volunteer who has it is late", LetterCancel: "nobody needs it any more",
			desk.LetterCallOff: "a coordinator calls it off", LetterWider: "a coordinator has everybody asked again, further out",
			LetterAmend: "what may be told of the resident has changed, or when it is to be done", LetterUntold: "who has it cannot be texted what was told", desk.LetterWho: "a case asks whom it is about",
			LetterWave: "the wave's time is up", LetterEnd: "the window has ended", LetterForget: "nobody has said DONE for a week",
			post.LetterFound: "who may be asked", post.LetterRefused: "Slack will never take the card",
		},
		Rules: []post.Rule[Data]{
			{On: LetterMake, In: StateNew, Do: m.make},
			{On: LetterMake, In: "*", Ignore: "it is made already"},

			{On: post.LetterFound, In: "seeking waiting", Do: m.found},
			{On: post.LetterFound, In: "*", Ignore: "no place is free any more, so nobody is asked"},
			{On: LetterSeek, In: live, Do: m.sought},
			{On: LetterSeek, In: "new done ended cancelled", Do: m.seekTooLate},
			{On: LetterWave, In: "seeking waiting", Do: m.waveOver},
			{On: LetterWave, In: "*", Ignore: "no place is free any more, so nobody is asked"},
			{On: LetterPassed, In: "seeking waiting full", Do: m.passed},
			{On: LetterDecline, In: live, Do: m.declined},
			{On: LetterExpire, In: live, Do: m.expired},
			{On: "passed declined expired", In: "*", Ignore: "the offer was withdrawn when the task was over"},
			{On: LetterWider, In: "seeking waiting", Do: m.wider},
			{On: LetterWider, In: "*", Do: m.tooLate},

			{On: LetterClaim, In: live, Do: m.claim},
			{On: LetterClaim, In: StateDone, Do: lost(Covered)},
			{On: LetterClaim, In: StateEnded, Do: lost(Ended)},
			{On: LetterClaim, In: StateCancelled, Do: lost(Cancelled)},
			{On: LetterClaim, In: StateNew, Do: lost(NotYours)},
			{On: LetterRelease, In: live, Do: m.release},
			{On: LetterRelease, In: "*", Ignore: "they do not have it any more: it is over, and they were told"},
			{On: LetterRecall, In: live, Do: m.recall},
			{On: LetterRecall, In: "*", Ignore: "it is over, and nobody may know the address any more"},
			{On: LetterDelayed, In: live, Do: m.delayed},
			{On: LetterDelayed, In: "*", Ignore: "it is over, and nobody waits for them"},
			{On: LetterFinish, In: "seeking waiting full ended cancelled", Do: m.finish},
			{On: LetterFinish, In: "*", Ignore: "everybody who had it said so already"},

			{On: "cancel call_off", In: live, Do: m.cancel},
			{On: "cancel call_off", In: "*", Do: m.tooLate},
			{On: LetterAmend, In: live, Do: m.amend},
			{On: LetterAmend, In: "*", Ignore: "nobody will take it, so nobody is told anything"},
			{On: LetterUntold, In: live, Do: m.untold},
			{On: LetterUntold, In: "*", Ignore: "it is over, and nobody need know it any more"},
			{On: desk.LetterWho, In: "*", Do: m.who},
			{On: LetterEnd, In: live, Do: m.end},
			{On: LetterEnd, In: "*", Ignore: "it is over already"},
			{On: LetterForget, In: StateFull, Do: m.forget},
			{On: LetterForget, In: "*", Ignore: "the details went when it was over"},
			{On: post.LetterRefused, In: "*", Ignore: "the card is drawn again with the next change, and the log names the refusal for the operator"},
		},
		Index:  m.index,
		Truths: m.truths,
	}
}

func (m *tasks) make(t *post.Turn, d *Data) {
	d.Spec, d.Made = post.Read[Spec](t), t.Now
	d.Places = max(d.Places, 1)
	t.Fire("make")
	m.card(t, d)
	m.setEnd(t, d)
	t.Note("task", map[string]any{"task": t.ID(), "kind": d.Kind, "hub": d.Hub, "area": d.Area, "places": d.Places, "by_request": d.Request != ""})
	m.next(t, d)
}

// kind is the kind of task. The settings may have lost it since: then it is one
// at a door, for which identity is asked.
func (m *tasks) kind(d *Data) org.Kind {
	k, ok := m.o.Kind(d.Kind)
	if !ok {
		return org.Kind{ID: d.Kind, Where: org.AtDoor, AsksFor: []org.Check{org.Identity}}
	}
	return k
}

func (m *tasks) hub(d *Data) org.Hub { return m.o.HubOr(d.Hub, d.Area) }

// card shows a task that a coordinator made; a request shows its own tasks.
func (m *tasks) card(t *post.Turn, d *Data) {
	if d.Request == "" {
		t.Card(m.hub(d).Channel)
	}
}

// free is how many places nobody has.
func (d *Data) free() int {
	if d.Over {
		return 0
	}
	return max(d.Places-len(d.Holders), 0)
}

func (d *Data) holder(person string) *Holder {
	i := slices.IndexFunc(d.Holders, func(h Holder) bool { return h.Person == person })
	if i < 0 {
		return nil
	}
	return &d.Holders[i]
}

// drop takes out a person's unanswered offer, if there is one.
func (d *Data) drop(person string) bool {
	n := len(d.Offers)
	d.Offers = slices.DeleteFunc(d.Offers, func(l Live) bool { return l.Person == person })
	return len(d.Offers) < n
}

// busy is how many who have it have not said DONE.
func (d *Data) busy() int {
	n := 0
	for _, h := range d.Holders {
		if !h.Done {
			n++
		}
	}
	return n
}

// late reports whether nobody new is asked, for the time is up.
func (d *Data) late(now time.Time) bool { return !d.By.IsZero() && !now.Before(d.By) }

func (m *tasks) index(doc *post.Document, d *Data) post.Index {
	if doc.State != StateSeeking && doc.State != StateWaiting || d.free() == 0 {
		return post.Index{}
	}
	k := m.kind(d)
	key := AnywhereKey
	if centre, known := m.o.Centre(d.Area); known && k.Where != org.ByPhone {
		key = OpenKey(centre.Cell())
	}
	label := d.Title
	if label == "" {
		label = k.LocalName
	}
	rank := d.By
	if rank.IsZero() {
		rank = d.Made.Add(30 * 24 * time.Hour)
	}
	return post.Index{Keys: []string{key}, Rank: rank.UnixMilli(), Summary: Summary{
		Kind: d.Kind, Hub: d.Hub, Title: d.Title, Area: d.Area, From: d.From, By: d.By, Windows: d.Windows, Soon: d.Soon, Minutes: d.Minutes, Free: d.free(), Label: label,
	}}
}

// Package request is what a resident asked for: a coordinator decides on it, it
// becomes tasks, and it ends with "did it go well?". It is pure.
package request

import (
	"slices"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/task"
)

// Revision of a request's document. Raise it when older code could not step
// what newer code writes.
const Revision = 1

// The states of a request.
const (
	StateNew        = "new"
	StateWaiting    = "waiting"
	StateApproved   = "approved"
	StateTaken      = "taken"
	StateStuck      = "stuck"
	StateFinished   = "finished"
	StateClosed     = "closed"
	StateSignposted = "signposted"
	StateDeclined   = "declined"
	StateWithdrawn  = "withdrawn"
)

const (
	wordsKept = 6
	// keepFor is how long words and details are kept after the end. A request
	// whose resident does not say how it went closes then.
	keepFor = 7 * 24 * time.Hour
)

// Data is what a request keeps.
type Data struct {
	Ask
	Hub    string    `json:"hub,omitempty"`
	Opened time.Time `json:"opened,omitzero"`
	Rung   int       `json:"rung,omitempty"` // how many steps of its clock were taken
	Tasks  []Part    `json:"tasks,omitempty"`
	// Who decided, by first name; empty where the settings let it go straight out.
	Who    string `json:"who,omitempty"`
	Seen   string `json:"seen,omitempty"` // a person on call who looks at it
	Slow   bool   `json:"slow,omitempty"` // the resident was told that nobody has looked yet
	Edited bool   `json:"edited,omitempty"`
	// Alarmed says that the people on call were alarmed and not stood down.
	Alarmed  bool        `json:"alarmed,omitempty"`
	Partner  string      `json:"partner,omitempty"`
	Reason   string      `json:"reason,omitempty"`
	Channels []string    `json:"channels,omitempty"`
	Lines    []desk.Line `json:"lines,omitempty"`
	Unhappy  string      `json:"unhappy,omitempty"` // the case about help that did not go well
	// DoNotText says that a coordinator's words came back: an opt-out, or not safe.
	DoNotText bool `json:"do_not_text,omitempty"`
	// Private says that the resident keeps their name and address to themselves.
	Private bool `json:"private,omitempty"`
	// AccessOf is what only whoever comes for one kind of help must know, beside Access.
	AccessOf map[string]string `json:"access_of,omitempty"`
	// StaysOf is what of AccessOf is so at any door.
	StaysOf map[string]string `json:"stays_of,omitempty"`
	// Left is what was said of a door where they are no more, and nobody is told now.
	Left string `json:"left,omitempty"`
	// Added are the texts that asked for more of what is needed.
	Added []string `json:"added,omitempty"`
	// Asides are texts that ask how it stands, and tell nothing of what is needed.
	Asides []string `json:"asides,omitempty"`
	// Unanswered says that they asked something when it was decided, and that no
	// coordinator has written to them since.
	Unanswered bool `json:"unanswered,omitempty"`
	// Gone are kinds of help that they needed at first: their words may still ask for them.
	Gone []string `json:"gone,omitempty"`
	// Retimed says that they asked for it at another time first.
	Retimed bool `json:"retimed,omitempty"`
	// Elsewhere is where they may be now, which nobody has decided on.
	Elsewhere *Place `json:"elsewhere,omitempty"`
	// Doubt is what may have changed of somebody in danger, and Doubtful the case about it.
	Doubt    string `json:"doubt,omitempty"`
	Doubtful string `json:"doubtful,omitempty"`
}

// Part is one of a request's tasks.
type Part struct {
	Task      string    `json:"task"`
	Kind      string    `json:"kind"`
	State     PartState `json:"state"`
	Volunteer string    `json:"volunteer,omitempty"` // first name
	// Unsure says that the volunteer is asked whether they can at another time than
	// they had said yes to.
	Unsure bool `json:"unsure,omitempty"`
}

// PartState is how far one task has come.
type PartState string

// The states of a part.
const (
	Offered PartState = "asked"
	Has     PartState = "taken"
	Nobody  PartState = "stuck"
	Done    PartState = "done"
	Unmet   PartState = "unmet"
)

type requests struct {
	o      *org.Organisation
	person func(phone string) string
}

// New returns the machine of a request. PersonID gives the document of a
// phone: people on call are alarmed there.
func New(o *org.Organisation, personID func(phone string) string) post.Machine[Data] {
	m := &requests{o, personID}
	const live = "waiting approved taken stuck"
	const every = "waiting approved taken stuck finished closed signposted declined withdrawn"
	return post.Machine[Data]{
		Name: "request", Revision: Revision, Start: StateNew,
		Table: post.NewTable(StateNew, fsm.Events{
			{Name: "ask", Src: []string{StateNew}, Dst: StateWaiting},
			{Name: "approve", Src: []string{StateWaiting}, Dst: StateApproved},
			{Name: "seek", Src: []string{StateTaken, StateStuck}, Dst: StateApproved},
			{Name: "take", Src: []string{StateApproved, StateStuck}, Dst: StateTaken},
			{Name: "stick", Src: []string{StateApproved, StateTaken}, Dst: StateStuck},
			{Name: "finish", Src: []string{StateApproved, StateTaken, StateStuck}, Dst: StateFinished},
			{Name: "close", Src: []string{StateApproved, StateTaken, StateStuck, StateFinished}, Dst: StateClosed},
			{Name: "signpost", Src: []string{StateWaiting, StateApproved, StateStuck}, Dst: StateSignposted},
			{Name: "decline", Src: []string{StateWaiting, StateApproved, StateStuck}, Dst: StateDeclined},
			{Name: "withdraw", Src: []string{StateWaiting, StateApproved, StateTaken, StateStuck}, Dst: StateWithdrawn},
		}),
		States: map[string]string{
			StateNew:        "nobody has asked",
			StateWaiting:    "it waits for a coordinator, and its clock runs; they approve, edit, ask something, signpost or decline",
			StateApproved:   "its tasks are offered to volunteers",
			StateTaken:      "each task has a volunteer, and the resident knows who comes",
			StateStuck:      "nobody is left to ask for one of its tasks; a coordinator has a case, and a late yes still counts",
			StateFinished:   "done, and the resident is asked whether it went well",
			StateClosed:     "over; the details go some days later",
			StateSignposted: "a partner helps instead, and the resident knows whom to ring",
			StateDeclined:   "a coordinator said no, with a reason that the resident was told",
			StateWithdrawn:  "the resident does not need it any more",
		},
		Letters: map[string]string{
			LetterAsk: "a resident asks", LetterApprove: "a coordinator approves it", LetterEdit: "a coordinator corrects it",
			LetterMove: "a coordinator corrects where it is, after approval", desk.LetterCallOff: "a coordinator calls it off, as it is not needed any more",
			LetterQuestion: "a coordinator asks the resident something", LetterSignpost: "a coordinator names a partner", LetterDecline: "a coordinator says no",
			LetterRemark: "a coordinator's words for the resident", LetterHeard: "the resident's words for the coordinator",
			LetterDetail:   "what they said after it was sent",
			LetterConsent:  "may their details go to one volunteer",
			desk.LetterWho: "a case asks whom it is about",
			LetterWithdraw: "the resident does not need it any more", LetterFeedback: "how it went", LetterClock: "nobody has decided in time",
			LetterForget:     "words and details are kept no longer",
			task.LetterTaken: "a volunteer has one of its tasks", task.LetterReleased: "that volunteer can't after all",
			task.LetterUnfilled: "nobody is left to ask", task.LetterFinished: "a task is done", task.LetterEnded: "nobody will do a task any more",
			task.LetterDelayed:     "a volunteer who has one of its tasks is late",
			task.LetterUnread:      "a volunteer cannot be texted what the resident told",
			desk.LetterAcknowledge: "a person on call looks at it", desk.LetterPassOn: "a person on call can't",
			post.LetterRefused: "Slack will never take a card or a message",
		},
		Rules: []post.Rule[Data]{
			{On: LetterAsk, In: StateNew, Do: m.ask},
			{On: LetterAsk, In: "*", Ignore: "it was asked already; what changed comes as their words"},

			{On: LetterApprove, In: StateWaiting, Do: m.approve},
			{On: LetterEdit, In: StateWaiting, Do: m.edit},
			{On: LetterSignpost, In: "waiting approved stuck", Do: m.signpost},
			{On: LetterDecline, In: "waiting approved stuck", Do: m.decline},
			{On: "approve edit signpost decline", In: "*", Do: m.already},
			{On: LetterMove, In: "approved taken stuck", Do: m.move},
			{On: LetterMove, In: "*", Do: m.already},
			{On: desk.LetterCallOff, In: live, Do: m.callOff},
			{On: desk.LetterCallOff, In: "*", Do: m.already},
			{On: "question remark", In: every, Do: m.relay},
			{On: LetterHeard, In: every, Do: m.heard},
			{On: "question remark heard", In: StateNew, Ignore: "nobody has asked for anything: there is nobody to pass words to"},
			{On: LetterClock, In: StateWaiting, Do: m.clock},
			{On: LetterClock, In: "*", Ignore: "a coordinator has decided, and the clock stands still"},
			{On: desk.LetterAcknowledge, In: StateWaiting, Do: m.acknowledge},
			{On: desk.LetterPassOn, In: StateWaiting, Do: m.passOn},
			{On: "acknowledge pass_on", In: "*", Ignore: "a coordinator has decided already"},

			{On: task.LetterTaken, In: "approved taken stuck", Do: m.taken},
			{On: task.LetterReleased, In: "approved taken stuck", Do: m.released},
			{On: task.LetterUnfilled, In: "approved taken stuck", Do: m.unfilled},
			{On: task.LetterFinished, In: "approved taken stuck", Do: m.finished},
			{On: task.LetterEnded, In: "approved taken stuck", Do: m.unmet},
			{On: task.LetterUnread, In: "approved taken stuck", Do: m.unread},
			{On: task.LetterDelayed, In: "approved taken stuck", Do: m.delayed},
			{On: "taken released unfilled finished ended unread delayed", In: "*", Ignore: "it is over: its tasks were cancelled, and tell their volunteers themselves"},

			{On: LetterConsent, In: every, Do: m.consent},
			{On: LetterDetail, In: every, Do: m.detail},
			{On: LetterDetail, In: StateNew, Ignore: "nobody has asked for anything"},
			{On: LetterConsent, In: StateNew, Ignore: "nobody has asked for anything"},

			{On: desk.LetterWho, In: "*", Do: m.whom},

			{On: LetterWithdraw, In: live, Do: m.withdraw},
			{On: LetterWithdraw, In: "*", Ignore: "it is over already"},
			{On: LetterFeedback, In: "finished closed", Do: m.feedback},
			{On: LetterFeedback, In: "*", Ignore: "nobody was asked how it went"},
			{On: LetterForget, In: "finished closed signposted declined withdrawn", Do: m.forget},
			{On: LetterForget, In: "*", Ignore: "it is not over, and its details are needed"},
			{On: post.LetterRefused, In: StateWaiting, Do: m.unseen},
			{On: post.LetterRefused, In: "*", Ignore: "the card is drawn again with the next change, and the log names the refusal for the operator"},
		},
		Index:  m.index,
		Truths: m.truths,
	}
}

func (m *requests) hub(d *Data) org.Hub { return m.o.HubOr(d.Hub, d.Area) }

// show has every channel that shows the request draw it again.
func (m *requests) show(t *post.Turn, d *Data) {
	for _, channel := range d.Channels {
		t.Card(channel)
	}
}

func (m *requests) showIn(t *post.Turn, d *Data, channel string) {
	if channel != "" && !slices.Contains(d.Channels, channel) {
		d.Channels = append(d.Channels, channel)
	}
	m.show(t, d)
}

func (m *requests) log(t *post.Turn, d *Data, key string, args map[string]any) {
	d.Lines = desk.Log(d.Lines, t.Now, key, args)
}

func (m *requests) ask(t *post.Turn, d *Data) {
	d.Ask, d.Opened = post.Read[Ask](t), t.Now
	d.keep()
	hub, _ := m.o.HubFor(d.Area)
	d.Hub = hub.ID
	t.Fire("ask")
	if d.Consent {
		m.log(t, d, "card.request.line.consent", map[string]any{"First": d.voice()})
	}
	t.Note("request", map[string]any{"kinds": d.Kinds, "hub": d.Hub, "area": d.Area, "what": "asked"})
	if m.straightOut(d) {
		m.log(t, d, "card.request.line.straight_out", nil)
		m.send(t, d)
	} else {
		m.wind(t, d)
	}
	m.showIn(t, d, hub.Channel)
}

// unseen is a card that Slack will never take in the hub's channel: the on-call
// channel is told at once that the request waits.
func (m *requests) unseen(t *post.Turn, d *Data) {
	e := post.Read[post.Refusal](t).Entry
	if e.Kind == post.EntryCard && e.To == m.hub(d).Channel && m.o.OnCall.Channel != e.To {
		d.Channels = []string{m.o.OnCall.Channel}
		m.show(t, d)
	}
}

// straightOut reports whether the settings let all that was asked for go out
// without a coordinator.
func (m *requests) straightOut(d *Data) bool {
	for _, id := range d.Kinds {
		if k, ok := m.o.Kind(id); !ok || !k.StraightOut {
			return false
		}
	}
	return len(d.Kinds) > 0 && !d.Private
}

func (d *Data) keep() {
	if n := len(d.Words); n > wordsKept {
		d.Words = slices.Clone(d.Words[n-wordsKept:])
	}
}

// send makes the tasks and tells the resident that people are being asked.
func (m *requests) send(t *post.Turn, d *Data) {
	t.Fire("approve")
	m.rest(t, d)
	for _, id := range d.Kinds {
		k, ok := m.o.Kind(id)
		if !ok {
			continue
		}
		p := Part{Task: t.New("task"), Kind: id, State: Offered}
		d.Tasks = append(d.Tasks, p)
		at := d.timeOf(id)
		t.Write(p.Task, task.LetterMake, task.Spec{
			Kind: id, Hub: d.Hub, Request: t.ID(), What: m.what(d, k), Area: d.Area, Resident: d.resident(k),
			From: at.From, By: at.By, Windows: at.Windows, Soon: at.Soon, Retimed: d.Retimed, Places: 1, Minutes: k.Minutes, MadeBy: d.Who,
		})
	}
	m.progress(t, d, Progress{Step: Approved, Kind: d.firstKind(), What: d.What, By: d.due(), Who: d.Who})
	t.Note("request", map[string]any{"kinds": d.Kinds, "hub": d.Hub, "area": d.Area, "what": "approved", "after_s": int(t.Now.Sub(d.Opened).Seconds())})
}

// amend gives the tasks that are still to be done what is known now, and tells whoever
// comes what they were told that is for them.
func (m *requests) amend(t *post.Turn, d *Data, x Detail) {
	for _, p := range d.Tasks {
		if k, ok := m.o.Kind(p.Kind); ok && p.State != Done && p.State != Unmet {
			at := d.timeOf(p.Kind).Time
			t.Write(p.Task, task.LetterAmend, task.Amend{Resident: d.resident(k), What: m.what(d, k), Area: d.Area, Time: &at, Tell: m.tells(d, x, p), Late: x.Late})
		}
	}
}

// whom tells a private case whom the request is about: its lead may ring them.
func (m *requests) whom(t *post.Turn, d *Data) {
	t.Write(post.Read[desk.Who](t).Case, desk.LetterSubject, desk.Subject{First: d.First, Name: d.Name, Phone: d.Phone, Address: d.address()})
}

// progress tells the resident how far it has come.
func (m *requests) progress(t *post.Turn, d *Data, p Progress) {
	if d.Person == "" {
		return
	}
	p.Request, p.Area = t.ID(), d.Area
	t.Write(d.Person, LetterProgress, p)
}

func (m *requests) index(doc *post.Document, d *Data) post.Index {
	if doc.State != StateWaiting {
		return post.Index{}
	}
	what := d.firstKind()
	if k, ok := m.o.Kind(what); ok {
		what = k.LocalName
	}
	hub := m.hub(d)
	w := desk.Waiting{Kind: string(desk.Triage), First: d.First, Area: d.Area, What: what, By: d.due(), Since: d.Opened, Who: d.Seen, Ref: desk.Ref(doc.ID)}
	if posted := doc.Posts[hub.Channel]; posted != "" {
		w.Card = hub.Channel + "/" + posted
	}
	return post.Index{Keys: []string{desk.WaitingKey(hub.ID)}, Rank: d.Opened.UnixMilli(), Summary: w}
}

package desk

import (
	"slices"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/post"
)

// Revision of a case's document. Raise it when older code could not step what
// newer code writes.
const Revision = 1

// The states of a case.
const (
	StateNew     = "new"
	StateOpen    = "open"
	StateClaimed = "claimed"
	StateClosed  = "closed"
)

const (
	wordsKept = 6
	// keepFor is how long a closed case holds words, a name and a number. A
	// private one keeps them: concerns are records that must be kept.
	keepFor = 30 * 24 * time.Hour
	// After this many rounds of alarms the next come five times as slowly:
	// nobody sleeps through thirty texts who would wake at the thirty-first.
	fastRounds, slower = 30, 5
)

// Parts of the danger clock, by which its timers are told apart.
const (
	partAgain  = "again"
	partSender = "sender"
)

// violence is the danger in which a text may harm whoever gets it.
const violence = "violence"

// Data is what a case keeps.
type Data struct {
	Open
	Opened time.Time `json:"opened,omitzero"`
	// Since is when the clock began: when it was opened, or last set back.
	Since time.Time `json:"since,omitzero"`
	// Rung is how many steps of its clock's ladder were taken; for danger, how
	// many rounds of alarms.
	Rung int `json:"rung,omitempty"`
	// Who has it, or had it when it closed.
	Who   string `json:"who,omitempty"`
	WhoID string `json:"who_id,omitempty"` // a Slack user, or a person's document
	// Channels are those whose card shows the case, the first one first.
	Channels []string `json:"channels,omitempty"`
	// Raised is which of the words raised the case.
	Raised int `json:"raised,omitempty"`
	// Alarmed says that the people on call were alarmed and not stood down.
	Alarmed bool `json:"alarmed,omitempty"`
	// Passed are people on call who can't.
	Passed []string `json:"passed,omitempty"`
	// Safe says that the person answered that texts are safe.
	Safe bool `json:"safe,omitempty"`
	// Unread says that the sender was told that nobody has read it.
	Unread bool `json:"unread,omitempty"`
	// Subject is whom a private case is about, if it is about a task or a request.
	Subject Subject  `json:"subject,omitzero"`
	Seen    []string `json:"seen,omitempty"` // checks that were verified
	// Understood says that they were understood since: nobody is reminded of it then.
	Understood bool `json:"understood,omitempty"`
	// Texted says that a coordinator has texted the person from its thread.
	Texted bool `json:"texted,omitempty"`
	// Times is how often an undelivered case's cause came up; 0 is once.
	Times int    `json:"times,omitempty"`
	Lines []Line `json:"lines,omitempty"`
	How   string `json:"how,omitempty"` // how it closed: a line's key
}

type cases struct {
	o      *org.Organisation
	person func(phone string) string
}

// New returns the machine of a case. PersonID gives the document of a phone:
// people on call are alarmed there.
func New(o *org.Organisation, personID func(phone string) string) post.Machine[Data] {
	c := &cases{o, personID}
	return post.Machine[Data]{
		Name: "case", Revision: Revision, Start: StateNew,
		Table: post.NewTable(StateNew, fsm.Events{
			{Name: "open", Src: []string{StateNew, StateClaimed, StateClosed}, Dst: StateOpen},
			{Name: "claim", Src: []string{StateOpen}, Dst: StateClaimed},
			{Name: "close", Src: []string{StateOpen, StateClaimed}, Dst: StateClosed},
		}),
		States: map[string]string{
			StateNew:     "nobody has opened it",
			StateOpen:    "it waits for a person, and its clock runs: the channel is reminded, then the people on call; in danger they are alarmed at once, and again, until one of them has it",
			StateClaimed: "a named person has it, and its clock stands still; words go to and fro in its thread until they close it",
			StateClosed:  "nothing more is asked of anybody; danger, or a cause that comes back, opens it again",
		},
		Letters: map[string]string{
			LetterOpen: "something needs a coordinator", LetterClaim: "a coordinator has it", LetterClose: "a coordinator is through with it",
			LetterFalseAlarm: "a coordinator says that nobody was in danger", LetterIDSeen: "a coordinator has seen a volunteer's identity",
			LetterNotYet: "the identity was not seen yet", LetterWider: "a coordinator has more people asked", LetterCallOff: "a coordinator calls the task off",
			LetterRemark: "a coordinator's words for the person", LetterHeard: "the person's words for the coordinator",
			LetterAcknowledge: "a person on call has it", LetterPassOn: "a person on call can't",
			LetterSubject: "whom a concern is about", LetterComing: "who may be on the way to the person has changed", LetterUnderstood: "they have been understood since",
			LetterSettled: "the cause is gone", LetterClock: "nobody has acted in time", LetterForget: "words and numbers are kept no longer",
			post.LetterRefused: "Slack will never take a card or a message",
		},
		Rules: []post.Rule[Data]{
			{On: LetterOpen, In: StateNew, Do: c.open},
			{On: LetterOpen, In: "open claimed closed", Do: c.again},
			{On: LetterClaim, In: "open claimed closed", Do: c.claim},
			{On: LetterClose, In: "open claimed closed", Do: c.close},
			{On: LetterFalseAlarm, In: "open claimed closed", Do: c.falseAlarm},
			{On: LetterIDSeen, In: "open claimed closed", Do: c.idSeen},
			{On: LetterNotYet, In: "open claimed closed", Do: c.notYet},
			{On: LetterWider, In: "open claimed closed", Do: c.wider},
			{On: LetterCallOff, In: "open claimed closed", Do: c.callOff},
			{On: LetterRemark, In: "open claimed closed", Do: c.remark},
			{On: LetterHeard, In: "open claimed closed", Do: c.heard},
			{On: LetterAcknowledge, In: "open claimed closed", Do: c.acknowledge},
			{On: LetterPassOn, In: StateOpen, Do: c.passOn},
			{On: LetterPassOn, In: "claimed closed", Ignore: "somebody has it already"},
			{On: LetterSubject, In: "open claimed closed", Do: c.subject},
			{On: LetterComing, In: "open claimed closed", Do: c.coming},
			{On: LetterUnderstood, In: "open claimed", Do: c.understood},
			{On: LetterUnderstood, In: StateClosed, Ignore: "a coordinator was through with it before"},
			{On: LetterSettled, In: "open claimed", Do: c.settled},
			{On: LetterSettled, In: StateClosed, Ignore: "it is closed already"},
			{On: LetterClock, In: StateOpen, Do: c.clock},
			{On: LetterClock, In: "claimed closed", Ignore: "somebody has acted, and the clock stands still"},
			{On: LetterForget, In: StateClosed, Do: c.forget},
			{On: LetterForget, In: "open claimed", Ignore: "it was opened again, and its words are needed"},
			{On: post.LetterRefused, In: StateOpen, Do: c.unseen},
			{On: post.LetterRefused, In: "*", Ignore: "the card is drawn again with the next change, and the log names the refusal for the operator"},
			{On: "claim close false_alarm id_seen not_yet wider call_off remark heard acknowledge pass_on subject coming understood settled clock forget", In: StateNew,
				Ignore: "there is no such case: whoever names it has a wrong or a forged id"},
		},
		Index:  c.index,
		Truths: c.truths,
	}
}

// home is the channel of the case: only the safeguarding channel for a private one.
func (c *cases) home(d *Data) string {
	if d.Kind.Private() {
		return c.o.Safeguarding.Channel
	}
	return c.hub(d).Channel
}

func (c *cases) hub(d *Data) org.Hub { return c.o.HubOr(d.Hub, d.Area) }

// show has every channel that shows the case draw it again: danger that nobody
// has yet ahead of all else.
func (c *cases) show(t *post.Turn, d *Data) {
	draw := t.Card
	if d.Kind == Danger && t.State() == StateOpen {
		draw = t.CardFirst
	}
	for _, channel := range d.Channels {
		draw(channel)
	}
}

// showIn has another channel show the case too, and all others draw it again.
func (c *cases) showIn(t *post.Turn, d *Data, channel string) {
	if channel != "" && !slices.Contains(d.Channels, channel) {
		d.Channels = append(d.Channels, channel)
	}
	c.show(t, d)
}

func (c *cases) thread(t *post.Turn, d *Data, n Note) { t.Thread(c.home(d), n) }

func (c *cases) open(t *post.Turn, d *Data) {
	d.Open = post.Read[Open](t)
	d.Opened, d.Raised = t.Now, max(len(d.Words)-1, 0)
	d.keep()
	t.Fire("open")
	c.start(t, d)
	c.askWhom(t, d)
	t.Note("case", map[string]any{"kind": d.Kind, "danger": d.Danger, "hub": c.hub(d).ID, "what": "opened"})
}

// askWhom asks the task or request that a private case is about whom to ring.
func (c *cases) askWhom(t *post.Turn, d *Data) {
	if kind := post.KindOf(d.About); d.Kind.Private() && (kind == "task" || kind == "request") {
		t.Write(d.About, LetterWho, Who{Case: t.ID()})
	}
}

func (c *cases) subject(t *post.Turn, d *Data) {
	d.Subject = post.Read[Subject](t)
	c.show(t, d)
}

func (c *cases) coming(t *post.Turn, d *Data) {
	d.Coming = post.Read[Coming](t)
	if t.State() != StateClosed {
		c.show(t, d)
	}
}

// unseen is a card that Slack will never take in the case's own channel: the
// on-call channel is told at once that the case waits.
func (c *cases) unseen(t *post.Turn, d *Data) {
	e := post.Read[post.Refusal](t).Entry
	if e.Kind == post.EntryCard && e.To == c.home(d) && c.o.OnCall.Channel != e.To {
		d.Channels = []string{c.o.OnCall.Channel}
		c.show(t, d)
	}
}

// again takes a cause that comes back: the newest words, and an open state.
func (c *cases) again(t *post.Turn, d *Data) {
	o := post.Read[Open](t)
	if d.Person == "" {
		d.Person, d.First, d.Name, d.Phone = o.Person, o.First, o.Name, o.Phone // as it was before it was forgotten
	}
	d.Words = append(d.Words, o.Words...)
	d.keep()
	c.missed(t, d)
	if o.DoNotText {
		d.DoNotText = true
	}
	worse := o.Kind == Danger && d.Kind != Danger
	if worse {
		d.Kind, d.Danger = Danger, o.Danger
	}
	d.Detail, d.InHand = o.Detail, o.InHand
	unanswered := !d.Kind.Private() && (o.Kind == Robot || o.Kind == Flood)
	if unanswered {
		d.Kind = o.Kind
	}
	if d.Kind == NotUnderstood && o.Kind == WantsPerson {
		d.Kind = WantsPerson
	}
	if !o.By.IsZero() {
		d.By = o.By
	}
	if t.State() == StateOpen && (d.Kind == NotUnderstood || d.Kind == WantsPerson) {
		d.Lines = Log(d.Lines, t.Now, "card.case.line.again", nil)
	}
	if d.Kind == Undelivered {
		d.Times = max(d.Times, 1) + 1
	}
	taken := t.State() == StateClaimed && (unanswered || d.Kind == Undelivered)
	if (t.State() == StateOpen || taken) && !worse {
		c.show(t, d)
		return
	}
	c.reopen(t, d)
}

func (c *cases) reopen(t *post.Turn, d *Data) {
	if t.State() != StateOpen {
		t.Fire("open")
	}
	d.Lines = Log(d.Lines, t.Now, "card.case.line.again", nil)
	d.Who, d.WhoID, d.How, d.Passed = "", "", "", nil
	t.Cancel(LetterForget)
	c.start(t, d)
}

// start begins the clock and shows the case where it belongs.
func (c *cases) start(t *post.Turn, d *Data) {
	d.Since, d.Rung, d.Unread = t.Now, 0, false
	c.showIn(t, d, c.home(d))
	if d.Kind == WrongMedicine {
		c.showIn(t, d, c.o.OnCall.Channel) // before it is taken
	}
	if d.Kind == Danger {
		c.alarm(t, d, false)
		c.wind(t, d)
		if c.o.Clocks.Danger.TellSender > 0 {
			t.Set(post.Timer{Name: partSender, Kind: LetterClock, Part: partSender, Due: t.Now.Add(c.o.Clocks.Danger.TellSender), Urgent: true})
		}
		return
	}
	c.wind(t, d)
}

// keep bounds the words that a case carries: the latest, and those that raised it
// where somebody may be in danger.
func (d *Data) keep() {
	for len(d.Words) > wordsKept {
		i := 0
		if d.Kind.Private() && d.Raised == 0 {
			i = 1
		}
		d.Words = slices.Delete(slices.Clone(d.Words), i, i+1)
		d.Raised = max(d.Raised-1, 0)
	}
}

// mayText reports whether the case itself may have the sender texted: not where
// a text may harm them, unless they said that it is safe.
func (d *Data) mayText() bool {
	return d.Person != "" && !d.DoNotText && (d.Danger != violence || d.Safe)
}

func (c *cases) index(doc *post.Document, d *Data) post.Index {
	if doc.State != StateOpen && doc.State != StateClaimed {
		return post.Index{}
	}
	key := WaitingKey(c.hub(d).ID)
	if d.Kind.Private() {
		key = WaitingPrivate
	}
	what := d.AboutKind
	if k, ok := c.o.Kind(what); ok {
		what = k.LocalName
	}
	home := c.home(d)
	w := Waiting{Kind: string(d.Kind), First: d.First, Area: d.Area, What: what, By: d.By, Since: d.Since, Who: d.Who, Ref: Ref(doc.ID)}
	if posted := doc.Posts[home]; posted != "" {
		w.Card = home + "/" + posted
	}
	return post.Index{Keys: []string{key}, Rank: d.Opened.UnixMilli(), Summary: w}
}

package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/match"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/task"
)

const (
	// An unanswered question keeps the floor this long; then another may be asked.
	floorFor = 10 * time.Minute
	// Somebody who texted this lately is awake, whatever the hour.
	awakeFor = time.Hour
	// joinedAtMost is how long sentences of one turn may be to share a text:
	// two segments.
	joinedAtMost = 300

	recentKept = 6
	// Words of longer ago than this are of another matter than the one that a
	// coordinator is to see to, and are not shown with it.
	recentFor = 7 * 24 * time.Hour
	endedKept = 12
	numbersTo = 99
)

// A run is one step of a person's document.
type run struct {
	*post.Turn
	bot *Bot
	p   *Person

	heard   hear.Heard
	body    string
	answers bool // a text of theirs caused this step
	// wrote says that they have texted before.
	wrote bool
	// gap is how long after their last text this one came.
	gap  time.Duration
	said []said
	// private says that the text is for a private case, and for no other later.
	private bool
	// earlier are texts of theirs that are to be heard after this one.
	earlier []string
	// toPerson says that a coordinator reads this text, as it was not understood.
	toPerson bool
	// meant is what they asked for that the text is of, where it names one of several.
	meant *Conversation
	// again says that the question that is open is to be asked again.
	again bool
}

type said struct {
	text string
	// again says the same in other words; nil says it in the same.
	again         func() string
	apart, urgent bool
	// until is how long it is worth saying; the zero time is for ever.
	until time.Time
	// conversation and state are those of a question; of what is worth something while
	// its conversation lasts there is no state. Both are empty for anything else.
	conversation, state string
}

func (r *run) talk(c *Conversation) *Talk {
	return &Talk{Turn: r.Turn, Org: r.org(), Person: r.p, Conv: c, Heard: &r.heard, Body: r.body, run: r}
}

// org is the organisation as it speaks to this person.
func (r *run) org() *org.Organisation { return r.bot.Org.In(r.p.Language) }

func (r *run) flow(c *Conversation) *flowTable {
	f := r.bot.flows[c.Flow]
	if f == nil {
		panic(fmt.Errorf("conversation %s runs a flow that is not known", c.ID))
	}
	return f
}

func (r *run) state(c *Conversation) *State {
	s := r.flow(c).states[c.State]
	if s == nil {
		panic(fmt.Errorf("conversation %s stands in state %q, which its flow does not know", c.ID, c.State))
	}
	return s
}

// endUnknown ends conversations that this program does not know, as an older
// one may have left them. A coordinator has a case; what the person texts is
// heard all the same.
func (r *run) endUnknown() {
	for _, c := range slices.Clone(r.p.Conversations) {
		if f := r.bot.flows[c.Flow]; f != nil {
			if _, known := f.States[c.State]; known {
				continue
			}
		}
		r.drop(c)
		hub, _ := r.bot.Org.HubFor(r.p.Area)
		r.Write(r.New("case"), desk.LetterOpen, desk.Open{
			Kind: desk.Broken, Hub: hub.ID, Person: r.ID(), First: r.p.First, Name: r.p.Name, Phone: r.p.Phone,
			Area: r.p.Area, About: c.About, DoNotText: r.State() == stateStopped || r.p.Silent, Detail: c.Flow + " " + c.State,
		})
	}
}

// letter gives a letter to its conversation, or begins one.
func (r *run) letter() {
	l := r.Letter
	if r.State() == stateNew {
		r.meet(l)
	}
	if r.addressed(l) {
		return
	}
	name, ok := r.bot.begins[l.Kind]
	if !ok {
		r.whoseLetter(l)
		return
	}
	if r.bot.alone(r.p) && l.Kind == task.LetterOffer {
		r.Write(post.Read[task.Offer](r.Turn).Task, task.LetterPassed, task.Passed{Person: r.ID(), Reason: match.OptedOut})
		return
	}
	c := r.make(name, "", nil)
	if !r.flow(c).Begins[l.Kind](r.talk(c)) {
		r.drop(c)
		return
	}
	for _, other := range r.p.With(name) {
		if other == c || other.About != c.About {
			continue
		}
		if event := r.state(other).On[l.Kind]; event != "" {
			r.drop(c)
			r.fire(other, event)
			return
		}
	}
	r.enter(c, r.flow(c).Start)
}

// addressed gives a letter to the conversation that it names, or answers for
// one that is over. It leaves a letter that such a conversation never takes:
// that is for the person, as a coordinator's words are.
func (r *run) addressed(l post.Letter) bool {
	part := l.Part()
	if part == "" {
		return false
	}
	name := part
	if i := strings.LastIndexByte(part, '-'); i > 0 {
		name = part[:i]
	}
	f := r.bot.flows[name]
	if f == nil || !slices.Contains(f.Letters, l.Kind) {
		return false
	}
	if c := r.p.conversation(part); c == nil {
		if a := f.After[l.Kind]; a.Do != nil {
			a.Do(r.talk(&Conversation{ID: part, Flow: name}))
		}
	} else if event := r.state(c).On[l.Kind]; event != "" {
		r.fire(c, event)
	}
	return true
}

// whoseLetter gives a letter that names no conversation to the one that is
// about the document that wrote it. When that is over there is nothing to say.
func (r *run) whoseLetter(l post.Letter) {
	for _, c := range r.p.Conversations {
		if event := r.state(c).On[l.Kind]; event != "" && c.About == l.From {
			r.fire(c, event)
			return
		}
	}
}

// meet notes the number of somebody whom we write to first: a person on call.
func (r *run) meet(l post.Letter) {
	if l.Kind == desk.LetterAlarm {
		r.p.Phone = post.Read[desk.Alarm](r.Turn).Phone
	}
	r.Fire("meet")
}

// begin starts a conversation in its first state.
func (r *run) begin(flow, about string, slots map[string]string) *Conversation {
	f := r.bot.flows[flow]
	if f == nil {
		panic(fmt.Errorf("begin %s: no such flow", flow))
	}
	if f.Once {
		for _, old := range r.p.With(flow) {
			if f.Resumes {
				r.speak(old, r.state(old))
				return old
			}
			r.drop(old)
		}
	}
	c := r.make(flow, about, slots)
	r.enter(c, f.Start)
	return c
}

func (r *run) make(flow, about string, slots map[string]string) *Conversation {
	r.p.Made++
	c := &Conversation{ID: fmt.Sprintf("%s-%d", flow, r.p.Made), Flow: flow, About: about, Slots: slots}
	if r.bot.flows[flow].Numbered {
		r.number(c)
	}
	r.p.Conversations = append(r.p.Conversations, c)
	return c
}

func (r *run) number(c *Conversation) {
	if c.Number == 0 {
		r.p.Numbers = r.p.Numbers%numbersTo + 1
		c.Number = r.p.Numbers
	}
}

// drop ends a conversation without a word.
func (r *run) drop(c *Conversation) {
	r.Cancel(c.ID)
	r.p.Conversations = slices.DeleteFunc(r.p.Conversations, func(x *Conversation) bool { return x == c })
	if r.p.Floor == c.ID {
		r.p.Floor = ""
	}
}

// fire moves a conversation on.
func (r *run) fire(c *Conversation, event string) {
	next, err := r.flow(c).table.Fire(c.State, event)
	if err != nil {
		panic(fmt.Errorf("conversation %s: %w", c.ID, err))
	}
	r.enter(c, next)
}

// enter puts a conversation into a state: it acts, speaks, asks, waits, and
// goes on at once where it can.
func (r *run) enter(c *Conversation, state string) {
	c.State, c.Waits = state, false
	s := r.state(c)
	t := r.talk(c)
	r.Cancel(c.ID)
	if r.p.Floor == c.ID {
		r.p.Floor = ""
	}
	if s.Does != nil {
		s.Does(t)
	}
	if s.Asks != "" && r.mustWait(c) {
		c.Waits = true
	} else {
		r.speak(c, s)
	}
	if s.Within != nil {
		r.Set(post.Timer{Name: c.ID, Kind: letterLate, Part: c.ID, Due: r.Now.Add(s.Within(t)), Urgent: r.flow(c).Urgent})
	}
	for _, step := range s.Next {
		if step.If == nil || step.If(t) {
			r.fire(c, step.Event)
			return
		}
	}
	if r.flow(c).table.Final(state) {
		r.over(c)
	}
}

// speak says what the state says, and takes the floor if it asks.
func (r *run) speak(c *Conversation, s *State) {
	if s.Says != "" {
		before := len(r.said)
		r.say(r.talk(c), s.Says, nil, false)
		if s.Asks != "" && len(r.said) > before {
			r.said[before].conversation, r.said[before].state = c.ID, c.State
		}
		if s.Until != nil && !r.answers && len(r.said) > before {
			r.said[before].until = s.Until(r.talk(c))
		}
	}
	if s.Asks != "" {
		r.p.Floor, r.p.FloorAt, c.Asked = c.ID, r.Now, r.Now
	}
}

// ask says a conversation's question again.
func (r *run) ask(c *Conversation) {
	s := *r.state(c) // the flow's own stays as it is
	switch {
	case s.Again != nil:
		s.Says = ""
		s.Again(r.talk(c))
	case s.Says == "":
		s.Says = s.Sorry
	}
	r.speak(c, &s)
}

// over keeps a finished conversation's outcome, if it had a number.
func (r *run) over(c *Conversation) {
	if c.Number > 0 {
		r.p.Ended = append(r.p.Ended, Outcome{Number: c.Number, Flow: c.Flow, State: c.State, About: c.About, Kind: c.Slots["kind"], ID: c.ID, At: r.Now})
		if n := len(r.p.Ended); n > endedKept {
			r.p.Ended = slices.Clone(r.p.Ended[n-endedKept:])
		}
	}
	r.drop(c)
}

// late fires the event of a state that has lasted its time.
func (r *run) late() {
	if c := r.p.conversation(r.Letter.Part()); c != nil {
		if event := r.state(c).Late; event != "" {
			r.fire(c, event)
		}
	}
}

func (r *run) backOnDuty() {
	if v := r.p.Volunteer; v != nil && !v.OnDuty {
		v.OnDuty, v.Back = true, time.Time{}
		r.begin("standing", "", map[string]string{"asked": "back"})
	}
}

// goOffDuty begins what a volunteer had said before: nothing is said of it again.
func (r *run) goOffDuty() {
	if v := r.p.Volunteer; v != nil && !v.Off.IsZero() {
		v.OnDuty, v.Off = false, time.Time{}
		r.Note("off_duty", nil)
	}
}

// finish hands on the floor, and sends what was said.
func (r *run) finish() {
	r.handOn()
	if r.State() == stateStopped || r.p.Silent {
		r.p.Held = nil
		return
	}
	alone := r.bot.alone(r.p)
	for _, text := range r.join() {
		if !text.urgent && !r.answers && alone {
			r.p.Held = append(r.p.Held, Held{Text: text.text, Conversation: text.conversation, State: text.state, Until: text.until})
			continue
		}
		if !text.urgent && !r.answers && !r.awake() {
			r.p.Held = append(r.p.Held, Held{Text: text.text, Conversation: text.conversation, State: text.state, Until: text.until})
			r.Set(post.Timer{Name: letterMorning, Kind: letterMorning, Due: r.bot.Org.QuietEnds(r.Now)})
			continue
		}
		text.text = r.anew(text)
		r.p.SaidBefore, r.p.Said = r.p.Said, hashOf(text.text)
		out := Outgoing{To: r.p.Phone, Body: text.text}
		switch {
		case text.urgent && r.Waits(out):
			// An alarm that rings on while texts do not leave.
		case text.urgent:
			r.Text(true, out)
		default:
			asleep := r.sleeps()
			if asleep != (post.Span{}) {
				out.Conversation, out.State = text.conversation, text.state
			}
			r.TextUnasked(text.until, asleep, out)
		}
	}
}

// otherwise is the text in other words, as far as there are any.
func (s said) otherwise() string {
	if s.again == nil {
		return s.text
	}
	return s.again()
}

// anew is an answer, or a sentence of it, in other words where it is what went out just
// before, or with one text between.
func (r *run) anew(s said) string {
	hash := hashOf(s.text)
	if !r.answers || hash != r.p.Said && hash != r.p.SaidBefore {
		return s.text
	}
	if again := s.otherwise(); hash == r.p.Said || hashOf(again) != r.p.Said {
		return again
	}
	return s.text
}

// join puts sentences of one turn together while they fit in two segments.
func (r *run) join() []said {
	var texts []said
	for _, s := range r.said {
		last := len(texts) - 1
		if last >= 0 && !s.apart && !texts[last].apart && s.urgent == texts[last].urgent && len(texts[last].text)+1+len(s.text) <= joinedAtMost {
			first := texts[last]
			texts[last].text += " " + s.text
			texts[last].again = func() string { return first.otherwise() + " " + s.otherwise() }
			texts[last].until = longer(texts[last].until, s.until)
			if s.conversation != texts[last].conversation {
				texts[last].conversation, texts[last].state = "", ""
			}
			continue
		}
		texts = append(texts, s)
	}
	return texts
}

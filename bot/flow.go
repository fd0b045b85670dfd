package bot

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/post"
)

// Flow is one kind of conversation, read top to bottom: the transition table
// that looplab/fsm runs, and what each state says, hears and waits for.
type Flow struct {
	Name string
	// About says in one line what the conversation is for.
	About string
	Start string
	Table fsm.Events
	// States holds every state of the table, the final ones too.
	States States
	// Opens are the meanings of a text that begin this conversation.
	Opens []hear.Meaning
	// Begins are the letters that begin it, each with a function that takes
	// the letter in and says whether there is anything to begin.
	Begins map[string]func(t *Talk) bool
	// Letters are those that other documents write to it while it lives.
	Letters []string
	// Ignores says for which reason a letter is ignored in the states that
	// do not name it.
	Ignores map[string]string
	// After says what is done with a letter that comes when the conversation
	// is over: a compensating letter, or nothing for a reason.
	After map[string]After
	// Urgent texts go ahead of all others, at any hour.
	Urgent bool
	// Prompt questions are asked at once, whoever has the floor.
	Prompt bool
	// Relays says that a person reads whatever is texted to it.
	Relays bool
	// Private says that what is texted to it is for its own case: no other case
	// or request carries those words along later.
	Private bool
	// Numbered conversations have a number that the person can name.
	Numbered bool
	// Once says that a person has one of these at a time: a second beginning
	// replaces the first.
	Once bool
	// Resumes says that a second beginning asks the first one's question again
	// and loses no answer.
	Resumes bool
	// Sole says that a text always goes to it when it has the floor, short of
	// an opt-out or a keyword.
	Sole bool
	// Guards says that while it lives it alone hears what is texted, keywords too,
	// short of danger, and of an opt-out that it does not hear itself.
	Guards bool
	// Aside says that it may be begun and answered while another guards.
	Aside bool
	// GivesWay says that, although it is Sole, what plainly answers another question goes there.
	GivesWay func(t *Talk) bool
}

// States are a flow's states by name.
type States map[string]State

// State says what happens while a conversation stands there.
type State struct {
	// Means says what it is, and who moves it on.
	Means string
	// Says is the wording key of what is said on entering.
	Says string
	// Does runs on entering, before anything is said.
	Does func(t *Talk)
	// Next leads on at once when its condition holds: the first that does.
	Next []Step
	// Until is how long Says is worth saying, where the provider is down
	// meanwhile. An answer to a text of theirs is always worth it.
	Until func(t *Talk) time.Time
	// Asks names what is asked, as package hear knows it. A state that asks
	// wants the floor.
	Asks string
	// Hears maps meanings to events; Takes are tried before it, in order.
	Hears map[hear.Meaning]string
	Takes []Step
	// Joins are tried where a text would begin another conversation of the flow: it
	// may be more of this one.
	Joins []Step
	// On maps letters to events.
	On map[string]string
	// Within is how long the state lasts before its Late event.
	Within func(t *Talk) time.Duration
	Late   string
	// Quotes holds when a text only says our own words back, as an answer: words
	// that would speak of danger do not then.
	Quotes func(t *Talk) bool
	// Again asks its question once more, where Says does not.
	Again func(t *Talk)
	// Yields is the event with which the question gives way to the one asked before
	// it, when a text answers that one instead.
	Yields string
	// Swaps is the event for a text that says that it was another of their tasks.
	Swaps string
	// Alone says that while it stands nothing leaves but answers to their texts, for
	// somebody else may read the phone.
	Alone bool
	// Sorry is said when a text was not understood here.
	Sorry string
}

// Step is an event and the condition under which it is fired.
type Step struct {
	Event string
	If    func(t *Talk) bool
}

// After is what happens to a letter for a conversation that is over.
type After struct {
	Do     func(t *Talk)
	Ignore string
}

// flowTable is a flow with its table, ready to run.
type flowTable struct {
	Flow
	table  *post.Table
	states map[string]*State // the flow's own: a state is too large to copy at each look
}

func compile(f Flow) *flowTable {
	t := &flowTable{Flow: f, table: post.NewTable(f.Start, f.Table), states: map[string]*State{}}
	for name, state := range f.States {
		t.states[name] = &state
	}
	return t
}

// Diagram draws the flow as a Mermaid state diagram.
func (f Flow) Diagram() (string, error) {
	out, err := post.NewTable(f.Start, f.Table).Mermaid()
	if err != nil {
		return "", fmt.Errorf("draw %s: %w", f.Name, err)
	}
	return out, nil
}

// Keys are the wording keys that the flow's states name.
func (f Flow) Keys() []string {
	var keys []string
	for _, name := range slices.Sorted(maps.Keys(f.States)) {
		s := f.States[name]
		for _, key := range []string{s.Says, s.Sorry} {
			if key != "" {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// Check returns everything that is wrong with the flow: its table and its
// states agree, every event is fired by something, every letter is answered
// or ignored for a reason in every state, final states too.
func (f Flow) Check() []error {
	c := flowCheck{f: f, table: post.NewTable(f.Start, f.Table), fired: map[string]bool{}}
	for _, err := range c.table.Check() {
		c.wrong("%w", err)
	}
	for _, name := range c.table.States() {
		if _, ok := f.States[name]; !ok {
			c.wrong("state %s stands in the table only", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.States)) {
		c.state(name, f.States[name])
	}
	for _, e := range c.table.Events() {
		if !c.fired[e] {
			c.wrong("nothing fires the event %s", e)
		}
	}
	for _, l := range f.Letters {
		after, ok := f.After[l]
		if !ok || (after.Do == nil) == (after.Ignore == "") {
			c.wrong("letter %s needs an answer, or a reason, for when the conversation is over", l)
		}
	}
	return c.errs
}

type flowCheck struct {
	f     Flow
	table *post.Table
	fired map[string]bool
	errs  []error
}

func (c *flowCheck) wrong(format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf("flow "+c.f.Name+": "+format, args...))
}

func (c *flowCheck) state(name string, s State) {
	if !slices.Contains(c.table.States(), name) {
		c.wrong("state %s stands in no transition", name)
		return
	}
	if s.Means == "" {
		c.wrong("state %s does not say what it means", name)
	}
	fire := func(event, by string) {
		c.fired[event] = true
		if !c.table.Can(name, event) {
			c.wrong("in %s, %s fires %s, which leads nowhere from there", name, by, event)
		}
	}
	for m, e := range s.Hears {
		fire(e, "hearing "+string(m))
	}
	for _, step := range s.Takes {
		fire(step.Event, "a text")
	}
	for _, step := range s.Joins {
		fire(step.Event, "a text that would begin another")
	}
	for _, step := range s.Next {
		fire(step.Event, "going on")
	}
	for l, e := range s.On {
		fire(e, "letter "+l)
		if !slices.Contains(c.f.Letters, l) {
			c.wrong("in %s, letter %s is not among the flow's letters", name, l)
		}
	}
	if (s.Late == "") != (s.Within == nil) {
		c.wrong("state %s needs both Within and Late, or neither", name)
	}
	if s.Late != "" {
		fire(s.Late, "the time")
	}
	if s.Swaps != "" {
		fire(s.Swaps, "another of their tasks")
	}
	if s.Yields != "" {
		fire(s.Yields, "another's answer")
	}
	if s.Asks != "" && len(s.Hears)+len(s.Takes) == 0 {
		c.wrong("state %s asks and hears nothing", name)
	}
	if c.table.Final(name) {
		return
	}
	for _, l := range c.f.Letters {
		_, on := s.On[l]
		if _, ignored := c.f.Ignores[l]; !on && !ignored {
			c.wrong("in %s, letter %s is neither answered nor ignored", name, l)
		}
	}
}

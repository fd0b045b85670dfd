package post

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A Machine says how documents of one kind live: their states, the letters
// that they understand, and what each letter does in each state.
type Machine[T any] struct {
	// Name is the first part of the documents' ids.
	Name string
	// Revision is raised when older code could not step the document, and when
	// documents change their shape or what they are found by.
	Revision int
	// Upgrades lift documents that older code wrote: the first from revision 1
	// to 2, the next from 2 to 3, and so on. There is one for each revision.
	Upgrades []Upgrade
	// Start is the state of a document that nobody has made yet.
	Start  string
	Table  *Table
	States map[string]string // each state, and what it means
	// Letters names each letter that may come, and what it says.
	Letters map[string]string
	Rules   []Rule[T]
	// Index says what a query finds the document by.
	Index func(d *Document, data *T) Index
	// Truths says what is always true of a document at rest, for [Verify].
	Truths func(d *Document, data *T, t *Truths)
}

// A Rule says what some letters do in some states. The names are separated by
// spaces; "*" stands for every state that no other rule names for the letter.
// Exactly one of Do and Ignore is set: a letter is answered, or it is ignored
// for a reason that stands there.
type Rule[T any] struct {
	On     string
	In     string
	Do     func(t *Turn, data *T)
	Ignore string
}

// Index is what a query finds a document by.
type Index struct {
	Keys    []string
	Rank    int64
	Summary any
}

// A Kind is a machine without its type, as an office takes it. Only
// [Machine.Kind] makes one.
type Kind interface {
	// Check returns everything that is wrong with the machine.
	Check() []error

	name() string
	revision() int
	decode(body []byte) (*Document, error)
	blank() *Document
	encode(d *Document) ([]byte, error)
	index(d *Document) (Index, error)
	step(t *Turn) error
	// hears reports whether letters of a kind may come, and knows whether a
	// state is one.
	hears(letter string) bool
	knows(state string) bool
	truths(d *Document, t *Truths)
}

type compiled[T any] struct {
	Machine[T]
	rules   map[[2]string]*Rule[T]
	errs    []error
	buffers sync.Pool // of *bytes.Buffer, to encode in
}

// Kind compiles the machine for an office. Its mistakes are reported by
// [New].
func (m Machine[T]) Kind() Kind {
	c := &compiled[T]{Machine: m, rules: map[[2]string]*Rule[T]{}}
	c.buffers.New = func() any { return new(bytes.Buffer) }
	var wild []*Rule[T]
	everywhere := map[string]bool{}
	for i := range m.Rules {
		r := &m.Rules[i]
		if (r.Do == nil) == (r.Ignore == "") {
			c.errs = append(c.errs, fmt.Errorf("%s: rule on %q in %q needs one of Do and Ignore", m.Name, r.On, r.In))
		}
		if strings.TrimSpace(r.On) == "" || strings.TrimSpace(r.In) == "" {
			c.errs = append(c.errs, fmt.Errorf("%s: rule on %q in %q names nothing", m.Name, r.On, r.In))
		}
		if r.In == "*" {
			wild = append(wild, r)
			for on := range strings.FieldsSeq(r.On) {
				if everywhere[on] {
					c.errs = append(c.errs, fmt.Errorf("%s: two rules for %s in every state", m.Name, on))
				}
				everywhere[on] = true
			}
			continue
		}
		c.add(r, strings.Fields(r.In), false)
	}
	for _, r := range wild {
		c.add(r, sortedKeys(m.States), true)
	}
	return c
}

func (c *compiled[T]) add(r *Rule[T], states []string, fill bool) {
	for on := range strings.FieldsSeq(r.On) {
		if _, known := c.Letters[on]; !known {
			c.errs = append(c.errs, fmt.Errorf("%s: a rule speaks of letter %q, which is not declared", c.Name, on))
		}
		for _, in := range states {
			if _, known := c.States[in]; !known {
				c.errs = append(c.errs, fmt.Errorf("%s: a rule speaks of state %q, which is not declared", c.Name, in))
			}
			key := [2]string{in, on}
			if c.rules[key] == nil {
				c.rules[key] = r
			} else if !fill {
				c.errs = append(c.errs, fmt.Errorf("%s: two rules for %s in %s", c.Name, on, in))
			}
		}
	}
}

// Check returns everything that is wrong with the machine: it is total, every
// pair of state and letter having a rule, and its table holds together.
func (m Machine[T]) Check() []error { return m.Kind().Check() }

func (c *compiled[T]) Check() []error {
	errs := append([]error(nil), c.errs...)
	if need := max(c.Revision-1, 0); len(c.Upgrades) != need {
		errs = append(errs, fmt.Errorf("%s: revision %d needs %d upgrades, and there are %d", c.Name, c.Revision, need, len(c.Upgrades)))
	}
	if c.Table == nil {
		return append(errs, fmt.Errorf("%s: has no table", c.Name))
	}
	for _, err := range c.Table.Check() {
		errs = append(errs, fmt.Errorf("%s: %w", c.Name, err))
	}
	for _, s := range c.Table.States() {
		if _, ok := c.States[s]; !ok {
			errs = append(errs, fmt.Errorf("%s: the table speaks of state %q, which is not declared", c.Name, s))
		}
	}
	named := c.Table.States()
	for _, s := range sortedKeys(c.States) {
		if !slices.Contains(named, s) {
			errs = append(errs, fmt.Errorf("%s: state %q is declared, and the table never leads there", c.Name, s))
		}
	}
	if c.Start != c.Table.start {
		errs = append(errs, fmt.Errorf("%s: starts in %q, but its table in %q", c.Name, c.Start, c.Table.start))
	}
	for _, state := range sortedKeys(c.States) {
		for _, letter := range sortedKeys(c.Letters) {
			if c.rules[[2]string{state, letter}] == nil {
				errs = append(errs, fmt.Errorf("%s: no rule for letter %s in state %s", c.Name, letter, state))
			}
		}
	}
	return errs
}

func (c *compiled[T]) name() string             { return c.Name }
func (c *compiled[T]) revision() int            { return c.Revision }
func (c *compiled[T]) hears(letter string) bool { _, ok := c.Letters[letter]; return ok }
func (c *compiled[T]) knows(state string) bool  { _, ok := c.States[state]; return ok }

func (c *compiled[T]) truths(d *Document, t *Truths) {
	if c.Truths != nil {
		c.Truths(d, d.Data.(*T), t)
	}
}

type body[T any] struct {
	*Document
	Data *T `json:"data"`
}

func (c *compiled[T]) blank() *Document {
	return &Document{Revision: c.Revision, State: c.Start, Data: new(T)}
}

func (c *compiled[T]) decode(raw []byte) (*Document, error) {
	if rev := revisionOf(raw); rev > 0 && rev < c.Revision {
		return c.upgrade(raw, rev)
	}
	d, data := &Document{}, new(T)
	b := body[T]{Document: d, Data: data}
	if err := json.Unmarshal(raw, &b); err != nil {
		return nil, fmt.Errorf("decode %s: %w", c.Name, err)
	}
	d.Data = data
	return d, nil
}

func (c *compiled[T]) index(d *Document) (Index, error) {
	if c.Machine.Index == nil {
		return Index{}, nil
	}
	return c.Machine.Index(d, d.Data.(*T)), nil
}

// ErrNoRule: a letter came that the machine does not know in that state.
var ErrNoRule = errors.New("no rule for this letter")

// step runs the letter's rule. A panic comes back as an error; the document
// is then not to be used any more.
func (c *compiled[T]) step(t *Turn) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &stepPanic{value: fmt.Sprint(p), stack: string(debug.Stack())}
		}
	}()
	r := c.rules[[2]string{t.doc.State, t.Letter.Kind}]
	if r == nil {
		return fmt.Errorf("%w: %s in state %q of %s", ErrNoRule, t.Letter.Kind, t.doc.State, c.Name)
	}
	t.table = c.Table
	if r.Do != nil {
		r.Do(t, t.doc.Data.(*T))
	}
	return nil
}

type stepPanic struct{ value, stack string }

func (p *stepPanic) Error() string { return "step panicked" }

// A Turn is one step of one document: the letter, the time, and the means to
// say what should happen. Nothing happens before the step is committed.
type Turn struct {
	Now    time.Time
	Letter Letter

	doc    *Document
	table  *Table
	next   int64 // the version that this step's commit will have
	place  *int  // the next place in the outbox, shared by a batch
	made   int
	answer any
}

// Read decodes the letter of a turn. One that does not hold a T fails the step,
// and becomes a case.
func Read[T any](t *Turn) T {
	var v T
	if err := t.Letter.Read(&v); err != nil {
		panic(err)
	}
	return v
}

// ID returns the document's id.
func (t *Turn) ID() string { return t.doc.ID }

// State returns the document's state.
func (t *Turn) State() string { return t.doc.State }

// Posted returns the Slack message that shows this document in a channel, or "".
func (t *Turn) Posted(channel string) string { return t.doc.Posts[channel] }

// Fire moves the document to the state that the event leads to. An event that
// leads nowhere from here is a mistake in the machine and fails the step.
func (t *Turn) Fire(event string) {
	next, err := t.table.Fire(t.doc.State, event)
	if err != nil {
		panic(err)
	}
	t.doc.State = next
}

func (t *Turn) put(lane, kind, to string, v any) {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Errorf("encode %s entry: %w", kind, err))
	}
	t.doc.Outbox = append(t.doc.Outbox, Entry{
		ID:   t.doc.ID + "@" + strconv.FormatInt(t.next, 10) + "/" + strconv.Itoa(*t.place),
		Lane: lane, Kind: kind, To: to, Body: raw, At: t.Now, Hops: t.Letter.Hops + 1,
	})
	*t.place++
}

// Text sends a text from this document. Only a person's document texts.
func (t *Turn) Text(urgent bool, body any) {
	lane := LaneText
	if urgent {
		lane = LaneUrgent
	}
	t.put(lane, "text", "", body)
}

// TextUnasked sends a text that answers none. One that nobody is served by after
// a moment is dropped if it has not left by then; the zero time is for ever, and
// is for what tells of an address or an outcome. One that has not left when
// whoever gets it sleeps comes back as a [LetterReturned].
func (t *Turn) TextUnasked(until time.Time, asleep Span, body any) {
	t.Text(false, body)
	e := &t.doc.Outbox[len(t.doc.Outbox)-1]
	e.Until, e.Asleep = until, asleep
}

// Stands reports whether an entry is still to be delivered.
func (t *Turn) Stands(entry string) bool {
	return slices.ContainsFunc(t.doc.Outbox, func(e Entry) bool { return e.ID == entry && !e.Withdrawn })
}

// Waits reports whether an urgent text that says just this has not left yet.
func (t *Turn) Waits(body any) bool {
	raw := mustJSON(body)
	return slices.ContainsFunc(t.doc.Outbox, func(e Entry) bool {
		return e.Lane == LaneUrgent && !e.Withdrawn && bytes.Equal(e.Body, raw)
	})
}

// Unsend withdraws every text that has not left, urgent ones too, and says how
// many there were: an opt-out's step does so first. What some process may have
// begun to post stays in the outbox until that is known.
func (t *Turn) Unsend() int {
	kept := t.doc.Outbox[:0]
	n := 0
	for _, e := range t.doc.Outbox {
		if text := e.Lane == LaneText || e.Lane == LaneUrgent; text && !e.Withdrawn {
			n++
			if e.By == "" {
				continue
			}
			e.Withdrawn = true
		}
		kept = append(kept, e)
	}
	t.doc.Outbox = kept
	return n
}

// Card asks that the document's card in the channel shows its current state.
func (t *Turn) Card(channel string) { t.put(laneSlack+channel, EntryCard, channel, nil) }

// CardFirst is Card, ahead of all others that wait for the channel: it tells of
// danger.
func (t *Turn) CardFirst(channel string) {
	t.Card(channel)
	t.doc.Outbox[len(t.doc.Outbox)-1].Urgent = true
}

// Thread posts a message under the document's card in the channel.
func (t *Turn) Thread(channel string, body any) {
	t.put(laneSlack+channel, EntryThread, channel, body)
}

// Write sends a letter to another document, or to a part of one.
func (t *Turn) Write(to, kind string, data any) {
	doc, _, _ := strings.Cut(to, "#")
	if KindOf(doc) == "" || kind == "" {
		panic(fmt.Errorf("a letter of kind %q is addressed to %q", kind, to))
	}
	t.put(laneLetter+doc, kind, to, data)
}

// Note appends a fact for the record.
func (t *Turn) Note(kind string, data any) { t.put(LaneFact, kind, "", data) }

// Find asks the store; the answer comes as a LetterFound that carries "as",
// to the given part of this document ("" for the whole).
func (t *Turn) Find(part, as string, q Query) {
	to := t.doc.ID
	if part != "" {
		to += "#" + part
	}
	t.put(LaneFind, as, to, q)
}

// New returns an id for a document that this letter makes.
func (t *Turn) New(kind string) string {
	t.made++
	return kind + "/" + Derive(t.doc.ID, t.Letter.ID, fmt.Sprint(t.made))
}

// Set sets a timer, in place of one with the same name.
func (t *Turn) Set(timer Timer) {
	t.Cancel(timer.Name)
	t.doc.Timers = append(t.doc.Timers, timer)
}

// Cancel removes a timer if it stands.
func (t *Turn) Cancel(name string) {
	kept := t.doc.Timers[:0]
	for _, x := range t.doc.Timers {
		if x.Name != name {
			kept = append(kept, x)
		}
	}
	t.doc.Timers = kept
}

// Timer returns when the named timer is due, or the zero time.
func (t *Turn) Timer(name string) time.Time {
	for _, x := range t.doc.Timers {
		if x.Name == name {
			return x.Due
		}
	}
	return time.Time{}
}

// Answer tells whoever waits on this letter what came of it. It is not stored:
// a letter delivered twice is answered once. It shares no map or slice with the
// document's data, which the next step changes.
func (t *Turn) Answer(v any) { t.answer = v }

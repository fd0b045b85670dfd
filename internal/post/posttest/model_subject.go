package posttest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/internal/post"
)

// The subject is the smallest world that uses every kind of entry: a person
// who texts back, a task with places that answers claims, a case. Each step
// is a function of its data, the letter and the time, so that the same
// function says what the documents must hold.

// Words is what the letter "text" carries to a [Person].
type Words struct {
	Words string `json:"words"`
}

// Step is one letter in a document's log.
type Step struct {
	ID string    `json:"id"`
	At time.Time `json:"at"`
}

// Person texts back what it hears: "say X", "hurry X" (urgent), "stop",
// "start", "claim N" and "drop N" a task, "near" (a find), "later N" (a timer
// in N seconds), "note" (a fact), "boom" (its step panics).
type Person struct {
	Log     []Step   `json:"log,omitempty"`
	Out     bool     `json:"out,omitempty"`
	Won     []string `json:"won,omitempty"`
	Refused int      `json:"refused,omitempty"`
}

// Task has places; who claims one is answered "won" or "lost".
type Task struct {
	Log     []Step   `json:"log,omitempty"`
	Winners []string `json:"winners,omitempty"`
}

// Case counts the letters that could not be stepped.
type Case struct {
	Log   []Step   `json:"log,omitempty"`
	Stuck []string `json:"stuck,omitempty"`
}

// An act is one thing that a step decides.
type act struct {
	what string // "text", "urgent", "unsend", "fire", "write", "card", "note", "find", "set"
	to   string
	kind string
	body any
	due  time.Time
}

// perform has the turn do what was decided.
func perform(t *post.Turn, acts []act) {
	for _, a := range acts {
		switch a.what {
		case "text", "urgent":
			t.Text(a.what == "urgent", a.body)
		case "unsend":
			t.Unsend()
		case "fire":
			t.Fire(a.kind)
		case "write":
			t.Write(a.to, a.kind, a.body)
		case "card":
			t.Card(a.to)
		case "note":
			t.Note(a.kind, a.body)
		case "find":
			t.Find("", a.kind, a.body.(post.Query))
		case "set":
			t.Set(post.Timer{Name: a.kind, Kind: a.kind, Due: a.due})
		}
	}
}

func (p *Person) take(l post.Letter, now time.Time) []act {
	p.Log = append(p.Log, Step{l.ID, now})
	say := func(words string) []act {
		if p.Out {
			return nil
		}
		return []act{{what: "text", body: Words{words}}}
	}
	switch l.Kind {
	case "text":
		return p.hear(l, now, say)
	case "won":
		if p.Out {
			return []act{{what: "write", to: l.From, kind: "release"}}
		}
		p.Won = append(p.Won, l.From)
		return say("yours " + l.From)
	case "lost":
		return say("taken " + l.From)
	case "remind":
		return say("remember")
	case post.LetterFound:
		var f post.Findings
		if err := l.Read(&f); err != nil {
			panic(err)
		}
		return say(fmt.Sprintf("found %s", f.As))
	case post.LetterRefused:
		p.Refused++
	}
	return nil
}

func (p *Person) hear(l post.Letter, now time.Time, say func(string) []act) []act {
	var w Words
	if err := l.Read(&w); err != nil {
		panic(err)
	}
	verb, rest, _ := strings.Cut(w.Words, " ")
	switch verb {
	case "boom":
		p.Won = append(p.Won, "spoilt")
		panic("boom")
	case "stop":
		if p.Out {
			return nil
		}
		p.Out = true
		return []act{{what: "unsend"}, {what: "fire", kind: "leave"}}
	case "start":
		if !p.Out {
			return say("here already")
		}
		p.Out = false
		return append([]act{{what: "fire", kind: "join"}}, say("welcome")...)
	case "claim":
		return append(say("asking"), act{what: "write", to: "task/" + rest, kind: "claim"})
	case "drop":
		task := "task/" + rest
		p.Won = slices.DeleteFunc(p.Won, func(t string) bool { return t == task })
		return append([]act{{what: "write", to: task, kind: "release"}}, say("dropped")...)
	case "near":
		return []act{{what: "find", kind: "near", body: post.Query{Keys: []string{"task"}, Limit: 2}}}
	case "later":
		in, err := time.ParseDuration(rest + "s")
		if err != nil {
			panic(err)
		}
		return []act{{what: "set", kind: "remind", due: now.Add(in)}}
	case "note":
		return []act{{what: "note", kind: "noted", body: len(p.Log)}}
	case "hurry":
		if p.Out {
			return nil
		}
		return []act{{what: "urgent", body: Words{"now " + rest}}}
	}
	return say("heard " + rest)
}

func (k *Task) take(l post.Letter, now time.Time) []act {
	k.Log = append(k.Log, Step{l.ID, now})
	switch l.Kind {
	case "claim":
		if !slices.Contains(k.Winners, l.From) {
			if len(k.Winners) >= placesInTask {
				return []act{{what: "write", to: l.From, kind: "lost"}}
			}
			k.Winners = append(k.Winners, l.From)
		}
		return []act{{what: "card", to: "hub"}, {what: "write", to: l.From, kind: "won"}, {what: "note", kind: "claimed", body: len(k.Log)}}
	case "release":
		k.Winners = slices.DeleteFunc(k.Winners, func(p string) bool { return p == l.From })
		return []act{{what: "card", to: "hub"}}
	}
	return nil
}

func (c *Case) take(l post.Letter, now time.Time) []act {
	c.Log = append(c.Log, Step{l.ID, now})
	var letter string
	if err := l.Read(&letter); err != nil {
		panic(err)
	}
	c.Stuck = append(c.Stuck, letter)
	return nil
}

const placesInTask = 1

// PersonMachine is the machine of a [Person], at the given revision.
func PersonMachine(revision int) post.Machine[Person] {
	do := func(t *post.Turn, p *Person) { perform(t, p.take(t.Letter, t.Now)) }
	return post.Machine[Person]{
		Name: "person", Revision: revision, Upgrades: post.Same(revision - 1), Start: "in",
		Table: post.NewTable("in", fsm.Events{
			{Name: "leave", Src: []string{"in"}, Dst: "out"},
			{Name: "join", Src: []string{"out"}, Dst: "in"},
		}),
		States: map[string]string{"in": "may be texted", "out": "has opted out"},
		Letters: map[string]string{
			"text": "words", "won": "the place is theirs", "lost": "it is not", "remind": "a timer",
			post.LetterFound: "an answer", post.LetterRefused: "a text that never goes",
		},
		Rules: []post.Rule[Person]{{On: "text won lost remind found refused", In: "*", Do: do}},
	}
}

// TaskMachine is the machine of a [Task].
func TaskMachine() post.Machine[Task] {
	return post.Machine[Task]{
		Name: "task", Revision: 1, Start: "open",
		Table:   post.NewTable("open", nil),
		States:  map[string]string{"open": "may be claimed"},
		Letters: map[string]string{"claim": "wants a place", "release": "gives it back", post.LetterRefused: "a card that never shows"},
		Rules: []post.Rule[Task]{
			{On: "claim release", In: "open", Do: func(t *post.Turn, k *Task) { perform(t, k.take(t.Letter, t.Now)) }},
			{On: post.LetterRefused, In: "open", Ignore: "the next card tries again"},
		},
		Index: func(d *post.Document, k *Task) post.Index {
			return post.Index{Keys: []string{"task"}, Rank: int64(len(k.Winners)), Summary: slices.Concat(k.Winners)} // nil when there are none
		},
	}
}

// CaseMachine is the machine of a [Case].
func CaseMachine() post.Machine[Case] {
	return post.Machine[Case]{
		Name: "case", Revision: 1, Start: "open",
		Table:   post.NewTable("open", nil),
		States:  map[string]string{"open": "waits for a person"},
		Letters: map[string]string{"stuck": "a letter could not be stepped"},
		Rules: []post.Rule[Case]{
			{On: "stuck", In: "open", Do: func(t *post.Turn, c *Case) { perform(t, c.take(t.Letter, t.Now)) }},
		},
	}
}

// Kinds are the subject's machines.
func Kinds() []post.Kind {
	return []post.Kind{PersonMachine(1).Kind(), TaskMachine().Kind(), CaseMachine().Kind()}
}

// StuckCase sends every letter that could not be stepped to one case.
func StuckCase(_ string, l post.Letter, _ string) (to, kind string, data any) {
	return "case/stuck", "stuck", l.ID
}

// Text is the letter by which a person says something.
func Text(id, person, words string) post.Letter {
	data, err := json.Marshal(Words{words})
	if err != nil {
		panic(err)
	}
	return post.Letter{ID: id, To: person, Kind: "text", Data: data}
}

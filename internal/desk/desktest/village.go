// Package desktest has a village for the tests of requests, tasks and cases: a
// post office over a store in memory, people who write down every letter that
// they get, and a Slack that draws the cards.
package desktest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/flows/wording"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/match"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/org/orgtest"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
	"github.com/goodturn/goodturn/internal/request"
	"github.com/goodturn/goodturn/internal/task"
)

// Phones gives a phone's document, as a keyed hash of the number would.
func Phones(phone string) string { return "person/" + phone[max(0, len(phone)-3):] }

// Morning is Tuesday, 24 November 2026, 10:00 in Leeds.
var Morning = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)

// Village is one run. Make it inside a synctest bubble: the office's short
// waits then cost nothing.
type Village struct {
	Org    *org.Organisation
	Office *post.Office
	Store  *posttest.Memory
	Words  desk.Words

	mu    sync.Mutex
	now   time.Time
	cards map[string]desk.Card // by channel and document: as shown last
	count map[string]int       // how often a card was drawn
	notes map[string][]desk.Note
	n     int
}

// Play plays a drama in a village of its own, in a synctest bubble. A letter
// that could not be stepped fails it.
func Play(t *testing.T, drama func(t *testing.T, v *Village)) {
	o := orgtest.Leeds(t)
	synctest.Test(t, func(t *testing.T) {
		v, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		drama(t, v)
		if stuck := v.Got(t, "person/stuck", ""); len(stuck) > 0 {
			t.Errorf("a letter could not be stepped: %s", stuck[0].Data)
		}
	})
}

// New opens a village with requests, tasks, cases and people.
func New(o *org.Organisation) (*Village, error) {
	words, err := english()
	if err != nil {
		return nil, err
	}
	v := &Village{Org: o, Words: words, now: Morning, cards: map[string]desk.Card{}, count: map[string]int{}, notes: map[string][]desk.Note{}}
	v.Store = posttest.NewMemory(v)
	kinds := []post.Kind{v.people().Kind(), task.New(o).Kind(), request.New(o, Phones).Kind(), desk.New(o, Phones).Kind()}
	office, err := post.New(post.Options{
		Store: v.Store, Clock: v, Kinds: kinds, Owner: "village", Senders: map[string]post.Sender{"slack": v},
		Stuck: func(doc string, l post.Letter, why string) (string, string, any) {
			return "person/stuck", "stuck", fmt.Sprintf("%s to %s: %s", l.Kind, doc, why)
		},
	})
	v.Office = office
	return v, err
}

// Now implements post.Clock.
func (v *Village) Now() time.Time { v.mu.Lock(); defer v.mu.Unlock(); return v.now }

// At sets the clock without anything being woken.
func (v *Village) At(t time.Time) { v.mu.Lock(); v.now = t; v.mu.Unlock() }

// Pass lets time pass: whatever falls due on the way happens at its time.
func (v *Village) Pass(t testing.TB, d time.Duration) {
	t.Helper()
	end := v.Now().Add(d)
	for range 10000 {
		var next time.Time
		for _, r := range v.Store.All() {
			if !r.Due.IsZero() && (next.IsZero() || r.Due.Before(next)) {
				next = r.Due
			}
		}
		if next.IsZero() || next.After(end) {
			v.At(end)
			return
		}
		if next.After(v.Now()) {
			v.At(next)
		}
		if _, err := v.Office.Sweep(context.Background()); err != nil {
			t.Fatal(err)
		}
		v.Rest(t)
	}
	t.Fatal("the village never comes to rest")
}

// Rest waits until every letter has arrived.
func (v *Village) Rest(t testing.TB) {
	t.Helper()
	if err := v.Office.Idle(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// Write hands a letter to a document as the outside does, waits until all that
// follows has happened, and returns what the document answered.
func (v *Village) Write(t testing.TB, to, kind string, data any) desk.Answer {
	t.Helper()
	a, err := v.Hand(to, kind, data)
	if err != nil {
		t.Fatal(err)
	}
	v.Rest(t)
	return a
}

// Hand hands a letter over and waits for nothing but its step.
func (v *Village) Hand(to, kind string, data any) (desk.Answer, error) {
	raw, err := json.Marshal(data)
	if err != nil {
		return desk.Answer{}, fmt.Errorf("encode %s: %w", kind, err)
	}
	v.mu.Lock()
	v.n++
	id := fmt.Sprintf("outside:%d", v.n)
	v.mu.Unlock()
	answer, err := v.Office.Handle(context.Background(), post.Letter{ID: id, To: to, Kind: kind, Data: raw})
	if err != nil {
		return desk.Answer{}, fmt.Errorf("hand over %s: %w", kind, err)
	}
	a, _ := answer.(desk.Answer)
	return a, nil
}

// Read returns a document as it stands.
func (v *Village) Read(t testing.TB, id string) *post.Document {
	t.Helper()
	d, err := v.Office.Read(context.Background(), id)
	if err != nil {
		t.Fatalf("read %s: %v", id, err)
	}
	return d
}

// Made returns the ids of all documents of a kind, in order.
func (v *Village) Made(kind string) []string {
	var ids []string
	for _, r := range v.Store.All() {
		if post.KindOf(r.ID) == kind {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// Facts are the facts of a kind, decoded.
func (v *Village) Facts(t testing.TB, kind string) []map[string]any {
	t.Helper()
	facts, err := v.Store.Facts(context.Background(), kind, time.Time{}, 10000)
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]any
	for _, f := range facts {
		var data map[string]any
		if err := json.Unmarshal(f.Data, &data); err != nil {
			t.Fatal(err)
		}
		all = append(all, data)
	}
	return all
}

// Found are the ids under a key.
func (v *Village) Found(t testing.TB, key string) []post.Found {
	t.Helper()
	found, err := v.Store.Find(context.Background(), post.Query{Keys: []string{key}, Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// A Villager is a person's document: what a search may know of them, and every
// letter that came.
type Villager struct {
	match.Volunteer
	// Passes is the reason for which they pass every offer on; empty: they don't.
	Passes match.Reason  `json:"passes,omitempty"`
	Got    []post.Letter `json:"got,omitempty"`
}

const everything = "offer won lost withdrawn cancelled retimed elsewhere told progress relay unanswered alarm stood unread read ended checked stuck"

func (v *Village) people() post.Machine[Villager] {
	m := post.Machine[Villager]{
		Name: "person", Start: "here",
		Table:   post.NewTable("here", fsm.Events{{Name: "stay", Src: []string{"here"}, Dst: "here"}}),
		States:  map[string]string{"here": "they live here"},
		Letters: map[string]string{"be": "be somebody"},
		Rules: []post.Rule[Villager]{
			{On: "be", In: "here", Do: func(t *post.Turn, p *Villager) {
				var now Villager
				if err := t.Letter.Read(&now); err != nil {
					panic(err)
				}
				now.Got = p.Got
				*p = now
			}},
			{On: everything, In: "here", Do: func(t *post.Turn, p *Villager) {
				p.Got = append(p.Got, t.Letter)
				var o task.Offer
				if t.Letter.Kind != task.LetterOffer || t.Letter.Read(&o) != nil {
					return
				}
				if p.Passes != "" {
					t.Write(o.Task, task.LetterPassed, task.Passed{Person: t.ID(), Reason: p.Passes})
					return
				}
				p.Offered = t.Now
			}},
		},
		Index: func(d *post.Document, p *Villager) post.Index {
			centre, ok := v.Org.Centre(p.Area)
			if !ok || !p.OnDuty {
				return post.Index{}
			}
			rank := p.Offered.UnixMilli()
			if p.Offered.IsZero() {
				rank = 0
			}
			return post.Index{Keys: []string{task.NearKey(centre.Cell())}, Rank: rank, Summary: p.Volunteer}
		},
	}
	for l := range strings.FieldsSeq(everything) {
		m.Letters[l] = "written down"
	}
	return m
}

// Volunteer is somebody in an area who has passed every lesson, whose ID was
// seen, and who would do the kinds.
func (v *Village) Volunteer(t testing.TB, id, area string, kinds ...string) string {
	t.Helper()
	p := Villager{Volunteer: match.Volunteer{Area: area, Kinds: kinds, Checks: map[string]time.Time{"identity": {}}, OnDuty: true}}
	for _, l := range v.Org.Handbook.Lessons {
		p.Lessons = append(p.Lessons, l.ID)
	}
	v.Be(t, id, p)
	return id
}

// Be makes a person so.
func (v *Village) Be(t testing.TB, id string, p Villager) { t.Helper(); v.Write(t, id, "be", p) }

// Got are the letters that a person got, of a kind or ("") of all.
func (v *Village) Got(t testing.TB, person, kind string) []post.Letter {
	t.Helper()
	d, err := v.Office.Read(context.Background(), person)
	if errors.Is(err, post.ErrNotFound) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(d.Data.(*Villager).Got, func(l post.Letter) bool { return kind != "" && l.Kind != kind })
}

// Last decodes a person's latest letter of a kind.
func Last[T any](t testing.TB, v *Village, person, kind string) T {
	t.Helper()
	var data T
	got := v.Got(t, person, kind)
	if len(got) == 0 {
		t.Fatalf("%s got no %s", person, kind)
	}
	if err := got[len(got)-1].Read(&data); err != nil {
		t.Fatal(err)
	}
	return data
}

// Shown is the card of a document in a channel as it was drawn last, and how
// often it was drawn there.
func (v *Village) Shown(channel, doc string) (desk.Card, int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.cards[channel+" "+doc], v.count[channel+" "+doc]
}

// Thread is what was posted under a document's card.
func (v *Village) Thread(channel, doc string) []desk.Note {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.notes[channel+" "+doc]
}

// Draw draws a document's card for a channel, in English.
func (v *Village) Draw(doc *post.Document, channel string) desk.Card {
	switch doc.Data.(type) {
	case *task.Data:
		return task.Draw(doc, channel, v.Words, v.Org)
	case *request.Data:
		return request.Draw(doc, channel, v.Words, v.Org)
	}
	return desk.Draw(doc, channel, v.Words, v.Org)
}

// English says Goodturn's own sentences, and panics at one that is missing or
// that names a field without a value.
func English(t testing.TB) desk.Words {
	t.Helper()
	words, err := english()
	if err != nil {
		t.Fatal(err)
	}
	return words
}

func english() (desk.Words, error) {
	all, err := wording.Sentences("en")
	if err != nil {
		return nil, err
	}
	return func(key string, args map[string]any) string {
		s, ok := all[key]
		if !ok || len(s.Forms) == 0 {
			panic("the wording has no " + key)
		}
		said, err := wording.Fill(s.Forms[0], args)
		if err != nil {
			panic(key + ": " + err.Error())
		}
		return said
	}, nil
}

// Send implements post.Sender.
func (v *Village) Send(_ context.Context, o post.Outgoing) (string, error) {
	var card desk.Card
	if o.Kind == post.EntryCard {
		card = v.Draw(o.Document, o.To)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	at := o.To + " " + o.Document.ID
	if o.Kind == post.EntryCard {
		v.cards[at] = card
		v.count[at]++
		return "message of " + o.Document.ID, nil
	}
	var n desk.Note
	if err := o.Read(&n); err != nil {
		return "", err
	}
	v.notes[at] = append(v.notes[at], n)
	return o.ID, nil
}

// Find implements post.Sender.
func (v *Village) Find(context.Context, post.Outgoing) (string, error) { return "", nil }

// Pace implements post.Sender.
func (v *Village) Pace(post.Outgoing) post.Pace { return post.Pace{} }

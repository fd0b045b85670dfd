package post_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/looplab/fsm"
	"pgregory.net/rapid"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

type nothing struct{}

// door is a machine without a fault; each case spoils it in one way.
func door() post.Machine[nothing] {
	do := func(*post.Turn, *nothing) {}
	return post.Machine[nothing]{
		Name: "door", Revision: 1, Start: "shut",
		Table: post.NewTable("shut", fsm.Events{
			{Name: "open", Src: []string{"shut"}, Dst: "ajar"},
			{Name: "break", Src: []string{"shut", "ajar"}, Dst: "gone"},
		}),
		States:  map[string]string{"shut": "", "ajar": "", "gone": ""},
		Letters: map[string]string{"push": "", "kick": ""},
		Rules: []post.Rule[nothing]{
			{On: "push", In: "shut", Do: do},
			{On: "push", In: "*", Ignore: "it is open"},
			{On: "kick", In: "shut ajar", Do: do},
			{On: "kick", In: "gone", Ignore: "nothing to kick"},
		},
	}
}

func TestAMachineIsTotalOrDoesNotStart(t *testing.T) {
	if errs := door().Check(); len(errs) > 0 {
		t.Fatalf("a sound machine: %v", errs)
	}
	for want, spoil := range map[string]func(*post.Machine[nothing]){
		"no rule for letter kick in state gone": func(m *post.Machine[nothing]) { m.Rules = m.Rules[:3] },
		`rule on "kick" in "gone" needs one of`: func(m *post.Machine[nothing]) { m.Rules[3].Ignore = "" },
		"two rules for push in shut":            func(m *post.Machine[nothing]) { m.Rules[2].On = "kick push" },
		"two rules for push in every state": func(m *post.Machine[nothing]) {
			m.Rules = append(m.Rules, post.Rule[nothing]{On: "push", In: "*", Ignore: "again"})
		},
		`speaks of letter "ring"`:           func(m *post.Machine[nothing]) { m.Rules[3].On = "kick ring" },
		`speaks of state "lost"`:            func(m *post.Machine[nothing]) { m.Rules[3].In = "gone lost" },
		"names nothing":                     func(m *post.Machine[nothing]) { m.Rules[3].In = " " },
		`state "away" is declared`:          func(m *post.Machine[nothing]) { m.States["away"] = ""; m.Rules[3].In = "gone away" },
		`the table speaks of state "gone"`:  func(m *post.Machine[nothing]) { delete(m.States, "gone") },
		`starts in "ajar"`:                  func(m *post.Machine[nothing]) { m.Start = "ajar" },
		"has no table":                      func(m *post.Machine[nothing]) { m.Table = nil },
		"event open leads to two places":    table(fsm.EventDesc{Name: "open", Src: []string{"shut"}, Dst: "gone"}),
		`name "go on" is empty`:             table(fsm.EventDesc{Name: "go on", Src: []string{"shut"}, Dst: "gone"}),
		"event fly leads from nowhere":      table(fsm.EventDesc{Name: "fly", Dst: "gone"}),
		"state nowhere cannot be reached":   table(fsm.EventDesc{Name: "fly", Src: []string{"nowhere"}, Dst: "gone"}),
		`the table speaks of state "yonder`: table(fsm.EventDesc{Name: "fly", Src: []string{"gone"}, Dst: "yonder"}),
	} {
		t.Run(want, func(t *testing.T) {
			m := door()
			spoil(&m)
			err := errors.Join(m.Check()...)
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v", err)
			}
			if _, err := post.New(post.Options{Store: posttest.NewMemory(wall{}), Clock: wall{}, Kinds: []post.Kind{m.Kind()}}); err == nil {
				t.Error("an office opens with it")
			}
		})
	}
}

func table(more fsm.EventDesc) func(*post.Machine[nothing]) {
	return func(m *post.Machine[nothing]) {
		m.Table = post.NewTable("shut", fsm.Events{
			{Name: "open", Src: []string{"shut"}, Dst: "ajar"},
			{Name: "break", Src: []string{"shut", "ajar"}, Dst: "gone"},
			more,
		})
	}
}

func TestATableFiresAndIsDrawnTheSameEachTime(t *testing.T) {
	m := door()
	if s, err := m.Table.Fire("shut", "open"); s != "ajar" || err != nil {
		t.Errorf("got %s, %v", s, err)
	}
	if s, err := m.Table.Fire("gone", "open"); s != "gone" || err == nil {
		t.Errorf("an event that leads nowhere gives %s, %v", s, err)
	}
	if _, err := m.Table.Fire("unheard of", "open"); err == nil {
		t.Error("a state that nobody knows fires")
	}
	const want = `stateDiagram-v2
    [*] --> shut
    ajar --> gone: break
    shut --> gone: break
    shut --> ajar: open
    gone --> [*]
`
	for range 20 {
		got, err := door().Table.Mermaid()
		if err != nil {
			t.Fatal(err)
		}
		same(t, "diagram", got, want)
	}
}

func TestAStateThatNobodyKnowsLandsWithACase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		r := post.Record{ID: "person/p", Version: 1, Revision: 1, Body: []byte(`{"rev":1,"state":"gone fishing","data":{}}`)}
		if err := d.store.Commit(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		d.says("sms:1", "person/p", "say x")
		d.rest()
		same(t, "stuck", d.read("case/stuck").Data.(*posttest.Case).Stuck, []string{"sms:1"})
	})
}

func TestABodyThatCannotBeReadIsLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		r := post.Record{ID: "person/p", Version: 1, Revision: 1, Body: []byte(`{"rev":`), Due: wall{}.Now()}
		if err := d.store.Commit(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Handle(t.Context(), posttest.Text("sms:1", "person/p", "say x")); err == nil {
			t.Error("it was handled")
		}
		d.says("sms:2", "person/q", "later 0")
		d.sweep()
		same(t, "others are swept", texts(d.text), []string{"remember"})
		same(t, "body", string(d.record("person/p").Body), string(r.Body))
	})
}

func TestSeenSurvivesItsEncoding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seen := post.Seen(rapid.SliceOf(rapid.Uint64()).Draw(t, "seen"))
		raw, err := json.Marshal(seen)
		if err != nil {
			t.Fatal(err)
		}
		var back post.Seen
		if err := json.Unmarshal(raw, &back); err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(back) != fmt.Sprint(seen) {
			t.Errorf("%v became %v", seen, back)
		}
		if len(raw) > 11*len(seen)+6 {
			t.Errorf("%d hashes take %d bytes", len(seen), len(raw))
		}
	})
}

func TestEveryStepSurvivesItsEncoding(t *testing.T) {
	// The same letters, stepped from memory and from the stored bytes, store
	// the same bytes.
	words := rapid.SampledFrom([]string{"say a", "hurry c", "stop", "start", "later 60", "note", "boom", "claim 1", "drop 1", "near"})
	rapid.Check(t, func(t *rapid.T) {
		said := rapid.SliceOfN(words, 1, 20).Draw(t, "said")
		rapid.SyncTest(t, func(t *rapid.T) {
			var bodies [2][]string
			start := wall{}.Now()
			for i, anew := range []bool{false, true} {
				d := newDesk(t, "a", nil, func(o *post.Options) { o.Anew = anew; o.Clock = still(start) })
				for j, w := range said {
					d.says(fmt.Sprintf("sms:%d", j), "person/p", w)
					d.rest()
				}
				for _, r := range d.store.All() {
					bodies[i] = append(bodies[i], string(r.Body))
				}
			}
			same(t, "stored", bodies[0], bodies[1])
		})
	})
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"rev":1,"state":"in","seen":"AAAAAAAAAAE=","outbox":[{"id":"person/p@1/0","lane":"text"}],"data":{"out":true}}`))
	f.Add([]byte(`{"seen":null,"data":null,"leases":{"text":{"owner":"a"}}}`))
	f.Add([]byte(`{"seen":"A","timers":[{}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		store := posttest.NewMemory(wall{})
		store.Alone = true
		d := newDesk(t, "a", store)
		if err := store.Commit(t.Context(), post.Record{ID: "person/p", Version: 1, Revision: 1, Body: body}); err != nil {
			t.Fatal(err)
		}
		doc, err := d.Read(t.Context(), "person/p")
		if err == nil && (doc.ID != "person/p" || doc.Version != 1) {
			t.Errorf("read %s version %d", doc.ID, doc.Version)
		}
		_, _ = d.Handle(t.Context(), posttest.Text("sms:1", "person/p", "later 60"))
		_ = d.Close(t.Context())
	})
}

package post_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
	"github.com/looplab/fsm"
)

// gate is a machine at revision 3: a knock is counted.
type gate struct {
	Knocks int `json:"knocks"`
}

func gateMachine(upgrades ...post.Upgrade) post.Machine[gate] {
	return post.Machine[gate]{
		Name: "gate", Revision: 3, Start: "shut", Upgrades: upgrades,
		Table:   post.NewTable("shut", fsm.Events{{Name: "open", Src: []string{"shut"}, Dst: "open"}}),
		States:  map[string]string{"shut": "nobody may come in", "open": "everybody may"},
		Letters: map[string]string{"knock": "somebody knocks"},
		Rules: []post.Rule[gate]{{On: "knock", In: "shut open", Do: func(t *post.Turn, d *gate) {
			d.Knocks++
			t.Answer(d.Knocks)
		}}},
	}
}

// In revision 1 the state was called closed, and knocks were counted by name;
// in revision 2 they were a word.
var gateUpgrades = []post.Upgrade{
	func(d *post.Document, data map[string]json.RawMessage) error {
		if d.State == "closed" {
			d.State = "shut"
		}
		var names []string
		if err := json.Unmarshal(data["names"], &names); err != nil {
			return err
		}
		delete(data, "names")
		data["knocks"] = fmt.Appendf(nil, "%q", strings.Repeat("I", len(names)))
		return nil
	},
	func(_ *post.Document, data map[string]json.RawMessage) error {
		var tally string
		if err := json.Unmarshal(data["knocks"], &tally); err != nil {
			return err
		}
		data["knocks"] = fmt.Append(nil, len(tally))
		return nil
	},
}

func TestOlderDocumentsAreLifted(t *testing.T) {
	for name, body := range map[string]string{
		"revision 1":                    `{"rev":1,"state":"closed","seen":"AAAAAAAAAAE=","data":{"names":["a","b"]}}`,
		"revision 2":                    `{"rev":2,"state":"shut","seen":"AAAAAAAAAAE=","data":{"knocks":"II"}}`,
		"revision 3":                    `{"rev":3,"state":"shut","seen":"AAAAAAAAAAE=","data":{"knocks":2}}`,
		"a revision that does not lead": `{"state":"closed","data":{"names":["a","b"]},"seen":"AAAAAAAAAAE=","rev":1}`,
		"spaces":                        `{ "rev" : 1, "state":"closed", "seen":"AAAAAAAAAAE=", "data":{"names":["a","b"]} }`,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDesk(t, "a", nil, func(o *post.Options) { o.Kinds = append(o.Kinds, gateMachine(gateUpgrades...).Kind()) })
				if err := d.store.Restore(t.Context(), post.Record{ID: "gate/1", Version: 5, Revision: 1, Body: []byte(body)}); err != nil {
					t.Fatal(err)
				}
				read, err := d.Read(t.Context(), "gate/1")
				if err != nil || read.State != "shut" || read.Revision != 3 {
					t.Fatalf("read as %+v, %v", read, err)
				}
				if r, err := d.store.Load(t.Context(), "gate/1"); err != nil || string(r.Body) != body {
					t.Errorf("looking at it has changed it: %s, %v", r.Body, err)
				}
				answer, err := d.Handle(t.Context(), post.Letter{ID: "x", To: "gate/1", Kind: "knock"})
				if err != nil || answer != 3 {
					t.Fatalf("knocked %v times, %v; want 3", answer, err)
				}
				r, err := d.store.Load(t.Context(), "gate/1")
				if err != nil || r.Version != 6 || r.Revision != 3 || !strings.HasPrefix(string(r.Body), `{"rev":3,"state":"shut","seen":"AAAAAAAAAA`) || !strings.HasSuffix(string(r.Body), `"data":{"knocks":3}}`) {
					t.Errorf("written as revision %d version %d: %s (%v)", r.Revision, r.Version, r.Body, err)
				}
			})
		})
	}
}

// A document that an upgrade cannot lift is left as it is, and its letter is
// not acknowledged.
func TestADocumentThatCannotBeLifted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil, func(o *post.Options) { o.Kinds = append(o.Kinds, gateMachine(gateUpgrades...).Kind()) })
		body := `{"rev":1,"state":"closed","data":{"names":"nobody"}}`
		if err := d.store.Restore(t.Context(), post.Record{ID: "gate/1", Version: 5, Revision: 1, Body: []byte(body)}); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Handle(t.Context(), post.Letter{ID: "x", To: "gate/1", Kind: "knock"}); err == nil || !strings.Contains(err.Error(), "upgrade gate from revision 1") {
			t.Errorf("handled with %v", err)
		}
		if r, err := d.store.Load(t.Context(), "gate/1"); err != nil || r.Version != 5 || string(r.Body) != body {
			t.Errorf("it was changed: %+v, %v", r, err)
		}
	})
}

func TestEveryRevisionHasItsUpgrade(t *testing.T) {
	for n := range 4 {
		_, err := post.New(post.Options{Store: posttest.NewMemory(still(noon)), Kinds: []post.Kind{gateMachine(make([]post.Upgrade, n)...).Kind()}})
		if wrong := err != nil; wrong != (n != 2) {
			t.Errorf("%d upgrades for revision 3: %v", n, err)
		}
		if err != nil && !strings.Contains(err.Error(), "gate: revision 3 needs 2 upgrades") {
			t.Error(errors.Unwrap(err))
		}
	}
}

package app

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/post"
)

const ben = "+447700900503"

// A spoilt store's documents are changed on their way, and some are left out.
type spoilt struct {
	post.Reader
	change func(id string, body, data map[string]any) bool // false leaves it out
}

func (s spoilt) Documents(ctx context.Context, after string, limit int) ([]post.Record, error) {
	page, err := s.Reader.Documents(ctx, after, limit)
	kept := page[:0]
	for _, r := range page {
		body := map[string]any{}
		if err := json.Unmarshal(r.Body, &body); err != nil {
			return nil, err
		}
		data, _ := body["data"].(map[string]any)
		if s.change(r.ID, body, data) {
			r.Body, _ = json.Marshal(body)
			kept = append(kept, r)
		}
	}
	return kept, err
}

// What holds between documents is found out when it does not.
func TestVerifyFindsWhatDoesNotHold(t *testing.T) {
	t.Parallel()
	stage, w := stand(t, fixtures.Organisation)
	act(t, w, `phone Amina Khan `+amina+`
phone Pam Hirst `+pam+`
phone Ben Bell `+ben+`
given Amina is a volunteer for prescriptions in LS6
given ID of Amina is seen
given Ben is a volunteer for prescriptions in LS6
given ID of Ben is seen
Pam > can anyone get my tablets from boots by 8pm. Pam Hirst 12 Ash Rd LS6 2AB
Pam > yes
Joe presses Approve on "Pam" in north
Amina > yes
Pam > can anyone walk my dog tomorrow
Pam > yes
Ben > PERSON`)
	if err := proven(t.Context(), stage); err != nil {
		t.Fatalf("before anything is spoilt: %v", err)
	}
	kind := func(id, of string) bool { return post.KindOf(id) == of }
	conversation := func(data map[string]any, flow string) map[string]any {
		all, _ := data["conversations"].([]any)
		for _, c := range all {
			if c := c.(map[string]any); c["flow"] == flow {
				return c
			}
		}
		return nil
	}
	holders := func(data map[string]any) []any { all, _ := data["holders"].([]any); return all }
	type change = func(id string, body, data map[string]any) bool
	for what, c := range map[string]struct {
		change change
		want   string
	}{
		"a place for two": {func(id string, _, d map[string]any) bool {
			if h := holders(d); kind(id, "task") && len(h) > 0 {
				d["holders"] = append(h, map[string]any{"person": "person/x", "conversation": "offer-9"})
			}
			return true
		}, "has given more places than it has"},
		"a place that its person does not have": {func(_ string, _, d map[string]any) bool {
			if c := conversation(d, "offer"); c != nil && c["state"] == "accepted" {
				c["id"] = "offer-99"
			}
			return true
		}, "gave a place to somebody who does not have it"},
		"a place that the task did not give": {func(id string, _, d map[string]any) bool {
			if kind(id, "task") && len(holders(d)) > 0 {
				delete(d, "holders")
			}
			return true
		}, "has a place that its task gave to nobody"},
		"facts that do not add up": {func(id string, _, d map[string]any) bool {
			if kind(id, "task") && len(holders(d)) > 0 {
				delete(d, "holders")
			}
			return true
		}, "does not add up with the facts"},
		"an offer that nobody made": {func(_ string, _, d map[string]any) bool {
			if c := conversation(d, "offer"); c != nil {
				c["state"] = "offered"
			}
			return true
		}, "has an offer that its task does not know"},
		"an answer that never comes": {func(_ string, _, d map[string]any) bool {
			if c := conversation(d, "offer"); c != nil {
				c["state"] = "claiming"
			}
			return true
		}, "waits for an answer that never comes"},
		"a task lost": {func(id string, _, _ map[string]any) bool { return !kind(id, "task") }, "says something else of its task"},
		"a request lost": {func(id string, _, _ map[string]any) bool { return !kind(id, "request") },
			"is of a request that does not know it"},
		"a resident lost": {func(id string, _, _ map[string]any) bool { return id != stage.App.personID(pam) }, "is of somebody who is not there"},
		"a case lost":     {func(id string, _, _ map[string]any) bool { return !kind(id, "case") }, "speaks of something that is not there"},
		"a request in another state": {func(id string, b, _ map[string]any) bool {
			if kind(id, "request") && b["state"] == "taken" {
				b["state"] = "approved"
			}
			return true
		}, "stands otherwise than its tasks add up to"},
		"another number": {func(_ string, _, d map[string]any) bool {
			if d["phone"] == pam {
				d["phone"] = "+447700900999"
			}
			return true
		}, "goes by another number's id"},
		"a clock that stands still": {func(_ string, b, d map[string]any) bool {
			if d["phone"] == amina {
				b["timers"] = nil
			}
			return true
		}, "waits for a time that never comes"},
		"a conversation nobody knows": {func(_ string, _, d map[string]any) bool {
			if c := conversation(d, "offer"); c != nil {
				c["flow"] = "juggling"
			}
			return true
		}, "has a conversation that is not known"},
		"a floor of nobody": {func(_ string, _, d map[string]any) bool {
			if d["phone"] == ben {
				d["floor"] = "offer-77"
			}
			return true
		}, "has a question before them that nobody asks"},
		"a case of nobody": {func(id string, b, d map[string]any) bool {
			if kind(id, "case") {
				b["state"], d["who"] = "claimed", ""
			}
			return true
		}, "is somebody's, and names nobody"},
	} {
		report, err := verify(t.Context(), spoilt{stage.App.store, c.change}, stage.App.org, stage.App.bot, stage.Clock.Now(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(report.Findings, func(f post.Finding) bool { return strings.HasPrefix(f.What, c.want) }) {
			t.Errorf("%s: found %+v, want %q", what, report.Findings, c.want)
		}
	}
}

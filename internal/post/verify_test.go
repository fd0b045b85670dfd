package post_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

// spoilt is a store whose pages and answers are changed on their way.
type spoilt struct {
	*posttest.Memory
	record func(*post.Record)
	fact   func(*post.Fact)
	found  func(post.Query, []post.Found) []post.Found
}

func (s spoilt) Documents(ctx context.Context, after string, limit int) ([]post.Record, error) {
	page, err := s.Memory.Documents(ctx, after, limit)
	for i := range page {
		if s.record != nil {
			s.record(&page[i])
		}
	}
	return page, err
}

func (s spoilt) FactsAfter(ctx context.Context, after string, limit int) ([]post.Fact, error) {
	page, err := s.Memory.FactsAfter(ctx, after, limit)
	for i := range page {
		if s.fact != nil {
			s.fact(&page[i])
		}
	}
	return page, err
}

func (s spoilt) Find(ctx context.Context, q post.Query) ([]post.Found, error) {
	found, err := s.Memory.Find(ctx, q)
	if s.found != nil {
		found = s.found(q, found)
	}
	return found, err
}

func proof(t *testing.T, r post.Reader) post.Report {
	t.Helper()
	report, err := post.Verify(t.Context(), r, post.VerifyOptions{Kinds: posttest.Kinds(), Now: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func whats(r post.Report) (all []string) {
	for _, f := range r.Findings {
		all = append(all, f.What)
	}
	return all
}

// edit changes a field of one document's bytes.
func edit(id string, change func(body map[string]any)) func(*post.Record) {
	return func(r *post.Record) {
		if r.ID != id {
			return
		}
		var body map[string]any
		if err := json.Unmarshal(r.Body, &body); err != nil {
			panic(err)
		}
		change(body)
		r.Body, _ = json.Marshal(body)
	}
}

func only(id string, change func(*post.Record)) func(*post.Record) {
	return func(r *post.Record) {
		if r.ID == id {
			change(r)
		}
	}
}

// noted changes the facts of one person, which are not the last.
func noted(change func(*post.Fact)) func(*post.Fact) {
	return func(f *post.Fact) {
		if strings.HasPrefix(f.ID, "person/p@") {
			change(f)
		}
	}
}

func TestVerify(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, "a", nil)
		for _, words := range []string{"say hello", "claim 1", "note", "later 100", "near", "hurry up"} {
			d.says("p:"+words, "person/p", words)
			d.says("q:"+words, "person/q", strings.Replace(words, "1", "2", 1))
			d.rest()
		}
		d.says("q:drop", "person/q", "drop 2") // its task ranks first then
		d.rest()
		report := proof(t, d.store)
		if len(report.Findings) > 0 || report.Held+report.Due+report.Parked+report.Moving > 0 || report.Facts == 0 || report.Documents["person"] != 2 {
			t.Fatalf("a store at rest: %+v", report)
		}

		d.text.Answer = func(context.Context, post.Outgoing) posttest.Answer {
			return posttest.Answer{Err: &post.Wait{After: time.Hour}}
		}
		d.says("sms:held", "person/p", "say more")
		d.says("sms:urgent", "person/q", "hurry up")
		report = proof(t, d.store)
		if len(report.Findings) > 0 || report.Held != 2 || report.Moving > 0 {
			t.Fatalf("a store with something to deliver: %+v", report)
		}

		early := time.Now().Add(-time.Hour)
		for name, c := range map[string]struct {
			spoilt
			want string
		}{
			"no version":        {spoilt{record: only("person/p", func(r *post.Record) { r.Version = 0 })}, "has no version"},
			"a newer revision":  {spoilt{record: only("person/p", func(r *post.Record) { r.Revision = 9 })}, "is of a newer revision"},
			"another revision":  {spoilt{record: edit("person/p", func(b map[string]any) { b["rev"] = 0 })}, "is of another revision"},
			"an unknown kind":   {spoilt{record: only("person/p", func(r *post.Record) { r.ID = "dragon/p" })}, "is of a kind"},
			"unreadable":        {spoilt{record: only("person/p", func(r *post.Record) { r.Body = []byte("{") })}, "cannot be read"},
			"an unknown state":  {spoilt{record: edit("person/p", func(b map[string]any) { b["state"] = "gone fishing" })}, "stands in a state"},
			"a field unknown":   {spoilt{record: edit("person/p", func(b map[string]any) { b["data"].(map[string]any)["new"] = 1 })}, "loses something"},
			"held and is not":   {spoilt{record: only("task/1", func(r *post.Record) { r.Held = true })}, "says that it holds something"},
			"is not and held":   {spoilt{record: only("person/p", func(r *post.Record) { r.Held = false })}, "says that it holds something"},
			"never swept":       {spoilt{record: only("person/p", func(r *post.Record) { r.Due = time.Time{} })}, "is never swept"},
			"swept late":        {spoilt{record: only("person/p", func(r *post.Record) { r.Due = r.Due.Add(time.Hour) })}, "is swept too late"},
			"swept for nothing": {spoilt{record: only("task/1", func(r *post.Record) { r.Due = early })}, "has nothing to do"},
			"not urgent":        {spoilt{record: only("person/q", func(r *post.Record) { r.Urgent = false })}, "is urgent"},
			"other keys":        {spoilt{record: only("person/p", func(r *post.Record) { r.Keys = append(r.Keys, "x") })}, "is found by something else"},
			"another rank":      {spoilt{record: only("person/p", func(r *post.Record) { r.Rank++ })}, "is found by something else"},
			"another summary":   {spoilt{record: only("person/p", func(r *post.Record) { r.Summary = []byte(`7`) })}, "has a summary"},
			"seen twice":        {spoilt{record: edit("person/p", func(b map[string]any) { b["seen"] = "AAAAAAAAAAEAAAAAAAAAAQ==" })}, "has seen a letter twice"},
			"a foreign entry": {spoilt{record: edit("person/p", func(b map[string]any) {
				b["outbox"].([]any)[0].(map[string]any)["id"] = "person/z@1/0"
			})}, "another's id"},
			"an entry to come": {spoilt{record: edit("person/p", func(b map[string]any) {
				b["outbox"].([]any)[0].(map[string]any)["id"] = "person/p@99/0"
			})}, "not written yet"},
			"an entry twice": {spoilt{record: edit("person/p", func(b map[string]any) {
				b["outbox"] = append(b["outbox"].([]any), b["outbox"].([]any)[0])
			})}, "out of order"},
			"an unknown lane": {spoilt{record: edit("person/p", func(b map[string]any) {
				b["outbox"].([]any)[0].(map[string]any)["lane"] = "pigeon"
			})}, "in a lane"},
			"a letter nobody knows": {spoilt{record: edit("person/p", func(b map[string]any) {
				b["outbox"] = append(b["outbox"].([]any), map[string]any{"id": "person/p@8/99", "lane": "to:task/1", "to": "task/1", "kind": "sing", "at": early})
			})}, "of a kind, that is not known"},
			"an idle lease": {spoilt{record: edit("task/1", func(b map[string]any) {
				b["leases"] = map[string]any{"text": map[string]any{"owner": "a", "until": early}}
			})}, "a lane that holds nothing"},
			"a timer twice": {spoilt{record: edit("person/p", func(b map[string]any) { b["timers"] = append(b["timers"].([]any), b["timers"].([]any)...) })}, "two timers"},
			"a timer unknown": {spoilt{record: edit("person/p", func(b map[string]any) {
				b["timers"].([]any)[0].(map[string]any)["kind"] = "sing"
			})}, "whose letter is not known"},
			"parked nonsense": {spoilt{record: only("person/p", func(r *post.Record) { r.Parked = []byte("x") })}, "parked letters that cannot"},
			"parked for another": {spoilt{record: only("person/p", func(r *post.Record) {
				r.Parked = []byte(`[{"id":"x","to":"person/z","kind":"text"}]`)
			})}, "for another document"},
			"not found": {spoilt{found: func(post.Query, []post.Found) []post.Found { return nil }}, "does not find"},
			"found twice": {spoilt{found: func(_ post.Query, f []post.Found) []post.Found {
				return append(f, f...)
			}}, "does not find"},
			"out of rank": {spoilt{found: func(_ post.Query, f []post.Found) []post.Found { slices.Reverse(f); return f }}, "order of ranks"},
			"a card lost": {spoilt{found: func(q post.Query, f []post.Found) []post.Found {
				return slices.DeleteFunc(f, func(f post.Found) bool { return strings.HasPrefix(f.Key, "slack:") })
			}}, "a Slack message finds no document"},
			"a fact of nobody":     {spoilt{fact: noted(func(f *post.Fact) { f.ID = "person/z@1/0" })}, "is a fact of a document"},
			"a fact of no version": {spoilt{fact: noted(func(f *post.Fact) { f.ID = "person/p@99/0" })}, "is a fact of a document"},
			"a fact of no kind":    {spoilt{fact: noted(func(f *post.Fact) { f.Kind = "" })}, "is a fact without a kind"},
			"a fact of nonsense":   {spoilt{fact: noted(func(f *post.Fact) { f.Data = []byte("{") })}, "is a fact without a kind"},
		} {
			c.Memory = d.store
			got := whats(proof(t, c))
			if !slices.ContainsFunc(got, func(what string) bool { return strings.Contains(what, c.want) }) {
				t.Errorf("%s: found %q, want %q", name, got, c.want)
			}
		}
		if err := d.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

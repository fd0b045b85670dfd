package bot

import (
	"testing"
	"time"
)

// A phone that changes hands twice keeps both who had it, and danger that lives.
func TestPart(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)
	p := Person{
		Name: "Amina Khan", First: "Amina", Language: "cy", Chose: true, Missed: 1, Said: 7, Was: []Version{{What: "name", Value: "Amina Bell"}},
		Conversations: []*Conversation{{ID: "danger-1", Flow: "danger"}, {ID: "offer-2", Flow: "offer"}}, Floor: "danger-1",
	}
	p.Part(now)
	if len(p.Conversations) != 1 || p.Floor != "danger-1" {
		t.Errorf("conversations %v, floor %q", p.Conversations, p.Floor)
	}
	if p.Language != "" || p.Chose || p.Missed != 0 || p.Said != 0 || p.First != "" {
		t.Errorf("something of the leaver is left: %+v", p)
	}
	p.Part(now) // by somebody of whom nothing is held
	p.Name = "Ben Ode"
	p.Part(now)
	if b := p.Before; b.Name != "Ben Ode" || b.Before == nil || b.Before.Name != "Amina Khan" || len(b.Before.Was) != 1 {
		t.Errorf("before: %+v", p.Before)
	}
}

package desk

import (
	"slices"

	"github.com/goodturn/goodturn/internal/post"
)

// Statements that other documents are held to.
const (
	// TruthAbout: a case is about a document. It names both.
	TruthAbout = "about"
	// TruthWhose: a case or a request is a person's. It names both, or the document alone
	// when whose it was is kept no longer.
	TruthWhose = "whose"
)

// SayWhose says whose a document is, and needs that person. Person may name a
// conversation too.
func SayWhose(t *post.Truths, doc, person, otherwise string) {
	person = post.Letter{To: person}.Document()
	if person == "" {
		t.Say(TruthWhose, doc)
		return
	}
	t.Say(TruthWhose, doc, person)
	t.Need(person, otherwise)
}

func (c *cases) truths(doc *post.Document, d *Data, t *post.Truths) {
	if doc.State == StateNew {
		return
	}
	has := func(timer string) bool {
		return slices.ContainsFunc(doc.Timers, func(t post.Timer) bool { return t.Name == timer })
	}
	t.Holds(doc.State != StateClaimed || d.Who != "", "is somebody's, and names nobody")
	t.Holds(doc.State != StateOpen || d.Who == "", "is nobody's, and names somebody")
	t.Holds(doc.State != StateClosed || d.How != "", "is closed, and does not say how")
	t.Holds(doc.State == StateOpen || !d.Alarmed, "is somebody's, and people on call are still awake for it")
	t.Holds(doc.State == StateOpen || !has(LetterClock) && !has(partSender), "is somebody's, and its clock runs")
	t.Holds(doc.State != StateOpen || d.Kind != Danger || c.o.Clocks.Danger.Again == 0 || has(LetterClock), "is danger that nobody has, and nobody is woken again")
	forgotten := d.Person == "" && d.Phone == "" && d.Name == "" && len(d.Words) == 0
	t.Holds(doc.State != StateClosed || d.Kind.Private() || has(LetterForget) || forgotten, "is closed, and keeps details for ever")
	t.Holds(doc.State == StateClosed || len(d.Channels) > 0, "waits, and is shown to nobody")
	t.Holds(len(d.Words) <= wordsKept, "keeps more words than it may")
	SayWhose(t, doc.ID, d.Person, "is about somebody who is not there")
	if d.About != "" {
		t.Say(TruthAbout, doc.ID, d.About)
		t.Need(d.About, "is about a document that is not there")
	}
}

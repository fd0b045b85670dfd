package post

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// A Reader is as much of a [Store] as is needed to look at all of it.
type Reader interface {
	Load(ctx context.Context, id string) (Record, error)
	Documents(ctx context.Context, after string, limit int) ([]Record, error)
	FactsAfter(ctx context.Context, after string, limit int) ([]Fact, error)
	Find(ctx context.Context, q Query) ([]Found, error)
}

// VerifyOptions say by what a store is judged.
type VerifyOptions struct {
	Kinds []Kind
	// Plain looks at documents that no machine steps, by the first part of
	// their ids, and says what is wrong with one, or "".
	Plain map[string]func(Record) string
	// Document and Fact add truths to those of the machines.
	Document func(*Document, *Truths)
	Fact     func(Fact, *Truths)
	Now      time.Time
	// Progress hears how many documents and facts were looked at since it was
	// called last. It may be nil.
	Progress func(n int)
}

// A Finding is one thing that is wrong, with the documents (or facts) of which
// it is: their number, and the ids of some.
type Finding struct {
	What  string
	Count int
	IDs   []string
}

// Report is what came of looking at a store.
type Report struct {
	Documents map[string]int // by kind
	Facts     int
	Findings  []Finding // by what is wrong
	// Held documents have something to deliver, Due ones something that should
	// have happened already, Parked ones letters for a newer program.
	Held, Due, Parked int
	// Moving is how many have a letter, a question or a fact on its way. Unless
	// it is 0 nothing is known of what holds between documents.
	Moving int
}

const (
	verifyPage = 500
	idsNamed   = 20 // of one finding
)

// Verify proves a store's invariants: of each document by itself, of what it
// is found by, and, while no letter is on its way, between documents. It reads
// every document and fact once, in pages, and keeps some 100 bytes of each.
func Verify(ctx context.Context, r Reader, o VerifyOptions) (Report, error) {
	v := newVerifier(o)
	for after := ""; ; {
		page, err := r.Documents(ctx, after, verifyPage)
		if err != nil {
			return Report{}, err
		}
		if len(page) == 0 {
			break
		}
		after = page[len(page)-1].ID
		for _, rec := range page {
			v.record(rec)
		}
		if err := v.posted(ctx, r); err != nil {
			return Report{}, err
		}
		v.Progress(len(page))
	}
	for after := ""; ; {
		page, err := r.FactsAfter(ctx, after, verifyPage)
		if err != nil {
			return Report{}, err
		}
		if len(page) == 0 {
			break
		}
		after = page[len(page)-1].ID
		for _, f := range page {
			v.fact(f)
		}
		v.Progress(len(page))
	}
	if err := v.found(ctx, r); err != nil {
		return Report{}, err
	}
	v.between()
	for _, what := range slices.Sorted(maps.Keys(v.findings)) {
		v.report.Findings = append(v.report.Findings, *v.findings[what])
	}
	return v.report, nil
}

// VerifyDocument returns what is wrong with one document by itself.
func VerifyDocument(o VerifyOptions, r Record) []string {
	v := newVerifier(o)
	v.record(r)
	return slices.Sorted(maps.Keys(v.findings))
}

func newVerifier(o VerifyOptions) *verifier {
	v := &verifier{
		VerifyOptions: o, kinds: map[string]Kind{}, findings: map[string]*Finding{},
		versions: map[uint64]int64{}, said: map[uint64]struct{}{}, unsettled: map[uint64]struct{}{},
		sums: map[uint64]sum{}, keys: map[string]*keyed{}, report: Report{Documents: map[string]int{}},
	}
	for _, k := range o.Kinds {
		v.kinds[k.name()] = k
	}
	if v.Progress == nil {
		v.Progress = func(int) {}
	}
	return v
}

type verifier struct {
	VerifyOptions
	kinds    map[string]Kind
	report   Report
	findings map[string]*Finding

	versions  map[uint64]int64 // of each document, by its id's hash
	said      map[uint64]struct{}
	needs     []owed
	sums      map[uint64]sum
	unsettled map[uint64]struct{} // documents that have something to do still

	keys  map[string]*keyed
	cards []string // the page's keys of Slack messages, each for one document
}

// owed is a need of a document that was not said yet.
type owed struct {
	need
	by string
}

type sum struct {
	n  int
	by string
}

// keyed adds up what a query by a key must find.
type keyed struct {
	count int
	sum   uint64
}

func (v *verifier) wrong(what, id string) {
	f := v.findings[what]
	if f == nil {
		f = &Finding{What: what}
		v.findings[what] = f
	}
	if f.Count++; len(f.IDs) < idsNamed {
		f.IDs = append(f.IDs, id)
	}
}

// record looks at one document.
func (v *verifier) record(r Record) {
	kind := KindOf(r.ID)
	v.report.Documents[kind]++
	v.versions[said(r.ID)] = r.Version
	v.said[said(stands, r.ID)] = struct{}{}
	if r.Version < 1 {
		v.wrong("has no version", r.ID)
	}
	v.index(r)
	plain := v.Plain[kind]
	if kind == rateKind {
		plain = rateWrong
	}
	if plain != nil {
		if what := plain(r); what != "" {
			v.wrong(what, r.ID)
		}
		if r.Held || !r.Due.IsZero() || len(r.Parked) > 0 || len(r.Keys) > 0 {
			v.wrong("has something to deliver, to do or to be found by, and no machine", r.ID)
		}
		return
	}
	k := v.kinds[kind]
	switch {
	case k == nil:
		v.wrong("is of a kind that this program does not know", r.ID)
		return
	case r.Revision > k.revision():
		v.wrong("is of a newer revision than this program knows", r.ID)
		return
	}
	if r.Held {
		v.report.Held++
	}
	if len(r.Parked) > 0 {
		v.report.Parked++
		v.report.Moving++
		v.parked(r)
	}
	if !r.Due.IsZero() && !r.Due.After(v.Now) {
		v.report.Due++
	}
	if r.Held || len(r.Parked) > 0 || !r.Due.IsZero() && !r.Due.After(v.Now) {
		v.unsettled[said(r.ID)] = struct{}{}
	}
	doc, err := k.decode(r.Body)
	if err != nil {
		v.wrong("cannot be read", r.ID)
		return
	}
	doc.ID, doc.Version = r.ID, r.Version
	if !k.knows(doc.State) {
		v.wrong("stands in a state that is not known", r.ID)
		return
	}
	v.envelope(r, doc, k)
	v.sealed(r, doc, k)
	v.truths(doc, k)
}

// truths collects what the document says of itself and of others.
func (v *verifier) truths(doc *Document, k Kind) {
	t := &Truths{}
	k.truths(doc, t)
	if v.Document != nil {
		v.Document(doc, t)
	}
	v.take(doc.ID, t)
}

func (v *verifier) take(id string, t *Truths) {
	for _, what := range t.wrong {
		v.wrong(what, id)
	}
	for _, s := range t.says {
		v.said[s] = struct{}{}
	}
	for _, n := range t.needs {
		if !v.has(n) {
			v.needs = append(v.needs, owed{n, id})
		}
	}
	for of, n := range t.counts {
		s := v.sums[of]
		if s.n += n; s.by == "" {
			s.by = id
		}
		if s.n == 0 {
			delete(v.sums, of)
			continue
		}
		v.sums[of] = s
	}
}

func (v *verifier) has(n need) bool {
	return slices.ContainsFunc(n.anyOf, func(s uint64) bool { _, ok := v.said[s]; return ok })
}

// fact looks at one fact. One that an entry became is of a document that
// stands, and of a version that it has.
func (v *verifier) fact(f Fact) {
	v.report.Facts++
	if f.Kind == "" || f.At.IsZero() || len(f.Data) > 0 && !json.Valid(f.Data) {
		v.wrong("is a fact without a kind or a time, or that cannot be read", f.ID)
	}
	if doc := entryDocument(f.ID); v.kinds[KindOf(doc)] != nil {
		at, ok := placeOf(f.ID, doc)
		if version, stands := v.versions[said(doc)]; !ok || !stands || at[0] > version {
			v.wrong("is a fact of a document, or of a version of it, that is not there", f.ID)
		}
	}
	if v.Fact != nil {
		t := &Truths{}
		v.Fact(f, t)
		v.take(f.ID, t)
	}
}

// between looks at what documents say of each other, when it is all said.
func (v *verifier) between() {
	if v.report.Moving > 0 {
		return
	}
	for _, n := range v.needs {
		_, here := v.unsettled[said(n.by)]
		_, there := v.unsettled[said(n.of)]
		if !here && !there && !v.has(n.need) {
			v.wrong(n.what, n.by)
		}
	}
	for _, s := range slices.SortedFunc(maps.Values(v.sums), func(a, b sum) int { return cmp.Compare(a.by, b.by) }) {
		v.wrong("does not add up with the facts", s.by)
	}
}

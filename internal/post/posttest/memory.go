// Package posttest has the conformance suites of the post office's ports, and
// stand-ins for them whose faults are chosen by the test.
package posttest

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/goodturn/goodturn/internal/post"
)

// A Call is one call of a store, as its hooks see it.
type Call struct {
	// Method is "load", "commit", "due", "find", "append", "facts",
	// "documents", "facts after", "restore" or "time".
	Method string
	// ID is the document of a load or a commit.
	ID string
	// Record is what a commit writes.
	Record *post.Record
	// Facts are what an append inserts.
	Facts []post.Fact
	// Records are what a restore writes.
	Records []post.Record
}

// A Fault is what a hook has a call do instead of its work.
type Fault int

const (
	// NoFault: the call does its work.
	NoFault Fault = iota
	// Failed: the call fails with [ErrFault] and writes nothing.
	Failed
	// Conflicted: a commit answers ErrConflict and writes nothing.
	Conflicted
	// UnknownLanded: a commit or an append writes, and answers ErrUnknown. (A
	// commit that conflicts writes nothing, and answers ErrUnknown all the same.)
	UnknownLanded
	// UnknownLost: a commit or an append writes nothing, and answers ErrUnknown.
	UnknownLost
	// UnknownLate: a commit answers ErrUnknown, and its write stays under way
	// until [Memory.Land].
	UnknownLate
)

// ErrFault is what a failed call answers.
var ErrFault = errors.New("the store is out of order")

// Memory is a store in memory, for tests. It copies everything that goes in
// and comes out, as a real one does.
type Memory struct {
	// Alone is what Exclusive answers.
	Alone bool
	// Before is called at the start of each call, outside every lock, so that
	// it may wait, and chooses the call's fault. Nil chooses none.
	Before func(context.Context, Call) Fault
	// After is called at the end of each call, with the error that it answers.
	After func(context.Context, Call, error)

	clock post.Clock
	*shelf
}

// A shelf is what every Memory of one store shares.
type shelf struct {
	mu        sync.Mutex
	documents map[string]post.Record
	noted     map[string]post.Fact
	late      []post.Record
}

// NewMemory returns an empty store.
func NewMemory(clock post.Clock) *Memory {
	return &Memory{clock: clock, shelf: &shelf{documents: map[string]post.Record{}, noted: map[string]post.Fact{}}}
}

// Open returns the same store as another process opens it: the documents and
// facts are shared, the hooks are its own. Where Alone is set it is the only
// process, so what earlier ones held is due at once.
func (m *Memory) Open() *Memory {
	other := &Memory{Alone: m.Alone, clock: m.clock, shelf: m.shelf}
	if m.Alone {
		m.mu.Lock()
		defer m.mu.Unlock()
		now := m.clock.Now()
		for id, r := range m.documents {
			if r.Held && (r.Due.IsZero() || r.Due.After(now)) {
				r.Due = now
				m.documents[id] = r
			}
		}
	}
	return other
}

// Land has the writes that are under way land, in order, and returns how many
// did: one whose version has been taken meanwhile is lost.
func (m *Memory) Land() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	landed := 0
	for _, r := range m.late {
		if m.write(r) == nil {
			landed++
		}
	}
	m.late = nil
	return landed
}

// All returns a copy of every record, by id.
func (m *Memory) All() []post.Record {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := make([]post.Record, 0, len(m.documents))
	for _, r := range m.documents {
		all = append(all, cloneRecord(r))
	}
	slices.SortFunc(all, func(a, b post.Record) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

func (m *Memory) begin(ctx context.Context, c Call) (Fault, error) {
	fault := NoFault
	if m.Before != nil {
		fault = m.Before(ctx, c)
	}
	if err := ctx.Err(); err != nil && (fault == NoFault || fault == Failed) {
		return fault, err
	}
	if fault == Failed {
		return fault, ErrFault
	}
	return fault, nil
}

func (m *Memory) end(ctx context.Context, c Call, err error) {
	if m.After != nil {
		m.After(ctx, c, err)
	}
}

// Load implements post.Store.
func (m *Memory) Load(ctx context.Context, id string) (r post.Record, err error) {
	c := Call{Method: "load", ID: id}
	defer func() { m.end(ctx, c, err) }()
	if _, err := m.begin(ctx, c); err != nil {
		return post.Record{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok := m.documents[id]
	if !ok {
		return post.Record{}, post.ErrNotFound
	}
	return cloneRecord(r), nil
}

// Commit implements post.Store.
func (m *Memory) Commit(ctx context.Context, r post.Record) (err error) {
	r = cloneRecord(r)
	c := Call{Method: "commit", ID: r.ID, Record: &r}
	defer func() { m.end(ctx, c, err) }()
	fault, err := m.begin(ctx, c)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	switch fault {
	case Conflicted:
		return post.ErrConflict
	case UnknownLost:
		return post.ErrUnknown
	case UnknownLate:
		m.late = append(m.late, r)
		return post.ErrUnknown
	}
	err = m.write(r)
	if fault == UnknownLanded {
		return post.ErrUnknown
	}
	return err
}

// write is the compare-and-set, of a record that is nobody else's. The lock is held.
func (s *shelf) write(r post.Record) error {
	if s.documents[r.ID].Version != r.Version-1 {
		return post.ErrConflict
	}
	s.documents[r.ID] = r
	return nil
}

// Due implements post.Store.
func (m *Memory) Due(ctx context.Context, at time.Time, limit int) (ids []string, err error) {
	c := Call{Method: "due"}
	defer func() { m.end(ctx, c, err) }()
	if _, err := m.begin(ctx, c); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	var due []post.Record
	for _, r := range m.documents {
		if !r.Due.IsZero() && !r.Due.After(at) {
			due = append(due, r)
		}
	}
	slices.SortFunc(due, func(a, b post.Record) int {
		if a.Urgent != b.Urgent {
			if a.Urgent {
				return -1
			}
			return 1
		}
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.ID, b.ID))
	})
	for _, r := range due[:min(len(due), max(limit, 0))] {
		ids = append(ids, r.ID)
	}
	return ids, nil
}

// Find implements post.Store.
func (m *Memory) Find(ctx context.Context, q post.Query) (found []post.Found, err error) {
	c := Call{Method: "find"}
	defer func() { m.end(ctx, c, err) }()
	if _, err := m.begin(ctx, c); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, key := range q.Keys {
		var under []post.Found
		for _, r := range m.documents {
			if slices.Contains(r.Keys, key) {
				under = append(under, post.Found{ID: r.ID, Key: key, Rank: r.Rank, Summary: bytes.Clone(r.Summary)})
			}
		}
		slices.SortFunc(under, func(a, b post.Found) int {
			return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.ID, b.ID))
		})
		found = append(found, under[:min(len(under), max(q.Limit, 0))]...)
	}
	return found, nil
}

// Append implements post.Store.
func (m *Memory) Append(ctx context.Context, facts ...post.Fact) error {
	return m.writing(ctx, Call{Method: "append", Facts: facts}, func() error {
		for _, f := range facts {
			if _, stands := m.noted[f.ID]; !stands {
				f.Data = bytes.Clone(f.Data)
				m.noted[f.ID] = f
			}
		}
		return nil
	})
}

// writing does a write under the lock, unless the fault that strikes the call
// keeps it from being done, or from being known.
func (m *Memory) writing(ctx context.Context, c Call, write func() error) (err error) {
	defer func() { m.end(ctx, c, err) }()
	fault, err := m.begin(ctx, c)
	if err != nil {
		return err
	}
	if fault == UnknownLost {
		return post.ErrUnknown
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := write(); err != nil {
		return err
	}
	if fault == UnknownLanded {
		return post.ErrUnknown
	}
	return nil
}

// Facts implements post.Store.
func (m *Memory) Facts(ctx context.Context, kind string, since time.Time, limit int) (facts []post.Fact, err error) {
	c := Call{Method: "facts"}
	defer func() { m.end(ctx, c, err) }()
	if _, err := m.begin(ctx, c); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, f := range m.noted {
		if f.Kind == kind && !f.At.Before(since) {
			f.Data = bytes.Clone(f.Data)
			facts = append(facts, f)
		}
	}
	slices.SortFunc(facts, func(a, b post.Fact) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return facts[:min(len(facts), max(limit, 0))], nil
}

// Documents implements post.Store.
func (m *Memory) Documents(ctx context.Context, after string, limit int) (page []post.Record, err error) {
	c := Call{Method: "documents"}
	defer func() { m.end(ctx, c, err) }()
	if _, err := m.begin(ctx, c); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, id := range pageOf(m.documents, after, limit) {
		page = append(page, cloneRecord(m.documents[id]))
	}
	return page, nil
}

// FactsAfter implements post.Store.
func (m *Memory) FactsAfter(ctx context.Context, after string, limit int) (page []post.Fact, err error) {
	c := Call{Method: "facts after"}
	defer func() { m.end(ctx, c, err) }()
	if _, err := m.begin(ctx, c); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, id := range pageOf(m.noted, after, limit) {
		f := m.noted[id]
		f.Data = bytes.Clone(f.Data)
		page = append(page, f)
	}
	return page, nil
}

// pageOf returns the ids of a page, in the order of their bytes.
func pageOf[V any](all map[string]V, after string, limit int) []string {
	var ids []string
	for id := range all {
		if id > after {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids[:min(len(ids), max(limit, 0))]
}

// Restore implements post.Store.
func (m *Memory) Restore(ctx context.Context, records ...post.Record) error {
	return m.writing(ctx, Call{Method: "restore", Records: records}, func() error {
		for _, r := range records {
			switch stands, there := m.documents[r.ID]; {
			case r.Version < 1 || there && stands.Version != r.Version:
				return post.ErrConflict
			case !there:
				m.documents[r.ID] = cloneRecord(r)
			}
		}
		return nil
	})
}

// Time implements post.Store.
func (m *Memory) Time(ctx context.Context) (now time.Time, err error) {
	c := Call{Method: "time"}
	defer func() { m.end(ctx, c, err) }()
	if _, err := m.begin(ctx, c); err != nil {
		return time.Time{}, err
	}
	return m.clock.Now(), nil
}

// Exclusive implements post.Store.
func (m *Memory) Exclusive() bool { return m.Alone }

// Close implements post.Store.
func (m *Memory) Close() error { return nil }

func cloneRecord(r post.Record) post.Record {
	r.Keys = slices.Clone(r.Keys)
	r.Summary = bytes.Clone(r.Summary)
	r.Body = bytes.Clone(r.Body)
	r.Parked = bytes.Clone(r.Parked)
	return r
}

package post

import (
	"context"
	"encoding/json"
	"errors"
	"time"
)

// A Record is a document as a store keeps it: opaque bytes, and beside them
// the few fields that the product asks by.
type Record struct {
	ID      string
	Version int64 // 1 is an insert; otherwise Version-1 must be what is stored
	// Revision is the machine's revision that wrote the body.
	Revision int
	// Due is when the sweeper must look at the document; the zero time is never.
	Due time.Time
	// Urgent documents are swept first.
	Urgent bool
	// Held says that the outbox is not empty.
	Held bool
	// Keys are what [Query] finds the document by.
	Keys []string
	// Rank orders documents under one key, lowest first.
	Rank int64
	// Summary travels with a query's answer, so that a choice can be proposed
	// without loading every candidate.
	Summary json.RawMessage
	Body    []byte
	// Parked holds letters that came for a document of a newer revision than
	// the process knows; Body is then left as it was, byte for byte.
	Parked []byte
}

// A Query asks for the documents that stand under any of the keys: for each
// key, in order, up to Limit of them by rank.
type Query struct {
	Keys  []string `json:"keys"`
	Limit int      `json:"limit"`
}

// Found is one answer to a query.
type Found struct {
	ID      string          `json:"id"`
	Key     string          `json:"key"`
	Rank    int64           `json:"rank"`
	Summary json.RawMessage `json:"summary,omitempty"`
}

// Errors by which the office decides what to do next.
var (
	// ErrNotFound: no document has that id.
	ErrNotFound = errors.New("no such document")
	// ErrConflict: the stored version is not the one before the record's.
	// Nothing was written.
	ErrConflict = errors.New("somebody else wrote first")
	// ErrUnknown: the store cannot say whether the write landed.
	ErrUnknown = errors.New("unknown whether the write landed")
)

// Store keeps documents and facts. Every store passes posttest.Store.
//
// Any other error than those named means that nothing was written and that
// the call may be tried again.
type Store interface {
	// Load returns the latest committed record (a majority read where there
	// are several servers), or ErrNotFound.
	Load(ctx context.Context, id string) (Record, error)
	// Commit writes the record if the stored version is r.Version-1 (or, for
	// version 1, if there is none). It returns after the write is durable.
	// Errors: ErrConflict, ErrUnknown. A record of 15 MB and its keys is
	// taken; one that is too large for the store is refused by an error that
	// names it.
	Commit(ctx context.Context, r Record) error
	// Due returns the ids of documents due at or before the time, urgent
	// first, then the longest overdue.
	Due(ctx context.Context, at time.Time, limit int) ([]string, error)
	// Find answers a query. It may be a moment behind: queries propose, the
	// receiving document's own step decides.
	Find(ctx context.Context, q Query) ([]Found, error)
	// Append inserts facts, each once by its id; one that stands already is
	// left as it is.
	Append(ctx context.Context, facts ...Fact) error
	// Facts returns the facts of a kind since a time, oldest first.
	Facts(ctx context.Context, kind string, since time.Time, limit int) ([]Fact, error)
	// Documents returns up to limit records whose ids come after the given one,
	// in the order of their ids' bytes; "" begins at the first. Read page by
	// page beside writers, every document that stood at the first page and
	// stands at the last comes once.
	Documents(ctx context.Context, after string, limit int) ([]Record, error)
	// FactsAfter does the same for facts.
	FactsAfter(ctx context.Context, after string, limit int) ([]Fact, error)
	// Restore writes records as they are, at any version from 1, for a copy in
	// a place that nobody serves yet. One that stands at the same version is
	// left as it is; where another version stands the answer is ErrConflict. It
	// returns after what it wrote is durable. After an error any of the records
	// may stand, and the call may be made again. (Append does the same for
	// facts.)
	Restore(ctx context.Context, records ...Record) error
	// Time is the store's own clock.
	Time(ctx context.Context) (time.Time, error)
	// Exclusive reports whether this process alone can write the store, so
	// that a lease of an earlier process has ended.
	Exclusive() bool
	Close() error
}

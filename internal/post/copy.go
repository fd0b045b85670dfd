package post

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Errors of a copy.
var (
	// ErrForeign: the place holds something that does not come from there.
	ErrForeign = errors.New("it holds something else")
	// ErrDiffers: something stands in both, and is not the same.
	ErrDiffers = errors.New("it holds another version")
	// ErrMissing: something was not copied.
	ErrMissing = errors.New("it lacks something")
)

// Copied says what a copy came to.
type Copied struct {
	Documents, Facts int
	// Written are the documents and facts that were not there before.
	Written int
}

const copyPage = 500

// Copy writes every document and fact of a store into another, and then compares
// all of it once more. What is there already is compared and left, so that a copy
// that was cut short goes on where it was. Nobody serves either meanwhile. Progress
// hears of each document and fact twice.
//
// Errors: ErrForeign and ErrDiffers, each with the id, before that is touched;
// or those of the stores, after which it may be called again.
func Copy(ctx context.Context, from Reader, to Store, progress func(n int)) (Copied, error) {
	done, err := copyAll(ctx, from, to, progress, to.Restore, to.Append)
	if err != nil {
		return Copied{}, err
	}
	written := done.Written
	done, err = Compare(ctx, from, to, progress)
	done.Written = written
	return done, err
}

// Compare proves that two stores hold the same documents and facts. Errors:
// ErrForeign, ErrDiffers and ErrMissing, each with the id.
func Compare(ctx context.Context, from, with Reader, progress func(n int)) (Copied, error) {
	return copyAll(ctx, from, with, progress,
		func(_ context.Context, r ...Record) error { return fmt.Errorf("%w: %s", ErrMissing, r[0].ID) },
		func(_ context.Context, f ...Fact) error { return fmt.Errorf("%w: %s", ErrMissing, f[0].ID) })
}

func copyAll(ctx context.Context, from, to Reader, progress func(int), restore func(context.Context, ...Record) error, add func(context.Context, ...Fact) error) (done Copied, err error) {
	documents := side[Record]{
		from: from.Documents, to: to.Documents, write: restore, progress: progress,
		id: func(r Record) string { return r.ID }, same: sameRecord,
	}
	facts := side[Fact]{
		from: from.FactsAfter, to: to.FactsAfter, write: add, progress: progress,
		id: func(f Fact) string { return f.ID }, same: sameFact,
	}
	n := 0
	if done.Documents, n, err = documents.walk(ctx); err != nil {
		return done, fmt.Errorf("copy documents: %w", err)
	}
	done.Written = n
	if done.Facts, n, err = facts.walk(ctx); err != nil {
		return done, fmt.Errorf("copy facts: %w", err)
	}
	done.Written += n
	return done, nil
}

// A side is what is copied of one sort: documents, or facts.
type side[V any] struct {
	from, to func(ctx context.Context, after string, limit int) ([]V, error)
	write    func(context.Context, ...V) error
	progress func(int)
	id       func(V) string
	same     func(V, V) bool
}

// walk goes through both places side by side, a page at a time, and writes what
// is missing.
func (s side[V]) walk(ctx context.Context) (all, written int, err error) {
	for after := ""; ; {
		page, err := s.from(ctx, after, copyPage)
		if err != nil {
			return all, written, err
		}
		there, err := s.to(ctx, after, len(page)+1)
		if err != nil {
			return all, written, err
		}
		if len(page) == 0 {
			if len(there) > 0 {
				return all, written, fmt.Errorf("%w: %s", ErrForeign, s.id(there[0]))
			}
			return all, written, nil
		}
		missing, err := s.compare(page, there)
		if err != nil {
			return all, written, err
		}
		if len(missing) > 0 {
			if err := s.write(ctx, missing...); err != nil {
				return all, written, err
			}
		}
		after = s.id(page[len(page)-1])
		all, written = all+len(page), written+len(missing)
		if s.progress != nil {
			s.progress(len(page))
		}
	}
}

// compare returns what of a page is not there. There is one more than the page
// has, if there are so many.
func (s side[V]) compare(page, there []V) (missing []V, err error) {
	for _, v := range page {
		if len(there) > 0 && s.id(there[0]) < s.id(v) {
			return nil, fmt.Errorf("%w: %s", ErrForeign, s.id(there[0]))
		}
		if len(there) == 0 || s.id(there[0]) != s.id(v) {
			missing = append(missing, v)
			continue
		}
		if !s.same(v, there[0]) {
			return nil, fmt.Errorf("%w: %s", ErrDiffers, s.id(v))
		}
		there = there[1:]
	}
	return missing, nil
}

// sameRecord compares all but when a document that holds something is swept:
// whoever opens a store for itself has that done at once.
func sameRecord(a, b Record) bool {
	return a.ID == b.ID && a.Version == b.Version && a.Revision == b.Revision && a.Urgent == b.Urgent && a.Held == b.Held &&
		slices.Equal(a.Keys, b.Keys) && a.Rank == b.Rank && bytes.Equal(a.Summary, b.Summary) &&
		bytes.Equal(a.Body, b.Body) && bytes.Equal(a.Parked, b.Parked) &&
		(sameTime(a.Due, b.Due) || a.Held && !a.Due.IsZero() && !b.Due.IsZero())
}

func sameFact(a, b Fact) bool {
	return a.ID == b.ID && a.Kind == b.Kind && sameTime(a.At, b.At) && bytes.Equal(a.Data, b.Data)
}

// sameTime is as exact as stores are.
func sameTime(a, b time.Time) bool {
	return a.Sub(b).Abs() < time.Millisecond && a.IsZero() == b.IsZero()
}

// Leased reports whether a process holds one of the document's lanes at a time.
func Leased(r Record, at time.Time) bool {
	if !r.Held {
		return false
	}
	var d Document
	if json.Unmarshal(r.Body, &d) != nil {
		return false
	}
	for _, l := range d.Leases {
		if l.Until.After(at) {
			return true
		}
	}
	return false
}

package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/goodturn/goodturn/internal/mongo"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/sqlite"
)

// openStore opens a store by its address, which is not repeated in errors: it
// may hold a password. What names the setting or argument in an error.
func openStore(ctx context.Context, what, uri string, clock post.Clock) (s post.Store, err error) {
	if inMongo(uri) {
		s, err = mongo.Open(ctx, uri)
	} else {
		var path string
		if path, err = storeFile(what, uri); err != nil {
			return nil, err
		}
		s, err = sqlite.Open(path, clock)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return s, nil
}

// storeFile is the file of a store in one.
func storeFile(what, uri string) (string, error) {
	if scheme, path, _ := strings.Cut(uri, ":"); scheme == "sqlite" && path != "" {
		return path, nil
	}
	return "", fmt.Errorf("%s must be sqlite:PATH, for example sqlite:goodturn.sqlite, or mongodb://HOST/DATABASE", what)
}

func inMongo(uri string) bool {
	return strings.HasPrefix(uri, "mongodb:") || strings.HasPrefix(uri, "mongodb+srv:")
}

// A closingReader is a store to look at.
type closingReader interface {
	post.Reader
	io.Closer
}

// readStore opens a store to look at, while it may be served.
func readStore(ctx context.Context, what, uri string, clock post.Clock) (closingReader, error) {
	if inMongo(uri) {
		return openStore(ctx, what, uri, clock)
	}
	path, err := storeFile(what, uri)
	if err != nil {
		return nil, err
	}
	s, err := sqlite.Read(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return s, nil
}

// Progress hears how many of how many documents and facts were looked at; of
// 0 when nobody knows how many there are.
type Progress func(done, of int)

// counter makes a Progress that is told of each page; times is how often each
// document is looked at.
func counter(ctx context.Context, s post.Reader, times int, p Progress) (func(int), error) {
	if p == nil {
		return nil, nil
	}
	done, of := 0, 0
	if sized, ok := s.(interface {
		Size(ctx context.Context) (documents, facts int, err error)
	}); ok {
		documents, facts, err := sized.Size(ctx)
		if err != nil {
			return nil, err
		}
		of = times * (documents + facts)
	}
	return func(n int) { done += n; p(done, of) }, nil
}

// VerifyAt proves the invariants of the store at a URI; see VerifyStore. A file
// is looked at as it stands at one moment; of a store that has no such view,
// nobody serves it meanwhile.
func VerifyAt(ctx context.Context, uri string, folder fs.FS, p Progress) (report post.Report, err error) {
	s, err := readStore(ctx, "GOODTURN_STORE", uri, wallClock{})
	if err != nil {
		return post.Report{}, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	var still post.Reader = s
	if shared, ok := s.(post.Store); ok {
		if err := unserved(ctx, shared); err != nil {
			return post.Report{}, err
		}
		still = quiet{shared}
	}
	count, err := counter(ctx, still, 1, p)
	if err != nil {
		return post.Report{}, err
	}
	return VerifyStore(ctx, still, folder, time.Now(), count)
}

// CopyStore moves an organisation's whole store from one URI to another, and
// compares all of it in the end. One that was cut short goes on when it is called
// again. Nobody serves the first meanwhile.
func CopyStore(ctx context.Context, from, to string, p Progress) (done post.Copied, err error) {
	if from == to {
		return done, errors.New("FROM and TO are the same store")
	}
	source, err := openSource(ctx, from)
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	if err := unserved(ctx, source); err != nil {
		return done, err
	}
	target, err := openStore(ctx, "TO", to, wallClock{})
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	return copyStore(ctx, quiet{source}, target, p)
}

// openSource opens the store that is copied: one that is there.
func openSource(ctx context.Context, uri string) (post.Store, error) {
	if !inMongo(uri) {
		path, err := storeFile("FROM", uri)
		if err != nil {
			return nil, err
		}
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("FROM: there is no store %s", path)
		}
	}
	return openStore(ctx, "FROM", uri, wallClock{})
}

func copyStore(ctx context.Context, from post.Reader, to post.Store, p Progress) (post.Copied, error) {
	if err := sameOrganisation(ctx, from, to); err != nil {
		return post.Copied{}, err
	}
	count, err := counter(ctx, from, 2, p)
	if err != nil {
		return post.Copied{}, err
	}
	done, err := post.Copy(ctx, from, to, count)
	switch {
	case errors.Is(err, post.ErrForeign):
		return done, fmt.Errorf("the place to copy to is not empty: %w; name an empty place", err)
	case errors.Is(err, post.ErrDiffers), errors.Is(err, post.ErrConflict):
		return done, fmt.Errorf("the place to copy to was written to, or what is copied was: %w; stop every goodturn and begin anew in an empty place", err)
	case errors.Is(err, post.ErrMissing):
		return done, fmt.Errorf("what is copied was written to meanwhile: %w; stop every goodturn and copy again", err)
	case err != nil:
		return done, fmt.Errorf("the copy is not complete; the same command goes on: %w", err)
	}
	return done, nil
}

// sameOrganisation refuses a place that holds another organisation's store: its
// people go by another key.
func sameOrganisation(ctx context.Context, from, to post.Reader) error {
	ours, err := readKey(ctx, from)
	if errors.Is(err, post.ErrNotFound) {
		return errors.New("there is no organisation's store to copy")
	} else if err != nil {
		return err
	}
	theirs, err := readKey(ctx, to)
	switch {
	case errors.Is(err, post.ErrNotFound):
		return nil
	case err != nil:
		return err
	case !bytes.Equal(ours, theirs):
		return errors.New("the place to copy to holds another organisation's store; name an empty place")
	}
	return nil
}

// errServed: somebody serves what is to be copied or verified.
var errServed = errors.New("a goodturn served this store a moment ago; stop every goodturn on it, wait two minutes, and try again")

// unserved refuses a store that others may write to, while they do: whoever
// serves it lists Twilio's texts every minute.
func unserved(ctx context.Context, s post.Store) error {
	if s.Exclusive() {
		return nil
	}
	now, err := s.Time(ctx)
	if err != nil {
		return fmt.Errorf("ask the store's clock: %w", err)
	}
	last, err := readListing(ctx, s)
	if err != nil {
		return err
	}
	if now.Sub(last.Until) < 2*listEvery {
		return errServed
	}
	return nil
}

// quiet is a store of which no process holds a lane.
type quiet struct{ post.Store }

func (q quiet) Documents(ctx context.Context, after string, limit int) ([]post.Record, error) {
	page, err := q.Store.Documents(ctx, after, limit)
	if err != nil || q.Exclusive() {
		return page, err
	}
	now, err := q.Time(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range page {
		if post.Leased(r, now) {
			return nil, errServed
		}
	}
	return page, nil
}

// Size is that of the store, if it can tell.
func (q quiet) Size(ctx context.Context) (documents, facts int, err error) {
	if sized, ok := q.Store.(interface {
		Size(ctx context.Context) (documents, facts int, err error)
	}); ok {
		return sized.Size(ctx)
	}
	return 0, 0, nil
}

// Package sqlite keeps documents and facts in one SQLite file, for one
// process. Commits that wait are written together in one transaction; reads
// go on beside them.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/goodturn/goodturn/internal/post"
)

// readers is how many reads may be under way at once.
const readers = 4

// Store is a post.Store in one file.
type Store struct {
	reads
	clock post.Clock
	lock  *sql.DB
	read  *sql.DB

	writer  *writer
	writes  chan *write
	closing chan struct{}
	stopped chan struct{} // closed when the writer has ended
	once    sync.Once
}

var _ post.Store = (*Store)(nil)

// errClosed: the call came after Close. Nothing was written.
var errClosed = errors.New("the store is closed")

// Time implements post.Store: one process, one clock.
func (s *Store) Time(context.Context) (time.Time, error) { return s.clock.Now(), nil }

// Size returns how many documents and facts there are.
func (s *Store) Size(ctx context.Context) (documents, facts int, err error) {
	return s.size(ctx, s.read)
}

// Exclusive implements post.Store: the file is locked to this process.
func (s *Store) Exclusive() bool { return true }

// Close waits for the writes that were taken, and lets go of the file.
func (s *Store) Close() error {
	var err error
	s.once.Do(func() {
		close(s.closing)
		<-s.stopped
		err = errors.Join(s.read.Close(), s.writer.close(), s.lock.Close())
	})
	if err != nil {
		return fmt.Errorf("close %s: %w", s.path, err)
	}
	return nil
}

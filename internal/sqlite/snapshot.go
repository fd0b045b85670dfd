package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/goodturn/goodturn/internal/post"
)

// A Snapshot is a store as it stood at one moment, to read only. It holds up
// no writer; until it is closed the store's log grows by what is written.
type Snapshot struct {
	reads
	// Taken is when the file was made, if it is a backup.
	Taken time.Time

	db   *sql.DB
	conn *sql.Conn
}

var _ post.Reader = (*Snapshot)(nil)

// Read takes a snapshot of the store in a file, whether or not it is being
// served, or of a backup. Its errors are those of [Open], and one for a file that
// is not there.
func Read(ctx context.Context, path string) (*Snapshot, error) {
	if err := look(path); err != nil {
		return nil, err
	}
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("there is no store %s", path)
	}
	s := &Snapshot{reads: reads{path: path}}
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Snapshot) open(ctx context.Context) error {
	var err error
	if s.db, err = sql.Open("sqlite", address(s.path, "_pragma=busy_timeout(5000)&_pragma=query_only(1)")); err != nil {
		return s.explain(err)
	}
	if s.conn, err = s.db.Conn(ctx); err != nil {
		return s.explain(err)
	}
	if _, err := s.conn.ExecContext(ctx, "BEGIN"); err != nil {
		return s.explain(err)
	}
	version, err := identify(ctx, s.conn, s.path) // the first read fixes the moment
	switch {
	case err != nil:
		return s.explain(err)
	case version == 0:
		return fmt.Errorf("the file %s holds no store", s.path)
	case version < schemaVersion():
		return fmt.Errorf("the store %s is of an older goodturn (schema %d, now %d); start this one on it first", s.path, version, schemaVersion())
	}
	if err := s.conn.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE name = 'backup'").Scan(&version); err != nil {
		return s.explain(err)
	}
	if version > 0 {
		var at int64
		if err := s.conn.QueryRowContext(ctx, "SELECT taken FROM backup").Scan(&at); err != nil {
			return s.explain(err)
		}
		s.Taken = post.FromNanos(at)
	}
	return s.prepare(ctx, s.conn)
}

// Size returns how many documents and facts there are.
func (s *Snapshot) Size(ctx context.Context) (documents, facts int, err error) {
	return s.size(ctx, s.conn)
}

// Close lets go of the file.
func (s *Snapshot) Close() error {
	var errs []error
	for _, statement := range []*sql.Stmt{s.load, s.due, s.find, s.facts, s.documents, s.factsAfter} {
		if statement != nil { // SQLite keeps the file open as long as one is left
			errs = append(errs, statement.Close())
		}
	}
	if s.conn != nil {
		_, _ = s.conn.ExecContext(context.Background(), "ROLLBACK")
		errs = append(errs, s.conn.Close())
	}
	if s.db != nil {
		errs = append(errs, s.db.Close())
	}
	return errors.Join(errs...)
}

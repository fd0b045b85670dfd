package sqlite

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/goodturn/goodturn/internal/post"
)

//go:embed schema.sql
var schema string

// upgrades lift the schema of a store that an older goodturn wrote: the first
// from 1 to 2, and so on. One that was released is never changed.
var upgrades []string

// schemaVersion is that of schema.sql: PRAGMA user_version.
func schemaVersion() int { return len(upgrades) + 1 }

const application = 0x476f6f64 // PRAGMA application_id: "Good"

// Open opens the store in a file, which is made if it is not there (its
// folder is not), and locks it to this process. Every document whose outbox
// an earlier process left unfinished is due at once, by the clock.
//
// An error is one sentence that says what to do: the folder is missing, the
// file is read-only, it is no store of goodturn's, a newer goodturn wrote it,
// another goodturn has it open, the disk is full.
func Open(path string, clock post.Clock) (*Store, error) {
	if err := look(path); err != nil {
		return nil, err
	}
	s := &Store{
		reads: reads{path: path}, clock: clock,
		writes: make(chan *write), closing: make(chan struct{}), stopped: make(chan struct{}),
	}
	if err := s.open(context.Background()); err != nil {
		s.abandon()
		return nil, err
	}
	go s.run()
	return s, nil
}

// look sees to what SQLite would report less clearly.
func look(path string) error {
	folder := filepath.Dir(path)
	switch info, err := os.Stat(folder); {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("the store's folder %s is not there; make it, or name another", folder)
	case err != nil:
		return fmt.Errorf("the store's folder %s cannot be read: %w", folder, err)
	case !info.IsDir():
		return fmt.Errorf("the store's folder %s is a file; name a folder", folder)
	}
	switch info, err := os.Stat(path); {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("the store %s cannot be read: %w", path, err)
	case info.IsDir():
		return fmt.Errorf("the store %s is a folder; name a file in it", path)
	}
	return nil
}

func (s *Store) open(ctx context.Context) error {
	var err error
	if s.lock, err = lock(ctx, s.path); err != nil {
		return err
	}
	if err = prepare(ctx, s.path, s.clock); err != nil {
		return s.explain(err)
	}
	if s.writer, err = newWriter(s.path); err != nil {
		return s.explain(err)
	}
	if s.read, err = sql.Open("sqlite", address(s.path, "_pragma=busy_timeout(5000)&_pragma=query_only(1)")); err != nil {
		return s.explain(err)
	}
	s.read.SetMaxOpenConns(readers)
	s.read.SetMaxIdleConns(readers)
	return s.prepare(ctx, s.read)
}

// abandon closes what a failed opening had opened.
func (s *Store) abandon() {
	if s.read != nil {
		_ = s.read.Close()
	}
	if s.writer != nil {
		_ = s.writer.close()
	}
	if s.lock != nil {
		_ = s.lock.Close()
	}
}

// address is a file's name as the driver takes it.
func address(path, options string) string {
	return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() + "?" + options
}

// lock locks the store to this process, by holding SQLite's own lock on an
// empty file beside it for as long as the process lives: the system lets go
// of it however the process ends, and readers of the store are not held up.
func lock(ctx context.Context, path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", address(path+"-lock", "_pragma=busy_timeout(0)&_pragma=journal_mode(MEMORY)"))
	if err != nil {
		return nil, explain(path, err)
	}
	db.SetMaxOpenConns(1)
	db.SetConnMaxIdleTime(0)
	if _, err := db.ExecContext(ctx, "BEGIN EXCLUSIVE"); err != nil {
		_ = db.Close()
		if code(err) == codeBusy {
			return nil, fmt.Errorf("the store %s is in use by another goodturn; stop it first", path)
		}
		return nil, explain(path, err)
	}
	return db, nil
}

// prepare makes the file a store of this version, or says why it cannot be.
func prepare(ctx context.Context, path string, clock post.Clock) error {
	db, err := sql.Open("sqlite", address(path, "_pragma=busy_timeout(5000)&_pragma=synchronous(FULL)"))
	if err != nil {
		return err
	}
	defer db.Close()
	c, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	version, err := identify(ctx, c, path)
	if err != nil {
		return err
	}
	var mode string
	if err := c.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode); err != nil {
		return err
	}
	if mode != "wal" {
		return fmt.Errorf("the store %s lies on a disk that cannot keep a write-ahead log; use a local disk", path)
	}
	if _, err := c.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	todo := schema + fmt.Sprintf("PRAGMA application_id = %d;", application)
	if version > 0 {
		todo = strings.Join(upgrades[version-1:], "\n")
	}
	if version < schemaVersion() {
		if _, err := c.ExecContext(ctx, todo+fmt.Sprintf("PRAGMA user_version = %d;", schemaVersion())); err != nil {
			return err
		}
	}
	if _, err := c.ExecContext(ctx, "UPDATE documents SET due = ?1 WHERE due > ?1 AND held", post.Nanos(clock.Now())); err != nil {
		return err
	}
	_, err = c.ExecContext(ctx, "COMMIT")
	return err
}

// identify returns the version of the store's schema, 0 for a new file, or says
// why the file is no store that this program knows.
func identify(ctx context.Context, c *sql.Conn, path string) (version int, err error) {
	var id, things int
	for _, p := range []struct {
		query string
		into  *int
	}{
		{"PRAGMA user_version", &version},
		{"PRAGMA application_id", &id},
		{"SELECT count(*) FROM sqlite_schema", &things},
	} {
		if err := c.QueryRowContext(ctx, p.query).Scan(p.into); err != nil {
			return 0, err
		}
	}
	switch {
	case things > 0 && id != application:
		return 0, fmt.Errorf("the file %s is another program's database; name another file", path)
	case version > schemaVersion():
		return 0, fmt.Errorf("the store %s was written by a newer goodturn (schema %d; this one knows %d); use the newer one", path, version, schemaVersion())
	}
	return version, nil
}

package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/goodturn/goodturn/internal/post"
)

// Backup writes a copy of the store in a file, as it stands at one moment, to
// another file, while it is being served: nobody waits for it. The copy is a
// store itself, without a log beside it, and carries when it was taken. It
// stands under its name only when it is whole and on the disk; a file that is
// there already is never overwritten.
func Backup(ctx context.Context, path, into string, taken time.Time) error {
	if _, err := os.Lstat(into); err == nil {
		return fmt.Errorf("the file %s is there already; name another", into)
	}
	from, err := Read(ctx, path) // or say what it is not
	if err != nil {
		return err
	}
	if err := from.Close(); err != nil {
		return err
	}
	partial, err := os.CreateTemp(filepath.Dir(into), filepath.Base(into)+".*.partial")
	if err != nil {
		return fmt.Errorf("the backup's folder cannot be written: %w", err)
	}
	defer func() { _ = partial.Close(); _ = os.Remove(partial.Name()) }()
	if err := copyInto(ctx, path, partial.Name()); err != nil {
		return err
	}
	if err := mark(ctx, partial.Name(), taken); err != nil {
		return explain(partial.Name(), err)
	}
	return keep(partial, into)
}

// copyInto has SQLite write the copy in one reading transaction.
func copyInto(ctx context.Context, path, partial string) error {
	db, err := sql.Open("sqlite", address(path, "_pragma=busy_timeout(5000)"))
	if err != nil {
		return explain(path, err)
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", partial); err != nil {
		return fmt.Errorf("copy the store: %w", explain(path, err))
	}
	return nil
}

// mark writes into the copy when it was taken, and has SQLite look through it.
func mark(ctx context.Context, partial string, taken time.Time) error {
	db, err := sql.Open("sqlite", address(partial, "_pragma=synchronous(FULL)"))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, "DROP TABLE IF EXISTS backup; CREATE TABLE backup (taken INTEGER NOT NULL) STRICT"); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, "INSERT INTO backup VALUES (?)", post.Nanos(taken)); err != nil {
		return err
	}
	var found string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&found); err != nil {
		return err
	}
	if found != "ok" {
		return errors.New("the copy is damaged, and so may the store be: " + found)
	}
	return nil
}

// keep brings the file to the disk, and gives it its name there.
func keep(partial *os.File, into string) error {
	if err := partial.Sync(); err != nil {
		return fmt.Errorf("bring the backup to the disk: %w", err)
	}
	if err := os.Link(partial.Name(), into); errors.Is(err, os.ErrExist) {
		return fmt.Errorf("the file %s is there already; name another", into)
	} else if err != nil { // a disk that knows no links
		if err := os.Rename(partial.Name(), into); err != nil {
			return fmt.Errorf("name the backup: %w", err)
		}
	}
	folder, err := os.Open(filepath.Dir(into))
	if err != nil {
		return fmt.Errorf("bring the backup's name to the disk: %w", err)
	}
	defer func() { _ = folder.Close() }()
	if err := folder.Sync(); err != nil {
		return fmt.Errorf("bring the backup's name to the disk: %w", err)
	}
	return nil
}

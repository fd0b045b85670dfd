package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"time"

	"modernc.org/sqlite"

	"github.com/goodturn/goodturn/internal/post"
)

const (
	// groupAtMost is how many waiting commits share a transaction, and
	// ridersAtMost how many writes in all, those of facts counted.
	groupAtMost  = 64
	ridersAtMost = 4 * groupAtMost
	// rideWithin is how long facts wait for a commit to ride with. Nobody
	// waits for them but the outbox that they leave.
	rideWithin = 5 * time.Millisecond
)

// A write waits for the writer: a record, facts, or records to restore.
type write struct {
	record   *post.Record
	facts    []post.Fact
	restored []post.Record
	err      error
	done     chan error
}

// Commit implements post.Store.
func (s *Store) Commit(ctx context.Context, r post.Record) error {
	return s.write(ctx, &write{record: &r})
}

// Append implements post.Store. It also answers ErrUnknown.
func (s *Store) Append(ctx context.Context, facts ...post.Fact) error {
	if len(facts) == 0 {
		return nil
	}
	return s.write(ctx, &write{facts: facts})
}

// Restore implements post.Store. It also answers ErrUnknown.
func (s *Store) Restore(ctx context.Context, records ...post.Record) error {
	if len(records) == 0 {
		return nil
	}
	return s.write(ctx, &write{restored: records})
}

// write hands the write to the writer and waits for its outcome. Once handed
// over it cannot be taken back: a context that ends then leaves it unknown.
func (s *Store) write(ctx context.Context, w *write) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w.done = make(chan error, 1)
	select {
	case s.writes <- w:
	case <-ctx.Done():
		return ctx.Err()
	case <-s.closing:
		return errClosed
	}
	select {
	case err := <-w.done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", post.ErrUnknown, ctx.Err())
	}
}

// run writes group after group until the store closes.
func (s *Store) run() {
	defer close(s.stopped)
	group := make([]*write, 0, ridersAtMost)
	for {
		group = s.gather(group[:0])
		if len(group) == 0 {
			return
		}
		unknown, err := s.writer.commit(group)
		if err != nil {
			err = s.explain(err)
		}
		if unknown {
			err = fmt.Errorf("%w: %w", post.ErrUnknown, err)
		}
		for i, w := range group {
			if err != nil {
				w.err = err
			}
			w.done <- w.err
			group[i] = nil
		}
	}
}

// gather takes what waits: up to 64 commits, and the facts that came with
// them. It returns nothing when the store closes.
func (s *Store) gather(group []*write) []*write {
	commits := 0
	take := func(w *write) {
		group = append(group, w)
		if w.record != nil {
			commits++
		}
	}
	select {
	case w := <-s.writes:
		take(w)
	case <-s.closing:
		return nil
	}
	var ride <-chan time.Time
	for yielded := false; commits < groupAtMost && len(group) < ridersAtMost; {
		select {
		case w := <-s.writes:
			take(w)
			yielded = false
			continue
		default:
		}
		if !yielded && commits < groupAtMost/4 {
			// Whoever is about to commit may do so first.
			runtime.Gosched()
			yielded = true
			continue
		}
		if commits > 0 {
			return group
		}
		if ride == nil {
			timer := time.NewTimer(rideWithin)
			defer timer.Stop()
			ride = timer.C
		}
		select {
		case w := <-s.writes:
			take(w)
		case <-ride:
			return group
		case <-s.closing:
			return group
		}
	}
	return group
}

// A writer has the one connection that writes. It is used by one goroutine,
// so it needs nothing of what database/sql does for many.
type writer struct {
	conn                                            driver.Conn
	begin, end, undo, insert, update, restore, fact driver.Stmt
	args                                            []driver.NamedValue
}

const (
	insertStatement = `INSERT INTO documents (revision, due, urgent, held, rank, keys, summary, parked, body, id, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`
	// restoreStatement changes no row where another version stands.
	restoreStatement = `INSERT INTO documents (revision, due, urgent, held, rank, keys, summary, parked, body, id, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET version = version WHERE version = excluded.version`
	updateStatement = `UPDATE documents SET version = version + 1,
		revision = ?, due = ?, urgent = ?, held = ?, rank = ?, keys = ?, summary = ?, parked = ?, body = ?
		WHERE id = ? AND version = ?`
	factStatement = `INSERT INTO facts (id, kind, at, data) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`
)

func newWriter(path string) (*writer, error) {
	conn, err := new(sqlite.Driver).Open(address(path, "_pragma=busy_timeout(5000)&_pragma=synchronous(FULL)&_pragma=wal_autocheckpoint(4000)"))
	if err != nil {
		return nil, err
	}
	w := &writer{conn: conn}
	for _, p := range []struct {
		statement *driver.Stmt
		text      string
	}{
		{&w.begin, "BEGIN IMMEDIATE"}, {&w.end, "COMMIT"}, {&w.undo, "ROLLBACK"},
		{&w.insert, insertStatement}, {&w.update, updateStatement}, {&w.restore, restoreStatement}, {&w.fact, factStatement},
	} {
		if *p.statement, err = conn.Prepare(p.text); err != nil {
			return nil, errors.Join(err, w.close())
		}
	}
	return w, nil
}

// close closes the statements first: SQLite keeps the file open as long as
// one is left.
func (w *writer) close() error {
	var errs []error
	for _, statement := range []driver.Stmt{w.begin, w.end, w.undo, w.insert, w.update, w.restore, w.fact} {
		if statement != nil {
			errs = append(errs, statement.Close())
		}
	}
	return errors.Join(append(errs, w.conn.Close())...)
}

// exec runs a statement and returns how many rows it changed. It takes no
// context: a write that was taken is not taken back.
func (w *writer) exec(statement driver.Stmt, args ...driver.Value) (int64, error) {
	w.args = w.args[:0]
	for i, a := range args {
		w.args = append(w.args, driver.NamedValue{Ordinal: i + 1, Value: a})
	}
	result, err := statement.(driver.StmtExecContext).ExecContext(context.Background(), w.args)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// commit writes the group in one transaction, and leaves in each write its
// own outcome. An error is every write's: nothing was written, or, when the
// transaction's end failed, nobody knows.
func (w *writer) commit(group []*write) (unknown bool, err error) {
	if _, err := w.exec(w.begin); err != nil {
		return false, err
	}
	for _, one := range group {
		one.err = w.put(one)
		if one.err != nil && !errors.Is(one.err, post.ErrConflict) && !ownFault(one.err) {
			_, _ = w.exec(w.undo) // SQLite may have done so itself
			return false, one.err
		}
	}
	if _, err := w.exec(w.end); err != nil {
		_, _ = w.exec(w.undo)
		return true, err
	}
	return false, nil
}

// put writes one record by compare-and-set, or facts, or restores records.
func (w *writer) put(one *write) error {
	for _, f := range one.facts {
		if _, err := w.exec(w.fact, f.ID, f.Kind, post.Nanos(f.At), []byte(f.Data)); err != nil {
			return err
		}
	}
	for _, r := range one.restored {
		if r.Version < 1 {
			return post.ErrConflict
		}
		if err := w.record(w.restore, &r, r.Version); err != nil {
			return err
		}
	}
	switch {
	case one.record == nil:
		return nil
	case one.record.Version == 1:
		return w.record(w.insert, one.record, 1)
	}
	return w.record(w.update, one.record, one.record.Version-1)
}

// record runs a statement that takes a record and a version.
func (w *writer) record(statement driver.Stmt, r *post.Record, version int64) error {
	keys := "[]"
	if len(r.Keys) > 0 {
		raw, err := json.Marshal(r.Keys)
		if err != nil {
			return fmt.Errorf("write keys: %w", err)
		}
		keys = string(raw)
	}
	var due, summary driver.Value
	if !r.Due.IsZero() {
		due = post.Nanos(r.Due)
	}
	if r.Summary != nil {
		summary = string(r.Summary)
	}
	n, err := w.exec(statement, int64(r.Revision), due, r.Urgent, r.Held, r.Rank, keys, summary, r.Parked, r.Body, r.ID, version)
	if err == nil && n == 0 {
		err = post.ErrConflict
	}
	return err
}

package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/goodturn/goodturn/internal/post"
)

const (
	// groupAtMost is how many waiting writes share a transaction.
	groupAtMost = 64
	// rideWithin is how long facts wait for a commit to ride with. Nobody
	// waits for them but the outbox that they leave.
	rideWithin = 5 * time.Millisecond
)

// A write waits for the writer: a record, or facts.
type write struct {
	record *post.Record
	facts  []post.Fact
	err    error
	done   chan error
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
	group := make([]*write, 0, groupAtMost)
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

// gather takes what waits. It returns nothing when the store closes.
func (s *Store) gather(group []*write) []*write {
	select {
	case w := <-s.writes:
		group = append(group, w)
	case <-s.closing:
		return nil
	}
	commits := group[0].record != nil
	var ride <-chan time.Time
	for len(group) < groupAtMost {
		select {
		case w := <-s.writes:
			group = append(group, w)
			commits = commits || w.record != nil
			continue
		default:
		}
		if commits {
			return group
		}
		if ride == nil {
			timer := time.NewTimer(rideWithin)
			defer timer.Stop()
			ride = timer.C
		}
		select {
		case w := <-s.writes:
			group = append(group, w)
			commits = w.record != nil
		case <-ride:
			return group
		case <-s.closing:
			return group
		}
	}
	return group
}

// A writer has the one connection that writes. It is used by one goroutine.
type writer struct {
	db   *sql.DB
	conn *sql.Conn

	begin, end, insert, update, fact *sql.Stmt
}

const (
	insertStatement = `INSERT INTO documents (revision, due, urgent, held, rank, keys, summary, parked, body, id, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT (id) DO NOTHING`
	updateStatement = `UPDATE documents SET version = version + 1,
		revision = ?, due = ?, urgent = ?, held = ?, rank = ?, keys = ?, summary = ?, parked = ?, body = ?
		WHERE id = ? AND version = ?`
	factStatement = `INSERT INTO facts (id, kind, at, data) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`
)

func newWriter(ctx context.Context, path string, clock post.Clock) (*writer, error) {
	db, err := sql.Open("sqlite", address(path, "_pragma=busy_timeout(5000)&_pragma=synchronous(FULL)"))
	if err != nil {
		return nil, err
	}
	w := &writer{db: db}
	if err := w.open(ctx, path, clock); err != nil {
		_ = w.close()
		return nil, err
	}
	return w, nil
}

func (w *writer) open(ctx context.Context, path string, clock post.Clock) error {
	var err error
	if w.conn, err = w.db.Conn(ctx); err != nil {
		return err
	}
	if err := prepare(ctx, w.conn, path, clock); err != nil {
		return err
	}
	for _, p := range []struct {
		statement **sql.Stmt
		text      string
	}{{&w.begin, "BEGIN IMMEDIATE"}, {&w.end, "COMMIT"}, {&w.insert, insertStatement}, {&w.update, updateStatement}, {&w.fact, factStatement}} {
		if *p.statement, err = w.conn.PrepareContext(ctx, p.text); err != nil {
			return err
		}
	}
	return nil
}

// close closes the statements first: database/sql does not for those of one
// connection, and SQLite keeps the file open as long as one is left.
func (w *writer) close() error {
	var errs []error
	for _, statement := range []*sql.Stmt{w.begin, w.end, w.insert, w.update, w.fact} {
		if statement != nil {
			errs = append(errs, statement.Close())
		}
	}
	if w.conn != nil {
		errs = append(errs, w.conn.Close())
	}
	return errors.Join(append(errs, w.db.Close())...)
}

// commit writes the group in one transaction, and leaves in each write its
// own outcome. An error is every write's: nothing was written, or, when the
// transaction's end failed, nobody knows.
func (w *writer) commit(group []*write) (unknown bool, err error) {
	ctx := context.Background() // a write that was taken is not taken back
	if _, err := w.begin.ExecContext(ctx); err != nil {
		return false, err
	}
	for _, one := range group {
		one.err = w.put(ctx, one)
		if one.err != nil && one.err != post.ErrConflict && !ownFault(one.err) {
			_, _ = w.conn.ExecContext(ctx, "ROLLBACK") // SQLite may have done so itself
			return false, one.err
		}
	}
	if _, err := w.end.ExecContext(ctx); err != nil {
		_, _ = w.conn.ExecContext(ctx, "ROLLBACK")
		return true, err
	}
	return false, nil
}

// put writes one record by compare-and-set, or its facts.
func (w *writer) put(ctx context.Context, one *write) error {
	if one.record == nil {
		for _, f := range one.facts {
			if _, err := w.fact.ExecContext(ctx, f.ID, f.Kind, nanos(f.At), []byte(f.Data)); err != nil {
				return err
			}
		}
		return nil
	}
	r := one.record
	keys := "[]"
	if len(r.Keys) > 0 {
		raw, err := json.Marshal(r.Keys)
		if err != nil {
			return fmt.Errorf("write keys: %w", err)
		}
		keys = string(raw)
	}
	var due, summary any
	if !r.Due.IsZero() {
		due = nanos(r.Due)
	}
	if r.Summary != nil {
		summary = string(r.Summary)
	}
	args := []any{r.Revision, due, r.Urgent, r.Held, r.Rank, keys, summary, r.Parked, r.Body, r.ID}
	statement := w.insert
	if r.Version != 1 {
		statement = w.update
		args = append(args, r.Version-1)
	}
	result, err := statement.ExecContext(ctx, args...)
	if err != nil {
		return err
	}
	n, err := result.RowsAffected()
	if err == nil && n == 0 {
		err = post.ErrConflict
	}
	return err
}

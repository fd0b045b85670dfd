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

// reads are the questions that a store is asked, over the connections that
// they were prepared on.
type reads struct {
	path string

	load, due, stand, find, facts, documents, factsAfter *sql.Stmt
}

// prepare prepares every question.
func (s *reads) prepare(ctx context.Context, on interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}) error {
	for _, p := range []struct {
		statement **sql.Stmt
		text      string
	}{
		{&s.load, loadStatement}, {&s.due, dueStatement}, {&s.stand, standStatement}, {&s.find, findStatement}, {&s.facts, factsStatement},
		{&s.documents, documentsStatement}, {&s.factsAfter, factsAfterStatement},
	} {
		var err error
		if *p.statement, err = on.PrepareContext(ctx, p.text); err != nil {
			return s.explain(err)
		}
	}
	return nil
}

// Load implements post.Store.
func (s *reads) Load(ctx context.Context, id string) (post.Record, error) {
	r, err := scan(s.load.QueryRowContext(ctx, id))
	if errors.Is(err, sql.ErrNoRows) {
		return post.Record{}, post.ErrNotFound
	}
	if err != nil {
		return post.Record{}, fmt.Errorf("load: %w", s.explain(err))
	}
	return r, nil
}

// scan reads a record from a row, or from rows.
func scan(row interface{ Scan(into ...any) error }) (post.Record, error) {
	var r post.Record
	var due sql.NullInt64
	var keys []byte
	if err := row.Scan(&r.ID, &r.Version, &r.Revision, &due, &r.Urgent, &r.Held, &r.Rank, &keys, (*[]byte)(&r.Summary), &r.Parked, &r.Body); err != nil {
		return post.Record{}, err
	}
	if due.Valid {
		r.Due = post.FromNanos(due.Int64)
	}
	if err := json.Unmarshal(keys, &r.Keys); err != nil {
		return post.Record{}, fmt.Errorf("read keys: %w", err)
	}
	return r, nil
}

const columns = `id, version, revision, due, urgent, held, rank, keys, summary, parked, body`

const loadStatement = `SELECT ` + columns + ` FROM documents WHERE id = ?`

// Due implements post.Store.
func (s *reads) Due(ctx context.Context, at time.Time, limit int) ([]string, error) {
	var ids []string
	for _, urgent := range []bool{true, false} {
		err := each(ctx, s.due, func(rows *sql.Rows) error {
			var id string
			if err := rows.Scan(&id); err != nil {
				return err
			}
			ids = append(ids, id)
			return nil
		}, urgent, post.Nanos(at), max(limit-len(ids), 0))
		if err != nil {
			return nil, fmt.Errorf("ask what is due: %w", s.explain(err))
		}
	}
	return ids, nil
}

const dueStatement = `SELECT id FROM documents
	WHERE due IS NOT NULL AND urgent = ? AND due <= ? ORDER BY due, id LIMIT ?`

// Find implements post.Store.
func (s *reads) Find(ctx context.Context, q post.Query) ([]post.Found, error) {
	keys, err := s.standing(ctx, q.Keys)
	if err != nil {
		return nil, fmt.Errorf("find: %w", s.explain(err))
	}
	var found []post.Found
	for _, key := range keys {
		err := each(ctx, s.find, func(rows *sql.Rows) error {
			f := post.Found{Key: key}
			if err := rows.Scan(&f.ID, &f.Rank, (*[]byte)(&f.Summary)); err != nil {
				return err
			}
			found = append(found, f)
			return nil
		}, key, max(q.Limit, 0))
		if err != nil {
			return nil, fmt.Errorf("find: %w", s.explain(err))
		}
	}
	return found, nil
}

// standing are those of the keys under which anything stands, in their order.
// Most of a neighbourhood's cells are empty, and to ask of each would cost more
// than all else.
func (s *reads) standing(ctx context.Context, keys []string) ([]string, error) {
	if len(keys) < 2 {
		return keys, nil
	}
	asked, err := json.Marshal(keys)
	if err != nil {
		return nil, fmt.Errorf("write keys: %w", err)
	}
	var stand []string
	err = each(ctx, s.stand, func(rows *sql.Rows) error {
		var i int
		if err := rows.Scan(&i); err != nil {
			return err
		}
		stand = append(stand, keys[i])
		return nil
	}, string(asked))
	return stand, err
}

const standStatement = `SELECT asked.key FROM json_each(?) AS asked
	WHERE EXISTS (SELECT 1 FROM keys WHERE keys.key = asked.value) ORDER BY asked.key`

const findStatement = `SELECT keys.id, keys.rank, documents.summary
	FROM keys CROSS JOIN documents ON documents.id = keys.id
	WHERE keys.key = ? ORDER BY keys.rank, keys.id LIMIT ?`

// Facts implements post.Store.
func (s *reads) Facts(ctx context.Context, kind string, since time.Time, limit int) ([]post.Fact, error) {
	var facts []post.Fact
	err := each(ctx, s.facts, func(rows *sql.Rows) error {
		f := post.Fact{Kind: kind}
		var at int64
		if err := rows.Scan(&f.ID, &at, (*[]byte)(&f.Data)); err != nil {
			return err
		}
		f.At = post.FromNanos(at)
		facts = append(facts, f)
		return nil
	}, kind, post.Nanos(since), max(limit, 0))
	if err != nil {
		return nil, fmt.Errorf("read facts: %w", s.explain(err))
	}
	return facts, nil
}

const factsStatement = `SELECT id, at, data FROM facts
	WHERE kind = ? AND at >= ? ORDER BY at, id LIMIT ?`

// Documents implements post.Store.
func (s *reads) Documents(ctx context.Context, after string, limit int) ([]post.Record, error) {
	var page []post.Record
	err := each(ctx, s.documents, func(rows *sql.Rows) error {
		r, err := scan(rows)
		page = append(page, r)
		return err
	}, after, max(limit, 0))
	if err != nil {
		return nil, fmt.Errorf("read documents: %w", s.explain(err))
	}
	return page, nil
}

const documentsStatement = `SELECT ` + columns + ` FROM documents WHERE id > ? ORDER BY id LIMIT ?`

// FactsAfter implements post.Store.
func (s *reads) FactsAfter(ctx context.Context, after string, limit int) ([]post.Fact, error) {
	var page []post.Fact
	err := each(ctx, s.factsAfter, func(rows *sql.Rows) error {
		var f post.Fact
		var at int64
		if err := rows.Scan(&f.ID, &f.Kind, &at, (*[]byte)(&f.Data)); err != nil {
			return err
		}
		f.At = post.FromNanos(at)
		page = append(page, f)
		return nil
	}, after, max(limit, 0))
	if err != nil {
		return nil, fmt.Errorf("read facts: %w", s.explain(err))
	}
	return page, nil
}

const factsAfterStatement = `SELECT id, kind, at, data FROM facts WHERE id > ? ORDER BY id LIMIT ?`

func (s *reads) size(ctx context.Context, on interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}) (documents, facts int, err error) {
	err = on.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM facts)").Scan(&documents, &facts)
	if err != nil {
		return 0, 0, fmt.Errorf("count documents: %w", s.explain(err))
	}
	return documents, facts, nil
}

// each calls row for each row of a query.
func each(ctx context.Context, query *sql.Stmt, row func(*sql.Rows) error, args ...any) error {
	rows, err := query.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

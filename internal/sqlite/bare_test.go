package sqlite_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// A bare is SQLite and nothing else: for each letter one transaction (or a
// share in one, for up to 64 that wait together) that writes what a step
// leaves behind, a document's row and a fact's, into the same tables.
type bare struct {
	conn                             *sql.Conn
	insert, update, fact, begin, end *sql.Stmt
}

func newBare(t testing.TB) *bare {
	t.Helper()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "bare.db")
	db, err := sql.Open("sqlite", path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=wal_autocheckpoint(4000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	b := &bare{}
	if b.conn, err = db.Conn(ctx); err != nil {
		t.Fatal(err)
	}
	schema, err := os.ReadFile("schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.conn.ExecContext(ctx, string(schema)); err != nil {
		t.Fatal(err)
	}
	for text, statement := range map[string]**sql.Stmt{
		`UPDATE documents SET version = version + 1, revision = ?, due = ?, urgent = ?, held = ?, rank = ?, keys = ?, summary = ?, body = ?
			WHERE id = ? AND version = ?`: &b.update,
		`INSERT INTO documents (id, version, revision, due, urgent, held, rank, keys, summary, body)
			VALUES (?, 1, 0, NULL, 0, 0, 7, ?, ?, ?)`: &b.insert,
		"INSERT INTO facts (id, kind, at, data) VALUES (?, ?, ?, ?)": &b.fact,
		"BEGIN IMMEDIATE": &b.begin,
		"COMMIT":          &b.end,
	} {
		if *statement, err = b.conn.PrepareContext(ctx, text); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { (*statement).Close() })
	}
	return b
}

func (b *bare) exec(t testing.TB, statement *sql.Stmt, args ...any) {
	if _, err := statement.ExecContext(context.Background(), args...); err != nil {
		t.Fatal(err)
	}
}

const (
	bareKeys    = `["near:LS6","phone:+447700900123"]`
	bareSummary = `["prescriptions","shopping","dogs","phone"]`
)

type bareWrite struct {
	id      string
	version int
	body    []byte
	done    chan struct{}
}

// round writes as much as the stepper's round does.
func (b *bare) round(t testing.TB, round, writers, documents, size int) time.Duration {
	name := func(writer, n int) string { return fmt.Sprintf("person/%d-%d-%d", round, writer, n) }
	body := []byte(strings.Repeat("x", size))
	b.exec(t, b.begin)
	for w := range writers {
		for d := range documents {
			b.exec(t, b.insert, name(w, d), bareKeys, bareSummary, body)
		}
	}
	b.exec(t, b.end)

	began := time.Now()
	writes := make(chan bareWrite)
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			done := make(chan struct{}, 1)
			for d := range documents {
				for n := range lettersEach {
					writes <- bareWrite{name(w, d), n + 1, body, done}
					<-done
				}
			}
		})
	}
	go func() {
		wg.Wait()
		close(writes)
	}()
	for w := range writes {
		b.group(t, w, writes)
	}
	return time.Since(began)
}

// group writes w, and what waits with it, in one transaction.
func (b *bare) group(t testing.TB, w bareWrite, writes <-chan bareWrite) {
	group := []bareWrite{w}
	for more := true; more && len(group) < 64; {
		select {
		case w, more = <-writes:
			if more {
				group = append(group, w)
			}
		default:
			more = false
		}
	}
	b.exec(t, b.begin)
	for _, w := range group {
		now := time.Now().UnixNano()
		b.exec(t, b.update, 0, now, 0, 1, 7, bareKeys, bareSummary, w.body, w.id, w.version)
		b.exec(t, b.fact, fmt.Sprintf("%s@%d/1", w.id, w.version), "heard", now, []byte(`{"as":"yes","flow":"offer","who":"r5k2m8"}`))
	}
	b.exec(t, b.end)
	for _, w := range group {
		w.done <- struct{}{}
	}
}

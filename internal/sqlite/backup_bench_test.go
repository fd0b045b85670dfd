package sqlite_test

import (
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/sqlite"
)

// BenchmarkBackupBesideCommits says how many commits a second one writer gets
// through while backup follows backup, as a share of those without.
func BenchmarkBackupBesideCommits(b *testing.B) {
	dir := b.TempDir()
	path := filepath.Join(dir, "g.db")
	s := open(b, path)
	var all []post.Record
	for i := range 20_000 {
		all = append(all, post.Record{ID: fmt.Sprintf("person/%d", i), Version: 1, Body: make([]byte, 1000), Keys: []string{"k"}})
	}
	if err := s.Restore(b.Context(), all...); err != nil {
		b.Fatal(err)
	}
	var written atomic.Int64
	var stop atomic.Bool
	ended := make(chan error, 1)
	go func() {
		for v := int64(2); !stop.Load(); v++ {
			if err := s.Commit(b.Context(), post.Record{ID: "person/0", Version: v, Body: make([]byte, 1000)}); err != nil {
				ended <- err
				return
			}
			written.Add(1)
		}
		ended <- nil
	}()
	rate := func(while func()) float64 {
		from, began := written.Load(), time.Now()
		while()
		return float64(written.Load()-from) / time.Since(began).Seconds()
	}
	var alone, beside float64
	n := 0
	for b.Loop() {
		alone += rate(func() { time.Sleep(300 * time.Millisecond) })
		beside += rate(func() {
			n++
			if err := sqlite.Backup(b.Context(), path, filepath.Join(dir, fmt.Sprint(n)), noon.Now()); err != nil {
				b.Fatal(err)
			}
		})
	}
	stop.Store(true)
	if err := <-ended; err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(alone/float64(n), "commits/s-alone")
	b.ReportMetric(beside/alone, "share-beside")
}

package sqlite_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/sqlite"
)

func read(t *testing.T, path string) *sqlite.Snapshot {
	t.Helper()
	s, err := sqlite.Read(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	closeAfter(t, s)
	return s
}

// A snapshot stands still while the store is written on, and holds up nobody.
func TestSnapshot(t *testing.T) {
	path := filepath.Join(t.TempDir(), "g.db")
	s := open(t, path)
	commit := func(version int64) {
		t.Helper()
		if err := s.Commit(t.Context(), post.Record{ID: "person/a", Version: version, Keys: []string{"k"}, Body: fmt.Appendf(nil, "%d", version)}); err != nil {
			t.Fatal(err)
		}
		if err := s.Append(t.Context(), post.Fact{ID: fmt.Sprint(version), Kind: "met", At: noon.Now()}); err != nil {
			t.Fatal(err)
		}
	}
	commit(1)
	snap := read(t, path)
	for v := int64(2); v < 300; v++ {
		commit(v)
	}
	r, err := snap.Load(t.Context(), "person/a")
	if err != nil || r.Version != 1 || string(r.Body) != "1" {
		t.Errorf("the snapshot has %+v, %v", r, err)
	}
	if all, err := snap.Documents(t.Context(), "", 10); err != nil || len(all) != 1 || all[0].Version != 1 {
		t.Errorf("the snapshot has %+v, %v", all, err)
	}
	if documents, facts, err := snap.Size(t.Context()); documents != 1 || facts != 1 || err != nil {
		t.Errorf("the snapshot has %d documents and %d facts (%v)", documents, facts, err)
	}
	if found, err := snap.Find(t.Context(), post.Query{Keys: []string{"k"}, Limit: 2}); err != nil || len(found) != 1 {
		t.Errorf("the snapshot finds %v, %v", found, err)
	}
	if !snap.Taken.IsZero() {
		t.Errorf("a store was taken at %v", snap.Taken)
	}
	if documents, facts, err := s.Size(t.Context()); documents != 1 || facts != 299 || err != nil {
		t.Errorf("the store has %d documents and %d facts (%v)", documents, facts, err)
	}
}

func TestReadRefuses(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	write(t, at("diary"), strings.Repeat("Dear diary, ", 1000))
	write(t, at("empty"), "")
	execute(t, at("other"), "CREATE TABLE bookmarks (url TEXT)")
	closed(t, at("newer"))
	execute(t, at("newer"), "PRAGMA user_version = 7")
	for name, want := range map[string]string{
		"none":  "there is no store DIR/none",
		"diary": "the file DIR/diary is not a database; name another file",
		"empty": "the file DIR/empty holds no store",
		"other": "the file DIR/other is another program's database; name another file",
		"newer": "the store DIR/newer was written by a newer goodturn (schema 7; this one knows 1); use the newer one",
		".":     "the store DIR is a folder; name a file in it",
		"no/x":  "the store's folder DIR/no is not there; make it, or name another",
	} {
		s, err := sqlite.Read(t.Context(), at(name))
		if err == nil {
			s.Close()
		}
		if want := strings.ReplaceAll(want, "DIR", dir); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
	if left, _ := filepath.Glob(at("none*")); len(left) > 0 {
		t.Errorf("looking has made %v", left)
	}
}

// Each writer commits a pair in order, the second after the first is durable. A
// backup may hold neither, the first, or both.
func TestBackupBesideWriters(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "g.db")
	s := open(t, path)
	const kept = 2000
	var all []post.Record
	for i := range kept {
		all = append(all, post.Record{ID: fmt.Sprintf("person/%d", i), Version: 3, Body: make([]byte, 2000)})
	}
	if err := s.Restore(t.Context(), all...); err != nil {
		t.Fatal(err)
	}
	var stop atomic.Bool
	var written atomic.Int64
	ended := make(chan error, 1)
	go func() {
		for i := int64(0); !stop.Load(); i++ {
			for _, first := range []string{"task", "case"} {
				if err := s.Commit(t.Context(), post.Record{ID: fmt.Sprintf("%s/%d", first, i), Version: 1}); err != nil {
					ended <- err
					return
				}
			}
			written.Add(1)
		}
		ended <- nil
	}()
	for n := range 3 {
		from := written.Load()
		into := filepath.Join(dir, fmt.Sprintf("backup%d", n))
		if err := sqlite.Backup(t.Context(), path, into, noon.Now().Add(time.Duration(n)*time.Hour)); err != nil {
			t.Fatal(err)
		}
		b, err := sqlite.Read(t.Context(), into)
		if err != nil {
			t.Fatal(err)
		}
		if !b.Taken.Equal(noon.Now().Add(time.Duration(n) * time.Hour)) {
			t.Errorf("taken at %v", b.Taken)
		}
		count := map[string]int64{}
		all, err := b.Documents(t.Context(), "", 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range all {
			count[post.KindOf(r.ID)]++
		}
		if err := b.Close(); err != nil {
			t.Error(err)
		}
		if count["person"] != kept || count["task"] < count["case"] || count["task"] > count["case"]+1 || count["case"] < from {
			t.Errorf("the backup holds %v, after %d pairs", count, from)
		}
	}
	stop.Store(true)
	if err := <-ended; err != nil {
		t.Error(err)
	}
	// A backup is a store of its own.
	again := open(t, filepath.Join(dir, "backup2"))
	if err := again.Commit(t.Context(), post.Record{ID: "person/1", Version: 4}); err != nil {
		t.Errorf("a backup cannot be opened as a store: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*.partial*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

func TestBackupRefuses(t *testing.T) {
	dir := t.TempDir()
	path, taken := filepath.Join(dir, "g.db"), filepath.Join(dir, "taken")
	closed(t, path)
	write(t, taken, "mine")
	for name, c := range map[string]struct{ from, into, want string }{
		"a file that is there":    {path, taken, "the file DIR/taken is there already; name another"},
		"no store":                {filepath.Join(dir, "none"), filepath.Join(dir, "b"), "there is no store DIR/none"},
		"a folder that is not":    {path, filepath.Join(dir, "no", "b"), "the backup's folder cannot be written"},
		"something that is no db": {taken, filepath.Join(dir, "b"), "the file DIR/taken is not a database; name another file"},
	} {
		err := sqlite.Backup(t.Context(), c.from, c.into, noon.Now())
		if want := strings.ReplaceAll(c.want, "DIR", dir); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
	if raw, err := os.ReadFile(taken); err != nil || string(raw) != "mine" {
		t.Errorf("a file was overwritten: %q, %v", raw, err)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "b*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A store of an older schema is lifted when it is opened, once; one that is
// only looked at is not.
func TestSchemaUpgrades(t *testing.T) {
	path := filepath.Join(t.TempDir(), "g.db")
	s, err := sqlite.Open(path, noon)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Commit(t.Context(), post.Record{ID: "person/a", Version: 1, Rank: 2}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	defer sqlite.Upgrades("UPDATE documents SET rank = rank + 1;", "UPDATE documents SET rank = rank * 10;")()
	if _, err := sqlite.Read(t.Context(), path); err == nil || !strings.Contains(err.Error(), "of an older goodturn (schema 1, now 3)") {
		t.Errorf("looked at: %v", err)
	}
	for range 2 {
		s, err := sqlite.Open(path, noon)
		if err != nil {
			t.Fatal(err)
		}
		if r, err := s.Load(t.Context(), "person/a"); err != nil || r.Rank != 30 {
			t.Errorf("lifted to %d (%v), want 30", r.Rank, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := read(t, path).Size(t.Context()); err != nil {
		t.Error(err)
	}
}

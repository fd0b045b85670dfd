package sqlite_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/sqlite"
)

func mkdir(t testing.TB, path string) {
	t.Helper()
	if err := os.MkdirAll(path, 0o755); err != nil {
		t.Fatal(err)
	}
}

// execute runs statements on the file behind the store's back.
func execute(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	defer goleak.VerifyNone(t)
	for _, c := range []struct {
		what string
		// make prepares the folder and returns the path to open.
		make func(t *testing.T, dir string) string
		want string // %s is the path
	}{
		{"a folder that is not there", func(t *testing.T, dir string) string {
			return filepath.Join(dir, "missing", "g.db")
		}, "the store's folder DIR/missing is not there; make it, or name another"},
		{"a folder that is a file", func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "f"), "x")
			return filepath.Join(dir, "f", "g.db")
		}, "the store's folder DIR/f is a file; name a folder"},
		{"a folder in the store's place", func(t *testing.T, dir string) string {
			mkdir(t, filepath.Join(dir, "g.db"))
			return filepath.Join(dir, "g.db")
		}, "the store DIR/g.db is a folder; name a file in it"},
		{"a file that is no database", func(t *testing.T, dir string) string {
			write(t, filepath.Join(dir, "g.db"), strings.Repeat("Dear diary, ", 1000))
			return filepath.Join(dir, "g.db")
		}, "the file DIR/g.db is not a database; name another file"},
		{"another program's database", func(t *testing.T, dir string) string {
			execute(t, filepath.Join(dir, "g.db"), "CREATE TABLE bookmarks (url TEXT)")
			return filepath.Join(dir, "g.db")
		}, "the file DIR/g.db is another program's database; name another file"},
		{"a newer schema", func(t *testing.T, dir string) string {
			path := filepath.Join(dir, "g.db")
			closed(t, path)
			execute(t, path, "PRAGMA user_version = 7")
			return path
		}, "the store DIR/g.db was written by a newer goodturn (schema 7; this one knows 1); use the newer one"},
		{"a damaged store", func(t *testing.T, dir string) string {
			path := filepath.Join(dir, "g.db")
			closed(t, path)
			execute(t, path, "PRAGMA writable_schema = 1", "UPDATE sqlite_schema SET sql = 'nonsense' WHERE name = 'documents'")
			return path
		}, "the store DIR/g.db is damaged; put back a copy"},
		{"a store that is open", func(t *testing.T, dir string) string {
			path := filepath.Join(dir, "g.db")
			open(t, path)
			return path
		}, "the store DIR/g.db is in use by another goodturn; stop it first"},
		{"a folder that is read-only", func(t *testing.T, dir string) string {
			unlessRoot(t)
			mkdir(t, filepath.Join(dir, "ro"))
			chmod(t, filepath.Join(dir, "ro"), 0o555)
			return filepath.Join(dir, "ro", "g.db")
		}, "the store DIR/ro/g.db cannot be opened; let this user write to it and to its folder"},
		{"a store that is read-only", func(t *testing.T, dir string) string {
			unlessRoot(t)
			path := filepath.Join(dir, "g.db")
			closed(t, path)
			chmod(t, path, 0o444)
			return path
		}, "the store DIR/g.db is read-only; let this user write to it and to its folder"},
	} {
		t.Run(c.what, func(t *testing.T) {
			dir := t.TempDir()
			s, err := sqlite.Open(c.make(t, dir), noon)
			if err == nil {
				s.Close()
				t.Fatal("it opened")
			}
			if want := strings.ReplaceAll(c.want, "DIR", dir); err.Error() != want {
				t.Errorf("\n got %s\nwant %s", err, want)
			}
		})
	}
}

func closed(t *testing.T, path string) {
	t.Helper()
	s, err := sqlite.Open(path, noon)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, path, words string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(words), 0o600); err != nil {
		t.Fatal(err)
	}
}

func chmod(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(path, 0o755) })
}

func unlessRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() == 0 {
		t.Skip("the superuser may write everywhere")
	}
}

func TestOpenAgainAfterRefusal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "g.db")
	s := open(t, path)
	if _, err := sqlite.Open(path, noon); err == nil {
		t.Fatal("a second opening is not refused")
	}
	if err := s.Commit(t.Context(), post.Record{ID: "person/a", Version: 1}); err != nil {
		t.Errorf("the first is disturbed by the second: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if r, err := open(t, path).Load(t.Context(), "person/a"); err != nil || r.Version != 1 {
		t.Errorf("opened after the first closed: %+v, %v", r, err)
	}
}

package sqlite_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/sqlite"
)

// victim names, in a child process's environment, the store that it writes
// until it is killed.
const victim = "GOODTURN_TEST_VICTIM"

func TestMain(m *testing.M) {
	if path := os.Getenv(victim); path != "" {
		if err := writeUntilKilled(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// writeUntilKilled writes documents and facts from where they stand, and
// reports each acknowledgement: "document version", or "fact id".
func writeUntilKilled(path string) error {
	s, err := sqlite.Open(path, noon)
	if err != nil {
		return err
	}
	ctx := context.Background()
	var out sync.Mutex
	failed := make(chan error)
	for i := range 32 {
		go func() {
			id := fmt.Sprintf("person/%d", i)
			r, err := s.Load(ctx, id)
			if err != nil {
				r = post.Record{ID: id}
			}
			for {
				r.Version++
				r.Body = bodyOf(id, r.Version)
				r.Rank, r.Keys = r.Version, []string{fmt.Sprintf("odd:%d", r.Version%2)}
				r.Held, r.Due = true, noon.Now().Add(time.Hour)
				if err := s.Commit(ctx, r); err != nil {
					failed <- err
				}
				fact := fmt.Sprintf("%s@%d", id, r.Version)
				if err := s.Append(ctx, post.Fact{ID: fact, Kind: "written", At: noon.Now()}); err != nil {
					failed <- err
				}
				out.Lock()
				fmt.Printf("%s %d\nfact %s\n", id, r.Version, fact)
				out.Unlock()
			}
		}()
	}
	return <-failed
}

// bodyOf is about 3 kB that tell which version they are.
func bodyOf(id string, version int64) []byte {
	return []byte(strings.Repeat(fmt.Sprintf("%s@%d ", id, version), 200))
}

// A process is killed in the middle of its writing, again and again: whatever
// it was told is written stands.
func TestKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "goodturn.db")
	versions := map[string]int64{}
	facts := map[string]bool{}
	for _, acknowledged := range []int{1, 50, 333, 1000} {
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
		child.Env = append(os.Environ(), victim+"="+path)
		child.Stderr = os.Stderr
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			var id string
			var version int64
			if fact, ok := strings.CutPrefix(lines.Text(), "fact "); ok {
				facts[fact] = true
			} else if _, err := fmt.Sscanf(lines.Text(), "%s %d", &id, &version); err == nil {
				versions[id] = version
			}
			if n == acknowledged {
				_ = child.Process.Kill()
			}
		}
		_ = child.Wait()
		if child.ProcessState.Success() || child.ProcessState.ExitCode() == 1 {
			t.Fatalf("the child ended by itself: %v", child.ProcessState)
		}
		survived(t, path, versions, facts)
	}
}

func survived(t *testing.T, path string, versions map[string]int64, facts map[string]bool) {
	t.Helper()
	s, err := sqlite.Open(path, noon)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for id, version := range versions {
		r, err := s.Load(t.Context(), id)
		if err != nil {
			t.Fatalf("%s was acknowledged at version %d: %v", id, version, err)
		}
		// The last write may have landed without its acknowledgement heard.
		if r.Version < version || string(r.Body) != string(bodyOf(id, r.Version)) {
			t.Errorf("%s stands at version %d, and %d was acknowledged (or its body is another's)", id, r.Version, version)
		}
		if !r.Due.Equal(noon.Now()) {
			t.Errorf("%s, held by the killed process, is due %v, want at once", id, r.Due)
		}
		found, err := s.Find(t.Context(), post.Query{Keys: []string{"odd:0", "odd:1"}, Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if f.ID == id && (f.Rank != r.Version || f.Key != fmt.Sprintf("odd:%d", r.Version%2)) {
				t.Errorf("%s at version %d is found under %s at rank %d", id, r.Version, f.Key, f.Rank)
			}
		}
	}
	stand, err := s.Facts(t.Context(), "written", time.Time{}, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range stand {
		delete(facts, f.ID)
	}
	if len(facts) > 0 {
		t.Errorf("%d acknowledged facts are gone", len(facts))
	}
}

// A store that another process has open is not opened, and is free as soon as
// that process is dead.
func TestLockedToOneProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "goodturn.db")
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), victim+"="+path)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	bufio.NewScanner(out).Scan()
	_, err = sqlite.Open(path, noon)
	if want := "the store " + path + " is in use by another goodturn; stop it first"; err == nil || err.Error() != want {
		t.Errorf("\n got %v\nwant %s", err, want)
	}
	_ = child.Process.Kill()
	_ = child.Wait()
	open(t, path)
}

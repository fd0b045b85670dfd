package post_test

import (
	"flag"
	"os"
	"testing"

	"pgregory.net/rapid"

	"github.com/goodturn/goodturn/internal/post/posttest"
)

// TestMain fixes how many runs of the model are made, unless rapid's own flag
// asks for another number.
func TestMain(m *testing.M) {
	flag.Parse()
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "rapid.checks" })
	if !asked {
		if err := flag.Set("rapid.checks", "300"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

func TestModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { rapid.SyncTest(t, posttest.Model) })
}

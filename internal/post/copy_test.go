package post_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// filled is a store with many documents at many versions, and facts.
func filled(t *testing.T, documents, facts int) *posttest.Memory {
	t.Helper()
	m := posttest.NewMemory(still(noon))
	for i := range documents {
		r := post.Record{ID: fmt.Sprintf("person/%04d", i), Version: int64(i%7 + 1), Revision: 1, Rank: int64(i), Keys: []string{"all"}, Body: fmt.Appendf(nil, "%d", i)}
		if i%3 == 0 {
			r.Held, r.Due = true, noon.Add(time.Duration(i)*time.Second)
		}
		if err := m.Restore(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	for i := range facts {
		if err := m.Append(t.Context(), post.Fact{ID: fmt.Sprintf("person/%04d@1/0", i), Kind: "met", At: noon, Data: []byte(`{}`)}); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func TestCopy(t *testing.T) {
	for _, c := range []struct{ documents, facts int }{{0, 0}, {1, 0}, {0, 1}, {499, 500}, {500, 501}, {1234, 2345}} {
		from, to := filled(t, c.documents, c.facts), posttest.NewMemory(still(noon))
		told := 0
		done, err := post.Copy(t.Context(), from, to, func(n int) { told += n })
		if err != nil {
			t.Fatalf("%+v: %v", c, err)
		}
		if want := (post.Copied{Documents: c.documents, Facts: c.facts, Written: c.documents + c.facts}); done != want || told != 2*want.Written {
			t.Errorf("copied %+v and told of %d, want %+v", done, told, want)
		}
		same(t, "the copy", to.All(), from.All())
		if again, err := post.Copy(t.Context(), from, to, nil); err != nil || again.Written != 0 {
			t.Errorf("copied again: %+v, %v", again, err)
		}
	}
}

// A copy that is cut short anywhere goes on, and writes nothing twice.
func TestCopyGoesOn(t *testing.T) {
	from, to := filled(t, 1300, 1300), posttest.NewMemory(still(noon))
	written, tries := 0, 0
	to.Before = func(_ context.Context, c posttest.Call) posttest.Fault {
		if c.Method == "restore" || c.Method == "append" {
			tries++
			return [...]posttest.Fault{posttest.NoFault, posttest.Failed, posttest.UnknownLanded, posttest.UnknownLost}[tries%4]
		}
		return posttest.NoFault
	}
	to.After = func(_ context.Context, c posttest.Call, err error) {
		if err == nil {
			written += len(c.Records) + len(c.Facts)
		}
	}
	for range 20 {
		done, err := post.Copy(t.Context(), from, to, nil)
		if err == nil {
			if done.Documents != 1300 || done.Facts != 1300 {
				t.Errorf("copied %+v", done)
			}
			same(t, "the copy", to.All(), from.All())
			if written > 2600 {
				t.Errorf("%d were written, of 2600", written)
			}
			return
		}
		if !errors.Is(err, posttest.ErrFault) && !errors.Is(err, post.ErrUnknown) {
			t.Fatal(err)
		}
	}
	t.Error("it never comes to its end")
}

func TestCopyRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*posttest.Memory) error
		want  error
	}{
		"a document before all": {func(m *posttest.Memory) error { return m.Restore(t.Context(), post.Record{ID: "a/b", Version: 1}) }, post.ErrForeign},
		"a document between": {func(m *posttest.Memory) error {
			return m.Restore(t.Context(), post.Record{ID: "person/0500+", Version: 1})
		}, post.ErrForeign},
		"a document after all": {func(m *posttest.Memory) error { return m.Restore(t.Context(), post.Record{ID: "z/b", Version: 1}) }, post.ErrForeign},
		"a fact":               {func(m *posttest.Memory) error { return m.Append(t.Context(), post.Fact{ID: "z", Kind: "k", At: noon}) }, post.ErrForeign},
		"another version": {func(m *posttest.Memory) error {
			return m.Restore(t.Context(), post.Record{ID: "person/0700", Version: 9})
		}, post.ErrDiffers},
		"other bytes": {func(m *posttest.Memory) error {
			return m.Restore(t.Context(), post.Record{ID: "person/0700", Version: 1})
		}, post.ErrDiffers},
		"another fact": {func(m *posttest.Memory) error {
			return m.Append(t.Context(), post.Fact{ID: "person/0001@1/0", Kind: "left", At: noon})
		}, post.ErrDiffers},
	} {
		t.Run(name, func(t *testing.T) {
			to := posttest.NewMemory(still(noon))
			if err := c.spoil(to); err != nil {
				t.Fatal(err)
			}
			before := to.All()
			if _, err := post.Copy(t.Context(), filled(t, 1000, 3), to, nil); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
			if d := to.All(); len(before) > 0 && len(d) > 0 && !contains(d, before[0]) {
				t.Error("what stood there was changed")
			}
		})
	}
}

func contains(all []post.Record, r post.Record) bool {
	for _, x := range all {
		if x.ID == r.ID && x.Version == r.Version && string(x.Body) == string(r.Body) {
			return true
		}
	}
	return false
}

// What changes in the place that is copied while it is copied is found out.
func TestCopyFindsThatSomebodyWrites(t *testing.T) {
	from, to := filled(t, 10, 0), posttest.NewMemory(still(noon))
	written := false
	to.After = func(_ context.Context, c posttest.Call, _ error) {
		if c.Method == "restore" && !written {
			written = true
			if err := from.Commit(t.Context(), post.Record{ID: "person/0003", Version: 5}); err != nil {
				t.Error(err)
			}
		}
	}
	if _, err := post.Copy(t.Context(), from, to, nil); !errors.Is(err, post.ErrDiffers) {
		t.Errorf("%v, want ErrDiffers", err)
	}
}

func TestLeased(t *testing.T) {
	held := post.Record{Held: true, Body: []byte(`{"rev":1,"state":"in","leases":{"text":{"owner":"a","until":"2026-11-23T12:00:30Z"}},"data":{}}`)}
	for _, c := range []struct {
		r    post.Record
		at   time.Time
		want bool
	}{
		{held, noon, true},
		{held, noon.Add(30 * time.Second), false},
		{post.Record{Held: true, Body: []byte(`nonsense`)}, noon, false},
		{post.Record{Body: held.Body}, noon, false},
	} {
		if got := post.Leased(c.r, c.at); got != c.want {
			t.Errorf("leased at %v: %v, want %v", c.at, got, c.want)
		}
	}
}

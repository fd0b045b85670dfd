package sqlite_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/sqlite"
)

// What a durable step costs, beside what SQLite alone takes to commit the same
// rows, the document's and the fact's, into the same tables. A step is one
// letter to a document of 3 kB, which answers it with a text and notes a fact;
// the time runs until the last is delivered and written off. Both are measured
// in turns in one run, so that a noisy machine disturbs both, and each figure
// is its rounds' median. With 64 writers a step uses two processors and bare
// SQLite one: on a machine that is busy otherwise the ratio says little.
//
//	go test ./internal/sqlite -run '^$' -bench . -benchtime 9x

const (
	lettersEach   = 40 // letters to one document: a person in a busy month
	documentsEach = 5  // documents that one writer goes through in a round
)

func BenchmarkStep(b *testing.B) {
	for _, writers := range []int{1, 64} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			documents := documentsEach
			if writers == 1 {
				documents *= 8
			}
			step, bare := newStepper(b), newBare(b)
			step.round(b, 0, writers, documents)
			step.forget()
			letters := float64(writers * documents * lettersEach)
			var stepped, wrote, ratios []float64
			for round := 1; b.Loop(); round++ {
				took := step.round(b, round, writers, documents)
				b.StopTimer()
				alone := bare.round(b, round, writers, documents, step.bytesEach())
				b.StartTimer()
				stepped = append(stepped, float64(took.Microseconds())/letters)
				wrote = append(wrote, float64(alone.Microseconds())/letters)
				ratios = append(ratios, float64(took)/float64(alone))
			}
			b.ReportMetric(median(stepped), "µs/letter")
			b.ReportMetric(median(wrote), "µs/bare")
			b.ReportMetric(median(ratios), "step/bare")
			b.ReportMetric(float64(step.commits.Load())/letters/float64(b.N), "commits/letter")
			b.ReportMetric(float64(step.bytesEach()), "bytes/commit")
		})
	}
}

func median(figures []float64) float64 {
	slices.Sort(figures)
	return figures[len(figures)/2]
}

func BenchmarkBareCommit(b *testing.B) {
	for _, writers := range []int{1, 64} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			bare := newBare(b)
			var wrote []float64
			for round := 1; b.Loop(); round++ {
				took := bare.round(b, round, writers, documentsEach, 4096)
				wrote = append(wrote, float64(took.Microseconds())/float64(writers*documentsEach*lettersEach))
			}
			b.ReportMetric(median(wrote), "µs/bare")
		})
	}
}

// Five hundred people claim one task in the same second.
func BenchmarkOneTask500(b *testing.B) {
	s := newStepper(b)
	var took []float64
	for round := 0; b.Loop(); round++ {
		to := fmt.Sprintf("person/%d", round)
		s.handle(b, to, "first")
		s.idle(b)
		began := time.Now()
		var wg sync.WaitGroup
		for i := range 500 {
			wg.Go(func() { s.handle(b, to, fmt.Sprintf("claim %d", i)) })
		}
		wg.Wait()
		took = append(took, float64(time.Since(began).Milliseconds()))
		s.idle(b)
	}
	b.ReportMetric(median(took), "ms/500")
}

// A stepper is an office over SQLite that counts what it commits.
type stepper struct {
	*sqlite.Store
	office  *post.Office
	commits atomic.Int64
	bytes   atomic.Int64
}

func newStepper(t testing.TB) *stepper {
	t.Helper()
	s := &stepper{Store: openBy(t, filepath.Join(t.TempDir(), "goodturn.db"), wall{})}
	var err error
	s.office, err = post.New(post.Options{
		Store: s, Clock: wall{}, Owner: "this process", Kinds: []post.Kind{person.Kind()},
		Senders: map[string]post.Sender{"text": nowhere{}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *stepper) Commit(ctx context.Context, r post.Record) error {
	s.commits.Add(1)
	s.bytes.Add(int64(len(r.Body) + len(r.Summary)))
	return s.Store.Commit(ctx, r)
}

func (s *stepper) forget() { s.commits.Store(0); s.bytes.Store(0) }

// bytesEach is how long a document was when it was committed.
func (s *stepper) bytesEach() int { return int(s.bytes.Load() / max(s.commits.Load(), 1)) }

func (s *stepper) handle(t testing.TB, to, letter string) {
	_, err := s.office.Handle(context.Background(), post.Letter{
		ID: to + "<" + letter, To: to, Kind: "text", Data: json.RawMessage(`{"said":"yes, I can do Thursday afternoon, about 2"}`),
	})
	if err != nil {
		t.Error(err)
	}
}

func (s *stepper) idle(t testing.TB) {
	if err := s.office.Idle(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// round has each writer send letters to documents of its own, and returns how
// long it took until the last was delivered and written off. The documents
// are made beforehand, uncounted.
func (s *stepper) round(t testing.TB, round, writers, documents int) time.Duration {
	name := func(writer, n int) string { return fmt.Sprintf("person/%d-%d-%d", round, writer, n) }
	commits, bytes := s.commits.Load(), s.bytes.Load()
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for d := range documents {
				s.handle(t, name(w, d), "first")
			}
		})
	}
	wg.Wait()
	s.idle(t)
	s.commits.Store(commits)
	s.bytes.Store(bytes)

	began := time.Now()
	for w := range writers {
		wg.Go(func() {
			for d := range documents {
				for n := range lettersEach {
					s.handle(t, name(w, d), fmt.Sprint(n))
				}
			}
		})
	}
	wg.Wait()
	s.idle(t)
	return time.Since(began)
}

// nowhere is a sender that takes everything at once.
type nowhere struct{}

func (nowhere) Send(_ context.Context, o post.Outgoing) (string, error) { return "SM" + o.ID, nil }
func (nowhere) Find(context.Context, post.Outgoing) (string, error)     { return "", nil }
func (nowhere) Pace(post.Outgoing) post.Pace                            { return post.Pace{} }

// wall is the real clock.
type wall struct{}

func (wall) Now() time.Time { return time.Now() }

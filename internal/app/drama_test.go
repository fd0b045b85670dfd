package app

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/goodturn/goodturn/bot/bottest"
	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/tongue"
)

var update = flag.Bool("update", false, "rewrite what comes of each line in the transcripts")

// transcripts are the dramas, from this package's folder.
const transcripts = "../../fixtures/transcripts"

// theStory is a drama too: the one that newcomers see.
const theStory = "../../fixtures/story.txt"

// together is how many dramas play at once: they mostly wait.
const together = 12

// What is known of other languages is loaded before anybody texts: under the
// race detector that takes longer than a text may wait.
func TestMain(m *testing.M) {
	tongue.Of("dzień dobry")
	m.Run()
}

// Every drama in fixtures/transcripts goes as it is written. With -update the
// files are rewritten; the difference is reviewed as wording.
func TestDramas(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(transcripts, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	files = append(files, theStory)
	turns := make(chan struct{}, together)
	results := make([]chan result, len(files))
	for i, file := range files {
		results[i] = make(chan result, 1)
		dir := t.TempDir()
		go func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			results[i] <- play(file, StageOptions{Dir: dir})
		}()
	}
	for i, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			r := <-results[i]
			if *update && len(r.played.Now.Statements) > 0 {
				if err := os.WriteFile(file, []byte(r.played.Now.String()), 0o644); err != nil {
					t.Fatal(err)
				}
				r.played.Wrong = nil
			}
			if r.err != nil {
				t.Fatal(r.err)
			}
			for _, w := range r.played.Wrong {
				t.Error(w)
			}
		})
	}
}

type result struct {
	played bottest.Played
	err    error
}

// play plays one file on a stage of its own.
func play(file string, o StageOptions) (r result) {
	return playIn(file, o, func(s *Stage) bottest.World { return newWorld(s) })
}

// playIn plays one file in a world that is made of the stage.
func playIn(file string, o StageOptions, world func(*Stage) bottest.World) (r result) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return result{err: err}
	}
	script, err := bottest.Parse(filepath.Base(file), string(raw))
	if err != nil {
		return result{err: err}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	var log errorLog
	if o.house, err = sampleHouse(); err != nil {
		return result{err: err}
	}
	o.Org, o.Log = fixtures.Organisation, slog.New(&log)
	stage, err := setStage(ctx, o, script)
	if err != nil {
		return result{err: err}
	}
	r.played, r.err = bottest.Play(ctx, world(stage), script)
	if err := proven(ctx, stage); r.err == nil && err != nil {
		r.err = err
	}
	if err := stage.Close(); r.err == nil && err != nil {
		r.err = fmt.Errorf("close the stage: %w", err)
	}
	if said := log.lines(); r.err == nil && len(said) > 0 {
		r.err = fmt.Errorf("the program logged errors: %s", strings.Join(said, "; "))
	}
	return r
}

// sampleHouse is the sample organisation, which all dramas play in.
var sampleHouse = sync.OnceValues(func() (*house, error) {
	o, words, b, err := Read(fixtures.Organisation, "")
	return &house{o, words, b}, err
})

// proven proves every invariant of the stage's store, which is at rest.
func proven(ctx context.Context, s *Stage) error {
	report, err := verify(ctx, s.App.store, s.App.org, s.App.bot, s.Clock.Now(), nil)
	if err != nil {
		return err
	}
	var wrong []string
	for _, f := range report.Findings {
		wrong = append(wrong, fmt.Sprintf("%s: %s", f.What, strings.Join(f.IDs, ", ")))
	}
	if report.Held+report.Due+report.Parked+report.Moving > 0 {
		wrong = append(wrong, fmt.Sprintf("it is not at rest: %+v", report))
	}
	if len(wrong) > 0 {
		return fmt.Errorf("the store is not as it should be:\n\t%s", strings.Join(wrong, "\n\t"))
	}
	return nil
}

// An errorLog keeps what is logged as an error: no drama should cause one.
type errorLog struct {
	mu   sync.Mutex
	said []string
}

func (l *errorLog) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelError }

func (l *errorLog) Handle(_ context.Context, r slog.Record) error {
	line := r.Message
	r.Attrs(func(a slog.Attr) bool { line += " " + a.String(); return true })
	l.mu.Lock()
	defer l.mu.Unlock()
	l.said = append(l.said, line)
	return nil
}

func (l *errorLog) WithAttrs([]slog.Attr) slog.Handler { return l }
func (l *errorLog) WithGroup(string) slog.Handler      { return l }

func (l *errorLog) lines() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string(nil), l.said...)
}

package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/goodturn/goodturn/bot/bottest"
	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
	"github.com/goodturn/goodturn/internal/sandbox"
)

// writes has a fault strike what writes.
func writes(f posttest.Fault, after time.Duration) func(context.Context, posttest.Call) posttest.Fault {
	return func(_ context.Context, c posttest.Call) posttest.Fault {
		if c.Method != "commit" && c.Method != "append" {
			return posttest.NoFault
		}
		time.Sleep(after)
		return f
	}
}

// Whatever is wrong with the store: a text is acknowledged only when it is
// stored, danger is told at once without it, and afterwards, by itself, every
// text is answered once and in order.
func TestWhileTheStoreIsOutOfOrder(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		strike func(context.Context, posttest.Call) posttest.Fault
		waits  bool   // for what it cannot know, eight seconds a text
		taken  bool   // texts are stored all the same
		says   string // on /readyz
	}{
		"locked":                   {strike: writes(posttest.Failed, time.Second), says: "takes or confirms no writes"},
		"a full disk":              {strike: writes(posttest.Failed, 0), says: "takes or confirms no writes"},
		"gone":                     {strike: func(context.Context, posttest.Call) posttest.Fault { return posttest.Failed }, says: "the store does not answer"},
		"slow by ten seconds":      {strike: writes(posttest.UnknownLate, 0), waits: true, says: "takes or confirms no writes"},
		"unknown, and it landed":   {strike: writes(posttest.UnknownLanded, 0), taken: true, says: "takes or confirms no writes"},
		"unknown, and it is lost":  {strike: writes(posttest.UnknownLost, 0), waits: true, says: "takes or confirms no writes"},
		"unknown, now so, now so":  {strike: alternating(), taken: true, says: "takes or confirms no writes"},
		"read, and never answered": {strike: hung, waits: true, says: "the store does not answer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if testing.Short() && c.waits {
				t.Skip("it waits for eight seconds")
			}
			stage, store := standOnFaulty(t)
			store.Fail(c.strike)
			textsMeanwhile(t, stage, store, c.taken)
			if status, line := asked(t, stage, "/readyz"); status != http.StatusServiceUnavailable || !strings.Contains(line, c.says) || strings.Count(line, "\n") != 1 {
				t.Errorf("%d %q, want 503 and a line with %q", status, line, c.says)
			}
			if all := metricsOf(t, stage); !c.waits && name != "gone" && strings.Contains(all, "goodturn_commits_failed_total 0\n") {
				t.Error("the metrics show no commit that failed")
			}
			store.Heal()
			store.Wait()
			if !weathered(t, stage, func() bool {
				status, _ := asked(t, stage, "/readyz")
				return status == http.StatusOK && everybodyHeard(stage) && everybodyAgreed(stage)
			}) {
				_, line := asked(t, stage, "/readyz")
				t.Fatalf("it is never as it should be: %s", line)
			}
			if err := stage.Settle(t.Context()); err != nil {
				t.Fatal(err)
			}
			onceEach(t, stage)
			for i, who := range residents {
				if got := texts(stage, residentPhone(i), 0); len(got) != 2 || !strings.Contains(got[0], "we have it") || !strings.HasPrefix(got[1], "Thank you") {
					t.Errorf("%s got %q, want two texts in their order", who, got)
				}
			}
			if err := proven(t.Context(), stage); err != nil {
				t.Error(err)
			}
		})
	}
}

// alternating has a write land or not, and never says which.
func alternating() func(context.Context, posttest.Call) posttest.Fault {
	var mu sync.Mutex
	n := 0
	return func(ctx context.Context, c posttest.Call) posttest.Fault {
		mu.Lock()
		n++
		f := []posttest.Fault{posttest.UnknownLost, posttest.UnknownLanded}[n%2]
		mu.Unlock()
		return writes(f, 0)(ctx, c)
	}
}

// hung has every call wait for as long as whoever asks does.
func hung(ctx context.Context, _ posttest.Call) posttest.Fault {
	select {
	case <-ctx.Done():
	case <-time.After(10 * time.Second):
	}
	return posttest.Failed
}

// standOnFaulty sets a stage with a store that can be put out of order. What the
// program logs of that is no error of the test's.
func standOnFaulty(t *testing.T) (*Stage, *posttest.Faulty) {
	t.Helper()
	faulty := &posttest.Faulty{Delay: 10 * time.Second}
	stage, err := setStage(t.Context(), StageOptions{
		Org: fixtures.Organisation, Dir: t.TempDir(), Log: slog.New(slog.DiscardHandler),
		around: func(s post.Store) post.Store { faulty.Store = s; return faulty },
	}, bottest.Transcript{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		faulty.Heal()
		faulty.Wait()
		if err := stage.Close(); err != nil {
			t.Errorf("close the stage: %v", err)
		}
	})
	for range 2 { // the first listing of a store only notes the time
		if err := stage.App.fetchMissed(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return stage, faulty
}

// textsMeanwhile has each resident ask and agree, and Kim be in danger, and looks
// at how each text is answered.
func textsMeanwhile(t *testing.T, stage *Stage, store *posttest.Faulty, taken bool) {
	t.Helper()
	var wait sync.WaitGroup
	began := stage.Clock.Now()
	for part, words := range []string{"can anyone get my tablets from boots by 8pm. %s 12 Ash Rd LS6 2AB", "yes"} {
		stage.Clock.set(began.Add(time.Duration(part+1) * time.Second))
		for i, who := range residents {
			wait.Go(func() {
				resp, err := stage.Twilio.Text(t.Context(), residentPhone(i), strings.ReplaceAll(words, "%s", who))
				answeredAsStored(t, stage, store, residentPhone(i), resp, err, taken)
			})
		}
		time.Sleep(300 * time.Millisecond) // they are on their way, one after another
	}
	wait.Go(func() {
		resp, err := stage.Twilio.Text(t.Context(), "+447700900299", "cant breathe properly chest so tight")
		answeredAsStored(t, stage, store, "+447700900299", resp, err, taken)
	})
	for told := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		if len(texts(stage, "+447700900801", 0)) > 0 {
			break
		}
		if time.Since(told) > 5*time.Second {
			t.Error("the people on call have heard nothing of the danger after five seconds")
			break
		}
	}
	wait.Wait()
}

// answeredAsStored holds an answer to what stands in the store.
func answeredAsStored(t *testing.T, stage *Stage, store *posttest.Faulty, from string, resp sandbox.Response, err error, taken bool) {
	t.Helper()
	if err != nil {
		t.Error(err)
		return
	}
	rec, err := store.Store.Load(t.Context(), stage.App.personID(from))
	if err != nil && !errors.Is(err, post.ErrNotFound) {
		t.Error(err)
		return
	}
	var person struct{ Seen post.Seen }
	if rec.Version > 0 {
		if err := json.Unmarshal(rec.Body, &person); err != nil {
			t.Error(err)
			return
		}
	}
	switch {
	case resp.OK() != taken, !resp.OK() && resp.Status != http.StatusServiceUnavailable:
		t.Errorf("a text is answered %d", resp.Status)
	case resp.OK() && !person.Seen.Has(causeOf(resp.ID)):
		t.Error("a text is acknowledged that is not stored")
	}
}

func everybodyAgreed(s *Stage) bool {
	return !slices.ContainsFunc(residents, func(who string) bool {
		return len(texts(s, residentPhone(slices.Index(residents, who)), 0)) < 2
	})
}

func metricsOf(t *testing.T, s *Stage) string {
	t.Helper()
	_, body := asked(t, s, "/metrics")
	return fmt.Sprint(body)
}

package app

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/bot/bottest"
	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

var record = flag.String("record", "", "play the dramas and write what this release stores to fixtures/released/NAME.jsonl")

// released holds, for each release, documents that it wrote.
const released = "../../fixtures/released"

// releasedAtMost is how large a release's file may be.
const releasedAtMost = 300_000

// A kept record is a line of such a file.
type kept struct {
	ID       string          `json:"id"`
	Version  int64           `json:"version"`
	Revision int             `json:"revision"`
	Due      time.Time       `json:"due,omitzero"`
	Urgent   bool            `json:"urgent,omitempty"`
	Held     bool            `json:"held,omitempty"`
	Keys     []string        `json:"keys,omitempty"`
	Rank     int64           `json:"rank,omitempty"`
	Summary  json.RawMessage `json:"summary,omitempty"`
	Parked   json.RawMessage `json:"parked,omitempty"`
	Body     json.RawMessage `json:"body"`
}

func (k kept) record() post.Record {
	return post.Record{
		ID: k.ID, Version: k.Version, Revision: k.Revision, Due: k.Due, Urgent: k.Urgent, Held: k.Held,
		Keys: k.Keys, Rank: k.Rank, Summary: k.Summary, Body: k.Body, Parked: k.Parked,
	}
}

func keep(r post.Record) kept {
	return kept{
		ID: r.ID, Version: r.Version, Revision: r.Revision, Due: r.Due, Urgent: r.Urgent, Held: r.Held,
		Keys: r.Keys, Rank: r.Rank, Summary: r.Summary, Body: r.Body, Parked: r.Parked,
	}
}

// What every release stored is read, found sound, stepped on and found sound
// again by today's program.
func TestReleased(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(released, "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no releases: %v", err)
	}
	o, _, b, err := Read(fixtures.Organisation, "")
	if err != nil {
		t.Fatal(err)
	}
	today := program{kinds(o, b, personOfPlay, 0)}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".jsonl"), func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(file)
			if err != nil || len(raw) > releasedAtMost {
				t.Fatalf("%d bytes, %v", len(raw), err)
			}
			kinds := map[string]int{}
			for line := range bytes.Lines(raw) {
				var k kept
				if err := json.Unmarshal(line, &k); err != nil {
					t.Fatal(err)
				}
				kinds[post.KindOf(k.ID)]++
				today.steppedOn(t, k.record())
			}
			for _, kind := range []string{"office", "person", "task", "request", "case"} {
				if kinds[kind] == 0 {
					t.Errorf("there is no %s", kind)
				}
			}
		})
	}
}

// program is today's, as far as documents know it.
type program struct{ kinds []post.Kind }

func personOfPlay(phone string) string { return bot.PersonID([]byte(plainKey), phone) }

// sound looks at one document of a store.
func (p program) sound(t *testing.T, r post.Record, when string, now time.Time) {
	t.Helper()
	wrong := post.VerifyDocument(post.VerifyOptions{
		Kinds: p.kinds, Plain: map[string]func(post.Record) string{"office": officeWrong}, Now: now,
		Document: func(d *post.Document, t *post.Truths) { whoseTexts(d, t, personOfPlay) },
	}, r)
	for _, what := range wrong {
		t.Errorf("%s, %s: %s", r.ID, when, what)
	}
}

// steppedOn reads one record, steps a letter and its timers, and looks at it
// before and after.
func (p program) steppedOn(t *testing.T, r post.Record) {
	t.Helper()
	clock := &StageClock{at: time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)}
	store := posttest.NewMemory(clock)
	store.Alone = true
	if err := store.Restore(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	what := fmt.Sprintf("%s version %d", r.ID, r.Version)
	p.sound(t, r, "as it was", clock.Now())
	kind := post.KindOf(r.ID)
	if kind == "office" || kind == "rate" {
		return
	}
	var log errorLog
	office, err := post.New(post.Options{
		Store: store, Clock: clock, Owner: "today", Kinds: p.kinds, Log: slog.New(&log),
		Senders: map[string]post.Sender{"text": taker{}, "slack": taker{}},
		Stuck: func(doc string, l post.Letter, why string) (string, string, any) {
			t.Errorf("%s: letter %s to %s is stuck: %s", what, l.Kind, doc, why)
			return "case/stuck", desk.LetterOpen, desk.Open{Kind: desk.Broken}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := office.Read(t.Context(), r.ID)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	letter := post.Letter{Kind: desk.LetterHeard, Data: json.RawMessage(`{"first":"Pam","text":"the back door"}`)}
	switch kind {
	case "person":
		letter.Kind, letter.Data = bot.LetterText, fmt.Appendf(nil, `{"from":%q,"body":"status"}`, doc.Data.(*bot.Person).Phone)
	case "task":
		letter.Kind, letter.Data = desk.LetterWho, json.RawMessage(`{"case":"case/x"}`)
	}
	letter.ID, letter.To = "today", r.ID
	if _, err := office.Handle(t.Context(), letter); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	// What the letter led to leaves before the clock moves, under which a lease ends.
	if err := office.Idle(t.Context()); err != nil {
		t.Error(err)
	}
	if r.Due.After(clock.Now()) {
		clock.set(r.Due.Add(time.Second))
	}
	if _, err := office.Sweep(t.Context()); err != nil {
		t.Error(err)
	}
	if err := office.Idle(t.Context()); err != nil {
		t.Error(err)
	}
	if doc, err = office.Read(t.Context(), r.ID); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if err := office.Close(t.Context()); err != nil {
		t.Error(err)
	}
	now, err := store.Load(t.Context(), r.ID)
	if err != nil || now.Version <= r.Version || now.Revision < r.Revision {
		t.Errorf("%s was not stepped: version %d revision %d (%v)", what, now.Version, now.Revision, err)
	}
	for _, line := range log.lines() {
		t.Errorf("%s: %s", what, line)
	}
	p.sound(t, now, "stepped on", clock.Now())
	writtenAsEncodingJSONDoes(t, now, doc)
}

// The faster encoder that documents are stored with is held to the standard one.
func writtenAsEncodingJSONDoes(t *testing.T, r post.Record, doc *post.Document) {
	t.Helper()
	var stored struct {
		Data json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(r.Body, &stored); err != nil {
		t.Fatalf("%s: %v", r.ID, err)
	}
	want, err := json.Marshal(doc.Data)
	if err != nil {
		t.Fatalf("%s: %v", r.ID, err)
	}
	if diff := cmp.Diff(string(want), string(stored.Data)); diff != "" {
		t.Errorf("%s (-encoding/json +stored):\n%s", r.ID, diff)
	}
}

// taker takes everything.
type taker struct{}

func (taker) Send(_ context.Context, o post.Outgoing) (string, error) { return "SM" + o.ID, nil }
func (taker) Find(context.Context, post.Outgoing) (string, error)     { return "", nil }
func (taker) Pace(post.Outgoing) post.Pace                            { return post.Pace{} }

// TestRecordRelease writes a release's file, when -record names it: of all that
// the dramas store, the smallest records that together have every state of
// every document and conversation, and every field.
func TestRecordRelease(t *testing.T) {
	if *record == "" {
		t.Skip("-record names no release")
	}
	files, err := filepath.Glob(filepath.Join(transcripts, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	all := &recorder{records: map[string]post.Record{}}
	var wg sync.WaitGroup
	turns := make(chan struct{}, together)
	for _, file := range files {
		dir := t.TempDir()
		wg.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			if r := playIn(file, StageOptions{Dir: dir}, all.watch); r.err != nil {
				t.Error(r.err)
			}
		})
	}
	wg.Wait()
	writeRelease(t, filepath.Join(released, *record+".jsonl"), choose(t, all.records))
}

// A recorder sees every record at every moment of rest.
type recorder struct {
	mu      sync.Mutex
	records map[string]post.Record
}

func (r *recorder) watch(s *Stage) bottest.World { return watchedWorld{newWorld(s), r} }

type watchedWorld struct {
	*stageWorld
	recorder *recorder
}

func (w watchedWorld) Look(ctx context.Context) (bottest.Sight, error) {
	for after := ""; ; {
		page, err := w.stage.App.store.Documents(ctx, after, 500)
		if err != nil {
			return bottest.Sight{}, err
		}
		if len(page) == 0 {
			return w.stageWorld.Look(ctx)
		}
		after = page[len(page)-1].ID
		w.recorder.mu.Lock()
		for _, r := range page {
			w.recorder.records[fmt.Sprintf("%s@%d %x", r.ID, r.Version, r.Body)] = r
		}
		w.recorder.mu.Unlock()
	}
}

// choose takes, again and again, the record that shows the most that is new for
// its size.
func choose(t *testing.T, records map[string]post.Record) []post.Record {
	t.Helper()
	shows := map[string][]string{}
	missing := map[string]bool{}
	for key, r := range records {
		shows[key] = features(t, r)
		for _, f := range shows[key] {
			missing[f] = true
		}
	}
	var chosen []post.Record
	for len(missing) > 0 {
		best, value := "", 0.0
		for key, r := range records {
			n := 0
			for _, f := range shows[key] {
				if missing[f] {
					n++
				}
			}
			if v := float64(n) / float64(200+len(r.Body)); v > value || v == value && v > 0 && key < best {
				best, value = key, v
			}
		}
		for _, f := range shows[best] {
			delete(missing, f)
		}
		chosen = append(chosen, records[best])
	}
	return chosen
}

// features are a document's state, the states of its conversations, and every
// field with the sort of its value.
func features(t *testing.T, r post.Record) []string {
	t.Helper()
	var body any
	if err := json.Unmarshal(r.Body, &body); err != nil {
		t.Fatal(err)
	}
	kind := post.KindOf(r.ID)
	var all []string
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			if flow, ok := v["flow"].(string); ok {
				all = append(all, fmt.Sprintf("%s in %v", flow, v["state"]))
			}
			for name, field := range v {
				switch filepath.Base(path) {
				case "posts", "leases", "lessons", "checks", "args":
					name = "*"
				}
				walk(path+"/"+name, field)
			}
		case []any:
			for _, one := range v {
				walk(path+"/[]", one)
			}
		default:
			all = append(all, fmt.Sprintf("%s %T", path, v))
		}
	}
	walk(kind, body)
	if m, ok := body.(map[string]any); ok && m["state"] != nil {
		all = append(all, fmt.Sprintf("%s in %v", kind, m["state"]))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func writeRelease(t *testing.T, path string, records []post.Record) {
	t.Helper()
	slices.SortFunc(records, func(a, b post.Record) int {
		return strings.Compare(fmt.Sprintf("%s@%09d %s", a.ID, a.Version, a.Body), fmt.Sprintf("%s@%09d %s", b.ID, b.Version, b.Body))
	})
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	for _, r := range records {
		if err := lines.Encode(keep(r)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if info, err := f.Stat(); err != nil || info.Size() > releasedAtMost {
		t.Errorf("%v: more than %d bytes", err, releasedAtMost)
	}
}

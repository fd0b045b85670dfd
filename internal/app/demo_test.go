package app

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodturn/goodturn/bot/bottest"
	"github.com/goodturn/goodturn/internal/sandbox/page"
)

func newDemo(t *testing.T, reading time.Duration) (*Demo, string) {
	t.Helper()
	dir := t.TempDir()
	ctx, stop := context.WithCancel(context.Background())
	d, err := NewDemo(ctx, DemoOptions{Listen: "127.0.0.1:0", Dir: dir, Start: ordinaryDay, Reading: reading})
	if err != nil {
		stop()
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("the demo did not end as it should: %v", err)
		}
	})
	return d, dir
}

// await waits until the story stands as it should.
func await(t *testing.T, d *Demo, what string, ok func(page.Story) bool) page.Story {
	t.Helper()
	changed, done := d.Watch()
	defer done()
	timeout := time.After(30 * time.Second)
	for {
		s := d.Story()
		if ok(s) {
			return s
		}
		select {
		case <-changed:
		case <-timeout:
			t.Fatalf("%s did not happen; the story stands at %+v", what, s)
		}
	}
}

func TestTheStoryIsPlayedToItsEnd(t *testing.T) {
	d, _ := newDemo(t, 0)
	first := d.Scene().ID
	if err := d.Play(context.Background()); err != nil {
		t.Fatal(err)
	}
	s := await(t, d, "the end", func(s page.Story) bool { return s.Ended })
	if s.Problem != "" || s.Step != s.Steps || s.Steps == 0 {
		t.Errorf("it ended with %+v", s)
	}
	if d.Scene().ID == first {
		t.Error("it was played on a stage that somebody had used")
	}
	before := d.Scene().Now()
	if err := d.Move(context.Background(), before.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if d.Scene().Now().Before(before.Add(time.Hour)) {
		t.Error("the clock does not move after the story")
	}
}

func TestTheStoryPausesGoesOnAndStops(t *testing.T) {
	d, dir := newDemo(t, time.Hour)
	d.Pause() // nothing plays: nothing happens
	d.Stop()
	if s := d.Story(); s.Playing || s.Paused {
		t.Errorf("at first %+v", s)
	}
	if err := d.Play(context.Background()); err != nil {
		t.Fatal(err)
	}
	await(t, d, "the first step", func(s page.Story) bool { return s.Playing && s.Step > 0 })
	d.Pause()
	await(t, d, "the pause", func(s page.Story) bool { return s.Paused })
	d.Resume()
	await(t, d, "going on", func(s page.Story) bool { return s.Playing && !s.Paused })
	d.Pause()
	scene := d.Scene().ID
	d.Stop()
	if s := d.Story(); s.Playing || s.Paused || s.Ended || d.Scene().ID != scene {
		t.Errorf("after Stop %+v on scene %d, was %d", s, d.Scene().ID, scene)
	}
	if err := d.Again(context.Background()); err != nil {
		t.Fatal(err)
	}
	for _, number := range []string{"1", "2", "3"} {
		if _, err := os.Stat(filepath.Join(dir, number, "goodturn.sqlite")); err != nil {
			t.Errorf("the store of beginning %s: %v", number, err)
		}
	}
	for _, p := range d.Scene().Twilio.Snapshot().Phones {
		if len(p.Messages) > 0 {
			t.Errorf("%s has texts on a new stage", p.Number)
		}
	}
}

func TestTheReaderLooksWhereThingsHappen(t *testing.T) {
	const told = `# Pam needs
# her tablets.
at 2026-11-24 10:00
phone Pam Hirst +447700900102
given + 20 minutes

Pam > tablets please
Pam < Thank you, Pam.
[north] Pam, LS6: tablets.
    (Approve)
Joe presses Approve on "Pam" in north
Joe sees: Done.
`
	tr, err := bottest.Parse("told", told)
	if err != nil {
		t.Fatal(err)
	}
	r := newReader(tr, time.Minute)
	r.channels["north"], r.users["Joe"] = "C1", "U1"
	got := map[string]page.Story{}
	var whole time.Duration
	for line := range strings.SplitSeq(strings.TrimSuffix(told, "\n"), "\n") {
		if strings.HasPrefix(line, "given") {
			continue // it is played unseen
		}
		whole += r.read(line)
		got[line] = r.story
	}
	base := page.Story{Playing: true, Steps: 5, Caption: "Pam needs her tablets."}
	with := func(change func(*page.Story)) page.Story { s := base; change(&s); return s }
	want := map[string]page.Story{
		"Pam > tablets please": with(func(s *page.Story) {
			s.Step, s.Does, s.Who, s.Phone, s.Words = 4, "text", "Pam", "+447700900102", "tablets please"
		}),
		"Pam < Thank you, Pam.":      with(func(s *page.Story) { s.Step, s.Does, s.Who, s.Phone = 4, "text", "Pam", "+447700900102" }),
		"[north] Pam, LS6: tablets.": with(func(s *page.Story) { s.Step, s.Does, s.Who, s.Channel = 4, "text", "Pam", "C1" }),
		`Joe presses Approve on "Pam" in north`: with(func(s *page.Story) {
			s.Step, s.Does, s.Who, s.Channel, s.User, s.Button = 5, "press", "Joe", "C1", "U1", "Approve"
		}),
		"Joe sees: Done.": with(func(s *page.Story) { s.Step, s.Does, s.Who, s.Channel, s.User = 5, "press", "Joe", "C1", "U1" }),
	}
	for line, s := range want {
		if diff := cmp.Diff(s, got[line]); diff != "" {
			t.Errorf("at %q (-want +got):\n%s", line, diff)
		}
	}
	if whole <= 0 || whole > time.Minute {
		t.Errorf("the lines take %s to read", whole)
	}
}

func TestADemoThatCannotStartSaysWhy(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	if _, err := NewDemo(context.Background(), DemoOptions{Listen: taken.Addr().String()}); err == nil || !strings.Contains(err.Error(), "--listen") {
		t.Errorf("a port in use: %v", err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := NewDemo(context.Background(), DemoOptions{Listen: "127.0.0.1:0", Dir: file}); err == nil || !strings.Contains(err.Error(), "--dir") {
		t.Errorf("a file for a folder: %v", err)
	}
}

func TestTheDemoAnswersOnItsPage(t *testing.T) {
	d, _ := newDemo(t, 0)
	resp, err := http.Get(d.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%d %v", resp.StatusCode, err)
	}
	for _, part := range []string{d.Scene().Name, "Play the story", "north-hub", "on-call"} {
		if !strings.Contains(string(body), part) {
			t.Errorf("the page lacks %q", part)
		}
	}
}

func TestTheStoryIsToldAsText(t *testing.T) {
	var out strings.Builder
	if err := TellStory(context.Background(), "", &out); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "Amina > ") {
		t.Errorf("it was told as:\n%s", out.String())
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if err := TellStory(stopped, "", io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("a story that was stopped: %v", err)
	}
}

package app

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/goodturn/goodturn/bot/bottest"
	"github.com/goodturn/goodturn/fixtures"
)

// settings is the sample organisation with some of its lines changed.
func settings(t *testing.T, changes map[string]string) fs.FS {
	t.Helper()
	folder := fstest.MapFS{}
	err := fs.WalkDir(fixtures.Organisation, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(fixtures.Organisation, path)
		folder[path] = &fstest.MapFile{Data: raw}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for was, is := range changes {
		found := 0
		for _, file := range folder {
			found += bytes.Count(file.Data, []byte(was))
			file.Data = bytes.ReplaceAll(file.Data, []byte(was), []byte(is))
		}
		if found != 1 {
			t.Fatalf("%q stands %d times in the settings, want once", was, found)
		}
	}
	return folder
}

// stand sets a stage at noon on an ordinary Tuesday. Errors that the program
// logs fail the test.
func stand(t *testing.T, folder fs.FS) (*Stage, *stageWorld) {
	t.Helper()
	return standOn(t, StageOptions{Org: folder, Dir: t.TempDir()})
}

// standOn does so with a store, and as many processes, as the options say.
func standOn(t *testing.T, o StageOptions) (*Stage, *stageWorld) {
	t.Helper()
	log := &errorLog{}
	o.Log = slog.New(log)
	stage, err := setStage(t.Context(), o, bottest.Transcript{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stage.Close(); err != nil {
			t.Errorf("close the stage: %v", err)
		}
		for _, line := range log.lines() {
			t.Errorf("the program logged: %s", line)
		}
	})
	return stage, newWorld(stage)
}

// act plays lines on a stage, as in a drama, and returns what came of them.
func act(t *testing.T, w *stageWorld, lines string) string {
	t.Helper()
	script, err := bottest.Parse("lines", lines)
	if err != nil {
		t.Fatal(err)
	}
	played, err := bottest.Play(t.Context(), w, script)
	if err != nil {
		t.Fatal(err)
	}
	return played.Now.String()
}

// each calls do for every number below n, sixteen at a time.
func each(t *testing.T, n int, do func(ctx context.Context, i int) error) {
	t.Helper()
	var wait sync.WaitGroup
	turns := make(chan struct{}, 16)
	for i := range n {
		turns <- struct{}{}
		wait.Go(func() {
			defer func() { <-turns }()
			if err := do(t.Context(), i); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

// texts are the words that a phone has got, from one text on.
func texts(s *Stage, number string, from int) []string {
	var got []string
	for _, m := range s.Twilio.Received(number)[from:] {
		got = append(got, m.Body)
	}
	return got
}

func lastText(s *Stage, number string) string {
	all := texts(s, number, 0)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}

const pam = "+447700900501"

// Two hundred people say yes to one place at once, those who were asked with
// YES and all others with its number on their list: one has it, and the address;
// 199 are answered kindly; the coordinators' card changes once; the resident
// gets one text.
func TestTwoHundredSayYesAtOnce(t *testing.T) {
	t.Parallel()
	t.Run("to one process", func(t *testing.T) {
		t.Parallel()
		twoHundredYeses(t, StageOptions{Dir: t.TempDir()})
	})
	t.Run("to three processes", func(t *testing.T) {
		t.Parallel()
		twoHundredYeses(t, StageOptions{Store: mongoStore(t), Processes: 3})
	})
}

func twoHundredYeses(t *testing.T, o StageOptions) {
	const people = 200
	o.Org = settings(t, map[string]string{
		"asks_for: [identity]\n    lessons: [staying-safe, worries, emergencies, infection, money, privacy, lone-visits]\n    minutes: 25": "asks_for: [identity]\n    lessons: [staying-safe]\n    minutes: 25",
	})
	stage, w := standOn(t, o)
	phone := func(i int) string { return fmt.Sprintf("+447700900%03d", 100+i) }
	each(t, people, func(ctx context.Context, i int) error {
		for _, words := range []string{fmt.Sprintf("I'd like to volunteer. I'm Vol%s Green, LS6. Prescriptions, any time", letters(i)), "yes 30", "none", "agree", "b"} {
			if _, err := stage.Twilio.Text(ctx, phone(i), words); err != nil {
				return err
			}
		}
		return nil
	})
	if err := w.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	cards := stage.Slack.Messages("north-hub")
	if len(cards) != people {
		t.Fatalf("%d cards ask for IDs, want %d", len(cards), people)
	}
	each(t, people, func(ctx context.Context, i int) error {
		_, err := stage.Slack.Press(ctx, "Joe", "north-hub", cards[i].TS, "id_seen")
		return err
	})
	if err := w.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	act(t, w, "phone Pam Hirst "+pam+`
Pam > can anyone get my tablets from boots by 8pm. Pam Hirst 12 Ash Rd LS6 2AB
Pam > yes
Joe presses Approve on "Pam" in north`)
	// A few are asked; all the others have it on their list.
	each(t, people, func(ctx context.Context, i int) error {
		if strings.Contains(lastText(stage, phone(i)), "can you help?") {
			return nil
		}
		_, err := stage.Twilio.Text(ctx, phone(i), "tasks")
		return err
	})
	if err := w.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := map[string]int{}
	yes := map[string]string{}
	for i := range people {
		before[phone(i)] = len(stage.Twilio.Received(phone(i)))
		switch last := lastText(stage, phone(i)); {
		case strings.Contains(last, "can you help?"):
			yes[phone(i)] = "yes"
		case strings.Contains(last, "1: collect a prescription"):
			yes[phone(i)] = "1"
		default:
			t.Fatalf("person %d has nothing to say yes to; the last text was: %s", i, last)
		}
	}
	told, changes := len(stage.Twilio.Received(pam)), edits(stage)

	var wait sync.WaitGroup
	start := make(chan struct{})
	for i := range people {
		wait.Go(func() {
			<-start
			if resp, err := stage.Twilio.Text(t.Context(), phone(i), yes[phone(i)]); err != nil || !resp.OK() {
				t.Errorf("yes number %d: %v %v", i, resp.Status, err)
			}
		})
	}
	began := time.Now()
	close(start)
	wait.Wait()
	if err := w.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d yeses were answered in %s", people, time.Since(began).Round(time.Millisecond))

	won, kind := 0, 0
	for i := range people {
		got := texts(stage, phone(i), before[phone(i)])
		if yes[phone(i)] == "1" && len(got) == 2 && strings.HasPrefix(got[0], "One moment") {
			got = got[1:]
		}
		switch {
		case len(got) != 1:
			t.Errorf("person %d got %d texts: %q", i, len(got), got)
		case strings.Contains(got[0], "12 Ash Rd"):
			won++
		case strings.HasPrefix(got[0], "Thank you") && containsAny(got[0], "quicker", "has that one already", "has just gone"):
			kind++
		default:
			t.Errorf("person %d was answered: %s", i, got[0])
		}
	}
	if won != 1 || kind != people-1 {
		t.Errorf("%d have the one place and %d were answered kindly, want 1 and %d", won, kind, people-1)
	}
	if got := texts(stage, pam, told); len(got) != 1 || !strings.Contains(got[0], "will bring your prescription") {
		t.Errorf("the resident got %q, want one text that says who comes", got)
	}
	if n := edits(stage) - changes; n != 1 {
		t.Errorf("the coordinators' cards changed %d times, want once", n)
	}
}

func containsAny(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

// letters writes a number as a word, for a name of one's own.
func letters(n int) string { return string([]rune{rune('a' + n/26), rune('a' + n%26)}) }

// edits counts how often the app changed a message in Slack.
func edits(s *Stage) int {
	n := 0
	for _, d := range s.Slack.Deliveries() {
		if bytes.Contains(d.Body, []byte("message_changed")) {
			n++
		}
	}
	return n
}

package app

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/sandbox"
	"github.com/goodturn/goodturn/internal/sqlite"
)

// A backup is taken while texts wait at Twilio's word; they leave after it. The
// story goes on, and the store is lost. Restored, it goes on from the backup:
// what people texted since comes again, what was said to them does not, and the
// story comes to its end.
func TestRestoreAndGoOn(t *testing.T) {
	t.Parallel()
	stage, w := stand(t, fixtures.Organisation)
	phones := "phone Amina Khan " + amina + "\nphone Pam Hirst " + pam + "\n"
	act(t, w, phones+`given Amina is a volunteer for prescriptions in LS6
given ID of Amina is seen
Pam > can anyone get my tablets from boots by 8pm. Pam Hirst 12 Ash Rd LS6 2AB
Pam > yes`)
	stage.Twilio.Fail(sandbox.Fault{Match: "POST /2010-04-01", Kind: sandbox.BadGateway, Times: -1})
	act(t, w, phones+`Joe presses Approve on "Pam" in north`)

	file := filepath.Join(t.TempDir(), "backup")
	path := strings.TrimPrefix(stage.App.opt.Store, "sqlite:")
	if err := sqlite.Backup(t.Context(), path, file, stage.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if holds(t, file) == 0 {
		t.Fatal("nothing was on its way when the backup was taken")
	}
	stage.Twilio.Heal()

	all := func() []string {
		var got []string
		for _, number := range []string{amina, pam} {
			for _, text := range texts(stage, number, 0) {
				got = append(got, number+" "+text)
			}
		}
		return got
	}
	quiet := func() bool { return holds(t, path) == 0 }
	if !weathered(t, stage, quiet) {
		t.Fatal("what was on its way never arrives")
	}
	act(t, w, phones+"+ 5 minutes\nAmina > yes\n+ 5 minutes\nAmina > done 20 mins\n+ 5 minutes")
	before, cards := all(), len(stage.Slack.Messages("north-hub"))
	if last := lastText(stage, pam); !strings.Contains(last, "says it's done") {
		t.Fatalf("Pam heard last: %s", last)
	}

	if err := stage.stopApp(); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "restored")
	done, err := restore(t.Context(), file, "sqlite:"+path, fixtures.Organisation, stage.Clock, nil)
	if err != nil {
		t.Fatal(err)
	}
	if done.Documents == 0 || done.Report == nil || len(done.Report.Findings) > 0 || !done.Taken.Before(stage.Clock.Now()) {
		t.Errorf("restored %+v", done)
	}
	if _, err := restore(t.Context(), file, "sqlite:"+path, nil, stage.Clock, nil); err == nil {
		t.Error("what was restored is restored over")
	}
	stage.App.opt.Store = "sqlite:" + path
	if err := stage.startApp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if answer, err := stage.Twilio.Text(t.Context(), "+447700900299", "hello"); err == nil && answer.OK() {
		t.Error("a text is taken before those that came since the backup")
	}
	if err := stage.App.fetchMissed(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !weathered(t, stage, quiet) {
		t.Fatal("the restored store never comes to rest")
	}
	if after := all(); !slices.Equal(after, before) {
		had := map[string]int{}
		for _, text := range before {
			had[text]++
		}
		for _, text := range after {
			if had[text]--; had[text] < 0 {
				t.Errorf("after the restore goes out: %s", text)
			}
		}
	}
	if n := len(stage.Slack.Messages("north-hub")); n != cards {
		t.Errorf("there are %d cards after the restore, want %d", n, cards)
	}
	heard := len(texts(stage, pam, 0))
	act(t, w, phones+"+ 1 minute\nPam > yes thank you all fine")
	if got := texts(stage, pam, heard); len(got) != 1 {
		t.Errorf("Pam's answer leads to %q, want one text", got)
	}
	if err := proven(t.Context(), stage); err != nil {
		t.Error(err)
	}
}

// holds is how many documents of a store have something to deliver.
func holds(t *testing.T, path string) int {
	t.Helper()
	s, err := sqlite.Read(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	all, err := s.Documents(t.Context(), "", 10_000)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range all {
		if r.Held {
			n++
		}
	}
	return n
}

// What stands in the way of a copy or a restore is one sentence.
func TestWhatKeepsAStoreFromBeingCopied(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := func(name string) string { return "sqlite:" + filepath.Join(dir, name) }
	clock := &StageClock{at: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	fill := func(name string, records ...post.Record) {
		t.Helper()
		s, err := openStore(t.Context(), "the test", at(name), clock)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Restore(t.Context(), records...); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	key := post.Record{ID: keyDocument, Version: 1, Body: []byte(`{"key":"dGhlIHNhbWUga2V5IGZvciBldmVyeSBwbGF5Li4uLi4="}`)}
	other := post.Record{ID: keyDocument, Version: 1, Body: []byte(`{"key":"YW5vdGhlciBrZXkgZm9yIGV2ZXJ5IHBsYXkuLi4uLi4="}`)}
	person := post.Record{ID: "person/a", Version: 3, Body: []byte(`{"rev":2,"state":"known","data":{}}`)}
	later := person
	later.Version = 4
	fill("ours", key, person)
	fill("theirs", other)
	fill("more", key, person, post.Record{ID: "person/b", Version: 1})
	fill("later", key, later)
	fill("half", key)
	fill("empty")
	for name, c := range map[string]struct{ from, to, want string }{
		"to itself":            {"ours", "ours", "FROM and TO are the same store"},
		"nothing there":        {"none", "new", "FROM: there is no store"},
		"no organisation":      {"empty", "new", "there is no organisation's store to copy"},
		"another organisation": {"ours", "theirs", "holds another organisation's store; name an empty place"},
		"a place with more":    {"ours", "more", "is not empty"},
		"a place written to":   {"ours", "later", "was written to"},
	} {
		_, err := CopyStore(t.Context(), at(c.from), at(c.to), nil)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	told := 0
	done, err := CopyStore(t.Context(), at("ours"), at("half"), func(done, of int) { told = 10*done + of })
	if err != nil || done != (post.Copied{Documents: 2, Written: 1}) || told != 44 {
		t.Errorf("gone on with: %+v, %v, told %d", done, err, told)
	}
	if _, err := Restore(t.Context(), filepath.Join(dir, "ours"), at("new"), nil, nil); err == nil || !strings.Contains(err.Error(), "was not made by goodturn backup") {
		t.Errorf("a store is restored: %v", err)
	}
	if _, _, err := Backup(t.Context(), "mongodb://localhost/goodturn", filepath.Join(dir, "b")); err == nil || !strings.Contains(err.Error(), "mongodump --oplog") {
		t.Errorf("a MongoDB is backed up: %v", err)
	}
}

package app

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/goodturn/goodturn/fixtures"
)

// What was said on the phone in the terminal is a transcript that plays again
// as it was, the minutes that went by between the lines included.
func TestChatMakesATest(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 10, 0, 30, 0, time.UTC)
	typed := strings.Join([]string{
		"hi id like 2 help. Amina Khan LS6 3HN, packing", "yes 24", "weekends", "/later 1h", "/later soon", "none", "",
		"/do Joe types /goodturn queue in north", "/do Joe dances", "/help", "person", "/slack", "/tomorrow", "/quit", "not this",
	}, "\n")
	file := filepath.Join(t.TempDir(), "chat.txt")
	var out bytes.Buffer
	err := Chat(t.Context(), ChatOptions{
		Org: fixtures.Organisation, Log: slog.New(slog.DiscardHandler), Save: file,
		Now: func() time.Time { now = now.Add(25 * time.Second); return now },
	}, strings.NewReader(typed), &out)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Are you 18 or over?", "! how much later?", "[north] Amina", "/later 1h        an hour", file} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the terminal does not show %q:\n%s", want, &out)
		}
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(raw), "not this") || !strings.Contains(string(raw), "You > weekends") || !strings.Contains(string(raw), "+ 1 hour\n") || !strings.Contains(string(raw), "+ 1 minute\n") {
		t.Errorf("the transcript is:\n%s", raw)
	}
	played := play(file, StageOptions{Dir: t.TempDir()})
	if played.err != nil {
		t.Fatal(played.err)
	}
	for _, w := range played.played.Wrong {
		t.Error(w)
	}
}

package app

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goodturn/goodturn/bot/bottest"
	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/hear"
)

// Every text is answered, and no answer to what was not understood is the same
// twice running, however long somebody goes on: as a stranger, in the middle of
// joining, and as a volunteer.
func TestNoAnswerIsTheSameTwiceRunning(t *testing.T) {
	t.Parallel()
	unclear := unclearTexts(t, 40)
	for name, before := range map[string]string{
		"stranger": "", "joining": "given Amina > join\ngiven Amina > yes\n", "volunteer": "given Amina is a volunteer for packing in LS6\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
			defer cancel()
			start := "at 2026-11-24 11:00\nphone Amina Khan +447700900101\n" + before
			script, err := bottest.Parse(name, start)
			if err != nil {
				t.Fatal(err)
			}
			stage, err := setStage(ctx, StageOptions{Org: fixtures.Organisation, Dir: t.TempDir(), Log: slog.New(slog.DiscardHandler)}, script)
			if err != nil {
				t.Fatal(err)
			}
			defer stage.Close()
			r, err := bottest.Rehearse(ctx, newWorld(stage), name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := r.Do(ctx, start); err != nil {
				t.Fatal(err)
			}
			last := ""
			for _, text := range unclear {
				// Many texts within minutes that nobody understands are a robot's.
				if _, err := r.Do(ctx, "+ 5 minutes"); err != nil {
					t.Fatal(err)
				}
				came, err := r.Text(ctx, "Amina", text)
				if err != nil {
					t.Fatal(err)
				}
				answer := answerTo("Amina", came)
				if answer == "" {
					t.Errorf("%q got no answer: %q", text, came)
				}
				if answer == last {
					t.Errorf("%q got the same answer as the text before: %s", text, answer)
				}
				last = answer
			}
		})
	}
}

// unclearTexts are samples that a kind reader would ask about.
func unclearTexts(t *testing.T, most int) []string {
	t.Helper()
	raw, err := os.ReadFile("../../flows/wording/heard/en/unclear.tsv")
	if err != nil {
		t.Fatal(err)
	}
	samples, err := hear.ReadSamples(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, s := range samples {
		if s.Means == hear.Unclear && s.Asked == "any" && !strings.ContainsAny(s.Text, `"\`) {
			texts = append(texts, s.Text)
		}
	}
	return texts[:min(most, len(texts))]
}

// answerTo is what a phone was texted, of all that came of a text.
func answerTo(who string, came []string) string {
	i := slices.IndexFunc(came, func(line string) bool { return strings.HasPrefix(line, who+" < ") })
	if i < 0 {
		return ""
	}
	answer := came[i]
	for _, line := range came[i+1:] {
		if !strings.HasPrefix(line, "    ") {
			break
		}
		answer += line
	}
	return answer
}

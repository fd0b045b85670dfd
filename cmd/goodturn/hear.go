package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/app"
)

// hear says what texts are understood to mean.
type hear struct {
	cache
	Org      string `env:"GOODTURN_ORG" help:"The folder of the organisation's settings; otherwise the sample organisation."`
	Language string `help:"The sender's language, en or cy, where it is known."`
	Explain  bool   `help:"Say in plain lines which rules spoke; with --score, show each text that was not heard right."`
	Score    string `placeholder:"FILE" help:"Score texts whose meanings are known: what was asked, the text, its meaning and its facts, with a tab between."`
}

// Run hears the lines of the input, or scores a file.
func (h *hear) Run(ctx context.Context, t *terminal) error {
	var folder fs.FS = fixtures.Organisation
	if h.Org != "" {
		var err error
		if folder, err = folderOf("hear", h.Org); err != nil {
			return err
		}
	}
	opts := app.HearOptions{Org: folder, Now: time.Now, Language: h.Language, Explain: h.Explain, Cache: h.folder()}
	if h.Score == "" {
		return app.Hear(ctx, opts, t.in, t.out)
	}
	raw, err := os.ReadFile(h.Score)
	if err != nil {
		return fmt.Errorf("cannot read the texts to score: %w", err)
	}
	_, err = app.ScoreHearing(ctx, opts, bytes.NewReader(raw), t.out)
	return err
}

package main

import (
	"context"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/app"
)

// chat is one phone in the terminal.
type chat struct {
	Org string `env:"GOODTURN_ORG" help:"The folder of the organisation's settings; otherwise the sample organisation."`
	cache
	Save string `help:"A file for the conversation as a transcript; otherwise it is printed."`
}

// Run texts to and fro until /quit, the end of the input or of the context.
func (c *chat) Run(ctx context.Context, t *terminal) error {
	var folder fs.FS = fixtures.Organisation
	if c.Org != "" {
		folder = os.DirFS(c.Org)
	}
	log := slog.New(app.Redact(slog.NewTextHandler(t.err, &slog.HandlerOptions{Level: slog.LevelWarn})))
	return app.Chat(ctx, app.ChatOptions{Org: folder, Log: log, Now: time.Now, Save: c.Save, Cache: c.folder()}, t.in, t.out)
}

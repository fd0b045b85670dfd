package main

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/goodturn/goodturn/internal/app"
)

// demo is the main job with nothing to set up.
type demo struct {
	Listen string `default:"127.0.0.1:8080" help:"Address of the page."`
	Dir    string `help:"Folder in which the stores are kept, for whoever wants to look into them; otherwise a temporary one."`
	Story  bool   `help:"Play the story here in the terminal, as text; exits 0 when it ended as it should."`
}

// Run shows the page until the context ends, or tells the story.
func (d *demo) Run(ctx context.Context, t *terminal) error {
	if d.Story {
		return app.TellStory(ctx, d.Dir, t.out)
	}
	log := slog.New(app.Redact(slog.NewTextHandler(t.err, &slog.HandlerOptions{Level: slog.LevelWarn})))
	show, err := app.NewDemo(ctx, app.DemoOptions{Listen: d.Listen, Dir: d.Dir, Reading: app.ReadingTime, Log: log})
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Goodturn is at %s : open it in a browser. Ctrl-C ends it.\n", show.URL())
	return show.Run(ctx)
}

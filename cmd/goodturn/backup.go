package main

import (
	"context"
	"fmt"
	"time"

	"github.com/goodturn/goodturn/internal/app"
)

// backup copies a store that is being served.
type backup struct {
	File  string `arg:"" help:"The file to write. One that is there is not overwritten."`
	Store string `env:"GOODTURN_STORE" default:"sqlite:goodturn.sqlite" help:"The store: sqlite:PATH."`
}

// Run writes the backup and says what is in it.
func (b *backup) Run(ctx context.Context, t *terminal) error {
	documents, facts, err := app.Backup(ctx, b.Store, b.File)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(t.out, "Backed up %s to %s. It holds people's numbers and words: keep it as safe as the store.\n", sizes(documents, facts), b.File)
	return err
}

// restore fills an empty store from a backup.
type restore struct {
	File  string `arg:"" help:"The file that goodturn backup wrote."`
	Store string `env:"GOODTURN_STORE" default:"sqlite:goodturn.sqlite" help:"Where to put it, an empty place: sqlite:PATH or mongodb://…/DB."`
	Org   string `env:"GOODTURN_ORG" help:"The organisation's folder, to verify what was restored."`
}

// Run restores, verifies, and says what that means.
func (r *restore) Run(ctx context.Context, t *terminal) error {
	folder, err := organisation(r.Org)
	if err != nil {
		return err
	}
	done, err := app.Restore(ctx, r.File, r.Store, folder, t.progress("restored and compared"))
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Restored %s to %s, as they stood at %s.\n", sizes(done.Documents, done.Facts), r.Store, done.Taken.Local().Format(time.RFC1123))
	fmt.Fprintln(t.out, "What people texted since is fetched from Twilio's list when goodturn serves it; what coordinators pressed since is lost, and is theirs to press again.")
	fmt.Fprintln(t.out, "For a day each text and card is looked for at Twilio and Slack before it goes out, so that what was said since is not said twice; alarms are sent again.")
	if done.Report == nil {
		_, err := fmt.Fprintln(t.out, "Not verified: give the organisation's folder (GOODTURN_ORG) to goodturn store verify.")
		return err
	}
	return t.tell(*done.Report, false)
}

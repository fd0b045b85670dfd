package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/goodturn/goodturn/fixtures"
	"github.com/goodturn/goodturn/internal/app"
	"github.com/goodturn/goodturn/internal/surge"
)

// surgeCommand signs people up as fast as this machine can, to see how fast
// that is.
type surgeCommand struct {
	People  int     `default:"1000" help:"How many people sign up."`
	Rate    float64 `default:"0" help:"Texts a second that are offered, by people who begin at such a pace; 0 is as fast as it goes."`
	Senders int     `default:"64" help:"How many texts may wait for their acknowledgement at once."`
	Stored  int     `default:"0" help:"How many people are in the store before it begins."`
	Store   string  `help:"Where the server keeps documents, as for serve; a file that is thrown away when it is not given."`
}

// Run runs the surge, and reports it.
func (s *surgeCommand) Run(ctx context.Context, t *terminal) error {
	folder, err := os.MkdirTemp("", "goodturn-surge-")
	if err != nil {
		return fmt.Errorf("make a folder for the surge: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	organisation := filepath.Join(folder, "organisation")
	if err := os.CopyFS(organisation, fixtures.Organisation); err != nil {
		return fmt.Errorf("write the sample organisation: %w", err)
	}
	store := s.Store
	if store == "" {
		store = "sqlite:" + filepath.Join(folder, "surge.sqlite")
	}
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find the program's own file: %w", err)
	}
	o := surge.Options{
		People: s.People, Rate: s.Rate, Senders: max(s.Senders, 1), Patience: time.Minute,
		Serve: func(ctx context.Context, environment []string) (*surge.Process, error) {
			return surge.Start(ctx, program, []string{"serve", "--unpaced"}, append(environment, "GOODTURN_ORG="+organisation, "GOODTURN_STORE="+store))
		},
	}
	if s.Stored > 0 {
		if err := s.fill(ctx, t, store, o); err != nil {
			return err
		}
		o.After = 1
	}
	bar := t.progress("signed up")
	o.Progress = func(done int) { bar(done, s.People) }
	report, err := surge.Run(ctx, o)
	if err != nil {
		return fmt.Errorf("surge: %w", err)
	}
	report.StoreSize = sizeOf(store)
	if err := report.Write(t.out); err != nil {
		return err
	}
	if !report.OK() {
		return errors.New("surge: not everybody was served; the report says how many")
	}
	return nil
}

// fill has one person sign up, and copies them.
func (s *surgeCommand) fill(ctx context.Context, t *terminal, store string, o surge.Options) error {
	o.People, o.Rate = 1, 0
	if _, err := surge.Run(ctx, o); err != nil {
		return fmt.Errorf("surge: sign the first one up: %w", err)
	}
	bar := t.progress("stored")
	if err := app.Crowd(ctx, store, surge.Number(0), s.Stored, func(done int) { bar(done, s.Stored) }); err != nil {
		return fmt.Errorf("surge: %w", err)
	}
	return nil
}

// sizeOf is how large a store's files are, or 0 for a store that is no file.
func sizeOf(store string) int64 {
	path, ok := strings.CutPrefix(store, "sqlite:")
	if !ok {
		return 0
	}
	var all int64
	for _, end := range []string{"", "-wal"} {
		if info, err := os.Stat(path + end); err == nil {
			all += info.Size()
		} else if !errors.Is(err, fs.ErrNotExist) {
			return 0
		}
	}
	return all
}

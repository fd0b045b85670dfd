package main

import (
	"cmp"
	"fmt"

	"github.com/goodturn/goodturn/internal/app"
)

// check reads an organisation's folder.
type check struct {
	cache
	Dir string `arg:"" optional:"" env:"GOODTURN_ORG" help:"The organisation's folder; this one when it is left out."`
}

// Run prints every mistake with file, line and remedy, one a line, or that all
// is well and what there is.
func (c *check) Run(t *terminal) error {
	dir := cmp.Or(c.Dir, ".")
	folder, err := folderOf("check", dir)
	if err != nil {
		return err
	}
	o, problems, err := app.Check(folder, c.folder())
	if err != nil {
		return err
	}
	for _, p := range problems {
		fmt.Fprintln(t.out, p)
	}
	switch len(problems) {
	case 0:
		fmt.Fprint(t.out, "All well: "+app.Summary(o))
		return nil
	case 1:
		return fmt.Errorf("1 mistake in %s", dir)
	}
	return fmt.Errorf("%d mistakes in %s", len(problems), dir)
}

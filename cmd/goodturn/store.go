package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/goodturn/goodturn/internal/app"
)

// store is what an operator does with a whole store.
type store struct {
	Copy   storeCopy   `cmd:"" help:"Copy an organisation's whole store from one place to another, and compare all of it in the end."`
	Verify storeVerify `cmd:"" help:"Prove that what a store holds is as it should be."`
}

// storeCopy moves a store.
type storeCopy struct {
	From string `arg:"" help:"The store to copy: sqlite:PATH or mongodb://…/DB. No goodturn may serve it meanwhile."`
	To   string `arg:"" help:"An empty place: sqlite:PATH or mongodb://…/DB. What an interrupted copy left there is gone on with."`
}

// Run copies, and says how much that was.
func (c *storeCopy) Run(ctx context.Context, t *terminal) error {
	done, err := app.CopyStore(ctx, c.From, c.To, t.progress("copied and compared"))
	if err != nil {
		return err
	}
	there := ""
	if before := done.Documents + done.Facts - done.Written; before > 0 {
		there = fmt.Sprintf(", %d of them by an earlier copy", before)
	}
	_, err = fmt.Fprintf(t.out, "Copied %s%s, and compared them all.\n", sizes(done.Documents, done.Facts), there)
	return err
}

// storeVerify proves a store's invariants.
type storeVerify struct {
	Store  string `env:"GOODTURN_STORE" default:"sqlite:goodturn.sqlite" help:"The store: sqlite:PATH or mongodb://…/DB. A file may be being served."`
	Org    string `env:"GOODTURN_ORG" help:"The organisation's folder."`
	AtRest bool   `name:"at-rest" help:"Find fault, too, with what is still to be delivered or overdue."`
}

// Run prints a line for each thing that is wrong, with the documents' ids.
func (v *storeVerify) Run(ctx context.Context, t *terminal) error {
	if v.Org == "" {
		return errors.New("GOODTURN_ORG is missing: give the folder of your organisation's settings, for example fixtures")
	}
	folder, err := folderOf("GOODTURN_ORG", v.Org)
	if err != nil {
		return err
	}
	report, err := app.VerifyAt(ctx, v.Store, folder, t.progress("verified"))
	if err != nil {
		return err
	}
	return t.tell(report, v.AtRest)
}

// tell prints what was found; its error says that something is wrong.
func (t *terminal) tell(r app.Report, atRest bool) error {
	for _, f := range r.Findings {
		more := ""
		if n := f.Count - len(f.IDs); n > 0 {
			more = fmt.Sprintf(" and %d more", n)
		}
		fmt.Fprintf(t.out, "%d × %s: %s%s\n", f.Count, f.What, strings.Join(f.IDs, ", "), more)
	}
	for _, line := range app.Unrest(r) {
		fmt.Fprintln(t.out, "Not at rest: "+line)
	}
	switch {
	case len(r.Findings) > 0:
		return fmt.Errorf("the store is not as it should be, in %s", app.Counted(len(r.Findings), "way", "ways"))
	case atRest && len(app.Unrest(r)) > 0:
		return errors.New("the store is not at rest")
	}
	_, err := fmt.Fprintln(t.out, "All well: "+app.Counts(r))
	return err
}

func sizes(documents, facts int) string {
	return app.Counted(documents, "document", "documents") + " and " + app.Counted(facts, "fact", "facts")
}

// organisation is the folder that a setting names, or nil for none.
func organisation(path string) (fs.FS, error) {
	if path == "" {
		return nil, nil
	}
	return folderOf("GOODTURN_ORG", path)
}

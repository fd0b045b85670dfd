package main

import (
	"fmt"
	"os"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"

	"github.com/goodturn/goodturn/internal/app"
)

// progress shows how far something has come: a bar in a terminal, elsewhere a
// line for each tenth, or for each 100,000 where nobody knows how many there are.
func (t *terminal) progress(what string) app.Progress {
	if f, ok := t.err.(*os.File); ok && isatty.IsTerminal(f.Fd()) {
		return t.bar(what)
	}
	told := 0
	return func(done, of int) {
		step, line := done/100_000, fmt.Sprintf("%s %d", what, done)
		if of > 0 {
			step, line = 10*done/of, fmt.Sprintf("%s %d of %d", what, done, of)
		}
		if step > told {
			told = step
			fmt.Fprintln(t.err, line)
		}
	}
}

func (t *terminal) bar(what string) app.Progress {
	var bar *progressbar.ProgressBar
	return func(done, of int) {
		if of == 0 {
			of = -1
		}
		if bar == nil {
			bar = progressbar.NewOptions(of, progressbar.OptionSetWriter(t.err), progressbar.OptionSetDescription(what), progressbar.OptionShowCount(),
				progressbar.OptionShowIts(), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionOnCompletion(func() { fmt.Fprintln(t.err) }))
		}
		_ = bar.Set(done)
	}
}

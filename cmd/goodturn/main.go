// Goodturn turns "I'd like to help" into help given, by text message.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the program: its exit status is 0 when it did what it was asked, and
// otherwise 1, with a sentence for each thing that is wrong on stderr.
func run(ctx context.Context, args []string, in io.Reader, out, diagnostics io.Writer) int {
	ended := -1
	parser, err := kong.New(&struct{}{}, append(commands(),
		kong.Name("goodturn"),
		kong.Description("A text-message assistant that turns \"I'd like to help\" into help given."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Writers(out, diagnostics), kong.Exit(func(status int) { ended = status }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(&terminal{in, out, diagnostics}))...)
	if err == nil {
		if len(args) == 0 {
			args = []string{"--help"}
		}
		var command *kong.Context
		command, err = parser.Parse(args)
		if ended >= 0 { // help was asked for, and given
			return ended
		}
		if err == nil {
			err = command.Run()
		}
	}
	if err != nil {
		for line := range strings.SplitSeq(err.Error(), "\n") {
			fmt.Fprintln(diagnostics, "goodturn: "+line)
		}
		return 1
	}
	return 0
}

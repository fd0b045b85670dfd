package torture

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/goodturn/goodturn/internal/app"
)

// victimVariable has a program that calls [Victim] become one.
const victimVariable = "GOODTURN_TORTURE_VICTIM"

// What a process that stands by is told: to begin, or to begin as a newer
// version would, whose documents older ones cannot step.
const (
	goAsIs  = "go"
	goNewer = "go, newer"
)

// Victim serves as `goodturn serve` does, by the same environment, if the
// harness started this program for it; otherwise it returns at once. It starts
// in a moment: it hears by lists of phrases alone, and reads them before it is
// told to begin.
func Victim() {
	if os.Getenv(victimVariable) == "" {
		return
	}
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func serve() error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	o := app.Options{
		Listen: os.Getenv("GOODTURN_LISTEN"), PublicURL: os.Getenv("GOODTURN_PUBLIC_URL"), Store: os.Getenv("GOODTURN_STORE"),
		Org:              os.DirFS(os.Getenv("GOODTURN_ORG")),
		TwilioAccountSID: os.Getenv("TWILIO_ACCOUNT_SID"), TwilioAuthToken: os.Getenv("TWILIO_AUTH_TOKEN"),
		TwilioFrom: os.Getenv("TWILIO_FROM"), TwilioAPIURL: os.Getenv("TWILIO_API_URL"),
		SlackBotToken: os.Getenv("SLACK_BOT_TOKEN"), SlackSigningSecret: os.Getenv("SLACK_SIGNING_SECRET"), SlackAPIURL: os.Getenv("SLACK_API_URL"),
		Log:     slog.New(app.Redact(slog.NewJSONHandler(os.Stderr, nil))),
		Unpaced: true, Untaught: true,
	}
	if err := app.Warm(o); err != nil {
		return err
	}
	lines := bufio.NewScanner(os.Stdin)
	if !lines.Scan() {
		return nil // whoever started this has gone
	}
	if lines.Text() == goNewer {
		o.Newer = 1
	}
	a, err := app.New(ctx, o)
	if err != nil {
		return err
	}
	return a.Run(ctx)
}

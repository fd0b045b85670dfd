package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"

	"github.com/goodturn/goodturn/internal/app"
)

// serve is the real thing. Each setting is a flag, or else an environment
// variable; secrets belong into the environment, where other users of the
// machine cannot list them.
type serve struct {
	Listen    string `env:"GOODTURN_LISTEN" default:":8080" help:"Address to listen on."`
	PublicURL string `env:"GOODTURN_PUBLIC_URL" name:"public-url" help:"Address at which Twilio and Slack reach this server, without a path: https://goodturn.example."`
	Store     string `env:"GOODTURN_STORE" default:"sqlite:goodturn.sqlite" help:"Where documents are kept: sqlite:PATH, or mongodb://HOST/DATABASE for more than one process."`
	Org       string `env:"GOODTURN_ORG" help:"The organisation's folder."`
	cache

	TwilioAccountSID          string `env:"TWILIO_ACCOUNT_SID" name:"twilio-account-sid" help:"From Twilio's console."`
	TwilioAuthToken           string `env:"TWILIO_AUTH_TOKEN" name:"twilio-auth-token" help:"From Twilio's console."`
	TwilioFrom                string `env:"TWILIO_FROM" name:"twilio-from" help:"The number that texts come from, as +44…"`
	TwilioMessagingServiceSID string `env:"TWILIO_MESSAGING_SERVICE_SID" name:"twilio-messaging-service-sid" help:"In place of the number."`
	TwilioAPIURL              string `env:"TWILIO_API_URL" name:"twilio-api-url" help:"Only to talk to something other than Twilio."`

	// Unpaced is for a pretend Twilio and Slack, which have no limits.
	Unpaced bool `hidden:""`

	SlackBotToken      string `env:"SLACK_BOT_TOKEN" name:"slack-bot-token" help:"The app's bot token, xoxb-…"`
	SlackSigningSecret string `env:"SLACK_SIGNING_SECRET" name:"slack-signing-secret" help:"The app's signing secret, where Slack calls a public address."`
	SlackAppToken      string `env:"SLACK_APP_TOKEN" name:"slack-app-token" help:"The app-level token, xapp-…, for Socket Mode, which needs no public address."`
	SlackAPIURL        string `env:"SLACK_API_URL" name:"slack-api-url" help:"Only to talk to something other than Slack."`
}

// Run serves until the context ends.
func (s *serve) Run(ctx context.Context, t *terminal) error {
	o := app.Options{
		Listen: cmp.Or(s.Listen, ":8080"), PublicURL: s.PublicURL, Store: cmp.Or(s.Store, "sqlite:goodturn.sqlite"),
		TwilioAccountSID: s.TwilioAccountSID, TwilioAuthToken: s.TwilioAuthToken, TwilioFrom: s.TwilioFrom,
		TwilioMessagingServiceSID: s.TwilioMessagingServiceSID, TwilioAPIURL: s.TwilioAPIURL,
		SlackBotToken: s.SlackBotToken, SlackSigningSecret: s.SlackSigningSecret, SlackAppToken: s.SlackAppToken, SlackAPIURL: s.SlackAPIURL,
		Unpaced: s.Unpaced, Cache: s.folder(),
		Log: slog.New(app.Redact(slog.NewJSONHandler(t.err, nil))),
	}
	if s.Org != "" {
		folder, err := folderOf("GOODTURN_ORG", s.Org)
		if err != nil {
			return err
		}
		o.Org = folder
	}
	a, err := app.New(ctx, o)
	if err != nil {
		return err
	}
	return a.Run(ctx)
}

// folderOf opens an organisation's folder; what names the setting in an error.
func folderOf(what, path string) (fs.FS, error) {
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: there is no folder %s; give the folder of your organisation's settings, for example fixtures", what, path)
	case err != nil:
		return nil, fmt.Errorf("%s: the folder cannot be opened: %w", what, err)
	case !info.IsDir():
		return nil, fmt.Errorf("%s: %s is a file; give the folder that it is in", what, path)
	}
	return os.DirFS(path), nil
}

package surge

import (
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/goodturn/goodturn/internal/sandbox"
)

// A stage is the pretend Twilio and Slack that the server speaks to.
type stage struct {
	twilio    *sandbox.Twilio
	slack     *sandbox.Slack
	servers   []*http.Server
	twilioURL string
	slackURL  string
}

func newStage(taken func(sandbox.Message)) (*stage, error) {
	s := &stage{
		twilio: sandbox.NewTwilio(sandbox.TwilioOptions{Taken: taken}),
		slack:  sandbox.NewSlack(sandbox.SlackOptions{SigningSecret: "surge"}),
	}
	var err error
	if s.twilioURL, err = s.serve(s.twilio); err != nil {
		return nil, err
	}
	if s.slackURL, err = s.serve(s.slack); err != nil {
		return nil, err
	}
	s.slack.SetURL(s.slackURL)
	return s, nil
}

func (s *stage) serve(h http.Handler) (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("start the sandbox: %w", err)
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	s.servers = append(s.servers, server)
	go func() { _ = server.Serve(l) }()
	return "http://" + l.Addr().String(), nil
}

// environment tells a server where the providers are, and what they know it by.
func (s *stage) environment() []string {
	return []string{
		"TWILIO_ACCOUNT_SID=" + s.twilio.AccountSID(), "TWILIO_AUTH_TOKEN=" + s.twilio.AuthToken(),
		"TWILIO_FROM=" + s.twilio.From(), "TWILIO_API_URL=" + s.twilioURL,
		"SLACK_BOT_TOKEN=" + s.slack.BotToken(), "SLACK_SIGNING_SECRET=" + s.slack.SigningSecret(), "SLACK_API_URL=" + s.slackURL + "/api/",
	}
}

// listenAt has texts and presses go to the server.
func (s *stage) listenAt(url string) {
	s.twilio.SetWebhook(url+"/twilio/message#rc=5&rp=all", url+"/twilio/status")
	s.slack.SetTarget(url)
}

func (s *stage) close() {
	s.twilio.Close()
	s.slack.Close()
	for _, server := range s.servers {
		_ = server.Close()
	}
}

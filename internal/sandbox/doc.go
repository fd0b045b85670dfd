// Package sandbox is a pretend Twilio and a pretend Slack: HTTP servers that
// speak the vendors' wire closely enough for their official clients, so that
// the real adapters run unchanged against them in tests and in the demo.
//
// [NewTwilio] and [NewSlack] give http.Handlers. Serve them anywhere, point the
// adapters' base URLs at them, and tell them where the application listens with
// [Twilio.SetWebhook] and [Slack.SetTarget]. People then act through methods:
// [Twilio.Text] sends a text from a phone, [Slack.Press] presses a button,
// [Slack.Submit] sends a modal. What the application sent back is read with
// [Twilio.Messages], [Slack.Messages] and the Snapshot methods.
//
// Both servers can be told to fail ([Fault]), can be watched (Subscribe), and
// are safe for use by many goroutines. Values that they return are copies and
// may be kept.
package sandbox

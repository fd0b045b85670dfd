// Package slack is the coordinators' channel: it draws cards and forms in
// Slack, and brings presses, forms, thread replies and /goodturn commands to
// the counter.
//
// It is a [post.Sender] for the lanes "slack:<channel>", an HTTP handler for
// the three addresses that Slack calls, and a Socket Mode client for an
// organisation without a public address. A request is acknowledged only after
// the counter has returned, which is after its commit. Everything that somebody
// else wrote is escaped on its way in, so that it can ping nobody and link
// nowhere.
package slack

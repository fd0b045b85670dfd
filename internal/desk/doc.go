// Package desk is what needs a coordinator: the case, with its clock, and the
// plain shapes of cards, forms and answers that cross the counter to Slack.
// It is pure.
package desk

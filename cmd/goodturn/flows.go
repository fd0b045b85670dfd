package main

import "github.com/goodturn/goodturn/internal/app"

// flows shows conversations to whoever wants to change one.
type flows struct {
	Name string `arg:"" optional:"" help:"The conversation to show."`
}

// Run lists the conversations, or prints one's states, table and diagram.
func (f *flows) Run(t *terminal) error {
	if f.Name == "" {
		return app.ListFlows(t.out)
	}
	return app.ShowFlow(t.out, f.Name)
}

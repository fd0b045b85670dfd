package main

import (
	"fmt"
	"runtime/debug"
)

// version is the latest heading of CHANGELOG.md.
const version = "0.1.0"

// showVersion says which version this is.
type showVersion struct{}

// Run prints the version, and of which commit where that is known.
func (showVersion) Run(t *terminal) error {
	line := "goodturn " + version
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				line += " (" + s.Value[:min(12, len(s.Value))] + ")"
			}
		}
		line += ", " + info.GoVersion
	}
	_, err := fmt.Fprintln(t.out, line)
	return err
}

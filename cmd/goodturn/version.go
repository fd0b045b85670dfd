package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
)

// version is the latest heading of CHANGELOG.md.
const version = "0.1.0"

// showVersion says which version this is.
type showVersion struct{}

// Run prints the version, and of which commit where that is known.
func (showVersion) Run(t *terminal) error {
	info, _ := debug.ReadBuildInfo()
	_, err := fmt.Fprintf(t.out, "goodturn %s%s, %s\n", version, commit(info), runtime.Version())
	return err
}

// commit is the commit that the program was built from, or "".
func commit(info *debug.BuildInfo) string {
	if info == nil {
		return ""
	}
	i := slices.IndexFunc(info.Settings, func(s debug.BuildSetting) bool { return s.Key == "vcs.revision" })
	if i < 0 {
		return ""
	}
	revision := info.Settings[i].Value
	return " (" + revision[:min(12, len(revision))] + ")"
}

package slack

import _ "embed"

//go:embed manifest.yaml
var manifest string

// Manifest is the app's manifest, in YAML, as it is pasted into Slack.
func Manifest() string { return manifest }

// Package wording holds every sentence that people read, and the lists by
// which their texts are understood, as data by language.
package wording

import "embed"

// Files holds the wording of every flow and the hearing lists, a file for each
// subject and language.
//
//go:embed *.yaml heard/*/*.tsv
var Files embed.FS

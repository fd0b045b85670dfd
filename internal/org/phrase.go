package org

import (
	"fmt"
	"strings"
	"text/template"
)

// Phrase is a sentence of the organisation's with {{.Field}} where a task's
// own words go. Load has proved that it can be filled.
type Phrase string

// Fields are what a Phrase may name.
type Fields struct {
	Area      string // where, no nearer than the outward code: "LS6"
	Volunteer string // first name
	Resident  string // first name
	What      string // in the resident's words: "tablets from Boots"
	By        string // when it must be done: "4pm"; empty where any time will do
}

// Fill writes the fields into the phrase.
func (p Phrase) Fill(f Fields) (string, error) {
	t, err := template.New("phrase").Parse(string(p))
	if err != nil {
		return "", fmt.Errorf("read phrase: %w", err)
	}
	var b strings.Builder
	if err := t.Execute(&b, f); err != nil {
		return "", fmt.Errorf("fill phrase: %w", err)
	}
	return b.String(), nil
}

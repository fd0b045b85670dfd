package org

import "fmt"

// Problem is one mistake in an organisation's folder and what to do about it.
type Problem struct {
	File   string // inside the folder
	Line   int    // from 1; 0 where the whole file is meant
	What   string
	Remedy string
}

// Error says where the mistake is, what it is and what to do, on one line.
func (p Problem) Error() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s — %s", p.File, p.What, p.Remedy)
	}
	return fmt.Sprintf("%s:%d: %s — %s", p.File, p.Line, p.What, p.Remedy)
}

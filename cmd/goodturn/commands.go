package main

import (
	"io"

	"github.com/alecthomas/kong"
)

// commands are all that the program can do: a file of this folder for each.
func commands() []kong.Option {
	return []kong.Option{
		kong.DynamicCommand("demo", "Show Goodturn on a page of this computer, with nothing to set up.", "", &demo{}),
		kong.DynamicCommand("chat", "Text with Goodturn from one phone, here in the terminal.", "", &chat{}),
		kong.DynamicCommand("serve", "Serve an organisation, for real.", "", &serve{}),
		kong.DynamicCommand("backup", "Copy a store to a file while it is being served.", "", &backup{}),
		kong.DynamicCommand("restore", "Fill an empty store from such a file.", "", &restore{}),
		kong.DynamicCommand("store", "Copy or verify a whole store.", "", &store{}),
		kong.DynamicCommand("check", "Read an organisation's folder and name every mistake.", "", &check{}),
		kong.DynamicCommand("flows", "List the conversations, or show one: its table and its diagram.", "", &flows{}),
		kong.DynamicCommand("hear", "Say what texts are understood to mean: one a line, alone or after what was asked and a tab.", "", &hear{}),
		kong.DynamicCommand("surge", "Sign many people up at once, with a pretend Twilio and Slack, and say how fast this machine is.", "", &surgeCommand{}),
		kong.DynamicCommand("version", "Say which version this is.", "", &showVersion{}),
	}
}

// terminal is where a command reads and writes.
type terminal struct {
	in       io.Reader
	out, err io.Writer
}

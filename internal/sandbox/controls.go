package sandbox

import (
	"slices"
	"strings"
)

// Control is something in a message or a modal that a person can press, choose
// or fill in.
type Control struct {
	BlockID, ActionID string
	Type              string // the element's: button, static_select, plain_text_input…
	// Label is a button's words, or the label of the input block that it fills.
	Label             string
	Hint, Placeholder string
	// Value is a button's value, or what an input holds now; several choices
	// stand on a line each.
	Value                string
	Style                string // primary, danger or none, of a button
	URL                  string
	Options              []Option
	Input                bool // it stands in an input block, and is sent by Submit
	Optional             bool
	Multiline            bool
	Dispatch             bool // an input that also acts when it is changed
	Confirm              *Confirm
	MinLength, MaxLength int // of a text input; MaxLength 0 is none
	// Problem is what the application or Slack found wrong with what was filled in.
	Problem string
}

// Option is one choice of a control.
type Option struct{ Label, Value, Description string }

// Confirm is what Slack asks before a press counts.
type Confirm struct{ Title, Text, Yes, No string }

// Key names the control where an action id alone would not: "block/action".
func (c Control) Key() string { return c.BlockID + "/" + c.ActionID }

// named tells whether a person may mean the control by name: its action id, its
// key, its block's id or its label.
func (c Control) named(name string) bool {
	return name == c.ActionID || name == c.Key() || name == c.BlockID || name == c.Label
}

// Controls lists what a person can use in blocks, in order.
func Controls(blocks []Block) []Control {
	var found []Control
	for _, b := range blocks {
		id := TextAt(b, "block_id")
		switch TextAt(b, "type") {
		case "section":
			if e := ObjectAt(b, "accessory"); e != nil && TextAt(e, "type") != "image" {
				c := control(id, e)
				if c.Label == "" {
					c.Label = TextAt(ObjectAt(b, "text"), "text")
				}
				found = append(found, c)
			}
		case "actions":
			for _, e := range ObjectsAt(b, "elements") {
				found = append(found, control(id, e))
			}
		case "input":
			e := ObjectAt(b, "element")
			if e == nil {
				continue
			}
			c := control(id, e)
			c.Input, c.Label = true, TextAt(ObjectAt(b, "label"), "text")
			c.Hint = TextAt(ObjectAt(b, "hint"), "text")
			c.Optional, c.Dispatch = b["optional"] == true, b["dispatch_action"] == true
			found = append(found, c)
		}
	}
	return found
}

// Buttons lists the buttons in blocks, in order.
func Buttons(blocks []Block) []Control {
	return slices.DeleteFunc(Controls(blocks), func(c Control) bool { return c.Type != "button" })
}

func control(blockID string, e map[string]any) Control {
	c := Control{
		BlockID: blockID, ActionID: TextAt(e, "action_id"), Type: TextAt(e, "type"),
		Label: TextAt(ObjectAt(e, "text"), "text"), Placeholder: TextAt(ObjectAt(e, "placeholder"), "text"),
		Value: TextAt(e, "value"), Style: TextAt(e, "style"), URL: TextAt(e, "url"),
		Multiline: e["multiline"] == true,
	}
	minimum, _ := e["min_length"].(float64)
	maximum, _ := e["max_length"].(float64)
	c.MinLength, c.MaxLength = int(minimum), int(maximum)
	if c.Type != "button" {
		c.Value = stateText(initialState(e))
	}
	for _, o := range optionsOf(e) {
		c.Options = append(c.Options, Option{
			Label: TextAt(ObjectAt(o, "text"), "text"), Value: TextAt(o, "value"),
			Description: TextAt(ObjectAt(o, "description"), "text"),
		})
	}
	if q := ObjectAt(e, "confirm"); q != nil {
		c.Confirm = &Confirm{
			Title: TextAt(ObjectAt(q, "title"), "text"), Text: TextAt(ObjectAt(q, "text"), "text"),
			Yes: TextAt(ObjectAt(q, "confirm"), "text"), No: TextAt(ObjectAt(q, "deny"), "text"),
		}
	}
	return c
}

// Flatten renders blocks as plain text: a line for each text, buttons in
// brackets, inputs by their label.
func Flatten(blocks []Block) string {
	var lines []string
	add := func(s string) {
		if s != "" {
			lines = append(lines, s)
		}
	}
	for _, b := range blocks {
		switch TextAt(b, "type") {
		case "section":
			add(TextAt(ObjectAt(b, "text"), "text"))
			for _, f := range ObjectsAt(b, "fields") {
				add(TextAt(f, "text"))
			}
			if e := ObjectAt(b, "accessory"); e != nil {
				add(flatElement(e))
			}
		case "header":
			add(TextAt(ObjectAt(b, "text"), "text"))
		case "markdown":
			add(TextAt(b, "text"))
		case "context":
			var parts []string
			for _, e := range ObjectsAt(b, "elements") {
				parts = append(parts, flatElement(e))
			}
			add(strings.Join(parts, " "))
		case "actions":
			var parts []string
			for _, e := range ObjectsAt(b, "elements") {
				parts = append(parts, flatElement(e))
			}
			add(strings.Join(parts, " "))
		case "input":
			add(TextAt(ObjectAt(b, "label"), "text") + ": " + flatElement(ObjectAt(b, "element")))
		case "image", "video":
			add(TextAt(b, "alt_text"))
		case "divider":
			add("---")
		case "rich_text":
			add(flatRichText(b))
		}
	}
	return unescape(strings.Join(lines, "\n"))
}

func flatElement(e map[string]any) string {
	switch TextAt(e, "type") {
	case "plain_text", "mrkdwn":
		return TextAt(e, "text")
	case "image":
		return TextAt(e, "alt_text")
	case "button", "workflow_button":
		return "[" + TextAt(ObjectAt(e, "text"), "text") + "]"
	case "overflow":
		var words []string
		for _, o := range optionsOf(e) {
			words = append(words, TextAt(ObjectAt(o, "text"), "text"))
		}
		return "[… " + strings.Join(words, " | ") + "]"
	}
	if value := stateText(initialState(e)); value != "" {
		return "[" + value + "]"
	}
	return "[" + TextAt(ObjectAt(e, "placeholder"), "text") + "]"
}

func flatRichText(b Block) string {
	var out strings.Builder
	var walk func(o map[string]any)
	walk = func(o map[string]any) {
		switch TextAt(o, "type") {
		case "user":
			out.WriteString("<@" + TextAt(o, "user_id") + ">")
		case "emoji":
			out.WriteString(":" + TextAt(o, "name") + ":")
		case "link":
			if TextAt(o, "text") == "" {
				out.WriteString(TextAt(o, "url"))
			}
		}
		out.WriteString(TextAt(o, "text"))
		for _, e := range ObjectsAt(o, "elements") {
			walk(e)
		}
	}
	walk(b)
	return out.String()
}

// TextAt is a string in an object of Block Kit, or "".
func TextAt(o map[string]any, key string) string {
	s, _ := o[key].(string)
	return s
}

// ObjectAt is an object in another, or nil.
func ObjectAt(o map[string]any, key string) map[string]any {
	v, _ := o[key].(map[string]any)
	return v
}

// ObjectsAt are the objects of a list in another.
func ObjectsAt(o map[string]any, key string) []map[string]any {
	items, _ := o[key].([]any)
	var found []map[string]any
	for _, it := range items {
		if m, ok := it.(map[string]any); ok {
			found = append(found, m)
		}
	}
	return found
}

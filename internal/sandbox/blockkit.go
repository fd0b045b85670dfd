package sandbox

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Block is a Block Kit block as it stands in JSON.
type Block = map[string]any

// Limits of Block Kit, in characters or items.
const (
	maxMessageBlocks = 50
	maxViewBlocks    = 100
	maxText          = 3000
	maxID            = 255
	maxURL           = 3000
	maxValue         = 2000
	maxOptions       = 100
	maxMetadata      = 3000
	maxViewBytes     = 250_000
	maxViewDepth     = 3
	maxMarkdown      = 12_000
)

// blockCheck gathers what Slack would refuse in one message or view.
type blockCheck struct {
	problems []string
	blockIDs map[string]bool
	focused  bool
	inputs   []string
	markdown int
}

func (c *blockCheck) fail(pointer, format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...)+" [json-pointer:"+pointer+"]")
}

// rule checks one value, which stands at a JSON pointer.
type rule func(c *blockCheck, pointer string, v any)

// field is a property that a block, an element or an object may have.
type field struct {
	name     string
	required bool
	rule     rule
}

func must(name string, r rule) field { return field{name, true, r} }
func may(name string, r rule) field  { return field{name, false, r} }

// object checks an object's properties: none missing, none unknown, each by its rule.
func (c *blockCheck) object(pointer string, v any, fields []field, known ...string) bool {
	o, ok := v.(map[string]any)
	if !ok {
		c.fail(pointer, "must provide an object")
		return false
	}
	for _, f := range fields {
		value, present := o[f.name]
		if !present || value == nil {
			if f.required {
				c.fail(pointer, "missing required field: %s", f.name)
			}
			continue
		}
		f.rule(c, pointer+"/"+f.name, value)
	}
	names := make([]string, 0, len(o))
	for name := range o {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if !slices.Contains(known, name) && !slices.ContainsFunc(fields, func(f field) bool { return f.name == name }) {
			c.fail(pointer, "invalid additional property: %s", name)
		}
	}
	return true
}

func length(c *blockCheck, pointer, s string, least, most int) {
	n := utf8.RuneCountInString(s)
	if n < least {
		c.fail(pointer, "must be more than %d characters", least-1)
	}
	if n > most {
		c.fail(pointer, "must be less than %d characters", most+1)
	}
}

func str(least, most int) rule {
	return func(c *blockCheck, pointer string, v any) {
		s, ok := v.(string)
		if !ok {
			c.fail(pointer, "must be a string")
			return
		}
		length(c, pointer, s, least, most)
	}
}

func matching(pattern, want string) rule {
	re := regexp.MustCompile(pattern)
	return func(c *blockCheck, pointer string, v any) {
		if s, ok := v.(string); !ok || !re.MatchString(s) {
			c.fail(pointer, "%s", want)
		}
	}
}

func oneOf(values ...string) rule {
	return func(c *blockCheck, pointer string, v any) {
		if s, ok := v.(string); !ok || !slices.Contains(values, s) {
			c.fail(pointer, "must be a valid enum value")
		}
	}
}

func boolean(c *blockCheck, pointer string, v any) {
	if _, ok := v.(bool); !ok {
		c.fail(pointer, "must be a boolean")
	}
}

func whole(least, most float64) rule {
	return func(c *blockCheck, pointer string, v any) {
		n, ok := v.(float64)
		if !ok || n != float64(int64(n)) {
			c.fail(pointer, "must be an integer")
			return
		}
		if n < least {
			c.fail(pointer, "must be greater than or equal to %d", int64(least))
		}
		if n > most {
			c.fail(pointer, "must be less than or equal to %d", int64(most))
		}
	}
}

func list(least, most int, item rule) rule {
	return func(c *blockCheck, pointer string, v any) {
		items, ok := v.([]any)
		if !ok {
			c.fail(pointer, "must provide an array")
			return
		}
		if len(items) < least {
			c.fail(pointer, "no less than %d items allowed", least)
		}
		if len(items) > most {
			c.fail(pointer, "no more than %d items allowed", most)
		}
		for i, it := range items {
			item(c, pointer+"/"+strconv.Itoa(i), it)
		}
	}
}

// text checks a text object of one of the kinds.
func text(most int, kinds ...string) rule {
	return func(c *blockCheck, pointer string, v any) {
		fields := []field{must("type", oneOf(kinds...)), must("text", str(1, most))}
		if o, ok := v.(map[string]any); ok && o["type"] == "mrkdwn" {
			c.object(pointer, v, append(fields, may("verbatim", boolean)))
			return
		}
		c.object(pointer, v, append(fields, may("emoji", boolean)))
	}
}

func plain(most int) rule { return text(most, "plain_text") }
func rich(most int) rule  { return text(most, "plain_text", "mrkdwn") }

func confirm(c *blockCheck, pointer string, v any) {
	c.object(pointer, v, []field{
		must("title", plain(100)), must("text", rich(300)), must("confirm", plain(30)),
		may("deny", plain(30)), may("style", oneOf("primary", "danger")),
	})
}

// option checks an option object; words is the rule of its text.
func option(words, description rule) rule {
	return func(c *blockCheck, pointer string, v any) {
		c.object(pointer, v, []field{
			must("text", words), must("value", str(1, 150)),
			may("description", description), may("url", str(1, maxURL)),
		})
	}
}

func group(c *blockCheck, pointer string, v any) {
	c.object(pointer, v, []field{
		must("label", plain(75)), must("options", list(1, maxOptions, option(plain(75), plain(75)))),
	})
}

// element checks an element that must be of one of the types.
func element(types ...string) rule {
	return func(c *blockCheck, pointer string, v any) {
		o, _ := v.(map[string]any)
		kind, _ := o["type"].(string)
		if o != nil && kind == "" {
			c.fail(pointer, "missing required field: type")
			return
		}
		fields, known := elementFields[kind]
		if o != nil && (!known || !slices.Contains(types, kind)) {
			c.fail(pointer+"/type", "unsupported type: %s", kind)
			return
		}
		if !c.object(pointer, v, fields, "type") {
			return
		}
		c.initial(pointer, o)
		if o["focus_on_load"] == true {
			if c.focused {
				c.fail(pointer+"/focus_on_load", "only one element may have focus_on_load")
			}
			c.focused = true
		}
	}
}

// initial checks what spans properties of an element with options.
func (c *blockCheck) initial(pointer string, o map[string]any) {
	kind, _ := o["type"].(string)
	if kind == "static_select" || kind == "multi_static_select" {
		_, options := o["options"].([]any)
		_, groups := o["option_groups"].([]any)
		if options == groups {
			c.fail(pointer, "must define either `options` or `option_groups`, and not both")
		}
	}
	if !strings.Contains(kind, "static_select") && kind != "radio_buttons" && kind != "checkboxes" {
		return
	}
	offered := optionsOf(o)
	chosen, _ := o["initial_options"].([]any)
	if one := o["initial_option"]; one != nil {
		chosen = append(chosen, one)
	}
	for _, one := range chosen {
		want, _ := json.Marshal(one)
		if !slices.ContainsFunc(offered, func(have map[string]any) bool {
			b, _ := json.Marshal(have)
			return string(b) == string(want)
		}) {
			c.fail(pointer+"/initial_option", "must match one of the provided options")
		}
	}
}

// optionsOf lists the options of an element, those in groups too.
func optionsOf(o map[string]any) []map[string]any {
	var found []map[string]any
	collect := func(v any) {
		items, _ := v.([]any)
		for _, it := range items {
			if option, ok := it.(map[string]any); ok {
				found = append(found, option)
			}
		}
	}
	collect(o["options"])
	groups, _ := o["option_groups"].([]any)
	for _, g := range groups {
		if g, ok := g.(map[string]any); ok {
			collect(g["options"])
		}
	}
	return found
}

// block checks one block at a pointer.
func (c *blockCheck) block(pointer string, v any) {
	b, ok := v.(map[string]any)
	if !ok {
		c.fail(pointer, "must provide an object")
		return
	}
	kind, _ := b["type"].(string)
	if kind == "" {
		c.fail(pointer, "missing required field: type")
		return
	}
	fields, known := blockFields[kind]
	if !known {
		c.fail(pointer+"/type", "unsupported type: %s", kind)
		return
	}
	c.object(pointer, b, fields, "type")
	if id, _ := b["block_id"].(string); id != "" {
		if c.blockIDs[id] {
			c.fail(pointer+"/block_id", "`block_id` already exists: %s", id)
		}
		c.blockIDs[id] = true
	}
	switch kind {
	case "section":
		if b["text"] == nil && b["fields"] == nil {
			c.fail(pointer, "missing required field: text")
		}
	case "image":
		if (b["image_url"] == nil) == (b["slack_file"] == nil) {
			c.fail(pointer, "must define either `image_url` or `slack_file`")
		}
	case "input":
		c.inputs = append(c.inputs, pointer+"/input")
	case "markdown":
		words, _ := b["text"].(string)
		if c.markdown += utf8.RuneCountInString(words); c.markdown > maxMarkdown {
			c.fail(pointer+"/text", "must be less than %d characters", maxMarkdown+1)
		}
	}
	c.actionIDs(pointer, b)
}

// actionIDs checks that no two elements of a block share an action_id.
func (c *blockCheck) actionIDs(pointer string, b Block) {
	seen := map[string]bool{}
	elements, _ := b["elements"].([]any)
	for i, e := range elements {
		e, _ := e.(map[string]any)
		id, _ := e["action_id"].(string)
		if id == "" {
			continue
		}
		if seen[id] {
			c.fail(pointer+"/elements/"+strconv.Itoa(i)+"/action_id", "`action_id` already exists: %s", id)
		}
		seen[id] = true
	}
}

// CheckBlocks says what Slack would refuse in a message's blocks, each problem
// with its JSON pointer; none when they would be taken.
func CheckBlocks(blocks []Block) []string {
	c := &blockCheck{blockIDs: map[string]bool{}}
	c.blocks("/blocks", blocks, maxMessageBlocks)
	return c.problems
}

func (c *blockCheck) blocks(pointer string, blocks []Block, most int) {
	if len(blocks) > most {
		c.fail(pointer, "no more than %d items allowed", most)
	}
	for i, b := range blocks {
		c.block(pointer+"/"+strconv.Itoa(i), b)
	}
}

// CheckView says what Slack would refuse in a modal, each problem with its JSON pointer.
func CheckView(view map[string]any) []string {
	c := &blockCheck{blockIDs: map[string]bool{}}
	c.object("/view", view, []field{
		must("type", oneOf("modal")),
		must("title", plain(24)),
		must("blocks", func(c *blockCheck, pointer string, v any) {
			items, ok := v.([]any)
			if !ok {
				c.fail(pointer, "must provide an array")
				return
			}
			c.blocks(pointer, asBlocks(items), maxViewBlocks)
		}),
		may("close", plain(24)), may("submit", plain(24)),
		may("private_metadata", str(0, maxMetadata)), may("callback_id", str(0, maxID)),
		may("external_id", str(0, maxID)), may("clear_on_close", boolean),
		may("notify_on_close", boolean), may("submit_disabled", boolean),
	})
	if view["submit"] == nil {
		for _, pointer := range c.inputs {
			c.fail(pointer, "must define `submit` to use `input` block in modals")
		}
	}
	return c.problems
}

// asBlocks reads a JSON array as blocks; what is not an object becomes an empty one.
func asBlocks(items []any) []Block {
	blocks := make([]Block, len(items))
	for i, it := range items {
		blocks[i], _ = it.(map[string]any)
	}
	return blocks
}

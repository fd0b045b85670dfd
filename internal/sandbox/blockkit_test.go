package sandbox_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"github.com/goodturn/goodturn/internal/sandbox"
)

func long(n int) string { return strings.Repeat("x", n) }

// many repeats JSON n times, %d being its number.
func many(n int, item string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = strings.ReplaceAll(item, "%d", fmt.Sprint(i))
	}
	return "[" + strings.Join(parts, ",") + "]"
}

const (
	aButton = `{"type":"button","action_id":"a%d","text":{"type":"plain_text","text":"go"}}`
	aChoice = `{"text":{"type":"plain_text","text":"x"},"value":"v%d"}`
)

func TestBlockLimits(t *testing.T) {
	section := func(s string) string { return `[{"type":"section","text":{"type":"mrkdwn","text":"` + s + `"}}]` }
	header := func(s string) string { return `[{"type":"header","text":{"type":"plain_text","text":"` + s + `"}}]` }
	button := func(label, value string) string {
		return `[{"type":"actions","elements":[{"type":"button","action_id":"a","value":"` + value + `","text":{"type":"plain_text","text":"` + label + `"}}]}]`
	}
	menu := func(n int) string {
		return `[{"type":"section","text":{"type":"mrkdwn","text":"x"},"accessory":{"type":"static_select","action_id":"a","options":` + many(n, aChoice) + `}}]`
	}
	tests := []struct{ name, blocks, problem string }{
		{"section at its limit", section(long(3000)), ""},
		{"section over it", section(long(3001)), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"},
		{"empty section", section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"},
		{"section of nothing", `[{"type":"section"}]`, "missing required field: text [json-pointer:/blocks/0]"},
		{"header at its limit", header(long(150)), ""},
		{"header over it", header(long(151)), "must be less than 151 characters [json-pointer:/blocks/0/text/text]"},
		{"header in mrkdwn", `[{"type":"header","text":{"type":"mrkdwn","text":"x"}}]`, "must be a valid enum value [json-pointer:/blocks/0/text/type]"},
		{"button at its limits", button(long(75), long(2000)), ""},
		{"button's words over", button(long(76), ""), "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"},
		{"button's value over", button("x", long(2001)), "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]"},
		{"50 blocks", many(50, `{"type":"divider"}`), ""},
		{"51 blocks", many(51, `{"type":"divider"}`), "no more than 50 items allowed [json-pointer:/blocks]"},
		{"25 elements", `[{"type":"actions","elements":` + many(25, aButton) + `}]`, ""},
		{"26 elements", `[{"type":"actions","elements":` + many(26, aButton) + `}]`, "no more than 25 items allowed [json-pointer:/blocks/0/elements]"},
		{"no elements", `[{"type":"actions","elements":[]}]`, "no less than 1 items allowed [json-pointer:/blocks/0/elements]"},
		{"100 options", menu(100), ""},
		{"101 options", menu(101), "no more than 100 items allowed [json-pointer:/blocks/0/accessory/options]"},
		{"10 fields", `[{"type":"section","fields":` + many(10, `{"type":"mrkdwn","text":"x"}`) + `}]`, ""},
		{"11 fields", `[{"type":"section","fields":` + many(11, `{"type":"mrkdwn","text":"x"}`) + `}]`, "no more than 10 items allowed [json-pointer:/blocks/0/fields]"},
		{"same action twice in a block", `[{"type":"actions","elements":` + many(2, strings.ReplaceAll(aButton, "%d", "")) + `}]`, "`action_id` already exists: a [json-pointer:/blocks/0/elements/1/action_id]"},
		{"same action in two blocks", many(2, `{"type":"actions","elements":`+many(1, strings.ReplaceAll(aButton, "%d", ""))+`}`), ""},
		{"same block id twice", many(2, `{"type":"divider","block_id":"b"}`), "`block_id` already exists: b [json-pointer:/blocks/1/block_id]"},
		{"unknown block", `[{"type":"banner"}]`, "unsupported type: banner [json-pointer:/blocks/0/type]"},
		{"unknown element", `[{"type":"actions","elements":[{"type":"knob"}]}]`, "unsupported type: knob [json-pointer:/blocks/0/elements/0/type]"},
		{"text input among buttons", `[{"type":"actions","elements":[{"type":"plain_text_input"}]}]`, "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]"},
		{"unknown property", `[{"type":"actions","elements":[{"type":"button","disabled":true,"text":{"type":"plain_text","text":"x"}}]}]`, "invalid additional property: disabled [json-pointer:/blocks/0/elements/0]"},
		{"unknown style", `[{"type":"actions","elements":[{"type":"button","style":"loud","text":{"type":"plain_text","text":"x"}}]}]`, "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]"},
		{"input without label", `[{"type":"input","element":{"type":"plain_text_input"}}]`, "missing required field: label [json-pointer:/blocks/0]"},
		{"image without words", `[{"type":"image","image_url":"https://a.example/x.png"}]`, "missing required field: alt_text [json-pointer:/blocks/0]"},
		{"six in an overflow", `[{"type":"section","text":{"type":"mrkdwn","text":"x"},"accessory":{"type":"overflow","options":` + many(6, aChoice) + `}}]`, "no more than 5 items allowed [json-pointer:/blocks/0/accessory/options]"},
		{"first choice not among them", `[{"type":"section","text":{"type":"mrkdwn","text":"x"},"accessory":{"type":"radio_buttons","initial_option":` + strings.ReplaceAll(aChoice, "%d", "9") + `,"options":` + many(2, aChoice) + `}}]`, "must match one of the provided options [json-pointer:/blocks/0/accessory/initial_option]"},
		{"text as a string", `[{"type":"section","text":"hello"}]`, "must provide an object [json-pointer:/blocks/0/text]"},
		{"eleven in a context", `[{"type":"context","elements":` + many(11, `{"type":"mrkdwn","text":"x"}`) + `}]`, "no more than 10 items allowed [json-pointer:/blocks/0/elements]"},
		{"bad date", `[{"type":"section","text":{"type":"mrkdwn","text":"x"},"accessory":{"type":"datepicker","initial_date":"14/3/26"}}]`, "must be a date of the form YYYY-MM-DD [json-pointer:/blocks/0/accessory/initial_date]"},
	}
	for _, tt := range tests {
		var blocks []sandbox.Block
		if err := json.Unmarshal([]byte(tt.blocks), &blocks); err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		got := sandbox.CheckBlocks(blocks)
		if tt.problem == "" && len(got) > 0 || tt.problem != "" && !slices.Equal(got, []string{tt.problem}) {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, got, tt.problem)
		}
	}
}

func TestViewLimits(t *testing.T) {
	_, client, a, _ := opened(t)
	trigger := a.commands[0].TriggerID // validation comes before the trigger
	tests := map[string]struct {
		change        func(*slack.ModalViewRequest)
		code, problem string
	}{
		"title over 24": {func(v *slack.ModalViewRequest) { v.Title = plainText(long(25)) }, "invalid_arguments", "must be less than 25 characters [json-pointer:/view/title/text]"},
		"no title":      {func(v *slack.ModalViewRequest) { v.Title = nil }, "invalid_arguments", "missing required field: title [json-pointer:/view]"},
		"metadata over": {func(v *slack.ModalViewRequest) { v.PrivateMetadata = long(3001) }, "invalid_arguments", "must be less than 3001 characters [json-pointer:/view/private_metadata]"},
		"no submit":     {func(v *slack.ModalViewRequest) { v.Submit = nil; v.Blocks.BlockSet = v.Blocks.BlockSet[1:2] }, "invalid_arguments", "must define `submit` to use `input` block in modals [json-pointer:/view/blocks/0/input]"},
		"a block over":  {func(v *slack.ModalViewRequest) { v.Blocks.BlockSet[0] = slack.NewHeaderBlock(plainText(long(151))) }, "invalid_arguments", "must be less than 151 characters [json-pointer:/view/blocks/0/text/text]"},
		"callback over": {func(v *slack.ModalViewRequest) { v.CallbackID = long(256) }, "invalid_arguments", "must be less than 256 characters [json-pointer:/view/callback_id]"},
		"101 blocks": {func(v *slack.ModalViewRequest) {
			v.Blocks.BlockSet = slices.Repeat([]slack.Block{slack.NewDividerBlock()}, 101)
		}, "invalid_arguments", "no more than 100 items allowed [json-pointer:/view/blocks]"},
		"250 kB": {func(v *slack.ModalViewRequest) {
			v.Blocks.BlockSet = slices.Repeat([]slack.Block{slack.NewSectionBlock(mrkdwn(long(2900)), nil, nil)}, 90)
		}, "view_too_large", ""},
		"all in order": {func(*slack.ModalViewRequest) {}, "exchanged_trigger_id", ""},
	}
	for name, tt := range tests {
		v := taskForm()
		tt.change(&v)
		_, err := client.OpenView(trigger, v)
		var e slack.SlackErrorResponse
		if !errors.As(err, &e) || e.Err != tt.code {
			t.Errorf("%s: %v, want %s", name, err, tt.code)
			continue
		}
		if tt.problem != "" && !slices.Equal(e.ResponseMetadata.Messages, []string{"[ERROR] " + tt.problem}) {
			t.Errorf("%s: %q, want %q", name, e.ResponseMetadata.Messages, tt.problem)
		}
	}
}

func TestFlatten(t *testing.T) {
	blocks := `[
	 {"type":"header","text":{"type":"plain_text","text":"To triage"}},
	 {"type":"section","text":{"type":"mrkdwn","text":"a &lt;b&gt; &amp; c"},"accessory":{"type":"overflow","options":[` + aChoice + `]}},
	 {"type":"divider"},
	 {"type":"context","elements":[{"type":"image","image_url":"x","alt_text":"clock"},{"type":"mrkdwn","text":"by 4pm"}]},
	 {"type":"input","label":{"type":"plain_text","text":"Why"},"element":{"type":"plain_text_input","initial_value":"because"}}
	]`
	var list []sandbox.Block
	if err := json.Unmarshal([]byte(blocks), &list); err != nil {
		t.Fatal(err)
	}
	want := "To triage\na <b> & c\n[… x]\n---\nclock by 4pm\nWhy: [because]"
	if got := sandbox.Flatten(list); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

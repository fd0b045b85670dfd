package slack

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	slackapi "github.com/slack-go/slack"
	"pgregory.net/rapid"

	"github.com/goodturn/goodturn/internal/desk"
)

// drawn is a card or a form as it goes over the wire.
func drawn(t testing.TB, blocks any) []map[string]any {
	t.Helper()
	raw, err := json.Marshal(blocks)
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]any
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// texts returns the text objects anywhere in what was drawn, in order.
func texts(v any) (out []map[string]any) {
	switch v := v.(type) {
	case []map[string]any:
		for _, x := range v {
			out = append(out, texts(x)...)
		}
	case []any:
		for _, x := range v {
			out = append(out, texts(x)...)
		}
	case map[string]any:
		if s, ok := v["text"].(string); ok && (v["type"] == "mrkdwn" || v["type"] == "plain_text") {
			return []map[string]any{{"type": v["type"], "text": s, "verbatim": v["verbatim"]}}
		}
		for _, k := range []string{"text", "elements", "title", "confirm", "deny", "label", "hint", "element", "options"} {
			out = append(out, texts(v[k])...)
		}
	}
	return out
}

func sections(blocks []map[string]any) (out []string) {
	for _, b := range blocks {
		if text, ok := b["text"].(map[string]any); ok && b["type"] == "section" {
			out = append(out, text["text"].(string))
		}
	}
	return out
}

func TestCardIsDrawn(t *testing.T) {
	got := drawn(t, blocks(desk.Card{
		First: "Pam, LS6: tablets by 4pm.\nIf nobody acts, she *waits*.", Lines: []string{"Boots", " ", "Knock & step back"},
		Quotes: []string{"no heating tho,\ni could see her breath"}, Small: []string{"Approved by Joe"},
		Buttons: []desk.Button{
			{Action: "approve", Label: "Approve", Style: "primary", Value: "d|"},
			{Action: "decline", Label: "Decline", Style: "danger", Value: "d|", Confirm: "Decline it?"},
			{Action: "approve", Label: "Approve for 2", Value: "d|2"},
		},
	}, "Back"))
	want := []string{"*Pam, LS6: tablets by 4pm. If nobody acts, she ∗waits∗.*", "Boots", "Knock &amp; step back", "> no heating tho,\n> i could see her breath"}
	if diff := cmp.Diff(want, sections(got)); diff != "" {
		t.Error(diff)
	}
	if kinds := []any{got[4]["type"], got[5]["type"]}; !cmp.Equal(kinds, []any{"context", "actions"}) {
		t.Errorf("got %v", kinds)
	}
	var ids, styles []any
	for _, e := range got[5]["elements"].([]any) {
		b := e.(map[string]any)
		ids, styles = append(ids, b["action_id"]), append(styles, b["style"])
	}
	if diff := cmp.Diff([]any{"approve", "decline", "approve#2"}, ids); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]any{"primary", "danger", nil}, styles); diff != "" {
		t.Error(diff)
	}
	confirm := got[5]["elements"].([]any)[1].(map[string]any)["confirm"].(map[string]any)
	if got := texts([]any{confirm}); len(got) != 4 || got[0]["text"] != "Decline it?" {
		t.Errorf("confirmation: %v", got)
	}
}

func TestSomebodysWordsPingNobody(t *testing.T) {
	for _, c := range []struct{ said, want string }{
		{"<!channel> help", "> &lt;!channel&gt; help"},
		{"<@U0JOE00001> now", "> &lt;@U0JOE00001&gt; now"},
		{"<https://bad.example|your bank>", "> &lt;https://bad.example|your bank&gt;"},
		{"&lt;!here&gt;", "> &amp;lt;!here&amp;gt;"},
		{"*bold* _as_ ~sent~", "> *bold* _as_ ~sent~"},
		{"one\r\ntwo\rthree\u2028four\vfive", "> one\n> two\n> three\n> four\n> five"},
		{"```\nfence", "> ```\n> fence"},
		{"broken \xff byte", "> broken \uFFFD byte"},
	} {
		card := desk.Card{First: c.said, Notice: c.said, Lines: []string{c.said}, Quotes: []string{c.said}, Small: []string{c.said}}
		got := drawn(t, blocks(card, "Back"))
		if quoted := sections(got)[2]; quoted != c.want {
			t.Errorf("%q: got %q, want %q", c.said, quoted, c.want)
		}
		for _, text := range texts(got) {
			if strings.ContainsAny(strings.TrimPrefix(strings.ReplaceAll(text["text"].(string), "\n> ", ""), "> "), "<>") {
				t.Errorf("%q: unescaped in %q", c.said, text["text"])
			}
			if text["verbatim"] != true {
				t.Errorf("%q: Slack may make links of %q", c.said, text["text"])
			}
		}
		if strings.ContainsAny(notice(card), "<>") {
			t.Errorf("%q: unescaped in the notice %q", c.said, notice(card))
		}
	}
}

// within checks what was drawn against Slack's limits, as Slack would.
func within(t interface{ Errorf(string, ...any) }, all []map[string]any, most int) {
	if len(all) > most {
		t.Errorf("%d blocks", len(all))
	}
	text := func(v any, what string, most int) {
		o, _ := v.(map[string]any)
		s, _ := o["text"].(string)
		if n := units(s); n == 0 || n > most || !utf8.ValidString(s) {
			t.Errorf("%s of %d characters", what, n)
		}
	}
	for _, b := range all {
		elements, _ := b["elements"].([]any)
		ids := map[any]bool{}
		switch b["type"] {
		case "section":
			text(b["text"], "section", 3000)
		case "context":
			if len(elements) == 0 || len(elements) > 10 {
				t.Errorf("a context of %d", len(elements))
			}
			for _, e := range elements {
				text(e, "context", 3000)
			}
		case "actions":
			if len(elements) == 0 || len(elements) > 25 {
				t.Errorf("%d buttons in a block", len(elements))
			}
			for _, e := range elements {
				e := e.(map[string]any)
				text(e["text"], "button", 75)
				value, _ := e["value"].(string)
				id, _ := e["action_id"].(string)
				if units(value) > 2000 || id == "" || units(id) > 255 || ids[id] {
					t.Errorf("a button %q with a value of %d", id, units(value))
				}
				ids[id] = true
				if c, ok := e["confirm"].(map[string]any); ok {
					text(c["title"], "confirm title", 100)
					text(c["text"], "confirm text", 300)
					text(c["confirm"], "confirm", 30)
					text(c["deny"], "deny", 30)
				}
			}
		case "input":
			text(b["label"], "label", 2000)
			if b["hint"] != nil {
				text(b["hint"], "hint", 2000)
			}
			e := b["element"].(map[string]any)
			options, _ := e["options"].([]any)
			if e["type"] == "static_select" && (len(options) == 0 || len(options) > 100) {
				t.Errorf("%d options", len(options))
			}
			for _, o := range options {
				o := o.(map[string]any)
				text(o["text"], "option", 75)
				if v, _ := o["value"].(string); v == "" || units(v) > 75 {
					t.Errorf("an option's value of %d", units(v))
				}
			}
			initial, _ := e["initial_value"].(string)
			if most, ok := e["max_length"].(float64); ok && (most > 3000 || units(initial) > int(most)) {
				t.Errorf("%d characters in a field of %v", units(initial), most)
			}
			if units(initial) > 3000 {
				t.Errorf("a field holds %d characters", units(initial))
			}
		default:
			t.Errorf("a block of type %v", b["type"])
		}
	}
}

// anyText draws texts that are long, empty, in other scripts, or broken.
func anyText() *rapid.Generator[string] {
	piece := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", " ", "&", "<!channel>", "\n", "👩‍👩‍👧", "ŵ", "\xff\xfe", "*", "> "}))
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Repeat(piece.Draw(t, "piece"), rapid.SampledFrom([]int{1, 1, 2, 80, 1500, 4000}).Draw(t, "times"))
	})
}

func TestAnyCardKeepsSlacksLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText()
		many := func(what string) []string {
			list := rapid.SliceOfN(text, 0, 4).Draw(t, what)
			out := list
			for range rapid.SampledFrom([]int{0, 0, 20}).Draw(t, what+" times") {
				out = append(out, list...)
			}
			return out
		}
		card := desk.Card{First: text.Draw(t, "first"), Notice: text.Draw(t, "notice"), Lines: many("lines"), Quotes: many("quotes"), Small: many("small")}
		for range rapid.SampledFrom([]int{0, 1, 3, 130}).Draw(t, "buttons") {
			card.Buttons = append(card.Buttons, desk.Button{
				Action: rapid.SampledFrom([]string{"approve", "decline", "", strings.Repeat("a", 300)}).Draw(t, "action"),
				Label:  text.Draw(t, "label"), Value: text.Draw(t, "value"), Confirm: text.Draw(t, "confirm"),
				Style: rapid.SampledFrom([]string{"", "primary", "danger", "odd"}).Draw(t, "style"),
			})
		}
		for _, v := range versions(addressed(card, "request/k3"), "Back") {
			raw, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			var all []map[string]any
			if err := json.Unmarshal(raw, &all); err != nil {
				t.Fatal(err)
			}
			within(t, all, 50)
			for _, m := range texts(all) {
				if m["type"] == "mrkdwn" && strings.Contains(m["text"].(string), "<") {
					t.Errorf("unescaped: %q", m["text"])
				}
			}
		}
		if n := notice(card); n == "" || units(n) > atMostNotice {
			t.Errorf("a notice of %d", units(n))
		}
	})
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		in      string
		n       int
		escaped bool
		want    string
	}{
		{"short", 5, false, "short"},
		{"longer", 5, false, "long…"},
		{"ŵŷŵŷ", 3, false, "ŵŷ…"},
		{"👍👍👍", 5, false, "👍👍…"}, // each is two units
		{"👍👍", 3, false, "👍…"},
		{"a&b", 7, true, "a&amp;b"},
		{"a&b", 6, true, "a…"}, // never half an entity
		{"", 3, false, ""},
	} {
		if got := shorten(c.in, c.n, c.escaped); got != c.want {
			t.Errorf("%q to %d: got %q, want %q", c.in, c.n, got, c.want)
		}
	}
}

func TestLongQuoteEndsInsideItsQuote(t *testing.T) {
	got := quote(strings.Repeat("cold\n", 2000))
	if units(got) > 3000 || !strings.HasSuffix(got, "…") {
		t.Errorf("%d units, ends %q", units(got), got[len(got)-8:])
	}
	for line := range strings.SplitSeq(got, "\n") {
		if !strings.HasPrefix(line, "> ") {
			t.Fatalf("a line outside the quote: %q", line)
		}
	}
}

func TestPlain(t *testing.T) {
	name := func(user string) string { return map[string]string{joe: "Joe"}[user] }
	for in, want := range map[string]string{
		"Good to talk &amp; &lt;3":                      "Good to talk & <3",
		"ask <@U0JOE00001> or <@U0ELSE|mary>":           "ask Joe or mary",
		"see <https://goodturn.example/p>":              "see https://goodturn.example/p",
		"see <https://goodturn.example/p|the page>":     "see the page https://goodturn.example/p",
		"<http://goodturn.example|goodturn.example>":    "http://goodturn.example",
		"<tel:07700900123|07700 900123>":                "07700 900123",
		"<mailto:joe@goodturn.example>":                 "joe@goodturn.example",
		"<#C0NORTH0001|north> <!here> <!subteam^S|@on>": "#north @here @on",
		":wave: Hi Pam :+1::skin-tone-3: at 10:30: ok":  "Hi Pam at 10:30: ok",
		"  1 < 2 > 0  ":                                 "1 < 2 > 0",
		"<@U0NOBODY>":                                   "",
	} {
		if got := plain(in, name); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestFormIsDrawn(t *testing.T) {
	v := view(desk.Modal{
		Action: "make", Document: "task/k1", Title: "A task that has a very long name", Send: "Make it", Cancel: "Leave", Intro: "For <everybody>",
		Inputs: []desk.Input{
			{ID: "what", Label: "What", Kind: desk.InputLine, AtMost: 10, Initial: "fill sandbags", Hint: "short"},
			{ID: "more", Label: "More", Kind: desk.InputText, Optional: true},
			{ID: "kind", Label: "Kind", Kind: desk.InputChoice, Initial: "b", Options: []desk.Option{{Value: "a", Label: "A"}, {Value: "b", Label: "B"}}},
			{ID: "none", Label: "Nothing to choose", Kind: desk.InputChoice},
			{ID: "day", Label: "Day", Kind: desk.InputDate, Initial: "2026-11-28"},
			{ID: "bad", Label: "Day", Kind: desk.InputDate, Initial: "Saturday"},
			{ID: "at", Label: "At", Kind: desk.InputTime, Initial: "10:00"},
			{ID: "n", Label: "How many", Kind: desk.InputNumber, Initial: "20"},
			{ID: "n", Label: "Twice", Kind: desk.InputNumber},
		},
	}, place{channel: hub, thread: "1.1"})
	if v.CallbackID != "make" || v.Title.Text != "A task that has a very …" || v.Submit.Text != "Make it" || v.Close.Text != "Leave" {
		t.Errorf("got %v %v %v %v", v.CallbackID, v.Title.Text, v.Submit.Text, v.Close.Text)
	}
	if v.PrivateMetadata != `{"document":"task/k1","channel":"C0NORTH0001","thread":"1.1"}` {
		t.Errorf("got %s", v.PrivateMetadata)
	}
	got := drawn(t, v.Blocks.BlockSet)
	within(t, got, 100)
	type input struct {
		ID, Type, Initial any
		Optional          bool
	}
	var inputs []input
	for _, b := range got[1:] {
		e := b["element"].(map[string]any)
		in := input{ID: b["block_id"], Type: e["type"]}
		in.Optional, _ = b["optional"].(bool)
		for _, k := range []string{"initial_value", "initial_date", "initial_time"} {
			if e[k] != nil {
				in.Initial = e[k]
			}
		}
		if o, ok := e["initial_option"].(map[string]any); ok {
			in.Initial = o["value"]
		}
		if e["action_id"] != "value" {
			t.Errorf("action_id %v", e["action_id"])
		}
		inputs = append(inputs, in)
	}
	want := []input{
		{"what", "plain_text_input", "fill sand…", false}, {"more", "plain_text_input", nil, true}, {"kind", "static_select", "b", false},
		{"day", "datepicker", "2026-11-28", false}, {"bad", "datepicker", nil, false}, {"at", "timepicker", "10:00", false}, {"n", "number_input", "20", false},
	}
	if diff := cmp.Diff(want, inputs); diff != "" {
		t.Error(diff)
	}
}

func TestAnyFormKeepsSlacksLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText()
		m := desk.Modal{Action: "make", Document: text.Draw(t, "document"), Title: text.Draw(t, "title"), Send: text.Draw(t, "send"), Cancel: text.Draw(t, "cancel"), Intro: text.Draw(t, "intro")}
		kinds := []desk.InputKind{desk.InputLine, desk.InputText, desk.InputChoice, desk.InputDate, desk.InputTime, desk.InputNumber, "odd"}
		for i := range rapid.SampledFrom([]int{0, 1, 5, 120}).Draw(t, "inputs") {
			in := desk.Input{ID: strings.Repeat("x", i), Label: text.Draw(t, "label"), Hint: text.Draw(t, "hint"), Initial: text.Draw(t, "initial"),
				Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), AtMost: rapid.IntRange(-1, 5000).Draw(t, "at most")}
			for range rapid.SampledFrom([]int{0, 1, 130}).Draw(t, "options") {
				in.Options = append(in.Options, desk.Option{Value: rapid.SampledFrom([]string{"", "a", strings.Repeat("v", 80)}).Draw(t, "value"), Label: "Ŵ"})
			}
			m.Inputs = append(m.Inputs, in)
		}
		v := view(m, place{channel: hub})
		raw, err := json.Marshal(v.Blocks.BlockSet)
		if err != nil {
			t.Fatal(err)
		}
		var all []map[string]any
		if err := json.Unmarshal(raw, &all); err != nil {
			t.Fatal(err)
		}
		within(t, all, 100)
		for _, o := range []*slackapi.TextBlockObject{v.Title, v.Submit, v.Close} {
			if o != nil && (o.Text == "" || units(o.Text) > 24) {
				t.Errorf("%q", o.Text)
			}
		}
		if units(v.PrivateMetadata) > 3000 {
			t.Errorf("%d of metadata", units(v.PrivateMetadata))
		}
		if !slackapi.ValidateUniqueBlockID(v) {
			t.Error("two fields with one id")
		}
	})
}

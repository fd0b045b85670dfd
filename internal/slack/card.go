package slack

import (
	"strconv"
	"strings"

	slackapi "github.com/slack-go/slack"

	"github.com/goodturn/goodturn/internal/desk"
)

// Bounds of a card beyond Slack's own: nobody reads more on one card.
const (
	mostActionBlocks = 4
	mostSmallBlocks  = 3
	mostBody         = 12000 // units of lines and quotes together
)

// blocks draws a card within Slack's limits, whatever the card holds.
func blocks(c desk.Card, back string) []slackapi.Block {
	first := c.First
	if strings.TrimSpace(first) == "" {
		first = c.Notice
	}
	var out []slackapi.Block
	if strings.TrimSpace(first) != "" {
		out = append(out, section(heading(first)))
	}
	small, actions := smallPrint(c.Small), buttons(c.Buttons, back)
	var body []string
	for _, l := range c.Lines {
		if strings.TrimSpace(l) != "" {
			body = append(body, escape(l, atMostText))
		}
	}
	for _, q := range c.Quotes {
		if strings.TrimSpace(q) != "" {
			body = append(body, quote(q))
		}
	}
	room, left := atMostBlocks-1-len(small)-len(actions), mostBody
	for i, text := range body {
		if i == room-1 && len(body) > room || left < units(text) {
			out = append(out, section(ellipsis))
			break
		}
		left -= units(text)
		out = append(out, section(text))
	}
	out = append(out, small...)
	return append(out, actions...)
}

func section(markup string) slackapi.Block {
	return slackapi.NewSectionBlock(written(markup), nil, nil)
}

// written is a text of Slack's markup in which addresses and names stay words.
func written(markup string) *slackapi.TextBlockObject {
	return slackapi.NewTextBlockObject(slackapi.MarkdownType, markup, false, true)
}

// label is a text that Slack shows as it is.
func label(s string, n int) *slackapi.TextBlockObject {
	if strings.TrimSpace(s) == "" {
		s = ellipsis
	}
	return slackapi.NewTextBlockObject(slackapi.PlainTextType, cut(s, n), true, false)
}

func smallPrint(lines []string) []slackapi.Block {
	var elements []slackapi.MixedElement
	for _, l := range lines {
		if strings.TrimSpace(l) == "" {
			continue
		}
		if len(elements) == mostSmallBlocks*atMostSmall-1 {
			elements = append(elements, written(ellipsis))
			break
		}
		elements = append(elements, written(escape(l, atMostText)))
	}
	var out []slackapi.Block
	for len(elements) > 0 {
		n := min(len(elements), atMostSmall)
		out = append(out, slackapi.NewContextBlock("", elements[:n]...))
		elements = elements[n:]
	}
	return out
}

// buttons draws what can be tapped. A button whose value Slack would not carry
// whole is left out: a cut value would mean something else.
func buttons(all []desk.Button, back string) []slackapi.Block {
	var elements []slackapi.BlockElement
	seen := map[string]int{}
	for _, b := range all {
		if b.Action == "" || len(elements) == mostActionBlocks*atMostElements || units(b.Value) > atMostValue || units(b.Action) > atMostAction-4 {
			continue
		}
		// An action's id must be its own within the block.
		seen[b.Action]++
		id := b.Action
		if n := seen[b.Action]; n > 1 {
			id += actionCount + strconv.Itoa(n)
		}
		e := slackapi.NewButtonBlockElement(id, b.Value, label(b.Label, atMostLabel))
		switch b.Style {
		case "primary":
			e.WithStyle(slackapi.StylePrimary)
		case "danger":
			e.WithStyle(slackapi.StyleDanger)
		}
		if b.Confirm != "" {
			e.WithConfirm(slackapi.NewConfirmationBlockObject(
				label(b.Label, 100), label(b.Confirm, atMostConfirm), label(b.Label, 30), label(back, 30)))
		}
		elements = append(elements, e)
	}
	var out []slackapi.Block
	for len(elements) > 0 {
		n := min(len(elements), atMostElements)
		out = append(out, slackapi.NewActionBlock("", elements[:n]...))
		elements = elements[n:]
	}
	return out
}

// actionCount stands before the number of a button whose action another button
// of the card has too.
const actionCount = "#"

// addressed gives each button's value the document that it is for.
func addressed(c desk.Card, document string) desk.Card {
	all := make([]desk.Button, len(c.Buttons))
	for i, b := range c.Buttons {
		b.Value = document + "|" + b.Value
		all[i] = b
	}
	c.Buttons = all
	return c
}

// notice is what a lock screen shows of a card.
func notice(c desk.Card) string {
	if s := strings.TrimSpace(c.Notice); s != "" {
		return escape(s, atMostNotice)
	}
	if s := strings.TrimSpace(c.First); s != "" {
		return escape(s, atMostNotice)
	}
	return ellipsis
}

// Bounds of a card that Slack would not take in full.
const shortFirst = 300

// versions are the ways to show a card, the fullest first: when Slack refuses
// one for its shape, the next is tried, so that a card is never lost.
func versions(c desk.Card, back string) [][]slackapi.Block {
	first := c.First
	if strings.TrimSpace(first) == "" {
		first = c.Notice
	}
	short := slackapi.NewSectionBlock(label(first, shortFirst), nil, nil)
	return [][]slackapi.Block{blocks(c, back), {short}, {}}
}

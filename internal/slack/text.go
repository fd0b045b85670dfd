package slack

import (
	"html"
	"regexp"
	"strings"
	"unicode/utf16"
)

// Slack's limits, in UTF-16 units (the strictest way to count characters).
const (
	atMostText      = 3000 // a text object
	atMostLabel     = 75   // a button's label, an option
	atMostValue     = 2000 // a button's value
	atMostAction    = 255  // action_id, block_id, callback_id
	atMostTitle     = 24   // a form's title and its two buttons
	atMostNotice    = 1000 // what a lock screen shows
	atMostSay       = 4000 // an ephemeral message
	atMostThread    = 12000
	atMostConfirm   = 300
	atMostBlocks    = 50
	atMostElements  = 25 // of an actions block
	atMostSmall     = 10 // elements of a context block
	atMostViewed    = 100
	atMostOptions   = 100
	atMostOption    = 75 // an option's value
	atMostMetadata  = 3000
	atMostFormLabel = 2000
)

const ellipsis = "…"

// units is a text's length as Slack's clients count it.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}

// cut shortens a text to n units, at a rune's boundary and with an ellipsis.
func cut(s string, n int) string { return shorten(clean(s), n, false) }

// escape makes a text safe to stand in Slack's markup and shortens it to n
// units: no "&", "<" or ">" of it means anything there.
func escape(s string, n int) string { return shorten(clean(s), n, true) }

// clean takes out broken bytes, and makes every kind of line end the same, so
// that no line of a quote can leave it.
func clean(s string) string {
	return lineEnds.Replace(strings.ToValidUTF8(s, "\uFFFD"))
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

func shorten(s string, n int, escaped bool) string {
	var b strings.Builder
	used, keep := 0, 0 // keep is where an ellipsis would still fit
	for _, r := range s {
		piece := string(r)
		if escaped {
			switch r {
			case '&':
				piece = "&amp;"
			case '<':
				piece = "&lt;"
			case '>':
				piece = "&gt;"
			}
		}
		size := units(piece)
		if used+size > n {
			return b.String()[:keep] + ellipsis
		}
		used += size
		b.WriteString(piece)
		if used <= n-1 {
			keep = b.Len()
		}
	}
	return b.String()
}

// heading makes a text one bold line: its own stars and line ends would break
// the bold.
func heading(s string) string {
	s = strings.Join(strings.Fields(strings.ReplaceAll(clean(s), "*", "∗")), " ")
	return "*" + escape(s, atMostText-2) + "*"
}

// quote sets somebody's own words apart, each line of them.
func quote(s string) string {
	lines := strings.Split(strings.TrimSpace(clean(s)), "\n")
	var b strings.Builder
	left := atMostText - len(ellipsis)
	for i, line := range lines {
		lead := "> "
		if i > 0 {
			lead = "\n> "
		}
		if left < len(lead)+2 {
			return b.String() + ellipsis
		}
		left -= len(lead)
		line = escape(line, left)
		left -= units(line)
		b.WriteString(lead + line)
	}
	return b.String()
}

var (
	toAll = regexp.MustCompile(`<!(?:here|channel|everyone|subteam\^)`)
	toOne = regexp.MustCompile(`^\s*<@([A-Za-z0-9]+)`)
	// faces are emoji as Slack writes them, which a phone would show as ":wave:".
	faces = regexp.MustCompile(`(?:^|\s)(?::[a-z+_-][a-z0-9+_'-]*:)+`)
)

var markup = regexp.MustCompile(`<([^<> ][^<>]*)>`)

// plain turns what somebody wrote in Slack into the text that they meant:
// mentions become names, links their address, escaped characters
// themselves, and emoji nothing.
func plain(s string, name func(user string) string) string {
	s = faces.ReplaceAllString(s, "")
	s = markup.ReplaceAllStringFunc(s, func(m string) string {
		body, label, labelled := strings.Cut(m[1:len(m)-1], "|")
		switch {
		case strings.HasPrefix(body, "@"):
			if n := name(body[1:]); n != "" {
				return n
			}
			return label
		case strings.HasPrefix(body, "#"):
			return "#" + label
		case strings.HasPrefix(body, "!"):
			if labelled {
				return label
			}
			return "@" + strings.TrimPrefix(body, "!")
		case strings.HasPrefix(body, "mailto:"), strings.HasPrefix(body, "tel:"):
			if labelled {
				return label
			}
			_, bare, _ := strings.Cut(body, ":")
			return bare
		case labelled && !strings.Contains(body, strings.TrimSuffix(label, "/")):
			return label + " " + body
		}
		return body
	})
	return strings.TrimSpace(html.UnescapeString(s))
}

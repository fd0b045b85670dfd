package page

import (
	"html"
	"html/template"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goodturn/goodturn/internal/sandbox"
)

// unescape undoes Slack's escaping of the three characters that its markup uses.
var unescape = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// plain is text as it is, with emoji for their names.
func plain(s string) template.HTML { return safe(breaks(html.EscapeString(emojis(s)))) }

func breaks(escaped string) string { return strings.ReplaceAll(escaped, "\n", "<br>") }

// object draws a text object.
func (v viewer) object(o map[string]any) template.HTML {
	if sandbox.TextAt(o, "type") == "mrkdwn" {
		return v.markup(sandbox.TextAt(o, "text"))
	}
	return plain(sandbox.TextAt(o, "text"))
}

// markup draws Slack's mrkdwn. Whatever it holds comes out as text, but for
// what the markup itself makes.
func (v viewer) markup(s string) template.HTML {
	var out strings.Builder
	for i, part := range strings.Split(s, "```") {
		if i%2 == 1 {
			out.WriteString("<pre>" + html.EscapeString(unescape.Replace(strings.Trim(part, "\n"))) + "</pre>")
			continue
		}
		v.lines(&out, part)
	}
	return safe(out.String())
}

// lines draws text that may hold quotes: lines that begin with ">".
func (v viewer) lines(out *strings.Builder, s string) {
	var said, quoted []string
	flush := func() {
		if len(quoted) > 0 {
			out.WriteString("<blockquote>" + v.inline(strings.Join(quoted, "\n")) + "</blockquote>")
			quoted = nil
		}
		if len(said) > 0 {
			out.WriteString(v.inline(strings.Join(said, "\n")))
			said = nil
		}
	}
	for line := range strings.SplitSeq(s, "\n") {
		rest, isQuote := strings.CutPrefix(line, "&gt;")
		if !isQuote {
			rest, isQuote = strings.CutPrefix(line, ">")
		}
		if isQuote != (len(quoted) > 0) {
			flush()
		}
		if isQuote {
			quoted = append(quoted, strings.TrimPrefix(rest, " "))
		} else {
			said = append(said, line)
		}
	}
	flush()
}

var wraps = map[byte]string{'*': "strong", '_': "em", '~': "s"}

// inline draws what may stand within a line.
func (v viewer) inline(s string) string {
	var out strings.Builder
	literal := 0
	flush := func(to int) {
		out.WriteString(breaks(html.EscapeString(emojis(unescape.Replace(s[literal:to])))))
	}
	for i := 0; i < len(s); {
		drawn, end := "", 0
		switch c := s[i]; c {
		case '<':
			if n := strings.IndexByte(s[i:], '>'); n > 1 {
				drawn, end = v.token(s[i+1:i+n]), i+n+1
			}
		case '`':
			if n := strings.IndexByte(s[i+1:], '`'); n > 0 && !strings.Contains(s[i+1:i+1+n], "\n") {
				drawn, end = "<code>"+html.EscapeString(unescape.Replace(s[i+1:i+1+n]))+"</code>", i+n+2
			}
		case '*', '_', '~':
			if n := closing(s, i); n > 0 {
				drawn, end = "<"+wraps[c]+">"+v.inline(s[i+1:n])+"</"+wraps[c]+">", n+1
			}
		}
		if end == 0 {
			i++
			continue
		}
		flush(i)
		out.WriteString(drawn)
		i, literal = end, end
	}
	flush(len(s))
	return out.String()
}

// closing is where the wrap that opens at i closes, or 0: a mark opens after
// something that is no word, and closes before such, on the same line.
func closing(s string, i int) int {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	if i > 0 && word(before) {
		return 0
	}
	for n := i + 1; n < len(s) && s[n] != '\n'; n++ {
		if s[n] != s[i] {
			continue
		}
		after, _ := utf8.DecodeRuneInString(s[n+1:])
		if n == i+1 || s[i+1] == ' ' || s[n-1] == ' ' || (n+1 < len(s) && word(after)) {
			continue
		}
		return n
	}
	return 0
}

func word(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// token draws what stands between < and >: a person, a channel, a call to
// everybody, or a link.
func (v viewer) token(s string) string {
	body, label, labelled := strings.Cut(s, "|")
	named := func(sign, name string) string {
		return `<span class="named">` + html.EscapeString(sign+name) + `</span>`
	}
	switch {
	case strings.HasPrefix(body, "@"):
		return named("@", v.person(body[1:]).Name)
	case strings.HasPrefix(body, "#"):
		for _, c := range v.snap.Channels {
			if c.ID == body[1:] {
				label = c.Name
			}
		}
		return named("#", label)
	case strings.HasPrefix(body, "!"):
		return named("@", strings.TrimPrefix(body, "!"))
	}
	address := unescape.Replace(body)
	if !labelled {
		label = body
	}
	shown := breaks(html.EscapeString(emojis(unescape.Replace(label))))
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "mailto" && u.Scheme != "tel") {
		return shown
	}
	return `<a href="` + html.EscapeString(u.String()) + `" target="_blank" rel="noopener noreferrer">` + shown + `</a>`
}

// rich draws rich text: what a person typed.
func (v viewer) rich(b map[string]any) template.HTML {
	var out strings.Builder
	var walk func(o map[string]any)
	inside := func(before, after string, o map[string]any) {
		out.WriteString(before)
		for _, e := range sandbox.ObjectsAt(o, "elements") {
			walk(e)
		}
		out.WriteString(after)
	}
	walk = func(o map[string]any) {
		switch sandbox.TextAt(o, "type") {
		case "text":
			said := breaks(html.EscapeString(emojis(sandbox.TextAt(o, "text"))))
			for _, style := range [...]struct{ name, tag string }{{"bold", "strong"}, {"italic", "em"}, {"strike", "s"}, {"code", "code"}} {
				if sandbox.ObjectAt(o, "style")[style.name] == true {
					said = "<" + style.tag + ">" + said + "</" + style.tag + ">"
				}
			}
			out.WriteString(said)
		case "user":
			out.WriteString(v.token("@" + sandbox.TextAt(o, "user_id")))
		case "channel":
			out.WriteString(v.token("#" + sandbox.TextAt(o, "channel_id")))
		case "emoji":
			out.WriteString(html.EscapeString(emoji(sandbox.TextAt(o, "name"))))
		case "link":
			label := sandbox.TextAt(o, "text")
			if label == "" {
				label = sandbox.TextAt(o, "url")
			}
			out.WriteString(v.token(sandbox.TextAt(o, "url") + "|" + label))
		case "rich_text_quote":
			inside("<blockquote>", "</blockquote>", o)
		case "rich_text_preformatted":
			inside("<pre>", "</pre>", o)
		case "rich_text_list":
			out.WriteString("<ul>")
			for _, e := range sandbox.ObjectsAt(o, "elements") {
				inside("<li>", "</li>", e)
			}
			out.WriteString("</ul>")
		default:
			inside("", "", o)
		}
	}
	walk(b)
	return safe(out.String())
}

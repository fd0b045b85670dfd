package page

import (
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/goodturn/goodturn/internal/sandbox"
)

// form is a modal that is open before a person; the last one is on top.
type form struct {
	V                   string
	ID, Element         string
	Title, Send, Cancel string
	Blocks              []block
	Troubled            bool
	As                  string
}

// fieldPrefix stands before a control's key in a form that is sent, so that no
// control can pass for something else.
const fieldPrefix = "f:"

func (v viewer) forms(as string) []form {
	var out []form
	for _, view := range v.snap.Views[as] {
		f := form{ID: view.ID, Element: element("view", view.ID), Title: view.Title, Send: view.SubmitText, Cancel: view.CloseText, As: as}
		f.Blocks = v.blocks(view.Blocks, view.Fields)
		f.Troubled = slices.ContainsFunc(view.Fields, func(c sandbox.Control) bool { return c.Problem != "" })
		f.V = version(f)
		out = append(out, f)
	}
	return out
}

func (p *Page) submit(r *http.Request) error {
	as, _ := about(r)
	values := map[string]string{}
	for name, given := range r.PostForm {
		if key, ok := strings.CutPrefix(name, fieldPrefix); ok {
			values[key] = strings.ReplaceAll(strings.Join(given, "\n"), "\r\n", "\n")
		}
	}
	scene, id := p.show.Scene(), r.PostFormValue("view")
	if v, ok := scene.Slack.View(id); ok {
		// A browser leaves out a box that is not ticked.
		for _, c := range v.Fields {
			if _, given := values[c.Key()]; !given && (c.Type == "checkboxes" || strings.HasPrefix(c.Type, "multi_")) {
				values[c.Key()] = ""
			}
		}
	}
	if _, err := scene.Slack.Submit(r.Context(), as, id, values); err != nil {
		return fmt.Errorf("send a form: %w", err)
	}
	return nil
}

func (p *Page) pressView(r *http.Request) error {
	as, _ := about(r)
	resp, err := p.show.Scene().Slack.PressView(r.Context(), as, r.PostFormValue("view"), r.PostFormValue("control"), r.PostForm["choice"]...)
	if err != nil {
		return fmt.Errorf("press in a form: %w", err)
	}
	return answered(resp)
}

func (p *Page) closeView(r *http.Request) error {
	as, _ := about(r)
	_, err := p.show.Scene().Slack.CloseView(r.Context(), as, r.PostFormValue("view"))
	if err != nil && explain(err).code != http.StatusConflict {
		return fmt.Errorf("close a form: %w", err)
	}
	return nil
}

// block is a block of Block Kit as it is drawn.
type block struct {
	Kind     string // text, fields, small, heading, rule, picture, actions, input
	HTML     template.HTML
	Fields   []template.HTML
	Side     *control // beside a section's text
	Controls []control
}

// control is a control as it is drawn.
type control struct {
	sandbox.Control
	Name    string // of its field in a form that is sent
	Element string // its element's id
	Chosen  []string
}

// Is tells whether an option is chosen.
func (c control) Is(value string) bool { return slices.Contains(c.Chosen, value) }

// blocks draws blocks. Fields are the controls with what they hold now; nil
// takes them as they are written in the blocks.
func (v viewer) blocks(blocks []sandbox.Block, fields []sandbox.Control) []block {
	if fields == nil {
		fields = sandbox.Controls(blocks)
	}
	take := func() control {
		c := control{Control: fields[0], Name: fieldPrefix + fields[0].Key(), Element: element("f", fields[0].Key())}
		c.Label = emojis(c.Label)
		c.Chosen = strings.Split(c.Value, "\n")
		fields = fields[1:]
		return c
	}
	var out []block
	for _, b := range blocks {
		count := len(sandbox.Controls([]sandbox.Block{b}))
		switch sandbox.TextAt(b, "type") {
		case "section":
			drawn := block{Kind: "text", HTML: v.object(sandbox.ObjectAt(b, "text"))}
			for _, f := range sandbox.ObjectsAt(b, "fields") {
				drawn.Fields = append(drawn.Fields, v.object(f))
			}
			if count > 0 {
				side := take()
				drawn.Side = &side
			}
			out = append(out, drawn)
		case "header":
			out = append(out, block{Kind: "heading", HTML: v.object(sandbox.ObjectAt(b, "text"))})
		case "markdown":
			out = append(out, block{Kind: "text", HTML: v.markup(sandbox.TextAt(b, "text"))})
		case "context":
			drawn := block{Kind: "small"}
			for _, e := range sandbox.ObjectsAt(b, "elements") {
				if sandbox.TextAt(e, "type") == "image" {
					drawn.Fields = append(drawn.Fields, plain(sandbox.TextAt(e, "alt_text")))
				} else {
					drawn.Fields = append(drawn.Fields, v.object(e))
				}
			}
			out = append(out, drawn)
		case "divider":
			out = append(out, block{Kind: "rule"})
		case "image", "video":
			out = append(out, block{Kind: "picture", HTML: plain(sandbox.TextAt(b, "alt_text"))})
		case "rich_text":
			out = append(out, block{Kind: "text", HTML: v.rich(b)})
		case "actions", "input":
			drawn := block{Kind: sandbox.TextAt(b, "type")}
			for range count {
				drawn.Controls = append(drawn.Controls, take())
			}
			out = append(out, drawn)
		}
	}
	return out
}

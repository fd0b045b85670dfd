package page

import (
	"cmp"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goodturn/goodturn/internal/sandbox"
)

// deskView is the coordinators' Slack, as one of them sees it.
type deskView struct {
	Scene    int
	Name     string
	As       person
	People   []person
	Channel  string // the id of the one that is open
	Title    string
	Private  bool
	Shut     bool // they are not in it
	Channels []channel
	Messages []message
	Forms    []form
}

type person struct {
	ID, Name, Initial string
	Tone              int
	Bot               bool
}

// channel is a line of the list of channels.
type channel struct {
	V             string
	ID, Name      string
	Private, Open bool
	Latest        string // the newest thing in it that others wrote
}

// message is a message with its thread.
type message struct {
	ID      string
	Card    card
	Channel string
	TS      string
	Thread  bool // it may be replied to
	Replies []card
	Count   int
	CountV  string
}

// card is what is drawn of one message.
type card struct {
	V        string
	ID       string
	By       person
	At       string
	Blocks   []block
	Edited   bool
	OnlyYou  bool
	Channel  string
	TS       string
	Reacted  []string
	Headline bool // the application's card, in a frame
}

// viewer draws what one person in Slack sees.
type viewer struct {
	scene Scene
	snap  sandbox.SlackSnapshot
	names map[string]string
}

func (p *Page) desk(r *http.Request) deskView {
	scene := p.show.Scene()
	v := viewer{scene: scene, snap: scene.Slack.Snapshot(), names: map[string]string{}}
	d := deskView{Scene: scene.ID, Name: scene.Name, Channel: r.FormValue("channel")}
	for _, u := range v.snap.Users {
		v.names[u.ID] = u.RealName
		d.People = append(d.People, v.person(u.ID))
	}
	if len(d.People) == 0 || len(v.snap.Channels) == 0 {
		return d
	}
	d.As = d.People[0]
	if i := slices.IndexFunc(d.People, func(q person) bool { return q.ID == r.FormValue("as") }); i >= 0 {
		d.As = d.People[i]
	}
	if !slices.ContainsFunc(v.snap.Channels, func(c sandbox.ChannelView) bool { return c.ID == d.Channel }) {
		d.Channel = v.snap.Channels[0].ID
	}
	for _, c := range v.snap.Channels {
		if c.Direct != "" && c.Direct != d.As.ID {
			continue
		}
		line := channel{ID: c.ID, Name: c.Name, Private: c.Private, Open: c.ID == d.Channel, Latest: latest(c, d.As.ID)}
		if c.Direct != "" {
			line.Name = v.person(sandbox.SlackBotUser).Name
		}
		line.V = version(line)
		d.Channels = append(d.Channels, line)
		if line.Open {
			d.Title, d.Private, d.Shut = line.Name, c.Private, !c.Sees(d.As.ID)
			if !d.Shut {
				d.Messages = v.messages(c, d.As.ID)
			}
		}
	}
	d.Forms = v.forms(d.As.ID)
	return d
}

func latest(c sandbox.ChannelView, as string) string {
	newest := ""
	for _, m := range c.Messages {
		if m.User != as {
			newest = max(newest, m.TS)
		}
		for _, reply := range m.Replies {
			if reply.User != as {
				newest = max(newest, reply.TS)
			}
		}
	}
	return newest
}

func (v viewer) person(id string) person {
	if id == sandbox.SlackBotUser {
		return person{ID: id, Name: v.scene.Name, Initial: initial(v.scene.Name), Bot: true}
	}
	name := v.names[id]
	if name == "" {
		name = id
	}
	return person{ID: id, Name: name, Initial: initial(name), Tone: tone(name)}
}

// atMostMessages is how many of a channel's newest messages are drawn.
const atMostMessages = 150

// messages are what one person sees in a channel, in order.
func (v viewer) messages(c sandbox.ChannelView, as string) []message {
	all := slices.Clone(c.Messages)
	for _, m := range v.snap.Ephemerals[as] {
		if m.Channel == c.ID {
			all = append(all, m)
		}
	}
	slices.SortStableFunc(all, func(a, b sandbox.SlackMessage) int { return cmp.Compare(a.TS, b.TS) })
	all = all[max(0, len(all)-atMostMessages):]
	out := make([]message, 0, len(all))
	for _, m := range all {
		line := message{ID: element("m", c.ID+m.TS), Card: v.card(m), Channel: c.ID, TS: m.TS, Thread: m.Ephemeral == "", Count: len(m.Replies)}
		for _, reply := range m.Replies {
			line.Replies = append(line.Replies, v.card(reply))
		}
		line.CountV = version(line.Count)
		out = append(out, line)
	}
	return out
}

func (v viewer) card(m sandbox.SlackMessage) card {
	c := card{
		ID: element("c", m.Channel+m.TS), By: v.person(m.User), At: stamp(m, v.scene.In), Edited: m.Edited && !m.Bot,
		OnlyYou: m.Ephemeral != "", Channel: m.Channel, TS: m.TS, Headline: m.Bot && len(m.Blocks) > 0 && m.ThreadTS == "" || m.Bot && len(m.Buttons()) > 0,
	}
	if len(m.Blocks) > 0 {
		c.Blocks = v.blocks(m.Blocks, nil)
	} else if m.Text != "" {
		c.Blocks = []block{{Kind: "text", HTML: v.markup(m.Text)}}
	}
	for _, reaction := range m.Reactions {
		c.Reacted = append(c.Reacted, emoji(reaction.Name))
	}
	c.V = version(c)
	return c
}

func stamp(m sandbox.SlackMessage, in *time.Location) string { return m.At.In(in).Format("Mon 15:04") }

// about is what a visitor acts on, and as whom.
func about(r *http.Request) (as, channel string) {
	return r.PostFormValue("as"), r.PostFormValue("channel")
}

func (p *Page) press(r *http.Request) error {
	as, ch := about(r)
	scene := p.show.Scene()
	resp, err := scene.Slack.Press(r.Context(), as, ch, r.PostFormValue("ts"), r.PostFormValue("control"), r.PostForm["choice"]...)
	if err != nil {
		return fmt.Errorf("press: %w", err)
	}
	return answered(resp)
}

func answered(resp sandbox.Response) error {
	if !resp.OK() && !resp.Held {
		return refusal{"refused-trouble", http.StatusBadGateway}
	}
	return nil
}

// atMostSaid is the longest message that a coordinator writes here, in characters.
const atMostSaid = 4000

// say writes in a channel or in a thread; a line that begins with a slash is a
// command.
func (p *Page) say(r *http.Request) error {
	as, ch := about(r)
	scene, words, thread := p.show.Scene(), strings.TrimSpace(r.PostFormValue("body")), r.PostFormValue("thread")
	words = strings.ReplaceAll(words, "\r\n", "\n")
	switch {
	case words == "":
		return refusal{"refused-empty", http.StatusUnprocessableEntity}
	case utf8.RuneCountInString(words) > atMostSaid:
		return refusal{"refused-long", http.StatusUnprocessableEntity}
	case thread != "":
		_, _, err := scene.Slack.Reply(r.Context(), as, ch, thread, words)
		if err != nil {
			return fmt.Errorf("reply: %w", err)
		}
		return nil
	case strings.HasPrefix(words, "/"):
		command, rest, _ := strings.Cut(words, " ")
		if command != "/goodturn" {
			return refusal{"refused-command", http.StatusUnprocessableEntity}
		}
		if _, err := scene.Slack.Command(r.Context(), as, ch, command, strings.TrimSpace(rest)); err != nil {
			return fmt.Errorf("command: %w", err)
		}
		return nil
	}
	if _, _, err := scene.Slack.Post(r.Context(), as, ch, words); err != nil {
		return fmt.Errorf("write in a channel: %w", err)
	}
	return nil
}

func (p *Page) dismiss(r *http.Request) error {
	as, _ := about(r)
	return p.show.Scene().Slack.Dismiss(as, r.PostFormValue("ts"))
}

// safe marks markup that this package has made of escaped text.
func safe(s string) template.HTML { return template.HTML(s) } //nolint:gosec // every caller escapes

package bot

import (
	"slices"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/post"
)

// codeOptedOut is Twilio's: the number has opted out at the carrier.
const codeOptedOut = "21610"

// undelivered has a coordinator hear of a text that will never arrive: in one
// case for each person, however many do not.
func (r *run) undelivered() {
	code := ""
	switch r.Letter.Kind {
	case LetterFailed:
		code = post.Read[Failed](r.Turn).Code
	case post.LetterRefused:
		code = post.Read[post.Refusal](r.Turn).Code
	}
	if code == codeOptedOut && r.State() != stateStopped {
		r.optOut("carrier")
		return
	}
	if r.State() == stateStopped || !r.live() {
		return
	}
	hub, _ := r.bot.Org.HubFor(r.p.Area)
	r.Write("case/"+post.Derive("undelivered", r.ID()), desk.LetterOpen, desk.Open{
		Kind: desk.Undelivered, Hub: hub.ID, Person: r.ID(), First: r.p.First, Name: r.p.Name, Phone: r.p.Phone, TextOnly: r.p.TextOnly,
		Area: r.p.Area, DoNotText: true, Detail: code,
	})
}

// live reports whether anything is under way that somebody waits for.
func (r *run) live() bool {
	return slices.ContainsFunc(r.p.Conversations, func(c *Conversation) bool {
		switch c.Flow {
		case "asking", "offer", "danger", "alarm", "talk":
			return true
		}
		return false
	})
}

package twilio

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/goodturn/goodturn/internal/post"
	api "github.com/twilio/twilio-go/rest/api/v2010"
)

// A Text is the body of an entry in the lanes text and urgent.
type Text struct {
	To   string `json:"to"`
	Body string `json:"body"`
}

const (
	whatsApp = "whatsapp:"
	outbound = "outbound"
	inbound  = "inbound"
)

func textOf(e post.Entry) (Text, error) {
	var t Text
	if err := e.Read(&t); err != nil || t.To == "" {
		return t, &post.Refused{Code: "entry", Reason: "the entry's body is not a text"}
	}
	return t, nil
}

// Send posts the text once and returns its SID. See [post.Sender] for what
// its errors mean.
func (c *Channel) Send(ctx context.Context, o post.Outgoing) (string, error) {
	t, err := textOf(o.Entry)
	if err != nil {
		return "", err
	}
	if err := ctx.Err(); err != nil {
		return "", &post.Wait{Reason: "there was no time left to send"}
	}
	p := &api.CreateMessageParams{}
	p.SetTo(t.To).SetBody(t.Body).SetSmartEncoded(false)
	if from := c.sender(t.To); from != "" {
		p.SetFrom(from)
	}
	if c.MessagingServiceSID != "" {
		p.SetMessagingServiceSid(c.MessagingServiceSID)
	}
	if c.StatusURL != "" {
		p.SetStatusCallback(withEntry(c.StatusURL, o.ID))
	}
	service, x := c.service(ctx)
	m, err := service.CreateMessage(p)
	if err != nil {
		return "", c.verdict(x, err, o.At)
	}
	if deref(m.Sid) == "" {
		return "", fmt.Errorf("send a text: %s without a SID", x.answer(0))
	}
	return *m.Sid, nil
}

// ahead is how many seconds' texts may be given to Twilio at once where somebody
// is in danger: it queues them itself, and sends no later than we would.
const ahead = 5

// Pace is the limit of the number, or messaging service, that texts come from.
func (c *Channel) Pace(o post.Outgoing) post.Pace {
	sender := c.MessagingServiceSID
	if sender == "" {
		sender = c.From
		if t, err := textOf(o.Entry); err == nil {
			sender = c.sender(t.To)
		}
	}
	return post.Pace{Key: "twilio:" + sender, Rate: c.Rate, Burst: 1, Ahead: int(ahead * c.Rate)}
}

// sender is the From of a text: a person on WhatsApp hears from our number
// there.
func (c *Channel) sender(to string) string {
	if c.From != "" && strings.HasPrefix(to, whatsApp) && !strings.HasPrefix(c.From, whatsApp) {
		return whatsApp + c.From
	}
	return c.From
}

// withEntry adds the entry's id to the status callback's address, before any
// fragment, which is Twilio's own.
func withEntry(status, entry string) string {
	address, fragment, found := strings.Cut(status, "#")
	mark := "?"
	if strings.Contains(address, "?") {
		mark = "&"
	}
	address += mark + "entry=" + url.QueryEscape(entry)
	if found {
		address += "#" + fragment
	}
	return address
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

var _ post.Sender = (*Channel)(nil)

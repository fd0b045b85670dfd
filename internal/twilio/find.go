package twilio

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	api "github.com/twilio/twilio-go/rest/api/v2010"
)

const (
	findPage = 100
	listPage = 1000
	// clockSkew is how far Twilio's clock may be behind ours. A text of an earlier
	// entry that is no older than that is told apart by its claim.
	clockSkew = 5 * time.Second
	// trialPrefix is what Twilio writes before the texts of a trial account.
	trialPrefix = "Sent from your Twilio trial account - "
)

// Find lists the recipient's messages and returns the SID of the oldest one
// that can only be this entry's: the same words, sent by us, created since
// the entry (give or take two clocks), and claimed by no other. It returns "" when there is none.
func (c *Channel) Find(ctx context.Context, o post.Outgoing) (string, error) {
	t, err := textOf(o.Entry)
	if err != nil {
		return "", nil //nolint:nilerr // what cannot be read was never posted
	}
	since := o.At.Add(-clockSkew).Truncate(time.Second) // as exact as Twilio's dates are
	found := ""
	p := &api.ListMessageParams{}
	p.SetTo(t.To).SetPageSize(findPage)
	err = c.pages(ctx, p, func(page []api.ApiV2010Message) (more bool) {
		more = true
		for _, m := range page {
			sent, wasSent := dateOf(m.DateSent)
			created, dated := dateOf(m.DateCreated)
			if !dated {
				created, dated = sent, wasSent
			}
			if dated && created.Before(since) {
				// The list is ordered by when messages were sent: behind an older one
				// that still waits, or waited long, there may be newer ones.
				more = more && !(wasSent && sent.Before(since))
				continue
			}
			body := deref(m.Body)
			if deref(m.To) == t.To && strings.HasPrefix(deref(m.Direction), outbound) &&
				(body == t.Body || body == trialPrefix+t.Body) &&
				deref(m.Sid) != "" && !slices.Contains(o.Claimed, *m.Sid) {
				found = *m.Sid
			}
		}
		return more
	})
	if err != nil {
		return "", fmt.Errorf("find a text: %w", err)
	}
	return found, nil
}

// List returns what came in since the time, oldest first: all of it, or an
// error. Twilio does not keep in its list which texts it answered itself, so
// OptOut is always empty.
func (c *Channel) List(ctx context.Context, since time.Time) ([]Message, error) {
	since = since.UTC().Truncate(time.Second)
	var all []Message
	for _, to := range c.addresses() {
		p := &api.ListMessageParams{}
		p.SetDateSentAfter(since).SetPageSize(listPage)
		if to != "" {
			p.SetTo(to)
		}
		err := c.pages(ctx, p, func(page []api.ApiV2010Message) (more bool) {
			for _, m := range page {
				at, dated := dateOf(m.DateSent)
				if !dated {
					at, dated = dateOf(m.DateCreated)
				}
				if dated && at.Before(since) {
					continue
				}
				more = true
				service := deref(m.MessagingServiceSid)
				switch {
				case deref(m.Direction) != inbound, deref(m.Sid) == "":
				case to != "" && deref(m.To) != to:
				case to == "" && service != "" && service != c.MessagingServiceSID:
				default:
					all = append(all, listed(m, at))
				}
			}
			return more
		})
		if err != nil {
			return nil, fmt.Errorf("list what came in: %w", err)
		}
	}
	slices.Reverse(all)
	slices.SortStableFunc(all, func(a, b Message) int { return a.At.Compare(b.At) })
	return all, nil
}

// addresses are what people's texts are addressed to; "" is any number of the
// messaging service.
func (c *Channel) addresses() []string {
	switch {
	case c.From == "":
		return []string{""}
	case strings.HasPrefix(c.From, whatsApp):
		return []string{c.From}
	}
	return []string{c.From, whatsApp + c.From}
}

func listed(m api.ApiV2010Message, at time.Time) Message {
	return Message{
		SID:      *m.Sid,
		From:     whole(deref(m.From)),
		To:       whole(deref(m.To)),
		Body:     whole(deref(m.Body)),
		Media:    count(deref(m.NumMedia)),
		Segments: count(deref(m.NumSegments)),
		At:       at,
	}
}

// pages gives one page of messages after another, newest first, until there
// are no more or the caller has enough.
func (c *Channel) pages(ctx context.Context, p *api.ListMessageParams, each func([]api.ApiV2010Message) (more bool)) error {
	service, x := c.service(ctx)
	list, err := service.PageMessage(p, "", "")
	seen := map[string]bool{}
	for {
		switch {
		case err != nil && x.status != 0 && (x.status >= 400 || codeOf(err) != 0):
			return fmt.Errorf("ask Twilio: %s", x.answer(codeOf(err)))
		case err != nil:
			return fmt.Errorf("ask Twilio: %s", plain(err))
		}
		next := deref(list.NextPageUri)
		if len(list.Messages) > 0 && !each(list.Messages) || next == "" {
			return nil
		}
		if seen[next] {
			return fmt.Errorf("ask Twilio: its pages go round in a circle")
		}
		seen[next] = true
		list, err = nextPage(service, next)
	}
}

// nextPage follows a page's own link.
func nextPage(service *api.ApiService, link string) (*api.ListMessageResponse, error) {
	u, err := url.Parse(link)
	if err != nil {
		return nil, fmt.Errorf("read the link to the next page: %w", err)
	}
	resp, err := service.RequestHandler().Get(apiURL+u.RequestURI(), nil, nil, "")
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	list := &api.ListMessageResponse{}
	if err := json.NewDecoder(resp.Body).Decode(list); err != nil {
		return nil, fmt.Errorf("read the page: %w", err)
	}
	return list, nil
}

// dateOf reads a date of Twilio's; false when there is none, as for a text in
// the queue.
func dateOf(s *string) (time.Time, bool) {
	for _, layout := range []string{time.RFC1123Z, time.RFC3339} {
		if t, err := time.Parse(layout, deref(s)); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// count reads a number that Twilio writes as text; 0 when it is none.
func count(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return max(n, 0)
}

// whole replaces bytes that are no UTF-8.
func whole(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

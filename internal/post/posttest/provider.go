package posttest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/goodturn/goodturn/internal/post"
)

// A Posted is one entry that a [Provider] has taken.
type Posted struct {
	Ref   string
	Entry post.Entry
	At    time.Time // by the wall
	// Updates is the reference of the card that this one changed, or "".
	Updates string
	// Shows is the version of the document that a card shows.
	Shows int64
}

// Provider is a sender in memory whose answers the test chooses.
type Provider struct {
	// Answer is called at the start of each Send and may wait; what it returns
	// is what Send does. Nil takes everything.
	Answer func(context.Context, post.Outgoing) Answer
	// Finding is called at the start of each Find, and may wait.
	Finding func(context.Context, post.Outgoing) error
	// ByWords has Find know an entry by its words alone, as a list of texts does:
	// the first of those taken since about the entry that no other claims.
	ByWords bool
	// Limit is the pace of every entry.
	Limit post.Pace

	mu    sync.Mutex
	taken []Posted
	sends []string
	finds []string
}

// An Answer is what a provider does with a post.
type Answer struct {
	// Lost: the provider does not take it.
	Lost bool
	// Err is what Send returns.
	Err error
}

// ErrCutOff is an answer that leaves the outcome unknown.
var ErrCutOff = errors.New("the connection was cut off")

// Taken returns what the provider took, in order.
func (p *Provider) Taken() []Posted {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Posted(nil), p.taken...)
}

// Sends returns the ids of the entries that were posted, in order.
func (p *Provider) Sends() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.sends...)
}

// Finds returns the ids of the entries that were asked about, in order.
func (p *Provider) Finds() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.finds...)
}

// Take has the provider take the entry, now, and returns the reference.
func (p *Provider) Take(o post.Outgoing) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	posted := Posted{Ref: fmt.Sprintf("SM%04d", len(p.taken)+1), Entry: o.Entry, At: time.Now()}
	if o.Document != nil {
		posted.Shows = o.Document.Version
		if o.Kind == post.EntryCard {
			posted.Updates = o.Document.Posts[o.To]
		}
	}
	p.taken = append(p.taken, posted)
	if posted.Updates != "" {
		return posted.Updates
	}
	return posted.Ref
}

// Send implements post.Sender.
func (p *Provider) Send(ctx context.Context, o post.Outgoing) (string, error) {
	p.mu.Lock()
	p.sends = append(p.sends, o.ID)
	p.mu.Unlock()
	var a Answer
	if p.Answer != nil {
		a = p.Answer(ctx, o)
	} else if err := ctx.Err(); err != nil {
		return "", err
	}
	ref := ""
	if !a.Lost {
		ref = p.Take(o)
	}
	if a.Err != nil {
		return "", a.Err
	}
	return ref, nil
}

// clocksApart is how far the provider's clock may be from ours, in what it is
// asked about.
const clocksApart = 5 * time.Second

// Find implements post.Sender: an entry is known by its id, as the status
// callback and a message's metadata carry it.
func (p *Provider) Find(ctx context.Context, o post.Outgoing) (string, error) {
	p.mu.Lock()
	p.finds = append(p.finds, o.ID)
	p.mu.Unlock()
	if p.Finding != nil {
		if err := p.Finding(ctx, o); err != nil {
			return "", err
		}
	} else if err := ctx.Err(); err != nil {
		return "", err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, t := range p.taken {
		same := t.Entry.ID == o.ID
		if p.ByWords {
			same = string(t.Entry.Body) == string(o.Body) && !t.At.Before(o.At.Add(-clocksApart)) && !slices.Contains(o.Claimed, t.Ref)
		}
		if same {
			if t.Updates != "" {
				return t.Updates, nil
			}
			return t.Ref, nil
		}
	}
	return "", nil
}

// Pace implements post.Sender.
func (p *Provider) Pace(post.Outgoing) post.Pace { return p.Limit }

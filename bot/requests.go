package bot

import (
	"slices"
	"strings"
	"time"

	"github.com/goodturn/goodturn/internal/hear"
)

// requested are the conversations about what they asked for, once it is sent.
func (r *run) requested() []*Conversation {
	return slices.DeleteFunc(r.p.With("asking"), func(c *Conversation) bool { return c.About == "" })
}

// asking is what they asked for that a text is likely to be of: what it names or they
// are asked about, or else the latest.
func (r *run) asking() *Conversation {
	if r.meant != nil {
		return r.meant
	}
	if floor := r.open(); floor != nil && floor.Flow == "asking" {
		return floor
	}
	if all := r.p.With("asking"); len(all) > 0 {
		return all[len(all)-1]
	}
	return nil
}

// ofRequests gives what is said of one of several requests by its name to that one, and
// of each in turn to each: "tablets by 3, dog from 5". Of another house it asks whose that
// is. It reports whether they took it.
func (r *run) ofRequests() bool {
	all, h := r.requested(), r.heard
	if len(all) < 2 || len(r.offers())+len(r.inHand()) > 0 || !r.mayBeOfRequest() {
		return false
	}
	switch named := wantKinds(all, h.Slots.Kinds); {
	case len(h.Slots.Kinds) == 0 && r.open() == nil && otherHouse(all, h.Slots.Address):
		r.askWhich(all)
		return true
	case len(named) == 0, len(named) == 1 && named[0] == r.asking():
		return false
	case len(named) == 1:
		return r.giveAs(r.body, named[0])
	}
	parts, of := r.parts(all)
	if parts == nil {
		s := &r.heard.Slots // whose time it is, a person must read
		s.From, s.By, s.Until, s.Start, s.When, s.UrgencyToday = time.Time{}, time.Time{}, time.Time{}, time.Time{}, nil, false
		return false
	}
	took, body := false, r.body
	for i, part := range parts {
		took = r.giveAs(part, of[i]) || took
	}
	r.heard, r.body = h, body
	return took
}

// otherHouse reports whether an address is a house, and none of those requests'.
func otherHouse(all []*Conversation, address string) bool {
	bare := func(s string) string { return strings.ToLower(strings.Join(strings.FieldsFunc(s, notInWord), "")) }
	return strings.ContainsAny(address, "0123456789") && !slices.ContainsFunc(all, func(c *Conversation) bool { return bare(c.Slots["address"]) == bare(address) })
}

// mayBeOfRequest reports whether a text can be of a request under way, as words about
// when or whether it is needed are.
func (r *run) mayBeOfRequest() bool {
	switch r.heard.Meaning {
	case hear.Unclear, hear.Question, hear.Counter, hear.Change, hear.Accept, hear.Decline, hear.Release:
		return true
	}
	return false
}

// giveAs gives words to a request, heard as of that one.
func (r *run) giveAs(body string, c *Conversation) bool {
	was, heard := r.body, r.heard
	r.body, r.meant = body, c
	r.heard = r.bot.Ears.Hear(body, r.context())
	r.toEach()
	took := r.give(c)
	if r.meant = nil; !took {
		r.body, r.heard = was, heard
	}
	return took
}

// parts are the parts of a text that names several requests, and of which each is; nil
// if some part names none or several, or two the same.
func (r *run) parts(all []*Conversation) (parts []string, of []*Conversation) {
	for _, part := range r.bot.Ears.Clauses(r.body, r.heard.Language) {
		named := wantKinds(all, r.bot.Ears.Hear(part, r.context()).Slots.Kinds)
		if len(named) != 1 || slices.Contains(of, named[0]) {
			return nil, nil
		}
		parts, of = append(parts, part), append(of, named[0])
	}
	return parts, of
}

// wantKinds are the conversations that are for some of the kinds of help.
func wantKinds(all []*Conversation, kinds []string) []*Conversation {
	return slices.DeleteFunc(slices.Clone(all), func(c *Conversation) bool { return !c.Wants(kinds) })
}

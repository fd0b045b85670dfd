package org

import (
	"slices"
	"time"

	"github.com/goodturn/goodturn/internal/place"
)

// Hub finds a hub by its id.
func (o *Organisation) Hub(id string) (Hub, bool) {
	return find(o.Hubs, func(h Hub) bool { return h.ID == id })
}

// HubOr finds a hub by its id; where the settings have lost it, the hub that
// answers for the outward code.
func (o *Organisation) HubOr(id, outward string) Hub {
	if h, ok := o.Hub(id); ok {
		return h
	}
	h, _ := o.HubFor(outward)
	return h
}

// HubOfChannel finds the hub whose coordinators talk in a Slack channel.
func (o *Organisation) HubOfChannel(channel string) (Hub, bool) {
	return find(o.Hubs, func(h Hub) bool { return h.Channel == channel })
}

// Kind finds a kind of task by its id.
func (o *Organisation) Kind(id string) (Kind, bool) {
	return find(o.Kinds, func(k Kind) bool { return k.ID == id })
}

// Coordinator finds a coordinator by their Slack id.
func (o *Organisation) Coordinator(slack string) (Coordinator, bool) {
	return find(o.Coordinators, func(c Coordinator) bool { return c.Slack == slack })
}

// Centre finds the centre of an outward code.
func (o *Organisation) Centre(outward string) (Place, bool) {
	return find(o.Places, func(p Place) bool { return p.Outward == outward })
}

// Youth is the partner to whom people under 18 are sent.
func (o *Organisation) Youth() Partner {
	p, _ := find(o.Partners, func(p Partner) bool { return p.Youth })
	return p
}

// HubFor is the hub that answers for an outward code. It is direct where the
// hub covers the code; otherwise it is the hub with the nearest area, or the
// first one where the code's centre is not known: no postcode is a dead end.
func (o *Organisation) HubFor(outward string) (hub Hub, direct bool) {
	if h, ok := find(o.Hubs, func(h Hub) bool { return slices.Contains(h.Outward, outward) }); ok {
		return h, true
	}
	if len(o.Hubs) == 0 {
		return Hub{}, false
	}
	here, known := o.Centre(outward)
	if !known {
		return o.Hubs[0], false
	}
	hub, nearest := o.Hubs[0], -1.0
	for _, h := range o.Hubs {
		for _, covered := range h.Outward {
			there, ok := o.Centre(covered)
			if !ok {
				continue
			}
			km := place.Kilometres(here.Point(), there.Point())
			if nearest < 0 || km < nearest {
				hub, nearest = h, km
			}
		}
	}
	return hub, false
}

// PartnersFor are the partners that take on a kind of task at an outward code
// and can take more of it, those with an area of their own first.
func (o *Organisation) PartnersFor(outward, kind string) []Partner {
	var local, anywhere []Partner
	for _, p := range o.Partners {
		switch {
		case !slices.Contains(p.Kinds, kind) || slices.Contains(p.NoMore, kind):
		case len(p.Outward) == 0:
			anywhere = append(anywhere, p)
		case slices.Contains(p.Outward, outward):
			local = append(local, p)
		}
	}
	return append(local, anywhere...)
}

// Point is the centre as a point on the map.
func (p Place) Point() place.Point { return place.Point{Lat: p.Lat, Lng: p.Lng} }

// Cell is the cell that the centre lies in.
func (p Place) Cell() string { return place.Cell(p.Lat, p.Lng) }

// Quiet reports whether t falls in the quiet hours.
func (o *Organisation) Quiet(t time.Time) bool {
	now := minuteOf(t.In(o.Location))
	from, to := o.QuietHours.From, o.QuietHours.To
	if from <= to {
		return from <= now && now < to
	}
	return now >= from || now < to
}

// QuietBegins is the first moment from t on that is quiet: t itself in the quiet
// hours.
func (o *Organisation) QuietBegins(t time.Time) time.Time {
	if o.Quiet(t) {
		return t
	}
	return o.next(o.QuietHours.From, t)
}

// QuietEnds is the first moment from t on that is not quiet: t itself outside
// the quiet hours.
func (o *Organisation) QuietEnds(t time.Time) time.Time {
	if !o.Quiet(t) {
		return t
	}
	return o.next(o.QuietHours.To, t)
}

// next is when it is that time of day next after t.
func (o *Organisation) next(of TimeOfDay, t time.Time) time.Time {
	local := t.In(o.Location)
	day := local.Day()
	if minuteOf(local) >= of {
		day++
	}
	return time.Date(local.Year(), local.Month(), day, int(of)/60, int(of)%60, 0, 0, o.Location)
}

func minuteOf(t time.Time) TimeOfDay { return TimeOfDay(t.Hour()*60 + t.Minute()) }

func find[T any](all []T, is func(T) bool) (T, bool) {
	for _, one := range all {
		if is(one) {
			return one, true
		}
	}
	var none T
	return none, false
}

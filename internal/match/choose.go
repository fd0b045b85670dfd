package match

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/place"
)

// bandKm is how wide a band of distance is: within one, who waited longest for
// an offer comes before who lives nearest. Areas are outward codes, so a finer
// order would be pretence.
const bandKm = 2.0

// Need is what a task asks of whoever takes it.
type Need struct {
	Kind    org.Kind
	Area    string // outward code
	From    time.Time
	By      time.Time // zero: any time
	Minutes int
	// Resident is the person who asked for it, who is never offered it.
	Resident string
	// Asked reports who was asked before; nil is nobody.
	Asked func(person string) bool
	// WithinKm is how far away somebody may live; 0 is as the settings say.
	WithinKm float64
	// Picked says that the volunteer chose this very task: then only what keeps
	// people safe still counts (induction, checks, tasks in hand), and not what
	// they said they liked, where, when or how often.
	Picked bool
}

// Choose returns up to n of the candidates whom the task is put to, in order,
// and for every candidate the reason why they are or are not among them.
//
// Those who suit are ordered by distance in bands of two kilometres, within a
// band by when they were last offered anything (never comes first), then by
// distance, then by id. A task without a place is one band. Where the centre
// of an area is not known, it counts as the furthest band.
func Choose(o *org.Organisation, need Need, candidates []Volunteer, n int, now time.Time) (chosen []string, reasons map[string]Reason) {
	type suitable struct {
		id      string
		band    float64
		offered time.Time
		km      float64
	}
	reasons = make(map[string]Reason, len(candidates))
	var fit []suitable
	for _, v := range candidates {
		if _, twice := reasons[v.ID]; twice {
			continue
		}
		why := Judge(o, need, v, now)
		reasons[v.ID] = why
		if why != Chosen {
			continue
		}
		km := distance(o, need, v)
		fit = append(fit, suitable{v.ID, math.Floor(km / bandKm), v.Offered, km})
	}
	slices.SortFunc(fit, func(a, b suitable) int {
		return cmp.Or(cmp.Compare(a.band, b.band), a.offered.Compare(b.offered), cmp.Compare(a.km, b.km), cmp.Compare(a.id, b.id))
	})
	n = max(0, min(n, len(fit)))
	for _, s := range fit[:n] {
		chosen = append(chosen, s.id)
	}
	for _, s := range fit[n:] {
		reasons[s.id] = NotNeeded
	}
	return chosen, reasons
}

// Judge says whether the task may be put to a volunteer: Chosen, or the first
// reason against it. Quiet hours and opt-outs are for their own document to say.
func Judge(o *org.Organisation, need Need, v Volunteer, now time.Time) Reason {
	switch {
	case v.ID != "" && v.ID == need.Resident:
		return OwnRequest
	case !need.Picked && need.Asked != nil && need.Asked(v.ID):
		return AskedAlready
	case !need.Picked && !v.OnDuty:
		return OffDuty
	case !need.Picked && !slices.Contains(v.Kinds, need.Kind.ID):
		return OtherKinds
	}
	for _, lesson := range need.Kind.Lessons {
		if !slices.Contains(v.Lessons, lesson) {
			return NeedsInduction
		}
	}
	until := now
	if need.By.After(until) {
		until = need.By
	}
	for _, check := range need.Kind.AsksFor {
		ends, held := v.Checks[string(check)]
		switch {
		case !held:
			return NeedsCheck
		case !ends.IsZero() && !ends.After(until):
			return CheckEnded
		}
	}
	switch {
	case v.Active >= o.Offers.ActivePerPerson:
		return EnoughTasks
	case need.Picked:
		return Chosen
	case v.Live >= o.Offers.LivePerPerson:
		return EnoughOffers
	case distance(o, need, v) > within(o, need):
		return TooFar
	case !free(o.Location, v.When, need, now):
		return NotThen
	}
	return Chosen
}

func within(o *org.Organisation, need Need) float64 {
	if need.WithinKm > 0 {
		return need.WithinKm
	}
	return o.Offers.WithinKm
}

// distance is how far the volunteer lives from the task, in kilometres: 0 for
// a task that is done from anywhere. An area whose centre is not known counts
// as just within reach: it is the settings that lack it, not the volunteer.
func distance(o *org.Organisation, need Need, v Volunteer) float64 {
	if need.Kind.Where == org.ByPhone || v.Area == need.Area {
		return 0
	}
	here, known := o.Centre(need.Area)
	there, theirs := o.Centre(v.Area)
	if !known || !theirs {
		return within(o, need)
	}
	return place.Kilometres(here.Point(), there.Point())
}

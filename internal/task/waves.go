package task

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/match"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/place"
	"github.com/goodturn/goodturn/internal/post"
)

const (
	cellsAtMost = 60  // of one find
	cellsWider  = 240 // of a find that a coordinator widened
	// reasonsAtMost is how many people's reasons one fact holds, those first
	// who were chosen; the rest are counted.
	reasonsAtMost = 400
)

// depths are how many volunteers of each cell a find looks at: the next when
// too few suited for the wave and a cell had more.
var depths = [...]int{12, 60, 300}

// Match is the fact of a choice: why each candidate was or was not asked.
type Match struct {
	Task    string                  `json:"task"`
	Kind    string                  `json:"kind"`
	Hub     string                  `json:"hub"`
	Wave    int                     `json:"wave"`
	Reasons map[string]match.Reason `json:"reasons"`
	More    int                     `json:"more,omitempty"`
}

func (m *tasks) note(t *post.Turn, d *Data, reasons map[string]match.Reason) {
	kept, more := reasons, 0
	if len(reasons) > reasonsAtMost {
		kept = map[string]match.Reason{}
		for _, wanted := range []bool{true, false} {
			for _, id := range slices.Sorted(maps.Keys(reasons)) {
				if (reasons[id] == match.Chosen) != wanted {
					continue
				}
				if len(kept) == reasonsAtMost {
					more++
					continue
				}
				kept[id] = reasons[id]
			}
		}
	}
	t.Note("match", Match{Task: t.ID(), Kind: d.Kind, Hub: d.Hub, Wave: d.Wave, Reasons: kept, More: more})
}

func (m *tasks) need(d *Data) match.Need {
	n := match.Need{Kind: m.kind(d), Area: d.Area, From: d.From, By: d.By, Minutes: d.Minutes, WithinKm: d.Km, Asked: func(person string) bool {
		return d.Asked.closed(person) || d.holder(person) != nil
	}}
	if d.Resident != nil {
		n.Resident = d.Resident.Person
	}
	return n
}

// inWave is how many offers of a wave are unanswered.
func (d *Data) inWave() int {
	n := 0
	for _, l := range d.Offers {
		if !l.Sought {
			n++
		}
	}
	return n
}

// next asks more people, if a place is free and no wave is out.
func (m *tasks) next(t *post.Turn, d *Data) {
	switch {
	case d.free() == 0 || d.Finding || d.inWave() > 0 || d.late(t.Now):
	case m.awaitsMorning(t, d):
	case t.Letter.Hops > hopsAtMost:
		t.Set(post.Timer{Name: LetterWave, Kind: LetterWave, Due: t.Now})
	case len(d.Asked) >= askedAtMost:
		m.nobodyLeft(t, d)
	default:
		if t.State() == StateWaiting {
			t.Fire("seek")
		}
		m.find(t, d)
	}
}

func (m *tasks) find(t *post.Turn, d *Data) {
	d.Finding = true
	t.Find("", "wave", post.Query{Keys: m.keys(d), Limit: depths[d.Depth]})
}

// keys are where volunteers may stand, the nearest first. A task without a
// place is for everybody: the hubs' areas come first.
func (m *tasks) keys(d *Data) []string {
	var cells []string
	most, km := cellsAtMost, m.o.Offers.WithinKm
	if d.Km > 0 {
		most, km = cellsWider, d.Km
	}
	if centre, known := m.o.Centre(d.Area); known && m.kind(d).Where != org.ByPhone {
		cells = place.Near(centre.Lat, centre.Lng, km)
	} else {
		for _, h := range m.o.Hubs {
			for _, code := range h.Outward {
				if centre, ok := m.o.Centre(code); ok {
					cells = append(cells, centre.Cell())
				}
			}
		}
		for _, p := range m.o.Places {
			cells = append(cells, p.Cell())
		}
	}
	keys := make([]string, 0, min(len(cells), most))
	for _, cell := range cells {
		if key := NearKey(cell); len(keys) < most && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// found chooses among those whom the store proposes, and asks them.
func (m *tasks) found(t *post.Turn, d *Data) {
	f := post.Read[post.Findings](t)
	d.Finding = false
	free := d.free()
	if free == 0 || d.late(t.Now) {
		return
	}
	candidates, more := m.candidates(d, f.Found)
	n := min(m.o.Offers.Wave*free-d.inWave(), liveAtMost-len(d.Offers), askedAtMost-len(d.Asked))
	chosen, reasons := match.Choose(m.o, m.need(d), candidates, n, t.Now)
	maps.DeleteFunc(reasons, func(_ string, r match.Reason) bool { return r == match.AskedAlready })
	if len(chosen) > 0 {
		d.Wave++
	}
	if len(reasons) > 0 {
		m.note(t, d, reasons)
	}
	for _, person := range chosen {
		m.offer(t, d, person, false, false)
	}
	if len(chosen) > 0 {
		m.watch(t, d)
	}
	switch {
	case len(chosen) < n && more && d.Depth+1 < len(depths):
		d.Depth++
		m.find(t, d)
	case len(chosen) > 0:
		// their answers are waited for
	case len(d.Offers) == 0:
		m.nobodyLeft(t, d)
	}
}

// candidates reads what the store found, and reports whether a cell has more.
func (m *tasks) candidates(d *Data, found []post.Found) ([]match.Volunteer, bool) {
	perKey := map[string]int{}
	more := false
	all := make([]match.Volunteer, 0, len(found))
	for _, f := range found {
		perKey[f.Key]++
		more = more || perKey[f.Key] >= depths[d.Depth]
		var v match.Volunteer
		if err := json.Unmarshal(f.Summary, &v); err != nil {
			continue // a summary of another make: that person's next step mends it
		}
		v.ID = f.ID
		all = append(all, v)
	}
	return all, more
}

// offer puts the task to a person.
func (m *tasks) offer(t *post.Turn, d *Data, person string, sought, picked bool) {
	until := m.until(d, t.Now)
	d.Offers = append(d.Offers, Live{Person: person, Until: until, Sought: sought})
	d.Asked.set(person, waited)
	t.Write(person, LetterOffer, Offer{
		Task: t.ID(), Kind: d.Kind, Title: d.Title, Area: d.Area, Hub: d.Hub, From: d.From, By: d.By, Windows: d.Windows, Soon: d.Soon,
		Minutes: d.Minutes, Expires: until, Asked: sought, Picked: picked,
	})
}

// watch sets the timer to when the first offer runs out.
func (m *tasks) watch(t *post.Turn, d *Data) {
	var first time.Time
	for _, l := range d.Offers {
		if first.IsZero() || l.Until.Before(first) {
			first = l.Until
		}
	}
	if first.IsZero() {
		t.Cancel(LetterWave)
		return
	}
	t.Set(post.Timer{Name: LetterWave, Kind: LetterWave, Due: first})
}

// waveOver forgets offers that ran out, and asks the next people when none is
// left: those too, in the morning, who were asleep.
func (m *tasks) waveOver(t *post.Turn, d *Data) {
	var gone []string
	for _, l := range d.Offers {
		if !l.Until.After(t.Now) {
			gone = append(gone, l.Person)
		}
	}
	if len(gone) > 0 {
		reasons := map[string]match.Reason{}
		for _, person := range gone {
			reasons[person] = match.NoAnswer
		}
		d.Offers = slices.DeleteFunc(d.Offers, func(l Live) bool { return !l.Until.After(t.Now) })
		m.note(t, d, reasons)
	}
	if !m.o.Quiet(t.Now) {
		d.Asked.turn(asleep, spare)
	}
	m.watch(t, d)
	m.next(t, d)
}

// unanswered forgets a person's offer for a reason, and asks the next people
// when it was the last.
func (m *tasks) unanswered(t *post.Turn, d *Data, person string, why match.Reason, how byte) {
	if !d.drop(person) {
		return // it ran out, or was withdrawn, in between
	}
	d.Asked.set(person, how)
	m.note(t, d, map[string]match.Reason{person: why})
	if d.free() == 0 {
		return
	}
	m.watch(t, d)
	m.next(t, d)
}

func (m *tasks) passed(t *post.Turn, d *Data) {
	p := post.Read[Passed](t)
	how := waited
	if p.Reason == match.QuietHours {
		how = asleep
	}
	m.unanswered(t, d, p.Person, p.Reason, how)
}

func (m *tasks) declined(t *post.Turn, d *Data) {
	person := post.Read[Reply](t).Person
	if d.holder(person) == nil && d.Asked.has(person) {
		d.Asked.set(person, refused)
	}
	m.unanswered(t, d, person, match.Declined, refused)
}

func (m *tasks) expired(t *post.Turn, d *Data) {
	m.unanswered(t, d, post.Read[Reply](t).Person, match.NoAnswer, waited)
}

// awaitsMorning reports whether people are asleep who can be asked in time in
// the morning; then the task waits for them, and wakes nobody else.
func (m *tasks) awaitsMorning(t *post.Turn, d *Data) bool {
	if !m.o.Quiet(t.Now) || !slices.ContainsFunc(d.Asked, func(a asked) bool { return a.how == asleep }) {
		return false
	}
	morning := m.o.QuietEnds(t.Now)
	if !d.By.IsZero() && !morning.Before(d.By) {
		return false
	}
	t.Set(post.Timer{Name: LetterWave, Kind: LetterWave, Due: morning})
	if t.State() == StateSeeking && len(d.Offers) == 0 {
		t.Fire("rest")
	}
	return true
}

// nobodyLeft has a coordinator hear, and the request, that nobody takes it.
func (m *tasks) nobodyLeft(t *post.Turn, d *Data) {
	if m.awaitsMorning(t, d) {
		return
	}
	if t.State() == StateSeeking {
		t.Fire("rest")
	}
	due := t.Now.Add(retry)
	t.Set(post.Timer{Name: LetterWave, Kind: LetterWave, Due: m.o.QuietEnds(due)})
	m.card(t, d)
	if d.Stuck {
		return
	}
	detail := ""
	if len(d.Asked) == 0 {
		detail = desk.DetailUnasked
	}
	m.open(t, d, detail)
	if d.Request != "" {
		t.Write(d.Request, LetterUnfilled, Taken{Task: t.ID()})
	}
}

// open opens the case about a task that nobody takes, or opens it again.
func (m *tasks) open(t *post.Turn, d *Data, detail string) {
	if d.Case == "" {
		d.Case = "case/" + post.Derive("unfilled", t.ID()) // one for the task's whole life
	}
	d.Stuck = true
	c := desk.Open{Kind: desk.Unfilled, Hub: m.hub(d).ID, Area: d.Area, About: t.ID(), AboutKind: d.Kind, By: d.By, Detail: detail}
	if d.Resident != nil {
		c.Person, c.First, c.Phone = d.Resident.Person, d.Resident.First, d.Resident.Phone
	}
	t.Write(d.Case, desk.LetterOpen, c)
}

// settle tells the case that its cause is gone.
func (m *tasks) settle(t *post.Turn, d *Data) {
	if d.Stuck {
		d.Stuck = false
		t.Write(d.Case, desk.LetterSettled, nil)
	}
}

// sought answers a volunteer who asks for the task: with an offer, or with the
// reason against it if they chose it from a list.
func (m *tasks) sought(t *post.Turn, d *Data) {
	s := post.Read[Seek](t)
	s.Volunteer.ID = s.Person
	no := func(why LostReason, reason match.Reason) {
		if s.Chosen || s.Again {
			t.Write(s.Person, LetterLost, Lost{Task: t.ID(), Why: why, Reason: reason})
		}
	}
	live := slices.ContainsFunc(d.Offers, func(l Live) bool { return l.Person == s.Person })
	switch {
	case d.holder(s.Person) != nil || live:
		return // it is theirs, or put to them already
	case d.free() == 0:
		no(Covered, "")
		return
	case d.late(t.Now):
		no(Ended, "")
		return
	case len(d.Offers) >= liveAtMost || len(d.Asked) >= askedAtMost && !d.Asked.has(s.Person):
		no(Covered, match.NotNeeded)
		return
	}
	need := m.need(d)
	need.Picked = s.Chosen || s.Again
	why := match.Judge(m.o, need, s.Volunteer, t.Now)
	m.note(t, d, map[string]match.Reason{s.Person: why})
	if why != match.Chosen {
		no(NotSuited, why)
		return
	}
	m.offer(t, d, s.Person, true, s.Chosen)
	if t.State() == StateWaiting {
		t.Fire("seek")
	}
	m.watch(t, d)
}

func (m *tasks) seekTooLate(t *post.Turn, _ *Data) {
	s := post.Read[Seek](t)
	why := map[string]LostReason{StateNew: NotYours, StateDone: Covered, StateEnded: Ended, StateCancelled: Cancelled}[t.State()]
	if s.Chosen || s.Again {
		t.Write(s.Person, LetterLost, Lost{Task: t.ID(), Why: why})
	}
}

// wider asks everybody again, twice as far out, but for those who said no.
func (m *tasks) wider(t *post.Turn, d *Data) {
	km := d.Km
	if km == 0 {
		km = m.o.Offers.WithinKm
	}
	d.Km, d.Depth, d.Stuck = min(2*km, place.Furthest), 0, false
	live := map[string]bool{}
	for _, l := range d.Offers {
		live[l.Person] = true
	}
	d.Asked.turn(waited, spare)
	for person := range live {
		d.Asked.set(person, waited)
	}
	if d.late(t.Now) || d.Finding {
		return
	}
	if t.State() == StateWaiting {
		t.Fire("seek")
	}
	m.find(t, d)
}

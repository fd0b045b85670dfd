package request

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/post"
)

// detail notes what they said after it was sent.
func (m *requests) detail(t *post.Turn, d *Data) {
	x := post.Read[Detail](t)
	if x.For && !d.For {
		d.Name, d.First, d.Consent = "", "", false // those were of whoever asks
		m.log(t, d, "card.request.line.for", map[string]any{"First": x.Asker})
	}
	if x.Name != "" {
		d.Name, d.First = x.Name, x.First
	}
	if x.For {
		d.For, d.Asker = true, x.Asker
	}
	if x.NotThere {
		d.Address, d.Postcode = "", ""
		d.leave()
	}
	m.retime(t, d, x)
	if x.Money && !d.Money {
		d.Money = true
		m.log(t, d, "card.request.line.money", map[string]any{"First": d.voice()})
	}
	if x.Reach != "" {
		d.Reach = x.Reach
	}
	if x.Access != "" && !d.know(x) {
		x.Tell = ""
	}
	if slices.ContainsFunc(d.Tasks, func(p Part) bool { return p.State == Has && m.tells(d, x, p) != "" }) {
		m.log(t, d, "card.request.line.told", map[string]any{"First": d.voice()})
	}
	if x.Late && d.taken() {
		m.log(t, d, "card.request.line.late", map[string]any{"First": d.voice()})
	}
	m.correct(t, d, x)
	if n := len(d.Words); x.Words != "" && (n == 0 || d.Words[n-1] != x.Words) { // a thread may have had them just before
		d.Words = append(d.Words, x.Words)
		d.keep()
	}
	if x.More {
		d.Added = append(d.Added, x.Words)
		d.Added = d.Added[max(0, len(d.Added)-wordsKept):]
	}
	if x.Area != "" && (x.Area != d.Area || x.Postcode != d.Postcode) || x.Address != "" && x.Address != d.Address {
		m.place(t, d, Place{x.Area, x.Postcode, x.Address}, "card.request.line.moved", d.voice())
	}
	m.doubt(t, d, x)
	m.amend(t, d, x)
	m.show(t, d)
}

const apart = "; "

// accessAtMost is how many letters of what whoever comes must know go into one text.
const accessAtMost = 350

// know adds to what whoever comes must know, or whoever comes for some kinds of help
// alone. It reports whether any of them did not know it.
func (d *Data) know(x Detail) (news bool) {
	if len(x.To) == 0 {
		news = !knows(d.Access, x.Access)
		d.Access, d.Stays = together(d.Access, x.Access), together(d.Stays, x.Stays)
		return news
	}
	if d.AccessOf == nil {
		d.AccessOf = map[string]string{}
	}
	if d.StaysOf == nil {
		d.StaysOf = map[string]string{}
	}
	for _, kind := range x.To {
		news = news || !knows(d.AccessOf[kind], x.Access)
		d.AccessOf[kind], d.StaysOf[kind] = together(d.AccessOf[kind], x.Access), together(d.StaysOf[kind], x.Stays)
	}
	return news
}

// leave keeps from whoever comes what was said of a door where they are no more.
func (d *Data) leave() {
	was := d.allAccess()
	d.Access, d.AccessOf = d.Stays, d.StaysOf
	if was != d.allAccess() {
		d.Left = together(d.Left, was)
	}
	d.StaysOf = maps.Clone(d.AccessOf)
}

func knows(access, words string) bool { return strings.Contains(apart+access+apart, apart+words+apart) }

// together joins what is known, without repeating any: the oldest of it goes where all
// would be too long for a text.
func together(access, more string) string {
	var all []string
	for one := range strings.SplitSeq(access+apart+more, apart) {
		all = append(slices.DeleteFunc(all, func(old string) bool { return old == one }), one)
	}
	all = slices.DeleteFunc(all, func(one string) bool { return one == "" })
	for len(all) > 1 && len([]rune(strings.Join(all, apart))) > accessAtMost {
		all = all[1:]
	}
	return cut(strings.Join(all, apart), accessAtMost)
}

// allAccess is all that whoever comes must know, for whatever they come.
func (d *Data) allAccess() string {
	all := d.Access
	for _, kind := range d.Kinds {
		all = together(all, d.AccessOf[kind])
	}
	return all
}

// tells is what whoever has one of the tasks is told now of what they said; "" if it is
// not for them.
func (m *requests) tells(d *Data, x Detail, p Part) string {
	if k, ok := m.o.Kind(p.Kind); !ok || k.Where == org.ByPhone || d.Private || len(x.To) > 0 && !slices.Contains(x.To, p.Kind) {
		return ""
	}
	return x.Tell
}

// place takes in another place than before, by whom.
func (m *requests) place(t *post.Turn, d *Data, to Place, line, by string) {
	was, unplaced, housed, old := d.address(), d.Area == "", d.Address != "", houseOf(Place{d.Area, d.Postcode, d.Address})
	switch {
	case to.Area != "" && to.Area != d.Area:
		d.Area, d.Postcode = to.Area, to.Postcode // the old postcode is not there
	case to.Address != "":
		d.Postcode = to.Postcode
	default:
		d.Postcode = cmp.Or(to.Postcode, d.Postcode)
	}
	d.Address, d.Elsewhere = to.Address, nil // nor is the old house
	if housed && houseOf(to) != old {
		d.leave()
	}
	m.sure(t, d, desk.DetailPlace)
	m.log(t, d, line, map[string]any{"First": by, "Was": was, "Told": d.taken() && !d.Private && !m.byPhone(d) && d.Address != ""})
	if unplaced && d.Area != "" {
		hub, _ := m.o.HubFor(d.Area)
		d.Hub = hub.ID
		m.showIn(t, d, hub.Channel)
	}
}

// doubt notes what may have changed, and nothing changes by it. Of somebody in danger a
// coordinator finds out, and has a case where it goes on by itself.
func (m *requests) doubt(t *post.Turn, d *Data, x Detail) {
	if x.Elsewhere != nil {
		d.Elsewhere = x.Elsewhere
		if *x.Elsewhere == (Place{}) {
			d.Elsewhere = nil
		}
	}
	if x.Doubt == "" || t.State() == StateFinished || t.State() == StateClosed {
		return
	}
	if d.Doubt != desk.DetailOff {
		d.Doubt = x.Doubt
	}
	if t.State() == StateWaiting {
		return // nobody goes before they have decided
	}
	if d.Doubtful == "" {
		d.Doubtful = t.New("case")
	}
	t.Write(d.Doubtful, desk.LetterOpen, desk.Open{
		Kind: desk.Doubtful, Hub: d.Hub, First: d.First, Area: d.Area, About: t.ID(), AboutKind: d.firstKind(), By: d.due(), Detail: d.Doubt,
	})
}

// sure ends a doubt, and the case about it.
func (m *requests) sure(t *post.Turn, d *Data, what string) {
	if d.Doubt != what {
		return
	}
	d.Doubt = ""
	if d.Doubtful != "" {
		t.Write(d.Doubtful, desk.LetterSettled, nil)
	}
}

// correct takes in that they need something else. Once a coordinator has decided
// or edited it, their words tell, and nothing changes by itself.
func (m *requests) correct(t *post.Turn, d *Data, x Detail) {
	other := len(x.Kinds) > 0 && !slices.Equal(x.Kinds, d.Kinds)
	switch {
	case t.State() != StateWaiting || d.Edited:
		if other {
			m.log(t, d, "card.request.line.other_late", map[string]any{"First": d.voice()})
		}
		return
	case other && x.More:
		more := slices.DeleteFunc(slices.Clone(x.Kinds), func(id string) bool { return slices.Contains(d.Kinds, id) })
		d.Kinds, d.What = x.Kinds, cmp.Or(x.What, d.What)
		m.log(t, d, "card.request.line.more", map[string]any{"First": d.voice(), "More": m.named(d, more)})
	case other:
		was := d.firstKind()
		if k, ok := m.o.Kind(was); ok {
			was = k.LocalName
		}
		d.Kinds, d.What = x.Kinds, x.What
		m.log(t, d, "card.request.line.other", map[string]any{"First": d.voice(), "Was": was})
	case x.What != "":
		d.What = x.What
	}
}

// consent notes whether their details may go to one volunteer, and how they
// want to be reached.
func (m *requests) consent(t *post.Turn, d *Data) {
	c := post.Read[Consent](t)
	d.Consent, d.Private = c.Given, !c.Given
	if c.Reach != "" {
		d.Reach = c.Reach
	}
	key := "card.request.line.consent"
	if d.Private {
		key = "card.request.line.private"
	}
	m.amend(t, d, Detail{})
	m.log(t, d, key, map[string]any{"First": d.voice()})
	m.show(t, d)
}

package request

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/task"
)

// resident is what the volunteer who takes a task may know: the door for a
// task at a door, the number for a call, and both only where both are needed.
func (d *Data) resident(k org.Kind) *task.Resident {
	r := &task.Resident{Person: d.Person, First: d.First, Name: d.Name}
	if d.Private {
		r.Name = d.First
		return r
	}
	if d.Reach == ReachCall || k.Where == org.ByPhone {
		r.Phone = d.Phone
	}
	if k.Where != org.ByPhone {
		r.Address, r.Access, r.Left = d.address(), together(d.Access, d.AccessOf[k.ID]), d.Left != ""
	}
	return r
}

// voice is the first name of whoever texts about it.
func (d *Data) voice() string {
	if d.For {
		return d.Asker
	}
	return d.First
}

func (d *Data) address() string { return Place{d.Area, d.Postcode, d.Address}.whole() }

func (p Place) whole() string {
	code := cmp.Or(p.Postcode, p.Area)
	switch {
	case p.Address == "":
		return p.Postcode
	case strings.Contains(squeeze(p.Address), squeeze(code)):
		return p.Address
	}
	return p.Address + ", " + code
}

// houseOf is a house without its postcode, to compare it with another.
func houseOf(p Place) string {
	house := strings.TrimSuffix(squeeze(p.Address), squeeze(cmp.Or(p.Postcode, p.Area)))
	return strings.TrimSuffix(house, ",")
}

func squeeze(s string) string { return strings.ToUpper(strings.ReplaceAll(s, " ", "")) }

// whatAtMost is how many letters of a resident's own words a volunteer reads.
const whatAtMost = 160

// what is what to fetch or do, for the volunteer who has the task: in few words
// if somebody has put it so, else the resident's own, in quotation marks: that
// part of their last text about it which names this kind of help, and not what
// else they told, of the visit as well, or need; then what they added. A text that is not divided may hold
// an address, so words stay private with it.
func (m *requests) what(d *Data, k org.Kind) string {
	beside := m.beside(d, k)
	brief := d.What
	if tellsOf(brief, beside...) {
		brief = naming(k, beside, brief)
	}
	if d.Private {
		return brief
	}
	var all, parts []string
	for _, said := range slices.Backward(d.Words) {
		if part := naming(k, beside, said); part != "" && d.What == "" && !slices.Contains(d.Added, said) && !slices.Contains(d.Asides, said) && !knows(d.allAccess(), said) && !d.ofOldDoor(part) {
			parts = append(parts, part)
			break
		}
	}
	for _, said := range d.Added {
		if part := naming(k, beside, said); part != "" {
			parts = append(parts, part)
		}
	}
	if brief != "" {
		all = append(all, brief)
	}
	if len(parts) > 0 {
		all = append(all, `"`+cut(strings.Join(parts, "; "), whatAtMost)+`"`)
	}
	return strings.Join(all, "; ")
}

// ofOldDoor reports whether a part of a text says what was so of a door where they are no
// more.
func (d *Data) ofOldDoor(part string) bool {
	if d.Left == "" {
		return false
	}
	return slices.ContainsFunc(strings.Split(d.Left, apart), func(left string) bool { return strings.Contains(left, part) || strings.Contains(part, left) })
}

// beside are the other kinds of help that were asked for, which are another
// volunteer's, or needed no more.
func (m *requests) beside(d *Data, k org.Kind) []org.Kind {
	ids := slices.Concat(d.Kinds, d.Gone)
	for _, p := range d.Tasks {
		ids = append(ids, p.Kind)
	}
	return slices.DeleteFunc(slices.Clone(m.o.Kinds), func(other org.Kind) bool { return other.ID == k.ID || !slices.Contains(ids, other.ID) })
}

// tellsOf reports whether a text names one of the kinds of help.
func tellsOf(said string, kinds ...org.Kind) bool {
	said = strings.ToLower(said)
	return slices.ContainsFunc(kinds, func(k org.Kind) bool { return k.NamedIn(said) })
}

// naming is the part of a text that names a kind of help, and none of those beside it
// where the two can be parted; "" if none does.
func naming(k org.Kind, beside []org.Kind, said string) string {
	for _, part := range clause.FindAllString(said, -1) {
		if !tellsOf(part, k) {
			continue
		}
		if tellsOf(part, beside...) {
			part = parted(k, beside, part)
		}
		return strings.TrimSpace(part)
	}
	return ""
}

// parted is the piece of a clause that names a kind of help alone, or else the clause.
func parted(k org.Kind, beside []org.Kind, part string) string {
	for _, joint := range joints {
		for _, piece := range joint.Split(part, -1) {
			if tellsOf(piece, k) && !tellsOf(piece, beside...) {
				return piece
			}
		}
	}
	return part
}

// clause is a part of a text between full stops, commas and the like.
var clause = regexp.MustCompile(`[^.,;:!?\n]+`)

// joints are where a clause that names two kinds of help may be parted, in English and
// in Welsh: at the weak ones only where it is not parted else.
var joints = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\s+(?:and|plus|also|then|n|ac|hefyd)\s+|\s*[&+/]\s*`),
	regexp.MustCompile(`(?i)\s+(?:and|plus|also|then|n|ac|hefyd|with|while|a)\s+`),
}

func (d *Data) firstKind() string {
	if len(d.Kinds) == 0 {
		return ""
	}
	return d.Kinds[0]
}

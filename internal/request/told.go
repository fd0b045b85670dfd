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
	r := &task.Resident{Person: d.Person, First: d.First, Name: d.Name, Access: d.Access}
	if d.Private {
		r.Name = d.First
		return r
	}
	if d.Reach == ReachCall || k.Where == org.ByPhone {
		r.Phone = d.Phone
	}
	if k.Where != org.ByPhone {
		r.Address = d.address()
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

func squeeze(s string) string { return strings.ToUpper(strings.ReplaceAll(s, " ", "")) }

// whatAtMost is how many letters of a resident's own words a volunteer reads.
const whatAtMost = 160

// what is what to fetch or do, for the volunteer who has the task: in few words
// if somebody has put it so, else the resident's own, in quotation marks: that
// part of their last text about it which names this kind of help, and not what
// else they told; then what they added. A text that is not divided may hold an
// address, so words stay private with it.
func (d *Data) what(k org.Kind) string {
	if d.Private {
		return d.What
	}
	var all, parts []string
	for _, said := range slices.Backward(d.Words) {
		if part := naming(k, said); part != "" && d.What == "" && !slices.Contains(d.Added, said) && !slices.Contains(d.Asides, said) {
			parts = append(parts, part)
			break
		}
	}
	for _, said := range d.Added {
		if part := naming(k, said); part != "" {
			parts = append(parts, part)
		}
	}
	if d.What != "" {
		all = append(all, d.What)
	}
	if len(parts) > 0 {
		all = append(all, `"`+cut(strings.Join(parts, "; "), whatAtMost)+`"`)
	}
	return strings.Join(all, "; ")
}

// naming is the part of a text that names a kind of help; "" if none does.
func naming(k org.Kind, said string) string {
	for _, part := range clause.FindAllString(said, -1) {
		if k.NamedIn(strings.ToLower(part)) {
			return strings.TrimSpace(part)
		}
	}
	return ""
}

// clause is a part of a text between full stops, commas and the like.
var clause = regexp.MustCompile(`[^.,;:!?\n]+`)

func (d *Data) firstKind() string {
	if len(d.Kinds) == 0 {
		return ""
	}
	return d.Kinds[0]
}

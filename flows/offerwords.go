package flows

import (
	"slices"
	"strings"
	"time"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/task"
)

// offered is what may be said of a task before it is anybody's.
type offered struct {
	title, area, hub string
	from, by         time.Time
	windows          []string // when it suits the resident as a rule
	soon             bool     // wanted as soon as somebody can
}

// offerWords completes "can you help?".
func offerWords(t *bot.Talk, k org.Kind, o offered) string {
	what := o.title
	if what == "" {
		filled, err := k.Offer.Fill(org.Fields{Area: o.area, By: byWords(t, o.by)})
		if err != nil {
			panic(err)
		}
		what = filled
	}
	args := map[string]any{"What": what, "By": byWords(t, o.by), "From": "", "Hub": "", "Windows": suits(t, o.by, o.windows, o.soon)}
	if h, ok := t.Org.Hub(o.hub); ok && k.Where == org.AtHub {
		args["Hub"] = h.Name
	}
	args["From"], args["At"] = fromWords(t, o.from, o.by), atWords(t, o.from, o.by)
	if args["At"] != "" || strings.Contains(what, byWords(t, o.by)) && !o.by.IsZero() {
		args["By"] = ""
	}
	return t.Words("offer.what", args)
}

// suits says when it suits the resident as a rule, or that it is wanted soon, where that
// is all that is known.
func suits(t *bot.Talk, by time.Time, windows []string, soon bool) string {
	switch {
	case !by.IsZero() || slices.Contains(windows, "anytime"):
		return ""
	case soon:
		return t.Words("offer.soon", nil)
	}
	return windowWords(t, windows)
}

func keepSoon(t *bot.Talk, soon bool) {
	t.Keep("soon", "")
	if soon {
		t.Keep("soon", "yes")
	}
}

func byWords(t *bot.Talk, by time.Time) string {
	if by.IsZero() {
		return ""
	}
	return t.When(by)
}

// atWords say at which moment it is to be done, where that is said.
func atWords(t *bot.Talk, from, by time.Time) string {
	if from.IsZero() || !from.Equal(by) {
		return ""
	}
	return t.When(by)
}

// fromWords say from when: the time alone on the day by which it is to be done.
func fromWords(t *bot.Talk, from, by time.Time) string {
	switch {
	case from.IsZero(), from.Equal(by):
		return ""
	case !by.IsZero() && from.In(t.Org.Location).Format(time.DateOnly) == by.In(t.Org.Location).Format(time.DateOnly):
		return t.Clock(from)
	}
	return t.When(from)
}

// sayDetails says what whoever has a task may know of it: what they must know of the visit
// in a text of its own, where that is long.
func sayDetails(t *bot.Talk, key string, w task.Won) {
	const most = 120 // letters
	args := details(t, w)
	access := args["Access"].(string)
	if len([]rune(access)) <= most {
		t.Say(key, args)
		return
	}
	args["Access"] = ""
	t.Say(key, args)
	t.SayWhile("offer.told", map[string]any{"Resident": w.Resident.First, "Words": access})
}

// details are what whoever has a task may know of it.
func details(t *bot.Talk, w task.Won) map[string]any {
	kind, _ := t.Org.Kind(w.Kind)
	fields := org.Fields{Area: w.Area, Volunteer: t.Person.First, What: or(w.What, w.Title), By: byWords(t, w.By)}
	args := map[string]any{"What": or(w.What, w.Title), "Place": w.Place, "By": byWords(t, w.By), "From": fromWords(t, w.From, w.By), "At": atWords(t, w.From, w.By), "Windows": suits(t, w.By, w.Windows, w.Soon), "Moved": "", "Resident": "", "Address": "", "Phone": "", "Access": "", "Old_door": ""}
	if w.Retimed {
		args["Moved"] = "yes"
	}
	if r := w.Resident; r != nil {
		fields.Resident = r.First
		args["Resident"], args["Address"], args["Access"] = or(r.Name, t.Words("offer.nameless", nil)), r.Address, r.Access
		if r.Left {
			args["Old_door"] = "yes"
		}
		if r.Phone != "" {
			args["Phone"] = spoken(r.Phone)
		}
	}
	if args["At"] != "" {
		args["By"] = ""
	}
	won, err := kind.Won.Fill(fields)
	if err != nil {
		panic(err)
	}
	args["Won"] = won
	return args
}

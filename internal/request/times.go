package request

import (
	"maps"
	"slices"
	"time"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/task"
)

// Time is when one of several kinds of help is needed.
type Time struct {
	task.Time
	When string `json:"when,omitempty"` // in their words
}

func (a Time) same(b Time) bool { return a.From.Equal(b.From) && a.By.Equal(b.By) }

// timeOf is when a kind of help is needed.
func (d *Data) timeOf(kind string) Time {
	if at, ok := d.Times[kind]; ok {
		return at
	}
	return Time{task.Time{From: d.From, By: d.By, Windows: d.Windows, Soon: d.Soon}, d.When}
}

// due is by when the first of what is still to be done is needed.
func (d *Data) due() time.Time {
	if len(d.Times) == 0 {
		return d.By
	}
	var first time.Time
	for _, kind := range d.Kinds {
		over := slices.ContainsFunc(d.Tasks, func(p Part) bool { return p.Kind == kind && (p.State == Done || p.State == Unmet) })
		if by := d.timeOf(kind).By; !over && !by.IsZero() && (first.IsZero() || by.Before(first)) {
			first = by
		}
	}
	return first
}

// timed is a detail's time for a kind of help.
func (x *Detail) timed(kind string) Time {
	if at, ok := x.Times[kind]; ok {
		return at
	}
	return Time{task.Time{From: x.From, By: x.By, Windows: x.Windows, Soon: x.Soon}, x.When}
}

// retime takes in when they need it, or some of it. What they had said before a
// coordinator set a time does not undo that; another time does. Whoever has a task of it
// is asked whether they still can, but only where it is said by when: else a coordinator
// must find out.
func (m *requests) retime(t *post.Turn, d *Data, x Detail) {
	first := d.When == "" && d.By.IsZero() && !d.Edited
	kinds, was := d.Kinds, d.When
	if len(x.Of) > 0 {
		kinds = slices.DeleteFunc(slices.Clone(x.Of), func(id string) bool { return !slices.Contains(d.Kinds, id) })
		if len(kinds) == 0 {
			return
		}
		was, x.When = d.timeOf(kinds[0]).When, x.timed(kinds[0]).When
	}
	differs := func(kind string) bool { return !x.timed(kind).same(d.timeOf(kind)) }
	other := x.When != "" && (x.Timed || x.When != was) && (x.When != was || !x.By.Equal(d.By) && len(x.Of) == 0 || !x.From.Equal(d.From) && len(x.Of) == 0 || slices.ContainsFunc(kinds, differs))
	if len(x.Of) == 0 {
		x.From = m.hourBefore(d.From, d.By, x.From, x.By)
	}
	late := func(kind string) bool { return !x.timed(kind).By.After(t.Now) }
	switch {
	case !other || t.State() == StateFinished || t.State() == StateClosed:
		return
	case len(d.Tasks) > 0 && (len(kinds) == 0 && !x.By.After(t.Now) || slices.ContainsFunc(kinds, late)):
		m.log(t, d, "card.request.line.when_late", map[string]any{"First": d.voice(), "When": x.When})
		m.thread(t, d, desk.Note{Text: x.Words, Key: "card.heard", Args: map[string]any{"First": d.voice(), "More": 0}})
		return
	case !first && (d.Edited || len(d.Tasks) > 0):
		if d.Edited || len(x.Of) == 0 && len(d.Times) > 0 {
			was = ""
		}
		what := ""
		if len(x.Of) > 0 {
			what = m.named(d, kinds)
		}
		m.log(t, d, "card.request.line.retimed", map[string]any{"First": d.voice(), "Was": was, "What": what})
	}
	before := *d
	d.Retimed = d.Retimed || !first
	if len(x.Of) == 0 {
		d.When, d.From, d.By, d.Windows, d.Soon, d.Times, d.Several = x.When, x.From, x.By, x.Windows, x.Soon, x.Times, x.Several
	} else {
		d.Times = maps.Clone(d.Times)
		if d.Times == nil {
			d.Times = map[string]Time{}
		}
		for _, kind := range kinds {
			at := x.timed(kind)
			old := before.timeOf(kind)
			at.From = m.hourBefore(old.From, old.By, at.From, at.By)
			d.Times[kind] = at
		}
		d.Several = d.Several && len(d.Times) < len(d.Kinds)
	}
	d.ask(kinds, func(kind string) bool { return !d.timeOf(kind).same(before.timeOf(kind)) })
	m.sure(t, d, desk.DetailTime)
}

// ask notes that whoever has a task of some kinds is asked about another time.
func (d *Data) ask(kinds []string, changed func(kind string) bool) {
	for i := range d.Tasks {
		if p := &d.Tasks[i]; p.State == Has && slices.Contains(kinds, p.Kind) && changed(p.Kind) {
			p.Unsure = true
		}
	}
}

// hourBefore is from when, where no other hour is named than by when: an hour of that day
// that they named before.
func (m *requests) hourBefore(wasFrom, wasBy, from, by time.Time) time.Time {
	day := func(at time.Time) string { return at.In(m.o.Location).Format(time.DateOnly) }
	if from.IsZero() && wasFrom.Before(by) && !wasFrom.Equal(wasBy) && day(wasFrom) == day(by) {
		return wasFrom
	}
	return from
}

// setBefore takes in by when a coordinator says it is needed. Of help with times of its
// own it is of that kind alone, if it is another than the one that they were shown.
func (d *Data) setBefore(kind string, shown, by time.Time) {
	d.Several = false
	if len(d.Times) > 0 {
		if by.Equal(shown) {
			return
		}
		at := Time{Time: task.Time{By: by}}
		if old := d.timeOf(kind); old.From.Before(by) && !old.From.Equal(old.By) {
			at.From = old.From
		}
		d.Times = maps.Clone(d.Times)
		d.Times[kind] = at
		return
	}
	if !by.Equal(d.By) && (d.From.Equal(d.By) || !d.From.Before(by)) {
		d.From = time.Time{} // it was of the time that they change
	}
	d.By = by
	if !d.By.IsZero() {
		d.Windows, d.Soon = nil, false
	}
}

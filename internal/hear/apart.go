package hear

import (
	"slices"
	"strings"
	"time"
)

// KindTime is when one of several kinds of help is needed, as Slots have it.
type KindTime struct {
	Kind     string
	From, By time.Time
	At       bool
	Today    bool // as UrgencyToday
}

// mention is a kind of help that the text names, at a token.
type mention struct {
	kind string
	at   int
}

// part is a part of a text that names kinds of help, or times, or both.
type part struct {
	kinds  []string
	times  []moment
	fixed  KindTime // a time that is no moment: "this week", "asap"
	joined bool     // an "and" stands before it
	soft   bool     // no mark and no "and" does
	leads  bool     // its time stands before its kinds
}

func (p *part) timed() bool { return len(p.times) > 0 || p.fixed != KindTime{} }

// apart finds which of several times is of which of several kinds of help: the one that
// stands in the same part of the sentence. Where some time or kind is left over, the
// earliest time is the one of the whole.
func (r *reading) apart() {
	s := &r.heard.Slots
	if len(s.Kinds) < 2 || r.aboutTask() || slices.Contains([]string{"when", "kinds", "minutes"}, r.c.Asked) {
		return
	}
	all, unclear := bindTimes(r.parts())
	all, ofWhich := shareDay(all)
	unclear = unclear || ofWhich
	var said []KindTime
	var day moment
	loose := false
	for _, p := range all {
		if !p.timed() {
			unclear = true
			continue
		}
		for _, m := range p.times {
			if m.hasDay && !m.isSpan {
				day = m
			}
		}
		at := r.timeOf(p, day)
		if len(p.kinds) == 0 {
			loose = true
			said = append(said, at)
		}
		for _, kind := range p.kinds {
			at.Kind = kind
			said = append(said, at)
		}
	}
	said = slices.DeleteFunc(said, func(k KindTime) bool { return k.From.IsZero() && k.By.IsZero() && !k.Today })
	if len(said) < 2 || !slices.ContainsFunc(said, func(k KindTime) bool { return !k.same(said[0]) }) {
		return
	}
	first := slices.MinFunc(said, func(a, b KindTime) int { return a.ends(r.c.Now).Compare(b.ends(r.c.Now)) })
	s.From, s.By, s.At, s.UrgencyToday, s.When = first.From, first.By, first.At, first.Today, nil
	for _, k := range said {
		twice := slices.ContainsFunc(said, func(o KindTime) bool { return o.Kind == k.Kind && !o.same(k) })
		unclear = unclear || twice
		if k.Kind != "" && !twice && !loose && slices.Contains(s.Kinds, k.Kind) && !slices.Contains(s.Apart, k) {
			s.Apart = append(s.Apart, k)
		}
	}
	s.Several = unclear || loose || len(s.Apart) < len(s.Kinds)
}

func (k KindTime) same(o KindTime) bool {
	return k.From.Equal(o.From) && k.By.Equal(o.By) && k.At == o.At && k.Today == o.Today
}

// ends is when it is too late.
func (k KindTime) ends(now time.Time) time.Time {
	switch {
	case !k.By.IsZero():
		return k.By
	case k.At:
		return k.From
	case !k.From.IsZero():
		return hourOf(k.From, LastHour)
	}
	return hourOf(now, LastHour)
}

// cutBefore reports whether a text may be cut before a token, and whether it says "and"
// there.
func (r *reading) cutBefore(i int) (cut, and bool) {
	and = r.valueOf(lRange, i) == "and"
	return i > 0 && (and || r.tokens[i].before != space || r.is(lBut, i)), and
}

// Clauses are the pieces of a text between its marks, its "and" and its "but", as they
// were sent.
func (es *Ears) Clauses(text, language string) []string {
	e := es.ears[language]
	if e == nil {
		return []string{text}
	}
	r := newReading(e, text, Context{})
	defer r.free()
	r.match()
	var all []string
	from := 0
	for i := range r.tokens {
		if cut, and := r.cutBefore(i); cut {
			if i > from {
				all = append(all, strings.Clone(r.raw(from, i)))
			}
			if from = i; and || r.is(lBut, i) {
				from++
			}
		}
	}
	if from < len(r.tokens) {
		all = append(all, strings.Clone(r.raw(from, len(r.tokens))))
	}
	return all
}

// parts cuts a text at its marks, at "and" and at "but", and keeps what names a kind of
// help or a time.
func (r *reading) parts() (all []part) {
	var p part
	end := func(next part) {
		if len(p.kinds) > 0 || p.timed() {
			all = append(all, p)
		} else {
			next.joined = next.joined || p.joined
		}
		p = next
	}
	for i := 0; i < len(r.tokens); {
		if cut, and := r.cutBefore(i); cut {
			end(part{joined: and})
		}
		if k := slices.IndexFunc(r.mentioned, func(m moment) bool { return m.from == i }); k >= 0 {
			if m := r.mentioned[k]; !m.not {
				if len(p.kinds) > 0 && p.leads {
					end(part{soft: true})
				}
				p.leads = p.leads || len(p.kinds) == 0
				p.times = append(p.times, m)
			}
			i = max(i+1, r.mentioned[k].to)
			continue
		}
		if at, to := r.fixedTime(i); to > i {
			p.leads = p.leads || len(p.kinds) == 0
			p.fixed, i = at, to
			continue
		}
		for _, m := range r.kindsAt {
			if m.at != i || slices.Contains(p.kinds, m.kind) {
				continue
			}
			if len(p.kinds) > 0 && p.timed() && !slices.ContainsFunc(r.kindsAt, func(o mention) bool { return o.at == i && slices.Contains(p.kinds, o.kind) }) {
				end(part{soft: true})
			}
			p.kinds = append(p.kinds, m.kind)
		}
		i++
	}
	end(part{})
	return all
}

// fixedTime is a time at a token that is no moment.
func (r *reading) fixedTime(i int) (k KindTime, next int) {
	h, ok := r.hitAt(lDayWord, i)
	if !ok || r.negated(i) {
		h, ok = r.hitAt(lUrgent, i)
		return KindTime{Today: ok}, h.to
	}
	if k.From, k.By = r.ofWeek(h.value); k.By.IsZero() {
		return k, i
	}
	return k, h.to
}

// bindTimes gives a time that stands alone to the kinds beside it, and kinds that are
// listed the time of the list. It reports whether a kind is left over.
func bindTimes(all []part) (bound []part, unclear bool) {
	had := func(kind string) bool {
		return slices.ContainsFunc(all, func(p part) bool { return p.timed() && slices.Contains(p.kinds, kind) })
	}
	for i := range all { // "the dog is friendly" names no more than was named
		if !all[i].timed() {
			all[i].kinds = slices.DeleteFunc(all[i].kinds, had)
		}
	}
	all = slices.DeleteFunc(all, func(p part) bool { return len(p.kinds) == 0 && !p.timed() })
	for i, p := range all {
		last := len(bound) - 1
		switch {
		case len(p.kinds) > 0 || last < 0:
		case len(bound[last].kinds) > 0 && !bound[last].timed(), p.soft, p.refines(&bound[last]):
			bound[last].times = append(bound[last].times, p.times...)
			if p.fixed != (KindTime{}) {
				bound[last].fixed = p.fixed
			}
			continue
		}
		if len(p.kinds) == 0 && i+1 < len(all) && len(all[i+1].kinds) > 0 && !all[i+1].timed() {
			all[i+1].times, all[i+1].fixed, all[i+1].leads = p.times, p.fixed, true
			continue
		}
		bound = append(bound, all[i])
	}
	for i := range bound {
		p := &bound[i]
		if p.timed() {
			continue
		}
		k := i
		for k < len(bound) && !bound[k].timed() {
			k++
		}
		switch {
		case k < len(bound) && bound[k].joined && !bound[k].leads:
			p.times, p.fixed = bound[k].times, bound[k].fixed
		case i > 0 && bound[i-1].leads && bound[i-1].timed():
			p.times, p.fixed, p.leads = bound[i-1].times, bound[i-1].fixed, true
		default:
			unclear = true
		}
	}
	return bound, unclear
}

// refines reports whether the time of a part that names no kind says more exactly what
// the one before it says: "tomorrow, by 4".
func (p *part) refines(before *part) bool {
	return before.timed() && !slices.ContainsFunc(p.times, func(m moment) bool { return m.hasDay || m.isSpan }) && len(p.times) > 0 &&
		!slices.ContainsFunc(before.times, func(m moment) bool { return m.has })
}

// shareDay has a day that stands alone after times that have none hold for them:
// "tablets by 4, dog by 6, tomorrow please". OfWhich says that it cannot be told of which
// it is: "dog at 10 and shopping at 2 tomorrow".
func shareDay(all []part) (shared []part, ofWhich bool) {
	for k, p := range all {
		before := all[:k]
		if slices.ContainsFunc(before, func(q part) bool { return q.dated() || !q.clocked() }) || len(before) == 0 || !p.dated() {
			continue
		}
		if len(p.kinds) > 0 || len(p.times) != 1 || !p.times[0].dayOnly() {
			return all, slices.ContainsFunc(p.times, func(m moment) bool { return m.dayLast })
		}
		for _, q := range before {
			for j := range q.times {
				q.times[j].day, q.times[j].hasDay = p.times[0].day, true
			}
		}
		return slices.Delete(all, k, k+1), false
	}
	return all, false
}

func (p *part) dated() bool {
	return slices.ContainsFunc(p.times, func(m moment) bool { return m.hasDay || m.isSpan })
}

func (p *part) clocked() bool {
	return slices.ContainsFunc(p.times, func(m moment) bool { return m.has })
}

// timeOf is when a part says; a time of day is of the day that was named last before it.
func (r *reading) timeOf(p part, day moment) KindTime {
	if len(p.times) == 0 {
		return p.fixed
	}
	times := slices.Clone(p.times)
	if !p.dated() && day.hasDay {
		for i := range times {
			times[i].day, times[i].hasDay = day.day, true
		}
	}
	shareDays(times)
	from, by, until, at := r.timeSaid(times)
	k := KindTime{From: from, By: by, At: at && by.IsZero()}
	if until.After(k.From) {
		k.From, k.At = until, false
		if k.From.Hour() < FirstHour {
			k.From = hourOf(k.From, FirstHour)
		}
	}
	today := func(m moment) bool { return m.hasDay && m.day.Equal(midnight(r.c.Now, 0)) && m.cue != "until" }
	k.Today = p.fixed.Today || k.From.IsZero() && slices.ContainsFunc(times, today)
	return k
}

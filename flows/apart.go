package flows

import (
	"slices"
	"strings"
	"time"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/request"
	"github.com/goodturn/goodturn/internal/task"
)

// A request has one time, and beside it times of kinds of help that are needed each at
// its own.

// timedKinds are the kinds of help of which alone a text names a time, where more is
// wanted; none if its time is of all.
func timedKinds(t *bot.Talk) []string {
	s, wanted := t.Heard.Slots, stillWanted(t)
	if !namesTime(t) || t.Slot("when") == "" && t.Slot("apart") == "" || s.Several || len(s.NotKinds) > 0 || t.Says(hear.Whole) {
		return nil
	}
	named := s.Kinds
	if len(s.Apart) > 0 {
		named = nil
		for _, k := range s.Apart {
			named = append(named, k.Kind)
		}
	} else if len(named) == 0 {
		named = t.List("part_kinds")
		if len(named) == 0 && daySaid(t) && timeAlone(t) {
			named = t.List("day_of")
		}
	}
	if slices.ContainsFunc(named, func(id string) bool { return !slices.Contains(wanted, id) }) || len(named) >= len(wanted) {
		return nil
	}
	return named
}

// timesEach holds for a text that names for each of some of what they asked for its time.
func timesEach(t *bot.Talk) bool {
	wanted := stillWanted(t)
	return len(t.Heard.Slots.Apart) > 0 && !slices.ContainsFunc(t.Heard.Slots.Apart, func(k hear.KindTime) bool { return !slices.Contains(wanted, k.Kind) })
}

// ownTime is a time as a request has it.
func ownTime(t *bot.Talk, k hear.KindTime) request.Time {
	at := request.Time{Time: task.Time{From: k.From, By: k.By}}
	switch {
	case k.At:
		at.By, at.When = k.From, t.Words("asking.at", map[string]any{"At": t.When(k.From)})
	case k.By.IsZero() && !k.From.IsZero():
		at.By, at.When = dayEnds(k.From), t.Words("asking.from", map[string]any{"From": t.When(k.From)})
	case k.By.IsZero():
		if at.By = todayEnds(t); at.By.IsZero() {
			at.Soon, at.When = true, t.Words("asking.soon", nil)
		}
	}
	if !at.From.After(t.Now) {
		at.From = time.Time{}
	}
	whole := at.From.Hour() == hear.FirstHour && at.By.Hour() == hear.LastHour && sameDay(at.From, at.By)
	switch {
	case at.When != "":
	case at.From.IsZero(), whole:
		at.When = t.Words("asking.by", map[string]any{"By": t.When(at.By)})
		if sameDay(at.By, t.Now.In(t.Org.Location)) {
			at.When = t.Words("asking.by_today", map[string]any{"By": t.When(at.By)})
		}
	default:
		at.When = t.Words("asking.between", map[string]any{"From": fromWords(t, at.From, at.By), "By": t.When(at.By)})
	}
	return at
}

// heardTime is the time that a text names.
func heardTime(t *bot.Talk) hear.KindTime {
	s := t.Heard.Slots
	return hear.KindTime{From: s.From, By: s.By, At: s.At, Today: s.UrgencyToday}
}

func keepOwn(t *bot.Talk, kind string, at request.Time) {
	if !slices.Contains(t.List("apart"), kind) {
		t.Keep("apart", strings.Join(append(t.List("apart"), kind), ","))
	}
	t.KeepTime("apart_from_"+kind, at.From)
	t.KeepTime("apart_by_"+kind, at.By)
	t.Keep("apart_when_"+kind, at.When)
	t.Keep("apart_soon_"+kind, "")
	if at.Soon {
		t.Keep("apart_soon_"+kind, "yes")
	}
}

func dropOwn(t *bot.Talk, kinds []string) {
	t.Keep("apart", strings.Join(slices.DeleteFunc(t.List("apart"), func(id string) bool { return slices.Contains(kinds, id) }), ","))
	for _, id := range kinds {
		for _, name := range []string{"from", "by", "when", "soon"} {
			t.Keep("apart_"+name+"_"+id, "")
		}
	}
}

// ownTimes are the times of the kinds of help that have their own.
func ownTimes(t *bot.Talk) map[string]request.Time {
	var all map[string]request.Time
	for _, id := range t.List("apart") {
		if all == nil {
			all = map[string]request.Time{}
		}
		all[id] = timeOfKind(t, id)
	}
	return all
}

// timeOfKind is when a kind of help is needed.
func timeOfKind(t *bot.Talk, id string) request.Time {
	if !slices.Contains(t.List("apart"), id) {
		return request.Time{Time: task.Time{From: t.Time("from"), By: t.Time("by"), Windows: t.List("windows"), Soon: t.Slot("soon") != ""}, When: t.Slot("when")}
	}
	return request.Time{
		Time: task.Time{From: t.Time("apart_from_" + id), By: t.Time("apart_by_" + id), Soon: t.Slot("apart_soon_"+id) != ""}, When: t.Slot("apart_when_" + id),
	}
}

// timesOfKinds are when each kind of help is needed.
func timesOfKinds(t *bot.Talk) map[string]request.Time {
	all := map[string]request.Time{}
	for _, id := range t.List("kinds") {
		all[id] = timeOfKind(t, id)
	}
	return all
}

// heldBy is by when that is needed of which a text names a time.
func heldBy(t *bot.Talk) time.Time {
	if of := timedKinds(t); len(of) > 0 {
		return timeOfKind(t, of[0]).By
	}
	return t.Time("by")
}

// eachWhen says of kinds of help when each is needed.
func eachWhen(t *bot.Talk, kinds []string) string {
	var all []string
	for _, id := range kinds {
		all = append(all, strings.TrimSpace(t.Words("asking.one", map[string]any{"What": subjectOf(t, []string{id}), "When": timeOfKind(t, id).When})))
	}
	return strings.Join(all, "; ")
}

// gatherApart notes the times that are of some of what they need alone. It reports
// whether the text names no other.
func gatherApart(t *bot.Talk) bool {
	s, of := &t.Heard.Slots, timedKinds(t)
	if kinds := t.List("kinds"); len(kinds) == 1 && len(s.Apart) > 0 {
		if i := slices.IndexFunc(s.Apart, func(k hear.KindTime) bool { return k.Kind == kinds[0] }); i >= 0 {
			k := s.Apart[i]
			s.From, s.By, s.At, s.UrgencyToday = k.From, k.By, k.At, k.Today
		}
		s.Apart, s.Several = nil, false
		return false
	}
	for _, id := range of {
		at := heardTime(t)
		if i := slices.IndexFunc(s.Apart, func(k hear.KindTime) bool { return k.Kind == id }); i >= 0 {
			at = s.Apart[i]
		}
		keepOwn(t, id, ownTime(t, at))
	}
	return len(of) > 0
}

// gatherEach notes the times of each, where a text names them all, or that it is not
// clear of what they are.
func gatherEach(t *bot.Talk) {
	s, kinds := t.Heard.Slots, t.List("kinds")
	dropOwn(t, t.List("apart"))
	for _, k := range s.Apart {
		if slices.Contains(kinds, k.Kind) {
			keepOwn(t, k.Kind, ownTime(t, k))
		}
	}
	t.Keep("several", "")
	if s.Several {
		t.Keep("several", "yes")
		if t.Slot("apart") == "" {
			t.Keep("when", t.Words("asking.all", map[string]any{"When": t.Slot("when")}))
		}
	}
}

// keepRest notes that some of it is needed no more: what alone is left has the one time.
func keepRest(t *bot.Talk, off, rest []string) {
	dropOwn(t, off)
	if len(rest) != 1 || t.Slot("apart") == "" {
		return
	}
	at := timeOfKind(t, rest[0])
	dropOwn(t, rest)
	t.KeepTime("from", at.From)
	t.KeepTime("by", at.By)
	t.Keep("when", at.When)
	keepSoon(t, at.Soon)
}

// timeWords say the time that a text named: of some of what they need, of each, or of
// all, where some had its own.
func timeWords(t *bot.Talk, of []string, had bool) string {
	switch {
	case len(of) > 0:
		return eachWhen(t, of)
	case t.Slot("apart") != "":
		return eachWhen(t, stillWanted(t))
	case had && t.Slot("several") == "":
		return t.Words("asking.all", map[string]any{"When": t.Slot("when")})
	}
	return t.Slot("when")
}

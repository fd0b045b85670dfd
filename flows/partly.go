package flows

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/request"
)

// stillWanted are the kinds of help of a request that nobody has given up.
func stillWanted(t *bot.Talk) []string {
	return slices.DeleteFunc(t.List("kinds"), func(id string) bool { return t.Slot("missed_"+id) != "" })
}

// givesUpSome holds when they say of some of what they asked for that they need it no
// more, and name it.
func givesUpSome(t *bot.Talk) bool {
	return notNeeded(t) && len(namedOff(t)) > 0
}

// givesUpWhich holds when they need something no more, and it may be all that they asked
// for or a part of it.
func givesUpWhich(t *bot.Talk) bool {
	return notNeeded(t) && len(stillWanted(t)) > 1 && !t.Says(hear.Whole)
}

// perhapsPart holds when they need something no more that they name, and what they asked
// for first had no name: it may still be needed.
func perhapsPart(t *bot.Talk) bool {
	return notNeeded(t) && t.Slot("unnamed") != "" && len(t.Heard.Slots.Kinds)+len(t.Heard.Slots.NotKinds) > 0 && !t.Says(hear.Whole)
}

// askNo has the hub read words that may give up a part of a request.
func askNo(t *bot.Talk) {
	if perhapsPart(t) {
		addWords(t)
	}
}

// namedOff are the kinds that a text names, where they are not all that is wanted.
func namedOff(t *bot.Talk) []string {
	s, wanted := t.Heard.Slots, stillWanted(t)
	named := s.Kinds
	if len(s.NotKinds) > 0 {
		named = s.NotKinds
	}
	off := slices.DeleteFunc(wanted, func(id string) bool { return !slices.Contains(named, id) })
	if len(off) == len(stillWanted(t)) || s.OnlyKinds {
		return nil
	}
	return off
}

// onlySome holds for a text that says that only some of what they asked for is wanted: they
// are asked whether the rest is needed no more.
func onlySome(t *bot.Talk) bool {
	s, wanted := t.Heard.Slots, stillWanted(t)
	if !s.OnlyKinds || len(s.Kinds) == 0 || namesTime(t) || s.Name != "" || namesPlace(t, "") || hears(hear.Question)(t) {
		return false
	}
	return len(s.Kinds) < len(wanted) && !slices.ContainsFunc(s.Kinds, func(id string) bool { return !slices.Contains(wanted, id) })
}

// noteOnly notes what they may need no more.
func noteOnly(t *bot.Talk) {
	t.Write(t.Conv.About, request.LetterHeard, desk.Heard{First: t.Person.First, Text: t.Body, Asks: true})
	off := slices.DeleteFunc(stillWanted(t), func(id string) bool { return slices.Contains(t.Heard.Slots.Kinds, id) })
	t.Keep("only_off", strings.Join(off, ","))
	t.Keep("off", subjectOf(t, off))
}

// askOff lists what they may mean.
func askOff(t *bot.Talk) {
	var list []string
	wanted := stillWanted(t)
	for i, id := range wanted {
		list = append(list, t.Words("which.one", map[string]any{"Number": i + 1, "What": subjectOf(t, []string{id})}))
	}
	t.Keep("off_list", strings.Join(list, " "))
	t.Keep("off_all", strconv.Itoa(len(wanted)+1))
}

// picksOff are the kinds that an answer to that gives up, by number or by name; what they
// say that they do need is not among them.
func picksOff(t *bot.Talk) []string {
	h, wanted := t.Heard, stillWanted(t)
	needs := (hears(hear.Need)(t) || h.RuledBy("need")) && !h.RuledBy("needless")
	switch n, named := h.Slots.Number, len(h.Slots.Kinds) > 0; {
	case !named && n > 0 && n <= len(wanted):
		return wanted[n-1 : n]
	case !named, !needs && !h.RuledBy("needless") && !onlyNames(t, h.Slots.Kinds):
		return nil
	}
	return slices.DeleteFunc(wanted, func(id string) bool { return slices.Contains(h.Slots.Kinds, id) == needs })
}

// onlyNames holds for a text that names kinds of help and says nothing else.
func onlyNames(t *bot.Talk, kinds []string) bool {
	var words []string
	for _, id := range kinds {
		words = append(words, strings.Fields(strings.ToLower(strings.Join(t.Org.WordsFor(id), " ")))...)
	}
	return !slices.ContainsFunc(strings.Fields(plain(t.Body)), func(w string) bool { return !t.Is(hear.Small, w) && !slices.Contains(words, w) })
}

func picksSome(t *bot.Talk) bool {
	n := len(picksOff(t))
	return n > 0 && n < len(stillWanted(t))
}

func picksAll(t *bot.Talk) bool {
	return strconv.Itoa(t.Heard.Slots.Number) == t.Slot("off_all") || t.Says(hear.Whole) || len(picksOff(t)) == len(stillWanted(t))
}

// meansAll holds for a few words that say that they need none of several things: "both".
func meansAll(t *bot.Talk) bool {
	return len(stillWanted(t)) > 1 && t.Says(hear.Whole) && len(strings.Fields(t.Body)) < wholeSentence && hears(hear.Unclear, hear.Accept)(t)
}

// dropSome tells the hub and whoever has it that some of it is needed no more.
func dropSome(t *bot.Talk) {
	off := namedOff(t)
	if t.Slot("off_list") != "" {
		off = picksOff(t)
	}
	if only := t.List("only_off"); len(only) > 0 {
		off = only
	}
	t.Keep("off_list", "")
	t.Keep("only_off", "")
	t.Keep("off", subjectOf(t, off))
	rest := slices.DeleteFunc(t.List("kinds"), func(id string) bool { return slices.Contains(off, id) })
	t.Keep("kinds", strings.Join(rest, ","))
	keepRest(t, off, rest)
	t.Keep("subject", subject(t))
	t.Keep("by_phone", byPhone(t))
	t.Keep("volunteer", "")
	for _, id := range rest {
		t.Keep("volunteer", or(t.Slot("volunteer"), t.Slot("has_"+id)))
	}
	t.Write(t.Conv.About, request.LetterWithdraw, request.Withdraw{Kinds: off, Words: t.Body})
}

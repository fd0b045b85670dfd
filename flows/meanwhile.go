package flows

import (
	"slices"
	"strings"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/request"
)

// tellRequest has a request that lives do its work with what somebody in danger texts,
// beside the case, where that is plain and can harm nobody. Whatever else may change the
// request a coordinator finds out: they are asked nothing now, and nothing is called off.
// Of abuse nothing is done, and no words or places go to a hub.
func tellRequest(t *bot.Talk) {
	if isAbuse(t) || t.Heard.Danger == "violence" {
		t.Keep("abused", "yes") // whatever else they tell of later
	}
	if t.Heard.Danger != "" {
		return
	}
	private := t.Slot("abused") != ""
	about, sure := whichRequest(t)
	t.Beside("asking", func(a *bot.Talk) bool {
		if a.Conv != about {
			return false
		}
		plain := sure && !private
		words := plain && quotable(t)
		switch {
		case plain && fillsRequest(a):
			words = false
		case notNeeded(a) || needless(a):
			leaveOpen(a, desk.DetailOff, nil)
			return true
		case namesDoor(a) && hears(hear.Change)(a) && plain:
			noteNewDoor(a)
			moveRequest(a)
		case namesDoor(a) && private:
			leaveOpen(a, desk.DetailPlace, nil)
		case namesDoor(a):
			to := door(a)
			leaveOpen(a, desk.DetailPlace, &to)
		case plainTime(a) && plain:
			noteNewTime(a)
			retimeRequest(a)
		case plainTime(a), oneTime(a) && perhapsTime(a):
			leaveOpen(a, desk.DetailTime, nil)
		default:
			words = words && about.Wants(a.Heard.Slots.Kinds)
		}
		if words {
			addWords(a)
		}
		return true
	})
	tellComing(t)
}

// fillsRequest gives the request what it was asked for before the alarm and is not known,
// or how soon, where a text is that and nothing else. It reports whether it was.
func fillsRequest(a *bot.Talk) bool {
	if len(strings.Fields(a.Body)) >= wholeSentence {
		return false
	}
	switch state := a.Conv.State; {
	case state == "asked_consent" && answers(a, "consent", isPlainYes) && askedLast(a):
		consents(true)(a)
		return true
	case state == "asked_name" && missesDetail("name")(a) && answers(a, "name", isName):
	case (state == "asked_name" || state == "asked_when") && missesDetail("when")(a) && answers(a, "urgency", isTime):
	default:
		return false
	}
	a.Body = "" // what is filled in says it
	tellDetail(a)
	return true
}

// answers hears a text as an answer to a question, and keeps that where it is one.
func answers(a *bot.Talk, asked string, is func(hear.Heard) bool) bool {
	h := a.HeardAs(asked)
	s := h.Slots
	plain := (h.Meaning == hear.Accept || h.Meaning == hear.Unclear) && h.Danger+h.Worry == "" && !h.Unsure
	if !plain || len(s.Kinds)+len(s.NotKinds) > 0 || s.Outward+s.Address != "" || !is(h) {
		return false
	}
	*a.Heard = h
	return true
}

func isName(h hear.Heard) bool { return h.Slots.Name != "" }

func isTime(h hear.Heard) bool {
	s := h.Slots
	return s.Name == "" && (!s.By.IsZero() || len(s.When) > 0 || s.UrgencyToday)
}

func isPlainYes(h hear.Heard) bool { return h.Plain == hear.Accept && h.Meaning == hear.Accept }

// askedLast holds where nothing was asked since, but by the danger itself.
func askedLast(a *bot.Talk) bool {
	for _, c := range a.Person.Conversations {
		if c != a.Conv && c.Flow != "danger" && !c.Asked.Before(a.Conv.Asked) {
			return false
		}
	}
	return !slices.ContainsFunc(a.Person.Ended, func(o bot.Outcome) bool { return o.At.After(a.Conv.Asked) })
}

// whichRequest is the request that a text may be about, and whether that is sure: the
// only one that lives, or the only one of the kind of help that it names.
func whichRequest(t *bot.Talk) (about *bot.Conversation, sure bool) {
	live := underWay(t)
	named := slices.DeleteFunc(slices.Clone(live), func(c *bot.Conversation) bool { return !c.Wants(t.Heard.Slots.Kinds) })
	switch {
	case len(live) == 0:
		return nil, false
	case len(named) == 1:
		return named[0], true
	}
	return live[len(live)-1], len(live) == 1
}

// underWay are the requests that were sent and are not over.
func underWay(t *bot.Talk) []*bot.Conversation {
	return slices.DeleteFunc(t.Person.With("asking"), func(c *bot.Conversation) bool { return c.About == "" || c.Slots["finished"] != "" })
}

// quotable holds for words that do not speak of whoever says them, nor of a worry, where
// they are not likely to mean more than they say.
func quotable(t *bot.Talk) bool {
	return t.Slot("kind") != "self_harm" && t.Heard.Worry == "" && !t.Says(hear.Self)
}

// plainTime holds for another time that can only be for the request: they say that it is
// another, or were asked for it.
func plainTime(t *bot.Talk) bool {
	if !oneTime(t) || dayUnsaid(t) {
		return false
	}
	return hears(hear.Change)(t) || anotherTime(t) && !t.Says(hear.Self) || t.Heard.RuledBy(hear.AnswerList) && !t.Says(hear.Self) || t.Conv.State == "asked_when" && perhapsTime(t)
}

// perhapsTime holds for a few words with a time that may be for the request.
func perhapsTime(t *bot.Talk) bool {
	return len(strings.Fields(t.Body)) < wholeSentence && !t.Says(hear.Self)
}

// leaveOpen tells the request of what may have changed.
func leaveOpen(t *bot.Talk, what string, elsewhere *request.Place) {
	t.Write(t.Conv.About, request.LetterDetail, request.Detail{Doubt: what, Elsewhere: elsewhere})
}

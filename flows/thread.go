package flows

import (
	"slices"
	"strings"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/hear"
)

// fillRequest has a text that goes to a coordinator answer, too, what the request that
// they talk about still asks.
func fillRequest(t *bot.Talk) {
	about := threadRequest(t)
	if about == nil || len(t.Person.With("danger")) > 0 { // then the request hears of it in silence
		return
	}
	askedLast := t.Slot("asked_since") != "" || about.Asked.After(t.Time("wrote"))
	asked := about.State
	t.Also(about, func(a *bot.Talk) string { return answersToo(a, askedLast) })
	if about.State != asked || about.Slots["asked_twice"] != "" {
		t.Keep("asked_since", "yes")
	}
}

// threadRequest is the request that a coordinator's thread is about: the one whose card
// it is, or else the only one that lives.
func threadRequest(t *bot.Talk) *bot.Conversation {
	live := underWay(t)
	if i := slices.IndexFunc(live, func(c *bot.Conversation) bool { return c.About == t.Conv.About }); i >= 0 {
		return live[i]
	}
	if len(live) != 1 {
		return nil
	}
	return live[0]
}

// answersToo is the event by which a text to a coordinator answers a request's question,
// if it plainly does. After a coordinator's own words a bare yes or no is to those, and
// what may be a name or a house only by its likeness to one is not taken for it.
func answersToo(t *bot.Talk, askedLast bool) string {
	yesNo := t.HeardAs("consent")
	if !askedLast {
		*t.Heard = t.HeardAs("any")
	}
	consent := t.Conv.State == "asked_consent" || t.Conv.State == "waiting" && t.Slot("unanswered") != ""
	switch {
	case t.Slot("volunteer") != "" || notNeeded(t) || needless(t):
		return ""
	case fillsOpen(t, askedLast):
		return "give"
	case !consent:
		return ""
	case onlyShares(t):
		return "consent"
	case !plainlyYesOrNo(&yesNo), otherThanTime(t), namesTime(t):
		return ""
	case askedLast && yesNo.Meaning == hear.Accept:
		return "consent"
	case askedLast:
		return "refuse"
	case t.Slot("asked_twice") == "" && t.Conv.State == "asked_consent":
		t.Keep("asked_twice", "yes")
		t.Ask()
	}
	return ""
}

func plainlyYesOrNo(h *hear.Heard) bool {
	return (h.Meaning == hear.Accept || h.Meaning == hear.Decline) && h.RuledBy(hear.AnswerList) && !h.Likely
}

// fillsOpen holds for a text that tells the name, the place or the time that a request
// lacks. Of several sentences only a name or a place that comes with its own words does.
func fillsOpen(t *bot.Talk, askedLast bool) bool {
	s, short := t.Heard.Slots, len(strings.Fields(t.Body)) < wholeSentence
	asks := func(state string) bool { return askedLast && t.Conv.State == state }
	named := missesDetail("name")(t) && s.Name != "" && !hears(hear.Need, hear.Join)(t)
	placed := missesPlace(t) && (namesPlace(t, "") || asks("asked_place") && namesPlace(t, "where"))
	soon := missesDetail("when")(t) && (oneTime(t) || s.UrgencyToday || asks("asked_when") && timed(t)) && (short || asks("asked_when")) && !saysReach(t)
	return named || placed || soon
}

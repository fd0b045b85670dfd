package hear

import (
	"strings"
)

// adult weighs the answer to "are you 18 or over?". An age that was said
// outweighs a yes.
func (r *reading) adult(marks []mark) Meaning {
	age := r.heard.Slots.Age
	switch {
	case age > 0 && age < 18, r.has(lUnder18):
		if r.has(lOver18) {
			return Unclear
		}
		r.why("under 18")
		return Decline
	case r.asks() && r.heard.Slots.Number > 0 && r.heard.Slots.Number < 18:
		return Unclear // "is 17 old enough?"
	case r.has(lOver18):
		r.why("18 or over")
		return Accept
	}
	m := r.answer(marks)
	if m == Accept && age == 0 && r.onlyKeen() {
		return Unclear
	}
	if age >= 18 && m != Decline && m != Unclear {
		r.why("18 or over")
		return Accept
	}
	if age >= 18 {
		return Unclear // "no, 24"
	}
	return m
}

// onlyKeen reports whether a text says yes to helping, and not to what was asked.
func (r *reading) onlyKeen() bool { return r.has(lKeen) && !r.has(lYes) && !r.has(lOver18) }

// asked is Accept if the text gives the fact that was asked for.
func (r *reading) asked(answer Meaning, question, opens bool) Meaning {
	s := &r.heard.Slots
	given := false
	switch r.c.Asked {
	case "name":
		given = s.Name+s.Own != ""
	case "postcode":
		if s.PostcodeDoubt != "" {
			return Unclear // it cannot be one, and is asked about
		}
		given = s.Outward != ""
	case "address":
		given = s.Address != "" || s.Postcode != ""
	case "kinds":
		given = len(s.Kinds) > 0 && !opens
	case "when":
		given = len(s.When) > 0
	case "urgency":
		given = s.UrgencyToday || !s.By.IsZero() || !s.From.IsZero() || len(s.When) > 0 || r.has(lNoRush) || s.Number > 0 && s.Number < 10
	case "until":
		if day := midnight(s.From, 0); s.Until.IsZero() && !s.From.IsZero() && day.After(r.c.Now) {
			s.Until = day // "friday" is as good as "till friday"
		}
		if s.Until.IsZero() {
			s.Until = r.until // "this week"
		}
		given = !s.Until.IsZero()
	case "checks":
		if len(s.Checks) == 0 && (r.has(lNothing) || answer == Decline) {
			s.Checks = []string{"none"}
			return Decline
		}
		given = len(s.Checks) > 0 && !opens // "what is a DBS"
	case "reach":
		given = s.TextOnly || s.Call || s.OtherNumber != ""
	case "minutes":
		if s.Minutes == 0 && s.Number >= 5 && s.Number <= 600 {
			s.Minutes = s.Number // fewer could be hours
		}
		given = s.Minutes > 0
	case "outcome":
		switch s.Outcome {
		case "well":
			if answer == Decline || answer == Unclear && r.has(lUnsure) || r.has(lBut) {
				return Unclear
			}
			return Accept
		case "":
		default:
			return Decline
		}
	case "whose":
		if s.Whose == "" {
			s.Whose = map[int]Whose{1: MineAlone, 2: Shared, 3: Theirs}[s.Number]
		}
		given = s.Whose != ""
	case "language":
		given = len(s.Languages) > 0
	case "lesson":
		given = s.Choice != ""
		if r.has(lGotIt) && answer != Decline {
			return Next
		}
	case "need":
		if answer != Decline && answer != Unclear && r.said > 0 && !(question && len(s.Kinds) == 0) && (r.said > 1 || len(s.Kinds) > 0) && !r.has(lGreeting) {
			r.why("what was asked for")
			return Need
		}
	}
	if given && answer != Unclear && answer != Release {
		r.why("gives the " + r.c.Asked + " that was asked for")
		return Accept
	}
	return ""
}

// asks reports whether the text ends as a question does.
func (r *reading) asks() bool { return strings.HasSuffix(strings.TrimSpace(r.text), "?") && r.said > 1 }

// kindsPlease reports whether a short text names kinds of help, with a please or
// a need: "prescription please".
func (r *reading) kindsPlease() bool {
	if len(r.heard.Slots.Kinds) == 0 || r.said > 10 || r.offered() || r.asks() {
		return false
	}
	h, ok := r.first(lPlease)
	return ok && !r.negated(h.from)
}

// greetsByName reports whether the text is a courtesy and a name: "hi Joe".
func (r *reading) greetsByName() bool {
	for i := range r.tokens {
		if !r.polite[i] && !r.is(lFirstName, i) {
			return false
		}
	}
	return r.said > 0 && r.said < len(r.tokens)
}

package hear

import (
	"cmp"
	"strings"
	"time"
)

// Said is what was understood of a text, in the form in which `goodturn hear`
// prints it.
type Said struct {
	Text    string         `json:"text"`
	Context string         `json:"context"`
	Meaning Meaning        `json:"meaning"`
	Also    []Meaning      `json:"also"`
	Slots   map[string]any `json:"slots"`
	Why     []string       `json:"why"`
}

// Said puts what was heard into the form in which it is printed.
func (h Heard) Said(text, context string) Said {
	s := Said{Text: text, Context: context, Meaning: h.Meaning.plain(), Also: []Meaning{}, Slots: h.Facts(), Why: h.Why}
	for _, m := range h.Also {
		s.Also = append(s.Also, m.plain())
	}
	if s.Why == nil {
		s.Why = []string{}
	}
	return s
}

// plain is the meaning that a word of Goodturn's own stands for.
func (m Meaning) plain() Meaning {
	switch m {
	case Help:
		return Question
	case Agree, Next, Safe:
		return Accept
	case NotSafe:
		return Decline
	}
	return m
}

// Facts are the slots that a text fills, by name: strings, numbers, truths, lists
// of strings, and moments in the form of RFC 3339.
func (h Heard) Facts() map[string]any {
	facts := map[string]any{}
	text := func(name, value string) {
		if value != "" {
			facts[name] = value
		}
	}
	list := func(name string, values []string) {
		if len(values) > 0 {
			facts[name] = values
		}
	}
	number := func(name string, n int) {
		if n != 0 {
			facts[name] = n
		}
	}
	truth := func(name string, yes bool) {
		if yes {
			facts[name] = true
		}
	}
	moment := func(name string, at time.Time) {
		if !at.IsZero() {
			facts[name] = at.Format(time.RFC3339)
		}
	}
	s := h.Slots
	text("kind", h.Danger)
	text("worry", h.Worry)
	text("written_in", h.Language)
	text("name", cmp.Or(s.Name, s.Own))
	text("first", s.First)
	text("own", s.Own)
	truth("for", s.For)
	text("postcode", s.Postcode)
	text("outward", s.Outward)
	text("postcode_doubt", s.PostcodeDoubt)
	text("place", s.Place)
	text("address", s.Address)
	list("kinds", s.Kinds)
	list("not_kinds", s.NotKinds)
	truth("only_kinds", s.OnlyKinds)
	number("number", s.Number)
	text("choice", s.Choice)
	list("when", s.When)
	moment("from", s.From)
	moment("by", s.By)
	moment("until", s.Until)
	moment("start", s.Start)
	truth("at", s.At)
	truth("urgent", s.UrgencyToday)
	number("minutes", s.Minutes)
	number("quantity", s.Quantity)
	text("outcome", s.Outcome)
	list("transport", s.Transport)
	list("languages", s.Languages)
	number("age", s.Age)
	truth("text_only", s.TextOnly)
	truth("call", s.Call)
	text("other_number", s.OtherNumber)
	list("checks", s.Checks)
	switch {
	case h.has(Change):
		text("what", s.Topic)
	case h.has(Language) && len(s.Languages) > 0:
		text("language", s.Languages[0])
	default:
		text("topic", s.Topic)
	}
	text("whose", string(s.Whose))
	if len(h.Answers) > 0 {
		answers := make([]map[string]any, len(h.Answers))
		for i, a := range h.Answers {
			answers[i] = map[string]any{"number": a.Number, "meaning": a.Meaning}
		}
		facts["answers"] = answers
	}
	text("rest", strings.TrimSpace(s.Rest))
	return facts
}

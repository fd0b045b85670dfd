package hear

import (
	"slices"
	"strings"
)

// mark is a yes, a no, or a doubt in a text.
type mark struct {
	list     listID
	from, to int
	text     string
}

// marked are the lists that say yes, no or something between.
var marked = []listID{lYes, lAccept, lWeakYes, lNo, lDecline, lCant, lRelease, lSoft, lUnsure, lBut, lCounter, lCorrection}

// isMarked is true of those lists.
var isMarked = func() (is [lastKnown]bool) {
	for _, l := range marked {
		is[l] = true
	}
	return is
}()

// marks finds them in order; where phrases overlap, the longest of those that
// begin first speaks: "no problem I'll do it" is no no.
func (r *reading) marks() (all []mark) {
	for i := 0; i < len(r.tokens); {
		var best *hit
		for k := r.at[i]; k < r.at[i+1]; k++ {
			h := &r.hits[k]
			if h.from < 0 || h.list >= lastKnown || !isMarked[h.list] || !r.speaks(*h) {
				continue
			}
			if best == nil || h.to > best.to || h.to == best.to && h.list > best.list {
				best = h
			}
		}
		if best == nil {
			i++
			continue
		}
		all = append(all, mark{best.list, best.from, best.to, best.text})
		i = best.to
	}
	return all
}

// speaks reports whether a short word is an answer where it stands. "No" before a
// noun ("no heating"), and "ok" or "fine" within a sentence, are none.
func (r *reading) speaks(h hit) bool {
	switch h.list {
	case lNo:
		ends := h.to == len(r.tokens) || r.tokens[h.to].before != space // "today no, …"
		return ends || r.opens(h.from) && r.closes(h.to)
	case lAccept:
		return h.to-h.from > 1 || r.opens(h.from) && r.closes(h.to) // "absolutely freezing"
	case lCant, lRelease, lDecline:
		return !r.inside(lLate, h.from)
	case lWeakYes:
		reach := r.c.Asked == "consent" && (r.inside(lTextOnly, h.from) || r.inside(lCall, h.from)) // "text is fine"
		return !reach && r.opens(h.from) && r.closes(h.to)
	}
	return true
}

// opens reports whether a token opens a sentence or clause, or follows a
// courtesy, a number, or another answer.
func (r *reading) opens(i int) bool {
	if i == 0 || r.tokens[i].before != space || r.polite[i-1] || r.tokens[i-1].number >= 0 {
		return true
	}
	for _, l := range marked {
		if r.endsAt(l, i) {
			return true
		}
	}
	return r.endsAt(lConnector, i) && len(r.tokens) <= 12
}

// closes reports whether a short answer may end before a token.
func (r *reading) closes(i int) bool {
	return i == len(r.tokens) || r.tokens[i].before != space || r.polite[i] || r.is(lAfterNo, i) || r.tokens[i].number >= 0 || r.answerAt(i)
}

func (r *reading) answerAt(i int) bool {
	for _, l := range marked {
		if r.is(l, i) {
			return true
		}
	}
	return false
}

// asksYesNo reports whether what was asked can be answered with yes or no.
func (r *reading) asksYesNo() bool {
	switch r.c.Asked {
	case "adult", "agree", "checks", "lesson", "consent", "outcome", "yesno", "safe", "urgency", "reach":
		return true
	}
	return r.offered()
}

// offered reports whether an offer was asked about last, or is live when nothing
// else was asked.
func (r *reading) offered() bool {
	switch r.c.Asked {
	case "offer", "offers":
		return true
	case "", "any", "yesno":
		return len(r.c.Offers) > 0
	}
	return false
}

// answer weighs the marks: accept, decline, counter, release, unclear, or "" if
// the text has none.
func (r *reading) answer(marks []mark) Meaning {
	for i, mark := range slices.Backward(marks) {
		if mark.list == lCorrection { // "sorry I meant yes"
			if i+1 < len(marks) {
				marks = marks[i+1:]
			}
			break
		}
	}
	var count [lastKnown]int
	var soft, first string
	for _, m := range marks {
		count[m.list]++
		if first == "" {
			first = m.text
		}
		if m.list == lSoft {
			soft = m.text
		}
	}
	if first != "" {
		r.ruledBy(AnswerList, first)
	}
	strong := count[lYes] + count[lAccept]
	yes := strong + count[lWeakYes]
	no := count[lNo] + count[lDecline] + count[lCant]
	s := &r.heard.Slots
	timed := !s.From.IsZero() || !s.By.IsZero() || len(s.When) > 0 || !s.Until.IsZero()
	switch {
	case count[lRelease] > 0:
		if yes > 0 && marks[len(marks)-1].list != lRelease {
			return Unclear
		}
		if timed && marks[len(marks)-1].list == lCounter && r.tokens[min(marks[len(marks)-1].to, len(r.tokens)-1)].timed {
			return r.counter() // "got to cancel but can do tomorrow"
		}
		return Release
	case count[lUnsure] > 0:
		if timed && yes+no+count[lCounter] > 0 {
			return Counter
		}
		return Unclear
	case yes > 0 && no > 0:
		if timed && (count[lCounter] > 0 || count[lBut] == 0 && r.offered() || r.butAtTime(marks)) {
			return r.counter()
		}
		return Unclear
	case yes > 0 && count[lYes] == 0 && r.asksFirst(marks[0]):
		return "" // "can I accept a gift"
	case yes > 0:
		return r.yes(marks, count, strong, timed)
	case no > 0:
		if timed && (count[lCounter] > 0 || r.butAtTime(marks)) {
			return r.counter()
		}
		if count[lCounter] > 0 {
			return Unclear
		}
		if count[lNo] == 0 && (r.c.Asked == "" || r.c.Asked == "any") && !r.offered() {
			if count[lCant] > 0 && r.said <= 7 {
				r.ruledBy(r.ear.lists[lCant].name, first)
				return Release
			}
			return Unclear // nothing was asked that "I'm away" could decline
		}
		return Decline
	case count[lSoft] > 0:
		r.why("could be yes or no: " + soft)
		return Unclear
	case r.offered() && timed && r.exclaims(lGreeting):
		return Greeting // "Morning!"
	case r.offered() && timed && !r.has(lNeedless) && !r.aboard():
		return r.counter()
	case r.offered() && count[lCounter]+count[lBut] > 0:
		return Unclear
	}
	return ""
}

// yes weighs a text that says yes and not no.
func (r *reading) yes(marks []mark, count [lastKnown]int, strong int, timed bool) Meaning {
	s := &r.heard.Slots
	switch {
	case count[lBut] > 0 && strong > 0 && !r.offered() && (s.TextOnly || s.Call):
		return Accept // "yes but text only"
	case count[lBut] > 0:
		if timed && (count[lCounter] > 0 || r.butAtTime(marks)) {
			return r.counter()
		}
		return Unclear
	case r.offered() && len(s.When) > 0 && s.From.IsZero() && s.By.IsZero():
		r.why("as a rule, not a time")
		return Unclear
	case r.said <= 2 && strings.Contains(r.text, "?"):
		r.why("yes with a question mark")
		return Unclear
	case count[lYes] == 0 && r.said > 4 && !r.asksYesNo():
		return Unclear
	case strong == 0 && !r.asksYesNo():
		if r.c.Asked == "" || r.c.Asked == "any" {
			return Thanks // "ok", when nothing was asked
		}
		return Unclear
	case strong == 0 && r.has(lThanks) && r.offered() && count[lSoft] == 0:
		r.why("ok and thanks could be no")
		return Unclear
	}
	// "yes tomorrow": another day than was asked, perhaps
	if r.offered() && !s.From.IsZero() && midnight(s.From, 0).After(midnight(r.c.Now, 0)) {
		return r.counter()
	}
	return Accept
}

// asksFirst reports whether the text begins as a question that reaches into the
// first answer.
func (r *reading) asksFirst(m mark) bool {
	h, ok := r.first(lQuestion)
	return ok && h.from < m.from && r.rude(0, h.from) == 0 && r.rude(h.to, m.from) <= 0
}

// butAtTime reports whether a time follows close upon a "but": "yes but after 5".
func (r *reading) butAtTime(marks []mark) bool {
	for _, m := range marks {
		for i := m.to; m.list == lBut && i < min(m.to+2, len(r.tokens)); i++ {
			if r.tokens[i].timed {
				return true
			}
		}
	}
	return false
}

// exclaims reports whether a phrase of a list is all that a text says, and it is called out.
func (r *reading) exclaims(l listID) bool { return r.saysOnly(l) && strings.Contains(r.text, "!") }

func (r *reading) counter() Meaning {
	r.why("at another time")
	return Counter
}

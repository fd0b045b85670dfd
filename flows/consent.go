package flows

import (
	"slices"
	"strings"
	"time"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/request"
)

// consents tells the request whether one volunteer may get their details, and how they
// want to be reached.
func consents(yes bool) func(*bot.Talk) {
	return func(t *bot.Talk) {
		s := t.Heard.Slots
		c := request.Consent{Given: yes, Reach: reach(t)}
		if s.TextOnly {
			c.Reach, t.Person.TextOnly = request.ReachText, true
		} else if s.Call {
			c.Reach = request.ReachCall
		}
		t.Keep("unanswered", "")
		t.Keep("again", "")
		t.KeepTime("refused", time.Time{})
		if !yes {
			t.KeepTime("refused", t.Now) // a slip can be put right for a while
		}
		noteAgreed(t, yes)
		t.Write(t.Conv.About, request.LetterConsent, c)
		if atTheDoor(t) != "" || !yes && !plainAnswer(t) && len(strings.Fields(t.Body)) >= wholeSentence {
			addWords(t)
		}
	}
}

// noteAgreed notes whether one volunteer may know of the household that a request is for:
// nobody is asked that twice.
func noteAgreed(t *bot.Talk, yes bool) {
	p, key := t.Person, helped(t).agreed(t.Slot("by_phone"))
	p.Agreed = slices.DeleteFunc(p.Agreed, func(old string) bool { return old == key })
	if yes && key != "" {
		p.Agreed = append(p.Agreed, key)
		p.Agreed = p.Agreed[max(0, len(p.Agreed)-agreedKept):]
	}
}

// agreedKept is how many households somebody may have agreed about.
const agreedKept = 6

// hasAgreed holds where they have agreed to it already, of an earlier request of theirs.
func hasAgreed(t *bot.Talk) bool {
	return slices.Contains(t.Person.Agreed, helped(t).agreed(t.Slot("by_phone")))
}

// agreesAgain passes on what they had agreed to before; they may take it back for a while.
func agreesAgain(t *bot.Talk) {
	consents(true)(t)
	t.KeepTime("again", t.Now)
}

// toldAgain holds for a while after they were told that what they agreed to before holds.
func toldAgain(t *bot.Talk) bool {
	at := t.Time("again")
	return !at.IsZero() && t.Now.Sub(at) < time.Hour
}

// takesBack holds for a no soon after they were told that what they agreed to before
// holds for this request too.
func takesBack(t *bot.Talk) bool {
	return toldAgain(t) && t.Slot("volunteer") == "" && !namesTime(t) && !needless(t) && t.HeardAs("consent").Meaning == hear.Decline
}

// passConsent tells the hub at once of what they agreed to in their own words: whatever
// is asked next may be left unanswered.
func passConsent(t *bot.Talk) {
	if t.Slot("shares") != "" && t.Slot("shared") == "" {
		t.Keep("shared", "yes")
		consents(true)(t)
	}
}

package bot

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/hear"
)

// smallTalk answers thanks and greetings from somebody we know, and hears how it went
// from somebody who has just done something.
func (r *run) smallTalk(floor *Conversation) bool {
	t := r.talk(&Conversation{})
	switch {
	case floor == nil && (r.vague() || r.heard.Meaning == hear.Thanks) && r.howItWent() == "well":
		r.say(t, "small.glad", nil, false)
	case floor == nil && r.vague() && r.howItWent() != "":
		r.begin("talk", "", map[string]string{"asked": string(hear.Person)})
	case floor == nil && r.wrote && len(r.inHand()) == 0 && r.apologises():
		r.say(t, "small.sorry", nil, false)
	case r.heard.RuledBy("hours"):
		r.tellHours()
	case r.heard.RuledBy("stand_in") && len(r.inHand()) > 0:
		r.say(t, "small.only_you", nil, false)
	case r.heard.RuledBy("under_way"), len(r.inHand()) > 0 && r.aboutTheirs():
		r.say(t, "small.under_way", nil, false)
	case r.heard.Meaning == hear.Thanks && r.wrote:
		r.say(t, "small.thanks", nil, false)
	case r.heard.Meaning == hear.Done && floor == nil && r.didUntaken():
		r.begin("talk", "", map[string]string{"asked": string(hear.Person)})
	case (r.heard.Meaning == hear.Done || r.heard.Meaning == hear.Release) && floor == nil && r.p.Volunteer != nil:
		r.say(t, "small.nothing_in_hand", nil, false)
	case r.heard.Meaning == hear.Greeting && floor == nil && (r.p.Volunteer != nil || r.p.First != ""):
		key := "small.hello"
		if r.p.Volunteer == nil {
			key = "small.hello_resident"
		}
		r.say(t, key, nil, false)
	case r.heard.Meaning == hear.Greeting && floor == nil && r.wrote:
		r.say(t, "small.here", nil, false) // "are you there"
	default:
		return false
	}
	return true
}

// tellHours tells whoever wants no texts at some hours which hours are quiet.
func (r *run) tellHours() {
	t, from := r.talk(&Conversation{}), r.bot.Org.QuietBegins(r.Now)
	r.say(t, "small.hours", map[string]any{"From": t.Clock(from), "To": t.Clock(r.bot.Org.QuietEnds(from)), "Helps": r.p.Volunteer != nil}, false)
}

// didUntaken reports whether somebody tells how something went that we think they did not
// do: they were asked, or had it, and it ended otherwise. A coordinator must find out.
func (r *run) didUntaken() bool {
	s := r.heard.Slots
	return (s.Minutes > 0 || s.Outcome != "") && slices.ContainsFunc(r.p.Ended, func(o Outcome) bool {
		return r.bot.numbered(o.Flow) && o.State != "done" && o.State != "declined" && r.Now.Sub(o.At) < lateFor
	})
}

// aboutTheirs reports whether a text of somebody with a task in hand is a word on how it
// goes: "on my way to aldi now".
func (r *run) aboutTheirs() bool {
	h := r.heard
	return h.Worry == "" && r.outcome() != "not_home" && (h.Meaning == hear.Accept && h.Slots.Number == 0 || h.Meaning == hear.Thanks && h.Likely)
}

// apologises reports whether a text says sorry, and nothing else.
func (r *run) apologises() bool {
	sorry := false
	for word := range strings.FieldsFuncSeq(strings.ToLower(r.body), notInWord) {
		switch {
		case r.bot.Ears.Listed(hear.Sorry, word):
			sorry = true
		case !r.bot.Ears.Listed(hear.Beside, word):
			return false
		}
	}
	return sorry
}

// howItWent is what a text tells of a task that was done a little ago; "" if nothing.
func (r *run) howItWent() string {
	if !r.justDid() {
		return ""
	}
	return r.outcome()
}

// justDid reports whether they did a task a little ago.
func (r *run) justDid() bool {
	return slices.ContainsFunc(r.p.Ended, func(o Outcome) bool { return o.State == "done" && r.Now.Sub(o.At) < meantFor })
}

// outcome is how a text would say that something went.
func (r *run) outcome() string {
	as := r.context()
	as.Asked = asksOutcome
	return r.bot.Ears.Hear(r.body, as).Slots.Outcome
}

// stranger offers the two ways in to somebody who has no conversation yet, and says
// that we are here to somebody whom we know and who has none any more.
func (r *run) stranger(first bool) bool {
	if !first && (len(r.p.Conversations) > 0 || r.p.Volunteer != nil || r.p.Missed > 0) {
		return false
	}
	r.p.Missed++
	if !first && r.p.First != "" {
		r.say(r.talk(&Conversation{}), "small.here", nil, false)
		return true
	}
	r.begin("welcome", "", nil)
	return true
}

// notUnderstood asks again once, with an example; then a coordinator reads it.
func (r *run) notUnderstood() {
	r.p.Missed++
	r.toPerson = true
	for _, c := range r.p.With("talk") {
		if event := r.state(c).Hears[hear.Unclear]; event != "" {
			r.p.Missed = 0
			r.fire(c, event) // a person reads their words already
			return
		}
	}
	floor := r.floor()
	if floor != nil && !r.flow(floor).Sole && r.asksHowItStands() {
		return
	}
	r.toConcern()
	key := "sorry.any"
	if floor != nil && r.state(floor).Sorry != "" {
		key = r.state(floor).Sorry
	}
	conditional := floor != nil && r.heard.RuledBy("condition") && r.bot.Wording.Has("en", key+whereIf)
	unsure := floor != nil && r.heard.Unsure && !timed(r.heard.Slots) && r.bot.Wording.Has("en", key+whereUnsure)
	switch {
	case conditional:
		r.p.Missed = 0
		key += whereIf
	case unsure:
		r.p.Missed = 0
		key += whereUnsure
	case r.p.Missed >= 2 && r.heard.Meaning != hear.Question:
		r.p.Missed = 0
		r.begin("talk", "", map[string]string{"asked": misunderstood})
		return
	case r.needsSomebody(floor), r.heard.Meaning == hear.Question && (floor == nil || r.p.Missed >= 2):
		r.p.Missed = 0
		r.begin("talk", "", map[string]string{"asked": string(hear.Person)}) // they may stand before a door
		return
	case r.heard.Meaning == hear.Question && r.bot.Wording.Has("en", key+whereAsked):
		key += whereAsked
	}
	if floor == nil {
		r.say(r.talk(&Conversation{}), key, nil, false)
		return
	}
	r.p.FloorAt = r.Now
	r.say(r.talk(floor), key, nil, false)
}

// toConcern has whoever reads a worry that was just told read what was not understood
// since: it may be more of it.
func (r *run) toConcern() {
	if r.p.Missed == 1 && r.p.WorriedLately(r.Now) {
		r.Write(r.p.Worried, desk.LetterHeard, desk.Heard{First: r.p.First, Text: r.body})
		r.say(r.talk(&Conversation{}), "concern.more", nil, false)
	}
}

// asksHowItStands answers somebody with a request who asks how it stands in place of what
// was asked.
func (r *run) asksHowItStands() bool {
	as := r.context()
	as.Asked = ""
	h := r.bot.Ears.Hear(r.body, as)
	if h.Meaning != hear.Status || len(r.p.With("asking")) == 0 {
		return false
	}
	r.heard, r.p.Missed = h, 0
	return r.commands(nil)
}

// needsSomebody reports whether a text that was not understood is of somebody who is
// about a task, or has just done one, and asks or tells more than a word.
func (r *run) needsSomebody(floor *Conversation) bool {
	if !r.context().Holding {
		return floor == nil && r.justDid() && len(strings.Fields(r.body)) >= fewWords
	}
	named := slices.ContainsFunc(strings.FieldsFunc(r.body, notInWord), func(word string) bool {
		n, err := strconv.Atoi(word)
		return err == nil && slices.ContainsFunc(r.inHand(), func(c *Conversation) bool { return c.Number == n })
	})
	// What is only offered is no question of theirs, unless it may be an answer to it.
	free := floor == nil || r.flow(floor).Numbered && !timed(r.heard.Slots) && !r.heard.Unsure && !strings.ContainsAny(r.body, "0123456789")
	return r.heard.Meaning == hear.Question || (free || named) && len(strings.Fields(r.body)) >= fewWords
}

// nearlyStop is the list of what may be a slip for STOP.
const nearlyStop = "nearly_stop"

// sayStop is the key of what tells that the word STOP alone ends all texts.
const sayStop = "sorry.stop"

// nearlyStop reports whether a text may be a slip for STOP, which is never guessed; or
// a bare yes to being told so, which is no yes to an offer.
func (r *run) nearlyStop() bool {
	h := r.heard
	told := r.p.Said == hashOf(r.words(r.talk(&Conversation{}), sayStop, nil))
	return h.Meaning == hear.Unclear && h.RuledBy(nearlyStop) || told && h.Plain == hear.Accept
}

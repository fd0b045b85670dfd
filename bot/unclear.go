package bot

import (
	"github.com/goodturn/goodturn/internal/hear"
)

// smallTalk answers thanks and greetings from somebody we know.
func (r *run) smallTalk(floor *Conversation) bool {
	t := r.talk(&Conversation{})
	switch {
	case r.heard.Meaning == hear.Thanks && r.wrote:
		r.say(t, "small.thanks", nil, false)
	case (r.heard.Meaning == hear.Done || r.heard.Meaning == hear.Release) && floor == nil && r.p.Volunteer != nil:
		r.say(t, "small.nothing_in_hand", nil, false)
	case r.heard.Meaning == hear.Greeting && floor == nil && (r.p.Volunteer != nil || r.p.First != ""):
		r.say(t, "small.hello", nil, false)
	default:
		return false
	}
	return true
}

// stranger offers the two ways in to somebody who has no conversation yet.
func (r *run) stranger(first bool) bool {
	if !first && (len(r.p.Conversations) > 0 || r.p.Volunteer != nil || r.p.Missed > 0) {
		return false
	}
	r.p.Missed++
	r.begin("welcome", "", nil)
	return true
}

// notUnderstood asks again once, with an example; then a coordinator reads it.
func (r *run) notUnderstood() {
	r.p.Missed++
	for _, c := range r.p.With("talk") {
		if event := r.state(c).Hears[hear.Unclear]; event != "" {
			r.p.Missed = 0
			r.fire(c, event) // a person reads their words already
			return
		}
	}
	if r.p.Missed >= 2 {
		r.p.Missed = 0
		r.begin("talk", "", map[string]string{"asked": "misunderstood"})
		return
	}
	if r.heard.Meaning == hear.Question && r.context().Holding {
		r.p.Missed = 0
		r.begin("talk", "", map[string]string{"asked": string(hear.Person)}) // they may stand before a door
		return
	}
	floor := r.floor()
	if floor == nil {
		r.say(r.talk(&Conversation{}), "sorry.any", nil, false)
		return
	}
	key := r.state(floor).Sorry
	if key == "" {
		key = "sorry.any"
	}
	r.p.FloorAt = r.Now
	r.say(r.talk(floor), key, nil, false)
}

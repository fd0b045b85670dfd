package flows

import (
	"slices"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/hear"
)

// Talk is a conversation with a coordinator: PERSON, a text that was not
// understood twice, or words that a coordinator sent first. What the person
// answers goes into the thread in Slack.
func Talk() bot.Flow {
	return bot.Flow{
		Name: "talk", About: "a person talks with a coordinator", Start: "begun", Prompt: true, Relays: true,
		// What needs a person's hands goes to one, in the sender's words.
		Opens:   []hear.Meaning{hear.Person, hear.MyData, hear.Forget, hear.Passport, hear.Idea, hear.Handbook},
		Begins:  map[string]func(*bot.Talk) bool{desk.LetterRelay: takeRelay, desk.LetterUnanswered: takeUnanswered},
		Letters: []string{desk.LetterRelay, desk.LetterUnanswered},
		Table: fsm.Events{
			{Name: "speak", Src: []string{"begun", "called", "spoken", "passing", "listening"}, Dst: "spoken"},
			{Name: "call", Src: []string{"begun"}, Dst: "called"},
			{Name: "answer", Src: []string{"called", "spoken", "listening"}, Dst: "passing"},
			{Name: "listen", Src: []string{"passing"}, Dst: "listening"},
			{Name: "go_on", Src: []string{"passing"}, Dst: "called"},
			{Name: "close", Src: []string{"begun", "called"}, Dst: "unanswered"},
			{Name: "end", Src: []string{"called", "spoken", "listening"}, Dst: "ended"},
		},
		States: bot.States{
			"begun": {
				Means: "goes on at once",
				Next:  []bot.Step{{Event: "speak", If: given("who")}, {Event: "close", If: given("hub")}, {Event: "call"}},
				On:    map[string]string{desk.LetterRelay: "speak"},
			},
			"called": {
				Means: "a case waits for a coordinator; more words are added to it for an hour", Does: callPerson,
				Hears:  map[hear.Meaning]string{hear.Unclear: "answer", hear.Question: "answer", hear.Person: "answer"},
				On:     map[string]string{desk.LetterRelay: "speak", desk.LetterUnanswered: "close"},
				Within: lasts(time.Hour), Late: "end",
			},
			"spoken": {
				Means: "a coordinator wrote; the next words are for them", Does: relay, Asks: "any",
				Takes: []bot.Step{{Event: "answer", If: isAnswer}}, Sorry: "talk.again",
				On:     map[string]string{desk.LetterRelay: "speak"},
				Within: lasts(48 * time.Hour), Late: "end",
			},
			"listening": {
				Means: "the coordinator has their answer; what follows within the hour is for them too", Asks: "any",
				Takes: []bot.Step{{Event: "answer", If: isAnswer}}, Sorry: "talk.again",
				On:     map[string]string{desk.LetterRelay: "speak"},
				Within: lasts(time.Hour), Late: "end",
			},
			"passing": {
				Means: "their words go into the thread; goes on at once", Does: passWords, Next: []bot.Step{{Event: "listen", If: given("who")}, {Event: "go_on"}},
				On: map[string]string{desk.LetterRelay: "speak"},
			},
			"unanswered": {Means: "a coordinator closed the case and wrote nothing: they hear that it was read", Does: sayUnanswered},
			"ended":      {Means: "quiet for a while; a coordinator can write again"},
		},
		Ignores: map[string]string{desk.LetterUnanswered: "a coordinator has written to them, about something else perhaps"},
		After:   map[string]bot.After{desk.LetterUnanswered: {Ignore: "it begins a conversation when none lives"}, desk.LetterRelay: {Ignore: "a coordinator's words always begin a conversation when none lives"}},
	}
}

// takeRelay takes a coordinator's words in, or says that they cannot be sent.
func takeRelay(t *bot.Talk) bool {
	r := bot.Read[desk.Relay](t)
	// Whoever has a phone that is doubted is answered, and nothing else comes.
	answers := func(c *bot.Conversation) bool { return c.About == r.Reply }
	doubted := t.Alone() && !slices.ContainsFunc(slices.Concat(t.Person.With("danger"), t.Person.With("talk")), answers)
	if t.State() == "stopped" || t.Person.Silent || doubted {
		t.Write(r.Reply, desk.LetterHeard, desk.Heard{First: t.Person.First, DoNotText: true, Unsent: true})
		if t.State() == "stopped" {
			t.Person.Barred = append(t.Person.Barred, r.Reply)
		}
		return false
	}
	t.Conv.About = r.Reply
	t.Keep("who", r.Who)
	return true
}

// takeUnanswered takes in that a case was closed, where they may hear of it.
func takeUnanswered(t *bot.Talk) bool {
	u := bot.Read[desk.Unanswered](t)
	if t.State() == "stopped" || t.Person.Silent || t.Alone() {
		return false
	}
	t.Conv.About = u.Case
	t.Keep("hub", u.Hub)
	return true
}

func sayUnanswered(t *bot.Talk) {
	t.Person.Called = ""
	t.Say("talk.unanswered", map[string]any{"Hub": bot.Read[desk.Unanswered](t).Hub})
}

// relay says a coordinator's words, signed with their first name. In the quiet
// hours the thread hears that they wait.
func relay(t *bot.Talk) {
	r := bot.Read[desk.Relay](t)
	t.Person.Robot = bot.Suspicion{} // whoever writes takes them for a person
	t.Person.Called = ""
	t.Keep("who", r.Who)
	t.KeepTime("wrote", t.Now)
	t.Keep("asked_since", "")
	say := t.SayApart
	switch {
	case r.Urgent || t.Alone():
		say = t.SayNow
	case !t.Awake():
		t.Write(r.Reply, desk.LetterHeard, desk.Heard{First: t.Person.First, Held: t.Org.QuietEnds(t.Now)})
	}
	say("talk.relay", map[string]any{"Who": r.Who, "Text": r.Text})
}

// calledFor is how long a call for a person that nobody answered is the same as the next.
const calledFor = 24 * time.Hour

// callPerson opens the case, once. While nobody has written back, a call that comes again
// is the same case.
func callPerson(t *bot.Talk) {
	if t.Conv.About != "" {
		return
	}
	p := t.Person
	who := whoTells(t)
	hub, _ := t.Org.HubFor(who.Area)
	kind, key := desk.WantsPerson, "talk.called"
	language, line := "", ""
	switch t.Slot("asked") {
	case "misunderstood":
		kind, key = desk.NotUnderstood, "talk.will_be_read"
	case "bereaved":
		key = "talk.bereaved"
	case "homes":
		kind, key = desk.Homes, "talk.homes"
		who.Area = or(t.Slot("area"), who.Area)
		hub, _ = t.Org.HubFor(who.Area)
	case "robot":
		kind, key = desk.Robot, "talk.robot"
	case "flood":
		kind, key = desk.Flood, "talk.flood"
	case "tongue":
		kind = desk.OtherLanguage
		language, line = t.Tongue(t.Slot("tongue"))
		if language == "" {
			language = t.Slot("named")
		}
	}
	words := p.Recent
	if asked := t.Slot("asked"); asked == string(hear.Person) || asked == "misunderstood" {
		if p.Called != "" && t.Now.Sub(p.CalledAt) < calledFor {
			t.Conv.About, words, key = p.Called, p.Since(p.CalledAt), "talk.called_again"
		}
		t.Conv.About = or(t.Conv.About, t.New("case"))
		p.Called, p.CalledAt = t.Conv.About, t.Now
	}
	t.Conv.About = or(t.Conv.About, or(t.Slot("case"), t.New("case")))
	t.Write(t.Conv.About, desk.LetterOpen, desk.Open{
		Kind: kind, Hub: hub.ID, Person: t.ID(), First: who.First, Name: who.Name, Phone: p.Phone, TextOnly: p.TextOnly, Area: who.Area, Words: words, Language: language, DoNotText: t.State() == "stopped",
		InHand: errands(t),
	})
	if line != "" {
		t.SayLine(line)
		return
	}
	t.Say(key, map[string]any{"Hub": hub.Name})
}

// errands are the tasks that they have in hand.
func errands(t *bot.Talk) []desk.Errand {
	var all []desk.Errand
	for _, c := range t.Person.With("offer") {
		if slices.Contains(theirs, c.State) {
			e := desk.Errand{Kind: c.Slots["kind"], Area: c.Slots["place"]}
			e.By, _ = time.Parse(time.RFC3339, c.Slots["by"])
			all = append(all, e)
		}
	}
	return all
}

// isAnswer holds for every text but a keyword for something else.
func isAnswer(t *bot.Talk) bool {
	return !hears(hear.Join, hear.Status, hear.Tasks, hear.On, hear.Off, hear.Next)(t)
}

// askWhose says how to answer an offer, where a yes or a no went to a coordinator who
// had written after it was put.
func askWhose(t *bot.Talk) {
	if !hears(hear.Accept, hear.Decline)(t) || !plainAnswer(t) || t.Alone() {
		return
	}
	for _, c := range t.Person.With("offer") {
		if c.State == "offered" || c.State == "reminded" {
			t.Say("talk.or_offer", map[string]any{"Number": c.Number, "What": c.Slots["what"]})
		}
	}
}

func passWords(t *bot.Talk) {
	t.Keep("understood", "")
	if t.Conv.About == t.Person.Called {
		t.Person.CalledAt = t.Now
	}
	if slices.ContainsFunc(t.Person.With("danger"), func(c *bot.Conversation) bool { return c.About == t.Conv.About }) {
		t.Private()
	}
	t.Write(t.Conv.About, desk.LetterHeard, desk.Heard{First: t.Person.First, Text: t.Body, Courtesy: hears(hear.Thanks)(t)})
	if t.Slot("who") != "" {
		t.Say("talk.passed_on", map[string]any{"Who": t.Slot("who")})
		askWhose(t)
		fillRequest(t)
		return
	}
	t.Say("talk.added", nil)
}

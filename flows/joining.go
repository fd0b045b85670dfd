package flows

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/org"
)

// Joining takes a volunteer in: who we are, 18 or over before anything is
// kept, then only what they have not said yet, and the code of conduct.
func Joining() bot.Flow {
	asked := []string{"asked_name", "asked_postcode", "asked_doubt", "asked_kinds", "asked_when", "asked_checks", "asked_which", "asked_agreement"}
	askedAdult := []string{"asked_adult", "asked_adult_again"}
	// A question is answered by anything that the person has not told us yet.
	question := func(says, asks, means string) bot.State {
		return bot.State{
			Means: means, Says: says, Asks: asks, Sorry: says + "_again",
			Takes:  []bot.Step{{Event: "refuse", If: saysUnder18}, {Event: "ask_which", If: changesSomething}, {Event: "change", If: hears(hear.Change, hear.Back)}, {Event: "give", If: tells}, {Event: "give", If: addsTimes}, {Event: "give", If: dropsKinds}},
			Within: patience, Late: "wait",
		}
	}
	adult := func(means string) bot.State {
		return bot.State{
			Means: means, Asks: "adult", Sorry: "joining.adult_again",
			Takes: []bot.Step{{Event: "refuse", If: saysUnder18}, {Event: "confirm", If: saysAdult}, {Event: "note", If: noAge}},
			Hears: map[hear.Meaning]string{hear.Accept: "confirm", hear.Decline: "refuse"},
			// Nothing that was said before may be kept without the answer.
			Within: lasts(24 * time.Hour), Late: "lapse",
		}
	}
	first := adult("asked whether they are 18 or over; what their first text told is dropped after a day without an answer")
	first.Says = "joining.welcome"
	again := adult("told something else, which is noted; asked again whether they are 18 or over")
	again.Says, again.Does = "joining.adult_again", listen
	doubt := question("joining.postcode", "postcode", "asked about a postcode that cannot be; the same again is left at its first half")
	doubt.Says = doubt.Sorry
	return bot.Flow{
		Name: "joining", About: "becoming a volunteer", Start: "met", Once: true, Resumes: true,
		Opens: []hear.Meaning{hear.Join},
		Table: fsm.Events{
			{Name: "know", Src: []string{"met"}, Dst: "known"},
			{Name: "add", Src: []string{"met"}, Dst: "added"},
			{Name: "ask_age", Src: []string{"met"}, Dst: "asked_adult"},
			{Name: "introduce", Src: []string{"met"}, Dst: "introduced"},
			{Name: "note", Src: askedAdult, Dst: "asked_adult_again"},
			{Name: "confirm", Src: append([]string{"introduced"}, askedAdult...), Dst: "gathering"},
			{Name: "refuse", Src: slices.Concat([]string{"met"}, askedAdult, asked), Dst: "under_age"},
			{Name: "ask_name", Src: []string{"gathering"}, Dst: "asked_name"},
			{Name: "ask_postcode", Src: []string{"gathering"}, Dst: "asked_postcode"},
			{Name: "ask_kinds", Src: []string{"gathering"}, Dst: "asked_kinds"},
			{Name: "ask_when", Src: []string{"gathering"}, Dst: "asked_when"},
			{Name: "ask_checks", Src: []string{"gathering"}, Dst: "asked_checks"},
			{Name: "ask_agreement", Src: []string{"gathering"}, Dst: "asked_agreement"},
			{Name: "ask_doubt", Src: []string{"gathering"}, Dst: "asked_doubt"},
			{Name: "ask_which", Src: slices.DeleteFunc(slices.Clone(asked), func(s string) bool { return s == "asked_which" }), Dst: "asked_which"},
			{Name: "give", Src: asked, Dst: "gathering"},
			{Name: "go_on", Src: []string{"asked_which"}, Dst: "gathering"},
			{Name: "change", Src: asked, Dst: "changing"},
			{Name: "ask_again", Src: []string{"changing"}, Dst: "gathering"},
			{Name: "agree", Src: []string{"asked_agreement", "declined"}, Dst: "joined"},
			{Name: "join", Src: []string{"declined"}, Dst: "gathering"},
			{Name: "disagree", Src: []string{"asked_agreement"}, Dst: "declined"},
			{Name: "wait", Src: asked, Dst: "waiting"},
			{Name: "remind", Src: []string{"waiting"}, Dst: "gathering"},
			{Name: "lapse", Src: append([]string{"waiting", "declined"}, askedAdult...), Dst: "lapsed"},
		},
		States: bot.States{
			"met": {
				Means: "wants to volunteer; goes on at once",
				Does:  listen,
				Next:  []bot.Step{{Event: "add", If: offersMore}, {Event: "know", If: isVolunteer}, {Event: "refuse", If: saysUnder18}, {Event: "introduce", If: saysAdult}, {Event: "ask_age"}},
			},
			"introduced": {
				Means: "told their age with their wish, and is told who we are all the same; goes on at once", Says: "joining.introduced",
				Next: []bot.Step{{Event: "confirm"}},
			},
			"asked_adult":       first,
			"asked_adult_again": again,
			"gathering": {
				Means: "adds up what is known and asks for the next thing that is missing",
				Does:  gather,
				Next: []bot.Step{
					{Event: "ask_name", If: lacks("name")},
					{Event: "ask_postcode", If: lacks("area")},
					{Event: "ask_doubt", If: doubts},
					{Event: "ask_kinds", If: lacks("kinds")},
					{Event: "ask_when", If: lacks("when")},
					{Event: "ask_checks", If: lacks("checks")},
					{Event: "ask_agreement"},
				},
			},
			"asked_name":     question("joining.name", "name", "asked what to call them"),
			"asked_postcode": question("joining.postcode", "postcode", "asked for their postcode"),
			"asked_doubt":    doubt,
			"asked_kinds":    question("joining.kinds", "kinds", "asked what they would do"),
			"asked_when":     question("joining.when", "when", "asked when they are free"),
			"asked_checks":   question("joining.checks", "checks", "asked which checks they hold"),
			"asked_agreement": {
				Means: "asked to agree to the code of conduct", Says: "joining.conduct", Asks: "agree", Sorry: "joining.conduct_again",
				Hears:  map[hear.Meaning]string{hear.Agree: "agree", hear.Accept: "agree", hear.Decline: "disagree"},
				Takes:  []bot.Step{{Event: "refuse", If: saysUnder18}, {Event: "ask_which", If: changesSomething}, {Event: "change", If: hears(hear.Change, hear.Back)}, {Event: "give", If: namesKinds}},
				Within: patience, Late: "wait",
			},
			"asked_which": {
				Means: "asked what they want to correct", Says: "changing.what", Asks: "yesno", Sorry: "changing.what_again",
				Takes:  []bot.Step{{Event: "refuse", If: saysUnder18}, {Event: "give", If: tells}, {Event: "change", If: not(names(""))}},
				Hears:  map[hear.Meaning]string{hear.Decline: "go_on", hear.Skip: "go_on", hear.Back: "go_on"},
				Within: patience, Late: "wait",
			},
			"changing": {Means: "takes back what they want to correct", Does: takeBack, Next: []bot.Step{{Event: "ask_again"}}},
			"waiting":  {Means: "no answer for two days: one reminder, then no more", Does: countReminders, Next: []bot.Step{{Event: "remind", If: given("remind")}, {Event: "lapse"}}},
			"joined":   {Means: "a volunteer; the induction begins", Does: join},
			"known":    {Means: "was a volunteer already", Says: "joining.known"},
			"added":    {Means: "was a volunteer already; what they would do besides is added", Does: addKinds},
			"declined": {
				Means: "did not agree to the code; a slip can be put right for an hour, and then nothing is kept", Says: "joining.declined",
				Asks: "agree", Sorry: "joining.conduct_again",
				Hears:  map[hear.Meaning]string{hear.Agree: "agree", hear.Accept: "agree", hear.Join: "join", hear.Back: "join"},
				Within: lasts(time.Hour), Late: "lapse",
			},
			"under_age": {Means: "under 18; nothing is kept, and a youth partner is named", Does: forgetChild},
			"lapsed":    {Means: "never answered; what was said is dropped"},
		},
	}
}

func isVolunteer(t *bot.Talk) bool { return t.Person.Volunteer != nil }
func saysAdult(t *bot.Talk) bool   { return t.Heard.Slots.Age >= 18 }
func saysUnder18(t *bot.Talk) bool {
	age := t.Heard.Slots.Age
	return age > 0 && age < 18
}

// noAge holds for a text that tells other facts than an age, and says no yes or
// no beside them: it is no answer to whether they are 18.
func noAge(t *bot.Talk) bool {
	s := t.Heard.Slots
	return !plainAnswer(t) && (s.Name != "" || s.Outward != "" || len(s.Kinds)+len(s.When)+len(s.Checks)+len(s.Transport) > 0)
}

// plainAnswer holds when words of the text itself say yes or no.
func plainAnswer(t *bot.Talk) bool { return t.Heard.RuledBy(hear.AnswerList) && !t.Heard.Likely }

// changesSomething holds for CHANGE alone, which does not say what.
func changesSomething(t *bot.Talk) bool {
	return hears(hear.Change)(t) && topicOf(t) == "" && !tells(t)
}

// doubts holds for a postcode that cannot be and was not asked about yet.
func doubts(t *bot.Talk) bool { return t.Slot("doubt") != "" && t.Slot("doubt") != t.Slot("doubted") }

// offersMore holds when a volunteer would do what they do not do yet.
func offersMore(t *bot.Talk) bool { return isVolunteer(t) && len(newKinds(t)) > 0 }

func newKinds(t *bot.Talk) []string {
	return slices.DeleteFunc(t.List("kinds"), func(k string) bool { return slices.Contains(t.Person.Volunteer.Kinds, k) })
}

// addKinds adds to what a volunteer does, and reads the lessons it asks for.
func addKinds(t *bot.Talk) {
	widenKinds(t)
	v := t.Person.Volunteer
	if len(openKinds(t.Org, v)) < len(v.Kinds) {
		askForID(t)
		t.Begin("induction", nil)
	}
}

// widenKinds adds the kinds that were told to those of a volunteer.
func widenKinds(t *bot.Talk) {
	v := t.Person.Volunteer
	before := v.Kinds
	v.Kinds = slices.Concat(v.Kinds, newKinds(t))
	t.Person.Replace("kinds", strings.Join(before, ","), strings.Join(v.Kinds, ","), t.Now)
	t.Say("changing.done", map[string]any{"Heard": kindNames(t.Org, v.Kinds)})
}

// namesKinds holds for kinds of help by their names alone: what they would do, and
// nothing that they need.
func namesKinds(t *bot.Talk) bool {
	return len(t.Heard.Slots.Kinds) > 0 && hears(hear.Unclear, hear.Need)(t) && !t.Heard.RuledBy("need")
}

// addsTimes holds for a time that follows when they are free: "on Thursday", and then
// "any time before lunch".
func addsTimes(t *bot.Talk) bool {
	return t.Slot("last") == "when" && hears(hear.Unclear)(t) && len(t.HeardAs("when").Slots.When) > 0
}

// patience is how long an answer is waited for: until the reminder, and longer after it.
func patience(t *bot.Talk) time.Duration {
	if t.Slot("reminded") != "" {
		return 14 * 24 * time.Hour
	}
	return 48 * time.Hour
}

// dropsKinds holds for a text that takes back some of the kinds which they had chosen, by
// name or by number: "actually not 3, i cant carry".
func dropsKinds(t *bot.Talk) bool {
	return len(droppedKinds(t)) > 0 && hears(hear.Unclear, hear.Need, hear.Accept, hear.Decline, hear.Release, hear.Change)(t) && t.Heard.Slots.Outward == ""
}

func droppedKinds(t *bot.Talk) []string {
	refused := t.Heard.Slots.NotKinds
	if len(refused) == 0 && t.Slot("last") == "kinds" {
		refused = t.HeardAs("kinds").Slots.NotKinds
	}
	return slices.DeleteFunc(slices.Clone(refused), func(k string) bool { return !slices.Contains(t.List("kinds"), k) })
}

// listen notes everything that a text tells and that is not known yet.
func listen(t *bot.Talk) {
	s := t.Heard.Slots
	keep := func(name, value string) {
		if value != "" {
			t.Keep(name, value)
			t.Keep("last", name)
		}
	}
	if name := or(s.Name, s.Own); name != "" {
		keep("name", name)
		t.Keep("first", or(s.First, first(name)))
	}
	keep("postcode", s.Postcode)
	keep("area", s.Outward)
	if (t.Slot("kinds") == "" || len(s.Checks) == 0) && !onlyAsks(t) { // a driving licence is no wish to drive
		keep("kinds", strings.Join(s.Kinds, ","))
	}
	when := s.When
	if dated := !s.From.IsZero() || !s.By.IsZero(); len(when) == 0 && dated && hears(hear.Join)(t) {
		if rule := t.HeardAs("when").Slots.When; len(rule) > 1 {
			when = rule // "free tues and thurs evenings" is a rule, where "free tomorrow" is not
		}
	}
	keep("when", strings.Join(when, ","))
	keep("transport", strings.Join(s.Transport, ","))
	if s.TextOnly {
		t.Keep("text_only", "yes")
	}
	if !hears(hear.Question, hear.Decline)(t) { // who asks what a check is, or says they have none, claims none
		keep("checks", strings.Join(s.Checks, ","))
	}
	if t.Slot("doubt") != "" {
		t.Keep("doubted", t.Slot("doubt"))
	}
	t.Keep("doubt", s.PostcodeDoubt)
}

// onlyAsks holds for one question and nothing else: "what does dog walking involve".
func onlyAsks(t *bot.Talk) bool {
	return hears(hear.Question)(t) && !strings.ContainsAny(strings.TrimRight(t.Body, " ?!."), ".?!,;\n")
}

// tells holds when a text answers something that joining asks for.
func tells(t *bot.Talk) bool {
	s := t.Heard.Slots
	if t.Conv.State == "asked_checks" && hears(hear.Decline)(t) {
		return true
	}
	return s.Name != "" || s.Outward != "" || len(s.Kinds) > 0 && !onlyAsks(t) || len(s.When) > 0 || len(s.Checks) > 0 && !hears(hear.Question, hear.Decline)(t)
}

// gather notes the text, says back what was understood, and fills in what the
// person told us in another conversation.
func gather(t *bot.Talk) {
	before := t.Slot("name") + t.Slot("area") + t.Slot("postcode") + t.Slot("kinds") + t.Slot("transport")
	from, adds := t.Slot("asking"), addsTimes(t)
	if adds {
		when := t.List("when")
		more := slices.DeleteFunc(t.HeardAs("when").Slots.When, func(w string) bool { return slices.Contains(when, w) })
		t.Heard.Slots.When = slices.Concat(when, more)
	}
	had, drops := t.List("kinds"), droppedKinds(t)
	if listen(t); len(drops) > 0 {
		more := slices.DeleteFunc(t.List("kinds"), func(k string) bool { return slices.Contains(had, k) })
		left := slices.DeleteFunc(slices.Concat(had, more), func(k string) bool { return slices.Contains(drops, k) })
		t.Keep("kinds", strings.Join(left, ","))
	}
	if from == "checks" && t.Slot("checks") == "" && hears(hear.Decline)(t) {
		t.Keep("checks", "none")
	}
	keepKnown(t)
	t.Person.TextOnly = t.Person.TextOnly || t.Slot("text_only") != ""
	after := t.Slot("name") + t.Slot("area") + t.Slot("postcode") + t.Slot("kinds") + t.Slot("transport")
	if t.Slot("remind") != "" && t.Slot("reminded") == "" {
		t.Keep("reminded", "yes")
		t.Say("joining.reminder", nil)
	} else if before != after || adds || t.Slot("greeted") == "" {
		var heard []string
		if adds {
			heard = append(heard, windowWords(t, t.List("when")))
		}
		for _, v := range []string{or(t.Slot("postcode"), t.Slot("area")), kindNames(t.Org, t.List("kinds")), transportWords(t)} {
			if v != "" {
				heard = append(heard, v)
			}
		}
		if len(heard) > 0 {
			t.Say("joining.heard", map[string]any{"Heard": strings.Join(heard, ", ")})
		}
	}
	t.Keep("greeted", "yes")
	t.Keep("options", kindOptions(t.Org))
	t.Keep("asking", missing(t))
}

// missing names the next thing that joining asks for.
func missing(t *bot.Talk) string {
	for _, name := range []string{"name", "area", "kinds", "when", "checks"} {
		if t.Slot(name) == "" {
			return name
		}
	}
	return "agreement"
}

func transportWords(t *bot.Talk) string {
	var words []string
	for _, by := range t.List("transport") {
		words = append(words, t.Words("transport."+by, nil))
	}
	return strings.Join(words, ", ")
}

// kindOptions numbers the kinds of task: "1 Parcel packing, 2 …".
func kindOptions(o *org.Organisation) string {
	var list []string
	for i, k := range o.Kinds {
		list = append(list, strconv.Itoa(i+1)+" "+k.LocalName)
	}
	return strings.Join(list, ", ")
}

// takeBack forgets what the person wants to correct: what they name, or what
// they said last.
func takeBack(t *bot.Talk) {
	topic := topicOf(t)
	if topic == "" {
		topic = or(t.Slot("last"), "name")
	}
	if topic == "postcode" {
		topic = "area"
	}
	t.Keep(topic, "")
	if topic == "area" {
		t.Keep("postcode", "")
	}
	if topic == "name" {
		t.Keep("first", "")
		t.Person.Name, t.Person.First = "", ""
	}
}

// countReminders allows one reminder.
func countReminders(t *bot.Talk) {
	if t.Slot("reminded") == "" {
		t.Keep("remind", "now")
		return
	}
	t.Keep("remind", "")
}

// forgetChild keeps nothing of somebody under 18, and names those who can take them.
func forgetChild(t *bot.Talk) {
	t.Conv.Slots = nil
	p := t.Person
	p.Name, p.First, p.Postcode, p.Area, p.Address, p.Agreed, p.Had = "", "", "", "", "", nil, nil
	p.KeepWords(0)
	youth := t.Org.Youth()
	t.Say("joining.under_18", map[string]any{"Partner": youth.Name, "Does": youth.Does, "Phone": spoken(youth.Phone)})
}

// join makes a volunteer of what was said, asks a coordinator to see their ID
// where a kind needs it, and begins the induction.
func join(t *bot.Talk) {
	p := t.Person
	p.Name, p.First = t.Slot("name"), t.Slot("first")
	p.Area, p.Postcode = t.Slot("area"), t.Slot("postcode")
	p.Volunteer = &bot.Volunteer{
		Kinds: t.List("kinds"), When: t.List("when"), Transport: t.List("transport"), Says: t.List("checks"),
		Conduct: t.Org.Conduct.Version, Agreed: t.Now, OnDuty: true,
	}
	t.Note("joined", map[string]any{"kinds": t.List("kinds"), "area": p.Area, "conduct": t.Org.Conduct.Version})
	hub, direct := t.Org.HubFor(p.Area)
	t.Say("joining.joined", map[string]any{"Hub": hub.Name, "Direct": direct})
	askForID(t)
	t.Begin("induction", nil)
}

// askForID has a coordinator see a volunteer's ID, where a kind of task that
// they would do asks for it and nobody has yet.
func askForID(t *bot.Talk) {
	p := t.Person
	if p.Volunteer.IDAsked || !awaitsID(t, p.Volunteer.Kinds) {
		return
	}
	p.Volunteer.IDAsked = true
	hub, _ := t.Org.HubFor(p.Area)
	t.Write(t.New("case"), desk.LetterOpen, desk.Open{
		Kind: desk.CheckID, Hub: hub.ID, Person: t.ID(), First: p.First, Name: p.Name, Phone: p.Phone, TextOnly: p.TextOnly, Area: p.Area,
		Checks: slices.DeleteFunc(slices.Clone(p.Volunteer.Says), func(c string) bool { return c == "none" }),
	})
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// spoken writes a number as people in the UK do.
func spoken(phone string) string {
	if rest, ok := strings.CutPrefix(phone, "+44"); ok && len(rest) == 10 {
		return "0" + rest[:4] + " " + rest[4:]
	}
	return phone
}

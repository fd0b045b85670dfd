package flows

import (
	"slices"
	"strings"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/request"
)

// Changing corrects what we hold: a name, a postcode, what they would do,
// when they are free.
func Changing() bot.Flow {
	question := func(says, asks, slot, means string) bot.State {
		return bot.State{
			Means: means, Says: says, Asks: asks, Sorry: says + "_again",
			Takes: []bot.Step{{Event: "give", If: func(t *bot.Talk) bool { listen(t); return t.Slot(slot) != "" }}},
			Hears: map[hear.Meaning]string{hear.Decline: "leave", hear.Skip: "leave"}, Within: lasts(24 * time.Hour), Late: "leave",
		}
	}
	asked := []string{"asked_name", "asked_postcode", "asked_kinds", "asked_when"}
	return bot.Flow{
		Name: "changing", About: "CHANGE: correct what we hold", Start: "met", Once: true,
		Opens: []hear.Meaning{hear.Change, hear.Back},
		Table: fsm.Events{
			{Name: "pass_on", Src: []string{"met"}, Dst: "passed_on"},
			{Name: "refuse", Src: []string{"met"}, Dst: "strange"},
			{Name: "hand_on", Src: []string{"met"}, Dst: "handed_on"},
			{Name: "recount", Src: []string{"met"}, Dst: "recounted"},
			{Name: "apply", Src: []string{"met"}, Dst: "changed"},
			{Name: "ask_name", Src: []string{"met", "asked_what"}, Dst: "asked_name"},
			{Name: "ask_postcode", Src: []string{"met", "asked_what"}, Dst: "asked_postcode"},
			{Name: "ask_kinds", Src: []string{"met", "asked_what"}, Dst: "asked_kinds"},
			{Name: "ask_when", Src: []string{"met", "asked_what"}, Dst: "asked_when"},
			{Name: "ask_what", Src: []string{"met"}, Dst: "asked_what"},
			{Name: "give", Src: append([]string{"asked_what"}, asked...), Dst: "changed"},
			{Name: "leave", Src: append([]string{"asked_what"}, asked...), Dst: "left"},
			{Name: "listen", Src: []string{"changed", "added"}, Dst: "listening"},
			{Name: "settle", Src: []string{"changed", "listening"}, Dst: "settled"},
			{Name: "add", Src: []string{"listening"}, Dst: "added"},
		},
		States: bot.States{
			"met": {
				Means: "goes on at once", Does: hearChange,
				Next: []bot.Step{
					{Event: "recount", If: recounts}, {Event: "hand_on", If: newNumber}, {Event: "pass_on", If: isResident}, {Event: "refuse", If: isUnknown}, {Event: "apply", If: tellsNew},
					{Event: "ask_name", If: slotIs("topic", "name")}, {Event: "ask_postcode", If: slotIs("topic", "area")},
					{Event: "ask_kinds", If: slotIs("topic", "kinds")}, {Event: "ask_when", If: slotIs("topic", "when")},
					{Event: "ask_what"},
				},
			},
			"asked_what": {
				Means: "asked what to change", Says: "changing.what", Asks: "yesno", Sorry: "changing.what_again",
				Takes: []bot.Step{
					{Event: "give", If: func(t *bot.Talk) bool { listen(t); return tellsNew(t) }},
					{Event: "ask_name", If: names("name")}, {Event: "ask_postcode", If: names("area")},
					{Event: "ask_kinds", If: names("kinds")}, {Event: "ask_when", If: names("when")},
				},
				Hears: map[hear.Meaning]string{hear.Decline: "leave", hear.Skip: "leave"}, Within: lasts(24 * time.Hour), Late: "leave",
			},
			"asked_name":     question("joining.name", "name", "name", "asked for the right name"),
			"asked_postcode": question("joining.postcode", "postcode", "area", "asked for the right postcode"),
			"asked_kinds":    question("joining.kinds", "kinds", "kinds", "asked what they would do"),
			"asked_when":     question("joining.when", "when", "when", "asked when they are free"),
			"changed": {
				Means: "corrected, and said back; goes on at once", Does: applyChange,
				Next: []bot.Step{{Event: "listen", If: all(given("when"), isVolunteer)}, {Event: "settle"}},
			},
			"listening": {
				Means: "told when they are free; the rest of it may follow for a while: a time of day after a day, or a day after a time",
				Takes: []bot.Step{{Event: "add", If: addsWhen}}, Joins: []bot.Step{{Event: "add", If: addsWhen}},
				Within: lasts(bot.SameDay), Late: "settle",
			},
			"added":     {Means: "the rest of when they are free; goes on at once", Does: addWhen, Next: []bot.Step{{Event: "listen"}}},
			"settled":   {Means: "corrected"},
			"recounted": {Means: "how long the last task took is put right", Does: recount},
			"left":      {Means: "left as it was", Does: leaveAsWas},
			"handed_on": {Means: "has a new number: a coordinator puts the two together", Does: func(t *bot.Talk) { t.Begin("talk", nil) }},
			"passed_on": {Means: "it is their request that they correct", Does: func(t *bot.Talk) { t.Pass("asking") }},
			"strange":   {Means: "we hold nothing of theirs; shown the ways in", Says: "welcome.two_ways"},
		},
	}
}

// changeTopics are the words by which people name what to change.
var changeTopics = map[string]string{
	"name": "name", "postcode": "area", "area": "area", "address": "area", "kinds": "kinds", "kind": "kinds", "need": "kinds", "tasks": "kinds", "help": "kinds",
	"when": "when", "times": "when", "time": "when", "days": "when", "availability": "when", "checks": "checks",
}

func topicOf(t *bot.Talk) string {
	if topic := changeTopics[t.Heard.Slots.Topic]; topic != "" {
		return topic
	}
	for word := range strings.FieldsSeq(strings.ToLower(t.Body)) {
		if topic := changeTopics[strings.Trim(word, ".,!?")]; topic != "" {
			return topic
		}
	}
	return ""
}

func names(topic string) func(*bot.Talk) bool {
	return func(t *bot.Talk) bool { return topicOf(t) == topic }
}

// leaveAsWas says that nothing changes, to somebody who has said so.
func leaveAsWas(t *bot.Talk) {
	if t.Body != "" {
		t.Say("changing.left", nil)
	}
}

func hearChange(t *bot.Talk) {
	t.Keep("topic", topicOf(t))
	t.Keep("options", kindOptions(t.Org))
	listen(t)
	if v := t.Person.Volunteer; v != nil && !t.Heard.Slots.OnlyKinds {
		dropKinds(t, v.Kinds)
	}
	if t.Slot("kinds") != "" && t.Slot("drops") == "" && !t.Heard.Slots.OnlyKinds && !t.Heard.RuledBy("change") {
		t.Keep("adds", "yes") // "I can also do lifts" is no CHANGE of the others
	}
}

// dropKinds takes the kinds that a volunteer refuses from those that they do, and adds
// those that they would do instead. Of none that is left it is asked what that is.
func dropKinds(t *bot.Talk, does []string) {
	refused := t.Heard.Slots.NotKinds
	left := slices.DeleteFunc(slices.Clone(does), func(id string) bool { return slices.Contains(refused, id) })
	switch {
	case len(left) == len(does):
	case len(left)+len(t.Heard.Slots.Kinds) == 0:
		t.Keep("topic", "kinds")
	default:
		t.Keep("kinds", strings.Join(slices.Concat(left, newKinds(t)), ","))
		t.Keep("drops", "yes")
	}
}

// newNumber holds when somebody says that they have another phone now.
func newNumber(t *bot.Talk) bool { return t.Heard.Slots.Topic == "phone" && !tellsNew(t) }

// isResident holds for somebody whose request lives and who is no volunteer.
func isResident(t *bot.Talk) bool { return !isVolunteer(t) && t.Takes("asking") }

func isUnknown(t *bot.Talk) bool { return t.Person.Volunteer == nil && t.Person.Name == "" }

func tellsNew(t *bot.Talk) bool {
	return t.Slot("name")+t.Slot("area")+t.Slot("kinds")+t.Slot("when") != ""
}

// recounts holds when a volunteer puts right how long the last task took.
func recounts(t *bot.Talk) bool {
	const soon = 24 * time.Hour
	v := t.Person.Volunteer
	return v != nil && v.Lately.Task != "" && t.Now.Sub(v.Lately.At) < soon && t.Heard.Slots.Minutes > 0
}

func recount(t *bot.Talk) {
	v, minutes := t.Person.Volunteer, t.Heard.Slots.Minutes
	t.Note("minutes_corrected", map[string]any{"task": v.Lately.Task, "was": v.Lately.Minutes, "minutes": minutes})
	v.Minutes += minutes - v.Lately.Minutes
	v.Lately.Minutes = minutes
	t.Say("changing.done", map[string]any{"Heard": t.Words("changing.minutes", map[string]any{"Minutes": minutes})})
}

// sayStillTheirs tells of the tasks in hand that are of a kind which they gave up.
func sayStillTheirs(t *bot.Talk, gaveUp []string) {
	for _, c := range t.Person.With("offer") {
		if slices.Contains(theirs, c.State) && slices.Contains(gaveUp, c.Slots["kind"]) {
			t.Say("changing.still_yours", map[string]any{"What": c.Slots["what"]})
		}
	}
}

// tellRequests has the requests that live know where their resident is now.
func tellRequests(t *bot.Talk) {
	p := t.Person
	p.Address = t.Heard.Slots.Address
	for _, c := range p.With("asking") {
		if c.About != "" {
			leaveWay(c)
			t.Write(c.About, request.LetterDetail, request.Detail{Area: p.Area, Postcode: p.Postcode, Address: p.Address, Words: t.Body})
		}
	}
}

// addsWhen holds for a time of day alone after days on which they are free, and for days
// after a time of day.
func addsWhen(t *bot.Talk) bool {
	s, had, more := t.Heard.Slots, t.List("when"), t.HeardAs("when").Slots.When
	if len(had) == 0 || len(more) == 0 || s.Name+s.Own+s.Outward != "" || len(s.Kinds) > 0 {
		return false
	}
	days := func(w string) bool { return !partOfDay(w) }
	joins := !slices.ContainsFunc(had, partOfDay) && !slices.ContainsFunc(more, days) || !slices.ContainsFunc(had, days) && !slices.ContainsFunc(more, partOfDay)
	return joins && hears(hear.Unclear, hear.Counter, hear.Accept, hear.Change, hear.Tasks)(t) && !slices.Contains(append(had, more...), "anytime")
}

// addWhen has both hold: thursdays, and mornings.
func addWhen(t *bot.Talk) {
	for _, name := range []string{"name", "first", "area", "postcode", "kinds"} {
		t.Keep(name, "")
	}
	t.Keep("when", strings.Join(append(t.List("when"), t.HeardAs("when").Slots.When...), ","))
	applyChange(t)
}

// applyChange writes down what was corrected. The next lessons are read where
// a new kind of task asks for them.
func applyChange(t *bot.Talk) {
	p := t.Person
	var heard []string
	if name := t.Slot("name"); name != "" {
		p.Replace("name", p.Name, name, t.Now)
		p.Name, p.First = name, t.Slot("first")
		heard = append(heard, name)
	}
	if area := t.Slot("area"); area != "" {
		p.Replace("postcode", or(p.Postcode, p.Area), or(t.Slot("postcode"), area), t.Now)
		p.Replace("address", p.Address, "", t.Now)
		p.Area, p.Postcode, p.Address = area, t.Slot("postcode"), ""
		heard = append(heard, or(p.Postcode, area))
	}
	if t.Slot("area") != "" {
		tellRequests(t)
	}
	t.Note("changed", map[string]bool{"name": t.Slot("name") != "", "area": t.Slot("area") != "", "kinds": t.Slot("kinds") != "", "when": t.Slot("when") != ""})
	v := p.Volunteer
	if v == nil {
		t.Say("changing.done", map[string]any{"Heard": strings.Join(heard, ", ")})
		return
	}
	if when := t.List("when"); len(when) > 0 {
		p.Replace("when", strings.Join(v.When, ","), t.Slot("when"), t.Now)
		v.When = when
		heard = append(heard, t.Words("changing.when", map[string]any{"When": windowWords(t, when)}))
	}
	var gaveUp []string
	if kinds := t.List("kinds"); len(kinds) > 0 {
		if t.Slot("adds") != "" {
			kinds = slices.Concat(v.Kinds, newKinds(t))
			t.Keep("kinds", strings.Join(kinds, ","))
		}
		p.Replace("kinds", strings.Join(v.Kinds, ","), t.Slot("kinds"), t.Now)
		gaveUp = slices.DeleteFunc(v.Kinds, func(id string) bool { return slices.Contains(kinds, id) })
		v.Kinds = kinds
		heard = append(heard, kindNames(t.Org, kinds))
	}
	t.Say("changing.done", map[string]any{"Heard": strings.Join(heard, ", ")})
	sayStillTheirs(t, gaveUp)
	if t.Slot("kinds") != "" && len(openKinds(t.Org, v)) < len(v.Kinds) {
		askForID(t)
		t.Begin("induction", nil)
	}
}

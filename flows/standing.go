package flows

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/post"
)

// Standing answers STATUS, and takes volunteers on and off duty.
func Standing() bot.Flow {
	return bot.Flow{
		Name: "standing", About: "STATUS, ON, OFF: where I stand", Start: "asked", Once: true,
		Opens: []hear.Meaning{hear.Status, hear.On, hear.Off},
		Table: fsm.Events{
			{Name: "refuse", Src: []string{"asked"}, Dst: "strange"},
			{Name: "tell", Src: []string{"asked"}, Dst: "told"},
			{Name: "pass_on", Src: []string{"asked"}, Dst: "passed_on"},
			{Name: "tell_resident", Src: []string{"asked"}, Dst: "told_resident"},
			{Name: "tell_joining", Src: []string{"asked"}, Dst: "told_joining"},
			{Name: "begin_duty", Src: []string{"asked"}, Dst: "on_duty"},
			{Name: "end_duty", Src: []string{"asked", "paused"}, Dst: "off_duty"},
			{Name: "pause", Src: []string{"asked"}, Dst: "paused"},
			{Name: "settle", Src: []string{"paused"}, Dst: "settled"},
		},
		States: bot.States{
			"asked": {
				Means: "goes on at once",
				Next: []bot.Step{
					{Event: "pass_on", If: nobodyCame},
					{Event: "tell_resident", If: isOnlyResident},
					{Event: "tell_joining", If: isJoining},
					{Event: "refuse", If: not(isVolunteer)},
					{Event: "begin_duty", If: slotIs("asked", string(hear.On))},
					{Event: "begin_duty", If: slotIs("asked", "back")},
					{Event: "pause", If: goesWithoutEnd},
					{Event: "end_duty", If: slotIs("asked", string(hear.Off))},
					{Event: "tell"},
				},
			},
			"told":          {Means: "told where they stand, and what they wait for", Does: tellStanding},
			"passed_on":     {Means: "waits for somebody who has not come: the hub hears of it", Does: func(t *bot.Talk) { t.Pass("asking") }},
			"told_resident": {Means: "told how far their request has come", Does: requestsStand},
			"told_joining":  {Means: "told that they are on the way to being a volunteer", Says: "standing.joining"},
			"on_duty":       {Means: "offered tasks", Does: onDuty, Says: "standing.on"},
			"off_duty":      {Means: "offered nothing, at once or from a day on, until a day or until ON", Does: offDuty},
			"paused": {
				Means: "offered nothing; how long may follow in another text, for a quarter of an hour", Does: offDuty, Asks: "until",
				Takes:  []bot.Step{{Event: "end_duty", If: saysUntil}},
				Within: lasts(15 * time.Minute), Late: "settle", Yields: "settle",
			},
			"settled": {Means: "offered nothing, until ON"},
			"strange": {Means: "neither volunteer nor resident; shown the ways in", Says: "welcome.two_ways"},
		},
	}
}

// goesWithoutEnd holds for an OFF that does not say until when, of somebody who has no
// task and no offer to speak of instead.
func goesWithoutEnd(t *bot.Talk) bool {
	return t.Slot("asked") == string(hear.Off) && !saysUntil(t) && len(t.Person.With("offer")) == 0
}

func saysUntil(t *bot.Talk) bool { return !t.Heard.Slots.Until.IsZero() }

func isOnlyResident(t *bot.Talk) bool {
	return t.Person.Volunteer == nil && len(t.Person.With("asking")) > 0
}

func isJoining(t *bot.Talk) bool {
	return t.Person.Volunteer == nil && slices.ContainsFunc(t.Person.With("joining"), func(c *bot.Conversation) bool { return c.State != "declined" })
}

func tellStanding(t *bot.Talk) {
	v := t.Person.Volunteer
	open := openKinds(t.Org, v)
	m := t.Person.Match("")
	args := map[string]any{
		"Open": kindNames(t.Org, open), "Helped": v.Helped, "Minutes": v.Minutes, "Active": m.Active, "Live": m.Live,
		"OnDuty": v.OnDuty, "Waits": awaitsID(t, open), "Off": "", "Back": "",
	}
	if !v.Off.IsZero() {
		args["Off"] = t.When(v.Off)
	}
	if !v.Back.IsZero() {
		args["Back"] = t.When(v.Back)
	}
	left := 0
	for _, id := range lessonsFor(t.Org, v.Kinds) {
		if v.Lessons[id] == "" {
			left++
		}
	}
	args["Left"] = strconv.Itoa(left)
	tellInHand(t)
	t.Say("standing.told", args)
	if len(t.Person.With("asking")) > 0 {
		requestsStand(t)
	}
}

// listedInHand keeps what they have in hand, and what they asked for, to a text.
const listedInHand = 3

// tellInHand lists the tasks that are theirs, by the numbers that they may name. The
// address was told to them once, and is not kept.
func tellInHand(t *bot.Talk) {
	var list []string
	for _, c := range t.Person.With("offer") {
		switch c.State {
		case "offered", "reminded", "claiming", "regretting":
			continue
		}
		own := *t
		own.Conv = c
		what := own.Slot("title")
		if k, ok := t.Org.Kind(own.Slot("kind")); ok && what == "" {
			what = k.LocalName
		}
		from, by := own.Time("from"), own.Time("by")
		list = append(list, own.Words("standing.task", map[string]any{"What": what, "Area": own.Slot("place"), "From": fromWords(t, from, by), "By": byWords(t, by)}))
	}
	if len(list) == 0 {
		return
	}
	more, several := len(list)-listedInHand, ""
	if more > 0 {
		list = list[:listedInHand]
	}
	if len(list) > 1 {
		several = "yes"
	}
	t.Say("standing.in_hand", map[string]any{"List": strings.Join(list, " "), "More": max(0, more), "Several": several})
}

// A piece is what of a request somebody has, or may take.
type piece struct {
	kinds                     []string
	subject, volunteer, stuck string
}

// pieces are those of a request whose kinds of help went to several people, without
// what nobody could do; of any other it is the whole.
func pieces(t *bot.Talk) []piece {
	var all []piece
	kinds := t.List("kinds")
	for _, id := range kinds {
		k, ok := t.Org.Kind(id)
		if !ok || len(kinds) == 1 || t.Slot("decided") == "" || t.Slot("missed_"+id) != "" || t.Slot("asks_them") != "" {
			continue
		}
		name, err := k.Request.Fill(org.Fields{Area: t.Slot("area")})
		if err != nil {
			panic(err)
		}
		all = append(all, piece{[]string{id}, name, t.Slot("has_" + id), t.Slot("stuck_" + id)})
	}
	if len(all) == 0 {
		stuck := ""
		if slices.ContainsFunc(kinds, func(id string) bool { return t.Slot("stuck_"+id) != "" }) {
			stuck = "yes"
		}
		return []piece{{kinds, t.Slot("subject"), t.Slot("volunteer"), stuck}}
	}
	return all
}

// requestsStand says how far each of their requests has come. What was not sent yet is
// asked for again.
func requestsStand(t *bot.Talk) {
	told := 0
	for _, c := range t.Person.With("asking") {
		own := *t
		own.Conv = c
		if c.About == "" || own.Slot("subject") == "" || c.State == "asked_well" {
			continue
		}
		when := own.Slot("when")
		if by := own.Time("by"); !by.IsZero() {
			when = t.Words("asking.by", map[string]any{"By": t.When(by)})
		}
		for _, p := range pieces(&own) {
			if told++; told <= listedInHand {
				subject := p.subject
				if own.Slot("apart") != "" {
					subject, when = eachWhen(&own, p.kinds), ""
				}
				t.Say("standing.request", map[string]any{
					"Subject": subject, "When": when, "Volunteer": p.volunteer, "Stuck": p.stuck, "Asked": own.Slot("asks_them"), "Decided": own.Slot("decided"), "Hub": own.Slot("hub"),
				})
			}
		}
	}
	if told > 0 {
		t.Say("standing.news", nil)
		return
	}
	t.AskAgain()
}

func onDuty(t *bot.Talk) {
	v := t.Person.Volunteer
	v.OnDuty, v.Off, v.Back = true, time.Time{}, time.Time{}
	t.Cancel("off_on")
	t.Cancel("back_on")
	t.Note("on_duty", nil)
	t.Begin("looking", nil)
}

// offDuty takes a volunteer off duty, at once or from the day that they name.
func offDuty(t *bot.Talk) {
	v := t.Person.Volunteer
	start, until := offFrom(t), t.Heard.Slots.Until
	if span := until.Sub(t.Now); !start.IsZero() && t.Heard.Slots.Start.IsZero() && span > 0 && span%(24*time.Hour) == 0 {
		until = start.Add(span) // "2 weeks", of what begins then
	}
	v.Off, v.Back = time.Time{}, until
	t.Cancel("off_on")
	t.Cancel("back_on")
	args := map[string]any{"From": "", "Until": ""}
	if !until.IsZero() {
		t.Set(post.Timer{Name: "back_on", Kind: "back_on", Due: until})
		args["Until"] = t.When(until)
	}
	if v.OnDuty && start.After(t.Now) {
		v.Off = start
		t.KeepTime("from", start)
		t.Set(post.Timer{Name: "off_on", Kind: "off_on", Due: start})
		args["From"] = t.When(start)
		t.Say("standing.off_from", args)
		return
	}
	v.OnDuty = false
	t.Note("off_duty", nil)
	t.Say("standing.off", args)
}

// offFrom is from when they are off duty, as they say now or said just before.
func offFrom(t *bot.Talk) time.Time {
	if start := t.Heard.Slots.Start; !start.IsZero() {
		return start
	}
	return t.Time("from")
}

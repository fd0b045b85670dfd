package org

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

func (c *checker) policies() {
	o := c.o
	if c.has("quiet_hours.from") && c.has("quiet_hours.to") && o.QuietHours.From == o.QuietHours.To {
		c.say("quiet_hours.to", "the quiet hours begin and end at the same time", `write from: "21:30" and to: "07:30"`)
	}
	for path, n := range map[string]int{
		"offers.wave": o.Offers.Wave, "offers.live_per_person": o.Offers.LivePerPerson,
		"offers.active_per_person": o.Offers.ActivePerPerson,
	} {
		if c.has(path) && n < 1 {
			c.say(path, path+" must be at least 1", "or nobody would be asked: write 1 or more")
		}
	}
	if c.has("offers.within_km") && (o.Offers.WithinKm <= 0 || o.Offers.WithinKm > 25) {
		c.say("offers.within_km", "offers.within_km must be over 0 and at most 25", "write how far volunteers may be asked to go, such as 8")
	}
	for path, d := range map[string]time.Duration{
		"offers.expiry": o.Offers.Expiry, "offers.urgent_expiry": o.Offers.UrgentExpiry,
		"clocks.danger.again": o.Clocks.Danger.Again, "clocks.danger.tell_sender": o.Clocks.Danger.TellSender,
	} {
		if c.has(path) && d < time.Minute {
			c.say(path, path+" must be at least a minute", "write a longer time, such as 15m")
		}
	}
	if c.has("offers.urgent_expiry") && c.has("offers.expiry") && o.Offers.UrgentExpiry > o.Offers.Expiry {
		c.say("offers.urgent_expiry", "an urgent offer would stand longer than any other", "make urgent_expiry shorter than expiry")
	}
	if c.has("clocks.danger.tell_sender") && o.Clocks.Danger.TellSender > 5*time.Minute {
		c.say("clocks.danger.tell_sender", "somebody in danger would wait over five minutes to hear that nobody has read their text", "write 5m or less")
	}
	for name, clock := range map[string]Clock{
		"triage": o.Clocks.Triage, "unfilled": o.Clocks.Unfilled, "person": o.Clocks.Person, "check": o.Clocks.Check,
	} {
		c.ladder("clocks."+name, clock)
	}
	c.segments("code_of_conduct.text", o.Conduct.Text, 2)
	c.segments("code_of_conduct.bars", o.Conduct.Bars, 2)
	c.address("code_of_conduct.url", o.Conduct.URL)
	if path := "induction.minimum_version"; c.has(path) {
		switch {
		case !dateShape.MatchString(o.Induction.Minimum):
			c.say(path, fmt.Sprintf("%q is not a handbook version", o.Induction.Minimum), "write a date: 2026-11-02")
		case o.Handbook.Version != "" && !o.Induction.Counts(o.Handbook.Version):
			c.say(path, "the handbook itself is older than this, so nobody could be inducted",
				"write the date of the newest lesson, "+o.Handbook.Version[:len("2006-01-02")]+", or an earlier one")
		}
	}
}

func (c *checker) ladder(path string, clock Clock) {
	if c.has(path+".hub") && clock.Hub < time.Minute {
		c.say(path+".hub", path+".hub must be at least a minute", "write a longer time, such as 10m")
	}
	last, name := clock.Hub, "hub"
	for _, step := range []struct {
		name  string
		after time.Duration
	}{{"on_call", clock.OnCall}, {"people", clock.People}} {
		if !c.has(path + "." + step.name) {
			continue
		}
		if step.after <= last {
			c.say(path+"."+step.name, fmt.Sprintf("%s.%s comes no later than %s", path, step.name, name), "let each step wait longer than the one before it")
		}
		last, name = step.after, step.name
	}
}

func (c *checker) kinds() {
	o := c.o
	if c.has("kinds") && len(o.Kinds) == 0 {
		c.say("kinds", "there is no kind of task", "add at least one")
	}
	ids, said := map[string]bool{}, map[string]string{}
	for i, k := range o.Kinds {
		at := fmt.Sprintf("kinds[%d]", i)
		c.id(at+".id", k.ID, ids)
		c.law(i, k)
		for j, id := range k.Lessons {
			path := fmt.Sprintf("%s.lessons[%d]", at, j)
			if _, ok := o.Handbook.Lesson(id); !ok && c.has(path) {
				c.say(path, fmt.Sprintf("the handbook has no lesson %q", id), meant(id, lessonIDs(o)))
			}
			if slices.Index(k.Lessons, id) < j && c.has(path) {
				c.say(path, fmt.Sprintf("the lesson %q stands twice", id), "take one out")
			}
		}
		if c.has(at+".minutes") && (k.Minutes < 1 || k.Minutes > 24*60) {
			c.say(at+".minutes", "minutes must be from 1 to 1440", "write how long one task usually takes")
		}
		if c.has(at+".words") && len(k.Words) == 0 {
			c.say(at+".words", fmt.Sprintf("%q has no words by which people ask for it", k.ID), "list a few: [prescription, tablets]")
		}
		for j, w := range k.Words {
			path := fmt.Sprintf("%s.words[%d]", at, j)
			w = strings.ToLower(w)
			if other, ok := said[w]; ok && c.has(path) {
				c.say(path, fmt.Sprintf("%q is a word for %s already", w, other), "leave it with one kind")
			}
			said[w] = k.ID
		}
		if k.CountsAs != Group && k.Told == "" && !c.has(at+".told") && c.has(at+".counts_as") {
			c.say(at, fmt.Sprintf("%q does not tell the resident who comes", k.ID), `write told: "{{.Volunteer}} will bring your tablets."`)
		}
		c.phrases(at, k)
	}
}

func lessonIDs(o *Organisation) []string {
	ids := make([]string, len(o.Handbook.Lessons))
	for i, l := range o.Handbook.Lessons {
		ids[i] = l.ID
	}
	return ids
}

func (c *checker) partners() {
	o := c.o
	ids, youth := map[string]bool{}, ""
	for i := range o.Partners {
		p := &o.Partners[i]
		at := fmt.Sprintf("partners[%d]", i)
		c.id(at+".id", p.ID, ids)
		c.phone(at+".phone", &p.Phone)
		for j, code := range p.Outward {
			path := fmt.Sprintf("%s.outward[%d]", at, j)
			if !c.outward(path, code) {
				continue
			}
			if _, ok := o.Centre(code); !ok {
				c.noCentre(path, code)
			}
		}
		for j, id := range p.Kinds {
			path := fmt.Sprintf("%s.kinds[%d]", at, j)
			if _, ok := o.Kind(id); !ok && c.has(path) && c.has("kinds") {
				c.say(path, fmt.Sprintf("there is no kind of task %q", id), meant(id, kindIDs(o)))
			}
		}
		for j, id := range p.NoMore {
			path := fmt.Sprintf("%s.no_more[%d]", at, j)
			if !slices.Contains(p.Kinds, id) && c.has(path) {
				c.say(path, fmt.Sprintf("%s does not take on %q at all", p.ID, id), "list it among kinds too, or take it out of no_more")
			}
		}
		c.segments(at+".name", p.Name, 1)
		c.segments(at+".does", p.Does, 1)
		if p.Youth {
			if youth != "" {
				c.say(at+".youth", fmt.Sprintf("%s is the youth partner already", youth), "leave youth: true with one partner")
			}
			youth = p.ID
		}
	}
	if youth == "" && c.has("partners") {
		c.say("partners", "there is no youth partner: people under 18 would be sent nowhere", "write youth: true at the partner who welcomes them")
	}
}

func kindIDs(o *Organisation) []string {
	ids := make([]string, len(o.Kinds))
	for i, k := range o.Kinds {
		ids[i] = k.ID
	}
	return ids
}

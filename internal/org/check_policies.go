package org

import (
	"fmt"
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
	c.conduct()
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

func (c *checker) conduct() {
	for path, text := range map[string]string{"code_of_conduct.text": c.o.Conduct.Text, "code_of_conduct.bars": c.o.Conduct.Bars} {
		if c.has(path) {
			c.segments(path, text, 2)
		}
	}
	c.address("code_of_conduct.url", c.o.Conduct.URL)
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

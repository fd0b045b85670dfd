package org

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/language"

	"github.com/goodturn/goodturn/internal/handbook"
	"github.com/goodturn/goodturn/internal/place"
)

var (
	idShape      = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)
	channelShape = regexp.MustCompile(`^[CG][A-Z0-9]{8,20}$`)
	slackShape   = regexp.MustCompile(`^[UW][A-Z0-9]{8,20}$`)
	dateShape    = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
)

// checker looks at what the reader has read, and only at that: a value that
// was missing or of the wrong sort is a problem already.
type checker struct {
	*reader
	o        *Organisation
	language string // that of the words that are checked
	// said are the words by which people ask for kinds of task, in all languages.
	said map[string]saidFor
}

// saidFor is what a word asks for, and in which language.
type saidFor struct{ kind, language string }

func (c *checker) has(path string) bool {
	_, ok := c.at[path]
	return ok
}

// say notes a problem with the value at a path.
func (c *checker) say(path, what, remedy string) {
	s, ok := c.at[path]
	for !ok && strings.ContainsAny(path, ".[") {
		path = path[:strings.LastIndexAny(path, ".[")]
		s, ok = c.at[path]
	}
	if !ok {
		s = spot{file: c.first}
	}
	c.wrong(s.file, s.line, what, remedy)
}

func (c *checker) check() {
	c.organisation()
	c.places()
	c.hubs()
	c.people()
	c.policies()
	c.kinds()
	c.partners()
}

func (c *checker) organisation() {
	o := c.o
	if c.has("timezone") {
		zone, err := time.LoadLocation(o.Timezone)
		if err != nil || o.Timezone == "Local" {
			c.say("timezone", fmt.Sprintf("%q is not a time zone", o.Timezone), "write Europe/London")
		} else {
			o.Location = zone
		}
	}
	c.segments("signature", o.Signature, 1)
	if len(o.Signature) > 30 {
		c.say("signature", "the signature is over 30 letters", "shorten it: every letter is one less for the text itself")
	}
	c.address("privacy", o.Privacy)
	if c.has("languages") && len(o.Languages) == 0 {
		c.say("languages", "there is no language", "write languages: [en]")
	}
	for i, l := range o.Languages {
		path := fmt.Sprintf("languages[%d]", i)
		if !c.has(path) {
			continue
		}
		if _, err := language.Parse(l); err != nil {
			c.say(path, fmt.Sprintf("%q is not a language's code", l), "write en for English, cy for Welsh")
		}
		if slices.Index(o.Languages, l) < i {
			c.say(path, fmt.Sprintf("%q stands twice", l), "take one out")
		}
	}
	if c.has("messages_per_second") && (o.Rate <= 0 || o.Rate > 10_000) {
		c.say("messages_per_second", "texts a second must be over 0 and at most 10000", "write 10 for a UK long number, or what Twilio has agreed")
	}
	if !c.has("texts_per_minute_from_one_number") {
		o.PerNumber = PerNumberUsual
	} else if o.PerNumber < 10 || o.PerNumber > 1000 {
		c.say("texts_per_minute_from_one_number", "texts a minute from one number must be from 10 to 1000", "write 30, or leave the line out: fewer would stop people who type fast")
	}
}

// address checks a web address as texts print it.
func (c *checker) address(path, address string) {
	if !c.has(path) {
		return
	}
	if strings.Contains(address, "://") || strings.ContainsAny(address, " \t\n") || !strings.Contains(address, ".") {
		c.say(path, fmt.Sprintf("%q is not an address as texts print it", address), "write it without https:// and without spaces: goodturn.example/p")
	}
	c.segments(path, address, 1)
}

// segments checks a text's characters and length.
func (c *checker) segments(path, text string, most int) {
	n, foreign := handbook.Segments(text)
	if foreign != 0 && handbook.Plain(c.language) {
		c.say(path, fmt.Sprintf("the character %q in %s makes a text cost double", foreign, path),
			"use the plain keyboard one: ' for a curly quote, - for a dash, ... for dots")
	} else if n > most {
		c.say(path, fmt.Sprintf("%s is too long: %d texts' length, and %d is the most", path, n, most), "shorten it")
	}
}

func (c *checker) places() {
	seen := map[string]bool{}
	for i, p := range c.o.Places {
		path := fmt.Sprintf("places[%d]", i)
		if c.outward(path+".outward", p.Outward) {
			if seen[p.Outward] {
				c.say(path+".outward", p.Outward+" stands twice among the places", "take one out")
			}
			seen[p.Outward] = true
		}
		if !c.has(path+".lat") || !c.has(path+".lng") {
			continue
		}
		if p.Lat < 49 || p.Lat > 61 || p.Lng < -9 || p.Lng > 2 {
			remedy := "write its centre in degrees, such as lat: 53.82, lng: -1.57"
			if p.Lng >= 49 && p.Lng <= 61 {
				remedy = "lat and lng look swapped"
			}
			c.say(path+".lat", fmt.Sprintf("the centre of %s is not in the United Kingdom", p.Outward), remedy)
		}
	}
	for name, outward := range c.o.Gazetteer {
		path := join("gazetteer", name)
		if !place.IsOutward(outward) {
			c.say(path, fmt.Sprintf("%q, for %s, is not an outward code", outward, name), "write the first half of a postcode, in capitals: LS6")
		} else if !seen[outward] {
			c.noCentre(path, outward)
		}
	}
}

// outward checks the shape of an outward code that has been read.
func (c *checker) outward(path, code string) bool {
	if !c.has(path) {
		return false
	}
	if !place.IsOutward(code) {
		c.say(path, fmt.Sprintf("%q is not an outward code", code), "write the first half of a postcode, in capitals: LS6")
		return false
	}
	return true
}

func (c *checker) noCentre(path, outward string) {
	c.say(path, outward+" has no centre", fmt.Sprintf("add it to places: {outward: %s, lat: …, lng: …}", outward))
}

// id checks an id's shape and that it is the only one among its sort.
func (c *checker) id(path, id string, seen map[string]bool) {
	if !c.has(path) {
		return
	}
	if !idShape.MatchString(id) {
		c.say(path, fmt.Sprintf("%q is not an id", id), "write small letters, figures, - and _, beginning with a letter")
	}
	if seen[id] {
		c.say(path, fmt.Sprintf("the id %q stands twice", id), "give each its own")
	}
	seen[id] = true
}

func (c *checker) channel(path, channel string) {
	if c.has(path) && !channelShape.MatchString(channel) {
		c.say(path, fmt.Sprintf("%q is not a Slack channel's id", channel), "open the channel's details in Slack and copy the Channel ID at the bottom: C0NORTH0001")
	}
}

func (c *checker) slack(path, id string) {
	if c.has(path) && !slackShape.MatchString(id) {
		c.say(path, fmt.Sprintf("%q is not a Slack member's id", id), "open the person's profile in Slack, then ⋮, Copy member ID: U0JOE00001")
	}
}

// phone checks a number and writes it in full: +447700900801.
func (c *checker) phone(path string, number *string) {
	if !c.has(path) {
		return
	}
	n, err := phonenumbers.Parse(*number, "GB")
	if err != nil || phonenumbers.IsPossibleNumberWithReason(n) != phonenumbers.IS_POSSIBLE {
		// The number itself stays out of what may be logged.
		c.say(path, "no phone can have this number", `write all its figures, in quotes: "07700 900801"`)
		return
	}
	*number = phonenumbers.Format(n, phonenumbers.E164)
}

func (c *checker) hubs() {
	o := c.o
	if c.has("hubs") && len(o.Hubs) == 0 {
		c.say("hubs", "there is no hub", "add at least one, with its Slack channel and the outward codes it covers")
	}
	ids, channels, covered := map[string]bool{}, map[string]string{}, map[string]string{}
	for i, h := range o.Hubs {
		path := fmt.Sprintf("hubs[%d]", i)
		c.id(path+".id", h.ID, ids)
		c.channel(path+".channel", h.Channel)
		if other, ok := channels[h.Channel]; ok && h.Channel != "" {
			c.say(path+".channel", fmt.Sprintf("%s and %s have the same channel", other, h.ID), "give each hub a channel of its own")
		}
		channels[h.Channel] = h.ID
		if c.has(path+".outward") && len(h.Outward) == 0 {
			c.say(path+".outward", h.ID+" covers no outward code", "list the first halves of the postcodes it covers: [LS6, LS7]")
		}
		for j, code := range h.Outward {
			at := fmt.Sprintf("%s.outward[%d]", path, j)
			if !c.outward(at, code) {
				continue
			}
			if other, ok := covered[code]; ok {
				c.say(at, fmt.Sprintf("%s is covered by %s already", code, other), "leave it with one hub")
			}
			covered[code] = h.ID
			if _, ok := o.Centre(code); !ok {
				c.noCentre(at, code)
			}
		}
		c.segments(path+".address", h.Address, 1)
	}
}

func (c *checker) people() {
	o := c.o
	seen, served := map[string]bool{}, map[string]bool{}
	for i, p := range o.Coordinators {
		path := fmt.Sprintf("coordinators[%d]", i)
		c.slack(path+".slack", p.Slack)
		if seen[p.Slack] && p.Slack != "" {
			c.say(path+".slack", "two coordinators have the same Slack id", "list each person once, with all their hubs")
		}
		seen[p.Slack] = true
		for j, hub := range p.Hubs {
			at := fmt.Sprintf("%s.hubs[%d]", path, j)
			if _, ok := o.Hub(hub); !ok && c.has(at) && c.has("hubs") {
				c.say(at, fmt.Sprintf("there is no hub %q", hub), Meant(hub, hubIDs(o)))
			}
			served[hub] = true
		}
	}
	for i, h := range o.Hubs {
		if !served[h.ID] && h.ID != "" && c.has("coordinators") {
			c.say(fmt.Sprintf("hubs[%d].id", i), fmt.Sprintf("the hub %q has no coordinator", h.ID), "name it in the hubs of at least one coordinator")
		}
	}
	c.slack("safeguarding.slack", o.Safeguarding.Slack)
	c.phone("safeguarding.phone", &o.Safeguarding.Phone)
	c.channel("safeguarding.channel", o.Safeguarding.Channel)
	if c.has("safeguarding.channel") {
		const remedy = "make a private channel for concerns, with only the safeguarding lead's people in it"
		if h, ok := o.HubOfChannel(o.Safeguarding.Channel); ok {
			c.say("safeguarding.channel", fmt.Sprintf("concerns would be read in the channel of the hub %q", h.ID), remedy)
		}
		if o.Safeguarding.Channel == o.OnCall.Channel {
			c.say("safeguarding.channel", "concerns would be read in the on-call channel", remedy)
		}
	}
	c.channel("on_call.channel", o.OnCall.Channel)
	if c.has("on_call") && len(o.OnCall.People) == 0 {
		c.say("on_call.people", "nobody is on call: a person in danger would reach no phone", "name at least one person with their phone")
	}
	for i := range o.OnCall.People {
		path := fmt.Sprintf("on_call.people[%d]", i)
		c.phone(path+".phone", &o.OnCall.People[i].Phone)
		c.slack(path+".slack", o.OnCall.People[i].Slack)
	}
}

func hubIDs(o *Organisation) []string {
	ids := make([]string, len(o.Hubs))
	for i, h := range o.Hubs {
		ids[i] = h.ID
	}
	return ids
}

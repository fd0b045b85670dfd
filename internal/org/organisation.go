// Package org reads an organisation's folder: who it is, its hubs, the kinds
// of task it offers and what each asks of a volunteer, its partners, its
// coordinators, its clocks and its handbook. Load names every mistake in the
// folder at once, each with file, line and remedy, and refuses settings that
// the law of England and Wales does not allow.
//
// The values are plain and are not changed after Load: any number of
// goroutines may read them.
package org

import (
	"io/fs"
	"time"

	"github.com/goodturn/goodturn/internal/handbook"
)

// Organisation is everything that the settings folder says. The yaml tags name
// the keys that a coordinator writes; `org:"optional"` marks those that may be
// left out, and eg is an example to show to somebody who got one wrong.
type Organisation struct {
	Name string `yaml:"name" eg:"Leeds Goodturn"`
	// Signature opens the first text to anybody and any text where the
	// carriers ask who is writing.
	Signature string         `yaml:"signature" eg:"Leeds Goodturn"`
	Timezone  string         `yaml:"timezone" eg:"Europe/London"`
	Location  *time.Location `yaml:"-"`
	// Privacy is the privacy page's address as it is printed in texts,
	// without a scheme.
	Privacy string `yaml:"privacy" eg:"goodturn.example/p"`
	// Languages are those that people may choose. The first is that of the settings
	// themselves; every other has its Words and handbook in a folder by its name.
	Languages []string `yaml:"languages" eg:"[en]"`
	// AskLanguage has strangers asked for their language before anything else, as
	// where Welsh is a standard, unless their first text shows it.
	AskLanguage bool `yaml:"ask_language" org:"optional" eg:"true"`
	// Rate is how many texts a second the organisation's sender may send.
	Rate float64 `yaml:"messages_per_second" eg:"10"`
	// PerNumber is how many texts a minute from one number are answered each by
	// itself; more are a flood, and read by a person. PerNumberUsual where it is
	// left out.
	PerNumber int `yaml:"texts_per_minute_from_one_number" org:"optional" eg:"30"`

	Hubs         []Hub         `yaml:"hubs"`
	Coordinators []Coordinator `yaml:"coordinators"`
	Safeguarding Safeguarding  `yaml:"safeguarding"`
	OnCall       OnCall        `yaml:"on_call"`
	QuietHours   QuietHours    `yaml:"quiet_hours"`
	Offers       OfferPolicy   `yaml:"offers"`
	Clocks       Clocks        `yaml:"clocks"`
	Conduct      Conduct       `yaml:"code_of_conduct"`
	Induction    Induction     `yaml:"induction"`

	Kinds    []Kind    `yaml:"kinds"`
	Partners []Partner `yaml:"partners"`
	Places   []Place   `yaml:"places"`
	// Gazetteer gives the outward code of a place name that people use:
	// "Headingley" is LS6. Names are as the settings spell them.
	Gazetteer map[string]string `yaml:"gazetteer" org:"optional"`

	// Handbook is read from the folder handbook/.
	Handbook handbook.Handbook `yaml:"-"`
	// Wording is the folder wording/, with the organisation's own sentences
	// in place of Goodturn's: a file for each language, "key: text". It is
	// nil where the organisation has none.
	Wording fs.FS `yaml:"-"`

	in map[string]*Organisation // in other languages
}

// PerNumberUsual is more than anybody types, and more than the parts of a long
// lesson need.
const PerNumberUsual = 30

// Hub is a place with its coordinators' Slack channel and the outward
// postcodes that it covers.
type Hub struct {
	ID   string `yaml:"id" eg:"north"`
	Name string `yaml:"name" eg:"Beckside Hub"`
	// Channel is the Slack id of the coordinators' channel: C0NORTH0001.
	Channel string   `yaml:"channel" eg:"C0NORTH0001"`
	Outward []string `yaml:"outward" eg:"[LS6, LS7]"`
	// Address is where volunteers of a staffed group task come.
	Address string `yaml:"address" eg:"14 Example Street, LS6"`
	// Open says when somebody is there, in the hub's own words.
	Open string `yaml:"open" org:"optional" eg:"9am to 6pm"`
}

// Coordinator is a person who decides in Slack for one hub or several.
type Coordinator struct {
	Name  string   `yaml:"name" eg:"Joe"`
	Slack string   `yaml:"slack" eg:"U0JOE00001"`
	Hubs  []string `yaml:"hubs" eg:"[north]"`
}

// Safeguarding is the lead for concerns about somebody's safety, and the
// private channel that only the lead's people can see.
type Safeguarding struct {
	Name    string `yaml:"name" eg:"Ruth"`
	Slack   string `yaml:"slack" eg:"U0JOE00001"`
	Phone   string `yaml:"phone" eg:"\"07700 900801\""` // E.164 after Load
	Channel string `yaml:"channel" eg:"C0SAFE00001"`
}

// OnCall is who is reached when nobody in a hub has acted, and at once when
// somebody is in danger, at any hour.
type OnCall struct {
	Channel string         `yaml:"channel" eg:"C0ONCALL001"`
	People  []OnCallPerson `yaml:"people"`
}

// OnCallPerson is somebody whose phone may be texted at any hour. They are
// asked in the order of the settings.
type OnCallPerson struct {
	Name  string `yaml:"name" eg:"Ruth"`
	Phone string `yaml:"phone" eg:"\"07700 900801\""`          // E.164 after Load
	Slack string `yaml:"slack" org:"optional" eg:"U0JOE00001"` // empty where they are not in Slack
}

// Place is the centre of an outward code, in degrees.
type Place struct {
	Outward string  `yaml:"outward" eg:"LS6"`
	Lat     float64 `yaml:"lat" eg:"53.82"`
	Lng     float64 `yaml:"lng" eg:"-1.57"`
}

package org

import (
	"slices"
	"strings"
)

// Where a kind of task is done.
type Where string

const (
	AtHub   Where = "hub"   // at a hub, among its staff
	AtDoor  Where = "door"  // at a resident's door or outside their home
	ByPhone Where = "phone" // by phone or online, from anywhere
	OnTrip  Where = "trip"  // with the resident, in a vehicle
)

// Check is something about a volunteer that somebody has to verify.
type Check string

// A DBS check of the standard level fits none of the kinds of task.
const (
	Identity                Check = "identity" // a coordinator has seen their ID
	DBSBasic                Check = "dbs_basic"
	DBSEnhanced             Check = "dbs_enhanced"
	DBSEnhancedAdultsBarred Check = "dbs_enhanced_adults_barred"
	Licence                 Check = "licence" // driving licence
	MOT                     Check = "mot"
	Insurer                 Check = "insurer" // the insurer has been told of the lifts
)

// CountsAs is the row of the law's table that a kind of task falls under; it
// decides the least that a volunteer must be asked for.
type CountsAs string

const (
	Group      CountsAs = "group"         // staffed group task: nothing
	Remote     CountsAs = "phone"         // by phone or online: identity
	Doorstep   CountsAs = "doorstep"      // goods already paid for, dogs, outdoors: identity
	Money      CountsAs = "money"         // with the resident's money: regulated activity
	LiftToCare CountsAs = "lift_to_care"  // to health or social care: regulated activity
	Lift       CountsAs = "lift"          // any other lift
	Personal   CountsAs = "personal_care" // not offered
	Children   CountsAs = "children"      // not offered
)

// Kind is a kind of task: what it is called, what it asks of a volunteer, and
// the sentences that are this organisation's own.
type Kind struct {
	ID string `yaml:"id" eg:"prescription"`
	// Name is the shared name, by which organisations compare figures;
	// LocalName is what people here call it.
	Name      string   `yaml:"name" eg:"Collect a prescription"`
	LocalName string   `yaml:"local_name" eg:"Tablet run"`
	Where     Where    `yaml:"where" eg:"door"`
	CountsAs  CountsAs `yaml:"counts_as" eg:"doorstep"`
	// Regular says that one volunteer helps one person weekly, or on four
	// days in thirty, and that the person receives care.
	Regular bool `yaml:"regular" org:"optional" eg:"false"`
	// Contact says that volunteer and resident come closer than the doorstep.
	Contact bool    `yaml:"contact" eg:"false"`
	AsksFor []Check `yaml:"asks_for" eg:"[identity]"`
	// Lessons are the ids of the handbook's lessons that a volunteer needs
	// for this kind, and no more.
	Lessons []string `yaml:"lessons" eg:"[staying-safe]"`
	// Minutes is how long one task usually takes.
	Minutes int `yaml:"minutes" eg:"25"`
	// Words are phrases by which people ask for it or offer it.
	Words []string `yaml:"words" eg:"[prescription, tablets]"`

	// Offer completes "can you help?": "collect a prescription in LS6 and
	// leave it at the door".
	Offer Phrase `yaml:"offer" eg:"\"collect a prescription in {{.Area}}\""`
	// Won is what the volunteer who has the task must know.
	Won Phrase `yaml:"won" eg:"\"Take your ID. Knock and step back.\""`
	// Told is what the resident is told of who comes and what they do; only a
	// staffed group task, which no resident asked for, goes without.
	Told Phrase `yaml:"told" org:"optional" eg:"\"{{.Volunteer}} will bring your tablets.\""`
	// Request is a short noun for cards: "a prescription".
	Request Phrase `yaml:"request_phrase" eg:"a prescription"`

	// StraightOut says that requests of this kind become tasks without a
	// coordinator's approval.
	StraightOut bool `yaml:"straight_out" eg:"false"`
}

// NamedIn reports whether a text in lower case has one of the kind's words.
func (k Kind) NamedIn(text string) bool {
	return slices.ContainsFunc(k.Words, func(w string) bool { return strings.Contains(text, strings.ToLower(w)) })
}

// Asks reports whether the kind asks for a check.
func (k Kind) Asks(c Check) bool {
	return slices.Contains(k.AsksFor, c)
}

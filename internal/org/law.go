package org

import (
	"fmt"
	"slices"
	"strings"
)

// rule is a row of the table of who may do what in England and Wales.
type rule struct {
	where Where
	// least is what a volunteer must be asked for.
	least []Check
	// most is the highest DBS check that the law lets anybody ask for.
	most Check
	why  string
}

var driving = []Check{Identity, Licence, MOT, Insurer}

// ruleFor is the table. Kinds that are not offered at all have no row.
func ruleFor(k Kind) (rule, bool) {
	switch k.CountsAs {
	case Group:
		return rule{where: AtHub, most: DBSBasic, why: "a staffed group task"}, true
	case Remote:
		if k.Regular {
			return rule{where: ByPhone, least: []Check{Identity, DBSEnhanced}, most: DBSEnhanced,
				why: "regular calls to a person who receives care"}, true
		}
		return rule{where: ByPhone, least: []Check{Identity}, most: DBSBasic, why: "help by phone now and then"}, true
	case Doorstep:
		return rule{where: AtDoor, least: []Check{Identity}, most: DBSBasic, why: "help at a resident's door"}, true
	case Money:
		return rule{where: AtDoor, least: []Check{Identity, DBSEnhancedAdultsBarred}, most: DBSEnhancedAdultsBarred,
			why: "handling a resident's money is regulated activity, even once"}, true
	case LiftToCare:
		return rule{where: OnTrip, least: append([]Check{DBSEnhancedAdultsBarred}, driving...), most: DBSEnhancedAdultsBarred,
			why: "a lift to health or social care is regulated activity, even once"}, true
	case Lift:
		return rule{where: OnTrip, least: driving, most: DBSBasic, why: "a lift"}, true
	}
	return rule{}, false
}

var (
	everyWhere = []Where{AtHub, AtDoor, ByPhone, OnTrip}
	everyCount = []CountsAs{Group, Remote, Doorstep, Money, LiftToCare, Lift}
	everyCheck = []Check{Identity, DBSBasic, DBSEnhanced, DBSEnhancedAdultsBarred, Licence, MOT, Insurer}
	dbsLevels  = []Check{DBSBasic, DBSEnhanced, DBSEnhancedAdultsBarred}
)

// tell are words that say more of a kind than its counts_as does.
var tell = []struct {
	words    []string
	unless   []CountsAs
	what     string
	remedy   string
	onlyTrip bool
}{
	{
		words:  []string{"personal care", "help washing", "bathing", "help to the toilet", "help getting dressed", "give medicine"},
		what:   "it speaks of personal care, which is not offered",
		remedy: "take the kind out, and name a care provider among the partners",
	},
	{
		words:  []string{"babysit", "childmind", "look after children", "mind the kids", "school run"},
		what:   "it speaks of children, which is not offered",
		remedy: "take the kind out, and name a children's service among the partners",
	},
	{
		words:  []string{"appointment", "hospital", "surgery", "clinic", "doctor", "gp", "dentist", "dialysis", "vaccin", "care home"},
		unless: []CountsAs{LiftToCare}, onlyTrip: true,
		what:   "it speaks of lifts to health or social care",
		remedy: "write counts_as: lift_to_care",
	},
	{
		words:  []string{"their cash", "with cash", "bank card", "their card to pay", "pin number", "pay their bills", "pay bills", "their money"},
		unless: []CountsAs{Money},
		what:   "it speaks of the resident's money",
		remedy: "write counts_as: money, or take those words out and let goods be paid for first",
	},
}

// law refuses a kind that asks a volunteer for less, or for a higher DBS
// check, than the law of England and Wales allows.
func (c *checker) law(i int, k Kind) {
	at := fmt.Sprintf("kinds[%d]", i)
	name := fmt.Sprintf("%q", k.ID)
	if c.has(at+".where") && !slices.Contains(everyWhere, k.Where) {
		c.say(at+".where", fmt.Sprintf("%q is no place that a task can be", k.Where), Meant(string(k.Where), texts(everyWhere)))
	}
	known := true
	for j, check := range k.AsksFor {
		if slices.Contains(everyCheck, check) || check == "" {
			continue
		}
		known = false
		path := fmt.Sprintf("%s.asks_for[%d]", at, j)
		if check == "dbs_standard" {
			c.say(path, "a standard DBS check fits none of these tasks", "take it out")
			continue
		}
		c.say(path, fmt.Sprintf("%q is not a check", check), Meant(string(check), texts(everyCheck)))
	}
	if !c.has(at + ".counts_as") {
		return
	}
	switch k.CountsAs {
	case Personal, Children:
		c.say(at+".counts_as", fmt.Sprintf("%s: personal care and work with children are not offered", name),
			"take the kind out, and name a partner who may do it")
		return
	}
	row, ok := ruleFor(k)
	if !ok {
		c.say(at+".counts_as", fmt.Sprintf("%q is no row of the law's table", k.CountsAs), Meant(string(k.CountsAs), texts(everyCount)))
		return
	}
	if k.Where != row.where && slices.Contains(everyWhere, k.Where) {
		c.say(at+".where", fmt.Sprintf("%s counts as %s, which is not done at: %s", name, k.CountsAs, k.Where),
			fmt.Sprintf("write where: %s, or another counts_as", row.where))
	}
	c.telling(at, k)
	if !known || !c.has(at+".asks_for") {
		return
	}
	for _, least := range row.least {
		if !holds(k.AsksFor, least) {
			c.say(at+".asks_for", fmt.Sprintf("%s asks for less than the law allows: %s", name, row.why),
				fmt.Sprintf("add %s to asks_for", least))
		}
	}
	for _, level := range dbsLevels {
		if k.Asks(level) && slices.Index(dbsLevels, level) > slices.Index(dbsLevels, row.most) {
			c.say(at+".asks_for", fmt.Sprintf("%s asks for %s, which the law does not let you ask for: %s", name, level, row.why),
				"take it out; "+string(row.most)+" is the most")
		}
	}
}

// telling looks for words that say that a kind is not what it counts as.
func (c *checker) telling(at string, k Kind) {
	said := " " + strings.ToLower(strings.Join(append([]string{
		k.Name, k.LocalName, string(k.Offer), string(k.Request),
	}, k.Words...), " . ")) + " "
	for _, t := range tell {
		if slices.Contains(t.unless, k.CountsAs) || t.onlyTrip && k.Where != OnTrip {
			continue
		}
		for _, w := range t.words {
			if strings.Contains(said, " "+w) {
				c.say(at, fmt.Sprintf("%q: %s (%q)", k.ID, t.what, w), t.remedy)
				break
			}
		}
	}
}

// holds reports whether the checks asked for include one, or a higher one.
func holds(asked []Check, c Check) bool {
	if slices.Contains(asked, c) {
		return true
	}
	return c == DBSEnhanced && slices.Contains(asked, DBSEnhancedAdultsBarred)
}

func texts[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, one := range all {
		out[i] = string(one)
	}
	return out
}

package hear

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// now is the Monday afternoon of the texts below.
var now = time.Date(2026, time.November, 23, 13, 0, 0, 0, london)

var london = func() *time.Location {
	l, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err)
	}
	return l
}()

var kinds = []Kind{
	{"packing", []string{"packing", "food parcels", "sorting"}},
	{"prescription", []string{"prescription", "tablets", "meds", "chemist"}},
	{"shopping", []string{"shopping", "groceries", "milk"}},
	{"dogs", []string{"dog", "dog walking"}},
	{"lift", []string{"lift", "driving", "hospital"}},
}

// heardAs is a text, what was asked before it, and what must be understood:
// the meaning, then "also:", "danger:", "worry:" and slots by name.
type heardAs struct{ asked, text, want string }

func (x heardAs) context() Context {
	c := example{asked: x.asked}.context()
	c.Now, c.Kinds = now, kinds
	c.Places = map[string]string{"headingley": "LS6", "chapel allerton": "LS7", "leeds": "LS1"}
	return c
}

// TestTexts hears messy texts, a line each: what was asked | the text | what it means.
func TestTexts(t *testing.T) {
	n := 0
	for _, table := range []string{
		textsOfAnswers, textsOfOffers, textsOfStopping, textsOfCommands, textsOfNeed, textsOfJoining, textsOfDanger, textsOfAnswersToQuestions, textsOfTimes, textsOfTimesAway,
		textsOfNames, textsOfChoosing, textsOfReplies, textsOfFirstMinutes,
	} {
		for line := range strings.Lines(table) {
			if line = strings.TrimSpace(line); line == "" {
				continue
			}
			n++
			part := strings.SplitN(line, " | ", 3)
			if len(part) != 3 {
				t.Fatalf("line %q", line)
			}
			x := heardAs{strings.Trim(part[0], " |"), part[1], part[2]}
			c := x.context()
			if table == textsOfChoosing || table == textsOfFirstMinutes {
				c.Kinds, c.Places = sampleKinds, samplePlaces
			}
			h := english.ruled(x.text, c).heard
			for want := range strings.SplitSeq(x.want, "; ") {
				if wrong := h.differs(strings.TrimSpace(want)); wrong != "" {
					t.Errorf("%s | %s\n\twant %s\n\tgot %s", x.asked, x.text, want, wrong)
				}
			}
		}
	}
	if n < 250 {
		t.Errorf("%d texts", n)
	}
	t.Logf("%d texts", n)
}

// differs says how a hearing differs from one thing wanted of it.
func (h Heard) differs(want string) string {
	summary := fmt.Sprintf("%s also %v danger %q worry %q %s because %q", h.Meaning, h.Also, h.Danger, h.Worry, h.Slots.show(), h.Why)
	name, value, ok := strings.Cut(want, ":")
	got := ""
	switch {
	case !ok:
		got, value = string(h.Meaning), want
	case name == "also":
		if value == "" && len(h.Also) == 0 || slices.Contains(h.Also, Meaning(value)) {
			return ""
		}
		return summary
	case name == "danger":
		got = h.Danger
	case name == "worry":
		got = h.Worry
	case name == "answers":
		var said []string
		for _, a := range h.Answers {
			said = append(said, strconv.Itoa(a.Number)+" "+string(a.Meaning))
		}
		got = strings.Join(said, ", ")
	default:
		got = h.Slots.slot(name)
	}
	if got != value {
		return summary
	}
	return ""
}

func (s Slots) slot(name string) string {
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format("Mon 2 Jan 15:04")
	}
	switch name {
	case "name":
		return cmp.Or(s.Name, s.Own)
	case "own":
		return s.Own
	case "first":
		return s.First
	case "postcode":
		return s.Postcode
	case "outward":
		return s.Outward
	case "doubt":
		return s.PostcodeDoubt
	case "address":
		return s.Address
	case "kinds":
		return strings.Join(s.Kinds, ",")
	case "number":
		return strconv.Itoa(s.Number)
	case "choice":
		return s.Choice
	case "when":
		return strings.Join(s.When, ",")
	case "by":
		return at(s.By)
	case "from":
		return at(s.From)
	case "until":
		return at(s.Until)
	case "start":
		return at(s.Start)
	case "today":
		return strconv.FormatBool(s.UrgencyToday)
	case "minutes":
		return strconv.Itoa(s.Minutes)
	case "outcome":
		return s.Outcome
	case "transport":
		return strings.Join(s.Transport, ",")
	case "languages":
		return strings.Join(s.Languages, ",")
	case "age":
		return strconv.Itoa(s.Age)
	case "textonly":
		return strconv.FormatBool(s.TextOnly)
	case "call":
		return strconv.FormatBool(s.Call)
	case "phone":
		return s.OtherNumber
	case "checks":
		return strings.Join(s.Checks, ",")
	case "topic":
		return s.Topic
	case "rest":
		return s.Rest
	}
	return "no slot " + name
}

var slotNames = []string{"name", "postcode", "outward", "doubt", "address", "kinds", "number", "choice", "when", "by", "from", "until", "start", "today", "minutes", "outcome", "transport", "languages", "age", "textonly", "call", "phone", "checks", "topic", "rest"}

func (s Slots) show() string {
	var said []string
	for _, name := range slotNames {
		if v := s.slot(name); v != "" && v != "0" && v != "false" {
			said = append(said, name+":"+v)
		}
	}
	return strings.Join(said, " ")
}

package wording

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/goodturn/goodturn/internal/org"
)

// always are the fields that every text may name.
var always = []string{"Signature", "Privacy", "First", "Name", "Area", "Postcode", "Number", "Code", "CodeURL", "Bars", "TextOnly"}

// Samples fill sentences with fields as long as they realistically come: the
// organisation's own longest words, and people's.
type Samples struct {
	usual    map[string]any
	variants map[string][]map[string]any
	moment   string // a moment weeks away, as it is said
	tomorrow string // one tomorrow
}

// For returns the sets of fields to try a sentence with.
func (s *Samples) For(key string) []map[string]any {
	variants := s.variants[key]
	if len(variants) == 0 {
		variants = []map[string]any{nil}
	}
	all := make([]map[string]any, len(variants))
	for i, v := range variants {
		all[i] = maps.Clone(s.usual)
		maps.Copy(all[i], v)
	}
	return all
}

// Words of people, as long as they usually come.
const (
	longFirst   = "Bartholomew"
	longName    = "Bartholomew Featherstone"
	longAddress = "Flat 12, Sycamore Court, 148 Otley Road LS17 2AB"
	longClock   = "11.30am"
	longWhat    = "tablets from the chemist's on Otley Road"
	longAccess  = "deaf, ring the bell twice and wait at the gate"
	longReason  = "It has to be done by somebody with a van, and nobody we know has one this week."
	longWords   = "Good to talk. The boiler man is coming at 5 and a heater before that. Text me here if neither turns up, and I'll ring round the others myself before I go home tonight."
	aPhone      = "07700 900123"
)

// SamplesFor returns the samples for an organisation that says the sentences.
func SamplesFor(o *org.Organisation, said map[string]Sentence) *Samples {
	s := &Samples{variants: map[string][]map[string]any{}}
	s.moments(said)
	s.usual = map[string]any{
		"Signature": o.Signature, "Privacy": o.Privacy, "Code": o.Conduct.Text, "CodeURL": o.Conduct.URL, "Bars": o.Conduct.Bars,
		"First": longFirst, "Name": longName, "Area": "LS17", "Postcode": "LS17 2AB", "Number": "99", "TextOnly": "",
		"Hub": longestHub(o), "Clock": longClock, "Morning": longClock, "To": longClock, "Helps": true, "Day": longestOf(said, "time.day."), "Date": 30, "Month": longestOf(said, "time.month."),
		"By": s.moment, "From": s.moment, "Until": s.moment, "Back": s.moment, "Off": s.moment, "When": s.moment, "Promised": s.tomorrow,
		"Resident": longName, "Address": longAddress, "Phone": aPhone, "Access": longAccess, "Place": longestAddress(o),
		"Volunteer": longFirst, "Who": longFirst, "Ref": "K4F7", "Reason": longReason, "Subject": longestSubject(o),
		"Minutes": "120", "Minutes_usual": "120", "Helped": 100, "Left": "8", "Active": 3, "Live": 2,
		"OnDuty": false, "Waits": true, "Direct": true, "Doubt": "LS17 2", "Text": longWords,
		"Open": kindList(o, false), "Options": kindList(o, true),
		"Heard":     strings.Join([]string{"LS17 2AB", kindList(o, false), longestOf(said, "transport."), longestOf(said, "transport.")}, ", "),
		"Told":      s.longestPhrase(o, func(k org.Kind) org.Phrase { return k.Told }),
		"Won":       s.longestPhrase(o, func(k org.Kind) org.Phrase { return k.Won }),
		"Languages": strings.Join(slices.Repeat([]string{"Cymraeg"}, len(o.Languages)), ", "),
		"What":      longWhat, "Partner": "", "Does": "", "Retimed": "yes", "Time": s.moment, "Asked": longFirst, "Whose": longFirst, "Door": longAddress, "Moved": "yes", "Decided": "yes", "Stuck": "", "Unsaid": "", "For": "yes", "Finished": "yes", "Beside": "yes", "Windows": "", "At": "", "Of": longestSubject(o), "By_phone": "", "More": 0, "Several": "",
		"Words": longWords, "Asks_late": longFirst, "Wish": longFirst, "Old_door": "yes", "Visited": "yes", "Text_only": "yes", "Later": "yes", "Same": longestSubject(o), "Half": "", "Each": "", "Time_of": longestSubject(o), "Over": "yes", "Off_all": "4", "Off_list": strings.Repeat("9: "+longestSubject(o)+". ", 3),
	}
	s.lessons(o)
	s.partners(o)
	s.tasks(o, said)
	for key, list := range map[string]string{"alarm.ring": "alarm.why_", "tasks.none": "tasks.why_"} {
		s.variants[key] = []map[string]any{{"Why": longestOf(said, list)}}
	}
	s.variants["asking.sent"] = []map[string]any{{}, {"Each": longestSubject(o) + " " + s.moment + "; " + longestSubject(o) + " " + s.moment}}
	s.variants["asking.dropped"] = []map[string]any{{"Off": longestSubject(o)}}
	s.variants["standing.told"] = []map[string]any{{"OnDuty": true}, {"OnDuty": true, "Off": ""}, {"OnDuty": false}}
	s.variants["induction.place"] = []map[string]any{{"This": len(o.Handbook.Lessons), "All": len(o.Handbook.Lessons)}}
	s.variants["alarm.without_store"] = []map[string]any{{"From": "+447700900123"}}
	s.variants["progress.stuck"] = []map[string]any{{}}
	return s
}

// moments says moments in the words of the language.
func (s *Samples) moments(said map[string]Sentence) {
	args := map[string]any{"Clock": longClock, "Day": longestOf(said, "time.day."), "Date": 30, "Month": longestOf(said, "time.month.")}
	for _, key := range []string{"time.tomorrow", "time.this_week", "time.later"} {
		for _, form := range said[key].Forms {
			words, err := Fill(form, args)
			if err != nil {
				continue
			}
			s.moment = longer(s.moment, words)
			if key == "time.tomorrow" {
				s.tomorrow = longer(s.tomorrow, words)
			}
		}
	}
}

// lessons tries every lesson, for its parts go together.
func (s *Samples) lessons(o *org.Organisation) {
	for _, l := range o.Handbook.Lessons {
		args := map[string]any{
			"Place": fmt.Sprintf("%d of %d", len(o.Handbook.Lessons), len(o.Handbook.Lessons)), "Title": l.Title, "Question": l.Question,
			"A": l.Answers[0], "B": l.Answers[1], "C": l.Answers[2], "Why": l.Why, "Matters": l.Matters, "Text": "",
		}
		for i, text := range l.Texts {
			one := maps.Clone(args)
			one["Text"] = text
			key := "induction.lesson"
			if i > 0 {
				key = "induction.lesson_more"
			}
			s.variants[key] = append(s.variants[key], one)
		}
		s.variants["induction.question"] = append(s.variants["induction.question"], args)
		s.variants["induction.question_else"] = append(s.variants["induction.question_else"], args)
		s.variants["induction.wrong"] = append(s.variants["induction.wrong"], args)
		s.variants["induction.wrong_else"] = append(s.variants["induction.wrong_else"], args)
	}
}

// partners tries every partner.
func (s *Samples) partners(o *org.Organisation) {
	for _, p := range o.Partners {
		args := map[string]any{"Partner": p.Name, "Does": p.Does, "Phone": aPhone}
		s.variants["progress.signposted"] = append(s.variants["progress.signposted"], args)
		if p.Youth {
			s.variants["joining.under_18"] = append(s.variants["joining.under_18"], args)
		}
	}
}

// tasks fills the sentences that hold what an offer says.
func (s *Samples) tasks(o *org.Organisation, said map[string]Sentence) {
	what := ""
	for _, k := range o.Kinds {
		words, err := k.Offer.Fill(org.Fields{Area: "LS17", By: s.moment})
		if err != nil {
			continue
		}
		args := maps.Clone(s.usual)
		args["What"], args["From"], args["Hub"] = words, longClock, ""
		if k.Where == org.AtHub {
			args["Hub"], args["From"], args["By"] = longestHub(o), s.tomorrow, s.tomorrow
		}
		if strings.Contains(words, s.moment) {
			args["By"] = ""
		}
		s.variants["offer.what"] = append(s.variants["offer.what"], args)
		for _, form := range said["offer.what"].Forms {
			if text, err := Fill(form, args); err == nil {
				what = longer(what, text)
			}
		}
	}
	one := map[string]any{"What": what}
	for _, key := range []string{
		"offer.can_you", "offer.reminder", "offer.yes_or_no", "offer.label", "which.one",
		"offer.still", "offer.still_reminder", "offer.still_again", "offer.still_again_else", "offer.still_again_asked", "offer.still_again_unsure", "offer.still_yours",
	} {
		s.variants[key] = []map[string]any{one}
	}
	line := "9: " + what + "."
	for _, key := range []string{"which.any", "which.yes", "which.no", "which.done", "which.release", "which.any_else", "which.yes_else", "which.no_else", "which.done_else", "which.release_else"} {
		s.variants[key] = []map[string]any{{"List": line + " " + line}}
	}
	s.inHand(o)
	s.variants["tasks.list"] = []map[string]any{{"List": strings.Join([]string{line, line, line}, " ")}}
	// A resident's task begins, if at all, on the day on which it is to be done.
	s.variants["offer.yours"] = []map[string]any{
		{"From": longClock},
		{"From": "", "By": "", "Windows": someWindows(said)},
		{"Resident": "", "What": "", "From": s.tomorrow, "By": s.tomorrow, "Won": hubsWon(o)},
	}
	s.variants["offer.again"] = s.variants["offer.yours"]
	s.variants["offer.elsewhere"] = s.variants["offer.yours"][:1]
}

// someWindows say when it suits somebody, at some length.
func someWindows(said map[string]Sentence) string {
	var names []string
	for _, w := range []string{"mornings", "afternoons", "wednesday"} {
		names = append(names, said["window."+w].Forms[0])
	}
	return strings.Join(names, ", ")
}

// inHand fills what STATUS says of tasks in hand.
func (s *Samples) inHand(o *org.Organisation) {
	what := ""
	for _, k := range o.Kinds {
		what = longer(what, k.LocalName)
	}
	line := "99: " + what + ", LS17, " + longClock + ", " + s.moment + "."
	s.variants["standing.task"] = []map[string]any{{"What": what, "From": longClock}}
	s.variants["standing.in_hand"] = []map[string]any{{"List": strings.Join([]string{line, line, line}, " "), "More": 1, "Several": "yes"}}
	s.variants["standing.request"] = []map[string]any{{"Asked": ""}, {"Asked": longFirst}, {"Asked": "", "Volunteer": ""}, {"Asked": "", "Volunteer": "", "Stuck": "yes"}, {"Asked": "", "Volunteer": "", "Decided": ""}}
}

func hubsWon(o *org.Organisation) string {
	best := ""
	for _, k := range o.Kinds {
		if k.Where != org.AtHub {
			continue
		}
		if words, err := k.Won.Fill(org.Fields{Area: "LS17", Volunteer: longFirst}); err == nil {
			best = longer(best, words)
		}
	}
	return best
}

func longestHub(o *org.Organisation) string {
	best := ""
	for _, h := range o.Hubs {
		best = longer(best, h.Name)
	}
	return best
}

func longestAddress(o *org.Organisation) string {
	best := ""
	for _, h := range o.Hubs {
		best = longer(best, h.Address)
	}
	return best
}

func (s *Samples) longestPhrase(o *org.Organisation, of func(org.Kind) org.Phrase) string {
	best := ""
	for _, k := range o.Kinds {
		if words, err := of(k).Fill(org.Fields{Area: "LS17", Volunteer: longFirst, Resident: longFirst, What: longWhat, By: s.moment}); err == nil {
			best = longer(best, words)
		}
	}
	return best
}

// longestSubject is what a request is called; its time is said beside it.
func longestSubject(o *org.Organisation) string {
	best := ""
	for _, k := range o.Kinds {
		if words, err := k.Request.Fill(org.Fields{Area: "LS17"}); err == nil {
			best = longer(best, words)
		}
	}
	return best
}

func longestOf(said map[string]Sentence, prefix string) string {
	best := ""
	for key, s := range said {
		if strings.HasPrefix(key, prefix) {
			for _, form := range s.Forms {
				best = longer(best, form)
			}
		}
	}
	return best
}

// kindList names every kind of task, with its number if wanted.
func kindList(o *org.Organisation, numbered bool) string {
	names := make([]string, len(o.Kinds))
	for i, k := range o.Kinds {
		names[i] = k.LocalName
		if numbered {
			names[i] = fmt.Sprintf("%d %s", i+1, k.LocalName)
		}
	}
	return strings.Join(names, ", ")
}

func longer(a, b string) string {
	if len(b) > len(a) {
		return b
	}
	return a
}

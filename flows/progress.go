package flows

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/request"
)

// step holds when the progress that came is one of these.
func step(steps ...request.Step) func(*bot.Talk) bool {
	return func(t *bot.Talk) bool {
		now := bot.Read[request.Progress](t).Step
		return slices.Contains(steps, now)
	}
}

// endsIt holds when the progress that came is the last.
func endsIt(t *bot.Talk) bool {
	return step(request.Signposted, request.Refused, request.Missed, request.CalledOff)(t) && !bot.Read[request.Progress](t).More
}

// tellProgress says how far the request has come, in the words for that step.
func tellProgress(t *bot.Talk) {
	t.Keep("unanswered", "") // a yes after this is to this
	p := bot.Read[request.Progress](t)
	if p.Step != request.Slow {
		t.Keep("decided", "yes")
	}
	if p.Step == request.Missed {
		t.Keep("missed_"+p.Kind, "yes")
		t.Keep("has_"+p.Kind, "")
	}
	if p.Step == request.Taken || p.Step == request.Released || p.Step == request.Stuck {
		t.Keep("volunteer", map[request.Step]string{request.Taken: p.Volunteer}[p.Step])
		t.Keep("asks_them", "")
		t.Keep("has_"+p.Kind, t.Slot("volunteer"))
		t.Keep("stuck_"+p.Kind, map[request.Step]string{request.Stuck: "yes"}[p.Step])
	}
	noteOver(t, p)
	tellComing(t)
	if p.Step == request.Finished {
		t.Keep("finished", "yes")
		if len(t.Person.With("asking")) > 1 {
			t.Keep("beside", "yes")
		}
	}
	args := map[string]any{"Volunteer": p.Volunteer, "What": p.What, "Who": p.Who, "Reason": p.Reason, "Subject": t.Slot("subject"), "Of": "", "Told": "", "Partner": "", "Does": "", "Phone": "", "Morning": "", "At": ""}
	if p.Step == request.Delayed || p.Step == request.Near {
		args["At"] = byWords(t, p.By)
	}
	if morning := t.Org.QuietEnds(t.Now); t.Org.Quiet(t.Now) && (p.By.IsZero() || p.By.After(morning)) {
		args["Morning"] = t.Clock(morning) // what is wanted sooner does not wait for it
	}
	if k, ok := t.Org.Kind(p.Kind); ok && p.More {
		of, err := k.Request.Fill(org.Fields{Area: p.Area})
		if err != nil {
			panic(err)
		}
		args["Of"] = of
	}
	if k, ok := t.Org.Kind(p.Kind); ok && p.Volunteer != "" {
		told, err := k.Told.Fill(org.Fields{Area: p.Area, Volunteer: p.Volunteer, Resident: t.Person.First, What: p.What, By: byWords(t, p.By)})
		if err != nil {
			panic(err)
		}
		args["Told"] = told
	}
	for _, partner := range t.Org.Partners {
		if partner.ID == p.Partner {
			args["Partner"], args["Does"], args["Phone"] = partner.Name, partner.Does, spoken(partner.Phone)
		}
	}
	if p.Step == request.Slow {
		t.SayUntil(t.Now.Add(stillWaiting), "progress."+string(p.Step), args)
		return
	}
	if p.Step == request.Near {
		t.SayUntil(t.Now.Add(soonThere), "progress."+string(p.Step), args)
		return
	}
	t.Say("progress."+string(p.Step), args)
}

// noteOver notes the tasks for which nobody comes any more, and none that is taken again.
func noteOver(t *bot.Talk, p request.Progress) {
	switch {
	case endsIt(t), step(request.Finished)(t) && !p.More:
		for name := range maps.Clone(t.Conv.Slots) {
			if kind, has := strings.CutPrefix(name, "has_"); has {
				t.Keep("over_"+kind, "yes")
			}
		}
	case step(request.Finished, request.CalledOff, request.Missed)(t):
		t.Keep("over_"+p.Kind, "yes")
	case step(request.Taken)(t):
		t.Keep("over_"+p.Kind, "")
	}
}

// soonThere is how long "will be with you soon" is worth saying.
const soonThere = 15 * time.Minute

// stillWaiting is how long "we haven't forgotten you" is worth saying: later,
// somebody may well have looked.
const stillWaiting = time.Hour

func wentBadly(t *bot.Talk) bool {
	return t.Heard.Slots.Outcome == "badly" || t.Heard.Slots.Outcome == "not_home" || wentElsewhere(t) || namesNumber(t)
}

// namesNumber holds for a correction that names the number of a house, after the help: it
// went to another, and nobody is to be sent there.
func namesNumber(t *bot.Talk) bool {
	return hears(hear.Change)(t) && strings.ContainsAny(t.Body, "0123456789") && !timed(t)
}

// wentElsewhere holds for a text that says where what was to come has gone, or whoever was
// to come: what it names is not where they live.
func wentElsewhere(t *bot.Talk) bool {
	return t.Heard.RuledBy("went_elsewhere")
}

// wrongCame holds where a medicine came that is not theirs: another case has that, and
// says what to do.
func wrongCame(t *bot.Talk) bool { return t.Heard.Worry == hear.WrongMedicine }

// wentWell holds for words of which nothing says that it may not all have been well.
func wentWell(t *bot.Talk) bool {
	return (t.Heard.Slots.Outcome == "well" || hears(hear.Thanks)(t) || t.Heard.RuledBy("thanks")) && !mixed(t)
}

// mixed holds for a text that may say beside what went well what did not, or something
// that a person must read: what it takes back, makes light of, or says of money.
func mixed(t *bot.Talk) bool {
	h := t.Heard
	return h.RuledBy("reservation") || h.RuledBy("their_money") || h.Unsure || h.Slots.For || h.Worry != ""
}

// saysHow holds for whole words about how it went that are neither plainly glad nor
// plainly a complaint.
func saysHow(t *bot.Talk) bool {
	const aWord = 3 // or fewer, not understood, is asked again: "what"
	return hears(hear.Accept, hear.Thanks)(t) || hears(hear.Unclear)(t) && (len(strings.Fields(t.Body)) > aWord || plainAnswer(t))
}

func feedback(well bool) func(*bot.Talk) {
	return func(t *bot.Talk) {
		if t.Slot("for") == "" {
			t.Person.Had = &bot.Had{Kinds: t.List("kinds"), By: t.Time("by"), Volunteer: t.Slot("volunteer"), At: t.Now}
		}
		t.Write(t.Conv.About, request.LetterFeedback, request.Feedback{Well: well, Mixed: well && t.Conv.State == "remarked", Words: t.Body, Elsewhere: wrongCame(t)})
	}
}

// asksAgain holds for a text that asks for what they had before, once more.
func asksAgain(t *bot.Talk) bool {
	return t.Heard.RuledBy("as_before") || t.Heard.RuledBy("same_person")
}

// beginAgain has a text that says how it went, and asks for it once more or for something
// else, be a request too.
func beginAgain(t *bot.Talk) {
	needs := slices.Contains(t.Heard.Also, hear.Need) && len(t.Heard.Slots.Kinds) > 0
	if needs || asksAgain(t) && t.Person.Had != nil {
		t.Begin("asking", nil)
	}
}

// gatherAgain notes what they had before of a text that asks for it once more: what they
// do not name, and the time of day where that is to be the same.
func gatherAgain(t *bot.Talk) {
	had, s := t.Person.Had, &t.Heard.Slots
	if had == nil || t.Conv.About != "" || t.Slot("kinds")+t.Slot("for") != "" || s.For || !asksAgain(t) || t.Now.Sub(had.At) >= bot.HadFor {
		return
	}
	if len(s.Kinds) == 0 {
		s.Kinds = had.Kinds
	}
	t.Keep("wish", "")
	if had.Volunteer != "" && (t.Heard.RuledBy("same_person") || strings.Contains(strings.ToLower(t.Body), strings.ToLower(had.Volunteer))) {
		t.Keep("wish", had.Volunteer)
	}
	if clock := had.By.In(t.Org.Location); t.Heard.RuledBy("same_time") && wholeDay(t) && !had.By.IsZero() {
		day := s.By.In(t.Org.Location)
		s.From, s.By = time.Time{}, time.Date(day.Year(), day.Month(), day.Day(), clock.Hour(), clock.Minute(), 0, 0, day.Location())
	}
}

// referChild passes a child's request to the safeguarding lead.
func referChild(t *bot.Talk) {
	hub, _ := t.Org.HubFor(t.Slot("area"))
	t.Write(t.New("case"), desk.LetterOpen, desk.Open{
		Kind: desk.Child, Hub: hub.ID, Person: t.ID(), First: t.Slot("first"), Phone: t.Person.Phone, TextOnly: t.Person.TextOnly, Area: t.Slot("area"), Words: t.Person.Recent,
	})
}

func say(key string) func(*bot.Talk) { return func(t *bot.Talk) { t.Say(key, nil) } }

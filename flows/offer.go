package flows

import (
	"strconv"
	"strings"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/match"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/task"
)

// theirs are the states of an offer whose task is somebody's and not done.
var theirs = []string{"accepted", "recalling", "recalled", "not_yet", "asked_still", "reminded_still", "unsure", "sure", "chased"}

// Offer puts one task to one volunteer: a number, an expiry, one reminder. A
// yes is a claim, and only the task decides who has it; the address goes to
// nobody else.
func Offer() bot.Flow {
	answers := map[hear.Meaning]string{hear.Accept: "accept", hear.Decline: "decline", hear.Release: "decline", hear.Counter: "counter"}
	inTime := []bot.Step{{Event: "accept", If: withinTime}}
	atHand := map[hear.Meaning]string{hear.Done: "finish", hear.Release: "release"}
	stillCan := map[hear.Meaning]string{
		hear.Accept: "keep", hear.Decline: "release", hear.Release: "release", hear.Done: "finish",
	}
	still := []bot.Step{{Event: "keep", If: canThen}}
	howItWent := []bot.Step{{Event: "wait", If: notYet}, {Event: "tell", If: tellsHow}}
	afterDone := map[hear.Meaning]string{hear.Release: "release", hear.Skip: "tell"}
	where := []bot.Step{{Event: "recall", If: asksWhere}}
	ofTheirs := map[string]string{task.LetterCancelled: "call_off", task.LetterRetimed: "move", task.LetterElsewhere: "redirect", task.LetterTold: "redirect"}
	asked := map[string]string{task.LetterWithdrawn: "withdraw", task.LetterCancelled: "call_off", task.LetterRetimed: "reword"}
	return bot.Flow{
		Name: "offer", About: "one task, put to one volunteer", Start: "put", Numbered: true,
		Begins:  map[string]func(*bot.Talk) bool{task.LetterOffer: mayOffer},
		Letters: []string{task.LetterWon, task.LetterLost, task.LetterWithdrawn, task.LetterCancelled, task.LetterRetimed, task.LetterElsewhere, task.LetterTold},
		Table: fsm.Events{
			{Name: "ask", Src: []string{"put", "reworded"}, Dst: "offered"},
			{Name: "reword", Src: []string{"offered", "reminded"}, Dst: "reworded"},
			{Name: "accept", Src: []string{"put", "offered", "reminded"}, Dst: "claiming"},
			{Name: "decline", Src: []string{"offered", "reminded"}, Dst: "declined"},
			{Name: "counter", Src: []string{"offered", "reminded"}, Dst: "countered"},
			{Name: "remind", Src: []string{"offered"}, Dst: "reminded"},
			{Name: "expire", Src: []string{"reminded"}, Dst: "expired"},
			{Name: "withdraw", Src: []string{"offered", "reminded"}, Dst: "withdrawing"},
			{Name: "close", Src: []string{"withdrawing"}, Dst: "closed"},
			{Name: "cover", Src: []string{"withdrawing"}, Dst: "covered"},
			{Name: "win", Src: []string{"claiming"}, Dst: "accepted"},
			{Name: "lose", Src: []string{"claiming"}, Dst: "lost"},
			{Name: "release", Src: []string{"claiming"}, Dst: "regretting"},
			{Name: "release", Src: append([]string{"asked_how", "changed_since"}, theirs...), Dst: "released"},
			{Name: "win", Src: []string{"regretting"}, Dst: "released"},
			{Name: "lose", Src: []string{"regretting"}, Dst: "withdrawn"},
			{Name: "recall", Src: []string{"accepted", "recalled", "not_yet", "sure"}, Dst: "recalling"},
			{Name: "retell", Src: []string{"recalling", "redirected"}, Dst: "recalled"},
			{Name: "redirect", Src: theirs, Dst: "redirected"},
			{Name: "move", Src: theirs, Dst: "moving"},
			{Name: "ask_still", Src: []string{"accepted", "moving", "redirected"}, Dst: "asked_still"},
			{Name: "remind", Src: []string{"asked_still"}, Dst: "reminded_still"},
			{Name: "doubt", Src: []string{"reminded_still"}, Dst: "unsure"},
			{Name: "keep", Src: []string{"asked_still", "reminded_still", "unsure"}, Dst: "sure"},
			{Name: "finish", Src: theirs, Dst: "finishing"},
			{Name: "ask_how", Src: []string{"finishing"}, Dst: "asked_how"},
			{Name: "tell", Src: []string{"finishing", "asked_how", "changed_since"}, Dst: "done"},
			{Name: "note", Src: []string{"asked_how"}, Dst: "changed_since"},
			{Name: "wait", Src: []string{"asked_how", "changed_since"}, Dst: "not_yet"},
			{Name: "chase", Src: []string{"accepted", "recalling", "recalled", "not_yet", "sure", "unsure"}, Dst: "chased"},
			{Name: "lapse", Src: []string{"chased"}, Dst: "lapsed"},
			{Name: "call_off", Src: append([]string{"asked_how", "changed_since", "claiming", "regretting", "offered", "reminded"}, theirs...), Dst: "cancelled"},
		},
		States: bot.States{
			"put": {
				Means: "goes on at once: whoever picked it from the list has said yes",
				Next:  []bot.Step{{Event: "accept", If: given("picked")}, {Event: "ask"}},
			},
			"offered": {
				Means: "asked; half its time is left when the reminder comes", Says: "offer.can_you", Until: expiry, Asks: "offer", Sorry: "offer.yes_or_no",
				Hears: answers, Takes: inTime, On: asked,
				Within: halfLeft, Late: "remind",
			},
			"reminded": {
				Means: "reminded, once", Says: "offer.reminder", Until: expiry, Asks: "offer", Sorry: "offer.yes_or_no",
				Hears: answers, Takes: inTime, On: asked,
				Within: allLeft, Late: "expire",
			},
			"reworded": {Means: "asked, and the task is for another time now; goes on at once", Does: noteTime, Next: []bot.Step{{Event: "ask"}}},
			"claiming": {
				Means: "said yes; the task decides who has it", Does: reply(task.LetterClaim), Hears: map[hear.Meaning]string{hear.Release: "release"},
				On: map[string]string{task.LetterWon: "win", task.LetterLost: "lose", task.LetterCancelled: "call_off"},
			},
			"regretting": {
				Means: "took the yes back before the task had answered: a place won is given back",
				On:    map[string]string{task.LetterWon: "win", task.LetterLost: "lose", task.LetterCancelled: "call_off"},
			},
			"accepted": {
				Means: "theirs, with the address; DONE or CAN'T moves it on", Does: takeOn, Hears: atHand, Takes: where,
				On: ofTheirs, Within: untilOver, Late: "chase",
				Next: []bot.Step{{Event: "ask_still", If: given("retimed")}}, // the time had changed before it was theirs
			},
			"recalling": {
				Means: "theirs; asked where it was, which the task knows", Does: reply(task.LetterRecall), Hears: atHand,
				On: map[string]string{task.LetterWon: "retell", task.LetterCancelled: "call_off", task.LetterRetimed: "move", task.LetterElsewhere: "redirect"}, Within: untilOver, Late: "chase",
			},
			"recalled": {
				Means: "theirs, and told again where it is; DONE or CAN'T moves it on", Does: tellAgain, Hears: atHand, Takes: where,
				On: ofTheirs, Within: untilOver, Late: "chase",
			},
			"redirected": {
				Means: "theirs, and at another place now, or the resident tells whoever comes something; goes on at once, to the time if that was being asked about", Does: tellNews,
				Next: []bot.Step{{Event: "ask_still", If: given("retimed")}, {Event: "retell"}},
			},
			"moving": {Means: "theirs, and for another time now; goes on at once", Does: both(noteTime, waitLonger), Next: []bot.Step{{Event: "ask_still"}}},
			"asked_still": {
				Means: "asked whether they still can at the new time; half their time is left when the reminder comes", Says: "offer.still", Asks: "offer", Sorry: "offer.still_again",
				Hears: stillCan, Takes: still, On: ofTheirs, Within: awake(halfLeft), Late: "remind",
			},
			"reminded_still": {
				Means: "reminded, once", Says: "offer.still_reminder", Asks: "offer", Sorry: "offer.still_again",
				Hears: stillCan, Takes: still, On: ofTheirs, Within: awake(allLeft), Late: "doubt",
			},
			"unsure": {
				Means: "never said whether they still can: a coordinator has a case; it is theirs until they say no", Does: openUnsure,
				Hears: stillCan, Takes: still, On: ofTheirs, Within: untilOver, Late: "chase",
			},
			"sure": {
				Means: "theirs at the new time too; DONE or CAN'T moves it on", Does: keepTask, Says: "offer.still_yours", Hears: atHand, Takes: where,
				On: ofTheirs, Within: untilOver, Late: "chase",
			},
			"chased": {
				Means: "its time is over and nothing was heard: asked once how it went; a week", Says: "offer.chase", Asks: "offer", Sorry: "offer.done_or_cant",
				Hears: map[hear.Meaning]string{hear.Done: "finish", hear.Accept: "finish", hear.Release: "release", hear.Decline: "release"},
				On:    ofTheirs, Within: lasts(7 * 24 * time.Hour), Late: "lapse",
			},
			"lapsed": {Means: "never said whether it was done; the task has closed by itself"},
			"finishing": {
				Means: "said done; goes on at once", Does: both(settleUnsure, noteHow),
				Next: []bot.Step{{Event: "tell", If: given("minutes")}, {Event: "ask_how"}},
			},
			"asked_how": {
				Means: "asked how long it took and how it went; counted without, after an hour", Does: askHow, Asks: "minutes", Sorry: "offer.how_again",
				Takes: howItWent, Hears: afterDone, Swaps: "wait",
				On: map[string]string{task.LetterCancelled: "call_off", task.LetterElsewhere: "note", task.LetterTold: "note"}, Within: lasts(time.Hour), Late: "tell",
			},
			"changed_since": {
				Means: "asked how it went, and its place has changed since, or they were told of something: they are told if it is not done yet", Does: noteElsewhere, Asks: "minutes", Sorry: "offer.how_again",
				Takes: howItWent, Hears: afterDone, Swaps: "wait",
				On: map[string]string{task.LetterCancelled: "call_off"}, Within: lasts(time.Hour), Late: "tell",
			},
			"not_yet": {
				Means: "theirs: it is not done, but will be at the time that they name; where it is now is told if that has changed", Does: passTime, Says: "offer.not_yet", Hears: atHand, Takes: where,
				On: ofTheirs, Within: untilOver, Late: "chase",
				Next: []bot.Step{{Event: "recall", If: given("elsewhere")}},
			},
			"done":      {Means: "done and thanked", Does: finishTask},
			"declined":  {Means: "said no, which is fine", Does: reply(task.LetterDecline), Says: "offer.thanks_anyway"},
			"countered": {Means: "not then, but at another time: others are asked, and it is noted", Does: both(reply(task.LetterDecline), noteCounter), Says: "offer.countered"},
			"expired":   {Means: "never answered", Does: reply(task.LetterExpire)},
			"withdrawing": {
				Means: "an offer that was not answered is over; goes on at once",
				Next:  []bot.Step{{Event: "close", If: notNeededNow}, {Event: "cover"}},
			},
			"closed":    {Means: "the task was called off, or its time ran out; nothing was said"},
			"covered":   {Means: "somebody else has it; nothing was said"},
			"lost":      {Means: "said yes, and somebody else was quicker", Does: sayLost},
			"released":  {Means: "gave it back; it is offered again at once", Does: both(both(settleUnsure, reply(task.LetterRelease)), dropDetails), Says: "offer.released"},
			"withdrawn": {Means: "took the yes back, and had not won it", Says: "offer.released"},
			"cancelled": {Means: "not needed any more", Does: sayCancelled},
		},
		Ignores: map[string]string{
			task.LetterWon:       "only a claim can win, and it has been answered; or they had asked where it was, and have moved on since",
			task.LetterLost:      "only a claim can lose, and it has been answered",
			task.LetterWithdrawn: "an offer that was answered is not withdrawn: the claim's own answer comes",
			task.LetterCancelled: "the volunteer is finishing it this very moment",
			task.LetterRetimed:   "what they win says when it is, and asks; what is done, or given back, is so at any time",
			task.LetterElsewhere: "what is done, or given back, is so at any place",
			task.LetterTold:      "who has not won it, or has asked where it was, is told with all the rest; what is done needs it no more",
		},
		After: map[string]bot.After{
			// A place won for somebody who is not there any more is given back.
			task.LetterWon: {Do: func(t *bot.Talk) {
				t.Write(bot.Read[task.Won](t).Task, task.LetterRelease, task.Reply{Person: t.ID(), Conversation: t.Conv.ID})
			}},
			task.LetterLost:      {Ignore: "the conversation had ended; nothing is lost by it"},
			task.LetterWithdrawn: {Ignore: "the offer had ended"},
			task.LetterCancelled: {Ignore: "the volunteer had finished or given it back"},
			task.LetterRetimed:   {Ignore: "the volunteer had finished or given it back"},
			task.LetterElsewhere: {Ignore: "the volunteer had finished or given it back"},
			task.LetterTold:      {Ignore: "the volunteer had finished or given it back"},
		},
	}
}

func both(a, b func(*bot.Talk)) func(*bot.Talk) { return func(t *bot.Talk) { a(t); b(t) } }

// mayOffer takes an offer in, or passes it on with the reason.
func mayOffer(t *bot.Talk) bool {
	o := bot.Read[task.Offer](t)
	kind, known := t.Org.Kind(o.Kind)
	why := whyNot(t, kind, o)
	if !known {
		why = match.OtherKinds // the settings have lost it, and with it what it asks of a volunteer
	}
	if why != "" {
		t.Write(o.Task, task.LetterPassed, task.Passed{Person: t.ID(), Reason: why})
		t.Note("passed", map[string]string{"task": o.Task, "reason": string(why)})
		return false
	}
	t.Person.Volunteer.Offered = t.Now
	t.Conv.About = o.Task
	t.Keep("kind", o.Kind)
	t.Keep("title", o.Title)
	if o.Picked {
		t.Keep("picked", "yes")
	}
	t.Keep("place", o.Area)
	t.Keep("hub", o.Hub)
	t.KeepTime("expires", o.Expires)
	t.KeepTime("from", o.From)
	t.KeepTime("by", o.By)
	t.Keep("minutes_usual", strconv.Itoa(o.Minutes))
	t.Keep("windows", strings.Join(o.Windows, ","))
	keepSoon(t, o.Soon)
	t.Keep("what", offerWords(t, kind, offered{o.Title, o.Area, o.Hub, o.From, o.By, o.Windows, o.Soon}))
	return true
}

// whyNot is the volunteer's document's own say: queries propose, it disposes.
func whyNot(t *bot.Talk, kind org.Kind, o task.Offer) match.Reason {
	v := t.Person.Volunteer
	switch {
	case t.State() == "stopped" || t.Person.Silent:
		return match.OptedOut
	case v == nil:
		return match.NeedsInduction
	case !v.OnDuty && !o.Asked:
		return match.OffDuty
	case !o.Asked && !v.Off.IsZero() && !o.From.Before(v.Off):
		return match.OffDuty // it is for when they are away
	case !v.Passed(kind.Lessons):
		return match.NeedsInduction
	case !t.Awake() && !o.Asked:
		return match.QuietHours
	}
	for _, c := range kind.AsksFor {
		if !v.Holds(string(c), t.Now) {
			return match.NeedsCheck
		}
	}
	m := t.Person.Match("")
	switch {
	case m.Live >= t.Org.Offers.LivePerPerson && !o.Asked:
		return match.EnoughOffers
	case m.Active >= t.Org.Offers.ActivePerPerson:
		return match.EnoughTasks
	}
	for _, c := range t.Person.With("offer") {
		if c != t.Conv && c.About == o.Task {
			return match.AskedAlready
		}
	}
	return ""
}

// expiry is the last moment at which an answer to an offer counts.
func expiry(t *bot.Talk) time.Time { return t.Time("expires") }

func halfLeft(t *bot.Talk) time.Duration { return max(0, t.Time("expires").Sub(t.Now)/2) }
func allLeft(t *bot.Talk) time.Duration  { return max(0, t.Time("expires").Sub(t.Now)) }

// untilOver is how long after a task's time we ask how it went.
func untilOver(t *bot.Talk) time.Duration {
	if by := t.Time("by"); !by.IsZero() {
		return max(0, by.Sub(t.Now)) + 2*time.Hour
	}
	return 24 * time.Hour
}

// reply writes a volunteer's answer to the task.
func reply(letter string) func(*bot.Talk) {
	return func(t *bot.Talk) {
		t.Write(t.Conv.About, letter, task.Reply{Person: t.ID(), Conversation: t.Conv.ID, First: t.Person.First, By: t.Time("by")})
	}
}

// atOnce is how much later than now is as good as now.
const atOnce = 15 * time.Minute

// withinTime holds when the other time that they name is one at which the task can
// be done: it is a yes then.
func withinTime(t *bot.Talk) bool {
	s, from, by := t.Heard.Slots, t.Time("from"), t.Time("by")
	if by.IsZero() && t.Slot("soon") != "" {
		by = dayEnds(t.Now.In(t.Org.Location))
	}
	start := s.From
	if s.Until.After(start) {
		start = s.Until // "not until 5"
	}
	switch {
	case !hears(hear.Counter)(t), start.IsZero() && s.By.IsZero(), by.IsZero():
		return false
	case start.IsZero():
	case !start.Before(by), start.Before(from) && start.Sub(t.Now) > atOnce:
		return false
	}
	return s.By.IsZero() || s.By.After(t.Now) && s.By.After(from) && !s.By.After(by)
}

func noteCounter(t *bot.Talk) {
	t.Note("countered", map[string]string{"task": t.Conv.About})
}

// asksWhere holds when somebody asks for what they were told when they took the task.
func asksWhere(t *bot.Talk) bool { return hears(hear.Question)(t) && t.Says(hear.Where) }

// takeOn gives the winner what only the winner may know.
func takeOn(t *bot.Talk) {
	w := bot.Read[task.Won](t)
	t.Keep("retimed", "")
	if !w.From.Equal(t.Time("from")) || !w.By.Equal(t.Time("by")) {
		setTime(t, w.From, w.By, t.Now.Add(t.Org.Offers.ExpiryFor(w.By.Sub(t.Now))))
		waitLonger(t)
	}
	sayDetails(t, "offer.yours", w)
}

// tellAgain says once more what they were told when they took it, if they asked; or
// where it is now, if that had changed while it was thought to be done.
func tellAgain(t *bot.Talk) {
	if t.Letter.Kind != task.LetterWon {
		return
	}
	if t.Slot("elsewhere") == task.LetterElsewhere {
		tellElsewhere(t)
		return
	}
	t.Keep("elsewhere", "")
	sayDetails(t, "offer.again", bot.Read[task.Won](t))
}

// noteElsewhere notes what has changed; of a place it is told first.
func noteElsewhere(t *bot.Talk) {
	if t.Slot("elsewhere") != task.LetterElsewhere {
		t.Keep("elsewhere", t.Letter.Kind)
	}
}

// tellNews says where their task is to be done now, or what the resident tells them. It
// goes to no phone that others read: then the hub rings them.
func tellNews(t *bot.Talk) {
	switch {
	case t.Letter.Kind == task.LetterElsewhere:
		tellElsewhere(t)
	case t.Person.Shared && !t.Person.Silent:
		reply(task.LetterUntold)(t)
	case bot.Read[task.Told](t).Late:
		t.SayWhile("offer.late", map[string]any{"Resident": bot.Read[task.Told](t).Resident})
	default:
		told := bot.Read[task.Told](t)
		t.SayWhile("offer.told", map[string]any{"Resident": told.Resident, "Words": told.Words})
	}
}

// tellElsewhere says where their task is to be done now.
func tellElsewhere(t *bot.Talk) {
	t.Keep("elsewhere", "")
	t.Say("offer.elsewhere", details(t, bot.Read[task.Won](t)))
}

// sayLost is kind: nobody who said yes is left to wonder.
func sayLost(t *bot.Talk) {
	t.Note("willing", map[string]string{"task": t.Conv.About})
	switch bot.Read[task.Lost](t).Why {
	case task.Cancelled, task.Ended:
		t.Say("offer.not_needed", nil)
	default:
		t.Say("offer.covered", nil)
	}
}

// notNeededNow holds when nobody at all has the task.
func notNeededNow(t *bot.Talk) bool {
	why := bot.Read[task.Lost](t).Why
	return why == task.Cancelled || why == task.Ended
}

// sayCancelled tells somebody who had the task; an offer that nobody answered
// just ends.
func sayCancelled(t *bot.Talk) {
	settleUnsure(t)
	dropDetails(t)
	t.Say("offer.not_needed", nil)
}

func dropDetails(t *bot.Talk) { t.Conv.Slots = nil }

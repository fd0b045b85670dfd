package flows

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/request"
)

// Asking takes a resident's request. It goes to the hub as soon as we know
// what they need and where; their name, how soon, how to reach them and their
// consent are asked while the hub looks, and nobody explains twice.
func Asking() bot.Flow {
	const patience = 2 * time.Hour
	question := func(says, asks, means string) bot.State {
		return bot.State{
			Means: means, Says: says, Asks: asks, Sorry: says + "_again",
			Takes:  []bot.Step{{Event: "explain", If: asksAboutHelp}, {Event: "leave", If: leavesIt}, {Event: "take_back", If: hears(hear.Back, hear.Change)}, {Event: "give", If: tellsNeed}},
			Within: lasts(patience), Late: "send_anyway",
		}
	}
	// What is needed no more may be all that they asked for, or a part of it.
	givesUp := func(more ...bot.Step) []bot.Step {
		return append([]bot.Step{{Event: "lose", If: diedNeedless}, {Event: "grieve", If: somebodyDied}, {Event: "drop", If: givesUpSome}, {Event: "ask_off", If: givesUpWhich}, {Event: "ask_no", If: perhapsPart}, {Event: "withdraw", If: notNeeded}, {Event: "ask_no", If: letsBe}}, more...)
	}
	// What is only to be made sure of is asked with a yes or a no, and what else they say
	// is heard first.
	elseSaid := func(more ...bot.Step) []bot.Step {
		return slices.Concat([]bot.Step{{Event: "miss", If: nobodyCame}, {Event: "give", If: timesEach}, {Event: "tell", If: perhapsYes}}, more, []bot.Step{{Event: "change", If: changesRequest}, {Event: "tell", If: tellsElse}})
	}
	// What the hub can begin without is asked while it looks.
	detail := func(says, asks, means string) bot.State {
		return bot.State{
			Means: means, Says: says, Asks: asks, Sorry: says + "_again",
			Takes:  givesUp([]bot.Step{{Event: "explain", If: asksAboutHelp}, {Event: "change", If: dayUnsaid}, {Event: "change", If: hears(hear.Change, hear.Back)}, {Event: "skip", If: hears(hear.Skip)}, {Event: "tell", If: onlyDoor}, {Event: "give", If: tellsNeed}, {Event: "tell", If: tellsElse}}...),
			On:     map[string]string{request.LetterProgress: "hear"},
			Within: lasts(patience), Late: "go_on",
		}
	}
	// What they need may be of this request, and not a new one.
	joins := []bot.Step{{Event: "give", If: addsNeed}, {Event: "ask_same", If: perhapsSame}}
	missingDetail := []bot.Step{
		{Event: "ask_place", If: movedSomewhere}, {Event: "ask_way", If: lostWay}, {Event: "wait", If: lacks("pending")}, {Event: "ask_place", If: missesPlace},
		{Event: "ask_name", If: missesDetail("name")}, {Event: "ask_when", If: missesDetail("when")}, {Event: "share", If: slotIs("shares", "yes")}, {Event: "agree_again", If: hasAgreed}, {Event: "ask_consent"},
	}
	asked := []string{"asked_place", "asked_need", "asked_name", "asked_when"}
	live := append([]string{"asked_which", "asked_way", "asked_only", "asked_consent", "asked_no", "asked_off", "asked_time", "asked_door", "asked_pass", "asked_same", "waiting"}, asked...)
	goesOn := []string{"explained", "sent", "detailing", "dropped", "passed", "telling", "way_told", "no_way"}
	complaint := map[hear.Meaning]string{hear.Unclear: "add", hear.Question: "add", hear.Status: "add"}
	putsRight := []bot.Step{{Event: "add", If: hears(hear.Change, hear.Back)}}
	return bot.Flow{
		Name: "asking", About: "a resident asks for help", Start: "met",
		Opens:   []hear.Meaning{hear.Need},
		Letters: []string{request.LetterProgress},
		Table: fsm.Events{
			{Name: "gather", Src: []string{"met", "took_back"}, Dst: "gathering"},
			{Name: "take_back", Src: []string{"asked_what", "asked_where"}, Dst: "took_back"},
			{Name: "ask_what", Src: []string{"gathering"}, Dst: "asked_what"},
			{Name: "ask_where", Src: []string{"gathering"}, Dst: "asked_where"},
			{Name: "give", Src: []string{"asked_what", "asked_where"}, Dst: "gathering"},
			{Name: "leave", Src: []string{"asked_what", "asked_where"}, Dst: "left"},
			{Name: "explain", Src: []string{"asked_what", "asked_where"}, Dst: "answered"},
			{Name: "explain", Src: append([]string{"asked_consent"}, asked...), Dst: "explained"},
			{Name: "gather", Src: []string{"answered"}, Dst: "gathering"},
			{Name: "refer_child", Src: []string{"gathering"}, Dst: "referred"},
			{Name: "hand_over", Src: []string{"gathering"}, Dst: "handed_over"},
			{Name: "send", Src: []string{"gathering"}, Dst: "sent"},
			{Name: "send_anyway", Src: []string{"asked_what", "asked_where"}, Dst: "sent"},
			{Name: "ask_place", Src: append([]string{"changing", "told"}, goesOn...), Dst: "asked_place"},
			{Name: "ask_way", Src: append([]string{"redirected"}, goesOn...), Dst: "asked_way"},
			{Name: "tell_way", Src: []string{"asked_way"}, Dst: "way_told"},
			{Name: "skip", Src: []string{"asked_way"}, Dst: "no_way"},
			{Name: "ask_need", Src: []string{"changing"}, Dst: "asked_need"},
			{Name: "ask_which", Src: []string{"changing"}, Dst: "asked_which"},
			{Name: "ask_name", Src: append([]string{"changing", "told"}, goesOn...), Dst: "asked_name"},
			{Name: "ask_when", Src: append([]string{"changing", "told"}, goesOn...), Dst: "asked_when"},
			{Name: "ask_consent", Src: append([]string{"told"}, goesOn...), Dst: "asked_consent"},
			{Name: "give", Src: append([]string{"asked_way", "asked_only", "asked_consent", "asked_which", "asked_time", "asked_door", "asked_pass", "asked_same", "changing", "waiting"}, asked...), Dst: "detailing"},
			{Name: "ask_time", Src: []string{"waiting"}, Dst: "asked_time"},
			{Name: "retime", Src: []string{"asked_time"}, Dst: "retimed"},
			{Name: "ask_door", Src: []string{"waiting"}, Dst: "asked_door"},
			{Name: "redirect", Src: []string{"asked_door"}, Dst: "redirected"},
			{Name: "stay", Src: []string{"asked_door"}, Dst: "stayed"},
			{Name: "ask_pass", Src: []string{"adding", "telling"}, Dst: "asked_pass"},
			{Name: "pass", Src: []string{"asked_pass"}, Dst: "relayed"},
			{Name: "withhold", Src: []string{"asked_pass"}, Dst: "withheld"},
			{Name: "ask_same", Src: []string{"waiting", "asked_time", "asked_door", "asked_pass"}, Dst: "asked_same"},
			{Name: "join", Src: []string{"asked_same"}, Dst: "joined"},
			{Name: "part", Src: []string{"asked_same"}, Dst: "parted"},
			{Name: "skip", Src: append([]string{"asked_which"}, asked...), Dst: "passed"},
			{Name: "change", Src: live, Dst: "changing"},
			{Name: "share", Src: append([]string{"told"}, goesOn...), Dst: "shared"},
			{Name: "agree_again", Src: append([]string{"told"}, goesOn...), Dst: "agreed_before"},
			{Name: "consent", Src: []string{"asked_consent", "waiting"}, Dst: "agreed"},
			{Name: "refuse", Src: []string{"asked_consent", "waiting"}, Dst: "private"},
			{Name: "go_on", Src: append([]string{"asked_way", "asked_only", "asked_which", "asked_consent", "asked_no", "asked_off", "asked_time", "asked_door", "asked_pass", "asked_same", "kept", "stayed", "relayed", "withheld", "joined", "parted", "agreed", "agreed_before", "shared", "private", "retimed", "redirected"}, asked...), Dst: "waiting"},
			{Name: "hear", Src: live, Dst: "told"},
			{Name: "miss", Src: []string{"asked_way", "asked_only", "asked_no", "asked_time", "asked_door", "asked_pass", "asked_same", "waiting"}, Dst: "missed"},
			{Name: "wait", Src: append([]string{"told", "adding", "grieving", "missed"}, goesOn...), Dst: "waiting"},
			{Name: "ask_well", Src: []string{"told"}, Dst: "asked_well"},
			{Name: "close", Src: []string{"told"}, Dst: "closed"},
			{Name: "withdraw", Src: live, Dst: "withdrawn"},
			{Name: "lose", Src: append([]string{"asked_which", "asked_consent", "waiting"}, asked...), Dst: "bereaved"},
			{Name: "grieve", Src: append([]string{"asked_which", "asked_consent", "waiting"}, asked...), Dst: "grieving"},
			{Name: "ask_only", Src: []string{"waiting", "asked_consent"}, Dst: "asked_only"},
			{Name: "ask_off", Src: append([]string{"asked_which", "asked_consent", "waiting"}, asked...), Dst: "asked_off"},
			{Name: "drop", Src: append([]string{"asked_only", "asked_which", "asked_consent", "asked_off", "waiting"}, asked...), Dst: "dropped"},
			{Name: "add", Src: []string{"asked_consent", "waiting"}, Dst: "adding"},
			{Name: "tell", Src: append([]string{"asked_way", "asked_only", "asked_consent", "asked_which", "asked_no", "asked_off", "asked_time", "asked_door", "asked_pass", "asked_same"}, asked...), Dst: "telling"},
			{Name: "ask_no", Src: append([]string{"asked_way", "waiting", "asked_which", "asked_consent", "asked_time", "asked_door", "asked_pass"}, asked...), Dst: "asked_no"},
			{Name: "keep", Src: []string{"asked_only", "asked_no", "asked_off", "asked_time"}, Dst: "kept"},
			{Name: "thank", Src: []string{"asked_well"}, Dst: "thanked"},
			{Name: "complain", Src: []string{"asked_well"}, Dst: "unhappy"},
			{Name: "remark", Src: []string{"asked_well"}, Dst: "remarked"},
			{Name: "mourn", Src: []string{"asked_well"}, Dst: "mourned"},
			{Name: "hand_on", Src: []string{"asked_well"}, Dst: "handed_on"},
			{Name: "add", Src: []string{"unhappy", "remarked", "heard_more"}, Dst: "heard_more"},
			{Name: "lapse", Src: []string{"asked_well", "unhappy", "remarked", "heard_more"}, Dst: "closed"},
		},
		States: bot.States{
			"met": {Means: "asks for help; goes on at once", Does: keepWords, Next: []bot.Step{{Event: "gather"}}},
			"gathering": {
				Means: "adds up what is known; what they need and where is all that the hub must have", Does: gatherNeed,
				Next: []bot.Step{
					{Event: "refer_child", If: saysUnder18},
					{Event: "hand_over", If: severalHomes},
					{Event: "ask_what", If: lacks("what")},
					{Event: "ask_where", If: noPlace},
					{Event: "send"},
				},
			},
			"asked_what":  question("asking.what", "need", "asked what they need; sent as it is after two hours"),
			"asked_where": question("asking.where", "address", "asked where they are; sent as it is after two hours"),
			"sent": {
				Means: "the hub has it now; goes on to what is still to be said", Does: send, Says: "asking.sent",
				Next: missingDetail,
			},
			"answered":    {Means: "was told what it costs and who comes; goes on at once", Says: "asking.explained", Next: []bot.Step{{Event: "gather"}}},
			"explained":   {Means: "was told what it costs and who comes, and the hub has their words; goes on at once", Does: both(addWords, say("asking.explained")), Next: missingDetail},
			"took_back":   {Means: "takes back what was said last, or what they name; goes on at once", Does: takeBackNeed, Next: []bot.Step{{Event: "gather"}}},
			"asked_place": detail("asking.place", "address", "with the hub; asked where it is: they have moved, want to correct it, or never said"),
			"asked_need":  detail("asking.what", "need", "with the hub; asked what they need instead"),
			"asked_name":  detail("asking.name", "name", "with the hub; asked their name"),
			"asked_when":  detail("asking.when", "urgency", "with the hub; asked how soon"),
			"asked_which": {
				Means: "with the hub; asked what of it they want to correct", Says: "asking.which", Asks: "yesno", Sorry: "asking.which_again",
				Takes: givesUp([]bot.Step{
					{Event: "give", If: corrects}, {Event: "change", If: func(t *bot.Talk) bool { return needTopic(t) != "" }},
					{Event: "skip", If: hears(hear.Decline, hear.Skip, hear.Back)}, {Event: "tell", If: tellsElse},
				}...),
				On:     map[string]string{request.LetterProgress: "hear"},
				Within: lasts(patience), Late: "go_on",
			},
			"changing": {
				Means: "finds out what they want to correct; goes on at once", Does: noteChange,
				Next: []bot.Step{
					{Event: "give", If: slotIs("topic", "told")}, {Event: "ask_place", If: slotIs("topic", "where")}, {Event: "ask_need", If: slotIs("topic", "what")},
					{Event: "ask_name", If: slotIs("topic", "name")}, {Event: "ask_when", If: slotIs("topic", "when")}, {Event: "ask_which"},
				},
			},
			"passed":    {Means: "a question is let be; goes on at once", Does: noteSkip, Next: missingDetail},
			"detailing": {Means: "tells the hub what was added; goes on at once", Does: tellDetail, Next: missingDetail},
			"asked_consent": {
				Means: "with the hub; asked whether their details may go to one volunteer, and how to reach them; a coordinator decides without the answer if none comes",
				Does:  func(t *bot.Talk) { t.Keep("unanswered", "yes") },
				Says:  "asking.consent", Asks: "consent", Sorry: "asking.consent_again",
				Takes:  givesUp([]bot.Step{{Event: "explain", If: asksAboutHelp}, {Event: "tell", If: reserves}, {Event: "change", If: dayUnsaid}, {Event: "change", If: hears(hear.Change, hear.Back)}, {Event: "change", If: onlyRefuses}, {Event: "consent", If: onlyShares}, {Event: "add", If: reachAgain}, {Event: "ask_only", If: onlySome}, {Event: "give", If: notConsent}, {Event: "tell", If: tellsBeside}}...),
				Hears:  map[hear.Meaning]string{hear.Accept: "consent", hear.Decline: "refuse", hear.Skip: "refuse"},
				On:     map[string]string{request.LetterProgress: "hear"},
				Within: lasts(patience), Late: "go_on",
			},
			"agreed":        {Means: "agreed; goes on at once", Does: consents(true), Says: "asking.agreed", Next: []bot.Step{{Event: "go_on"}}},
			"agreed_before": {Means: "had agreed of an earlier request; told so, and goes on at once", Does: agreesAgain, Says: "asking.as_before", Next: []bot.Step{{Event: "go_on"}}},
			"shared":        {Means: "had agreed in the request itself; goes on at once", Does: passConsent, Says: "asking.shared", Next: []bot.Step{{Event: "go_on"}}},
			"private":       {Means: "keeps their address to themselves; a coordinator rings", Does: consents(false), Says: "asking.private", Next: []bot.Step{{Event: "go_on"}}},
			"waiting": {
				Means: "the request lives; its progress is told here, and more words go to the hub", Does: func(t *bot.Talk) { t.Keep("pending", ""); t.Keep("to_pass", "") },
				Takes: append([]bot.Step{{Event: "miss", If: nobodyCame}, {Event: "ask_door", If: all(wentElsewhere, perhapsDoor)}, {Event: "add", If: all(wentElsewhere, hears(hear.Change))}, {Event: "refuse", If: takesBack}, {Event: "give", If: turnsOut}, {Event: "ask_no", If: cannotThen}}, givesUp([]bot.Step{
					{Event: "consent", If: meantYes}, {Event: "consent", If: lateYes}, {Event: "ask_only", If: onlySome}, {Event: "give", If: lateAnswer}, {Event: "give", If: timesEach},
					{Event: "change", If: changesRequest}, {Event: "ask_door", If: perhapsElsewhere}, {Event: "ask_time", If: perhapsAnotherTime}, {Event: "ask_no", If: plainNo},
				}...)...),
				Hears: map[hear.Meaning]string{hear.Unclear: "add", hear.Question: "add", hear.Decline: "add"},
				Joins: append([]bot.Step{{Event: "give", If: turnsOut}, {Event: "ask_only", If: onlySome}}, joins...),
				On:    map[string]string{request.LetterProgress: "hear"},
			},
			"asked_no": {
				Means: "said no when nothing was asked: asked whether they need it no more", Does: askNo, Says: "asking.no", Asks: "yesno", Sorry: "asking.no_again",
				Takes:  []bot.Step{{Event: "miss", If: nobodyCame}, {Event: "tell", If: perhapsYes}, {Event: "withdraw", If: notNeeded}, {Event: "withdraw", If: meansAll}, {Event: "change", If: changesRequest}, {Event: "tell", If: tellsElse}},
				Hears:  map[hear.Meaning]string{hear.Accept: "withdraw", hear.Decline: "keep", hear.Skip: "keep"},
				On:     map[string]string{request.LetterProgress: "hear"},
				Within: lasts(patience), Late: "go_on",
			},
			"asked_time": {
				Means: "named a time out of turn: the hub has their words, and they are asked whether they need it then", Does: noteTold, Says: "asking.time", Asks: "yesno", Sorry: "asking.time_again",
				Takes: elseSaid(bot.Step{Event: "withdraw", If: notNeeded}, bot.Step{Event: "ask_no", If: needless}, bot.Step{Event: "change", If: perhapsAnotherTime}),
				Hears: map[hear.Meaning]string{hear.Accept: "retime", hear.Decline: "keep", hear.Skip: "keep"},
				On:    map[string]string{request.LetterProgress: "hear"},
				Joins: joins, Within: lasts(patience), Late: "go_on",
			},
			"asked_door": {
				Means: "named another house out of turn: the hub has their words, and they are asked whether to come there", Does: noteDoor, Says: "asking.elsewhere", Asks: "yesno", Sorry: "asking.elsewhere_again",
				Takes: elseSaid(bot.Step{Event: "withdraw", If: notNeeded}, bot.Step{Event: "ask_no", If: needless}),
				Hears: map[hear.Meaning]string{hear.Accept: "redirect", hear.Decline: "stay", hear.Skip: "stay"},
				On:    map[string]string{request.LetterProgress: "hear"},
				Joins: joins, Within: lasts(patience), Late: "go_on",
			},
			"asked_pass": {
				Means: "told something that may be for whoever comes: the hub has their words, and they are asked whether to pass them on", Does: notePass, Says: "asking.pass", Asks: "yesno", Sorry: "asking.pass_again",
				Takes: elseSaid(bot.Step{Event: "tell", If: onlyDoor}, bot.Step{Event: "withdraw", If: notNeeded}, bot.Step{Event: "ask_no", If: needless}),
				Hears: map[hear.Meaning]string{hear.Accept: "pass", hear.Decline: "withhold", hear.Skip: "withhold"},
				On:    map[string]string{request.LetterProgress: "hear"},
				Joins: joins, Within: lasts(patience), Late: "go_on",
			},
			"relayed":  {Means: "whoever comes has their words; goes on at once", Does: relayWords, Next: []bot.Step{{Event: "go_on"}}},
			"withheld": {Means: "the hub alone has their words; goes on at once", Says: "asking.withheld", Next: []bot.Step{{Event: "go_on"}}},
			"asked_same": {
				Means: "needs what they asked for already: the hub has their words, and they are asked whether it is that", Does: noteSame, Says: "asking.same", Asks: "yesno", Sorry: "asking.same_again",
				Takes:  elseSaid(bot.Step{Event: "tell", If: onlyDoor}, bot.Step{Event: "withdraw", If: notNeeded}),
				Hears:  map[hear.Meaning]string{hear.Accept: "join", hear.Decline: "part", hear.Skip: "go_on"},
				On:     map[string]string{request.LetterProgress: "hear"},
				Within: lasts(patience), Late: "go_on",
			},
			"joined":     {Means: "it is that: whoever has it is asked about another time, or has their words; goes on at once", Does: joinNeed, Next: []bot.Step{{Event: "go_on"}}},
			"parted":     {Means: "it is something new: heard as a request of its own; goes on at once", Does: partNeed, Next: []bot.Step{{Event: "go_on"}}},
			"redirected": {Means: "needs it there; goes on at once", Does: moveRequest, Next: []bot.Step{{Event: "ask_way", If: lostWay}, {Event: "go_on"}}},
			"asked_way": {
				Means: "has moved from a door whose way in they had told: asked how to get in at the new one", Does: func(t *bot.Talk) { t.Keep("way_lost", "") }, Says: "asking.way", Asks: "yesno", Sorry: "asking.way_again",
				Takes:  elseSaid(bot.Step{Event: "withdraw", If: notNeeded}, bot.Step{Event: "ask_no", If: needless}, bot.Step{Event: "tell_way", If: tellsWay}),
				Hears:  map[hear.Meaning]string{hear.Decline: "skip", hear.Skip: "skip", hear.Thanks: "skip"},
				On:     map[string]string{request.LetterProgress: "hear"},
				Within: lasts(patience), Late: "go_on",
			},
			"way_told": {Means: "whoever comes has it; goes on at once", Does: tellWay, Next: missingDetail},
			"no_way":   {Means: "there is nothing to know of it; goes on at once", Says: "asking.no_way", Next: missingDetail},
			"stayed":   {Means: "needs it where it was; goes on at once", Does: stay, Says: "changing.left", Next: []bot.Step{{Event: "go_on"}}},
			"asked_only": {
				Means: "says that only some of it is wanted: the hub has their words, and they are asked whether the rest is needed no more", Does: noteOnly, Says: "asking.only", Asks: "yesno", Sorry: "asking.only_again",
				Takes:  elseSaid(bot.Step{Event: "withdraw", If: notNeeded}),
				Hears:  map[hear.Meaning]string{hear.Accept: "drop", hear.Decline: "keep", hear.Skip: "keep"},
				On:     map[string]string{request.LetterProgress: "hear"},
				Within: lasts(patience), Late: "go_on",
			},
			"asked_off": {
				Means: "needs something no more, and asked for several things: asked which", Does: askOff, Says: "asking.off", Asks: "yesno", Sorry: "asking.off_again",
				Takes:  []bot.Step{{Event: "drop", If: picksSome}, {Event: "withdraw", If: picksAll}, {Event: "change", If: hears(hear.Change, hear.Back)}, {Event: "tell", If: tellsElse}},
				Hears:  map[hear.Meaning]string{hear.Decline: "keep", hear.Skip: "keep"},
				On:     map[string]string{request.LetterProgress: "hear"},
				Within: lasts(patience), Late: "go_on",
			},
			"dropped":  {Means: "needs some of it no more, and the rest still; goes on at once", Does: dropSome, Says: "asking.dropped", Next: missingDetail},
			"bereaved": {Means: "somebody has died, and nobody need come: a coordinator has a case", Does: both(withdraw, mournWith)},
			"grieving": {Means: "somebody has died, and it is not said what is needed now: a coordinator has a case; nothing more is asked", Does: both(addWords, mournWith), Next: []bot.Step{{Event: "wait"}}},
			"retimed":  {Means: "needs it then; goes on at once", Does: retimeRequest, Next: []bot.Step{{Event: "go_on"}}},
			"kept":     {Means: "still needs it; goes on at once", Does: func(t *bot.Talk) { t.Keep("day_at", "") }, Says: "changing.left", Next: []bot.Step{{Event: "go_on"}}},
			"adding":   {Means: "more words about it: into the thread of the hub's card; goes on at once", Does: both(both(addWords, both(noteOther, noteErrand)), sayAdded), Next: []bot.Step{{Event: "ask_pass", If: perhapsForThem}, {Event: "wait"}}},
			"telling": {
				Means: "tells or asks something else than was asked: into the thread of the hub's card; what is missing is asked once more", Does: both(addWords, sayAdded),
				Next: append([]bot.Step{{Event: "ask_pass", If: perhapsForThem}}, missingDetail...),
			},
			"missed": {Means: "waits for somebody who has not come: into the thread of the hub's card, and whoever has it is asked; goes on at once", Does: askLate, Says: "asking.missed", Next: []bot.Step{{Event: "wait"}}},
			"told": {
				Means: "tells how far it has come; goes on at once", Does: tellProgress,
				Next: []bot.Step{
					{Event: "ask_well", If: step(request.Finished)}, {Event: "close", If: endsIt},
					// News does not take away a question that was not answered: a NO to the last keeps their address.
					// Once a volunteer has the task they have the address too, and nothing is asked about it.
					{Event: "wait", If: lacks("pending")}, {Event: "wait", If: step(request.Taken)}, {Event: "ask_place", If: missesPlace}, {Event: "ask_name", If: missesDetail("name")}, {Event: "ask_when", If: missesDetail("when")}, {Event: "share", If: slotIs("shares", "yes")}, {Event: "agree_again", If: hasAgreed}, {Event: "ask_consent"},
				},
			},
			"asked_well": {
				Means: "asked whether it went well; three days", Says: "asking.well", Asks: "outcome", Sorry: "asking.well_again",
				Takes:  []bot.Step{{Event: "hand_on", If: wrongCame}, {Event: "mourn", If: somebodyDied}, {Event: "complain", If: wentBadly}, {Event: "thank", If: wentWell}, {Event: "remark", If: saysHow}},
				Hears:  map[hear.Meaning]string{hear.Decline: "complain"},
				Within: lasts(72 * time.Hour), Late: "lapse",
			},
			"thanked": {Means: "it went well", Does: both(both(feedback(true), say("asking.thanked")), beginAgain)},
			"unhappy": {
				Means: "it did not go well; a coordinator hears of it, and of what follows within the hour", Does: feedback(false), Says: "asking.sorry",
				Takes: putsRight, Hears: complaint, Within: lasts(time.Hour), Late: "lapse",
			},
			"remarked": {
				Means: "it may not all have gone well; a coordinator reads how it went, and what follows within the hour", Does: both(both(feedback(true), say("asking.remarked")), beginAgain),
				Takes: putsRight, Hears: complaint, Within: lasts(time.Hour), Late: "lapse",
			},
			"mourned":   {Means: "somebody has died; a coordinator has a case", Does: both(feedback(true), mournWith)},
			"handed_on": {Means: "a medicine came that is not theirs: a case of its own has it", Does: feedback(false)},
			"heard_more": {
				Means: "more words about what did not go well: into the thread of the hub's card", Does: addWords, Says: "talk.added",
				Takes: putsRight, Hears: complaint, Within: lasts(time.Hour), Late: "lapse",
			},
			"withdrawn": {Means: "does not need it any more", Does: withdraw, Says: "asking.withdrawn"},
			"referred":  {Means: "a child: the safeguarding lead's people ring", Does: referChild, Says: "asking.child"},
			"handed_over": {
				Means: "asks for several homes in one text: a coordinator has their words, and they may text of one home at a time",
				Does:  handHomes,
			},
			"left":   {Means: "took it back before it was sent", Says: "asking.withdrawn"},
			"closed": {Means: "over"},
		},
		Ignores: map[string]string{request.LetterProgress: "the request has nothing to tell before it is sent, nor after it is finished"},
		After:   map[string]bot.After{request.LetterProgress: {Ignore: "the resident has taken it back, or opted out"}},
	}
}

// anothersNeed holds for a need of another household than the request's, said while
// something of it is asked: it is a request of its own.
func anothersNeed(t *bot.Talk) bool {
	s := t.Heard.Slots
	if !hears(hear.Need)(t) || len(s.Kinds) == 0 || t.Slot("kinds") == "" || !s.For || t.Slot("for") != "" {
		return false
	}
	other := slices.ContainsFunc(s.Kinds, func(id string) bool { return !slices.Contains(t.List("kinds"), id) })
	return other || t.Says(hear.More) || s.Address != "" && t.Conv.About != ""
}

// tellsNeed holds when the text can be an answer to what was asked.
func tellsNeed(t *bot.Talk) bool {
	if anothersNeed(t) {
		return false
	}
	s := t.Heard.Slots
	more := s.Name+s.Own != "" || s.Outward != "" || timed(t) || s.TextOnly || s.Call || isAddress(t) || samePlace(t) || len(s.Kinds) > 0
	words := len(strings.Fields(t.Body))
	if hears(hear.Off, hear.On, hear.Tasks, hear.Status, hear.Join, hear.Done)(t) && s.Name+s.Outward+s.Address == "" {
		return false // what a volunteer says, who asked for somebody besides
	}
	nothing := hears(hear.Decline, hear.Greeting, hear.Thanks, hear.Skip, hear.Back, hear.Change)(t) || plainAnswer(t) && words <= 2
	switch t.Conv.State {
	case "asked_what", "asked_need":
		return more || len(strings.TrimSpace(t.Body)) > 1 && !nothing
	case "asked_name", "asked_where", "asked_place":
		return more && !(hears(hear.Person)(t) && s.Name+s.Outward+s.Address == "")
	case "asked_when":
		bare := plainAnswer(t) && words < wholeSentence // "yes that's fine" says not how soon
		return more || hears(hear.Accept)(t) && !bare
	}
	return more || !nothing && (!hears(hear.Accept)(t) || words <= 2) || words > 2 && !hears(hear.Skip, hear.Back, hear.Change)(t)
}

// leavesIt holds when somebody takes back what they have not sent yet.
func leavesIt(t *bot.Talk) bool { return notNeeded(t) || hears(hear.Decline)(t) || letsBe(t) }

// letsBe holds for words that may give up what they asked for, and name nothing of it:
// "never mind, my son is coming".
func letsBe(t *bot.Talk) bool {
	vague := hears(hear.Unclear, hear.Decline)(t) || hears(hear.Accept)(t) && t.Heard.Likely
	return vague && t.Heard.RuledBy("needless") && !namesTime(t) && len(t.Heard.Slots.Kinds) == 0
}

// send makes the request.
func send(t *bot.Talk) {
	p, h := t.Person, helped(t)
	if t.Slot("for") == "" {
		t.Keep("own_area", p.Area)
		t.Keep("own_postcode", p.Postcode)
		t.Keep("own_address", p.Address)
		p.Name, p.First, p.Area, p.Postcode, p.Address = h.Name, h.First, h.Area, h.Postcode, h.Address
	}
	hub, _ := t.Org.HubFor(h.Area)
	t.Conv.About = t.New("request")
	t.Keep("hub", hub.Name)
	t.Keep("subject", subject(t))
	t.Keep("each", "")
	if t.Slot("apart") != "" {
		t.Keep("each", eachWhen(t, t.List("kinds")))
	}
	t.Keep("by_phone", byPhone(t))
	t.Keep("pending", "yes") // what is still to be asked, until it is answered or let be
	t.KeepTime("promise", t.Now.Add(t.Org.Clocks.Triage.OnCall))
	t.Keep("promised", t.When(t.Time("promise").Truncate(5*time.Minute).Add(5*time.Minute)))
	t.Write(t.Conv.About, request.LetterAsk, request.Ask{
		Person: t.Address(), First: h.First, Name: h.Name, Phone: p.Phone, Words: p.Recent, What: t.Slot("brief"), Kinds: t.List("kinds"),
		For: t.Slot("for") != "", Asker: p.First, Money: t.Slot("money") != "", Area: h.Area, Postcode: h.Postcode, Address: h.whole(),
		By: t.Time("by"), From: t.Time("from"), When: t.Slot("when"), Windows: t.List("windows"), Soon: t.Slot("soon") != "",
		Times: ownTimes(t), Several: t.Slot("several") != "",
		Reach: reach(t), Consent: t.Slot("shares") != "", Access: t.Slot("access"), Stays: t.Slot("stays"),
	})
	t.Keep("shared", t.Slot("shares"))
	t.Note("asked", map[string]any{"kinds": t.List("kinds"), "area": h.Area})
}

// reach is how they want to be reached; empty while they have not said.
func reach(t *bot.Talk) request.Reach {
	if t.Person.TextOnly {
		return request.ReachText
	}
	return request.Reach(t.Slot("reach"))
}

// subject is what the request is called back to them.
func subject(t *bot.Talk) string { return subjectOf(t, t.List("kinds")) }

func subjectOf(t *bot.Talk, kinds []string) string {
	var names []string
	for _, id := range kinds {
		if k, ok := t.Org.Kind(id); ok {
			name, err := k.Request.Fill(org.Fields{Area: t.Slot("area")})
			if err != nil {
				panic(err)
			}
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return t.Words("asking.subject", nil)
	}
	return strings.Join(names, ", ")
}

// byPhone says that all they need is to be rung.
func byPhone(t *bot.Talk) string {
	kinds := t.List("kinds")
	if len(kinds) == 0 || slices.ContainsFunc(kinds, func(id string) bool { k, ok := t.Org.Kind(id); return !ok || k.Where != org.ByPhone }) {
		return ""
	}
	return "yes"
}

// notNeeded holds when they say that they need it no more. What answers nothing
// that was asked, or only by likeness, is heard once more as if nothing had been.
func notNeeded(t *bot.Talk) bool {
	h := t.Heard
	if namesTime(t) {
		return false
	}
	if hears(hear.Release)(t) || h.Slots.Outcome == "not_needed" {
		return true
	}
	vague := hears(hear.Unclear)(t) || hears(hear.Accept)(t) && !plainAnswer(t)
	if !vague || t.Body == "" || h.Slots.Name+h.Slots.Outward+h.Slots.Address != "" || len(h.Slots.Kinds) > 0 {
		return false
	}
	afresh := t.Afresh()
	return afresh.Meaning == hear.Release || afresh.Slots.Outcome == "not_needed"
}

// plainNo holds for a no, and nothing more; and for what may mean that they need it
// no more: "cancel it".
func plainNo(t *bot.Talk) bool {
	return t.Heard.Plain == hear.Decline || hears(hear.Unclear)(t) && (t.Heard.RuledBy("nearly_cancel") || t.Heard.RuledBy("needless"))
}

const wholeSentence = 5 // words, at the least

// perhapsYes holds for a whole sentence that was taken for a yes and does not begin with
// one: what is asked only to be sure is not done on a guess.
func perhapsYes(t *bot.Talk) bool {
	words := strings.FieldsFunc(strings.ToLower(t.Body), func(r rune) bool { return !unicode.IsLetter(r) })
	return hears(hear.Accept)(t) && t.Heard.Plain == "" && len(words) >= wholeSentence && !t.Is(hear.Yes, words[0])
}

// tellsElse holds for whole sentences that answer nothing that was asked: the hub must
// have them, whatever is still to be said.
func tellsElse(t *bot.Talk) bool {
	return hears(hear.Unclear, hear.Question)(t) && (!t.Heard.Unsure || t.Person.WorriedLately(t.Now)) && len(strings.Fields(t.Body)) >= wholeSentence
}

// tellsBeside holds for what is heard as no answer to whether their address may be given,
// or only for its likeness to one: "I can pay cash at the door".
func tellsBeside(t *bot.Talk) bool {
	return tellsElse(t) || hears(hear.Accept)(t) && speaksOfPaying(t) && !plainAnswer(t) && !t.Heard.RuledBy("shares")
}

func withdraw(t *bot.Talk) { t.Write(t.Conv.About, request.LetterWithdraw, request.Withdraw{}) }

func clip(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}

package flows

import (
	"slices"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/task"
)

// Leaving obeys an opt-out, however it was phrased, and not with one more
// text. In the middle of something live it opens a case, so that somebody
// rings. HELP and the way back are here too.
func Leaving() bot.Flow {
	return bot.Flow{
		Name: "leaving", About: "STOP, START, HELP", Start: "asked", Once: true,
		Opens: []hear.Meaning{hear.Help, hear.OptIn},
		Table: fsm.Events{
			{Name: "reassure", Src: []string{"asked"}, Dst: "reassured"},
			{Name: "help", Src: []string{"asked"}, Dst: "helped"},
			{Name: "meet", Src: []string{"asked"}, Dst: "met"},
			{Name: "welcome", Src: []string{"asked"}, Dst: "back"},
			{Name: "hear_on", Src: []string{"asked"}, Dst: "heard_on"},
			{Name: "stop", Src: []string{"asked"}, Dst: "stopped"},
		},
		States: bot.States{
			"asked": {
				Means: "goes on at once",
				Next: []bot.Step{
					{Event: "reassure", If: all(slotIs("asked", string(hear.Help)), doubtsUs)}, {Event: "help", If: slotIs("asked", string(hear.Help))},
					{Event: "meet", If: isNew}, {Event: "hear_on", If: all(wantsBack, isHeardInDanger)}, {Event: "welcome", If: wantsBack}, {Event: "stop"},
				},
			},
			"helped":    {Means: "told what this number is for", Says: "leaving.help"},
			"reassured": {Means: "doubts us: told who has their number, and what we never ask for", Says: "leaving.honest"},
			"met":       {Means: "somebody else had this phone before: whoever has it now is a stranger", Does: meet},
			"back":      {Means: "texts may go out again", Does: tellBack, Says: "leaving.back"},
			"heard_on":  {Means: "texts may go out again; somebody in danger is answered as such", Does: tellBack},
			"stopped":   {Means: "nothing is texted until START", Does: stop},
		},
	}
}

func slotIs(name, value string) func(*bot.Talk) bool {
	return func(t *bot.Talk) bool { return t.Slot(name) == value }
}

func doubtsUs(t *bot.Talk) bool { return t.Heard.RuledBy("doubts_us") }

func wantsBack(t *bot.Talk) bool {
	return t.Slot("how") == "back" || t.Slot("asked") == string(hear.OptIn)
}

// isHeardInDanger holds for somebody whose danger is being heard on.
func isHeardInDanger(t *bot.Talk) bool {
	return slices.ContainsFunc(t.Person.With("danger"), func(c *bot.Conversation) bool { return c.State == "raised" })
}

// isNew holds when whoever wants texts has the phone after somebody else.
func isNew(t *bot.Talk) bool { return wantsBack(t) && t.Person.Before != nil && isNobody(t) }

func meet(t *bot.Talk) {
	t.Person.Barred = nil
	t.Begin("welcome", nil)
}

// bar tells a case or a request that they have opted out.
func bar(t *bot.Talk, about string) {
	if slices.Contains(t.Person.Barred, about) {
		return
	}
	t.Write(about, desk.LetterHeard, desk.Heard{First: t.Person.First, Text: t.Body, DoNotText: true})
	t.Person.Barred = append(t.Person.Barred, about)
}

// tellBack tells each of them that they want texts again.
func tellBack(t *bot.Talk) {
	for _, about := range t.Person.Barred {
		t.Write(about, desk.LetterHeard, desk.Heard{First: t.Person.First, Text: t.Body, Back: true, Courtesy: true})
	}
	t.Person.Barred = nil
}

// stop ends everything that would text this person, gives back what they had
// taken, and has somebody ring when it may not have been meant.
func stop(t *bot.Talk) {
	p := t.Person
	live, kinds := "", []string{}
	for _, c := range p.Conversations {
		switch c.Flow {
		case "offer":
			switch c.State {
			case "offered", "reminded":
				t.Write(c.About, task.LetterDecline, task.Reply{Person: t.ID(), Conversation: c.ID})
				continue
			case "asked_how", "changed_since":
				countHelp(t, c)
				continue
			}
			t.Write(c.About, task.LetterRelease, task.Reply{Person: t.ID(), Conversation: c.ID})
			live = c.About
		case "asking":
			if c.About != "" {
				live = c.About
				bar(t, c.About)
			}
		case "danger":
			if t.Slot("how") != "danger" { // or the case has these words already
				t.Write(c.About, desk.LetterHeard, desk.Heard{First: p.First, Text: t.Body, DoNotText: true})
			}
		case "talk":
			bar(t, c.About)
		case "alarm":
			t.Write(c.About, desk.LetterPassOn, desk.Ack{Person: t.ID(), Name: c.Slots["name"]})
			live = c.About
		default:
			continue
		}
		kinds = append(kinds, c.Flow)
	}
	if live != "" && len(p.With("danger")) == 0 && t.Slot("how") != "wrong_number" { // whoever has that case decides whether to ring
		hub, _ := t.Org.HubFor(p.Area)
		stopped := t.New("case")
		p.Barred = append(p.Barred, stopped)
		t.Write(stopped, desk.LetterOpen, desk.Open{
			Kind: desk.Stopped, Hub: hub.ID, Person: t.ID(), First: p.First, Name: p.Name, Phone: p.Phone, TextOnly: p.TextOnly, Area: p.Area,
			Words: p.Recent, About: live, DoNotText: true,
		})
	}
	// Somebody in danger is heard on, in silence; a request lives on, and its
	// news can be told again after START.
	kept := append(p.With("danger"), t.Conv)
	for _, c := range p.With("asking") {
		if c.About != "" {
			kept = append(kept, c)
		}
	}
	for _, c := range p.Conversations {
		if !slices.Contains(kept, c) {
			t.Cancel(c.ID)
		}
	}
	p.Conversations = kept
	p.Floor, p.Held = "", nil
	t.Unsend()
	t.Fires("stop")
	t.Note("opted_out", map[string]any{"how": t.Slot("how"), "live": sorted(kinds)})
}

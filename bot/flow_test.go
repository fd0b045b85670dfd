package bot_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/internal/hear"
)

// lunch is a whole conversation: each test spoils it in one place.
func lunch() bot.Flow {
	return bot.Flow{
		Name: "lunch", About: "what to eat", Start: "asked", Letters: []string{"cooked"},
		Table: fsm.Events{
			{Name: "choose", Src: []string{"asked"}, Dst: "chosen"},
			{Name: "starve", Src: []string{"asked"}, Dst: "hungry"},
			{Name: "serve", Src: []string{"chosen"}, Dst: "served"},
		},
		States: bot.States{
			"asked": {
				Means: "asked what they would like", Says: "lunch.what", Sorry: "lunch.again", Asks: "any",
				Hears:  map[hear.Meaning]string{hear.Accept: "choose"},
				Within: func(*bot.Talk) time.Duration { return time.Hour }, Late: "starve",
			},
			"chosen": {Means: "it is being cooked", On: map[string]string{"cooked": "serve"}},
			"served": {Means: "eaten", Says: "lunch.enjoy"},
			"hungry": {Means: "never answered"},
		},
		Ignores: map[string]string{"cooked": "nothing was chosen yet"},
		After:   map[string]bot.After{"cooked": {Ignore: "they have left"}},
	}
}

func TestCheckFindsWhatIsWrongWithAFlow(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*bot.Flow)
		want  string
	}{
		"nothing": {func(*bot.Flow) {}, ""},
		"a state that the table lacks": {func(f *bot.Flow) { f.States["burnt"] = bot.State{Means: "black"} },
			"state burnt stands in no transition"},
		"a state that only the table has": {func(f *bot.Flow) { delete(f.States, "hungry") },
			"state hungry stands in the table only"},
		"a state without a meaning": {func(f *bot.Flow) { f.States["served"] = bot.State{} }, "state served does not say what it means"},
		"an event that nothing fires": {func(f *bot.Flow) {
			f.Table = append(f.Table, fsm.EventDesc{Name: "burn", Src: []string{"chosen"}, Dst: "hungry"})
		},
			"nothing fires the event burn"},
		"an event that leads nowhere": {func(f *bot.Flow) {
			s := f.States["chosen"]
			s.Hears = map[hear.Meaning]string{hear.Decline: "starve"}
			f.States["chosen"] = s
		}, "in chosen, hearing decline fires starve, which leads nowhere from there"},
		"an event with two ends": {func(f *bot.Flow) {
			f.Table = append(f.Table, fsm.EventDesc{Name: "choose", Src: []string{"asked"}, Dst: "hungry"})
		},
			"event choose leads to two places from asked"},
		"a state out of reach": {func(f *bot.Flow) {
			f.Table = append(f.Table, fsm.EventDesc{Name: "serve", Src: []string{"frozen"}, Dst: "served"})
			f.States["frozen"] = bot.State{Means: "cold", On: map[string]string{"cooked": "serve"}}
		}, "state frozen cannot be reached"},
		"a time without an event": {func(f *bot.Flow) {
			s := f.States["asked"]
			s.Late = ""
			f.States["asked"] = s
		}, "state asked needs both Within and Late, or neither"},
		"a question that hears nothing": {func(f *bot.Flow) {
			s := f.States["chosen"]
			s.Asks = "any"
			f.States["chosen"] = s
		}, "state chosen asks and hears nothing"},
		"a letter that is forgotten": {func(f *bot.Flow) { f.Ignores = nil }, "in asked, letter cooked is neither answered nor ignored"},
		"a letter that is not the flow's": {func(f *bot.Flow) {
			s := f.States["chosen"]
			s.On = map[string]string{"cooked": "serve", "raw": "serve"}
			f.States["chosen"] = s
		}, "in chosen, letter raw is not among the flow's letters"},
		"a letter that comes too late": {func(f *bot.Flow) { f.After = nil },
			"letter cooked needs an answer, or a reason, for when the conversation is over"},
	} {
		t.Run(name, func(t *testing.T) {
			f := lunch()
			c.spoil(&f)
			err := errors.Join(f.Check()...)
			switch {
			case c.want == "" && err != nil:
				t.Errorf("a whole flow is said to be wrong: %v", err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), "flow lunch: "+c.want)):
				t.Errorf("found %v, want %q", err, c.want)
			}
		})
	}
}

func TestDiagramHasItsBeginningAndItsEnds(t *testing.T) {
	drawn, err := lunch().Diagram()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"stateDiagram-v2", "[*] --> asked", "asked --> chosen: choose", "served --> [*]", "hungry --> [*]"} {
		if !strings.Contains(drawn, line+"\n") {
			t.Errorf("the diagram lacks %q:\n%s", line, drawn)
		}
	}
}

package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/desk"
	"github.com/goodturn/goodturn/internal/desk/desktest"
	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/task"
)

const (
	id     = "case/c1"
	pam    = "person/pam"
	north  = "C0NORTH0001"
	safe   = "C0SAFE00001"
	onCall = "C0ONCALL001"
	ruth   = "person/801"
	sam    = "person/802"
	marcus = "person/803"
)

var (
	joe   = desk.Tap{By: desk.Coordinator{ID: "U0JOE00001", Name: "Joe"}}
	priya = desk.Tap{By: desk.Coordinator{ID: "U0PRIYA0001", Name: "Priya"}}
)

func open(kind desk.Kind) desk.Open {
	return desk.Open{Kind: kind, Hub: "north", Person: pam, First: "Pam", Name: "Pam Hirst", Phone: "+447700900102", Area: "LS6", Words: []string{"please help"}}
}

func state(t *testing.T, v *desktest.Village, want string) {
	t.Helper()
	if got := v.Read(t, id).State; got != want {
		t.Errorf("the case is %s, should be %s", got, want)
	}
}

func count(t *testing.T, v *desktest.Village, person, kind string, want int) {
	t.Helper()
	if got := v.Got(t, person, kind); len(got) != want {
		t.Errorf("%s got %d of %s, should be %d", person, len(got), kind, want)
	}
}

func labels(c desk.Card) string {
	var all []string
	for _, b := range c.Buttons {
		all = append(all, b.Label)
	}
	return strings.Join(all, ", ")
}

func words(c desk.Card) string {
	return strings.Join(slices.Concat([]string{c.First, c.Notice}, c.Lines, c.Quotes, c.Small), "\n")
}

func TestDangerIsAnsweredByName(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		o := open(desk.Danger)
		o.Danger = "self_harm"
		v.Write(t, id, desk.LetterOpen, o)
		card, _ := v.Shown(safe, id)
		if !strings.HasPrefix(card.First, "DANGER: Pam, LS6 may be in danger now.") || strings.Contains(card.Notice, "Pam") {
			t.Errorf("the card is %+v", card)
		}
		if got := labels(card); got != "I've got this, Close, False alarm" {
			t.Errorf("its buttons are %s", got)
		}
		if _, n := v.Shown(north, id); n != 0 {
			t.Error("the hub's channel sees it")
		}
		if len(v.Found(t, desk.WaitingKey("north"))) != 0 || len(v.Found(t, desk.WaitingPrivate)) != 1 {
			t.Error("it waits in the wrong queue")
		}
		for _, p := range []string{ruth, sam, marcus} {
			count(t, v, p, desk.LetterAlarm, 1)
		}
		// Nobody answers: again after two minutes, and the on-call channel hears.
		v.Pass(t, 2*time.Minute)
		count(t, v, marcus, desk.LetterAlarm, 2)
		if a := desktest.Last[desk.Alarm](t, v, marcus, desk.LetterAlarm); !a.Again || a.Name != "Marcus" || a.Phone != "+447700900803" || a.Kind != desk.Danger {
			t.Errorf("the second alarm is %+v", a)
		}
		card, _ = v.Shown(onCall, id)
		if want := fmt.Sprintf("A case of danger waits in the safeguarding channel: %s.", desk.Ref(id)); card.First != want || strings.Contains(words(card), "please help") {
			t.Errorf("the on-call channel sees %+v", card)
		}
		count(t, v, pam, desk.LetterUnread, 0)
		v.Pass(t, 3*time.Minute)
		count(t, v, pam, desk.LetterUnread, 1)

		// Ruth can't: the next is alarmed at once, and she is left alone.
		before := len(v.Got(t, sam, desk.LetterAlarm))
		v.Write(t, id, desk.LetterPassOn, desk.Ack{Person: ruth, Name: "Ruth"})
		count(t, v, sam, desk.LetterAlarm, before+1)
		alarmsOfRuth := len(v.Got(t, ruth, desk.LetterAlarm))
		v.Pass(t, 3*time.Minute)
		count(t, v, ruth, desk.LetterAlarm, alarmsOfRuth)

		v.Write(t, id, desk.LetterAcknowledge, desk.Ack{Person: sam, Name: "Sam"})
		state(t, v, desk.StateClaimed)
		if r := desktest.Last[desk.Read](t, v, pam, desk.LetterRead); r.Who != "Sam" {
			t.Errorf("Pam heard %+v", r)
		}
		count(t, v, sam, desk.LetterStood, 0)
		if s := desktest.Last[desk.Stood](t, v, marcus, desk.LetterStood); s.Who != "Sam" {
			t.Errorf("Marcus heard %+v", s)
		}
		alarms := len(v.Got(t, marcus, desk.LetterAlarm))
		v.Pass(t, 24*time.Hour)
		count(t, v, marcus, desk.LetterAlarm, alarms)
		// A second one who says "I've got it" hears who has.
		v.Write(t, id, desk.LetterAcknowledge, desk.Ack{Person: marcus, Name: "Marcus"})
		count(t, v, marcus, desk.LetterStood, 2)
		if a := v.Write(t, id, desk.LetterClaim, joe); a.Key != "answer.case.claimed" || a.Args["Who"] != "Sam" {
			t.Errorf("Joe sees %+v", a)
		}
	})
}

func TestDangerComesBack(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		v.Write(t, id, desk.LetterOpen, open(desk.Danger))
		v.Write(t, id, desk.LetterClaim, joe)
		v.Write(t, id, desk.LetterClose, joe)
		state(t, v, desk.StateClosed)
		before := len(v.Got(t, marcus, desk.LetterAlarm))
		v.Write(t, id, desk.LetterHeard, desk.Heard{Text: "thank you"})
		state(t, v, desk.StateClosed)
		v.Write(t, id, desk.LetterHeard, desk.Heard{Text: "he is back", Danger: "violence"})
		state(t, v, desk.StateOpen)
		count(t, v, marcus, desk.LetterAlarm, before+1)
	})
}

func TestAConcernThatBecomesDanger(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		v.Write(t, id, desk.LetterOpen, open(desk.WantsPerson))
		if _, n := v.Shown(north, id); n == 0 {
			t.Fatal("the hub does not see it")
		}
		v.Write(t, id, desk.LetterHeard, desk.Heard{Text: "i cant go on", Danger: "self_harm"})
		card, n := v.Shown(safe, id)
		if n == 0 || !slices.Contains(card.Quotes, "i cant go on") {
			t.Errorf("the safeguarding channel sees %+v", card)
		}
		card, _ = v.Shown(north, id)
		if card.First != "With safeguarding: "+desk.Ref(id)+"." || words(card) != card.First+"\n"+card.First {
			t.Errorf("the hub sees %+v", card)
		}
		if th := v.Thread(north, id); len(th) != 0 {
			t.Errorf("the hub's thread has %+v", th)
		}
		count(t, v, marcus, desk.LetterAlarm, 1)
	})
}

func TestNoTextWhereATextMayHarm(t *testing.T) {
	tests := map[string]struct {
		open  func(*desk.Open)
		heard *desk.Heard
		read  int
	}{
		"violence":                {func(o *desk.Open) { o.Danger = "violence" }, nil, 0},
		"violence, but it's safe": {func(o *desk.Open) { o.Danger = "violence" }, &desk.Heard{Text: "SAFE", Safe: true}, 1},
		"safe, then not":          {func(o *desk.Open) { o.Danger = "violence" }, &desk.Heard{Text: "not safe", DoNotText: true}, 0},
		"opted out":               {func(o *desk.Open) { o.Danger, o.DoNotText = "fire", true }, nil, 0},
		"fire":                    {func(o *desk.Open) { o.Danger = "fire" }, nil, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			desktest.Play(t, func(t *testing.T, v *desktest.Village) {
				o := open(desk.Danger)
				test.open(&o)
				v.Write(t, id, desk.LetterOpen, o)
				if test.heard != nil {
					v.Write(t, id, desk.LetterHeard, *test.heard)
				}
				v.Pass(t, 6*time.Minute)
				count(t, v, pam, desk.LetterUnread, test.read)
				v.Write(t, id, desk.LetterClaim, joe)
				count(t, v, pam, desk.LetterRead, test.read)
				a := v.Write(t, id, desk.LetterRemark, desk.Say{By: joe.By, Text: "Are you safe?"})
				if o.DoNotText || test.heard != nil && test.heard.DoNotText {
					count(t, v, pam, desk.LetterRelay, 0)
					if a.Key != "answer.case.do_not_text" || !strings.Contains(v.Words(a.Key, a.Args), "+447700900102") {
						t.Errorf("Joe sees %+v", a)
					}
				} else {
					count(t, v, pam, desk.LetterRelay, 1)
				}
			})
		})
	}
}

func TestTheLadder(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		v.Write(t, id, desk.LetterOpen, open(desk.WantsPerson))
		card, _ := v.Shown(north, id)
		if got := labels(card); got != "I've got this, Close" || card.First != "Pam, LS6 wants to talk to a person. If nobody acts, they wait." {
			t.Errorf("the card is %+v", card)
		}
		v.Pass(t, 31*time.Minute)
		if n := v.Thread(north, id); len(n) != 1 || n[0].Say(v.Words) != desk.Ref(id)+" still waits for somebody." {
			t.Errorf("the thread has %+v", n)
		}
		if _, n := v.Shown(onCall, id); n != 0 {
			t.Error("the on-call channel heard too soon")
		}
		v.Pass(t, 30*time.Minute)
		card, n := v.Shown(onCall, id)
		if n == 0 || strings.Contains(words(card), "please help") || len(card.Buttons) > 0 {
			t.Errorf("the on-call channel sees %+v", card)
		}
		count(t, v, ruth, desk.LetterAlarm, 0)
		v.Pass(t, time.Hour)
		count(t, v, ruth, desk.LetterAlarm, 1)
		v.Write(t, id, desk.LetterClaim, joe)
		card, _ = v.Shown(onCall, id)
		if card.First != desk.Ref(id)+": Joe has it." || !card.Done {
			t.Errorf("then the on-call channel sees %+v", card)
		}
		count(t, v, ruth, desk.LetterStood, 1)
		v.Pass(t, 48*time.Hour)
		count(t, v, ruth, desk.LetterAlarm, 1)
	})
}

func TestOneClaimOfTwo(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		v.Write(t, id, desk.LetterOpen, open(desk.NotUnderstood))
		answers := make(chan desk.Answer)
		for _, tap := range []desk.Tap{joe, priya} {
			go func() {
				a, err := v.Hand(id, desk.LetterClaim, tap)
				if err != nil {
					t.Error(err)
				}
				answers <- a
			}()
		}
		first, second := <-answers, <-answers
		v.Rest(t)
		if (first.Key == "") == (second.Key == "") {
			t.Errorf("the answers are %+v and %+v", first, second)
		}
		who := v.Read(t, id).Data.(*desk.Data).Who
		card, _ := v.Shown(north, id)
		if card.First != "Not understood: Pam, LS6. "+who+" has this." || labels(card) != "Close" {
			t.Errorf("the card is %+v", card)
		}
		if a := v.Write(t, id, desk.LetterClaim, map[string]desk.Tap{"Joe": joe, "Priya": priya}[who]); a.Key != "answer.case.yours" {
			t.Errorf("a second tap of the same person is answered %+v", a)
		}
		v.Write(t, id, desk.LetterClose, joe)
		if a := v.Write(t, id, desk.LetterClose, priya); a.Key != "answer.case.closed" || a.Args["Who"] != "Joe" {
			t.Errorf("closing it twice is answered %+v", a)
		}
		if len(v.Found(t, desk.WaitingKey("north"))) != 0 {
			t.Error("a closed case still waits")
		}
		// Words and numbers go a month later.
		v.Pass(t, 31*24*time.Hour)
		if d := v.Read(t, id).Data.(*desk.Data); d.Phone != "" || d.Words != nil || d.Name != "" || d.Person != "" {
			t.Errorf("what is left: %+v", d)
		}
	})
}

func TestSeeingID(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		o := open(desk.CheckID)
		o.Words, o.Checks = nil, []string{"dbs_basic", "licence"}
		v.Write(t, id, desk.LetterOpen, o)
		card, _ := v.Shown(north, id)
		if got := labels(card); got != "ID seen, Not yet, Seen: a basic DBS check, Seen: a driving licence, Close" {
			t.Errorf("the buttons are %s", got)
		}
		v.Pass(t, 23*time.Hour)
		v.Write(t, id, desk.LetterNotYet, joe) // the clock begins anew
		v.Pass(t, 23*time.Hour)
		if n := v.Thread(north, id); len(n) != 0 {
			t.Errorf("reminded although somebody had looked: %+v", n)
		}
		licence := joe
		licence.Value = "licence"
		v.Write(t, id, desk.LetterIDSeen, licence)
		state(t, v, desk.StateOpen)
		v.Write(t, id, desk.LetterIDSeen, joe)
		state(t, v, desk.StateClosed)
		got := v.Got(t, pam, desk.LetterChecked)
		if len(got) != 2 {
			t.Fatalf("checked: %v", got)
		}
		if c := desktest.Last[desk.Checked](t, v, pam, desk.LetterChecked); c.Check != "identity" || c.By != "Joe" || !c.At.Equal(v.Now()) {
			t.Errorf("checked: %+v", c)
		}
		v.Write(t, id, desk.LetterIDSeen, joe)
		count(t, v, pam, desk.LetterChecked, 2)
		forged := joe
		forged.Value = "nursing degree"
		if a := v.Write(t, id, desk.LetterIDSeen, forged); a.Key != "answer.case.not_for_this" {
			t.Errorf("a check that nobody knows is answered %+v", a)
		}
	})
}

func TestButtonsOfOtherCards(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		v.Write(t, id, desk.LetterOpen, open(desk.WantsPerson))
		for _, letter := range []string{desk.LetterFalseAlarm, desk.LetterIDSeen, desk.LetterNotYet, desk.LetterWider, desk.LetterCallOff} {
			if a := v.Write(t, id, letter, joe); a.Key != "answer.case.not_for_this" {
				t.Errorf("%s is answered %+v", letter, a)
			}
		}
		state(t, v, desk.StateOpen)
	})
}

func TestFalseAlarm(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		v.Write(t, id, desk.LetterOpen, open(desk.Danger))
		v.Write(t, id, desk.LetterFalseAlarm, joe)
		state(t, v, desk.StateClosed)
		count(t, v, marcus, desk.LetterStood, 1)
		count(t, v, pam, desk.LetterRead, 0)
		v.Pass(t, time.Hour)
		count(t, v, marcus, desk.LetterAlarm, 1)
		count(t, v, pam, desk.LetterUnread, 0)
		// Concerns are records: they are kept.
		v.Pass(t, 60*24*time.Hour)
		if d := v.Read(t, id).Data.(*desk.Data); d.Name == "" || len(d.Words) == 0 {
			t.Errorf("what is left: %+v", d)
		}
	})
}

// The words that raised an alarm stay on its card, however many come after them.
func TestTheWordsOfDangerStay(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		o := open(desk.Danger)
		o.Danger, o.Words = "medical", []string{"hello", "yes", "she cant breathe"}
		v.Write(t, id, desk.LetterOpen, o)
		for i := range 9 {
			v.Write(t, id, desk.LetterHeard, desk.Heard{Text: fmt.Sprint("words ", i)})
		}
		words := v.Read(t, id).Data.(*desk.Data).Words
		if want := []string{"she cant breathe", "words 4", "words 5", "words 6", "words 7", "words 8"}; !slices.Equal(words, want) {
			t.Errorf("it keeps %q, want %q", words, want)
		}
	})
}

func TestWordsToAndFro(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		v.Write(t, id, desk.LetterOpen, open(desk.WantsPerson))
		v.Write(t, id, desk.LetterRemark, desk.Say{By: joe.By, Text: "It's Joe. What can I do?"})
		if r := desktest.Last[desk.Relay](t, v, pam, desk.LetterRelay); r.Reply != id || r.Who != "Joe" || r.Urgent {
			t.Errorf("Pam got %+v", r)
		}
		state(t, v, desk.StateClaimed) // who writes to somebody has their case
		for i := range 9 {
			v.Write(t, id, desk.LetterHeard, desk.Heard{Text: fmt.Sprint("words ", i)})
		}
		d := v.Read(t, id).Data.(*desk.Data)
		if len(d.Words) != 6 || d.Words[5] != "words 8" {
			t.Errorf("it keeps %v", d.Words)
		}
		if n := v.Thread(north, id); len(n) != 9 || n[8].Say(v.Words) != "Pam: words 8" {
			t.Errorf("the thread has %v", n)
		}
	})
}

func TestWordsThatCouldNotBeSent(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		v.Write(t, id, desk.LetterOpen, open(desk.WantsPerson))
		v.Write(t, id, desk.LetterRemark, desk.Say{By: joe.By, Text: "It's Joe."})
		v.Write(t, id, desk.LetterHeard, desk.Heard{First: "Pam", DoNotText: true, Unsent: true}) // their document's answer after an opt-out
		v.Write(t, id, desk.LetterRemark, desk.Say{By: joe.By, Text: "Are you there?"})
		count(t, v, pam, desk.LetterRelay, 1)
		if n := v.Thread(north, id); len(n) != 2 || n[1].Say(v.Words) != "Not sent: do not text Pam. If it is safe to ring: +447700900102." {
			t.Errorf("the thread has %+v", n)
		}
	})
}

func TestACardThatSlackRefuses(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		v.Write(t, id, desk.LetterOpen, open(desk.WantsPerson))
		v.Write(t, id, post.LetterRefused, post.Refusal{Entry: post.Entry{Kind: post.EntryCard, To: north}, Code: "channel_not_found"})
		if _, n := v.Shown(onCall, id); n != 1 {
			t.Errorf("the on-call channel saw it %d times", n)
		}
	})
}

func TestWhomAConcernIsAbout(t *testing.T) {
	desktest.Play(t, func(t *testing.T, v *desktest.Village) {
		v.Write(t, "task/t1", task.LetterMake, task.Spec{
			Kind: "dogs", Hub: "north", Area: "LS6", Places: 1, Minutes: 40,
			Resident: &task.Resident{Person: "person/stan", First: "Stan", Name: "Stan Wood", Address: "3 Elm St", Phone: "+447700900104"},
		})
		o := open(desk.Concern)
		o.About, o.Danger = "task/t1", "no_food_heat"
		v.Write(t, id, desk.LetterOpen, o)
		card, _ := v.Shown(safe, id)
		if !slices.Contains(card.Lines, "It may be about Stan Wood, 3 Elm St: +447700900104") {
			t.Errorf("the card is %+v", card)
		}
	})
}

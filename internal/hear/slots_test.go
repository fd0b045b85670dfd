package hear

import (
	"cmp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// textsOfFacts are texts for the facts in them: what was asked | the text | facts. A
// fact without a value must not be heard. Now is Monday 23 November 2026, 13:00.
const textsOfFacts = `
name | its jo | name:Jo
name | Hi, I'm Chioma but everyone calls me Chi | name:Chioma
name | o'neill, paddy | name:Paddy O'Neill; first:Paddy
name | Stoppard, Jean Stoppard | name:Jean Stoppard
any | I must withdraw. Yours, R. Fairbairn | name:R. Fairbairn
name | van der Linden, Pieter | name:Pieter van der Linden
name | Noah Flood | name:Noah Flood
name | Bev will do | name:Bev
name | Ann without an e | name:Ann
name | Gurpreet kaur sandhu | name:Gurpreet Kaur Sandhu
name | put Jay | name:Jay
name | thx will do | name:
name | im stood outside | name:
name | Hope you can read this | name:
name | kitchens on fire | name:
name | Somali please | name:
any | its my first time, T. Wanjiru | name:T. Wanjiru
any | Could someone ring me on Sundays? Winifred, Cheltenham | name:Winifred
any | Ken, 81. I'd like to help | name:Ken; age:81
any | my neighbour, Mr Iqbal, needs milk | name:
name | for my grandad Bert Moss | name:Bert Moss
name | its for grandad bert moss | name:Bert Moss
name | My dad, Harold Whitaker | name:Harold Whitaker
name | mr t. adeyemi | name:Mr T. Adeyemi
any | Mrs Nguyen at 33 Elder Road LS13 2AF needs her tablets | name:Mrs Nguyen
any | hi there Sunita Devi 44 from Beeston, want to help | name:Sunita Devi; age:44
name | k. venkatesan | name:K. Venkatesan
name | Mary and my surname is Tuohy | name:Mary Tuohy; first:Mary
name | The name's Iqbal. Javed Iqbal | name:Javed Iqbal
any | My dad Clifford Nettleton needs a lift | name:Clifford Nettleton
any | my daughter Kelly is away, need a lift | name:
any | hello. Marcus, 38, LS9 8LN, want to help | name:Marcus; age:38
any | need milk, im at 71 Elm Ave LS8 4EU top flat, Zainab | name:Zainab
name | Mrs Patel from no 4 | name:Mrs Patel
name | Dr Sarah Jones-Smythe | name:Dr Sarah Jones-Smythe; first:Dr Jones-Smythe
any | this is Helen on behalf of my neighbour Stan Wojcik, he needs a lift | name:Stan Wojcik
any | I do shopping for my nan Jean and want to help more | name:
any | need a lift. Bibi, 118 Compton Rd, LS9 7DA | name:Bibi
any | mrs evans daughter here, she needs bread | name:
any | Car's failed its MOT, need milk | name:
any | get me a few bits from Booths | name:
any | I drive a van and have Thursdays free. Whitley Bay | name:
postcode | ls 9 8 ed sorry fat fingers | postcode:LS9 8ED
postcode | L S seven four D P | postcode:LS7 4DP
postcode | Lima Sierra nine, seven echo tango | postcode:LS9 7ET
postcode | LS8 5 and then D for dog, B for bravo | postcode:LS8 5DB
postcode | l5 4bn, sorry LS5 4BN | postcode:LS5 4BN
postcode | YO3l 7BD | postcode:YO31 7BD
postcode | no 2DZ | postcode:; outward:
postcode | ls6, the end bit is 3hn | postcode:LS6 3HN
postcode | ls6 2ab, no sorry 3ab | postcode:LS6 3AB
postcode | LS14, 4th floor | postcode:; outward:LS14
postcode | it used to be LS8 1AB but now its LS7 4AB | postcode:LS7 4AB
postcode | LS14, the flats, 4th floor | postcode:; outward:LS14
any | b29 6nd is where i am | postcode:B29 6ND
where | Flat 2/1, 48 Dumbarton Road, G11 6PD | address:Flat 2/1, 48 Dumbarton Road
where | Tigh na Mara, Shore Street, Ullapool IV26 2UR | address:Tigh na Mara, Shore Street, Ullapool
where | 1O1 Town Street LS12 3HP | address:101 Town Street
where | 6/8 Lovell Park Rd | address:6/8 Lovell Park Rd; by:
any | he lives at 5 Bank Top, LS27 8AB | address:5 Bank Top
where | same as last time | address:
where | I'd rather tell a person that | address:
any | wrong house! Im 41 not 14 Glebe Terrace | address:41 Glebe Terrace
any | she's 84, perfectly well just doesn't drive | address:
any | a lift 2 the food bank | address:
adult | 18 in march | age:17
adult | just turned 18 on saturday | age:18
adult | I'm 18 on the 24th | age:17
adult | Yes. Fifty-six. | age:56
adult | Born 3rd March 1951 | age:75
adult | 17 but 18 in feb | age:17
adult | yes, 30 years ago | age:0
offer | be there 4.20 | from:Mon 23 Nov 16:20
offer | cant till 6 | from:Mon 23 Nov 18:00
offer | gimme till 2 | from:Mon 23 Nov 14:00
offer | can't do 4, can do 5 | from:Mon 23 Nov 17:00
offer | it'd be nearer 5 than 4 | from:Mon 23 Nov 17:00
offer | cant get there before half 5 | from:Mon 23 Nov 17:30
offer | dentist at 2, could go at 3 | from:Mon 23 Nov 15:00
offer | yes as long as i can be back for 5 | by:Mon 23 Nov 17:00; from:
offer | Busy tonight, tomorrow night any good? | from:Tue 24 Nov 20:00
offer | first thing tomorrow | from:Tue 24 Nov 08:00
offer | can you get me tea first | from:
any | need a lift a week on Thursday | from:Thu 3 Dec 08:00
any | need a lift a fortnight on Thursday | from:Thu 10 Dec 08:00
offer | if its before 3 | by:Mon 23 Nov 15:00
offer | only till 5 | by:Mon 23 Nov 17:00; from:
offer | yes if 8pm is not too late | from:Mon 23 Nov 20:00
task | can it be quarter past 6 instead of half 5? | from:Mon 23 Nov 18:15
offer | could do before 3 | by:Mon 23 Nov 15:00
offer | not before 3 | from:Mon 23 Nov 15:00
offer | if its after 3 | from:Mon 23 Nov 15:00
any | need a lift Tuesday week at nine | from:Tue 1 Dec 09:00
any | closes 1 on a wednesday | from:; by:
any | fell on sat, need shopping | from:; by:
any | off till the 14th | until:Mon 14 Dec 00:00
any | away for a fortnight | until:Mon 7 Dec 13:00
any | Off for a week from thurs | until:Thu 3 Dec 00:00
any | away till sept | until:Wed 1 Sep 00:00
any | no tasks this week please, off | until:Mon 30 Nov 00:00
urgency | monday will be fine | from:Mon 30 Nov 08:00
urgency | twenty to six tonight | from:Mon 23 Nov 17:40
urgency | by tomorrow at 9 | by:Tue 24 Nov 09:00
any | needs shopping sat by noon | by:Sat 28 Nov 12:00
any | my nan sat by the window, need a lift | from:; by:
urgency | before friday | by:Thu 26 Nov 20:00
urgency | by xmas eve | by:Thu 24 Dec 20:00
urgency | bank holiday monday | from:; by:
any | need help with christmas dinner | from:; by:
any | away till new year | until:Fri 1 Jan 00:00
until | 2 weeks | until:Mon 7 Dec 13:00
until | till the 14th | until:Mon 14 Dec 00:00
until | friday | until:Fri 27 Nov 00:00
late | 30 not 45 | minutes:30
late | sorry it was half an hour not 45 mins | minutes:30
late | 14 not 41 Glebe Terrace | minutes:0
urgency | in 3 hours max | by:Mon 23 Nov 16:00
urgency | enough till friday | by:Fri 27 Nov 20:00
when | weekends but not sundays | when:saturday
when | Mon-Thurs | when:monday,tuesday,wednesday,thursday
when | weekends only, I work mon to fri | when:weekends
when | mornings bar Tuesday | when:monday,wednesday,thursday,friday,saturday,sunday,mornings
when | I do nights, so afternoons | when:afternoons
minutes | 1hr20 | minutes:80
minutes | 20-25 mins | minutes:25
minutes | 15 to 20 | minutes:20
task | done, she tried to give me £10 | age:0; minutes:0
minutes | an hour and a quarter | minutes:75
minutes | hour and a half | minutes:90
minutes | 20 odd mins | minutes:20
minutes | 12:05-12:45 | minutes:40
minutes | would have been 20 but the queue, so 40 | minutes:40
minutes | 15. the little one answered, about 5 | minutes:15
task | done 3/4 hr | minutes:45
need | 6 eggs and a small loaf | quantity:6; kinds:shopping
need | three bags of shopping | quantity:3
need | no milk | kinds:shopping
need | dog food | kinds:shopping
need | a lift to the shops | kinds:lift
any | the lift in my block is broken, can someone get my shopping | kinds:shopping
any | my nan cant get out, her carers dont do shopping. can you get her milk | kinds:shopping
kinds | anything but the phone one | kinds:packing,prescription,shopping,dogs,lift,outdoors
kinds | All apart from 6 and 7 | kinds:packing,prescription,shopping,call,dogs; from:
kinds | I dont drive but owt else | kinds:packing,prescription,shopping,call,dogs,outdoors
any | no rush but the hedge is over the pavement | kinds:outdoors
kinds | not fussed, except dogs and lifts | kinds:packing,prescription,shopping,call,outdoors
kinds | not number 6 and not number 4, rest is ok | kinds:packing,prescription,shopping,dogs,outdoors
reach | text. my english is better when i read | textonly:true; call:false
reach | ring but let it ring | call:true; textonly:false
checks | both | checks:dbs,licence
checks | licence yes, DBS not yet | checks:licence
checks | got a full licence no dbs tho | checks:licence
any | sold the car so on the bus from now on | transport:bus
any | i cant read english, polish please | languages:polish
outcome | no answer, brought it home | outcome:not_home
outcome | no longer needed, her son had been | outcome:not_needed
outcome | could have gone better | outcome:badly
offers:1,2 | 2 yes 1 no | answers:2 accept, 1 decline
offers:1,2 | cant do 1, can do 2 | answers:1 decline, 2 accept
offers:1,2 | y1 n2 | answers:1 accept, 2 decline
offers:1,2 | y n | answers:1 accept, 2 decline
offers:1,2 | no no | answers:1 decline, 2 decline
offers:1,2 | yes yes | answers:
offers:1,2 | yes and yes | answers:1 accept, 2 accept
offers:1,2 | yes to 2 | answers:2 accept
offers:1,2 | both | answers:1 accept, 2 accept
offers:1,2 | NO BOTH | answers:1 decline, 2 decline
offers:1,2 | both no from me | answers:1 decline, 2 decline
offers:1,2 | neither | answers:1 decline, 2 decline
offers:1,2 | first one yes second no | answers:1 accept, 2 decline
offers:1,2 | No.1 please | answers:1 accept
offers:1,2 | 1 not 2 | answers:1 accept, 2 decline
offers:1,2 | 1 no car 2 yes walking | answers:1 decline, 2 accept
offers:1,2 | no problem with 2, cant do 1 | answers:2 accept, 1 decline
offers:1,2 | not 2 im scared of dogs. 1 fine | answers:2 decline, 1 accept
offers:1,2 | sorry I meant 2 not 1 | answers:2 accept, 1 decline
offers:1,2 | second one only | answers:2 accept, 1 decline
offers:1,2 | yes to the first, cant do the other | answers:1 accept, 2 decline
offers:1,2 | 1 is fine, 2 only if it can wait till half 4 | answers:1 accept, 2 counter
offers:1,2 | Yes to both but 2 would be gone 6 | answers:1 accept, 2 counter
offers:1,2 | 1 tomorrow not today, 2 no | answers:2 decline, 1 counter
offers:1,2 | give both to somebody else | answers:
offers:1,2 | 1 and 2, im busy today | answers:
offers:1,2 | 2 if i can bring my dog | answers:
offers:1,2 | 2? | answers:
offers:2,5 | 5 please. 2 no | answers:5 accept, 2 decline
offers:2,5 | would 7 tonight do for 2? Skip 5 | answers:
offers:2,5 | yeah the last one | answers:5 accept
offers:3,4 | yes 4, not 3 | answers:4 accept, 3 decline
offers:1,2,3 | 1 and 3 but not the middle one | answers:1 accept, 3 accept, 2 decline
offers:1,2,3 | all but 2 | answers:2 decline, 1 accept, 3 accept
offer | yes, I know the old fella at no 9 | answers:
postcode | ls 6 | outward:LS6
task | done, shes 90 | minutes:0
task | done, left at 2.10 got back 2.50 | minutes:40
any | busy till thursday | until:Thu 26 Nov 00:00
`

// TestFactsOfTexts hears texts for their facts alone.
func TestFactsOfTexts(t *testing.T) {
	for line := range strings.Lines(textsOfFacts) {
		part := strings.SplitN(strings.TrimSpace(line), " | ", 3)
		if len(part) != 3 {
			continue
		}
		c, err := Context{Now: now, Kinds: sampleKinds, Places: samplePlaces}.Answering(part[0])
		if err != nil {
			t.Fatal(err)
		}
		r := english.ruled(part[1], c)
		r.told.Until = cmp.Or(r.told.Until, r.until)
		for want := range strings.SplitSeq(part[2], "; ") {
			if wrong := r.heard.factDiffers(want, r.told); wrong != "" {
				t.Errorf("%s | %s\n\twant %s\n\tgot %s", part[0], part[1], want, wrong)
			}
		}
	}
}

// factDiffers compares a fact with what was heard, before anything was tidied out of it
// because of what the text means.
func (h Heard) factDiffers(want string, told Slots) string {
	name, value, _ := strings.Cut(want, ":")
	switch name {
	case "minutes":
		h.Slots.Minutes = told.Minutes
	case "outcome":
		h.Slots.Outcome = told.Outcome
	case "transport":
		h.Slots.Transport = told.Transport
	case "quantity":
		if strconv.Itoa(told.Quantity) == value {
			return ""
		}
		return "quantity " + strconv.Itoa(told.Quantity)
	case "until":
		h.Slots.Until = cmp.Or(h.Slots.Until, told.Until)
	}
	return h.differs(want)
}

// TestWhatIsTheSame compares facts as people write them with what is heard.
func TestWhatIsTheSame(t *testing.T) {
	at := time.Date(2026, time.November, 23, 16, 30, 0, 0, time.UTC)
	h := Heard{Meaning: Join, Slots: Slots{
		From: at, Until: time.Date(2026, time.December, 7, 13, 0, 0, 0, time.UTC), Address: "12 Ash Rd, Headingley", Name: "Dr Amina Khan",
		Kinds: []string{"call", "dogs"}, OtherNumber: "+447700900123", Number: 3,
	}, Answers: []Answer{{Number: 2, Meaning: Accept}, {Number: 1, Meaning: Decline}}}
	for _, x := range []struct {
		name, want string
		same       bool
	}{
		{"from", "half 4", true},
		{"from", "4.30pm", true},
		{"from", "Mon 23 Nov 16:30", true},
		{"from", "today", true},
		{"from", "half 5", false},
		{"until", "2 weeks", true},
		{"until", "a fortnight", true},
		{"until", "the 7th", true},
		{"until", "a month", false},
		{"address", "12 Ash Road", true},
		{"address", "14 Ash Road", false},
		{"name", "Amina Khan", true},
		{"kinds", "dogs,phone", true},
		{"kinds", "dogs", false},
		{"number", "+447700900123", true},
		{"answers", "1 decline, 2 accept", true},
		{"answers", "1 accept, 2 accept", false},
		{"age", "0", true},
		{"age", "", true},
		{"age", "18", false},
	} {
		if got := h.gives(x.name, x.want); got != x.same {
			t.Errorf("%s=%s: %v", x.name, x.want, got)
		}
	}
	for _, unclear := range []string{"until=after Eid", "from=after the match", "kinds=other", "topic=honesty"} {
		if name, want, _ := strings.Cut(unclear, "="); plainly(name, want) {
			t.Errorf("%s can be compared", unclear)
		}
	}
}

// In Welsh a week on Friday is a week to it.
func TestWelshWeeks(t *testing.T) {
	for text, want := range map[string]string{
		"wythnos i ddydd Gwener":               "Fri 4 Dec",
		"gallaf, wythnos i ddydd Iau":          "Thu 3 Dec",
		"pythefnos i ddydd Llun":               "Mon 14 Dec",
		"wythnos i fory":                       "Tue 1 Dec",
		"dydd Gwener":                          "Fri 27 Nov",
		"dwi'n rhydd o ddydd Llun i ddydd Iau": "Thu 26 Nov",
	} {
		h := ears().Ear("cy").Hear(text, heardAs{asked: "offer"}.context())
		if got := h.Slots.By.Format("Mon 2 Jan"); got != want {
			t.Errorf("%q is by %s, not %s", text, got, want)
		}
	}
}

// On the days on which the clocks change, an hour of the day is that by the clock.
func TestClocksThatChange(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ now, text, want string }{
		{"2026-10-23 13:00", "by sunday", "Sun 25 Oct 20:00 GMT"},
		{"2026-10-23 13:00", "this week", "Sun 25 Oct 20:00 GMT"},
		{"2026-10-24 13:00", "tomorrow morning", "Sun 25 Oct 12:00 GMT"},
		{"2026-10-24 13:00", "by tomorrow at 9am", "Sun 25 Oct 09:00 GMT"},
		{"2026-10-24 23:30", "within 3 hours", "Sun 25 Oct 01:30 GMT"},
		{"2027-03-27 13:00", "by sunday", "Sun 28 Mar 20:00 BST"},
		{"2027-03-27 13:00", "tomorrow between 2 and 4", "Sun 28 Mar 16:00 BST"},
		{"2027-03-28 00:30", "within 2 hours", "Sun 28 Mar 03:30 BST"},
		{"2027-03-26 13:00", "by half 5 on monday", "Mon 29 Mar 17:30 BST"},
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", x.now, london)
		if err != nil {
			t.Fatal(err)
		}
		h := english.ruled(x.text, Context{Asked: "urgency", Now: at}).heard
		if got := h.Slots.By.In(london).Format("Mon 2 Jan 15:04 MST"); got != x.want {
			t.Errorf("%q at %s is by %s, not %s", x.text, x.now, got, x.want)
		}
	}
}

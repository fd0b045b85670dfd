package hear

// Times, and more of how people answer. Now is Monday 23 November 2026, 13:00.
const textsOfTimes = `
consent | yes but text only i cant hear on the phone | accept; textonly:true
any | could somebody ring me every week, its lonely here | need
any | hi id like 2 help | join; number:0
any | whats this number | help
any | tablets to 3 Elm St LS6 4CD | unclear; doubt:LS6 4CD; outward:LS6; postcode:
any | shopping or dogs. evenings best | unclear; when:evenings; from:
any | evenings are better | change; when:evenings
urgency | on the 3rd dec | accept; from:Thu 3 Dec 08:00; by:Thu 3 Dec 20:00
urgency | dec 3rd | accept; from:Thu 3 Dec 08:00; choice:
urgency | 3/12 | accept; from:Thu 3 Dec 08:00
urgency | 3/12/26 | accept; from:Thu 3 Dec 08:00
urgency | 3.12.26 | accept; from:Thu 3 Dec 08:00; by:Thu 3 Dec 20:00
urgency | 3-12-2026 | accept; from:Thu 3 Dec 08:00; by:Thu 3 Dec 20:00
urgency | by the end of the month | accept; by:Mon 30 Nov 20:00; from:
urgency | early december is fine | accept; from:Tue 1 Dec 08:00; by:Thu 10 Dec 20:00
urgency | mid dec | accept; from:Tue 15 Dec 08:00; by:Sat 19 Dec 20:00
urgency | next month | accept; from:Tue 1 Dec 08:00; by:Thu 31 Dec 20:00
urgency | the week after next | accept; from:Mon 7 Dec 08:00; by:Sun 13 Dec 20:00
until | till the end of november | accept; until:Tue 1 Dec 00:00
until | end of the month | accept; until:Tue 1 Dec 00:00
any | off til the end of dec | off; until:Fri 1 Jan 00:00
urgency | by the 3rd | accept; by:Thu 3 Dec 20:00; from:
urgency | 3rd dec at 10.15am | accept; from:Thu 3 Dec 10:15
urgency | 30 feb | unclear; from:
urgency | day after tomorrow | accept; from:Wed 25 Nov 08:00
urgency | wed pm | accept; from:Wed 25 Nov 12:00; by:Wed 25 Nov 17:00
urgency | 2pm tues | accept; from:Tue 24 Nov 14:00
urgency | before noon tomorrow | accept; by:Tue 24 Nov 12:00
urgency | tonight | accept; from:Mon 23 Nov 17:00; by:Mon 23 Nov 21:00; today:true
urgency | by ten to 5 | accept; by:Mon 23 Nov 16:50
urgency | in 3/4 of an hour | accept; from:Mon 23 Nov 13:45
urgency | tomorrow, about elevenish | accept; from:Tue 24 Nov 11:00
urgency | sometime this arvo | accept; by:Mon 23 Nov 17:00
urgency | tuesday week ten past nine | accept; from:Tue 1 Dec 09:10
urgency | tuesday week at 2 | accept; from:Tue 1 Dec 14:00
urgency | quarter to 5 | accept; from:Mon 23 Nov 16:45
urgency | 16:30 | accept; from:Mon 23 Nov 16:30
urgency | by 1630 | accept; by:Mon 23 Nov 16:30
urgency | by 9 | accept; by:Mon 23 Nov 21:00
urgency | by 9am | accept; by:Tue 24 Nov 09:00
urgency | by 12 | unclear; by:
urgency | in 2 days | accept; from:Wed 25 Nov 13:00
urgency | within the hour | accept; by:Mon 23 Nov 14:00
urgency | in an hour and a half | accept; from:Mon 23 Nov 14:30
urgency | 2-4pm tomorrow | accept; from:Tue 24 Nov 14:00; by:Tue 24 Nov 16:00
urgency | from 9 to 5 | accept; from:; by:Mon 23 Nov 17:00
urgency | thurs late afternoon | accept; from:Thu 26 Nov 15:00; by:Thu 26 Nov 18:00
urgency | weds early evening | accept; from:Wed 25 Nov 17:00; by:Wed 25 Nov 19:00
urgency | mid morning thursday | accept; from:Thu 26 Nov 10:00; by:Thu 26 Nov 12:00
urgency | couple of days time | accept; from:Wed 25 Nov 13:00
urgency | two weeks from now | accept; from:Mon 7 Dec 13:00
urgency | back end of the week | accept; by:Fri 27 Nov 20:00; from:
urgency | maybe before the weekend | by:Fri 27 Nov 20:00
urgency | after the weekend | accept; from:Mon 30 Nov 08:00
urgency | early next week | accept; from:Mon 30 Nov 08:00; by:Tue 1 Dec 20:00
urgency | end of next week | accept; from:Fri 4 Dec 08:00; by:Fri 4 Dec 20:00
urgency | 5 at the latest | accept; by:Mon 23 Nov 17:00
urgency | 6 at the very latest | accept; by:Mon 23 Nov 18:00
urgency | not before 11, i have carers | accept; from:Tue 24 Nov 11:00
any | off for the weekend | off; start:Sat 28 Nov 00:00; until:Mon 30 Nov 00:00
any | away after the weekend | off; start:Mon 30 Nov 00:00
offer | if it can wait til the weekend yes | counter; from:Sat 28 Nov 08:00
offer | could do it end of the week | counter; from:Fri 27 Nov 08:00; by:Fri 27 Nov 20:00
offer | exams till friday, free after | counter; from:Sat 28 Nov 08:00
any | off til after the weekend | off; until:Mon 30 Nov 00:00
any | off til the weekend | off; until:Sat 28 Nov 00:00
any | taking the rest of the week off | off; until:Mon 30 Nov 00:00
any | wont be able to help tues or weds | off; until:Thu 26 Nov 00:00
when | mon to weds after 6 | accept; when:monday,tuesday,wednesday,evenings
when | I work mon wed fri so the other days | accept; when:tuesday,thursday,saturday,sunday
when | uni on tues and weds, any other day | accept; when:monday,thursday,friday,saturday,sunday
when | tuesdays i work but thursdays im free | accept; when:thursday
when | i work mon tues, free weds | accept; when:wednesday
any | finished with chemo!! all clear and ready to help | unclear
urgency | after 3 but before 5 | accept; from:Mon 23 Nov 15:00; by:Mon 23 Nov 17:00
urgency | on friday morning | accept; from:Fri 27 Nov 08:00; by:Fri 27 Nov 12:00
urgency | 25:00 | unclear; from:; by:
when | mon-fri 9-5 | accept; when:weekdays
when | evenings and weekends | accept; when:evenings,weekends
when | not mornings | accept; when:afternoons,evenings
when | can't do weekends | accept; when:monday,tuesday,wednesday,thursday,friday
when | weekdays except wed | accept; when:monday,tuesday,thursday,friday
when | before 2pm | accept; when:mornings,afternoons
when | mon weds fri after 6 | accept; when:monday,wednesday,friday,evenings
when | after school drop off | accept; when:mornings
when | any time before lunch | accept; when:mornings
when | 4 til 6 | accept; when:afternoons
when | 10 til 12 | accept; when:mornings
when | after 3 | accept; when:afternoons,evenings
when | after 8 | unclear; when:
when | tomorrow | unclear
when | it varies | unclear
when | ok | unclear
any | off til 3pm | off; until:Mon 23 Nov 15:00
any | pause 3 days | off; until:Thu 26 Nov 13:00
any | off today | off; until:Tue 24 Nov 00:00
any | on hols till 2 jan | off; until:Sat 2 Jan 00:00
any | im back on monday | off; until:Mon 30 Nov 00:00
any | can't do anything until the 20th | off; until:Sun 20 Dec 00:00; also:
any | im off to the shops | unclear
minutes | hour and 10 | accept; minutes:70
minutes | 1h 15 | accept; minutes:75
minutes | twenty | accept; minutes:20
minutes | quarter of an hour | accept; minutes:15
minutes | not long | unclear
minutes | 45 mins, he was lovely but house was freezing | accept; minutes:45; outcome:well; worry:no_food_heat
outcome | she was brilliant, bless her | accept; outcome:well
outcome | it was fine but he wanted to come in | unclear
outcome | yes but she forgot the milk | unclear
outcome | wrong tablets | decline; outcome:badly
outcome | no one came | decline; outcome:badly
offer | thanks but no thanks | decline
offer | would love to but im working | decline
offer | I would but my car's broken | decline
offer | id love to but can do tomorrow | counter
offer | Yes, but I can't drive at night | unclear
offer | today no, tomorrow yes | counter; from:Tue 24 Nov 08:00
offer | cant do today but free tmrw | counter; from:Tue 24 Nov 08:00
offer | okay will pop round at 4 | accept; from:Mon 23 Nov 16:00
offer | sure thing, what's the address | accept; also:question
offer | if no one else can | unclear; answers:
offer | only if nobody else can | unclear
offer | i suppose so | unclear
offer | cheers but im away | decline
offer | told you im on holiday til monday | decline; also:off
offer | sorry just seen this, is it still needed? | question
offer | will do it when i finish work | unclear
offer | after work yes | unclear
offer | 4 ok? | unclear; answers:
offer | 4pm ok? | counter; from:Mon 23 Nov 16:00
offer | half 4 any good | counter; from:Mon 23 Nov 16:30
offer | give me half an hour | unclear
offer | i said no | decline
offer | I already said yes | accept
offer | i accept | accept
offer | declined | decline
offer | yessir | accept
offer | shouldnt be a problem | accept; choice:
offer | i pass the chemist anyway so yes | accept
offer | pass | decline
offer | yes i think so | unclear
offer | nae bother | accept
offer | np | unclear
offer | my dog died today | unclear
offer | yez | unclear
any | boots says it wont be ready till 5 | unclear
any | my car broke down | release
any | absolutely freezing today brr | unclear
any | running 10 mins late sorry | unclear; age:0
any | how do i unsubscribe | opt_out
any | how do i stop getting these texts | opt_out
any | cancel | opt_out
any | cancel please | unclear
any | cancel my shopping | release
any | can you please stop texting | opt_out; also:
any | my mum has died please stop texting | opt_out
any | ok stop | unclear
any | make it stop | unclear
any | does the 49 stop near you | question
any | i no longer want to volunteer | unclear
any | dont need shopping anymore | release
any | done with volunteering sorry | unclear
any | no more tasks please | off
any | fuck off | opt_out
opted_out | yes i need help | need
opted_out | ok | thanks
any | my daughter is 12 years old and wants to help | unclear; age:0
any | I'm 5 doors down from the hub and want to help | join; age:0
any | id like to join im 15 | join; age:15
any | JOIN Sam Okafor LS8 2AA van | join; name:Sam Okafor; postcode:LS8 2AA; transport:van
any | Hi, I am Dr Amara Eze, how do I volunteer? | join; name:Dr Amara Eze; first:Dr Eze
any | i'm Nguyen Thi and i want to volunteer | join; name:Nguyen Thi
any | anna kowalska ls9 8tt got a bike and wanna help | join; name:Anna Kowalska; postcode:LS9 8TT; transport:bike
any | call me Bex | unclear; name:Bex; call:false
any | call me back please | person; call:true; name:
any | its urgent | unclear; name:
any | im struggling | unclear; name:
any | im at boots | unclear; name:
any | i want help | need
any | can I have help with the bins | need
any | dad (82) has covid and cant get shopping, LS11 8AB | need; postcode:LS11 8AB; age:0
any | Mrs Patel at 14 Oak Avenue LS7 3QX needs her tablets | need; address:14 Oak Avenue; postcode:LS7 3QX
any | need a lift to st james hospital on the 3rd dec at 10.15am | need; from:Thu 3 Dec 10:15; kinds:lift
any | need to cancel my shopping | release
any | the shopping never came | status
any | got my tablets thank you | thanks
any | how are you | greeting
any | happy christmas | thanks
any | asthma inhaler run out | danger; danger:no_food_heat
any | slipped in bath cant move | danger; danger:medical
any | grabbed me by the throat again | danger; danger:violence
any | my son takes my money | danger; danger:violence
any | id rather not be here | danger; danger:self_harm
any | nobody would miss me | danger; danger:self_harm
any | river is coming up our road | danger; danger:flood
any | baby crying next door for hours nobody there | danger; danger:at_risk
any | he asked me to use his bank card | unclear; worry:money
any | i feel so alone | unclear; worry:low
any | cant do this any more | release; worry:low
any | the kids are alone with me today | unclear; danger:
any | heart attack on a plate that breakfast | unclear; danger:
any | im starving, off for lunch | unclear; danger:
any | the dog went mad when i came in | unclear; danger:
any | overdosed on caffeine | unclear; danger:
any | my mum had a stroke last year and needs shopping | need; danger:
`

// textsOfTimesAway are of those who will be away, or were. Now is Monday 23 November
// 2026, 13:00.
const textsOfTimesAway = `
any | off sat for a fortnight | off; start:Sat 28 Nov 00:00; until:Sat 12 Dec 00:00
any | away from monday till the 14th | off; start:Mon 30 Nov 00:00; until:Mon 14 Dec 00:00
any | not about next week | off; start:Mon 30 Nov 00:00; until:Mon 7 Dec 00:00
any | im away next week | off; start:Mon 30 Nov 00:00; until:Mon 7 Dec 00:00
any | off duty tomorrow only | off; start:Tue 24 Nov 00:00; until:Wed 25 Nov 00:00
any | not available in december | off; start:Tue 1 Dec 00:00; until:Fri 1 Jan 00:00
any | on holiday 5th to 12th dec | off; start:Sat 5 Dec 00:00; until:Sun 13 Dec 00:00
any | im away friday to monday | off; start:Fri 27 Nov 00:00; until:Tue 1 Dec 00:00
any | off from monday | off; start:Mon 30 Nov 00:00; until:
any | pause from 5 | off; start:Mon 23 Nov 17:00; until:
any | off till after xmas | off; start:; until:Sat 26 Dec 00:00
any | off till saturday | off; start:; until:Sat 28 Nov 00:00
any | off today and tomorrow | off; start:; until:Wed 25 Nov 00:00
any | away, back monday | off; start:; until:Mon 30 Nov 00:00
any | away this week, free from monday | off; start:; until:Mon 30 Nov 00:00
any | away this weekend | off; start:Sat 28 Nov 00:00; until:Mon 30 Nov 00:00
any | pause me, off from the 1st to the 10th | off; start:Tue 1 Dec 00:00; until:Fri 11 Dec 00:00
any | pause, not this week | off; start:; until:Mon 30 Nov 00:00
`

package hear

// Asking for help.
const textsOfNeed = `
any | NEED | need
any | need help | need
any | i need shopping | need; kinds:shopping
any | can anyone get my tablets from boots b4 4 | need; kinds:prescription; by:Mon 23 Nov 16:00; today:true; postcode:; outward:
any | broke my wrist, can anyone get my tablets from boots b4 4. Pam Hirst 12 Ash Rd LS6 2AB | need; kinds:prescription; by:Mon 23 Nov 16:00; name:Pam Hirst; first:Pam; address:12 Ash Rd; postcode:LS6 2AB; danger:
any | could somebody walk my dog on friday | need; kinds:dogs; from:Fri 27 Nov 08:00
any | my mum needs a lift to hospital tomorrow at 10 | need; kinds:lift; from:Tue 24 Nov 10:00
any | we've run out of milk and im isolating | need; kinds:shopping
any | Can someone help me please | need
any | help me | need
any | id like help with my shopping | need; kinds:shopping
any | need my prescription by 5pm today | need; by:Mon 23 Nov 17:00; today:true
any | i need my meds asap | need; today:true
any | need shopping no rush | need; today:false
any | prescription please | need; kinds:prescription
any | stuck indoors with a bad leg, need some bread | need
any | is there anyone who can change a lightbulb for me | need
any | could you get me some groceries before half 4 | need; by:Mon 23 Nov 16:30
any | i need someone to pick up tablets for my nan Flo, 3 Elm Court Leeds LS7 4PQ, text only shes deaf | need; postcode:LS7 4PQ; textonly:true
any | do i need a dbs check | question
any | i need to go now | unclear
any | do you need any help | join
offer | no i need shopping myself | decline; also:need
need | my bins putting out | need; rest:my bins putting out
need | shopping and dog walking | need; kinds:shopping,dogs
need | tablets from boots by tomorrow | need; kinds:prescription; by:Tue 24 Nov 20:00
`

const textsOfJoining = `
any | JOIN | join
any | join please | join
any | id like 2 help | join
any | want to volunteer | join
any | Hi I'd like to volunteer | join
any | hi id like 2 help, Amina Khan LS6 3HN, got a bike | join; name:Amina Khan; first:Amina; postcode:LS6 3HN; transport:bike
any | hi id like 2 help im Mary Jane O'Neil near LS6 3hn, got a car | join; name:Mary Jane O'Neil; first:Mary; postcode:LS6 3HN; transport:car
any | hi id like to help im mary jane o'neil near ls63hn got a van | join; name:Mary Jane O'Neil; postcode:LS6 3HN; transport:van
any | happy to help | join; name:
any | im happy to help | join; name:
any | i want to help, im free weekends | join; when:weekends; name:
any | how do i sign up | join
any | sign me up! | join
any | I'm Wanjiru and I want to volunteer | join; name:Wanjiru
any | its jo, id like to help | join; name:Jo
any | im interested in helping out, call me Siân | join; name:Siân
any | want to volunteer, im 24, LS6 | join; age:24; outward:LS6
any | can i help? im in headingley | join; outward:LS6
any | want to help. LX6 3HN | join; doubt:LX6 3HN; postcode:
any | want to help, LS6 OAB | join; postcode:LS6 0AB
any | want to help. lsi 3hn | join; postcode:LS1 3HN
any | I speak Urdu and Punjabi and want to volunteer | join; languages:urdu,punjabi
any | want to help, SW1A 1AA | join; postcode:SW1A 1AA
any | want to help, ls6-3hn | join; postcode:LS6 3HN
any | want to volunteer ring me on 07700 900123 | join; phone:+447700900123
any | IM AMINA KHAN AND I WANT TO HELP LS6 3HN | join; name:Amina Khan; postcode:LS6 3HN
any | thanks Joe | thanks; name:
any | hi joe | greeting; name:
`

const textsOfDanger = `
any | i want to die | danger; danger:self_harm
any | im going to kill myself | danger; danger:self_harm
any | i cant go on | danger; danger:self_harm
any | feeling suicidal | danger; danger:self_harm
any | sucidal | danger; danger:self_harm
any | ive taken all my tablets | danger; danger:self_harm
any | she says shes better off dead | danger; danger:self_harm
any | done 20 mins. he said he wants to die | danger; danger:self_harm; also:done; minutes:20
any | shes not suicidal but very low | unclear; worry:self_harm
any | don't want to be here anymore | danger; danger:self_harm
any | she's collapsed | danger; danger:medical
any | mums not breathing | danger; danger:medical
any | hes having a heart attack | danger; danger:medical
any | Chest pains | danger; danger:medical
any | he wont wake up | danger; danger:medical
any | shes fallen and cant get up | danger; danger:medical
any | found him on the floor, bleeding badly | danger; danger:medical
any | i cant breath | danger; danger:medical
any | need an ambulance | danger; danger:medical
offer | cant, ive got chest pains | danger; danger:medical; also:decline
any | he hits me | danger; danger:violence
any | Please stop, he's hitting me | danger; danger:violence; also:opt_out
any | pls stop ringing he goes mad | danger; danger:violence; also:opt_out
any | hes reading my texts. i need shopping | danger; danger:violence; also:need; kinds:shopping
any | he wont let me leave the house | danger; danger:violence
any | my husband has a knife | danger; danger:violence
any | i dont feel safe | danger; danger:violence
any | cant talk hes here | danger; danger:violence
any | dont text, he'll see | danger; danger:violence
any | someone is trying to break in | danger; danger:violence
any | scared of my son | danger; danger:violence
any | kids next door are home alone again | danger; danger:at_risk
any | done. bruises on her arms | danger; danger:at_risk; also:done
any | she was wandering in the street in her nightie | danger; danger:at_risk
any | my kitchen is on fire | danger; danger:fire
any | fire | danger; danger:fire
any | smoke coming from next door | danger; danger:fire
any | i can smell gas | danger; danger:gas
any | done, smelt gas when i went in | danger; danger:gas; also:done
any | water coming in the house | danger; danger:flood
any | our house is flooding | danger; danger:flood
any | no food in the house and the kids are hungry | danger; danger:no_food_heat
any | run out of insulin | danger; danger:no_food_heat
any | i need baby milk | danger; danger:no_food_heat; also:need
any | weve no heating and its freezing | danger; danger:no_food_heat
any | someone calling behind the door | danger; danger:call_behind_door
any | no answer but i can hear her moaning | danger; danger:call_behind_door
any | shes stuck in the bath | danger; danger:call_behind_door
offers:1,2 | 1 yes. shes collapsed | danger; danger:medical; also:accept
name | help hes hitting me | danger; danger:violence
lesson | i want to die | danger; danger:self_harm
opted_out | he hits me | danger; danger:violence
any | this queue is killing me | unclear; danger:; worry:
any | dying for a cuppa | unclear; danger:
any | my phone died sorry | unclear; danger:; worry:
any | killing time at the bus stop | unclear; danger:
any | drop dead gorgeous dog | unclear; danger:
any | my phone is dying | unclear; danger:
any | bleeding hell its cold | unclear; danger:; worry:
any | nearly killed myself laughing | unclear; danger:
any | you guys are on fire today | unclear; danger:
any | flooded with offers | unclear; danger:
any | hit me up if you need anyone | unclear; danger:
any | beats me why | unclear; danger:
any | its threatening to rain | unclear; danger:
any | she keeps me in stitches | unclear; danger:
offer | i would kill for a coffee but yes | accept; danger:
any | my back is killing me, can someone get my shopping | need; danger:
offer | yes ill be there in a heartbeat | accept; danger:
any | i could murder a brew | unclear; danger:
any | happy to help with the flood clean up | join; danger:
offer | yes hes a lovely dog | accept; danger:
any | done 15 mins, died laughing with her | done; danger:
any | seems confused | unclear; worry:confused
any | done 40 mins. she seemed confused, called me peter | done; worry:confused
any | knocked and no answer, curtains still drawn | unclear; worry:no_answer
any | she had a fall last night but says shes ok | unclear; worry:unwell
any | her money keeps going missing | unclear; worry:money
`

const textsOfAnswersToQuestions = `
adult | yes | accept
adult | yes 24 | accept; age:24
adult | 24 | accept; age:24
adult | yes im 24 | accept; age:24
adult | im 16 | decline; age:16
adult | 17 | decline; age:17
adult | yes im 17 | decline; age:17
adult | no | decline
adult | no im 15 | decline; age:15
adult | nearly 18 | decline
adult | not 18 yet | decline
adult | over 18 | accept
adult | well over lol | accept
adult | 81 years young | accept; age:81
adult | 1990 | accept; age:35
adult | im 18 | accept; age:18
adult | i wish! im 73 | accept; age:73
name | Amina Khan | accept; name:Amina Khan; first:Amina
name | amina khan | accept; name:Amina Khan
name | its jo | accept; name:Jo
name | Jo | accept; name:Jo
name | call me Mary Jane | accept; name:Mary Jane
name | mary jane o'neil | accept; name:Mary Jane O'Neil
name | My name is Zoë Smith-Jones | accept; name:Zoë Smith-Jones
name | im Dave | accept; name:Dave
name | DAVE | accept; name:Dave
name | Mrs P Hirst | accept; name:Mrs P Hirst; first:Mrs Hirst
name | wanjiru | accept; name:Wanjiru
name | Joy | accept; name:Joy
name | Amina, LS6 3HN | accept; name:Amina; postcode:LS6 3HN
name | happy to help | join; name:
name | why do you need it? | question; name:
name | no | decline; name:
name | yes | accept; name:
postcode | LS6 3HN | accept; postcode:LS6 3HN; outward:LS6
postcode | ls63hn | accept; postcode:LS6 3HN
postcode | its ls6 3hn | accept; postcode:LS6 3HN
postcode | LS 6 3HN | accept; postcode:LS6 3HN
postcode | LS6 3HN thanks | accept; postcode:LS6 3HN
postcode | ls6 | accept; outward:LS6; postcode:
postcode | M1 1AE | accept; postcode:M1 1AE
postcode | mi 1ae | accept; postcode:M1 1AE
postcode | EC1A 1BB | accept; postcode:EC1A 1BB
postcode | S1O 2TN | accept; postcode:S10 2TN
postcode | lx6 3hn | unclear; doubt:LX6 3HN; postcode:
postcode | LS6 3CK | unclear; doubt:LS6 3CK; postcode:
postcode | headingley | accept; outward:LS6
postcode | dont know it | unclear
postcode | I'm in Chapel Allerton | accept; outward:LS7
kinds | shopping and dog walking | accept; kinds:shopping,dogs
kinds | tablets | accept; kinds:prescription
kinds | anything | accept; kinds:packing,prescription,shopping,dogs,lift
kinds | anything but driving | accept; kinds:packing,prescription,shopping,dogs
kinds | 2 and 3 | accept; kinds:prescription,shopping
kinds | 1 | accept; kinds:packing
kinds | shopping, not dogs | accept; kinds:shopping
when | weekends | accept; when:weekends
when | mornings and sat | accept; when:mornings,saturday
when | fri not thurs | accept; when:friday
when | weekends but not sundays | accept; when:saturday
when | anytime | accept; when:anytime
when | after 6 | accept; when:evenings
when | any day except sunday | accept; when:monday,tuesday,wednesday,thursday,friday,saturday
when | weekday evenings | accept; when:weekdays,evenings
when | tues and thurs afternoons | accept; when:tuesday,thursday,afternoons
urgency | today | accept; today:true
urgency | asap please | accept; today:true
urgency | no rush | accept; today:false
urgency | tomorrow morning | accept; from:Tue 24 Nov 08:00; by:Tue 24 Nov 12:00
urgency | by 4pm | accept; by:Mon 23 Nov 16:00; today:true
urgency | before friday | accept; by:Thu 26 Nov 20:00
urgency | within 2 hours | accept; by:Mon 23 Nov 15:00
urgency | between 2 and 4 | accept; from:Mon 23 Nov 14:00; by:Mon 23 Nov 16:00
urgency | tomorrow 10-12 | accept; from:Tue 24 Nov 10:00; by:Tue 24 Nov 12:00
urgency | fri 27th after half past 3 | accept; from:Fri 27 Nov 15:30
checks | none | decline; checks:none
checks | no | decline; checks:none
checks | enhanced dbs and driving licence | accept; checks:dbs_enhanced,licence
checks | ive got a dbs | accept; checks:dbs
checks | basic dbs | accept; checks:dbs_basic
address | 12 Ash Rd, LS6 2AB | accept; address:12 Ash Rd; postcode:LS6 2AB
address | flat 3, 12 Elm Court LS7 4PQ | accept; address:flat 3, 12 Elm Court; postcode:LS7 4PQ
address | 12b ash road headingley | accept; postcode:
reach | text only im deaf | accept; textonly:true
reach | ring me | accept; call:true
consent | yes thats fine | accept
consent | no | decline
consent | ok | accept
lesson | a | accept; choice:A
lesson | B. | accept; choice:B
lesson | 2 | accept; choice:B; number:2
lesson | the first one | accept; choice:A
lesson | C please | accept; choice:C
lesson | knock and step back | unclear; rest:knock and step back
minutes | 20 | accept; minutes:20
minutes | about half an hour | accept; minutes:30
minutes | 1 hour | accept; minutes:60
minutes | 2 | unclear; minutes:0; number:2
minutes | 20 mins, seems confused | accept; minutes:20; worry:confused
outcome | yes it went well | accept; outcome:well
outcome | fine thanks | accept; outcome:well
outcome | no nobody came | decline; outcome:badly
outcome | yes | accept
outcome | no | decline
`

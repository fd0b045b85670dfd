package hear

// The first minutes, from all sides. Now is Monday 23 November 2026, 13:00.
const textsOfFirstMinutes = `
any | Hello, Sheila Cartwright, 64, LS16 7PP. Happy to drive people to appointments, got a Fiesta and a clean licence | join; name:Sheila Cartwright; postcode:LS16 7PP; kinds:lift; checks:licence
any | evening. wondered if you could use an extra pair of hands? im a chef. Marco | join; name:Marco
any | Me again! Fancy doing a bit for the community. Whats the process? Denise Fowler, Bramley | join; name:Denise Fowler
any | yo i wanna join up. names jordan. ls6 1ab | join; name:Jordan; postcode:LS6 1AB
any | Hi this is Babs from the WI, a few of us would like to ring lonely folk | join; name:Babs; kinds:call
any | I have a spare room and a car and nothing to do. Can I be of service?  Colin Firth LS8 | join; name:Colin Firth; outward:LS8; transport:car
any | Hola, soy Lucia, I want to help, my English is so so. I live LS2 8BH | join; postcode:LS2 8BH; languages:english; name:
any | im a bit older (76) but i can natter for england. Jean, ls14 6pq | join; name:Jean; postcode:LS14 6PQ; kinds:call
any | my name is Oluwatobi Adebayo-Johnson and i stay at LS9 8AG I like to volunteer | join; name:Oluwatobi Adebayo-Johnson; postcode:LS9 8AG
any | hiya can i do dog walks? mornings b4 work. katie x | join; name:Katie; kinds:dogs; when:mornings
any | wanting to sign up my name is Li Wei | join; name:Li Wei
any | HELLO I CAN HELP WITH SHOPPING AND TABLETS. JUNE WHITEHEAD LS13 4AA | join; name:June Whitehead; postcode:LS13 4AA; kinds:prescription,shopping
any | hi love, can someone nip to Morrisons for me? Just bread milk and the paper. I'm Betty at 23 Broad Lane LS13 | need; name:Betty; outward:LS13; address:23 Broad Lane; kinds:shopping
any | Good morning. My mother, 88, lives alone at 4 Park View, LS28 7NA and her boiler man isn't coming. She needs someone to fetch a heater from her friend. Please call me on 07700 900678. Paul | person; also:need; name:Paul; postcode:LS28 7NA; address:4 Park View; call:true; phone:+447700900678
any | need someone 2 take me to jimmys thurs 2.15pm for scan, im at 9 nowell mount ls9 6hs, shirley | need; name:Shirley; postcode:LS9 6HS; address:9 nowell mount; kinds:lift; when:thursday; from:Thu 26 Nov 14:15
any | cud sum1 get me meds from rowlands b4 they shut at 6? im stuck in wi covid. gaz | need; name:Gaz; kinds:prescription; by:Mon 23 Nov 18:00; today:true
any | ive not seen a soul since xmas. can sumone ring me | person; name:
any | Can you help my dad put his bins out every Tuesday night? He's had a knee replacement. LS12 4AB. Thanks in advance, Rachel | need; name:Rachel; postcode:LS12 4AB; kinds:outdoors; when:tuesday; by:Tue 24 Nov 23:00; from:Tue 24 Nov 20:00
any | Do you do lifts? Need to be at the LGI for 8am tomorrow | need; kinds:lift; from:Tue 24 Nov 08:00; name:
any | please could somebody walk Bella while I'm having my op on 2nd December, just 3 days. Lorraine Tate, LS15 0AB | need; name:Lorraine Tate; postcode:LS15 0AB; by:Wed 2 Dec 20:00; from:Wed 2 Dec 08:00
any | can i get my prescription picked up today or tomorrow pls, boots crossgates. Ray Dobson, 7 Austhorpe Rd LS15 8BA, 0113 496 0123 | need; name:Ray Dobson; postcode:LS15 8BA; address:7 Austhorpe Rd; kinds:prescription; by:Tue 24 Nov 20:00; from:Tue 24 Nov 08:00; today:true; phone:+441134960123
any | Hi I'm a support worker. One of my clients needs a chat on the phone twice a week. | need; kinds:call; name:
any | my elderly neighbour has no family and needs shopping. im happy to pay. who do i speak to? | need; kinds:shopping; name:
any | hello i need milk for the baby pls | need; kinds:shopping; name:
any | when could someone come for my shopping list | need; kinds:shopping; name:
any | I'm blind. I need someone to read my post to me over the phone. | need; name:
any | can u come cut my grass | need; kinds:outdoors; name:
any | My mum passed away and I have her wheelchair to donate | unclear; name:
any | do you accept donations of clothes | question; kinds:packing; name:
any | can I give some money | question; name:
any | Wheres my volunteer? | status; name:
any | how do i become one of your drivers | join; kinds:lift; name:
any | what's this all about then | question; name:
any | who's this | help; name:
any | is this the helpline | question; name:
any | hi is that goodturn | question; name:
any | ok | thanks; name:
any | thanks love | thanks; name:
any | I'm running late, be there at 3 | unclear; from:Mon 23 Nov 15:00; name:
any | at the door now nobody answering | unclear; name:
any | got the tablets, on my way to pam | unclear; kinds:prescription; name:
any | which house is it | question; name:
any | whats her phone number | question; name:
any | whats the address again | question; name:
any | cant read the address | unclear; name:
any | she says its the wrong tablets | unclear; kinds:prescription; name:
any | she wants me to come in for tea | unclear; name:
any | he gave me a tenner what do i do | unclear; name:
any | dog pulled me over but im ok | unclear; kinds:dogs; name:
any | shall i wait | question; name:
offer | yes i'll do it | accept
offer | yeah can do, what time? | accept
offer | yes 👍🏼 | accept
offer | i could go after 3 if thats any good | counter; from:Mon 23 Nov 15:00
offer | not me sorry im in bed with flu | decline
offer | go ahead | accept
offer | ooh yes please | accept
offer | sounds like a job for me | unclear
offer | i'll ask my wife | unclear
offer | where abouts? | question
offer | how far is it from me | question
offer | is it heavy | question
offer | Ok I will | accept
offer | course i can love | accept
offer | id rather not do shopping | decline
offer | wrong person i think | wrong_number
offer | who is it for? | question
offer | y | accept
offer | Y | accept
offer | yrs | unclear
offer | Yup on it | accept
offer | 1 | unclear
offers:1,2 | 1 and 2 | accept
offers:1,2 | first one please | accept
offers:1,2 | the dog one | unclear; kinds:dogs
offers:1,2 | ill take the prescription | unclear; kinds:prescription
postcode | LS6 3HN I think | accept; postcode:LS6 3HN
postcode | its ls six three hn | accept; postcode:LS6 3HN
postcode | ls8 4hr or maybe 4rh | unclear
postcode | its ls63hn i think or is it ls6 3nh | unclear; postcode:; outward:LS6
minutes | 2 till 10 past 3 | accept; minutes:70
postcode | LS63HN. | accept; postcode:LS6 3HN
postcode | ls6, near the uni | accept; outward:LS6
postcode | 14 Ash Rd | unclear; address:14 Ash Rd
when | evenings after 6 and all day sat | accept; when:evenings,saturday
when | i do shifts so it varies | unclear
when | mon tue | accept; when:monday,tuesday
when | Any evening but wed | accept; when:monday,tuesday,thursday,friday,saturday,sunday,evenings
when | only when kids are at school | unclear
when | during term time | unclear
checks | I have an enhanced DBS through work | accept; checks:dbs_enhanced
checks | no but happy to get one | decline; checks:none
checks | just a driving licence | accept; checks:licence
checks | what is a dbs | question; checks:dbs
reach | call or text | accept; call:true
reach | text pls im hard of hearing | accept; textonly:true
reach | call my daughter on 07700 900222 | accept; kinds:; phone:+447700900222
reach | either is fine | accept; call:true
consent | yes | accept
consent | yes please do | accept
consent | only if they are checked | unclear
consent | who will see it | question
consent | i'd rather you didnt | decline
address | 12 Ash Road | accept; address:12 Ash Road
address | flat 2 the towers ls6 1aa | accept; postcode:LS6 1AA; address:flat 2 the towers
address | same as before | unclear
address | Ash House, Cardigan Rd | accept; address:Ash House, Cardigan Rd
need | my shopping | need; kinds:shopping
need | tablets from boots | need; kinds:prescription
need | bins | need; kinds:outdoors
need | someone to talk to | need; kinds:call
need | just wondering what you do | question
need | a lift to st james on friday at 2 | need; kinds:lift; when:friday; from:Fri 27 Nov 14:00
lesson | B | accept
lesson | is it b | accept; also:question
lesson | step back | unclear
lesson | dont go in | unclear
lesson | not sure | unclear
lesson | next | next
lesson | later | unclear
lesson | 1 or 2 | unclear
any | done x | done
any | done!! 45 mins, she made me a cuppa (left on step) | done; minutes:45
any | ok thats it all finished now took me 1 hour and 20 mins | done; minutes:80; outcome:well
any | completed 30m | done; minutes:30
any | done and dusted 15 | done; minutes:15
any | all delivered, he was very grateful, about 35 min | done; minutes:35; outcome:well
any | done, took longer than i thought, nearly 2 hours | done; minutes:120
any | Done - no problems. 20mins. Can I have another? | done; minutes:20; outcome:well
any | done but the milk was out of date | done
any | finished early | unclear
any | have finished | done
any | dropped shopping off at 3.15 | done; from:Mon 23 Nov 15:15
any | job's a good un | done; outcome:well
any | she has her tablets now x | done
any | dog back home safe | done
any | walk done, he was a good boy | unclear
any | chat done, 25 mins, she is lonely | done; minutes:25
any | ill have to back out, sorry | release
any | can you find someone else please | release
any | my back has gone so i wont manage it | unclear
any | running late but will do it | unclear
any | cant do tomorrow now | release
any | just been called into work so no can do | release
any | not able to make it today, so sorry | release; today:true
any | please give my slot to someone else | release
any | is it too late to cancel | question
any | actually i cant | release
any | no longer available sorry | release
any | car trouble, cant come | release
any | bus isnt running so cant get there | release
any | im poorly | unclear
any | covid positive :( | unclear
outcome | yes it was great thank you | accept; outcome:well
outcome | ok | accept; outcome:well
outcome | yes he was a lovely young man, very polite | accept; outcome:well
outcome | it went ok | accept; outcome:well
outcome | all good ta | accept; outcome:well
outcome | brilliant | accept; outcome:well
outcome | no show | decline; outcome:badly
outcome | she came but forgot the bread | unclear
outcome | wrong house i think, never got anything | decline; outcome:badly
outcome | not very well | decline; outcome:badly
outcome | terrible | decline; outcome:badly
outcome | he was rude to me | decline; outcome:badly
outcome | nobody has been | decline; outcome:badly
outcome | what? | question
outcome | not yet | decline; outcome:badly
outcome | they havent been yet | decline; outcome:badly
outcome | yes x | accept
outcome | 👍 | accept
outcome | very happy with it all | accept; outcome:well
minutes | 20ish | accept; minutes:20
minutes | abt 40 | accept; minutes:40
minutes | an hour | accept; minutes:60
minutes | hour | accept; minutes:60
minutes | hour and a half | accept; minutes:90
minutes | 1.5 hours | accept; minutes:90
minutes | 90 | accept; minutes:90
minutes | 5 mins | accept; minutes:5
minutes | couple of hours | accept; minutes:120
minutes | dont know | unclear
adult | im 18 tomorrow | unclear; by:Tue 24 Nov 20:00; from:Tue 24 Nov 08:00; age:17
adult | 18 today! | accept; today:true; age:18
adult | older than you lol | accept
adult | im a granny | accept
adult | yes of course im 45 | accept; age:45
adult | no im 12 and need help | decline; also:need; age:12
adult | mum of 3 | accept
adult | 70 | accept; age:70
adult | NO | decline
adult | nope 16 | decline; age:16
adult | i am 17 but 18 in 2 weeks | decline; from:Mon 7 Dec 13:00; age:17
adult | Yes. I'm 33, name is Bob | accept; name:Bob; age:33
name | Bob Smith LS6 | accept; name:Bob Smith; outward:LS6
name | its bob | accept; name:Bob
name | Bob - why do you need it | accept; also:question; name:Bob
name | mr bob smith | accept; name:Mr Bob Smith
name | bob smith, 12 ash rd ls6 2ab | accept; name:Bob Smith; postcode:LS6 2AB; address:12 ash rd
name | Do I have to? | question
name | PAM | accept; name:Pam
name | pam x | accept; name:Pam
name | thanks its pam | accept; name:Pam
name | Pam H | accept; name:Pam H
name | Mary-Ann | accept; name:Mary-Ann
name | my mates call me Spud | accept; name:Spud
name | Spud | accept; name:Spud
name | first name pam surname hirst | accept; name:Pam Hirst
urgency | soon | unclear
urgency | by the end of today | accept; today:true
urgency | in an hour | accept; from:Mon 23 Nov 14:00
urgency | whenever you can manage it | accept; when:anytime
urgency | i need them by 5 | accept; also:need; by:Mon 23 Nov 17:00; today:true
urgency | any time after 10 tomorrow | accept; from:Tue 24 Nov 10:00
urgency | not till thursday | accept; when:thursday; from:Thu 26 Nov 08:00
urgency | saturday morning | accept; when:saturday; by:Sat 28 Nov 12:00; from:Sat 28 Nov 08:00
urgency | 25th | accept; by:Wed 25 Nov 20:00; from:Wed 25 Nov 08:00
urgency | tuesday 1st | accept; when:tuesday; by:Tue 1 Dec 20:00; from:Tue 1 Dec 08:00
urgency | before xmas | accept; by:Thu 24 Dec 20:00
urgency | in a bit | unclear
reach | ring after 6 | accept; from:Mon 23 Nov 18:00; call:true
reach | no calls please | accept; textonly:true
reach | email me | unclear
reach | this number | unclear
reach | same number | unclear
agree | AGREE. | agree
agree | i aggree to everything | agree
agree | yes to all | accept
agree | 👍 | accept
agree | sure | accept
agree | where can i read it | question
agree | not sure about the photo bit | unclear
safe | no hes here | not_safe
safe | not while hes here | not_safe
safe | hes asleep | unclear
safe | ok | safe
adult | im 18 tomorrow | unclear
adult | mum of 3 | accept; age:0
urgency | a week today | accept; today:false; from:Mon 30 Nov 08:00
urgency | this morning | from:; by:
outcome | not very well | decline; outcome:badly
any | volunteer please. imran, ls8 2qr, have bike | join; name:Imran; postcode:LS8 2QR; transport:bike
any | is it too late to sign up? i'm off till january so lots of time. meg ls6 | join; outward:LS6; name:
any | Looking for something to do now im retired, used to be a district nurse. Jan Pickersgill LS18 5RT | join; name:Jan Pickersgill; postcode:LS18 5RT
any | Can I help? I'm only free Friday afternoons. Theo | join; name:Theo; when:friday,afternoons
any | im 22 just graduated no job lots of time ls6 1hy amelia | unclear; name:Amelia; postcode:LS6 1HY; age:22
any | hiya its only me wanting to know if u need drivers | join; kinds:lift; name:
any | What would I have to do? I work full time but could do a couple of hours on a sunday. Regards Michelle Tan | question; name:Michelle Tan; when:sunday; from:; by:
any | Not much of a talker but can walk a dog or two. Les. LS11 | join; name:Les; outward:LS11; kinds:dogs
any | Volunteer - Tomasz Zielinski - LS9 7BB - car - Mon/Wed/Fri | join; name:Tomasz Zielinski; postcode:LS9 7BB; when:monday,wednesday,friday; transport:car
any | I'd rather not give my address but I can do phone calls | join; kinds:call; name:
any | ME AND MY LADS FROM THE RUGBY CLUB CAN SHIFT SNOW IF NEEDED | join; kinds:outdoors; name:
any | offering help: cooking, baking, phone chats. Aunty Joyce LS7 | join; name:Aunty Joyce; outward:LS7; kinds:call
any | joined last year, can i start again? Omar Sheikh | unclear; name:Omar Sheikh
any | hi im new here how does it work | question; name:
any | Name: Ellie Fox Postcode: LS6 4PB Car: yes Availability: evenings | accept; name:Ellie Fox; postcode:LS6 4PB; when:evenings; transport:car
any | Ellie Fox | unclear; name:Ellie Fox
any | LS6 4PB | unclear; postcode:LS6 4PB; name:
any | ellie fox ls6 4pb car evenings | unclear; name:Ellie Fox; postcode:LS6 4PB; when:evenings; transport:car
any | please help my mum is on her own and i live in spain. she needs groceries, Margaret Lyle, 8 Beech Ave LS12 4QT | need; name:Margaret Lyle; postcode:LS12 4QT; address:8 Beech Ave; kinds:shopping
any | prescription at Boots in the Merrion Centre, need it by Friday, I'm at 40 Clarendon Rd, LS2 9PJ. Mohammed Iqbal | need; name:Mohammed Iqbal; postcode:LS2 9PJ; address:40 Clarendon Rd; kinds:prescription; when:friday; by:Fri 27 Nov 20:00
any | is someone able to sit on the phone with my dad for half an hour tomorrow? he's just lost mum | need; kinds:call; by:Tue 24 Nov 20:00; from:Tue 24 Nov 08:00; name:
any | Would be so grateful for a lift to my chemo on Weds 9.15, Bexley Wing, home after. Text only as I can't talk long. Fay Turner LS15 9HG | need; name:Fay Turner; postcode:LS15 9HG; kinds:lift; when:wednesday; from:Wed 25 Nov 09:15; textonly:true
any | Hello dear, it's Mrs Winterbottom. I can't manage the snow. Could a young man come? | need; name:Mrs Winterbottom; kinds:outdoors
any | can i have my tablets brought | need; kinds:prescription; name:
any | we're both down with flu and have a baby, no one can get nappies | need; kinds:shopping; name:
any | how do i get a volunteer to help me | question; name:
any | I'm a carer and exhausted, could somebody just walk the dog for me | need; kinds:dogs; name:
any | am i too late to get shopping today | question; kinds:shopping; today:true; name:
any | do u deliver to ls28 | need; outward:LS28; name:
any | Help needed | need; name:
any | can't get to vaccination on saturday | need; when:saturday; by:Sat 28 Nov 20:00; from:Sat 28 Nov 08:00; name:
any | its my mum. she's fallen out with her carers and wont eat | unclear; name:
any | when will my shopping come | question; kinds:shopping; name:
any | thank you so much the young man was lovely | thanks; name:
any | i dont need the lift on friday now | release; kinds:lift; when:friday; by:Fri 27 Nov 20:00; from:Fri 27 Nov 08:00; name:
any | wrong address it should be 21 not 12 | change; topic:address; name:
`

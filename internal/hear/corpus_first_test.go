package hear

// First texts of volunteers: the text | the meaning and every fact in it.
// Now is Monday 23 November 2026, 13:00.
const textsOfVolunteers = `
Hi, I'm Jo (Joanne) Smith, I'd like to volunteer. LS6 3HN | join; name:Jo Smith; first:Jo; postcode:LS6 3HN
hello im priya i live in ls8 1aa and id love to help out, i have a car and im free most evenings | join; name:Priya; postcode:LS8 1AA; transport:car; when:evenings
Saw your leaflet in the library. Tom Braithwaite, LS7 4PQ. Can do weekends. | join; name:Tom Braithwaite; postcode:LS7 4PQ; when:weekends
id like to sign up pls. danny o'connor ls9 8tt van driver | join; name:Danny O'Connor; postcode:LS9 8TT; transport:van
VOLUNTEER ME! Grace Adeyemi LS11 6AB, I can walk dogs | join; name:Grace Adeyemi; postcode:LS11 6AB; kinds:dogs
I want to volunteer. My name is Nguyễn Thị Hoa and I live in LS2 9JT | join; name:Nguyễn Thị Hoa; first:Nguyễn; postcode:LS2 9JT
Good morning, this is Margaret Smith-Jones. I am retired and would like to help with phone calls. | join; name:Margaret Smith-Jones; kinds:call
hiya, md rahman here, ls8 5dt, can help with packing | join; name:Md Rahman; postcode:LS8 5DT; kinds:packing
want 2 help wiv shopping n stuff. kev, ls10 | join; name:Kev; outward:LS10; kinds:shopping
Hello! Carlos de Souza speaking. How do I become a volunteer? I have a bike. | join; name:Carlos de Souza; transport:bike
my name is pam hirst 12 ash rd ls6 2ab i want to volunteer | join; name:Pam Hirst; address:12 ash rd; postcode:LS6 2AB
im 19 at leeds uni and want to volunteer, no car but i can walk anywhere | join; age:19; transport:walk
Happy to help with anything, Steve Wood, LS16 5QG, have a car, DBS checked | join; name:Steve Wood; postcode:LS16 5QG; transport:car; checks:dbs
can i help? name's Pam, ls6 | join; name:Pam; outward:LS6
I'd like to offer my time. I'm a nurse with an enhanced DBS. Siobhan Kelly, LS17 8AB | join; name:Siobhan Kelly; postcode:LS17 8AB; checks:dbs_enhanced
Do you need any drivers? I've got a clean licence and a car. Raj | join; name:Raj; transport:car; checks:licence; kinds:lift
hi my mum told me about this, i'm 17 can i help? | join; age:17
Hi there, can I join? Names Abdul Karim, LS12 3QQ, free mon and weds | join; name:Abdul Karim; postcode:LS12 3QQ; when:monday,wednesday
we're a family of four and want to help, the Robinsons in LS18 | join; outward:LS18
JOIN Beth Lloyd LS3 1AB mornings only | join; name:Beth Lloyd; postcode:LS3 1AB; when:mornings
Join. Ewa Nowak. LS9 6AA. Polish speaker. | join; name:Ewa Nowak; postcode:LS9 6AA; languages:polish
looking to do some volunteering, any age limit? im 72 but fit as a fiddle. Derek | join; name:Derek; age:72
i could take peoples dogs out if thats any use. LS13 2BD. thanks, Holly Marsh | join; name:Holly Marsh; postcode:LS13 2BD; kinds:dogs
Got a few hours spare this week and would love to be of use x Lucy | join; name:Lucy; by:Sun 29 Nov 20:00
put me down for dog walking pls. Si Thompson, LS5 | join; name:Si Thompson; outward:LS5; kinds:dogs
Hi. I can deliver prescriptions by bike. Amit Patel LS6 1NT | join; name:Amit Patel; postcode:LS6 1NT; kinds:prescription; transport:bike
I WOULD LIKE TO VOLUNTEER. BARBARA WHITE LS15 7AA. | join; name:Barbara White; postcode:LS15 7AA
hello i am writing to ask whether you take volunteers. i have a minibus. Rev John Okoro | join; name:Rev John Okoro; transport:van
Heard about you from Joe at the hub, how do I join in? Zoë, Headingley | join; name:Zoë; outward:LS6
sign me up, mo farooq, ls8 4hf, weekends & eves, got car, 34 | join; name:Mo Farooq; postcode:LS8 4HF; when:weekends,evenings; transport:car
Keen to help. Can't do lifts as I don't drive, but can phone people. Ann Shaw LS19 7XY | join; name:Ann Shaw; postcode:LS19 7XY; kinds:call
im not working at the moment so got loads of time to help, ls14 1ab, jay | join; name:Jay; postcode:LS14 1AB
Hi I am Father Michael Byrne of St Anne's. Some of my parishioners want to help. | join; name:Father Michael Byrne
I speak Arabic and Kurdish and want to help new arrivals. Rebin, LS9 | join; name:Rebin; outward:LS9; languages:arabic,kurdish
Interested in the volunteering. Please ring me on 07700 900145 as I don't do texts. Mrs Joan Hartley | person; also:join; name:Mrs Joan Hartley; first:Mrs Hartley; phone:+447700900145; call:true
would like to volunteer but only from home, phone calls maybe. im deaf in one ear so text me | join; kinds:call; textonly:true
i do my neighbours bins already, happy to do more. Bill, LS12 | join; name:Bill; outward:LS12; kinds:outdoors
can clear snow, sweep leaves, that sort of thing. Strong back! Pete LS28 | join; name:Pete; outward:LS28; kinds:outdoors
Hi, Amy here! Student nurse, LS2, evenings and Sundays | unclear; name:Amy; outward:LS2; when:evenings,sunday
Me and my son (16) would like to help pack parcels | join; kinds:packing
hi, how do I get involved? I'm Maria Garcia Lopez, LS4 2AB, I cycle | join; name:Maria Garcia Lopez; postcode:LS4 2AB; transport:bike
Hello, I used to volunteer with the Red Cross and have a DBS. Kwame Mensah, LS7 3QX | join; name:Kwame Mensah; postcode:LS7 3QX; checks:dbs
I want to give something back. 58, own car, Tuesdays and Thursdays. Linda Beck LS26 8AA | join; name:Linda Beck; postcode:LS26 8AA; transport:car; when:tuesday,thursday
sup, wanna help, whats the craic | join
any way i can be useful? got a van and some mates | join; transport:van
Can my daughter volunteer? She's 15 | question
My partner and I would like to help out at the hub on Saturdays, LS6 | join; outward:LS6; when:saturday; kinds:packing
Hello, I'd like to volunteer please. I'm blind so phone calls would suit me best. Ruth, LS16 | join; name:Ruth; outward:LS16; kinds:call
want to be a volunteer driver, full licence, own car, dbs enhanced, ls27 9aa, graham ellis | join; name:Graham Ellis; postcode:LS27 9AA; checks:licence,dbs_enhanced; transport:car; kinds:lift
i'd like to help my community. Fatima Al-Hassan. LS8. | join; name:Fatima Al-Hassan; outward:LS8
Hi I'm at LS6 3HN and want to help. Stefan | join; name:Stefan; postcode:LS6 3HN
Is this where I sign up? Craig, LS10 4JJ, can do owt | join; name:Craig; postcode:LS10 4JJ
hey its bex (rebecca) from headingley wanna volunteer got a bike free anytime | join; name:Bex; outward:LS6; transport:bike; when:anytime
Put my name on the list please. Winston Clarke. LS7. | join; name:Winston Clarke; outward:LS7
I'm free all day tomorrow if you need anyone. Sue, LS6 | join; name:Sue; outward:LS6; from:Tue 24 Nov 08:00; by:Tue 24 Nov 20:00
Need any help with the food parcels this weekend? Tariq LS9 | join; name:Tariq; outward:LS9; kinds:packing; from:Sat 28 Nov 08:00; by:Sun 29 Nov 20:00
im in my 60s and live alone, would love to chat to others on the phone as a volunteer | join; kinds:call
pls add me as volunteer, tel 07700 900222, Yusuf Ali, LS11 5HL | join; name:Yusuf Ali; phone:+447700900222; postcode:LS11 5HL
Hi I'm Dr Sarah Chen, GP retired, LS17 6AA. How can I be useful? | join; name:Dr Sarah Chen; first:Dr Chen; postcode:LS17 6AA
I've just moved here from Poland, Agnieszka, LS12 1BE, I can cook and drive | join; name:Agnieszka; postcode:LS12 1BE; kinds:lift
volunteering enquiry - J. Smith, LS6 | join; outward:LS6; name:J. Smith
Helping hands needed? 2 of us, LS13 | join; outward:LS13
Good evening, Harpreet Singh here from LS8 2JX. Ready and willing, after 5 on weekdays | join; name:Harpreet Singh; postcode:LS8 2JX; when:weekdays; from:Mon 23 Nov 17:00
Would you have any use for a retired postman? I know every street in LS6. Regards, Ken Dodds | join; name:Ken Dodds; outward:LS6
hi, im pregnant so cant do heavy lifting but want to help. chloe ls15 | join; name:Chloe; outward:LS15
I don't have a DBS or anything but I'd like to help. Joe Bloggs LS6 1AA | join; name:Joe Bloggs; postcode:LS6 1AA
Register me please!! Angela Rippon LS20 8AA | join; name:Angela Rippon; postcode:LS20 8AA
From Pam Hirst: I'd like to volunteer | join; name:Pam Hirst
This is Pam Hirst. I would like to help. | join; name:Pam Hirst
Pam Hirst here, can I help with anything? | join; name:Pam Hirst
I'm called Oluwaseun but everyone calls me Seun. LS9 7AA. How do I volunteer? | join; name:Oluwaseun; postcode:LS9 7AA
May Green here, LS6 2AB, I'd like to help on Wednesdays | join; name:May Green; postcode:LS6 2AB; when:wednesday
Hope this is the right number! I'd like to help. Thanks, Hope | join; name:Hope
`

// First texts of residents and of those who text for them.
const textsOfResidents = `
broke my wrist, can anyone get my tablets from boots b4 4. Pam Hirst 12 Ash Rd LS6 2AB | need; name:Pam Hirst; address:12 Ash Rd; postcode:LS6 2AB; kinds:prescription; by:Mon 23 Nov 16:00; today:true
PAM HIRST 12 ASH RD LS6 2AB NEED SHOPPING | need; name:Pam Hirst; address:12 ASH RD; postcode:LS6 2AB; kinds:shopping
my name is pam hirst 12 ash rd ls6 2ab | unclear; name:Pam Hirst; address:12 ash rd; postcode:LS6 2AB
hello my name is elsie brown i am 84 and cant get out, could someone fetch my prescription from the chemist. 3 oak avenue ls7 3qx | need; name:Elsie Brown; age:84; address:3 oak avenue; postcode:LS7 3QX; kinds:prescription
Hello, is there anyone who could pick up some milk and bread for me please? Mrs Hirst, 12 Ash Road LS6 2AB | need; name:Mrs Hirst; first:Mrs Hirst; address:12 Ash Road; postcode:LS6 2AB; kinds:shopping
My mum needs a lift to St James's hospital on Thursday at 10.30am. She is 79 and uses a frame. Sandra, 07700 900333 | need; name:Sandra; kinds:lift; phone:+447700900333; from:Thu 26 Nov 10:30; when:thursday
any chance of someone walking the dog tomoz? ive done my back in. dave ls13 | need; name:Dave; outward:LS13; kinds:dogs; from:Tue 24 Nov 08:00; by:Tue 24 Nov 20:00
I can't get out because of my hip and I've no bread or milk. Flat 4, 20 Elm Court, LS8 1AA. Text me, I'm deaf. | need; address:Flat 4, 20 Elm Court; postcode:LS8 1AA; kinds:shopping; textonly:true
could somebody put my bins out on wednesday, 7 hill view ls12 3qq. Arthur Pickles | need; name:Arthur Pickles; address:7 hill view; postcode:LS12 3QQ; kinds:outdoors; from:Wed 25 Nov 08:00; by:Wed 25 Nov 20:00; when:wednesday
im so lonely since my wife died. just want someone to talk to. Ron, LS16 | need; name:Ron; outward:LS16; kinds:call
Hi, my dad needs his prescription collecting from Lloyds in Horsforth by 5pm today. He's Stan Price, 9 Low Lane LS18 4AB | need; kinds:prescription; by:Mon 23 Nov 17:00; today:true; name:Stan Price; address:9 Low Lane; postcode:LS18 4AB
Who can help with snow clearing? My path is like ice. Mrs O'Neil 4 Bank Street LS27 9AA | need; name:Mrs O'Neil; first:Mrs O'Neil; address:4 Bank Street; postcode:LS27 9AA; kinds:outdoors
please ring me i need shopping and i cant see to text well 07700 900444 | person; also:need; kinds:shopping; call:true; phone:+447700900444
need help asap tablets run out, jean carr, 15 moor rd ls6 | need; name:Jean Carr; address:15 moor rd; outward:LS6; kinds:prescription; today:true
Good afternoon. I wonder if somebody would be kind enough to take me to the eye clinic on Friday morning. Yours, Edna Wilkinson (Mrs) | need; name:Edna Wilkinson; kinds:lift; from:Fri 27 Nov 08:00; by:Fri 27 Nov 12:00; when:friday
can u get my inhaler from boots plz im shielding. tina, 22 park row ls1 5hd | need; name:Tina; address:22 park row; postcode:LS1 5HD; kinds:prescription
I need a food shop doing. I've paid online at Asda, click and collect, any time this week. Fred Naylor LS14 6JW | need; name:Fred Naylor; postcode:LS14 6JW; kinds:shopping; by:Sun 29 Nov 20:00
asking for my neighbour, she's 90 and has no one. she could do with shopping and a bit of company. LS6 3HN | need; postcode:LS6 3HN; kinds:shopping,call
Struggling with the garden, its like a jungle. No rush. Beryl, LS17 | need; name:Beryl; outward:LS17; kinds:outdoors; when:anytime
dialysis at 7am tues thurs sat and patient transport have let me down again. anyone? Mr Khan LS8 | need; name:Mr Khan; first:Mr Khan; outward:LS8; kinds:lift; when:tuesday,thursday,saturday; from:Tue 24 Nov 07:00
Do you do prescription collection? I'm housebound. Mavis LS9 | need; name:Mavis; outward:LS9; kinds:prescription
im in isolation with covid, whole family, we need nappies and milk, 18 beck lane ls15 8aa, text only baby asleep | need; address:18 beck lane; postcode:LS15 8AA; kinds:shopping; textonly:true
Hello, I am Mrs Kaur's daughter. She needs someone to pop to the pharmacy for her tablets. 33 Harehills Lane LS8 5HN | need; address:33 Harehills Lane; postcode:LS8 5HN; kinds:prescription
NEED | need
Need prescription LS6 2AB | need; postcode:LS6 2AB; kinds:prescription
Could you please help me? I don't know who else to ask. My fridge is nearly empty. Doris, LS10 | need; name:Doris; outward:LS10
is there anyone that can help my nan with her bins and leaves she lives at 5 church st ls12 | need; address:5 church st; outward:LS12; kinds:outdoors
I've just come out of hospital and could do with some shopping. Text please, not calls. Gwen Pritchard, LS7 4PQ | need; name:Gwen Pritchard; postcode:LS7 4PQ; kinds:shopping; textonly:true
My dog needs walking twice a day while my leg is in plaster. LS5 3AB. Thanks, Nigel | need; name:Nigel; postcode:LS5 3AB; kinds:dogs
would anyone mind giving me a lift to the doctors, its at 4.15 | need; kinds:lift; from:Mon 23 Nov 16:15
I'm ringing on behalf of Mr Stanley Potts, 71, of 2 Brick Street, LS11 6AB who needs his paper and milk | need; name:Mr Stanley Potts; age:71; address:2 Brick Street; postcode:LS11 6AB; kinds:shopping
HELP NEEDED WITH SHOPPING PLEASE. JOYCE BELL, 40 STATION ROAD, LS28 5AB | need; name:Joyce Bell; address:40 STATION ROAD; postcode:LS28 5AB; kinds:shopping
what do i have to do to get some shopping brought round, i cant walk far | need; kinds:shopping
i have an appointment at seacroft hospital on the 3rd at 2pm and no way of getting there. olive ls14 | need; name:Olive; outward:LS14; kinds:lift; from:Thu 3 Dec 14:00
no one has been to see me in weeks. would be nice to have a natter on the phone. Harold | need; name:Harold; kinds:call
The pharmacy says my medication is ready but I can't get there. 6 Grove Terrace LS6 1AA, Vera | need; name:Vera; address:6 Grove Terrace; postcode:LS6 1AA; kinds:prescription
can someone shovel our drive, my husband's 85 and shouldn't be doing it. LS19 | need; outward:LS19; kinds:outdoors
Please could I have someone to mow the lawn, next week is fine. I'm in Adel, Mr Fox | need; name:Mr Fox; first:Mr Fox; kinds:outdoors; outward:LS16; from:Mon 30 Nov 08:00; by:Sun 6 Dec 20:00
I need a volunteer to pick up my insulin from Boots Headingley before 6pm, I'm Jack Law 8 Cardigan Rd LS6 3AA | need; name:Jack Law; address:8 Cardigan Rd; postcode:LS6 3AA; kinds:prescription; by:Mon 23 Nov 18:00; today:true
Hi there, looking for help for my elderly mum while I'm abroad. Shopping mostly. Claire 07700 900555 | need; name:Claire; kinds:shopping; phone:+447700900555
ive got flu and cant leave the house, need lemsip, soup and bread. ls4, kelly | need; name:Kelly; outward:LS4; kinds:shopping
me and the kids are isolating, anyone able to drop some food off? we can pay. ls9 7xx | need; postcode:LS9 7XX; kinds:shopping
My wife Dorothy has dementia and I need someone to sit on the phone with me now and then. Geoff | need; name:Geoff; kinds:call
could do with a hand getting to chapel allerton hospital weds 2pm | need; kinds:lift; from:Wed 25 Nov 14:00; when:wednesday
please can you arrange for my tablets to be fetched today. Thank you. Mrs P. Ackroyd, 11 Ash Grove, LS6 2AD | need; name:Mrs P. Ackroyd; address:11 Ash Grove; postcode:LS6 2AD; kinds:prescription; today:true
I was told to text this number for help with prescriptions. Asif Mahmood LS8 4AA | need; name:Asif Mahmood; postcode:LS8 4AA; kinds:prescription
Joe at the council gave me this number. I need my path gritting before Wednesday. Ivy, LS13 | need; name:Ivy; outward:LS13; kinds:outdoors; by:Tue 24 Nov 20:00; when:wednesday
hi can u help pls my nan has ran out of her meds she is at 17b hyde park rd ls6 1pa shes 88 | need; address:17b hyde park rd; postcode:LS6 1PA; kinds:prescription
It would be lovely if someone could ring my grandad for a chat, he's on his own. | need; kinds:call
Can you take my cat to the vet? No transport. Susie LS6 | need; name:Susie; outward:LS6; kinds:lift
id be grateful if someone could post a letter and get me a paper. Bob Crowther 1 The Green LS18 | need; name:Bob Crowther; address:1 The Green; outward:LS18; kinds:shopping
we have no milk bread or anything in, snowed in since sat, 3 moor top ls16 | need; outward:LS16; kinds:shopping,outdoors
I am 91 and live alone. The hedge is blocking my window. Could anyone trim it? Miss Ada Stott LS20 | need; name:Miss Ada Stott; first:Miss Stott; age:91; outward:LS20; kinds:outdoors
urgent!!! need someone to get antibiotics for my daughter from tesco pharmacy seacroft, im on my own with a newborn. Aisha | need; name:Aisha; kinds:prescription; today:true
hi it's margaret from number 9, can someone do my shopping list this week? | need; name:Margaret; kinds:shopping; by:Sun 29 Nov 20:00
My neighbour Stan at 14 Elm Rd LS7 2AA can't manage his dog since his op | need; address:14 Elm Rd; postcode:LS7 2AA; kinds:dogs
who do i ask about someone to fetch my prescription tomorrow by 12 noon. Pat Lyons LS12 | need; name:Pat Lyons; outward:LS12; kinds:prescription; by:Tue 24 Nov 12:00
I'd like a phone call once a week please, I get very down on my own. Only evenings. Len, LS17 | need; name:Len; outward:LS17; kinds:call; when:evenings
Hiya, broken ankle, 2nd floor flat, no lift. Need shopping bringing up. Jess, flat 12, 5 Mill Street, LS9 8AA | need; name:Jess; address:flat 12, 5 Mill Street; postcode:LS9 8AA; kinds:shopping
My carers haven't got time to collect my medicines, can you? Leonard Cross LS15 | need; name:Leonard Cross; outward:LS15; kinds:prescription
the leaves outside my house are slippy and im scared of falling. could they be swept up? Nora | need; name:Nora; kinds:outdoors
Would it be possible to have my shopping collected from Morrisons, it's paid for, after 3 today. Mr & Mrs Lee LS6 4AA | need; name:Mr & Mrs Lee; postcode:LS6 4AA; kinds:shopping; from:Mon 23 Nov 15:00; today:true
pls help need lift to jimmys 4 chemo on fri 9am ls11 gary | need; name:Gary; outward:LS11; kinds:lift; from:Fri 27 Nov 09:00; when:friday
`

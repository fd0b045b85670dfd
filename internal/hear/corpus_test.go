package hear

// Yes, no and what lies between.
const textsOfAnswers = `
offer | go on then | accept
offer | no problem, I'll do it | accept
offer | No problem I’ll do it | accept
offer | no probs ill do it | accept
offer | no worries ill get it | accept
offer | no worries | unclear
offer | no problem | accept
offer | Yes please | accept
offer | YES | accept
offer | yes!! | accept
offer | Yeah sure | accept
offer | yh | accept
offer | yup can do | accept
offer | aye go on | accept
offer | 👍 | accept
offer | 👍🏽 | accept
offer | 👎 | decline
offer | ok | accept
offer | ok thanks | unclear
offer | okay yes | accept
offer | fine by me | accept
offer | of course | accept
offer | of course not | decline
offer | absolutely | accept
offer | absolutely not | decline
offer | id love to | accept
offer | I'd be happy to help | accept
offer | count me in | accept
offer | leave it with me | accept
offer | on my way | accept
offer | yes on my way, be there in 10 | accept
offer | why not | accept
offer | dont see why not | accept
offer | i dont mind | accept
offer | yes of course poor thing | accept
offer | yesss 😊 | accept
offer | y | accept
offer | n | decline
offer | no | decline
offer | No. | decline
offer | no sorry | decline
offer | sorry no | decline
offer | Sorry, can't | decline
offer | cant sorry | decline
offer | i can't today | decline
offer | no thanks | decline
offer | nope | decline
offer | nah not today | decline
offer | not today thanks | decline
offer | not this time x | decline
offer | im at work sorry | decline
offer | no im working | decline
offer | im ok thanks | decline
offer | too far for me | decline
offer | no car today sorry | decline
offer | i wont be able to | decline
offer | no way | decline
offer | yeah no | unclear
offer | yes no | unclear
offer | yes but not today | unclear
offer | maybe | unclear
offer | not sure yet | unclear
offer | ill let you know | unclear
offer | depends how far | unclear
offer | whatever | unclear
offer | yes? | unclear
offer | yes if I can bring my dog | unclear
offer | hmm | unclear
offer | no but I can in 2 hours | counter; from:Mon 23 Nov 15:00
offer | no but i can do tomorrow | counter; from:Tue 24 Nov 08:00
offer | not till 5 | counter; from:Mon 23 Nov 17:00
offer | can't till after 6 | counter; from:Mon 23 Nov 18:00
offer | could do it tomorrow morning | counter; from:Tue 24 Nov 08:00; by:Tue 24 Nov 12:00
offer | can't today but can do tomorrow morning | counter
offer | yes but only after 5 | counter; from:Mon 23 Nov 17:00
offer | how about 6pm? | counter; from:Mon 23 Nov 18:00
offer | im at work till 5, can do after | counter; from:Mon 23 Nov 17:00
offer | could it wait till tomorrow? | counter
offer | yes tomorrow | counter
offer | yes ill go at 3 | accept; from:Mon 23 Nov 15:00
offer | actually sorry no | release
offer | something's come up sorry | release
offer | yes what time? | accept; also:question
offer | what time | question
offer | how far is it? | question
offer | do i need my own car | question
offer | is it heavy | question
offer | sorry I meant yes | accept
offer | yes. oops i meant no | decline
any | actually sorry no | release
any | can't after all | release
any | CANT | release
any | can't make it now, sorry | release
any | so sorry, i have to pull out | release
any | changed my mind sorry | release
any | ok | thanks
any | 👍 | thanks
any | yes | accept
any | no | decline
any | asdfgh | unclear
any | ? | unclear
any | . | unclear
any | LS6 3HN | unclear; postcode:LS6 3HN
any | shopping | unclear; kinds:shopping
any | 2 | unclear; number:2
`

const textsOfOffers = `
offers:1,2 | yes | unclear; number:0; answers:
offers:1,2 | not 1 but ill do 2 | accept; answers:1 decline, 2 accept
offers:1,2 | both of those | accept; answers:1 accept, 2 accept
offer | im in two minds | unclear
offer | im in | accept
offers:1,2 | no | unclear; number:0; answers:
offers:1,2 | not till 5 | unclear; also:counter
offers:1,2 | 2 yes 1 no | accept; answers:2 accept, 1 decline
offers:1,2 | yes to 1 and no to 2 | accept; answers:1 accept, 2 decline
offers:1,2 | yes 2 | accept; answers:2 accept; number:2
offers:1,2 | 2 yes | accept; answers:2 accept
offers:1,2 | 2yes 1no | accept; answers:2 accept, 1 decline
offers:1,2 | no to 1 | decline; answers:1 decline
offers:1,2 | 1 | accept; number:1; answers:1 accept
offers:1,2 | 1 and 2 | accept; answers:1 accept, 2 accept
offers:1,2 | both please | accept; answers:1 accept, 2 accept
offers:1,2 | yes to both | accept; answers:1 accept, 2 accept
offers:1,2 | can't do either sorry | decline; answers:1 decline, 2 decline
offers:1,2 | neither, sorry | decline; answers:1 decline, 2 decline
offers:1,2 | no to both | decline; answers:1 decline, 2 decline
offers:1,2 | the second one | accept; answers:2 accept
offers:1,2 | ill do number 2 | accept; answers:2 accept
offers:1,2 | 3 yes | unclear
offers:1,2 | 1 yes 1 no | unclear
offers:1,2 | 1 yes, 2 | unclear
offers:1,2 | actually sorry no | release
offers:4,7 | yes 7, no to 4 | accept; answers:7 accept, 4 decline
offers:4,7 | Yes to 4 please, cant do 7 | accept; answers:4 accept, 7 decline
offer | yes 2 | accept; number:2
`

const textsOfStopping = `
any | STOP | opt_out
any | stop | opt_out
any | Stop. | opt_out
any | STOP!!! | opt_out
any | stop please | opt_out
any | please stop | opt_out
any | Stop. Thank you | opt_out
any | stop it | opt_out
any | pls stop texting me | opt_out
any | can you stop texting me please | opt_out
any | stop texting me so many questions | unclear
any | please stop asking me things | unclear
any | stop texting me so often pls | unclear
any | stop texting me about that dog | unclear
any | stop texting me about dogs | change
any | please stop texting me i said stop | opt_out
any | take me off | opt_out
any | take me off your list | opt_out
any | no more texts | opt_out
any | No more texts please. | opt_out
any | i dont want any more of these | opt_out
any | I do not want these texts | opt_out
any | dont text me again | opt_out
any | remove my number | opt_out
any | leave me alone | opt_out
any | STOPALL | opt_out
any | UNSUBSCRIBE | opt_out
any | Cancel | opt_out
any | END | opt_out
any | quit | opt_out
any | REVOKE | opt_out
any | optout | opt_out
any | opt me out of this | opt_out
any | who are you? stop texting | opt_out
offer | stop | opt_out
offer | no. stop texting me | opt_out
name | stop | opt_out
lesson | please stop | opt_out
any | sotp | unclear
any | stpo | unclear
any | Stp | unclear
any | the bus doesnt stop here | unclear
any | can you stop by the chemist | question
any | can someone stop by the chemist and get my tablets | need; kinds:prescription
any | stop by the chemist? | question
any | ill stop at tesco on the way | unclear
any | meet at the bus stop on otley road | unclear
any | please stop by and see mum | unclear
any | stop mum says no | unclear
any | i want to stop volunteering | unclear
any | dont text me before 9 | unclear
any | START | opt_in
any | unstop | opt_in
any | opt me back in please | opt_in
opted_out | yes | opt_in
opted_out | Yes please | opt_in
opted_out | resume | opt_in
opted_out | stop | opt_out
any | when can i start | question
any | wrong number | wrong_number
any | I'm not her | wrong_number
any | this is her son's phone now, take me off | wrong_number; also:opt_out
any | you have the wrong person mate | wrong_number
any | no one called Pam here | wrong_number
any | who is this | help
any | can you call me, dont text | person
any | stop ringing just text me | unclear; textonly:true
`

const textsOfCommands = `
any | HELP | help
any | info | help
any | Help! | help
any | how does this work? | help
any | STATUS | status
any | status? | status
any | statsu | status
any | where do i stand | status
any | any news on my tablets | status
any | TASKS | tasks
any | any tasks near me? | tasks
any | taks | tasks
any | masks | unclear
any | what needs doing today | tasks
any | PERSON | person
any | persno | person
any | can i speak to someone | person
any | can I speak to a real person please? | person
any | are you a robot | person
any | i want to make a complaint | person
offer | no, i want to talk to a person | person
any | ON | on
any | on duty | on
any | im available again | on
any | OFF | off
any | off till monday | off; until:Mon 30 Nov 00:00
any | PAUSE 2 WEEKS | off; until:Mon 7 Dec 13:00
any | pause for a fortnight | off; until:Mon 7 Dec 13:00
any | im away until the 14th | off; until:Mon 14 Dec 00:00
any | off until 3/12 | off; until:Thu 3 Dec 00:00
any | on holiday till friday | off; until:Fri 27 Nov 00:00
any | paues | off
any | HANDBOOK money? | handbook; topic:money
any | hanbook dogs | handbook; topic:dogs
any | handbook can i go inside | handbook; topic:can i go inside
any | what does the handbook say about money | handbook; topic:money
any | PASSPORT | passport
any | passprot | passport
any | can i get my volunteer passport | passport
any | IDEA a tool library at the hub | idea; rest:a tool library at the hub
any | idea: reading by phone | idea; rest:reading by phone
any | i have no idea what this is | unclear
any | MYDATA | mydata
any | what do you know about me | mydata
any | FORGET ME | forget
any | forget me please | forget
any | please delete all my data | forget
any | dont forget me | unclear
any | LANGUAGE | language
any | cymraeg | language; languages:welsh
any | can i have this in polish | language; languages:polish
any | BACK | back
any | go back | back
any | SKIP | skip
name | skip | skip
name | id rather not say | skip
any | CHANGE name | change; topic:name
any | chnage postcode | change; topic:postcode
any | CHANGE my postcode to LS7 3AB | change; topic:postcode; postcode:LS7 3AB
any | I moved house, now LS9 7XX | change; postcode:LS9 7XX
any | Ive moved from LS6 3HN to LS9 7XX | change; postcode:LS9 7XX
any | my name is wrong, its Aminah | change; name:Aminah
any | AGREE | agree
agree | i agree | agree
agree | Agree. | agree
agree | agre | agree
agree | yes i agree | agree
agree | yes | accept
agree | no i dont agree | decline
any | NEXT | next
lesson | next | next
lesson | more please | next
lesson | ok got it | next
any | SAFE | safe
any | NOT SAFE | not_safe
safe | no | not_safe
safe | yes its safe | safe
any | thanks | thanks
any | thank you so much x | thanks
any | bless you. first knock since sunday | thanks
any | ta very much duck | thanks
any | hi | greeting
any | Hello! | greeting
any | good morning | greeting
any | ey up | greeting
any | DONE | done
any | done 20 mins shes lovely. no heating tho, i could see her breath | done; minutes:20; outcome:well; worry:no_food_heat; danger:
any | done. nephew keeps her bank card | done; worry:money
any | Done, half an hour, all fine | done; minutes:30; outcome:well
any | done 1hr 20 | done; minutes:80
any | all done took about an hour and a half | done; minutes:90
any | done 45m | done; minutes:45
any | done 10-15 mins | done; minutes:15
any | done, she wasnt in | done; outcome:not_home
any | done but chemist was shut | done; outcome:badly
any | dropped it off, she was really pleased | done; outcome:well
any | yes done 25 mins | done; minutes:25
any | not done yet | unclear
any | well done you lot | thanks
`

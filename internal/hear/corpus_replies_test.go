package hear

// How people answer, in the first minutes and after a task.
// Now is Monday 23 November 2026, 13:00.
const textsOfReplies = `
agree | I agree | agree
agree | agreed | agree
agree | yes agree | agree
agree | ok agree | agree
agree | AGREE! | agree
agree | agree 👍 | agree
agree | i agree with that | agree
agree | i agree to the code | agree
agree | all agreed | agree
agree | yes i do agree | agree
agree | aggree | agree
agree | agre | agree
agree | I agree. Pam Hirst | agree
agree | read it and agree | agree
agree | totally agree | agree
agree | happy with that, i agree | agree
agree | i dont agree | decline
agree | disagree | decline
agree | not sure i agree | unclear
agree | agree to what? | question
agree | yes | accept
agree | ok | accept
adult | yep 34 | accept; age:34
adult | over 18 | accept
adult | I'm 67 | accept; age:67
adult | yes im over 18 | accept
adult | over 18 yes | accept
adult | 18+ | accept
adult | yes 18 | accept; age:18
adult | eighteen | accept; age:18
adult | im eighteen | accept; age:18
adult | nearly 18 | decline
adult | 18 in march | decline
adult | 18 next month | decline
adult | 17 | decline; age:17
adult | im fifteen | decline; age:15
adult | sixteen | decline; age:16
adult | 17 and a half | decline
adult | no 17 | decline; age:17
adult | not quite | decline
adult | not yet | decline
adult | no im still at school | decline
adult | yes lol im 62 | accept; age:62
adult | yes i'm a pensioner | accept
adult | yes, 30 years ago | accept
adult | far too old for that | unclear
adult | of course | accept
adult | i am | accept
adult | i am yes | accept
adult | yes love | accept
adult | definitely | accept
adult | y | accept
adult | born 1958 | accept; age:67
adult | dob 3/4/1990 | accept
adult | why does it matter | question
adult | why? | question
adult | does my son count hes 14 | question
any | all done took half an hour | done; minutes:30
any | finished, she was lovely | done; outcome:well
any | dropped it off 20 min | done; minutes:20
any | done 1hr 15 | done; minutes:75
any | done 1h | done; minutes:60
any | done, about 40 minutes | done; minutes:40
any | Done. 25 | done; minutes:25
any | done 25mins all fine | done; minutes:25; outcome:well
any | all sorted, 15 mins | done; minutes:15
any | thats me done | done
any | thats all done now | done
any | just got back, 50 mins all in | done; minutes:50
any | job done, lovely dog | done
any | delivered to her door, she waved | done
any | left on doorstep and she came to get it | done
any | shes got her tablets | done
any | tablets delivered | done
any | shopping delivered 35 mins | done; minutes:35
any | prescription dropped off | done
any | dropped off safe and sound | done
any | walked rex, 40 mins | done; minutes:40
any | had a nice chat with her, 30 mins | done; minutes:30
any | rang him, chatted for an hour | done; minutes:60
any | bins are out | done
any | mission accomplished | done
any | task completed | done
any | completed the task | done
any | doen | done
any | dne | unclear
any | done but she wasnt in | done; outcome:not_home
any | done. nobody in so left with neighbour | done; outcome:not_home
any | done, house was freezing | done; worry:no_food_heat
any | done it this morning | done
any | i did it | done
any | i've done the shopping for pam | done
any | not done yet | unclear
any | nearly done | unclear
any | will be done by 4 | unclear
any | what do i do when im done | question
any | sorry somethings come up | release
any | cant make it now | release
any | car's broken down | release
any | my car wont start | release
any | cars broke, cant do it | release
any | sorry cant do it after all, kids poorly | release
any | im not well so cant go | release
any | cant | release
any | CANT | release
any | can't | release
any | cannot do it | release
any | sorry i wont be able to do this one now | release
any | sorry have to let you down today | release
any | ive tested positive so cant | release
any | someone else will need to do it | release
any | can u give it to someone else | release
any | im stuck at work cant get there | release
any | going to have to drop out sorry | release
any | unable to do it now | release
any | need to cancel today sorry | release
any | cant get hold of her | unclear
any | cant find the house | unclear
outcome | yes lovely lad | accept; outcome:well
outcome | yes thank you so much | accept
outcome | yes all good | accept; outcome:well
outcome | yes she was wonderful | accept; outcome:well
outcome | brilliant thank you | accept; outcome:well
outcome | very well thanks | accept; outcome:well
outcome | spot on | accept
outcome | couldnt have been better | accept
outcome | yes 10/10 | accept
outcome | perfect, bless him | accept; outcome:well
outcome | yes got them thanks | accept
outcome | yes very kind young man | accept
outcome | yep | accept
outcome | it did | accept
outcome | it did yes | accept
outcome | no | decline
outcome | no it didnt | decline
outcome | not really | decline
outcome | no one came | decline; outcome:badly
outcome | nobody came | decline; outcome:badly
outcome | he never turned up | decline; outcome:badly
outcome | she didnt turn up | decline; outcome:badly
outcome | nobody turned up | decline; outcome:badly
outcome | still waiting | decline; outcome:badly
outcome | nothing came | decline; outcome:badly
outcome | it never arrived | decline; outcome:badly
outcome | didnt get it | decline; outcome:badly
outcome | they brought the wrong things | decline; outcome:badly
outcome | half of it was missing | decline; outcome:badly
outcome | eggs were broken | decline; outcome:badly
outcome | he was late and rude | decline; outcome:badly
outcome | i was out | decline; outcome:not_home
outcome | i missed them, was at the doctors | decline; outcome:not_home
outcome | yes but he was late | decline; outcome:badly
outcome | ok i suppose | unclear
outcome | so so | unclear
outcome | he asked me for money | worry:strangers
outcome | he came in the house and i didnt like it | worry:strangers
safe | not safe | not_safe
safe | no its not | not_safe
safe | yes safe now | safe
safe | SAFE | safe
safe | yes | safe
safe | no | not_safe
safe | NOT SAFE | not_safe
safe | its not safe | not_safe
safe | not safe at the moment | not_safe
safe | no not now | not_safe
safe | not right now | not_safe
safe | safe for now | safe
safe | yes its safe to text | safe
safe | yes im safe | safe
safe | yes hes gone out | safe
safe | i think so | unclear
safe | not really | not_safe
safe | unsafe | not_safe
safe | yes but only till 5 | unclear
urgency | b4 4 | accept; by:Mon 23 Nov 16:00
urgency | by 4 | accept; by:Mon 23 Nov 16:00
urgency | before four | accept; by:Mon 23 Nov 16:00
urgency | at 16.30 | accept; from:Mon 23 Nov 16:30
urgency | 4ish | accept; from:Mon 23 Nov 16:00
urgency | about 4 | accept; from:Mon 23 Nov 16:00
urgency | by tonight | accept; by:Mon 23 Nov 21:00
urgency | this afternoon | accept; from:Mon 23 Nov 13:00; by:Mon 23 Nov 17:00
urgency | this aft | accept; from:Mon 23 Nov 13:00; by:Mon 23 Nov 17:00
urgency | tmrw | accept; from:Tue 24 Nov 08:00
urgency | tomoz | accept; from:Tue 24 Nov 08:00
urgency | 2moz | accept; from:Tue 24 Nov 08:00
urgency | tomorro am | accept; from:Tue 24 Nov 08:00; by:Tue 24 Nov 12:00
urgency | tom morning | accept
urgency | tomorrow first thing | accept; from:Tue 24 Nov 08:00
urgency | next tues | when:tuesday; from:
urgency | next week sometime | accept; from:Mon 30 Nov 08:00; by:Sun 6 Dec 20:00
urgency | this week | accept; by:Sun 29 Nov 20:00
urgency | by the weekend | accept
urgency | end of the week | accept; by:Fri 27 Nov 20:00
urgency | this weekend | accept; from:Sat 28 Nov 08:00; by:Sun 29 Nov 20:00
urgency | weekend | accept; when:weekends
urgency | on the 3rd | accept; from:Thu 3 Dec 08:00
urgency | the 3rd of dec | accept; from:Thu 3 Dec 08:00
urgency | by weds | accept; by:Wed 25 Nov 20:00
urgency | before thursday | accept; by:Wed 25 Nov 20:00
urgency | asap | accept; today:true
urgency | a.s.a.p. | accept; today:true
urgency | ASAP!!! | accept; today:true
urgency | now | accept; today:true
urgency | right now | accept; today:true
urgency | straight away pls | accept; today:true
urgency | very urgent | accept; today:true
urgency | as soon as | accept; today:true
urgency | today if poss | accept; today:true
urgency | today if you can | accept; today:true
urgency | no rush | accept; today:false
urgency | not urgent at all | accept; today:false
urgency | whenever | accept; today:false
urgency | whenever someone can | accept; today:false
urgency | no particular time | accept; today:false
urgency | any time really | accept; today:false
urgency | when convenient | accept; today:false
urgency | before the chemist shuts | unclear
urgency | chemist shuts at 5.30 | accept; by:Mon 23 Nov 17:30
urgency | after 2 | accept; from:Mon 23 Nov 14:00
urgency | between 10 and 12 tomorrow | accept; from:Tue 24 Nov 10:00; by:Tue 24 Nov 12:00
urgency | not before 3 | accept; from:Mon 23 Nov 15:00
urgency | in the next couple of hours | accept; by:Mon 23 Nov 15:00
urgency | in the next few days | accept; by:Thu 26 Nov 13:00
urgency | within the week | accept; by:Mon 30 Nov 13:00
urgency | tuesday or wednesday | accept; when:tuesday,wednesday; from:; by:
urgency | wednesday evening | accept; from:Wed 25 Nov 17:00; by:Wed 25 Nov 21:00
urgency | 5pm latest | accept; by:Mon 23 Nov 17:00
urgency | need it by lunch tomorrow | by:Tue 24 Nov 13:00
urgency | by teatime | accept; by:Mon 23 Nov 17:00
urgency | tonight pls | accept; from:Mon 23 Nov 17:00; by:Mon 23 Nov 21:00
urgency | 9am tmrw | accept; from:Tue 24 Nov 09:00
urgency | 9 tmrw | accept; from:Tue 24 Nov 09:00
urgency | tomorrow at nine | accept; from:Tue 24 Nov 09:00
when | most days | accept; when:anytime
when | evenings n weekends | accept; when:evenings,weekends
when | mon weds fri | accept; when:monday,wednesday,friday
when | sat am | accept
when | not weekends | accept
when | always free im retired | accept; when:anytime
when | any | accept; when:anytime
when | tues & thurs | accept; when:tuesday,thursday
when | wed or thurs eve | accept
when | lunchtimes | accept
when | every other saturday | accept; when:saturday
when | weekends only | accept; when:weekends
when | 9-5 mon to fri | accept; when:weekdays
when | I work mon-fri so evenings | accept; when:evenings
when | it changes every week | unclear
`

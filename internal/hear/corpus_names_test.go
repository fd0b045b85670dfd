package hear

// Names and what is none: what was asked | the text | what must be heard.
const textsOfNames = `
need | This is Bea, it's for Edie Low, my nan | need; name:Edie Low; own:Bea
any | on behalf of Joyce Meadows, she'd like some company | need; name:Joyce Meadows
any | its for Mr Ali at number 6, he wants his bins taking out | name:Mr Ali
urgency | its for Tuesday | accept; name:
need | its for Christmas dinner | name:
any | Pam Hirst here | unclear; name:Pam Hirst
any | this is Pam Hirst | unclear; name:Pam Hirst; first:Pam
any | Pam Hirst speaking | unclear; name:Pam Hirst
any | hi its pam hirst from headingley | name:Pam Hirst; outward:LS6
any | name's Pam | name:Pam
any | im Bea Low | name:Bea Low
any | my shopping came but im Feeling Low | name:
any | Bea Low, nan is Edie Low | name:Edie Low; own:Bea Low
name | Bea Hall, nan is Edie Hall | name:Edie Hall; own:Bea Hall
any | can somebody get my nans prescription today. Bea Low, nan is Edie Low, 4 Elm St LS6 4AD | need; name:Edie Low; own:Bea Low; address:4 Elm St
any | its for my nan Edie Low, I'm Bea | name:Edie Low; own:Bea
any | her name is Edie Low | name:Edie Low; own:
any | its for my mum actually, Ada Fry | name:Ada Fry; own:
name | nan is Edie Low and im Bea | name:Edie Low; own:Bea
any | names pam | name:Pam
any | my names pam hirst | name:Pam Hirst
any | MY NAME IS PAM HIRST | name:Pam Hirst
any | I am Mrs Hirst | name:Mrs Hirst; first:Mrs Hirst
any | mrs hirst here | name:Mrs Hirst
any | can i volunteer? thanks, Pam Hirst | join; name:Pam Hirst
any | I need milk. Regards, P. Hirst | need; name:P. Hirst
any | I need milk please, love from Elsie | need; name:Elsie
any | need my bins doing. Ta. Arthur | need; name:Arthur
any | need shopping thanks pam hirst | need; name:Pam Hirst
any | I need shopping thanks Joe | need; name:
any | can you help me Joe? | need; name:
any | Hi Joe, I need shopping | need; name:
any | Thank You | thanks; name:
any | Thank You So Much | thanks; name:
any | Good Morning | greeting; name:
any | Happy To Help | join; name:
any | in Headingley | outward:LS6; name:
any | im in May | name:
any | its Monday | name:
any | its me | name:
any | im outside boots | name:
any | this is great | name:
any | its Tesco | name:
any | I'm at Boots now | name:
any | it's Boots on Otley Rd | name:
any | this is ridiculous | name:
any | this is the third time | name:
any | this is urgent | name:
any | I'm free Saturday | name:
any | im really sorry | name:
any | im on the bus | name:
any | im vegan | name:
any | im diabetic | name:
any | im a diabetic and need my tablets | need; name:
any | im autistic and prefer text | name:; textonly:true
any | im self employed so flexible | name:
any | im dyslexic sorry | name:
any | i'm Muslim and would like to help | join; name:
any | im newly qualified | name:
any | I'm Polish and want to help | join; name:
any | it's freezing here | name:
any | everyone here is lovely | name:
any | Snow here | name:
any | no signal here | name:
any | Is anyone here | name:
any | need shopping here please | need; name:
any | call from home | name:
name | Pam | accept; name:Pam
name | pam | accept; name:Pam
name | Hirst | accept; name:Hirst
name | nguyen | accept; name:Nguyen
name | Nguyễn Thị Hoa | accept; name:Nguyễn Thị Hoa
name | O'Neil | accept; name:O'Neil
name | sean o'neil | accept; name:Sean O'Neil
name | Smith-Jones | accept; name:Smith-Jones
name | maria de souza | accept; name:Maria de Souza
name | Md Rahman | accept; name:Md Rahman
name | md rahman | accept; name:Md Rahman
name | mohammed al-hassan | accept; name:Mohammed Al-Hassan
name | Jo (Joanne) Smith | accept; name:Jo Smith; first:Jo
name | its Pam, Pam Hirst | accept; name:Pam Hirst
name | Pam Hirst (Mrs) | accept; name:Pam Hirst
name | MRS P HIRST | accept; name:Mrs P Hirst; first:Mrs Hirst
name | Mr Brown | accept; name:Mr Brown; first:Mr Brown
name | jean bell | accept; name:Jean Bell
name | Rose Green | accept; name:Rose Green
name | dawn day | accept; name:Dawn Day
name | Will Young | accept; name:Will Young
name | Mark | accept; name:Mark
name | Grace | accept; name:Grace
name | faith | accept; name:Faith
name | Summer | accept; name:Summer
name | pls call me bex | accept; name:Bex
name | Bex please | accept; name:Bex
name | it's Ewa Nowak-Kowalska | accept; name:Ewa Nowak-Kowalska
name | Ngozi | accept; name:Ngozi
name | Xiǎo Lì | accept; name:Xiǎo Lì
name | Łukasz | accept; name:Łukasz
name | Đặng Văn Lâm | accept; name:Đặng Văn Lâm
name | Çağla Yılmaz | accept; name:Çağla Yılmaz
name | Siân ap Rhys | accept; name:Siân ap Rhys
name | Jean-Pierre | accept; name:Jean-Pierre
name | d'Arcy Jones | accept; name:d'Arcy Jones
name | the name is Pam | accept; name:Pam
name | Pam and I live in LS6 | accept; name:Pam; outward:LS6
name | I'm Pam and this is for my mum | accept; name:Pam
name | surname Hirst first name Pam | accept
name | why | question; name:
name | who is this | name:
name | what for? | question; name:
name | skip | skip; name:
name | rather not say | skip; name:
name | prefer not to say | skip; name:
name | anonymous | name:
name | Boots | name:
name | need shopping | need; name:
name | i already told you | name:
name | ok | name:
name | Tuesday | name:
`

// Which of the kinds, chosen from a numbered list of the sample organisation's seven.
const textsOfChoosing = `
kinds | 1, 2 and dogs | accept; kinds:dogs,packing,prescription
kinds | 1&3 | accept; kinds:packing,shopping
kinds | 1+3 | accept; kinds:packing,shopping
kinds | 1 3 5 | accept; kinds:packing,shopping,dogs
kinds | 1,3,5 | accept; kinds:packing,shopping,dogs
kinds | 1.3.5 | accept; kinds:packing,shopping,dogs
kinds | 1/2 | accept; kinds:packing,prescription
kinds | 1-3 | accept; kinds:packing,prescription,shopping
kinds | 1 to 4 | accept; kinds:packing,prescription,shopping,call
kinds | one and three | accept; kinds:packing,shopping
kinds | number 2 | accept; kinds:prescription
kinds | nos 2 & 7 | accept; kinds:prescription,outdoors
kinds | 2 please | accept; kinds:prescription
kinds | first and last | unclear
kinds | all of them | accept; kinds:packing,prescription,shopping,call,dogs,lift,outdoors
kinds | ALL | accept; kinds:packing,prescription,shopping,call,dogs,lift,outdoors
kinds | any | accept; kinds:packing,prescription,shopping,call,dogs,lift,outdoors
kinds | any of those | accept; kinds:packing,prescription,shopping,call,dogs,lift,outdoors
kinds | whatever you need | accept; kinds:packing,prescription,shopping,call,dogs,lift,outdoors
kinds | i can do owt | accept; kinds:packing,prescription,shopping,call,dogs,lift,outdoors
kinds | not fussed | accept; kinds:packing,prescription,shopping,call,dogs,lift,outdoors
kinds | anything except lifts | accept; kinds:packing,prescription,shopping,call,dogs,outdoors
kinds | all but 6 | accept; kinds:packing,prescription,shopping,call,dogs,outdoors
kinds | everything apart from dogs | accept; kinds:packing,prescription,shopping,call,lift,outdoors
kinds | all except 5 and 6 | accept; kinds:packing,prescription,shopping,call,outdoors
kinds | not 6 | accept; kinds:packing,prescription,shopping,call,dogs,outdoors
kinds | no dogs | accept; kinds:packing,prescription,shopping,call,lift,outdoors
kinds | packing + prescriptions | accept; kinds:packing,prescription
kinds | Shopping/prescriptions | accept; kinds:prescription,shopping
kinds | dog walking or shopping | accept; kinds:shopping,dogs
kinds | walking dogs | accept; kinds:dogs
kinds | gardening and bins | accept; kinds:outdoors
kinds | phone calls | accept; kinds:call
kinds | ringing people | accept; kinds:call
kinds | chatting to lonely people | accept; kinds:call
kinds | driving | accept; kinds:lift
kinds | giving lifts | accept; kinds:lift
kinds | picking up meds | accept; kinds:prescription
kinds | the first one | unclear
kinds | the last one | unclear
kinds | 1 and maybe 4 | kinds:packing,call
kinds | 8 | unclear; kinds:
kinds | 0 | unclear; kinds:
kinds | 1, 2, 9 | unclear
kinds | none | kinds:
kinds | not sure yet | unclear; kinds:
kinds | dunno | unclear; kinds:
kinds | what does packing involve? | question
kinds | whats 4 | question
kinds | shopping on saturdays | accept; kinds:shopping; when:saturday
kinds | 1 or 2 in the mornings | accept; kinds:packing,prescription; when:mornings
`

package hear

// Each kind of help, asked for in many words.
const textsOfEveryNeed = `
can someone get my shopping | need; kinds:shopping
could anyone do a tesco run for me | need; kinds:shopping
I need groceries | need; kinds:shopping
im out of milk | need; kinds:shopping
we've run out of bread | need; kinds:shopping
any chance of a few bits from the shop | need; kinds:shopping
need some bits and bobs from asda | need; kinds:shopping
can u fetch me a loaf | need; kinds:shopping
can someone go to the shops for me | need; kinds:shopping
cant get to the shops | need; kinds:shopping
I can't do my weekly shop | need; kinds:shopping
my click and collect needs picking up from sainsburys | need; kinds:shopping
could someone pick up my online order from morrisons | need; kinds:shopping
need food | need; kinds:shopping
please can somebody bring me some food | need; kinds:shopping
is anyone going to the supermarket today | need; kinds:shopping; today:true
we need toilet roll and nappies | need; kinds:shopping
need cat food | need; kinds:shopping
the dog has no food left | need; kinds:dogs,shopping
someone to do a bit of shopping for my mother | need; kinds:shopping
can someone collect my prescription | need; kinds:prescription
need my tablets picking up | need; kinds:prescription
my meds are ready at the chemist | need; kinds:prescription
I need my inhaler collecting | need; kinds:prescription
could u pick my pills up | need; kinds:prescription
repeat prescription ready at boots and i cant collect it | need; kinds:prescription
can somebody nip to the pharmacy | need; kinds:prescription
mums medication needs fetching | need; kinds:prescription
I need someone to get my eye drops from the chemist | need; kinds:prescription
anyone able to get my blood pressure tablets | need; kinds:prescription
need my dosette box picking up | need; kinds:prescription
need my perscription pls | need; kinds:prescription
my script is waiting at well pharmacy | need; kinds:prescription
can someone drop my antibiotics off | need; kinds:prescription
could anyone fetch some paracetamol for my son | need; kinds:shopping
who could get my medicine for me | need; kinds:prescription
nobody to collect my tablets | need; kinds:prescription
can someone walk my dog | need; kinds:dogs
dog needs walking | need; kinds:dogs
who can take rover out, ive broken my leg | need; kinds:dogs
my puppy needs a walk and i cant do it | need; kinds:dogs
could somebody exercise my labrador | need; kinds:dogs
im too poorly to walk the dogs | need; kinds:dogs
need a dogwalker | need; kinds:dogs
anyone free to take my dog out | need; kinds:dogs
the dog hasnt been out for two days, i cant manage him | need; kinds:dogs
I need a lift to hospital | need; kinds:lift
lift to the doctors please | need; kinds:lift
can anyone take me to my appointment on wednesday | need; kinds:lift; from:Wed 25 Nov 08:00; by:Wed 25 Nov 20:00; when:wednesday
need to get to dialysis | need; kinds:lift
could someone drive my dad to the GP | need; kinds:lift
how can i get to my hospital appointment | need; kinds:lift
I've got no way of getting to the dentist | need; kinds:lift
need transport to chemo tomorrow at 9 | need; kinds:lift; from:Tue 24 Nov 09:00
need someone to run me to the LGI | need; kinds:lift
can somebody bring me home from hospital | need; kinds:lift
i need picking up from jimmys at 3 | need; kinds:lift; from:Mon 23 Nov 15:00
ride to the surgery for my jab anyone | need; kinds:lift
my mum has an appointment and cant get the bus | need; kinds:lift
need taking to the vaccination centre | need; kinds:lift
I'm lonely | need; kinds:call
i have nobody to talk to | need; kinds:call
would love a chat with someone | need; kinds:call
can someone ring my mum for a chat, she gets lonely | need; kinds:call
i could do with a friendly voice | need; kinds:call
feeling isolated and would like some company | need; kinds:call
need someone to talk to | need; kinds:call
not spoken to anyone for days | need; kinds:call
it would be nice if somebody rang me once in a while | need; kinds:call
I miss having people to chat to | need; kinds:call
dad is on his own and could use a phone friend | need; kinds:call
can someone take my bins out | need; kinds:outdoors
the bin needs putting out and i cant push it | need; kinds:outdoors
my garden is overgrown | need; kinds:outdoors
need the grass cutting | need; kinds:outdoors
can anyone clear the snow off my path | need; kinds:outdoors
theres ice on my steps, could someone grit them | need; kinds:outdoors
need my drive shovelling | need; kinds:outdoors
leaves need sweeping up | need; kinds:outdoors
could someone cut my hedge | need; kinds:outdoors
who can help me with weeding | need; kinds:outdoors
need someone to dig out my driveway | need; kinds:outdoors
can somebody rake the leaves | need; kinds:outdoors
cant get my wheelie bin down the steps | need; kinds:outdoors
need help with packing my parcels for the food bank | need; kinds:packing
can anyone come and help pack food parcels saturday, were short | need; kinds:packing; from:Sat 28 Nov 08:00; by:Sat 28 Nov 20:00; when:saturday
need hands for sorting donations | need; kinds:packing
can someone help | need
can anyone help me | need
is there anyone who can help my mum | need
my nan needs help | need
I can't get out | need
cant get out of the house | need
any chance of some help | need
any chance someone could help me tomorrow | need; from:Tue 24 Nov 08:00; by:Tue 24 Nov 20:00
i could use a hand | need
im stuck | need
please help | need
Help me please someone | need
i dont know who else to ask | need
who can help me | need
we need help in ls9 | need; outward:LS9
my neighbour needs help | need
my son is disabled and we need a bit of help | need
i'm blind and need assistance | need
do you help old people | question
can you help with shopping | need; kinds:shopping
do you deliver shopping | need; kinds:shopping
do you do shopping for people | need; kinds:shopping
could i get some help with my shopping please | need; kinds:shopping
prescriptions please | need; kinds:prescription
shopping please | need; kinds:shopping
lift needed | need; kinds:lift
dog walker wanted | need; kinds:dogs
help wanted with garden | need; kinds:outdoors
i want someone to do my garden | need; kinds:outdoors
im after someone to walk my dog | need; kinds:dogs
wanted: a lift to hospital friday | need; kinds:lift; from:Fri 27 Nov 08:00; by:Fri 27 Nov 20:00; when:friday
`

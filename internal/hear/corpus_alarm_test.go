package hear

import (
	"strings"
	"testing"
)

// TestAlarm holds hearing to more texts of danger, with slips of the thumb and of
// dictation, and to ordinary ones that sound like it. As many may be missed, and
// as many may alarm for nothing, as TestDangerRecall allows.
func TestAlarm(t *testing.T) {
	for _, x := range []struct {
		texts  string
		danger bool
	}{{alarmingTexts, true}, {harmlessTexts, false}} {
		all, wrong := 0, 0
		for text := range strings.Lines(strings.TrimSpace(x.texts)) {
			text = strings.TrimSpace(text)
			all++
			for _, asked := range []string{"any", "offer", "name", "need", "outcome"} {
				c := heardAs{asked: asked}.context()
				c.Kinds = sampleKinds
				if h := english.Hear(text, c); (h.Meaning == Danger) != x.danger {
					t.Logf("%s | %s: %s %v", asked, text, h.Meaning, h.Why)
					wrong++
					break
				}
			}
		}
		if wrong*50 > all {
			t.Errorf("danger %t: %d of %d wrong", x.danger, wrong, all)
		}
	}
}

const alarmingTexts = `
i dont want to be hear anymore
I want too die
i wanna dye
going to kil myself tonight
im goin 2 end it
thinking about taking my own life
she keeps saying she wants to be with dad in heaven
he says hes got nothing left
just want the pain to end for good
whats the point im no use to anyone
ive had enough of living
ive taken an overdoes
took loads of my pills
hes drank a bottle of bleach
my son has cut his wrists
shes threatening to jump
he has gone out with a rope
i have written letters to my kids
i cant see a way out
everyone would be better off without me
my mum colapsed
shes having a stoke her face has dropped
hes having a stroke
chest pane and cant breathe
pain in my chest going down my arm
my chest is tight and my arm hurts
hes not breething
cant get him to wake up
hes fallen down the stairs and isnt moving
mum on floor cant get her up
ive fallen and i cant reach the phone to ring
theres blood coming out of his ears
bleding heavily
my baby is going blue
my little boy swallowed a battery
shes hit her head and being sick
had an alergic reaction throat closing
im having a bad asthma attack
my leg is broken i think, lying in the snow
hes got a temperature and a rash that wont go
my husbend hits me
my boyfriend hit me again last night
he pushed me down the stairs
he put his hands round my neck
hes got my phone most of the time cant talk
please dont reply he checks everything
hes going to kill me
i am scared to go home
he wont let me out the house
my dad is beating my mum up
there is a man trying to get in my house
shes being hit by her carer
her son shouts at her and grabs her
kids left on there own all day
a little girl is outside alone in pyjamas
my stepdad comes in my room at night
theres a fire in my flat
smoke is coming under the door
i smell gass
the co alarm is going off
water is up to the windows
were trapped upstairs its flooding
no food in for the kids
not eaten for two days
baby has no milk and i have no money
i have run out of insulin
electric has gone off and my oxygen machine needs it
its minus 2 and we have no heating
shes in bed freezing cold and shaking
no answer but i can hear him groaning
i can hear her shouting help through the letterbox
lady fell behind the door i cant get in
hes stuck in the bath since this morning
im sat here with all my pills in front of me
nobody cares if i live or die
I just dont want to wake up tomorow
he keeps saying he'll kill himself if i leave
my daughters been hurting herself again
i've got the knife out and im going to do it
feel like jumping in the canal
its all too much im going to finish it
my mate has just text me goodbye and turned his phone off
i cant keep living like this, i want it over
she told me she has thought about how she would do it
my granda is slumped in his chair and not answering
nan has gone all confused and her speech is funny
my husband is clutching his chest
he's sweating and got pains in his jaw and arm
she had a funny turn and is out cold
dad has fallen off his chair and cant move his hip
i think ive had a stroke
ambulance please 12 ash rd
call 999 for me please i cant speak
the baby wont feed and is really floppy
hes drunk and not waking
bees sting and her tongue is swelling
mum is choking
shes bleeding and 7 months pregnant
cut my leg open with a saw
wife has collapsed on the kitchen floor please hurry
hes just punched me in the face
my partner threatens to hurt the baby
he's drinking and smashing things, kids are upstairs with me
my brother in law keeps touching me
im not safe here
my carer slaps me
my grandson takes my pension and shouts at me
they wont let me out of the house and have my passport
he is going to find this phone
he'll kill me if he sees this
he keeps turning up outside my work and house
my uncle hurt me last night im 11
im 9 and mum isnt here and im hungry
mum and dad are fighting and theres blood
next doors kids are being screamed at and hit every night
an old lady is walking down the road in slippers and no coat, shes lost
my curtains have caught light
the toaster is in flames
flat upstairs is on fire we cant get out
alarm going off and its smoky in the hallway
house smells like gas and i feel dizzy
got a headache and the carbon monoxide thing is bleeping
our street is under water and its coming in
were on the roof
the river has come in and my mum is downstairs in a wheelchair
weve had nothing to eat since saturday
the kids havent eaten
im out of insulin and feel shaky
my husband's oxygen has nearly gone
no lecky and its freezing with a newborn
my nan is freezing her boilers broke and shes 92
she didnt come to the door but i can hear her crying for help
i looked through the window and he is lying on the floor
can hear someone moaning inside
he shouted that hes fallen and cant get to the door
i keep thinking about driving into a wall
please tell my mum im sorry, cant do it any longer
my friend says she has taken something and wont say what
he said this time next week he wont be a problem to anyone
everything is pointless and i just want to sleep and never get up
ive cut myself and its deep
i think im having a heart attak
my dads just keeled over
his lips have gone a funny colour
she's gone unresponsive
blood in the toilet lots of it
the old fella next door is on the deck and cant shift
tripped over the dog and my arm is at a funny angle
my toddler drank some cleaning stuff
the wife is in labour and the road is blocked
i can't get my breath and my inhaler is empty
he lost it and threw a chair at me
my mum's boyfriend is hitting her downstairs
he makes me hand over my wages and wont let me see my sister
i am hiding in the bathroom
he broke my arm last time
dont ring back he is listening
my daughter in law pinches mum and calls her names
two little ones in the flat opposite on their own since last night
there's a lad about 6 crying by the shops no parents
man with no shoes wandering in the snow he dont know his name
frying pan has gone up
smoke pouring out of the window next door
they reckon theres a gas leak in our building
sewage and water coming up through the floor
cellar is flooded and the electrics are in it
kids have only had crisps for two days
we are down to our last tin
freezing to death in here
im 88 and the heating has packed up and i cant feel my fingers
mr potts isnt answering but the telly is on and i can hear a thudding
she shouted she was stuck and to get help
postman says hes seen her legs through the letterbox not moving
I'm done with it all. no more.
she's not right, keeps zoning out and drooling
my chest feels like someone is stood on it
he fell off the roof
my mum has had a bleed and is going in and out
gran is blue and cold
he slammed my head against the wall
they come round and take his money every friday and threaten him
my boyfriend wont give me my phone back and locked me in
someone has been outside my window for an hour
child on the balcony alone
smoke alarm going and theres a burning smell
gas hob been on all night and i feel sick
water is waist high in the street
my baby hasnt had a feed since last night, no formula
my son has taken an overdose of paracetamol
ive had a nasty fall and think my hip has gone
i have a knife to my wrist
he said hes going to jump
dont tell anyone but i tried to end things last week
cant wake my wife up
mrs jones is lying in the hallway i can see her through the letter box
please send police
im being held against my will
`

const harmlessTexts = `
dying to help
dying to get started
kill two birds with one stone
shoot me a text
my dog was hit by a car last year
fire away
im on fire with these shopping runs
you lot are killing it
i could kill for a brew
that hill nearly killed me
id die for a bacon sandwich
its to die for
my feet are killing me
im dead on time
battery died
the car died on me
my old dog died last month
her husband died in june and shes lonely
my wife passed away last year
suicide is not the word lol
hit me with the details
what a knockout
i was knocked out by how kind she was
blown away by everyone
that was a blast
bombarded with texts
my heart stopped when i saw the bill
heart of gold that lady
broken hearted to miss it
break a leg
ive a bad back
shoulder is killing me so no heavy bags
i cut my finger opening the tin ha
the fire station is next door
i used to be a fireman
i live by the fire station
gas engineer coming tomorrow
british gas are useless
gas and electric are included
cooker is gas not electric
fireworks scare the dog
the smoke alarm needs a new battery
is it a smoking house
flood of memories
the flood warden asked for help
happy to fill sandbags if it floods
river walk with the dog
no milk for the tea
im starving what time is lunch
hungry for more tasks
the cat is starving lol
no heating bill help is there
boiler being serviced on friday
freezing cold walk but enjoyed it
its freezing can you grit the path
she called from behind the door to leave it there
she shouted through the door to leave it on the step
he was calling the dog
shes stuck in traffic
i am scared of big dogs
scared of heights so no ladders
frightened of needles
worried about icy paths
he gets angry about parking
my neighbour is a pain
i hit the wrong button
hit reply by mistake
beat the queue
punching above my weight
kicked the bucket over washing the car
hurt my knee so cant walk far
my ex runs the shop
my ex can do saturdays
he wont let the dog off the lead
dog wont let me go
strong smell of bleach in the hub
drank too much tea
overslept sorry
took my tablets late
do you take old tablets back
can someone take all these tablets back to boots
i take 10 tablets a day and need them collecting
need my heart tablets
my heart tablets are ready at boots
asthma inhaler needs collecting
collect insulin from boots please, got 3 days left
epipen prescription ready to collect
baby due next week so cant volunteer
kids are on their own bikes
my kids are at school
kids home from school today
left the kids tea in the oven
the children loved it
can i bring my toddler
mum fell out with the neighbours
i fell in love with the dog
fell asleep sorry
she collapsed laughing
the table collapsed
lost my keys
is there a panic button
panic over found it
emergency food parcel for tuesday
emergency contact is my sister
is this an emergency service
a&e was fine, home now
ambulance station is near me
home from hospital and need some shopping
had a heart attack in june, cant carry bags
recovering from a stroke and need a lift to physio
i have epilepsy so i dont drive
diabetic so no sugar please
i am disabled and need my shopping
wheelchair user, cant get out in snow
i could eat a horse
thats a killer workout carrying those bags
she nearly had my hand off for the biscuits
what a riot that was
im bushed, that finished me off
he talked my ear off
i was gobsmacked
im drowning in emails
that dog is a menace but i love him
he has a heart of gold
cross my heart
i had a heart to heart with her
bit of a fire fighting day today
can i bring my own knife to cut the hedge
im handy with a saw and hammer
do you need help boarding up windows after the break in
the burglar alarm is annoying
car alarm keeps going off in our street
i work in a hospital
i am a paramedic and want to help
i am a first aider
my husband is a policeman and wants to help
im ex army
my dad is 90 and still going strong
lost my husband last year and want to keep busy
since my mum died ive had time to help
i lost my baby weight ha
the baby is teething so im tired
my kids drive me up the wall
my teenager wont get out of bed
is there a flood meeting tonight
are you doing sandbags
will the road flood again do you think
the gas van is blocking the road
my heating is on full blast
its boiling in her flat
she was wrapped up warm by the fire
log fire was lovely
pizza oven is on
burnt the toast
smoke free building?
the meds were wrong
wrong pills in the bag
how many tablets should be in the bag
took the tablets round, all good
mrs jones says thank you for her pills
are we allowed to go in if they fall
what do i do if someone has fallen
what should i do if nobody answers
who do i ring in an emergency
what if she asks me to come in
what is the number for samaritans
my ex husband is picking the kids up
ex is having the kids so im free
he hit it off with her straight away
that hit the spot
beaten to it by another volunteer
no blood no tears just a nice walk
i cant do this saturday, soz
tell my mum im outside please
she has taken some biscuits
this time next week im on holiday
i just want to sleep after that shift
deep snow here cant get out
heart breaking story about mrs jones
hes keeled over laughing
she liked the funny coloured hat
responsive web form doesnt load
toilet roll please lots of it
next door is on the deck having a beer
tripped over the dog, im fine
my toddler drank all the juice
labour of love
the road is blocked by snow
inhaler is empty can someone fetch a new one
threw a ball for the dog
he hit traffic
i make my own bread and can share
hiding in plain sight
broke my arm in august so no lifting
he is listening to the radio
my daughter in law will bring it
kids were lovely
window cleaner next door
power back on
gas meter reading is 4432
cellar is dry
kids like crisps
last tin of beans went to no 5
heating packed up last year but fixed now
telly is on loud so knock hard
legs are aching after that hill
the dog slammed into my legs
sun is out and the sky is blue
which is the blue bin
popped the leaflet through the letter box
ill post the keys through the letterbox
is there police check for this
police checked and ready to help
my son is a policeman
bike is against the wall round the back
window cleaner outside my window lol
he jumped the queue
ill jump in the shower then go
i tried to ring but no answer
tried to end the call but it froze
done with it all now, 40 mins
im done with all the parcels
my hip is bad so no stairs
had my hip done in june and need shopping
waiting on a hip replacement, need a dog walker
chest infection so staying in, need milk
chesty cough need my linctus collecting
cant stand up for long so need help with bins
i had a fall in october and need help with shopping
hedge is waist high now
grass is knee high, can someone cut it
snow is knee deep outside can someone dig the path
the fire alarm engineer is coming
cold and wet day but good fun
its cold in here but im ok
she gave me money and i gave it back
he takes his money out on a friday can someone drive him
the boiler man came and its on again
mum is on the floor above me
`

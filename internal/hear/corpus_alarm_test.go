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
no food in the fridge so need a shop please
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
stuck in the lift at work lol
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
my son plays rugby and got a black eye
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
`

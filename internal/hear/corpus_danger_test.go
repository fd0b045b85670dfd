package hear

import (
	"strings"
	"testing"
)

// TestDangerRecall holds the lists to at least 98 % of the texts that speak of
// danger, and to fewer than 2 % of ordinary ones, whatever was asked. The lists were
// written with these texts in sight: this is a floor, not an estimate.
func TestDangerRecall(t *testing.T) {
	count := func(texts string, danger bool) (all, wrong int) {
		for text := range strings.Lines(strings.TrimSpace(texts)) {
			text = strings.TrimSpace(text)
			all++
			for _, asked := range []string{"any", "offer", "name", "lesson", "kinds"} {
				if h := english.Hear(text, heardAs{asked: asked}.context()); (h.Meaning == Danger) != danger {
					t.Logf("%s | %s: %s %v", asked, text, h.Meaning, h.Why)
					wrong++
					break
				}
			}
		}
		return all, wrong
	}
	if all, missed := count(dangerousTexts, true); missed*50 > all {
		t.Errorf("%d of %d missed", missed, all)
	}
	if all, alarms := count(ordinaryTexts, false); alarms*50 >= all {
		t.Errorf("%d false alarms in %d", alarms, all)
	}
}

const dangerousTexts = `
I think I'm going to do something stupid
i cant do this anymore i want out of this life
im going to take all these pills
i feel like ending things
thinking of ending it
want to end it
dont want to live anymore
whats the point in being here
my brother keeps saying hes going to top himself
she keeps talking about dying
she says she has nothing to live for
he told me he was going to hang himself
i self harmed again
cutting again
ive cut my arm bad
i took too many paracetamol
took 20 paracetamol
swallowed a load of tablets
mum took someone elses tablets
baby isnt breathing
my dad cant breathe properly
he's gone blue
shes on the floor and not moving
hes fell and i cant lift him
neighbour has fallen and cant get up
old lady fell in the street
hes unconcious
she wont wake
he is having a fit
having a seizure
she's choking
blood everywhere
wont stop bleeding
hit by a car
he stabbed me
my waters have broken
severe chest pain
pain down left arm
my face has gone numb
allergic reaction cant breathe
boyfriend strangled me last night
partner threatening me
he says hell kill me if i leave
my ex is outside
my ex wont leave
he wont leave me alone he keeps following me
im locked in
he locked the door and took my keys
im not allowed to go out
i need to get out of here hes going to hurt the kids
help me he is hurting us
hes smashing the house up
can u text not call, he is here
delete these texts he checks my phone
dont call he'll hear
he hears everything
he raped me
my uncle touches me
im 12 and my dad hits me
im 14 and i ran away
my mum left us alone
no one has fed the kids
neighbours kids crying all night no adults
found an old man wandering confused
she had bruises all over her
house on fire
theres a fire in the flats
my flat is full of smoke
strong smell of gas
carbon monoxide alarm going off
flooded and stuck upstairs
water rising fast
no food for 3 days
kids have nothing to eat
no money no food
cant afford to feed my kids
ran out of formula
no electric since yesterday and mum on oxygen
her oxygen is running out
freezing here no heating
shes sat in the dark no electric
can hear screaming next door
someone shouting for help
he is behind the door saying he cant get up
locked out in the cold 85 years old
shes in bed cant move and says help
I'm a diabetic and havent eaten
epileptic and run out of tablets
i cant get my inhaler
help my neighbour fell
`

const ordinaryTexts = `
The film was to die for
that cake was to die for
i nearly died when i saw the state of the queue
he nearly killed us with kindness
she beat me at cards
hit the road
this rain is killing us
im starving
dead tired
dead on my feet
dead good that
my legs are dead
phone dead
dead end street
its a killer hill
i could murder a kebab
bloody cold
fire away
smoke break
smells lovely in here
gas man is coming at 3
need someone to wait in for the gas man
flood of volunteers
no food intolerance
he was hitting golf balls
kick off at 3
kids kicked the ball over
i choked up a bit
fit as a fiddle
i collapsed into bed
fainted at the price
stroke the cat
had a stroke of luck
shout if you need owt
i heard her laughing through the door
i am drowning in paperwork
burnt my dinner
hang on a sec
hang the picture
jumped at the chance
cut the grass
cut myself shaving
overdose of cuteness
scared of the dark lol
scared of dogs sorry
im afraid not
threatening clouds
attacked by midges
the cat attacked me lol
beaten by the traffic
poisoned chalice
took a load of tablets round to mrs smith
took all her tablets to her, 20 mins
ive had all my tablets delivered thanks
took a packet of paracetamol over to stan
she takes 12 tablets a day
he has to take all his tablets with food
the kids are with me today
the baby is asleep so dont ring the bell
dont ring hes asleep
she is on oxygen so no smoking near the door
lost the key to the hub
left the kids with nan so free now
locked in for saturday then
im locked out of my account
app locked me out
not allowed to park there
power's back on thanks
heating is fixed now thank you
boiler man came, all good
they had no bread so got rolls
no milk left at tesco so got oat
he shouted thanks from the window
dog is very strong pulled me over ha
smoke alarm beeping battery needs changing
can someone fit a carbon monoxide alarm
gas bill help please
water bill question
burst tyre sorry cant make it
flooded road so ill be late
road is flooded ill go round
help fill sandbags for the flood
ambulance took her in yesterday so no need for shopping
recovering from a heart attack last month, need dog walked
came out of hospital after a stroke need shopping
i have cancer and cant go out
hit a snag
i was beaten to it
killed it today team
shoot me a text
hanging out the washing
overdoing it a bit
i choked on my tea laughing
end of my shift
ending my shift at 4
i want out of the whatsapp group
desperate for milk
no dog food left
no food for the cat
i live alone
the dog was screaming for a walk
i have killed her plants
the weather is threatening
my son is missing his dad
the lift is stuck
burst out laughing
died of embarrassment
my nan died last week so need a break
shall i end it here
jump in the car
he jumped off the bus
is there a fire drill today
she wants me to come in for a cup of tea
I hit traffic sorry
its freezing out there
`

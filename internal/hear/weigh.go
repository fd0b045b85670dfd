package hear

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// How sure must the judges be. The numbers were chosen on the samples that are open
// to be looked at (fixtures/hearing/open), so that few texts are taken for what they
// do not mean, and few are asked about.
const (
	// alarmAt is how likely danger must be: missing it is worse than crying wolf.
	alarmAt = 0.24
	// toldAt is enough where a phrase of the lists speaks of danger too.
	toldAt = 0.2
	// loneSentence is how much of a sentence's own danger is added: it lacks the rest.
	loneSentence = 0.2
	// harmlessAt is needed where words of the text explain what sounds of danger.
	harmlessAt = 0.45
	// sure is how likely a meaning must be to be taken. Some are surer than the judges
	// say, and one is less sure: see needed.
	sure       = 0.62
	surer      = 0.55
	fairlySure = 0.6
	lessSure   = 0.75
	// graveAt is needed for what cannot easily be put right, unless the rules say so.
	graveAt = 0.8
	// unsaidAt is needed for a yes to an offer that no phrase of the lists says, and
	// consentAt for one to giving an address away.
	unsaidAt  = 0.85
	consentAt = 0.93
	// doneAt is enough for a task in hand to be done, where a phrase says that it is.
	doneAt = 0.4
	// against is needed where the text begins with the words of an opt-out, or answers by
	// number, and for what the law asks for.
	against = 0.9
)

// grave are the meanings that cannot easily be put right.
var grave = []Meaning{OptOut, Forget}

// needed is how likely a meaning must be, where that is another number than sure: as
// likely as it takes for three of four to be right, and more for what gives a task back.
var needed = map[Meaning]float32{
	Question: lessSure, Done: fairlySure, Need: fairlySure, Status: fairlySure,
	Back: surer, Change: surer, Idea: surer, MyData: surer, Off: surer, Passport: surer, Person: surer, Release: fairlySure, Skip: surer, Tasks: surer,
}

// besideDanger notes what else a text of danger says, where that counts.
func (r *reading) besideDanger(v verdict) {
	j, rest := r.ear.judges.meaning, float32(0)
	for c, p := range v.p {
		if j.classes[c].meaning != Danger {
			rest += p
		}
	}
	m := j.classes[v.best].meaning
	if m == Accept && r.offered() && !r.saysYes() {
		return // "done. nephew keeps her bank card" takes no other task
	}
	if share, counts := beside[m]; counts && v.p[v.best] > share*rest {
		r.also(m)
	}
}

// beside are the meanings that count beside danger, and the share that each must
// have of all that is not: more where something is then done at once.
var beside = map[Meaning]float32{
	Done: 0.85, Release: 0.85, OptOut: 0.85, WrongNumber: 0.85, Forget: 0.85, Accept: 0.6, Decline: 0.6, Counter: 0.6, Need: 0.6,
	Join: 0.6, Off: 0.6, Change: 0.6, MyData: 0.6, Person: 0.6, OptIn: 0.6,
}

// weight is how much a rule's word counts beside the judges'.
type weight int

const (
	opinion weight = iota // the judges may say otherwise
	command               // the text begins with a command: they must be sure
	keyword               // the text is a command and nothing else: they are not asked
)

// weightOf is how much it counts that the rules heard a meaning.
func (r *reading) weightOf(m Meaning) weight {
	most := opinion
	if len(r.heard.Answers) > 0 {
		most = command // numbered answers to what is offered
	}
	switch {
	case r.inHand, m == Off && r.spoken(lOptOut), m == Unclear && r.noOrNumber(), m == Change && (r.righted != "" || r.changesKinds() || r.recounts()), m == Release && len(r.tokens) == 1, m == Unclear && (r.has(lNearlyStop) || r.has(lNearlyCancel)), r.c.Asked == "whose" && r.heard.Slots.Whose != "",
		r.c.Asked == "adult" && (r.heard.Slots.Age > 0 || r.has(lUnder18) || r.has(lOver18)):
		return keyword
	}
	if m != "" && m == r.heard.Plain && r.asksYesNo() {
		return keyword
	}
	if !slices.Contains(byRank, m) && m != OptOut && m != OptIn && m != Join && m != Need {
		return most
	}
	for i := range r.hits {
		if h := &r.hits[i]; h.from >= 0 && r.ear.lists[h.list].means == m {
			switch h.place {
			case alone, whole:
				return keyword
			case ofSentence:
				if m == OptOut { // "STOP. I've been waiting since Monday"
					most = command
				}
			case atStart:
				most = command
			}
		}
	}
	return most
}

// saysOnly reports whether a phrase of a list is all that a text says, with courtesies.
func (r *reading) saysOnly(l listID) bool {
	h, ok := r.first(l)
	return ok && r.rude(h.from, h.to) == r.said && !strings.Contains(r.text, "?")
}

// verdict is what the judges think of a text.
type verdict struct {
	p      []float32 // by class
	best   int       // the likeliest class that is not danger
	danger float32   // how likely danger is
	worst  int       // the likeliest class of danger
}

// consider asks the judges.
func (r *reading) consider() verdict {
	js := r.ear.judges
	r.chances = slices.Grow(r.chances[:0], len(js.meaning.classes))[:len(js.meaning.classes)]
	v := verdict{p: r.chances, best: -1, worst: -1}
	r.features = r.ruleFeatures(r.wholeFeatures(r.features[:0]))
	rows := js.known(r.rows[:0], r.features, &r.once)
	alarm := js.danger(rows)
	r.features = r.askedFeatures(r.features[:0])
	rows = js.known(rows, r.features, &r.once)
	r.rows = rows
	js.meaning.weigh(rows, v.p)
	for c, p := range v.p {
		switch {
		case js.meaning.classes[c].meaning == Danger:
			v.danger += p / 2
			if v.worst < 0 || p > v.p[v.worst] {
				v.worst = c
			}
		case v.best < 0 || p > v.p[v.best]:
			v.best = c
		}
	}
	v.danger += alarm/2 + r.worstSentence()
	return v
}

// danger is how likely danger is, by what a text says and not by what was asked.
func (js *judges) danger(rows []int32) float32 {
	var p [2]float32
	js.alarm.weigh(rows, p[:])
	if js.alarm.classes[0].meaning == Danger {
		return p[0]
	}
	return p[1]
}

// sentenceAtMost is how many words of a sentence are weighed together.
const sentenceAtMost = 40

// worstSentence is how likely danger is in the one sentence of several in which it
// is likeliest: what else a text says must not drown it.
func (r *reading) worstSentence() (most float32) {
	js := r.ear.judges
	sounds, thoughts := r.sounds(), r.thoughts()
	for from := 0; from < len(r.tokens); {
		to := from + 1
		for to < len(r.tokens) && r.tokens[to].before != sentence && to-from < sentenceAtMost {
			to++
		}
		if to-from >= 3 && to-from < len(r.tokens) {
			r.features = r.conceptFeatures(r.wordFeatures(r.features[:0], sounds, from, to), thoughts, from, to)
			r.rows = js.known(r.rows[:0], r.features, &r.once)
			most = max(most, loneSentence*js.danger(r.rows))
		}
		from = to
	}
	return most
}

// weigh puts what the rules heard beside what the judges make of it.
func (r *reading) weigh() {
	if r.ear.judges == nil || len(r.tokens) == 0 {
		return
	}
	h, j := &r.heard, r.ear.judges.meaning
	weight := r.weightOf(h.Meaning)
	told := h.Danger != ""
	h.Loud = told
	if c := r.ear.exact.of(exactly(r.c, r.text, r.tokens)); c.meaning != "" && h.Which == "" && len(h.Answers) == 0 && weight != keyword {
		r.take(c)
		return
	}
	v := r.consider()
	enough := float32(alarmAt)
	if r.has(lHarmless) || r.givesUp != "" || r.onlyFacts() {
		enough = harmlessAt
	}
	if v.worst >= 0 && v.danger >= enough || told && v.danger >= toldAt {
		if !told {
			r.whyLearned("danger "+j.classes[v.worst].kind, v.danger, v.worst)
			h.Danger = j.classes[v.worst].kind
			h.Also = append([]Meaning{h.Meaning}, h.Also...)
			r.settle(Danger)
		}
		r.besideDanger(v)
		return
	}
	if told {
		r.whyLearned("not danger", 1-v.danger, v.best)
		h.Danger, h.Loud, h.Meaning = "", false, Unclear
		if len(h.Also) > 0 {
			h.Meaning, h.Also = h.Also[0], h.Also[1:]
		}
	}
	if h.Which != "" {
		r.answerAll(j.classes[v.best].meaning, v.p[v.best])
		return
	}
	if len(h.Answers) > 1 {
		return // each of several offers has its own, which the judges know nothing of
	}
	if weight == keyword || r.c.Asked == "postcode" && h.Slots.PostcodeDoubt != "" {
		return
	}
	best := j.classes[v.best].meaning
	need := cmp.Or(needed[best], sure)
	ruled := answering(h.Meaning, r.c)
	p := v.p[v.best]
	switch {
	case weight == command && (best == ruled || v.p[v.best] < lessSure || (ruled == OptOut || len(h.Answers) > 0) && v.p[v.best] < against):
		return
	case ruled == OptOut && (p < against || (best == Unclear || best == Question) && r.endsWithStop()):
		return // "looks like a scam, stop texting me"
	case best == Change && ruled == Unclear && r.onlyTimes():
		best = Unclear // "thursday please": of what, whoever asked knows
	case best == Question && (ruled == Help || ruled == Need && r.c.Asked == "need"):
		best = ruled
	case r.c.Asked == "safe" && best == Accept && ruled != Accept:
		best = Unclear // whether it is safe is never guessed
	case r.c.Asked == "yesno" && best == Accept && ruled != Accept && !r.saysYes():
		best = Unclear // nor is a yes to what is asked only to be sure
	case r.c.Asked == "adult" && best == Accept && r.onlyKeen():
		best = Unclear
	case (r.c.Asked == "adult" || r.c.Asked == "agree") && best == Accept:
		need = against
	case best == Decline && ruled != Decline && r.yesBut():
		best = Unclear // "ok but ive no car" may be a yes
	case best == Language && ruled != Language && r.has(lOfPerson):
		best = Unclear // "she doesnt speak much english, knock loud"
	case best == OptOut && ruled != OptOut && r.has(lNotOptOut):
		best = Unclear // "can you stop my brother texting me"
	case best == OptOut && slices.Contains([]Meaning{Change, Off, On, Counter, Release}, ruled) && !r.has(lStopWord),
		best == Off && r.has(lCounter) && p < graveAt,
		best == Release && ruled != Release && r.has(lUnderWay) && p < graveAt, // "cancel that, im nearly there now"
		best == Release && ruled == Counter && p < against,
		(best == Release || best == Decline) && ruled == Unclear && r.missesTime(),
		(best == On || best == Accept || best == Counter) && best != ruled && r.aboard() && !r.saysYes(),
		best == Counter && ruled == Unclear && r.has(lNeedless) && !r.has(lCounter):
		best = Unclear // it cannot easily be put right, and the rules heard something milder
	case best == OptOut && ruled != OptOut && len(h.Slots.Kinds)+len(h.Slots.NotKinds) > 0:
		best = Unclear // no rule heard it, and it may be of that kind of help alone
	case slices.Contains(grave, best):
		need = graveAt
	case best == Done && ruled == Done && len(r.c.Held) > 0:
		need = doneAt
	case ruled == Unclear && best == Accept && r.c.Asked == "consent" && !r.saysYes():
		need = consentAt
	case ruled == Unclear && best == Accept && r.offered() && !r.saysYes():
		need = unsaidAt
	}
	switch {
	case best == Unclear && p < need && r.placed():
	case p < need && ruled != Unclear:
		r.whyLearned("perhaps "+string(best), p, v.best)
		r.settle(Unclear)
	case p >= need && best != ruled:
		r.whyLearned(string(best), p, v.best)
		r.settle(best)
		h.Likely = best != Unclear
		if best == Off && ruled == Decline && r.offered() {
			r.also(Decline) // "cant, im off sick til monday"
		}
	case best != Unclear && best != ruled && r.c.Explain:
		r.whyLearned("perhaps "+string(best), p, v.best)
	}
	r.answerAll(best, v.p[v.best])
}

// onlyFacts reports whether a text names somebody or something, and says no more.
func (r *reading) onlyFacts() bool {
	return !slices.ContainsFunc(r.tokens, func(t token) bool { return !t.used })
}

// answerAll has an answer that does not say which of several live offers it is for
// stand for each, where that is as good as said.
func (r *reading) answerAll(m Meaning, p float32) {
	h := &r.heard
	if h.Which != m || p < against || !r.ofAll(m) {
		return
	}
	r.why("for every offer")
	h.Meaning, h.Which = m, ""
	for _, n := range r.c.Offers {
		h.Answers = append(h.Answers, Answer{Number: n, Meaning: m})
	}
}

// ofAll reports whether an answer is for every live offer: it names both, or it is a no
// with its reason that names none.
func (r *reading) ofAll(m Meaning) bool {
	if r.has(lBoth) || r.has(lNeither) {
		return true
	}
	if m != Decline || r.said < reasoned || len(r.heard.Slots.Kinds) > 0 {
		return false
	}
	for i := range r.tokens {
		if _, _, ok := r.ref(i); ok {
			return false
		}
	}
	return true
}

// reasoned is how many words a no has at the least that tells why.
const reasoned = 4

// askIfAfraid leaves open an answer to an offer that says yes, and beside it that the
// sender shies from what is offered: "scared of dogs but yes".
func (r *reading) askIfAfraid() {
	h := &r.heard
	if !r.offered() || !r.has(lFear) || h.Meaning != Accept && !(h.Meaning == Decline && r.saysYes()) {
		return
	}
	for i := range r.hits {
		if f := &r.hits[i]; f.from >= 0 && f.list == lFear && r.offeredNear(f) {
			r.why("shies from what is offered: " + f.text)
			h.Meaning, h.Answers, h.Likely = Unclear, nil, false
			return
		}
	}
}

// askIfConditional leaves open an answer to an offer that is a yes on a condition which
// nobody can promise. A time is none: the task's own tells whether it can be then.
func (r *reading) askIfConditional() {
	h := &r.heard
	if !r.offered() || !slices.Contains([]Meaning{Accept, Counter, Unclear}, h.Meaning) {
		return
	}
	for i := range r.hits {
		c := &r.hits[i]
		if c.from < 0 || c.list != lCondition || h.Meaning == Counter && !r.is(lUnsure, c.from) && !r.endsAt(lNegation, c.from) {
			continue // "if it can wait till 5" is a time
		}
		timed := false
		for k := c.to; k < len(r.tokens) && r.tokens[k].before == space; k++ {
			timed = timed || r.tokens[k].timed
		}
		if !timed {
			r.ruledBy(r.ear.lists[lCondition].name, c.text)
			h.Meaning, h.Answers, h.Likely = Unclear, nil, false
			return
		}
	}
}

// placed reports whether a text names a place that is known, where one was asked for.
func (r *reading) placed() bool {
	return r.c.Asked == "postcode" && r.heard.Slots.Place != "" && r.heard.Slots.Outward != ""
}

// saysYes reports whether some phrase of the text says yes.
func (r *reading) saysYes() bool { return r.has(lYes) || r.has(lAccept) || r.has(lWeakYes) }

// yesBut reports whether a yes is followed by a but: "ok but".
func (r *reading) yesBut() bool {
	for i := range r.hits {
		h := &r.hits[i]
		if h.from >= 0 && (h.list == lYes || h.list == lWeakYes || h.list == lAccept) && r.is(lBut, h.to) {
			return true
		}
	}
	return false
}

// fearNear is how many words from what is feared the fear may stand.
const fearNear = 3

// offeredNear reports whether the kind of task of a live offer is named near a hit.
func (r *reading) offeredNear(f *hit) bool {
	for i := max(0, f.from-fearNear); i < min(len(r.tokens), f.to+fearNear); i++ {
		for k := r.at[i]; k < r.at[i+1]; k++ {
			if h := &r.hits[k]; h.from >= 0 && h.list == lKindWord && r.isOffered(h.value) {
				return true
			}
		}
	}
	return false
}

// isOffered reports whether a kind of task is among those offered, or may be where they
// are not known.
func (r *reading) isOffered(kind string) bool {
	for _, of := range r.c.OfferKinds {
		if of == kind {
			return true
		}
	}
	return len(r.c.OfferKinds) == 0
}

// take makes of a text what a sample with the very same words means.
func (r *reading) take(c class) {
	h := &r.heard
	if c.meaning == answering(h.Meaning, r.c).plain() && c.kind == h.Danger {
		return
	}
	r.why("samples: the same text")
	if c.meaning == Danger && h.Meaning != Danger {
		h.Also = append([]Meaning{h.Meaning}, h.Also...)
	}
	if c.meaning != Danger {
		h.Danger, h.Loud = "", false
	} else if c.kind != "" {
		h.Danger = c.kind
	}
	r.settle(c.meaning)
	r.answerAll(c.meaning, 1)
}

// answering is a meaning as samples have it: AGREE to the code, SAFE when asked
// whether it is, are answers.
func answering(m Meaning, c Context) Meaning {
	switch {
	case m == Agree && c.Asked == "agree", m == Safe && c.Asked == "safe", m == Next && c.Asked == "lesson":
		return Accept
	case m == NotSafe && c.Asked == "safe":
		return Decline
	}
	return m
}

// settle makes a meaning the text's, and tidies what belongs to another.
func (r *reading) settle(m Meaning) {
	h := &r.heard
	r.untidy(m)
	if m != Danger {
		m = r.answered(m)
	}
	if m != Danger && m != Unclear {
		r.fill(m)
	}
	h.Meaning = m
	h.Also = slices.DeleteFunc(h.Also, func(o Meaning) bool {
		return o == m || m == Danger && (o == Unclear || o == Thanks || o == Greeting || o == Question)
	})
	if len(h.Also) == 0 {
		h.Also = nil
	}
	r.tidy()
}

// answered fits the answers to live offers to a meaning. A yes or a no that
// contradicts them, or says not for which of several offers it is, is asked about.
func (r *reading) answered(m Meaning) Meaning {
	h := &r.heard
	if len(h.Answers) > 0 && !slices.ContainsFunc(h.Answers, func(a Answer) bool { return a.Meaning != m }) {
		return m
	}
	h.Answers, h.Which = nil, ""
	if len(r.c.Offers) > 1 && r.offered() && (m == Accept || m == Decline) {
		h.Which = m
		return Unclear
	}
	return m
}

// whyLearned notes that the samples spoke, how sure they are, and by what.
func (r *reading) whyLearned(what string, p float32, c int) {
	rule := "samples: " + what + ", " + strconv.FormatFloat(float64(p), 'f', 2, 32)
	if r.c.Explain {
		rule += ", by " + r.telling(r.ear.judges.meaning, c)
	}
	r.why(rule)
}

package hear

// nameOfAnother looks for the name of somebody for whom another asks: "for my grandad
// Bert Moss", "my dad Cliff Nettleton needs a lift".
func (r *reading) nameOfAnother(shout bool) bool {
	if !r.has(lWhom) || !r.forAnother() {
		return false
	}
	for i := range r.tokens {
		h, ok := r.hitAt(lWhom, i)
		if !ok || h.to >= len(r.tokens) || r.tokens[h.to].before == sentence {
			continue
		}
		if h.to+1 < len(r.tokens) && r.polite[h.to] && r.tokens[h.to+1].before == comma {
			h.to++ // "its for my mum please, Ada Fry"
		}
		t := r.tokens[h.to]
		named := r.is(lFirstName, h.to) || r.titled(h.to) || t.capital && !shout && !t.shouted(r.text)
		to := r.nameFrom(h.to, shout)
		if to == h.to || !named && !(r.c.Asked == "name" && r.nameMayEnd(to)) || r.possessive(to) {
			continue
		}
		needs := t.before == space && r.is(lPlease, to)
		if h.value == called && !named {
			continue // "mum is poorly"
		}
		if h.value == byName && !(named && t.before == space && (r.titled(h.to) || r.nothingElse(h.to) || to > h.to+1 && r.allCapital(h.to, to) && !r.isPlace(h.to, to))) {
			continue // "its for Tuesday"
		}
		if h.value == kin && r.c.Asked != "name" && !needs && !(r.titled(h.to) && t.before == space) {
			continue // "my daughter Kelly is away"
		}
		r.heard.Slots.For = r.heard.Slots.For || h.value == called || h.value == byName
		r.name(h.to, to, shout)
		r.inFull(to, shout)
		return true
	}
	return false
}

// called is the value of words that say the name of somebody else: "mum is Pam Hirst".
const called = "called"

// byName is the value of words before the name of somebody for whom one asks, who may be
// anybody: "its for Edie Low".
const byName = "by_name"

// bothNames looks for the name of whom somebody asks for, and for their own.
func (r *reading) bothNames(shout bool) {
	s := &r.heard.Slots
	s.For = true
	theirs, first, own := "", "", ""
	keep := func(ofSender bool) {
		switch {
		case ofSender && own == "":
			own = s.Name
		case !ofSender && theirs == "":
			theirs, first = s.Name, s.First
		}
		s.Name, s.First, s.Own = "", "", ""
	}
	if s.Name != "" || r.nameOfAnother(shout) {
		keep(false)
	}
	for r.nameAfter(shout, "") {
		keep(s.Own != "")
	}
	if r.nameBefore(shout) {
		keep(true)
	}
	if r.c.Asked == "name" && theirs+own == "" && r.nameAsked(shout) {
		keep(false)
	}
	if to := r.nameAlone(shout); to > 0 {
		placed := to < len(r.tokens) && r.tokens[to].used
		keep(theirs != "" || own == "" && !placed)
	}
	s.Name, s.First, s.Own = theirs, first, own
}

// forAnother reports whether a text may tell for whom help is asked.
func (r *reading) forAnother() bool {
	switch r.c.Asked {
	case "name", "need", "address", "urgency", "consent", "outcome":
		return true
	case "", "any":
		return !r.aboutTask() && !r.has(lJoin) && !r.has(lDone)
	}
	return false
}

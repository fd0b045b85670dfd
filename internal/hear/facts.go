package hear

import (
	"cmp"
	"slices"
	"strings"
)

// facts fills the slots: what the text tells, whatever it is for.
func (r *reading) facts() {
	r.findPhone()
	r.findPostcode()
	r.findAge()
	r.findAddress()
	r.findPlace()
	r.findName()
	r.ageAfterName()
	r.times()
	r.kinds()
	r.apart()
	s := &r.heard.Slots
	s.Transport = r.values(lTransport)
	s.Languages = r.languages()
	s.Checks = r.values(lCheck)
	if r.c.Asked == "checks" {
		s.Checks = r.checksAsked(s.Checks)
	}
	if slices.ContainsFunc(s.Checks, func(c string) bool { return c == "dbs_basic" || c == "dbs_standard" || c == "dbs_enhanced" }) {
		s.Checks = slices.DeleteFunc(s.Checks, func(c string) bool { return c == "dbs" })
	}
	s.TextOnly = r.textOnly()
	asked := r.c.Asked == "reach" || r.c.Asked == "consent"
	s.Call = (r.unusedHit(lCall) || asked && r.has(lEitherWay)) && !s.TextOnly
	if r.c.Asked == "reach" && !s.TextOnly && !s.Call {
		s.TextOnly, s.Call = r.reachAsked()
	}
	if r.c.Asked == "reach" && !r.has(lNeed) && (s.TextOnly || s.Call || s.OtherNumber != "") {
		s.Kinds = nil // "ring my daughter" is no wish for calls
	}
	s.Quantity = r.quantity()
	s.Outcome = r.outcome()
	s.Topic = r.topicNamed()
	r.howLong()
	r.bareNumber()
	r.putRight()
	r.sameTime()
	for _, h := range r.hits {
		if w := Whose(h.value); h.from >= 0 && h.list == lWhose && slices.Index(outweighing, w) >= slices.Index(outweighing, s.Whose) {
			s.Whose = w
		}
	}
	s.Rest = r.unused(0)
	took := cmp.Or(s.Minutes, r.told.Minutes)
	r.told = *s
	r.told.Minutes, r.told.Topic = took, r.topic()
}

// outweighing are the answers to whose a phone is, the weightiest last: "its mine and
// my wife's" is shared, and a death stands before all.
var outweighing = []Whose{MineAlone, Theirs, Shared, TheyDied}

// untidy gives back what was tidied out of the slots, before the text is taken for
// something else than the rules took it for.
func (r *reading) untidy(m Meaning) {
	s, told := &r.heard.Slots, &r.told
	s.Minutes, s.Outcome = cmp.Or(s.Minutes, told.Minutes), cmp.Or(s.Outcome, told.Outcome)
	s.From, s.By, s.Until, s.At, s.Transport = told.From, told.By, told.Until, told.At, told.Transport
	if m == Change {
		s.Topic = told.Topic
	}
	if m == WrongNumber {
		s.Whose = told.Whose
	}
}

// textOnly reports whether whoever texts says that they cannot be rung, and not only that
// somebody else hears badly.
func (r *reading) textOnly() bool {
	for i := range r.tokens {
		if _, ok := r.hitAt(lTextOnly, i); ok && !r.inside(lDeafOther, i) {
			return true
		}
	}
	return false
}

// unusedHit reports whether a list has a phrase that is no part of another fact:
// "call me", but not in "call me Bex" or "a phone call once a week".
func (r *reading) unusedHit(l listID) bool {
	for i := range r.tokens {
		h, ok := r.hitAt(l, i)
		if !ok || r.tokens[i].used || r.tokens[h.to-1].used {
			continue
		}
		if most, _ := r.covering(lKindWord, i); most <= h.to-h.from || r.wantsPerson(i) {
			return true
		}
	}
	return false
}

// wantsPerson reports whether a token is part of a phrase that asks for somebody to
// talk to in the office.
func (r *reading) wantsPerson(i int) bool { return r.spokenFor(Person, i) }

// spokenFor reports whether a token is part of a phrase that has a meaning by itself.
func (r *reading) spokenFor(m Meaning, i int) bool {
	if i < 0 {
		return false
	}
	for k := r.at[max(0, i-longest)]; k < r.at[i+1]; k++ {
		if h := r.hits[k]; h.from >= 0 && h.to > i && r.ear.lists[h.list].means == m {
			return true
		}
	}
	return false
}

// outcome is how it went. What went wrong outweighs what went well.
func (r *reading) outcome() (outcome string) {
	for i := 0; i < len(r.tokens); i++ {
		h, ok := r.hitAt(lOutcome, i)
		if !ok {
			continue
		}
		value := h.value
		if value == "well" && r.negated(h.from) {
			value = "badly" // "not very well"
		}
		if outcome == "" || outcome == "well" {
			outcome = value
		}
		i = h.to - 1
	}
	if outcome == "" && r.c.Asked == "outcome" {
		outcome = r.outcomeSaid()
	}
	return outcome
}

// outcomeSaid reads a bare yes or no to the question whether it went well.
func (r *reading) outcomeSaid() string {
	first := r.firstSaid()
	for _, m := range r.marks() {
		switch {
		case m.from != first || r.has(lBut):
		case m.list == lYes || m.list == lAccept || m.list == lWeakYes:
			return "well"
		case m.list == lNo:
			return "badly"
		}
	}
	return ""
}

// reachAsked reads "text, my English is better when I read" and "ring but let it ring":
// the word with which a clause begins.
func (r *reading) reachAsked() (textOnly, call bool) {
	for i := range r.tokens {
		if i > 0 && r.tokens[i].before == space && !r.polite[i-1] && !r.endsAt(lYes, i) {
			continue
		}
		for _, h := range r.ear.trie.find(nil, r.tokens[i:i+1], 0) {
			if h.list == lTextOnly || h.list == lCall {
				return h.list == lTextOnly, h.list == lCall
			}
		}
	}
	return false, false
}

// values are the values of a list that the text names and does not refuse.
func (r *reading) values(l listID) (out []string) {
	if !r.has(l) {
		return nil
	}
	covered := 0
	for i := range r.tokens {
		h, ok := r.hitAt(l, i)
		if !ok || i < covered || r.tokens[i].used || r.negated(i) || r.refusedShort(h.to) {
			continue
		}
		covered = h.to // "van driver" is a van
		value, ifChecks := strings.CutSuffix(h.value, ifCued)
		if ifChecks && r.c.Asked != "checks" || l == lTransport && h.to == i+1 && !r.aboutSelf() {
			continue
		}
		if !slices.Contains(out, value) {
			out = append(out, value)
		}
	}
	return out
}

// aboutSelf reports whether a text is likely to tell what its sender is and has, and
// not what somebody needs or did.
func (r *reading) aboutSelf() bool {
	switch r.c.Asked {
	case "name", "postcode", "adult", "kinds", "when", "checks", "agree":
		return true
	}
	return r.has(lJoin) || r.heard.Danger == "" && !r.has(lNeed) && !r.has(lDone) && !r.has(lRelease) && !r.has(lWrongNumber) && !r.has(lOptOut) && r.said <= 25
}

// refusedShort reports whether no more than a no follows: "DBS not yet", "licence no".
func (r *reading) refusedShort(i int) bool {
	if i >= len(r.tokens) || r.tokens[i].before != space {
		return false
	}
	h, ok := r.hitAt(lNothing, i)
	if !ok {
		h, ok = r.hitAt(lNo, i)
	}
	return ok && (h.to-h.from > 1 || h.to == len(r.tokens) || r.tokens[h.to].before != space)
}

// languages are those that the text names. English stands last: who asks for another
// says often that theirs is poor.
func (r *reading) languages() []string {
	all := r.values(lLanguageName)
	if k := slices.Index(all, "english"); k >= 0 && len(all) > 1 {
		all = append(slices.Delete(all, k, k+1), "english")
	}
	return all
}

// checksAsked adds "both" to the checks, in answer to the question whether they hold
// a DBS check or a licence.
func (r *reading) checksAsked(checks []string) []string {
	if r.has(lBoth) && !r.has(lNeither) && !r.has(lNothing) && !r.has(lNegation) && len(checks) <= 1 {
		both := []string{"dbs", "licence"}
		if len(checks) == 1 && checks[0] != "licence" {
			both[0] = checks[0]
		}
		return both
	}
	return checks
}

// goods is the value of the units that things are counted in: "bags", "eggs".
const goods = "goods"

// quantity is how many of something the text wants or tells of, the first of them.
func (r *reading) quantity() int {
	if !r.has(lUnit) {
		return 0
	}
	for i := range r.tokens {
		n, next, ok := r.howMany(i)
		if !ok || next == i || r.tokens[i].used || n != float64(int(n)) || n > 999 || r.is(lAmount, i) && n != 2 {
			continue
		}
		for j := next; j < len(r.tokens) && j <= next+1 && r.tokens[j].before == space; j++ {
			if r.valueOf(lUnit, j) == goods {
				return int(n)
			}
		}
	}
	return 0
}

// findPhone looks for a phone number: ten or eleven digits from 0, or from +.
func (r *reading) findPhone() {
	for i := 0; i < len(r.text); i++ {
		c := r.text[i]
		if c != '0' && c != '+' || i > 0 && isDigit(r.text[i-1]) {
			continue
		}
		digits := make([]byte, 0, 16)
		end := i
		for j := i; j < len(r.text) && len(digits) < 16; j++ {
			if isDigit(r.text[j]) {
				digits = append(digits, r.text[j])
				end = j + 1
			} else if strings.IndexByte(" -()+", r.text[j]) < 0 || r.text[j] == '+' && j > i {
				break
			}
		}
		number := string(digits)
		switch {
		case c == '+' && len(number) >= 10 && len(number) <= 15:
			number = "+" + strings.Replace(number, "440", "44", 1)
		case c == '0' && strings.HasPrefix(number, "0044") && len(number) >= 13:
			number = "+" + number[2:]
		case c == '0' && (len(number) == 10 || len(number) == 11) && number[1] != '0':
			number = "+44" + number[1:]
		default:
			continue
		}
		if r.heard.Slots.OtherNumber == "" {
			r.heard.Slots.OtherNumber = number
		}
		r.useBytes(i, end)
		i = end
	}
}

// bareNumber takes the one number that is no part of a time, address or age, and
// what was chosen by letter or by place.
func (r *reading) bareNumber() {
	s := &r.heard.Slots
	count := 0
	for i, t := range r.tokens {
		n, next, ok := r.number(i)
		if !ok || t.used || t.timed || n != float64(int(n)) || r.is(lUnit, next) {
			continue
		}
		if t.alt != 0 && r.inPhrase(i) {
			continue // "id like 2 help"
		}
		if t.number < 0 && (r.said > 2 || r.inside(lUnsure, i)) {
			continue // "someone", "one of those", "one sec"
		}
		if r.theirAge(i, next) {
			continue // "done, shes 90"
		}
		count++
		s.Number = int(n)
	}
	if count > 1 {
		s.Number = 0
	}
	h, ok := r.firstChoice()
	ok = ok && !r.tokens[h.from].timed && !r.tokens[h.to-1].timed // "the 3rd" is a day
	if ok && r.said > 1 && r.tokens[h.from].end-r.tokens[h.from].start == 1 && h.to == h.from+1 {
		ok = h.to == len(r.tokens) || r.tokens[h.to].before != space || r.polite[h.to] || r.c.Asked == "lesson" && h.from == 0 && r.ear.listed[Self][r.tokens[h.to].word] // "A i think"
	}
	switch {
	case ok && (r.said <= 3 || r.said <= 8 && (r.c.Asked == "lesson" || r.offered())):
		if s.Choice = h.value; h.value == lastOne {
			s.Choice = "C"
		}
		if s.Number == 0 && r.c.Asked != "adult" {
			s.Number = int(s.Choice[0]-'A') + 1
		}
	case r.c.Asked == "lesson" && count == 1 && s.Number >= 1 && s.Number <= 4 && r.said <= 4:
		s.Choice = string(rune('A' + s.Number - 1))
	}
}

// firstChoice is the first letter that is chosen, or "the last one" of three.
func (r *reading) firstChoice() (hit, bool) {
	if !r.has(lChoice) {
		return hit{}, false
	}
	for _, h := range r.hits {
		if h.from >= 0 && h.list == lChoice && h.value != otherOnes && h.value != onlyThat {
			return h, true
		}
	}
	return hit{}, false
}

// topic is what a text speaks of that is held of the person, in case it corrects it.
func (r *reading) topic() string {
	s := &r.heard.Slots
	named := r.topicNamed()
	switch {
	case s.OtherNumber != "":
		return "phone"
	case named == "address" && s.Address == "" && (s.Outward != "" || s.PostcodeDoubt != ""):
		return "postcode" // "I moved house, now LS9 7XX"
	case named != "":
		return named
	case s.Address != "":
		return "address"
	case s.Outward != "" || s.PostcodeDoubt != "":
		return "postcode"
	case s.Name != "":
		return "name"
	case r.has(lTransport):
		return "transport"
	case len(s.Languages) > 0:
		return "language"
	case len(s.Kinds) > 0 && len(s.When) == 0:
		return "kinds"
	case len(s.When) > 0 || !s.From.IsZero() || !s.By.IsZero():
		return "when"
	}
	return ""
}

// topicNamed is what the text names, but for words that are part of a kind of help:
// the phone in "phone calls".
func (r *reading) topicNamed() string {
	if !r.has(lTopic) {
		return ""
	}
	for _, h := range r.hits {
		if h.from < 0 || h.list != lTopic {
			continue
		}
		if most, _ := r.covering(lKindWord, h.from); most <= h.to-h.from {
			return h.value
		}
	}
	return ""
}

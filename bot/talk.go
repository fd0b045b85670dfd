package bot

import (
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/post"
)

// Talk is one turn in one conversation: what a flow's functions work with.
type Talk struct {
	*post.Turn
	Org    *org.Organisation // as it speaks to this person
	Person *Person
	Conv   *Conversation
	// Heard and Body are the text of this turn, where a text caused it.
	Heard *hear.Heard
	Body  string

	run *run
}

// Private says that the text has gone to a private case: no other has it as well, or later.
func (t *Talk) Private() { t.run.private = true }

// Slot returns what this conversation noted under a name, or "".
func (t *Talk) Slot(name string) string { return t.Conv.Slots[name] }

// Keep notes something in the conversation; an empty value forgets it.
func (t *Talk) Keep(name, value string) {
	if value == "" {
		delete(t.Conv.Slots, name)
		return
	}
	if t.Conv.Slots == nil {
		t.Conv.Slots = map[string]string{}
	}
	t.Conv.Slots[name] = value
}

// List returns the values that were noted under a name with commas between.
func (t *Talk) List(name string) []string {
	if t.Conv.Slots[name] == "" {
		return nil
	}
	return strings.Split(t.Conv.Slots[name], ",")
}

// KeepTime and Time note a moment.
func (t *Talk) KeepTime(name string, at time.Time) {
	if at.IsZero() {
		t.Keep(name, "")
		return
	}
	t.Keep(name, at.UTC().Format(time.RFC3339))
}

// Time returns what KeepTime noted, in the organisation's zone.
func (t *Talk) Time(name string) time.Time {
	at, err := time.Parse(time.RFC3339, t.Conv.Slots[name])
	if err != nil {
		return time.Time{}
	}
	return at.In(t.Org.Location)
}

// Say says a sentence to this person. Sentences of one turn are joined into
// one text while they fit.
func (t *Talk) Say(key string, args map[string]any) { t.run.say(t, key, args, false) }

// SayUntil says a sentence that is worth nothing after a moment, as a word that
// they are not forgotten: if the provider is down until then, it is dropped.
func (t *Talk) SayUntil(until time.Time, key string, args map[string]any) {
	before := len(t.run.said)
	t.Say(key, args)
	if !t.run.answers && len(t.run.said) > before {
		t.run.said[before].until = until
	}
}

// SayApart says a sentence in a text of its own.
func (t *Talk) SayApart(key string, args map[string]any) { t.run.say(t, key, args, true) }

// SayWhile says a sentence in a text of its own that is worth something only while this
// conversation lasts: if it must wait until that is over, it is dropped.
func (t *Talk) SayWhile(key string, args map[string]any) {
	before := len(t.run.said)
	t.SayApart(key, args)
	if len(t.run.said) > before {
		t.run.said[before].conversation = t.Conv.ID
	}
}

// SayNow says a sentence in a text of its own, ahead of all others and
// whatever the hour.
func (t *Talk) SayNow(key string, args map[string]any) {
	t.run.put(said{text: t.run.words(t, key, args), apart: true, urgent: true})
}

// Words returns a sentence without saying it.
func (t *Talk) Words(key string, args map[string]any) string { return t.run.words(t, key, args) }

// When says a moment as people do: "4pm", "tomorrow 9am", "Sat 28 Nov 10am".
func (t *Talk) When(at time.Time) string {
	return When(t.run.bot.Wording, t.Person.Language, at.In(t.Org.Location), t.Now.In(t.Org.Location))
}

// Clock says the time of day of a moment: "4pm".
func (t *Talk) Clock(at time.Time) string {
	at = at.In(t.Org.Location)
	return When(t.run.bot.Wording, t.Person.Language, at, at)
}

// Begin begins another conversation of this person, in its first state.
func (t *Talk) Begin(flow string, slots map[string]string) { t.run.begin(flow, "", slots) }

// Fires moves this person's document: "stop" and "start".
func (t *Talk) Fires(event string) { t.Fire(event) }

// Afresh is the text heard as if nothing had been asked.
func (t *Talk) Afresh() hear.Heard { return t.HeardAs("") }

// HeardAs is the text heard as an answer to something else than was asked.
func (t *Talk) HeardAs(asked string) hear.Heard {
	c := t.run.context()
	c.Asked = asked
	return t.run.bot.Ears.Hear(t.Body, c)
}

// Says reports whether the text has a word of a list, as [hear.Today].
func (t *Talk) Says(list string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(t.Body), notInWord), func(word string) bool { return t.run.bot.Ears.Listed(list, word) })
}

// Part is what a text says of a list: the sentences in which it spoke, with what follows
// and tells nothing else; "" if it spoke in none.
func (t *Talk) Part(list string) string {
	var parts []string
	for _, part := range sentenceEnd.Split(t.Body, -1) {
		h := t.hear(part)
		s := h.Slots
		goesOn := len(parts) > 0 && h.Meaning == hear.Unclear && s.Name+s.Outward+s.Address == "" && len(s.Kinds) == 0 && strings.TrimSpace(part) != ""
		if h.RuledBy(list) || goesOn {
			parts = append(parts, t.without(list, part))
		}
	}
	return strings.Join(parts, ". ")
}

var sentenceEnd = regexp.MustCompile(`[!?\n]+|\.+(?:\s+|$)`)

// without is a sentence without the clauses at its ends that name a kind of help and are
// not of a list.
func (t *Talk) without(list, sentence string) string {
	aside := func(clause string) bool {
		h := t.hear(clause)
		return len(h.Slots.Kinds) > 0 && !h.RuledBy(list)
	}
	clauses := t.run.bot.Ears.Clauses(sentence, t.Heard.Language)
	for len(clauses) > 1 && aside(clauses[0]) {
		clauses = clauses[1:]
	}
	for len(clauses) > 1 && aside(clauses[len(clauses)-1]) {
		clauses = clauses[:len(clauses)-1]
	}
	if len(clauses) == 0 {
		return strings.TrimSpace(sentence)
	}
	last := clauses[len(clauses)-1]
	from, to := strings.Index(sentence, clauses[0]), strings.LastIndex(sentence, last)+len(last)
	return strings.TrimSpace(sentence[from:to])
}

// Clauses are those parts of some words of theirs that are such, in one line.
func (t *Talk) Clauses(words string, such func(clause string, h hear.Heard) bool) string {
	var all []string
	for _, sentence := range sentenceEnd.Split(words, -1) {
		for _, clause := range t.run.bot.Ears.Clauses(sentence, t.Heard.Language) {
			if such(clause, t.hear(clause)) {
				all = append(all, strings.TrimSpace(clause))
			}
		}
	}
	return strings.Join(all, ", ")
}

func (t *Talk) hear(part string) hear.Heard { return t.run.bot.Ears.Hear(part, t.run.context()) }

// NamesBeside reports whether the text names a kind of help of this request that is not
// among those that are noted under a name, where some are.
func (t *Talk) NamesBeside(name string) bool {
	of, said := t.List(name), strings.ToLower(t.run.body)
	return len(of) > 0 && slices.ContainsFunc(t.List("kinds"), func(id string) bool {
		k, ok := t.Org.Kind(id)
		return ok && !slices.Contains(of, id) && k.NamedIn(said)
	})
}

// Is reports whether a word in lower case is in a list, as [hear.Yes].
func (t *Talk) Is(list, word string) bool { return t.run.bot.Ears.Listed(list, word) }

// Takes reports whether a conversation of a flow would take this text.
func (t *Talk) Takes(flow string) bool { return t.taker(flow) != nil }

// Pass gives this text to the newest conversation of a flow that takes it.
func (t *Talk) Pass(flow string) {
	if c := t.taker(flow); c != nil {
		t.run.give(c)
	}
}

// Beside does something with this text in conversations of a flow, the newest first,
// until that reports true. Nothing is said, and none of them moves.
func (t *Talk) Beside(flow string, do func(*Talk) bool) {
	r := t.run
	spoken, heard := len(r.said), r.heard
	for _, c := range slices.Backward(t.Person.With(flow)) {
		if do(r.talk(c)) {
			break
		}
		r.heard = heard
	}
	r.said, r.heard = r.said[:spoken], heard
}

// Also gives this text to another conversation too, heard as an answer to its own
// question: it takes the event that event names, if any, and may speak.
func (t *Talk) Also(c *Conversation, event func(*Talk) string) {
	r := t.run
	heard := r.heard
	as := r.context()
	as.Asked = r.state(c).Asks
	r.heard = r.bot.Ears.Hear(r.body, as)
	if e := event(r.talk(c)); e != "" {
		r.fire(c, e)
	}
	r.heard = heard
}

// Ask asks the question of this conversation once more.
func (t *Talk) Ask() { t.run.ask(t.Conv) }

func (t *Talk) taker(flow string) *Conversation {
	for _, c := range slices.Backward(t.Person.With(flow)) {
		if t.run.takes(c) {
			return c
		}
	}
	return nil
}

// Address is where letters for this conversation go.
func (t *Talk) Address() string { return t.ID() + "#" + t.Conv.ID }

// SayLast texts words of Words although nothing more is texted from now on.
func (t *Talk) SayLast(words string) {
	if !t.Person.Silent {
		t.Text(false, Outgoing{To: t.Person.Phone, Body: words})
	}
}

// Alone reports whether nothing leaves now but answers to their texts.
func (t *Talk) Alone() bool { return t.run.bot.alone(t.Person) }

// Resume ends the holding back of texts: what was held goes a minute after this answer.
func (t *Talk) Resume() {
	if len(t.Person.Held) > 0 {
		t.Set(post.Timer{Name: letterMorning, Kind: letterMorning, Due: t.Now.Add(time.Minute)})
	}
}

// Doubt holds every text back but answers, while it is not known whose the phone
// is; or lets what was held go.
func (t *Talk) Doubt(on bool) {
	t.Person.Doubted = on
	if on && len(t.Person.With("danger")) == 0 {
		t.Unsend()
	}
	if !on {
		t.run.morning()
	}
}

// Speaks reports whether we text in a language.
func (t *Talk) Speaks(language string) bool { return t.run.bot.speaks(language) }

// LanguageNumbered is the code of a language by its number among Languages; "" if
// there is none.
func (t *Talk) LanguageNumbered(n int) string { return t.run.bot.languageNumbered(n) }

// HearAgain has a text of theirs heard after this conversation, as if it had just
// come: what they wrote before they were asked for their language.
func (t *Talk) HearAgain(text string) { t.run.earlier = append(t.run.earlier, text) }

// Languages are the languages that we text in, each by its number and its own name.
func (t *Talk) Languages() string { return t.run.bot.languages() }

// LanguageNamed is the code of a language by its English name, in lower case; ""
// if there is no such.
func (t *Talk) LanguageNamed(name string) string { return t.run.bot.languageNamed(name) }

// Tongue is the English name of a language that we do not text in, and one line in
// it for whoever does; both may be empty.
func (t *Talk) Tongue(language string) (name, line string) {
	tongue, ok := t.run.bot.Ears.Tongue(language)
	if !ok {
		return "", ""
	}
	return tongue.Names["en"], tongue.Line
}

// SayLine says a line that is no sentence of the wording: of another language.
func (t *Talk) SayLine(line string) { t.run.put(said{text: line}) }

// AskAgain has the question that is open asked again, after this conversation.
func (t *Talk) AskAgain() { t.run.again = true }

// Awake reports whether the person may be texted unasked: outside the quiet
// hours, or within an hour of a text of theirs.
func (t *Talk) Awake() bool { return t.run.awake() && !t.Alone() }

// Silence stops every text to the person, or lets them go again.
func (t *Talk) Silence(on bool) { t.Person.Silent = on }

// args are the fields that a sentence uses: those given, and what everybody may say.
func (r *run) args(t *Talk, key string, more map[string]any) map[string]any {
	a := map[string]any{}
	maps.Copy(a, more)
	for _, name := range r.bot.Wording.named[key] {
		if _, given := more[name]; !given {
			if value, known := r.field(t, name); known {
				a[name] = value
			}
		}
		if (name == "First" || name == "Name") && (r.p.Shared || r.bot.alone(r.p)) {
			a[name] = ""
		}
	}
	return a
}

// field is what a sentence's field says that nobody gave: something of the
// conversation, of the person, or of the organisation.
func (r *run) field(t *Talk, name string) (value string, known bool) {
	if t.Conv != nil {
		if name == "Number" && t.Conv.Number > 0 {
			return strconv.Itoa(t.Conv.Number), true
		}
		if value, known = t.Conv.Slots[strings.ToLower(name[:1])+name[1:]]; known {
			return value, true
		}
	}
	switch o := r.org(); name {
	case "Signature":
		return o.Signature, true
	case "Privacy":
		return o.Privacy, true
	case "Code":
		return o.Conduct.Text, true
	case "CodeURL":
		return o.Conduct.URL, true
	case "Bars":
		return o.Conduct.Bars, true
	case "First":
		return r.p.First, true
	case "Name":
		return r.p.Name, true
	case "Area":
		return r.p.Area, true
	case "Postcode":
		return r.p.Postcode, true
	case "TextOnly":
		if r.p.TextOnly {
			return "yes", true
		}
		return "", true
	case "Number":
		return "", true
	}
	return "", false
}

func (r *run) words(t *Talk, key string, more map[string]any) string {
	return r.bot.Wording.Say(r.p.Language, key, r.args(t, key, more))
}

func (r *run) say(t *Talk, key string, more map[string]any, apart bool) {
	urgent := false
	if t.Conv != nil && t.Conv.Flow != "" {
		urgent = r.flow(t.Conv).Urgent
	}
	one := said{text: r.words(t, key, more), again: r.inOtherWords(t, key, more), apart: apart, urgent: urgent}
	one.text = r.anew(one)
	r.put(one)
}

// inOtherWords says a sentence as its other words do; nil when it has none.
func (r *run) inOtherWords(t *Talk, key string, more map[string]any) func() string {
	other := key + otherWords
	if !r.bot.Wording.Has("en", other) {
		return nil
	}
	return func() string { return r.words(t, other, more) }
}

// otherWords ends the key of a sentence that says the same in other words: it is
// said where the first was said just before, or with one text between.
const otherWords = "_else"

// Sentences that ask again where the key has one of these at its end: of somebody who
// asked something instead, of somebody who is not sure yet, and of somebody who would if.
const (
	whereAsked  = "_asked"
	whereUnsure = "_unsure"
	whereIf     = "_if"
)

func hashOf(text string) uint64 {
	sum := sha256.Sum256([]byte(text))
	return binary.BigEndian.Uint64(sum[:])
}

// put adds a text to what is said in this turn, unless it says the same again.
func (r *run) put(s said) {
	again := slices.ContainsFunc(r.said, func(old said) bool { return old.text == s.text })
	if s.text != "" && !again {
		r.said = append(r.said, s)
	}
}

// When says a moment as people do, seen from now; both in the same zone.
func When(w *Wording, lang string, at, now time.Time) string {
	if at.IsZero() {
		return w.Say(lang, "time.any", nil)
	}
	clock := strings.Replace(strings.ToLower(at.Format("3.04pm")), ".00", "", 1)
	if clock == "12pm" {
		clock = w.Say(lang, "time.noon", nil)
	}
	whole := "" // midnight stands for the whole day
	if at.Equal(midnight(at)) {
		whole = "_day"
	}
	days := int(midnight(at).Sub(midnight(now)).Round(24*time.Hour) / (24 * time.Hour))
	args := map[string]any{"Clock": clock, "Day": w.Say(lang, "time.day."+strings.ToLower(at.Weekday().String()), nil), "Date": at.Day(), "Month": w.Say(lang, "time.month."+strconv.Itoa(int(at.Month())), nil)}
	switch {
	case days == 0:
		return w.Say(lang, "time.today"+whole, args)
	case days == 1:
		return w.Say(lang, "time.tomorrow"+whole, args)
	case days > 1 && days < 7:
		return w.Say(lang, "time.this_week"+whole, args)
	}
	return w.Say(lang, "time.later"+whole, args)
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/post"
)

// Bot is everything that a person's steps need: it is made once and shared.
type Bot struct {
	Org     *org.Organisation
	Wording *Wording
	Ears    *hear.Ears
	flows   map[string]*flowTable
	opens   map[hear.Meaning]string // meaning → flow
	begins  map[string]string       // letter → flow
	kinds   []hear.Kind
	places  map[string]string
}

// New returns a bot with the given flows, or everything that is wrong with them.
func New(o *org.Organisation, w *Wording, ears *hear.Ears, flows []Flow) (*Bot, error) {
	b := &Bot{Org: o, Wording: w, Ears: ears, flows: map[string]*flowTable{}, opens: map[hear.Meaning]string{}, begins: map[string]string{}, places: map[string]string{}}
	var errs []error
	for _, f := range flows {
		errs = append(errs, f.Check()...)
		if b.flows[f.Name] != nil {
			errs = append(errs, fmt.Errorf("two flows are called %s", f.Name))
		}
		b.flows[f.Name] = compile(f)
		for _, m := range f.Opens {
			if b.opens[m] != "" {
				errs = append(errs, fmt.Errorf("flows %s and %s both begin with %s", b.opens[m], f.Name, m))
			}
			b.opens[m] = f.Name
		}
		for l := range f.Begins {
			if b.begins[l] != "" {
				errs = append(errs, fmt.Errorf("flows %s and %s both begin with letter %s", b.begins[l], f.Name, l))
			}
			b.begins[l] = f.Name
		}
		for _, lang := range w.Languages() {
			for _, key := range f.Keys() {
				if !w.Has(lang, key) {
					errs = append(errs, fmt.Errorf("flow %s: %s has no wording for %s", f.Name, lang, key))
				}
			}
		}
	}
	for _, k := range o.Kinds {
		b.kinds = append(b.kinds, hear.Kind{ID: k.ID, Words: o.WordsFor(k.ID)})
	}
	for name, outward := range o.Gazetteer {
		b.places[strings.ToLower(name)] = outward
	}
	return b, errors.Join(errs...)
}

// Context is what texts are heard by when nothing was asked, in the zone of now.
func (b *Bot) Context(now time.Time, language string) hear.Context {
	return hear.Context{Asked: "any", Now: now, Kinds: b.kinds, Places: b.places, Language: language}
}

// Flows returns the names of the flows, sorted.
func (b *Bot) Flows() []string { return slices.Sorted(maps.Keys(b.flows)) }

// numbered reports whether a flow's conversations have numbers of their own.
func (b *Bot) numbered(flow string) bool {
	f := b.flows[flow]
	return f != nil && f.Numbered
}

// Flow returns a flow by name.
func (b *Bot) Flow(name string) (Flow, bool) {
	f := b.flows[name]
	if f == nil {
		return Flow{}, false
	}
	return f.Flow, true
}

// States of a person's document.
const (
	stateNew     = "new"     // nobody has written from this number yet
	stateKnown   = "known"   // texts come and go
	stateStopped = "stopped" // opted out: nothing is texted until they opt in
)

// LetterText is the kind of letter that a text becomes.
const LetterText = "text"

// Text is a text that came in.
type Text struct {
	From  string `json:"from"` // E.164, or as the provider gave it
	Body  string `json:"body"`
	Media int    `json:"media,omitempty"` // how many pictures came with it
	// OptOut is STOP, START or HELP when the provider has answered it already.
	OptOut string `json:"opt_out,omitempty"`
}

// Outgoing is a text on its way out.
type Outgoing struct {
	To   string `json:"to"`
	Body string `json:"body"`
	// Conversation and State are those of a question that may come back unasked.
	Conversation string `json:"conversation,omitempty"`
	State        string `json:"state,omitempty"`
}

// LetterFailed tells a person's document that a text did not arrive.
const LetterFailed = "failed"

// Failed is what a LetterFailed carries: the provider's code.
type Failed struct {
	Code string `json:"code"`
}

// Timers of a person's document, and the letters that they become.
const (
	letterLate    = "late"    // a state's Within is over
	letterMorning = "morning" // the quiet hours are over
	letterFloor   = "floor"   // a question that waited may be asked
	letterBack    = "back_on" // back on duty
	letterOff     = "off_on"  // off duty, as they had said before
	letterAside   = "aside"   // texts that were not answered go to their case
)

// Read decodes the data of the letter that caused this turn.
func Read[T any](t *Talk) T { return post.Read[T](t.Turn) }

// alone reports whether somebody else may have the phone, or read it: then nothing leaves
// but answers.
func (b *Bot) alone(p *Person) bool {
	return p.Doubted || slices.ContainsFunc(p.Conversations, func(c *Conversation) bool {
		f := b.flows[c.Flow]
		return f != nil && f.States[c.State].Alone
	})
}

func (b *Bot) index(d *post.Document, p *Person) post.Index {
	if p.Volunteer == nil || d.State == stateStopped || !p.Volunteer.OnDuty || p.Silent || p.Doubted {
		return post.Index{}
	}
	centre, ok := b.Org.Centre(p.Area)
	if !ok {
		hub, _ := b.Org.HubFor(p.Area)
		if len(hub.Outward) == 0 {
			return post.Index{}
		}
		centre, _ = b.Org.Centre(hub.Outward[0])
	}
	var rank int64
	if !p.Volunteer.Offered.IsZero() {
		rank = p.Volunteer.Offered.UnixMilli()
	}
	return post.Index{Keys: []string{nearKey(centre.Cell())}, Rank: rank, Summary: json.RawMessage(mustJSON(p.Match("")))}
}

func mustJSON(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return raw
}

// Package bot holds conversations: a person is one phone number, with several
// conversations at once, each running a flow that is read on one page. The
// router gives each text to the conversation that it belongs to.
//
// Everything here is pure: what should be said or sent goes through the
// post.Turn of the step.
package bot

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/match"
)

// Had is help that somebody had.
type Had struct {
	Kinds     []string  `json:"kinds"`
	By        time.Time `json:"by,omitzero"`
	Volunteer string    `json:"volunteer,omitempty"` // first name
	At        time.Time `json:"at"`
}

// HadFor is how long what they had is what they may ask for once more.
const HadFor = 28 * 24 * time.Hour

// Person is one phone number: a volunteer, a resident, or both.
type Person struct {
	Phone    string `json:"phone"`
	Language string `json:"lang,omitempty"`
	// Chose says that they have named their language: what they write in changes
	// nothing then.
	Chose    bool   `json:"chose_lang,omitempty"`
	Name     string `json:"name,omitempty"`
	First    string `json:"first,omitempty"`
	Postcode string `json:"postcode,omitempty"`
	Area     string `json:"area,omitempty"` // outward code
	Address  string `json:"address,omitempty"`
	TextOnly bool   `json:"text_only,omitempty"`

	Volunteer *Volunteer `json:"volunteer,omitempty"`

	Conversations []*Conversation `json:"conversations,omitempty"`
	// Ended are the outcomes of the latest conversations that had a number,
	// so that a late YES can be answered kindly.
	Ended []Outcome `json:"ended,omitempty"`
	// Floor is the conversation whose question was asked last.
	Floor   string    `json:"floor,omitempty"`
	FloorAt time.Time `json:"floor_at,omitzero"`
	Numbers int       `json:"numbers,omitempty"` // the last number given to an offer
	// Which is what we asked last of an answer that could be for several.
	Which *Which `json:"which,omitempty"`
	Made  int    `json:"made,omitempty"` // conversations begun, for their names

	// Recent are the last texts as sent, six at most and of a week, for a
	// coordinator.
	Recent []string `json:"recent,omitempty"`
	// RecentAt is when each of them came, in seconds since 1970. Those that stood
	// before it was kept have none, and are the first.
	RecentAt []int64   `json:"recent_at,omitempty"`
	Heard    time.Time `json:"heard,omitzero"`
	// Missed counts texts running that were not understood.
	Missed int `json:"missed,omitempty"`
	// Held are texts that wait for the quiet hours to end.
	Held []Held `json:"held,omitempty"`
	// Said is a hash of the text that went out last, and SaidBefore of the one before
	// it, so that no answer is the same twice running, nor with one text between.
	Said       uint64 `json:"said,omitempty"`
	SaidBefore uint64 `json:"said_before,omitempty"`
	// Silent says that a text may put them in danger: none goes out.
	Silent bool `json:"silent,omitempty"`
	// Barred are the cases and requests that were told of an opt-out: START is told to
	// each.
	Barred []string `json:"barred,omitempty"`
	// Doubted says that the phone may be somebody else's: until we know, nothing is
	// texted but the answer to a text of theirs, and no name.
	Doubted bool `json:"doubted,omitempty"`
	// Shared says that somebody else reads this phone too: texts say no names.
	Shared bool `json:"shared,omitempty"`
	// Robot is how much the phone answers us as a robot does.
	Robot Suspicion `json:"robot,omitzero"`
	Burst Burst     `json:"burst,omitzero"`
	// AsideCase is the case of texts that were not answered for either.
	AsideCase string `json:"aside_case,omitempty"`
	// Called is the case of their latest call for a person, until somebody writes back,
	// and CalledAt when it last had words of theirs.
	Called   string    `json:"called,omitempty"`
	CalledAt time.Time `json:"called_at,omitzero"`
	Aside    *Aside    `json:"aside,omitempty"`
	// Worried is the case of the latest worry that they told of, and WorriedAt when.
	Worried   string    `json:"worried,omitempty"`
	WorriedAt time.Time `json:"worried_at,omitzero"`
	// Had is the help that they had last and said of how it went, if it was for themself.
	Had *Had `json:"had,omitempty"`
	// Agreed are the households that one volunteer may know of, as they agreed: a name
	// and a place each. Nobody is asked that twice.
	Agreed []string `json:"agreed,omitempty"`
	// Was are earlier versions of what they told us, the oldest first.
	Was []Version `json:"was,omitempty"`
	// Before is whoever had this phone before.
	Before *Former `json:"before,omitempty"`
}

// Version is what somebody had told us before they corrected it.
type Version struct {
	What  string    `json:"what"` // "name", "postcode", "address", "kinds", "when"
	Value string    `json:"value"`
	Until time.Time `json:"until"`
}

// versionsKept bounds what a person's document carries along.
const versionsKept = 20

// Replace keeps an earlier version of what is being corrected.
func (p *Person) Replace(what, was, by string, now time.Time) {
	if was == "" || was == by {
		return
	}
	if p.Was = append(p.Was, Version{What: what, Value: was, Until: now}); len(p.Was) > versionsKept {
		p.Was = slices.Clone(p.Was[len(p.Was)-versionsKept:])
	}
}

// Former is somebody who had the phone before whoever has it now. A coordinator
// may still find them; nothing of it is ever texted.
type Former struct {
	Name      string     `json:"name,omitempty"`
	Postcode  string     `json:"postcode,omitempty"`
	Area      string     `json:"area,omitempty"`
	Address   string     `json:"address,omitempty"`
	Volunteer *Volunteer `json:"volunteer,omitempty"`
	Was       []Version  `json:"was,omitempty"`
	Until     time.Time  `json:"until"`
	// Before is whoever had the phone before them.
	Before *Former `json:"before,omitempty"`
}

// Part keeps what is held of somebody apart from whoever has the phone now.
// Danger that lives is heard on, whoever it is in.
func (p *Person) Part(now time.Time) {
	if p.Name != "" || p.Address != "" || p.Postcode != "" || p.Volunteer != nil {
		p.Before = &Former{
			Name: p.Name, Postcode: p.Postcode, Area: p.Area, Address: p.Address, Volunteer: p.Volunteer, Was: p.Was, Until: now, Before: p.Before,
		}
	}
	p.Name, p.First, p.Postcode, p.Area, p.Address, p.Volunteer, p.Was, p.Agreed, p.Had = "", "", "", "", "", nil, nil, nil, nil
	p.Conversations, p.Ended, p.Which, p.Held = p.With("danger"), nil, nil, nil
	p.Worried, p.WorriedAt = "", time.Time{}
	p.KeepWords(0)
	if p.conversation(p.Floor) == nil {
		p.Floor = ""
	}
	p.TextOnly, p.Shared, p.Doubted = false, false, false
	p.Language, p.Chose, p.Missed, p.Said, p.SaidBefore = "", false, 0, 0, 0
	p.Robot, p.AsideCase, p.Aside, p.Barred = Suspicion{}, "", nil, nil
	p.Called, p.CalledAt = "", time.Time{}
}

// keepRecent notes a text as it was sent.
func (p *Person) keepRecent(text string, now time.Time) {
	p.Recent, p.RecentAt = append(p.Recent, text), append(p.RecentAt, now.Unix())
	p.KeepWords(recentKept)
}

// KeepWords keeps so many of the latest texts, and forgets the others.
func (p *Person) KeepWords(most int) {
	p.Recent, p.RecentAt = latest(p.Recent, most), latest(p.RecentAt, most)
}

// Since are the latest texts that came after a moment.
func (p *Person) Since(at time.Time) []string {
	after := 0
	for _, sent := range p.RecentAt {
		if sent > at.Unix() {
			after++
		}
	}
	return latest(p.Recent, after)
}

// moreOfIt is how long after a worry words that answer nothing may be more of it.
const moreOfIt = 15 * time.Minute

// WorriedLately reports whether they told of a worry a moment ago.
func (p *Person) WorriedLately(now time.Time) bool {
	return p.Worried != "" && now.Sub(p.WorriedAt) < moreOfIt
}

func latest[V any](all []V, most int) []V {
	if len(all) <= most {
		return all
	}
	return slices.Clone(all[len(all)-most:])
}

// forgetOld forgets the words of longer ago than a week.
func (p *Person) forgetOld(now time.Time) {
	since, young := now.Add(-recentFor).Unix(), 0
	for _, at := range p.RecentAt {
		if at >= since {
			young++
		}
	}
	if young < len(p.RecentAt) || young == 0 && p.Heard.Unix() < since {
		p.KeepWords(young)
	}
}

// Held is a text that waits for the morning. A question is sent then only if
// its conversation still stands where it asked.
type Held struct {
	Text         string `json:"text"`
	Conversation string `json:"conversation,omitempty"`
	State        string `json:"state,omitempty"`
	// Until is how long it is worth sending; the zero time is for ever.
	Until time.Time `json:"until,omitzero"`
}

// Volunteer is what a person said when they joined, and what was verified.
type Volunteer struct {
	Kinds     []string  `json:"kinds,omitempty"`
	When      []string  `json:"when,omitempty"`
	Transport []string  `json:"transport,omitempty"`
	Says      []string  `json:"says,omitempty"` // checks that they say they hold
	Conduct   string    `json:"conduct"`        // the version of the code that they agreed to
	Agreed    time.Time `json:"agreed"`
	// Lessons maps a lesson to the handbook version that was taken.
	Lessons map[string]string    `json:"lessons,omitempty"`
	Checks  map[string]time.Time `json:"checks,omitempty"`   // verified, until when (zero: no date)
	IDAsked bool                 `json:"id_asked,omitempty"` // a coordinator has a case to see their ID
	OnDuty  bool                 `json:"on"`
	Off     time.Time            `json:"off,omitzero"`  // off duty from then, and on duty till then
	Back    time.Time            `json:"back,omitzero"` // on duty again
	Offered time.Time            `json:"offered,omitzero"`
	Helped  int                  `json:"helped,omitempty"`
	Minutes int                  `json:"minutes,omitempty"`
	Lately  Turn                 `json:"lately,omitzero"` // what they did last
}

// Turn is a task that was done, and how long it took.
type Turn struct {
	Task    string    `json:"task"`
	Minutes int       `json:"minutes,omitempty"`
	At      time.Time `json:"at"`
}

// Conversation is one exchange about one thing.
type Conversation struct {
	ID    string            `json:"id"` // "offer-3"
	Flow  string            `json:"flow"`
	State string            `json:"state"`
	About string            `json:"about,omitempty"` // the document that it is about
	Slots map[string]string `json:"slots,omitempty"`
	// Number is how the person calls it, for an offer; 0 where it has none.
	Number int `json:"number,omitempty"`
	// Waits says that its question is yet to be asked: another has the floor.
	Waits bool `json:"waits,omitempty"`
	// Asked is when its question was asked last.
	Asked time.Time `json:"asked,omitzero"`
}

// Wants reports whether what is asked for is, or is among it, one of some kinds of help.
func (c *Conversation) Wants(kinds []string) bool {
	return slices.ContainsFunc(strings.Split(c.Slots["kinds"], ","), func(k string) bool { return slices.Contains(kinds, k) })
}

// Outcome is what is left of a conversation that had a number.
type Outcome struct {
	Number int       `json:"number"`
	Flow   string    `json:"flow"`
	State  string    `json:"state"`
	About  string    `json:"about,omitempty"`
	Kind   string    `json:"kind,omitempty"` // of the task, where it is known
	ID     string    `json:"id"`
	At     time.Time `json:"at"`
}

// Which is the question which of several conversations something was for.
type Which struct {
	Meaning hear.Meaning `json:"meaning"`
	Text    string       `json:"text"`
	IDs     []string     `json:"ids"`
	Numbers []int        `json:"numbers"`
	Times   int          `json:"times"` // asked in a row
	At      time.Time    `json:"at"`
}

// PersonID is the id of a number's document: a keyed hash, so that the id
// tells nothing without the key. The number is in E.164.
func PersonID(key []byte, phone string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(phone))
	return "person/" + hex.EncodeToString(mac.Sum(nil)[:12])
}

func (p *Person) conversation(id string) *Conversation {
	for _, c := range p.Conversations {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// With returns the live conversations of a flow.
func (p *Person) With(flow string) []*Conversation {
	var found []*Conversation
	for _, c := range p.Conversations {
		if c.Flow == flow {
			found = append(found, c)
		}
	}
	return found
}

// Holds reports whether a check was verified and has not ended.
func (v *Volunteer) Holds(check string, now time.Time) bool {
	until, ok := v.Checks[check]
	return ok && (until.IsZero() || until.After(now))
}

// Passed reports whether all of the lessons were taken.
func (v *Volunteer) Passed(lessons []string) bool {
	return !slices.ContainsFunc(lessons, func(id string) bool { return v.Lessons[id] == "" })
}

// Match is what a choice may know of the volunteer.
func (p *Person) Match(id string) match.Volunteer {
	v := p.Volunteer
	m := match.Volunteer{ID: id, Area: p.Area, Kinds: v.Kinds, Checks: v.Checks, Transport: v.Transport, When: v.When, OnDuty: v.OnDuty, Offered: v.Offered}
	for lesson := range v.Lessons {
		m.Lessons = append(m.Lessons, lesson)
	}
	slices.Sort(m.Lessons)
	for _, c := range p.With("offer") {
		switch c.State {
		case "": // being taken in this very step
		case "offered", "reminded":
			m.Live++
		default:
			m.Active++
		}
	}
	return m
}

// Package post is the post office: documents with state machines that write
// letters to each other, each letter handled in one durable step.
//
// A step loads a document, asks whether it has seen the letter, runs a pure
// function, and commits the new state together with everything it wants to
// say in one compare-and-set write. Only then is the outbox delivered. The
// package knows nothing of volunteering, of Twilio or of Slack: it has the
// ports [Store] and [Sender], whose conformance suites are in posttest.
package post

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Letter is one event for one document: a text that came in, a button
// pressed, a timer that fell due, "your claim won".
type Letter struct {
	// ID derives from what caused the letter ("twilio:SM…", "task/k3…@7/2"),
	// so that the same cause delivered twice is the same letter.
	ID string `json:"id"`
	// To is a document's id, with "#part" behind it for one conversation in a
	// person.
	To   string          `json:"to"`
	Kind string          `json:"kind"`
	From string          `json:"from,omitempty"`
	Data json.RawMessage `json:"data,omitempty"`
	// Hops counts the letters that led to this one; chains are capped.
	Hops int `json:"hops,omitempty"`
}

// Document returns the id of the document that the letter is for.
func (l Letter) Document() string { id, _, _ := strings.Cut(l.To, "#"); return id }

// Part returns the conversation within the document, or "".
func (l Letter) Part() string { _, part, _ := strings.Cut(l.To, "#"); return part }

// Read decodes the letter's data into v.
func (l Letter) Read(v any) error {
	if len(l.Data) == 0 {
		return nil
	}
	if err := json.Unmarshal(l.Data, v); err != nil {
		return fmt.Errorf("read letter %s: %w", l.Kind, err)
	}
	return nil
}

// A Document is what every living thing keeps besides its own data.
type Document struct {
	ID       string `json:"-"`
	Version  int64  `json:"-"`
	Revision int    `json:"rev"`
	State    string `json:"state"`
	Seen     Seen   `json:"seen,omitempty"`
	// Outbox holds, in order, what was decided and not yet delivered.
	Outbox []Entry          `json:"outbox,omitempty"`
	Timers []Timer          `json:"timers,omitempty"`
	Leases map[string]Lease `json:"leases,omitempty"`
	// Posts holds, for each Slack channel, the message that shows this document.
	Posts map[string]string `json:"posts,omitempty"`
	// Sent holds the provider's references of the latest texts, so that one
	// message in the provider's list is never taken for two entries.
	Sent []string `json:"sent,omitempty"`
	Data any      `json:"-"`

	body []byte // what Data is decoded from, while it is not
}

// KindOf returns the part of a document's id before the slash.
func KindOf(id string) string { kind, _, _ := strings.Cut(id, "/"); return kind }

// Lanes that the outbox knows. A lane is an ordered queue within one
// document; a lane that fails delays no other.
const (
	LaneUrgent = "urgent" // texts that cannot wait, sent before all others
	LaneText   = "text"
	LaneFact   = "fact"
	LaneFind   = "find"

	laneSlack  = "slack:" // + channel: the card and its thread
	laneLetter = "to:"    // + receiving document
)

// An Entry is one thing that a document decided to send.
type Entry struct {
	ID   string          `json:"id"`
	Lane string          `json:"lane"`
	Kind string          `json:"kind"`
	To   string          `json:"to,omitempty"`
	Body json.RawMessage `json:"body,omitempty"`
	At   time.Time       `json:"at"`
	// Until is how long a text is worth sending; the zero time is for ever. One
	// that has not left by then never does: see [FactDropped].
	Until time.Time `json:"until,omitzero"`
	// Asleep is when a text would wake whoever gets it. One that has not left by
	// then goes back to its document: see [LetterReturned].
	Asleep Span `json:"asleep,omitzero"`
	// Urgent is a card that goes ahead of all others that wait for its channel.
	Urgent bool `json:"urgent,omitempty"`
	Hops   int  `json:"hops,omitempty"`
	// By is the process that may have posted the entry, as the lane's last
	// holder: another that takes the lane must ask the provider first.
	By string `json:"by,omitempty"`
	// Withdrawn entries are not to leave any more. They stand until it is known
	// whether they had left, or a later text with the same words would be taken
	// for having left.
	Withdrawn bool `json:"withdrawn,omitempty"`
}

// A Span is a time from a moment until just before another.
type Span struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

func (s Span) has(t time.Time) bool { return !t.Before(s.From) && t.Before(s.To) }

// Kinds of entry in a Slack lane.
const (
	EntryCard   = "card"   // render the document as it now stands
	EntryThread = "thread" // a message under the card
)

// Sender returns the name of the sender that delivers the entry, or "" when
// the office delivers it itself.
func (e Entry) Sender() string {
	switch {
	case e.Lane == LaneUrgent || e.Lane == LaneText:
		return "text"
	case strings.HasPrefix(e.Lane, laneSlack):
		return "slack"
	}
	return ""
}

// first reports whether the entry goes before all that is not urgent.
func (e Entry) first() bool { return e.Urgent || e.Lane == LaneUrgent }

func (e Entry) isCard() bool { return e.Kind == EntryCard && e.Sender() == "slack" }

// Read decodes the entry's body into v.
func (e Entry) Read(v any) error {
	if err := json.Unmarshal(e.Body, v); err != nil {
		return fmt.Errorf("read entry %s: %w", e.ID, err)
	}
	return nil
}

// entryDocument returns the id of the document that wrote the entry.
func entryDocument(entry string) string {
	if at := strings.LastIndexByte(entry, '@'); at > 0 {
		return entry[:at]
	}
	return ""
}

// A Timer is a letter to oneself at a time. It fires only while it stands in
// the document with the same name and due time, and firing removes it.
type Timer struct {
	Name string    `json:"name"`
	Kind string    `json:"kind"`
	Part string    `json:"part,omitempty"`
	Due  time.Time `json:"due"`
	// Urgent timers are swept before all others.
	Urgent bool `json:"urgent,omitempty"`
}

func (t Timer) letter(doc string) Letter {
	to := doc
	if t.Part != "" {
		to += "#" + t.Part
	}
	return Letter{ID: fmt.Sprintf("timer:%s/%s@%d", doc, t.Name, t.Due.UnixMilli()), To: to, Kind: t.Kind}
}

// A Fact is a record of something that happened, written once by id. It
// carries no words, names, numbers or addresses.
type Fact struct {
	ID   string          `json:"id"`
	Kind string          `json:"kind"`
	At   time.Time       `json:"at"`
	Data json.RawMessage `json:"data,omitempty"`
}

// Seen is the set of letters that a document has handled, an 8-byte hash for
// each, kept for the document's life.
type Seen []uint64

// Has reports whether the letter's id is in the set.
func (s Seen) Has(id string) bool { return slices.Contains(s, hash(id)) }

// MarshalJSON writes the hashes as one base64 string.
func (s Seen) MarshalJSON() ([]byte, error) {
	raw := make([]byte, 0, 8*len(s))
	for _, h := range s {
		raw = binary.BigEndian.AppendUint64(raw, h)
	}
	return append(base64.StdEncoding.AppendEncode([]byte{'"'}, raw), '"'), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *Seen) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	if len(b) < 2 || b[0] != '"' {
		return fmt.Errorf("read seen: not a string")
	}
	raw, err := base64.StdEncoding.AppendDecode(nil, b[1:len(b)-1])
	if err != nil {
		return fmt.Errorf("read seen: %w", err)
	}
	if len(raw)%8 != 0 {
		return fmt.Errorf("read seen: %d bytes is not a whole number of hashes", len(raw))
	}
	*s = make(Seen, len(raw)/8)
	for i := range *s {
		(*s)[i] = binary.BigEndian.Uint64(raw[8*i:])
	}
	return nil
}

func hash(id string) uint64 {
	sum := sha256.Sum256([]byte(id))
	return binary.BigEndian.Uint64(sum[:8])
}

var base32Lower = base32.NewEncoding("abcdefghjkmnpqrstuvwxyz023456789").WithPadding(base32.NoPadding)

// Derive returns a short id that is the same for the same parts, so that what
// is made twice from one cause is made once.
func Derive(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return base32Lower.EncodeToString(sum[:10])
}

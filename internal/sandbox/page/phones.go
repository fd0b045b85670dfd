package page

import (
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goodturn/goodturn/internal/sandbox"
)

// phones are all the phones of a scene.
type phones struct {
	Scene  int
	Name   string // the organisation's
	Number string // the number that they text
	Phones []phone
}

// phone is a handset on the page.
type phone struct {
	ID      string // of its element
	Raw     string // E.164, perhaps with the channel before it
	Head    phoneHead
	Bubbles []bubble
	Latest  string // changes with each text that comes to it
	Blocked bool
}

// phoneHead is what stands above a phone.
type phoneHead struct {
	V             string
	Name, Number  string
	Initial       string
	Tone          int
	Clock         string
	With          string
	Whats, Absent bool
}

// bubble is a text on a phone.
type bubble struct {
	V        string
	ID       string
	Body     string
	At       string
	Mine     bool // from the phone
	Carrier  bool
	Status   string // the class of its tick, "" without one
	Code     int
	Segments int
	Media    int
	Day      string // a day's heading above it
}

// atMostBubbles is how many of a phone's newest texts are drawn.
const atMostBubbles = 200

func (p *Page) phones() phones {
	scene := p.show.Scene()
	now := scene.Now().In(scene.In)
	snap := scene.Twilio.Snapshot()
	out := phones{Scene: scene.ID, Name: scene.Name, Number: national(snap.From)}
	for _, ph := range snap.Phones {
		if bare(ph.Number) == bare(snap.From) {
			continue
		}
		name := p.nameOf(scene, ph.Number)
		v := phone{ID: element("p", ph.Number), Raw: ph.Number, Blocked: ph.Blocked, Head: phoneHead{
			Name: name, Number: national(bare(ph.Number)), Initial: initial(name), Tone: tone(name),
			Clock: now.Format("15:04"), With: scene.Name, Whats: strings.HasPrefix(ph.Number, "whatsapp:"),
		}}
		v.Head.V = version(v.Head)
		list := ph.Messages[max(0, len(ph.Messages)-atMostBubbles):]
		day := ""
		for _, m := range list {
			b := bubbleOf(m, scene.In)
			if d := m.Created.In(scene.In).Format("Mon 2 Jan"); d != day {
				day = d
				b.Day = d
			}
			b.V = version(b)
			v.Bubbles = append(v.Bubbles, b)
			if !m.Inbound() {
				v.Latest = m.SID
			}
		}
		out.Phones = append(out.Phones, v)
	}
	return out
}

func bubbleOf(m sandbox.Message, in *time.Location) bubble {
	b := bubble{
		ID: "t-" + m.SID, Body: m.Body, At: m.Created.In(in).Format("15:04"), Mine: m.Inbound(), Carrier: m.Carrier,
		Code: m.ErrorCode, Segments: m.Segments, Media: len(m.Media),
	}
	if b.Mine {
		return b
	}
	switch m.Status {
	case "accepted", "queued", "sending":
		b.Status = "queued"
	case "sent":
		b.Status = "sent"
	case "delivered", "read":
		b.Status = "delivered"
	default:
		b.Status = "failed"
	}
	return b
}

// nameOf is the name of a phone's person: as it was given, or its number's end.
func (p *Page) nameOf(scene Scene, number string) string {
	number = bare(number)
	p.mu.Lock()
	name := ""
	if p.scene == scene.ID {
		name = p.names[number]
	}
	p.mu.Unlock()
	if name == "" {
		name = scene.Names[number]
	}
	if name == "" {
		name = "…" + number[max(0, len(number)-3):]
	}
	return name
}

func bare(number string) string { return strings.TrimPrefix(number, "whatsapp:") }

// national writes a British mobile number as people here do.
func national(number string) string {
	if rest, ok := strings.CutPrefix(number, "+44"); ok && len(rest) == 10 {
		return "0" + rest[:4] + " " + rest[4:]
	}
	return number
}

// element makes an element's id of anything.
func element(prefix, of string) string {
	var b strings.Builder
	b.WriteString(prefix)
	b.WriteByte('-')
	for _, r := range of {
		if (r >= '0' && r <= '9') || (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z') {
			b.WriteRune(r)
		} else {
			b.WriteByte('-')
		}
	}
	return b.String()
}

// The numbers that Ofcom keeps for drama, as far as the page gives them out:
// the account's own and those of the organisation's people are beyond.
const firstNumber, lastNumber = 900101, 900799

// atMostName is how long a phone's name may be, in characters.
const atMostName = 40

func (p *Page) addPhone(r *http.Request) error {
	name := strings.Join(strings.Fields(strings.ToValidUTF8(r.PostFormValue("name"), "")), " ")
	if name == "" {
		return refusal{"refused-name", http.StatusUnprocessableEntity}
	}
	if utf8.RuneCountInString(name) > atMostName {
		name = string([]rune(name)[:atMostName])
	}
	scene := p.show.Scene()
	taken := map[string]bool{}
	for number := range scene.Names {
		taken[number] = true
	}
	for _, ph := range scene.Twilio.Snapshot().Phones {
		taken[bare(ph.Number)] = true
	}
	for n := firstNumber; n <= lastNumber; n++ {
		number := fmt.Sprintf("+447700%d", n)
		if p.take(scene, number, name, taken[number]) {
			scene.Twilio.AddPhone(number)
			return nil
		}
	}
	return refusal{"refused-full", http.StatusUnprocessableEntity}
}

// take gives a number a name, unless it has one.
func (p *Page) take(scene Scene, number, name string, taken bool) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.scene != scene.ID {
		p.scene, p.names = scene.ID, map[string]string{}
	}
	if taken || p.names[number] != "" {
		return false
	}
	p.names[number] = name
	return true
}

// atMostText is the longest text that a phone here sends, in characters.
const atMostText = 1600

func (p *Page) text(r *http.Request) error {
	scene, from, body := p.show.Scene(), r.PostFormValue("from"), r.PostFormValue("body")
	switch {
	case strings.TrimSpace(body) == "":
		return refusal{"refused-empty", http.StatusUnprocessableEntity}
	case utf8.RuneCountInString(body) > atMostText:
		return refusal{"refused-long", http.StatusUnprocessableEntity}
	}
	known := false
	for _, ph := range scene.Twilio.Snapshot().Phones {
		known = known || ph.Number == from
	}
	if !known {
		return refusal{"refused-gone", http.StatusConflict}
	}
	// Browsers send line ends as two characters; a phone sends one.
	resp, err := scene.Twilio.Text(r.Context(), from, strings.ReplaceAll(body, "\r\n", "\n"))
	if err != nil {
		return fmt.Errorf("send a text: %w", err)
	}
	if !resp.OK() {
		return refusal{"refused-trouble", http.StatusBadGateway}
	}
	return nil
}

package sandbox

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Directions of a message, as Twilio names them.
const (
	Inbound       = "inbound"
	OutboundAPI   = "outbound-api"
	OutboundReply = "outbound-reply"
)

// Media is a picture or a recording that came with a text.
type Media struct{ URL, ContentType string }

// Message is one text, either way.
type Message struct {
	SID       string
	Direction string // Inbound, OutboundAPI or OutboundReply
	From, To  string
	Body      string
	// Status is received, or accepted, queued, sending, sent, delivered, failed or undelivered.
	Status     string
	ErrorCode  int // why it failed or was not delivered; 0 otherwise
	Segments   int
	Media      []Media
	ContentSID string // the approved template that it was sent from
	// StatusCallback is where the application wants to hear of its statuses.
	StatusCallback string
	// Carrier marks an answer of the carrier itself to STOP, START or HELP.
	Carrier                bool
	Created, Sent, Updated time.Time // Sent is zero until it was sent
}

// Inbound tells whether the text came from a phone.
func (m Message) Inbound() bool { return m.Direction == Inbound }

// message is a Message with what only the server knows. Its fields are guarded
// by Twilio.mu.
type message struct {
	Message
	seq     int // its place in Twilio.all
	service string
	optOut  string     // OptOutType of an inbound text
	webhook url.Values // the form that was sent for an inbound text
}

var (
	possibleNumber = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	shortCode      = regexp.MustCompile(`^[0-9]{3,8}$`)
)

// bare is a number without the channel before it ("whatsapp:+44…").
func bare(number string) string { return strings.TrimPrefix(number, "whatsapp:") }

func isWhatsApp(number string) bool { return strings.HasPrefix(number, "whatsapp:") }

func (t *Twilio) createMessage(w http.ResponseWriter, r *http.Request) {
	if !t.owned(w, r, r.PathValue("sid")) {
		return
	}
	if err := r.ParseForm(); err != nil {
		twilioFail(w, http.StatusBadRequest, 20001, "Unparseable request body")
		return
	}
	form := r.PostForm
	m, code, problem := t.readMessage(form)
	if code != 0 {
		twilioFail(w, http.StatusBadRequest, code, problem)
		return
	}
	t.mu.Lock()
	if p := t.phones[m.To]; p != nil && p.blocked && !isWhatsApp(m.To) {
		t.mu.Unlock()
		twilioFail(w, http.StatusBadRequest, 21610, twilioMeaning(21610))
		return
	}
	t.add(m)
	if t.opts.Taken != nil {
		t.opts.Taken(m.Message)
	}
	answer := t.resource(m)
	holding := t.holding
	t.mu.Unlock()
	t.changed()
	twilioJSON(w, http.StatusCreated, answer)
	if !holding {
		t.progress(m)
	}
}

// readMessage makes the message that a form asks for, or says what is wrong with it.
func (t *Twilio) readMessage(form url.Values) (m *message, code int, problem string) {
	to, from, body := form.Get("To"), form.Get("From"), form.Get("Body")
	service, content := form.Get("MessagingServiceSid"), form.Get("ContentSid")
	switch {
	case to == "":
		return nil, 21604, "A 'To' phone number is required."
	case !possibleNumber.MatchString(bare(to)):
		return nil, 21211, "The 'To' number " + to + " is not a valid phone number."
	case from == "" && service == "":
		return nil, 21603, "A 'From' phone number is required."
	case service != "" && service != t.opts.MessagingServiceSID:
		return nil, 21701, "The Messaging Service does not exist"
	case from != "" && bare(from) != t.opts.From:
		return nil, 21659, "'From' " + from + " is not a Twilio phone number or Short Code country mismatch"
	case from != "" && isWhatsApp(from) != isWhatsApp(to):
		return nil, 21910, "Invalid From and To pair. From and To should be of the same channel"
	case body == "" && content == "" && form.Get("MediaUrl") == "":
		return nil, 21602, "Message body is required."
	case utf8.RuneCountInString(body) > 1600:
		return nil, 21617, "The concatenated message body exceeds the 1600 character limit"
	}
	now := t.opts.Now()
	m = &message{
		Message: Message{
			SID: t.ids.hex("SM"), Direction: OutboundAPI, From: from, To: to, Body: body,
			Status: "queued", Segments: segments(body), ContentSID: content,
			Created: now, Updated: now, StatusCallback: form.Get("StatusCallback"),
		},
		service: service,
	}
	if from == "" {
		m.Status = "accepted"
	}
	for _, u := range form["MediaUrl"] {
		m.Media = append(m.Media, Media{URL: u})
	}
	return m, 0, ""
}

// add files a message under its numbers. The caller holds t.mu.
func (t *Twilio) add(m *message) {
	other := m.To
	if m.Direction == Inbound {
		other = m.From
	}
	p := t.phone(other)
	p.messages = append(p.messages, m)
	if m.Carrier {
		return
	}
	m.seq = len(t.all)
	t.all = append(t.all, m)
	t.bySID[m.SID] = m
	t.byTo[m.To] = append(t.byTo[m.To], m)
	from := m.From
	if from == "" {
		from = t.opts.From // the messaging service will choose it
	}
	t.byFrom[from] = append(t.byFrom[from], m)
}

// phone finds or makes the phone with a number. The caller holds t.mu.
func (t *Twilio) phone(number string) *phone {
	p := t.phones[number]
	if p == nil {
		p = &phone{number: number}
		t.phones[number] = p
		t.order = append(t.order, number)
	}
	return p
}

func (t *Twilio) fetchMessage(w http.ResponseWriter, r *http.Request) {
	if !t.owned(w, r, r.PathValue("sid")) {
		return
	}
	sid, isJSON := strings.CutSuffix(r.PathValue("message"), ".json")
	t.mu.RLock()
	m := t.bySID[sid]
	var answer *messageResource
	if m != nil && isJSON {
		answer = t.resource(m)
	}
	t.mu.RUnlock()
	if answer == nil {
		t.notFound(w, r)
		return
	}
	twilioJSON(w, http.StatusOK, answer)
}

// messageResource is a message as the API shows it.
type messageResource struct {
	AccountSID          string            `json:"account_sid"`
	APIVersion          string            `json:"api_version"`
	Body                string            `json:"body"`
	DateCreated         string            `json:"date_created"`
	DateSent            *string           `json:"date_sent"`
	DateUpdated         string            `json:"date_updated"`
	Direction           string            `json:"direction"`
	ErrorCode           *int              `json:"error_code"`
	ErrorMessage        *string           `json:"error_message"`
	From                *string           `json:"from"`
	MessagingServiceSID *string           `json:"messaging_service_sid"`
	NumMedia            string            `json:"num_media"`
	NumSegments         string            `json:"num_segments"`
	Price               *string           `json:"price"`
	PriceUnit           *string           `json:"price_unit"`
	SID                 string            `json:"sid"`
	Status              string            `json:"status"`
	SubresourceURIs     map[string]string `json:"subresource_uris"`
	To                  string            `json:"to"`
	URI                 string            `json:"uri"`
}

// resource shows a message as the API does. The caller holds t.mu.
func (t *Twilio) resource(m *message) *messageResource {
	uri := "/2010-04-01/Accounts/" + t.opts.AccountSID + "/Messages/" + m.SID
	res := &messageResource{
		AccountSID: t.opts.AccountSID, APIVersion: "2010-04-01", Body: m.Body,
		DateCreated: rfc2822(m.Created), DateUpdated: rfc2822(m.Updated), Direction: m.Direction,
		NumMedia: strconv.Itoa(len(m.Media)), NumSegments: strconv.Itoa(m.Segments),
		SID: m.SID, Status: m.Status, To: m.To, URI: uri + ".json",
		SubresourceURIs: map[string]string{"media": uri + "/Media.json"},
	}
	if m.From != "" {
		from := m.From
		res.From = &from
	}
	if m.Status == "accepted" {
		res.NumSegments = "0"
	}
	if m.service != "" {
		service := m.service
		res.MessagingServiceSID = &service
	}
	if !m.Sent.IsZero() {
		sent := rfc2822(m.Sent)
		res.DateSent = &sent
	}
	if m.ErrorCode != 0 {
		code, meaning := m.ErrorCode, twilioMeaning(m.ErrorCode)
		res.ErrorCode, res.ErrorMessage = &code, &meaning
	}
	return res
}

// listing is what a list request asks for.
type listing struct {
	to, from      string
	on            string // a day, YYYY-MM-DD
	before, after time.Time
	size, page    int
	token         string
}

func readListing(q url.Values) (listing, bool) {
	l := listing{to: q.Get("To"), from: q.Get("From"), token: q.Get("PageToken"), size: 50}
	if s := q.Get("PageSize"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			return l, false
		}
		l.size = min(n, 1000)
	}
	l.page, _ = strconv.Atoi(q.Get("Page"))
	if on := q.Get("DateSent"); on != "" {
		day, _, ok := readDate(on)
		if !ok {
			return l, false
		}
		l.on = day.Format(time.DateOnly)
	}
	if s := q.Get("DateSent<"); s != "" {
		at, wholeDay, ok := readDate(s)
		if !ok {
			return l, false
		}
		if wholeDay {
			at = at.Add(24*time.Hour - time.Second)
		}
		l.before = at
	}
	if s := q.Get("DateSent>"); s != "" {
		at, _, ok := readDate(s)
		if !ok {
			return l, false
		}
		l.after = at
	}
	return l, true
}

func readDate(s string) (at time.Time, wholeDay, ok bool) {
	if at, err := time.Parse(time.DateOnly, s); err == nil {
		return at, true, true
	}
	at, err := time.Parse(time.RFC3339, s)
	return at.UTC(), false, err == nil
}

// wants tells whether a message is in the listing. Dates are inclusive, and a
// message that was not sent yet has none.
func (l listing) wants(m *message) bool {
	if (l.to != "" && m.To != l.to) || (l.from != "" && m.From != l.from) {
		return false
	}
	if l.on == "" && l.before.IsZero() && l.after.IsZero() {
		return true
	}
	if m.Sent.IsZero() {
		return false
	}
	sent := m.Sent.UTC().Truncate(time.Second)
	return (l.on == "" || sent.Format(time.DateOnly) == l.on) &&
		(l.before.IsZero() || !sent.After(l.before)) &&
		(l.after.IsZero() || !sent.Before(l.after.Truncate(time.Second)))
}

func (t *Twilio) listMessages(w http.ResponseWriter, r *http.Request) {
	if !t.owned(w, r, r.PathValue("sid")) {
		return
	}
	l, ok := readListing(r.URL.Query())
	if !ok {
		twilioFail(w, http.StatusBadRequest, 20001, "Invalid query parameter")
		return
	}
	t.mu.RLock()
	page, more := t.page(l)
	found := make([]*messageResource, len(page))
	for i, m := range page {
		found[i] = t.resource(m)
	}
	t.mu.RUnlock()

	q := r.URL.Query()
	q.Del("PageToken")
	q.Set("PageSize", strconv.Itoa(l.size))
	q.Set("Page", "0")
	first := r.URL.Path + "?" + q.Encode()
	q.Set("Page", strconv.Itoa(l.page))
	answer := map[string]any{
		"messages": found, "page": l.page, "page_size": l.size,
		"start": l.page * l.size, "end": l.page*l.size + max(0, len(found)-1),
		"first_page_uri": first, "uri": r.URL.RequestURI(),
		"next_page_uri": nil, "previous_page_uri": nil,
	}
	if more {
		q.Set("Page", strconv.Itoa(l.page+1))
		q.Set("PageToken", "PA"+page[len(page)-1].SID)
		answer["next_page_uri"] = r.URL.Path + "?" + q.Encode()
	}
	twilioJSON(w, http.StatusOK, answer)
}

// page finds the messages of one page, newest first, and whether more follow.
// The caller holds t.mu.
func (t *Twilio) page(l listing) (found []*message, more bool) {
	from := t.all
	if l.to != "" {
		from = t.byTo[l.to]
	}
	if l.from != "" && (l.to == "" || len(t.byFrom[l.from]) < len(from)) {
		from = t.byFrom[l.from]
	}
	end := len(from)
	if last := t.bySID[strings.TrimPrefix(l.token, "PA")]; last != nil {
		end, _ = slices.BinarySearchFunc(from, last.seq, func(m *message, seq int) int { return m.seq - seq })
	}
	for i := end - 1; i >= 0; i-- {
		if !l.wants(from[i]) {
			continue
		}
		if len(found) == l.size {
			return found, true
		}
		found = append(found, from[i])
	}
	return found, false
}

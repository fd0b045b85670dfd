package sandbox

import "slices"

// Phone is a handset and its conversation with the account's number.
type Phone struct {
	Number   string
	Blocked  bool // it texted STOP to the carrier
	Messages []Message
}

// TwilioSnapshot is everything there is to see at one moment.
type TwilioSnapshot struct {
	From   string
	Phones []Phone // in order of appearance
}

// AddPhone makes a phone known, with no texts yet, so that it is in the snapshot.
func (t *Twilio) AddPhone(number string) {
	t.mu.Lock()
	t.phone(number)
	t.mu.Unlock()
	t.changed()
}

// Snapshot returns every phone with its texts.
func (t *Twilio) Snapshot() TwilioSnapshot {
	t.mu.RLock()
	defer t.mu.RUnlock()
	s := TwilioSnapshot{From: t.opts.From, Phones: make([]Phone, 0, len(t.order))}
	for _, number := range t.order {
		p := t.phones[number]
		s.Phones = append(s.Phones, Phone{Number: number, Blocked: p.blocked, Messages: copies(p.messages)})
	}
	return s
}

// Messages returns the texts from and to a number, in order, with their statuses.
func (t *Twilio) Messages(number string) []Message {
	t.mu.RLock()
	defer t.mu.RUnlock()
	p := t.phones[number]
	if p == nil {
		return nil
	}
	return copies(p.messages)
}

// Received returns the texts that a number got from the application, in order.
func (t *Twilio) Received(number string) []Message {
	return slices.DeleteFunc(t.Messages(number), func(m Message) bool { return m.Inbound() || m.Carrier })
}

// Message returns one text by its SID.
func (t *Twilio) Message(sid string) (Message, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	m := t.bySID[sid]
	if m == nil {
		return Message{}, false
	}
	return m.Message, true
}

// All returns every text of the account, both ways, in order of creation.
func (t *Twilio) All() []Message {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return copies(t.all)
}

// Count returns how many texts the account has sent and received.
func (t *Twilio) Count() (sent, received int) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	received = len(t.byTo[t.opts.From]) + len(t.byTo["whatsapp:"+t.opts.From])
	return len(t.all) - received, received
}

// Blocked tells whether a number has texted STOP to the carrier.
func (t *Twilio) Blocked(number string) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	p := t.phones[number]
	return p != nil && p.blocked
}

func copies(list []*message) []Message {
	out := make([]Message, len(list))
	for i, m := range list {
		out[i] = m.Message
	}
	return out
}

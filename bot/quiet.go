package bot

import (
	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/post"
)

// awake reports whether they may be texted unasked: somebody who texted a little ago is
// not asleep.
func (r *run) awake() bool {
	return !r.bot.Org.Quiet(r.Now) || r.Now.Sub(r.p.Heard) < awakeFor
}

// sleeps is when they may next not be texted unasked: what is decided before may
// leave only then, if the provider is down. An answer leaves whenever it can.
func (r *run) sleeps() post.Span {
	from := r.bot.Org.QuietBegins(r.Now)
	to := r.bot.Org.QuietEnds(from)
	if awake := r.p.Heard.Add(awakeFor); awake.After(from) {
		from = awake
	}
	if r.answers || !from.Before(to) {
		return post.Span{}
	}
	return post.Span{From: from, To: to}
}

// returned takes back a text that would have left while they sleep: it is held
// for the morning, as if it had only now been said.
func (r *run) returned() {
	e := post.Read[post.Entry](r.Turn)
	var out Outgoing
	if r.Stands(e.ID) && e.Read(&out) == nil {
		r.sayHeld(Held{Text: out.Body, Conversation: out.Conversation, State: out.State, Until: e.Until})
	}
}

// morning sends what the quiet hours held back.
func (r *run) morning() {
	for _, h := range r.p.Held {
		r.sayHeld(h)
	}
	r.p.Held = nil
}

// sayHeld says what was held, unless it is a question that stands no more, or of a
// conversation that is over.
func (r *run) sayHeld(h Held) {
	if c := r.p.conversation(h.Conversation); h.Conversation == "" || c != nil && (h.State == "" || c.State == h.State) {
		r.said = append(r.said, said{text: h.Text, apart: true, until: h.Until, conversation: h.Conversation, state: h.State})
	}
}

// wake says what was held for the morning to somebody who texts before, unless it
// may be somebody else who has the phone.
func (r *run) wake() {
	if len(r.p.Held) > 0 && !r.bot.alone(r.p) && r.heard.Meaning != hear.WrongNumber && r.guard() == nil {
		r.morning()
		r.Cancel(letterMorning)
	}
}

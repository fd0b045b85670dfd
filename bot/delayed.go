package bot

import (
	"cmp"
	"slices"

	"github.com/goodturn/goodturn/internal/hear"
	"github.com/goodturn/goodturn/internal/task"
)

// mayBeLate are the meanings that a text may be taken for by which somebody only says
// that they are late, or nearly there.
var mayBeLate = []hear.Meaning{hear.Unclear, hear.Counter, hear.Thanks, hear.Accept, hear.Greeting, hear.Status}

// delayed has the task know that whoever has it, and it alone, is late or nearly there:
// the resident hears it. It reports whether the text says so and nothing else.
func (r *run) delayed() bool {
	h, mine := r.heard, r.inHand()
	alone := len(mine) == 1 && len(r.p.With("talk"))+len(r.p.With("asking"))+len(r.inDanger()) == 0 && !r.p.Doubted
	news := "late"
	if !h.RuledBy(news) {
		news = "near"
	}
	if !alone || !h.RuledBy(news) || !slices.Contains(mayBeLate, h.Meaning) || h.Worry != "" || h.Danger != "" || h.RuledBy("question") {
		return false
	}
	at := h.Slots.From
	if at.IsZero() {
		at = h.Slots.By
	}
	t := r.talk(mine[0])
	said, when := t.Slot(news), ""
	if !at.IsZero() {
		when = t.When(at)
	}
	if said == "" || when != "" && said != when {
		r.Write(mine[0].About, task.LetterDelayed, task.Delay{Person: r.ID(), By: at, Near: news == "near", Words: clip(r.body)})
	}
	if t.Keep(news, when); when == "" {
		t.Keep(news, cmp.Or(said, "yes"))
	}
	r.understood()
	r.say(t, map[string]string{"late": "small.delayed", "near": "small.near"}[news], map[string]any{"At": when}, false)
	return true
}

package torture

import (
	"context"
	"strings"
)

// fickle opts out while something is on its way to them, and comes back, again
// and again.
func fickle(ctx context.Context, p *person) error {
	p.reacts = func(r *received) string {
		if p.parting && (strings.Contains(r.Body, "You're welcome") || strings.Contains(r.Body, "Take care")) {
			p.parting = false
			return "asked for as they left"
		}
		return ""
	}
	p.think(ctx, p.w.cfg.Arrive)
	if err := p.say(ctx, "hello", "text helper that people read too"); err != nil {
		return err
	}
	for p.rest(ctx, p.w.cfg.Think) {
		if !p.leave(ctx, "thanks") || !p.rest(ctx, p.w.cfg.Idle) {
			return nil
		}
		if err := p.comeBack(ctx); err != nil {
			return err
		}
	}
	return nil
}

// leave asks for something and opts out before the answer, in words that no
// carrier knows, so that nobody but Goodturn keeps texts from them. It reports
// whether they know that they were heard, and may come back.
func (p *person) leave(ctx context.Context, ask string) bool {
	p.parting = true
	asked := p.send(ctx, ask)
	out := p.send(ctx, "please stop texting me")
	l := p.w.ledger
	l.mu.Lock()
	asked.silent, out.silent = true, true
	p.account.away = append(p.account.away, away{from: out})
	l.mu.Unlock()
	p.think(ctx, 4*p.w.cfg.Idle)
	return l.acked(asked.sid) && l.acked(out.sid)
}

// comeBack opts in again.
func (p *person) comeBack(ctx context.Context) error {
	p.look()
	p.parting = false
	in := p.send(ctx, "start")
	p.last = in
	l := p.w.ledger
	l.mu.Lock()
	p.account.away[len(p.account.away)-1].to = in
	l.mu.Unlock()
	return p.hear(ctx, "welcome back")
}

package bottest

import (
	"context"
	"fmt"
	"strings"
)

// A sign-up needs no more texts than this, lessons included.
const signUpAtMost = 40

// signUp has somebody become a volunteer and read every lesson, by the texts
// that a real person would send.
func (p *player) signUp(ctx context.Context, d Do) error {
	number, err := p.number(d.Who)
	if err != nil {
		return err
	}
	name := p.phones[d.Who].name
	if !strings.Contains(name, " ") {
		name += " Green"
	}
	first := fmt.Sprintf("I'd like to volunteer. I'm %s, %s. I can do %s, any time", name, d.Area, d.Words)
	if err := p.text(ctx, d.Who, first, 0); err != nil {
		return err
	}
	passed := 0
	for range signUpAtMost {
		last, err := p.lastTexts(ctx, number)
		if err != nil {
			return err
		}
		reply := ""
		answer, asked := p.world.Answer(last)
		switch {
		case asked:
			reply, passed = answer, passed+1
		case passed == 0 && strings.Contains(last, "18 or over"):
			reply = "yes, 24"
		case passed == 0 && strings.Contains(last, "or NONE"):
			reply = "none"
		case passed == 0 && strings.Contains(last, "AGREE"):
			reply = "agree"
		case passed > 0 && strings.Contains(last, "text NEXT"):
			reply = "next"
		case passed > 0:
			return nil
		default:
			return fmt.Errorf("%s did not become a volunteer; the last text was: %s", d.Who, last)
		}
		if err := p.text(ctx, d.Who, reply, 0); err != nil {
			return err
		}
	}
	return fmt.Errorf("%s did not become a volunteer in %d texts", d.Who, signUpAtMost)
}

// lastTexts are the texts that came since the last look, as one.
func (p *player) lastTexts(ctx context.Context, number string) (string, error) {
	now, err := p.world.Look(ctx)
	if err != nil {
		return "", fmt.Errorf("look: %w", err)
	}
	list := now.Phones[number]
	from := min(p.seen.texts[number], len(list))
	p.seen.texts[number] = len(list)
	var all []string
	for _, t := range list[from:] {
		all = append(all, strings.Join(t.Lines, " "))
	}
	return strings.Join(all, " "), nil
}

// seeID has a coordinator tap that they saw somebody's identity.
func (p *player) seeID(ctx context.Context, who string) error {
	ph, ok := p.phones[who]
	if !ok {
		return fmt.Errorf("%s has no phone", who)
	}
	first, _, _ := strings.Cut(ph.name, " ")
	by, button := p.world.IDSeen()
	return p.world.Press(ctx, by, button, false, first, "")
}

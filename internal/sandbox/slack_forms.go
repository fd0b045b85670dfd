package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
)

// ErrTrouble is what Slack's client shows as "We had some trouble connecting":
// the application did not answer a form in time, or not with anything that Slack takes.
var ErrTrouble = errors.New("sandbox: trouble connecting")

// SubmitResult is what became of a form.
type SubmitResult struct {
	Response Response
	// Errors are what is wrong with the form, by block id: Slack's own findings,
	// or the application's. The modal stays open with them.
	Errors map[string]string
	// View is the modal on top afterwards, if one is open.
	View *View
	// Closed tells that the form's own modal is gone.
	Closed bool
}

// PressView uses a control of an open modal as its person: a button, a menu
// with the choice, or an input that acts when it changes.
func (s *Slack) PressView(ctx context.Context, user, viewID, control string, choice ...string) (Response, error) {
	s.mu.Lock()
	v, u, err := s.openView(user, viewID)
	if err != nil {
		s.mu.Unlock()
		return Response{}, err
	}
	p, err := find(v.blocks, control)
	if err != nil {
		s.mu.Unlock()
		return Response{}, err
	}
	action, err := s.act(v.state, p, choice)
	if err != nil {
		s.mu.Unlock()
		return Response{}, err
	}
	payload := s.interaction("block_actions", u)
	payload["actions"], payload["view"] = []any{action}, v.json()
	payload["container"] = map[string]any{"type": "view", "view_id": v.id}
	payload["state"] = v.state.payload()
	s.mu.Unlock()
	s.changed()
	return s.deliver(ctx, "interactions", payload, 0, "")
}

// openView finds a modal that is open before a person. The caller holds s.mu.
func (s *Slack) openView(user, viewID string) (*view, SlackUser, error) {
	u, known := s.findUser(user)
	v := s.views[viewID]
	if !known || v == nil || v.user != u.ID {
		return nil, u, fmt.Errorf("view %s: %w", viewID, ErrUnknown)
	}
	return v, u, nil
}

// Fill puts text into a control of an open modal without sending anything.
func (s *Slack) Fill(user, viewID, control, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, _, err := s.openView(user, viewID)
	if err != nil {
		return err
	}
	return s.fillView(v, control, text)
}

// fillView puts text into a control. The caller holds s.mu.
func (s *Slack) fillView(v *view, control, text string) error {
	p, err := find(v.blocks, control)
	if err != nil {
		return err
	}
	held, err := fill(p.element, text)
	if err != nil {
		return err
	}
	v.state.set(p.block, p.action, held)
	s.changed()
	return nil
}

// Submit fills in an open modal and sends it. Values are keyed by label, action
// id, block id or "block/action"; choices are given by value or label, several
// on a line each. What is not named keeps what it holds. Slack's own checks
// (required, lengths, numbers) come first and send nothing if they fail.
func (s *Slack) Submit(ctx context.Context, user, viewID string, values map[string]string) (SubmitResult, error) {
	s.mu.Lock()
	v, u, err := s.openView(user, viewID)
	if err != nil {
		s.mu.Unlock()
		return SubmitResult{}, err
	}
	for control, text := range values {
		if err := s.fillView(v, control, text); err != nil {
			s.mu.Unlock()
			return SubmitResult{}, err
		}
	}
	if v.request["submit"] == nil {
		s.mu.Unlock()
		return SubmitResult{}, fmt.Errorf("submit button: %w", ErrUnknown)
	}
	v.problems = complaints(v)
	if len(v.problems) > 0 {
		result := s.submitted(v)
		s.mu.Unlock()
		s.changed()
		return result, nil
	}
	payload := s.interaction("view_submission", u)
	payload["view"], payload["response_urls"] = v.json(), []any{}
	s.mu.Unlock()
	resp, err := s.deliver(ctx, "interactions", payload, 0, "")
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.changed()
	switch {
	case err != nil:
		err = fmt.Errorf("%w: %w", ErrTrouble, err)
	case resp.Held:
	case !resp.OK():
		err = fmt.Errorf("%w: status %d", ErrTrouble, resp.Status)
	default:
		err = s.afterSubmit(v, resp.Body)
	}
	result := s.submitted(v)
	result.Response = resp
	return result, err
}

// complaints are Slack's own findings on what a modal holds, by block id.
func complaints(v *view) map[string]string {
	found := map[string]string{}
	elements := placedElements(v.blocks)
	for i, c := range Controls(v.blocks) {
		state, _ := v.state[c.BlockID][c.ActionID].(map[string]any)
		if problem := ""; c.Input && state != nil {
			if problem = complaint(c, elements[i].element, state); problem != "" {
				found[c.BlockID] = problem
			}
		}
	}
	return found
}

// submitted tells how things stand after a form was sent. The caller holds s.mu.
func (s *Slack) submitted(v *view) SubmitResult {
	result := SubmitResult{Closed: s.views[v.id] == nil}
	if len(v.problems) > 0 {
		result.Errors = map[string]string{}
		maps.Copy(result.Errors, v.problems)
	}
	if stack := s.stacks[v.user]; len(stack) > 0 {
		top := stack[len(stack)-1].copy()
		result.View = &top
	}
	return result
}

// afterSubmit does what the application's answer to a form says. The caller holds s.mu.
func (s *Slack) afterSubmit(v *view, body []byte) error {
	var answer struct {
		Action string            `json:"response_action"`
		Errors map[string]string `json:"errors"`
		View   map[string]any    `json:"view"`
	}
	if len(body) > 0 && string(body) != "null" {
		if err := json.Unmarshal(body, &answer); err != nil {
			return fmt.Errorf("%w: %w", ErrTrouble, err)
		}
	}
	switch answer.Action {
	case "":
		s.closeView(v)
	case "clear":
		s.closeStack(v.user)
	case "errors":
		if len(answer.Errors) == 0 {
			return fmt.Errorf("%w: no errors named", ErrTrouble)
		}
		for block := range answer.Errors {
			if !hasInput(v.blocks, block) {
				return fmt.Errorf("%w: error for %q, which is no input block", ErrTrouble, block)
			}
		}
		v.problems = answer.Errors
	case "update", "push":
		if err := checkedView(answer.View); err != nil {
			return fmt.Errorf("%w: %w", ErrTrouble, err)
		}
		if answer.Action == "update" {
			s.dress(v, answer.View)
			return nil
		}
		next, err := s.newView(v.user, answer.View)
		if err == nil {
			err = s.push(v.user, next)
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrTrouble, err)
		}
	default:
		return fmt.Errorf("%w: response_action %q", ErrTrouble, answer.Action)
	}
	return nil
}

func hasInput(blocks []Block, id string) bool {
	for _, b := range blocks {
		if TextAt(b, "block_id") == id && TextAt(b, "type") == "input" {
			return true
		}
	}
	return false
}

// CloseView closes a modal as its person does: the modal alone, or with all the
// others of its stack if it was made to (clear_on_close). The application hears
// of it if it asked to (notify_on_close).
func (s *Slack) CloseView(ctx context.Context, user, viewID string) (Response, error) {
	s.mu.Lock()
	v, u, err := s.openView(user, viewID)
	if err != nil {
		s.mu.Unlock()
		return Response{}, err
	}
	all := v.request["clear_on_close"] == true
	var tell map[string]any
	if v.request["notify_on_close"] == true {
		tell = s.interaction("view_closed", u)
		delete(tell, "trigger_id")
		tell["view"], tell["is_cleared"] = v.json(), all
	}
	if all {
		s.closeStack(v.user)
	} else {
		s.closeView(v)
	}
	s.mu.Unlock()
	s.changed()
	if tell == nil {
		return Response{}, nil
	}
	return s.deliver(ctx, "interactions", tell, 0, "")
}

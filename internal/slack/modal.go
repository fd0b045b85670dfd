package slack

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	slackapi "github.com/slack-go/slack"

	"github.com/goodturn/goodturn/internal/desk"
)

// about travels with a form and comes back when it is sent.
type about struct {
	Document string `json:"document,omitempty"`
	Channel  string `json:"channel,omitempty"`
	Thread   string `json:"thread,omitempty"`
}

// inputAction is the action_id of every field.
const inputAction = "value"

// view draws a form within Slack's limits.
func view(m desk.Modal, at place) slackapi.ModalViewRequest {
	meta, err := json.Marshal(about{Document: m.Document, Channel: at.channel, Thread: at.thread})
	if err != nil || units(string(meta)) > atMostMetadata {
		meta = nil
	}
	v := slackapi.ModalViewRequest{
		Type:            slackapi.VTModal,
		CallbackID:      m.Action,
		PrivateMetadata: string(meta),
		Title:           label(m.Title, atMostTitle),
	}
	if strings.TrimSpace(m.Intro) != "" {
		v.Blocks.BlockSet = append(v.Blocks.BlockSet, section(escape(m.Intro, atMostText)))
	}
	seen := map[string]bool{}
	for _, in := range m.Inputs {
		e := element(in)
		if e == nil || in.ID == "" || seen[in.ID] || len(v.Blocks.BlockSet) == atMostViewed {
			continue
		}
		seen[in.ID] = true
		name := in.Label
		if strings.TrimSpace(name) == "" {
			name = in.ID
		}
		var hint *slackapi.TextBlockObject
		if strings.TrimSpace(in.Hint) != "" {
			hint = label(in.Hint, atMostFormLabel)
		}
		v.Blocks.BlockSet = append(v.Blocks.BlockSet,
			slackapi.NewInputBlock(in.ID, label(name, atMostFormLabel), hint, e).WithOptional(in.Optional))
	}
	if send := m.Send; len(seen) > 0 {
		if send == "" {
			send = m.Title
		}
		v.Submit = label(send, atMostTitle)
	}
	if m.Cancel != "" {
		v.Close = label(m.Cancel, atMostTitle)
	}
	return v
}

// element draws one field; nil when there is nothing to choose from.
func element(in desk.Input) slackapi.BlockElement {
	switch in.Kind {
	case desk.InputChoice:
		return choice(in)
	case desk.InputDate:
		e := slackapi.NewDatePickerBlockElement(inputAction)
		if _, err := time.Parse(time.DateOnly, in.Initial); err == nil {
			e.InitialDate = in.Initial
		}
		return e
	case desk.InputTime:
		e := slackapi.NewTimePickerBlockElement(inputAction)
		if _, err := time.Parse("15:04", in.Initial); err == nil {
			e.InitialTime = in.Initial
		}
		return e
	case desk.InputNumber:
		e := slackapi.NewNumberInputBlockElement(nil, inputAction, false)
		if _, err := strconv.Atoi(in.Initial); err == nil {
			e.InitialValue = in.Initial
		}
		return e
	}
	e := slackapi.NewPlainTextInputBlockElement(nil, inputAction)
	e.Multiline = in.Kind == desk.InputText
	most := atMostText
	if in.AtMost > 0 && in.AtMost < most {
		most = in.AtMost
		e.MaxLength = in.AtMost
	}
	e.InitialValue = cut(in.Initial, most)
	return e
}

func choice(in desk.Input) slackapi.BlockElement {
	var options []*slackapi.OptionBlockObject
	var initial *slackapi.OptionBlockObject
	for _, o := range in.Options {
		if o.Value == "" || units(o.Value) > atMostOption || len(options) == atMostOptions {
			continue
		}
		option := slackapi.NewOptionBlockObject(o.Value, label(o.Label, atMostLabel), nil)
		if initial == nil && o.Value == in.Initial {
			initial = option
		}
		options = append(options, option)
	}
	if len(options) == 0 {
		return nil
	}
	e := slackapi.NewOptionsSelectBlockElement(slackapi.OptTypeStatic, nil, inputAction, options...)
	e.InitialOption = initial
	return e
}

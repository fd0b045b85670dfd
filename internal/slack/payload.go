package slack

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// An envelope is what the Events API sends.
type envelope struct {
	Type      string `json:"type"`
	Challenge string `json:"challenge"`
	Event     event  `json:"event"`
}

type event struct {
	Type     string `json:"type"`
	Subtype  string `json:"subtype"`
	User     string `json:"user"`
	BotID    string `json:"bot_id"`
	Text     string `json:"text"`
	TS       string `json:"ts"`
	ThreadTS string `json:"thread_ts"`
	Channel  string `json:"channel"`
}

func parseEvent(raw []byte) (envelope, error) {
	var e envelope
	if err := json.Unmarshal(raw, &e); err != nil {
		return e, fmt.Errorf("read event: %w", err)
	}
	return e, nil
}

// remark reports whether a person wrote in a thread.
func (e event) remark() bool {
	return e.Type == "message" && e.ThreadTS != "" && e.ThreadTS != e.TS &&
		e.User != "" && e.BotID == "" && e.Channel != "" &&
		slices.Contains([]string{"", subtypeFile, "thread_broadcast"}, e.Subtype)
}

const subtypeFile = "file_share"

// An interaction is a button pressed or a form sent.
type interaction struct {
	Type        string    `json:"type"`
	TriggerID   string    `json:"trigger_id"`
	ResponseURL string    `json:"response_url"`
	User        user      `json:"user"`
	Channel     id        `json:"channel"`
	Container   container `json:"container"`
	Message     message   `json:"message"`
	Actions     []action  `json:"actions"`
	View        viewState `json:"view"`
}

type id struct {
	ID string `json:"id"`
}

type user struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Username string `json:"username"`
}

type container struct {
	ChannelID string `json:"channel_id"`
	ThreadTS  string `json:"thread_ts"`
}

type message struct {
	TS       string `json:"ts"`
	ThreadTS string `json:"thread_ts"`
}

type action struct {
	ActionID string `json:"action_id"`
	ActionTS string `json:"action_ts"`
	Type     string `json:"type"`
	Value    string `json:"value"`
}

type viewState struct {
	ID              string `json:"id"`
	Hash            string `json:"hash"`
	CallbackID      string `json:"callback_id"`
	PrivateMetadata string `json:"private_metadata"`
	Blocks          []struct {
		Type    string `json:"type"`
		BlockID string `json:"block_id"`
	} `json:"blocks"`
	State struct {
		Values map[string]map[string]field `json:"values"`
	} `json:"state"`
}

type field struct {
	Type           string `json:"type"`
	Value          string `json:"value"`
	SelectedDate   string `json:"selected_date"`
	SelectedTime   string `json:"selected_time"`
	SelectedOption struct {
		Value string `json:"value"`
	} `json:"selected_option"`
}

func parseInteraction(raw []byte) (interaction, error) {
	var in interaction
	if err := json.Unmarshal(raw, &in); err != nil {
		return in, fmt.Errorf("read interaction: %w", err)
	}
	return in, nil
}

// place is where the person is, to answer them there.
func (in interaction) place() place {
	p := place{channel: in.Channel.ID, user: in.User.ID, responseURL: in.ResponseURL, thread: in.Container.ThreadTS}
	if p.channel == "" {
		p.channel = in.Container.ChannelID
	}
	if p.thread == "" {
		p.thread = in.Message.ThreadTS
	}
	if p.thread == in.Message.TS {
		p.thread = "" // the card itself: the thread hangs from it
	}
	return p
}

// pressed returns the first of our buttons among the actions, with the
// document and the value that it carries.
func (in interaction) pressed() (a action, document, value string, ok bool) {
	for _, a := range in.Actions {
		document, value, found := strings.Cut(a.Value, "|")
		if found && document != "" && a.ActionID != "" && a.ActionTS != "" {
			a.ActionID, _, _ = strings.Cut(a.ActionID, actionCount)
			return a, document, value, a.ActionID != ""
		}
	}
	return action{}, "", "", false
}

// values are what a form's fields hold, by the field's id.
func (v viewState) values() map[string]string {
	out := map[string]string{}
	for block, fields := range v.State.Values {
		f, ok := fields[inputAction]
		if !ok {
			continue
		}
		switch f.Type {
		case "static_select":
			out[block] = f.SelectedOption.Value
		case "datepicker":
			out[block] = f.SelectedDate
		case "timepicker":
			out[block] = f.SelectedTime
		default:
			out[block] = f.Value
		}
	}
	return out
}

// fields are the ids of the form's fields, in their order.
func (v viewState) fields() []string {
	var out []string
	for _, b := range v.Blocks {
		if b.Type == "input" && b.BlockID != "" {
			out = append(out, b.BlockID)
		}
	}
	return out
}

func (v viewState) about() about {
	var a about
	if json.Unmarshal([]byte(v.PrivateMetadata), &a) != nil {
		return about{}
	}
	return a
}

// A command is "/goodturn …". Socket Mode sends it as JSON, HTTP as a form.
type command struct {
	Text        string `json:"text"`
	ChannelID   string `json:"channel_id"`
	UserID      string `json:"user_id"`
	UserName    string `json:"user_name"`
	TriggerID   string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
}

func formCommand(form url.Values) command {
	return command{
		Text: form.Get("text"), ChannelID: form.Get("channel_id"), UserID: form.Get("user_id"),
		UserName: form.Get("user_name"), TriggerID: form.Get("trigger_id"), ResponseURL: form.Get("response_url"),
	}
}

func parseCommand(raw []byte) (command, error) {
	var c command
	if err := json.Unmarshal(raw, &c); err != nil {
		return c, fmt.Errorf("read command: %w", err)
	}
	return c, nil
}

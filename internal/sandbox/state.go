package sandbox

import (
	"fmt"
	"maps"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// viewState is what the controls of a modal or a message hold: by block, by action.
type viewState map[string]map[string]any

func (s viewState) set(blockID, actionID string, value any) {
	if s[blockID] == nil {
		s[blockID] = map[string]any{}
	}
	s[blockID][actionID] = value
}

// payload copies the state into the form that Slack sends.
func (s viewState) payload() map[string]any {
	values := map[string]any{}
	for block, actions := range s {
		held := map[string]any{}
		maps.Copy(held, actions)
		values[block] = held
	}
	return map[string]any{"values": values}
}

// stateful tells whether a control of a type holds a value that Slack sends as state.
func stateful(kind string) bool {
	return kind != "button" && kind != "overflow" && kind != "workflow_button" && kind != "image"
}

// stateKeys is the property of the state that holds what was chosen, by type,
// and the property of the element that sets it at first.
var stateKeys = map[string][2]string{
	"plain_text_input":           {"value", "initial_value"},
	"number_input":               {"value", "initial_value"},
	"email_text_input":           {"value", "initial_value"},
	"url_text_input":             {"value", "initial_value"},
	"rich_text_input":            {"rich_text_value", "initial_value"},
	"static_select":              {"selected_option", "initial_option"},
	"external_select":            {"selected_option", "initial_option"},
	"radio_buttons":              {"selected_option", "initial_option"},
	"overflow":                   {"selected_option", ""},
	"checkboxes":                 {"selected_options", "initial_options"},
	"multi_static_select":        {"selected_options", "initial_options"},
	"multi_external_select":      {"selected_options", "initial_options"},
	"users_select":               {"selected_user", "initial_user"},
	"multi_users_select":         {"selected_users", "initial_users"},
	"channels_select":            {"selected_channel", "initial_channel"},
	"multi_channels_select":      {"selected_channels", "initial_channels"},
	"conversations_select":       {"selected_conversation", "initial_conversation"},
	"multi_conversations_select": {"selected_conversations", "initial_conversations"},
	"datepicker":                 {"selected_date", "initial_date"},
	"timepicker":                 {"selected_time", "initial_time"},
	"datetimepicker":             {"selected_date_time", "initial_date_time"},
	"file_input":                 {"files", ""},
}

// several tells whether a control holds a list.
func several(kind string) bool { return kind == "checkboxes" || strings.HasPrefix(kind, "multi_") }

// initialState is what an element holds before anybody touches it.
func initialState(e map[string]any) map[string]any {
	kind := TextAt(e, "type")
	keys := stateKeys[kind]
	state := map[string]any{"type": kind}
	if keys[0] == "" {
		return state
	}
	value := e[keys[1]]
	if value == nil && several(kind) {
		value = []any{}
	}
	state[keys[0]] = value
	return state
}

// stateText renders what a control holds, several choices on a line each.
func stateText(state map[string]any) string {
	v := state[stateKeys[TextAt(state, "type")][0]]
	one := func(v any) string {
		switch v := v.(type) {
		case string:
			return v
		case float64:
			return strconv.FormatFloat(v, 'f', -1, 64)
		case map[string]any:
			return TextAt(v, "value")
		}
		return ""
	}
	items, many := v.([]any)
	if !many {
		return one(v)
	}
	parts := make([]string, len(items))
	for i, it := range items {
		parts[i] = one(it)
	}
	return strings.Join(parts, "\n")
}

// fill is the state of an element into which a person puts text: the words of
// an input, or the value or label of a choice; several on a line each. The
// error says that there is no such choice.
func fill(e map[string]any, text string) (map[string]any, error) {
	kind := TextAt(e, "type")
	state := map[string]any{"type": kind}
	key := stateKeys[kind][0]
	switch {
	case key == "":
		return state, nil
	case several(kind):
		chosen := []any{}
		for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' }) {
			if key != "selected_options" {
				chosen = append(chosen, line)
				continue
			}
			option, err := choice(e, line)
			if err != nil {
				return nil, err
			}
			chosen = append(chosen, option)
		}
		state[key] = chosen
	case text == "":
		state[key] = nil
	case key == "selected_option":
		option, err := choice(e, text)
		if err != nil {
			return nil, err
		}
		state[key] = option
	case key == "selected_date_time":
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, fmt.Errorf("read date and time: %w", err)
		}
		state[key] = n
	default:
		state[key] = text
	}
	return state, nil
}

// choice finds an option by its value or its label.
func choice(e map[string]any, name string) (map[string]any, error) {
	options := optionsOf(e)
	if strings.Contains(TextAt(e, "type"), "external") {
		return map[string]any{"text": map[string]any{"type": "plain_text", "text": name}, "value": name}, nil
	}
	for _, o := range options {
		if TextAt(o, "value") == name {
			return o, nil
		}
	}
	i := slices.IndexFunc(options, func(o map[string]any) bool { return TextAt(ObjectAt(o, "text"), "text") == name })
	if i < 0 {
		return nil, fmt.Errorf("choice %q: %w", name, ErrUnknown)
	}
	return options[i], nil
}

var wholeNumber = regexp.MustCompile(`^-?\d+$`)

// complaint is what Slack's own client says about an input before it sends a
// form; "" when it is content.
func complaint(c Control, e, state map[string]any) string {
	value := stateText(state)
	if value == "" {
		if c.Optional || c.Type == "file_input" || c.Type == "rich_text_input" {
			return ""
		}
		return "Please complete this required field."
	}
	n := utf8.RuneCountInString(value)
	switch c.Type {
	case "plain_text_input":
		if n < c.MinLength {
			return fmt.Sprintf("Must be at least %d characters.", c.MinLength)
		}
		if limit := c.MaxLength; (limit > 0 && n > limit) || n > maxText {
			return "Too long."
		}
	case "number_input":
		f, err := strconv.ParseFloat(value, 64)
		least, errLeast := strconv.ParseFloat(TextAt(e, "min_value"), 64)
		most, errMost := strconv.ParseFloat(TextAt(e, "max_value"), 64)
		if err != nil || (e["is_decimal_allowed"] != true && !wholeNumber.MatchString(value)) {
			return "Enter a number."
		}
		if (errLeast == nil && f < least) || (errMost == nil && f > most) {
			return "Out of range."
		}
	case "email_text_input":
		if _, err := mail.ParseAddress(value); err != nil {
			return "Enter an email address."
		}
	case "url_text_input":
		if u, err := url.Parse(value); err != nil || u.Scheme == "" || u.Host == "" {
			return "Enter a URL."
		}
	}
	return ""
}

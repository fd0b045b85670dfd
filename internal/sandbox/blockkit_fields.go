package sandbox

// slackFile refers to a picture that Slack keeps.
func slackFile(c *blockCheck, pointer string, v any) {
	c.object(pointer, v, []field{may("id", str(1, maxID)), may("url", str(1, maxURL))})
}

func dispatch(c *blockCheck, pointer string, v any) {
	c.object(pointer, v, []field{
		must("trigger_actions_on", list(1, 2, oneOf("on_enter_pressed", "on_character_entered"))),
	})
}

func filter(c *blockCheck, pointer string, v any) {
	c.object(pointer, v, []field{
		may("include", list(1, 4, oneOf("im", "mpim", "private", "public"))),
		may("exclude_external_shared_channels", boolean), may("exclude_bot_users", boolean),
	})
}

// anything is the rule of a property whose inside the sandbox does not judge.
func anything(*blockCheck, string, any) {}

var (
	actionID    = may("action_id", str(1, maxID))
	focus       = may("focus_on_load", boolean)
	placeholder = may("placeholder", plain(150))
	confirmed   = may("confirm", confirm)
	dispatched  = may("dispatch_action_config", dispatch)
	plainOption = option(plain(75), plain(75))
	richOption  = option(rich(75), rich(75))
	fewest      = may("min_query_length", whole(0, 1000))
	most        = may("max_selected_items", whole(1, 1000))
	ids         = list(0, 1000, str(1, maxID))
	date        = matching(`^\d{4}-\d{2}-\d{2}$`, "must be a date of the form YYYY-MM-DD")
	clock       = matching(`^([01]\d|2[0-3]):[0-5]\d$`, "must be a time of the form HH:mm")
	number      = matching(`^-?\d+(\.\d+)?$`, "must be a number in a string")
)

// textInput is what the text-like inputs share.
func textInput(more ...field) []field {
	return append([]field{actionID, focus, placeholder, dispatched}, more...)
}

// elementFields is each element's properties, by its type.
var elementFields = map[string][]field{
	"button": {
		must("text", plain(75)), actionID, may("url", str(1, maxURL)), may("value", str(0, maxValue)),
		may("style", oneOf("primary", "danger")), confirmed, may("accessibility_label", str(1, 75)),
	},
	"image": {may("image_url", str(1, maxURL)), must("alt_text", str(1, 2000)), may("slack_file", slackFile)},
	"overflow": {
		actionID, must("options", list(1, 5, plainOption)), confirmed,
	},
	"static_select": {
		actionID, focus, placeholder, confirmed,
		may("options", list(1, maxOptions, plainOption)), may("option_groups", list(1, 100, group)),
		may("initial_option", anything),
	},
	"multi_static_select": {
		actionID, focus, placeholder, confirmed, most,
		may("options", list(1, maxOptions, plainOption)), may("option_groups", list(1, 100, group)),
		may("initial_options", list(1, maxOptions, anything)),
	},
	"external_select":       {actionID, focus, placeholder, confirmed, fewest, may("initial_option", plainOption)},
	"multi_external_select": {actionID, focus, placeholder, confirmed, fewest, most, may("initial_options", list(1, maxOptions, plainOption))},
	"users_select":          {actionID, focus, placeholder, confirmed, may("initial_user", str(1, maxID))},
	"multi_users_select":    {actionID, focus, placeholder, confirmed, most, may("initial_users", ids)},
	"channels_select":       {actionID, focus, placeholder, confirmed, may("initial_channel", str(1, maxID)), may("response_url_enabled", boolean)},
	"multi_channels_select": {actionID, focus, placeholder, confirmed, most, may("initial_channels", ids)},
	"conversations_select": {
		actionID, focus, placeholder, confirmed, may("initial_conversation", str(1, maxID)),
		may("default_to_current_conversation", boolean), may("response_url_enabled", boolean), may("filter", filter),
	},
	"multi_conversations_select": {
		actionID, focus, placeholder, confirmed, most, may("initial_conversations", ids),
		may("default_to_current_conversation", boolean), may("filter", filter),
	},
	"checkboxes": {
		actionID, focus, confirmed, must("options", list(1, 10, richOption)), may("initial_options", list(1, 10, anything)),
	},
	"radio_buttons": {
		actionID, focus, confirmed, must("options", list(1, 10, richOption)), may("initial_option", anything),
	},
	"datepicker":     {actionID, focus, placeholder, confirmed, may("initial_date", date)},
	"timepicker":     {actionID, focus, placeholder, confirmed, may("initial_time", clock), may("timezone", str(1, 100))},
	"datetimepicker": {actionID, focus, confirmed, may("initial_date_time", whole(1_000_000_000, 9_999_999_999))},
	"plain_text_input": textInput(
		may("initial_value", str(0, maxText)), may("multiline", boolean),
		may("min_length", whole(0, maxText)), may("max_length", whole(1, maxText)),
	),
	"number_input": textInput(
		must("is_decimal_allowed", boolean), may("initial_value", number), may("min_value", number), may("max_value", number),
	),
	"email_text_input": textInput(may("initial_value", str(0, maxText))),
	"url_text_input":   textInput(may("initial_value", str(0, maxText))),
	"rich_text_input":  textInput(may("initial_value", anything)),
	"file_input":       {actionID, may("filetypes", list(1, 100, str(1, 20))), may("max_files", whole(1, 10))},
	"workflow_button": {
		must("text", plain(75)), actionID, must("workflow", anything),
		may("style", oneOf("primary", "danger")), may("accessibility_label", str(1, 75)),
	},
}

var (
	selects = []string{
		"static_select", "external_select", "users_select", "channels_select", "conversations_select",
	}
	multiSelects = []string{
		"multi_static_select", "multi_external_select", "multi_users_select",
		"multi_channels_select", "multi_conversations_select",
	}
	pickers = []string{"checkboxes", "radio_buttons", "datepicker", "timepicker", "datetimepicker"}
)

func join(lists ...[]string) []string {
	var all []string
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// contextElement is an image or a text object.
func contextElement(c *blockCheck, pointer string, v any) {
	if o, ok := v.(map[string]any); ok && o["type"] == "image" {
		element("image")(c, pointer, v)
		return
	}
	rich(maxText)(c, pointer, v)
}

// richTextElement is a part of a rich text block; its inside is not judged.
func richTextElement(c *blockCheck, pointer string, v any) {
	o, _ := v.(map[string]any)
	oneOf("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")(c, pointer+"/type", o["type"])
	list(0, 1000, anything)(c, pointer+"/elements", o["elements"])
}

var blockID = may("block_id", str(1, maxID))

// blockFields is each block's properties, by its type. A type that is not here
// is refused: the sandbox vouches only for what it can judge.
var blockFields = map[string][]field{
	"section": {
		blockID, may("text", rich(maxText)), may("fields", list(1, 10, rich(2000))), may("expand", boolean),
		may("accessory", element(join([]string{"button", "image", "overflow", "workflow_button"}, selects, multiSelects, pickers)...)),
	},
	"actions": {
		blockID,
		must("elements", list(1, 25, element(join([]string{"button", "overflow", "workflow_button"}, selects, pickers)...))),
	},
	"context": {blockID, must("elements", list(1, 10, contextElement))},
	"divider": {blockID},
	"header":  {blockID, must("text", plain(150))},
	"image": {
		blockID, may("image_url", str(1, maxURL)), may("slack_file", slackFile),
		must("alt_text", str(1, 2000)), may("title", plain(2000)),
	},
	"input": {
		blockID, must("label", plain(2000)), may("hint", plain(2000)), may("optional", boolean), may("dispatch_action", boolean),
		must("element", element(join(selects, multiSelects, pickers, []string{
			"plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input", "file_input",
		})...)),
	},
	"markdown":  {blockID, must("text", str(1, maxMarkdown))},
	"rich_text": {blockID, must("elements", list(0, 1000, richTextElement))},
	"video": {
		blockID, must("alt_text", str(1, 2000)), must("title", plain(199)), must("thumbnail_url", str(1, maxURL)),
		must("video_url", str(1, maxURL)), may("author_name", str(1, 49)), may("description", plain(200)),
		may("provider_icon_url", str(1, maxURL)), may("provider_name", str(1, maxID)), may("title_url", str(1, maxURL)),
	},
	"file": {blockID, must("external_id", str(1, maxID)), must("source", oneOf("remote"))},
}

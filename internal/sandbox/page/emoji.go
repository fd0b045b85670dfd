package page

import (
	"regexp"
	"strings"
)

var emojiName = regexp.MustCompile(`:[a-z0-9_+-]+:`)

// emojis puts emoji where their names stand; a name that is not known stays.
func emojis(s string) string {
	if !strings.Contains(s, ":") {
		return s
	}
	return emojiName.ReplaceAllStringFunc(s, func(name string) string {
		if e, known := drawnEmoji[strings.Trim(name, ":")]; known {
			return e
		}
		return name
	})
}

// emoji is one emoji by its name.
func emoji(name string) string {
	if e, known := drawnEmoji[name]; known {
		return e
	}
	return ":" + name + ":"
}

// drawnEmoji are the emoji that cards are likely to use, by Slack's names.
var drawnEmoji = map[string]string{
	"+1": "👍", "thumbsup": "👍", "-1": "👎", "wave": "👋", "clap": "👏", "pray": "🙏", "raised_hands": "🙌", "raised_hand": "✋",
	"heart": "❤️", "green_heart": "💚", "sparkling_heart": "💖", "smile": "😄", "slightly_smiling_face": "🙂", "blush": "😊",
	"tada": "🎉", "sparkles": "✨", "star": "⭐", "sunny": "☀️", "partly_sunny": "⛅", "snowflake": "❄️", "umbrella": "☔",
	"white_check_mark": "✅", "heavy_check_mark": "✔️", "x": "❌", "no_entry": "⛔", "no_entry_sign": "🚫", "warning": "⚠️",
	"rotating_light": "🚨", "red_circle": "🔴", "large_orange_circle": "🟠", "large_yellow_circle": "🟡", "large_green_circle": "🟢",
	"exclamation": "❗", "question": "❓", "bell": "🔔", "no_bell": "🔕", "lock": "🔒", "key": "🔑", "eyes": "👀", "speech_balloon": "💬",
	"hourglass": "⌛", "hourglass_flowing_sand": "⏳", "alarm_clock": "⏰", "clock1": "🕐", "calendar": "📅", "date": "📅",
	"phone": "☎️", "telephone_receiver": "📞", "iphone": "📱", "email": "📧", "envelope": "✉️", "memo": "📝", "clipboard": "📋",
	"house": "🏠", "houses": "🏘️", "round_pushpin": "📍", "world_map": "🗺️", "bike": "🚲", "car": "🚗", "walking": "🚶",
	"pill": "💊", "hospital": "🏥", "ambulance": "🚑", "shopping_trolley": "🛒", "dog": "🐶", "package": "📦", "seedling": "🌱",
	"handshake": "🤝", "bust_in_silhouette": "👤", "busts_in_silhouette": "👥", "id": "🆔", "identification_card": "🪪",
	"arrow_right": "➡️", "arrow_up": "⬆️", "point_right": "👉", "information_source": "ℹ️", "bulb": "💡", "books": "📚",
}

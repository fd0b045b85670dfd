package bot

import (
	"encoding/json"
	"fmt"

	"github.com/goodturn/goodturn/internal/post"
)

// heldTexts makes revision 2: a text that waits for the morning says whose
// question it is. In 0.1.0 it could be a text alone, which is sent whatever
// became of the question.
func heldTexts(_ *post.Document, data map[string]json.RawMessage) error {
	var held []json.RawMessage
	if raw, ok := data["held"]; !ok {
		return nil
	} else if err := json.Unmarshal(raw, &held); err != nil {
		return fmt.Errorf("read held texts: %w", err)
	}
	for i, raw := range held {
		var text string
		if json.Unmarshal(raw, &text) != nil {
			continue // it says so already
		}
		lifted, err := json.Marshal(Held{Text: text})
		if err != nil {
			return fmt.Errorf("lift a held text: %w", err)
		}
		held[i] = lifted
	}
	var err error
	if data["held"], err = json.Marshal(held); err != nil {
		return fmt.Errorf("lift held texts: %w", err)
	}
	return nil
}

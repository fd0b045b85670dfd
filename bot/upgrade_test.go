package bot

import (
	"encoding/json"
	"testing"
)

func TestHeldTexts(t *testing.T) {
	for was, want := range map[string]string{
		`{"phone":"+447700900101"}`:                                `{"phone":"+447700900101"}`,
		`{"held":["Good morning \"Amina\"","Siân ✓"]}`:             `{"held":[{"text":"Good morning \"Amina\""},{"text":"Siân ✓"}]}`,
		`{"held":[{"text":"a","conversation":"c-1","state":"s"}]}`: `{"held":[{"text":"a","conversation":"c-1","state":"s"}]}`,
		`{"held":["a",{"text":"b"}]}`:                              `{"held":[{"text":"a"},{"text":"b"}]}`,
	} {
		data := map[string]json.RawMessage{}
		if err := json.Unmarshal([]byte(was), &data); err != nil {
			t.Fatal(err)
		}
		if err := heldTexts(nil, data); err != nil {
			t.Errorf("%s: %v", was, err)
		}
		if got, err := json.Marshal(data); err != nil || string(got) != want {
			t.Errorf("%s became %s, want %s (%v)", was, got, want, err)
		}
	}
	if err := heldTexts(nil, map[string]json.RawMessage{"held": json.RawMessage(`"one"`)}); err == nil {
		t.Error("what is no list is lifted")
	}
}

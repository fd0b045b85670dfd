package twilio

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

func TestSegmentsAgreeWithTwiliosCalculator(t *testing.T) {
	var table struct {
		Texts []struct {
			Body     string
			Segments int
			Encoding string
		}
	}
	readJSON(t, "testdata/segments.json", &table)
	if len(table.Texts) < 100 {
		t.Fatalf("only %d texts", len(table.Texts))
	}
	for _, text := range table.Texts {
		n, encoding := Segments(text.Body)
		if n != text.Segments || encoding != text.Encoding {
			t.Errorf("%d characters %.40q: %d in %s, Twilio says %d in %s",
				len([]rune(text.Body)), text.Body, n, encoding, text.Segments, text.Encoding)
		}
	}
}

func TestACharacterLargerThanASegmentIsCut(t *testing.T) {
	n, encoding := Segments("a" + strings.Repeat("\u0301", 300))
	if n != 5 || encoding != UCS2 {
		t.Errorf("301 units in one character: %d in %s, want 5 in UCS-2", n, encoding)
	}
}

func FuzzSegments(f *testing.F) {
	f.Add("Dŵr")
	f.Add("\xff\xfe")
	f.Fuzz(func(t *testing.T, body string) {
		n, encoding := Segments(body)
		runes := len([]rune(body))
		if n < 1 || n > 1+runes/30 {
			t.Errorf("%d segments for %d characters", n, runes)
		}
		if encoding == GSM7 && strings.ContainsFunc(body, func(r rune) bool { return r > 0xFF && !strings.ContainsRune(gsmBasic+gsmEscaped, r) }) {
			t.Errorf("GSM-7 for %q", body)
		}
	})
}

func readJSON(t *testing.T, path string, v any) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, v); err != nil {
		t.Fatal(err)
	}
}

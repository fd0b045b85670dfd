package hear

import (
	"testing"
	"time"
)

// A number in place of another is of the house or the hour that has that other.
func TestPutsANumberRight(t *testing.T) {
	now := SampleNow(time.UTC)
	six := time.Date(now.Year(), now.Month(), now.Day(), 18, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		asked, text, address string
		hour                 int // 0: no time is heard
		means                Meaning
	}{
		{"any", "sorry i put the wrong house its 41 not 14", "41 Beechwood Terrace", 0, Change},
		{"any", "41 not 14 sorry", "41 Beechwood Terrace", 0, Change},
		{"any", "its not 14 its 41", "41 Beechwood Terrace", 0, Change},
		{"any", "not 6 make it 4", "", 16, Change},
		{"any", "4 not 6 please", "", 16, Change},
		{"any", "its 8 not 6", "", 20, Change},
		{"any", "its 41 not 15", "", 0, ""},
		{"address", "number 41", "41 Beechwood Terrace", 0, ""},
		{"address", "its 41", "41 Beechwood Terrace", 0, ""},
		{"address", "no 41 Beechwood Terrace", "41 Beechwood Terrace", 0, ""},
		{"address", "9 Brook Rd", "9 Brook Rd", 0, ""},
	} {
		c, err := Context{Now: now, Address: "14 Beechwood Terrace", By: six, Language: "en"}.Answering(tt.asked)
		if err != nil {
			t.Fatal(err)
		}
		h := ears().Hear(tt.text, c)
		hour := 0
		if !h.Slots.By.IsZero() {
			hour = h.Slots.By.Hour()
		}
		if h.Slots.Address != tt.address || hour != tt.hour || tt.means != "" && h.Meaning != tt.means {
			t.Errorf("%s | %s: address %q, hour %d, %s; want %q, %d, %s", tt.asked, tt.text, h.Slots.Address, hour, h.Meaning, tt.address, tt.hour, tt.means)
		}
	}
}

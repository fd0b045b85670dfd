package hear

import (
	"fmt"
	"strings"
	"testing"
)

// TestTimeOfEachOffer hears a time for each of two offers, at one on a Monday.
func TestTimeOfEachOffer(t *testing.T) {
	for text, want := range map[string]string{
		"1 by 3pm, 2 from 5":                 "1 counter by Mon 15:00; 2 counter from Mon 17:00",
		"2 at half 2 and 1 not till 7":       "2 counter from Mon 14:30; 1 counter from Mon 19:00",
		"1 yes, 2 not till 5":                "1 accept; 2 counter from Mon 17:00",
		"no to 1, could do 2 tomorrow at 10": "1 decline; 2 counter from Tue 10:00",
		"both after 5":                       "1 counter from Mon 17:00; 2 counter from Mon 17:00",
		"by 3 for 1 and by 6 for 2":          "1 counter by Mon 15:00; 2 counter by Mon 18:00",
		"tomorrow: 1 at 9, 2 at 11":          "1 counter from Tue 09:00; 2 counter from Tue 11:00",
		"2 only if it can wait till half 4":  "2 counter from Mon 16:30",
		"1 yes 2 tomorrow":                   "", // which of them tomorrow, is asked
		"1 yes 2 no":                         "1 accept; 2 decline",
	} {
		h := english.ruled(text, Context{Asked: "offers", Offers: []int{1, 2}, Now: now, Kinds: kinds}).heard
		var said []string
		for _, a := range h.Answers {
			one := fmt.Sprintf("%d %s", a.Number, a.Meaning)
			if !a.From.IsZero() {
				one += " from " + a.From.Format("Mon 15:04")
			}
			if !a.By.IsZero() {
				one += " by " + a.By.Format("Mon 15:04")
			}
			said = append(said, one)
		}
		if got := strings.Join(said, "; "); got != want {
			t.Errorf("%q:\n\twant %s\n\tgot %s", text, want, got)
		}
	}
}

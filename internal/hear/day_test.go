package hear

import (
	"testing"
	"time"
)

// TestDayTalkedOf hears times that name no day, at three on a Monday, where Friday was
// talked of just before, or is the day by which something is needed.
func TestDayTalkedOf(t *testing.T) {
	three := now.Add(2 * time.Hour)
	friday := time.Date(2026, time.November, 27, LastHour, 0, 0, 0, london)
	justNow, known := Context{Now: three, Day: friday}, Context{Now: three, By: friday}
	for _, x := range []struct {
		c          Context
		text, want string
	}{
		{justNow, "2pm", "from:Fri 27 Nov 14:00"},
		{justNow, "at 10", "from:Fri 27 Nov 10:00"},
		{justNow, "half 1", "from:Fri 27 Nov 13:30"},
		{justNow, "by 4", "by:Fri 27 Nov 16:00"},
		{justNow, "in the morning", "by:Fri 27 Nov 12:00"},
		{justNow, "9am", "from:Fri 27 Nov 09:00"},
		{justNow, "tomorrow at 2", "from:Tue 24 Nov 14:00"},
		{justNow, "in an hour", "from:Mon 23 Nov 16:00"},
		{known, "2pm", "from:Fri 27 Nov 14:00"},
		{known, "by 1pm", "by:Fri 27 Nov 13:00"},
		{known, "7pm", "from:Mon 23 Nov 19:00"},
		{known, "9am", "from:Tue 24 Nov 09:00"},
		{Context{Now: three}, "2pm", "from:"},
		{Context{Now: three, By: three.Add(time.Hour)}, "2pm", "from:"},
		{Context{Now: three, By: friday, Asked: "offer"}, "2pm", "from:"},
	} {
		if wrong := english.ruled(x.text, x.c).heard.differs(x.want); wrong != "" {
			t.Errorf("%q, talked of %s, needed by %s:\n\twant %s\n\tgot %s", x.text, x.c.Day, x.c.By, x.want, wrong)
		}
	}
}

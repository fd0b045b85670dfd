package hear

import "testing"

// Who wants no texts at night is heard so; who wants none at all is never taken for them.
func TestHoursAreNoOptOut(t *testing.T) {
	for text, want := range map[string]bool{
		"dont text me after 8 at night please":                true,
		"please dont message me before 10":                    true,
		"stop texting me so late":                             true,
		"no texts after 9":                                    true,
		"can u stop messaging after 9 at night pls":           true,
		"please dont message me on sundays":                   true,
		"stop texting me while im at work":                    true,
		"stop sending me texts at midnight":                   true,
		"stop texting me i work at night":                     false,
		"stop texting me after what you did":                  false,
		"cant do it, and dont text me so late":                true,
		"take me off your list, no texts after 8 or ever":     false,
		"leave me alone, stop messaging me after 9":           false,
		"dont text me at night, actually dont text me at all": false,
		"STOP. no texts after 8":                              false,
	} {
		if got := ears().Hear(text, Context{}).RuledBy("hours"); got != want {
			t.Errorf("%q: hours %v, want %v", text, got, want)
		}
	}
}

package hear

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestTimesApart hears which of several times is of which kind of help. What is not of
// any kind, or may be of either, is said to be so. Now is Monday 23 November 2026, 13:00.
func TestTimesApart(t *testing.T) {
	for _, x := range []struct{ language, text, want string }{
		{"en", "need my tablets today and the dog walking tomorrow morning. Pam Hirst 12 Ash Rd LS6 2AB", "prescription today, dogs Tue 08:00-Tue 12:00"},
		{"en", "tablets by 4, dog walk tomorrow", "prescription -Mon 16:00, dogs Tue 08:00-Tue 20:00"},
		{"en", "can somebody walk the dog tomorrow and get my shopping on friday", "dogs Tue 08:00-Tue 20:00, shopping Fri 08:00-Fri 20:00"},
		{"en", "today I need my tablets and tomorrow someone to walk the dog", "prescription today, dogs Tue 08:00-Tue 20:00"},
		{"en", "tablets today dog walk tomorrow", "prescription today, dogs Tue 08:00-Tue 20:00"},
		{"en", "tablets: today. dog walk: tomorrow at 10", "prescription today, dogs Tue 10:00 sharp"},
		{"en", "need shopping and tablets today and dog walking tomorrow", "shopping today, prescription today, dogs Tue 08:00-Tue 20:00"},
		{"en", "tablets tomorrow by 10 and the dog walked at 2", "prescription -Tue 10:00, dogs Tue 14:00 sharp"},
		{"en", "tablets asap and dog walking on thursday", "prescription today, dogs Thu 08:00-Thu 20:00"},
		{"en", "need my prescription today but the shopping can wait till saturday", "prescription today, shopping Sat 08:00-"},
		{"en", "need my tablets tomorrow, and someone to walk the dog this weekend", "prescription Tue 08:00-Tue 20:00, dogs Sat 08:00-Sun 20:00"},

		{"en", "tablets by 4 and dog by 6. Tomorrow please", "prescription -Tue 16:00, dogs -Tue 18:00"},

		{"en", "need tablets and the dog walking tomorrow", ""},
		{"en", "need tablets and the dog walking tomorrow, by 4", ""},
		{"en", "tablets tomorrow and dog tomorrow please", ""},
		{"en", "tomorrow: tablets, dog walk, shopping", ""},
		{"en", "tablets by 4 please, by 6 at the latest", ""},

		{"en", "need tablets and dog walking, one today and one tomorrow", "several, today"},
		{"en", "tablets and dog walk please. today or tomorrow morning", ""},
		{"en", "walk the dog at 3 and do my shopping at 10 tomorrow", "dogs Mon 15:00 sharp, shopping Tue 10:00 sharp, several, Mon 15:00 sharp"},
		{"en", "tablets by 4, dog by 6, tomorrow please", "prescription -Mon 16:00, dogs -Tue 18:00, several, -Mon 16:00"},
		{"en", "tablets today and dog walking tomorrow. and some shopping", "prescription today, dogs Tue 08:00-Tue 20:00, several, today"},

		{"cy", "angen fy nhabledi heddiw a mynd a'r ci am dro bore yfory. Gwen Hughes 12 Ash Rd LS6 2AB", "prescription today, dogs Tue 08:00-Tue 12:00"},
		{"cy", "presgripsiwn erbyn 4 a siopa ddydd Gwener", "prescription -Mon 16:00, shopping Fri 08:00-Fri 20:00"},
		{"cy", "dwi angen siopa heddiw, ac mae angen mynd a'r ci am dro yfory", "shopping today, dogs Tue 08:00-Tue 20:00"},
	} {
		c := heardAs{}.context()
		c.Kinds = sampleKinds
		s := ears().Ear(x.language).Hear(x.text, c).Slots
		var got []string
		for _, k := range s.Apart {
			got = append(got, k.Kind+" "+k.inWords())
		}
		if s.Several {
			got = append(got, "several", KindTime{From: s.From, By: s.By, At: s.At, Today: s.UrgencyToday}.inWords())
		}
		if got := strings.Join(got, ", "); got != x.want {
			t.Errorf("%q:\n\tgot  %s\n\twant %s\n\tkinds %v", x.text, got, x.want, s.Kinds)
		}
	}
}

func (k KindTime) inWords() string {
	if k.From.IsZero() && k.By.IsZero() && k.Today {
		return "today"
	}
	at := func(m time.Time) string {
		if m.IsZero() {
			return ""
		}
		return m.Format("Mon 15:04")
	}
	if k.At {
		return at(k.From) + " sharp"
	}
	return at(k.From) + "-" + at(k.By)
}

func TestClauses(t *testing.T) {
	t.Parallel()
	es := ears()
	for _, c := range []struct {
		language, text string
		want           []string
	}{
		{"en", "Tablets by 3, dog from 5", []string{"Tablets by 3", "dog from 5"}},
		{"en", "the dog at 5 and the tablets can wait", []string{"the dog at 5", "the tablets can wait"}},
		{"en", "Dog tomorrow. but tablets today!", []string{"Dog tomorrow", "tablets today"}},
		{"cy", "tabledi heddiw ac y ci yfory", []string{"tabledi heddiw", "y ci yfory"}},
		{"pl", "leki, pies", []string{"leki, pies"}},
		{"en", "", nil},
	} {
		if got := es.Clauses(c.text, c.language); !slices.Equal(got, c.want) {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

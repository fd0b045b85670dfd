package desk

import (
	"time"

	"github.com/goodturn/goodturn/internal/org"
	"github.com/goodturn/goodturn/internal/place"
)

// ParseWhen reads a form's date and time. Both empty is no time; a date alone
// means its evening, a time alone means today. The second value is the wording
// key of what is wrong, or "".
func ParseWhen(date, clock string, in *time.Location, now time.Time) (time.Time, string) {
	if date == "" && clock == "" {
		return time.Time{}, ""
	}
	if date == "" {
		date = now.In(in).Format("2006-01-02")
	}
	if clock == "" {
		clock = "20:00"
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", date+" "+clock, in)
	if err != nil {
		return time.Time{}, "form.wrong.time"
	}
	if at.Before(now) {
		return time.Time{}, "form.wrong.past"
	}
	return at, ""
}

// KnownArea reports whether an outward code is one that we can find people near.
func KnownArea(o *org.Organisation, outward string) bool {
	if _, ok := o.Centre(outward); ok {
		return true
	}
	return place.IsOutward(outward)
}

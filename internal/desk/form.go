package desk

import "time"

// Moment reads a date ("2006-01-02") and a time of day ("15:04") of a form. A
// time alone is today's; nothing at all is the zero time. Wrong is a wording
// key, or "".
func Moment(date, clock string, in *time.Location, now time.Time) (t time.Time, wrong string) {
	if date == "" && clock == "" {
		return time.Time{}, ""
	}
	if clock == "" {
		return time.Time{}, "form.wrong.no_time"
	}
	if date == "" {
		date = now.In(in).Format(time.DateOnly)
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", date+" "+clock, in)
	if err != nil {
		return time.Time{}, "form.wrong.time"
	}
	return t, ""
}

package hear

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// gives reports whether a fact that a sample names was heard so. Samples are
// written by hand, so what means the same is taken as the same: lists in any order,
// "Rd" and "Road", "half 4" and "Mon 23 Nov 16:30", as seen from [SampleNow].
func (h Heard) gives(name, want string) bool {
	got, ok := h.fact(name, want)
	if !ok {
		return want == "" || want == "0" || want == "false"
	}
	switch v := got.(type) {
	case string:
		return sameText(name, v, want)
	case bool:
		return strconv.FormatBool(v) == want
	case int:
		return strconv.Itoa(v) == want
	case []string:
		if name == "when" && h.givesTime(want) {
			return true
		}
		return slices.Equal(listed(name, v), listed(name, strings.Split(want, ",")))
	case []map[string]any:
		said := make([]string, 0, len(v))
		for _, a := range v {
			said = append(said, fmt.Sprintf("%v %v", a["number"], a["meaning"]))
		}
		return slices.Equal(listed(name, said), listed(name, strings.Split(want, ",")))
	}
	return false
}

// fact is a fact by the name that samples have for it.
func (h Heard) fact(name, want string) (any, bool) {
	facts := h.Facts()
	if name == "number" && strings.HasPrefix(want, "+") {
		name = "other_number"
	}
	got, ok := facts[name]
	switch {
	case ok:
	case name == "language":
		got, ok = facts["languages"]
	case name == "when":
		got, ok = []string(nil), !isWindows(want) || h.givesTime(want)
	}
	return got, ok
}

// plainly reports whether a fact of a sample is in a form that can be compared with
// what is heard. "until=after Eid", "kinds=other" and "topic=honesty" are
// for people to read.
func plainly(name, want string) bool {
	switch name {
	case "topic":
		return want == "" // of the handbook: a reader's own word for it
	case "from", "by", "until", "start":
		_, ok := readHint(want)
		return ok || want == ""
	case "when":
		_, ok := readHint(want)
		return ok || isWindows(want) || want == ""
	case "kinds":
		return want == "" || len(listed(name, strings.Split(want, ","))) > 0
	case "answers":
		return want == "" || len(listed(name, strings.Split(want, ","))) > 0 && isDigit(want[0])
	}
	return true
}

func sameText(name, got, want string) bool {
	switch name {
	case "from", "by", "until", "start":
		at, err := time.Parse(time.RFC3339, got)
		hint, ok := readHint(want)
		return err == nil && ok && hint.fits(at)
	case "address":
		return sameAddress(addressWords(got), addressWords(want))
	case "name":
		return strings.EqualFold(untitled(got), untitled(want))
	}
	return strings.EqualFold(got, want)
}

// otherNames are the names of kinds that samples and organisations have for the
// same thing.
var otherNames = map[string]string{"phone": "call", "garden": "outdoors", "dog": "dogs"}

// oneWindow is a window of which only one is named.
const oneWindow, itsWindow = "weekend", "weekends"

// listed is a list as it is compared: in small letters, sorted, without what only
// people can read.
func listed(name string, values []string) []string {
	var out []string
	for _, v := range values {
		v = strings.ToLower(strings.TrimSpace(v))
		if name == "kinds" && otherNames[v] != "" {
			v = otherNames[v]
		}
		if name == "when" && v == oneWindow {
			v = itsWindow
		}
		skip := v == "" || name == "kinds" && v == "other" || name == "answers" && strings.HasSuffix(v, " counter")
		if !skip && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	slices.Sort(out)
	return out
}

// isWindows reports whether a fact lists windows: "mornings,weekends".
func isWindows(want string) bool {
	for w := range strings.SplitSeq(want, ",") {
		w = strings.TrimSpace(w)
		if !slices.Contains(everyDay, w) && !partOfDay(w) && w != "weekends" && w != "weekdays" && w != "anytime" {
			return false
		}
	}
	return true
}

// givesTime reports whether some moment that was heard is the one wanted.
func (h Heard) givesTime(want string) bool {
	hint, ok := readHint(strings.ReplaceAll(want, ",", " "))
	if !ok || isWindows(want) && strings.Count(want, "day") > 1 {
		return false
	}
	for _, at := range []time.Time{h.Slots.From, h.Slots.By} {
		if !at.IsZero() && hint.fits(at) {
			return true
		}
	}
	return false
}

// shortened are the words of an address that have a short form.
var shortened = map[string]string{
	"avenue": "ave", "road": "rd", "street": "st", "crescent": "cres", "terrace": "tce", "terr": "tce", "close": "cl", "lane": "ln", "drive": "dr",
	"court": "ct", "place": "pl", "gardens": "gdns", "grove": "grv", "apartment": "apt",
}

func addressWords(address string) []string {
	words := strings.FieldsFunc(strings.ToLower(address), func(r rune) bool { return strings.ContainsRune(" ,.", r) })
	for i, w := range words {
		if s := shortened[w]; s != "" {
			words[i] = s
		}
	}
	return words
}

// sameAddress reports whether two addresses differ by no more than the place or the
// remark that one of them ends with.
func sameAddress(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) > 1 && slices.Equal(a, b[:len(a)]) && !strings.ContainsAny(strings.Join(b[len(a):], " "), "0123456789") ||
		slices.Equal(a, b)
}

// untitled is a name without the title before it.
func untitled(name string) string {
	words := strings.Fields(strings.ReplaceAll(name, ".", ""))
	for len(words) > 1 {
		switch strings.ToLower(words[0]) {
		case "mr", "mrs", "miss", "ms", "dr", "rev", "cpl", "col":
			words = words[1:]
			continue
		}
		break
	}
	return strings.Join(words, " ")
}

// hint is a moment as a person writes it down: on some days, or at some time, or
// after a length of time.
type hint struct {
	first, last  time.Time // days, the first and the last
	hour, minute int       // hour is -1 if none is written
	sure         bool      // of the hour: morning or afternoon is written
	part         string    // of the day
	span         span
}

// fits reports whether a moment is the one that is meant.
func (w hint) fits(at time.Time) bool {
	now := SampleNow(at.Location())
	if w.span != (span{}) {
		after := w.span.after(now)
		if w.span.minutes == 0 {
			return sameDay(at, after)
		}
		return at.Equal(after)
	}
	if !w.first.IsZero() {
		day := at
		if at.Equal(midnight(at, 0)) && at.After(w.last) {
			day = at.AddDate(0, 0, -1) // the end of the day before
		}
		if s := day.Format(time.DateOnly); s < w.first.Format(time.DateOnly) || s > w.last.Format(time.DateOnly) {
			return false
		}
	}
	if w.hour >= 0 {
		return at.Minute() == w.minute && (at.Hour() == w.hour || !w.sure && at.Hour()%12 == w.hour%12)
	}
	if hours, ok := parts[w.part]; ok {
		return at.Hour() >= hours[0] && at.Hour() <= hours[1] || sameMinute(at, now)
	}
	return !w.first.IsZero()
}

func sameDay(a, b time.Time) bool    { return a.Format(time.DateOnly) == b.Format(time.DateOnly) }
func sameMinute(a, b time.Time) bool { return a.Sub(b).Abs() < time.Minute }

// hintWords are the words of hints, and what they stand for.
var hintWords = map[string]string{
	"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
	"mon": "monday", "tue": "tuesday", "tues": "tuesday", "wed": "wednesday", "weds": "wednesday", "thu": "thursday", "thur": "thursday", "thurs": "thursday",
	"fri": "friday", "sat": "saturday", "sun": "sunday", "2moz": "tomorrow", "tmrw": "tomorrow", "tomoz": "tomorrow", "2moro": "tomorrow",
	"min": "minute", "mins": "minute", "minutes": "minute", "hr": "hour", "hrs": "hour", "hours": "hour", "days": "day", "weeks": "week", "wks": "week",
	"months": "month", "am": "morning", "pm": "afternoon", "midday": "noon", "mornings": "morning", "afternoons": "afternoon", "evenings": "evening", "nights": "night",
	"jan": "january", "feb": "february", "mar": "march", "apr": "april", "jun": "june", "jul": "july", "aug": "august", "sep": "september", "sept": "september",
	"oct": "october", "nov": "november", "dec": "december",
	"the": "", "at": "", "on": "", "in": "", "about": "", "around": "", "by": "", "after": "", "from": "", "of": "", "for": "", "oclock": "", "until": "", "before": "",
	"thing": "morning", "first": "",
}

// readHint reads a moment as a person writes it; ok is false if it cannot be
// told from the words alone.
func readHint(text string) (w hint, ok bool) {
	w.hour = -1
	var words []string
	for f := range strings.FieldsSeq(strings.ToLower(strings.ReplaceAll(text, "'", ""))) {
		f = strings.Trim(f, ",.?")
		if plain, known := hintWords[f]; known {
			f = plain
		}
		if f != "" {
			words = append(words, f)
		}
	}
	if len(words) == 0 {
		return w, false
	}
	for len(words) > 0 {
		n := w.take(words)
		if n == 0 {
			return w, false
		}
		words = words[n:]
	}
	if w.part == "afternoon" && w.hour > 0 && w.hour < 12 || w.part == "evening" && w.hour > 0 && w.hour < 12 {
		w.hour, w.sure = w.hour+12, true
	}
	if w.part == "morning" && w.hour >= 0 {
		w.sure = true
	}
	return w, true
}

// take reads the words that come next, and returns how many they are.
func (w *hint) take(words []string) int {
	now := SampleNow(time.UTC)
	word, next := words[0], ""
	if len(words) > 1 {
		next = words[1]
	}
	if n := w.takeSpan(word, next); n > 0 {
		return n
	}
	if n := w.takeDay(word, next, now); n > 0 {
		return n
	}
	if n := w.takeFraction(words); n > 0 {
		return n
	}
	return w.takeClock(word)
}

func (w *hint) takeSpan(word, next string) int {
	n, err := strconv.Atoi(word)
	if word == "a" || word == "an" {
		n, err = 1, nil
	}
	if err != nil {
		return 0
	}
	switch next {
	case "minute":
		w.span.minutes = n
	case "hour":
		w.span.minutes = n * 60
	case "day":
		w.span.days = n
	case "week":
		w.span.days = n * 7
	case "fortnight":
		w.span.days = n * 14
	case "month":
		w.span.months = n
	default:
		return 0
	}
	return 2
}

func (w *hint) takeDay(word, next string, now time.Time) int {
	set := func(first, last time.Time, n int) int {
		if w.first.IsZero() {
			w.first, w.last = first, last
		}
		return n
	}
	monday := midnight(now, 7-(int(now.Weekday())+6)%7)
	switch {
	case word == "today":
		return set(now, now, 1)
	case word == "tonight":
		w.part = "evening"
		return set(now, now, 1)
	case word == "tomorrow":
		return set(midnight(now, 1), midnight(now, 1), 1)
	case word == "this" && parts[next] != [2]int{}:
		w.part = next
		return set(now, now, 2)
	case word == "next" && next == "week":
		return set(monday, monday.AddDate(0, 0, 6), 2)
	case word == "this" && next == "week":
		return set(now, monday, 2)
	case word == "this" && next == "weekend", word == "weekend":
		return set(monday.AddDate(0, 0, -2), monday, 1+strings.Count(word, "this"))
	case word == "next" && slices.Contains(everyDay, next):
		ahead := 7 - (int(now.Weekday())-int(weekdays[next])+7)%7
		return set(midnight(now, ahead), midnight(now, ahead+7), 2)
	case slices.Contains(everyDay, word):
		ahead := (int(weekdays[word]) - int(now.Weekday()) + 7) % 7
		if ahead == 0 {
			return set(now, midnight(now, 7), 1)
		}
		return set(midnight(now, ahead), midnight(now, ahead), 1)
	}
	return w.takeDate(word, next, now)
}

var months = func() map[string]time.Month {
	m := map[string]time.Month{}
	for k := time.January; k <= time.December; k++ {
		m[strings.ToLower(k.String())] = k
	}
	return m
}()

// takeDate reads "14th", "14 june" and "june 14".
func (w *hint) takeDate(word, next string, now time.Time) int {
	if months[word] != 0 {
		word, next = next, word
	}
	bare := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(word, "th"), "st"), "nd"), "rd")
	d, err := strconv.Atoi(bare)
	month, named := months[next]
	if err != nil || d < 1 || d > 31 || !named && bare == word {
		return 0
	}
	n := 2
	if !named {
		n, month = 1, now.Month()
	}
	day := time.Date(now.Year(), month, d, 0, 0, 0, 0, time.UTC)
	if day.Before(midnight(now, 0)) {
		if named {
			day = day.AddDate(1, 0, 0)
		} else {
			day = day.AddDate(0, 1, 0)
		}
	}
	w.first, w.last = day, day // a date says more than the day of the week beside it
	return n
}

// takeClock reads "4", "4.30", "16:30", "1630", "4pm", "4ish", "noon", and parts of the day.
func (w *hint) takeClock(word string) int {
	switch {
	case word == "noon":
		w.hour, w.sure = 12, true
		return 1
	case word == "midnight":
		w.hour, w.sure = 0, true
		return 1
	case parts[word] != [2]int{}:
		w.part = word
		return 1
	}
	bare := strings.TrimSuffix(word, "ish")
	for suffix, part := range map[string]string{"am": "morning", "pm": "afternoon"} {
		if rest, found := strings.CutSuffix(bare, suffix); found {
			bare, w.part = rest, part
		}
	}
	hour, minute, found := strings.Cut(strings.ReplaceAll(bare, ".", ":"), ":")
	if !found && len(bare) == 4 {
		hour, minute, found = bare[:2], bare[2:], true
	}
	h, err := strconv.Atoi(hour)
	m, err2 := strconv.Atoi(minute)
	if err != nil || found && err2 != nil || h > 24 || m > 59 || w.hour >= 0 {
		return 0
	}
	w.hour, w.minute = h, m
	w.sure = h > 12 || found && len(hour) == 2 && strings.Contains(word, ":")
	return 1
}

// takeFraction reads "half 4", "half past 4", "quarter to 5", "20 to 4".
func (w *hint) takeFraction(words []string) int {
	minutes, err := strconv.Atoi(words[0])
	n := 1
	switch words[0] {
	case "half":
		minutes, err = 30, nil
	case "quarter":
		minutes, err = 15, nil
	}
	if err != nil || len(words) < 2 {
		return 0
	}
	switch {
	case words[1] == "to":
		minutes, n = -minutes, 2
	case words[1] == "past":
		n = 2
	case words[0] != "half":
		return 0
	}
	if n >= len(words) {
		return 0
	}
	c := hint{hour: -1}
	if c.takeClock(words[n]) == 0 || c.hour < 0 {
		return 0
	}
	total := (c.hour*60 + minutes + 24*60) % (24 * 60)
	w.hour, w.minute = total/60, total%60
	return n + 1
}

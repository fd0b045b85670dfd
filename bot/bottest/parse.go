package bottest

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A ParseError says which line of a transcript is not understood, and what to
// write instead.
type ParseError struct {
	File    string
	Line    int
	Problem string
	Remedy  string
}

func (e *ParseError) Error() string {
	return fmt.Sprintf("%s:%d: %s: %s", e.File, e.Line, e.Problem, e.Remedy)
}

const (
	name    = `([\p{L}][\p{L}\p{N}'-]*)`
	channel = `([\p{L}\p{N}][\p{L}\p{N}_-]*)`
	quoted  = `"([^"]+)"`
)

var (
	arrowIn  = regexp.MustCompile(`^` + name + ` >(?: (.*))?$`)
	arrowOut = regexp.MustCompile(`^(?:` + name + `|\+?[0-9:a-z+]+) < `)
	cardOut  = regexp.MustCompile(`^\[` + channel + `(?:, changed)?\](?: |$)`)
	seesOut  = regexp.MustCompile(`^` + name + ` sees(?: a form)?:`)
	timeOut  = regexp.MustCompile(`^\([^()]*[0-9]{2}:[0-9]{2}\)$`)

	phoneLine   = regexp.MustCompile(`^phone (` + name + `(?: [^+]*[^+ ])?) +(\+?[0-9]+|whatsapp:\+[0-9]+)$`)
	moveLine    = regexp.MustCompile(`^\+ ?([0-9]+) (second|minute|hour|day|week)s?$`)
	atLine      = regexp.MustCompile(`^at (?:(tomorrow|[0-9]{4}-[0-9]{2}-[0-9]{2}|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday) )?([0-9]{1,2}):([0-9]{2})$`)
	pictureLine = regexp.MustCompile(`^` + name + ` sends a picture(?:: (.*))?$`)
	againLine   = regexp.MustCompile(`^` + name + `'s last text comes again$`)
	pressLine   = regexp.MustCompile(`^` + name + ` presses (the old )?(?:` + quoted + `|(\S+)) on ` + quoted + ` in ` + channel + `$`)
	fillLine    = regexp.MustCompile(`^` + name + ` fills in$`)
	closeLine   = regexp.MustCompile(`^` + name + ` closes the form$`)
	replyLine   = regexp.MustCompile(`^` + name + ` replies to ` + quoted + ` in ` + channel + `: (.*)$`)
	commandLine = regexp.MustCompile(`^` + name + ` types (/\S+(?: .*?)?) in ` + channel + `$`)
	joinedLine  = regexp.MustCompile(`^` + name + ` is a volunteer for (.+) in ([A-Za-z]{1,2}[0-9][0-9A-Za-z]?(?: [0-9][A-Za-z]{2})?)$`)
	idLine      = regexp.MustCompile(`^ID of ` + name + ` is seen$`)
	countLine   = regexp.MustCompile(`^check ` + name + ` sent at most ([0-9]+) texts?$`)
)

// Parse reads a transcript. The error is a *ParseError.
func Parse(file, text string) (Transcript, error) {
	p := parser{t: Transcript{File: file}}
	text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i, line := range lines {
		p.line = i + 1
		if err := p.read(strings.TrimRight(line, " \t\r")); err != nil {
			return Transcript{}, err
		}
	}
	if err := p.finish(); err != nil {
		return Transcript{}, err
	}
	p.t.Tail = p.notes
	return p.t, nil
}

type parser struct {
	t     Transcript
	line  int
	notes []string
	// open is the statement that is being read, and its output, if one is.
	open     bool
	inOutput bool
	// ready says that the open statement's own lines are over.
	ready bool
}

func (p *parser) wrong(problem, remedy string) error {
	return &ParseError{File: p.t.File, Line: p.line, Problem: problem, Remedy: remedy}
}

func (p *parser) last() *Statement { return &p.t.Statements[len(p.t.Statements)-1] }

func (p *parser) read(line string) error {
	switch {
	case line == "" || strings.HasPrefix(line, "#"):
		p.notes = append(p.notes, line)
		return nil
	case line[0] == ' ' || line[0] == '\t':
		return p.goOn(strings.TrimSpace(line))
	case isOutput(line):
		return p.output(line)
	}
	if err := p.finish(); err != nil {
		return err
	}
	p.t.Statements = append(p.t.Statements, Statement{Line: p.line, Notes: p.notes, Source: []string{line}})
	p.notes, p.open, p.ready, p.inOutput = nil, true, false, false
	return nil
}

func isOutput(line string) bool {
	return arrowOut.MatchString(line) || cardOut.MatchString(line) || seesOut.MatchString(line) || timeOut.MatchString(line)
}

// goOn takes a line that begins with spaces: it belongs to what stands above.
func (p *parser) goOn(line string) error {
	switch {
	case !p.open:
		return p.wrong("a line that begins with spaces goes on from the one above, and there is none", "take the spaces away")
	case len(p.notes) > 0:
		return p.wrong("a line that begins with spaces goes on from the one above, and a note or an empty line stands between", "take away the note, the empty line or the spaces")
	case !p.inOutput:
		p.last().Source = append(p.last().Source, indent+line)
		return nil
	}
	outputs := p.last().Outputs
	o := &outputs[len(outputs)-1]
	if isText(o.Head) {
		o.Head += " " + line
		return nil
	}
	o.Lines = append(o.Lines, line)
	return nil
}

func (p *parser) output(line string) error {
	if !p.open {
		return p.wrong("this is what comes of something, and nothing was done yet", "write first what somebody does, like: Amina > hello")
	}
	if err := p.finish(); err != nil {
		return err
	}
	if p.last().Silent {
		return p.wrong("what comes of a line with \"given\" is not looked at", "take \"given\" away, or this line")
	}
	// Notes among outputs go before the next thing that is done.
	p.last().Outputs = append(p.last().Outputs, Output{Head: line})
	p.inOutput = true
	return nil
}

// finish understands the statement whose own lines are over.
func (p *parser) finish() error {
	if !p.open || p.ready {
		return nil
	}
	p.ready = true
	s := p.last()
	line := p.line
	p.line = s.Line
	defer func() { p.line = line }()
	source := s.Source[0]
	if given, ok := strings.CutPrefix(source, "given "); ok {
		s.Silent, source = true, strings.TrimSpace(given)
	}
	do, err := p.understand(source, s.Source[1:])
	if err != nil {
		return err
	}
	first := len(p.t.Statements) == 1
	switch {
	case do.Kind == MoveTo && first && do.When.Days == 0 && do.When.Day == nil && !do.When.Date.IsZero():
		d := do.When.Date
		do.Kind, do.Time = Begin, time.Date(d.Year(), d.Month(), d.Day(), do.When.Hour, do.When.Minute, 0, 0, time.UTC)
	case (do.Kind == Volunteers || do.Kind == SeeID) && !s.Silent:
		return p.wrong("this is played unseen", "write \"given\" before it")
	case do.Kind == Count && s.Silent:
		return p.wrong("a check is not given", "take \"given\" away")
	}
	s.Do = do
	return nil
}

// understand reads one statement: its first line, and those that go on from it.
func (p *parser) understand(line string, more []string) (Do, error) {
	if fillLine.MatchString(line) {
		return p.form(fillLine.FindStringSubmatch(line)[1], more)
	}
	for _, l := range more {
		line += " " + strings.TrimSpace(l)
	}
	if m := arrowIn.FindStringSubmatch(line); m != nil {
		words, err := p.unquote(m[2])
		return Do{Kind: Text, Who: m[1], Words: words}, err
	}
	if m := phoneLine.FindStringSubmatch(line); m != nil {
		return Do{Kind: SetPhone, Who: m[2], Name: strings.Join(strings.Fields(m[1]), " "), Number: m[3]}, nil
	}
	if m := moveLine.FindStringSubmatch(line); m != nil {
		return p.moveBy(m[1], m[2])
	}
	if m := atLine.FindStringSubmatch(line); m != nil {
		return p.moveTo(m[1], m[2], m[3])
	}
	if m := pictureLine.FindStringSubmatch(line); m != nil {
		words := ""
		if m[2] != "" {
			var err error
			if words, err = p.unquote(m[2]); err != nil {
				return Do{}, err
			}
		}
		return Do{Kind: Text, Who: m[1], Words: words, Pictures: 1}, nil
	}
	if m := againLine.FindStringSubmatch(line); m != nil {
		return Do{Kind: Again, Who: m[1]}, nil
	}
	if m := pressLine.FindStringSubmatch(line); m != nil {
		return Do{Kind: Press, Who: m[1], Old: m[2] != "", Button: m[3] + m[4], Card: m[5], Channel: m[6]}, nil
	}
	if m := closeLine.FindStringSubmatch(line); m != nil {
		return Do{Kind: Dismiss, Who: m[1]}, nil
	}
	if m := replyLine.FindStringSubmatch(line); m != nil {
		words, err := p.unquote(m[4])
		return Do{Kind: Reply, Who: m[1], Card: m[2], Channel: m[3], Words: words}, err
	}
	if m := commandLine.FindStringSubmatch(line); m != nil {
		return Do{Kind: Command, Who: m[1], Words: m[2], Channel: m[3]}, nil
	}
	if m := joinedLine.FindStringSubmatch(line); m != nil {
		return Do{Kind: Volunteers, Who: m[1], Words: m[2], Area: m[3]}, nil
	}
	if m := idLine.FindStringSubmatch(line); m != nil {
		return Do{Kind: SeeID, Who: m[1]}, nil
	}
	if m := countLine.FindStringSubmatch(line); m != nil {
		n, err := strconv.Atoi(m[2])
		if err != nil {
			return Do{}, p.wrong("the number is too large", "write fewer digits")
		}
		return Do{Kind: Count, Who: m[1], AtMost: n}, nil
	}
	return Do{}, p.wrong(fmt.Sprintf("%q is not understood", clip(line)), "write what somebody does, like: Amina > hello, or: Joe presses Approve on \"Pam\" in north")
}

func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

func (p *parser) form(who string, lines []string) (Do, error) {
	do := Do{Kind: Fill, Who: who}
	for i, l := range lines {
		label, value, ok := strings.Cut(strings.TrimSpace(l), " =")
		if !ok || label == "" {
			p.line += 1 + i
			return Do{}, p.wrong(fmt.Sprintf("%q is no field of a form", clip(strings.TrimSpace(l))), "write the field's name, \" = \" and what is put there")
		}
		words := strings.TrimSpace(value)
		if strings.HasPrefix(words, `"`) {
			var err error
			if words, err = p.unquote(words); err != nil {
				return Do{}, err
			}
		}
		do.Fields = append(do.Fields, Field{Label: label, Value: words})
	}
	return do, nil
}

func (p *parser) unquote(words string) (string, error) {
	if words == "" {
		return "", p.wrong("no words stand here", `write "" for an empty text`)
	}
	if !strings.HasPrefix(words, `"`) {
		return words, nil
	}
	plain, err := strconv.Unquote(words)
	if err != nil {
		return "", p.wrong("the quotes are not closed, or something stands after them", `write "words", with \" for a quote and \n for a new line`)
	}
	return plain, nil
}

var units = map[string]time.Duration{"second": time.Second, "minute": time.Minute, "hour": time.Hour, "day": 24 * time.Hour, "week": 7 * 24 * time.Hour}

// furthest is how far one line may move the clock.
const furthest = 3 * 365 * 24 * time.Hour

func (p *parser) moveBy(n, unit string) (Do, error) {
	count, err := strconv.Atoi(n)
	if err != nil || count < 1 || count > int(furthest/units[unit]) {
		return Do{}, p.wrong("the clock cannot move by so much", "write a number from 1 on, and three years at most")
	}
	return Do{Kind: MoveBy, By: time.Duration(count) * units[unit]}, nil
}

func (p *parser) moveTo(day, hour, minute string) (Do, error) {
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi(minute)
	if h > 23 || m > 59 {
		return Do{}, p.wrong(hour+":"+minute+" is no time of day", "write it like 09:30 or 16:00")
	}
	w := When{Hour: h, Minute: m}
	switch {
	case day == "tomorrow":
		w.Days = 1
	case day != "" && day[0] >= '0' && day[0] <= '9':
		date, err := time.Parse(time.DateOnly, day)
		if err != nil {
			return Do{}, p.wrong(day+" is no date", "write it like 2026-11-24")
		}
		w.Date = date
	case day != "":
		for d := range time.Saturday + 1 {
			if d.String() == day {
				w.Day = &d
			}
		}
	}
	return Do{Kind: MoveTo, When: w}, nil
}

package app

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/goodturn/goodturn/internal/hear"
)

// HearOptions say how texts are to be heard without being answered.
type HearOptions struct {
	// Org is the organisation's folder: its kinds of task, its places and its zone
	// are what texts are heard by.
	Org fs.FS
	Now func() time.Time
	// Language is the sender's, "en" or "cy"; empty if not known.
	Language string
	// Explain says in plain lines which rules spoke, in place of JSON.
	Explain bool
	// Cache is the folder in which what was learned is kept; empty for none.
	Cache string
}

// Hear reads texts, one a line, each alone or after what was asked and a tab, and
// writes what it understands of each: a JSON object a line. An error names a
// line that asks for something that is not asked anywhere.
func Hear(ctx context.Context, opts HearOptions, in io.Reader, out io.Writer) error {
	ears, base, err := opts.ears()
	if err != nil {
		return err
	}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 4<<20)
	for n := 1; lines.Scan() && ctx.Err() == nil; n++ {
		asked, text, ok := strings.Cut(strings.TrimSuffix(lines.Text(), "\r"), "\t")
		if !ok {
			asked, text = "any", asked
		}
		c, err := base.Answering(strings.TrimSpace(asked))
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		said := ears.Hear(text, c).Said(text, asked)
		if opts.Explain {
			err = explain(out, said)
		} else {
			err = enc.Encode(said)
		}
		if err != nil {
			return fmt.Errorf("write what was heard: %w", err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read the texts: %w", err)
	}
	return nil
}

func (o HearOptions) ears() (*hear.Ears, hear.Context, error) {
	organisation, _, b, err := Read(o.Org, o.Cache)
	if err != nil {
		return nil, hear.Context{}, err
	}
	base := b.Context(o.Now().In(organisation.Location), o.Language)
	base.Explain = true
	return b.Ears, base, nil
}

// explain writes what was heard for a person to read.
func explain(out io.Writer, said hear.Said) error {
	slots, err := json.Marshal(said.Slots)
	if err != nil {
		return err
	}
	means := []string{string(said.Meaning)}
	for _, m := range said.Also {
		means = append(means, "also "+string(m))
	}
	_, err = fmt.Fprintf(out, "%s | %s\n  means %s\n  slots %s\n", said.Context, said.Text, strings.Join(means, ", "), slots)
	for _, rule := range said.Why {
		if err == nil {
			_, err = fmt.Fprintf(out, "  because %s\n", rule)
		}
	}
	return err
}

// ScoreHearing hears texts whose meanings are known, each line as
// [hear.ReadSamples] takes it, and writes a report: how many were heard right,
// asked about and silently wrong, by meaning and language. With Explain each text
// that was not heard right, or whose facts were not, is shown first.
func ScoreHearing(ctx context.Context, opts HearOptions, in io.Reader, out io.Writer) (*hear.Score, error) {
	ears, base, err := opts.ears()
	if err != nil {
		return nil, err
	}
	samples, err := hear.ReadSamples(in)
	if err != nil {
		return nil, err
	}
	score := &hear.Score{}
	for _, s := range samples {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		c, err := base.Answering(s.Asked)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", s.Line, err)
		}
		c.Now = hear.SampleNow(c.Now.Location())
		h := ears.Hear(s.Text, c)
		v := score.Add(h.Language, s, h)
		missed := s.Missed(h)
		if !opts.Explain || v == hear.Right && len(missed) == 0 {
			continue
		}
		if v != hear.Right {
			fmt.Fprintf(out, "line %d: %s: means %s, heard as %s\n", s.Line, v, s.Means, h.Meaning)
		}
		if len(missed) > 0 {
			fmt.Fprintf(out, "line %d: facts not heard: %s\n", s.Line, strings.Join(missed, "; "))
		}
		if err := explain(out, h.Said(s.Text, s.Asked)); err != nil {
			return nil, fmt.Errorf("write the report: %w", err)
		}
	}
	if err := score.Report(out); err != nil {
		return nil, fmt.Errorf("write the report: %w", err)
	}
	return score, nil
}

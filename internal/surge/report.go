package surge

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// A Report is how a surge went.
type Report struct {
	People, Inducted int
	Texts, Replies   int // of people's; of the server's
	Ready            time.Duration
	Offered          time.Duration // from the first text to the last first text
	Took             time.Duration // from the first text to the last answer
	Acks             Spread        // from a text to its acknowledgement
	Latency          Spread        // from a text to the provider being called with the answer
	Again            int           // texts that were acknowledged at a second attempt or later
	Refused          int           // texts that were never acknowledged
	Unanswered       int           // people whose last text had no answer
	Doubled          int           // texts that the provider was given twice
	Disorder         int           // texts that overtook another to the same person
	Memory           Memory
	Processor        time.Duration // of the server's process, its start counted
	StoreSize        int64         // bytes; 0 when it is not a file
}

// OK reports whether everybody was served: nothing lost, nothing twice.
func (r *Report) OK() bool {
	return r.Inducted == r.People && r.Unanswered == 0 && r.Refused == 0 && r.Doubled == 0 && r.Disorder == 0
}

// Write writes the report for an operator.
func (r *Report) Write(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	row := func(what, format string, a ...any) { fmt.Fprintf(w, "%s\t%s\n", what, fmt.Sprintf(format, a...)) }
	row("people", "%d signed up, %d of them to the end of the induction", r.People, r.Inducted)
	row("texts", "%d in %s: %.0f a second", r.Texts, r.Took.Round(time.Millisecond), per(r.Texts, r.Took))
	row("replies", "%d delivered: %.0f a second", r.Replies, per(r.Replies, r.Took))
	row("backlog", "gone %s after the last person began", (r.Took - r.Offered).Round(time.Millisecond))
	row("acknowledged after", "%s", r.Acks)
	row("answered after", "%s", r.Latency)
	row("processor", "%.2f ms a text", 1000*r.Processor.Seconds()/float64(max(r.Texts, 1)))
	row("start to ready", "%s", r.Ready.Round(time.Millisecond))
	if r.Memory.Most > 0 {
		row("memory", "%s at the most, %s at the end", size(r.Memory.Most), size(r.Memory.Last))
	}
	if r.StoreSize > 0 {
		row("store", "%s", size(r.StoreSize))
	}
	row("tried again", "%d texts", r.Again)
	row("lost", "%d not acknowledged, %d not answered", r.Refused, r.Unanswered)
	row("twice", "%d", r.Doubled)
	row("out of order", "%d", r.Disorder)
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

func (s Spread) String() string {
	ms := func(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }
	return fmt.Sprintf("%s at the median, p90 %s, p99 %s, %s at the most", ms(s.P50), ms(s.P90), ms(s.P99), ms(s.Max))
}

func per(n int, d time.Duration) float64 {
	if d <= 0 {
		return 0
	}
	return float64(n) / d.Seconds()
}

func size(bytes int64) string { return fmt.Sprintf("%.0f MB", float64(bytes)/(1<<20)) }

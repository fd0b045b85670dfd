package torture

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// A Report says what a run did, and what is wrong.
type Report struct {
	Seed  uint64
	Store string // its kind
	Took  time.Duration
	// Processes is how many ran at once; Started counts every start.
	Processes, Started   int
	Kills, Stops, Stalls int
	Ready                time.Duration // the median, from a start to being ready
	Phones               int
	// In and Out count texts; Tries counts the webhooks that carried the former,
	// Refused those of them that no process took, Fetched the texts that were
	// taken from the provider's list.
	In, Out, Tries, Refused, Fetched int
	// Repeated are deliveries that came again on purpose, Held those that others
	// overtook, Cut the connections to the provider that broke.
	Repeated, Held, Cut int
	// Asked is how often a process asked the provider whether a text had gone.
	Asked           int
	Cards, Places   int
	Presses         int
	Median, Longest time.Duration // from a text to the answer
	Errors          map[string]int
	Wrong           []Wrong
}

func (w *world) report(f *fleet, took time.Duration) *Report {
	store, _, _ := strings.Cut(w.cfg.Store, ":")
	r := &Report{
		Seed: w.cfg.Seed, Store: store, Took: took, Processes: w.cfg.Processes, Started: f.started, Kills: f.kills, Stops: f.stops, Stalls: f.stalls,
		Phones: len(w.people), In: len(w.ledger.texts), Out: w.ledger.taken,
		Tries: int(w.balancer.texts.all.Load()), Refused: int(w.balancer.texts.failed.Load()),
		Repeated: int(w.repeated.Load()), Held: int(w.held.Load()), Cut: int(w.cut.Load()), Asked: int(w.asked.Load()),
		Cards: w.cards, Places: w.places, Presses: w.desk.presses, Errors: w.errors, Wrong: w.wrong,
	}
	slices.Sort(f.starting)
	r.Ready = middle(f.starting)
	var silences []time.Duration
	for _, t := range w.ledger.texts {
		if t.acked.IsZero() {
			r.Fetched++
		}
		if !t.answered.IsZero() && !t.silent {
			silences = append(silences, t.answered.Sub(t.at))
		}
	}
	slices.Sort(silences)
	r.Median = middle(silences)
	if len(silences) > 0 {
		r.Longest = silences[len(silences)-1]
	}
	slices.SortStableFunc(r.Wrong, func(a, b Wrong) int { return cmp.Compare(a.Phone, b.Phone) })
	return r
}

func middle(sorted []time.Duration) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[len(sorted)/2]
}

// mostWrong is how many phones are shown whole.
const mostWrong = 5

// Write writes the report in plain words.
func (r *Report) Write(out io.Writer) {
	fmt.Fprintf(out, "Torture, seed %d, %s, %s\n", r.Seed, r.Store, r.Took.Round(time.Second))
	fmt.Fprintf(out, "  %d at once, %d started (ready after %s): %d killed, %d asked to stop, %d stalled\n",
		r.Processes, r.Started, r.Ready.Round(time.Millisecond), r.Kills, r.Stops, r.Stalls)
	fmt.Fprintf(out, "  %d phones: %d texts in, %d out; %d cards, %d presses, %d requests taken on\n", r.Phones, r.In, r.Out, r.Cards, r.Presses, r.Places)
	fmt.Fprintf(out, "  %d webhooks for the texts in, %d of them without an answer; %d texts fetched from the provider's list\n", r.Tries, r.Refused, r.Fetched)
	fmt.Fprintf(out, "  %d deliveries repeated, %d overtaken, %d connections to the provider broken, and it was asked %d times whether a text had gone\n", r.Repeated, r.Held, r.Cut, r.Asked)
	fmt.Fprintf(out, "  from a text to its answer: median %s, longest %s\n", r.Median.Round(time.Millisecond), r.Longest.Round(time.Millisecond))
	for _, said := range slices.Sorted(maps.Keys(r.Errors)) {
		fmt.Fprintf(out, "  logged %d times: %s\n", r.Errors[said], said)
	}
	if len(r.Wrong) == 0 {
		fmt.Fprintln(out, "  Nothing was lost, nothing happened twice, and everything came in order.")
		return
	}
	fmt.Fprintf(out, "%d WRONG (the same kind of run again: SEED=%d)\n", len(r.Wrong), r.Seed)
	shown := map[string]bool{"": true}
	for _, x := range r.Wrong {
		fmt.Fprintf(out, "- %s: %s\n", cmp.Or(x.Phone, "in all"), x.What)
		if shown[x.Phone] || len(shown) > mostWrong {
			continue
		}
		shown[x.Phone] = true
		for _, line := range x.Lines {
			fmt.Fprintf(out, "      %s\n", line)
		}
	}
}

package app

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/goodturn/goodturn/bot"
	"github.com/goodturn/goodturn/flows/wording"
)

// ListFlows writes every conversation, each with what it is for.
func ListFlows(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, f := range Flows() {
		fmt.Fprintf(w, "%s\t%s\n", f.Name, f.About)
	}
	return w.Flush()
}

// ShowFlow writes one conversation: what its states mean, its table with what
// is said, and its diagram in Mermaid's language.
func ShowFlow(out io.Writer, name string) error {
	all := Flows()
	i := slices.IndexFunc(all, func(f bot.Flow) bool { return f.Name == strings.ToLower(name) })
	if i < 0 {
		return fmt.Errorf("there is no conversation %q: goodturn flows lists them", name)
	}
	f := all[i]
	sentences, err := wording.Sentences("en")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s\n%s, in %s, saying: %s\n\n", f.Name, f.About, begunBy(f), f.Start, sentenceSaid(f.States[f.Start], sentences))
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, name := range statesOf(f) {
		fmt.Fprintf(w, "%s\t%s\n", name, f.States[name].Means)
	}
	fmt.Fprint(w, "\nSTATE\tEVENT\tFIRED BY\tNEXT STATE\tSAYS\n")
	for _, name := range statesOf(f) {
		for _, e := range f.Table {
			if slices.Contains(e.Src, name) {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", name, e.Name, firedBy(f.States[name], e.Name), e.Dst, sentenceSaid(f.States[e.Dst], sentences))
			}
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	diagram, err := f.Diagram()
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(out, "\n"+diagram)
	return err
}

// statesOf are the flow's states in the order in which its table leads to them.
func statesOf(f bot.Flow) []string {
	names := []string{f.Start}
	for _, e := range f.Table {
		for _, name := range append(slices.Clone(e.Src), e.Dst) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// begunBy says what begins the conversation.
func begunBy(f bot.Flow) string {
	var by []string
	for _, m := range f.Opens {
		by = append(by, "a text that means "+string(m))
	}
	for _, l := range slices.Sorted(maps.Keys(f.Begins)) {
		by = append(by, "the letter "+l)
	}
	if len(by) == 0 {
		return "begun by other conversations, or by the router"
	}
	return "begun by " + strings.Join(by, ", ")
}

// firedBy says what fires an event in a state.
func firedBy(s bot.State, event string) string {
	var by []string
	for _, m := range slices.Sorted(maps.Keys(s.Hears)) {
		if s.Hears[m] == event {
			by = append(by, string(m))
		}
	}
	if len(by) > 0 {
		by = []string{"hears " + strings.Join(by, ", ")}
	}
	if slices.ContainsFunc(s.Takes, func(step bot.Step) bool { return step.Event == event }) {
		by = append(by, "takes a text")
	}
	for _, l := range slices.Sorted(maps.Keys(s.On)) {
		if s.On[l] == event {
			by = append(by, "letter "+l)
		}
	}
	if slices.ContainsFunc(s.Next, func(step bot.Step) bool { return step.Event == event }) {
		by = append(by, "goes on")
	}
	if s.Late == event {
		by = append(by, "time")
	}
	return strings.Join(by, "; ")
}

// sentenceSaid is the sentence of a state; what its code words as it runs is not known.
func sentenceSaid(s bot.State, sentences map[string]wording.Sentence) string {
	words := strings.Join(sentences[s.Says].Forms, " / ")
	if words == "" && s.Does != nil {
		return "(what its code finds to say)"
	}
	return cmp.Or(words, "-")
}

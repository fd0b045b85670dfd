package hear

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestReadSamples(t *testing.T) {
	got, err := ReadSamples(strings.NewReader("# a note\n\noffer\tgo on then\taccept\nminutes\thalf an hour, hes on his own tho\taccept\tminutes=30; worry=at_risk\nany\tits jo\t-\tname=Jo\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []Sample{
		{Asked: "offer", Text: "go on then", Means: Accept, Line: 3},
		{Asked: "minutes", Text: "half an hour, hes on his own tho", Means: Accept, Facts: map[string]string{"minutes": "30", "worry": "at_risk"}, Line: 4},
		{Asked: "any", Text: "its jo", Facts: map[string]string{"name": "Jo"}, Line: 5},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestReadSamplesNamesTheLine(t *testing.T) {
	for in, what := range map[string]string{
		"\nany\tyes":                  "it has 2 columns between tabs, not three or four",
		"\nany\tyes\taccept\ta=b\tc":  "it has 5 columns between tabs, not three or four",
		"\nany\tyes\tyess":            `"yess" is no meaning`,
		"\nofer\tyes\taccept":         `"ofer" is nothing that is asked`,
		"\noffers:1,x\tyes\taccept":   `"offers:1,x" is no list of offers`,
		"\nany\tyes\taccept\tminutes": `"minutes" is no fact: write name=value, with ; between`,
	} {
		_, err := ReadSamples(strings.NewReader(in))
		var wrong *SampleError
		if !errors.As(err, &wrong) || wrong.Line != 2 || !strings.Contains(wrong.What, what) {
			t.Errorf("%q: %v", in, err)
		}
	}
}

func TestContextsAreNamedAsSamplesNameThem(t *testing.T) {
	for _, name := range append([]string{"task", "late", "opted_out", "offers:1,2"}, asked...) {
		c, err := Context{}.Answering(name)
		if err != nil {
			t.Fatal(err)
		}
		if want, _, _ := strings.Cut(name, ":"); c.name() != want {
			t.Errorf("%s is named %s", name, c.name())
		}
	}
}

func FuzzReadSamples(f *testing.F) {
	f.Add("any\tyes\taccept\tname=Jo; also=done\n")
	f.Fuzz(func(t *testing.T, in string) {
		samples, err := ReadSamples(strings.NewReader(in))
		if err == nil {
			return
		}
		if len(samples) > 0 {
			t.Error("samples beside an error")
		}
	})
}

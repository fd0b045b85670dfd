package hear

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestScratch(t *testing.T) {
	f, err := os.Open("/tmp/hear_scratch.txt")
	if err != nil {
		t.Skip()
	}
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		line := sc.Text()
		asked, text, ok := strings.Cut(line, " | ")
		if !ok {
			asked, text = "any", line
		}
		x := heardAs{asked: asked}
		h := english.Hear(text, x.context())
		d := ""
		if h.Danger != "" {
			d = " DANGER=" + h.Danger
		}
		if h.Worry != "" {
			d += " WORRY=" + h.Worry
		}
		also := ""
		if len(h.Also) > 0 {
			also = fmt.Sprint(" also", h.Also)
		}
		s := h.Slots
		s.Rest = ""
		ans := ""
		if len(h.Answers) > 0 {
			ans = fmt.Sprint(h.Answers)
		}
		fmt.Printf("%-12s %-62s → %s%s%s %s %s\n", asked, text, h.Meaning, also, d, ans, s.show())
	}
}

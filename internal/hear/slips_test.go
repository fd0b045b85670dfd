package hear

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// neighbours are the keys beside each on a phone's keyboard.
var neighbours = map[byte]string{
	'q': "wa", 'w': "qes", 'e': "wrd", 'r': "etf", 't': "ryg", 'y': "tuh", 'u': "yij", 'i': "uok", 'o': "ipl", 'p': "ol",
	'a': "qsz", 's': "adwx", 'd': "sfec", 'f': "dgrv", 'g': "fhtb", 'h': "gjyn", 'j': "hkum", 'k': "jlio", 'l': "kop",
	'z': "asx", 'x': "zcsd", 'c': "xvdf", 'v': "cbfg", 'b': "vngh", 'n': "bmhj", 'm': "njk",
}

// slip puts one slip of the thumb into the nth long word of a text: two letters
// swapped, a neighbouring key, a letter left out or doubled.
func slip(text string, n int) string {
	words := strings.Split(text, " ")
	var long []int
	for i, w := range words {
		if len(w) >= 5 && strings.Trim(w, "abcdefghijklmnopqrstuvwxyz") == "" {
			long = append(long, i)
		}
	}
	if len(long) == 0 {
		return text
	}
	i := long[n%len(long)]
	w := words[i]
	at := 1 + n%(len(w)-3)
	switch n % 4 {
	case 0:
		w = w[:at] + w[at+1:at+2] + w[at:at+1] + w[at+2:]
	case 1:
		keys := neighbours[w[at]]
		w = w[:at] + keys[n%len(keys):n%len(keys)+1] + w[at+1:]
	case 2:
		w = w[:at] + w[at+1:]
	case 3:
		w = w[:at] + w[at:at+1] + w[at:]
	}
	words[i] = w
	return strings.Join(words, " ")
}

// A slip of the thumb costs little of what is understood, and makes hardly a text
// mean something else.
func TestSlipsOfTheThumb(t *testing.T) {
	raw, err := os.ReadFile("../../fixtures/hearing/aside/en.tsv")
	if err != nil {
		t.Fatal(err)
	}
	samples, err := ReadSamples(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	all, lost, turned := 0, 0, 0
	for i, s := range samples {
		c, err := Context{Now: now, Kinds: sampleKinds, Places: samplePlaces}.Answering(s.Asked)
		if err != nil {
			t.Fatal(err)
		}
		wrong := slip(s.Text, i)
		if wrong == s.Text || s.Judge(ears().Hear(s.Text, c)) != Right {
			continue
		}
		all++
		switch s.Judge(ears().Hear(wrong, c)) {
		case Asked:
			lost++
		case Wrong:
			turned++
		}
	}
	t.Logf("of %d texts heard right, %d are asked about with a slip in them and %d are taken for something else", all, lost, turned)
	if all < 300 || lost*20 > all || turned*40 > all {
		t.Errorf("of %d texts heard right, %d are asked about with a slip in them and %d are taken for something else", all, lost, turned)
	}
}

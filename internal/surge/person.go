package surge

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// A person is somebody on a phone who signs up to help: they say the next
// thing when they have been asked the next thing.
type person struct {
	number string

	mu   sync.Mutex
	name string
	at   int // which line of the script comes next
	done bool
}

// A line is what somebody says, and by which words of the sample
// organisation's they know that it has been answered with the next question.
type line struct{ says, answeredBy string }

// script is the shortest honest way from a first text to the last check
// question; %s is a name, then an outward code.
var script = []line{
	{"hi id like 2 help. %s %s 3HN, packing parcels", "18 or over?"},
	{"yes 24", "mostly free?"},
	{"weekends", "DBS check"},
	{"none", "Reply AGREE"},
	{"agree", "Reply A, B or C"},
	{"b", "Reply A, B or C"},
	{"c", "Reply A, B or C"},
	{"a", "that was the last one"},
}

var (
	firstNames = []string{"Amina", "Joe", "Priya", "Pam", "Ruth", "Tomasz", "Mary", "Chidi", "Sian", "Tariq", "Grace", "Owen", "Leila", "Hugh", "Ngozi", "Kath"}
	lastNames  = []string{"Khan", "Hirst", "Patel", "Jones", "Okafor", "Smith", "Kowalska", "Ali", "Brown", "Walker", "Green", "Hughes", "Begum", "Clarke", "Wood", "Bell"}
	outwards   = []string{"LS6", "LS7", "LS8", "LS9"}
)

// Number is the phone number of the nth of the people.
func Number(n int) string { return fmt.Sprintf("%s%07d", numbers, n) }

// The numbers are Ofcom's for drama, with a longer end: there are a thousand
// of those, and a surge has more people.
const numbers = "+4477009"

func newPerson(i int) *person {
	name := firstNames[i%len(firstNames)] + " " + lastNames[i/len(firstNames)%len(lastNames)]
	return &person{number: Number(i), name: name}
}

// numberOf is whose number it is, if it is one of a surge.
func numberOf(number string) (int, bool) {
	end, ok := strings.CutPrefix(number, numbers)
	if !ok || len(end) != 7 {
		return 0, false
	}
	i, err := strconv.Atoi(end)
	return i, err == nil
}

func (p *person) says() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	words := script[p.at].says
	if p.at == 0 {
		return fmt.Sprintf(words, p.name, outwards[len(p.name)%len(outwards)])
	}
	return words
}

// A reaction is what a text makes somebody do.
type reaction int

const (
	waits    reaction = iota // for the question
	goesOn                   // there is an answer to give
	finished                 // that was all
)

func (p *person) hears(body string) reaction {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.done || !strings.Contains(body, script[p.at].answeredBy) {
		return waits
	}
	if p.at++; p.at == len(script) {
		p.done = true
		return finished
	}
	return goesOn
}

func (p *person) finished() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.done
}

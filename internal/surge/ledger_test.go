package surge

import (
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/sandbox"
)

func someLoad(people, after int) *load {
	l := &load{Options: Options{People: people, After: after}, ready: make(chan *person, people), ended: make(chan struct{}), ledger: newLedger(people)}
	for i := range people {
		l.people = append(l.people, newPerson(after+i))
	}
	l.left.Store(int64(people))
	return l
}

func (l *load) hearsFrom(entry, to, body string) {
	l.taken(sandbox.Message{To: to, Body: body, StatusCallback: "http://here/twilio/status?entry=" + entry})
}

// What came twice, too late or not at all is told.
func TestLedgerTellsWhatWentWrong(t *testing.T) {
	l := someLoad(3, 7)
	began := time.Now()
	for _, p := range l.people {
		l.texted(p, began)
		l.acknowledged(time.Millisecond, p.number != Number(9), p.number != Number(8))
	}
	l.hearsFrom("person%2Fa%402%2F0", Number(7), "Are you 18 or over?")
	l.hearsFrom("person%2Fa%402%2F0", Number(7), "Are you 18 or over?")
	l.hearsFrom("person%2Fb%403%2F1", Number(8), "Privacy")
	l.hearsFrom("person%2Fb%403%2F0", Number(8), "Are you 18 or over?")
	l.hearsFrom("person%2Fc%401%2F0", Number(6), "to somebody of another surge")
	r := &Report{People: 3}
	l.close(r)
	want := Report{People: 3, Texts: 3, Replies: 3, Again: 1, Refused: 1, Unanswered: 1, Doubled: 1, Disorder: 1}
	r.Acks, r.Latency = Spread{}, Spread{}
	if *r != want {
		t.Errorf("\n got %+v\nwant %+v", *r, want)
	}
	if r.OK() {
		t.Error("a surge in which somebody was not answered is told as well")
	}
	if len(l.ready) != 2 {
		t.Errorf("%d have something to say, want the two who were asked", len(l.ready))
	}
}

func TestPeople(t *testing.T) {
	for _, n := range []int{0, 255, 1_234_567} {
		if got, ok := numberOf(Number(n)); !ok || got != n {
			t.Errorf("%s is the number of %d (%v), want %d", Number(n), got, ok, n)
		}
	}
	for _, other := range []string{"+447700900801", "whatsapp:+44770090000001", "+4477009000000x"} {
		if n, ok := numberOf(other); ok {
			t.Errorf("%s is taken for the number of %d", other, n)
		}
	}
	p := newPerson(3)
	for i, l := range script {
		if p.hears("Welcome!") != waits {
			t.Error("somebody goes on who was asked nothing")
		}
		want := goesOn
		if i == len(script)-1 {
			want = finished
		}
		if got := p.hears("... " + l.answeredBy + " ..."); got != want {
			t.Errorf("after %q they do %d, want %d", l.answeredBy, got, want)
		}
	}
	if p.hears(script[0].answeredBy) != waits {
		t.Error("somebody who has finished begins again")
	}
}

package sqlite_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

// What the engine itself costs for the same letters to the same documents of 3
// kB, with a store in memory and a provider that takes everything: the letter's
// way through the mailbox, the step, the document's encoding, the delivery and
// its writing off.
//
//	go test ./internal/sqlite -run '^$' -bench Engine -benchmem
func BenchmarkEngine(b *testing.B) {
	memory := posttest.NewMemory(wall{})
	memory.Alone = true
	office, err := post.New(post.Options{
		Store: memory, Clock: wall{}, Owner: "this process", Kinds: []post.Kind{person.Kind()},
		Senders: map[string]post.Sender{"text": nowhere{}},
	})
	if err != nil {
		b.Fatal(err)
	}
	s := &stepper{office: office}
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		s.handle(b, fmt.Sprintf("person/%d", n/lettersEach), fmt.Sprint(n%lettersEach))
		runtime.Gosched() // what it says leaves before the next letter comes
	}
	s.idle(b)
}

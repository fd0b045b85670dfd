package posttest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/post"
)

// A Rig is a sender under test with its provider, whose answers the suite
// chooses.
type Rig struct {
	Sender post.Sender
	// Entry makes an entry that the sender delivers, with these words, decided
	// at the time. Two with the same words look the same to a reader.
	Entry func(id, words string, at time.Time) post.Outgoing
	// Next has the provider answer the next post so.
	Next func(Trouble)
	// Taken is how many messages the provider holds.
	Taken func() int
}

// Trouble is what a provider may make of a post.
type Trouble int

const (
	// Refuses: it will never take it.
	Refuses Trouble = iota
	// TooMany: it does not take it now, and says when to try again.
	TooMany
	// CutOffBefore: the connection fails before it has taken it.
	CutOffBefore
	// CutOffAfter: it takes it, and the connection fails before it says so.
	CutOffAfter
	// Hangs: it takes it, and never answers.
	Hangs
)

// Sender is the conformance suite of post.Sender. Open returns a sender with
// an empty provider each time.
func Sender(t *testing.T, open func(t *testing.T) Rig) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Rig)
	}{
		{"what is taken has a reference, and is found by it", senderTakes},
		{"what was never posted is not found", senderNeverPosted},
		{"two that look the same are told apart", senderTwins},
		{"an older message is not taken for a newer entry", senderOlder},
		{"a refusal is for good, and has a code", senderRefuses},
		{"a provider that is too busy says when to try again", senderWaits},
		{"what was cut off before it was taken is not found", senderCutOffBefore},
		{"what was cut off after it was taken is found", senderCutOffAfter},
		{"a provider that hangs does not hang the sender", senderHangs},
		{"nothing is posted after the time allowed", senderTooLate},
		{"entries of one sender share a pace", senderPace},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

func mustSend(t *testing.T, r Rig, o post.Outgoing) string {
	t.Helper()
	ref, err := r.Sender.Send(t.Context(), o)
	if err != nil || ref == "" {
		t.Fatalf("send %s: reference %q, %v", o.ID, ref, err)
	}
	return ref
}

func finds(t *testing.T, r Rig, o post.Outgoing, want string) {
	t.Helper()
	if ref, err := r.Sender.Find(t.Context(), o); err != nil || ref != want {
		t.Errorf("find %s: reference %q, %v; want %q", o.ID, ref, err, want)
	}
}

// unknown checks that the error claims neither refusal nor wait.
func unknown(t *testing.T, err error) {
	t.Helper()
	var refused *post.Refused
	var wait *post.Wait
	if err == nil || errors.As(err, &refused) || errors.As(err, &wait) {
		t.Errorf("an outcome that nobody knows is %v", err)
	}
}

func holds(t *testing.T, r Rig, want int) {
	t.Helper()
	if n := r.Taken(); n != want {
		t.Errorf("the provider holds %d messages, want %d", n, want)
	}
}

func senderTakes(t *testing.T, r Rig) {
	e := r.Entry("person/p@1/0", "hello", time.Now())
	ref := mustSend(t, r, e)
	holds(t, r, 1)
	finds(t, r, e, ref)
}

func senderNeverPosted(t *testing.T, r Rig) {
	mustSend(t, r, r.Entry("person/p@1/0", "hello", time.Now()))
	finds(t, r, r.Entry("person/p@1/1", "goodbye", time.Now()), "")
}

func senderTwins(t *testing.T, r Rig) {
	at := time.Now()
	one, two := r.Entry("person/p@1/0", "hello", at), r.Entry("person/p@1/1", "hello", at)
	first, second := mustSend(t, r, one), mustSend(t, r, two)
	if first == second {
		t.Fatalf("both are %s", first)
	}
	one.Claimed, two.Claimed = []string{second}, []string{first}
	finds(t, r, one, first)
	finds(t, r, two, second)
}

func senderOlder(t *testing.T, r Rig) {
	ref := mustSend(t, r, r.Entry("person/p@1/0", "hello", time.Now()))
	newer := r.Entry("person/p@9/0", "hello", time.Now().Add(10*time.Minute))
	finds(t, r, newer, "")
	newer.At, newer.Claimed = time.Now().Add(-time.Minute), []string{ref}
	finds(t, r, newer, "")
}

func senderRefuses(t *testing.T, r Rig) {
	r.Next(Refuses)
	_, err := r.Sender.Send(t.Context(), r.Entry("person/p@1/0", "hello", time.Now()))
	var refused *post.Refused
	if !errors.As(err, &refused) || refused.Code == "" {
		t.Errorf("got %v", err)
	}
	holds(t, r, 0)
}

func senderWaits(t *testing.T, r Rig) {
	r.Next(TooMany)
	e := r.Entry("person/p@1/0", "hello", time.Now())
	_, err := r.Sender.Send(t.Context(), e)
	var wait *post.Wait
	if !errors.As(err, &wait) || wait.After <= 0 {
		t.Errorf("got %v", err)
	}
	holds(t, r, 0)
	mustSend(t, r, e)
}

func senderCutOffBefore(t *testing.T, r Rig) {
	r.Next(CutOffBefore)
	e := r.Entry("person/p@1/0", "hello", time.Now())
	_, err := r.Sender.Send(t.Context(), e)
	unknown(t, err)
	holds(t, r, 0)
	finds(t, r, e, "")
}

func senderCutOffAfter(t *testing.T, r Rig) {
	r.Next(CutOffAfter)
	e := r.Entry("person/p@1/0", "hello", time.Now())
	_, err := r.Sender.Send(t.Context(), e)
	unknown(t, err)
	holds(t, r, 1)
	if ref, err := r.Sender.Find(t.Context(), e); err != nil || ref == "" {
		t.Errorf("find: reference %q, %v", ref, err)
	}
}

func senderHangs(t *testing.T, r Rig) {
	r.Next(Hangs)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := r.Sender.Send(ctx, r.Entry("person/p@1/0", "hello", time.Now()))
	unknown(t, err)
}

func senderTooLate(t *testing.T, r Rig) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := r.Sender.Send(ctx, r.Entry("person/p@1/0", "hello", time.Now()))
	unknown(t, err)
	holds(t, r, 0)
}

func senderPace(t *testing.T, r Rig) {
	one := r.Sender.Pace(r.Entry("person/p@1/0", "hello", time.Now()))
	two := r.Sender.Pace(r.Entry("person/q@1/0", "hello", time.Now()))
	if one != two || one.Rate < 0 || one.Rate > 0 && (one.Key == "" || one.Burst < 1) {
		t.Errorf("paces %+v and %+v", one, two)
	}
}

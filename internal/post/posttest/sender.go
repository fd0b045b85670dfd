package posttest

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
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
	// Next has the provider answer the next call so, a post or a question.
	Next func(Trouble)
	// Taken is how many messages the provider holds.
	Taken func() int
	// Keeps: a provider's no is for the operator to mend, as a channel that the
	// app was not invited to. The sender says *post.Wait to it, and the entry
	// stays until the operator has.
	Keeps bool
}

// Trouble is what a provider may make of a call.
type Trouble int

const (
	// Refuses: it says no.
	Refuses Trouble = iota
	// TooMany: it does not take it now, and asks for [Pause].
	TooMany
	// CutOffBefore: the connection fails before it has taken it.
	CutOffBefore
	// CutOffAfter: it takes it, and the connection fails before it says so.
	CutOffAfter
	// BreaksBefore: it says that it is broken, and has not taken it.
	BreaksBefore
	// BreaksAfter: it takes it, and says that it is broken.
	BreaksAfter
	// Garbles: it takes it, and its answer cannot be read.
	Garbles
	// Hangs: it takes it, and never answers.
	Hangs
)

// Pause is how long a provider that is too busy asks a sender to wait.
const Pause = 7 * time.Second

// allowed is how long a sender has for one call, as the office allows it.
const allowed = 10 * time.Second

// behind is how far a provider's clock may be behind ours.
const behind = 4 * time.Second

// Sender is the conformance suite of post.Sender. Open returns a sender with
// an empty provider each time. Every case runs in a bubble of its own (see
// testing/synctest): a provider on HTTP is served by [Wire], not on a network.
func Sender(t *testing.T, open func(t *testing.T) Rig) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Rig)
	}{
		{"what is taken has a reference, and is found by it", senderTakes},
		{"what was never posted is not found", senderNeverPosted},
		{"two that look the same are told apart", senderTwins},
		{"an older message is not taken for a newer entry", senderOlder},
		{"a provider whose clock is behind is understood", senderBehind},
		{"a provider's no takes nothing, and says why", senderRefuses},
		{"a provider that is too busy says when to try again", senderWaits},
		{"cut off before it was taken, it is not found", senderDoubts(CutOffBefore, 0)},
		{"cut off after it was taken, it is found", senderDoubts(CutOffAfter, 1)},
		{"not taken by a broken provider, it is not found", senderDoubts(BreaksBefore, 0)},
		{"taken by a broken provider, it is found", senderDoubts(BreaksAfter, 1)},
		{"taken with an answer that cannot be read, it is found", senderDoubts(Garbles, 1)},
		{"a provider that hangs does not hang the sender, and what it took is found", senderDoubts(Hangs, 1)},
		{"a question that is refused is not answered", senderUnanswered(Refuses)},
		{"a question to a busy provider is not answered", senderUnanswered(TooMany)},
		{"a question that is cut off is not answered", senderUnanswered(CutOffBefore)},
		{"a question to a broken provider is not answered", senderUnanswered(BreaksBefore)},
		{"a question whose answer cannot be read is not answered", senderUnanswered(Garbles)},
		{"a question to a provider that hangs is not answered", senderUnanswered(Hangs)},
		{"nothing is posted or answered after the time allowed", senderTooLate},
		{"entries of one sender share a pace", senderPace},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { c.test(t, open(t)) })
		})
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

// senderBehind has the provider date what it takes before the entry was decided.
func senderBehind(t *testing.T, r Rig) {
	e := r.Entry("person/p@1/0", "hello", time.Now().Add(behind))
	finds(t, r, e, mustSend(t, r, e))
}

func senderRefuses(t *testing.T, r Rig) {
	r.Next(Refuses)
	_, err := r.Sender.Send(t.Context(), r.Entry("person/p@1/0", "hello", time.Now()))
	var refused *post.Refused
	var wait *post.Wait
	switch {
	case r.Keeps && (!errors.As(err, &wait) || wait.After <= 0 || wait.Reason == ""):
		t.Errorf("got %v, want to wait for the operator", err)
	case !r.Keeps && (!errors.As(err, &refused) || refused.Code == ""):
		t.Errorf("got %v, want a refusal with its code", err)
	}
	holds(t, r, 0)
}

func senderWaits(t *testing.T, r Rig) {
	r.Next(TooMany)
	e := r.Entry("person/p@1/0", "hello", time.Now())
	_, err := r.Sender.Send(t.Context(), e)
	var wait *post.Wait
	if !errors.As(err, &wait) || wait.After != Pause {
		t.Errorf("got %v, want to wait %s", err, Pause)
	}
	holds(t, r, 0)
	mustSend(t, r, e)
}

// senderDoubts posts into a trouble that leaves the outcome unknown, and asks
// afterwards.
func senderDoubts(trouble Trouble, taken int) func(*testing.T, Rig) {
	return func(t *testing.T, r Rig) {
		r.Next(trouble)
		e := r.Entry("person/p@1/0", "hello", time.Now())
		ctx, cancel := context.WithTimeout(t.Context(), allowed)
		defer cancel()
		began := time.Now()
		_, err := r.Sender.Send(ctx, e)
		unknown(t, err)
		inTime(t, began)
		holds(t, r, taken)
		if ref, err := r.Sender.Find(t.Context(), e); err != nil || (ref != "") != (taken > 0) {
			t.Errorf("find: reference %q, %v; the provider took %d", ref, err, taken)
		}
	}
}

// senderUnanswered asks into a trouble. "Not found" would have the entry
// posted twice.
func senderUnanswered(trouble Trouble) func(*testing.T, Rig) {
	return func(t *testing.T, r Rig) {
		e := r.Entry("person/p@1/0", "hello", time.Now())
		ref := mustSend(t, r, e)
		r.Next(trouble)
		ctx, cancel := context.WithTimeout(t.Context(), allowed)
		defer cancel()
		began := time.Now()
		if got, err := r.Sender.Find(ctx, e); err == nil || got != "" {
			t.Errorf("find: reference %q, %v; want an error", got, err)
		}
		inTime(t, began)
		finds(t, r, e, ref)
	}
}

func inTime(t *testing.T, began time.Time) {
	t.Helper()
	if took := time.Since(began); took > allowed {
		t.Errorf("it took %s of the %s allowed", took, allowed)
	}
}

// senderTooLate does not ask for an unknown outcome: a sender that posted
// nothing knows it, and may say so by a *post.Wait.
func senderTooLate(t *testing.T, r Rig) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	e := r.Entry("person/p@1/0", "hello", time.Now())
	_, err := r.Sender.Send(ctx, e)
	var refused *post.Refused
	if err == nil || errors.As(err, &refused) {
		t.Errorf("got %v", err)
	}
	holds(t, r, 0)
	if ref, err := r.Sender.Find(ctx, e); err == nil || ref != "" {
		t.Errorf("find: reference %q, %v; want an error", ref, err)
	}
}

func senderPace(t *testing.T, r Rig) {
	one := r.Sender.Pace(r.Entry("person/p@1/0", "hello", time.Now()))
	two := r.Sender.Pace(r.Entry("person/q@1/0", "hello", time.Now()))
	if one != two || one.Rate < 0 || one.Rate > 0 && (one.Key == "" || one.Burst < 1) {
		t.Errorf("paces %+v and %+v", one, two)
	}
}

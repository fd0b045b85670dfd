package post_test

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

// A sleeper's texts that answer none are held while they sleep: in ten minutes,
// for an hour.
type sleeper struct {
	Held []string `json:"held,omitempty"`
}

func sleeping() post.Kind {
	return post.Machine[sleeper]{
		Name: "sleeper", Revision: 1, Start: "known",
		Table:  post.NewTable("known", fsm.Events{{Name: "stop", Src: []string{"known"}, Dst: "stopped"}}),
		States: map[string]string{"known": "texts", "stopped": "does not"},
		Letters: map[string]string{
			"tell": "a text that nobody waits for", "answer": "one that somebody does", "stop": "an opt-out",
			post.LetterReturned: "a text that would wake them", post.LetterRefused: "refused",
		},
		Rules: []post.Rule[sleeper]{
			{On: "tell", In: "*", Do: func(t *post.Turn, _ *sleeper) {
				t.TextUnasked(time.Time{}, post.Span{From: t.Now.Add(10 * time.Minute), To: t.Now.Add(70 * time.Minute)}, posttest.Words{Words: "tell " + t.Letter.ID})
			}},
			{On: "answer", In: "*", Do: func(t *post.Turn, _ *sleeper) { t.Text(false, posttest.Words{Words: "answer " + t.Letter.ID}) }},
			{On: "stop", In: "known", Do: func(t *post.Turn, _ *sleeper) { t.Unsend(); t.Fire("stop") }},
			{On: "stop", In: "stopped", Ignore: "stopped already"},
			{On: post.LetterReturned, In: "*", Do: func(t *post.Turn, s *sleeper) {
				if e := post.Read[post.Entry](t); t.Stands(e.ID) {
					s.Held = append(s.Held, string(e.Body))
				}
			}},
			{On: post.LetterRefused, In: "*", Ignore: "nothing is refused here"},
		},
	}.Kind()
}

// What would leave only while somebody sleeps comes back, if it certainly never
// left; what stands behind it leaves.
func TestWhatWouldWakeSomebodyComesBack(t *testing.T) {
	for _, c := range []struct {
		name string
		down time.Duration
		lost bool
		err  error
		stop bool
		want []string
		held int
	}{
		{"down for a little", 5 * time.Minute, true, &post.Wait{After: time.Second, Of: post.TheProvider}, false, []string{"answer 1", "tell 2", "answer 3"}, 0},
		{"down until they sleep", 30 * time.Minute, true, &post.Wait{After: time.Second, Of: post.TheProvider}, false, []string{"answer 1", "answer 3"}, 1},
		{"down until they wake", 2 * time.Hour, true, &post.Wait{After: time.Second, Of: post.TheProvider}, false, []string{"answer 1", "answer 3"}, 1},
		{"unknown, and not taken", 30 * time.Minute, true, posttest.ErrCutOff, false, []string{"answer 1", "answer 3"}, 1},
		{"unknown, and taken", 30 * time.Minute, false, posttest.ErrCutOff, false, []string{"answer 1", "tell 2", "answer 3"}, 0},
		{"an opt-out meanwhile", 30 * time.Minute, true, &post.Wait{After: time.Second, Of: post.TheProvider}, true, []string{"answer 1"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var over atomic.Bool
				d := newDesk(t, "a", nil, func(o *post.Options) { o.Kinds = append(o.Kinds, sleeping()) })
				failing(d, &over, "answer 1", posttest.Answer{Lost: c.lost, Err: c.err})
				say := func(id, kind string) {
					if _, err := d.Handle(t.Context(), post.Letter{ID: id, To: "sleeper/s", Kind: kind}); err != nil {
						t.Fatal(err)
					}
				}
				say("1", "answer")
				say("2", "tell")
				say("3", "answer")
				sweeping(t, d, 5*time.Minute)
				if c.stop {
					say("4", "stop")
				}
				sweeping(t, d, c.down-5*time.Minute)
				over.Store(true)
				sweeping(t, d, 2*time.Minute)
				same(t, "texts", texts(d.text), c.want)
				same(t, "held", len(d.read("sleeper/s").Data.(*sleeper).Held), c.held)
				same(t, "observed", d.count("returned"), c.held)
				same(t, "left in the outbox", len(d.read("sleeper/s").Outbox), 0)
			})
		})
	}
}

package post_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/looplab/fsm"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

// reminding texts what it is told to: "for a while" only until ten minutes have passed.
func reminding() post.Kind {
	return post.Machine[struct{}]{
		Name: "reminder", Revision: 1, Start: "awake",
		Table:  post.NewTable("awake", fsm.Events{{Name: "sleep", Src: []string{"awake"}, Dst: "asleep"}}),
		States: map[string]string{"awake": "texts", "asleep": "does not"},
		Letters: map[string]string{
			"for_a_while": "a text that is good for ten minutes", "for_ever": "any other", post.LetterRefused: "refused",
		},
		Rules: []post.Rule[struct{}]{
			{On: "for_a_while", In: "*", Do: func(t *post.Turn, _ *struct{}) {
				t.TextUnasked(t.Now.Add(10*time.Minute), post.Span{}, posttest.Words{Words: "reminder " + t.Letter.ID})
			}},
			{On: "for_ever", In: "*", Do: func(t *post.Turn, _ *struct{}) { t.Text(false, posttest.Words{Words: "word " + t.Letter.ID}) }},
			{On: post.LetterRefused, In: "*", Ignore: "nothing is refused here"},
		},
	}.Kind()
}

func TestWhatBecamePointlessIsDroppedAndDelaysNothing(t *testing.T) {
	for _, c := range []struct {
		name string
		down time.Duration
		// lost: the provider did not take what it answered by an error.
		lost    bool
		err     error
		want    []string
		dropped int
	}{
		{"down for a little", 5 * time.Minute, true, &post.Wait{After: time.Second, Of: post.TheProvider}, []string{"word 1", "reminder 2", "word 3"}, 0},
		{"down for too long", time.Hour, true, &post.Wait{After: time.Second, Of: post.TheProvider}, []string{"word 1", "word 3"}, 1},
		{"unknown, and not taken", time.Hour, true, posttest.ErrCutOff, []string{"word 1", "word 3"}, 1},
		{"unknown, and taken", time.Hour, false, posttest.ErrCutOff, []string{"word 1", "reminder 2", "word 3"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var over atomic.Bool
				d := newDesk(t, "a", nil, func(o *post.Options) { o.Kinds = append(o.Kinds, reminding()) })
				failing(d, &over, "word 1", posttest.Answer{Lost: c.lost, Err: c.err})
				for i, kind := range []string{"for_ever", "for_a_while", "for_ever"} {
					if _, err := d.Handle(t.Context(), post.Letter{ID: string('1' + rune(i)), To: "reminder/r", Kind: kind}); err != nil {
						t.Fatal(err)
					}
				}
				sweeping(t, d, c.down)
				over.Store(true)
				sweeping(t, d, 2*time.Minute)
				same(t, "texts", texts(d.text), c.want)
				same(t, "observed", d.count("dropped"), c.dropped)
				facts, err := d.store.Facts(t.Context(), post.FactDropped, time.Time{}, 10)
				if err != nil || len(facts) != c.dropped {
					t.Errorf("%d facts, want %d (%v)", len(facts), c.dropped, err)
				}
				for _, f := range facts {
					if !strings.Contains(string(f.Data), post.DroppedLate) || !strings.Contains(string(f.Data), "reminder/r@") {
						t.Errorf("a fact says %s", f.Data)
					}
				}
				same(t, "left in the outbox", len(d.read("reminder/r").Outbox), 0)
				for _, ref := range d.read("reminder/r").Sent {
					if !strings.HasPrefix(ref, "SM") {
						t.Errorf("%q stands for a provider's reference", ref)
					}
				}
			})
		})
	}
}

// failing has the provider answer so until it is over, but for the text that says
// what it takes, and not say what it has.
func failing(d *desk, over *atomic.Bool, takes string, answer posttest.Answer) {
	d.text.Answer = func(_ context.Context, o post.Outgoing) posttest.Answer {
		if over.Load() || strings.Contains(string(o.Body), takes) {
			return posttest.Answer{}
		}
		return answer
	}
	d.text.Finding = func(context.Context, post.Outgoing) error {
		if over.Load() {
			return nil
		}
		return posttest.ErrCutOff
	}
}

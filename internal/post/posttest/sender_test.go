package posttest_test

import (
	"context"
	"testing"
	"time"

	"github.com/goodturn/goodturn/internal/post"
	"github.com/goodturn/goodturn/internal/post/posttest"
)

// answers are how the provider in memory makes each trouble; those that hang
// are not among them.
var answers = map[posttest.Trouble]posttest.Answer{
	posttest.Refuses:      {Lost: true, Err: &post.Refused{Code: "30006"}},
	posttest.TooMany:      {Lost: true, Err: &post.Wait{After: posttest.Pause}},
	posttest.CutOffBefore: {Lost: true, Err: posttest.ErrCutOff},
	posttest.CutOffAfter:  {Err: posttest.ErrCutOff},
	posttest.BreaksBefore: {Lost: true, Err: posttest.ErrCutOff},
	posttest.BreaksAfter:  {Err: posttest.ErrCutOff},
	posttest.Garbles:      {Err: posttest.ErrCutOff},
}

func TestProvider(t *testing.T) {
	posttest.Sender(t, func(*testing.T) posttest.Rig {
		p := &posttest.Provider{Limit: post.Pace{Key: "p", Rate: 10, Burst: 1}}
		return posttest.Rig{
			Sender: p,
			Entry: func(id, words string, at time.Time) post.Outgoing {
				return post.Outgoing{Entry: post.Entry{ID: id, Lane: post.LaneText, Kind: "text", Body: []byte(`"` + words + `"`), At: at}}
			},
			Next: func(trouble posttest.Trouble) {
				next := func(ctx context.Context) posttest.Answer {
					p.Answer, p.Finding = nil, nil
					if a, ok := answers[trouble]; ok {
						return a
					}
					<-ctx.Done()
					return posttest.Answer{Err: ctx.Err()}
				}
				p.Answer = func(ctx context.Context, _ post.Outgoing) posttest.Answer { return next(ctx) }
				p.Finding = func(ctx context.Context, _ post.Outgoing) error { return next(ctx).Err }
			},
			Taken: func() int { return len(p.Taken()) },
		}
	})
}
